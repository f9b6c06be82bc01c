//! Why somebody who comes from the provider is not let in, in words for them and for those who look after it.

use std::fmt;

use rules::PersonId;

/// Why somebody who comes from the provider, or wants to go there, is not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotLetIn {
    /// The provider does not answer; how is for the log.
    ProviderDown(String),
    /// What the provider answers cannot be used; how is for the log.
    ProviderNonsense(String),
    /// The person gave up there, or was refused there; the provider's word for it.
    Declined(String),
    /// The visit is over, was used already, or was begun elsewhere.
    Stale,
    /// What came back is not what the provider gave out for this visit; how is for the log.
    Forged(String),
    /// The provider names no address, or none that it has verified.
    NoAddress,
    /// The directory knows nobody with the address.
    Unknown(String),
    /// The address is somebody's who signs in with another account of the provider.
    SecondAccount(PersonId, String),
    /// The account is somebody's, and its address has become another's.
    BoundToAnother(PersonId, String),
}

impl NotLetIn {
    /// Returns what the provider said, as far as it is a word of the standard.
    pub(super) fn declined(error: &str) -> Self {
        match error {
            "temporarily_unavailable" | "server_error" => {
                Self::ProviderDown(format!("it answers “{error}”"))
            }
            "access_denied"
            | "login_required"
            | "consent_required"
            | "interaction_required"
            | "account_selection_required" => Self::Declined(error.to_owned()),
            _ => Self::ProviderNonsense("it refuses our request".to_owned()),
        }
    }

    /// Returns a heading.
    pub fn title(&self) -> &'static str {
        match self {
            Self::ProviderDown(_) => "The sign-in of the organization does not answer",
            Self::ProviderNonsense(_) => "The sign-in of the organization is out of order",
            Self::Declined(_) => "You did not sign in there",
            Self::Stale => "That sign-in is over",
            Self::Forged(_) => "That sign-in cannot be believed",
            Self::NoAddress => "Your account there has no verified address",
            Self::Unknown(_) => "The directory does not know you",
            Self::SecondAccount(..) | Self::BoundToAnother(..) => "Two accounts claim one person",
        }
    }

    /// Returns what to do.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::ProviderDown(_) => {
                "Try again in a few minutes, or sign in another way below. Reading needs no account."
            }
            Self::ProviderNonsense(_) => {
                "Sign in another way below, and tell whoever runs this service. Reading needs no account."
            }
            Self::Declined(_) | Self::Stale | Self::Forged(_) => {
                "Begin again with the button below. Nothing was changed."
            }
            Self::NoAddress => "Confirm an address there, and begin again.",
            Self::Unknown(_) => {
                "Reading needs no account. If you hold a role, ask a liaison coordinator to add this address to your entry."
            }
            Self::SecondAccount(..) | Self::BoundToAnother(..) => {
                "Use the account that you used before, or ask a liaison coordinator to find out whose it is. Nothing was changed."
            }
        }
    }

    /// Says whether the fault is the provider's and not the person's.
    pub fn is_of_the_provider(&self) -> bool {
        matches!(self, Self::ProviderDown(_) | Self::ProviderNonsense(_))
    }

    /// Returns whom it is about, and an address that is to be noted as a digest alone.
    pub(super) fn whom(&self) -> (Option<PersonId>, &str) {
        match self {
            Self::Unknown(address) => (None, address),
            Self::SecondAccount(person, address) | Self::BoundToAnother(person, address) => {
                (Some(*person), address)
            }
            _ => (None, ""),
        }
    }

    /// Returns what is noted of it; no address and no token is in it.
    pub fn note(&self) -> String {
        match self {
            Self::ProviderDown(how) => format!("the provider does not answer: {how}"),
            Self::ProviderNonsense(how) => format!("the provider is out of order: {how}"),
            Self::Declined(word) => format!("given up at the provider: {word}"),
            Self::Stale => "an answer to no visit, or to one that is over".to_owned(),
            Self::Forged(how) => format!("an answer that is not believed: {how}"),
            Self::NoAddress => "the provider has verified no address".to_owned(),
            Self::Unknown(_) => {
                "the provider names an address that the directory does not know".to_owned()
            }
            Self::SecondAccount(..) => {
                "another account of the provider claims an address of this person".to_owned()
            }
            Self::BoundToAnother(..) => {
                "this person's account at the provider claims an address of somebody else"
                    .to_owned()
            }
        }
    }
}

impl fmt::Display for NotLetIn {
    /// Says in a sentence why; for the person, who may know their own address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ProviderDown(_) => f.write_str("We asked it twice, and got no answer."),
            Self::ProviderNonsense(_) => f.write_str("It gave an answer that makes no sense to us."),
            Self::Declined(_) => f.write_str("It sent you back without saying who you are."),
            Self::Stale => f.write_str(
                "It took longer than ten minutes, was used already, or was begun in another browser.",
            ),
            Self::Forged(_) => {
                f.write_str("What came back is not what the sign-in of the organization gave out for this visit.")
            }
            Self::NoAddress => f.write_str(
                "People are told apart by their addresses, and it names none of yours that it has checked.",
            ),
            Self::Unknown(address) => {
                let address = address.replace('@', " [at] ");
                write!(f, "Nobody in it has the address {address}. You were not signed in, and nothing was kept.")
            }
            Self::SecondAccount(_, address) => {
                let address = address.replace('@', " [at] ");
                write!(f, "The address {address} belongs to somebody who signs in with another account there.")
            }
            Self::BoundToAnother(_, address) => {
                let address = address.replace('@', " [at] ");
                write!(f, "You signed in here before, and the address {address} of your account is somebody else's in the directory.")
            }
        }
    }
}
