//! What is decided on a statement that is written.

use axum::response::Response;
use operations::{SentOtherwise, Telling};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::doing::{Doing, Done, in_a_role};
use super::form::day;
use super::input::Saw;
use crate::Site;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(submit))
        .routes(routes!(agree))
        .routes(routes!(approve))
        .routes(routes!(review))
        .routes(routes!(advise))
        .routes(routes!(note_approval))
        .routes(routes!(send_back))
        .routes(routes!(tell_group))
        .routes(routes!(give_up))
        .routes(routes!(revive))
        .routes(routes!(withdraw))
        .routes(routes!(record_as_sent))
        .routes(routes!(note_sending))
        .routes(routes!(hand_approval))
        .routes(routes!(set_time))
        .routes(routes!(list_documents))
        .routes(routes!(split))
}

/// What is done needs no words.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct InRole {
    /// The role in which you act, as `/api/me` names it (OUT-9).
    pub(super) role: Option<String>,
}

/// What there is to consider.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Advice {
    /// The acronym of the organization for which you answer.
    organization: String,
    /// What there is to consider; nothing if there is nothing.
    advice: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// An approval that was given elsewhere.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct NotedApproval {
    /// The acronym of the group.
    group: String,
    /// Who gave it.
    authority: String,
    /// How and when.
    comment: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// Words.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Words {
    /// What is to be said.
    pub(super) words: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    pub(super) role: Option<String>,
}

/// A mail to a group's list; or where and when it was told.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Told {
    /// The subject of the mail.
    subject: String,
    /// The words of the mail.
    text: String,
    /// The day on which it was told elsewhere.
    on: Option<String>,
    /// Where.
    place: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// A reason.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Reason {
    /// Why; it is kept in the history.
    pub(super) reason: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    pub(super) role: Option<String>,
}

/// How something was sent.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct SentBy {
    /// The day.
    sent_on: String,
    /// How: a form of theirs, a letter, a mail of one's own.
    travelled: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// To whom an approval is handed on.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct HandedApproval {
    /// Their address.
    to: String,
    /// Why, or what they should know.
    words: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// When a statement goes at the earliest.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct GoesAt {
    /// The instant (RFC 3339); null for at once.
    at: Option<String>,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

in_a_role!(Advice, GoesAt, HandedApproval, InRole, NotedApproval, Reason, SentBy, Told, Words);

/// Submit a statement
///
/// A draft whose preview was read goes before its gates (OUT-11).
#[utoipa::path(post, path = "/statements/{number}/submit", tag = "decisions", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number."),
        ("If-Match" = String, Header, description = "The ETag of the version that you read.")),
    request_body = InRole,
    responses(Done))]
async fn submit(saw: Saw, doing: Doing<InRole>) -> Result<Response, Problem> {
    let (desk, actor, number, now, _) = doing.with();
    operations::submit_statement(desk, actor, number, saw.revision(), now).await?;
    doing.done().await
}

/// Agree to a statement
///
/// For a group of yours, to what somebody else drafted (OUT-12).
#[utoipa::path(post, path = "/statements/{number}/agree", tag = "decisions", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number."),
        ("If-Match" = String, Header, description = "The ETag of the version that you read.")),
    request_body = InRole,
    responses(Done))]
async fn agree(saw: Saw, doing: Doing<InRole>) -> Result<Response, Problem> {
    let (desk, actor, number, now, _) = doing.with();
    operations::agree_to_statement(desk, actor, number, saw.revision(), now).await?;
    doing.done().await
}

/// Approve a statement
///
/// For the groups that you answer for (OUT-2).
#[utoipa::path(post, path = "/statements/{number}/approve", tag = "decisions", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number."),
        ("If-Match" = String, Header, description = "The ETag of the version that you read.")),
    request_body = InRole,
    responses(Done))]
async fn approve(saw: Saw, doing: Doing<InRole>) -> Result<Response, Problem> {
    let (desk, actor, number, now, _) = doing.with();
    operations::approve_statement(desk, actor, number, saw.revision(), now).await?;
    doing.done().await
}

/// Review a statement
///
/// As one of those who coordinate, or for what you manage (OUT-10, IN-1).
#[utoipa::path(post, path = "/statements/{number}/review", tag = "decisions", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number."),
        ("If-Match" = String, Header, description = "The ETag of the version that you read.")),
    request_body = InRole,
    responses(Done))]
async fn review(saw: Saw, doing: Doing<InRole>) -> Result<Response, Problem> {
    let (desk, actor, number, now, _) = doing.with();
    operations::review_statement(desk, actor, number, saw.revision(), now).await?;
    doing.done().await
}

/// Answer a consultation
///
/// Say what there is to consider before it goes (OUT-4).
#[utoipa::path(post, path = "/statements/{number}/advise", tag = "decisions", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Advice,
    responses(Done))]
async fn advise(doing: Doing<Advice>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::answer_consultation(desk, actor, number, &sent.organization, &sent.advice, now)
        .await?;
    doing.done().await
}

/// Note an approval
///
/// One that was given by other means, with who gave it and how (OUT-3).
#[utoipa::path(post, path = "/statements/{number}/note-approval", tag = "decisions", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = NotedApproval,
    responses(Done))]
