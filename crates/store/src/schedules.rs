//! What is done again and again, by one of all instances at a time.

use jiff::Timestamp;

use crate::sql::sql;
use crate::{Fault, Transaction};

const BEGIN: &str = "
    insert into schedules (name, due_at) values ($1, $2) on conflict (name) do nothing";

/// One statement, so that two instances never claim the same.
const CLAIM: &str = "
    update schedules set claimed_until = $3
    where name = $1 and due_at <= $2 and (claimed_until is null or claimed_until <= $2)";

const FINISH: &str = "update schedules set due_at = $2, claimed_until = null where name = $1";

impl Transaction {
    /// Claims something that is due, until `until`; what was never done is due at once.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn claim_schedule(
        &mut self,
        name: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, Fault> {
        self.connection.run(sql(BEGIN).bind(name).bind(now)).await?;
        Ok(self.connection.run(sql(CLAIM).bind(name).bind(now).bind(until)).await? > 0)
    }

    /// Notes that it was done, and when it is due again.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn finish_schedule(&mut self, name: &str, due: Timestamp) -> Result<(), Fault> {
        self.connection.run(sql(FINISH).bind(name).bind(due)).await?;
        Ok(())
    }
}
