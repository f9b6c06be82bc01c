//! Values that samples of the signed-in pages are made from.

use std::collections::BTreeMap;

use operations::{
    Evidence, ItemForm, LetterLine, LetterText, Proofs, ReadLetter, ReadProgress, Reading,
    StatementForm,
};
use rules::ItemState;
use store::{Item, ItemPart};

/// A received message with a letter that was read.
pub(crate) fn item_form() -> ItemForm {
    let item = item();
    let form = StatementForm {
        subject: "LS on <clocks>".to_owned(),
        text: item.text.clone(),
        ..StatementForm::default()
    };
    let evidence = Evidence {
        text: "LS on <clocks>".to_owned(),
        place: "table 1, row 1".to_owned(),
        at: Some((7, 21)),
        doubt: Some("the subject has no label".to_owned()),
    };
    let reading = Reading {
        file: "LS <12>.docx".to_owned(),
        format: "docx".to_owned(),
        is_statement: true,
        subject: Some("LS on <clocks>".to_owned()),
        evidence: BTreeMap::from([("subject".to_owned(), vec![evidence])]),
        warnings: vec!["a picture was left out".to_owned()],
        ..Reading::default()
    };
    let row =
        LetterLine { end: 21, table: 1, cells: vec![(0, 6), (7, 21)], ..LetterLine::default() };
    let line = LetterLine { start: 22, end: 45, ..LetterLine::default() };
    let text = "Title:\tLS on <clocks>\nWhat <do> you think of it?\n".to_owned();
    let letter = ReadLetter { reading, text: LetterText { text, lines: vec![row, line] } };
    let proofs = Proofs::of_reading(&letter.reading);
    let (letters, same) = (vec![letter], Vec::new());
    ItemForm { item, form, progress: ReadProgress::Read, letters, chosen: 0, proofs, same }
}

fn item() -> Item {
    Item {
        id: 5,
        state: ItemState::Waiting,
        reason: String::new(),
        received_at: jiff::Timestamp::UNIX_EPOCH,
        envelope_from: "sam@example.com".to_owned(),
        envelope_to: "statements@example.org".to_owned(),
        from: "Sam Sender <sam@example.com>".to_owned(),
        subject: "LS on <clocks>".to_owned(),
        message_id: None,
        text: "To: IETF\n\nWhat do you think?\n".to_owned(),
        sha256: String::new(),
        size: 2_345,
        parts: vec![ItemPart {
            position: 1,
            name: "LS <12>.docx".to_owned(),
            media_type: "application/pdf".to_owned(),
            sha256: String::new(),
            size: 27_000,
        }],
        statement: None,
    }
}
