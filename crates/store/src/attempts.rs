//! How often something was tried, counted for all instances together.

use jiff::Timestamp;

use crate::decode::time;
use crate::sql::sql;
use crate::{Fault, Transaction};

const FIND: &str = "select times, last_at from sign_in_attempts where key = $1 and last_at > $2";

const COUNT: &str = "
    insert into sign_in_attempts (key, times, last_at) values ($1, 1, $2)
    on conflict (key) do update set
        times = case when sign_in_attempts.last_at > $3 then sign_in_attempts.times + 1 else 1 end,
        last_at = excluded.last_at
    returning times";

const FORGET: &str = "delete from sign_in_attempts where key = $1";

const TAKE_BACK: &str =
    "update sign_in_attempts set times = times - 1 where key = $1 and times > 0";

const REMOVE: &str = "delete from sign_in_attempts where last_at <= $1";

impl Transaction {
    /// Returns how often something was tried and when last, unless that was before `since`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn attempts(
        &mut self,
        key: &str,
        since: Timestamp,
    ) -> Result<Option<(i64, Timestamp)>, Fault> {
        let found: Option<(i64, i64)> =
            self.connection.first(sql(FIND).bind(key).bind(since)).await?;
        found.map(|(times, last_at)| Ok((times, time(last_at)?))).transpose()
    }

    /// Counts a try, and returns which it is; after a rest since `since`, counting begins anew.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn count_attempt(
        &mut self,
        key: &str,
        now: Timestamp,
        since: Timestamp,
    ) -> Result<i64, Fault> {
        let count = sql(COUNT).bind(key).bind(now).bind(since);
        let (times,): (i64,) = self.connection.one(count).await?;
        Ok(times)
    }

    /// Forgets the tries under a key, since one was right.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn forget_attempts(&mut self, key: &str) -> Result<(), Fault> {
        self.connection.run(sql(FORGET).bind(key)).await?;
        Ok(())
    }

    /// Takes one try back, since it was right.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn take_attempt_back(&mut self, key: &str) -> Result<(), Fault> {
        self.connection.run(sql(TAKE_BACK).bind(key)).await?;
        Ok(())
    }

    /// Removes what was last tried before `since`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_attempts(&mut self, since: Timestamp) -> Result<(), Fault> {
        self.connection.run(sql(REMOVE).bind(since)).await?;
        Ok(())
    }
}
