//! What shows where a message is from, and what that means in one sentence.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What was checked of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// A signature by a domain over the message (RFC 6376).
    Dkim,
    /// Whether the sending server is one that the envelope's domain names (RFC 7208).
    Spf,
    /// Whether one of the two speaks for the domain in From (RFC 9989).
    Dmarc,
    /// What servers on the way say of the checks that they made (RFC 8617).
    Arc,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dkim => "DKIM",
            Self::Spf => "SPF",
            Self::Dmarc => "DMARC",
            Self::Arc => "ARC",
        })
    }
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It speaks for the domain.
    Pass,
    /// It speaks against it.
    Fail,
    /// It says nothing either way.
    None,
    /// It could not be made, because names could not be looked up.
    Unsure,
}

impl Verdict {
    /// Reads a result as mail servers write it (RFC 8601 §2.7).
    pub fn of_result(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "pass" => Self::Pass,
            "fail" | "softfail" | "policy" | "hardfail" => Self::Fail,
            "temperror" => Self::Unsure,
            _ => Self::None,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pass => "passed",
            Self::Fail => "failed",
            Self::None => "says nothing",
            Self::Unsure => "could not be checked",
        })
    }
}

/// One check, with the domain that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was checked.
    pub method: Method,
    /// The domain that signed, that the envelope names, that stands in From, or that sealed.
    pub domain: String,
    /// How it ended.
    pub verdict: Verdict,
    /// What is to be said besides, such as why it failed; empty if nothing is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Whether the domain asks others to refuse what does not pass, or to keep it apart (DMARC alone).
    #[serde(default)]
    pub is_strict: bool,
    /// The mail server of ours that made it; empty if the tool did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.domain.is_empty() {
            write!(f, "{}: ", self.domain)?;
        }
        write!(f, "{}", self.verdict)?;
        if !self.why.is_empty() {
            write!(f, ", {}", self.why)?;
        }
        if !self.by.is_empty() {
            write!(f, " (checked by {})", self.by)?;
        }
        Ok(())
    }
}

/// How a message got here, as far as its origin goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "by")]
pub enum Brought {
    /// By mail.
    #[default]
    Mail,
    /// With the public form, by somebody who reads mail at this domain.
    Form {
        /// The domain of the address at which they confirmed it.
        domain: String,
    },
}

/// What shows where a message is from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// How it got here.
    pub brought: Brought,
    /// The domain of the From field; empty if there is none, or several.
    pub from_domain: String,
    /// The identifier of the list that it came through; empty if it came through none.
    pub list: String,
    /// What was checked.
    pub checks: Vec<Check>,
    /// Whether there was nobody to check anything.
    pub is_unchecked: bool,
}

/// How much a message's origin is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The domain in From stands behind it.
    Shown,
    /// Nothing shows who sent it.
    Open,
    /// Something speaks against what it says of itself.
    Doubtful,
}

impl Origin {
    /// Returns the checks of one kind.
    fn of(&self, method: Method) -> impl Iterator<Item = &Check> + Clone {
        self.checks.iter().filter(move |check| check.method == method)
    }

    fn found(&self, method: Method, verdict: Verdict) -> impl Iterator<Item = &Check> + Clone {
        self.of(method).filter(move |check| check.verdict == verdict)
    }

    /// Says whether a domain speaks for the one in From: the same, or one that it lies in, if that is more than a
    /// country's or the like.
    fn is_own(&self, domain: &str) -> bool {
        let (from, domain) = (self.from_domain.to_lowercase(), domain.to_lowercase());
        let lies_in = from.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'));
        !domain.is_empty() && (from == domain || lies_in && domain.contains('.'))
    }

    fn has_dmarc(&self) -> bool {
        self.found(Method::Dmarc, Verdict::Pass).next().is_some()
    }

    /// Returns the signature that speaks for the domain in From: its own, or one that DMARC takes for its own.
    fn own_signature(&self) -> Option<&Check> {
        let mut passed = self.found(Method::Dkim, Verdict::Pass);
        let own = passed.clone().find(|check| self.is_own(&check.domain));
        let below = |check: &&Check| {
            let domain = check.domain.to_lowercase();
            domain.ends_with(&format!(".{}", self.from_domain.to_lowercase()))
        };
        own.or_else(|| {
            passed.find(below).filter(|_| self.has_dmarc() && !self.from_domain.is_empty())
        })
    }

