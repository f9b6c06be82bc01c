//! Full-text search: words are split and folded here, the same for both databases, and indexed by each in its way.

pub(crate) mod condition;
pub(crate) mod document;
pub(crate) mod index;
pub(crate) mod query;
pub(crate) mod snippet;
pub(crate) mod words;
