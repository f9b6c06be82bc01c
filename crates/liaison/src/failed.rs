//! Why a command failed, for whoever typed it.

use std::fmt;
use std::process::ExitCode;

/// Why a command failed: what was wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failed {
    text: String,
    code: u8,
}

impl Failed {
    /// Makes a failure of the command itself, which ends with 1.
    pub(crate) fn because(text: impl Into<String>) -> Self {
        Self { text: text.into(), code: 1 }
    }

    /// Makes a failure of how the command was called or set up, which ends with 2.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self { text: text.into(), code: 2 }
    }

    /// Says it on standard error, and returns how the process ends.
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("liaison: {self}");
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<store::Fault> for Failed {
    fn from(fault: store::Fault) -> Self {
        Self::because(fault.to_string())
    }
}

impl From<operations::Failure> for Failed {
    fn from(failure: operations::Failure) -> Self {
        Self::because(failure.to_string())
    }
}
