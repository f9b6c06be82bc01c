//! What waits for somebody, and why for them.

use askama::Template;
use jiff::civil::Date;
use rules::{Duty, Matter, Number, Pressing, Statement, Task as Wanted};
use store::Count;

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
    /// Whether everything is shown, and not a part of it.
    is_whole: bool,
}

/// Where something stands on the desk, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Waits for the person.
    Due(Pressing),
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
    /// What is to be done, if anything is.
    wanted: Option<Wanted>,
    title: String,
    address: String,
    /// Where the button leads, if not to the same.
    act_address: Option<String>,
    /// What the button says, if it is not what is to be done.
    act: &'static str,
    route: String,
    deadline: Option<DeadlineNote>,
    why: String,
    /// What happens if nobody does it; empty where nothing is to be done.
    otherwise: String,
    /// Where it can be let be with one click.
    let_be: Option<String>,
    /// What the tasks of a part are ordered by, unless they are in their order already: the deadline, then the number.
    order: (Option<Date>, i64),
}

impl Part {
    fn title(self) -> &'static str {
        match self {
            Self::Due(pressing) => pressing.words(),
            Self::Draft => "Drafts",
            Self::OnItsWay => "Waiting for others",
            Self::Dropped => "Dropped",
        }
    }

    fn is_due(self) -> bool {
        matches!(self, Self::Due(_))
    }
}

impl Task {
    /// Returns one thing that waits for the person.
    pub(crate) fn of_duty(duty: &Duty, address: String, today: Date) -> Self {
        let let_be = match (duty.task, duty.matter) {
            (Wanted::AskAgain, Matter::Statement(number)) => {
                Some(format!("/statements/{number}/let-be"))
            }
            _ => None,
        };
        let is_form = matches!(duty.task, Wanted::Draft | Wanted::AskAgain);
        let page = match duty.matter {
            Matter::Statement(number) if duty.task == Wanted::Draft => {
                format!("/statements/{number}/preview")
            }
            Matter::Statement(number) if duty.task == Wanted::AskAgain => {
                format!("/statements/{number}")
            }
            _ => address.clone(),
        };
        Self {
            wanted: Some(duty.task),
            title: duty.title.clone(),
            address: page,
            act_address: is_form.then_some(address),
            act: act(duty.task),
            route: duty.route.clone(),
            // The day of a draft is that of its end, of which the rest speaks.
            deadline: duty
                .due
                .filter(|_| duty.task != Wanted::Draft)
                .map(|date| DeadlineNote::new(date, false, today)),
            why: duty.why.clone(),
            otherwise: duty.otherwise.clone(),
            let_be,
            order: (None, 0),
        }
    }

    /// Returns what is to be done with a statement by others, or later.
    pub(crate) fn of(statement: &Statement, why: String, today: Date) -> Self {
        let deadline = statement.deadline().map(|deadline| deadline.date);
        let title =
            if statement.subject.is_empty() { "(no subject yet)" } else { &statement.subject };
        let (from, to) = (statement.from.words(), statement.to.words());
        let to = if to.is_empty() { "nobody yet" } else { &to };
        Self {
            wanted: None,
            title: title.to_owned(),
            address: format!("/statements/{}/preview", statement.number),
            act_address: None,
            act: "Look at it",
            route: format!("No. {}, from {from} to {to}", statement.number),
            deadline: deadline.map(|date| DeadlineNote::new(date, false, today)),
            why,
            otherwise: String::new(),
            let_be: None,
            order: (deadline, statement.number.0),
        }
    }

    /// Lets the button lead to the form.
    pub(crate) fn with_form(self) -> Self {
        let form = self.address.replace("/preview", "/edit");
        Self { act_address: Some(form), act: "Go on", ..self }
    }

    fn act_address(&self) -> &str {
        self.act_address.as_deref().unwrap_or(&self.address)
    }

