//! Making messages of what is to be said, and queueing them in the transaction that causes them.

use std::collections::HashSet;

use bytes::Bytes;
use jiff::Timestamp;
use letters::reading::STATEMENT_FILE;
use mail::{Automatic, Enclosure, Outgoing};
use rules::{
    Attachment, AttachmentBody, Correction, Direction, Directory, Mailbox, Notice, NoticeKind,
    Number, RenditionKind, State, Statement, at_posting, is_our_address,
};
use store::{QueuedMail, Transaction};

use crate::desk::day_of;
use crate::notices::{self, Words, received};
use crate::read_sent::is_from_installation;
use crate::write_letter::pdf_name;
use crate::{Desk, Failure, check_documents, correcting, shape_of};

/// The most that the files of one message may have together, in bytes; what is beyond is named with its address.
///
/// Many servers refuse messages above 25 MB, and their encoding adds a third.
const ENCLOSED_LIMIT: usize = 17 * 1024 * 1024;
/// How far back an exchange is named in References.
const THREAD_LIMIT: usize = 10;

/// A message that posting a statement causes, whole.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) kind: NoticeKind,
    pub(crate) outgoing: Outgoing,
}

/// Returns the messages that posting a statement causes, as they are at that moment (OUT-11).
pub(crate) async fn prepare(
    desk: &Desk,
    statement: &Statement,
    now: Timestamp,
) -> Result<Vec<Prepared>, Failure> {
    if let Some(correction) = &statement.correction {
        return correcting::prepare(desk, statement, correction, now).await;
    }
    let directory = desk.store.reader().directory().await?;
    let mut notices = at_posting(statement, &directory, &desk.policy, day_of(now));
    // Mail to the address that the tool writes from comes back to its own inbox.
    let own = desk.settings.mail_from.key();
    for notice in notices.iter_mut().filter(|notice| is_to_our_own(notice.kind)) {
        notice.to.retain(|mailbox| mailbox.key() != own);
    }
    notices.retain(|notice| !notice.to.is_empty());
    let sent = Sent::of(&notices);
    let also = also_receipted(desk, statement, &directory, &sent).await?;
    let enclosures = enclosures(desk, statement).await?;
    let references = references(desk, statement).await?;
    let answered = desk.store.reader().statements(&statement.answers()).await?;
    let mut prepared = Vec::with_capacity(notices.len());
    for Notice { kind, to } in notices {
        let words = words(desk, statement, kind, &sent, &answered);
        let mut outgoing = outgoing(desk, words, to, kind.slug(), now);
        if kind != NoticeKind::Receipt {
            outgoing.enclosures.clone_from(&enclosures);
        }
        match kind {
            NoticeKind::TheStatement => {
                outgoing.message_id = statement_id(desk, statement.number);
                outgoing.reply_to = statement.from.liaison_contact.clone().into_iter().collect();
                outgoing.in_reply_to = references.last().cloned().into_iter().collect();
                outgoing.references.clone_from(&references);
                outgoing.automatic = Automatic::No;
                outgoing.enclosures.push(for_programs(desk, statement, None).await?);
            }
            NoticeKind::Receipt => {
                outgoing.in_reply_to = statement.message_id.clone().into_iter().collect();
                outgoing.references.clone_from(&outgoing.in_reply_to);
                outgoing.cc.clone_from(&also);
                outgoing.reply_to = desk.policy.coordination().into_iter().collect();
                outgoing.automatic = Automatic::Replied;
                outgoing.on_record = Some(desk.settings.statement_url(statement.number));
            }
            NoticeKind::Distribution => {
                outgoing.message_id = distribution_id(desk, statement.number);
                outgoing.references = statement.message_id.clone().into_iter().collect();
                outgoing.reply_to = desk.policy.coordination().into_iter().collect();
            }
            NoticeKind::Research | NoticeKind::OurCopy => {
                if statement.direction == Direction::Incoming {
                    outgoing.references = thread_of(desk, statement);
                    outgoing.reply_to = desk.policy.coordination().into_iter().collect();
                }
            }
        }
        outgoing.check().map_err(unsendable)?;
        prepared.push(Prepared { kind, outgoing });
    }
    Ok(prepared)
}

