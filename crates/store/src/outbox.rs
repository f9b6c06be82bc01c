//! Messages to be mailed, and what became of them.

use jiff::Timestamp;
use rules::Number;

use crate::{ClaimedDelivery, Fault, MailFate, Outcome, QueuedMail, Reader, Transaction};

impl Reader {
    /// Returns the messages that a statement caused, oldest first, with every delivery and attempt.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn mail_of(&self, number: Number) -> Result<Vec<MailFate>, Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// Returns queued messages, newest first, with how many there are.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn mails(&self, page: i64, per_page: i64) -> Result<(Vec<MailFate>, i64), Fault> {
        let _ = page;
        let _ = per_page;
        Err(crate::fault::pending())
    }

    /// Returns a queued message.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn mail(&self, id: i64) -> Result<Option<MailFate>, Fault> {
        let _ = id;
        Err(crate::fault::pending())
    }
}

impl Transaction {
    /// Queues a message, one delivery for each recipient; captured ones are kept and never sent.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn queue_mail(&mut self, mail: &QueuedMail, captured: bool) -> Result<(), Fault> {
        let _ = mail;
        let _ = captured;
        Err(crate::fault::pending())
    }

    /// Claims deliveries that are due, at most `limit`, until `until`; nobody else gets them before that.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn claim_deliveries(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<ClaimedDelivery>, Fault> {
        let _ = now;
        let _ = until;
        let _ = limit;
        Err(crate::fault::pending())
    }

    /// Notes how an attempt ended, and when it is tried again.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_delivery(
        &mut self,
        delivery: i64,
        at: Timestamp,
        outcome: &Outcome,
    ) -> Result<(), Fault> {
        let _ = delivery;
        let _ = at;
        let _ = outcome;
        Err(crate::fault::pending())
    }
}
