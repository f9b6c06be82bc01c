//! What is done with a statement once it is on the record.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use operations::{StatementShape, words};
use rules::{Number, OriginStanding, Verb, may};
use serde::{Deserialize, Serialize};
use store::Delivery;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::deciding::{InRole, Reason, Words};
use super::doing::{Doing, Done, in_a_role};
use super::drafts::done;
use super::form::{acronyms, day};
use super::input::{Named, Of, Sent};
use crate::Site;
use crate::view::View;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(give))
        .routes(routes!(research))
        .routes(routes!(relay))
        .routes(routes!(feedback))
        .routes(routes!(comment))
        .routes(routes!(correct))
        .routes(routes!(revise))
        .routes(routes!(draft_again))
        .routes(routes!(agree_deadline))
        .routes(routes!(ask_again))
        .routes(routes!(let_be))
        .routes(routes!(hide))
        .routes(routes!(show_again))
        .routes(routes!(mail))
        .routes(routes!(resend))
}

/// To whom a statement is given.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct GivenTo {
    /// Acronyms of groups.
    to: Vec<String>,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// Whether a statement is about research.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Research {
    /// Whether it is.
    about_research: bool,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// To whom a statement is relayed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Relay {
    /// Acronyms of research groups.
    to: Vec<String>,
    /// What they should know.
    note: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// A mail as it is to go.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Mail {
    /// Its subject.
    subject: String,
    /// Its words.
    text: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// A remark.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Comment {
    /// What is to be said.
    words: String,
    /// Whether everyone may read it; else those who are involved.
    public: bool,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// Why a statement is corrected.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Correction {
    /// For everyone.
    why: String,
    /// Whether it is mailed again to those who have it.
    resend: bool,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// What another statement is to this one.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Again {
    /// Whether it follows it up.
    follows_up: bool,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// A day that was agreed to.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct LaterDay {
    /// The later day.
    day: String,
    /// Who agreed.
    by: String,
    /// Where that can be read, or how it was said.
    place: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

in_a_role!(Again, Comment, Correction, GivenTo, LaterDay, Mail, Relay, Research);

/// Give a received statement to others
///
/// To other groups than those that have it (IN-3).
#[utoipa::path(post, path = "/statements/{number}/give", tag = "afterwards", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = GivenTo,
    responses(Done))]
async fn give(doing: Doing<GivenTo>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let to = acronyms("to", Some(sent.to.clone()), String::new())?;
    operations::give_statement(desk, actor, number, &to, now).await?;
    doing.done().await
}

/// Mark a statement as about research
///
/// Or as not being about it (IN-4).
#[utoipa::path(post, path = "/statements/{number}/research", tag = "afterwards", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Research,
    responses(Done))]
async fn research(doing: Doing<Research>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::mark_research(desk, actor, number, sent.about_research, now).await?;
    doing.done().await
}

/// Relay a statement
///
/// To research groups (IN-4).
#[utoipa::path(post, path = "/statements/{number}/relay", tag = "afterwards", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Relay,
    responses(Done))]
async fn relay(doing: Doing<Relay>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let to = acronyms("to", Some(sent.to.clone()), String::new())?;
    operations::relay_statement(desk, actor, number, &to, &sent.note, now).await?;
    doing.done().await
}

/// Give informal feedback
///
/// To the sender, when a statement was given to other groups (IN-3).
#[utoipa::path(post, path = "/statements/{number}/feedback", tag = "afterwards", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Mail,
    responses(Done))]
async fn feedback(doing: Doing<Mail>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::send_feedback(desk, actor, number, &sent.subject, &sent.text, now).await?;
    doing.done().await
}

/// Comment on a statement
///
/// In its history, for those who are involved, or for everyone.
#[utoipa::path(post, path = "/statements/{number}/comment", tag = "afterwards", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Comment,
    responses(Done))]
async fn comment(doing: Doing<Comment>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::comment_on_statement(desk, actor, number, &sent.words, sent.public, now).await?;
    doing.done().await
}

