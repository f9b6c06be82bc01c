//! All that the present tool answers, read into values before anything is saved.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use rules::Number;
use store::datatracker::{KeptName, KeptRelation};

use super::fields::Fields;
use super::source::{NAMES, Object, Source, Wanted};
use super::{ImportFault, Progress, Step, Unplaced};

/// How many people are asked for at once.
const PEOPLE_AT_ONCE: usize = 50;

/// Everything that was answered.
#[derive(Debug, Default)]
pub(super) struct Answers {
    pub(super) statements: BTreeMap<i64, Answer>,
    pub(super) events: BTreeMap<i64, Vec<AnsweredEvent>>,
    pub(super) attachments: BTreeMap<i64, Vec<AnsweredAttachment>>,
    pub(super) relations: BTreeMap<i64, BTreeSet<i64>>,
    pub(super) relation_rows: Vec<KeptRelation>,
    pub(super) documents: HashMap<String, AnsweredDocument>,
    pub(super) groups: BTreeMap<i64, AnsweredGroup>,
    pub(super) people: HashMap<i64, AnsweredPerson>,
    pub(super) names: Vec<KeptName>,
    /// What could not be had, in words.
    pub(super) missing: Vec<String>,
}

/// A document that is attached to a statement, or was.
#[derive(Debug, Clone, Copy)]
pub(super) struct EverAttached<'a> {
    /// The id of the attachment, where one was answered.
    pub(super) id: Option<i64>,
    /// Its position among all that ever were.
    pub(super) position: i64,
    pub(super) document: &'a str,
    pub(super) removed: bool,
}

/// A statement as it was answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) state: String,
    pub(super) purpose: Option<String>,
    pub(super) deadline: Option<Date>,
    pub(super) from_groups: Vec<String>,
    pub(super) to_groups: Vec<String>,
    pub(super) from_contact: String,
    pub(super) to_contacts: String,
    pub(super) response_contacts: String,
    pub(super) technical_contacts: String,
    pub(super) action_holder_contacts: String,
    pub(super) cc_contacts: String,
    pub(super) other_identifiers: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) attachments: Vec<String>,
}

#[derive(Debug)]
pub(super) struct AnsweredEvent {
    pub(super) id: i64,
    pub(super) kind: String,
    pub(super) at: Timestamp,
    pub(super) by: Option<i64>,
    pub(super) words: String,
}

#[derive(Debug)]
pub(super) struct AnsweredAttachment {
    pub(super) id: i64,
    pub(super) document: String,
    pub(super) removed: bool,
}

#[derive(Debug)]
pub(super) struct AnsweredDocument {
    pub(super) title: String,
    pub(super) file: String,
    pub(super) kind: String,
    pub(super) rev: String,
    pub(super) at: Option<Timestamp>,
}

#[derive(Debug)]
pub(super) struct AnsweredPerson {
    pub(super) name: String,
    pub(super) ascii: String,
}

#[derive(Debug)]
pub(super) struct AnsweredGroup {
    pub(super) acronym: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) state: String,
    pub(super) parent: Option<i64>,
    pub(super) list_address: Option<String>,
}

