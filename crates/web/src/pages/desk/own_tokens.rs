//! The tokens for programs on somebody's account page: the list, the form, and the one that was just made.

use askama::Template;
use jiff::Timestamp;
use operations::NewToken;
use rules::Scope;
use store::ApiToken;

use crate::pieces::{Choice, Field, FieldKind, Instant};
use crate::view::View;
use crate::words;

/// A token that was just made; it is never shown again.
#[derive(Debug, Template)]
#[template(path = "desk/token.html")]
pub(crate) struct TokenPage {
    view: View,
    name: String,
    token: String,
}

impl TokenPage {
    pub(crate) fn new(view: View, name: String, token: String) -> Self {
        Self { view, name, token }
    }

    pub(crate) fn sample() -> Self {
        let view = View::signed_in_sample("/desk/account/tokens");
        Self::new(view, "nightly <copy>".to_owned(), "liaison_c2VjcmV0".to_owned())
    }
}

/// A token, in words.
#[derive(Debug)]
pub(super) struct TokenRow {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) scopes: String,
    pub(super) expires_at: Instant,
    pub(super) is_over: bool,
    pub(super) used_at: Option<Instant>,
}

impl TokenRow {
    pub(super) fn of(token: ApiToken, now: Timestamp) -> Self {
        let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.slug()).collect();
        Self {
            id: token.id,
            name: token.name,
            scopes: words::capitalized(&scopes.join(", ")),
            expires_at: Instant(token.expires_at),
            is_over: token.expires_at <= now,
            used_at: token.used_at.map(Instant),
        }
    }
}

/// The form that makes a token.
#[derive(Debug)]
pub(super) struct TokenForm {
    pub(super) name: Field,
    pub(super) scopes: Field,
    pub(super) days: Field,
}

impl TokenForm {
    pub(super) fn new() -> Self {
        let choices = Scope::ALL.iter().map(|scope| Choice::new(scope.slug(), scope.words(), ""));
        Self {
            name: Field::new("token_name", "What is it for?", FieldKind::Line)
                .hint("A name by which you know it again: “nightly copy”."),
            scopes: Field::new(
                "scopes",
                "What it lets a program do",
                FieldKind::Checks(choices.collect()),
            )
            .hint("Never more than you may do yourself.")
            .value(Scope::Read.slug()),
            days: Field::new("days", "For how many days", FieldKind::Line)
                .hint("366 at most.")
                .value("90"),
        }
    }

    /// Puts in what was typed.
    pub(super) fn typed(self, new: &NewToken) -> Self {
        let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.slug()).collect();
        Self {
            name: self.name.value(&new.name),
            scopes: self.scopes.value(&scopes.join("\n")),
            days: self.days.value(&new.days.to_string()),
        }
    }

    /// Says whether something is wrong with it, so that it is shown open.
    pub(super) fn is_faulty(&self) -> bool {
        [&self.name, &self.scopes, &self.days].iter().any(|field| !field.fault.is_empty())
    }

    pub(super) fn faults(self, faults: &[(&'static str, String)]) -> Self {
        Self {
            name: self.name.faults(faults),
            scopes: self.scopes.faults(faults),
            days: self.days.faults(faults),
        }
    }
}
