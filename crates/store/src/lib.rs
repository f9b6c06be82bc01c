//! The database and the files: the only SQL there is.
//!
//! Rows stay inside; values leave checked. A [`Reader`] cannot write; a [`Transaction`] keeps or loses everything done
//! in it. Nothing here decides whether something may be done: no rule of the process, no clock, no chance (ids and
//! times are arguments), no messages, no letters, no HTTP.

mod accounts;
mod connection;
mod conversions;
mod decode;
mod directory;
mod documents;
mod fault;
mod files;
mod history;
mod ids;
mod inbox;
mod lists;
mod migrations;
mod outbox;
mod pool;
mod reader;
mod search;
mod sql;
mod statements;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod transaction;
mod values;

pub use fault::Fault;
pub use files::Files;
pub use ids::Ids;
pub use reader::Reader;
pub use store::{Database, Place, Store};
pub use transaction::Transaction;
pub use values::*;
