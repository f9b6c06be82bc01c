//! No template makes filling it panic, and what was taken as one can always be filled.

use letters::writing::{LetterFields, Template};

use super::holds;

const NAMES: [&str; 6] = [
    "word/document.xml",
    "[Content_Types].xml",
    "word/settings.xml",
    "word/header1.xml",
    "word/_rels/document.xml.rels",
    "docProps/core.xml",
];

/// Plays these bytes.
pub(crate) fn run(input: &[u8]) {
    let Ok(template) = Template::read(&holds::packed(&NAMES, input)) else { return };
    let words = || vec!["To: {{text}} <a>".to_owned(), "\u{5d0}b".to_owned()];
    let fields = LetterFields {
        from: words(),
        to: words(),
        text: "a\n\tb".to_owned(),
        ..LetterFields::default()
    };
    assert!(template.write(&fields).is_ok() && template.write(&LetterFields::default()).is_ok());
}
