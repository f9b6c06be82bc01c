//! Who works at a received message, what was done with it, and what else came that is like it.

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::Timestamp;
use operations::{Question, WorkAtItem};
use rules::{ItemEventKind, ItemState, Number};
use store::{Item, ItemEvent};

use super::faults::label;
use super::inbox::sender;
use crate::pieces::{Field, FieldKind, Instant};
use crate::view::View;
use crate::words;

/// Who has a message before them, above its form.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/item_holder.html")]
pub(crate) struct HolderNote {
    id: i64,
    /// Somebody else who has it; empty if nobody else does.
    name: String,
    since: Option<Instant>,
    /// Whether the form on this page is kept when it is taken over.
    has_form: bool,
}

impl HolderNote {
    pub(crate) fn of(item: &Item, work: &WorkAtItem, view: &View, now: Timestamp) -> Self {
        let waits = item.state == ItemState::Waiting;
        let other = work
            .holder
            .as_ref()
            .filter(|held| waits && held.holds(now) && Some(held.person) != view.actor.person);
        Self {
            id: item.id,
            name: other.map(|held| held.name.clone()).unwrap_or_default(),
            since: other.map(|held| Instant(held.since)),
            has_form: true,
        }
    }

    pub(crate) fn without_form(self) -> Self {
        Self { has_form: false, ..self }
    }
}

/// What was done with a message, and what its sender was asked and answered.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/item_work.html")]
pub(crate) struct WorkNote {
    id: i64,
    events: Vec<DoneRow>,
    answers: Vec<AnswerRow>,
    question: Vec<Field>,
    /// Whether a question can be put.
    can_ask: bool,
    /// Whether the form of the question is open.
    is_open: bool,
}

#[derive(Debug, Clone)]
struct DoneRow {
    kind: ItemEventKind,
    name: String,
    at: Instant,
    words: String,
}

/// What the sender answered.
#[derive(Debug, Clone)]
struct AnswerRow {
    id: i64,
    from: String,
    at: Instant,
    text: String,
}

impl WorkNote {
    pub(crate) fn of(
        item: &Item,
        work: &WorkAtItem,
        question: &Question,
        faults: &[(&'static str, String)],
    ) -> Self {
        let done = |event: &ItemEvent| DoneRow {
            kind: event.kind,
            name: event.name.clone(),
            at: Instant(event.at),
            words: event.words.clone(),
        };
        let answer = |answer: &Item| AnswerRow {
            id: answer.id,
            from: sender(answer).to_owned(),
            at: Instant(answer.received_at),
            text: answer.text.trim_end().to_owned(),
        };
        let question = question_fields(question, faults);
        let is_wrong = question.iter().any(|field| !field.fault.is_empty());
        let is_typed = question.last().is_some_and(|field| !field.value.trim().is_empty());
        Self {
            id: item.id,
            events: work.events.iter().map(done).collect(),
            answers: work.answers.iter().map(answer).collect(),
            question,
            can_ask: item.state == ItemState::Waiting,
            is_open: is_wrong || is_typed,
        }
    }
}

fn question_fields(question: &Question, faults: &[(&'static str, String)]) -> Vec<Field> {
    let field = |name: &'static str, kind, value: &str| {
        Field::new(name, label(name), kind).value(value).faults(faults)
    };
    vec![
        field("question_to", FieldKind::Line, &question.to),
        field("question_subject", FieldKind::Line, &question.subject),
        field("question", FieldKind::Lines(6), &question.text)
            .hint("It is mailed as you write it. What they answer is shown here."),
    ]
}

/// Another message with a file of this one's.
#[derive(Debug, Clone)]
pub(crate) struct Twin {
    pub(crate) id: i64,
    pub(crate) subject: String,
    pub(crate) statement: Option<Number>,
}

impl Twin {
    pub(crate) fn all(work: &WorkAtItem) -> Vec<Self> {
        let twin = |(id, subject, statement): &(i64, String, Option<Number>)| Self {
            id: *id,
            subject: subject.clone(),
            statement: *statement,
        };
        work.same_files.iter().map(twin).collect()
    }
}

/// Files that the sender answered with, which may belong to the statement.
#[derive(Debug, Clone)]
pub(crate) struct AnswerFile {
    /// The message and the position in it, as the form sends them.
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) is_kept: bool,
}

impl AnswerFile {
    pub(crate) fn all(work: &WorkAtItem, kept: &[(i64, i64)]) -> Vec<Self> {
        let parts = work
            .answers
            .iter()
            .flat_map(|answer| answer.parts.iter().map(move |part| (answer.id, part)));
        let file = |(id, part): (i64, &store::ItemPart)| Self {
            value: format!("{id}.{}", part.position),
            name: part.name.clone(),
            about: format!(
                "{}, {}, from the answer",
                words::kind(&part.media_type),
                words::size(part.size)
            ),
            is_kept: kept.contains(&(id, part.position)),
        };
        parts.map(file).collect()
    }
}

impl HtmlSafe for HolderNote {}
impl HtmlSafe for WorkNote {}
