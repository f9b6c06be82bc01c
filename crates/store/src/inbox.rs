//! Received messages.

use rules::{ItemState, Number};

use crate::{Fault, Item, Reader, Transaction};

impl Reader {
    /// Returns received messages in a state, newest first, with how many there are.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn items(
        &self,
        state: ItemState,
        page: i64,
        per_page: i64,
    ) -> Result<(Vec<Item>, i64), Fault> {
        let _ = state;
        let _ = page;
        let _ = per_page;
        Err(crate::fault::pending())
    }

    /// Returns a received message.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item(&self, id: i64) -> Result<Option<Item>, Fault> {
        let _ = id;
        Err(crate::fault::pending())
    }

    /// Returns the received message that a statement was made from.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item_of(&self, number: Number) -> Result<Option<Item>, Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// Returns how many received messages wait.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn items_waiting(&self) -> Result<i64, Fault> {
        Err(crate::fault::pending())
    }
}

impl Transaction {
    /// Keeps a received message; if the same bytes are there already, returns the id of that item and changes
    /// nothing.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_item(&mut self, item: &Item) -> Result<i64, Fault> {
        let _ = item;
        Err(crate::fault::pending())
    }

    /// Moves a received message to another state, with the reason and the statement made from it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn set_item_state(
        &mut self,
        id: i64,
        state: ItemState,
        reason: &str,
        statement: Option<Number>,
    ) -> Result<(), Fault> {
        let _ = id;
        let _ = state;
        let _ = reason;
        let _ = statement;
        Err(crate::fault::pending())
    }
}
