//! Documents that statements refer to.

use crate::{Changes, DocumentEntry, Fault, Reader, Transaction};

impl Reader {
    /// Returns documents by name, in whatever case they are written.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn documents(&self, names: &[String]) -> Result<Vec<DocumentEntry>, Fault> {
        let _ = names;
        Err(crate::fault::pending())
    }
}

impl Transaction {
    /// Brings documents in by name.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_documents(&mut self, documents: &[DocumentEntry]) -> Result<Changes, Fault> {
        let _ = documents;
        Err(crate::fault::pending())
    }
}
