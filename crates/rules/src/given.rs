//! To whom a received statement was passed on, apart from whom it was sent to (REC-11, IN-3, IN-4).

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Direction, Doer, GroupId, GroupRef, Statement};

/// Somebody whom a statement was passed on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// To whom.
    pub to: GivenTo,
    /// How it came to them.
    pub kind: GivenKind,
    /// Since when they have it; `None` where only the imported record says that they do.
    pub since: Option<Timestamp>,
    /// Who gave it to them, by name; empty where nobody is known.
    pub by: String,
    /// The role in which they did, in words.
    pub role: String,
}

/// To whom a statement was passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenTo {
    /// A group of the directory.
    Group(GroupRef),
    /// Somebody whom only words name, as in the imported record.
    Named(String),
}

/// Says how a statement came to somebody whom it was not sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GivenKind {
    /// Whoever recorded it gave it to them in place of those that it names.
    Given,
    /// It was sent to others, and forwarded once it was on record (IN-3).
    Forwarded,
    /// It is about research, and was relayed to a research group (IN-4).
    Relayed,
}

impl GivenKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Given, Self::Forwarded, Self::Relayed];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Forwarded => "forwarded",
            Self::Relayed => "relayed",
        }
    }

    /// Returns the kind of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

impl fmt::Display for GivenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl Given {
    /// Returns the group of the directory, if it is one.
    pub fn group(&self) -> Option<&GroupRef> {
        match &self.to {
            GivenTo::Group(group) => Some(group),
            GivenTo::Named(_) => None,
        }
    }

    /// Returns to whom, in words.
    pub fn words(&self) -> &str {
        match &self.to {
            GivenTo::Group(group) => &group.name,
            GivenTo::Named(words) => words,
        }
    }

    /// Returns the group that sees to the statement because it was given to it; whom it was relayed to may only know.
    fn holder(&self) -> Option<&GroupRef> {
        self.group().filter(|_| self.kind != GivenKind::Relayed)
    }
}

/// Which groups have a statement now that had it not before, and the other way round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handover {
    /// Those that have it now.
    pub newly: Vec<GroupRef>,
    /// Those that have it no longer.
    pub no_longer: Vec<GroupRef>,
}

impl Handover {
    /// Says whether nothing changed hands.
    pub fn is_empty(&self) -> bool {
        self.newly.is_empty() && self.no_longer.is_empty()
    }

    /// Returns it in a sentence for the history: "To Pixels (pix). No longer to Clocks (clock)."
    pub fn words(&self) -> String {
        let listed = |groups: &[GroupRef]| {
            let named = groups.iter().map(|group| format!("{} ({})", group.name, group.acronym));
            named.collect::<Vec<_>>().join(", ")
        };
        let newly = (!self.newly.is_empty()).then(|| format!("To {}.", listed(&self.newly)));
        let gone = (!self.no_longer.is_empty())
            .then(|| format!("No longer to {}.", listed(&self.no_longer)));
        newly.into_iter().chain(gone).collect::<Vec<_>>().join(" ")
    }
}

impl Statement {
    /// Returns the groups of ours that see to a received statement: those that it was given to, else those that it names
    /// (IN-3, RSP-2); none for one that we send.
    pub fn holders(&self) -> Vec<&GroupRef> {
        if self.direction == Direction::Outgoing {
            return Vec::new();
        }
        let given: Vec<&GroupRef> = self.distributed_to.iter().filter_map(Given::holder).collect();
        if given.is_empty() { self.to.groups.iter().collect() } else { given }
    }

    /// Returns the research groups that it was relayed to (IN-4).
    pub fn relayed_to(&self) -> Vec<&GroupRef> {
        let relayed = self.distributed_to.iter().filter(|given| given.kind == GivenKind::Relayed);
        relayed.filter_map(Given::group).collect()
    }

    /// Returns the groups that see to it, in words: their names, else what was written in To.
    pub fn holders_in_words(&self) -> String {
        let names: Vec<&str> = self.holders().iter().map(|group| group.name.as_str()).collect();
        if names.is_empty() { self.to.words() } else { names.join(", ") }
    }

    /// Says whether others see to it than those that it names (IN-3).
    pub fn is_given_to_others(&self) -> bool {
        self.distributed_to.iter().any(|given| given.holder().is_some())
    }

    /// Gives it to groups in place of those that have it (IN-3), or relays it to research groups in place of those that it was
    /// relayed to (IN-4); what it names stays as it is (REC-11).
    ///
    /// Given to the very groups that it names, or to none, it is as it was sent. Since when and by whom a group has it stays
    /// where it has it already.
    pub fn hand_to(
        &mut self,
        groups: &[GroupRef],
        kind: GivenKind,
        by: &Doer,
        now: Timestamp,
    ) -> Handover {
        let before = self.having();
        let is_relay = kind == GivenKind::Relayed;
        let is_replaced = |given: &Given| {
            given.group().is_some() && (given.kind == GivenKind::Relayed) == is_relay
        };
        let (old, mut kept): (Vec<Given>, Vec<Given>) =
            std::mem::take(&mut self.distributed_to).into_iter().partition(is_replaced);
        let named = self.to.group_ids();
        let is_as_sent =
            groups.len() == named.len() && groups.iter().all(|group| named.contains(&group.id));
        for group in groups.iter().filter(|_| is_relay || !is_as_sent) {
            let has =
                |id: GroupId| move |given: &&Given| given.group().is_some_and(|it| it.id == id);
            if !kept.iter().filter(|given| is_replaced(given)).any(|given| has(group.id)(&given)) {
                let same = old.iter().find(has(group.id)).cloned();
                kept.push(same.unwrap_or_else(|| Given {
                    to: GivenTo::Group(group.clone()),
                    kind,
                    since: Some(now),
                    by: by.name().to_owned(),
                    role: by.role().to_owned(),
                }));
            }
        }
        // Each where it stood, whichever of the two was changed.
        kept.sort_by_key(|given| (given.group().is_some(), given.kind == GivenKind::Relayed));
        self.distributed_to = kept;
        let after = self.having();
        let without = |these: &[GroupRef], others: &[GroupRef]| {
            let is_other = |group: &&GroupRef| others.iter().all(|other| other.id != group.id);
            these.iter().filter(is_other).cloned().collect()
        };
        Handover { newly: without(&after, &before), no_longer: without(&before, &after) }
    }

    /// The groups of ours that have it, to see to it or to know of it.
    fn having(&self) -> Vec<GroupRef> {
        self.holders().into_iter().chain(self.relayed_to()).cloned().collect()
    }
}
