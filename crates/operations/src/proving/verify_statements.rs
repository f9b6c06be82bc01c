//! Checking statements against their leaves: what happened, what the record says, what its files are.

use std::collections::{BTreeMap, BTreeSet};

use rules::{AttachmentBody, Number, Statement};
use store::StoredLeaf;
use tree::{Hash, Leaf, LeafKind};

use super::entry::{Entry, salt_of};
use super::finding::{Finding, Verified};
use super::verify::Hears;
use crate::{Desk, Failure};

/// How many statements are in memory at once.
const AT_ONCE: usize = 200;

/// Checks all statements that are public or have leaves.
pub(super) async fn check(
    desk: &Desk,
    verified: &mut Verified,
    progress: Hears<'_>,
) -> Result<(), Failure> {
    let reader = desk.store.reader();
    let mut numbers: BTreeSet<Number> = reader.log_numbers().await?.into_iter().collect();
    numbers.extend(reader.public_numbers().await?);
    let numbers: Vec<Number> = numbers.into_iter().collect();
    let all = u64::try_from(numbers.len()).unwrap_or(u64::MAX);
    for some in numbers.chunks(AT_ONCE) {
        let found = check_some(desk, some, true, verified).await?;
        verified.statements += u64::try_from(some.len()).unwrap_or(u64::MAX);
        progress("checking statements", verified.statements, all);
        if found.is_empty() {
            continue;
        }
        // What is changed meanwhile waits to enter the tree, or has entered since: such are looked at again.
        let doubtful: BTreeSet<Number> =
            found.iter().filter_map(|it| it.statement).map(Number).collect();
        let mut doubtful: Vec<Number> = doubtful.into_iter().collect();
        let waiting = reader.log_pending_among(&doubtful).await?;
        doubtful.retain(|number| !waiting.contains(number));
        verified.waiting += u64::try_from(waiting.len()).unwrap_or(u64::MAX);
        let again = check_some(desk, &doubtful, false, verified).await?;
        verified.findings.extend(again);
    }
    Ok(())
}

async fn check_some(
    desk: &Desk,
    numbers: &[Number],
    first: bool,
    verified: &mut Verified,
) -> Result<Vec<Finding>, Failure> {
    let reader = desk.store.reader();
    let statements = reader.statements(numbers).await?;
    let public: BTreeMap<i64, &Statement> = statements
        .iter()
        .filter(|statement| statement.state.is_public())
        .map(|statement| (statement.number.0, statement))
        .collect();
    let mut entries: BTreeMap<i64, Vec<Entry>> = BTreeMap::new();
    let events = reader.public_events(numbers, false).await?;
    let versions = reader.versions(numbers).await?;
    let all = events.iter().map(Entry::of_event).chain(versions.iter().map(Entry::of_version));
    let said = public.values().map(|statement| Entry::of_statement(statement, &desk.settings));
    for entry in all.chain(said) {
        entries.entry(entry.number).or_default().push(entry);
    }
    let mut leaves: BTreeMap<i64, Vec<StoredLeaf>> = BTreeMap::new();
    for leaf in reader.log_leaves_of(numbers).await? {
        leaves.entry(leaf.number).or_default().push(leaf);
    }
    let mut findings = Vec::new();
    for number in numbers.iter().map(|number| number.0) {
        let entries = entries.remove(&number).unwrap_or_default();
        let leaves = leaves.remove(&number).unwrap_or_default();
        if !public.contains_key(&number) {
            findings.push(Finding::of(number, "it was taken from the record.".to_owned()));
        } else {
            findings.extend(compare(number, &entries, &leaves));
        }
    }
    for statement in public.values() {
        let found = check_files(desk, statement, first, verified).await?;
        findings.extend(found);
    }
    Ok(findings)
}

