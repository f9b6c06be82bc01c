//! A message is stored durably and byte for byte, or the mail server keeps it (§10 of the promises, IN-6).

use std::path::Path;
use std::process::Output;

use rules::ItemState;
use store::{Database, Item, Place, Store};
use tempfile::TempDir;

use crate::support::{files_below, liaison, shared_data, told, with_input};

const LETTER: &[u8] = b"From: Lee <lee@example.com>\nTo: inbox@example.org\nSubject: On clocks\nMessage-ID: <1@example.com>\n\nDear all,\n.\nclocks \xff drift.\n";

fn receive(data: &Path, envelope: &[&str], message: &[u8]) -> Output {
    let data = data.to_str().unwrap();
    let before = ["receive", "--data", data, "--"];
    with_input(liaison(before.into_iter().chain(envelope.iter().copied())), message)
}

/// Returns the messages of the inbox that are in a state.
fn items(data: &Path, state: ItemState) -> Vec<Item> {
    let place = Place {
        database: Database::Sqlite(data.join("liaison.sqlite")),
        files: data.join("files").into(),
    };
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = Store::open(&place).await.unwrap();
        let (items, _) = store.reader().items(state, 1, 1000).await.unwrap();
        store.close().await;
        items
    })
}

/// Returns the file that is kept under this SHA-256.
fn kept(data: &Path, sha256: &str) -> Vec<u8> {
    let path = data.join("files").join(&sha256[..2]).join(&sha256[2..4]).join(sha256);
    std::fs::read(path).unwrap()
}

/// REC-5: what was received is kept as it came.
#[test]
fn a_message_is_stored_byte_for_byte_with_its_envelope() {
    let data = TempDir::new().unwrap();
    let output = receive(data.path(), &["lee@example.com", "inbox@example.org"], LETTER);
    assert_eq!(told(&output, data.path()), "exit 0\n", "a mail server would log what is said");
    let items = items(data.path(), ItemState::Waiting);
    assert_eq!(items.len(), 1);
    assert_eq!(kept(data.path(), &items[0].sha256), LETTER);
    assert_eq!(
        (items[0].envelope_from(), items[0].arrived_at(), items[0].subject.as_str()),
        ("lee@example.com", "inbox@example.org", "On clocks")
    );
}

#[test]
fn the_envelope_may_be_named_and_may_begin_with_anything() {
    let data = TempDir::new().unwrap();
    let directory = data.path().to_str().unwrap();
    let named =
        ["receive", "--data", directory, "--from", "a@example.com", "--to", "b@example.org"];
    assert!(with_input(liaison(named), b"From: a@example.com\n\none\n").status.success());
    let hostile = receive(
        data.path(),
        &["--help@example.com", "b@example.org"],
        b"From: a@example.com\n\ntwo\n",
    );
    assert!(hostile.status.success() && hostile.stdout.is_empty());
    let nobody = receive(data.path(), &["", "b@example.org"], b"From: a@example.com\n\nthree\n");
    assert!(nobody.status.success());
    let mut from: Vec<String> = items(data.path(), ItemState::Waiting)
        .iter()
        .map(|item| item.envelope_from().to_owned())
        .collect();
    from.sort();
    assert_eq!(from, ["", "--help@example.com", "a@example.com"]);
}

/// What the mail server knows of whoever handed the message to it is kept with the way.
#[test]
fn the_client_may_be_named_and_may_be_unknown() {
    let data = TempDir::new().unwrap();
    let client = |address: &str, name: &str, helo: &str, message: &[u8]| {
        let data = data.path().to_str().unwrap();
        let client = [
            format!("--client-address={address}"),
            format!("--client-name={name}"),
            format!("--client-helo={helo}"),
        ];
        let client: Vec<&str> = client.iter().map(String::as_str).collect();
        let call = ["receive", "--data", data].into_iter().chain(client).chain([
            "--",
            "a@example.com",
            "b@example.org",
        ]);
        assert!(with_input(liaison(call), message).status.success());
    };
    client(
        "192.0.2.1",
        "unknown",
        "--help",
        b"From: a@example.com\nMessage-ID: <1@example.com>\n\none\n",
    );
    let items = items(data.path(), ItemState::Waiting);
    let client = &items[0].ways[0].client;
    assert_eq!(
        (client.address.as_str(), client.name.as_str(), client.helo.as_str()),
        ("192.0.2.1", "", "--help")
    );
    assert_eq!(items[0].ways[0].way, rules::Way::Pipe);
}

#[test]
fn the_same_message_twice_is_one_item() {
    let data = TempDir::new().unwrap();
    for _ in 0..2 {
        assert!(receive(data.path(), &["a@example.com", "b@example.org"], LETTER).status.success());
    }
    assert_eq!(items(data.path(), ItemState::Waiting).len(), 1);
}

/// A mail server runs several pipes side by side, and the first ones make the database.
#[test]
fn messages_that_come_at_the_same_time_are_all_stored() {
    let data = TempDir::new().unwrap();
    std::thread::scope(|scope| {
        let receiving: Vec<_> = (0..12)
            .map(|number| {
                let message = format!("From: lee@example.com\nSubject: {number}\n\nx\n");
                let data = data.path();
                scope.spawn(move || {
                    receive(data, &["a@example.com", "b@example.org"], message.as_bytes())
                })
            })
            .collect();
        for receiving in receiving {
            assert_eq!(told(&receiving.join().unwrap(), data.path()), "exit 0\n");
        }
    });
    assert_eq!(items(data.path(), ItemState::Waiting).len(), 12);
}

