//! What somebody does with a statement that is on the record: giving it to others, research, feedback; and comments.

use axum::response::{IntoResponse, Response};
use operations::Failure;
use rules::Verb;

use super::act::Act;
use super::mail::page;
use super::save::{faults_of, to};
use crate::failed::Failed;
use crate::page::Page;

/// Gives what was received to other groups than those that have it (IN-3).
pub(crate) async fn give(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("give_as").await?;
    let groups = act.typed.all("give_to").collect::<Vec<_>>().join(" ");
    let done = operations::give_statement(desk, actor, act.number, &groups, now).await;
    back(act, done, "given").await
}

/// Marks what was received as being about research, or not (IN-4).
pub(crate) async fn research(act: Act) -> Result<Response, Failed> {
    let (desk, actor, now) = (&act.site.desk, &act.view.actor, act.site.now());
    let is_marked = !act.typed.one("about_research").is_empty();
    let done = operations::mark_research(desk, actor, act.number, is_marked, now).await;
    back(act, done, if is_marked { "marked" } else { "unmarked" }).await
}

/// Relays what is about research to research groups (IN-4).
pub(crate) async fn relay(act: Act) -> Result<Response, Failed> {
    let (desk, actor, now) = (&act.site.desk, &act.view.actor, act.site.now());
    let groups = act.typed.all("relay_to").collect::<Vec<_>>().join(" ");
    let note = act.typed.one("relay_note");
    let done = operations::relay_statement(desk, actor, act.number, &groups, note, now).await;
    back(act, done, "relayed").await
}

/// Sends the note for informal feedback as it was changed (IN-3).
pub(crate) async fn feedback(act: Act) -> Result<Response, Failed> {
    let (desk, actor, now) = (&act.site.desk, &act.view.actor, act.site.now());
    let [subject, text] = ["feedback_subject", "feedback_text"].map(|name| act.typed.one(name));
    let done = operations::send_feedback(desk, actor, act.number, subject, text, now).await;
    back(act, done, "feedback-sent").await
}

/// Remarks something in the history of a statement, for everyone or for those who are involved.
pub(crate) async fn comment(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("comment_as").await?;
    let (words, public) = (act.typed.one("remark"), act.typed.one("remark_for") == "everyone");
    let number = act.number;
    let done = operations::comment_on_statement(desk, actor, number, words, public, now).await;
    let state = operations::see(desk, &act.view.actor, number).await?.state;
    if state.is_public() {
        return back(act, done, "commented").await;
    }
    match done {
        Ok(()) => Ok(to(&format!("/statements/{number}/preview?done=commented"))),
        refused => act.after(Verb::Comment, refused, ["commented", "commented"]).await,
    }
}

/// Leads back to the page, or shows it again with what stands in the way.
async fn back(act: Act, done: Result<(), Failure>, said: &str) -> Result<Response, Failed> {
    let Act { site, view, number, typed } = act;
    match done {
        Ok(()) => Ok(to(&format!("/statements/{number}/mail?done={said}"))),
        Err(failure) => {
            let (status, faults) = faults_of(failure)?;
            let page = page(&site, view, number, &faults, Some(&typed)).await?;
            Ok((status, Page(page)).into_response())
        }
    }
}
