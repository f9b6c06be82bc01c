//! A correction takes its place on the record: what is kept, and what is mailed because of it (REC-2).

use jiff::Timestamp;
use mail::Automatic;
use rules::{
    Attachment, Correction, Directory, Doer, Event, EventKind, Gate, GateKind, Means, NoticeKind,
    Statement, at_posting,
};
use store::{StatementVersion, Transaction};

use crate::desk::day_of;
use crate::edit_statement::{lines_between, written_out};
use crate::mailing::{self, Prepared};
use crate::{Desk, Failure, notices};

/// Puts a correction whose last gate opened in the place of what the record says, and returns that; the caller saves the
/// correction, which is closed.
pub(crate) async fn take_place(
    desk: &Desk,
    tx: &mut Transaction,
    correction: &mut Statement,
    directory: &Directory,
    now: Timestamp,
) -> Result<Statement, Failure> {
    let it = correction.correction.clone().ok_or(Failure::NotFound("correction"))?;
    let posted = tx.statement(it.of).await?.ok_or(Failure::NotFound("statement"))?;
    let prepared = prepare(desk, correction, &it, now).await?;
    let corrected = posted.take_correction(correction)?;
    let by = author(correction, directory);
    let (old, new) = (content(&posted), content(&corrected));
    let difference = lines_between(&old, &new);
    if posted.version == 1 {
        let at = posted.recorded_at.unwrap_or(posted.created_at);
        let by = author(&posted, directory);
        tx.add_version(&version(&posted, &by, at, (String::new(), old, String::new()))).await?;
    }
    let words = (it.why.clone(), new, difference.clone());
    tx.add_version(&version(&corrected, &by, now, words)).await?;
    tx.save_statement(&corrected).await?;
    let gates = correction.gates.iter().filter_map(|gate| opened(desk, &corrected, gate, now));
    tx.add_events(&gates.collect::<Vec<_>>()).await?;
    let event = Event {
        id: desk.ids.next(now),
        number: corrected.number,
        kind: EventKind::Corrected,
        by,
        at: now,
        public: true,
        words: format!("Version {}: {}", corrected.version, it.why),
        difference,
    };
    tx.add_event(&event).await?;
    for prepared in prepared {
        let (kind, outgoing) = (kind_of(prepared.kind), &prepared.outgoing);
        mailing::queue(desk, tx, Some(corrected.number), kind, outgoing, now).await?;
    }
    Ok(corrected)
}

/// Returns the messages that a correction causes once it takes its place, as they are at that moment (OUT-11): our own contacts
/// hear of it always, those who got the statement if that was chosen, and its sender never.
pub(crate) async fn prepare(
    desk: &Desk,
    correction: &Statement,
    it: &Correction,
    now: Timestamp,
) -> Result<Vec<Prepared>, Failure> {
    let reader = desk.store.reader();
    let (directory, posted) = (reader.directory().await?, reader.statement(it.of).await?);
    let posted = posted.ok_or(Failure::NotFound("statement"))?;
    let corrected = posted.corrected_by(correction);
    let mut notices = at_posting(&corrected, &directory, &desk.policy, day_of(now));
    let own = desk.settings.mail_from.key();
    for notice in &mut notices {
        notice.to.retain(|mailbox| mailbox.key() != own);
    }
    notices.retain(|notice| match notice.kind {
        NoticeKind::Receipt => false,
        NoticeKind::OurCopy => !notice.to.is_empty(),
        _ => it.resend && !notice.to.is_empty(),
    });
    let again: Vec<_> = notices.iter().filter(|it| it.kind != NoticeKind::OurCopy).collect();
    let again: Vec<_> = again.into_iter().flat_map(|it| it.to.clone()).collect();
    // A letter says what the statement says: the one that was sent with it stays on the record, and does not go again.
    let mut newest = corrected.clone();
    let is_its = |one: &Attachment| correction.attachments.iter().any(|own| own.body == one.body);
    newest.attachments.retain(|one| !one.is_letter() || is_its(one));
    let enclosures = mailing::enclosures(desk, &newest).await?;
    let mut thread = mailing::references(desk, &corrected).await?;
    thread.extend(posted.message_id.clone());
    let mut prepared = Vec::new();
    for notice in notices {
        let is_theirs = notice.kind == NoticeKind::TheStatement;
        let words = match notice.kind {
            NoticeKind::OurCopy => notices::after::corrected_copy(desk, &corrected, it, &again),
            _ => notices::after::corrected(desk, &corrected, it),
        };
        let mut outgoing = mailing::outgoing(desk, words, notice.to, kind_of(notice.kind), now);
        outgoing.references.clone_from(&thread);
        outgoing.in_reply_to = thread.last().cloned().into_iter().collect();
        outgoing.enclosures.clone_from(&enclosures);
        if is_theirs {
            outgoing.message_id = mailing::version_id(desk, &corrected);
            outgoing.reply_to = corrected.from.liaison_contact.clone().into_iter().collect();
            outgoing.automatic = Automatic::No;
            outgoing.enclosures.push(mailing::for_programs(desk, &corrected, Some(it)).await?);
        } else {
            outgoing.reply_to = desk.policy.coordination().into_iter().collect();
        }
        outgoing.check().map_err(mailing::unsendable)?;
        prepared.push(Prepared { kind: notice.kind, outgoing });
    }
    Ok(prepared)
}

