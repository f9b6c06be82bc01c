//! Pages that are made from the code: compared with what is kept, or written where that is asked for.

use crate::top;

/// Fails unless a page is kept as it would be made now; with `LIAISON_WRITE_DOCS=1` it is written instead.
///
/// # Panics
/// If it differs, with the first line that does.
#[track_caller]
pub(crate) fn is_as_written(page: &str, made: &str) {
    let file = top().join(page);
    if std::env::var_os("LIAISON_WRITE_DOCS").is_some() {
        std::fs::write(&file, made).expect("the page can be written");
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = made.lines().zip(kept.lines()).find(|(made, kept)| made != kept);
    assert!(
        kept == made,
        "{page} is not what the code makes; LIAISON_WRITE_DOCS=1 writes it. First difference: {differs:?}"
    );
}
