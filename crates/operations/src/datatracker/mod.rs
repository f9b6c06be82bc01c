//! Taking over the present tool's record, whole and as it is (REC-10).
//!
//! Everything is fetched and read before anything is saved; then all is saved in one transaction. What is there
//! already is compared first, so that a second import writes only what changed.

mod answers;
mod contacts;
mod events;
mod fields;
mod files;
mod from_directory;
mod groups;
mod keeping;
mod making;
mod merging;
mod roles;
mod source;

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use rules::{Doer, Event, EventKind, Number, Statement};
use store::{Changes, Fault, Transaction};

use crate::{Desk, Failure};
use answers::Answers;
use files::Files;
use groups::Groups;
use making::Maker;

pub use from_directory::{AnswerDirectory, FileDirectory};
pub use roles::import_directory_answers;
pub use source::{FileSource, Object, Page, Source, Wanted};

/// How many statements are loaded at once to be compared.
const COMPARED_AT_ONCE: usize = 200;

/// Says why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportFault {
    /// What was given is not what it should be.
    #[error("{place}: {what}. Nothing was imported.")]
    Input {
        /// Where: a file or an address, line and column or which object.
        place: String,
        /// What is wrong there, and what to do.
        what: String,
    },
    /// It could not be saved.
    #[error("{0}")]
    Failure(#[from] Failure),
}

impl ImportFault {
    /// Makes the fault of an input that is not what it should be.
    pub fn input(place: &str, what: impl Into<String>) -> Self {
        Self::Input { place: place.to_owned(), what: what.into() }
    }
}

impl From<Fault> for ImportFault {
    fn from(fault: Fault) -> Self {
        match fault {
            // An input that contradicts itself or the directory; the words name where.
            Fault::Contradiction { what } => {
                Self::Input { place: "the directory".to_owned(), what }
            }
            fault => Self::Failure(fault.into()),
        }
    }
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// How many are done.
    pub done: u64,
    /// Of how many, where that is known.
    pub total: Option<u64>,
}

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Fetching answers of this name.
    Fetching(&'static str),
    /// Comparing statements with those that are there.
    Comparing,
    /// Saving.
    Saving,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Statements.
    pub statements: Changes,
    /// Groups brought into the directory.
    pub groups: Changes,
    /// Events appended to histories.
    pub events: i64,
    /// Attached files whose bytes were brought.
    pub files: i64,
    /// What could not be placed.
    pub unplaced: Vec<Unplaced>,
}

/// Something that an import could not place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// The statement, if it is of one.
    pub number: Option<Number>,
    /// The field.
    pub field: &'static str,
    /// What stands there.
    pub value: String,
    /// Why it could not be placed, and what was done instead.
    pub why: String,
}

impl std::fmt::Display for Unplaced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { number, field, value, why } = self;
        match number {
            Some(number) => write!(f, "statement {number}, {field}: “{value}” {why}"),
            None => write!(f, "{field}: “{value}” {why}"),
        }
    }
}

