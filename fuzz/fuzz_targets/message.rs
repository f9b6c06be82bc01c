//! No bytes make reading a message panic, hang or grow beyond its limits, and what was read can be sent again.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::message::run(bytes));
