//! Nothing that a mail server says makes answering it panic, get past its order, or break the line in which it is answered.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::lmtp::run(bytes));