    fn what(&self) -> &'static str {
        self.wanted.map(Wanted::words).unwrap_or_default()
    }

    fn is_gate(&self) -> bool {
        self.wanted.is_some_and(Wanted::is_gate)
    }

    /// Returns that messages wait in the inbox, first of all for somebody else.
    pub(crate) fn inbox(waiting: Count) -> (Part, Self) {
        let task = Self {
            wanted: Some(Wanted::Record),
            title: format!(
                "{} in the inbox",
                words::count_of(waiting, "message waits", "messages wait")
            ),
            address: "/desk/inbox".to_owned(),
            act_address: None,
            act: act(Wanted::Record),
            route: String::new(),
            deadline: None,
            why: "They are somebody else\u{2019}s first of all; you may record them too."
                .to_owned(),
            otherwise: String::new(),
            let_be: None,
            order: (None, 0),
        };
        (Part::Due(Pressing::InTime), task)
    }
}

fn act(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Approve => "Read and approve",
        Wanted::Agree => "Read and agree",
        Wanted::Advise => "Read and advise",
        Wanted::Review => "Read and review",
        Wanted::Send => "Take it and send it",
        Wanted::Record => "Open the inbox",
        Wanted::Answer => "Read and answer",
        Wanted::SeeTo | Wanted::Await => "Look at it",
        Wanted::AskAgain => "Read and send",
        Wanted::Decide => "Look and decide",
        Wanted::Draft => "Go on",
        Wanted::Confirm => "Look and confirm",
    }
}

impl DeskPage {
    /// Returns everything.
    pub(crate) fn all(parts: Vec<(Part, Task)>, view: View) -> Self {
        let nothing = "Nothing waits for you. What others send you to approve, review, answer or record will be here, the most pressing first.";
        let sections = sorted(parts, |_, _| true);
        Self { view, title: "Your desk", nothing, sections, is_whole: true }
    }

    /// Returns what waits for approval or review.
    pub(crate) fn reviews(parts: Vec<(Part, Task)>, view: View) -> Self {
        let nothing = "Nothing waits for your approval or review.";
        let sections = sorted(parts, |_, task| task.is_gate());
        Self { view, title: "To approve and review", nothing, sections, is_whole: false }
    }

    /// Returns what is being written or was given up.
    pub(crate) fn drafts(parts: Vec<(Part, Task)>, view: View) -> Self {
        let nothing = "You have no drafts, and nothing of yours is under way.";
        let sections = sorted(parts, |part, task| {
            !part.is_due() || matches!(task.wanted, Some(Wanted::Draft | Wanted::Send))
        });
        Self { view, title: "Drafts and what is under way", nothing, sections, is_whole: false }
    }

    fn nothing_presses(&self) -> bool {
        !self.sections.iter().any(|(part, _)| part.is_due())
    }

    pub(crate) fn sample() -> Self {
        let duty = |number: i64, wanted: Wanted, title: &str, why: &str| Duty {
            person: rules::PersonId(1),
            task: wanted,
            matter: Matter::Statement(Number(number)),
            title: title.to_owned(),
            route: format!("No. {number}, from Time Synchronization to ETU Study Group 1"),
            why: why.to_owned(),
            otherwise: "Until somebody does, it is not sent.".to_owned(),
            due: Some(jiff::civil::date(2026, 3, 31)),
            pressing: Pressing::Late,
            step: None,
        };
        let today = jiff::civil::date(2026, 3, 10);
        let task = |number, wanted, title, why, address: &str| {
            Task::of_duty(&duty(number, wanted, title, why), address.to_owned(), today)
        };
        let draft =
            task(78, Wanted::Draft, "Answer on <holdover>", "You began it.", "/statements/78/edit");
        let approve = task(
            77,
            Wanted::Approve,
            "Question on <boundary> clocks",
            "You approve as Area Director of tim.",
            "/statements/77/preview",
        );
        let again = task(
            70,
            Wanted::AskAgain,
            "Leap <seconds>",
            "You are liaison manager for ETU.",
            "/statements/70/ask-again",
        );
        let parts = vec![
            (Part::Due(Pressing::Soon), draft),
            (Part::Due(Pressing::Late), approve),
            (Part::Due(Pressing::Soon), again),
            Task::inbox(Count::Exactly(3)),
        ];
        Self::all(parts, View::signed_in_sample("/desk"))
    }
}

/// Puts the tasks in their parts: what waits for the person as it comes; of the rest the nearest deadline first, those without
/// one last, then in the order of their numbers.
fn sorted(
    mut parts: Vec<(Part, Task)>,
    wanted: impl Fn(Part, &Task) -> bool,
) -> Vec<(Part, Vec<Task>)> {
    parts.retain(|(part, task)| wanted(*part, task));
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
