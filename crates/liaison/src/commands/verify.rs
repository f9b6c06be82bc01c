//! `liaison verify`: whether the record is as its tree says.

use std::path::{Path, PathBuf};

use clap::Args;
use operations::{PublishedDirectory, Verified, verify_export, verify_published, verify_record};
use tree::{Hash, ProofFile, PublicKey};
use workers::PublishedAddress;

use super::block_on;
use crate::failed::Failed;
use crate::opening::WhereIfAny;
use crate::progress::Progress;
use crate::say::say;

/// Check the record against the tree by which it is proved, and name what is not as it says.
///
/// Where the data is (--data or --config): each leaf against its rows, each file against its digest, the tree against its leaves,
/// the checkpoint against its keys. An export's directory or the address of a service (TARGET): what is published there. A saved
/// attachment or page: with --proof, which asks nobody. Ends with 1 if something is not as it should be.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The directory of an export, or the address of a service, with https.
    #[arg(value_name = "TARGET", conflicts_with_all = ["config", "data", "proof"])]
    target: Option<String>,
    /// A checkpoint that was kept: the tree must begin with what it had then.
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Keep the checkpoint that everything was checked against, for the next time.
    #[arg(long, value_name = "FILE", conflicts_with = "proof")]
    keep: Option<PathBuf>,
    /// A proof of a statement, from /statements/N/proof.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["config", "data"])]
    proof: Option<PathBuf>,
    /// An attachment, or a statement's .json, that the proof is to prove.
    #[arg(long, value_name = "FILE", requires = "proof")]
    file: Option<PathBuf>,
    /// A public key of the log that was kept, from /log/keys; without it, the proof's own is taken and named.
    #[arg(long, value_name = "KEY", requires = "proof")]
    key: Option<String>,
    #[command(flatten)]
    place: WhereIfAny,
}

impl Verify {
    pub(super) fn run(self) -> Result<(), Failed> {
        let earlier = self.checkpoint.as_deref().map(read).transpose()?;
        if let Some(proof) = &self.proof {
            return self.proof(proof, earlier.as_deref());
        }
        let keep = self.keep.clone();
        let is_address = self.target.as_deref().is_some_and(is_address);
        let (verified, note) = block_on(self.check(earlier))?;
        if let (Some(path), Some(note)) = (keep, note) {
            std::fs::write(&path, note).map_err(|error| unusable(&path, &error))?;
        }
        report(&verified, is_address)
    }

    async fn check(self, earlier: Option<String>) -> Result<(Verified, Option<String>), Failed> {
        let earlier = earlier.as_deref();
        let progress = Progress::begin();
        let tell = |doing: &'static str, done, of| progress.at(doing, done, Some(of));
        let checked = match (self.target, self.place.place()) {
            (Some(target), _) if is_address(&target) => {
                let at = PublishedAddress::new(&target).map_err(Failed::because)?;
                let verified = verify_published(&at, earlier, &tell).await;
                (verified, note_at(&at).await)
            }
            (Some(target), _) => {
                let directory = PathBuf::from(target);
                let verified = verify_export(&directory, earlier, &tell).await;
                (verified, note_at(&PublishedDirectory(directory)).await)
            }
            (None, Some(place)) => {
                let desk = place.desk().await?;
                let verified = verify_record(&desk, earlier, &tell).await;
                let log = operations::given_log(&desk).await?;
                desk.store.close().await;
                (verified, log.checkpoint.map(|it| it.note))
            }
            (None, None) => {
                return Err(Failed::usage(
                    "say what to check: --data DIR, --config FILE, an export's directory, an address, or --proof FILE",
                ));
            }
        };
        progress.end();
        Ok((checked.0?, checked.1))
    }

