//! What a statement waits for, and who gives it.

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::civil::Date;
use rules::{
    Direction, Directory, Gate, GateKind, Means, Person, Policy, State, Statement, authorities,
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
            Some(opening) => {
                let by =
                    format!("{}, {}, {}", opening.name, opening.role, words::instant(opening.at));
                match &opening.means {
                    Means::Here => by,
                    Means::Elsewhere { authority, comment } => {
                        format!("{authority}, elsewhere: {comment} Noted by {by}")
                    }
                }
            }
        };
        let is_now = gate.opening.is_none() && statement.state == State::InReview;
        Self { title: title(gate, directory), about, is_open: gate.is_open(), is_now }
    }
}

/// Returns what a statement in review still waits for, in a sentence.
pub(crate) fn waits_for(
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
    today: Date,
) -> String {
    let closed = statement.gates.iter().filter(|gate| !gate.is_open());
    let waits: Vec<String> = closed
        .map(|gate| {
            format!(
                "{} by {}",
                title(gate, directory).to_lowercase(),
                who(gate, statement, directory, policy, today)
            )
        })
        .collect();
    format!("Waits for {}.", waits.join("; "))
}

fn title(gate: &Gate, directory: &Directory) -> String {
    match (gate.kind, gate.group.and_then(|group| directory.group(group))) {
        (GateKind::Approval, Some(group)) => format!("Approval for {}", group.acronym),
        (GateKind::Approval, None) => "Approval".to_owned(),
        (GateKind::Review, _) => "Review".to_owned(),
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
    let group = gate.group.and_then(|group| directory.group(group));
    match (gate.kind, group) {
        (GateKind::Approval, Some(group)) => {
            let role = policy.level(group).map(rules::Level::authority_words).unwrap_or_default();
            let people = authorities(group.id, directory, policy, today);
            if people.is_empty() {
                format!(
                    "the {role}, whom the directory does not name: a coordinator notes an approval given elsewhere"
                )
            } else {
                format!("{} ({role})", names(&people))
            }
        }
        (GateKind::Review, _) if statement.direction == Direction::Incoming => {
            let groups = statement.from.groups.iter();
            let managers: Vec<&Person> =
                groups.flat_map(|group| directory.liaison_managers(group.id, today)).collect();
            if managers.is_empty() {
                "a liaison coordinator".to_owned()
            } else {
                format!("{} (liaison manager) or a liaison coordinator", names(&managers))
            }
        }
        _ => "a liaison coordinator".to_owned(),
    }
}

fn names(people: &[&Person]) -> String {
    let mut names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    names.dedup();
    names.join(" or ")
}

impl HtmlSafe for GateRow {}