/// Begin a correction
///
/// Of what is on the record; it goes through the same gates (REC-2).
#[utoipa::path(post, path = "/statements/{number}/correct", tag = "afterwards", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Correction,
    responses((status = 201, description = "It was begun.", body = StatementShape)))]
async fn correct(doing: Doing<Correction>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let own =
        operations::begin_correction(desk, actor, number, (&sent.why, sent.resend), now).await?;
    doing.begun(own).await
}

/// Begin a revision
///
/// A new statement in the place of one that was sent (OUT-5).
#[utoipa::path(post, path = "/statements/{number}/revise", tag = "afterwards", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = InRole,
    responses((status = 201, description = "It was begun.", body = StatementShape)))]
async fn revise(doing: Doing<InRole>) -> Result<Response, Problem> {
    let (desk, actor, number, now, _) = doing.with();
    let own = operations::revise_statement(desk, actor, number, now).await?;
    doing.begun(own).await
}

/// Begin another with the same words
///
/// A draft with the words of this one.
#[utoipa::path(post, path = "/statements/{number}/again", tag = "afterwards", security(("token" = ["draft"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Again,
    responses((status = 201, description = "It was begun.", body = StatementShape)))]
async fn draft_again(doing: Doing<Again>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let own = operations::draft_again(desk, actor, number, sent.follows_up, now).await?;
    doing.begun(own).await
}

/// Note a later day
///
/// One that the sender agreed to (PUR-4).
#[utoipa::path(post, path = "/statements/{number}/agree-deadline", tag = "afterwards", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = LaterDay,
    responses(Done))]
async fn agree_deadline(doing: Doing<LaterDay>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let on = day("day", &sent.day)?;
    operations::agree_deadline(desk, actor, number, on, (&sent.by, &sent.place), now).await?;
    doing.done().await
}

/// Ask again
///
/// The other side, for the answer that is late.
#[utoipa::path(post, path = "/statements/{number}/ask-again", tag = "afterwards", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Words,
    responses(Done))]
async fn ask_again(doing: Doing<Words>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::ask_again(desk, actor, number, &sent.words, now).await?;
    doing.done().await
}

/// Let a late answer be
///
/// The other side is not asked again.
#[utoipa::path(post, path = "/statements/{number}/let-be", tag = "afterwards", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = InRole,
    responses(Done))]
async fn let_be(doing: Doing<InRole>) -> Result<Response, Problem> {
    let (desk, actor, number, now, _) = doing.with();
    operations::let_be(desk, actor, number, now).await?;
    doing.done().await
}

/// Where a message goes.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct ToAddress {
    /// Another address; the same if it is left out.
    address: String,
}

/// Send a message again
///
/// What was mailed of a statement, to one recipient, or to a corrected address (REC-2).
#[utoipa::path(post, path = "/statements/{number}/resend/{delivery}", tag = "afterwards", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "The statement's number."),
        ("delivery" = i64, Path, description = "The delivery, as `/api/statements/{number}/mail` lists it.")),
    request_body = ToAddress,
    responses((status = 200, description = "It is sent again.", body = StatementShape)))]
async fn resend(
    State(site): State<Site>,
    view: View,
    Named((number, delivery)): Named<(i64, i64)>,
    Sent(sent): Sent<ToAddress>,
) -> Result<Response, Problem> {
    let (desk, actor, number, now) = (&site.desk, &view.actor, Number(number), site.now());
    operations::resend_mail(desk, actor, number, delivery, &sent.address, now).await?;
    done(&site, actor, number).await
}

/// What was mailed of a statement.
#[derive(Debug, Serialize, ToSchema)]
struct MailList {
    /// The messages, oldest first.
    mails: Vec<MailedShape>,
    /// Receipts of other installations, in the order in which they came.
    receipts: Vec<ReceiptShape>,
}

/// A message, with what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Mailed)]
struct MailedShape {
    /// What it is.
    kind: String,
    subject: String,
    /// SHA-256 of the message.
    sha256: String,
    #[schema(value_type = words::Instant)]
    queued_at: jiff::Timestamp,
    /// To each recipient.
    deliveries: Vec<DeliveryShape>,
}

