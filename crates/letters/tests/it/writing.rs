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
        if let Ok(dir) = std::env::var("DUMP_FORMS") {
            std::fs::write(format!("{dir}/{form}.docx"), &docx).expect("dumped");
        }
        let reading = read(&docx);
        assert!(reading.is_statement, "{form}");
        assert_eq!(fields_of(reading, &fields()), fields(), "{form}");
    }
}
