//! Nothing that Outlook, or whoever claims to be it, wraps makes unwrapping it panic, hang or grow beyond its limits.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::winmail::run(bytes));
