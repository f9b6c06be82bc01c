//! What a program reads when something did not work (RFC 9457).

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use operations::Failure;
use rules::{Refusal, Scope};
use serde::Serialize;
use utoipa::ToSchema;

use crate::failed::Wrong;
use crate::page::typed;

/// Why something was not done: what was wrong, and what to do (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What it is, in a few words.
    title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What was wrong, and what to do.
    detail: String,
    /// The fields or parameters that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    #[serde(skip)]
    headers: Vec<(&'static str, String)>,
}

/// What is wrong with one field or parameter.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Its name.
    field: String,
    /// What is wrong, and what to do.
    message: String,
}

impl FieldError {
    /// Says what is wrong with a field.
    pub(super) fn new(field: &str, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), message: message.into() }
    }
}

impl Problem {
    /// Makes a problem of a status.
    pub(crate) fn new(status: StatusCode, title: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// Names what is wrong with a field or a parameter.
    pub(crate) fn at(mut self, field: &str, message: impl Into<String>) -> Self {
        self.errors.push(FieldError::new(field, message));
        self
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Says after how many seconds to try again.
    pub(super) fn wait(self, seconds: i64) -> Self {
        self.with(RETRY_AFTER.as_str(), seconds.max(1).to_string())
    }

    /// A parameter that is not known, or has a value that it cannot have.
    pub(crate) fn parameter(name: &str, fault: impl Into<String>) -> Self {
        let fault = fault.into();
        Self::new(StatusCode::BAD_REQUEST, "This cannot be asked for", fault.clone())
            .at(name, fault)
    }

    /// A field of what was sent that is missing or wrong.
    pub(crate) fn field(name: &str, fault: impl Into<String>) -> Self {
        let fault = fault.into();
        let title = "Something needs attention";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, title, fault.clone()).at(name, fault)
    }

    /// What is not there, or may not be seen: always the same.
    pub(crate) fn not_found(what: &'static str) -> Self {
        Self::from(Failure::NotFound(what))
    }

    /// Nobody is signed in, and somebody must be (RFC 6750 §3).
    pub(crate) fn no_token() -> Self {
        let detail = "This needs a token: send it as “Authorization: Bearer TOKEN”. Your account page makes one.";
        Self::new(StatusCode::UNAUTHORIZED, "Who are you?", detail)
            .with(WWW_AUTHENTICATE.as_str(), "Bearer realm=\"liaison\"")
    }

    /// The token does not reach so far (RFC 6750 §3.1).
    pub(crate) fn beyond(scope: Scope) -> Self {
        let detail = format!("This needs a token with the scope “{scope}”. Nothing was changed.");
        let how = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
        Self::new(StatusCode::FORBIDDEN, "Your token does not reach so far", detail)
            .with(WWW_AUTHENTICATE.as_str(), how)
    }

    /// Returns the problem of what was answered with a bare status.
    pub(crate) fn of_wrong(wrong: &Wrong) -> Self {
        let mut problem = Self::new(wrong.status, wrong.title, wrong.sentences.join(" "));
        if wrong.status.is_server_error() {
            problem.detail = format!("{} {}", problem.detail, wrong.next_step);
        }
        if wrong.status == StatusCode::UNAUTHORIZED {
            return problem.with(WWW_AUTHENTICATE.as_str(), "Bearer error=\"invalid_token\"");
        }
        problem
    }
}

impl<F: Into<Failure>> From<F> for Problem {
    fn from(failure: F) -> Self {
        let failure = failure.into();
        let problem = Self::of_wrong(&Wrong::of(&failure));
        match failure {
            Failure::Refused(Refusal::Outdated) => {
                Self { status: StatusCode::PRECONDITION_FAILED.as_u16(), ..problem }
            }
            Failure::Refused(Refusal::Fields(faults)) => {
                faults.into_iter().fold(problem, |problem, (field, fault)| problem.at(field, fault))
            }
            Failure::Refused(Refusal::Field { field, fault }) => problem.at(field, fault),
            Failure::Refused(refusal @ Refusal::NoReason) => {
                problem.at("reason", refusal.to_string())
            }
            Failure::Refused(
                refusal @ (Refusal::NotYourGroup { .. }
                | Refusal::NoLevel { .. }
                | Refusal::NotAtWork { .. }),
            ) => problem.at("from_groups", refusal.to_string()),
            Failure::Refused(refusal @ Refusal::NotYourOrganization { .. }) => {
                problem.at("to_groups", refusal.to_string())
            }
            Failure::TooOften { wait, .. } => problem.wait(wait.as_secs()),
            _ => problem,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self).unwrap_or_default();
        let mut response = typed("application/problem+json", body);
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        response
    }
}
