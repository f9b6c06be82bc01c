//! Listing at the end of a text the documents that it refers to, with their status (DOC-5).

use jiff::Timestamp;
use rules::{Actor, Number, Refusal, with_list, without_list};

use crate::{CheckedDocument, Desk, Failure, StatementForm, check_documents, edit_statement, see};

/// Puts a list of the documents that a text refers to at its end, in place of the one that it put there before; the rest of
/// the text stays as it is, character by character.
///
/// `seen` is the revision that was read.
///
/// # Errors
/// [`Failure::Refused`] if the text refers to none, and as [`edit_statement`].
pub async fn list_documents(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    seen: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let statement = see(desk, actor, number).await?;
    let title = desk.policy.list_title();
    let text = without_list(&statement.text, title);
    let documents = check_documents(&desk.store.reader(), &desk.policy, text).await?;
    if documents.is_empty() {
        let fault = "The text refers to no RFC or Internet-Draft.".to_owned();
        return Err(Failure::Refused(Refusal::Fields(vec![("text", fault)])));
    }
    let lines: Vec<String> = documents.iter().map(line).collect();
    let text = with_list(&statement.text, title, &lines);
    let form = StatementForm { text, ..StatementForm::of(&statement) };
    edit_statement(desk, actor, number, seen, &form, now).await
}

/// Returns a document as the list has it: its name, its status, and what must be said of it.
fn line(document: &CheckedDocument) -> String {
    let name = match &document.revision {
        Some(revision) => format!("{}-{revision}", document.name),
        None => document.name.clone(),
    };
    let must_be_said = document.is_unsaid().then_some(document.wording.as_deref()).flatten();
    let said = must_be_said.map(|wording| format!(" {wording}")).unwrap_or_default();
    format!("{name}: {}.{said}", document.status_words())
}