    /// Returns the check by which the sending server is one of the domain in From.
    fn own_server(&self) -> Option<&Check> {
        self.found(Method::Spf, Verdict::Pass).find(|check| self.is_own(&check.domain))
    }

    /// Returns the check that speaks against the domain in From most.
    fn against(&self) -> Option<&Check> {
        let strict = self.found(Method::Dmarc, Verdict::Fail).find(|check| check.is_strict);
        strict.or_else(|| {
            self.found(Method::Dkim, Verdict::Fail).find(|check| self.is_own(&check.domain))
        })
    }

    /// Says how much this is worth.
    pub fn standing(&self) -> Standing {
        let is_confirmed = matches!(self.brought, Brought::Form { .. });
        if is_confirmed
            || self.own_signature().is_some()
            || self.own_server().is_some()
            || self.has_dmarc()
        {
            Standing::Shown
        } else if self.list.is_empty() && self.against().is_some() {
            Standing::Doubtful
        } else {
            Standing::Open
        }
    }

    /// Says whether a check could not be made that might have shown more, so that it should be made again.
    pub fn is_unsure(&self) -> bool {
        self.standing() != Standing::Shown
            && self.checks.iter().any(|check| check.verdict == Verdict::Unsure)
    }

    /// Says in one sentence what shows where the message is from; it holds no address.
    pub fn sentence(&self) -> String {
        if let Brought::Form { domain } = &self.brought {
            return match shown(domain) {
                Some(domain) => format!(
                    "Handed in with the form for other organizations, and confirmed by mail from {domain}."
                ),
                None => "Handed in with the form for other organizations, and confirmed by mail."
                    .to_owned(),
            };
        }
        let from = shown(&self.from_domain).unwrap_or("the domain in From");
        let through = || match shown(&self.list) {
            Some(list) => format!("came through the list {list}"),
            None => "came through a list".to_owned(),
        };
        let is_list = !self.list.is_empty();
        if let Some(signed) = self.own_signature() {
            let domain = shown(&signed.domain).unwrap_or(from);
            return match is_list {
                true => format!("Signed by {domain}, and {}.", through()),
                false => format!("Signed by {domain}."),
            };
        }
        if self.own_server().is_some() {
            return format!("Sent by a server that {from} names as its own.");
        }
        if self.has_dmarc() {
            return format!("It meets what {from} asks of its mail.");
        }
        if is_list {
            return self.sentence_of_list(&through());
        }
        self.sentence_against(from)
    }

    fn sentence_of_list(&self, through: &str) -> String {
        let sealed = self.found(Method::Arc, Verdict::Pass).find(|check| !check.why.is_empty());
        if let Some(by) = sealed.and_then(|check| shown(&check.domain)) {
            return format!(
                "It {through}; {by} says that it checked the sender before, and nothing else shows it."
            );
        }
        let signers = self.found(Method::Dkim, Verdict::Pass);
        match signers.filter_map(|check| shown(&check.domain)).next() {
            Some(signer) => {
                format!("It {through}, signed by {signer}; who wrote it is not verified.")
            }
            None => format!("It {through}; who wrote it is not verified."),
        }
    }

    fn sentence_against(&self, from: &str) -> String {
        if let Some(against) = self.against() {
            return match against.method {
                Method::Dmarc => format!(
                    "Not verified: {from} asks others not to trust what it has not signed, and this is not signed by it."
                ),
                _ => format!(
                    "Not verified: the signature of {from} does not fit, so it was changed on the way or is not from there."
                ),
            };
        }
        if self.is_unsure() {
            return "Not verified: the names that would show it could not be looked up.".to_owned();
        }
        if self.is_unchecked {
            return "Not verified: signatures are not checked here.".to_owned();
        }
        let mut signers = self.found(Method::Dkim, Verdict::Pass);
        match signers.find_map(|check| shown(&check.domain)) {
            Some(signer) => {
                format!("Signed by {signer}, which is not {from}: who sent it is not verified.")
            }
            None => "Not verified: nothing that came with it shows who sent it.".to_owned(),
        }
    }
}

/// Returns a domain or the identifier of a list, if it has the form of one: what strangers write is not repeated
/// otherwise.
fn shown(name: &str) -> Option<&str> {
    let is_usual = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let has_form = name.len() <= 100 && name.contains('.') && name.chars().all(is_usual);
    has_form.then_some(name)
}
