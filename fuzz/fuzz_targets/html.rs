//! No HTML makes reading it panic, lose words, or grow beyond its limits.

#![no_main]

mod holds;

use letters::{Kind, NoConverter, document_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = holds::limits();
    holds::check(&document_of(bytes, Kind::Html, &NoConverter, &limits), &limits);
});
