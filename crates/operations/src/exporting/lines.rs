//! Writing the public record to a file: one statement a line, by number.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rules::{LinkKind, Number, State, Statement};
use store::Reader;
use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};

use super::{unwritable, whole_or_nothing};
use crate::{Desk, Failure, check_texts, shape_of, versions_of};

/// The file that an export makes in its directory.
const NAME: &str = "statements.jsonl";
/// How many statements are in memory at once.
const AT_ONCE: usize = 200;

/// Writes every public statement to `statements.jsonl` in a directory, which is made if it is absent; returns how many.
///
/// The file appears whole or not at all: it is written under another name and renamed. `progress` hears how many of
/// how many are written.
///
/// # Errors
/// [`Failure::Unacceptable`] if the directory cannot be written to; [`Failure::Fault`].
pub async fn export_record(
    desk: &Desk,
    directory: &Path,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<u64, Failure> {
    let write = async |path: PathBuf| write(desk, &path, progress).await;
    whole_or_nothing(directory, NAME, write).await
}

async fn write(
    desk: &Desk,
    path: &Path,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<u64, Failure> {
    let unwritable = |error| unwritable(path, &error);
    let reader = desk.store.reader();
    let numbers = reader.public_numbers().await?;
    let answered_by = answered_by(&reader, &numbers).await?;
    let (mut done, total) = (0, u64::try_from(numbers.len()).unwrap_or(u64::MAX));
    let mut file = BufWriter::new(File::create(path).await.map_err(unwritable)?);
    for some in numbers.chunks(AT_ONCE) {
        let statements = public(&reader, some).await?;
        let texts: Vec<&str> = statements.iter().map(|statement| statement.text.as_str()).collect();
        let versions = versions_of(&reader, &statements).await?;
        let documents = check_texts(&reader, &desk.policy, &texts).await?;
        for (statement, documents) in statements.iter().zip(&documents) {
            let answers = answered_by.get(&statement.number).map(Vec::as_slice).unwrap_or_default();
            let answers = answers.iter().filter(|(_, at)| statement.handling.counts(*at));
            let answers: Vec<Number> = answers.map(|(number, _)| *number).collect();
            let shape = shape_of(
                statement,
                &answers,
                documents,
                versions.of(statement.number),
                &desk.settings,
            );
            let mut line = serde_json::to_vec(&shape).map_err(|error| unwritable(error.into()))?;
            line.push(b'\n');
            file.write_all(&line).await.map_err(unwritable)?;
            done += 1;
        }
        progress(done, total);
    }
    file.flush().await.map_err(unwritable)?;
    file.into_inner().sync_all().await.map_err(unwritable)?;
    Ok(done)
}

/// An answer, with when it went on the record.
type Answer = (Number, Option<Timestamp>);

/// Returns which public statements settle which by an answer.
async fn answered_by(
    reader: &Reader,
    numbers: &[Number],
) -> Result<BTreeMap<Number, Vec<Answer>>, Failure> {
    let mut answered_by: BTreeMap<Number, Vec<Answer>> = BTreeMap::new();
    for some in numbers.chunks(AT_ONCE) {
        for statement in public(reader, some).await? {
            if statement.settles == Some(false) || statement.state != State::Posted {
                continue;
            }
            for link in statement.links.iter().filter(|link| link.kind == LinkKind::Answers) {
                answered_by
                    .entry(link.number)
                    .or_default()
                    .push((statement.number, statement.recorded_at));
            }
        }
    }
    Ok(answered_by)
}

/// Loads statements; one that was taken from the record in the meantime is left out.
async fn public(reader: &Reader, numbers: &[Number]) -> Result<Vec<Statement>, Failure> {
    let mut statements = reader.statements(numbers).await?;
    statements.retain(|statement| statement.state.is_public());
    Ok(statements)
}
