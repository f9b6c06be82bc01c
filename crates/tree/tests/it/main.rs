//! The tree against what RFC 6962 and C2SP say.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod leaves;
mod notes;
mod trees;
