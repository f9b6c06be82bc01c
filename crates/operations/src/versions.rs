//! What the record said of statements, version by version.

use std::collections::BTreeMap;

use rules::{Number, Statement};
use store::{Reader, StatementVersion};

use crate::Failure;

/// The versions of statements that were corrected, the first of each first.
#[derive(Debug, Clone, Default)]
pub struct Versions(BTreeMap<Number, Vec<StatementVersion>>);

impl Versions {
    /// Returns the versions of a statement; none of one that was never corrected.
    pub fn of(&self, number: Number) -> &[StatementVersion] {
        self.0.get(&number).map_or(&[], Vec::as_slice)
    }
}

/// Returns the versions of those statements that were corrected, in one query, and in none if none was.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn versions_of(reader: &Reader, statements: &[Statement]) -> Result<Versions, Failure> {
    let corrected = statements.iter().filter(|statement| statement.version > 1);
    let numbers: Vec<Number> = corrected.map(|statement| statement.number).collect();
    let mut versions = Versions::default();
    if !numbers.is_empty() {
        for version in reader.versions(&numbers).await? {
            versions.0.entry(version.number).or_default().push(version);
        }
    }
    Ok(versions)
}
