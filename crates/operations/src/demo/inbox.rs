//! The messages in the inbox.

use bytes::Bytes;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rules::ItemState;

use super::statements::{Numbers, instant};
use crate::{Arrival, Desk, Failure, read_waiting_items, receive_message};

/// The role address at which they arrived.
const ARRIVED_AT: &str = "statements@example.org";

/// The messages: days ago, and what was sent; `@DATE@` stands for the day.
const MESSAGES: [(i64, &str, &str); 8] = [
    (1, "liaison@lm902.example.net", include_str!("../../demo/inbox/letter-with-attachment.eml")),
    (2, "secretariat@gmpp.example.com", include_str!("../../demo/inbox/letter-as-mail.eml")),
    (2, "jo.amsel@example.org", include_str!("../../demo/inbox/discussion.eml")),
    (3, "", include_str!("../../demo/inbox/out-of-office.eml")),
    (4, "unknown@example.net", include_str!("../../demo/inbox/malformed.eml")),
    (6, "tsbsg15@etu.example.com", include_str!("../../demo/inbox/taken.eml")),
    (1, "imke.faber@owc.example.com", include_str!("../../demo/inbox/letter-plain.eml")),
    (1, "tsbsg15@etu.example.com", include_str!("../../demo/inbox/letter-as-table.eml")),
];

/// What became of two of them: (index, state, reason, key of the statement made from it).
const HANDLED: [(usize, ItemState, &str, Option<&str>); 2] = [
    (3, ItemState::Closed, "An automatic reply, not a statement.", None),
    (5, ItemState::Taken, "", Some("residence-time-ask")),
];

/// Receives the messages as a mail server would hand them over, and reads them.
pub(super) async fn receive(desk: &Desk, numbers: &Numbers, now: Timestamp) -> Result<(), Failure> {
    let mut ids = Vec::with_capacity(MESSAGES.len());
    for (index, (days, sender, message)) in (0_i64..).zip(MESSAGES) {
        let at = instant(now, days, 9 * 60 + 17 * index);
        let date =
            TimeZone::UTC.to_datetime(at).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
        // Mail servers hand messages over with the line ends of the wire.
        let message = message.replace("@DATE@", &date).replace("\r\n", "\n").replace('\n', "\r\n");
        let arrival = Arrival {
            envelope_from: sender.to_owned(),
            envelope_to: ARRIVED_AT.to_owned(),
            bytes: Bytes::from(message),
        };
        ids.push(receive_message(desk, &arrival, at).await?);
    }
    let mut tx = desk.store.begin("handle the inbox of the demonstration").await?;
    for (index, state, reason, key) in HANDLED {
        let statement = key.and_then(|key| numbers.get(key)).copied();
        if let Some(id) = ids.get(index) {
            tx.set_item_state(*id, state, reason, statement).await?;
        }
    }
    tx.commit().await?;
    read_waiting_items(desk, now).await
}
