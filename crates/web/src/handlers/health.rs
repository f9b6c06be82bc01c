//! `/healthz` and `/readyz`: for whoever watches the service.

use axum::extract::State;
use axum::http::StatusCode;
use store::{Fault, Room, Tables};

use crate::Site;

/// How many of the largest messages there must be room for: each is written to the files, and into the database.
const MESSAGES: u64 = 4;

/// Says that the process runs.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// Says whether everything is there that it takes to answer and to keep what comes: the database, its tables as this version
/// knows them, and room on the disk. Where and why is in the log alone, since everybody may ask.
pub(crate) async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    const NO: StatusCode = StatusCode::SERVICE_UNAVAILABLE;
    let store = &site.desk.store;
    let tables = match store.tables().await {
        Ok(tables) => tables,
        Err(fault @ Fault::Unusable { .. }) => {
            tracing::error!(%fault, "the tables are not those of this version");
            return (NO, "the tables of the database are not those of this version\n");
        }
        Err(fault) => {
            tracing::error!(%fault, "the database does not answer");
            return (NO, "the database does not answer\n");
        }
    };
    match store.room() {
        Ok(rooms) => {
            if let Some(full) = full(&rooms, site.desk.settings.message_limit) {
                let (directory, free) = (full.directory.display(), full.free_bytes);
                tracing::error!(%directory, free, "the disk is full");
                return (NO, "the disk is full\n");
            }
        }
        Err(fault) => {
            tracing::error!(%fault, "a directory is not there");
            return (NO, "a directory of the data is not there\n");
        }
    }
    match tables {
        Tables::Ours => (StatusCode::OK, "ready\n"),
        Tables::Newer => (
            StatusCode::OK,
            "ready; the tables are those of a newer version: replace this instance\n",
        ),
    }
}

/// Returns a directory in which the largest messages have no room.
fn full(rooms: &[Room], message_limit: usize) -> Option<&Room> {
    let least = u64::try_from(message_limit).unwrap_or(u64::MAX).saturating_mul(MESSAGES);
    rooms.iter().find(|room| room.free_bytes < least)
}
