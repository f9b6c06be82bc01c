//! Room for the programs that read documents, which write beside what they read: what they could not read for want of it is read
//! later.

/// As much must be left on the disk where temporary files are, in bytes: a large letter with its pictures, opened.
const LEAST: u64 = 32 * 1024 * 1024;

/// Says whether documents can be read now; if not, the log says why.
pub(crate) fn to_read() -> bool {
    let directory = std::env::temp_dir();
    // Where nobody can tell, the programs say so themselves.
    let Ok(room) = store::room_in(&directory) else { return true };
    let is_enough = room.free_bytes >= LEAST;
    if !is_enough {
        let (directory, free) = (directory.display(), room.free_bytes);
        tracing::error!(%directory, free, "the disk is full: no document is read until there is room");
    }
    is_enough
}
