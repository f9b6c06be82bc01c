//! What waits for somebody, and why for them.

use askama::Template;
use jiff::civil::Date;
use rules::{Number, Statement};
use store::{Count, Row};

use crate::pieces::DeadlineNote;
use crate::view::View;
use crate::words;

/// What waits for somebody, the most pressing first.
#[derive(Debug, Template)]
#[template(path = "desk/waiting.html")]
pub(crate) struct DeskPage {
    view: View,
    title: &'static str,
    /// What is said where nothing waits.
    nothing: &'static str,
    sections: Vec<(Part, Vec<Task>)>,
}

/// Where something stands on the desk, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Waits for the person's approval.
    Approve,
    /// Waits for the person's agreement to what somebody else drafted (OUT-12).
    Agree,
    /// Waits for the person's advice (OUT-4).
    Advise,
    /// Waits for the person's review.
    Review,
    /// Was sent to a group of theirs, and nothing on record answers it.
    Answer,
    /// Messages that wait in the inbox.
    Inbox,
    /// The person can go on writing it.
    Draft,
    /// Waits for others.
    OnItsWay,
    /// Given up; can be taken up again.
    Dropped,
}

/// One thing to do, or to know of.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    title: String,
    address: String,
    /// Where the button leads, if not to the same.
    act_address: Option<String>,
    route: String,
    deadline: Option<DeadlineNote>,
    why: String,
    /// What the tasks of a part are ordered by: the deadline, then the number.
    order: (Option<Date>, i64),
}

impl Part {
    fn title(self) -> &'static str {
        match self {
            Self::Approve => "To approve",
            Self::Agree => "To agree to",
            Self::Advise => "To advise on",
            Self::Review => "To review",
            Self::Answer => "To answer",
            Self::Inbox => "To record",
            Self::Draft => "Drafts",
            Self::OnItsWay => "Waiting for others",
            Self::Dropped => "Dropped",
        }
    }

    fn act(self) -> &'static str {
        match self {
            Self::Approve => "Read and approve",
            Self::Agree => "Read and agree",
            Self::Advise => "Read and advise",
            Self::Review => "Read and review",
            Self::Answer => "Read and answer",
            Self::Inbox => "Open the inbox",
            Self::Draft => "Go on",
            Self::OnItsWay | Self::Dropped => "Look at it",
        }
    }

    fn is_pressing(self) -> bool {
        self <= Self::Inbox
    }
}

impl Task {
    /// Returns what is to be done with a statement.
    pub(crate) fn of(statement: &Statement, why: String, today: Date) -> Self {
        let deadline = statement.deadline().map(|deadline| deadline.date);
        let title =
            if statement.subject.is_empty() { "(no subject yet)" } else { &statement.subject };
        let (from, to) = (statement.from.words(), statement.to.words());
        let to = if to.is_empty() { "nobody yet" } else { &to };
        Self {
            title: title.to_owned(),
            address: format!("/statements/{}/preview", statement.number),
            act_address: None,
            route: format!("No. {}, from {from} to {to}", statement.number),
            deadline: deadline.map(|date| DeadlineNote::new(date, false, today)),
            why,
            order: (deadline, statement.number.0),
        }
    }

    /// Lets the button lead to the form.
    pub(crate) fn with_form(self) -> Self {
        let form = self.address.replace("/preview", "/edit");
        Self { act_address: Some(form), ..self }
    }

    fn act_address(&self) -> &str {
        self.act_address.as_deref().unwrap_or(&self.address)
    }

    /// Returns that a received statement is to be answered.
    pub(crate) fn to_answer(row: &Row, why: String, today: Date) -> Self {
        let from: Vec<&str> = row.from.iter().map(|(_, name)| name.as_str()).collect();
        Self {
            title: row.subject.clone(),
            address: format!("/statements/{}", row.number),
            act_address: None,
            route: format!("No. {}, from {}", row.number, from.join(", ")),
            deadline: row.deadline.map(|date| DeadlineNote::new(date, false, today)),
            why,
            order: (row.deadline, row.number.0),
        }
    }

    /// Returns that messages wait in the inbox.
    pub(crate) fn inbox(waiting: Count) -> Self {
        Self {
            title: format!(
                "{} in the inbox",
                words::count_of(waiting, "message waits", "messages wait")
            ),
            address: "/desk/inbox".to_owned(),
            act_address: None,
            route: String::new(),
            deadline: None,
            why: "Make statements of them, or close what is none.".to_owned(),
            order: (None, 0),
        }
    }
}

impl DeskPage {
    /// Returns everything.
    pub(crate) fn all(parts: Vec<(Part, Task)>, view: View) -> Self {
        let nothing = "Nothing waits for you. What others send you to approve, review or record will be here.";
        Self { view, title: "Your desk", nothing, sections: sorted(parts, |_| true) }
    }

    /// Returns what waits for approval or review.
    pub(crate) fn reviews(parts: Vec<(Part, Task)>, view: View) -> Self {
        let nothing = "Nothing waits for your approval or review.";
        let sections = sorted(parts, |part| part <= Part::Review);
        Self { view, title: "To approve and review", nothing, sections }
    }

    /// Returns what is being written or was given up.
    pub(crate) fn drafts(parts: Vec<(Part, Task)>, view: View) -> Self {
        let nothing = "You have no drafts, and nothing of yours is under way.";
        let sections = sorted(parts, |part| part >= Part::Draft);
        Self { view, title: "Drafts and what is under way", nothing, sections }
    }

    fn nothing_presses(&self) -> bool {
        !self.sections.iter().any(|(part, _)| part.is_pressing())
    }

    pub(crate) fn sample() -> Self {
        let task = |number: i64, title: &str, why: &str| Task {
            title: title.to_owned(),
            address: format!("/statements/{number}/preview"),
            act_address: None,
            route: format!("No. {number}, from Time Synchronization to ETU Study Group 1"),
            deadline: Some(DeadlineNote::new(
                jiff::civil::date(2026, 3, 31),
                false,
                jiff::civil::date(2026, 3, 10),
            )),
            why: why.to_owned(),
            order: (None, Number(number).0),
        };
        let parts = vec![
            (Part::Draft, task(78, "Answer on <holdover>", "Begun as chair of tsync.")),
            (
                Part::Approve,
                task(77, "Question on <boundary> clocks", "You approve as Area Director of tim."),
            ),
            (Part::Inbox, Task::inbox(Count::Exactly(3))),
        ];
        Self::all(parts, View::signed_in_sample("/desk"))
    }
}

/// Puts the tasks in their parts: the nearest deadline first, those without one last, then in the order of their numbers.
fn sorted(mut parts: Vec<(Part, Task)>, wanted: impl Fn(Part) -> bool) -> Vec<(Part, Vec<Task>)> {
    parts.retain(|(part, _)| wanted(*part));
    parts.sort_by_key(|(part, task)| (*part, task.order.0.is_none(), task.order));
    let mut sections: Vec<(Part, Vec<Task>)> = Vec::new();
    for (part, task) in parts {
        match sections.last_mut() {
            Some((last, tasks)) if *last == part => tasks.push(task),
            _ => sections.push((part, vec![task])),
        }
    }
    sections
}
