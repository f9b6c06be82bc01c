//! Room for the programs that read documents, which write beside what they read: what they could not read for want of it is read
//! later.

use std::io::ErrorKind::{QuotaExceeded, StorageFull};

/// As much must be left on the disk where temporary files are, in bytes: a large letter with its pictures, opened.
const LEAST: u64 = 32 * 1024 * 1024;

/// Says whether documents can be read now; if not, the log says why.
pub(crate) fn to_read() -> bool {
    // Where nobody can tell, the programs say so themselves.
    let free = match tempfile::tempdir() {
        Ok(directory) => store::room_in(directory.path()).map_or(u64::MAX, |room| room.free_bytes),
        Err(fault) if matches!(fault.kind(), StorageFull | QuotaExceeded) => 0,
        Err(_) => u64::MAX,
    };
    if free < LEAST {
        tracing::error!(free, "no document is read until there is room for temporary files");
    }
    free >= LEAST
}