/// Compares what a statement is with what the tree says of it.
fn compare(number: i64, entries: &[Entry], leaves: &[StoredLeaf]) -> Vec<Finding> {
    let find = |what: String| Finding::of(number, what);
    let mut findings = Vec::new();
    let newest = leaves.iter().rposition(|leaf| leaf.kind == LeafKind::Statement.slug());
    let is_last = |place: usize, leaf: &StoredLeaf| {
        leaf.kind != LeafKind::Statement.slug() || Some(place) == newest
    };
    let mut proved = BTreeSet::new();
    let last = leaves.iter().enumerate().filter(|(place, leaf)| is_last(*place, leaf));
    for stored in last.map(|(_, leaf)| leaf) {
        let (Some(leaf), Some(salt)) = (Leaf::parse(&stored.leaf), salt_of(stored)) else {
            continue;
        };
        proved.insert((leaf.kind, stored.source));
        let is_its = |entry: &&Entry| (entry.kind, entry.source) == (leaf.kind, stored.source);
        let Some(entry) = entries.iter().find(is_its) else {
            findings.push(find(format!("{} was removed (leaf {}).", name(&leaf), stored.idx)));
            continue;
        };
        let differing = entry.differing(&leaf, &salt);
        if differing.is_empty() {
            continue;
        }
        let is_of = |other: &&Entry| {
            other.kind == leaf.kind
                && other.source != entry.source
                && other.differing(&leaf, &salt).is_empty()
        };
        findings.push(find(match entries.iter().find(is_of) {
            Some(_) => format!("{} was swapped with another (leaf {}).", name(&leaf), stored.idx),
            None => changed(&leaf, entry, &differing, stored.idx),
        }));
    }
    for entry in entries.iter().filter(|it| !proved.contains(&(it.kind, it.source))) {
        let what = match entry.kind {
            LeafKind::Statement => "what the record says of it is not in the tree.".to_owned(),
            _ => format!("{} is not in the tree, and does not wait to enter it.", named(entry)),
        };
        findings.push(find(what));
    }
    findings
}

/// Says what of an entry is not as its leaf says.
fn changed(leaf: &Leaf, entry: &Entry, differing: &[String], idx: i64) -> String {
    let words = |part: &String| match part.as_str() {
        "date" => format!("date ({}, in the tree {})", entry.at, leaf.at),
        "kind" => format!("kind (“{}”, in the tree “{}”)", entry.what, leaf.what),
        part => part.replace('_', " "),
    };
    let parts: Vec<String> = differing.iter().map(words).collect();
    format!("{} was changed: {} (leaf {idx}).", name(leaf), parts.join(", "))
}

/// Names a leaf for people.
pub(super) fn name(leaf: &Leaf) -> String {
    named_by(leaf.kind, &leaf.what, &leaf.at, &leaf.source)
}

fn named(entry: &Entry) -> String {
    named_by(entry.kind, &entry.what, &entry.at.to_string(), &entry.source.to_string())
}

fn named_by(kind: LeafKind, what: &str, at: &str, source: &str) -> String {
    match kind {
        LeafKind::Event => format!("the event “{what}” of {at}"),
        LeafKind::Statement => format!("what version {source} says"),
        LeafKind::Version => format!("the text kept of version {source}"),
        LeafKind::Key => format!("the key {source}"),
    }
}

/// Reads each file of a statement, and compares it with its digest.
async fn check_files(
    desk: &Desk,
    statement: &Statement,
    first: bool,
    verified: &mut Verified,
) -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::new();
    for attachment in &statement.attachments {
        let AttachmentBody::File { name, sha256: Some(sha256), .. } = &attachment.body else {
            continue;
        };
        verified.files += u64::from(first);
        let what = match desk.store.files().get(sha256).await? {
            None => format!("the file “{name}” was removed."),
            Some(bytes) if Hash::of(&bytes).hex() != *sha256 => {
                format!("the bytes of the file “{name}” were changed.")
            }
            Some(_) => continue,
        };
        findings.push(Finding::of(statement.number.0, what));
    }
    Ok(findings)
}
