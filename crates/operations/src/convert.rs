//! Keeping the words of attachments, so that they can be searched and read without the program that made them.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use rules::{Number, Rendition, RenditionKind, State};
use store::{ClaimedConversion, Transaction};

use crate::{Desk, Failure};

/// How long after a worker was last heard of others may read what it read.
const LEASE: SignedDuration = SignedDuration::from_mins(1);

/// How often a file is tried whose reading never came to an end.
const TRIES: i64 = 4;

/// Claims attachments whose words are to be read, with their bytes.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn take_conversions(
    desk: &Desk,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<(ClaimedConversion, Bytes)>, Failure> {
    let mut tx = desk.store.begin("claim conversions").await?;
    let claimed = tx.claim_conversions(now, now + LEASE, limit).await?;
    tx.commit().await?;
    let mut with_bytes = Vec::with_capacity(claimed.len());
    for conversion in claimed {
        if conversion.tried >= TRIES {
            let warning = "reading it never came to an end: open the file itself";
            finish_conversion(desk, &conversion, "", warning).await?;
        } else if let Some(bytes) = desk.store.files().get(&conversion.sha256).await? {
            with_bytes.push((conversion, bytes));
        } else {
            finish_conversion(desk, &conversion, "", "its bytes are not among the files").await?;
        }
    }
    Ok(with_bytes)
}

/// Keeps an attachment for the worker that is still reading it; to be said more often than once a minute.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn hold_conversion(
    desk: &Desk,
    claimed: &ClaimedConversion,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("keep an attachment that is being read").await?;
    tx.hold_conversion(claimed.number, claimed.position, now, now + LEASE).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps the PDF that was made of a letter, which goes beside it, or of what was received (BOD-3, BOD-4).
///
/// # Errors
/// [`Failure::Fault`].
pub async fn keep_pdf(
    desk: &Desk,
    conversion: &ClaimedConversion,
    pdf: Bytes,
) -> Result<(), Failure> {
    let size = i64::try_from(pdf.len()).unwrap_or(i64::MAX);
    let sha256 = desk.store.files().put(pdf).await?;
    let mut tx = desk.store.begin("keep the PDF of a document").await?;
    let rendition = Rendition { kind: RenditionKind::Pdf, sha256, size };
    tx.save_rendition(&conversion.sha256, &rendition).await?;
    if conversion.is_letter {
        goes_beside(&mut tx, conversion.number).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Has the PDF of a letter go with a statement that waits, if nobody gave anything for it yet: it is shown from then on, and who
/// looked at it before looks again. What comes later stays behind (OUT-11).
async fn goes_beside(tx: &mut Transaction, number: Number) -> Result<(), Failure> {
    let Some(mut statement) = tx.statement(number).await? else { return Ok(()) };
    let fixed = statement.letter_pdfs.clone();
    if statement.state == State::InReview && fixed.is_some() {
        statement.fix_letter_pdfs();
        if statement.letter_pdfs != fixed {
            tx.save_statement(&statement).await?;
        }
    }
    Ok(())
}

/// Keeps the words that were read from an attachment, or why there are none.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn finish_conversion(
    desk: &Desk,
    conversion: &ClaimedConversion,
    text: &str,
    warning: &str,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("keep an attachment's words").await?;
    tx.save_attachment_text(conversion.number, conversion.position, text, warning).await?;
    tx.commit().await?;
    Ok(())
}
