//! Opening a received message: whoever does has it before them, so that no two work at it unknowingly.

use jiff::Timestamp;
use rules::{Actor, Holder, ItemEventKind, ItemVerb, Refusal, may_handle_item};
use store::{ItemEvent, Transaction};

use crate::failure::unless_no_room;
use crate::{Desk, Failure};

/// Notes that somebody has a message before them; returns who has it, which is somebody else if they came first and it is
/// not taken over from them.
///
/// # Errors
/// [`Failure::NotFound`] for whoever may not see the inbox, or if there is no such message.
pub async fn open_item(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    takes_over: bool,
    now: Timestamp,
) -> Result<Option<Holder>, Failure> {
    let directory = desk.store.reader().directory().await?;
    may_handle_item(actor, ItemVerb::See, &directory, &desk.policy)
        .map_err(|_| Failure::NotFound("message"))?;
    let only_reads = may_handle_item(actor, ItemVerb::Hold, &directory, &desk.policy).is_err();
    let opened = open(desk, actor, id, (only_reads, takes_over), now).await;
    if takes_over { opened } else { unless_no_room(opened, None) }
}

async fn open(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    (only_reads, takes_over): (bool, bool),
    now: Timestamp,
) -> Result<Option<Holder>, Failure> {
    let mut tx = desk.store.begin("open a received message").await?;
    let item = tx.item(id).await?.ok_or(Failure::NotFound("message"))?;
    let held = tx.item_work(id).await?.holder;
    if item.state != rules::ItemState::Waiting || only_reads {
        return Ok(held);
    }
    let holder = Holder::after_opening(held.clone(), actor, takes_over, now);
    if let Some(holder) = &holder
        && held.as_ref() != Some(holder)
    {
        tx.hold_item(id, holder).await?;
        let from = held.filter(|held| held.person != holder.person && held.holds(now));
        if let Some(from) = from {
            let words = format!("From {}.", from.name);
            note_item(desk, &mut tx, id, ItemEventKind::TakenOver, actor, &words, now).await?;
        }
    }
    tx.commit().await?;
    Ok(holder)
}

/// Refuses to do something with a message that somebody else has before them.
pub(crate) async fn not_before_others(
    tx: &mut Transaction,
    actor: &Actor,
    id: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    match tx.item_work(id).await?.holder {
        Some(holder) if Some(holder.person) != actor.person && holder.holds(now) => {
            Err(Failure::Refused(Refusal::BeforeAnother { name: holder.name }))
        }
        _ => Ok(()),
    }
}

/// Adds to what was done with a message.
pub(crate) async fn note_item(
    desk: &Desk,
    tx: &mut Transaction,
    item: i64,
    kind: ItemEventKind,
    actor: &Actor,
    words: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let (id, person, name) = (desk.ids.next(now), actor.person, actor.name.clone());
    let words = words.to_owned();
    tx.note_item(&ItemEvent { id, item, kind, person, name, at: now, words }).await?;
    Ok(())
}
