//! The messages in the inbox.

use bytes::Bytes;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::data::Made;
use super::statements::{Numbers, instant};
use crate::origins::find_waiting_origins;
use crate::{Arrival, Desk, Failure, read_waiting_items, receive_message};

/// Receives the messages as a mail server would hand them over, and reads them.
pub(super) async fn receive(
    desk: &Desk,
    made: &Made,
    numbers: &Numbers,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut ids = Vec::with_capacity(made.messages.len());
    for (index, (days, sender, message)) in (0_i64..).zip(made.messages) {
        let at = instant(now, *days, 9 * 60 + 17 * index);
        let date =
            TimeZone::UTC.to_datetime(at).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
        // Mail servers hand messages over with the line ends of the wire.
        let message = message.replace("@DATE@", &date).replace("\r\n", "\n").replace('\n', "\r\n");
        let arrival = Arrival {
            envelope_from: (*sender).to_owned(),
            envelope_to: made.arrived_at.to_owned(),
            bytes: Bytes::from(message),
            ..Arrival::default()
        };
        ids.push(receive_message(desk, &arrival, at).await?);
    }
    let mut tx = desk.store.begin("handle the inbox of the demonstration").await?;
    for (index, state, reason, key) in made.handled {
        let statement = key.and_then(|key| numbers.get(key)).copied();
        if let Some(id) = ids.get(*index) {
            tx.set_item_state(*id, *state, reason, statement).await?;
        }
    }
    tx.commit().await?;
    find_waiting_origins(desk, now).await?;
    read_waiting_items(desk, now).await
}
