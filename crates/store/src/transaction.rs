//! Everything that can be changed, all of it or nothing.

use jiff::Timestamp;
use rules::{Event, ItemState, Number, PersonId, Rendition, Statement};

use crate::{
    Account, Changes, ClaimedConversion, ClaimedDelivery, ContactEntry, DocumentEntry, Fault,
    GroupEntry, Ids, Item, Outcome, PersonEntry, QueuedMail, Session,
};

/// A transaction that may write; what is not committed is lost when it is dropped.
#[derive(Debug)]
pub struct Transaction {}

impl Transaction {
    /// Reserves the next statement number.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn next_number(&mut self) -> Result<Number, Fault> {
        Err(crate::fault::pending())
    }

    /// Loads a statement within the transaction, so that what is decided on it is what is saved.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn statement(&mut self, number: Number) -> Result<Option<Statement>, Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// Saves a statement whole and indexes its words.
    ///
    /// `revision` is the one that was loaded; it is counted up in the saved row, and [`Fault::Outdated`] returned
    /// if somebody saved in between. A new statement has revision 0.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_statement(&mut self, statement: &Statement) -> Result<(), Fault> {
        let _ = statement;
        Err(crate::fault::pending())
    }

    /// Saves many new statements at once, as an import does; they must not exist yet.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn insert_statements(&mut self, statements: &[Statement]) -> Result<(), Fault> {
        let _ = statements;
        Err(crate::fault::pending())
    }

    /// Lifts the counter, so that the next reserved number is above this one.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_numbers_above(&mut self, number: Number) -> Result<(), Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// Appends an event to a statement's history.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_event(&mut self, event: &Event) -> Result<(), Fault> {
        let _ = event;
        Err(crate::fault::pending())
    }

    /// Appends many events.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_events(&mut self, events: &[Event]) -> Result<(), Fault> {
        let _ = events;
        Err(crate::fault::pending())
    }

    /// Keeps the words of an attachment, and indexes them. A failure to read is kept as empty words with the
    /// reason.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_attachment_text(
        &mut self,
        number: Number,
        position: i64,
        text: &str,
        warning: &str,
    ) -> Result<(), Fault> {
        let _ = number;
        let _ = position;
        let _ = text;
        let _ = warning;
        Err(crate::fault::pending())
    }

    /// Keeps a rendition of a file.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_rendition(
        &mut self,
        sha256_of_file: &str,
        rendition: &Rendition,
    ) -> Result<(), Fault> {
        let _ = sha256_of_file;
        let _ = rendition;
        Err(crate::fault::pending())
    }

    /// Keeps a received message; if the same bytes are there already, returns the id of that item and changes
    /// nothing.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_item(&mut self, item: &Item) -> Result<i64, Fault> {
        let _ = item;
        Err(crate::fault::pending())
    }

    /// Moves a received message to another state, with the reason and the statement made from it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn set_item_state(
        &mut self,
        id: i64,
        state: ItemState,
        reason: &str,
        statement: Option<Number>,
    ) -> Result<(), Fault> {
        let _ = id;
        let _ = state;
        let _ = reason;
        let _ = statement;
        Err(crate::fault::pending())
    }

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

    /// Claims files whose words are to be read, at most `limit`, until `until`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn claim_conversions(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<ClaimedConversion>, Fault> {
        let _ = now;
        let _ = until;
        let _ = limit;
        Err(crate::fault::pending())
    }

    /// Brings groups into the directory by acronym; parents may come in any order.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_groups(
        &mut self,
        groups: &[GroupEntry],
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Changes, Fault> {
        let _ = groups;
        let _ = ids;
        let _ = now;
        Err(crate::fault::pending())
    }

    /// Brings people and their roles into the directory; the roles given replace those that the people held before.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_people(
        &mut self,
        people: &[PersonEntry],
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Changes, Fault> {
        let _ = people;
        let _ = ids;
        let _ = now;
        Err(crate::fault::pending())
    }

    /// Brings listed contacts into the directory; those given for a group replace those that it had.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_contacts(
        &mut self,
        contacts: &[ContactEntry],
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Changes, Fault> {
        let _ = contacts;
        let _ = ids;
        let _ = now;
        Err(crate::fault::pending())
    }

    /// Brings documents in by name.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_documents(&mut self, documents: &[DocumentEntry]) -> Result<Changes, Fault> {
        let _ = documents;
        Err(crate::fault::pending())
    }

    /// Makes or changes the account of a person.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_account(&mut self, account: &Account) -> Result<(), Fault> {
        let _ = account;
        Err(crate::fault::pending())
    }

    /// Keeps a one-time link's token by its SHA-256.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_sign_in_link(
        &mut self,
        token_sha256: &str,
        person: PersonId,
        expires_at: Timestamp,
    ) -> Result<(), Fault> {
        let _ = token_sha256;
        let _ = person;
        let _ = expires_at;
        Err(crate::fault::pending())
    }

    /// Uses up a one-time link: returns its person once, and never again, nor after it expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn use_sign_in_link(
        &mut self,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<PersonId>, Fault> {
        let _ = token_sha256;
        let _ = now;
        Err(crate::fault::pending())
    }

    /// Keeps a session by its token's SHA-256.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_session(
        &mut self,
        token_sha256: &str,
        session: &Session,
    ) -> Result<(), Fault> {
        let _ = token_sha256;
        let _ = session;
        Err(crate::fault::pending())
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn touch_session(&mut self, token_sha256: &str, now: Timestamp) -> Result<(), Fault> {
        let _ = token_sha256;
        let _ = now;
        Err(crate::fault::pending())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_session(&mut self, token_sha256: &str) -> Result<(), Fault> {
        let _ = token_sha256;
        Err(crate::fault::pending())
    }

    /// Removes sessions and links that have expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_expired(&mut self, now: Timestamp) -> Result<(), Fault> {
        let _ = now;
        Err(crate::fault::pending())
    }

    /// Keeps everything done in the transaction.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn commit(self) -> Result<(), Fault> {
        Err(crate::fault::pending())
    }
}
