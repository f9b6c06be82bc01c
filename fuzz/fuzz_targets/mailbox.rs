//! What is read as an address is written as one that is read the same, and never writes a header of its own.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::mailbox::run(bytes));
