//! Mail that came back: which message it was, whom it did not reach, and who hears of it (REC-2, RFC 3464).

use std::collections::BTreeMap;

use jiff::Timestamp;
use mail::Report;
use rules::{Doer, Event, EventKind, Number, Step};
use store::{Item, TakenDelivery, Transaction};

use crate::bounce_address::proved_delivery;
use crate::deliver::is_public_fate;
use crate::telling::listeners;
use crate::unreached::note_refused;
use crate::{Desk, Failure, mailing, notices};

/// The name under which word of what was not delivered is queued; when that comes back itself, nobody is told again.
pub(crate) const UNDELIVERED: &str = "undelivered";

/// A delivery of ours that came back, with the server's words.
#[derive(Debug, Clone)]
pub(crate) struct CameBack {
    taken: TakenDelivery,
    words: String,
    /// Whether it is for good.
    is_permanent: bool,
}

/// What a received message says of mail of ours.
#[derive(Debug, Default)]
pub(crate) struct Returned {
    /// What a server reports in the form for it.
    pub(crate) report: Option<Report>,
    /// The words in which it says that something was not delivered, where it does so in its own form.
    pub(crate) words: Option<String>,
    /// Those of the addresses to which it came that have the form of those for what comes back.
    pub(crate) addresses: Vec<String>,
}

/// Returns which deliveries of ours a message reports as not delivered.
///
/// A report is nobody's word: it counts only of what a server took. What went with a sender of its own must have come back to
/// that: what names a message of ours, as everybody can, says nothing then. What went before the settings had it so is known
/// by what the report names, as is all where they have it so no longer.
pub(crate) async fn came_back(
    desk: &Desk,
    tx: &mut Transaction,
    returned: &Returned,
) -> Result<Vec<CameBack>, Failure> {
    if let Some(taken) = proved_delivery(tx, &desk.settings, &returned.addresses).await? {
        let came_back = |(words, is_permanent): (&str, bool)| {
            let words = words.to_owned();
            CameBack { taken, words, is_permanent }
        };
        return Ok(returned.failure().map(came_back).into_iter().collect());
    }
    let mut named = named(tx, returned.report.as_ref()).await?;
    named.retain(|it| desk.settings.bounces.is_none() || !it.taken.has_own_sender);
    Ok(named)
}

impl Returned {
    /// Returns the server's words, if it gave up, and whether that is for good; what has no code may be for a while.
    fn failure(&self) -> Option<(&str, bool)> {
        let reported = self.report.iter().flat_map(|report| &report.recipients);
        let mut reported = reported.peekable();
        if reported.peek().is_none() {
            return self.words.as_deref().map(|words| (words, false));
        }
        let failed = reported.find(|one| one.is_failed)?;
        Some((failed.words.as_str(), failed.is_permanent))
    }
}

/// Returns the deliveries that a report names, by the Message-ID and the recipients.
async fn named(tx: &mut Transaction, report: Option<&Report>) -> Result<Vec<CameBack>, Failure> {
    let Some(Report { message_id: Some(message_id), recipients }) = report else {
        return Ok(Vec::new());
    };
    let failed: Vec<_> = recipients.iter().filter(|one| one.is_failed).collect();
    if failed.is_empty() {
        return Ok(Vec::new());
    }
    let taken = tx.taken_under(message_id).await?;
    let first = taken.first().map(|one| &one.recipient);
    let is_one = taken.iter().all(|one| Some(&one.recipient) == first);
    let mut found: Vec<CameBack> = Vec::new();
    for reported in failed {
        let is_named =
            |one: &&TakenDelivery| reported.addresses.contains(&one.recipient.to_lowercase());
        // A server that passed it on may report the address that it passed it on to.
        let one = taken.iter().find(is_named).or(taken.first().filter(|_| is_one));
        let Some(one) = one else { continue };
        if !found.iter().any(|other| other.taken.delivery == one.delivery) {
            let (words, is_permanent) = (reported.words.clone(), reported.is_permanent);
            found.push(CameBack { taken: one.clone(), words, is_permanent });
        }
    }
    Ok(found)
}

/// Returns the reason for which a report is set aside: whom what did not reach.
pub(crate) fn reason_of(came_back: &[CameBack]) -> Option<String> {
    let one = |it: &CameBack| format!("{} ({})", it.taken.recipient, it.words);
    let all: Vec<String> = came_back.iter().map(one).collect();
    (!all.is_empty()).then(|| {
        format!("a report of a mail server that mail of ours did not reach {}", all.join(", "))
    })
}

/// Keeps what came back with a received message, and tells of it those whom the policy names, once.
pub(crate) async fn note_came_back(
    desk: &Desk,
    tx: &mut Transaction,
    item: &Item,
    came_back: &[CameBack],
    now: Timestamp,
) -> Result<(), Failure> {
    let mut by_statement: BTreeMap<Number, Vec<Undelivered>> = BTreeMap::new();
    for CameBack { taken, words, is_permanent } in
        came_back.iter().filter(|it| !it.taken.is_bounced)
    {
        tx.note_bounce(taken.delivery, item.id, now, (words, *is_permanent)).await?;
        // The report may hold the message, and with it the link of its reader.
        tx.remove_links_with(taken.delivery).await?;
        if *is_permanent {
            note_refused(desk, tx, (&taken.kind, &taken.recipient), words, now).await?;
        }
        let Some(number) = taken.number else { continue };
        let event = Event {
            id: desk.ids.next(now),
            number,
            kind: EventKind::Bounced,
            by: Doer::System,
            at: now,
            public: is_public_fate(&taken.kind),
            words: format!("To {}: {words}", taken.recipient),
            difference: String::new(),
        };
        tx.add_event(&event).await?;
        if taken.kind != UNDELIVERED {
            by_statement.entry(number).or_default().push(Undelivered {
                recipient: taken.recipient.clone(),
                subject: taken.subject.clone(),
                words: words.clone(),
                report: Some(item.id),
            });
        }
    }
    for (number, undelivered) in by_statement {
        tell_undelivered(desk, tx, number, &undelivered, now).await?;
    }
    Ok(())
}

/// A recipient whom a message did not reach.
#[derive(Debug, Clone)]
pub(crate) struct Undelivered {
    pub(crate) recipient: String,
    /// The subject of the message.
    pub(crate) subject: String,
    /// The server's words.
    pub(crate) words: String,
    /// The received message that says so; none where their server refused it at once.
    pub(crate) report: Option<i64>,
}

/// Queues word of what was not delivered, with what to do, to whoever the policy names; not to those whom it did not reach.
pub(crate) async fn tell_undelivered(
    desk: &Desk,
    tx: &mut Transaction,
    number: Number,
    undelivered: &[Undelivered],
    now: Timestamp,
) -> Result<(), Failure> {
    let Some(statement) = tx.statement(number).await? else { return Ok(()) };
    let directory = desk.store.reader().directory().await?;
    let mut silent = std::collections::HashSet::from([desk.settings.mail_from.key()]);
    silent.extend(undelivered.iter().map(|one| one.recipient.to_lowercase()));
    let to = listeners(desk, &statement, &directory, Step::Undelivered, &mut silent, now);
    if to.is_empty() {
        return Ok(());
    }
    let words = notices::after::undelivered(&desk.settings, &statement, undelivered);
    let outgoing = mailing::outgoing(desk, words, to, UNDELIVERED, now);
    mailing::queue(desk, tx, Some(number), UNDELIVERED, &outgoing, now).await
}
