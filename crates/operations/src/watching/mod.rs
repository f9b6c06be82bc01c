//! Following what happens on the record by mail, without an account.
//!
//! Anybody may type any address, so nothing but one link is mailed to it before whoever reads there says that they want
//! more. Every answer is the same for every address.

mod ask_to_watch;
mod end_watches;
mod tell_watchers;

use std::fmt::Write as _;

use store::{Transaction, Watcher};

pub use ask_to_watch::{ask_to_watch, confirm_watch, name_of_watched};
pub use end_watches::{end_watch, end_watches, remove_unconfirmed_watches};
pub use tell_watchers::tell_watchers;

use crate::secrets::keyed_digest;
use crate::{Desk, Failure};

/// Which messages these are, among all that are mailed.
pub const NEWS: &str = "news";

/// Returns who is meant by the token of a link, with what they follow.
///
/// # Errors
/// [`Failure::NotFound`] for a token that is none of ours, and for whoever follows nothing any longer.
pub async fn watcher(desk: &Desk, token: &str) -> Result<Watcher, Failure> {
    let missing = || Failure::NotFound("page");
    let (id, _) = token.split_once('-').ok_or_else(missing)?;
    let id: i64 = id.parse().map_err(|_| missing())?;
    let watcher = desk.store.reader().watcher(id).await?.ok_or_else(missing)?;
    let mut tx = desk.store.begin("look at a link").await?;
    let is_ours = token_of(&mut tx, watcher.id, &watcher.address).await? == token;
    // Only what the links are made of may be new.
    store::aside(tx.commit()).await?;
    if is_ours { Ok(watcher) } else { Err(missing()) }
}

/// Returns the token of somebody's links: it is in every message to them, so it is made anew from what only we know.
async fn token_of(tx: &mut Transaction, id: i64, address: &str) -> Result<String, Failure> {
    let mut token = format!("{id}-");
    for half in ["follows", "follows still"] {
        let digest = keyed_digest(tx, &format!("{half} {id} {address}")).await?;
        let _ = write!(token, "{digest}");
    }
    Ok(token)
}

/// Returns the address of the page where somebody sees what they follow.
pub(crate) fn page_of(desk: &Desk, token: &str) -> String {
    format!("{}/watching/{token}", desk.settings.base_url)
}
