//! What a person reads when something did not work: what was wrong, and the next step.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use operations::Failure;
use rules::Refusal;

use crate::api;
use crate::handlers::clients;
use crate::page::{Page, typed};
use crate::pages::failed::FailedPage;
use crate::view::View;

/// What is said where a disk is full.
pub(crate) const NO_ROOM: &str =
    "The disk of this service is full, so what you sent could not be kept. Nothing was changed.";

/// What every handler fails with; the frame makes a page of it.
#[derive(Debug)]
pub(crate) struct Failed(pub(crate) Failure);

/// What went wrong, in the words of the page.
#[derive(Debug, Clone)]
pub(crate) struct Wrong {
    pub(crate) status: StatusCode,
    pub(crate) title: &'static str,
    pub(crate) sentences: Vec<String>,
    pub(crate) next_step: String,
}

impl<F: Into<Failure>> From<F> for Failed {
    fn from(failure: F) -> Self {
        Self(failure.into())
    }
}

impl Failed {
    /// Returns the answer to what is not there, or may not be seen: always the same.
    pub(crate) fn not_found(what: &'static str) -> Self {
        Self(Failure::NotFound(what))
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let wrong = Wrong::of(&self.0);
        let mut response = wrong.status.into_response();
        response.extensions_mut().insert(wrong);
        response
    }
}

impl Wrong {
    pub(crate) fn of(failure: &Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::refused(refusal),
            Failure::Unacceptable(words) => Self {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                title: "This cannot be taken as it is",
                sentences: vec![words.clone()],
                next_step:
                    "Go back, correct it and send it again: your browser has kept what you typed."
                        .to_owned(),
            },
            Failure::TooOften { words, .. } => Self {
                status: StatusCode::TOO_MANY_REQUESTS,
                title: "This was tried too often",
                sentences: vec![words.clone()],
                next_step: "Nothing was changed.".to_owned(),
            },
            Failure::BadToken => Self {
                status: StatusCode::UNAUTHORIZED,
                title: "This token does not let you in",
                sentences: vec![failure.to_string()],
                next_step:
                    "Make a new one on your account page. Reading what is public needs none."
                        .to_owned(),
            },
            Failure::NotFound(what) => Self::not_found(what),
            Failure::Fault(fault) => Self::fault(fault),
        }
    }

    fn refused(refusal: &Refusal) -> Self {
        let (status, title, next_step) = match refusal {
            Refusal::NotAllowed { .. }
            | Refusal::NotYourEntry { .. }
            | Refusal::NotYourGroup { .. }
            | Refusal::NotYourOrganization { .. }
            | Refusal::NotAtWork { .. }
            | Refusal::NoLevel { .. } => {
                let step = "Nothing was changed. If you should be able to do this, ask those who coordinate liaison matters.";
                (StatusCode::FORBIDDEN, "You may not do this", step)
            }
            Refusal::NoReason | Refusal::Field { .. } | Refusal::Fields(_) => {
                let step = "Nothing was changed. Go back, correct it and send it again.";
                (StatusCode::UNPROCESSABLE_ENTITY, "Something needs attention", step)
            }
            Refusal::WrongState { .. }
            | Refusal::GateOpen { .. }
            | Refusal::NotItsTurn { .. }
            | Refusal::NoSuchGate
            | Refusal::BeforeAnother { .. }
            | Refusal::Outdated => {
                let step = "Nothing was changed. Go back and load the page again to see how it stands now.";
                (StatusCode::CONFLICT, "This is not possible now", step)
            }
        };
        let sentences = match refusal {
            Refusal::Fields(faults) => {
                faults.iter().map(|(field, fault)| format!("{field}: {fault}")).collect()
            }
            other => vec![other.to_string()],
        };
        Self { status, title, sentences, next_step: next_step.to_owned() }
    }

    fn not_found(what: &str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            title: "Nothing is here",
            sentences: vec![format!("There is no {what} at this address that you could read.")],
            next_step: "Search for it, or begin at the list of all statements.".to_owned(),
        }
    }

    /// A disk is full: whoever runs the service reads in the log which, and can mend it.
    fn no_room(fault: &store::Fault) -> Self {
        tracing::error!(%fault, "a request was refused: there is no room on the disk");
        Self {
            status: StatusCode::INSUFFICIENT_STORAGE,
            title: "There is no room for this now",
            sentences: vec![NO_ROOM.to_owned()],
            next_step: "Do it again later. If it stays, tell whoever runs this service that its disk is full."
                .to_owned(),
        }
    }

    /// The fault goes to the log under a reference; the reader gets the reference alone.
    fn fault(fault: &store::Fault) -> Self {
        if fault.is_no_room() {
            return Self::no_room(fault);
        }
        let reference = format!("{:08x}", rand::random::<u32>());
        tracing::error!(reference, %fault, "a request failed");
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            title: "Something went wrong on our side",
            sentences: vec![
                "What you asked for could not be done, and it is not your fault.".to_owned(),
            ],
            next_step: format!(
                "Try again in a few minutes. If it stays, tell whoever runs this service, and quote reference {reference}."
            ),
        }
    }

    /// What the layers below answer with a bare status.
    fn bare(status: StatusCode) -> Self {
        let (title, sentence, next_step) = match status {
            StatusCode::NOT_FOUND => return Self::not_found("page"),
            StatusCode::FORBIDDEN => (
                "This did not come from one of our pages",
                "The request came from another site, or your browser does not say where it came from.",
                "Open the page here, and use its form.",
            ),
            StatusCode::METHOD_NOT_ALLOWED => (
                "This address takes no such request",
                "There is something at this address, but not for a request of this kind.",
                "Use the links and forms of the pages.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => (
                "This is too large",
                "What you sent is larger than is taken here.",
                "Send a smaller file, or link to where it is published.",
            ),
            StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => (
                "This took too long",
                "The request was given up before it was done.",
                "Try again in a minute.",
            ),
            status if status.is_server_error() => (
                "Something went wrong on our side",
                "What you asked for could not be done, and it is not your fault.",
                "Try again in a few minutes.",
            ),
            _ => (
                "This request could not be read",
                "It does not have the form that is expected here.",
                "Use the links and forms of the pages.",
            ),
        };
        let sentences = vec![sentence.to_owned()];
        Self { status, title, sentences, next_step: next_step.to_owned() }
    }
}

