//! What a statement asks for, as a class of the policy: proposed, never required (RSP-8).

use jiff::Timestamp;
use rules::{Actor, EventKind, Number, Verb};

use super::Case;
use crate::give_statement::refused;
use crate::{Desk, Failure};

/// Says what a statement asks for; an empty slug says nothing again.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, or for a class that the policy does not name.
pub async fn class_asked(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    slug: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Handle, number, now).await?;
    let slug = slug.trim();
    let ask = desk.policy.ask(slug);
    if ask.is_none() && !slug.is_empty() {
        return Err(refused("asked", "Choose one of these.".to_owned()));
    }
    let asked = ask.map(|ask| ask.slug.clone());
    if case.statement.handling.asked == asked {
        return Ok(());
    }
    case.statement.handling.asked = asked;
    let words = ask.map_or("Not said.".to_owned(), |ask| format!("{}.", ask.name));
    case.note(EventKind::Classed, &words).await?;
    case.tx.save_statement(&case.statement).await?;
    case.tx.commit().await?;
    Ok(())
}
