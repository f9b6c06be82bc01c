//! Letters in the form of their receivers (BOD-4): written, and read back.

use jiff::civil::date;
use letters::reading::{Hints, Person, Reading, read_letter};
use letters::writing::{LetterFields, Template, built_in_names};
use letters::{Document, Limits, NoConverter, document_of, kind_of};
use proptest::prelude::*;
use rules::Purpose;

fn person(name: &str, email: &str) -> Person {
    Person { name: name.to_owned(), email: email.to_owned(), organization: String::new() }
}

fn strings(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

/// Returns a statement in which every field says something.
pub(crate) fn fields() -> LetterFields {
    LetterFields {
        from: strings(&["IETF Deterministic Networking Working Group"]),
        to: strings(&["ITU-T Study Group 15", "3GPP TSG SA WG2"]),
        cc: strings(&["IEEE 802.1 Working Group"]),
        subject: "Time synchronization over deterministic networks".to_owned(),
        purpose: Some(Purpose::Action),
        deadline: Some(date(2027, 5, 1)),
        date: Some(date(2026, 11, 28)),
        contacts: vec![
            person("DetNet Chairs", "detnet-chairs@example.org"),
            person("", "detnet@example.org"),
        ],
        to_contacts: vec![person("Study Group 15 Secretariat", "sg15@example.net")],
        send_reply_to: vec![person("Ana Example", "liaison@example.org")],
        identifiers: strings(&["IETF-LS-2041"]),
        in_response_to: strings(&["SG15-LS83", "S2-2403861"]),
        attachments: strings(&["clock-model.pdf"]),
        consensus: "consensus of the sending group(s)".to_owned(),
        approval: "Area Director of the Routing Area".to_owned(),
        organization: "Internet Engineering Task Force".to_owned(),
        number: "2041".to_owned(),
        url: "https://liaison.example.org/statements/2041".to_owned(),
        text: "Dear colleagues,\n\nthe group has finished its work on clocks:\n  - a model, and\n  - a \
               profile.\n\nPlease say whether it fits your Recommendations.\n\nFor the group,\nAna Example"
            .to_owned(),
        correction: String::new(),
    }
}

fn document(docx: &[u8]) -> Document {
    document_of(docx, kind_of(docx, "letter.docx"), &NoConverter, &Limits::default())
}

fn read(docx: &[u8]) -> Reading {
    read_letter(&document(docx), &Hints::default())
}

/// Returns what was read as the fields of which it was written.
fn fields_of(reading: Reading, written: &LetterFields) -> LetterFields {
    LetterFields {
        from: reading.from,
        to: reading.to,
        cc: reading.cc,
        subject: reading.subject.unwrap_or_default(),
        purpose: reading.purpose,
        deadline: reading.deadline,
        date: reading.date,
        contacts: reading.contacts,
        to_contacts: reading.to_contacts,
        send_reply_to: reading.send_reply_to,
        identifiers: reading.identifiers,
        in_response_to: reading.in_response_to,
        attachments: reading.attachments,
        text: reading.text.trim_end_matches('\n').to_owned(),
        // What is no field of a statement.
        ..written.clone()
    }
}

fn written(form: &str, fields: &LetterFields) -> Vec<u8> {
    let template = Template::built_in(form).expect("the form is built in");
    template.write(fields).expect("a form that is built in can be filled")
}

#[test]
fn a_letter_in_any_form_reads_back_to_the_fields_of_which_it_was_written() {
    for form in built_in_names() {
        let docx = written(form, &fields());
        let reading = read(&docx);
        assert!(reading.is_statement, "{form}");
        assert_eq!(fields_of(reading, &fields()), fields(), "{form}");
    }
}

#[test]
fn letters_say_all_that_the_statement_says_where_the_form_has_it() {
    for form in ["3gpp", "itu-t"] {
        let text = document(&written(form, &fields())).text;
        insta::assert_snapshot!(format!("letter_{form}"), text);
    }
    let bare = LetterFields {
        from: strings(&["IETF"]),
        to: strings(&["ITU-T"]),
        subject: "Nothing".to_owned(),
        text: "-".to_owned(),
        ..LetterFields::default()
    };
    for form in ["plain", "iso-iec-jtc-1"] {
        let text = document(&written(form, &bare)).text;
        insta::assert_snapshot!(format!("bare_letter_{form}"), text);
    }
}

#[test]
fn the_same_fields_give_the_same_bytes() {
    for form in built_in_names() {
        assert_eq!(written(form, &fields()), written(form, &fields()), "{form}");
    }
}

#[test]
fn words_that_look_like_labels_slots_or_markup_are_words() {
    let awkward = LetterFields {
        subject: "To: <w:p> {{text}} & \u{201c}Cc:\u{201d} 1 May 2030".to_owned(),
        from: strings(&["Deadline: tomorrow", "A, B and C; D"]),
        to: strings(&["{{subject}}", "Title:"]),
        contacts: vec![person("Name: \"x\" <y@example.org>", "z@example.org")],
        text:
            "To: nobody\nTitle: other\nDeadline: 1 January 2000\n\n\n\t{{if action}}\n   ]]>\n&amp;"
                .to_owned(),
        ..fields()
    };
    for form in built_in_names() {
        assert_eq!(fields_of(read(&written(form, &awkward)), &awkward), awkward, "{form}");
    }
}

#[test]
fn what_xml_cannot_hold_is_seen_to_have_been_there() {
    let given = LetterFields {
        subject: "A\u{0}B\u{1b}C\u{ffff}\nD".to_owned(),
        text: "one\r\ntwo\u{c}three\u{7}\u{b}four\rfive\n\n".to_owned(),
        ..fields()
    };
    let reading = read(&written("plain", &given));
    assert_eq!(reading.subject.as_deref(), Some("A\u{fffd}B\u{fffd}C\u{fffd} D"));
    assert_eq!(reading.text, "one\ntwo\nthree\u{fffd}\nfour\nfive\n");
}

#[test]
fn words_from_right_to_left_are_marked_so_that_word_shows_them_so() {
    let given = LetterFields {
        subject: "LS on שלום".to_owned(),
        text: "שלום עולם, RFC 9999 الشبكات\nAnd then English.".to_owned(),
        ..fields()
    };
    let docx = written("plain", &given);
    let reading = read(&docx);
    assert_eq!(fields_of(reading, &given), given);
    let xml = part(&docx, "word/document.xml");
    assert_eq!(xml.matches("<w:bidi/>").count(), 1, "one line is read from the right");
    assert!(xml.contains("<w:rtl/></w:rPr><w:t xml:space=\"preserve\">שלום עולם, </w:t>"), "{xml}");
    assert!(!xml.contains("<w:rtl/></w:rPr><w:t xml:space=\"preserve\">RFC"), "{xml}");
}

#[test]
fn a_text_of_a_megabyte_is_written_and_read() {
    let line = "The group has finished its work on clocks, and asks for a review of it.\n";
    let text = line.repeat(1024 * 1024 / line.len());
    let long = LetterFields { text: text.trim_end().to_owned(), ..fields() };
    assert_eq!(fields_of(read(&written("3gpp", &long)), &long), long);
    let wide = LetterFields { text: "clock ".repeat(170_000).trim_end().to_owned(), ..fields() };
    assert_eq!(fields_of(read(&written("itu-t", &wide)), &wide), wide);
}

/// Returns a part of a letter as text.
fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).expect("it is an archive");
    let mut part = archive.by_name(name).expect("it has the part");
    std::io::read_to_string(&mut part).expect("the part is text")
}