impl Answers {
    /// Fetches and reads everything.
    pub(super) async fn fetch(
        source: &dyn Source,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Self, ImportFault> {
        let mut answers = Self::default();
        for wanted in [
            Wanted::Statements,
            Wanted::Events,
            Wanted::Attachments,
            Wanted::Relations,
            Wanted::Documents,
            Wanted::Groups,
        ] {
            answers.take(source, wanted, progress).await?;
        }
        let doers: BTreeSet<i64> =
            answers.events.values().flatten().filter_map(|event| event.by).collect();
        for some in doers.into_iter().collect::<Vec<_>>().chunks(PEOPLE_AT_ONCE) {
            answers.take(source, Wanted::People(some), progress).await?;
        }
        for path in NAMES {
            answers.take(source, Wanted::Names(path), progress).await?;
        }
        Ok(answers)
    }

    /// Returns what belongs to statements that are in no answer, and what was done by people who are in none.
    pub(super) fn ownerless(&self) -> Vec<Unplaced> {
        let mut ownerless = Vec::new();
        let mut note = |number: i64, field, value: String, why: &str| {
            let (number, why) = (Some(Number(number)), why.to_owned());
            ownerless.push(Unplaced { number, field, value, why });
        };
        let gone = |number: &&i64| !self.statements.contains_key(number);
        let why = "are of a statement that is in no answer: they were left out";
        for number in self.events.keys().filter(gone) {
            note(*number, "events", "its events".to_owned(), why);
        }
        for number in self.attachments.keys().filter(gone) {
            note(*number, "attachments", "its attachments".to_owned(), why);
        }
        for number in self.relations.keys().filter(gone) {
            note(*number, "related statements", "its links".to_owned(), why);
        }
        for (number, events) in self.events.iter().filter(|(number, _)| !gone(number)) {
            for by in events.iter().filter_map(|event| event.by) {
                if !self.people.contains_key(&by) {
                    let why = "is in no answer: the event is shown as somebody's";
                    note(*number, "events", format!("person {by}"), why);
                }
            }
        }
        ownerless
    }

    /// Returns the documents attached to a statement, each by its position among all that ever were, so that an address
    /// stays what it is.
    pub(super) fn attached(&self, number: Number) -> Vec<(i64, &str)> {
        let shown = self.ever_attached(number).into_iter().filter(|row| !row.removed);
        shown.map(|row| (row.position, row.document)).collect()
    }

    /// Returns the documents that ever were attached to a statement.
    pub(super) fn ever_attached(&self, number: Number) -> Vec<EverAttached<'_>> {
        let mut rows: Vec<(i64, &str, bool)> = match self.attachments.get(&number.0) {
            Some(rows) => {
                rows.iter().map(|row| (row.id, row.document.as_str(), row.removed)).collect()
            }
            None => {
                let named = self.statements.get(&number.0).map(|it| it.attachments.as_slice());
                let named = named.unwrap_or_default().iter();
                (0..).zip(named).map(|(id, name)| (id, name.as_str(), false)).collect()
            }
        };
        rows.sort_unstable();
        let is_known = self.attachments.contains_key(&number.0);
        let all = (1..).zip(rows).map(|(position, (id, document, removed))| EverAttached {
            id: is_known.then_some(id),
            position,
            document,
            removed,
        });
        all.collect()
    }

    /// Returns the name of a document's file; its own name where none is known.
    pub(super) fn file_name<'a>(&'a self, document: &'a str) -> &'a str {
        let known = self.documents.get(document).map(|document| document.file.as_str());
        known.filter(|file| !file.is_empty()).unwrap_or(document)
    }

    async fn take(
        &mut self,
        source: &dyn Source,
        wanted: Wanted<'_>,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<(), ImportFault> {
        let (mut next, mut done) = (None, 0);
        loop {
            let page = source.page(wanted, next.as_deref()).await?;
            done += u64::try_from(page.objects.len()).unwrap_or(0);
            for object in &page.objects {
                self.read(wanted, object)?;
            }
            progress(Progress { step: Step::Fetching(wanted.name()), done, total: page.total });
            self.missing.extend(page.missing);
            match page.next {
                // A source that names the same page for ever would never end.
                Some(again) if next.as_ref() != Some(&again) => next = Some(again),
                _ => return Ok(()),
            }
        }
    }

    fn read(&mut self, wanted: Wanted<'_>, object: &Object) -> Result<(), ImportFault> {
        let fields = Fields(object);
        match wanted {
            Wanted::Statements => {
                if self.statements.insert(fields.id("id")?, statement(fields)?).is_some() {
                    let what = "a statement of the same id came before: keep one of the two";
                    return Err(ImportFault::input(&object.place, what));
                }
            }
            Wanted::Events => {
                let of = fields.referred_id("statement")?;
                self.events.entry(of).or_default().push(event(fields)?);
            }
            Wanted::Attachments => {
                let of = fields.referred_id("statement")?;
                self.attachments.entry(of).or_default().push(attachment(fields)?);
            }
            Wanted::Relations => {
                let relation = relation(fields)?;
                self.relations.entry(relation.source.0).or_default().insert(relation.target.0);
                self.relation_rows.push(relation);
            }
            Wanted::Documents => {
                let name = fields.some_text("name")?.to_owned();
                self.documents.insert(name, document(fields)?);
            }
            Wanted::Groups => {
                self.groups.insert(fields.id("id")?, group(fields)?);
            }
            Wanted::People(_) => {
                let name = fields.text("name")?.to_owned();
                let ascii = fields.some("ascii")?.unwrap_or(&name).to_owned();
                self.people.insert(fields.id("id")?, AnsweredPerson { name, ascii });
            }
            Wanted::Names(_) => self.names.push(name(fields, wanted.name())?),
            // The record needs no roles; the directory is brought in on its own.
            Wanted::Roles | Wanted::Emails(_) => {}
        }
        Ok(())
    }
}

