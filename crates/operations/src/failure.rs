//! Why a verb did nothing: refused, not found, or our fault.

use jiff::SignedDuration;
use rules::{Refusal, State};
use store::Fault;

/// Says why a verb did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A rule refused it; the text is for the person.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// What was sent is not acceptable: too large, not a message, a wrong password; the text is for the person.
    #[error("{0}")]
    Unacceptable(String),
    /// It was tried too often; the text is for the person.
    #[error("{words}")]
    TooOften {
        /// How long to wait.
        wait: SignedDuration,
        /// What was tried too often, and what to do.
        words: String,
    },
    /// The token that came with it is not one of ours, or is over.
    #[error("This token is unknown, has expired, or was revoked.")]
    BadToken,
    /// There is no such thing, or the person may not know of it.
    #[error("There is no {0} here.")]
    NotFound(&'static str),
    /// The fault is ours; the text is for the log.
    #[error("{0}")]
    Fault(Fault),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Outdated { .. } => Self::Refused(Refusal::Outdated),
            fault => Self::Fault(fault),
        }
    }
}

/// Passes over that a disk is full: what is only noted beside what somebody reads keeps nobody from reading it.
pub(crate) fn unless_no_room<T>(noted: Result<T, Failure>, without: T) -> Result<T, Failure> {
    match noted {
        Err(Failure::Fault(fault)) if fault.is_no_room() => Ok(without),
        noted => noted,
    }
}

impl Failure {
    /// Returns the refusal of a verb that the state does not allow.
    pub(crate) fn wrong_state(state: State, verb: &'static str, next: &'static str) -> Self {
        Self::Refused(Refusal::WrongState { state, verb, next })
    }
}
