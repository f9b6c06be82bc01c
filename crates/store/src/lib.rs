//! The database and the files: the only SQL there is.
//!
//! Rows stay inside; values leave checked. A [`Reader`] cannot write; a [`Transaction`] keeps or loses everything done
//! in it. Nothing here decides whether something may be done: no rule of the process, no clock, no chance (ids and
//! times are arguments), no messages, no letters, no HTTP.
//!
//! To add a question or a change, write its SQL as a constant in the file of its subject, its method on [`Reader`] or
//! [`Transaction`] below it, and do it in `tests/it/every_query.rs`, which fails for SQL that was never sent. One text
//! serves both databases: `$1` for values, `in (numbers($1))` for lists of them, no `like`, no `now()`, `nulls last`
//! where a null may be. A change that a public page could show says so by `note_shown`, or pages go on showing what was.

mod accounts;
mod api_requests;
mod api_tokens;
mod arrivals;
mod attempts;
mod audit;
mod backups;
mod bounces;
mod calendars;
mod changes;
mod connection;
mod conversions;
pub mod datatracker;
mod decode;
mod directory;
mod documents;
mod dump;
mod fault;
mod files;
mod gauges;
mod history;
mod ids;
mod inbox;
mod item_work;
mod lists;
mod log;
mod mailboxes;
mod mails;
mod migrations;
mod openid;
mod origins;
mod outbox;
mod overviews;
mod passkeys;
mod pool;
mod reader;
mod readings;
mod receipts;
mod reminders;
mod restore;
mod schedules;
mod search;
mod sessions;
mod sign_in_links;
mod sql;
mod statements;
mod stopped;
mod store;
mod submissions;
#[cfg(feature = "testing")]
pub mod testing;
mod transaction;
mod unsaved;
mod values;
mod versions;
mod wanted_pdfs;
mod watches;
mod webhooks;

pub use api_requests::{ApiAnswer, ApiAttempt, ApiRequest, aside};
pub use arrivals::{Client, HandedIn, ItemWay, KeptItem};
pub use bounces::TakenDelivery;
pub use changes::Change;
pub use conversions::AttachmentWords;
pub use directory::{Confirmation, DirectoryChange, DirectoryImport, ImportState};
pub use dump::{Dump, DumpedTable};
pub use fault::Fault;
pub use files::{Bucket, FilePlace, Files};
pub use gauges::{Connections, Queue, Room, Tables, room_in};
pub use ids::Ids;
pub use item_work::{ItemEvent, ItemWork};
pub use lists::{Facet, Facets};
pub use log::{StoredCheckpoint, StoredKey, StoredLeaf};
pub use mails::*;
pub use origins::{ClaimedOrigin, StoredOrigin};
pub use overviews::*;
pub use reader::Reader;
pub use readings::{ClaimedReading, NewReading, StoredReading, StoredSummary};
pub use receipts::Receipt;
pub use reminders::{OldDraft, RemindedOf, ReminderWishes, RequestsOf};
pub use restore::Restoring;
pub use search::words::words;
pub use sign_in_links::SignInLink;
pub use stopped::StoppedMail;
pub use store::{Database, Place, Store};
pub use submissions::Submission;
pub use transaction::Transaction;
pub use unsaved::UnsavedForm;
pub use values::*;
pub use versions::StatementVersion;
pub use wanted_pdfs::{ClaimedPdf, WantedPdf};
pub use watches::{News, Watch, Watcher};
pub use webhooks::{Webhook, WebhookDelivery};
