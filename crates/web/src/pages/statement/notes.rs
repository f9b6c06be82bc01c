//! What a reader must know of a statement before its words.

use rules::{
    DeadlineKind, Directory, Event, EventKind, Gate, GateKind, Given, GivenKind, Means, Policy,
    State, Statement,
};

use crate::words;

/// What a reader must know before reading on.
#[derive(Debug)]
pub(crate) struct Note {
    pub(crate) title: &'static str,
    pub(crate) sentence: String,
}

/// Returns what is unusual about a statement.
pub(crate) fn notes(
    statement: &Statement,
    history: &[Event],
    directory: &Directory,
    policy: &Policy,
) -> Vec<Note> {
    let mut notes: Vec<Note> = state(statement, history, directory, policy).into_iter().collect();
    if statement.approval_missing {
        notes.push(Note {
            title: "Approval missing",
            sentence: "This statement was sent without the approval that it needed. It is recorded because it was \
                       sent; whoever should have approved it may disagree with it."
                .to_owned(),
        });
    }
    notes
}

fn state(
    statement: &Statement,
    history: &[Event],
    directory: &Directory,
    policy: &Policy,
) -> Option<Note> {
    if let Some(correction) =
        statement.correction.as_ref().filter(|_| statement.state != State::Dropped)
    {
        let (of, why) = (correction.of, &correction.why);
        let sentence = format!(
            "It is not public. The record of statement {of} stays as it is until the last gate of this one opens. Corrected: {why}"
        );
        return Some(Note { title: "A correction on its way", sentence });
    }
    let (title, sentence) = match statement.state {
        State::Posted => return None,
        State::Draft => {
            ("A draft", "Only its editors see this page. Nothing of it has been sent.".to_owned())
        }
        State::InReview => ("In review", waits(statement, directory, policy)),
        State::Withdrawn => ("Withdrawn", happened(history, EventKind::Withdrawn)),
        State::Dropped => ("Dropped", happened(history, EventKind::Dropped)),
    };
    Some(Note { title, sentence })
}

fn waits(statement: &Statement, directory: &Directory, policy: &Policy) -> String {
    let closed = statement.gates.iter().filter(|gate| !gate.is_open());
    let other = statement.goes_by_other_means();
    if let Some(how) = other.filter(|_| statement.gates.iter().all(Gate::is_open)) {
        return format!("It is not public, and waits to be sent by other means: {how}.");
    }
    let closed: Vec<String> = closed.map(|gate| gate_words(gate, directory, policy)).collect();
    format!("It is not public, and waits for {}.", closed.join(" and "))
}

fn gate_words(gate: &Gate, directory: &Directory, policy: &Policy) -> String {
    let kind = match (gate.kind, gate.group) {
        (GateKind::Consultation, Some(group)) => {
            let asked = policy.consulted_role(group, directory).kind;
            format!("the {}’s advice", policy.role_words(asked))
        }
        (kind, _) => kind.to_string(),
    };
    match gate.group.and_then(|group| directory.group(group)) {
        Some(group) => format!("{kind} for {}", group.name),
        None => kind,
    }
}

fn happened(history: &[Event], kind: EventKind) -> String {
    let Some(event) = history.iter().rev().find(|event| event.kind == kind) else {
        return "Its history says more.".to_owned();
    };
    let role = match event.by.role() {
        "" => String::new(),
        role => format!(", {role}"),
    };
    let reason = if event.words.is_empty() { "no reason is on record" } else { &event.words };
    format!("By {}{role}, {}: {reason}", event.by.name(), words::instant(event.at))
}

/// Returns the deadlines that are not in force, each with how it came about (PUR-4).
pub(crate) fn earlier_deadlines(statement: &Statement) -> Vec<String> {
    let in_force = statement.deadline();
    let others = statement.deadlines.iter().filter(|deadline| Some(*deadline) != in_force);
    let others = others.map(|deadline| {
        let by = if deadline.set_by.is_empty() {
            String::new()
        } else {
            format!(" by {}", words::obscured(&deadline.set_by))
        };
        let how = match deadline.kind {
            DeadlineKind::Stated => format!("stated before{by}"),
            DeadlineKind::Requested => format!("asked for{by}, not agreed to"),
            DeadlineKind::Agreed => format!("agreed to before{by}"),
        };
        format!("{}: {how}", words::day(deadline.date))
    });
    others.collect()
}

/// Somebody whom a statement was passed on to.
#[derive(Debug, Clone)]
pub(crate) struct PassedOn {
    pub(crate) name: String,
    /// The page of the group; empty for a name alone.
    pub(crate) page: String,
    /// How, by whom and since when; empty where that is not on record.
    pub(crate) how: String,
}

/// Returns whom it was passed on to, each with how, by whom and since when (REC-11); names alone where that is all that is on
/// record.
pub(crate) fn passed_on(statement: &Statement) -> Vec<PassedOn> {
    let one = |given: &Given| PassedOn {
        name: given.words().to_owned(),
        page: given.group().map(|group| format!("/groups/{}", group.acronym)).unwrap_or_default(),
        how: words::capitalized(&how_given(given)),
    };
    statement.distributed_to.iter().map(one).collect()
}

/// Returns to whom, how, by whom and since when.
pub(crate) fn given_words(given: &Given) -> String {
    match how_given(given) {
        how if how.is_empty() => given.words().to_owned(),
        how => format!("{}: {how}", given.words()),
    }
}

fn how_given(given: &Given) -> String {
    let Some(since) = given.since else { return String::new() };
    let how = match given.kind {
        GivenKind::Given => "given when it was recorded",
        GivenKind::Forwarded => "forwarded",
        GivenKind::Relayed => "relayed",
    };
    let role = if given.role.is_empty() { String::new() } else { format!(", {}", given.role) };
    format!("{how} by {}{role}, {}", given.by, words::instant(since))
}

/// Returns who approved and reviewed, in which role, when, and by what means (OUT-3, OUT-9).
pub(crate) fn approvals(
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
) -> Vec<String> {
    let given = statement.gates.iter().filter_map(|gate| Some((gate, gate.opening.as_ref()?)));
    let given = given.map(|(gate, opening)| {
        let what = words::capitalized(&gate_words(gate, directory, policy));
        let role =
            if opening.role.is_empty() { String::new() } else { format!(", {}", opening.role) };
        let when = words::instant(opening.at);
        match &opening.means {
            Means::Here => format!("{what} by {}{role}, {when}", opening.name),
            Means::Lapsed => format!("{what}: not given in time, waited for until {when}"),
            Means::Elsewhere { authority, comment } => format!(
                "{what} by {authority}, given elsewhere and noted by {}{role}, {when}: {}",
                opening.name,
                words::obscured(comment)
            ),
        }
    });
    given.collect()
}
