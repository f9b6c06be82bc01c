//! Checking the tree itself: its leaves in a row, the roots that were signed, the signatures.

use std::collections::{BTreeMap, BTreeSet};

use store::{Reader, StoredCheckpoint, StoredLeaf};
use tree::{Checkpoint, Growing, Hash, Leaf, LeafKind, PublicKey};

use super::finding::{Finding, Verified};
use super::verify::Hears;
use crate::Failure;

/// How many leaves are in memory at once.
const AT_ONCE: i64 = 2_000;

/// The tree as it is built up again from its leaves.
struct Rebuilt<'a> {
    growing: Growing,
    /// The place that comes next; another one there, and some were removed.
    next: i64,
    last_entered: String,
    /// The keys that the tree names.
    keys: BTreeSet<i64>,
    /// What was signed, by size: roots in hexadecimal.
    signed: BTreeMap<u64, String>,
    earlier: Option<&'a Checkpoint>,
    findings: Vec<Finding>,
}

/// Builds the tree up again, and compares it with each checkpoint.
pub(super) async fn check(
    reader: &Reader,
    keys: &[PublicKey],
    earlier: Option<&Checkpoint>,
    verified: &mut Verified,
    progress: Hears<'_>,
) -> Result<(), Failure> {
    // First, so that what is added meanwhile is not taken for something that nobody signed.
    let checkpoints = reader.log_checkpoints().await?;
    let newest = checkpoints.last().map_or(0, |it| it.size);
    let signed = checkpoints.iter().map(|it| (unsigned(it.size), it.root.clone())).collect();
    let mut rebuilt = Rebuilt {
        growing: Growing::default(),
        next: 0,
        last_entered: String::new(),
        keys: BTreeSet::new(),
        signed,
        earlier,
        findings: Vec::new(),
    };
    let mut from = 0;
    while from < newest {
        let to = (from + AT_ONCE).min(newest);
        for leaf in reader.log_leaves(from, to).await? {
            rebuilt.add(&leaf);
        }
        from = to;
        progress("checking leaves", unsigned(from), unsigned(newest));
    }
    verified.leaves = rebuilt.growing.size();
    rebuilt.compare_end(newest);
    let later = reader.log_leaves(newest, newest + 1).await?;
    if !later.is_empty() && reader.log_checkpoint().await?.map_or(0, |it| it.size) <= newest {
        rebuilt.find(format!("leaf {newest} and what follows was never signed."));
    }
    rebuilt.check_keys(keys);
    verified.findings.append(&mut rebuilt.findings);
    check_newest(checkpoints.last(), keys, verified);
    Ok(())
}

impl Rebuilt<'_> {
    fn find(&mut self, what: String) {
        self.findings.push(Finding::tree(what));
    }

    fn add(&mut self, stored: &StoredLeaf) {
        if stored.idx != self.next {
            let (from, to) = (self.next, stored.idx - 1);
            self.find(match from == to {
                true => format!("leaf {from} was removed."),
                false => format!("leaves {from} to {to} were removed."),
            });
        }
        self.next = stored.idx + 1;
        let hash = Hash::of_leaf(stored.leaf.as_bytes());
        let (idx, number) = (stored.idx, stored.number);
        match Leaf::parse(&stored.leaf) {
            Some(leaf) if is_of_row(&leaf, stored) && hash.hex() == stored.hash => {
                if leaf.entered < self.last_entered {
                    let what =
                        format!("leaf {idx} says that it entered before the one in front of it.");
                    self.findings.push(Finding::of(number, what));
                }
                if leaf.kind == LeafKind::Key {
                    self.keys.insert(stored.source);
                }
                self.last_entered = leaf.entered;
            }
            _ => {
                self.findings
                    .push(Finding::of(number, format!("leaf {idx} of the tree was changed.")));
            }
        }
        self.growing.push(hash);
        self.compare();
    }

    /// Compares the root with what was signed at this size, and with what somebody kept.
    fn compare(&mut self) {
        let size = self.growing.size();
        let is_kept = self.earlier.is_some_and(|earlier| earlier.size == size);
        let signed = self.signed.remove(&size);
        if !is_kept && signed.is_none() {
            return;
        }
        let root = self.growing.root();
        if signed.is_some_and(|signed| signed != root.hex()) {
            self.find(format!("its first {size} leaves are not those that were signed."));
        }
        if self.earlier.is_some_and(|earlier| earlier.size == size && earlier.root != root) {
            self.find(format!(
                "its first {size} leaves are not those of the earlier checkpoint: history was written anew."
            ));
        }
    }

    fn compare_end(&mut self, newest: i64) {
        let (end, newest) = (unsigned(self.next), unsigned(newest));
        if end < newest {
            self.find(format!("it was cut off: {newest} leaves were signed, and {end} are there."));
        }
        if let Some(earlier) = self.earlier.filter(|earlier| earlier.size > end) {
            let was = earlier.size;
            self.find(format!(
                "it was cut off: it had {was} leaves at the earlier checkpoint, and has {end}."
            ));
        }
    }

    /// Each key entered the tree when it came into use.
    fn check_keys(&mut self, keys: &[PublicKey]) {
        for key in keys {
            let id = key.id_hex();
            if !i64::from_str_radix(&id, 16).is_ok_and(|source| self.keys.contains(&source)) {
                self.find(format!("the key {id} is none that the tree names."));
            }
        }
    }
}

/// Checks the signature of the newest checkpoint.
fn check_newest(newest: Option<&StoredCheckpoint>, keys: &[PublicKey], verified: &mut Verified) {
    let Some(stored) = newest else { return };
    let checked = Checkpoint::parse(&stored.note)
        .and_then(|(checkpoint, note)| note.check(keys).map(|signed_by| (checkpoint, signed_by)));
    match checked {
        Ok((it, _)) if it.size != unsigned(stored.size) || it.root.hex() != stored.root => {
            verified
                .findings
                .push(Finding::tree("its newest checkpoint is not the one that was signed."));
        }
        Ok((it, signed_by)) => {
            verified.signed_by = signed_by;
            verified.checkpoint = Some(it);
        }
        Err(bad) => {
            verified
                .findings
                .push(Finding::tree(format!("its newest checkpoint cannot be used: {bad}.")));
        }
    }
}

fn is_of_row(leaf: &Leaf, stored: &StoredLeaf) -> bool {
    let source = match leaf.kind {
        LeafKind::Key => i64::from_str_radix(&leaf.source, 16).ok(),
        _ => leaf.source.parse().ok(),
    };
    leaf.kind.slug() == stored.kind && leaf.number == stored.number && source == Some(stored.source)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
