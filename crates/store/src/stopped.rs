//! Addresses to which regular messages are mailed no longer, since those before came back.

use jiff::Timestamp;

use crate::decode::time;
use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

/// What became of the latest messages of a kind to an address, but of those from before they stopped.
const LATEST: &str = "
    select d.state, b.permanent, (select a.answer from attempts a where a.delivery = d.id order by a.position desc limit 1)
    from deliveries d join mails m on m.id = d.mail left join bounces b on b.delivery = d.id
    where d.recipient = $1 and m.kind = $2 and d.state in ('sent', 'failed')
        and m.queued_at > coalesce((select s.at from stopped_mail s where s.address = $1 and s.kind = $2), 0)
    order by d.id desc limit $3";

const STOP: &str = "
    insert into stopped_mail (address, kind, at, words) values ($1, $2, $3, $4)
    on conflict (address, kind) do update set at = excluded.at, words = excluded.words, resumed_at = null";

const RESUME: &str = "
    update stopped_mail set resumed_at = $3 where address = $1 and kind = $2 and resumed_at is null";

const STOPPED: &str = "
    select address, kind, at, words from stopped_mail where resumed_at is null and at >= $1 order by at desc, address, kind";

/// An address to which messages of a kind are mailed no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoppedMail {
    /// The address.
    pub address: String,
    /// Which messages.
    pub kind: String,
    /// Since when.
    pub at: Timestamp,
    /// The words of the last server that refused one.
    pub words: String,
}

impl Transaction {
    /// Returns how many of the latest messages of a kind to an address a server refused for good, in a row and at most `most`:
    /// at once, or by a report afterwards. What was taken ends the row, and so does what was only tried for too long.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn refused_in_a_row(
        &mut self,
        address: &str,
        kind: &str,
        most: i64,
    ) -> Result<usize, Fault> {
        let latest = sql(LATEST).bind(address).bind(kind).bind(most);
        let latest: Vec<(String, Option<bool>, Option<String>)> =
            self.connection.all(latest).await?;
        let is_refused =
            |(state, permanent, answer): &(String, Option<bool>, Option<String>)| match (
                permanent,
                state.as_str(),
            ) {
                (Some(permanent), _) => *permanent,
                (None, "failed") => answer.as_ref().is_some_and(|answer| answer.starts_with('5')),
                (None, _) => false,
            };
        Ok(latest.iter().take_while(|one| is_refused(one)).count())
    }

    /// Keeps that messages of a kind go to an address no longer, with the words of the last server that refused one.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn stop_mail(
        &mut self,
        address: &str,
        kind: &str,
        words: &str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let stop = sql(STOP).bind(address).bind(kind).bind(now).bind(words);
        self.connection.run(stop).await?;
        Ok(())
    }

    /// Keeps that messages of a kind go to an address again, if they had stopped.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn resume_mail(
        &mut self,
        address: &str,
        kind: &str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(RESUME).bind(address).bind(kind).bind(now)).await?;
        Ok(())
    }
}

impl Reader {
    /// Returns the addresses to which messages go no longer that stopped since an instant, the latest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn stopped_mail(&self, since: Timestamp) -> Result<Vec<StoppedMail>, Fault> {
        let mut connection = self.ask("list where mail stopped").await?;
        let rows: Vec<(String, String, i64, String)> =
            connection.all(sql(STOPPED).bind(since)).await?;
        let row =
            |(address, kind, at, words)| Ok(StoppedMail { address, kind, at: time(at)?, words });
        rows.into_iter().map(row).collect()
    }
}
