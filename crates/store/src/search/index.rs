//! Brings the words of statements into the index of each database.

use jiff::civil::{Date, date};
use rules::{Number, Statement};

use super::document::Document;
use crate::Fault;
use crate::connection::Connection;
use crate::conversions::Texts;
use crate::sql::{Value, sql};

const FORGET_SQLITE: &str = "delete from search_words
    where rowid = (select sort_key from search_statements where number = $1)";

/// Pieces go with it in PostgreSQL.
const FORGET: &str = "delete from search_statements where number = $1";

const INSERT_SQLITE: &str = "insert into search_statements (number, sort_key) values";

const INSERT_WORDS_SQLITE: &str = "insert into search_words (rowid, words) values";

/// Words as text become a `tsvector` only when told so, which `values` cannot.
const INSERT_POSTGRES: &str = "
    insert into search_statements (number, sort_key, words)
    select number, sort_key, words::tsvector
    from json_to_recordset($1::json) as given (number bigint, sort_key bigint, words text)";

const INSERT_PIECES_POSTGRES: &str = "
    insert into search_pieces (sort_key, piece, words)
    select sort_key, piece, words::tsvector
    from json_to_recordset($1::json) as given (sort_key bigint, piece bigint, words text)";

/// The bits of a sort key that are the number (`condition` has them again as a mask).
const NUMBER_BITS: u32 = 40;

/// As many bytes of words as are sent at once.
const MOST_BYTES: usize = 4_000_000;

/// Removes a statement's words.
pub(crate) async fn forget(connection: &mut Connection, number: Number) -> Result<(), Fault> {
    if connection.is_sqlite() {
        connection.run(sql(FORGET_SQLITE).bind(number)).await?;
    }
    connection.run(sql(FORGET).bind(number)).await?;
    Ok(())
}

/// Adds the words of statements that are not in the index, with those read from their attachments.
pub(crate) async fn add(
    connection: &mut Connection,
    statements: &[&Statement],
    texts: &Texts,
) -> Result<(), Fault> {
    let mut rest = statements.iter();
    loop {
        let (mut some, mut bytes) = (Vec::new(), 0);
        for statement in rest.by_ref() {
            let texts = texts.get(&statement.number.0).map(Vec::as_slice).unwrap_or_default();
            let document = Document::of(statement, texts);
            bytes += document.words().len();
            some.push((statement.number, sort_key(statement)?, document));
            if bytes > MOST_BYTES {
                break;
            }
        }
        if some.is_empty() {
            return Ok(());
        }
        if connection.is_sqlite() {
            add_to_sqlite(connection, &some).await?;
        } else {
            add_to_postgres(connection, &some).await?;
        }
    }
}

type Entry = (Number, i64, Document);

async fn add_to_sqlite(connection: &mut Connection, entries: &[Entry]) -> Result<(), Fault> {
    let (mut rows, mut words): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    for (number, sort_key, document) in entries {
        rows.extend([Value::from(*number), Value::from(*sort_key)]);
        words.extend([Value::from(*sort_key), Value::from(document.words())]);
    }
    connection.insert(INSERT_SQLITE, 2, rows).await?;
    connection.insert(INSERT_WORDS_SQLITE, 2, words).await
}

async fn add_to_postgres(connection: &mut Connection, entries: &[Entry]) -> Result<(), Fault> {
    let (mut rows, mut all_pieces) = (Vec::new(), Vec::new());
    for (number, sort_key, document) in entries {
        let mut pieces = document.pieces();
        let words = if pieces.len() == 1 { pieces.remove(0) } else { document.lexemes() };
        rows.push(serde_json::json!({"number": number.0, "sort_key": sort_key, "words": words}));
        for (piece, words) in pieces.into_iter().enumerate() {
            all_pieces
                .push(serde_json::json!({"sort_key": sort_key, "piece": piece, "words": words}));
        }
    }
    let rows = serde_json::Value::Array(rows).to_string();
    connection.run(sql(INSERT_POSTGRES).bind(rows)).await?;
    if !all_pieces.is_empty() {
        let pieces = serde_json::Value::Array(all_pieces).to_string();
        connection.run(sql(INSERT_PIECES_POSTGRES).bind(pieces)).await?;
    }
    Ok(())
}

/// Returns the day and the number in one, which sorts as lists do: newest last, and of one day the highest number last.
fn sort_key(statement: &Statement) -> Result<i64, Fault> {
    const EPOCH: Date = date(1970, 1, 1);
    const LARGEST: i64 = (1 << NUMBER_BITS) - 1;
    let number = statement.number.0;
    if !(0..=LARGEST).contains(&number) {
        let what = format!("statement {number} cannot be kept: numbers go from 0 to {LARGEST}");
        return Err(Fault::Contradiction { what });
    }
    let days = statement.day().duration_since(EPOCH).as_hours() / 24;
    Ok(days << NUMBER_BITS | number)
}
