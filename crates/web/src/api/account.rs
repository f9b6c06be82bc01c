//! Somebody's own account. What lets somebody in is made on its page alone: whoever finds a token makes nothing with it that outlives it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use operations::words;
use rules::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::input::{Named, Sent};
use super::looking_after::AuditShape;
use crate::Site;
use crate::view::View;
use crate::visitor::Asking;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(account))
        .routes(routes!(set_reminders))
        .routes(routes!(make_calendar, revoke_calendar))
        .routes(routes!(end_session))
        .routes(routes!(revoke_token))
        .routes(routes!(remove_passkey))
}

/// Somebody's account.
#[derive(Debug, Serialize, ToSchema)]
struct Account {
    name: String,
    sessions: Vec<SessionShape>,
    tokens: Vec<TokenShape>,
    passkeys: Vec<PasskeyShape>,
    reminders: Reminders,
    /// When the address of one's calendar was made; null if there is none.
    #[schema(value_type = Option<words::Instant>)]
    calendar_made_at: Option<jiff::Timestamp>,
    /// What was noted of sign-ins, the newest first.
    events: Vec<AuditShape>,
}

/// A browser that is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
struct SessionShape {
    id: i64,
    /// How somebody showed who they are.
    means: String,
    /// The program, in plain words.
    agent: String,
    #[schema(value_type = words::Instant)]
    created_at: jiff::Timestamp,
    #[schema(value_type = words::Instant)]
    seen_at: jiff::Timestamp,
    #[schema(value_type = words::Instant)]
    expires_at: jiff::Timestamp,
}

/// A token of a program; never the token itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
struct TokenShape {
    id: i64,
    name: String,
    #[schema(value_type = Vec<words::ScopeWord>)]
    scopes: Vec<&'static str>,
    #[schema(value_type = words::Instant)]
    created_at: jiff::Timestamp,
    #[schema(value_type = words::Instant)]
    expires_at: jiff::Timestamp,
    #[schema(value_type = Option<words::Instant>)]
    used_at: Option<jiff::Timestamp>,
}

/// A passkey.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Passkey)]
struct PasskeyShape {
    id: i64,
    name: String,
    #[schema(value_type = words::Instant)]
    created_at: jiff::Timestamp,
    #[schema(value_type = Option<words::Instant>)]
    used_at: Option<jiff::Timestamp>,
}

/// What somebody is reminded of by mail.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reminders {
    /// The daily message of what waits.
    digests: bool,
    /// Answers to what one's groups sent.
    awaited: bool,
}

/// Read one's account
#[utoipa::path(get, path = "/account", tag = "desk", security(("token" = ["read"])),
    responses((status = 200, description = "The account of whoever the token is of.", body = Account)))]
async fn account(State(site): State<Site>, view: View) -> Result<Response, Problem> {
    let person = owner(&view)?;
    let (desk, reader) = (&site.desk, site.desk.store.reader());
    let directory = reader.directory().await?;
    let sessions = operations::own_sessions(desk, person, "", site.now()).await?;
    let tokens = operations::own_tokens(desk, person).await?;
    let wishes = reader.reminder_wishes_of(person).await?;
    let events = operations::own_audit(desk, person).await?.into_iter();
    let sessions = sessions.into_iter().map(|own| SessionShape {
        id: own.session.id,
        means: own.session.means,
        agent: own.session.agent,
        created_at: own.session.created_at,
        seen_at: own.session.seen_at,
        expires_at: own.session.expires_at,
    });
    let tokens = tokens.into_iter().map(|token| TokenShape {
        id: token.id,
        name: token.name,
        scopes: token.scopes.iter().map(|scope| scope.slug()).collect(),
        created_at: token.created_at,
        expires_at: token.expires_at,
        used_at: token.used_at,
    });
    let passkeys = reader.passkeys_of(person).await?.into_iter().map(|passkey| PasskeyShape {
        id: passkey.id,
        name: passkey.name,
        created_at: passkey.created_at,
        used_at: passkey.used_at,
    });
    let answer = Json(Account {
        name: view.actor.name.clone(),
        sessions: sessions.collect(),
        tokens: tokens.collect(),
        passkeys: passkeys.collect(),
        reminders: Reminders { digests: wishes.digests, awaited: wishes.awaited },
        calendar_made_at: reader.calendar_of(person).await?,
        events: events.map(|event| AuditShape::of(event, &directory)).collect(),
    });
    Ok(([("cache-control", "private, no-store")], answer).into_response())
}

fn owner(view: &View) -> Result<PersonId, Problem> {
    view.actor.person.ok_or_else(|| Problem::not_found("account"))
}

/// Choose what one is reminded of
#[utoipa::path(put, path = "/account/reminders", tag = "desk", security(("token" = ["act"])),
    request_body = Reminders,
    responses((status = 204, description = "It is set.")))]
async fn set_reminders(
    State(site): State<Site>,
    view: View,
    Sent(Reminders { digests, awaited }): Sent<Reminders>,
) -> Result<StatusCode, Problem> {
    operations::set_wishes(&site.desk, &view.actor, digests, awaited, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where one's calendar is.
#[derive(Debug, Serialize, ToSchema)]
struct CalendarAddress {
    /// Whoever knows it reads the calendar; it is shown this once.
    url: String,
}

/// Make the address of one's calendar
///
/// In place of the one that there was: iCalendar of what waits for whoever the token is of.
#[utoipa::path(post, path = "/account/calendar", tag = "desk", security(("token" = ["act"])),
    responses((status = 201, description = "It was made.", body = CalendarAddress)))]
async fn make_calendar(State(site): State<Site>, view: View) -> Result<Response, Problem> {
    let token = operations::make_calendar(&site.desk, &view.actor, site.now()).await?;
    let url = format!("{}/desk/calendar/{token}.ics", site.desk.settings.base_url);
    Ok((StatusCode::CREATED, Json(CalendarAddress { url })).into_response())
}

/// Revoke the address of one's calendar
#[utoipa::path(delete, path = "/account/calendar", tag = "desk", security(("token" = ["act"])),
    responses((status = 204, description = "There is nothing at it any more.")))]
async fn revoke_calendar(State(site): State<Site>, view: View) -> Result<StatusCode, Problem> {
    operations::revoke_calendar(&site.desk, &view.actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a session
///
/// Of one's own: that browser is signed out.
#[utoipa::path(delete, path = "/account/sessions/{id}", tag = "desk", security(("token" = ["act"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 204, description = "It is ended.")))]
async fn end_session(
    State(site): State<Site>,
    view: View,
    Asking(visitor): Asking,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    operations::end_session(&site.desk, owner(&view)?, id, &visitor, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Revoke a token
///
/// Of one's own, also the one that asks.
#[utoipa::path(delete, path = "/account/tokens/{id}", tag = "desk", security(("token" = ["act"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 204, description = "It lets nobody in any more.")))]
async fn revoke_token(
    State(site): State<Site>,
    view: View,
    Asking(visitor): Asking,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    operations::revoke_token(&site.desk, Some(owner(&view)?), id, &visitor, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove a passkey
///
/// Of one's own.
#[utoipa::path(delete, path = "/account/passkeys/{id}", tag = "desk", security(("token" = ["act"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 204, description = "It lets nobody in any more.")))]
async fn remove_passkey(
    State(site): State<Site>,
    view: View,
    Asking(visitor): Asking,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    operations::remove_passkey(&site.desk, owner(&view)?, id, &visitor, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
