//! What an organization decides for itself, as data.

mod answers;
mod asks;
mod drafting;
mod faulty;
mod gates;
mod in_words;
mod inbox;
mod letters;
mod level;
mod meetings;
mod reminders;
mod research;
mod spam;
mod told;
mod wording;
mod words;

use serde::Deserialize;

use crate::document::DocumentPolicy;
use crate::{Direction, Group, GroupKind, Mailbox, Meeting, RoleKind};

pub use answers::{AnsweredWords, StartingText};
pub use asks::Ask;
pub use drafting::Template;
pub(crate) use faulty::{Wrong, wrong};
pub use gates::{FreeField, Gates};
pub use in_words::{LevelWords, PolicyWords};
pub use level::Level;
pub use reminders::{AwaitedWords, Reminded, Reminders};
pub use told::{Audience, Step};
pub use wording::{Slots, Wording};
use words::WordTables;

/// An organization's own rules: levels and their authorities, gates, addresses, words, the standing of documents.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The acronym of our organization.
    pub organization: String,
    /// Its name in full.
    pub name: String,
    /// What it is called in a sentence.
    pub short_name: String,
    /// The acronym of the group whose secretaries are the secretariat.
    pub secretariat: String,
    /// What must be given before a statement is posted.
    pub gates: Gates,
    addresses: Addresses,
    /// The levels at which statements are sent; the first that fits a group is its level.
    pub levels: Vec<Level>,
    /// Who drafts for every group that sends statements, besides those whom its level names.
    #[serde(default)]
    pub drafters: Vec<Drafter>,
    /// Who hears of each step by mail, besides those who are asked to act.
    #[serde(default)]
    pub(crate) told: told::Told,
    #[serde(default)]
    directory: DirectoryPolicy,
    #[serde(default)]
    inbox: inbox::InboxPolicy,
    #[serde(default)]
    letters: letters::Forms,
    research: Option<research::Research>,
    #[serde(default)]
    receipts: ReceiptPolicy,
    #[serde(default)]
    reminders: Reminders,
    /// Which messages are kept apart as spam.
    #[serde(default)]
    pub(crate) spam: Vec<spam::SpamRule>,
    /// Texts to begin an answer with.
    #[serde(default)]
    answers: Vec<StartingText>,
    /// The meetings around which deadlines are looked at.
    #[serde(default)]
    meetings: Vec<Meeting>,
    /// What a statement may ask for.
    #[serde(default)]
    asks: Vec<Ask>,
    /// Statements to begin with.
    #[serde(default)]
    templates: Vec<Template>,
    /// What is looked at while a statement is drafted.
    #[serde(default)]
    drafting: drafting::Drafting,
    pub(crate) words: WordTables,
    pub(crate) wordings: wording::Wordings,
    /// How documents stand that statements refer to.
    #[serde(default)]
    pub(crate) documents: DocumentPolicy,
    /// The text that it was read from.
    #[serde(skip)]
    source: String,
}

/// Somebody who drafts for every group that sends statements; its authority decides all the same (OUT-12).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drafter {
    /// The role that they hold.
    pub role: RoleKind,
    /// The acronym of the group on which they hold it; on whatever group where none is named.
    pub group: Option<String>,
    /// To whom they may draft.
    #[serde(default)]
    pub to: Reach,
}

/// Says to which organizations somebody may draft.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// To any.
    #[default]
    Any,
    /// To the one on which they hold the role, and what is in it.
    Own,
}

/// Why a policy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPolicy {
    /// It is not the TOML that is expected; the text names line and reason.
    #[error("the policy cannot be read: {0}")]
    Form(String),
    /// It is read, and says something that cannot be.
    #[error("line {line}: the policy says {words}")]
    Sense {
        /// The line that says it, from 1.
        line: usize,
        /// What it says, and why that cannot be.
        words: String,
    },
    /// No policy of that name is built in.
    #[error("no policy “{0}” is built in: choose {names}", names = built_in_names())]
    Unknown(String),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Addresses {
    coordination: String,
    coordination_name: String,
}

/// What imports of the directory may do unseen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DirectoryPolicy {
    hold_percent: u8,
}

/// Who gets the receipt of a received statement.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptPolicy {
    senders_cc: bool,
}

impl Default for DirectoryPolicy {
    fn default() -> Self {
        Self { hold_percent: 50 }
    }
}

/// The policies that are built in, each with its name.
const BUILT_IN: [(&str, &str); 3] = [
    ("ietf", include_str!("../../policies/ietf.toml")),
    ("in-order", include_str!("../../policies/in-order.toml")),
    ("consortium", include_str!("../../policies/consortium.toml")),
];

fn built_in_names() -> String {
    in_a_row(BUILT_IN.iter().map(|(name, _)| format!("“{name}”")), "or")
}

impl Policy {
    /// The names of the policies that are built in, the usual one first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Returns the built-in policy of that name.
    ///
    /// # Errors
    /// [`BadPolicy::Unknown`] if there is none.
    pub fn built_in(name: &str) -> Result<Self, BadPolicy> {
        Self::parse(text_of(name)?)
    }

