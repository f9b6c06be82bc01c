//! The statements on the record.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rules::Actor;
use rules::{
    Attachment, AttachmentBody, AttachmentSource, Consensus, Contact, Deadline, DeadlineKind,
    Direction, Directory, GroupKind, GroupRef, Link, LinkKind, Mailbox, Number, ProposedContacts,
    Purpose, RetiredContacts, Side, State, Statement, Travelled, Why, propose_incoming,
    propose_outgoing,
};

use super::data::{self, Told, ToldAttachment, wrong};
use super::events;
use crate::attachments::keep_file;
use crate::draft_statement::blank;
use crate::mailing::statement_id;
use crate::{Desk, Failure};

/// The numbers of the statements, by key.
pub(super) type Numbers = BTreeMap<String, Number>;

/// Puts the statements on the record, numbered by day, and returns their numbers.
pub(super) async fn fill(desk: &Desk, told: &[Told], now: Timestamp) -> Result<Numbers, Failure> {
    let directory = desk.store.reader().directory().await?;
    let mut told: Vec<&Told> = told.iter().collect();
    told.sort_by_key(|told| -told.days);
    let numbers: Numbers =
        (1..).zip(&told).map(|(number, told)| (told.key.clone(), Number(number))).collect();
    if numbers.len() != told.len() {
        return Err(wrong("two statements have the same key"));
    }
    let maker = Maker { desk, directory: &directory, numbers: &numbers, now };
    let mut made: BTreeMap<Number, Statement> = BTreeMap::new();
    let mut all_events = Vec::new();
    for told in &told {
        let statement = maker.make(told, &made).await?;
        all_events.extend(events::of(desk, &directory, told, &statement));
        made.insert(statement.number, statement);
    }
    let made: Vec<Statement> = made.into_values().collect();
    let mut tx = desk.store.begin("fill the demonstration").await?;
    tx.insert_statements(&made).await?;
    tx.add_events(&all_events).await?;
    if let Some(last) = made.last() {
        tx.keep_numbers_above(last.number).await?;
    }
    for told in told.iter().filter(|told| !told.attachments.is_empty()) {
        let Some(number) = numbers.get(&told.key) else { continue };
        for (position, attachment) in (1..).zip(&told.attachments) {
            tx.save_attachment_text(*number, position, &attachment.words, "").await?;
        }
    }
    tx.commit().await?;
    Ok(numbers)
}

/// Makes statements of what is told.
struct Maker<'a> {
    desk: &'a Desk,
    directory: &'a Directory,
    numbers: &'a Numbers,
    now: Timestamp,
}

