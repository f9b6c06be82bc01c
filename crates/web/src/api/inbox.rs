//! Received messages, for those who keep relationships.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use operations::{
    HandIn, ItemForm, Question, ReadProgress, Recording, SenderEntry, Shown, StatementShape, words,
};
use rules::{ItemState, ItemVerb, may_handle_item};
use serde::{Deserialize, Serialize};
use store::{Item, ItemPart};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::drafts::begun;
use super::form::Writing;
use super::input::{Asked, Named, Sent, acting, bytes_of, media_type, unsupported};
use crate::Site;
use crate::view::View;

const PER_PAGE: i64 = 25;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(items))
        .routes(routes!(item))
        .routes(routes!(take))
        .routes(routes!(close))
        .routes(routes!(reopen))
        .routes(routes!(take_over))
        .routes(routes!(ask))
}

/// Returns the addresses that take messages.
pub(super) fn with_files() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(hand_in))
}

/// Which messages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Where they stand; those that wait if it is left out.
    #[param(value_type = Option<words::ItemStateWord>)]
    state: Option<String>,
    /// Which page, counted from 1.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100_000)]
    page: Option<String>,
}

/// Some messages of the inbox, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct ItemList {
    items: Vec<ItemShape>,
    /// Whether there is another page.
    more: bool,
}

/// A received message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Item)]
struct ItemShape {
    id: i64,
    #[schema(value_type = words::ItemStateWord)]
    state: &'static str,
    /// Why it was set aside or closed.
    reason: String,
    #[schema(value_type = words::Instant)]
    received_at: jiff::Timestamp,
    /// The sender, as the message names them.
    from: String,
    subject: String,
    /// The best plain text of it.
    text: String,
    /// SHA-256 of the message, byte for byte.
    sha256: String,
    size: i64,
    /// Its files.
    parts: Vec<PartShape>,
    /// The number of the statement that was made of it.
    statement: Option<i64>,
    url: String,
}

/// A file in a received message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ItemPart)]
struct PartShape {
    /// Counts from 1.
    position: i64,
    name: String,
    media_type: String,
    sha256: String,
    size: i64,
}

fn shape(site: &Site, item: Item) -> ItemShape {
    let part = |part: ItemPart| PartShape {
        position: part.position,
        name: part.name,
        media_type: part.media_type,
        sha256: part.sha256,
        size: part.size,
    };
    ItemShape {
        url: format!("{}/desk/inbox/{}", site.desk.settings.base_url, item.id),
        id: item.id,
        state: item.state.slug(),
        reason: item.reason,
        received_at: item.received_at,
        from: item.from,
        subject: item.subject,
        text: item.text,
        sha256: item.sha256,
        size: item.size,
        parts: item.parts.into_iter().map(part).collect(),
        statement: item.statement.map(|number| number.0),
    }
}

/// List received messages
#[utoipa::path(get, path = "/inbox", tag = "inbox", security(("token" = ["read"])), params(Wanted),
    responses((status = 200, description = "Some of them.", body = ItemList)))]
async fn items(
    State(site): State<Site>,
    view: View,
    Asked(asked): Asked<Wanted>,
) -> Result<Json<ItemList>, Problem> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    may_handle_item(&view.actor, ItemVerb::See, &directory, &site.desk.policy)
        .map_err(|_| Problem::not_found("inbox"))?;
    let state = match asked.state.as_deref() {
        None => ItemState::Waiting,
        Some(slug) => ItemState::from_slug(slug)
            .ok_or_else(|| Problem::parameter("state", format!("“{slug}” is no state.")))?,
    };
    let page = match asked.page.as_deref() {
        None => 1,
        Some(typed) => {
            typed.parse().ok().filter(|page| (1..=100_000).contains(page)).ok_or_else(|| {
                Problem::parameter("page", format!("“{typed}” is no page: they count from 1."))
            })?
        }
    };
    let (items, more) = reader.items(state, page, PER_PAGE).await?;
    let items = items.into_iter().map(|item| shape(&site, item)).collect();
    Ok(Json(ItemList { items, more }))
}

