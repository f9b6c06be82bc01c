//! No file of messages makes reading it panic or hold more than it may, and what a message is known by does not hang on how
//! its lines end.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::mbox::run(bytes));
