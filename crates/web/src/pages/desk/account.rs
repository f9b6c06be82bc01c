//! Somebody's own account: sessions, password, and what was noted of them.

use askama::Template;
use jiff::Timestamp;
use operations::{NewToken, OwnSession};
use rules::AuditEvent;
use store::{Account, ApiToken, KeptPasskey, ReminderWishes};

use super::faults::FaultList;
pub(crate) use super::own_tokens::TokenPage;
use super::own_tokens::{TokenForm, TokenRow};
use super::samples;
use crate::pieces::{Choice, Field, FieldKind, Instant};
use crate::view::View;

/// Somebody's own account.
#[derive(Debug, Template)]
#[template(path = "desk/account.html")]
pub(crate) struct AccountPage {
    view: View,
    roles: String,
    faults: FaultList,
    sessions: Vec<SessionRow>,
    /// Absent for somebody without an account here, who signs in by the organization's own sign-in.
    password: Option<PasswordForm>,
    passkeys: Vec<PasskeyRow>,
    /// Absent for somebody without an account here, and where browsers can have no passkeys for our address.
    new_passkey: Option<Field>,
    tokens: Vec<TokenRow>,
    new_token: TokenForm,
    events: Vec<EventRow>,
    reminders: Field,
    /// Since when the person has a calendar, if they have one.
    calendar: Option<Instant>,
    /// Whether the person may read everybody's events.
    reads_all: bool,
    /// Whether the person keeps which programs are told of changes.
    keeps_webhooks: bool,
}

/// What the page is made of.
#[derive(Debug)]
pub(crate) struct Whole<'a> {
    pub(crate) roles: Vec<String>,
    pub(crate) account: Option<&'a Account>,
    pub(crate) sessions: Vec<OwnSession>,
    pub(crate) passkeys: Vec<KeptPasskey>,
    pub(crate) has_passkeys: bool,
    pub(crate) tokens: Vec<ApiToken>,
    pub(crate) events: Vec<AuditEvent>,
    pub(crate) wishes: ReminderWishes,
    pub(crate) calendar: Option<Timestamp>,
    pub(crate) now: Timestamp,
    pub(crate) reads_all: bool,
    pub(crate) keeps_webhooks: bool,
}

/// A session, in words.
#[derive(Debug)]
struct SessionRow {
    id: i64,
    agent: String,
    means: String,
    is_this_one: bool,
    created_at: Instant,
    seen_at: Instant,
}

/// A passkey, in words.
#[derive(Debug)]
struct PasskeyRow {
    id: i64,
    name: String,
    created_at: Instant,
    used_at: Option<Instant>,
}

impl PasskeyRow {
    fn of(passkey: KeptPasskey) -> Self {
        Self {
            id: passkey.id,
            name: passkey.name,
            created_at: Instant(passkey.created_at),
            used_at: passkey.used_at.map(Instant),
        }
    }
}

fn new_passkey() -> Field {
    Field::new("passkey_name", "What do you call the device?", FieldKind::Line)
        .hint("So that you know it again: “my telephone”.")
        .optional()
}

/// The form that sets what somebody is reminded of.
fn reminders(wishes: ReminderWishes) -> Field {
    let choices = vec![
        Choice::new(
            "digests",
            "One message a day with what waits for me",
            "Only when something is due. Without it, you are still asked by mail to approve, agree, advise or review, and reminded of that.",
        ),
        Choice::new(
            "awaited",
            "Also when an answer is late to what my groups sent",
            "Nobody else is reminded of what we sent but the liaison manager.",
        ),
    ];
    let chosen = [("digests", wishes.digests), ("awaited", wishes.awaited)];
    let chosen: Vec<&str> =
        chosen.into_iter().filter(|(_, is)| *is).map(|(slug, _)| slug).collect();
    Field::new("reminders", "What is mailed to you", FieldKind::Checks(choices))
        .value(&chosen.join("\n"))
        .optional()
}

/// The form that sets a password.
#[derive(Debug)]
struct PasswordForm {
    /// With which address the person signs in; for programs that keep passwords.
    address: String,
    /// Absent where there is no password yet.
    old: Option<Field>,
    new: Field,
}

