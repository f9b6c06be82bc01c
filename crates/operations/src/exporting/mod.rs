//! The public record in forms that outlive this software: lines of JSON, and messages.

mod lines;
mod mbox;

use std::io;
use std::path::{Path, PathBuf};

use tokio::fs;

pub use lines::export_record;
pub use mbox::export_mbox;

use crate::Failure;

/// Has a file written under another name in a directory, which is made if it is absent, and gives it its own once it is whole;
/// returns what the writing returned.
async fn whole_or_nothing(
    directory: &Path,
    name: &str,
    write: impl AsyncFnOnce(PathBuf) -> Result<u64, Failure>,
) -> Result<u64, Failure> {
    let unwritable = |error| unwritable(directory, &error);
    fs::create_dir_all(directory).await.map_err(unwritable)?;
    let unfinished = directory.join(format!(".{name}.{}", std::process::id()));
    let written = match write(unfinished.clone()).await {
        Ok(written) => written,
        Err(failure) => {
            // What is left of it helps nobody; that it cannot be removed is not the failure to tell of.
            let _ = fs::remove_file(&unfinished).await;
            return Err(failure);
        }
    };
    fs::rename(&unfinished, directory.join(name)).await.map_err(unwritable)?;
    Ok(written)
}

/// Says that an export cannot be written to where it was wanted.
pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::Unacceptable(format!(
        "The export cannot be written to {}: {error}. Name a directory that you may write to.",
        path.display()
    ))
}
