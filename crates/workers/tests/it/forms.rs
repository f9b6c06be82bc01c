//! Letters in the forms of their receivers, in a real office program (BOD-4).

use jiff::civil::date;
use letters::reading::{Hints, read_letter};
use letters::writing::{LetterFields, Template, built_in_names};
use letters::{Kind, Limits, document_of, text_of};
use rules::Purpose;
use workers::Sandboxed;

use crate::convert::converter;

fn fields() -> LetterFields {
    let strings = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    LetterFields {
        from: strings(&["Time Synchronization"]),
        to: strings(&["ETU Study Group 1"]),
        subject: "On residence times & clocks <new>".to_owned(),
        purpose: Some(Purpose::Action),
        deadline: Some(date(2027, 5, 1)),
        date: Some(date(2026, 11, 28)),
        text: "Dear colleagues,\n\nhow long may a clock hold over?\n\n  - an hour, or\n  - a day\n\nשלום"
            .to_owned(),
        organization: "Example Organization".to_owned(),
        number: "12".to_owned(),
        url: "https://liaison.example.org/statements/12".to_owned(),
        ..LetterFields::default()
    }
}

fn pdf_of(converter: &Sandboxed, docx: &[u8]) -> String {
    use letters::Converter as _;
    let pdf = converter.office_pdf(docx, Kind::Docx).expect("it opens, and a PDF is made of it");
    text_of(&pdf, Kind::Pdf, converter, &Limits::default()).text
}

#[test]
fn a_letter_in_any_form_opens_and_becomes_a_pdf_that_says_the_same() {
    let Some(converter) = converter() else { return };
    for form in built_in_names() {
        let template = Template::built_in(form).expect("it is built in");
        let text = pdf_of(&converter, &template.write(&fields()).expect("it can be filled"));
        for words in [
            "On residence times & clocks <new>",
            "how long may a clock hold over?",
            "ETU Study Group 1",
        ] {
            assert!(text.contains(words), "{form}: {words}: {text}");
        }
        assert!(text.contains("1 May 2027") || text.contains("2027-05-01"), "{form}: {text}");
        assert!(!text.contains("{{") && text.contains("statements/12"), "{form}: {text}");
    }
}

#[test]
fn a_template_that_an_office_program_has_saved_again_is_one_still() {
    use letters::Converter as _;
    let Some(converter) = converter() else { return };
    for form in ["3gpp", "itu-t"] {
        let docx = Template::built_in(form).expect("it is built in").to_docx();
        let saved = converter.office_docx(&docx, Kind::Docx).expect("it can be saved again");
        let template = Template::read(&saved).expect("it is a template still");
        let letter = template.write(&fields()).expect("it can be filled");
        let document = document_of(&letter, Kind::Docx, &converter, &Limits::default());
        let reading = read_letter(&document, &Hints::default());
        assert_eq!(reading.subject.as_deref(), Some("On residence times & clocks <new>"));
        assert_eq!((reading.from, reading.to), (fields().from, fields().to), "{form}");
        assert_eq!((reading.deadline, reading.date), (fields().deadline, fields().date), "{form}");
        assert_eq!(reading.purpose, fields().purpose, "{form}");
        assert_eq!(reading.text.trim_end(), fields().text, "{form}");
        assert!(pdf_of(&converter, &letter).contains("how long may a clock hold over?"), "{form}");
    }
}
