//! Doing something with a statement: how every verb of the API begins and ends.

use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::response::Response;
use jiff::Timestamp;
use operations::{Desk, StatementShape};
use rules::{Actor, Number};
use serde::de::DeserializeOwned;
use utoipa::IntoResponses;

use super::Problem;
use super::drafts::{begun, done};
use super::input::{Of, Sent, acting};
use crate::Site;
use crate::view::View;

/// What was sent with a verb: it may name the role in which its person acts (OUT-9).
pub(super) trait InARole {
    /// Returns the role, as `/api/me` names it.
    fn role(&self) -> Option<&str>;
}

/// Says of bodies with a field `role` that it is the one in which their person acts.
macro_rules! in_a_role {
    ($($body:ident),+ $(,)?) => {
        $(impl $crate::api::doing::InARole for $body {
            fn role(&self) -> Option<&str> {
                self.role.as_deref()
            }
        })+
    };
}
pub(super) use in_a_role;

/// A verb that somebody does to a statement, with what they sent.
pub(super) struct Doing<T> {
    site: Site,
    view: View,
    actor: Actor,
    number: Number,
    now: Timestamp,
    sent: T,
}

impl<T: DeserializeOwned + InARole + Send> FromRequest<Site> for Doing<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Ok(view) = View::from_request_parts(&mut parts, site).await;
        let Of(number) = Of::from_request_parts(&mut parts, site).await?;
        let Sent(sent) = Sent::<T>::from_request(Request::from_parts(parts, body), site).await?;
        let actor = acting(site, &view.actor, sent.role()).await?;
        Ok(Self { now: site.now(), site: site.clone(), view, actor, number, sent })
    }
}

impl<T> Doing<T> {
    /// Returns what a verb of the operations takes, and what was sent.
    pub(super) fn with(&self) -> (&Desk, &Actor, Number, Timestamp, &T) {
        (&self.site.desk, &self.actor, self.number, self.now, &self.sent)
    }

    /// Answers with the statement as it is now, as far as its person may see it.
    pub(super) async fn done(&self) -> Result<Response, Problem> {
        done(&self.site, &self.view.actor, self.number).await
    }

    /// Answers with another statement that was begun by it.
    pub(super) async fn begun(&self, own: Number) -> Result<Response, Problem> {
        begun(&self.site, &self.view.actor, own).await
    }
}

/// What a verb answers.
#[derive(IntoResponses)]
#[expect(
    dead_code,
    clippy::large_enum_variant,
    reason = "only the document of the API is made of it"
)]
pub(super) enum Done {
    /// It was done.
    #[response(status = 200)]
    Shown(#[to_schema] StatementShape),
    /// It was done, and you may not see it any more.
    #[response(status = 204)]
    Unseen,
}
