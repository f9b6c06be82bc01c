//! Delivering what is queued: claimed, tried, and every attempt kept.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use rules::{Doer, EventKind, NoticeKind};
use store::{ClaimedDelivery, Outcome};

use crate::acting::note;
use crate::bounce_address::sender_of;
use crate::bounces::{UNDELIVERED, Undelivered, tell_undelivered};
use crate::own_links::own_copy;
use crate::unreached::note_refused;
use crate::{Desk, Failure};

/// How long after a worker was last heard of others may take over what it tried: a server that died holds up nobody for longer.
const LEASE: SignedDuration = SignedDuration::from_mins(1);
/// How often a delivery is tried before it is given up: some five days, as mail servers do (RFC 5321 §4.5.4.1).
const TRIES: i64 = 40;

/// Claims deliveries that are due, with the bytes to send: of a mail that asks, the copy of its recipient.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn take_deliveries(
    desk: &Desk,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<(ClaimedDelivery, Bytes)>, Failure> {
    let mut tx = desk.store.begin("claim deliveries").await?;
    let mut claimed = tx.claim_deliveries(now, now + LEASE, limit).await?;
    for delivery in &mut claimed {
        if let Some(sender) = sender_of(&mut tx, &desk.settings, delivery.delivery).await? {
            delivery.envelope_from = sender;
        }
        tx.note_sender(delivery.delivery, &delivery.envelope_from).await?;
    }
    tx.commit().await?;
    let mut with_bytes = Vec::with_capacity(claimed.len());
    for delivery in claimed {
        if let Some(bytes) = desk.store.files().get(&delivery.sha256).await? {
            let bytes = own_copy(desk, &delivery, bytes, now).await?;
            with_bytes.push((delivery, bytes));
        } else {
            let outcome = Outcome::Failed("the message is not among the files".to_owned());
            finish_delivery(desk, &delivery, outcome, now).await?;
        }
    }
    Ok(with_bytes)
}

/// Keeps a delivery for the worker that is still trying it; to be said more often than once a minute.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn hold_delivery(
    desk: &Desk,
    delivery: &ClaimedDelivery,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("keep a delivery").await?;
    tx.hold_delivery(delivery.delivery, now, now + LEASE).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps how an attempt ended. What cannot go now is tried again after a growing wait, and given up after some days.
///
/// The fate of the statement itself is noted in its history (REC-2).
///
/// # Errors
/// [`Failure::Fault`].
pub async fn finish_delivery(
    desk: &Desk,
    delivery: &ClaimedDelivery,
    outcome: Outcome,
    now: Timestamp,
) -> Result<(), Failure> {
    let outcome = match outcome {
        Outcome::Later(answer, _) if delivery.tried + 1 >= TRIES => Outcome::Failed(answer),
        Outcome::Later(answer, _) => Outcome::Later(answer, now + wait_before(delivery.tried)),
        outcome => outcome,
    };
    let mut tx = desk.store.begin("note a delivery").await?;
    tx.note_delivery(delivery.delivery, now, &outcome).await?;
    let told = match &outcome {
        Outcome::Sent(_) => Some((EventKind::Mailed, format!("To {}.", delivery.recipient))),
        Outcome::Failed(answer) => {
            Some((EventKind::MailFailed, format!("To {}: {answer}", delivery.recipient)))
        }
        Outcome::Later(..) => None,
    };
    if let Outcome::Failed(words) = &outcome {
        let of = (delivery.kind.as_str(), delivery.recipient.as_str());
        note_refused(desk, &mut tx, of, words, now).await?;
    }
    if let (Some(number), Some((kind, words))) = (delivery.number, told)
        && is_public_fate(&delivery.kind)
    {
        note(desk, &mut tx, number, kind, Doer::System, &words, now).await?;
    }
    if let (Outcome::Failed(words), Some(number)) = (&outcome, delivery.number)
        && delivery.kind != UNDELIVERED
    {
        let (recipient, words) = (delivery.recipient.clone(), words.clone());
        let subject = delivery.subject.clone();
        let failed = Undelivered { recipient, subject, words, report: None };
        tell_undelivered(desk, &mut tx, number, &[failed], now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Says whether everyone may read what became of a message: of the statement itself, and of a correction of it.
pub(crate) fn is_public_fate(kind: &str) -> bool {
    [NoticeKind::TheStatement.slug(), "correction"].contains(&kind)
}

/// Returns the wait before the next attempt: seconds at first, then minutes, at most three hours.
fn wait_before(tried: i64) -> SignedDuration {
    let doublings = u32::try_from(tried.clamp(0, 12)).unwrap_or(12);
    SignedDuration::from_secs((5_i64 << doublings).min(3 * 60 * 60))
}
