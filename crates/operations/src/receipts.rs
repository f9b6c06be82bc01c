//! Receipts of other installations: each says of a statement of ours where it is on their record (IN-6, from the other side).

use jiff::Timestamp;
use letters::reading::web_address;
use rules::{Doer, Event, EventKind, Number};
use store::{Item, Reader, Transaction};

use crate::origins::{ShownOrigin, shown_origin};
use crate::{Desk, Failure};

/// The kind under which statements are mailed to the other side.
const THE_STATEMENT: &str = "statement";
/// The longest address that is noted, in bytes.
const LONGEST: usize = 300;

/// Where a message says that what it answers is on the record of whoever sent it.
#[derive(Debug, Clone)]
pub(crate) struct Receipted {
    address: String,
    /// The messages that it answers.
    answered: Vec<String>,
}

/// A statement of ours on the record of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OnTheirRecord {
    number: Number,
    address: String,
}

/// A receipt of another installation, as it is shown to those who are involved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownReceipt {
    /// The received message that it is.
    pub item: i64,
    /// Where the statement is on their record.
    pub address: String,
    /// When it came.
    pub at: Timestamp,
    /// What shows who sent it; nothing before anybody has looked.
    pub origin: Option<ShownOrigin>,
}

impl Receipted {
    /// Returns what a receipt says, if a program of another installation wrote it to say that.
    pub(crate) fn of(bytes: &[u8], message: &mail::Message, base_url: &str) -> Option<Self> {
        if message.writer != mail::Writer::Responder {
            return None;
        }
        let address = mail::header_values(bytes, mail::RECEIPT_FIELD).into_iter().next()?;
        let address = web_address(address.trim())?;
        let is_theirs = address.len() <= LONGEST && !address.starts_with(base_url);
        is_theirs.then(|| Self { address, answered: message.in_reply_to.clone() })
    }
}

/// Returns the statement of ours for which a message is the receipt: one that we mailed, and that a server took.
pub(crate) async fn on_their_record(
    tx: &mut Transaction,
    receipted: Option<&Receipted>,
) -> Result<Option<OnTheirRecord>, Failure> {
    let Some(Receipted { address, answered }) = receipted else { return Ok(None) };
    for id in answered.iter().take(5) {
        let taken = tx.taken_under(id).await?;
        let sent = taken.iter().find(|one| one.kind == THE_STATEMENT);
        if let Some(number) = sent.and_then(|one| one.number) {
            return Ok(Some(OnTheirRecord { number, address: address.clone() }));
        }
    }
    Ok(None)
}

impl OnTheirRecord {
    /// Says why the message is set aside.
    pub(crate) fn reason(&self) -> String {
        let Self { number, address } = self;
        format!(
            "the receipt of another installation: statement {number} is on their record at {address}. It is noted at the \
             desk of the statement"
        )
    }

    /// Keeps it with the statement, once, for those who are involved in it: the message may be anybody’s.
    pub(crate) async fn note(
        &self,
        desk: &Desk,
        tx: &mut Transaction,
        item: &Item,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let Self { number, address } = self;
        if !tx.note_receipt(item.id, *number, address, now).await? {
            return Ok(());
        }
        let event = Event {
            id: desk.ids.next(now),
            number: *number,
            kind: EventKind::ReceiptCame,
            by: Doer::System,
            at: now,
            public: false,
            words: format!("On their record at {address}, as the message says."),
            difference: String::new(),
        };
        tx.add_event(&event).await?;
        Ok(())
    }
}

/// Returns the receipts of other installations for a statement, each with what shows who sent it.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn receipts_of(reader: &Reader, number: Number) -> Result<Vec<ShownReceipt>, Failure> {
    let receipts = reader.receipts_of(number).await?.into_iter();
    let shown = receipts.map(|store::Receipt { item, address, at, origin }| ShownReceipt {
        item,
        address,
        at,
        origin: origin.and_then(shown_origin),
    });
    Ok(shown.collect())
}
