//! The tree by which the record is proved: adding to it, giving out of it, checking it.

mod entry;
mod extend;
mod finding;
mod given;
mod key;
mod remembered;
mod verify;

pub use extend::{Extended, extend_log};
pub use finding::{Finding, Verified};
pub use given::{Log, LogTile, log, log_tile, proof_of};
pub use key::{LogKey, open_log_key, rotate_log_key};
pub use remembered::{Remembered, remember};
pub use verify::verify_record;
