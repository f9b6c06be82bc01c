//! Regular messages that come back again and again: they stop, and those who coordinate learn why.

use jiff::{SignedDuration, Timestamp};
use store::{StoppedMail, Transaction};

use crate::reminding::REMINDERS;
use crate::watching::NEWS;
use crate::{Desk, Failure, mailing, notices};

/// After so many messages in a row that were refused for good, no more are mailed to an address.
pub(crate) const IN_A_ROW: i64 = 3;
/// So long nothing is mailed there; then it is tried anew.
const REST: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Notes that a message of a kind was refused for good by a server, at once or by a report, and stops such messages if those
/// before were, too. Whoever follows something is forgotten; of daily messages that stop, those who coordinate are told.
pub(crate) async fn note_refused(
    desk: &Desk,
    tx: &mut Transaction,
    (kind, address): (&str, &str),
    words: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    if ![NEWS, REMINDERS].contains(&kind) {
        return Ok(());
    }
    let in_a_row = tx.refused_in_a_row(address, kind, IN_A_ROW).await?;
    if i64::try_from(in_a_row).is_ok_and(|count| count < IN_A_ROW) {
        return Ok(());
    }
    tx.stop_mail(address, kind, words, now).await?;
    if kind == NEWS {
        tx.end_watches_at(address).await?;
        return Ok(());
    }
    let Some(to) = desk.policy.coordination().filter(|to| to.address() != address) else {
        return Ok(());
    };
    let person = tx.person_by_address(address).await?;
    let directory = desk.store.reader().directory().await?;
    let person = person.and_then(|person| directory.person(person));
    let words = notices::reminding::stopped_words(desk, person, address, words);
    mailing::send_words(desk, tx, "reminders-stopped", words, to, now).await
}

/// Returns the addresses to which messages go no longer, the latest first.
pub(crate) async fn stopped_mail(desk: &Desk, now: Timestamp) -> Result<Vec<StoppedMail>, Failure> {
    Ok(desk.store.reader().stopped_mail(now - REST).await?)
}