#[test]
fn what_is_no_message_is_set_aside_with_its_bytes() {
    let data = TempDir::new().unwrap();
    let garbage = b"\x00\x01\x02 no message at all \xfe\xff".as_slice();
    for bytes in [garbage, b"", b"\n", b"Subject: nobody wrote it\n\nx\n"] {
        let output = receive(data.path(), &["a@example.com", "b@example.org"], bytes);
        assert_eq!(told(&output, data.path()), "exit 0\n", "{bytes:?}");
    }
    let items = items(data.path(), ItemState::SetAside);
    assert_eq!(items.len(), 4);
    assert!(items.iter().all(|item| !item.reason.is_empty()));
    assert!(items.iter().any(|item| kept(data.path(), &item.sha256) == garbage));
}

/// The one thing for which a message is sent back: it can never be stored.
#[test]
fn a_message_over_the_limit_is_refused_for_good() {
    let data = TempDir::new().unwrap();
    let sample = include_str!("../../../../docs/liaison.toml");
    let settings = sample
        .replace("/var/lib/liaison/", "")
        .replace("message_bytes = 52428800", "message_bytes = 1000");
    std::fs::write(data.path().join("liaison.toml"), settings).unwrap();
    let config = data.path().join("liaison.toml");
    let call = || {
        liaison([
            "receive",
            "--config",
            config.to_str().unwrap(),
            "--",
            "a@example.com",
            "b@example.org",
        ])
    };
    let mut message = LETTER.to_vec();
    message.resize(1000, b'x');
    assert!(with_input(call(), &message).status.success(), "it just fits");
    // More than a pipe holds, so that it must be read to its end though it is not kept.
    message.resize(3_000_000, b'x');
    insta::assert_snapshot!(told(&with_input(call(), &message), data.path()));
    assert_eq!(items(data.path(), ItemState::Waiting).len(), 1);
}

/// Exit 75 makes a mail server keep the message; anything else would lose it or send it back.
#[test]
fn what_cannot_be_stored_now_is_left_to_the_mail_server() {
    let data = TempDir::new().unwrap();
    let at = |name: &str| data.path().join(name);
    std::fs::write(at("a-file"), "").unwrap();
    std::fs::create_dir_all(at("no-database")).unwrap();
    std::fs::write(
        at("no-database/liaison.sqlite"),
        "this is no database, and longer than a header ".repeat(20),
    )
    .unwrap();
    std::fs::create_dir_all(at("no-files")).unwrap();
    std::fs::write(at("no-files/files"), "").unwrap();
    std::fs::write(at("liaison.toml"), "base_url = 1").unwrap();
    let directory = |name: &str| {
        ["receive", "--data"]
            .map(str::to_owned)
            .into_iter()
            .chain([at(name).display().to_string()])
            .collect::<Vec<String>>()
    };
    let calls = [
        ("data directory that is a file", directory("a-file")),
        ("database that is none", directory("no-database")),
        ("files directory that is a file", directory("no-files")),
        (
            "settings with a mistake",
            vec![
                "receive".to_owned(),
                "--config".to_owned(),
                at("liaison.toml").display().to_string(),
            ],
        ),
        (
            "settings that are not there",
            vec![
                "receive".to_owned(),
                "--config".to_owned(),
                at("none.toml").display().to_string(),
            ],
        ),
        ("call without a place", vec!["receive".to_owned()]),
        ("call with a mistake", vec!["receive".to_owned(), "--dta".to_owned(), "x".to_owned()]),
    ];
    let mut all = String::new();
    for (what, call) in calls {
        let output = with_input(liaison(call.iter().map(String::as_str)), LETTER);
        assert_eq!(output.status.code(), Some(75), "{what}");
        all.push_str(&format!("== {what}\n{}", told(&output, data.path())));
    }
    insta::assert_snapshot!(all);
}

/// Each real message, as a mail server would pipe it.
#[test]
fn each_real_message_is_stored_as_it_is() {
    let Some(mail) = shared_data("mail") else { return };
    let data = TempDir::new().unwrap();
    let mut messages = files_below(&mail);
    messages.sort();
    assert!(!messages.is_empty());
    let mut distinct = std::collections::BTreeSet::new();
    for path in messages {
        let bytes = std::fs::read(&path).unwrap();
        let output = receive(data.path(), &["sender@example.com", "inbox@example.org"], &bytes);
        assert_eq!(told(&output, data.path()), "exit 0\n", "{}", path.display());
        distinct.insert(bytes);
    }
    let states = [ItemState::Waiting, ItemState::SetAside];
    let items: Vec<Item> = states.into_iter().flat_map(|state| items(data.path(), state)).collect();
    let ways = items.iter().flat_map(|item| &item.ways);
    let stored = ways.clone().map(|way| kept(data.path(), &way.sha256)).collect();
    assert!(distinct == stored, "{} messages in, {} items", distinct.len(), items.len());
    assert_eq!(ways.count(), distinct.len());
}
