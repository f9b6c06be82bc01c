//! No header makes looking at where a message is from panic, and what is checked of it is the message in whole lines.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::trace::run(bytes));
