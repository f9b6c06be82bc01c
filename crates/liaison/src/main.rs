//! liaison
fn main() {}
