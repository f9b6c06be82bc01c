//! Which gates stand before a statement, and in which order they open.

use serde::Deserialize;

use super::{Wrong, wrong};
use crate::{Direction, GateKind};

/// The longest that a link in a mail may sign somebody in, in days.
const MOST_LINK_DAYS: u16 = 60;

/// The gates of each direction.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gates {
    outgoing: Vec<GateKind>,
    incoming: Vec<GateKind>,
    /// The directions whose gates open one after the other; those of the others stand side by side (OUT-10).
    #[serde(default)]
    in_order: Vec<Direction>,
    /// After how many days a consultation that nobody answered opens by itself; never where it is left out (OUT-4).
    pub consultation_days: Option<u16>,
    /// For how many days at most the link in a mail that asks for a gate signs in whoever it was mailed to, once; where it is left
    /// out or 0, there is no such link.
    #[serde(default)]
    pub link_days: Option<u16>,
    /// Whether a coordinator answers for an organization without liaison manager (PI-4); else there it needs none.
    #[serde(default)]
    pub(crate) consult_always: bool,
    /// The fields of a statement of ours whose change alone takes nothing back that was given (OUT-9).
    #[serde(default)]
    voids_nothing: Vec<FreeField>,
}

/// A field of a statement of ours that may change without taking anything back, if the policy says so: what is said, by whom, to
/// whom and for what never may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FreeField {
    /// From-Contact.
    FromContacts,
    /// Send-Reply-To.
    FromLiaisonContact,
    /// To-Contact.
    ToContacts,
    /// Send-To.
    ToLiaisonContact,
    /// Names that it goes by elsewhere.
    Identifiers,
    /// What its word of consensus rests on.
    ConsensusBasis,
}

impl FreeField {
    /// Returns the name that the field has in forms.
    pub fn slug(self) -> &'static str {
        match self {
            Self::FromContacts => "from_contacts",
            Self::FromLiaisonContact => "from_liaison_contact",
            Self::ToContacts => "to_contacts",
            Self::ToLiaisonContact => "to_liaison_contact",
            Self::Identifiers => "identifiers",
            Self::ConsensusBasis => "consensus_basis",
        }
    }

    /// Returns what it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::FromContacts => "From-Contact",
            Self::FromLiaisonContact => "Send-Reply-To",
            Self::ToContacts => "To-Contact",
            Self::ToLiaisonContact => "Send-To",
            Self::Identifiers => "identifiers",
            Self::ConsensusBasis => "what consensus rests on",
        }
    }
}

impl Gates {
    /// Returns the gates of a direction, in their order.
    pub fn of(&self, direction: Direction) -> &[GateKind] {
        match direction {
            Direction::Outgoing => &self.outgoing,
            Direction::Incoming => &self.incoming,
        }
    }

    /// Says whether the gates of a direction open one after the other (PI-4).
    pub fn are_in_order(&self, direction: Direction) -> bool {
        self.in_order.contains(&direction)
    }

    /// Says whether a change of these fields of a statement of ours, by their names in forms, takes back what was given (OUT-9).
    pub fn are_voided_by<'f>(&self, fields: impl IntoIterator<Item = &'f str>) -> bool {
        let is_free = |field: &str| self.voids_nothing.iter().any(|free| free.slug() == field);
        fields.into_iter().any(|field| !is_free(field))
    }

    /// Returns the fields whose change alone takes nothing back.
    pub fn free_fields(&self) -> &[FreeField] {
        &self.voids_nothing
    }

    pub(super) fn check(&self) -> Result<(), Wrong> {
        for (key, gates) in [("outgoing", &self.outgoing), ("incoming", &self.incoming)] {
            let twice = gates.iter().enumerate().find(|(at, kind)| gates[..*at].contains(kind));
            if let Some((_, kind)) = twice {
                return wrong(format!(
                    "of the {key} gates “{kind}” twice: one opening opens one gate"
                ))
                .at(&["gates", key]);
            }
        }
        if let Some(kind) = self.incoming.iter().find(|kind| **kind != GateKind::Review) {
            return wrong(format!(
                "that a received statement needs {kind}: nobody here has a say in what others sent, save that it is reviewed"
            ))
            .at(&["gates", "incoming"]);
        }
        if self.outgoing.contains(&GateKind::Agreement)
            && !self.outgoing.contains(&GateKind::Approval)
        {
            return wrong("of outgoing gates “agreement” without “approval”: whoever answers for a group would have no say")
                .at(&["gates", "outgoing"]);
        }
        if self.consultation_days.is_some() && !self.outgoing.contains(&GateKind::Consultation) {
            return wrong("for how long a consultation waits, and names no such gate: add “consultation” to the outgoing ones")
                .at(&["gates", "consultation_days"]);
        }
        if self.link_days.is_some_and(|days| days > MOST_LINK_DAYS) {
            return wrong(format!(
                "that the link in a mail signs somebody in for more than {MOST_LINK_DAYS} days: whoever finds the mail by then is let in"
            ))
            .at(&["gates", "link_days"]);
        }
        Ok(())
    }
}
