//! No template makes filling it panic, and what was taken as one can always be filled.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::template::run(bytes));
