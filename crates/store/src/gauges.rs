//! What whoever watches the service wants to know: how much waits and since when, whether the tables are those of this
//! version, how much room is left.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::decode::{some_time, time};
use crate::pool::Pool;
use crate::sql::sql;
use crate::{Fault, Reader, Store, migrations};

/// Of the words of attachments it is not known since when they wait.
const QUEUES: &str = "
    select 'outbox', count(*), min(m.queued_at)
    from deliveries d join mails m on m.id = d.mail where d.state = 'waiting'
    union all
    select 'readings', count(*), min(i.received_at)
    from readings r join items i on i.id = r.item where not r.done
    union all
    select 'origins', count(*), min(i.received_at)
    from origins o join items i on i.id = o.item where not o.done
    union all
    select 'conversions', count(*), cast(null as bigint) from conversions where not done
    union all
    select 'inbox', count(*), min(received_at) from items where state = 'waiting'";

/// An SQLite file has no clock but that of the machine.
const CLOCK: &str = "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";

/// Something in which work waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// What waits: `outbox`, `readings`, `origins` and `conversions` for workers, `inbox` for people.
    pub name: String,
    /// How many wait.
    pub waiting: i64,
    /// Since when the oldest waits, where that is known.
    pub oldest: Option<Timestamp>,
}

/// The connections to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// How many there are now.
    pub open: u32,
    /// How many of them nobody uses.
    pub idle: u32,
    /// How many there may be.
    pub most: u32,
}

/// How the tables of the database stand to this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tables {
    /// They are those of this version.
    Ours,
    /// A newer version added to them while this one ran, and this one can go on until it is replaced.
    Newer,
}

/// How much room is left in a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// The directory.
    pub directory: PathBuf,
    /// How many bytes may still be written.
    pub free_bytes: u64,
}

impl Reader {
    /// Returns how much waits in every queue.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn queues(&self) -> Result<Vec<Queue>, Fault> {
        let mut connection = self.ask("count what waits").await?;
        let rows: Vec<(String, i64, Option<i64>)> = connection.all(sql(QUEUES)).await?;
        let queue =
            |(name, waiting, oldest)| Ok(Queue { name, waiting, oldest: some_time(oldest)? });
        rows.into_iter().map(queue).collect()
    }

    /// Returns what time it is for the database, if it has a clock of its own.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn clock(&self) -> Result<Option<Timestamp>, Fault> {
        let mut connection = self.ask("read the database's clock").await?;
        if connection.is_sqlite() {
            return Ok(None);
        }
        let (microseconds,) = connection.one(sql(CLOCK)).await?;
        time(microseconds).map(Some)
    }
}

impl Store {
    /// Returns how the tables stand to this version, as they are now.
    ///
    /// # Errors
    /// [`Fault::Database`] if the database does not answer, [`Fault::Unusable`] if its tables are older than this version or
    /// another program's: somebody put another database in its place.
    pub async fn tables(&self) -> Result<Tables, Fault> {
        migrations::standing(&self.shared.pool, &self.shared.database).await
    }

    /// Returns the name of the last step of the tables that was made, such as `0055_outgoing`.
    ///
    /// # Errors
    /// [`Fault::Database`] if the database does not answer, or has no tables of ours.
    pub async fn schema(&self) -> Result<Option<String>, Fault> {
        migrations::last_step(&self.shared.pool).await
    }

    /// Returns the connections to the database.
    pub fn connections(&self) -> Connections {
        let idle = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        match &self.shared.pool {
            Pool::Sqlite { write, read } => Connections {
                open: read.size() + write.size(),
                idle: idle(read.num_idle() + write.num_idle()),
                most: read.options().get_max_connections() + write.options().get_max_connections(),
            },
            Pool::Postgres(pool) => Connections {
                open: pool.size(),
                idle: idle(pool.num_idle()),
                most: pool.options().get_max_connections(),
            },
        }
    }

    /// Returns how much room is left in each directory of this machine that is written to.
    ///
    /// # Errors
    /// [`Fault::Unusable`] if a directory cannot be looked at.
    pub fn room(&self) -> Result<Vec<Room>, Fault> {
        self.shared.directories.iter().map(|directory| room_in(directory)).collect()
    }
}

/// Returns how much room is left in a directory.
///
/// # Errors
/// [`Fault::Unusable`] if it cannot be looked at.
pub fn room_in(directory: &Path) -> Result<Room, Fault> {
    let about = rustix::fs::statvfs(directory).map_err(|error| Fault::Unusable {
        place: directory.display().to_string(),
        why: format!("how much room is left there cannot be found out: {error}"),
    })?;
    let free_bytes = about.f_bavail.saturating_mul(about.f_frsize);
    Ok(Room { directory: directory.to_owned(), free_bytes })
}
