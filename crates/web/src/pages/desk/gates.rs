//! What a statement waits for, and who gives it.

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::civil::Date;
use rules::{
    Directory, Gate, GateKind, Means, Opening, Person, Policy, Process, RoleKind, Statement,
    asked_to_open,
};

use crate::words;

/// One thing that a statement waits for, with who gave it or who can.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "desk/gate.html")]
pub(crate) struct GateRow {
    pub(crate) title: String,
    pub(crate) about: String,
    pub(crate) is_open: bool,
    /// Whether it is asked for now; that of a draft comes later.
    pub(crate) is_now: bool,
}

impl GateRow {
    /// Returns a gate of a statement.
    pub(crate) fn of(
        gate: &Gate,
        statement: &Statement,
        directory: &Directory,
        policy: &Policy,
        today: Date,
    ) -> Self {
        let about = match &gate.opening {
            None => format!("By {}", who(gate, statement, directory, policy, today)),
            Some(opening) => given(gate.kind, opening),
        };
        let is_now = Process::of(statement).is_due(gate);
        Self { title: title(gate, directory), about, is_open: gate.is_open(), is_now }
    }
}

/// Returns who opened a gate, and how.
fn given(kind: GateKind, opening: &Opening) -> String {
    let when = words::instant(opening.at);
    match &opening.means {
        Means::Here => format!("{}, {}, {when}", opening.name, opening.role),
        Means::Elsewhere { authority, comment } if kind == GateKind::Consultation => {
            format!("{}, {}, {authority}, {when}: {comment}", opening.name, opening.role)
        }
        Means::Elsewhere { authority, comment } => format!(
            "{authority}, elsewhere: {comment} Noted by {}, {}, {when}",
            opening.name, opening.role
        ),
        Means::Lapsed => format!("Not answered in time; waited for until {when}"),
    }
}

/// Returns what a statement in review waits for now, in a sentence.
pub(crate) fn waits_for(
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
    today: Date,
) -> String {
    let process = Process::of(statement);
    let due = statement.gates.iter().filter(|gate| process.is_due(gate));
    let waits: Vec<String> = due
        .map(|gate| {
            format!(
                "{} by {}",
                title(gate, directory).to_lowercase(),
                who(gate, statement, directory, policy, today)
            )
        })
        .collect();
    match &statement.goes {
        Some(goes) if process.waits_for_its_time() => {
            format!("Waits for {}, as {} set it.", words::instant(goes.at), goes.set_by)
        }
        _ if process.waits_to_be_sent() => {
            format!("Waits to be sent: {}.", statement.goes_by_other_means().unwrap_or_default())
        }
        _ => format!("Waits for {}.", waits.join("; ")),
    }
}

fn title(gate: &Gate, directory: &Directory) -> String {
    let kind = match gate.kind {
        GateKind::Agreement => "Agreement",
        GateKind::Approval => "Approval",
        GateKind::Consultation => "Advice",
        GateKind::Review => "Review",
    };
    match gate.group.and_then(|group| directory.group(group)) {
        Some(group) => format!("{kind} for {}", group.acronym),
        None => kind.to_owned(),
    }
}

/// Returns who can open a gate.
fn who(
    gate: &Gate,
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
    today: Date,
) -> String {
    let people = asked_to_open(gate, statement, directory, policy, today);
    let coordinator = policy.a_role(RoleKind::Coordinator);
    let asked = gate.group.filter(|_| gate.kind == GateKind::Consultation);
    let asked = asked
        .map_or(RoleKind::LiaisonManager, |group| policy.consulted_role(group, directory).kind);
    let manager = policy.role_words(asked);
    match gate.kind {
        GateKind::Agreement | GateKind::Approval => {
            let group = gate.group.and_then(|group| directory.group(group));
            let level = group.and_then(|group| policy.level(group));
            let role = level.map(|level| policy.authority_words(level)).unwrap_or_default();
            match (gate.kind, people.is_empty()) {
                (_, true) => format!(
                    "the {role}, whom the directory does not name: {coordinator} notes an approval given elsewhere"
                ),
                (GateKind::Approval, false) => format!("{} ({role})", names(&people)),
                (_, false) => format!("{}, or the {role}", names(&people)),
            }
        }
        GateKind::Consultation if people.is_empty() => coordinator,
        GateKind::Consultation => format!("{} ({manager}) or {coordinator}", names(&people)),
        GateKind::Review if people.is_empty() => coordinator,
        GateKind::Review => format!("{} ({manager}) or {coordinator}", names(&people)),
    }
}

fn names(people: &[&Person]) -> String {
    let mut names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    names.dedup();
    names.join(" or ")
}

impl HtmlSafe for GateRow {}
