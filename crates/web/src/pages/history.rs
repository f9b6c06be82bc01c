//! What happened to a statement, step by step.

use askama::Template;
use askama::filters::HtmlSafe;
use rules::{Event, Statement};

use crate::pieces::Instant;
use crate::view::View;
use crate::words;

/// What happened to a statement, step by step, the newest first.
#[derive(Debug, Template)]
#[template(path = "history.html")]
pub(crate) struct HistoryPage {
    view: View,
    number: i64,
    subject: String,
    is_public: bool,
    steps: Vec<Step>,
}

/// One step.
#[derive(Debug)]
pub(crate) struct Step {
    at: Instant,
    what: String,
    who: String,
    role: String,
    is_private: bool,
    words: String,
    difference: Vec<Line>,
}

/// A line of a difference: added, taken away, or around them.
#[derive(Debug, Clone, Template)]
#[template(path = "pieces/line.html")]
pub(crate) struct Line {
    kind: Kind,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Added,
    Taken,
    Around,
}

impl HistoryPage {
    pub(crate) fn of(view: View, statement: &Statement, history: &[Event]) -> Self {
        Self {
            view,
            number: statement.number.0,
            subject: statement.subject.clone(),
            is_public: statement.state.is_public(),
            steps: history.iter().rev().map(Step::of).collect(),
        }
    }

    pub(crate) fn sample() -> Self {
        let event = |id, kind, by, words: &str, difference: &str| Event {
            id,
            number: rules::Number(1912),
            kind,
            by,
            at: jiff::Timestamp::UNIX_EPOCH,
            public: id != 2,
            words: words.to_owned(),
            difference: difference.to_owned(),
        };
        let ana = rules::Doer::Person {
            id: None,
            name: "Ana <Example>".to_owned(),
            role: "chair of tsync".to_owned(),
        };
        let history = [
            event(1, rules::EventKind::Edited, ana.clone(), "", "-clocks & all\n+clocks < 1 ms\n"),
            event(2, rules::EventKind::Commented, ana, "Ask ana@example.org first.", ""),
            event(3, rules::EventKind::Posted, rules::Doer::System, "", ""),
        ];
        Self::of(View::sample("/statements/1912/history"), &super::samples::statement(), &history)
    }
}

impl Line {
    /// Returns the lines of a difference; addresses in them are no prey for programs.
    pub(crate) fn all(difference: &str) -> Vec<Self> {
        let shown = words::start_of_difference(difference);
        let lines = shown.lines().map(|line| {
            let kind = match line.as_bytes().first() {
                Some(b'+') => Kind::Added,
                Some(b'-') => Kind::Taken,
                _ => Kind::Around,
            };
            // Where in the text it stands is for programs; that something lies between is for people.
            let text =
                if line.starts_with("@@ ") { "⋯".to_owned() } else { words::obscured(line) };
            Self { kind, text }
        });
        lines.collect()
    }
}

impl HtmlSafe for Line {}

impl Step {
    fn of(event: &Event) -> Self {
        Self {
            at: Instant(event.at),
            what: event.kind.to_string(),
            who: event.by.name().to_owned(),
            role: event.by.role().to_owned(),
            is_private: !event.public,
            words: words::obscured(&event.words),
            difference: Line::all(&event.difference),
        }
    }
}