/// Returns the name under which a message about a correction is queued.
fn kind_of(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::TheStatement => "correction",
        NoticeKind::OurCopy => "correction-copy",
        _ => "correction-distribution",
    }
}

/// Returns all that a version says, written out, with what came with it.
fn content(statement: &Statement) -> String {
    let shown = statement.attachments.iter().filter(|one| one.hidden.is_none());
    let enclosed: String = shown.map(|one| format!("Enclosed: {}\n", one.title)).collect();
    format!("{enclosed}{}", written_out(statement))
}

fn version(
    statement: &Statement,
    by: &Doer,
    at: Timestamp,
    (why, content, difference): (String, String, String),
) -> StatementVersion {
    StatementVersion {
        number: statement.number,
        version: statement.version,
        at,
        by_name: by.name().to_owned(),
        by_role: by.role().to_owned(),
        why,
        subject: statement.subject.clone(),
        content,
        difference,
    }
}

/// Returns whoever began it, in the role in which they did.
fn author(statement: &Statement, directory: &Directory) -> Doer {
    let person = statement.created_by.and_then(|person| directory.person(person));
    Doer::Person {
        id: statement.created_by,
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        role: statement.created_as.clone(),
    }
}

/// Returns the opening of a gate of the correction as an event of what it corrects: who agreed to what it says now (OUT-9).
fn opened(desk: &Desk, corrected: &Statement, gate: &Gate, now: Timestamp) -> Option<Event> {
    let opening = gate.opening.as_ref()?;
    let (kind, said) = match (&opening.means, gate.kind) {
        (Means::Elsewhere { authority, comment }, _) => {
            (EventKind::ApprovalNoted, format!(" Given by {authority}: {comment}"))
        }
        (_, GateKind::Agreement) => (EventKind::Agreed, String::new()),
        (_, GateKind::Approval) => (EventKind::Approved, String::new()),
        (_, GateKind::Consultation) => (EventKind::Consulted, String::new()),
        (_, GateKind::Review) => (EventKind::Reviewed, String::new()),
    };
    let person =
        Doer::Person { id: opening.by, name: opening.name.clone(), role: opening.role.clone() };
    Some(Event {
        id: desk.ids.next(now),
        number: corrected.number,
        kind,
        by: if opening.means == Means::Lapsed { Doer::System } else { person },
        at: opening.at,
        public: true,
        words: format!("Of the correction that is version {}.{said}", corrected.version),
        difference: String::new(),
    })
}
