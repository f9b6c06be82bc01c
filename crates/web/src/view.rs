//! Who looks, and what every page shows around itself.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rules::{Actor, Policy};

use crate::{Site, api, assets, session, words};

/// Who looks, and what every page shows around itself: every page struct has one as `view`.
#[derive(Debug, Clone)]
pub(crate) struct View {
    /// Whoever looks, with the roles that they hold now.
    pub(crate) actor: Arc<Actor>,
    /// The path that was asked for.
    pub(crate) path: String,
    /// What followed it behind `?`, empty if nothing did.
    pub(crate) query: String,
    /// Whether every page says that this is a demonstration.
    pub(crate) demonstration: bool,
    /// Whether people of other organizations may hand in statements with a form.
    pub(crate) has_form: bool,
    /// What our organization is called in a sentence.
    pub(crate) organization: String,
    /// Whose words pages use for roles and groups.
    pub(crate) policy: Arc<Policy>,
    /// The day of the copy that the page is in; empty where the service itself shows it.
    pub(crate) copied_on: String,
    /// The address at which readers find the record, without a slash at its end.
    pub(crate) base_url: String,
}

impl View {
    /// Finds out who looks.
    pub(crate) async fn of(site: &Site, parts: &Parts) -> Result<Self, operations::Failure> {
        let (desk, now) = (&site.desk, site.now());
        let actor = if let Some(token) = session::bearer(&parts.headers) {
            if !is_for_programs(parts.uri.path()) {
                let words = "A token is for /api and the addresses that end in .json; pages are for people who sign in.";
                return Err(operations::Failure::Unacceptable(words.to_owned()));
            }
            operations::token_actor(desk, token, now).await?
        } else if api::is_below(parts.uri.path()) {
            // Programs name themselves; what a browser sends by itself lets nobody in here.
            Actor::reader()
        } else if let Some(token) = session::token(site, &parts.headers) {
            let person = operations::session_person(desk, token, now).await?;
            operations::act(desk, person, now).await?
        } else {
            Actor::reader()
        };
        Ok(Self::around(site, parts, actor))
    }

    /// Returns the view of a reader who is not signed in.
    pub(crate) fn of_reader(site: &Site, parts: &Parts) -> Self {
        Self::around(site, parts, Actor::reader())
    }

    /// Returns the view of a reader at an address.
    pub(crate) fn of_page(site: &Site, path: &str) -> Self {
        Self::at(site, path, "", Actor::reader())
    }

    fn around(site: &Site, parts: &Parts, actor: Actor) -> Self {
        Self::at(site, parts.uri.path(), parts.uri.query().unwrap_or_default(), actor)
    }

    fn at(site: &Site, path: &str, query: &str, actor: Actor) -> Self {
        let copied_on = if site.is_copy() { words::day_at(site.now()) } else { String::new() };
        Self {
            actor: Arc::new(actor),
            path: path.to_owned(),
            query: query.to_owned(),
            copied_on,
            demonstration: site.desk.settings.demonstration,
            has_form: site.desk.settings.public_form,
            organization: site.desk.policy.short_name.clone(),
            policy: Arc::clone(&site.desk.policy),
            base_url: site.desk.settings.base_url.clone(),
        }
    }

    /// Says whether somebody is signed in.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.actor.person.is_some()
    }

    /// Returns the address of the style sheet.
    pub(crate) fn style(&self) -> &'static str {
        assets::style_path()
    }

    /// Returns the address of the script for passkeys.
    pub(crate) fn passkey_script(&self) -> &'static str {
        assets::script_path()
    }

    /// Returns the address of the script of the form of a statement.
    pub(crate) fn write_script(&self) -> &'static str {
        assets::write_script_path()
    }

    /// Returns the address of the script of the page of the API.
    pub(crate) fn api_script(&self) -> &'static str {
        assets::api_script_path()
    }

    /// Returns the address of the icon.
    pub(crate) fn icon(&self) -> &'static str {
        assets::icon_path()
    }

    /// Says whether the page is this one or lies below it, for the mark in the navigation.
    pub(crate) fn is_at(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns the page's address as a value within another address.
    pub(crate) fn here(&self) -> String {
        let query = if self.query.is_empty() { "" } else { "?" };
        let here = format!("{}{query}{}", self.path, self.query);
        utf8_percent_encode(&here, NON_ALPHANUMERIC).to_string()
    }

    /// Returns a view for samples: nobody is signed in.
    pub(crate) fn sample(path: &str) -> Self {
        Self {
            actor: Arc::new(Actor::reader()),
            path: path.to_owned(),
            query: String::new(),
            demonstration: true,
            has_form: true,
            organization: "IETF".to_owned(),
            policy: Arc::new(crate::pages::samples::policy()),
            copied_on: String::new(),
            base_url: "https://liaison.example.org".to_owned(),
        }
    }

    /// Returns a view for samples of the pages of a copy.
    pub(crate) fn copy_sample(path: &str) -> Self {
        Self { copied_on: "10 March 2026".to_owned(), ..Self::sample(path) }
    }

    /// Returns the path at which the service itself has what a page of a copy shows.
    pub(crate) fn permanent(&self) -> String {
        match self.path.strip_prefix("/years/") {
            Some(year) => format!("/statements?year={}", year.get(..4).unwrap_or(year)),
            None => self.path.clone(),
        }
    }

    /// Says whether the page is in a copy.
    pub(crate) fn is_copy(&self) -> bool {
        !self.copied_on.is_empty()
    }

    /// Returns a view for samples of pages that are for people who are signed in.
    pub(crate) fn signed_in_sample(path: &str) -> Self {
        let actor = Actor {
            person: Some(rules::PersonId(7)),
            name: "Ana Example".to_owned(),
            ..Actor::default()
        };
        Self { actor: Arc::new(actor), ..Self::sample(path) }
    }
}

/// Says whether programs read an address; no token lets anybody in anywhere else.
fn is_for_programs(path: &str) -> bool {
    path.ends_with(".json") || api::is_below(path)
}

impl FromRequestParts<Site> for View {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        // The frame around all handlers has found out already.
        let found = parts.extensions.get::<Self>().cloned();
        Ok(found.unwrap_or_else(|| Self::of_reader(site, parts)))
    }
}

/// The view of somebody who is signed in; anybody else is sent to sign in, and from there back.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn(pub(crate) View);

impl FromRequestParts<Site> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        let Ok(view) = View::from_request_parts(parts, site).await;
        if view.is_signed_in() {
            return Ok(Self(view));
        }
        let back = if parts.method == Method::GET { view.here() } else { "%2Fdesk".to_owned() };
        Err(Redirect::to(&format!("/sign-in?next={back}")).into_response())
    }
}
