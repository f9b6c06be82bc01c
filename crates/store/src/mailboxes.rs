//! How far shared mailboxes are stored.

use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

const STORED: &str = "select uid from mailboxes where name = $1 and uidvalidity = $2";

/// What was stored of another validity says nothing of this one.
const NOTE: &str = "
    insert into mailboxes (name, uidvalidity, uid) values ($1, $2, $3)
    on conflict (name) do update set uidvalidity = excluded.uidvalidity, uid = excluded.uid
    where mailboxes.uidvalidity <> excluded.uidvalidity or mailboxes.uid < excluded.uid";

impl Reader {
    /// Returns the UID up to which a mailbox of this UIDVALIDITY is stored; 0 if nothing of it is.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn stored_up_to(&self, mailbox: &str, uidvalidity: u32) -> Result<u32, Fault> {
        let mut connection = self.ask("look how far a mailbox is stored").await?;
        let asked = sql(STORED).bind(mailbox).bind(i64::from(uidvalidity));
        let found: Option<(i64,)> = connection.first(asked).await?;
        Ok(found.and_then(|(uid,)| u32::try_from(uid).ok()).unwrap_or(0))
    }
}

impl Transaction {
    /// Notes that a mailbox is stored up to this UID.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_stored(
        &mut self,
        mailbox: &str,
        uidvalidity: u32,
        uid: u32,
    ) -> Result<(), Fault> {
        let note = sql(NOTE).bind(mailbox).bind(i64::from(uidvalidity)).bind(i64::from(uid));
        self.connection.run(note).await?;
        Ok(())
    }
}
