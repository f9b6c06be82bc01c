//! What whoever sees to a received statement does with it.

use axum::response::Response;
use operations::{InformalAnswer, MendedLinks, NotedAction, Telling};
use rules::DiscussionKind;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::deciding::{InRole, Reason, Words};
use super::doing::{Doing, Done, in_a_role};
use super::form::day;
use crate::Site;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(take_on))
        .routes(routes!(hand_on))
        .routes(routes!(hand_back))
        .routes(routes!(set_lead))
        .routes(routes!(class_asked))
        .routes(routes!(note_action))
        .routes(routes!(put_to_group))
        .routes(routes!(hear_group))
        .routes(routes!(promise))
        .routes(routes!(answered_informally))
        .routes(routes!(no_answer))
        .routes(routes!(open_again))
        .routes(routes!(links))
}

/// To whom a statement is handed on.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct HandedOn {
    /// Their address.
    to: String,
    /// What they should know.
    note: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// A group.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Lead {
    /// Its acronym.
    group: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// What is asked.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct AskedFor {
    /// A name of the policy's classes.
    asked: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// What is done.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Action {
    /// `acknowledged` or `discussed`.
    kind: String,
    /// In words.
    words: String,
    /// A message of a list's archive, an issue of a tracker.
    link: String,
    /// Whether everyone reads it, as is usual; else those who are involved.
    public: Option<bool>,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// A mail to a group's list; or where and when it was put to it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Putting {
    /// The subject of the mail.
    subject: String,
    /// The words of the mail.
    text: String,
    /// The day on which it was put elsewhere.
    on: Option<String>,
    /// Where.
    place: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// What a group says.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Heard {
    /// What came of it.
    heard: String,
    /// In words.
    words: String,
    /// Where it can be read.
    link: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// By when an answer was promised.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Promise {
    /// The day.
    by: String,
    /// To whom and how.
    words: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// An answer by mail.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Informal {
    /// What was answered, for everyone.
    words: String,
    /// Where it can be read.
    link: String,
    /// The mail as it is, with its header.
    mail: String,
    /// The message of the inbox that it is.
    item: Option<i64>,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

/// What a statement is to others.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Links {
    /// The numbers of those that it answers.
    answers: Vec<i64>,
    /// The numbers of those that it follows up.
    follows_up: Vec<i64>,
    /// Why this is right, for everyone.
    reason: String,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    role: Option<String>,
}

in_a_role!(Action, AskedFor, HandedOn, Heard, Informal, Lead, Links, Promise, Putting);

/// Take a statement on
///
/// You see to it from now on (IN-5).
#[utoipa::path(post, path = "/statements/{number}/take-on", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = InRole,
    responses(Done))]
async fn take_on(doing: Doing<InRole>) -> Result<Response, Problem> {
    let (desk, actor, number, now, _) = doing.with();
    operations::take_on(desk, actor, number, now).await?;
    doing.done().await
}

/// Hand a statement on
///
/// To somebody who sees to it (RSP-2).
#[utoipa::path(post, path = "/statements/{number}/hand-on", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = HandedOn,
    responses(Done))]
async fn hand_on(doing: Doing<HandedOn>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::hand_on(desk, actor, number, (&sent.to, &sent.note), now).await?;
    doing.done().await
}

/// Hand a statement back
///
/// To whoever handed it on.
#[utoipa::path(post, path = "/statements/{number}/hand-back", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Words,
    responses(Done))]
async fn hand_back(doing: Doing<Words>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::hand_back(desk, actor, number, &sent.words, now).await?;
    doing.done().await
}

/// Name the lead
///
/// Which group takes the lead (RSP-2).
#[utoipa::path(post, path = "/statements/{number}/lead", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Lead,
    responses(Done))]
async fn set_lead(doing: Doing<Lead>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::set_lead(desk, actor, number, &sent.group, now).await?;
    doing.done().await
}

/// Say what is asked
///
/// As the policy classes it (RSP-8).
#[utoipa::path(post, path = "/statements/{number}/asked", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = AskedFor,
    responses(Done))]
async fn class_asked(doing: Doing<AskedFor>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::class_asked(desk, actor, number, &sent.asked, now).await?;
    doing.done().await
}

