//! Reading the fields of any text: whatever it says, what is read stands in it.
#![no_main]

use letters::Document;
use letters::reading::{Field, Hints, read_letter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = Document::of_plain(text);
    let reading = read_letter(&document, &Hints::default());
    for field in Field::ALL {
        for evidence in reading.evidence_of(field) {
            if let Some((start, end)) = evidence.at {
                assert_eq!(document.text.get(start..end), Some(evidence.text.as_str()), "{field:?}");
            }
        }
        assert!(!reading.is_filled(field) || !reading.evidence_of(field).is_empty(), "{field:?}");
    }
});
