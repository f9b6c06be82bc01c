//! What cannot be read is refused with a reason, and what a list shows of it is still found.

use insta::assert_snapshot;
use mail::{Limits, Refusal, header_of};

use crate::support::{fixture, limits};

fn refusal(bytes: &[u8], limits: &Limits) -> Refusal {
    match mail::read(bytes, limits) {
        Ok(message) => panic!("read as {message:?}"),
        Err(refusal) => refusal,
    }
}

#[test]
fn every_refusal_says_what_is_wrong_and_what_to_do() {
    let small =
        Limits { bytes: 100, header_bytes: 60, unpacked_bytes: 40, parts: 4, depth: 2, ..limits() };
    let roomy = Limits { bytes: 10_000, ..small.clone() };
    let wide = Limits { header_bytes: 1_000, ..roomy.clone() };
    let full = Limits { unpacked_bytes: 10_000, ..wide.clone() };
    let deep = Limits { parts: 100, ..full.clone() };
    let cases = [
        ("no message", refusal(&fixture("not-a-message.eml"), &limits())),
        ("nothing at all", refusal(b"", &limits())),
        ("no From", refusal(&fixture("missing-from.eml"), &limits())),
        ("a From without address", refusal(&fixture("unusable-from.eml"), &limits())),
        ("our own message", refusal(&fixture("own-message.eml"), &limits())),
        ("round and round", refusal(&fixture("goes-round.eml"), &limits())),
        ("too large", refusal(&fixture("plain.eml"), &small)),
        ("header too large", refusal(&fixture("plain.eml"), &roomy)),
        ("unpacks too large", refusal(&fixture("forwarded.eml"), &wide)),
        ("too many parts", refusal(&fixture("forwarded.eml"), &full)),
        ("too deep", refusal(&fixture("forwarded.eml"), &deep)),
    ];
    let page: String =
        cases.iter().map(|(name, refusal)| format!("{name}:\n  {refusal}.\n")).collect();
    assert_snapshot!(page);
}

#[test]
fn the_mark_of_another_installation_is_no_loop() {
    let theirs = Limits { loop_mark: "example.net".to_owned(), ..Limits::default() };
    assert!(mail::read(&fixture("own-message.eml"), &theirs).is_ok());
    assert!(mail::read(&fixture("own-message.eml"), &Limits::default()).is_ok(), "no mark is set");
}

#[test]
fn a_refused_message_still_shows_who_wrote_about_what() {
    let of = |name: &str| format!("{name}: {:?}\n", header_of(&fixture(name)));
    let names = [
        "missing-from.eml",
        "unusable-from.eml",
        "own-message.eml",
        "encoded-names.eml",
        "not-a-message.eml",
    ];
    assert_snapshot!(names.map(of).concat());
}