    /// Returns a built-in policy with every address of the IETF's at another domain, for demonstrations and tests.
    ///
    /// # Errors
    /// [`BadPolicy`] if there is none of that name, or the domain makes an address that is none.
    pub fn built_in_at(name: &str, domain: &str) -> Result<Self, BadPolicy> {
        let domain = format!("@{domain}");
        let of_the_ietf = ["@ietf.org", "@iab.org", "@irtf.org"];
        let at = |text: String, theirs: &str| text.replace(theirs, &domain);
        Self::parse(&of_the_ietf.into_iter().fold(text_of(name)?.to_owned(), at))
    }

    /// Reads a policy from TOML.
    ///
    /// # Errors
    /// [`BadPolicy::Form`] with line and reason; [`BadPolicy::Sense`] for what cannot be.
    pub fn parse(text: &str) -> Result<Self, BadPolicy> {
        let policy: Self =
            toml::from_str(text).map_err(|error| BadPolicy::Form(error.to_string()))?;
        policy.check().map_err(|wrong| wrong.found_in(text))?;
        Ok(Self { source: text.to_owned(), ..policy })
    }

    /// Returns the text that the policy was read from, its comments included.
    pub fn source(&self) -> &str {
        &self.source
    }

    fn check(&self) -> Result<(), Wrong> {
        let Addresses { coordination, coordination_name } = &self.addresses;
        if let Err(error) = Mailbox::new(coordination_name, coordination) {
            return wrong(format!("of the coordination address that {error}"))
                .at(&["addresses", "coordination"]);
        }
        for (key, value) in [("name", &self.name), ("short_name", &self.short_name)] {
            if value.trim().is_empty() || value.chars().any(char::is_control) {
                return wrong(format!(
                    "no “{key}” that could stand in a sentence: write one on one line"
                ))
                .at(&[key]);
            }
        }
        if self.levels.is_empty() {
            return wrong("nothing of levels: name at least one at which statements are sent")
                .at(&["levels"]);
        }
        for (at, level) in self.levels.iter().enumerate() {
            level.check().map_err(|wrong| wrong.within_item("levels", at))?;
        }
        for (at, drafter) in self.drafters.iter().enumerate() {
            drafter.check().map_err(|wrong| wrong.within_item("drafters", at))?;
        }
        for (at, rule) in self.spam.iter().enumerate() {
            rule.check().map_err(|wrong| wrong.within_item("spam", at))?;
        }
        for (at, start) in self.answers.iter().enumerate() {
            start.check(&self.answers).map_err(|wrong| wrong.within_item("answers", at))?;
        }
        for (at, meeting) in self.meetings.iter().enumerate() {
            meetings::check(meeting).map_err(|wrong| wrong.within_item("meetings", at))?;
        }
        for (at, ask) in self.asks.iter().enumerate() {
            ask.check(&self.asks).map_err(|wrong| wrong.within_item("asks", at))?;
        }
        for (at, template) in self.templates.iter().enumerate() {
            template.check(&self.templates).map_err(|wrong| wrong.within_item("templates", at))?;
        }
        if !(1..=100).contains(&self.directory.hold_percent) {
            return wrong(
                "of imports of the directory a share that is not between 1 and 100 percent",
            )
            .at(&["directory", "hold_percent"]);
        }
        self.inbox.check()?;
        self.letters.check()?;
        self.documents.check()?;
        self.wordings.check(self.research.is_some())?;
        self.gates.check()?;
        self.reminders.check()?;
        match &self.research {
            Some(research) => research.check(self.gates.of(Direction::Outgoing)),
            None => Ok(()),
        }
    }

    /// Returns the share, in percent, of the holders of a role, or of the groups, whose end an import is held for.
    pub fn hold_percent(&self) -> u8 {
        self.directory.hold_percent
    }

    /// Says whether whoever the sender of a message copied on it gets the receipt too (IN-6).
    pub fn receipts_to_senders_cc(&self) -> bool {
        self.receipts.senders_cc
    }

    /// Returns where liaison matters are coordinated.
    pub fn coordination(&self) -> Option<Mailbox> {
        Mailbox::new(&self.addresses.coordination_name, &self.addresses.coordination).ok()
    }

    /// Returns the level at which a group sends statements; a group of other organizations, a research group and
    /// any other that the policy does not name has none (OUT-1).
    pub fn level(&self, group: &Group) -> Option<&Level> {
        self.levels.iter().filter(|_| self.is_ours(group)).find(|level| level.fits(group))
    }

    /// Returns the levels in words: "IETF, IESG, IAB, area or working group".
    pub fn levels_in_words(&self) -> String {
        in_a_row(self.levels.iter().map(|level| level.name.clone()), "or")
    }

    /// Says whether a group is one of ours.
    pub fn is_ours(&self, group: &Group) -> bool {
        group.kind != GroupKind::Sdo
    }
}

impl Drafter {
    fn check(&self) -> Result<(), Wrong> {
        if self.to == Reach::Own && self.role != RoleKind::LiaisonManager {
            return wrong(format!(
                "that a {} drafts to their own organizations alone: only a liaison manager has such",
                self.role
            ))
            .at(&["to"]);
        }
        Ok(())
    }
}

fn text_of(name: &str) -> Result<&'static str, BadPolicy> {
    let found = BUILT_IN.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text).ok_or_else(|| BadPolicy::Unknown(name.to_owned()))
}

/// Puts words in a row: "a, b or c".
pub(crate) fn in_a_row(words: impl IntoIterator<Item = String>, last: &str) -> String {
    let words: Vec<String> = words.into_iter().collect();
    match words.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => words.concat(),
    }
}
