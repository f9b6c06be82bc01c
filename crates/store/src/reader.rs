//! Everything that can be asked; nothing that can be changed.

use std::sync::Arc;

use crate::Fault;
use crate::connection::Connection;
use crate::store::Shared;

/// Reads, and cannot write.
///
/// What can be asked is written beside what can be changed, in a file for each subject.
#[derive(Debug, Clone)]
pub struct Reader {
    pub(crate) shared: Arc<Shared>,
}

impl Reader {
    /// Takes a connection for a single question.
    pub(crate) async fn ask(&self, doing: &'static str) -> Result<Connection, Fault> {
        let Shared { pool, queries, .. } = &*self.shared;
        Connection::free(pool, Arc::clone(queries), doing).await
    }

    /// Takes a connection for several questions that all see the same state of the database.
    pub(crate) async fn snapshot(&self, doing: &'static str) -> Result<Connection, Fault> {
        let Shared { pool, queries, .. } = &*self.shared;
        let tx = pool.begin_snapshot().await.map_err(|source| Fault::Database { doing, source })?;
        Ok(Connection::within(tx, Arc::clone(queries), doing))
    }
}