    /// Checks a proof, and the file that it is to prove.
    fn proof(&self, path: &Path, earlier: Option<&str>) -> Result<(), Failed> {
        let refused = |bad: tree::BadProof| Failed::because(format!("{}: {bad}", path.display()));
        let proof = ProofFile::parse(&read(path)?).map_err(refused)?;
        let keys = match &self.key {
            None => Vec::new(),
            Some(key) => {
                let key = PublicKey::parse(key);
                vec![key.ok_or_else(|| Failed::usage("--key is no public key of a log"))?]
            }
        };
        let shown = proof.check(&keys).map_err(refused)?;
        if let Some(earlier) = earlier {
            let is_it =
                tree::Checkpoint::parse(earlier).is_ok_and(|(kept, _)| kept == shown.checkpoint);
            if !is_it {
                return Err(Failed::because(
                    "the proof leads to another checkpoint than the one that was kept: check the address against that one, \
                     and fetch the proof again",
                ));
            }
        }
        let file = self.file.as_deref().map(|file| proved(&proof, file)).transpose()?;
        say!(
            "Proved: statement {} with {} entries in the tree of {} ({} entries).",
            proof.statement,
            shown.leaves.len(),
            shown.checkpoint.origin,
            shown.checkpoint.size
        );
        if let Some(file) = file {
            say!("{file}");
        }
        if self.key.is_none() {
            say!("Signed by {}: compare it with what you kept or trust.", proof.keys.join(" or "));
        }
        Ok(())
    }
}

/// Finds in a proof what a file is of.
fn proved(proof: &ProofFile, path: &Path) -> Result<String, Failed> {
    let bytes = std::fs::read(path).map_err(|error| unusable(path, &error))?;
    let sha256 = Hash::of(&bytes).hex();
    let name = path.display();
    if let Some((part, _)) = proof.files().into_iter().find(|(_, of)| *of == sha256) {
        return Ok(format!("{name} is {part} of it, byte for byte."));
    }
    let shape = serde_json::from_slice(&bytes).unwrap_or(serde_json::Value::Null);
    if shape["number"] != proof.statement {
        return Err(Failed::because(format!(
            "{name} is none of the files of statement {}, or its bytes were changed (its SHA-256 is {sha256})",
            proof.statement
        )));
    }
    let newest = proof.entries.iter().rev().find(|entry| entry.parts.contains_key("subject"));
    let parts = newest.map(|entry| &entry.parts);
    let said = tree::parts_of(&shape);
    let other = said.iter().find(|(name, value)| {
        let proved = parts.and_then(|parts| parts.get(*name));
        proved.is_none_or(|it| tree::canonical(&it.value) != tree::canonical(value))
    });
    match other {
        None => Ok(format!("{name} says what the tree says: {} parts.", said.len())),
        Some((part, _)) => {
            Err(Failed::because(format!("{name} says something else than the tree: {part}")))
        }
    }
}

async fn note_at(at: &dyn operations::Published) -> Option<String> {
    String::from_utf8(at.get("checkpoint").await.ok()??).ok()
}

fn is_address(target: &str) -> bool {
    target.contains("://")
}

/// Says what was found; at an address only the tree is looked at, and not what its statements say.
fn report(verified: &Verified, is_address: bool) -> Result<(), Failed> {
    for finding in &verified.findings {
        say!("{finding}");
    }
    if verified.waiting > 0 {
        say!("Waiting to enter the tree: {} statements.", verified.waiting);
    }
    let Verified { leaves, statements, files, findings, .. } = verified;
    if !findings.is_empty() {
        let count = findings.len();
        return Err(Failed::because(format!(
            "the record is not as its tree says: {count} findings"
        )));
    }
    if is_address {
        say!("The tree is whole, and is the one that was signed: {leaves} leaves.");
        say!(
            "What its statements say was not looked at: that takes the data, an export, or --proof."
        );
    } else {
        say!("All is as the tree says: {leaves} leaves, {statements} statements, {files} files.");
    }
    if let Some(checkpoint) = &verified.checkpoint {
        let signed_by = verified.signed_by.join(" and ");
        say!(
            "Checkpoint of {}: {} leaves, signed by {signed_by}.",
            checkpoint.origin,
            checkpoint.size
        );
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Failed> {
    std::fs::read_to_string(path).map_err(|error| unusable(path, &error))
}

fn unusable(path: &Path, error: &std::io::Error) -> Failed {
    Failed::usage(format!("{}: {error}", path.display()))
}