/// A message to one recipient.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Delivery)]
struct DeliveryShape {
    /// What `resend` takes.
    id: i64,
    recipient: String,
    /// `waiting`, `sent`, `failed`, `captured` or `bounced`.
    state: &'static str,
    /// How often it was tried.
    attempts: usize,
    /// What the recipient's server said last.
    answer: Option<String>,
}

/// The receipt of another installation, which says where the statement is on their record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Receipt)]
struct ReceiptShape {
    /// Where it is on their record, as the message says.
    url: String,
    /// When it came.
    #[schema(value_type = words::Instant)]
    at: jiff::Timestamp,
    /// What shows who sent the message, in a sentence; null before anybody has looked.
    origin: Option<String>,
    /// Whether the domain in From stands behind it; else anybody may have sent it.
    is_shown: bool,
}

/// Read what was mailed
///
/// Each message with each recipient, for those who are involved.
#[utoipa::path(get, path = "/statements/{number}/mail", tag = "afterwards", security(("token" = ["read"])),
    params(("number" = i64, Path, description = "The statement's number.")),
    responses((status = 200, description = "What was mailed.", body = MailList)))]
async fn mail(
    State(site): State<Site>,
    view: View,
    Of(number): Of,
) -> Result<Json<MailList>, Problem> {
    let reader = site.desk.store.reader();
    let statement = operations::see(&site.desk, &view.actor, number).await?;
    let directory = reader.directory().await?;
    may(&view.actor, Verb::SeePrivate, &statement, &directory, &site.desk.policy)?;
    let mails = reader.mail_of(number).await?.into_iter().map(|fate| MailedShape {
        kind: fate.mail.kind,
        subject: fate.mail.subject,
        sha256: fate.mail.sha256,
        queued_at: fate.mail.queued_at,
        deliveries: fate.deliveries.into_iter().map(delivery).collect(),
    });
    let receipts = operations::receipts_of(&reader, number).await?.into_iter();
    let receipts = receipts.map(|receipt| ReceiptShape {
        is_shown: receipt.origin.as_ref().is_some_and(|it| it.standing == OriginStanding::Shown),
        origin: receipt.origin.map(|origin| origin.sentence),
        url: receipt.address,
        at: receipt.at,
    });
    Ok(Json(MailList { mails: mails.collect(), receipts: receipts.collect() }))
}

fn delivery(delivery: Delivery) -> DeliveryShape {
    DeliveryShape {
        id: delivery.id,
        state: delivery.state.slug(),
        attempts: delivery.attempts.len(),
        answer: delivery.attempts.last().map(|attempt| attempt.answer.clone()),
        recipient: delivery.recipient,
    }
}

/// Take a file from view
///
/// For cause; the page says so, and why.
#[utoipa::path(post, path = "/statements/{number}/attachments/{position}/hide", tag = "afterwards",
    security(("token" = ["act"])),
    params(("number" = i64, Path, description = "The statement's number."),
        ("position" = i64, Path, description = "Where it stands, counted from 1.")),
    request_body = Reason,
    responses((status = 200, description = "It was done.", body = StatementShape)))]
async fn hide(
    Named((_, position)): Named<(i64, i64)>,
    doing: Doing<Reason>,
) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::hide_attachment(desk, actor, number, position, &sent.reason, now).await?;
    doing.done().await
}

/// Show a file again
///
/// One that was taken from view.
#[utoipa::path(post, path = "/statements/{number}/attachments/{position}/show", tag = "afterwards",
    security(("token" = ["act"])),
    params(("number" = i64, Path, description = "The statement's number."),
        ("position" = i64, Path, description = "Where it stands, counted from 1.")),
    request_body = Reason,
    responses((status = 200, description = "It was done.", body = StatementShape)))]
async fn show_again(
    Named((_, position)): Named<(i64, i64)>,
    doing: Doing<Reason>,
) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::show_attachment(desk, actor, number, position, &sent.reason, now).await?;
    doing.done().await
}
