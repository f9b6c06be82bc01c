//! No name makes resolving panic or hang, and nothing is said of what is not there.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::name::run(bytes));
