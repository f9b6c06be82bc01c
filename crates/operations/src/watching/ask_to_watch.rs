//! Asking to follow something, and confirming it by the link that is mailed.

use jiff::Timestamp;
use rules::{Mailbox, Watched};

use super::{NEWS, page_of, token_of, watcher};
use crate::listing::find_in_address;
use crate::{Desk, Failure, Visitor, attempts, mailing, notices};

/// The longest search that can be followed, as its address has it.
const LONGEST: usize = 1_000;
/// How much one address may follow.
const MOST: usize = 100;

/// Keeps that somebody asked to follow something, and mails the link that confirms it.
///
/// # Errors
/// [`Failure::NotFound`] for a statement, group or organization that is not there; [`Failure::Unacceptable`] for what is
/// no address, or a search of everything; [`Failure::TooOften`].
pub async fn ask_to_watch(
    desk: &Desk,
    watched: &Watched,
    address: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Failure> {
    let name = name_of_watched(desk, watched).await?;
    let to = Mailbox::new("", address.trim())
        .map_err(|why| Failure::Unacceptable(format!("The address cannot be used: {why}.")))?;
    let mut tx = desk.store.begin("ask to follow").await?;
    if attempts::count_watching(&mut tx, to.address(), visitor, now).await? {
        let id = tx.ask_to_watch(&to, watched, &desk.ids, now).await?;
        let token = token_of(&mut tx, id, &to.key()).await?;
        let words = notices::watching::link_words(desk, &name, &page_of(desk, &token));
        mailing::send_words(desk, &mut tx, "follow-link", words, to, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Returns what something that can be followed is called.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Unacceptable`] for a search of everything.
pub async fn name_of_watched(desk: &Desk, watched: &Watched) -> Result<String, Failure> {
    let reader = desk.store.reader();
    match watched {
        Watched::Exchange(number) => {
            let statement = reader.statement(*number).await?;
            let statement = statement.filter(|statement| statement.state.is_public());
            let statement = statement.ok_or(Failure::NotFound("statement"))?;
            Ok(format!("the exchange of No. {number}, “{}”", statement.subject))
        }
        Watched::Group(acronym) | Watched::Organization(acronym) => {
            let directory = reader.directory().await?;
            let group = directory.by_acronym(acronym);
            let group = group.ok_or(Failure::NotFound("organization or group"))?;
            Ok(format!("{} ({})", group.name, group.acronym))
        }
        Watched::Search(query) => {
            let everything = store::Find::default();
            let asked = find_in_address(query, jiff::civil::Date::ZERO);
            let asked = store::Find { sort: store::Sort::default(), ..asked };
            if query.len() > LONGEST || asked == everything {
                let words = "Search for something first, or narrow the list down: what is followed must be less than everything.";
                return Err(Failure::Unacceptable(words.to_owned()));
            }
            Ok(format!("the search “{}”", searched(query)))
        }
    }
}

/// Returns a search as people read it: `clock, year 2026`.
fn searched(query: &str) -> String {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let words = pairs.map(|(key, value)| {
        let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
        if key == "q" { value.into_owned() } else { format!("{key} {value}") }
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Notes that whoever reads at an address wants what was asked for with it.
///
/// # Errors
/// [`Failure::NotFound`] for a token that is none of ours; [`Failure::Unacceptable`] if that is too much.
pub async fn confirm_watch(
    desk: &Desk,
    token: &str,
    watch: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let watcher = watcher(desk, token).await?;
    let wanted = watcher.watches.iter().filter(|watch| watch.confirmed_at.is_some()).count();
    if wanted >= MOST {
        return Err(Failure::Unacceptable(format!(
            "One address can follow {MOST} things: end some of them first."
        )));
    }
    let mut tx = desk.store.begin("confirm what is followed").await?;
    tx.confirm_watch(watcher.id, watch, now).await?;
    tx.resume_mail(&watcher.address, NEWS, now).await?;
    tx.commit().await?;
    Ok(())
}
