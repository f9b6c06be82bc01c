//! Which gates stand before a statement, and in which order they open.

use serde::Deserialize;

use super::{Wrong, wrong};
use crate::{Direction, GateKind};

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
    /// Whether a coordinator answers for an organization without liaison manager (PI-4); else there it needs none.
    #[serde(default)]
    pub(crate) consult_always: bool,
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
        Ok(())
    }
}
