//! The body names of the directory, made once and kept until the directory changes.

use std::sync::{Arc, Mutex, PoisonError};

use letters::Names;
use rules::Directory;

/// The names of the directory that was asked for last; cheap to clone.
///
/// Making them takes a tenth of a second where the directory is large. The store gives the same directory until the database
/// counts a change of it, so that names kept for that very value are never older than it, whichever instance changed it.
#[derive(Debug, Clone, Default)]
pub struct KnownNames(Arc<Mutex<Option<Known>>>);

/// A directory, and the names that were made from it.
type Known = (Arc<Directory>, Arc<Names>);

impl KnownNames {
    /// Returns the names of a directory.
    pub fn of(&self, directory: &Arc<Directory>) -> Arc<Names> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The kept directory lives on, so that no other can take its place in memory.
        if let Some((_, names)) = known.as_ref().filter(|(of, _)| Arc::ptr_eq(of, directory)) {
            return Arc::clone(names);
        }
        let names = Arc::new(Names::new(directory));
        *known = Some((Arc::clone(directory), Arc::clone(&names)));
        names
    }
}
