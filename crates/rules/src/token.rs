//! What a program may do with the token that a person gave it.

use std::fmt;

use crate::{Refusal, Verb};

/// What a token lets a program do, of what its person may do; never more than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Read what the person may read.
    Read,
    /// Write drafts and submit them.
    Draft,
    /// Approve, review, withdraw and whatever else decides.
    Act,
    /// Read what is noted of sign-ins, and look after the service.
    Admin,
}

impl Scope {
    /// All scopes.
    pub const ALL: [Self; 4] = [Self::Read, Self::Draft, Self::Act, Self::Admin];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Draft => "draft",
            Self::Act => "act",
            Self::Admin => "admin",
        }
    }

    /// Returns the scope of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.slug() == slug)
    }

    /// Returns what it lets a program do.
    pub fn words(self) -> &'static str {
        match self {
            Self::Read => "Read what you may read, drafts included",
            Self::Draft => "Write and submit drafts in your name",
            Self::Act => "Approve, review and withdraw in your name",
            Self::Admin => "Read the sign-ins of all, if you may",
        }
    }

    /// Returns the scope that a verb needs.
    pub fn of(verb: Verb) -> Self {
        match verb {
            Verb::See | Verb::SeePrivate => Self::Read,
            Verb::Edit
            | Verb::ConvertLetter
            | Verb::Submit
            | Verb::Drop
            | Verb::Revive
            | Verb::Comment
            | Verb::Correct
            | Verb::Revise => Self::Draft,
            Verb::Agree
            | Verb::Approve
            | Verb::Advise
            | Verb::NoteApproval
            | Verb::Review
            | Verb::SendBack
            | Verb::TellGroup
            | Verb::Withdraw
            | Verb::Give
            | Verb::MarkResearch
            | Verb::Relay
            | Verb::Assign
            | Verb::Handle
            | Verb::MendLinks
            | Verb::RecordAsSent
            | Verb::Resend
            | Verb::AgreeDeadline
            | Verb::AskAgain
            | Verb::Hide
            | Verb::Add => Self::Act,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// How much of what a person may do somebody who acts in their name may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum TokenReach {
    /// All of it: the person themselves, signed in.
    #[default]
    All,
    /// What these scopes say: a program with a token.
    Only(Vec<Scope>),
}

impl TokenReach {
    /// Says whether a scope is within it.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] naming the scope that is lacking.
    pub fn allows(&self, scope: Scope) -> Result<(), Refusal> {
        match self {
            Self::Only(scopes) if !scopes.contains(&scope) => Err(Refusal::NotAllowed {
                verb: "do this with",
                who: format!("Only a token with the scope “{scope}”"),
            }),
            Self::All | Self::Only(_) => Ok(()),
        }
    }
}
