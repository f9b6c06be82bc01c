//! Receiving many messages at once, as out of a file with years of them.

use bytes::Bytes;
use jiff::Timestamp;
use store::{Item, KeptItem};

use crate::ask_sender::join_answer;
use crate::bounces::Returned;
use crate::receipts::Receipted;
use crate::receive_message::{Told, know_who_handed_in, made};
use crate::{Arrival, Desk, Failure};

/// Messages that were read and wait to be stored together.
#[derive(Default)]
pub(crate) struct Batch {
    items: Vec<Item>,
    files: Vec<Bytes>,
    /// For each item, the messages that it answers.
    answered: Vec<Vec<String>>,
    /// For each item, what only a program tells in it.
    told: Vec<(Returned, Option<Receipted>)>,
    /// For each message that was given, why it is none of the items.
    refused: Vec<Option<Failure>>,
}

/// Reads many messages; asks nothing of the database, so that some can be read while others are stored.
pub(crate) fn read_many(
    desk: &Desk,
    arrivals: impl Iterator<Item = Arrival>,
    now: Timestamp,
) -> Batch {
    let mut batch = Batch::default();
    for arrival in arrivals {
        match made(desk, &arrival, now) {
            Ok(made) => {
                batch.items.push(made.item);
                batch.files.extend(made.files);
                batch.answered.push(made.answered);
                batch.told.push((made.returned, made.receipted));
                batch.refused.push(None);
            }
            Err(failure) => batch.refused.push(Some(failure)),
        }
    }
    batch
}

/// Stores messages in one transaction, none if one cannot be; returns for each that was given what became of it.
pub(crate) async fn keep_many(
    desk: &Desk,
    mut batch: Batch,
    now: Timestamp,
) -> Result<Vec<Result<KeptItem, Failure>>, Failure> {
    desk.store.files().put_all(std::mem::take(&mut batch.files)).await?;
    for item in &mut batch.items {
        know_who_handed_in(desk, item).await?;
    }
    let mut tx = desk.store.begin("receive messages").await?;
    let mut notes = Vec::with_capacity(batch.items.len());
    for (item, (returned, receipted)) in batch.items.iter_mut().zip(&batch.told) {
        let told = Told::of(desk, &mut tx, returned, receipted.as_ref()).await?;
        *item = told.explained(item);
        notes.push(told);
    }
    let kept = tx.save_items(&batch.items).await?;
    for ((item, kept), told) in batch.items.iter().zip(&kept).zip(&notes) {
        if kept.is_new {
            told.note(desk, &mut tx, item, now).await?;
        }
    }
    for ((item, kept), answered) in batch.items.iter().zip(&kept).zip(&batch.answered) {
        if kept.is_new && !answered.is_empty() {
            join_answer(desk, &mut tx, item, answered, now).await?;
        }
    }
    tx.commit().await?;
    let mut kept = kept.into_iter();
    let answer = |failure: Option<Failure>| match failure {
        Some(failure) => Some(Err(failure)),
        None => kept.next().map(Ok),
    };
    Ok(batch.refused.into_iter().filter_map(answer).collect())
}
