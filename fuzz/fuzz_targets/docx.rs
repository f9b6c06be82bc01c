//! No XML makes reading a .docx panic, lose words, or grow beyond its limits.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::docx::run(bytes));