/// Something that was noted.
#[derive(Debug)]
pub(crate) struct EventRow {
    pub(crate) at: Instant,
    pub(crate) what: String,
    pub(crate) words: String,
    pub(crate) agent: String,
}

impl EventRow {
    pub(crate) fn of(event: &AuditEvent) -> Self {
        Self {
            at: Instant(event.at),
            what: event.kind.to_string(),
            words: event.words.clone(),
            agent: event.agent.clone(),
        }
    }
}

impl SessionRow {
    fn of(own: OwnSession) -> Self {
        let OwnSession { session, is_this_one } = own;
        let agent = if session.agent.is_empty() { "A program" } else { &session.agent };
        Self {
            id: session.id,
            agent: agent.to_owned(),
            means: session.means,
            is_this_one,
            created_at: Instant(session.created_at),
            seen_at: Instant(session.seen_at),
        }
    }
}

impl PasswordForm {
    fn of(account: &Account) -> Self {
        let old = account.password_hash.as_ref().map(|_| {
            Field::new("old_password", "Password so far", FieldKind::Password)
                .autocomplete("current-password")
        });
        let new = Field::new("new_password", "New password", FieldKind::Password)
            .hint("At least 12 characters. Several words that have nothing to do with each other are good.")
            .autocomplete("new-password");
        Self { address: account.address.clone(), old, new }
    }
}

impl AccountPage {
    /// Returns the page.
    pub(crate) fn of(view: View, whole: Whole<'_>) -> Self {
        Self {
            view,
            roles: whole.roles.join(", "),
            faults: FaultList::default(),
            sessions: whole.sessions.into_iter().map(SessionRow::of).collect(),
            password: whole.account.map(PasswordForm::of),
            passkeys: whole.passkeys.into_iter().map(PasskeyRow::of).collect(),
            new_passkey: (whole.has_passkeys && whole.account.is_some()).then(new_passkey),
            tokens: whole.tokens.into_iter().map(|token| TokenRow::of(token, whole.now)).collect(),
            new_token: TokenForm::new(),
            events: whole.events.iter().map(EventRow::of).collect(),
            reminders: reminders(whole.wishes),
            calendar: whole.calendar.map(Instant),
            reads_all: whole.reads_all,
            keeps_webhooks: whole.keeps_webhooks,
        }
    }

    /// Puts what was typed for a new token back into its form.
    pub(crate) fn typed_token(self, new: &NewToken) -> Self {
        Self { new_token: self.new_token.typed(new), ..self }
    }

    /// Adds what is wrong with a form on it.
    pub(crate) fn faults(mut self, faults: &[(&'static str, String)]) -> Self {
        self.faults = FaultList::here(faults);
        self.new_token = self.new_token.faults(faults);
        self.new_passkey = self.new_passkey.map(|field| field.faults(faults));
        if let Some(form) = &mut self.password {
            form.old = form.old.take().map(|field| field.faults(faults));
            form.new = form.new.clone().faults(faults);
        }
        self
    }

    fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !session.is_this_one)
    }

    pub(crate) fn sample() -> Self {
        let mut view = View::signed_in_sample("/desk/account");
        view.query = "done=session-ended".to_owned();
        let (account, sessions, events) = samples::account();
        let (passkeys, has_passkeys) = (samples::passkeys(), true);
        let (tokens, now) = (samples::tokens(), Timestamp::UNIX_EPOCH);
        let roles = vec!["chair of tsync".to_owned(), "liaison coordinator".to_owned()];
        let account = Some(&account);
        let reads_all = true;
        let whole = Whole {
            roles,
            account,
            sessions,
            passkeys,
            has_passkeys,
            tokens,
            events,
            wishes: ReminderWishes::usual(rules::PersonId(1)),
            calendar: Some(now),
            now,
            reads_all,
            keeps_webhooks: true,
        };
        let fault = "The password so far does not fit: nothing was changed.".to_owned();
        Self::of(view, whole).faults(&[("old_password", fault)])
    }
}