impl Maker<'_> {
    async fn make(
        &self,
        told: &Told,
        before: &BTreeMap<Number, Statement>,
    ) -> Result<Statement, Failure> {
        let number = self.number(&told.key)?;
        let from = groups(&told.from, self.directory)?;
        let direction = self.direction(&from);
        // Spread over the working day, so that no two are of one instant.
        let minute = 8 * 60 + (number.0 * 37) % 540;
        let at = instant(self.now, told.days, minute);
        let day = TimeZone::UTC.to_datetime(at).date();
        let mut statement = Statement { number, ..blank(direction, &Actor::reader(), at) };
        statement.from.groups = from;
        statement.to.groups = groups(&told.to, self.directory)?;
        statement.links = self.links(told)?;
        self.say(told, &mut statement, day)?;
        self.set_contacts(told, &mut statement, before)?;
        statement.recorded_at = Some(at);
        match direction {
            Direction::Outgoing => statement.sent_on = Some(day),
            Direction::Incoming => {
                statement.received_on = Some(day);
                statement.message_id =
                    told.imported.is_none().then(|| format!("{}@mail.example.com", told.key));
            }
        }
        statement.travelled = match (&told.travelled, direction, &told.imported) {
            (Some(how), ..) => Travelled::Otherwise(how.clone()),
            (None, Direction::Outgoing, None) => Travelled::Mailed,
            _ => Travelled::Unknown,
        };
        if statement.travelled == Travelled::Mailed {
            statement.message_id = Some(statement_id(self.desk, number));
        }
        let source = match (&told.imported, direction) {
            (Some(_), _) => AttachmentSource::Imported,
            (None, Direction::Incoming) => AttachmentSource::Received,
            (None, Direction::Outgoing) => AttachmentSource::Uploaded,
        };
        for (position, attachment) in (1..).zip(&told.attachments) {
            statement.attachments.push(self.attachment(attachment, position, source).await?);
        }
        if told.imported.is_none() {
            let doers = events::Doers::of(self.desk, self.directory, &statement);
            statement.gates = doers.gates(self.desk, self.directory, told, &statement)?;
            (statement.created_by, statement.created_as) = doers.author();
        }
        Ok(statement)
    }

    fn say(&self, told: &Told, statement: &mut Statement, day: Date) -> Result<(), Failure> {
        let purpose = |slug: &String| Purpose::from_slug(slug).ok_or_else(|| wrong(slug));
        let consensus = |slug: &String| Consensus::from_slug(slug).ok_or_else(|| wrong(slug));
        statement.state = if told.withdrawn.is_some() { State::Withdrawn } else { State::Posted };
        statement.purpose = told.purpose.as_ref().map(purpose).transpose()?;
        statement.consensus = told.consensus.as_ref().map(consensus).transpose()?;
        statement.subject.clone_from(&told.subject);
        statement.text.clone_from(&told.text);
        statement.identifiers.clone_from(&told.identifiers);
        statement.approval_missing = told.approval_missing;
        statement.action_taken = told.action_taken;
        let words = |side: &Side| side.words();
        statement.deadlines = told
            .due
            .map(|due| Deadline {
                date: day.saturating_add(jiff::Span::new().days(due)),
                kind: DeadlineKind::Stated,
                set_by: words(&statement.from),
                set_on: Some(day),
            })
            .into_iter()
            .collect();
        let written: Vec<String> = told.written.clone().into_iter().collect();
        match statement.direction {
            Direction::Incoming => statement.from.as_written = written,
            Direction::Outgoing => statement.to.as_written = written,
        }
        Ok(())
    }

    fn set_contacts(
        &self,
        told: &Told,
        statement: &mut Statement,
        before: &BTreeMap<Number, Statement>,
    ) -> Result<(), Failure> {
        if let Some([response, technical, action_holder, cc]) = &told.imported {
            let named =
                |name: &String| Contact { name: name.clone(), address: None, why: Why::Imported };
            statement.from.contacts = told.contacts.iter().take(1).map(named).collect();
            statement.to.contacts = told.contacts.iter().skip(1).map(named).collect();
            let (response, technical) = (response.clone(), technical.clone());
            let (action_holder, cc) = (action_holder.clone(), cc.clone());
            statement.retired_contacts = RetiredContacts { response, technical, action_holder, cc };
            return Ok(());
        }
        let contacts: Result<Vec<Mailbox>, _> =
            told.contacts.iter().map(|it| Mailbox::parse(it)).collect();
        let contacts = contacts.map_err(wrong)?;
        let (from, to) = (statement.from.group_ids(), statement.to.group_ids());
        let policy = &self.desk.policy;
        let proposed: ProposedContacts = match statement.direction {
            Direction::Incoming => propose_incoming(
                &to,
                contacts.first(),
                None,
                policy.coordination().as_ref(),
                self.directory,
                policy,
            ),
            Direction::Outgoing => {
                let answered = statement.answers();
                let answered = answered.iter().filter_map(|number| before.get(number));
                let reply_to = answered.filter_map(|it| it.from.liaison_contact.as_ref()).next();
                propose_outgoing(&from, &to, reply_to, self.directory, policy)
            }
        };
        statement.from.contacts = proposed.from;
        statement.from.liaison_contact = proposed.from_liaison;
        statement.to.contacts = proposed.to;
        statement.to.liaison_contact = proposed.to_liaison;
        let others = contacts.iter().skip(usize::from(statement.direction == Direction::Incoming));
        let side = match statement.direction {
            Direction::Incoming => &mut statement.from,
            Direction::Outgoing => &mut statement.to,
        };
        side.contacts.extend(others.map(|mailbox| Contact::new(mailbox, Why::Entered)));
        Ok(())
    }

    fn links(&self, told: &Told) -> Result<Vec<Link>, Failure> {
        let link = |(kind, key): &(String, String)| {
            let kind = LinkKind::from_slug(kind).ok_or_else(|| wrong(kind))?;
            Ok(Link { kind, number: self.number(key)? })
        };
        told.links.iter().map(link).collect()
    }

    async fn attachment(
        &self,
        told: &ToldAttachment,
        position: i64,
        source: AttachmentSource,
    ) -> Result<Attachment, Failure> {
        let title = told.title.clone();
        if let Some(name) = &told.file {
            let bytes = Bytes::from_static(data::file(name)?);
            let kept = keep_file(self.desk, position, name, &title, bytes).await?;
            return Ok(Attachment { source, ..kept });
        }
        let body = match &told.link {
            Some(url) => AttachmentBody::Link { url: url.clone() },
            // As the imported record names files whose bytes nobody brought.
            None => AttachmentBody::File {
                name: format!("{title}.doc"),
                media_type: "application/msword".to_owned(),
                sha256: None,
                size: 0,
                legacy_name: Some(format!("{title}.doc")),
                renditions: Vec::new(),
            },
        };
        Ok(Attachment {
            position,
            title,
            body,
            source,
            added_after_sending: false,
            hidden: None,
            made_of: None,
        })
    }

    fn direction(&self, from: &[GroupRef]) -> Direction {
        let theirs = |group: &GroupRef| {
            self.directory.group(group.id).is_some_and(|group| group.kind == GroupKind::Sdo)
        };
        if from.iter().any(theirs) { Direction::Incoming } else { Direction::Outgoing }
    }

    fn number(&self, key: &str) -> Result<Number, Failure> {
        self.numbers.get(key).copied().ok_or_else(|| wrong(format!("no statement is called {key}")))
    }
}

/// Returns the groups of these acronyms as statements name them.
fn groups(acronyms: &[String], directory: &Directory) -> Result<Vec<GroupRef>, Failure> {
    let group = |acronym: &String| {
        let group = directory.by_acronym(acronym).and_then(|group| directory.reference(group.id));
        group.ok_or_else(|| wrong(format!("no group is called {acronym}")))
    };
    acronyms.iter().map(group).collect()
}

/// Returns the instant some days before today, in minutes after midnight UTC, but never after now.
pub(super) fn instant(now: Timestamp, days: i64, minute: i64) -> Timestamp {
    let midnight = now.as_second() - now.as_second().rem_euclid(86_400);
    let second = midnight - days * 86_400 + minute * 60;
    Timestamp::from_second(second).map_or(now, |at| at.min(now - SignedDuration::from_mins(5)))
}
