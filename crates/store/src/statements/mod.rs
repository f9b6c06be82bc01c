//! Statements: loading and saving them whole.

use rules::{Number, Statement};

use crate::{Fault, Reader, Transaction};

impl Reader {
    /// A [`Fault`] of the database.
    pub async fn statement(&self, number: Number) -> Result<Option<Statement>, Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn statements(&self, numbers: &[Number]) -> Result<Vec<Statement>, Fault> {
        let _ = numbers;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn unposted(&self) -> Result<Vec<Statement>, Fault> {
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn legacy_attachment(&self, file: &str) -> Result<Option<(Number, i64)>, Fault> {
        let _ = file;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn public_numbers(&self) -> Result<Vec<Number>, Fault> {
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn by_identifier(&self, identifier: &str) -> Result<Vec<Number>, Fault> {
        let _ = identifier;
        Err(crate::fault::pending())
    }
}

impl Transaction {
    /// A [`Fault`] of the database.
    pub async fn next_number(&mut self) -> Result<Number, Fault> {
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn keep_numbers_above(&mut self, number: Number) -> Result<(), Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn statement(&mut self, number: Number) -> Result<Option<Statement>, Fault> {
        let _ = number;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn save_statement(&mut self, statement: &Statement) -> Result<(), Fault> {
        let _ = statement;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn insert_statements(&mut self, statements: &[Statement]) -> Result<(), Fault> {
        let _ = statements;
        Err(crate::fault::pending())
    }
}
