//! Making a statement of what was answered.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rules::{
    Attachment, AttachmentBody, AttachmentSource, Deadline, DeadlineKind, Direction, GroupRef,
    Link, LinkKind, Number, Purpose, RetiredContacts, Side, State, Statement, Travelled,
};

use super::answers::{Answer, AnsweredEvent, Answers};
use super::contacts::{contacts, split};
use super::groups::Groups;
use super::{Unplaced, merging};

/// Makes statements, and notes what it cannot place.
#[derive(Debug)]
pub(super) struct Maker<'a> {
    answers: &'a Answers,
    groups: &'a Groups,
    now: Timestamp,
    pub(super) unplaced: Vec<Unplaced>,
    /// The numbers of the statements that were made.
    pub(super) made: Vec<Number>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(answers: &'a Answers, groups: &'a Groups, now: Timestamp) -> Self {
        Self { answers, groups, now, unplaced: Vec::new(), made: Vec::new() }
    }

    /// Makes a statement; what was added here to the one that is there stays.
    ///
    /// Returns nothing for one that is not on the public record, and for a number that is taken here.
    pub(super) fn make(&mut self, number: Number, old: Option<&Statement>) -> Option<Statement> {
        let answer = self.answers.statements.get(&number.0)?;
        if !answer.is_posted() {
            let why = "is not on the public record: the statement was left out, and its number is kept for it";
            self.note(number, "state", &answer.state, why);
            return None;
        }
        if old.is_some_and(|old| old.created_by.is_some()) {
            let why = "has a number that is taken here by another statement: it was left out";
            self.note(number, "id", &number.to_string(), why);
            return None;
        }
        let statement = self.statement(number, answer, old);
        self.made.push(number);
        Some(match old {
            Some(old) => merging::merged(old, statement),
            None => statement,
        })
    }

    fn statement(&mut self, number: Number, answer: &Answer, old: Option<&Statement>) -> Statement {
        let from = self.side(number, "from_groups", &answer.from_groups, &answer.from_contact);
        let to = self.side(number, "to_groups", &answer.to_groups, &answer.to_contacts);
        let direction = self.direction(&from, &to);
        let (submitted, posted) = self.times(number);
        // Without a single event nobody knows when; a second import must not change it.
        let created_at = submitted.or(posted).or(old.map(|old| old.created_at)).unwrap_or(self.now);
        let day = submitted.or(posted).map(|at| TimeZone::UTC.to_datetime(at).date());
        if day.is_none() {
            self.note(number, "events", "none", "say when it was submitted: its date is not known");
        }
        let (sent_on, received_on) = match direction {
            Direction::Outgoing => (day, None),
            Direction::Incoming => (None, day),
        };
        let stated = answer.deadline.map(|date| Deadline {
            date,
            kind: DeadlineKind::Stated,
            set_by: from.words(),
            set_on: day,
        });
        Statement {
            number,
            direction,
            state: State::Posted,
            purpose: self.purpose(number, answer),
            purpose_as_written: String::new(),
            deadlines: stated.into_iter().collect(),
            subject: answer.title.clone(),
            subject_supplied: false,
            text: answer.body.clone(),
            consensus: None,
            consensus_basis: Vec::new(),
            from,
            to,
            distributed_to: Vec::new(),
            about_research: false,
            settles: None,
            deadline_asked: None,
            retired_contacts: RetiredContacts {
                response: answer.response_contacts.clone(),
                technical: answer.technical_contacts.clone(),
                action_holder: answer.action_holder_contacts.clone(),
                cc: answer.cc_contacts.clone(),
            },
            identifiers: identifiers(answer.other_identifiers.as_deref().unwrap_or_default()),
            sent_on,
            received_on,
            recorded_at: posted.or(submitted).or(old.and_then(|old| old.recorded_at)),
            travelled: Travelled::Unknown,
            approval_missing: false,
            gates: Vec::new(),
            goes: None,
            attachments: self.attachments(number),
            letter_pdfs: None,
            links: self.links(number),
            version: 1,
            correction: None,
            revision: 0,
            created_by: None,
            created_as: String::new(),
            created_at,
            message_id: None,
            action_taken: action_taken(&answer.tags),
            handling: rules::Handling::default(),
        }
    }

    fn side(
        &mut self,
        number: Number,
        field: &'static str,
        parts: &[String],
        contact: &str,
    ) -> Side {
        let mut side = Side { contacts: contacts(contact), ..Side::default() };
        if parts.is_empty() {
            self.note(number, field, "nobody", "is named there: the side was left empty");
        }
        for part in parts {
            match self.groups.find(part) {
                Some(group) => side.groups.push(group),
                None => {
                    let why = "is in no answer and not in the directory: it was kept as written";
                    self.note(number, field, part, why);
                    side.as_written.push(format!("group {part}"));
                }
            }
        }
        side
    }

    /// Returns the direction: whatever another body sends is incoming; where nobody is named as sender, the addressees tell.
    fn direction(&self, from: &Side, to: &Side) -> Direction {
        let ours = |group: &GroupRef| self.groups.is_ours(group);
        let senders_are_ours = match (from.groups.is_empty(), to.groups.is_empty()) {
            (false, _) => from.groups.iter().all(ours),
            (true, false) => !to.groups.iter().any(ours),
            (true, true) => false,
        };
        if senders_are_ours { Direction::Outgoing } else { Direction::Incoming }
    }

    /// Returns when it was submitted last and posted last.
    fn times(&self, number: Number) -> (Option<Timestamp>, Option<Timestamp>) {
        let events = self.answers.events.get(&number.0).map(Vec::as_slice).unwrap_or_default();
        let last = |kind: &str| {
            let events = events.iter().filter(|event: &&AnsweredEvent| event.kind == kind);
            events.map(|event| event.at).max()
        };
        (last("submitted"), last("posted"))
    }

    fn purpose(&mut self, number: Number, answer: &Answer) -> Option<Purpose> {
        match answer.purpose.as_deref()? {
            "info" => Some(Purpose::Information),
            "action" => Some(Purpose::Action),
            "response" => Some(Purpose::Response),
            "comment" => Some(Purpose::Comment),
            other => {
                self.note(
                    number,
                    "purpose",
                    other,
                    "is no purpose that is known: none was recorded",
                );
                None
            }
        }
    }

    fn attachments(&mut self, number: Number) -> Vec<Attachment> {
        let attached = self.answers.attached(number);
        attached
            .into_iter()
            .map(|(position, document)| self.attachment(number, position, document))
            .collect()
    }

    fn attachment(&mut self, number: Number, position: i64, document: &str) -> Attachment {
        let answered = self.answers.documents.get(document);
        if answered.is_none() {
            let why = "is in no answer: title and file name are not known, its own name was taken";
            self.note(number, "attachments", document, why);
        }
        let title = answered.map(|document| document.title.as_str()).unwrap_or_default();
        let name = self.answers.file_name(document).to_owned();
        Attachment {
            position,
            title: if title.is_empty() { document.to_owned() } else { title.to_owned() },
            body: AttachmentBody::File {
                media_type: type_by_name(&name).to_owned(),
                sha256: None,
                size: 0,
                legacy_name: Some(name.clone()),
                name,
                renditions: Vec::new(),
            },
            source: AttachmentSource::Imported,
            added_after_sending: false,
            hidden: None,
            made_of: None,
        }
    }

    fn links(&mut self, number: Number) -> Vec<Link> {
        let targets: Vec<i64> =
            self.answers.relations.get(&number.0).into_iter().flatten().copied().collect();
        for target in targets.iter().filter(|target| !self.answers.statements.contains_key(target))
        {
            self.note(
                number,
                "related statements",
                &target.to_string(),
                "is not in the record: the link was kept",
            );
        }
        let link = |target| Link { kind: LinkKind::RefersTo, number: Number(target) };
        targets.into_iter().filter(|target| *target != number.0).map(link).collect()
    }

    fn note(&mut self, number: Number, field: &'static str, value: &str, why: &str) {
        let (value, why) = (value.to_owned(), why.to_owned());
        self.unplaced.push(Unplaced { number: Some(number), field, value, why });
    }
}

fn identifiers(text: &str) -> Vec<String> {
    let pieces = split(text);
    pieces.iter().map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
}

fn action_taken(tags: &[String]) -> Option<bool> {
    let has = |tag: &str| tags.iter().any(|it| it == tag);
    if has("taken") { Some(true) } else { has("required").then_some(false) }
}

/// Returns the type that a file's name promises, where its bytes are not there to tell.
fn type_by_name(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("pdf") => "application/pdf",
        Some("doc") => "application/msword",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("htm" | "html") => "text/html",
        Some("txt" | "text") => "text/plain",
        Some("zip") => "application/zip",
        Some("rtf") => "application/rtf",
        Some("ppt") => "application/vnd.ms-powerpoint",
        Some("xls") => "application/vnd.ms-excel",
        _ => "application/octet-stream",
    }
}
