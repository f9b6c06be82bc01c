//! Small parts of verbs, each alone.

use letters::reading::{Evidence, Field, Reading};
use operations::SenderEntry;
use operations::testing::{numbers_named, settle, text_of_lines, webhook_signature};

#[test]
fn numbers_are_found_in_what_a_letter_says_of_what_it_answers() {
    let names = numbers_named("your liaison statement of 24 August 2009, COM 16 - LS 124 - E");
    assert!(names.contains(&"COM 16 - LS 124 - E".to_owned()), "{names:?}");
    let names = numbers_named("R2-2506735 / R4-2511898");
    assert!(names.contains(&"R2-2506735".to_owned()), "{names:?}");
    assert!(names.contains(&"R4-2511898".to_owned()), "{names:?}");
    assert_eq!(numbers_named("SG15-LS21"), ["SG15-LS21"]);
}

/// The example of Standard Webhooks.
#[test]
fn what_is_told_is_signed_as_the_standard_has_it() {
    let said = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";
    let signed = webhook_signature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", said);
    assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

/// The example of docs/api.md.
#[test]
fn what_the_documentation_signs_is_signed_so() {
    const API: &str = include_str!("../../../../docs/api.md");
    let said = "msg_17_ping_1.1773144000.{\"type\":\"ping\"}";
    let secret = "dHdlbnR5LWZvdXIgYnl0ZXMgb2YgaXQh";
    assert!(API.contains(&format!("whsec_{secret}")));
    for shown in said.splitn(3, '.') {
        assert!(API.contains(shown), "{shown}");
    }
    assert!(API.contains(&webhook_signature(secret, said)));
}

#[test]
fn an_entry_is_offered_for_a_name_as_a_letter_writes_it() {
    let offered = |written: &str| match SenderEntry::offered(written) {
        SenderEntry::New { acronym, name } => (acronym, name),
        other => panic!("{other:?}"),
    };
    let pair = |acronym: &str, name: &str| (acronym.to_owned(), name.to_owned());
    assert_eq!(offered("Kiln Makers Forum (KMF)"), pair("kmf", "Kiln Makers Forum"));
    assert_eq!(offered("Open Clock  Alliance"), pair("oca", "Open Clock Alliance"));
    assert_eq!(offered("X3.4"), pair("x3-4", "X3.4"));
    assert_eq!(offered("Forum (of all makers)"), pair("f", "Forum (of all makers)"));
    assert_eq!(offered(""), pair("", ""));
}

fn read(words: &str, at: Option<(usize, usize)>) -> Evidence {
    Evidence { text: words.to_owned(), place: "line 1".to_owned(), at, doubt: None }
}

#[test]
fn evidence_from_a_part_of_a_message_points_into_the_whole() {
    let text = "Hello,\nplease see below.\n\n> Title: Clocks\n> For: Action\n> Action!\n";
    let text = text_of_lines(text);
    // Read from the text without the marks of quotation.
    let mut reading = Reading::default();
    let all = vec![
        read("Title: Clocks", Some((0, 13))),
        read("Action", Some((19, 25))),
        read("lee@example.com", None),
        read("not there", Some((3, 12))),
    ];
    reading.evidence.insert(Field::Subject.name().to_owned(), all);
    settle(&text, &mut reading);
    let found: Vec<_> = reading.evidence_of(Field::Subject).iter().collect();
    let words = |at: Option<(usize, usize)>| at.and_then(|(from, to)| text.text.get(from..to));
    assert_eq!(words(found[0].at), Some("Title: Clocks"));
    assert_eq!((found[0].place.as_str(), found[1].place.as_str()), ("line 4", "line 5"));
    assert_eq!(words(found[1].at), Some("Action"));
    assert_eq!((found[2].at, found[3].at), (None, None));
    let places: Vec<_> = found.iter().map(|one| one.at).collect();
    settle(&text, &mut reading);
    let again: Vec<_> = reading.evidence_of(Field::Subject).iter().map(|one| one.at).collect();
    assert_eq!(again, places, "what points to its words stays");
}

#[test]
fn words_that_stand_twice_are_sought_where_the_others_have_moved_to() {
    let text = "Action is needed, it seems.\nSo:\nFor:   Action\nTitle: On clocks and days\n";
    let text = text_of_lines(text);
    let mut reading = Reading::default();
    // Read from the text from the third line on.
    let all = vec![read("Action", Some((7, 13))), read("On clocks and days", Some((21, 39)))];
    reading.evidence.insert(Field::Purpose.name().to_owned(), all);
    settle(&text, &mut reading);
    assert_eq!(reading.evidence_of(Field::Purpose)[0].at, Some((39, 45)));
}