/// Note what is done
///
/// Its sender knows that it arrived, or it is under discussion (REC-9).
#[utoipa::path(post, path = "/statements/{number}/note-action", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Action,
    responses(Done))]
async fn note_action(doing: Doing<Action>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let kind = discussion(&sent.kind)?.unwrap_or(DiscussionKind::Discussed);
    let (words, link) = (&sent.words, &sent.link);
    let action = NotedAction { kind, words, link, public: sent.public != Some(false) };
    operations::note_action(desk, actor, number, action, now).await?;
    doing.done().await
}

/// Put a statement to the group
///
/// By a mail to its list; or, with `on` and `place`, note where that was done (RSP-7).
#[utoipa::path(post, path = "/statements/{number}/put-to-group", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Putting,
    responses(Done))]
async fn put_to_group(doing: Doing<Putting>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let telling = match &sent.on {
        Some(on) => Telling::Elsewhere { on: day("on", on)?, place: &sent.place },
        None => Telling::Mail { subject: &sent.subject, text: &sent.text },
    };
    operations::put_to_group(desk, actor, number, telling, "", now).await?;
    doing.done().await
}

/// Note what the group says
///
/// Consensus, or that there is none (RSP-7).
#[utoipa::path(post, path = "/statements/{number}/hear-group", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Heard,
    responses(Done))]
async fn hear_group(doing: Doing<Heard>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let said = (discussion(&sent.heard)?, sent.words.as_str(), sent.link.as_str());
    operations::hear_group(desk, actor, number, said, now).await?;
    doing.done().await
}

/// Promise an answer
///
/// By a day (RSP-3).
#[utoipa::path(post, path = "/statements/{number}/promise", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Promise,
    responses(Done))]
async fn promise(doing: Doing<Promise>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let by = day("by", &sent.by)?;
    operations::promise_answer(desk, actor, number, (by, &sent.words), now).await?;
    doing.done().await
}

/// Note an answer by mail
///
/// With the mail itself, pasted or from the inbox (RSP-4).
#[utoipa::path(post, path = "/statements/{number}/answered-informally", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Informal,
    responses(Done))]
async fn answered_informally(doing: Doing<Informal>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let answer = InformalAnswer {
        words: sent.words.clone(),
        link: sent.link.clone(),
        pasted: sent.mail.clone(),
        file: None,
        item: sent.item,
    };
    operations::answer_informally(desk, actor, number, answer, now).await?;
    doing.done().await
}

/// Decide that no answer is sent
///
/// With the reason (RSP-5).
#[utoipa::path(post, path = "/statements/{number}/no-answer", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Reason,
    responses(Done))]
async fn no_answer(doing: Doing<Reason>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::decide_no_answer(desk, actor, number, &sent.reason, now).await?;
    doing.done().await
}

/// Open a statement again
///
/// It waits for an answer again.
#[utoipa::path(post, path = "/statements/{number}/open-again", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Reason,
    responses(Done))]
async fn open_again(doing: Doing<Reason>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    operations::reopen_statement(desk, actor, number, &sent.reason, now).await?;
    doing.done().await
}

/// Mend links
///
/// What a statement is to others.
#[utoipa::path(post, path = "/statements/{number}/links", tag = "handling", security(("token" = ["act"])),
    params(("number" = i64, Path, description = "Its number.")),
    request_body = Links,
    responses(Done))]
async fn links(doing: Doing<Links>) -> Result<Response, Problem> {
    let (desk, actor, number, now, sent) = doing.with();
    let list = |of: &[i64]| of.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let (answers, follows_up) = (list(&sent.answers), list(&sent.follows_up));
    let reason = &sent.reason;
    let mended = MendedLinks { answers: &answers, follows_up: &follows_up, reason };
    operations::mend_links(desk, actor, number, mended, now).await?;
    doing.done().await
}

/// Reads what was noted of a discussion.
fn discussion(slug: &str) -> Result<Option<DiscussionKind>, Problem> {
    match (slug, DiscussionKind::from_slug(slug)) {
        ("", _) => Ok(None),
        (_, Some(kind)) => Ok(Some(kind)),
        (slug, None) => {
            let known = DiscussionKind::ALL.map(|kind| kind.slug()).join(", ");
            Err(Problem::field("kind", format!("“{slug}” is none of these: {known}.")))
        }
    }
}
