//! Letters as organizations write them that no other test has: what is read from each, field by field.

use std::fmt::Write as _;

use letters::reading::{Envelope, Hints, Person, Reading, read_letter, read_message};
use letters::{Limits, NoConverter, document_of, kind_of};
use rules::Mailbox;

macro_rules! letters {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("reading_letters/", $name)))),*]
    };
}

fn read(name: &str, text: &str) -> Reading {
    let kind = kind_of(text.as_bytes(), name);
    let document = document_of(text.as_bytes(), kind, &NoConverter, &Limits::default());
    read_letter(&document, &Hints::default())
}

/// Returns what was read, a field a line; what is empty is left out.
fn told(reading: &Reading) -> String {
    let mut told = String::new();
    if !reading.is_statement {
        return format!("  {}\n", reading.reasons.join(" "));
    }
    let purpose = reading.purpose.map(|purpose| format!("{purpose:?}")).unwrap_or_default();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let people =
        |people: &[Person]| people.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    let fields = [
        ("subject", reading.subject.clone().unwrap_or_default()),
        ("from", reading.from.join("; ")),
        ("to", reading.to.join("; ")),
        ("cc", reading.cc.join("; ")),
        ("purpose", purpose),
        ("in its words", reading.purpose_as_written.clone()),
        ("deadline", day(reading.deadline)),
        ("date", day(reading.date)),
        ("contacts", people(&reading.contacts)),
        ("to contacts", people(&reading.to_contacts)),
        ("identifiers", reading.identifiers.join("; ")),
        ("in response to", reading.in_response_to.join("; ")),
        ("attachments", reading.attachments.join("; ")),
    ];
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(told, "  {name}: {value}");
    }
    told
}