/// Returns the statement as programs read it, so that another installation records it without reading the text. What is only
/// known once it is posted is left out, so that what approvers saw is what goes out; of a correction, that is known of what it
/// corrects, and it says which that is.
pub(crate) async fn for_programs(
    desk: &Desk,
    statement: &Statement,
    correction: Option<&Correction>,
) -> Result<Enclosure, Failure> {
    let is_known = correction.is_some();
    let as_sent = Statement {
        state: State::Posted,
        gates: Vec::new(),
        recorded_at: statement.recorded_at.filter(|_| is_known),
        sent_on: statement.sent_on.filter(|_| is_known),
        message_id: None,
        correction: correction
            .map(|it| Correction { became: Some(statement.version), ..it.clone() }),
        attachments: with_what_goes(statement),
        ..statement.clone()
    };
    let reader = desk.store.reader();
    let documents = check_documents(&reader, &desk.policy, &statement.text).await?;
    let numbers: Vec<Number> = statement.links.iter().map(|link| link.number).collect();
    let linked = reader.statements(&numbers).await?;
    let shape = shape_of(&as_sent, &[], &documents, &[], &desk.settings)
        .naming_links(&linked, &desk.settings);
    let mut bytes = serde_json::to_vec_pretty(&shape)
        .map_err(|error| Failure::Unacceptable(format!("It cannot be written down: {error}.")))?;
    bytes.push(b'\n');
    Ok(Enclosure {
        name: STATEMENT_FILE.to_owned(),
        media_type: "application/json".to_owned(),
        bytes,
    })
}

/// Returns the attachments, of their PDFs those alone that go.
fn with_what_goes(statement: &Statement) -> Vec<Attachment> {
    let mut attachments = statement.attachments.clone();
    for attachment in attachments.iter_mut().filter(|one| one.is_letter()) {
        let beside = statement.pdf_beside(attachment).cloned();
        if let AttachmentBody::File { renditions, .. } = &mut attachment.body {
            renditions.retain(|one| one.kind != RenditionKind::Pdf);
            renditions.extend(beside);
        }
    }
    attachments
}

fn is_to_our_own(kind: NoticeKind) -> bool {
    matches!(kind, NoticeKind::OurCopy | NoticeKind::Distribution | NoticeKind::Research)
}

/// To whom what goes out because a statement is posted.
#[derive(Debug, Default)]
struct Sent {
    /// The statement itself.
    statement: Vec<Mailbox>,
    /// What was received.
    passed_on: Vec<Mailbox>,
    receipt: Vec<Mailbox>,
    all: HashSet<String>,
}

impl Sent {
    fn of(notices: &[Notice]) -> Self {
        let mut sent = Self::default();
        for Notice { kind, to } in notices {
            sent.all.extend(to.iter().map(Mailbox::key));
            match kind {
                NoticeKind::TheStatement => sent.statement.clone_from(to),
                NoticeKind::Receipt => sent.receipt.clone_from(to),
                NoticeKind::Distribution | NoticeKind::Research => {
                    sent.passed_on.extend(to.iter().cloned());
                }
                NoticeKind::OurCopy => {}
            }
        }
        sent
    }
}

/// Returns who gets the receipt of a received statement besides (IN-6): whom its sender copied, where the policy has them
/// get it, and the installation that mailed it with its file for programs, which notes it; none of ours, and nobody who is
/// told anyway.
async fn also_receipted(
    desk: &Desk,
    statement: &Statement,
    directory: &Directory,
    sent: &Sent,
) -> Result<Vec<Mailbox>, Failure> {
    let id = statement.message_id.as_ref();
    let Some(id) = id.filter(|_| statement.direction == Direction::Incoming) else {
        return Ok(Vec::new());
    };
    let Some(sha256) = desk.store.reader().received_under(id).await? else { return Ok(Vec::new()) };
    let bytes = desk.store.files().get(&sha256).await?.unwrap_or_default();
    let limits = mail::Limits { bytes: desk.settings.message_limit, ..mail::Limits::default() };
    let Ok(message) = mail::read(&bytes, &limits) else { return Ok(Vec::new()) };
    let installation = message.from.clone().filter(|_| is_from_installation(&message));
    let copied = message.cc.into_iter().filter(|_| desk.policy.receipts_to_senders_cc());
    let mut also: Vec<Mailbox> = installation.into_iter().chain(copied).collect();
    let mut told = sent.all.clone();
    told.insert(desk.settings.mail_from.key());
    also.retain(|mailbox| {
        !is_our_address(mailbox, directory, &desk.policy) && told.insert(mailbox.key())
    });
    Ok(also)
}

