//! What is mailed to whoever decides on a statement, and what it still waits for.

use jiff::Timestamp;
use rules::{Asking, Directory, Doer, Statement};

use super::{Words, gate_words, received, whole_message};
use crate::{CheckedDocument, Desk, ReadableForms, Referred};

const FEW_CAN_READ: &str =
    "These attachments go out with nothing beside them that everybody can read, such as a PDF";
const OUTLIVED: &str = "These were made of files that do not come with it any more";

/// What whoever decides is told first of documents of which the text does not say how they stand (DOC-3, DOC-4), and of
/// attachments of which it is not known to what they refer, or which few can read (BOD-3).
pub(crate) fn unsaid(referred: &Referred, readable: &ReadableForms) -> String {
    let unsaid = referred.documents.iter().filter(|document| document.is_unsaid());
    let lines: String = unsaid.map(line).collect();
    let unread = referred.unread.iter().map(|(name, why)| format!("  {name}: {why}\n"));
    let unread: String = unread.collect();
    let mut words = String::new();
    if !lines.is_empty() {
        words.push_str(
            "Of documents that it refers to, the text does not say what is to be said of them:\n\n",
        );
        words.push_str(&format!("{lines}\n"));
    }
    if !unread.is_empty() {
        words.push_str("To what these attachments refer is not known:\n\n");
        words.push_str(&format!("{unread}\n"));
    }
    let lacking = readable.lacking.iter().map(|it| format!("  {}\n", it.file.name));
    let lacking: String = lacking.collect();
    if !lacking.is_empty() {
        words.push_str(&format!("{FEW_CAN_READ}:\n\n{lacking}\n"));
    }
    let outlived = readable.outlived.iter();
    let outlived: String = outlived.map(|it| format!("  {} ({})\n", it.name, it.made_of)).collect();
    if !outlived.is_empty() {
        words.push_str(&format!("{OUTLIVED}:\n\n{outlived}\n"));
    }
    words
}

fn line(document: &CheckedDocument) -> String {
    let wording = document.wording.as_deref().unwrap_or(&document.name);
    match document.attachments.as_slice() {
        [] => format!("  {wording}\n"),
        attachments if document.is_only_attached() => {
            format!("  {wording} (named in {})\n", attachments.join(", "))
        }
        attachments => {
            format!("  {wording} (named in the text and in {})\n", attachments.join(", "))
        }
    }
}

/// Asks somebody who may approve a statement to do so in the place of another who may.
pub(crate) fn approval_handed(
    desk: &Desk,
    statement: &Statement,
    by: &Doer,
    words: &str,
    asking: Option<&Asking>,
) -> Words {
    let who = received::who(by);
    let ask = format!(
        "{who} asks you to decide on a statement that either of you may approve: {words}\n\nRead it as it will go out, \
         and approve it here, or send it back:"
    );
    let subject = format!("Please approve: {}", statement.subject);
    whole_message(desk, statement, &subject, (&ask, asking), "")
}

/// Returns what a statement in review still waits for, in a sentence.
pub(crate) fn waits_for(statement: &Statement, directory: &Directory) -> String {
    let closed = statement.gates.iter().filter(|gate| !gate.is_open());
    let missing: Vec<String> = closed.map(|gate| gate_words(gate, directory)).collect();
    let missing = missing.join(" and ");
    if let Some(how) = statement.goes_by_other_means() {
        return if missing.is_empty() {
            format!(
                "Everything that it needs is given. It is to be sent by other means now: {how}. Take it as a file here, send it, and note how it went."
            )
        } else {
            format!("It waits for {missing}, and is then sent by other means: {how}.")
        };
    }
    match &statement.goes {
        Some(goes) if missing.is_empty() => format!("It goes on {}.", when(goes.at)),
        Some(goes) => format!("It waits for {missing}, and goes not before {}.", when(goes.at)),
        None => format!("It waits for {missing}."),
    }
}

/// Returns an instant in words.
pub(crate) fn when(at: Timestamp) -> String {
    at.strftime("%-d %B %Y, %H:%M UTC").to_string()
}
