//! Who signed in, who could not, and whose roles changed: what is noted of it, and who may read that.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;

use crate::drafting::secretariat_role;
use crate::{Actor, Directory, HeldRole, PersonId, Policy, Refusal, RoleKind, RoleTerm, Scope};

/// Something that happened to somebody's ways in; noted once, and never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// Orders events of one instant, and tells them apart.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub kind: AuditKind,
    /// Whom it is about; `None` where nobody of that address is known.
    pub person: Option<PersonId>,
    /// Why, by what means, what changed; never a password, a token or an address.
    pub words: String,
    /// Tells unknown addresses apart without naming them; empty where the person is known.
    pub address_digest: String,
    /// The program that asked, in plain words: "Firefox on Linux"; empty if it did not say.
    pub agent: String,
}

/// Says what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuditKind {
    /// Somebody signed in.
    SignedIn,
    /// Somebody tried to, and was refused.
    SignInFailed,
    /// Somebody signed out.
    SignedOut,
    /// Sessions were ended, from elsewhere or by a new password.
    SessionsEnded,
    /// A one-time link was mailed.
    LinkMailed,
    /// An account was made.
    AccountMade,
    /// A password was set.
    PasswordSet,
    /// The organization's sign-in was bound to a person.
    ProviderBound,
    /// A token for programs was made.
    TokenMade,
    /// A token for programs was revoked.
    TokenRevoked,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// Roles were given or taken by a change of the directory.
    RolesChanged,
}

impl AuditKind {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignedOut,
        Self::SessionsEnded,
        Self::LinkMailed,
        Self::AccountMade,
        Self::PasswordSet,
        Self::ProviderBound,
        Self::TokenMade,
        Self::TokenRevoked,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::RolesChanged,
    ];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::SignInFailed => "sign-in-failed",
            Self::SignedOut => "signed-out",
            Self::SessionsEnded => "sessions-ended",
            Self::LinkMailed => "link-mailed",
            Self::AccountMade => "account-made",
            Self::PasswordSet => "password-set",
            Self::ProviderBound => "provider-bound",
            Self::TokenMade => "token-made",
            Self::TokenRevoked => "token-revoked",
            Self::PasskeyAdded => "passkey-added",
            Self::PasskeyRemoved => "passkey-removed",
            Self::RolesChanged => "roles-changed",
        }
    }

    /// Returns the kind of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

impl fmt::Display for AuditKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SignedIn => "Signed in",
            Self::SignInFailed => "Sign-in failed",
            Self::SignedOut => "Signed out",
            Self::SessionsEnded => "Sessions ended",
            Self::LinkMailed => "One-time link mailed",
            Self::AccountMade => "Account made",
            Self::PasswordSet => "Password set",
            Self::ProviderBound => "Sign-in of the organization bound",
            Self::TokenMade => "Token made",
            Self::TokenRevoked => "Token revoked",
            Self::PasskeyAdded => "Passkey added",
            Self::PasskeyRemoved => "Passkey removed",
            Self::RolesChanged => "Roles changed",
        })
    }
}

/// Says whether somebody may read what is noted of everybody's sign-ins: coordinators and the secretariat may; everybody
/// reads what is noted of themselves.
///
/// # Errors
/// [`Refusal::NotAllowed`] for everyone else; a page answers it as if nothing were there.
pub fn may_read_audit(
    actor: &Actor,
    directory: &Directory,
    policy: &Policy,
) -> Result<(), Refusal> {
    actor.reach.allows(Scope::Admin)?;
    let is_office = actor.any(RoleKind::Coordinator).is_some()
        || secretariat_role(actor, directory, policy).is_some();
    if is_office {
        return Ok(());
    }
    Err(Refusal::NotAllowed {
        verb: "read the sign-ins of",
        who: "A coordinator or the secretariat".to_owned(),
    })
}

/// What changed in the roles of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleChange {
    /// Who.
    pub person: PersonId,
    /// The roles that they hold now and did not before, in words, with the days they are held.
    pub given: Vec<String>,
    /// The roles that they held and do not now.
    pub taken: Vec<String>,
}

/// Returns whose roles differ between two states of the directory, by person; those of somebody new are all given.
pub fn role_changes(before: &Directory, after: &Directory, policy: &Policy) -> Vec<RoleChange> {
    let (old, new) = (roles_by_person(before, policy), roles_by_person(after, policy));
    let people: BTreeSet<PersonId> = old.keys().chain(new.keys()).copied().collect();
    let none = BTreeSet::new();
    let changes = people.into_iter().map(|person| {
        let (old, new) = (old.get(&person).unwrap_or(&none), new.get(&person).unwrap_or(&none));
        RoleChange {
            person,
            given: new.difference(old).cloned().collect(),
            taken: old.difference(new).cloned().collect(),
        }
    });
    changes.filter(|change| !change.given.is_empty() || !change.taken.is_empty()).collect()
}

impl RoleChange {
    /// Returns the change in one line: "given: chair of tsync; taken: delegate of tsync".
    pub fn words(&self) -> String {
        let part = |what: &str, roles: &[String]| {
            (!roles.is_empty()).then(|| format!("{what}: {}", roles.join(", ")))
        };
        let parts = [part("given", &self.given), part("taken", &self.taken)];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

fn roles_by_person(directory: &Directory, policy: &Policy) -> BTreeMap<PersonId, BTreeSet<String>> {
    let mut roles: BTreeMap<PersonId, BTreeSet<String>> = BTreeMap::new();
    for entry in directory.terms() {
        roles.entry(entry.person).or_default().insert(in_words(entry, directory, policy));
    }
    roles
}

fn in_words(entry: &RoleTerm, directory: &Directory, policy: &Policy) -> String {
    let role = HeldRole { kind: entry.kind, group: entry.group };
    let role = policy.held_words(role, directory);
    let from = entry.from.map(|day| format!(" from {day}")).unwrap_or_default();
    let until = entry.until.map(|day| format!(" until {day}")).unwrap_or_default();
    format!("{role}{from}{until}")
}
