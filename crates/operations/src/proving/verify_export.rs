//! Checking an export: its tree, the leaves with what they are made of, and the statements themselves.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use tokio::fs::File;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tree::{Hash, Leaf, LeafKind, check_parts, digest, parts_of, read_entries};

use super::export_log::{LEAVES, LeafLine};
use super::finding::{Finding, Verified};
use super::published::{Published, PublishedDirectory, verify_published};
use super::verify::Hears;
use super::verify_statements::name;
use crate::Failure;

/// How many leaves that are others are named; beyond, something was taken out or put in.
const MOST: u32 = 3;

/// What the newest leaf of a statement says: the leaf, and the salts of its parts.
type Said = (Leaf, BTreeMap<String, Hash>);

/// Checks the directory of an export, and names what is not as the tree says.
///
/// # Errors
/// As [`verify_published`].
pub async fn verify_export(
    directory: &Path,
    earlier: Option<&str>,
    progress: Hears<'_>,
) -> Result<Verified, Failure> {
    let at = PublishedDirectory(directory.to_owned());
    let mut verified = verify_published(&at, earlier, progress).await?;
    let Some(mut said) = read_leaves(&at, &mut verified).await? else { return Ok(verified) };
    let mut lines = lines(&directory.join("statements.jsonl")).await?;
    while let Some(line) = next(&mut lines).await? {
        let Ok(shape) = serde_json::from_str::<Value>(&line) else {
            verified
                .findings
                .push(Finding::tree("statements.jsonl has a line that is no statement."));
            continue;
        };
        let number = shape["number"].as_i64().unwrap_or_default();
        verified.statements += 1;
        match said.remove(&number) {
            Some(said) => compare(number, &shape, &said, &mut verified),
            None => {
                verified.findings.push(Finding::of(number, "it is not in the tree.".to_owned()))
            }
        }
        progress("checking statements", verified.statements, verified.statements);
    }
    for number in said.into_keys() {
        verified.findings.push(Finding::of(number, "it was removed.".to_owned()));
    }
    verified.findings.sort();
    verified.findings.dedup();
    Ok(verified)
}

/// Checks each leaf against the tiles, and its parts against the leaf; returns what the newest of each statement says; nothing
/// if the leaves are not in the order of the tree.
async fn read_leaves(
    at: &PublishedDirectory,
    verified: &mut Verified,
) -> Result<Option<BTreeMap<i64, Said>>, Failure> {
    let size = verified.checkpoint.as_ref().map_or(0, |it| it.size);
    let (mut said, mut others) = (BTreeMap::new(), 0);
    let mut lines = lines(&at.0.join(LEAVES)).await?;
    for tile in tree::TileName::all(None, size) {
        let bytes =
            at.get(&format!("tile/{}", tile.path())).await.map_err(Failure::Unacceptable)?;
        for entry in bytes.and_then(|bytes| read_entries(&bytes)).unwrap_or_default() {
            let line = next(&mut lines).await?;
            let line = line.and_then(|line| serde_json::from_str::<LeafLine>(&line).ok());
            let Some(leaf) = Leaf::parse(&entry) else { continue };
            let is_its = line.as_ref().is_some_and(|line| line.leaf == entry);
            if !is_its {
                let what = format!("{} is not the one of the tree in {LEAVES}.", name(&leaf));
                verified.findings.push(Finding::of(leaf.number, what));
                others += 1;
            }
            // Where a line was taken out or put in, all that follow are others.
            let Some(line) = line.filter(|_| others <= MOST) else { return Ok(None) };
            if let Some(part) = check_parts(&leaf, &line.parts) {
                let what = format!("{} was changed: {part} (leaf {}).", name(&leaf), line.index);
                verified.findings.push(Finding::of(leaf.number, what));
            }
            if leaf.kind == LeafKind::Statement {
                let salts = line.parts.into_iter();
                let salts = salts.filter_map(|(name, it)| Some((name, Hash::from_hex(&it.salt)?)));
                said.insert(leaf.number, (leaf, salts.collect()));
            }
        }
    }
    Ok(Some(said))
}

fn compare(number: i64, shape: &Value, (leaf, salts): &Said, verified: &mut Verified) {
    let values = parts_of(shape);
    let mut differing = Vec::new();
    if shape["state"] != leaf.what.as_str() {
        differing.push("state".to_owned());
    }
    for name in
        leaf.parts.keys().chain(values.keys().filter(|name| !leaf.parts.contains_key(*name)))
    {
        let is_its = match (values.get(name), salts.get(name)) {
            (Some(value), Some(salt)) => Some(&digest(salt, value).hex()) == leaf.parts.get(name),
            // Taken from view: the cause stands in its place.
            (None, None) => name
                .strip_prefix("attachment ")
                .is_some_and(|place| values.contains_key(&format!("hidden {place}"))),
            _ => false,
        };
        if !is_its {
            differing.push(name.replace('_', " "));
        }
    }
    if !differing.is_empty() {
        let what = format!("{} was changed: {}.", name(leaf), differing.join(", "));
        verified.findings.push(Finding::of(number, what));
    }
}

async fn lines(path: &Path) -> Result<Lines<BufReader<File>>, Failure> {
    let file = File::open(path).await;
    let file = file.map_err(|error| {
        Failure::Unacceptable(format!("{} cannot be read: {error}.", path.display()))
    })?;
    Ok(BufReader::new(file).lines())
}

async fn next(lines: &mut Lines<BufReader<File>>) -> Result<Option<String>, Failure> {
    let line = lines.next_line().await;
    line.map_err(|error| Failure::Unacceptable(format!("The export cannot be read: {error}.")))
}
