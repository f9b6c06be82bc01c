//! Whoever asks to be let in, as far as their program says.

/// Whoever asks to be let in, as far as their program says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visitor {
    /// The kind of program, in plain words: "Firefox on Linux"; empty if it did not say.
    pub agent: String,
    /// The network address from which they ask; empty if it is not known.
    pub network: String,
}