/// Makes a page of every answer that failed; an address that programs ask gets a problem (RFC 9457) instead.
pub(crate) fn as_page(view: &View, response: Response) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let is_of = |kind: &[u8]| {
        let said = response.headers().get(CONTENT_TYPE);
        said.is_some_and(|said| said.as_bytes().starts_with(kind))
    };
    let is_for_clients = clients::is_here(&view.path);
    let is_said = is_of(b"text/html") || is_of(b"application/problem+json");
    if is_said || is_for_clients && is_of(b"application/json") {
        return response;
    }
    let wrong = response.extensions().get::<Wrong>().cloned();
    let wrong = wrong.unwrap_or_else(|| Wrong::bare(status));
    let mut page = if is_for_clients {
        clients::failed(status, &format!("{} {}", wrong.sentences.join(" "), wrong.next_step))
    } else if api::is_below(&view.path) {
        api::Problem::of_wrong(&wrong).into_response()
    } else if [".json", ".atom", ".csv"].iter().any(|end| view.path.ends_with(end)) {
        problem(&wrong)
    } else {
        Page(FailedPage::of(view.clone(), &wrong)).into_response()
    };
    *page.status_mut() = status;
    if let Some(allow) = response.headers().get("allow") {
        page.headers_mut().insert("allow", allow.clone());
    }
    if status == StatusCode::UNAUTHORIZED {
        let how = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        page.headers_mut().insert(WWW_AUTHENTICATE, how);
    }
    page.headers_mut().insert("cache-control", HeaderValue::from_static("no-store"));
    page
}

fn problem(wrong: &Wrong) -> Response {
    let problem = serde_json::json!({
        "title": wrong.title,
        "status": wrong.status.as_u16(),
        "detail": format!("{} {}", wrong.sentences.join(" "), wrong.next_step),
    });
    typed("application/problem+json", problem.to_string())
}
