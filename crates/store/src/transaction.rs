//! Everything that can be changed, all of it or nothing.

use std::collections::BTreeSet;

use rules::Number;

use crate::changes::Changed;
use crate::connection::Connection;
use crate::sql::sql;
use crate::{Fault, log};

/// A transaction that may write; what is not committed is lost when it is dropped.
///
/// What can be changed is written beside what can be asked, in a file for each subject.
#[derive(Debug)]
pub struct Transaction {
    pub(crate) connection: Connection,
    shown: bool,
    pub(crate) changed: Changed,
    /// Of which the tree may have to say something.
    touched: BTreeSet<Number>,
    /// The first statement that it makes.
    pub(crate) made: Option<Number>,
}

const COUNT_CHANGE: &str = "update counters set value = value + 1 where name = 'changes'";

impl Transaction {
    pub(crate) fn new(connection: Connection) -> Self {
        Self {
            connection,
            shown: false,
            changed: Changed::default(),
            touched: BTreeSet::new(),
            made: None,
        }
    }

    /// Notes that a public page could show something of what is changed.
    pub(crate) fn note_shown(&mut self) {
        self.shown = true;
    }

    /// Notes that something of a statement may have to enter the tree by which the record is proved.
    pub fn note_touched(&mut self, number: Number) {
        self.touched.insert(number);
    }

    /// Keeps everything done in the transaction.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn commit(mut self) -> Result<(), Fault> {
        log::note_pending(&mut self.connection, &self.touched).await?;
        self.note_done().await?;
        if self.shown {
            // Last, because in PostgreSQL everybody else who counts waits from here on.
            self.connection.run(sql(COUNT_CHANGE)).await?;
            self.write_changes().await?;
        }
        self.connection.commit().await
    }
}