impl Answer {
    /// Says whether it is on the public record.
    pub(super) fn is_posted(&self) -> bool {
        self.state == "posted"
    }
}

fn statement(fields: Fields<'_>) -> Result<Answer, ImportFault> {
    let owned = |parts: Vec<&str>| parts.into_iter().map(str::to_owned).collect();
    Ok(Answer {
        title: fields.text("title")?.to_owned(),
        body: fields.text("body")?.to_owned(),
        state: fields.reference("state")?.unwrap_or_default().to_owned(),
        purpose: fields.reference("purpose")?.map(str::to_owned),
        deadline: fields.day("deadline")?,
        from_groups: owned(fields.references("from_groups")?),
        to_groups: owned(fields.references("to_groups")?),
        from_contact: fields.text("from_contact")?.to_owned(),
        to_contacts: fields.text("to_contacts")?.to_owned(),
        response_contacts: fields.text("response_contacts")?.to_owned(),
        technical_contacts: fields.text("technical_contacts")?.to_owned(),
        action_holder_contacts: fields.text("action_holder_contacts")?.to_owned(),
        cc_contacts: fields.text("cc_contacts")?.to_owned(),
        other_identifiers: fields.some("other_identifiers")?.map(str::to_owned),
        tags: owned(fields.references("tags")?),
        attachments: owned(fields.references("attachments")?),
    })
}

fn event(fields: Fields<'_>) -> Result<AnsweredEvent, ImportFault> {
    Ok(AnsweredEvent {
        id: fields.id("id")?,
        kind: fields.reference("type")?.unwrap_or_default().to_owned(),
        at: fields.time("time")?,
        by: fields.reference("by")?.and_then(|part| part.parse().ok()),
        words: fields.text("desc")?.to_owned(),
    })
}

fn attachment(fields: Fields<'_>) -> Result<AnsweredAttachment, ImportFault> {
    Ok(AnsweredAttachment {
        id: fields.id("id")?,
        document: fields.reference("document")?.unwrap_or_default().to_owned(),
        removed: fields.flag("removed")?,
    })
}

fn relation(fields: Fields<'_>) -> Result<KeptRelation, ImportFault> {
    Ok(KeptRelation {
        id: fields.id("id")?,
        source: Number(fields.referred_id("source")?),
        target: Number(fields.referred_id("target")?),
        kind: fields.some_reference("relationship")?.unwrap_or("refold").to_owned(),
    })
}

fn document(fields: Fields<'_>) -> Result<AnsweredDocument, ImportFault> {
    Ok(AnsweredDocument {
        title: fields.text("title")?.to_owned(),
        file: fields.text("uploaded_filename")?.to_owned(),
        kind: fields.some_reference("type")?.unwrap_or("liai-att").to_owned(),
        rev: fields.some("rev")?.unwrap_or_default().to_owned(),
        at: fields.some("time")?.map(|_| fields.time("time")).transpose()?,
    })
}

fn name(fields: Fields<'_>, kind: &str) -> Result<KeptName, ImportFault> {
    let further = match fields.some("revname")? {
        Some(further) => Some(further),
        None => fields.some("verbose_name")?,
    };
    Ok(KeptName {
        kind: kind.to_owned(),
        slug: fields.some_text("slug")?.to_owned(),
        name: fields.text("name")?.to_owned(),
        words: fields.some("desc")?.unwrap_or_default().to_owned(),
        place: fields.count("order")?,
        used: fields.flag("used")?,
        further: further.unwrap_or_default().to_owned(),
    })
}

pub(super) fn group(fields: Fields<'_>) -> Result<AnsweredGroup, ImportFault> {
    let list = fields.text("list_email")?;
    Ok(AnsweredGroup {
        acronym: fields.some_text("acronym")?.to_lowercase(),
        name: fields.text("name")?.to_owned(),
        kind: fields.reference("type")?.unwrap_or_default().to_owned(),
        state: fields.reference("state")?.unwrap_or_default().to_owned(),
        parent: fields.reference("parent")?.and_then(|part| part.parse().ok()),
        list_address: Some(list.to_owned()).filter(|list| !list.is_empty()),
    })
}
