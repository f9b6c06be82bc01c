//! No archive makes reading the letters in it panic, hang or grow beyond its limits.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::archive::run(bytes));
