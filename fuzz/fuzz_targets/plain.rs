//! No bytes make reading plain text panic or grow beyond its limits, and its words stay where they are.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::plain::run(bytes));
