//! Taking messages from a Maildir that a mail server of this machine delivers into.
//!
//! A message is in `new` until it is stored, and in `cur` afterwards, marked as seen: nothing is deleted.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use operations::{Arrival, Desk, Failure, receive_message};
use rules::Way;

use crate::counting;
use crate::stop::Stop;

/// How often is looked for new messages.
const LOOK: Duration = Duration::from_secs(1);
/// How long to wait after a message could not be stored.
const REST: Duration = Duration::from_secs(10);

/// A Maildir that messages are taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedMaildir {
    /// The directory in which `new` and `cur` are.
    pub path: PathBuf,
    /// The address whose mail lies there; empty if it is not one address.
    pub address: String,
}

/// Takes messages until told to stop.
pub(crate) async fn run(desk: Desk, maildir: WatchedMaildir, mut stop: Stop) {
    let place = maildir.path.display().to_string();
    let mut was_told = false;
    while !stop.is_asked() {
        let pause = match take_new(&desk, &maildir, &stop).await {
            Ok(left) => {
                was_told &= left;
                LOOK
            }
            Err(error) if was_told => {
                tracing::debug!(maildir = place, %error, "messages are still not taken");
                REST
            }
            Err(error) => {
                tracing::warn!(maildir = place, %error, "messages cannot be taken, and stay where they are");
                was_told = true;
                REST
            }
        };
        stop.pause(pause).await;
    }
}

/// Takes what is new, in the order in which it was delivered; says whether something was left.
async fn take_new(desk: &Desk, maildir: &WatchedMaildir, stop: &Stop) -> io::Result<bool> {
    let new = maildir.path.join("new");
    let mut names = Vec::new();
    let mut directory = tokio::fs::read_dir(&new).await?;
    while let Some(entry) = directory.next_entry().await? {
        if let Ok(name) = entry.file_name().into_string()
            && !name.starts_with('.')
        {
            names.push(name);
        }
    }
    names.sort();
    let mut is_left = false;
    for name in names {
        if stop.is_asked() {
            break;
        }
        is_left |= !take(desk, maildir, &new.join(&name), &name).await?;
    }
    Ok(is_left)
}

/// Stores one message, then moves it; says whether it is gone.
async fn take(desk: &Desk, maildir: &WatchedMaildir, path: &Path, name: &str) -> io::Result<bool> {
    let limit = u64::try_from(desk.settings.message_limit).unwrap_or(u64::MAX);
    let about = match tokio::fs::metadata(path).await {
        // Another instance was faster.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        about => about?,
    };
    if !about.is_file() || about.len() > limit {
        return Ok(false);
    }
    let bytes = match tokio::fs::read(path).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        bytes => bytes?,
    };
    let filed_at = about.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
    let arrival = Arrival {
        way: Way::Maildir,
        envelope_to: maildir.address.clone(),
        source: name.to_owned(),
        filed_at,
        bytes: Bytes::from(bytes),
        ..Arrival::default()
    };
    match receive_message(desk, &arrival, Timestamp::now()).await {
        Ok(item) => {
            counting::received(Way::Maildir);
            tracing::info!(maildir = %maildir.path.display(), name, item, "stored a message");
        }
        Err(Failure::Unacceptable(_)) => return Ok(false),
        Err(failure) => return Err(io::Error::other(failure.to_string())),
    }
    let base = name.split(":2,").next().unwrap_or(name);
    let seen = maildir.path.join("cur").join(format!("{base}:2,S"));
    match tokio::fs::rename(path, seen).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.exists() => Ok(true),
        moved => moved.map(|()| true),
    }
}