/// One line of anything that a letter holds as it is.
fn words() -> impl Strategy<Value = String> {
    "[^\\p{Cc}\u{fffe}\u{ffff}]{1,40}"
}

fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(words(), 1..4)
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    let address = "[a-z]{1,8}@example\\.org";
    let one = (words(), prop::option::of(address))
        .prop_map(|(name, address)| person(&name, &address.unwrap_or_default()));
    let other = address.prop_map(|address| person("", &address));
    prop::collection::vec(prop_oneof![one, other], 0..4)
}

fn statements() -> impl Strategy<Value = LetterFields> {
    let purpose = prop::option::of(prop::sample::select(Purpose::ALL.to_vec()));
    let day = || prop::option::of((1990_i16..2099, 1_i8..13, 1_i8..29));
    let text = prop::collection::vec(prop_oneof![words(), Just(String::new())], 1..12);
    let heads = (words(), names(), names(), prop::collection::vec(words(), 0..3), purpose, day());
    let rest = (people(), people(), people(), prop::collection::vec(words(), 0..3), text, day());
    (heads, rest).prop_map(|((subject, from, to, cc, purpose, deadline), rest)| {
        let (contacts, to_contacts, send_reply_to, identifiers, text, day) = rest;
        let on = |day: (i16, i8, i8)| date(day.0, day.1, day.2);
        LetterFields {
            subject,
            from,
            to,
            cc,
            purpose,
            deadline: deadline.map(on),
            date: day.map(on),
            contacts,
            to_contacts,
            send_reply_to,
            in_response_to: identifiers.iter().map(|one| format!("Re {one}")).collect(),
            attachments: identifiers.clone(),
            identifiers,
            text: text.join("\n").trim_end_matches('\n').to_owned(),
            ..LetterFields::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_statement_says_is_read_back(fields in statements()) {
        for form in built_in_names() {
            let docx = written(form, &fields);
            prop_assert_eq!(fields_of(read(&docx), &fields), fields.clone(), "{}", form);
        }
    }
}
