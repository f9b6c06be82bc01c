//! What is read from attached files and made of them.

use jiff::Timestamp;
use rules::{Number, Rendition};

use crate::{ClaimedConversion, Fault, Reader, Transaction};

impl Reader {
    /// Returns the words read from an attachment; empty if none were or none could be.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn attachment_text(&self, number: Number, position: i64) -> Result<String, Fault> {
        let _ = number;
        let _ = position;
        Err(crate::fault::pending())
    }
}

impl Transaction {
    /// Keeps the words of an attachment, and indexes them. A failure to read is kept as empty words with the
    /// reason.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_attachment_text(
        &mut self,
        number: Number,
        position: i64,
        text: &str,
        warning: &str,
    ) -> Result<(), Fault> {
        let _ = number;
        let _ = position;
        let _ = text;
        let _ = warning;
        Err(crate::fault::pending())
    }

    /// Keeps a rendition of a file.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_rendition(
        &mut self,
        sha256_of_file: &str,
        rendition: &Rendition,
    ) -> Result<(), Fault> {
        let _ = sha256_of_file;
        let _ = rendition;
        Err(crate::fault::pending())
    }

    /// Claims files whose words are to be read, at most `limit`, until `until`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn claim_conversions(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<ClaimedConversion>, Fault> {
        let _ = now;
        let _ = until;
        let _ = limit;
        Err(crate::fault::pending())
    }
}
