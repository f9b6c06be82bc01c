//! `/submit` and `/submit/TOKEN`: the form with which people of other organizations hand in statements.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::response::{IntoResponse, Redirect, Response};
use operations::{Failure, NotHandedIn, Submitted};

use super::desk::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::submit::{SubmitLinkPage, SubmitPage, SubmitSentPage};
use crate::view::View;
use crate::visitor::Asking;

/// A form that says when it was opened is for one visitor.
const FOR_ONE: [(axum::http::HeaderName, &str); 1] = [(CACHE_CONTROL, "private, no-store")];

/// Shows the empty form.
pub(crate) async fn show(State(site): State<Site>, view: View) -> Result<Response, Failed> {
    let page = page(&site, view, &Submitted::default()).await?;
    Ok((FOR_ONE, Page(page)).into_response())
}

/// Keeps what was handed in until it is confirmed, and mails the link that does.
pub(crate) async fn hand_in(
    State(site): State<Site>,
    view: View,
    Asking(visitor): Asking,
    request: Request,
) -> Result<Response, Failed> {
    let now = site.now();
    let may = operations::may_hand_in(&site.desk, &visitor, now).await;
    let most = site.desk.settings.message_limit.saturating_add(site.form_limit());
    let (typed, is_whole) = Typed::as_far_as(request, &site, most).await;
    let submitted = submitted(typed);
    let handed_in = match may {
        Err(failure) => Err(failure.into()),
        Ok(()) if !is_whole => {
            let words = "Not all of it arrived: the files are too large together, or the line broke. Choose fewer, or name them by their addresses.";
            Err(NotHandedIn::Faults(vec![("files", words.to_owned())]))
        }
        Ok(()) => operations::submit_by_form(&site.desk, &submitted, &visitor, now).await,
    };
    match handed_in {
        Ok(()) => Ok(Redirect::to("/submit/sent").into_response()),
        Err(NotHandedIn::Faults(faults)) => {
            let page =
                page(&site, view, &submitted).await?.faults(&faults, !submitted.files.is_empty());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, FOR_ONE, Page(page)).into_response())
        }
        Err(NotHandedIn::Failed(Failure::TooOften { wait, words })) => {
            let faults = [("", words)];
            let page =
                page(&site, view, &submitted).await?.faults(&faults, !submitted.files.is_empty());
            let retry = [(RETRY_AFTER, wait.as_secs().max(1).to_string())];
            Ok((StatusCode::TOO_MANY_REQUESTS, retry, FOR_ONE, Page(page)).into_response())
        }
        Err(NotHandedIn::Failed(failure)) => Err(failure.into()),
    }
}

/// Says that a link was mailed, whoever's address it was.
pub(crate) async fn sent(
    State(site): State<Site>,
    view: View,
) -> Result<Page<SubmitSentPage>, Failed> {
    if !site.desk.settings.public_form {
        return Err(Failed::not_found("page"));
    }
    Ok(Page(SubmitSentPage { view }))
}

/// Shows what a link confirms, with the button that does: what only looks at addresses in mail confirms nothing.
pub(crate) async fn show_link(
    State(site): State<Site>,
    view: View,
    Path(token): Path<String>,
) -> Result<Response, Failed> {
    match operations::see_submission(&site.desk, &token, site.now()).await {
        Ok(submission) => {
            Ok((FOR_ONE, Page(SubmitLinkPage::to_confirm(view, token, &submission)))
                .into_response())
        }
        Err(failure) => spent(view, failure),
    }
}

/// Puts what was handed in into the inbox.
pub(crate) async fn confirm(
    State(site): State<Site>,
    view: View,
    Path(token): Path<String>,
) -> Result<Response, Failed> {
    match operations::confirm_submission(&site.desk, &token, site.now()).await {
        Ok(submission) => {
            Ok((FOR_ONE, Page(SubmitLinkPage::arrived(view, &submission))).into_response())
        }
        Err(failure) => spent(view, failure),
    }
}

fn spent(view: View, failure: Failure) -> Result<Response, Failed> {
    match failure {
        Failure::Unacceptable(why) => {
            Ok((StatusCode::GONE, FOR_ONE, Page(SubmitLinkPage::spent(view, why))).into_response())
        }
        failure => Err(failure.into()),
    }
}

async fn page(site: &Site, view: View, typed: &Submitted) -> Result<SubmitPage, Failed> {
    let stamp = operations::submission_stamp(&site.desk, &typed.stamp, site.now()).await?;
    let largest = site.desk.settings.message_limit / 4 * 3 / 1024 / 1024;
    Ok(SubmitPage::new(view, typed, stamp, largest))
}

/// Returns what was typed into the form.
pub(crate) fn submitted(mut typed: Typed) -> Submitted {
    let files = typed.take_files();
    let one = |name: &str| typed.one(name).to_owned();
    Submitted {
        organization: one("organization"),
        name: one("name"),
        address: one("address"),
        to: one("to"),
        subject: one("subject"),
        text: one("text"),
        unseen: one("website"),
        stamp: one("stamp"),
        files,
    }
}
