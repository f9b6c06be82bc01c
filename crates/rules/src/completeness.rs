//! What a statement must say before it goes round (PUR-1 to PUR-3, BOD-1, OUT-6).

use crate::policy::in_a_row;
use crate::{Contact, Direction, Policy, Purpose, Refusal, Statement, Travelled, unreadable};

/// Says whether a statement is complete enough to be submitted.
///
/// What we send must say all that the process asks of it; what we received is recorded as it is, so that only who it
/// is from and what it says are demanded (PUR-2, REC-3).
///
/// # Errors
/// [`Refusal::Fields`] with every field that is missing and what to do.
pub fn complete(statement: &Statement, policy: &Policy) -> Result<(), Refusal> {
    let mut faults = Vec::new();
    let mut fault = |field, words: &str| faults.push((field, words.to_owned()));
    if statement.subject.trim().is_empty() {
        fault("subject", "Give it a subject of one line.");
    } else if statement.subject.chars().any(char::is_control) {
        fault("subject", "Put the subject on one line.");
    }
    if statement.purpose == Some(Purpose::Comment) {
        fault("purpose", RETIRED);
    }
    match statement.direction {
        Direction::Outgoing => {
            outgoing(statement, &mut fault);
            for file in unreadable(statement).iter().filter(|_| policy.requires_readable()) {
                let name = &file.name;
                fault(
                    "file",
                    &format!(
                        "Few can read {name}: have a PDF made of it, or attach one beside it."
                    ),
                );
            }
            for (field, words) in [("subject", &statement.subject), ("text", &statement.text)] {
                let places = policy.left_to_fill(words);
                if !places.is_empty() {
                    let places = in_a_row(places.into_iter().map(str::to_owned), "and");
                    let open =
                        format!("Fill in, or take out, what the {field} leaves open: {places}.");
                    fault(field, &open);
                }
            }
        }
        Direction::Incoming => incoming(statement, &mut fault),
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Fields(faults)) }
}

const RETIRED: &str = "“For Comment” is retired: choose For Action if comments are wanted by a date, else For Information.";

fn outgoing(statement: &Statement, fault: &mut impl FnMut(&'static str, &str)) {
    if statement.from.groups.is_empty() {
        fault("from_groups", "Name at least one group of ours that it is from.");
    }
    if statement.to.groups.is_empty() && statement.to.as_written.is_empty() {
        fault("to_groups", "Name at least one body that it goes to.");
    }
    match statement.purpose {
        None => fault("purpose", "Say what it is for."),
        Some(Purpose::Action) if statement.deadline().is_none() => {
            fault("deadline", "What is For Action says by when.");
        }
        Some(Purpose::Response) if statement.answers().is_empty() => {
            fault("in_response_to", "Name the statement that it answers.");
        }
        Some(_) => {}
    }
    if statement.consensus.is_none() {
        fault("consensus", "Say what stands behind it; the statement will say so.");
    }
    if statement.text.trim().is_empty() {
        fault(
            "text",
            "Write what you have to say: the text goes as plain text, with or without attachments.",
        );
    }
    let reachable = statement.to.liaison_contact.is_some()
        || statement.to.contacts.iter().filter_map(Contact::mailbox).next().is_some();
    if !reachable && !matches!(statement.travelled, Travelled::Otherwise(_)) {
        fault("to_contacts", "Give an address to which it can be mailed.");
    }
}

fn incoming(statement: &Statement, fault: &mut impl FnMut(&'static str, &str)) {
    if statement.from.groups.is_empty() && statement.from.as_written.is_empty() {
        fault("from_groups", "Name at least one body that it is from.");
    }
    if statement.to.groups.is_empty() && statement.to.as_written.is_empty() {
        fault(
            "to_groups",
            "Name the group that it was sent to, or write down what the letter says.",
        );
    }
    if statement.text.trim().is_empty() && statement.attachments.is_empty() {
        fault("text", "Enter its text, or keep the document that it came in.");
    }
    if statement.received_on.is_none() && statement.sent_on.is_none() {
        fault("received_on", "Say on which day it was received or sent.");
    }
}
