//! No HTML makes reading it panic, lose words, or grow beyond its limits.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::html::run(bytes));
