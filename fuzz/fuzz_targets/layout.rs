//! No layout of a PDF makes reading it panic, grow beyond its limits, or lose a character.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::layout::run(bytes));
