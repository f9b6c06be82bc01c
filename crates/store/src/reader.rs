//! Everything that can be asked; nothing that can be changed.

use std::sync::Arc;

use jiff::Timestamp;
use rules::{Directory, Event, GroupId, ItemState, LinkKind, Number, PersonId, Statement};

use crate::{
    Account, DocumentEntry, ExchangeRow, Facets, Fault, Find, Found, Item, MailFate,
    OrganizationRow, Row, Session,
};

/// Reads, and cannot write.
#[derive(Debug, Clone)]
pub struct Reader {}

impl Reader {
    /// Returns a statement, whatever its state: the caller asks the rules who may see it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn statement(&self, number: Number) -> Result<Option<Statement>, Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// Returns the statements of these numbers, in that order, in a constant number of queries.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn statements(&self, numbers: &[Number]) -> Result<Vec<Statement>, Fault> {
        let _ = numbers;
        Err(crate::fault::pending())
    }

    /// Returns every statement that is not yet or no longer on its way to the record (drafts, in review, dropped),
    /// newest first, at most 500.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn unposted(&self) -> Result<Vec<Statement>, Fault> {
        Err(crate::fault::pending())
    }

    /// Returns one page of a list; `page` counts from 1.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn find(&self, find: &Find, page: i64, per_page: i64) -> Result<Found, Fault> {
        let _ = find;
        let _ = page;
        let _ = per_page;
        Err(crate::fault::pending())
    }

    /// Returns how many statements there are for each value of a filter, under the others.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn facets(&self, find: &Find) -> Result<Facets, Fault> {
        let _ = find;
        Err(crate::fault::pending())
    }

    /// Returns every public statement that hangs together with this one, itself included, oldest first, at most
    /// 200.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn exchange(&self, number: Number) -> Result<Vec<ExchangeRow>, Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// Returns the history of a statement, oldest first; private events only if asked for.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn history(&self, number: Number, private: bool) -> Result<Vec<Event>, Fault> {
        let _ = number;
        let _ = private;
        Err(crate::fault::pending())
    }

    /// Returns the links that other public statements have to this one.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn linked_from(&self, number: Number) -> Result<Vec<(LinkKind, Row)>, Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// Returns the statement and attachment that the present tool serves under this file name.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn legacy_attachment(&self, file: &str) -> Result<Option<(Number, i64)>, Fault> {
        let _ = file;
        Err(crate::fault::pending())
    }

    /// Returns the numbers of all public statements, lowest first, for exports.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn public_numbers(&self) -> Result<Vec<Number>, Fault> {
        Err(crate::fault::pending())
    }

    /// Returns for each year how many public statements there are: (year, received, sent), oldest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn per_year(&self) -> Result<Vec<(i16, i64, i64)>, Fault> {
        Err(crate::fault::pending())
    }

    /// Returns the organizations other than ours with their counts, most statements first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn organizations(&self, ours: &str) -> Result<Vec<OrganizationRow>, Fault> {
        let _ = ours;
        Err(crate::fault::pending())
    }

    /// Returns the statements whose identifiers or Message-ID is this one, whatever their state.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn by_identifier(&self, identifier: &str) -> Result<Vec<Number>, Fault> {
        let _ = identifier;
        Err(crate::fault::pending())
    }

    /// Returns the whole directory; the same value until it changes.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn directory(&self) -> Result<Arc<Directory>, Fault> {
        Err(crate::fault::pending())
    }

    /// Returns the id and kind of the group with the present tool's id.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn group_by_datatracker_id(&self, id: i64) -> Result<Option<GroupId>, Fault> {
        let _ = id;
        Err(crate::fault::pending())
    }

    /// Returns the person who has this address, in whatever case it is written.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn person_by_address(&self, address: &str) -> Result<Option<PersonId>, Fault> {
        let _ = address;
        Err(crate::fault::pending())
    }

    /// Returns the account of this address, in whatever case it is written.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn account(&self, address: &str) -> Result<Option<Account>, Fault> {
        let _ = address;
        Err(crate::fault::pending())
    }

    /// Returns the account of a person.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn account_of(&self, person: PersonId) -> Result<Option<Account>, Fault> {
        let _ = person;
        Err(crate::fault::pending())
    }

    /// Returns all accounts, by address.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn accounts(&self) -> Result<Vec<Account>, Fault> {
        Err(crate::fault::pending())
    }

    /// Returns the session with this token hash, unless it has ended.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn session(
        &self,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<Session>, Fault> {
        let _ = token_sha256;
        let _ = now;
        Err(crate::fault::pending())
    }

    /// Returns received messages in a state, newest first, with how many there are.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn items(
        &self,
        state: ItemState,
        page: i64,
        per_page: i64,
    ) -> Result<(Vec<Item>, i64), Fault> {
        let _ = state;
        let _ = page;
        let _ = per_page;
        Err(crate::fault::pending())
    }

    /// Returns a received message.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item(&self, id: i64) -> Result<Option<Item>, Fault> {
        let _ = id;
        Err(crate::fault::pending())
    }

    /// Returns the received message that a statement was made from.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item_of(&self, number: Number) -> Result<Option<Item>, Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// Returns how many received messages wait.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn items_waiting(&self) -> Result<i64, Fault> {
        Err(crate::fault::pending())
    }

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

    /// Returns documents by name, in whatever case they are written.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn documents(&self, names: &[String]) -> Result<Vec<DocumentEntry>, Fault> {
        let _ = names;
        Err(crate::fault::pending())
    }

    /// Returns the words read from an attachment; empty if none were or none could be.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn attachment_text(&self, number: Number, position: i64) -> Result<String, Fault> {
        let _ = number;
        let _ = position;
        Err(crate::fault::pending())
    }
}
