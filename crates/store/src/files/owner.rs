//! Whose the files are: what root keeps belongs to whoever the directory belongs to.

use std::io;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::Path;

/// Gives a file that root kept, and the directories above it, to whoever the directory of all files belongs to.
///
/// Root looks (`liaison doctor`) and imports; the service is another user, and must be able to write beside that afterwards.
pub(super) fn give(top: &Path, path: &Path) -> io::Result<()> {
    if !rustix::process::geteuid().is_root() {
        return Ok(());
    }
    let owner = std::fs::metadata(top)?;
    let within = path.ancestors().take_while(|part| *part != top);
    for part in within.collect::<Vec<_>>().into_iter().rev() {
        if std::fs::metadata(part)?.uid() != owner.uid() {
            chown(part, Some(owner.uid()), Some(owner.gid()))?;
        }
    }
    Ok(())
}
