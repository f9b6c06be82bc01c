//! Backups: everything in one file while the service runs, and everything back from it.

mod archive;
mod backup;
mod restore;

pub use archive::{Locked, Opens};
pub use backup::{BackedUp, NewBackup, backup};
pub use restore::{RestoreFrom, Restored, restore};
