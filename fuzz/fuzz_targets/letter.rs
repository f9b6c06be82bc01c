//! No bytes make reading a letter panic, hang or grow beyond its limits.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::letter::run(bytes));
