//! What strangers send as a proof, a checkpoint, a key or a tile is read or refused, and what is read is written the same again.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::proof::run(bytes));
