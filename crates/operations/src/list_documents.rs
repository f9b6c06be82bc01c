//! Listing at the end of a text the documents that it and its attachments refer to, with their status (DOC-5).

use jiff::Timestamp;
use rules::{Actor, Number, Refusal, Statement, with_list, without_list};

use crate::{CheckedDocument, Desk, Failure, StatementForm, check_statement, edit_statement, see};

/// Puts a list of the documents that a text and what goes with it refer to at its end, in place of the one that it put there
/// before; the rest of the text stays as it is, character by character.
///
/// `seen` is the revision that was read.
///
/// # Errors
/// [`Failure::Refused`] if there are none, and as [`edit_statement`].
pub async fn list_documents(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    seen: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let statement = see(desk, actor, number).await?;
    let title = desk.policy.list_title();
    let text = without_list(&statement.text, title).to_owned();
    let unlisted = Statement { text, ..statement.clone() };
    let referred = check_statement(&desk.store.reader(), &desk.policy, &unlisted).await?;
    let documents = referred.documents;
    if documents.is_empty() {
        let fault =
            "Neither the text nor what is attached refers to an RFC or Internet-Draft.".to_owned();
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
    // What an attachment says of it is not said in the text, which names it from now on.
    let is_unsaid = document.is_unsaid() || document.is_only_attached();
    let must_be_said = document.wording.as_deref().filter(|_| is_unsaid);
    let said = must_be_said.map(|wording| format!(" {wording}")).unwrap_or_default();
    format!("{name}: {}.{said}", document.status_words())
}
