//! No HTML makes reading it panic, lose words, or grow beyond its limits.

use letters::{Kind, NoConverter, document_of};

use super::holds;

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let limits = holds::limits();
    holds::check(&document_of(bytes, Kind::Html, &NoConverter, &limits), &limits);
}