/// A received message with what its letter says.
#[derive(Debug, Serialize, ToSchema)]
struct OpenItem {
    item: ItemShape,
    /// How far it is read: `being-read`, `read` or `unread`.
    #[schema(value_type = String, pattern = "^(being-read|read|unread)$")]
    progress: &'static str,
    /// The form, filled from the letter, field by field as `take` takes them, written as on the page.
    #[schema(value_type = Object)]
    form: operations::StatementForm,
    /// The markings which say that it is not for everyone.
    markings: Vec<String>,
    /// The numbers of statements that carry a number of this letter: it may be on the record already.
    same: Vec<i64>,
    /// The numbers of statements that it corrects, where another installation corrects what it sent; `corrects` of `take` takes one.
    corrects: Vec<i64>,
    /// Who has it open before you, if somebody has.
    held_by: Option<String>,
}

/// Read a received message
///
/// With the form that its letter fills. Reading it takes it from nobody who has it open.
#[utoipa::path(get, path = "/inbox/{id}", tag = "inbox", security(("token" = ["read"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 200, description = "The message.", body = OpenItem)))]
async fn item(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<Json<OpenItem>, Problem> {
    let read = operations::item_form(&site.desk, &view.actor, id, 0, site.now()).await?;
    Ok(Json(open_item(&site, read)))
}

fn open_item(site: &Site, read: ItemForm) -> OpenItem {
    let holder = read.work.holder.map(|holder| holder.name);
    OpenItem {
        progress: match read.progress {
            ReadProgress::BeingRead => "being-read",
            ReadProgress::Read => "read",
            ReadProgress::Unread(_) => "unread",
        },
        form: read.form,
        markings: read.markings,
        same: read.same.iter().map(|same| same.number.0).collect(),
        corrects: read.corrects.iter().flat_map(|it| &it.here).map(|it| it.number.0).collect(),
        held_by: holder,
        item: shape(site, read.item),
    }
}

/// What is decided when a message is recorded.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Taking {
    /// What is to be recorded in place of what the letter says; the rest is as the form has it.
    form: Writing,
    /// The positions of the files that belong to the statement; if it is left out, all but those that repeat what another
    /// says, such as `statement.json`.
    keep: Option<Vec<i64>>,
    /// Who may read a letter that is marked as not for everyone: `everyone` or `without-files`.
    shown: Option<String>,
    /// The statement that it corrects: it becomes a new version of that one, and what that said before is kept. If it is left
    /// out, the message becomes a statement of its own.
    corrects: Option<i64>,
    /// An acronym and a name for a sender that gets an entry of its own.
    new_sender: Option<NewSender>,
}

/// A sender that the directory does not know.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSender {
    acronym: String,
    name: String,
}

/// Record a message
///
/// Makes a statement of it, filled from its letter (IN-1).
#[utoipa::path(post, path = "/inbox/{id}/take", tag = "inbox", security(("token" = ["act"])),
    params(("id" = i64, Path, description = "The message's id.")), request_body = Taking,
    responses((status = 201, description = "The statement.", body = StatementShape)))]
async fn take(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
    Sent(sent): Sent<Taking>,
) -> Result<Response, Problem> {
    let (desk, now) = (&site.desk, site.now());
    let actor = acting(&site, &view.actor, sent.form.role.as_deref()).await?;
    // Whoever does this again opens it again.
    store::aside(operations::open_item(desk, &actor, id, false, now)).await?;
    let read = operations::item_form(desk, &actor, id, 0, now).await?;
    let shown = match sent.shown.as_deref() {
        None => None,
        Some(slug) => Some(Shown::from_slug(slug).ok_or_else(|| {
            Problem::field("shown", format!("“{slug}” is neither everyone nor without-files."))
        })?),
    };
    let recording = Recording {
        keep: sent.keep.unwrap_or_else(|| read.files()),
        keep_links: read.links().into_iter().map(|(at, _)| at).collect(),
        keep_of_answers: Vec::new(),
        shown,
        corrects: sent.corrects.map(rules::Number),
        sender: match sent.new_sender {
            Some(NewSender { acronym, name }) => SenderEntry::New { acronym, name },
            None => SenderEntry::AsWritten,
        },
    };
    let form = sent.form.onto(read.form)?;
    let number = operations::take_item(desk, &actor, id, &form, &recording, now).await?;
    begun(&site, &view.actor, number).await
}

/// Why a message is closed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct ClosingReason {
    /// Why; it is kept.
    reason: String,
}

/// Close a message
///
/// It is no statement, with the reason.
#[utoipa::path(post, path = "/inbox/{id}/close", tag = "inbox", security(("token" = ["act"])),
    params(("id" = i64, Path, description = "The message's id.")), request_body = ClosingReason,
    responses((status = 204, description = "It is closed.")))]