async fn note_approval(doing: Doing<NotedApproval>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let (group, by, how) = (&sent.group, &sent.authority, &sent.comment);
    operations::note_approval(desk, actor, number, group, by, how, now).await?;
    doing.done().await
}

/// Send a statement back
///
/// To whoever drafted it, with what is to be changed.
#[utoipa::path(post, path = "/statements/{number}/send-back", tag = "decisions", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Words,
    responses(Done))]
async fn send_back(doing: Doing<Words>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::send_back_statement(desk, actor, number, &sent.words, now).await?;
    doing.done().await
}

/// Tell the group
///
/// By a mail to its list; or, with `on` and `place`, note where that was done (OUT-7).
#[utoipa::path(post, path = "/statements/{number}/tell-group", tag = "decisions", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Told,
    responses(Done))]
async fn tell_group(doing: Doing<Told>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let telling = match &sent.on {
        Some(on) => Telling::Elsewhere { on: day("on", on)?, place: &sent.place },
        None => Telling::Mail { subject: &sent.subject, text: &sent.text },
    };
    operations::tell_group(desk, actor, number, telling, now).await?;
    doing.done().await
}

/// Drop a statement
///
/// It is never posted; it can be revived.
#[utoipa::path(post, path = "/statements/{number}/drop", tag = "decisions", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Reason,
    responses(Done))]
async fn give_up(doing: Doing<Reason>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::drop_statement(desk, actor, number, &sent.reason, now).await?;
    doing.done().await
}

/// Revive a statement
///
/// One that was dropped.
#[utoipa::path(post, path = "/statements/{number}/revive", tag = "decisions", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = InRole,
    responses(Done))]
async fn revive(doing: Doing<InRole>) -> Result<Response, Problem> {
    let (desk, actor, number, now, _) = doing.with();
    operations::revive_statement(desk, actor, number, now).await?;
    doing.done().await
}

/// Withdraw a statement
///
/// Its page stays, and says who took it back and why.
#[utoipa::path(post, path = "/statements/{number}/withdraw", tag = "decisions", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Reason,
    responses(Done))]
async fn withdraw(doing: Doing<Reason>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::withdraw_statement(desk, actor, number, &sent.reason, now).await?;
    doing.done().await
}

/// Record a statement as sent
///
/// One that was sent by other means (OUT-5).
#[utoipa::path(post, path = "/statements/{number}/record-as-sent", tag = "decisions", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = SentBy,
    responses(Done))]
async fn record_as_sent(doing: Doing<SentBy>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let sent = SentOtherwise { on: day("sent_on", &sent.sent_on)?, how: &sent.travelled };
    operations::record_as_sent(desk, actor, number, sent, now).await?;
    doing.done().await
}

/// Note how a statement was sent
///
/// One that goes by other means, once everything that it needs is given: it is on the record then (REC-7).
#[utoipa::path(post, path = "/statements/{number}/note-sending", tag = "decisions", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = SentBy,
    responses(Done))]
async fn note_sending(doing: Doing<SentBy>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let sent = SentOtherwise { on: day("sent_on", &sent.sent_on)?, how: &sent.travelled };
    operations::note_sending(desk, actor, number, sent, now).await?;
    doing.done().await
}

/// Hand an approval on
///
/// To somebody else who may give it as well (OUT-2).
#[utoipa::path(post, path = "/statements/{number}/hand", tag = "decisions", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = HandedApproval,
    responses(Done))]
async fn hand_approval(doing: Doing<HandedApproval>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::hand_approval(desk, actor, number, &sent.to, &sent.words, now).await?;
    doing.done().await
}

/// Set when a statement goes
///
/// At the earliest; at once where no time is named.
#[utoipa::path(post, path = "/statements/{number}/time", tag = "decisions", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number."),
        ("If-Match" = String, Header, description = "The ETag of the version that you read.")),
    request_body = GoesAt,
    responses(Done))]
async fn set_time(saw: Saw, doing: Doing<GoesAt>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let at = sent.at.as_deref().map(str::trim).filter(|at| !at.is_empty());
    let fault = || Problem::field("at", "Write it as 2027-01-31T09:30:00Z.");
    let at = at.map(|at| at.parse().map_err(|_| fault())).transpose()?;
    operations::time_posting(desk, actor, number, saw.revision(), at, now).await?;
    doing.done().await
}

/// List the documents
///
/// At the end of its text, those that it refers to (DOC-5).
#[utoipa::path(post, path = "/statements/{number}/list-documents", tag = "decisions", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number."),
        ("If-Match" = String, Header, description = "The ETag of the version that you read.")),
    request_body = InRole,
    responses(Done))]
async fn list_documents(saw: Saw, doing: Doing<InRole>) -> Result<Response, Problem> {
    let (desk, actor, number, now, _) = doing.with();
    operations::list_documents(desk, actor, number, saw.revision(), now).await?;
    doing.done().await
}

/// Split a statement
///
/// Of a draft to several organizations, one for each (CON-9).
#[utoipa::path(post, path = "/statements/{number}/split", tag = "decisions", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number."),
        ("If-Match" = String, Header, description = "The ETag of the version that you read.")),
    request_body = InRole,
    responses(Done))]
async fn split(saw: Saw, doing: Doing<InRole>) -> Result<Response, Problem> {
    let (desk, actor, number, now, _) = doing.with();
    operations::split_statement(desk, actor, number, saw.revision(), now).await?;
    doing.done().await
}
