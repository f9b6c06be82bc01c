//! Why a template is not used, and what to do.

use super::slots::names;

/// Why a template is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTemplate {
    /// It is no .docx, or a broken one.
    #[error("the template is no .docx that can be read ({0}): save it again as .docx")]
    Broken(String),
    /// It holds macros.
    #[error("the template holds macros: save it as .docx, without them")]
    Macros,
    /// It has Word fetch or run something.
    #[error(
        "the template has Word fetch or run something else ({0}): put pictures into it, and take linked ones out"
    )]
    Outside(String),
    /// It has a slot that nobody knows.
    #[error(
        "the template has the slot {{{{{slot}}}}} in {part}, and there is none of that name: {known}"
    )]
    UnknownSlot {
        /// What stands between the braces.
        slot: String,
        /// The part of the document.
        part: String,
        /// Those that there are.
        known: String,
    },
    /// A slot stands where it cannot be filled.
    #[error("the template has the slot {{{{{slot}}}}} in {part} where it cannot be filled: {why}")]
    Misplaced {
        /// What stands between the braces.
        slot: String,
        /// The part of the document.
        part: String,
        /// What to do.
        why: &'static str,
    },
    /// A slot is missing without which a letter says nothing.
    #[error("the template has no slot {{{{{0}}}}}: a letter made from it would not say it")]
    Missing(&'static str),
}

impl BadTemplate {
    pub(super) fn unknown(slot: &str, part: &str) -> Self {
        Self::UnknownSlot { slot: shortened(slot), part: part.to_owned(), known: names() }
    }

    pub(super) fn misplaced(slot: &str, part: &str, why: &'static str) -> Self {
        Self::Misplaced { slot: shortened(slot), part: part.to_owned(), why }
    }
}

fn shortened(slot: &str) -> String {
    const LONGEST: usize = 60;
    slot.trim().chars().take(LONGEST).collect()
}
