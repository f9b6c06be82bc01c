//! A received message beside the form that makes a statement of it.

use std::collections::HashMap;

use askama::Template;
use jiff::Timestamp;
use operations::{
    CorrectedHere, Corrects, ItemForm, Question, ReadLetter, ReadProgress, Recording, SentFile,
};
use rules::{ItemState, Number};
use store::ItemPart;

use super::came::came;
use super::faults::{FaultList, label, place_of};
use super::fields::{Asked, Kind, Section};
use super::groups::GroupLists;
use super::inbox::{sender, subject};
use super::item_decisions::Decisions;
use super::item_work::{AnswerFile, HolderNote, Twin, WorkNote};
use super::letter::LetterShown;
use super::proof::ProofNote;
use super::told::ToldNote;
use crate::pages::history::Line;
use crate::pieces::{Field, FieldKind, Instant, OriginNote};
use crate::view::View;
use crate::words;

/// A received message beside the form that makes a statement of it.
#[derive(Debug, Template)]
#[template(path = "desk/item.html")]
pub(crate) struct ItemPage {
    view: View,
    id: i64,
    title: String,
    head: Vec<(&'static str, String)>,
    received_at: Instant,
    /// Where it is from; nothing before anybody has looked.
    origin: Option<OriginNote>,
    size: String,
    /// The letter; where the message has none, its text.
    letter: LetterShown,
    /// The name of the letter's file; empty if it is the message itself.
    letter_file: String,
    /// The text of the message, where the letter is a file.
    cover: String,
    files: Vec<FileRow>,
    links: Vec<LinkRow>,
    state: ItemState,
    reason_given: String,
    /// The statements whose mail came back with it, each with the recipient.
    returned: Vec<(i64, String)>,
    statement: Option<Number>,
    has_form: bool,
    submit: &'static str,
    faults: FaultList,
    sections: Vec<Section>,
    proofs: HashMap<&'static str, ProofNote>,
    lists: GroupLists,
    kept: Vec<(&'static str, String)>,
    reason: Field,
    read: ReadNote,
    holder: HolderNote,
    work: WorkNote,
    decisions: Decisions,
    answer_files: Vec<AnswerFile>,
    twins: Vec<Twin>,
    /// The message about which its sender was asked what this one answers.
    about: Option<i64>,
}

/// What was typed into the forms of a message's page besides the statement.
#[derive(Debug, Clone, Default)]
pub(crate) struct TypedBeside {
    pub(crate) recording: Recording,
    pub(crate) question: Question,
}

/// What is said of reading the message, above the form.
#[derive(Debug, Clone, Default)]
struct ReadNote {
    is_being_read: bool,
    /// Why nothing was read; empty if all went well.
    unread: String,
    /// Whether a letter was read.
    is_read: bool,
    /// Where the sender's record has it, where its installation wrote it down field by field.
    sent: Option<SentNote>,
    /// Why it is no statement, a sentence each; empty if it is one.
    no_statement: Vec<String>,
    /// The fields to be looked at: name, label, why.
    doubts: Vec<(&'static str, &'static str, String)>,
    /// What a reader should know besides.
    warnings: Vec<String>,
    /// What it corrects, where another installation corrects what it sent.
    corrects: Option<CorrectsNote>,
    /// Statements that carry a number of this letter.
    same: Vec<(Number, String, String)>,
    /// The letters in the message: name, number from 1, whether it is this one.
    letters: Vec<(String, usize, bool)>,
    /// The number of the letter from 1.
    chosen: usize,
    /// The files that the letter names and that did not come.
    missing: Vec<String>,
}

/// That the form was filled from what the sender's installation wrote down.
#[derive(Debug, Clone, Default)]
struct SentNote {
    /// The permanent address there; empty if it names none.
    address: String,
    /// The number there, in words; empty if it names none.
    number: String,
}

/// That another installation corrects what it sent.
#[derive(Debug, Clone, Default)]
struct CorrectsNote {
    why: String,
    /// The statements here that it corrects: number, subject, and what would change.
    here: Vec<(Number, String, Vec<Line>)>,
}

impl CorrectsNote {
    fn of(corrects: &Corrects) -> Self {
        let here = |it: &CorrectedHere| (it.number, it.subject.clone(), Line::all(&it.difference));
        Self { why: corrects.why.clone(), here: corrects.here.iter().map(here).collect() }
    }
}

/// A file of the message.
#[derive(Debug, Clone)]
pub(crate) struct FileRow {
    position: i64,
    name: String,
    about: String,
    is_kept: bool,
    is_letter: bool,
}

/// A link that the sender's installation names.
#[derive(Debug, Clone)]
struct LinkRow {
    position: i64,
    name: String,
    url: String,
    is_kept: bool,
}

impl LinkRow {
    fn all(open: &ItemForm, keep: &[i64]) -> Vec<Self> {
        let row = |(position, link): (i64, &SentFile)| Self {
            position,
            name: link.name.clone(),
            url: link.url.clone().unwrap_or_default(),
            is_kept: keep.contains(&position),
        };
        open.links().into_iter().map(row).collect()
    }
}

impl FileRow {
    fn of(part: &ItemPart, keep: &[i64], letter_file: &str) -> Self {
        Self {
            position: part.position,
            name: part.name.clone(),
            about: format!("{}, {}", words::kind(&part.media_type), words::size(part.size)),
            is_kept: keep.contains(&part.position),
            is_letter: is_or_is_in(letter_file, &part.name),
        }
    }
}

/// Says whether a letter is this file, or stands within it, as in an archive.
fn is_or_is_in(letter: &str, file: &str) -> bool {
    let within = letter.strip_prefix(file).is_some_and(|rest| rest.starts_with('/'));
    !file.is_empty() && (letter == file || within)
}

impl ReadNote {
    fn of(open: &ItemForm) -> Self {
        let (is_being_read, unread) = match &open.progress {
            ReadProgress::BeingRead => (true, String::new()),
            ReadProgress::Read => (false, String::new()),
            ReadProgress::Unread(why) => (false, why.clone()),
        };
        let reading = open.letter().map(|letter| &letter.reading);
        let no_statement = reading.filter(|reading| !reading.is_statement);
        let statements = open.letters.iter().any(|letter| letter.reading.is_statement);
        let named = |(at, letter): (usize, &ReadLetter)| {
            let name = name_of(letter).unwrap_or("the message itself").to_owned();
            (name, at + 1, at == open.chosen)
        };
        let letters = open.letters.iter().enumerate().map(named).collect();
        let same =
            |one: &store::Identified| (one.number, one.identifier.clone(), one.subject.clone());
        Self {
            is_being_read,
            unread,
            is_read: reading.is_some(),
            sent: open.sent().map(|sent| SentNote {
                address: sent.address.clone().unwrap_or_default(),
                number: sent.number.map(|number| format!("statement {number}")).unwrap_or_default(),
            }),
            no_statement: no_statement.map(|reading| reading.reasons.clone()).unwrap_or_default(),
            doubts: if statements { doubts(open) } else { Vec::new() },
            warnings: reading.map(|reading| reading.warnings.clone()).unwrap_or_default(),
            corrects: open.corrects.as_ref().map(CorrectsNote::of),
            // Of what it corrects, it is said already that it is here.
            same: open.same.iter().filter(|one| !open.is_corrected(one)).map(same).collect(),
            letters,
            chosen: open.chosen + 1,
            missing: missing(open),
        }
    }

    /// Says in one line what a letter leaves to look at.
    fn title(&self) -> String {
        match self.doubts.len() {
            0 if self.sent.is_some() => {
                "The form is filled as the sender’s installation wrote it down".to_owned()
            }
            0 => "The form is filled from the letter".to_owned(),
            1 => "One field to check".to_owned(),
            count => format!("{count} fields to check"),
        }
    }
}

/// Returns the fields to be looked at, in the order of the form.
fn doubts(open: &ItemForm) -> Vec<(&'static str, &'static str, String)> {
    let proofs = open.proofs.all().filter(|(_, proof)| !proof.doubts.is_empty());
    let doubt = |(field, proof): (&'static str, &operations::Proof)| {
        (field, label(field), proof.doubts.join(" "))
    };
    let mut doubts: Vec<_> = proofs.map(doubt).collect();
    doubts.sort_by_key(|(field, ..)| place_of(field));
    doubts
}

/// Returns the files that the letter names and that are not among those of the message.
fn missing(open: &ItemForm) -> Vec<String> {
    let Some(letter) = open.letter() else { return Vec::new() };
    let came = |name: &&String| {
        let name = name.to_lowercase();
        let came = |part: &ItemPart| {
            let part = part.name.to_lowercase();
            part.contains(&name) || name.contains(&part)
        };
        open.item.parts.iter().any(came)
    };
    let named = letter.reading.attachments.iter();
    named.filter(|name| !came(name)).cloned().collect()
}

/// Returns the name of a letter's file; none if the letter is the message itself.
fn name_of(letter: &ReadLetter) -> Option<&str> {
    Some(letter.reading.file.as_str()).filter(|file| !file.is_empty())
}

/// Returns the letter as it is shown, and the name of its file.
fn shown(open: &ItemForm) -> (LetterShown, String) {
    let letter = open.letter().filter(|letter| !letter.text.text.trim().is_empty());
    match letter {
        Some(letter) => {
            let is_plain = matches!(letter.reading.format.as_str(), "text" | "message" | "");
            let shown = LetterShown::new(&letter.text, is_plain, &open.proofs);
            (shown, name_of(letter).unwrap_or_default().to_owned())
        }
        None => (LetterShown::plain(&open.item.text), String::new()),
    }
}

impl ItemPage {
    /// Makes the page of a message, with the form as it was typed.
    pub(crate) fn new(
        view: View,
        open: &ItemForm,
        asked: &Asked<'_>,
        lists: GroupLists,
        typed: &TypedBeside,
        decisions: Decisions,
        (submit, now): (&'static str, Timestamp),
    ) -> Self {
        let (item, keep) = (&open.item, &typed.recording.keep);
        let mut head = vec![("From", sender(item).to_owned())];
        if !item.arrived_at().is_empty() {
            head.push(("Arrived at", item.arrived_at().to_owned()));
        }
        if item.state == ItemState::Waiting && !open.work.assigned.is_empty() {
            head.push(("For", open.work.assigned.clone()));
        }
        head.extend(came(item));
        let (letter, letter_file) = shown(open);
        let read = ReadNote::of(open);
        let proofs = open.proofs.all();
        let proofs: HashMap<_, _> =
            proofs.map(|(field, proof)| (field, ProofNote::new(proof, &letter))).collect();
        let mut kept: Vec<(&'static str, String)> =
            asked.kept().into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        if read.letters.len() > 1 {
            kept.push(("letter", read.chosen.to_string()));
        }
        let reason = Field::new("reason", "Reason", FieldKind::Lines(2));
        let reason = reason.hint("Why it is no statement. It is kept, and can be opened again.");
        Self {
            holder: HolderNote::of(item, &open.work, &view, now),
            work: WorkNote::of(item, &open.work, &typed.question, asked.faults),
            answer_files: AnswerFile::all(&open.work, &typed.recording.keep_of_answers),
            twins: Twin::all(&open.work),
            about: open.work.about,
            decisions,
            view,
            id: item.id,
            title: title(open),
            head,
            received_at: Instant(item.received_at),
            origin: None,
            size: words::size(item.size),
            cover: if letter_file.is_empty() { String::new() } else { item.text.clone() },
            files: item.parts.iter().map(|part| FileRow::of(part, keep, &letter_file)).collect(),
            links: LinkRow::all(open, &typed.recording.keep_links),
            letter,
            letter_file,
            state: item.state,
            reason_given: item.reason.clone(),
            returned: Vec::new(),
            statement: item.statement,
            has_form: true,
            submit,
            faults: FaultList::here(asked.faults),
            sections: asked.sections(),
            proofs,
            lists,
            kept,
            reason: reason.value(&read.no_statement.join(" ")).faults(asked.faults),
            read,
        }
    }

    /// Returns the page of a message that waits for nobody, or that is being read.
    pub(crate) fn without_form(self) -> Self {
        Self { has_form: false, holder: self.holder.without_form(), ..self }
    }

    /// Adds where it is from.
    pub(crate) fn with_origin(self, origin: Option<OriginNote>) -> Self {
        Self { origin, ..self }
    }

    /// Adds what came back with it.
    pub(crate) fn with_returned(self, returned: Vec<(i64, String)>) -> Self {
        Self { returned, ..self }
    }

    fn proof(&self, field: &str) -> Option<&ProofNote> {
        self.proofs.get(field)
    }

    fn close_wrong(&self) -> bool {
        !self.reason.fault.is_empty()
    }

    /// Says whether nothing speaks for a statement, and the form is only for whoever knows better.
    fn is_unlikely(&self) -> bool {
        !self.read.no_statement.is_empty()
    }

    /// Says whether all that is left to do is to record it as it was read.
    fn is_ready(&self) -> bool {
        self.has_form && self.faults.is_empty() && self.decisions.are_made()
    }

    fn was_set_aside(&self) -> bool {
        self.state == ItemState::SetAside
    }

    fn was_quarantined(&self) -> bool {
        self.state == ItemState::Quarantined
    }

    fn was_closed(&self) -> bool {
        self.state == ItemState::Closed
    }

    fn waits(&self) -> bool {
        self.state == ItemState::Waiting
    }

    pub(crate) fn sample() -> Self {
        let open = super::samples::item_form();
        let faults = [(
            "to_groups",
            "Name the group that it was sent to, or write down what the letter says.".to_owned(),
        )];
        let doubts = [("deadline", "It is written in words.".to_owned())];
        let policy = crate::pages::samples::policy();
        let asked = Asked {
            policy: &policy,
            kind: Kind::Received,
            form: &open.form,
            faults: &faults,
            doubts: &doubts,
            doubts_deadline: false,
            theirs: None,
            own_groups: Vec::new(),
            told: [ToldNote::default(), ToldNote::sample()],
            beside: None,
        };
        let view = View::signed_in_sample("/desk/inbox/5");
        let recording = Recording { keep: vec![1], ..Recording::default() };
        let typed = TypedBeside { recording, question: open.question.clone() };
        let directory = rules::Directory::default();
        let decisions = Decisions::of(&open, &typed.recording, &view, &directory, &faults);
        let now = Timestamp::UNIX_EPOCH;
        let lists = GroupLists::sample();
        let button = ("Record and post", now);
        let page = Self::new(view, &open, &asked, lists, &typed, decisions, button);
        page.with_origin(Some(OriginNote::sample()))
    }
}

/// Returns what the message is about: as its letter says, else as its header does.
fn title(open: &ItemForm) -> String {
    let read = open.letter().filter(|letter| letter.reading.is_statement);
    let read = read.and_then(|letter| letter.reading.subject.as_deref());
    let words = read.unwrap_or_else(|| subject(&open.item));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
