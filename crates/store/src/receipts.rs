//! Receipts of other installations: where statements of ours are on their records.

use jiff::Timestamp;
use rules::Number;

use crate::decode::time;
use crate::origins::StoredOrigin;
use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

/// The most that are kept of one statement: whoever guesses its Message-ID could send any number of them.
const MOST: i64 = 20;

const COUNT: &str = "select count(*) from receipts where number = $1";

const NOTE: &str = "insert into receipts (item, number, address, at) values ($1, $2, $3, $4)
    on conflict do nothing";

const OF_STATEMENT: &str = "
    select r.item, r.address, r.at, o.done, o.sentence, o.detail
    from receipts r left join origins o on o.item = r.item where r.number = $1 order by r.at, r.item";

/// A receipt of another installation for a statement of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The received message that it is.
    pub item: i64,
    /// Where the statement is on their record, as its sender says.
    pub address: String,
    /// When it came.
    pub at: Timestamp,
    /// What was found of where the message is from; nothing before anybody has looked.
    pub origin: Option<StoredOrigin>,
}

type Row = (i64, String, i64, Option<bool>, Option<String>, Option<String>);

impl Transaction {
    /// Notes where a statement is on the record of whoever sent a message; says whether that is news, and not one too many.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_receipt(
        &mut self,
        item: i64,
        number: Number,
        address: &str,
        at: Timestamp,
    ) -> Result<bool, Fault> {
        let (known,): (i64,) = self.connection.one(sql(COUNT).bind(number)).await?;
        if known >= MOST {
            return Ok(false);
        }
        let note = sql(NOTE).bind(item).bind(number).bind(address).bind(at);
        Ok(self.connection.run(note).await? > 0)
    }
}

impl Reader {
    /// Returns the receipts of other installations for a statement, in the order in which they came.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn receipts_of(&self, number: Number) -> Result<Vec<Receipt>, Fault> {
        let mut connection = self.ask("list the receipts for a statement").await?;
        let rows: Vec<Row> = connection.all(sql(OF_STATEMENT).bind(number)).await?;
        let receipt = |(item, address, at, done, sentence, detail): Row| {
            let origin = done.map(|is_done| StoredOrigin {
                is_done,
                sentence: sentence.unwrap_or_default(),
                detail: detail.unwrap_or_default(),
            });
            Ok(Receipt { item, address, at: time(at)?, origin })
        };
        rows.into_iter().map(receipt).collect()
    }
}
