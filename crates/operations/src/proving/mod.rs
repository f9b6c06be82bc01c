//! The tree by which the record is proved: adding to it, giving out of it, checking it.

mod entry;
mod export_log;
mod extend;
mod finding;
mod given;
mod key;
mod published;
mod verify;
mod verify_export;
mod verify_statements;
mod verify_tree;

pub use export_log::export_log;
pub use extend::{Extended, extend_log, take_up_missed};
pub use finding::{Finding, Verified};
pub use given::{GivenLog, given_log, log_tile, proof_of};
pub use key::{LogKey, open_log_key, rotate_log_key};
pub use published::{Published, PublishedDirectory, verify_published};
pub use verify::verify_record;
pub use verify_export::verify_export;
