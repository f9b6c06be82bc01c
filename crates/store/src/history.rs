//! What happened to statements.

use rules::{Event, Number};

use crate::{Fault, Reader, Transaction};

impl Reader {
    /// A [`Fault`] of the database.
    pub async fn history(&self, number: Number, private: bool) -> Result<Vec<Event>, Fault> {
        let _ = number;
        let _ = private;
        Err(crate::fault::pending())
    }
}

impl Transaction {
    /// A [`Fault`] of the database.
    pub async fn add_event(&mut self, event: &Event) -> Result<(), Fault> {
        let _ = event;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn add_events(&mut self, events: &[Event]) -> Result<(), Fault> {
        let _ = events;
        Err(crate::fault::pending())
    }
}
