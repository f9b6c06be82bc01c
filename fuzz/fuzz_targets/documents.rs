//! No text makes looking for the documents that it names panic or hang, and what is found stands in it.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::documents::run(bytes));
