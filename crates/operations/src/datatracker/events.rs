//! What happened to a statement, as the present tool tells it.

use rules::{Doer, Event, EventKind, Number};

use super::answers::{AnsweredEvent, Answers};

/// The name of the present tool itself among those who do something.
const SYSTEM: &str = "(System)";

/// Returns the events of a statement, each under the id that it has in the present tool.
pub(super) fn of(number: Number, answers: &Answers) -> Vec<Event> {
    let events = answers.events.get(&number.0).map(Vec::as_slice).unwrap_or_default();
    events.iter().map(|event| made(number, event, answers)).collect()
}

fn made(number: Number, event: &AnsweredEvent, answers: &Answers) -> Event {
    let name = event.by.and_then(|by| answers.people.get(&by)).map(|person| &person.name);
    let by = match (name, event.by) {
        (Some(name), _) if name == SYSTEM => Doer::System,
        (Some(name), _) => Doer::Person { id: None, name: name.clone(), role: String::new() },
        (None, Some(_)) => {
            Doer::Person { id: None, name: "somebody".to_owned(), role: String::new() }
        }
        (None, None) => Doer::System,
    };
    Event {
        // These are small, and the ids made here large: they cannot meet.
        id: event.id,
        number,
        kind: kind(&event.kind),
        by,
        at: event.at,
        public: is_public(event),
        words: words(event),
        difference: String::new(),
    }
}

/// Says whether everybody may read an event.
pub(super) fn is_public(event: &AnsweredEvent) -> bool {
    event.kind != "private_comment"
}

fn kind(slug: &str) -> EventKind {
    match slug {
        "submitted" => EventKind::Submitted,
        "modified" => EventKind::Edited,
        "approved" => EventKind::Approved,
        "posted" => EventKind::Posted,
        "killed" => EventKind::Dropped,
        "resurrected" => EventKind::Revived,
        "msgout" | "resent" => EventKind::Mailed,
        _ => EventKind::Commented,
    }
}

/// Returns the words of an event, unless they only repeat its type.
fn words(event: &AnsweredEvent) -> String {
    let words = event.words.trim();
    let repeated =
        words.strip_prefix("Statement ").is_some_and(|rest| rest.eq_ignore_ascii_case(&event.kind));
    if repeated { String::new() } else { words.to_owned() }
}
