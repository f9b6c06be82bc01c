//! What is counted over the whole record, or over what one organization has a part in.
//!
//! What is counted is what the lists hold, so that each number can be followed to its statements.

mod due;
mod outcomes;
mod statistics;
mod values;
mod waiting;

pub use due::DueRow;
pub use values::*;
pub use waiting::WaitingRow;

use jiff::civil::Date;
use rules::PersonId;

use crate::{Fault, Reader};

impl Reader {
    /// Counts the public statements, of one organization or of all but ours, by all that is told of them.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn statistics(
        &self,
        ours: &str,
        organization: Option<&str>,
    ) -> Result<Statistics, Fault> {
        let mut connection = self.snapshot("count for statistics").await?;
        statistics::statistics(&mut connection, ours, organization).await
    }

    /// Returns for each organization but ours how much of it waits for an answer, how much of that is past its day, and how
    /// much nobody has taken on but those who left; the most first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn waiting(
        &self,
        ours: &str,
        today: Date,
        left: &[PersonId],
    ) -> Result<Vec<WaitingRow>, Fault> {
        let mut connection = self.ask("count what waits").await?;
        waiting::waiting(&mut connection, ours, today, left).await
    }

    /// Returns the people who have something in hand that asks for an answer, each once.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn assignees(&self) -> Result<Vec<PersonId>, Fault> {
        let mut connection = self.ask("list who has something in hand").await?;
        waiting::assignees(&mut connection).await
    }

    /// Returns for each day of a span for how many received statements it is the day to watch, and how many of these wait
    /// for an answer.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn due(
        &self,
        find: &crate::Find,
        from: Date,
        until: Date,
    ) -> Result<Vec<DueRow>, Fault> {
        let mut connection = self.ask("count deadlines").await?;
        due::due(&mut connection, find, from, until).await
    }
}
