//! Telling whoever typed the command what came of it.

use std::fmt;
use std::io::Write;

/// Writes a line to standard output, as `println!` does, except that nobody need listen.
macro_rules! say {
    ($($words:tt)*) => { $crate::say::line(format_args!($($words)*)) };
}
pub(crate) use say;

/// Writes a line. What was done is done even if nobody reads of it, as after `liaison … | head -1`.
pub(crate) fn line(words: fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{words}");
}
