//! The database, its clock, the files, and the room for both.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use store::{Store, Tables};

use super::Finding;
use crate::settings::Settings;

/// Clocks that are further apart than this say wrong times on the record.
const APART: SignedDuration = SignedDuration::from_secs(2);
const FAR_APART: SignedDuration = SignedDuration::from_secs(60);

/// For how many of the largest messages there must be room, and for how many there should be.
const LEAST: u64 = 4;
const ENOUGH: u64 = 40;

const MIB: u64 = 1024 * 1024;

pub(super) async fn look(settings: &Settings) -> Vec<Finding> {
    let store = match Store::look(&settings.place).await {
        Ok(store) => store,
        Err(fault) => {
            let next = "see to it that it is there; `liaison quickstart` or `liaison serve` makes a new one";
            return vec![Finding::wrong("database", fault.to_string(), next)];
        }
    };
    let mut found = vec![tables(&store).await, clock(&store).await, files(settings, &store).await];
    found.extend(room(settings, &store));
    found.push(backup(&store).await);
    store.close().await;
    found
}

async fn tables(store: &Store) -> Finding {
    let step = store.schema().await.ok().flatten().unwrap_or_default();
    match store.tables().await {
        Ok(Tables::Ours) => Finding::fine(
            "database",
            format!("it answers; its tables are at {step}, as this version makes them"),
        ),
        Ok(Tables::Newer) => Finding::warn(
            "database",
            format!("it answers; its tables are at {step}, which a newer version made"),
            "put the newer version here too",
        ),
        Err(fault) => Finding::wrong(
            "database",
            fault.to_string(),
            "start the service, or run `liaison migrate`",
        ),
    }
}

async fn clock(store: &Store) -> Finding {
    match store.reader().clock().await {
        Ok(None) => Finding::fine("clock", "the database goes by that of this machine"),
        Ok(Some(theirs)) => {
            let apart = Timestamp::now().duration_since(theirs).abs();
            let says = format!(
                "this machine and the database are {:.1} seconds apart",
                apart.as_secs_f64()
            );
            let next = "let both be set by a time server (NTP)";
            match apart {
                apart if apart > FAR_APART => Finding::wrong("clock", says, next),
                apart if apart > APART => Finding::warn("clock", says, next),
                _ => Finding::fine("clock", says),
            }
        }
        Err(fault) => Finding::wrong("clock", fault.to_string(), "see to the database first"),
    }
}

/// Says how old the newest backup is, as the database notes it.
async fn backup(store: &Store) -> Finding {
    let next = "let `liaison backup` write one daily, and keep it on another machine";
    match store.reader().last_backup().await {
        Ok(Some(at)) => {
            let hours = Timestamp::now().duration_since(at).as_hours().max(0);
            let says = match hours {
                ..48 => format!("the newest was made {hours} hours ago"),
                _ => format!("the newest was made {} days ago", hours / 24),
            };
            if hours < 48 {
                Finding::fine("backup", says)
            } else {
                Finding::warn("backup", says, next)
            }
        }
        Ok(None) => Finding::warn("backup", "none was made yet", next),
        Err(_) => Finding::warn("backup", "none is known of", next),
    }
}

/// Keeps a file, reads it, and removes it again.
async fn files(settings: &Settings, store: &Store) -> Finding {
    let place = settings.place.files.to_string();
    let files = store.files();
    // What nobody kept before, so that nothing of anybody's is removed.
    let number: u128 = rand::random();
    let text = format!("liaison doctor wrote this to see whether it can: {number:032x}\n");
    let tried = async {
        let sha256 = files.put(text.clone().into()).await?;
        let read = files.get(&sha256).await?;
        files.remove(&sha256).await?;
        Ok::<bool, store::Fault>(read.as_deref() == Some(text.as_bytes()))
    };
    match tried.await {
        Ok(true) => match settings.place.files.directory().and_then(somebody_elses) {
            Some(other) => Finding::wrong(
                "files",
                format!("{} belongs to another user than {place}", other.display()),
                format!("chown -R --reference={place} {place}"),
            ),
            None => {
                Finding::fine("files", format!("a file was written to {place}, read and removed"))
            }
        },
        Ok(false) => Finding::wrong(
            "files",
            format!("{place} gives back another file than it was given"),
            "put the files elsewhere, and restore a backup",
        ),
        Err(fault) => Finding::wrong(
            "files",
            fault.to_string(),
            "let the user who runs the service write there",
        ),
    }
}

/// Returns a directory of files in which whoever the directory of all belongs to may not write, if there is one.
fn somebody_elses(top: &Path) -> Option<PathBuf> {
    let owner = top.metadata().ok()?.uid();
    let below = |path: &Path| std::fs::read_dir(path).into_iter().flatten().flatten();
    let first: Vec<PathBuf> = below(top).map(|entry| entry.path()).collect();
    let second = first.iter().flat_map(|path| below(path)).map(|entry| entry.path());
    let directories = first.iter().cloned().chain(second).filter(|path| path.is_dir());
    directories.into_iter().find(|path| path.metadata().is_ok_and(|it| it.uid() != owner))
}

fn room(settings: &Settings, store: &Store) -> Vec<Finding> {
    let limit = u64::try_from(settings.operations.message_limit).unwrap_or(u64::MAX);
    let rooms = match store.room() {
        Ok(rooms) => rooms,
        Err(fault) => return vec![Finding::wrong("disk", fault.to_string(), "make the directory")],
    };
    let finding = |room: &store::Room| {
        let says =
            format!("{} MiB are left in {}", room.free_bytes / MIB, room.directory.display());
        let next = "make room, or move the data to a larger disk";
        match room.free_bytes {
            free if free < limit.saturating_mul(LEAST) => Finding::wrong("disk", says, next),
            free if free < limit.saturating_mul(ENOUGH) => Finding::warn("disk", says, next),
            _ => Finding::fine("disk", says),
        }
    };
    rooms.iter().map(finding).collect()
}
