//! A correction of what is on the record goes through the same gates, and changes nothing before the last (REC-2, OUT-2).

use proptest::prelude::*;
use rules::{
    Attachment, AttachmentBody, AttachmentSource, GivenKind, Number, Refusal, State, Statement,
};

use crate::any_moves::{Journey, Step, Try, any_journey};
use crate::made::{World, now};

fn link(position: i64, url: &str) -> Attachment {
    Attachment {
        position,
        title: url.to_owned(),
        body: AttachmentBody::Link { url: url.to_owned() },
        source: AttachmentSource::Uploaded,
        added_after_sending: false,
        hidden: None,
        made_of: None,
    }
}

/// A statement on the record, and a correction of it that was begun.
fn begun(posted: Statement, world: &World) -> (Statement, Statement) {
    let finn = world.actor("Finn");
    let correction =
        posted.begin_correction(Number(900), ("A figure was wrong.", true), &finn, now());
    (posted, correction.unwrap())
}

fn journey(from: &'static [&'static str]) -> (Journey, Statement) {
    let mut journey = Journey::new(from);
    let posted = Statement { state: State::Posted, ..journey.statement.clone() };
    let (posted, correction) = begun(posted, &World::new());
    journey.statement = correction;
    (journey, posted)
}

/// Makes every try in turn on a correction, and returns what the record says in the end.
fn travel(from: &'static [&'static str], tries: &[Step]) -> (Journey, Statement) {
    let (mut journey, mut posted) = journey(from);
    for (first, what) in tries {
        let before = journey.statement.state;
        let refused = journey.attempt(first, what).is_err();
        journey.check(before, what, refused);
        assert!(
            refused || !matches!(what, Try::RecordAsSent | Try::Revive),
            "{first} {what:?}: a correction is neither recorded by itself nor taken up again"
        );
        let mut correction = journey.statement.clone();
        match posted.take_correction(&mut correction) {
            Ok(corrected) => {
                assert_eq!(journey.mailed, 1, "on the record without its gates");
                assert_eq!((corrected.version, corrected.number), (2, posted.number));
                assert_eq!(correction.state, State::Dropped, "it is on the record once");
                posted = corrected;
                journey.statement = correction;
                break;
            }
            Err(_) => assert_ne!(journey.statement.state, State::Posted),
        }
    }
    (journey, posted)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// REC-2, OUT-2, OUT-5: over all sequences of moves the record changes when every gate that the correction needs was
    /// opened by whoever may, and never before.
    #[test]
    fn the_record_changes_with_the_last_gate_of_the_correction((from, tries) in any_journey()) {
        let (journey, record) = travel(from, &tries);
        prop_assert_eq!(record.version == 2, journey.mailed == 1);
    }
}

/// The property would hold of corrections that never get anywhere: these do.
#[test]
fn the_right_people_get_a_correction_on_the_record() {
    let tries = [
        ("Finn", Try::Submit),
        ("Cleo", Try::Approve),
        ("Lea", Try::Advise),
        ("Otto", Try::RecordAsSent),
        ("Nora", Try::Review),
    ];
    let (journey, record) = travel(&["tsync"], &tries);
    assert_eq!((record.version, record.state), (2, State::Posted));
    assert_eq!(journey.statement.correction.unwrap().became, Some(2));
}

/// What was sent is never lost: files stay, and those that were added meanwhile; who has it is no matter of a correction.
#[test]
fn a_correction_changes_what_is_said_and_nothing_else() {
    let world = World::new();
    let mut posted = Statement {
        number: Number(7),
        state: State::Posted,
        recorded_at: Some(now()),
        message_id: Some("a@example.com".to_owned()),
        attachments: vec![link(1, "https://example.org/a")],
        ..world.incoming(&["tsync"], "Pia")
    };
    let (_, mut correction) = begun(posted.clone(), &world);
    correction.text = "Other words.".to_owned();
    correction.attachments = vec![link(2, "https://example.org/c")];
    correction.state = State::Posted;
    let by = rules::Doer::System;
    let group = world.side(&["pix"]).groups;
    posted.hand_to(&group, GivenKind::Forwarded, &by, now());
    posted.attachments.push(link(2, "https://example.org/b"));
    let corrected = posted.take_correction(&mut correction).unwrap();
    let files = corrected.attachments.iter();
    let files: Vec<_> =
        files.map(|it| (it.position, it.title.as_str(), it.added_after_sending)).collect();
    let expected = [
        (1, "https://example.org/a", false),
        (2, "https://example.org/b", false),
        (3, "https://example.org/c", true),
    ];
    assert_eq!(files, expected);
    let expected = Statement {
        text: "Other words.".to_owned(),
        version: 2,
        attachments: corrected.attachments.clone(),
        ..posted.clone()
    };
    assert_eq!(corrected, expected);
}

/// REC-2: only what is posted is corrected, with a reason, and by a correction of its own.
#[test]
fn what_is_no_correction_of_it_takes_no_place_on_the_record() {
    let (mut journey, posted) = journey(&["tsync"]);
    let finn = World::new().actor("Finn");
    for state in State::ALL.into_iter().filter(|state| *state != State::Posted) {
        let other = Statement { state, ..posted.clone() };
        assert!(other.begin_correction(Number(901), ("Why.", true), &finn, now()).is_err());
    }
    let without = posted.begin_correction(Number(901), (" ", true), &finn, now());
    assert!(matches!(without, Err(Refusal::Fields(_))), "{without:?}");
    let again = Statement { state: State::Posted, ..journey.statement.clone() };
    assert!(again.begin_correction(Number(901), ("Why.", true), &finn, now()).is_err());
    assert!(posted.take_correction(&mut journey.statement).is_err(), "a draft");
    let mut open = Statement { state: State::Posted, ..journey.statement };
    let other = Statement { number: Number(5), ..posted.clone() };
    assert!(other.take_correction(&mut open).is_err(), "of another");
    let withdrawn = Statement { state: State::Withdrawn, ..posted.clone() };
    assert!(withdrawn.take_correction(&mut open).is_err(), "withdrawn meanwhile");
    posted.take_correction(&mut open).unwrap();
}
