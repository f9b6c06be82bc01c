//! Where a message is from, with what shows it.

use askama::Template;
use askama::filters::HtmlSafe;
use operations::ShownOrigin;
use rules::OriginStanding;

/// Where a message is from: a sentence, and for those who keep the inbox what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pieces/origin.html")]
pub(crate) struct OriginNote {
    sentence: String,
    is_doubtful: bool,
    facts: Vec<(String, String)>,
    is_done: bool,
}

impl OriginNote {
    /// Makes the note for those who keep the inbox.
    pub(crate) fn new(origin: ShownOrigin) -> Self {
        let ShownOrigin { sentence, standing, facts, is_done } = origin;
        Self { sentence, is_doubtful: standing == OriginStanding::Doubtful, facts, is_done }
    }

    /// Makes the note for everybody: the sentence, which holds no address.
    pub(crate) fn of_sentence(origin: ShownOrigin) -> Self {
        Self { facts: Vec::new(), is_done: true, ..Self::new(origin) }
    }

    pub(crate) fn sample() -> Self {
        let fact = |what: &str, says: &str| (what.to_owned(), says.to_owned());
        Self::new(ShownOrigin {
            sentence: "Signed by etu.example, and came through the list tsync.example.org."
                .to_owned(),
            standing: OriginStanding::Shown,
            facts: vec![fact("DKIM", "etu.example: passed"), fact("List", "<b>tsync.example.org")],
            is_done: false,
        })
    }
}

impl HtmlSafe for OriginNote {}
