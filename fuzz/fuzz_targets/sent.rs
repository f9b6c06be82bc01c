//! Reading what the sender's installation wrote down beside a statement: whatever it says, forms can hold what is read.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::sent::run(bytes));
