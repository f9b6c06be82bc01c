//! What is read from attached files and made of them.

use jiff::Timestamp;
use rules::{Number, Rendition};

use crate::{ClaimedConversion, Fault, Reader, Transaction};

impl Reader {
    /// A [`Fault`] of the database.
    pub async fn attachment_text(&self, number: Number, position: i64) -> Result<String, Fault> {
        let _ = number;
        let _ = position;
        Err(crate::fault::pending())
    }
}

impl Transaction {
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
