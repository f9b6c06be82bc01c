//! What is proved of the record, what is not, and how to check it.

use askama::Template;
use operations::GivenLog;
use store::{StoredCheckpoint, StoredKey};

use crate::view::View;

/// The tree, in plain words.
#[derive(Debug, Template)]
#[template(path = "log.html")]
pub(crate) struct LogPage {
    view: View,
    base_url: String,
    checkpoint: Option<CheckpointLines>,
    keys: Vec<KeyRow>,
}

#[derive(Debug)]
struct CheckpointLines {
    size: i64,
    at: String,
    note: String,
}

#[derive(Debug)]
struct KeyRow {
    public: String,
    since: String,
    until: String,
}

impl LogPage {
    pub(crate) fn of(view: View, log: &GivenLog, base_url: &str) -> Self {
        let checkpoint = log.checkpoint.as_ref().map(|it| CheckpointLines {
            size: it.size,
            at: minutes(it.at),
            note: it.note.clone(),
        });
        let key = |key: &StoredKey| KeyRow {
            public: key.public.clone(),
            since: minutes(key.since),
            until: key.until.map_or_else(|| "it signs now".to_owned(), minutes),
        };
        let keys = log.keys.iter().map(key).collect();
        Self { view, base_url: base_url.to_owned(), checkpoint, keys }
    }

    pub(crate) fn sample() -> Self {
        let at = jiff::Timestamp::UNIX_EPOCH;
        let checkpoint = StoredCheckpoint {
            size: 12_034,
            root: String::new(),
            at,
            note: "liaison.example.org/log\n12034\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n\n\
                — liaison.example.org/log ov6r9sjp46xPCMnV2N3ugWA18PzvfA8E+QFkQ/7r5OXE8np9Kta66T196n4EVkwc6cPYkR2oirn0UGacjY45pgBOVQY=\n"
                .to_owned(),
        };
        let key = |until| StoredKey {
            id: String::new(),
            public: "liaison.example.org/log+a2feabf6+AYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU"
                .to_owned(),
            since: at,
            until,
        };
        let keys = vec![key(Some(at)), key(None)];
        let log = GivenLog { checkpoint: Some(checkpoint), keys };
        Self::of(View::sample("/log"), &log, "https://liaison.example.org")
    }
}

fn minutes(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
