//! Sending a message to one recipient again, the same bytes, or to a corrected address (REC-2).

use jiff::Timestamp;
use rules::{Actor, Event, EventKind, Mailbox, Number, Verb, may_be_sent_again};
use store::{Delivery, DeliveryState, MailFate};

use crate::acting::{Loaded, doer, load};
use crate::deliver::is_public_fate;
use crate::give_statement::refused;
use crate::{Desk, Failure};

/// Sends a message of a statement to one of its recipients again, or in their place to another address.
///
/// It is the same message, to the byte; the history says who had it sent again, and to whom.
///
/// # Errors
/// [`Failure::NotFound`] if there is no such delivery; [`Failure::Refused`] for whoever may not, for what is not an address, for
/// a message that is not sent again, or while it is still being tried.
pub async fn resend_mail(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    delivery: i64,
    address: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("send a message again").await?;
    let Loaded { directory, role, .. } =
        load(desk, &mut tx, actor, Verb::Resend, number, None).await?;
    let fates = desk.store.reader().mail_of(number).await?;
    let (fate, old) = delivered(&fates, delivery).ok_or(Failure::NotFound("message"))?;
    let typed = address.trim();
    let typed = if typed.is_empty() { old.recipient.as_str() } else { typed };
    let mailbox = Mailbox::parse(typed)
        .map_err(|fault| refused("resend_to", crate::form::sentence(fault)))?;
    if !may_be_sent_again(&fate.mail.kind) {
        let fault = "This message is not sent again: it was about a step that is done.".to_owned();
        return Err(refused("resend_to", fault));
    }
    let is_tried = |it: &Delivery| {
        it.state == DeliveryState::Waiting && it.recipient.to_lowercase() == mailbox.key()
    };
    if fate.deliveries.iter().any(is_tried) {
        let fault = format!("It is on its way to {} already.", mailbox.address());
        return Err(refused("resend_to", fault));
    }
    let to = mailbox.address();
    tx.deliver_again(fate.mail.id, to, now, desk.settings.captured, &desk.ids).await?;
    let in_place = if mailbox.key() == old.recipient.to_lowercase() {
        String::new()
    } else {
        format!(", in place of {}", old.recipient)
    };
    let event = Event {
        id: desk.ids.next(now),
        number,
        kind: EventKind::SentAgain,
        by: doer(desk, actor, role, &directory),
        at: now,
        public: is_public_fate(&fate.mail.kind),
        words: format!("“{}” to {to}{in_place}.", fate.mail.subject),
        difference: String::new(),
    };
    tx.add_event(&event).await?;
    tx.commit().await?;
    Ok(())
}

fn delivered(fates: &[MailFate], delivery: i64) -> Option<(&MailFate, &Delivery)> {
    fates
        .iter()
        .find_map(|fate| Some((fate, fate.deliveries.iter().find(|other| other.id == delivery)?)))
}
