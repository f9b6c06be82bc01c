//! `/statements/N/ask-again`: a reminder to the other side, drafted, to be sent with one click or let be.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use operations::Failure;
use rules::{Number, Refusal};

use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::ask_again::AskAgainPage;
use crate::view::SignedIn;

/// Shows what would be sent, and to whom.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
) -> Result<Page<AskAgainPage>, Failed> {
    let draft = operations::draft_asking(&site.desk, &view.actor, Number(number));
    Ok(Page(AskAgainPage::of(view.clone(), draft.await?, None, &[])))
}

/// Sends it with the words that are in the form.
pub(crate) async fn send(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let (desk, actor, number, now) = (&site.desk, &view.actor, Number(number), site.now());
    let words = typed.one("ask_words");
    match operations::ask_again(desk, actor, number, words, now).await {
        Ok(()) => Ok(Redirect::to("/desk?done=asked-again").into_response()),
        Err(Failure::Refused(Refusal::Fields(faults))) => {
            let draft = operations::draft_asking(desk, actor, number).await?;
            let page = AskAgainPage::of(view.clone(), draft, Some(words), &faults);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Lets it be.
pub(crate) async fn let_be(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
) -> Result<Redirect, Failed> {
    operations::let_be(&site.desk, &view.actor, Number(number), site.now()).await?;
    Ok(Redirect::to("/desk?done=let-be"))
}
