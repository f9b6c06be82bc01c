//! No XML makes reading an .odt panic, lose words, or grow beyond its limits.

#![no_main]

mod holds;

use letters::{Kind, NoConverter, document_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let limits = holds::limits();
    let bytes = holds::packed(&["content.xml", "styles.xml", "meta.xml"], input);
    holds::check(&document_of(&bytes, Kind::Odt, &NoConverter, &limits), &limits);
});
