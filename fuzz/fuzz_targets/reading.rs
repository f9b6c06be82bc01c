//! Reading the fields of any text: whatever it says, what is read stands in it.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::reading::run(bytes));
