//! Reading the fields of any text: whatever it says, what is read stands in it.

use letters::Document;
use letters::reading::{Field, Hints, read_letter};

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let document = Document::of_plain(text);
    let reading = read_letter(&document, &Hints::default());
    for field in Field::ALL {
        for evidence in reading.evidence_of(field) {
            if let Some((start, end)) = evidence.at {
                assert_eq!(
                    document.text.get(start..end),
                    Some(evidence.text.as_str()),
                    "{field:?}"
                );
            }
        }
        assert!(!reading.is_filled(field) || !reading.evidence_of(field).is_empty(), "{field:?}");
    }
}
