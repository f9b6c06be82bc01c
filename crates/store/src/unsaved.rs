//! What people typed into the forms of statements and did not save yet.

use jiff::Timestamp;
use rules::PersonId;

use crate::decode::time;
use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

const KEEP: &str = "
    insert into unsaved_forms (person, form, revision, typed, at) values ($1, $2, $3, $4, $5)
    on conflict (person, form) do update set
        revision = excluded.revision, typed = excluded.typed, at = excluded.at";

const ONE: &str = "select revision, typed, at from unsaved_forms where person = $1 and form = $2";

const FORGET: &str = "delete from unsaved_forms where person = $1 and form = $2";

const FORGET_BEFORE: &str = "delete from unsaved_forms where at < $1";

/// What somebody typed into a form and did not save yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsavedForm {
    /// The revision of the statement that they began to change; 0 for a new one.
    pub revision: i64,
    /// What they typed, as JSON.
    pub typed: String,
    /// When they last typed.
    pub at: Timestamp,
}

impl Reader {
    /// Returns what somebody typed into a form and did not save yet.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn unsaved_form(
        &self,
        person: PersonId,
        form: &str,
    ) -> Result<Option<UnsavedForm>, Fault> {
        let mut connection = self.ask("load what was typed").await?;
        let row: Option<(i64, String, i64)> =
            connection.first(sql(ONE).bind(person.0).bind(form)).await?;
        let unsaved = |(revision, typed, at)| Ok(UnsavedForm { revision, typed, at: time(at)? });
        row.map(unsaved).transpose()
    }
}

impl Transaction {
    /// Keeps what somebody typed into a form, in place of what was kept before.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_unsaved(
        &mut self,
        person: PersonId,
        form: &str,
        unsaved: &UnsavedForm,
    ) -> Result<(), Fault> {
        let keep = sql(KEEP).bind(person.0).bind(form).bind(unsaved.revision);
        self.connection.run(keep.bind(&unsaved.typed).bind(unsaved.at)).await?;
        Ok(())
    }

    /// Forgets what somebody typed into a form.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn forget_unsaved(&mut self, person: PersonId, form: &str) -> Result<(), Fault> {
        self.connection.run(sql(FORGET).bind(person.0).bind(form)).await?;
        Ok(())
    }

    /// Forgets what was typed before an instant, and never saved.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn forget_unsaved_before(&mut self, before: Timestamp) -> Result<(), Fault> {
        self.connection.run(sql(FORGET_BEFORE).bind(before)).await?;
        Ok(())
    }
}
