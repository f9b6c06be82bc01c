//! The database and the files: the only SQL there is.
//!
//! Rows stay inside; values leave checked. A [`Reader`] cannot write; a [`Transaction`] keeps or loses everything done
//! in it. Nothing here decides whether something may be done: no rule of the process, no clock, no chance (ids and
//! times are arguments), no messages, no letters, no HTTP.

mod fault;
mod files;
mod ids;
mod reader;
mod store;
mod transaction;
mod values;

pub use fault::Fault;
pub use files::Files;
pub use ids::Ids;
pub use reader::Reader;
pub use store::{Database, Place, Store};
pub use transaction::Transaction;
pub use values::*;
