//! Statements: loading and saving them whole.

mod handling;
pub(crate) mod load;
mod save;

use jiff::Timestamp;
use rules::{Number, Statement};

use crate::search::index;
use crate::sql::{key, sql, texts};
use crate::{Fault, Identified, Reader, Transaction, conversions};

const UNPOSTED: &str = "
    select number from statements where not public and became_version is null
    order by day desc, number desc limit 500";

const DUE: &str = "
    select number from statements where goes_at <= $1 and state = 'in-review' order by goes_at, number limit 500";
const IN_REVIEW: &str = "
    select number from statements where not public and state = 'in-review' and number > $1
    order by number limit 100";

const BY_LEGACY_NAME: &str = "select number, position from attachments where legacy_name = $1
    order by number, position limit 1";

const PUBLIC_NUMBERS: &str = "select number from statements where public order by number";

const BY_IDENTIFIER: &str = "select number from statement_identifiers where identifier_key = $1
    union select number from statements where message_id_key = $1
    order by number";

const BY_IDENTIFIERS: &str = "
    select i.identifier_key, i.number, s.subject from statement_identifiers i
    join statements s on s.number = i.number
    where i.identifier_key in (texts($1)) and s.public order by i.number";

const NEXT_NUMBER: &str =
    "update counters set value = value + 1 where name = 'number' returning value";

const KEEP_NUMBERS_ABOVE: &str =
    "update counters set value = $1 where name = 'number' and value < $1";

impl Reader {
    /// Returns a statement, whatever its state: the caller asks the rules who may see it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn statement(&self, number: Number) -> Result<Option<Statement>, Fault> {
        let mut connection = self.snapshot("load a statement").await?;
        Ok(load::statements(&mut connection, &[number]).await?.pop())
    }

    /// Returns the statements of these numbers, in that order and each once, in a constant number of queries.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn statements(&self, numbers: &[Number]) -> Result<Vec<Statement>, Fault> {
        let mut connection = self.snapshot("load statements").await?;
        load::statements(&mut connection, numbers).await
    }

    /// Returns every statement that is not yet or no longer on its way to the record (drafts, in review, dropped),
    /// newest first, at most 500.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn unposted(&self) -> Result<Vec<Statement>, Fault> {
        let mut connection = self.snapshot("load what is not posted").await?;
        let numbers = connection.all(sql(UNPOSTED)).await?;
        load::statements(&mut connection, &of_rows(numbers)).await
    }

    /// Returns the numbers of the statements in review whose time has come, the earliest first, at most 500.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn due_to_go(&self, now: Timestamp) -> Result<Vec<Number>, Fault> {
        let mut connection = self.ask("list what is due to go").await?;
        Ok(of_rows(connection.all(sql(DUE).bind(now)).await?))
    }

    /// Returns the statements in review after this number, lowest first, at most 100.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn in_review(&self, after: Number) -> Result<Vec<Statement>, Fault> {
        let mut connection = self.snapshot("load what is in review").await?;
        let numbers = connection.all(sql(IN_REVIEW).bind(after)).await?;
        load::statements(&mut connection, &of_rows(numbers)).await
    }

    /// Returns the statement and attachment that the present tool serves under this file name.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn legacy_attachment(&self, file: &str) -> Result<Option<(Number, i64)>, Fault> {
        let mut connection = self.ask("find an attachment").await?;
        let found = connection.first(sql(BY_LEGACY_NAME).bind(file)).await?;
        Ok(found.map(|(number, position)| (Number(number), position)))
    }

    /// Returns the numbers of all public statements, lowest first, for exports.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn public_numbers(&self) -> Result<Vec<Number>, Fault> {
        let mut connection = self.ask("list the public statements").await?;
        Ok(of_rows(connection.all(sql(PUBLIC_NUMBERS)).await?))
    }

    /// Returns the statements whose identifiers or Message-ID is this one, in whatever case it is written and whatever
    /// their state, lowest number first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn by_identifier(&self, identifier: &str) -> Result<Vec<Number>, Fault> {
        let mut connection = self.ask("find a statement by its identifier").await?;
        Ok(of_rows(connection.all(sql(BY_IDENTIFIER).bind(key(identifier))).await?))
    }

    /// Returns the public statements that carry one of these identifiers, in whatever case it is written, in one query:
    /// in the order of the identifiers, lowest number first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn by_identifiers(&self, identifiers: &[String]) -> Result<Vec<Identified>, Fault> {
        if identifiers.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<String> = identifiers.iter().map(|identifier| key(identifier)).collect();
        let mut connection = self.ask("find statements by their identifiers").await?;
        let rows: Vec<(String, i64, String)> =
            connection.all(sql(BY_IDENTIFIERS).bind(texts(&keys))).await?;
        let of_key = |(identifier, key): (&String, &String)| -> Vec<Identified> {
            let found = rows.iter().filter(|(found, ..)| found == key);
            let identified = found.map(|(_, number, subject)| Identified {
                identifier: identifier.clone(),
                number: Number(*number),
                subject: subject.clone(),
            });
            identified.collect()
        };
        Ok(identifiers.iter().zip(&keys).flat_map(of_key).collect())
    }
}

impl Transaction {
    /// Reserves the next statement number.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn next_number(&mut self) -> Result<Number, Fault> {
        let (number,) = self.connection.one(sql(NEXT_NUMBER)).await?;
        self.made.get_or_insert(Number(number));
        Ok(Number(number))
    }

    /// Lifts the counter, so that the next reserved number is above this one.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_numbers_above(&mut self, number: Number) -> Result<(), Fault> {
        self.connection.run(sql(KEEP_NUMBERS_ABOVE).bind(number)).await?;
        Ok(())
    }

    /// Loads a statement within the transaction, so that what is decided on it is what is saved.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn statement(&mut self, number: Number) -> Result<Option<Statement>, Fault> {
        Ok(load::statements(&mut self.connection, &[number]).await?.pop())
    }

    /// Returns the statements on record that settle this one by an answer, lowest number first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn settled_by(&mut self, number: Number) -> Result<Vec<Number>, Fault> {
        handling::settled_by(&mut self.connection, number).await
    }

    /// Saves a statement whole and indexes its words.
    ///
    /// `revision` is the one that was loaded; it is counted up in the saved row, and [`Fault::Outdated`] returned
    /// if somebody saved in between. A new statement has revision 0.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_statement(&mut self, statement: &Statement) -> Result<(), Fault> {
        save::statement(&mut self.connection, statement).await?;
        if statement.revision > 0 {
            index::forget(&mut self.connection, statement.number).await?;
        }
        self.statements_saved(&[statement]).await
    }

    /// Saves many new statements at once, as an import does; they must not exist yet.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn insert_statements(&mut self, statements: &[Statement]) -> Result<(), Fault> {
        let statements: Vec<&Statement> = statements.iter().collect();
        save::new_statements(&mut self.connection, &statements).await?;
        self.changed.note_brought(&statements);
        self.statements_saved(&statements).await
    }

    async fn statements_saved(&mut self, statements: &[&Statement]) -> Result<(), Fault> {
        if statements.iter().any(|statement| statement.state.is_public()) {
            self.note_shown();
            self.changed.note_saved(statements);
        }
        for statement in statements.iter().filter(|statement| statement.state.is_public()) {
            self.note_touched(statement.number);
        }
        let texts = conversions::queue(&mut self.connection, statements).await?;
        index::add(&mut self.connection, statements, &texts).await
    }
}

fn of_rows(rows: Vec<(i64,)>) -> Vec<Number> {
    rows.into_iter().map(|(number,)| Number(number)).collect()
}