fn told_of(letters: &[(&str, &str)]) -> String {
    let told = letters.iter().map(|(name, text)| format!("{name}\n{}", told(&read(name, text))));
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn labels_are_known_in_the_words_of_many_organizations() {
    insta::assert_snapshot!(told_of(letters![
        "gsma-other-labels.txt",
        "tmforum-other-labels.txt",
        "ogc-other-labels.txt",
        "oran-other-labels.txt",
        "itud-french.txt",
        "atis-answer-by.txt",
        "mef-purpose-and-day.txt",
    ]));
}

#[test]
fn letters_on_paper_and_under_a_title_need_no_labels() {
    insta::assert_snapshot!(told_of(letters![
        "itur-title.txt",
        "w3c-on-paper.txt",
        "ieee-address-block.txt",
    ]));
}

#[test]
fn values_are_whole_though_lines_lists_and_brackets_part_them() {
    insta::assert_snapshot!(told_of(letters![
        "w3c-terms.html",
        "etsi-crosses.txt",
        "jtc1-broken-lines.txt",
        "itut-joint-activity.txt",
        "bbf-two-addressees.txt",
    ]));
}

#[test]
fn what_has_the_fields_of_a_letter_and_is_none_is_told() {
    insta::assert_snapshot!(told_of(letters!["memo.txt", "press-release.txt", "spam.txt"]));
}

#[test]
fn a_message_may_be_the_letter_itself() {
    let text = "Dear V6OPS Chairs,\n\nExampleLabs would like to inform the working group that its \
                specification is out. This liaison has the internal reference LIAISE-777. There is no \
                need to respond.\n\nSincerely,\n\nFrank Example\nDirector, ExampleLabs\n";
    let envelope = Envelope {
        subject: "Liaison from CableLabs: specification, request for comments".to_owned(),
        from: Mailbox::new("Frank Example", "frank@example.org").ok(),
        to: vec![Mailbox::new("Chairs", "chairs@example.com").expect("an address")],
        text: text.to_owned(),
        ..Envelope::default()
    };
    let readings = read_message(&envelope, &[]);
    let told = told(&readings[0].0);
    insta::assert_snapshot!(told);
}

/// Sentences of letters without a line for the purpose, and what they come to.
const PURPOSES: &[(&str, &str)] = &[
    ("No action is requested.", "Information"),
    ("No further reply to this liaison is expected.", "Information"),
    ("This letter needs no answer.", "Information"),
    ("We do not require a response.", "Information"),
    ("There is no need to reply.", "Information"),
    ("The purpose of this liaison is to inform you of our plans.", "Information"),
    ("We would be glad to hear of any concern.", "Action"),
    ("The committee wishes to hear your views.", "Action"),
    ("Comments are requested on the draft.", "Action"),
    ("The group would welcome your answer.", "Action"),
    ("The work was finished in May.", ""),
];

#[test]
fn sentences_say_what_is_wanted_where_no_label_does() {
    for (sentence, expected) in PURPOSES {
        let text = format!(
            "From: Example Forum\nTo: IETF MPLS WG\nSubject: Clocks\n\nDear all,\n\n{sentence}\n\nSincerely,\n\nAna Example\n"
        );
        let purpose = read("letter.txt", &text).purpose;
        let purpose = purpose.map(|purpose| format!("{purpose:?}")).unwrap_or_default();
        assert_eq!(purpose, *expected, "{sentence}");
    }
}

/// Labels and values for the day of an answer, and the day.
const DEADLINES: &[(&str, &str)] = &[
    ("Reply requested no later than: 3 May 2024", "2024-05-03"),
    ("If yes, response required by: 3 May 2024", "2024-05-03"),
    ("Comments due date: 5/31/24", "2024-05-31"),
    ("Latest date for replies: end of February 2024", "2024-02-29"),
    ("Deadline for receipt of comments: 2024-05-03 (meeting: 9 May 2024)", "2024-05-03"),
    ("Response requested: by 3 May 2024", "2024-05-03"),
    ("Deadline: no response expected", ""),
];

#[test]
fn the_day_of_an_answer_is_read_beside_labels_in_any_words() {
    for (line, expected) in DEADLINES {
        let text = format!(
            "Liaison Statement\n\nFrom: Example Forum\nTo: IETF MPLS WG\nSubject: Clocks\n{line}\nDate: 2 April 2024\n\nThe work goes on.\n"
        );
        let day = read("letter.txt", &text).deadline.map(|day| day.to_string());
        assert_eq!(day.unwrap_or_default(), *expected, "{line}");
    }
}

/// Sentences that name what a letter answers.
const ANSWERED: &[(&str, &str)] = &[
    ("This follows the discussion in your liaison SG12-LS26.", "SG12-LS26"),
    ("This letter answers JTC 1 N12345.", "JTC 1 N12345"),
    ("In reply to oif2014.100.01, we confirm the dates.", "oif2014.100.01"),
    ("We did as you asked in your liaison of 2007-12-11.", "2007-12-11"),
    ("We looked at it following your request of 22 November 2019.", "22 November 2019"),
    ("We wrote to SG15-LS98 and others.", ""),
];

#[test]
fn what_is_answered_is_read_from_sentences_that_do_not_thank() {
    for (sentence, expected) in ANSWERED {
        let text = format!(
            "From: Example Forum\nTo: IETF MPLS WG\nSubject: Clocks\n\nDear all,\n\n{sentence}\n"
        );
        assert_eq!(read("letter.txt", &text).in_response_to.join("; "), *expected, "{sentence}");
    }
}

/// Numbers of documents, as the head of a letter has them; the IEEE stands before its own.
const NUMBERS: [&str; 11] = [
    "L802.16-09/055",
    "IEEE L802.16-09/056",
    "Ecma/TC39/2019/012",
    "DVB-TM1234r1",
    "T1X1.5/2002-045R2",
    "oif2015.100.02",
    "ISO/TC 211/WG 4 N 123",
    "SG1RGQ/LS/12-E",
    "PTSC-2010-021R1",
    "OGC 20-011r1",
    "CCSA-TC5-WG6-2018-101",
];

#[test]
fn numbers_of_many_organizations_are_known_in_a_head() {
    for number in NUMBERS {
        let text = format!(
            "{number}\n\nLiaison Statement\n\nFrom: Example Forum\nTo: IETF MPLS WG\nSubject: Clocks\n\nDear all,\n\nThe work goes on.\n"
        );
        assert_eq!(read("letter.txt", &text).identifiers, [number]);
    }
}