/// Imports the present tool's record; with `files`, also the bytes of attached files that are not here yet.
///
/// Can be repeated: changes only what changed. What is ours alone (files, links, approvals, whatever was added here)
/// stays.
///
/// # Errors
/// [`ImportFault::Input`] with file and place if something is not what it should be; nothing is then imported.
pub async fn import_datatracker(
    desk: &Desk,
    source: &dyn Source,
    files: Option<&dyn FileSource>,
    progress: &(dyn Fn(Progress) + Send + Sync),
    now: Timestamp,
) -> Result<ImportSummary, ImportFault> {
    let mut answers = Answers::fetch(source, progress).await?;
    let mut summary = ImportSummary::default();
    for missing in std::mem::take(&mut answers.missing) {
        let why = "could not be fetched, and was left out".to_owned();
        summary.unplaced.push(Unplaced { number: None, field: "answers", value: missing, why });
    }
    summary.unplaced.extend(answers.ownerless());
    let existing = existing(desk, &answers).await?;
    let files = match files {
        Some(files) => Files::fetch(desk, &answers, &existing, files, progress).await?,
        None => Files::default(),
    };
    let mut tx = desk.store.begin("import the record").await?;
    let groups = Groups::bring(desk, &mut tx, &answers, &mut summary, now).await?;
    let mut maker = Maker::new(&answers, &groups, now);
    let mut work = Work::default();
    let total = u64::try_from(answers.statements.len()).ok();
    for (done, number) in (1_u64..).zip(answers.statements.keys()) {
        let old = existing.get(&Number(*number));
        let Some(mut statement) = maker.make(Number(*number), old) else { continue };
        summary.files += files.give(&mut statement, &mut maker.unplaced);
        work.add(desk, &answers, statement, old, now).await?;
        progress(Progress { step: Step::Comparing, done, total });
    }
    summary.unplaced.append(&mut maker.unplaced);
    progress(Progress { step: Step::Saving, done: 0, total });
    let posted = maker.made.clone();
    work.save(&mut tx, &mut summary).await?;
    keeping::keep(&mut tx, &answers, &groups, &posted).await?;
    if let Some(largest) = answers.statements.keys().next_back() {
        tx.keep_numbers_above(Number(*largest)).await?;
    }
    tx.commit().await?;
    progress(Progress { step: Step::Saving, done: total.unwrap_or_default(), total });
    Ok(summary)
}

/// Loads the statements that are there already.
async fn existing(desk: &Desk, answers: &Answers) -> Result<HashMap<Number, Statement>, Fault> {
    let reader = desk.store.reader();
    let numbers: Vec<Number> = answers.statements.keys().copied().map(Number).collect();
    let mut existing = HashMap::new();
    for some in numbers.chunks(COMPARED_AT_ONCE) {
        let loaded = reader.statements(some).await?;
        existing.extend(loaded.into_iter().map(|statement| (statement.number, statement)));
    }
    Ok(existing)
}

/// What is to be saved.
#[derive(Debug, Default)]
struct Work {
    new: Vec<Statement>,
    changed: Vec<Statement>,
    unchanged: i64,
    events: Vec<Event>,
}

impl Work {
    /// Adds a statement, if it is new or differs from the one that is there, with the events that are new.
    async fn add(
        &mut self,
        desk: &Desk,
        answers: &Answers,
        statement: Statement,
        old: Option<&Statement>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let number = statement.number;
        let mut known = BTreeSet::new();
        if old.is_some() {
            let history = desk.store.reader().history(number, true).await?;
            known.extend(history.iter().map(|event| event.id));
        }
        let answered = events::of(number, answers).into_iter();
        self.events.extend(answered.filter(|event| !known.contains(&event.id)));
        let words = match old {
            Some(old) if *old == statement => {
                self.unchanged += 1;
                return Ok(());
            }
            Some(old) => {
                format!("Brought up to date: {}", merging::changed(old, &statement).join(", "))
            }
            None => "From the record of the datatracker.".to_owned(),
        };
        self.events.push(Event {
            id: desk.ids.next(now),
            number,
            kind: EventKind::Imported,
            by: Doer::System,
            at: now,
            public: true,
            words,
            difference: String::new(),
        });
        match old {
            Some(_) => self.changed.push(statement),
            None => self.new.push(statement),
        }
        Ok(())
    }

    async fn save(self, tx: &mut Transaction, summary: &mut ImportSummary) -> Result<(), Fault> {
        let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
        summary.statements = Changes {
            added: count(self.new.len()),
            changed: count(self.changed.len()),
            unchanged: self.unchanged,
        };
        summary.events = count(self.events.len());
        if !self.new.is_empty() {
            tx.insert_statements(&self.new).await?;
        }
        for statement in &self.changed {
            tx.save_statement(statement).await?;
        }
        if !self.events.is_empty() {
            tx.add_events(&self.events).await?;
        }
        Ok(())
    }
}
