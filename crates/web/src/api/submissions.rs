//! Handing in a statement for another organization, without an account: whoever reads at its address confirms it by the token that is
//! mailed there.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use operations::{Failure, NotHandedIn, words};
use rules::Refusal;
use serde::Serialize;
use store::Submission;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::input::{Named, media_type, unsupported};
use crate::Site;
use crate::handlers::desk::typed::Typed;
use crate::handlers::submit::submitted;
use crate::visitor::Asking;

const FORM: &str = "multipart/form-data";

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(begin)).routes(routes!(see, confirm))
}

/// Returns the address that takes files; how much it takes is looked at there.
pub(super) fn with_files() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(hand_in))
}

/// What is to be sent along.
#[derive(Debug, Serialize, ToSchema)]
struct Stamp {
    /// It goes into the field `stamp`, 4 seconds after it was asked for at the soonest and a day at the latest.
    stamp: String,
    /// So many bytes of files are taken at most, all together.
    most_bytes: usize,
}

/// Begin to hand in a statement
///
/// Gives the stamp that goes with it.
#[utoipa::path(get, path = "/submissions", tag = "submissions",
    responses((status = 200, description = "What is to be sent along.", body = Stamp)))]
async fn begin(State(site): State<Site>) -> Result<Response, Problem> {
    let stamp = operations::submission_stamp(&site.desk, "", site.now()).await?;
    let most_bytes = site.desk.settings.message_limit / 4 * 3;
    let answer = Json(Stamp { stamp, most_bytes });
    Ok(([("cache-control", "private, no-store")], answer).into_response())
}

/// A statement of another organization, as the fields of a form.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only the document of the API is made of it")]
struct HandedInForm {
    /// What `GET /api/submissions` gave.
    stamp: String,
    /// For which organization or group it is handed in.
    organization: String,
    /// Who hands it in.
    name: String,
    /// Their mail address: the link that confirms it goes there.
    address: String,
    /// For whom it is, in the words of the letter.
    to: Option<String>,
    /// What it is about.
    subject: String,
    /// The letter, or what is to be said beside its file.
    text: Option<String>,
    /// The letter's files.
    #[schema(value_type = Vec<String>, format = Binary, required = false)]
    files: Vec<Vec<u8>>,
}

/// Hand in a statement
///
/// It waits for a day until its address confirms it; the answer is the same for every address.
#[utoipa::path(post, path = "/submissions", tag = "submissions",
    request_body(content((HandedInForm = "multipart/form-data"))),
    responses((status = 202, description = "If the address can be used, a link was mailed to it.")))]
async fn hand_in(
    State(site): State<Site>,
    Asking(visitor): Asking,
    headers: HeaderMap,
    request: Request,
) -> Result<StatusCode, Problem> {
    let now = site.now();
    operations::may_hand_in(&site.desk, &visitor, now).await?;
    match media_type(&headers) {
        Some(kind) if kind == FORM => {}
        kind => return Err(unsupported(kind.as_deref(), FORM)),
    }
    let most = site.desk.settings.message_limit.saturating_add(site.form_limit());
    let (typed, is_whole) = Typed::up_to(request, &site, most).await;
    if !is_whole {
        let detail = "Not all of it arrived: the files are too large together, or the line broke. Send fewer, or name them by their addresses.";
        let title = "This could not be read";
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, title, detail).at("files", detail));
    }
    match operations::submit_by_form(&site.desk, &submitted(typed), &visitor, now).await {
        Ok(()) => Ok(StatusCode::ACCEPTED),
        Err(NotHandedIn::Faults(faults)) => Err(Failure::Refused(Refusal::Fields(faults)).into()),
        Err(NotHandedIn::Failed(failure)) => Err(failure.into()),
    }
}

/// What was handed in, and waits to be confirmed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Submission)]
struct SubmissionShape {
    /// For which organization.
    organization: String,
    /// Who handed it in.
    name: String,
    /// Their address.
    address: String,
    #[schema(value_type = words::Instant)]
    handed_in_at: jiff::Timestamp,
    /// When it is thrown away, unless it is confirmed.
    #[schema(value_type = words::Instant)]
    expires_at: jiff::Timestamp,
    /// The size of the message that it makes, in bytes.
    size: i64,
}

impl From<Submission> for SubmissionShape {
    fn from(of: Submission) -> Self {
        Self {
            organization: of.organization,
            name: of.name,
            address: of.address,
            handed_in_at: of.created_at,
            expires_at: of.expires_at,
            size: of.size,
        }
    }
}

/// Read what was handed in
///
/// By the token that was mailed.
#[utoipa::path(get, path = "/submissions/{token}", tag = "submissions",
    params(("token" = String, Path, description = "The token that was mailed.")),
    responses((status = 200, description = "What waits to be confirmed.", body = SubmissionShape)))]
async fn see(
    State(site): State<Site>,
    Named(token): Named<String>,
) -> Result<Json<SubmissionShape>, Problem> {
    let seen = operations::see_submission(&site.desk, &token, site.now()).await;
    Ok(Json(seen.map_err(spent)?.into()))
}

/// Confirm what was handed in
///
/// It goes into the inbox.
#[utoipa::path(post, path = "/submissions/{token}", tag = "submissions",
    params(("token" = String, Path, description = "The token that was mailed.")),
    responses((status = 200, description = "It arrived.", body = SubmissionShape)))]
async fn confirm(
    State(site): State<Site>,
    Named(token): Named<String>,
) -> Result<Json<SubmissionShape>, Problem> {
    let confirmed = operations::confirm_submission(&site.desk, &token, site.now()).await;
    Ok(Json(confirmed.map_err(spent)?.into()))
}

/// Of what was confirmed or thrown away nothing is left to be confirmed.
fn spent(failure: Failure) -> Problem {
    match failure {
        Failure::Unacceptable(why) => {
            Problem::new(StatusCode::NOT_FOUND, "Nothing waits to be confirmed", why)
        }
        failure => failure.into(),
    }
}
