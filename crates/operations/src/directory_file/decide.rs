//! Deciding on an import that is held: taking it, or throwing it away.

use jiff::Timestamp;
use rules::{Actor, Difference, Doer, EntryVerb, Refusal, may_keep};
use store::{DirectoryImport, ImportState};

use super::{Entries, try_it, written};
use crate::acting::doer;
use crate::desk::day_of;
use crate::keeping::note_difference;
use crate::{Desk, Failure, ImportFault, audit_roles};

/// An import as whoever decides on it sees it.
#[derive(Debug, Clone)]
pub struct SeenImport {
    /// The import.
    pub import: DirectoryImport,
    /// How the directory would differ, or differed then.
    pub difference: Difference,
    /// Why it is held or failed.
    pub reasons: Vec<String>,
}

/// Returns an import for whoever may decide on imports.
///
/// # Errors
/// [`Failure::NotFound`] if there is none, or for anybody else.
pub async fn see_import(desk: &Desk, actor: &Actor, id: i64) -> Result<SeenImport, Failure> {
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    may_keep(actor, EntryVerb::DecideImport, None, &directory, &desk.policy)
        .map_err(|_| Failure::NotFound("import"))?;
    let import = reader.directory_import(id).await?.ok_or(Failure::NotFound("import"))?;
    let difference = read(&import.difference);
    let reasons = import.reason.lines().map(str::to_owned).collect();
    Ok(SeenImport { import, difference, reasons })
}

/// Takes an import that is held, if it still does what its page shows.
///
/// # Errors
/// [`Failure::NotFound`] for whoever may not see it; [`Failure::Refused`] if it was decided on already, or if the directory
/// changed meanwhile: its page then shows the new difference.
pub async fn confirm_import(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let seen = see_import(desk, actor, id).await?;
    if seen.import.state != ImportState::Held {
        return Err(decided());
    }
    let bytes = desk.store.files().get(&seen.import.entries_sha256).await?;
    let entries: Option<Entries> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let entries = entries.ok_or(Failure::NotFound("import"))?;
    let tried = try_it(desk, &entries, &seen.import.source, now).await.map_err(failure)?;
    let by = by(desk, actor).await?;
    if tried.difference != seen.difference {
        drop(tried.tx);
        let percent = desk.policy.hold_percent();
        let reasons = tried.difference.too_large(&tried.before, day_of(now), percent);
        let difference = written(&tried.difference).map_err(failure)?;
        let mut tx = desk.store.begin("look at an import again").await?;
        tx.save_difference(id, &difference, &reasons.join("\n")).await?;
        tx.commit().await?;
        return Err(Failure::Refused(Refusal::Outdated));
    }
    let mut tx = tried.tx;
    if !tx.decide_import(id, ImportState::Confirmed, &by, now).await? {
        return Err(decided());
    }
    audit_roles(desk, &mut tx, &tried.before, now).await?;
    let after = tx.directory().await?;
    note_difference(desk, &mut tx, &tried.difference, &after, &by, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Throws an import away that is held.
///
/// # Errors
/// [`Failure::NotFound`] for whoever may not see it; [`Failure::Refused`] if it was decided on already.
pub async fn drop_import(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    see_import(desk, actor, id).await?;
    let by = by(desk, actor).await?;
    let mut tx = desk.store.begin("throw an import away").await?;
    if !tx.decide_import(id, ImportState::Dropped, &by, now).await? {
        return Err(decided());
    }
    tx.commit().await?;
    Ok(())
}

async fn by(desk: &Desk, actor: &Actor) -> Result<Doer, Failure> {
    let directory = desk.store.reader().directory().await?;
    let role = may_keep(actor, EntryVerb::DecideImport, None, &directory, &desk.policy)?;
    Ok(doer(desk, actor, Some(role), &directory))
}

fn read(difference: &str) -> Difference {
    serde_json::from_str(difference).unwrap_or_default()
}

fn decided() -> Failure {
    Failure::Unacceptable("Somebody decided on this import already: its page says who.".to_owned())
}

fn failure(fault: ImportFault) -> Failure {
    match fault {
        ImportFault::Failure(failure) => failure,
        fault @ ImportFault::Input { .. } => Failure::Unacceptable(fault.to_string()),
    }
}