/// Returns the Message-ID under which the tool passes a received statement on.
fn distribution_id(desk: &Desk, number: Number) -> String {
    format!("received-{number}@{}", desk.settings.mail_domain())
}

/// Returns the Message-IDs that hold together what is mailed about a received statement: its own, and that under which it
/// was passed on.
fn thread_of(desk: &Desk, statement: &Statement) -> Vec<String> {
    let passed_on = distribution_id(desk, statement.number);
    statement.message_id.clone().into_iter().chain([passed_on]).collect()
}

/// Mails word of a received statement that is on the record, whole or in short, to people of our own.
pub(crate) async fn send_about(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &Statement,
    about: About,
    now: Timestamp,
) -> Result<(), Failure> {
    let About { kind, words, to, reply_to, is_whole } = about;
    if to.is_empty() {
        return Ok(());
    }
    let mut outgoing = outgoing(desk, words, to, kind, now);
    outgoing.references = thread_of(desk, statement);
    outgoing.reply_to = reply_to.or_else(|| desk.policy.coordination()).into_iter().collect();
    if is_whole {
        outgoing.enclosures = enclosures(desk, statement).await?;
    }
    queue(desk, tx, Some(statement.number), kind, &outgoing, now).await
}

/// Word of a received statement.
#[derive(Debug)]
pub(crate) struct About {
    /// The name under which it is queued.
    pub(crate) kind: &'static str,
    pub(crate) words: Words,
    pub(crate) to: Vec<Mailbox>,
    /// Where answers go, if not to those who coordinate.
    pub(crate) reply_to: Option<Mailbox>,
    /// Whether the statement's files come with it.
    pub(crate) is_whole: bool,
}

/// Returns the Message-ID under which the tool mails a statement.
pub(crate) fn statement_id(desk: &Desk, number: Number) -> String {
    format!("statement-{number}@{}", desk.settings.mail_domain())
}

/// Returns the Message-ID under which the tool mails a correction of one.
pub(crate) fn version_id(desk: &Desk, statement: &Statement) -> String {
    let Statement { number, version, .. } = statement;
    format!("statement-{number}-version-{version}@{}", desk.settings.mail_domain())
}

/// Queues a message with its bytes.
pub(crate) async fn queue(
    desk: &Desk,
    tx: &mut Transaction,
    number: Option<Number>,
    kind: &str,
    outgoing: &Outgoing,
    now: Timestamp,
) -> Result<(), Failure> {
    queued(desk, tx, number, kind, outgoing, now).await.map(|_| ())
}

/// Queues a message with its bytes, and returns what tells it apart.
pub(crate) async fn queued(
    desk: &Desk,
    tx: &mut Transaction,
    number: Option<Number>,
    kind: &str,
    outgoing: &Outgoing,
    now: Timestamp,
) -> Result<i64, Failure> {
    let bytes = mail::compose(outgoing).map_err(unsendable)?;
    let sha256 = desk.store.files().put(Bytes::from(bytes)).await?;
    let queued = QueuedMail {
        id: desk.ids.next(now),
        number,
        kind: kind.to_owned(),
        envelope_from: desk.settings.mail_from.address().to_owned(),
        recipients: outgoing
            .to
            .iter()
            .chain(&outgoing.cc)
            .map(|mailbox| mailbox.address().to_owned())
            .collect(),
        subject: outgoing.subject.clone(),
        sha256,
        message_id: Some(outgoing.message_id.clone()),
        queued_at: now,
    };
    tx.queue_mail(&queued, desk.settings.captured, &desk.ids).await?;
    Ok(queued.id)
}

