//! What makes a statement ready to go, and what to consider before it does.

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::tz::TimeZone;
use rules::{Number, Process, Statement};

use super::acts::ActForms;
use super::faults::label;
use crate::pieces::{Choice, Field, FieldKind, Instant};

/// What to consider before a statement goes.
#[derive(Debug, Clone, Template)]
#[template(path = "desk/considered.html")]
pub(crate) struct Considered {
    number: Number,
    revision: i64,
    /// The organizations that it goes to, where it can be split.
    split: Vec<String>,
    /// What to consider of its deadline.
    doubts: Vec<String>,
}

/// What makes a statement ready to go.
#[derive(Debug, Clone, Template)]
#[template(path = "desk/preparing.html")]
pub(crate) struct Preparing {
    number: Number,
    revision: i64,
    pub(crate) considered: Considered,
    /// When it goes at the earliest, who set that, and whether it waits for that alone.
    pub(crate) goes: Option<(Instant, String, bool)>,
    /// To whom approvals were handed, a sentence each.
    pub(crate) handed: Vec<String>,
    /// Whether the person may change the text.
    pub(crate) edits: bool,
    time: Option<[Field; 2]>,
    hand: Option<[Field; 2]>,
}

/// What somebody may do, as the rules answer it.
#[derive(Debug, Clone, Default)]
pub(crate) struct MayPrepare {
    /// The organizations that it goes to, where they may split it.
    pub(crate) split: Vec<String>,
    pub(crate) edit: bool,
    pub(crate) time: bool,
    /// Who may approve beside them: name and address.
    pub(crate) others: Vec<(String, String)>,
}

impl Considered {
    /// Returns what to consider.
    pub(crate) fn new(statement: &Statement, split: Vec<String>, doubts: Vec<String>) -> Self {
        Self { number: statement.number, revision: statement.revision, split, doubts }
    }

    fn organizations(&self) -> String {
        match self.split.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => self.split.concat(),
        }
    }
}

impl Preparing {
    /// Returns what there is, with what was typed and what is wrong.
    pub(crate) fn new(
        statement: &Statement,
        may: MayPrepare,
        doubts: Vec<String>,
        handed: Vec<String>,
        faults: &[(&'static str, String)],
        typed: impl Fn(&str) -> String,
    ) -> Self {
        let field = |name: &'static str, kind, set: String| {
            let value = Some(typed(name)).filter(|typed| !typed.is_empty()).unwrap_or(set);
            Field::new(name, label(name), kind).value(&value).faults(faults)
        };
        let set = statement.goes.as_ref().map(|goes| TimeZone::UTC.to_datetime(goes.at));
        let time = || {
            let day = set.map(|at| at.date().to_string()).unwrap_or_default();
            let at = set.map(|at| at.strftime("%H:%M").to_string()).unwrap_or_default();
            [
                field("goes_on", FieldKind::Day, day)
                    .optional()
                    .hint("Left empty, it goes as soon as every gate is open."),
                field("goes_at", FieldKind::Line, at).optional().hint("UTC, such as 09:30."),
            ]
        };
        let choice = |(name, address): &(String, String)| Choice::new(address, name, "");
        let hand = || {
            let choices = FieldKind::Select(may.others.iter().map(choice).collect());
            [
                field("asked_other", choices, String::new()),
                field("asked_words", FieldKind::Line, String::new())
                    .hint("They are mailed this. It is kept in the history."),
            ]
        };
        let waits = Process::of(statement).waits_for_its_time();
        let goes = statement.goes.as_ref().filter(|_| !statement.state.is_public());
        Self {
            number: statement.number,
            revision: statement.revision,
            goes: goes.map(|goes| (Instant(goes.at), goes.set_by.clone(), waits)),
            handed,
            edits: may.edit,
            time: may.time.then(time),
            hand: (!may.others.is_empty()).then(hand),
            considered: Considered::new(statement, may.split, doubts),
        }
    }

    /// Says whether there is anything that somebody may do.
    pub(crate) fn is_empty(&self) -> bool {
        self.time.is_none() && self.hand.is_none()
    }

    fn is_wrong(fields: &[Field; 2]) -> bool {
        let [one, other] = fields;
        ActForms::is_wrong(&[one, other])
    }
}

impl HtmlSafe for Considered {}

impl HtmlSafe for Preparing {}
