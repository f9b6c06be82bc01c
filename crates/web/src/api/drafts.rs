//! Beginning and changing statements, and what is attached to them.

use axum::body::Bytes;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use operations::{Failure, NewAttachment, SentOtherwise, StatementForm, StatementShape};
use rules::{Actor, Number, State as Stage};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::form::{BegunAs, Writing};
use super::input::{Asked, Named, Of, Saw, Sent, acting, bytes_of, media_type, unsupported};
use super::statements::{AttachmentList, shown};
use crate::Site;
use crate::view::View;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(reply))
        .routes(routes!(change))
        .routes(routes!(detach))
        .routes(routes!(make_pdf, forgo_pdf))
}

/// Returns the addresses that take files.
pub(super) fn with_files() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(attach)).routes(routes!(convert))
}

/// Answers with a statement as it stands after something was done with it.
///
/// Of what somebody may not see any more, there is nothing to tell; what a correction became stands under the number of
/// what it corrects.
pub(super) async fn done(site: &Site, actor: &Actor, number: Number) -> Result<Response, Problem> {
    let found = match operations::see(&site.desk, actor, number).await {
        Ok(found) => found,
        Err(Failure::NotFound(_)) => return Ok(StatusCode::NO_CONTENT.into_response()),
        Err(failure) => return Err(failure.into()),
    };
    let became = found.correction.as_ref().filter(|correction| correction.became.is_some());
    match became.map(|correction| correction.of) {
        Some(of) => shown(site, &operations::see(&site.desk, actor, of).await?).await,
        None => shown(site, &found).await,
    }
}

/// Answers with a statement that was begun.
pub(super) async fn begun(site: &Site, actor: &Actor, number: Number) -> Result<Response, Problem> {
    let mut response = done(site, actor, number).await?;
    *response.status_mut() = StatusCode::CREATED;
    let place = format!("{}/api/statements/{number}", site.desk.settings.base_url);
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

/// Begin a statement
///
/// A draft; or, with `as`, what was received, or what was sent by other means (OUT-5, IN-1).
#[utoipa::path(post, path = "/statements", tag = "drafts", security(("token" = ["draft"])), request_body = Writing,
    responses((status = 201, description = "It was begun.", body = StatementShape)))]
async fn begin(
    State(site): State<Site>,
    view: View,
    Sent(writing): Sent<Writing>,
) -> Result<Response, Problem> {
    let (desk, now) = (&site.desk, site.now());
    let actor = acting(&site, &view.actor, writing.role.as_deref()).await?;
    let number = match writing.begun_as.unwrap_or_default() {
        BegunAs::Draft => {
            let form = writing.onto(StatementForm::default())?;
            operations::draft_statement(desk, &actor, &form, now).await?
        }
        BegunAs::Received => {
            let form = writing.onto(StatementForm::default())?;
            operations::enter_statement(desk, &actor, &form, Vec::new(), now).await?
        }
        BegunAs::Sent => {
            let (on, how) = writing.sent_otherwise()?;
            let form = writing.onto(StatementForm::default())?;
            let sent = SentOtherwise { on, how: &how };
            operations::enter_sent_statement(desk, &actor, &form, Vec::new(), sent, now).await?
        }
    };
    begun(&site, &view.actor, number).await
}

/// What a reply begins with.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct ReplyStart {
    /// The name of a text of the policy to begin with; none if it is left out.
    start: String,
    /// The role in which you act.
    role: Option<String>,
}

/// Begin a reply
///
/// A draft that answers a received statement, filled as the page fills it.
#[utoipa::path(post, path = "/statements/{number}/reply", tag = "drafts", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "The number of what is answered.")), request_body = ReplyStart,
    responses((status = 201, description = "It was begun.", body = StatementShape)))]
async fn reply(
    State(site): State<Site>,
    view: View,
    Of(number): Of,
    Sent(sent): Sent<ReplyStart>,
) -> Result<Response, Problem> {
    let actor = acting(&site, &view.actor, sent.role.as_deref()).await?;
    let form = operations::reply_form(&site.desk, &actor, number, &sent.start).await?;
    let number = operations::draft_statement(&site.desk, &actor, &form, site.now()).await?;
    begun(&site, &view.actor, number).await
}

/// Change a statement
///
/// What is left out stays as it is. In review, a change closes the gates that it voids.
#[utoipa::path(patch, path = "/statements/{number}", tag = "drafts", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number."),
        ("If-Match" = String, Header, description = "The ETag of the version that you read.")),
    request_body = Writing,
    responses((status = 200, description = "It was changed.", body = StatementShape)))]
async fn change(
    State(site): State<Site>,
    view: View,
    Of(number): Of,
    saw: Saw,
    Sent(writing): Sent<Writing>,
) -> Result<Response, Problem> {
    if writing.begun_as.is_some() {
        return Err(Problem::field("as", "A statement stays what it was begun as."));
    }
    let found = operations::see(&site.desk, &view.actor, number).await?;
    let actor = acting(&site, &view.actor, writing.role.as_deref()).await?;
    let form = writing.onto(StatementForm::of(&found))?;
    let seen = saw.revision();
    operations::edit_statement(&site.desk, &actor, number, seen, &form, site.now()).await?;
    done(&site, &view.actor, number).await
}

/// What is known of a file besides its bytes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FileFacts {
    /// The file's name; needed for a file.
    name: Option<String>,
    /// What it is called on the page; its name if that is left out.
    title: Option<String>,
    /// For what is on the record: whether those who have it are told.
    tell: Option<bool>,
}

/// A link to what is published elsewhere.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LinkToAttach {
    /// Its address.
    url: String,
    /// What it is called on the page.
    #[serde(default)]
    title: String,
}

