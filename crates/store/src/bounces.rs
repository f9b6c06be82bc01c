//! Mail that came back: which delivery it was, and the report that says so.

use jiff::Timestamp;
use rules::Number;

use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

/// Only what a server took can come back: nobody keeps a message from being tried by reporting it.
const TAKEN_UNDER: &str = "
    select d.id, m.number, m.kind, m.subject, d.recipient, b.item, d.sender, m.envelope_from
    from mails m join deliveries d on d.mail = m.id left join bounces b on b.delivery = d.id
    where m.message_id = $1 and d.state = 'sent' order by d.id desc limit 1000";

/// The same of one delivery.
const TAKEN: &str = "
    select d.id, m.number, m.kind, m.subject, d.recipient, b.item, d.sender, m.envelope_from
    from deliveries d join mails m on m.id = d.mail left join bounces b on b.delivery = d.id
    where d.id = $1 and d.state = 'sent'";

const NOTE: &str =
    "insert into bounces (delivery, item, at, words, permanent) values ($1, $2, $3, $4, $5)
    on conflict (delivery) do nothing";

const OF_ITEM: &str = "
    select m.number, d.recipient
    from bounces b join deliveries d on d.id = b.delivery join mails m on m.id = d.mail
    where b.item = $1 order by d.id";

/// A delivery that a server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenDelivery {
    /// The delivery.
    pub delivery: i64,
    /// The statement that caused the message.
    pub number: Option<Number>,
    /// What the message is.
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// To whom.
    pub recipient: String,
    /// Whether it came back already.
    pub is_bounced: bool,
    /// The envelope's sender with which the server got it; `None` where that was not noted yet.
    pub sender: Option<String>,
    /// Whether that was its own, and not the one that all share.
    pub has_own_sender: bool,
}

type TakenRow = (i64, Option<i64>, String, String, String, Option<i64>, Option<String>, String);

fn taken(row: TakenRow) -> TakenDelivery {
    let (delivery, number, kind, subject, recipient, item, sender, shared) = row;
    let (number, is_bounced) = (number.map(Number), item.is_some());
    let has_own_sender = sender.as_ref().is_some_and(|sender| *sender != shared);
    TakenDelivery { delivery, number, kind, subject, recipient, is_bounced, sender, has_own_sender }
}

impl Transaction {
    /// Returns the deliveries of messages of this Message-ID that servers took, the newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn taken_under(&mut self, message_id: &str) -> Result<Vec<TakenDelivery>, Fault> {
        let rows: Vec<TakenRow> = self.connection.all(sql(TAKEN_UNDER).bind(message_id)).await?;
        Ok(rows.into_iter().map(taken).collect())
    }

    /// Returns a delivery if a server took it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn taken(&mut self, delivery: i64) -> Result<Option<TakenDelivery>, Fault> {
        let row: Option<TakenRow> = self.connection.first(sql(TAKEN).bind(delivery)).await?;
        Ok(row.map(taken))
    }

    /// Notes that a delivery came back, for good or after it was tried for long, with the received message that says so; the first
    /// report counts.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_bounce(
        &mut self,
        delivery: i64,
        item: i64,
        at: Timestamp,
        (words, permanent): (&str, bool),
    ) -> Result<(), Fault> {
        let note = sql(NOTE).bind(delivery).bind(item).bind(at).bind(words).bind(permanent);
        self.connection.run(note).await?;
        Ok(())
    }
}

impl Reader {
    /// Returns the statements whose mail came back with a received message, each with the recipient.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn bounced_with(&self, item: i64) -> Result<Vec<(Option<Number>, String)>, Fault> {
        let mut connection = self.ask("find what came back with a message").await?;
        let rows: Vec<(Option<i64>, String)> = connection.all(sql(OF_ITEM).bind(item)).await?;
        Ok(rows.into_iter().map(|(number, to)| (number.map(Number), to)).collect())
    }
}
