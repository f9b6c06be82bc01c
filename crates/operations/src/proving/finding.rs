//! What a check of the record found.

use std::fmt;

use tree::Checkpoint;

/// Something that is not as the tree says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The statement, where it is about one.
    pub statement: Option<i64>,
    /// What is wrong, as a sentence.
    pub what: String,
}

impl Finding {
    pub(super) fn of(statement: i64, what: String) -> Self {
        Self { statement: (statement > 0).then_some(statement), what }
    }

    pub(super) fn tree(what: impl Into<String>) -> Self {
        Self { statement: None, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.statement {
            Some(number) => write!(f, "Statement {number}: {}", self.what),
            None => write!(f, "The tree: {}", self.what),
        }
    }
}

/// What a check of the record went through, and what it found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// How many leaves.
    pub leaves: u64,
    /// How many statements.
    pub statements: u64,
    /// How many files.
    pub files: u64,
    /// How many statements wait to enter the tree, which is no fault.
    pub waiting: u64,
    /// The checkpoint that everything was checked against.
    pub checkpoint: Option<Checkpoint>,
    /// The ids of the keys that signed it.
    pub signed_by: Vec<String>,
    /// What is not as the tree says; nothing if all is well.
    pub findings: Vec<Finding>,
}