async fn close(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
    Sent(sent): Sent<ClosingReason>,
) -> Result<StatusCode, Problem> {
    sees_inbox(&site, &view).await?;
    operations::close_item(&site.desk, &view.actor, id, &sent.reason, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put a message back
///
/// Among those that wait.
#[utoipa::path(post, path = "/inbox/{id}/reopen", tag = "inbox", security(("token" = ["act"])),
    params(("id" = i64, Path, description = "The message's id.")),
    responses((status = 204, description = "It waits again.")))]
async fn reopen(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    sees_inbox(&site, &view).await?;
    operations::reopen_item(&site.desk, &view.actor, id, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a message over
///
/// From somebody else who has it open.
#[utoipa::path(post, path = "/inbox/{id}/take-over", tag = "inbox", security(("token" = ["act"])),
    params(("id" = i64, Path, description = "The message's id.")),
    responses((status = 204, description = "It is yours.")))]
async fn take_over(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    sees_inbox(&site, &view).await?;
    operations::open_item(&site.desk, &view.actor, id, true, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A question to the sender of a message.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct QuestionShape {
    /// To whom; the sender if it is left out.
    to: Option<String>,
    /// The subject; one is proposed if it is left out.
    subject: Option<String>,
    /// The words.
    text: String,
}

/// Ask the sender
///
/// By mail; the answer is shown with the message.
#[utoipa::path(post, path = "/inbox/{id}/ask", tag = "inbox", security(("token" = ["act"])),
    params(("id" = i64, Path, description = "The message's id.")), request_body = QuestionShape,
    responses((status = 204, description = "They are asked.")))]
async fn ask(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
    Sent(sent): Sent<QuestionShape>,
) -> Result<StatusCode, Problem> {
    sees_inbox(&site, &view).await?;
    let read = operations::item_form(&site.desk, &view.actor, id, 0, site.now()).await?;
    let question = Question {
        to: sent.to.unwrap_or(read.question.to),
        subject: sent.subject.unwrap_or(read.question.subject),
        text: sent.text,
    };
    operations::ask_sender(&site.desk, &view.actor, id, &question, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is known of a file that is handed in.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HandedIn {
    /// The file's name.
    name: String,
    /// Who had sent it: a name with an address.
    sender: Option<String>,
    /// What it is about; the file's name if it is left out.
    subject: Option<String>,
    /// What is to be known of it.
    note: Option<String>,
}

/// The messages that were made.
#[derive(Debug, Serialize, ToSchema)]
struct HandedInIds {
    /// Their ids.
    items: Vec<i64>,
}

/// Hand a file in
///
/// A letter or a whole message that reached somebody another way.
#[utoipa::path(post, path = "/inbox", tag = "inbox", security(("token" = ["draft"])), params(HandedIn),
    request_body(content((Vec<u8> = "application/octet-stream"), (Vec<u8> = "message/rfc822"))),
    responses((status = 201, description = "It is in the inbox.", body = HandedInIds)))]
async fn hand_in(
    State(site): State<Site>,
    view: View,
    Asked(asked): Asked<HandedIn>,
    request: Request,
) -> Result<Response, Problem> {
    let kind = media_type(request.headers());
    if !matches!(kind.as_deref(), Some("application/octet-stream" | "message/rfc822")) {
        return Err(unsupported(kind.as_deref(), "application/octet-stream or message/rfc822"));
    }
    let bytes: Bytes = bytes_of(request, &site).await?;
    if asked.name.trim().is_empty() {
        return Err(Problem::parameter("name", "Name the file."));
    }
    let handed = HandIn {
        sender: asked.sender.unwrap_or_default(),
        subject: asked.subject.unwrap_or_default(),
        note: asked.note.unwrap_or_default(),
        files: vec![(asked.name, bytes)],
    };
    let items = operations::hand_in(&site.desk, &view.actor, handed, site.now()).await?;
    Ok((StatusCode::CREATED, Json(HandedInIds { items })).into_response())
}

/// Whoever may not see the inbox is told nothing of what is in it.
async fn sees_inbox(site: &Site, view: &View) -> Result<(), Problem> {
    let directory = site.desk.store.reader().directory().await?;
    may_handle_item(&view.actor, ItemVerb::See, &directory, &site.desk.policy)
        .map_err(|_| Problem::not_found("message"))
}
