//! What somebody does with a statement that is on the record: giving it to others, research, feedback; and comments.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use operations::Failure;
use rules::{Number, Verb};

use super::act::Act;
use super::acting::acting;
use super::mail::page;
use super::save::{faults_of, to};
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::view::{SignedIn, View};

/// Gives what was received to other groups than those that have it (IN-3).
pub(crate) async fn give(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    let actor = &acting(&site, &view.actor, &typed, "give_as").await?;
    let groups = typed.all("give_to").collect::<Vec<_>>().join(" ");
    let done = operations::give_statement(&site.desk, actor, number, &groups, site.now()).await;
    after(&site, view, number, &typed, done, "given").await
}

/// Marks what was received as being about research, or not (IN-4).
pub(crate) async fn research(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let (number, is_marked) = (Number(number), !typed.one("about_research").is_empty());
    let (desk, now) = (&site.desk, site.now());
    let done = operations::mark_research(desk, &view.actor, number, is_marked, now).await;
    let said = if is_marked { "marked" } else { "unmarked" };
    after(&site, view, number, &typed, done, said).await
}

/// Relays what is about research to research groups (IN-4).
pub(crate) async fn relay(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    let groups = typed.all("relay_to").collect::<Vec<_>>().join(" ");
    let note = typed.one("relay_note");
    let (desk, now) = (&site.desk, site.now());
    let done = operations::relay_statement(desk, &view.actor, number, &groups, note, now).await;
    after(&site, view, number, &typed, done, "relayed").await
}

/// Sends the note for informal feedback as it was changed (IN-3).
pub(crate) async fn feedback(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    let [subject, text] = ["feedback_subject", "feedback_text"].map(|name| typed.one(name));
    let (desk, now) = (&site.desk, site.now());
    let done = operations::send_feedback(desk, &view.actor, number, subject, text, now).await;
    after(&site, view, number, &typed, done, "feedback-sent").await
}

/// Remarks something in the history of a statement, for everyone or for those who are involved.
pub(crate) async fn comment(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("comment_as").await?;
    let (words, public) = (act.typed.one("remark"), act.typed.one("remark_for") == "everyone");
    let (number, typed) = (act.number, &act.typed);
    let done = operations::comment_on_statement(desk, actor, number, words, public, now).await;
    let state = operations::see(desk, &act.view.actor, number).await?.state;
    if state.is_public() {
        return after(&act.site, act.view.clone(), number, typed, done, "commented").await;
    }
    match done {
        Ok(()) => Ok(to(&format!("/statements/{number}/preview?done=commented"))),
        refused => act.after(Verb::Comment, refused, ["commented", "commented"]).await,
    }
}

/// Leads back to the page, or shows it again with what stands in the way.
async fn after(
    site: &Site,
    view: View,
    number: Number,
    typed: &Typed,
    done: Result<(), Failure>,
    said: &str,
) -> Result<Response, Failed> {
    match done {
        Ok(()) => Ok(to(&format!("/statements/{number}/mail?done={said}"))),
        Err(failure) => {
            let (status, faults) = faults_of(failure)?;
            let page = page(site, view, number, &faults, Some(typed)).await?;
            Ok((status, Page(page)).into_response())
        }
    }
}