/// Attach a file or a link
///
/// A file as its bytes, with its name in `name`; a link as JSON. To what is on the record, it is added as coming later.
#[utoipa::path(post, path = "/statements/{number}/attachments", tag = "drafts", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "The statement's number."), FileFacts),
    request_body(content(
        (LinkToAttach = "application/json"),
        (Vec<u8> = "application/octet-stream"))),
    responses((status = 201, description = "It is attached.", body = StatementShape)))]
async fn attach(
    State(site): State<Site>,
    view: View,
    Of(number): Of,
    Asked(facts): Asked<FileFacts>,
    request: Request,
) -> Result<Response, Problem> {
    let kind = media_type(request.headers());
    let new = match kind.as_deref() {
        Some("application/json") => {
            let Sent(LinkToAttach { url, title }) = Sent::from_request(request, &site).await?;
            NewAttachment::Link { url, title }
        }
        Some("application/octet-stream") => file(bytes_of(request, &site).await?, &facts)?,
        kind => return Err(unsupported(kind, "application/octet-stream or application/json")),
    };
    let (desk, actor, now) = (&site.desk, &view.actor, site.now());
    let state = operations::see(desk, actor, number).await?.state;
    if matches!(state, Stage::Posted | Stage::Withdrawn) {
        let tell = facts.tell == Some(true);
        operations::add_attachment(desk, actor, number, new, tell, now).await?;
    } else {
        operations::attach(desk, actor, number, new, now).await?;
    }
    let mut response = done(&site, actor, number).await?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

fn file(bytes: Bytes, facts: &FileFacts) -> Result<NewAttachment, Problem> {
    let name = facts.name.clone().filter(|name| !name.trim().is_empty());
    let name = name.ok_or_else(|| Problem::parameter("name", "Name the file."))?;
    Ok(NewAttachment::File { name, title: facts.title.clone().unwrap_or_default(), bytes })
}

/// Put a file in the place of a letter
///
/// A .docx or a PDF as its bytes, with its name in `name`, for the letter that the tool made; without any bytes, the tool makes one again.
#[utoipa::path(post, path = "/statements/{number}/attachments/{position}/convert", tag = "drafts",
    security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "The statement's number."),
        ("position" = i64, Path, description = "Where the letter stands, counted from 1."), FileName),
    request_body(content((Vec<u8> = "application/octet-stream"))),
    responses((status = 200, description = "It is in its place.", body = StatementShape)))]
async fn convert(
    State(site): State<Site>,
    view: View,
    Named((number, position)): Named<(i64, i64)>,
    Asked(FileName { name }): Asked<FileName>,
    request: Request,
) -> Result<Response, Problem> {
    if let Some(kind) = media_type(request.headers()).filter(|it| it != "application/octet-stream")
    {
        return Err(unsupported(Some(&kind), "application/octet-stream"));
    }
    let bytes = bytes_of(request, &site).await?;
    let file = match (bytes.is_empty(), name.filter(|name| !name.trim().is_empty())) {
        (true, _) => None,
        (false, Some(name)) => Some((name, bytes)),
        (false, None) => return Err(Problem::parameter("name", "Name the file.")),
    };
    let (number, now) = (Number(number), site.now());
    operations::convert_letter(&site.desk, &view.actor, number, position, file, now).await?;
    done(&site, &view.actor, number).await
}

/// What a file is called.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FileName {
    /// The file's name; needed for a file.
    name: Option<String>,
}

/// Take an attachment away
#[utoipa::path(delete, path = "/statements/{number}/attachments/{position}", tag = "drafts",
    security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "The statement's number."),
        ("position" = i64, Path, description = "Where it stands, counted from 1.")),
    responses((status = 200, description = "It was taken away.", body = StatementShape)))]
async fn detach(
    State(site): State<Site>,
    view: View,
    Named((number, position)): Named<(i64, i64)>,
) -> Result<Response, Problem> {
    let (number, now) = (Number(number), site.now());
    operations::remove_attachment(&site.desk, &view.actor, number, position, now).await?;
    done(&site, &view.actor, number).await
}

/// Have a PDF made
///
/// Of a file that few can read, to go beside it (BOD-3). It is made meanwhile: the list of attachments says how far it is.
#[utoipa::path(post, path = "/statements/{number}/attachments/{position}/pdf", tag = "drafts",
    security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "The statement's number."),
        ("position" = i64, Path, description = "Where the file stands, counted from 1.")),
    responses((status = 202, description = "It is being made.", body = AttachmentList)))]
async fn make_pdf(
    State(site): State<Site>,
    view: View,
    Named((number, position)): Named<(i64, i64)>,
) -> Result<Response, Problem> {
    operations::want_pdf(&site.desk, &view.actor, Number(number), position).await?;
    let found = operations::see(&site.desk, &view.actor, Number(number)).await?;
    let list = axum::Json(AttachmentList::of(&site, &found).await?);
    Ok((StatusCode::ACCEPTED, list).into_response())
}

/// Let a file go without a PDF
///
/// The one that is being made of it is not waited for any more.
#[utoipa::path(delete, path = "/statements/{number}/attachments/{position}/pdf", tag = "drafts",
    security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "The statement's number."),
        ("position" = i64, Path, description = "Where the file stands, counted from 1.")),
    responses((status = 200, description = "It goes without.", body = AttachmentList)))]
async fn forgo_pdf(
    State(site): State<Site>,
    view: View,
    Named((number, position)): Named<(i64, i64)>,
) -> Result<axum::Json<AttachmentList>, Problem> {
    operations::forgo_pdf(&site.desk, &view.actor, Number(number), position).await?;
    let found = operations::see(&site.desk, &view.actor, Number(number)).await?;
    Ok(axum::Json(AttachmentList::of(&site, &found).await?))
}