/// Mails a one-time link.
pub(crate) async fn send_link(
    desk: &Desk,
    tx: &mut Transaction,
    to: &Mailbox,
    (token, next): (&str, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    let kind = "sign-in-link";
    let words = notices::sign_in_link(&desk.settings, token, next);
    queue(desk, tx, None, kind, &outgoing(desk, words, vec![to.clone()], kind, now), now).await
}

/// Mails words that are about no statement.
pub(crate) async fn send_words(
    desk: &Desk,
    tx: &mut Transaction,
    kind: &str,
    words: Words,
    to: Mailbox,
    now: Timestamp,
) -> Result<(), Failure> {
    queue(desk, tx, None, kind, &outgoing(desk, words, vec![to], kind, now), now).await
}

fn words(
    desk: &Desk,
    statement: &Statement,
    kind: NoticeKind,
    sent: &Sent,
    answered: &[Statement],
) -> Words {
    let settings = &desk.settings;
    match kind {
        NoticeKind::TheStatement => notices::the_statement(desk, statement, answered),
        NoticeKind::OurCopy if statement.direction == Direction::Incoming => {
            received::recorded_copy(desk, statement, &sent.passed_on, &sent.receipt)
        }
        NoticeKind::OurCopy => notices::our_copy(desk, statement, &sent.statement),
        NoticeKind::Distribution => received::distribution(desk, statement),
        NoticeKind::Research => received::research(desk, statement),
        NoticeKind::Receipt => received::receipt(settings, statement, &desk.policy),
    }
}

/// Returns where somebody is written to.
pub(crate) fn mailbox_of(person: &rules::Person) -> Option<Mailbox> {
    Mailbox::new(&person.name, person.addresses.first()?).ok()
}

/// Returns a message as the tool writes it to people of its own organization.
pub(crate) fn outgoing(
    desk: &Desk,
    words: Words,
    to: Vec<Mailbox>,
    kind: &str,
    now: Timestamp,
) -> Outgoing {
    let domain = desk.settings.mail_domain();
    Outgoing {
        from: desk.settings.mail_from.clone(),
        sender: None,
        to,
        cc: Vec::new(),
        reply_to: Vec::new(),
        subject: words.subject,
        date: now,
        message_id: format!("{kind}-{}@{domain}", desk.ids.next(now)),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        automatic: Automatic::Generated,
        unsubscribe: None,
        on_record: None,
        loop_mark: domain.to_owned(),
        text: words.text,
        enclosures: Vec::new(),
    }
}

/// Returns the statement's files, as many as a message holds.
pub(crate) async fn enclosures(
    desk: &Desk,
    statement: &Statement,
) -> Result<Vec<Enclosure>, Failure> {
    let (mut enclosed, mut room) = (Vec::new(), ENCLOSED_LIMIT);
    for attachment in &statement.attachments {
        let Attachment {
            body: AttachmentBody::File { name, media_type, sha256: Some(sha256), .. },
            hidden: None,
            ..
        } = attachment
        else {
            continue;
        };
        let Some(bytes) = desk.store.files().get(sha256).await? else { continue };
        if bytes.len() > room {
            continue;
        }
        room -= bytes.len();
        enclosed.push(Enclosure {
            name: name.clone(),
            media_type: media_type.clone(),
            bytes: bytes.to_vec(),
        });
        // Beside a letter goes its PDF, which everybody can read (BOD-3).
        let Some(pdf) = statement.pdf_beside(attachment) else { continue };
        let pdf = desk.store.files().get(&pdf.sha256).await?.filter(|pdf| pdf.len() <= room);
        if let Some(pdf) = pdf {
            room -= pdf.len();
            let (name, media_type) = (pdf_name(name), "application/pdf".to_owned());
            enclosed.push(Enclosure { name, media_type, bytes: pdf.to_vec() });
        }
    }
    Ok(enclosed)
}

/// Returns the Message-IDs of the exchange that a statement goes on, oldest first, the one it answers last.
pub(crate) async fn references(desk: &Desk, statement: &Statement) -> Result<Vec<String>, Failure> {
    let reader = desk.store.reader();
    let before = statement.revises().into_iter().chain(statement.answers());
    let (mut references, mut answers) = (Vec::new(), before.collect::<Vec<_>>());
    while !answers.is_empty() && references.len() < THREAD_LIMIT {
        let answered = reader.statements(&answers).await?;
        let ids = answered.iter().filter_map(|answered| answered.message_id.clone());
        let before = references.len();
        for id in ids {
            if !references.contains(&id) {
                references.insert(0, id);
            }
        }
        if references.len() == before {
            break;
        }
        answers = answered.iter().flat_map(Statement::answers).collect();
    }
    Ok(references)
}

pub(crate) fn unsendable(why: mail::Unsendable) -> Failure {
    Failure::Unacceptable(format!("It cannot be mailed: {why}."))
}
