//! What a mail asks of whoever gets it, and when the link in it signs them in.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Directory, Gate, GateKind, GroupId, Number, Person, Policy, Process, Statement, asked_to_open,
};

/// What a mail asks: to open a gate of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// The statement.
    pub number: Number,
    /// What kind of gate it is.
    pub kind: GateKind,
    /// For which group, where each needs its own.
    pub group: Option<GroupId>,
    /// When the gate was asked for; asked for anew, it is another asking.
    pub asked_at: Timestamp,
}

/// Says why the link of a mail that asks does not sign in whoever it was mailed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkEnd {
    /// The policy has no such links.
    Forbidden,
    /// The days passed that the policy gives it.
    Expired,
    /// The gate was given, taken back or asked for anew.
    NotAsked,
    /// They do not open the gate any more.
    NotTheirs,
    /// It was mailed to an address that is not the one by which they are written to now.
    Moved,
}

impl Asking {
    /// Returns what is asked for with a gate; nothing before its turn.
    pub fn of(number: Number, gate: &Gate) -> Option<Self> {
        let asked_at = gate.asked_at?;
        Some(Self { number, kind: gate.kind, group: gate.group, asked_at })
    }

    /// Returns until when its links sign somebody in at the latest, by the policy.
    pub fn link_ends_at(&self, policy: &Policy) -> Option<Timestamp> {
        let days = policy.gates.link_days.filter(|days| *days > 0)?;
        Some(self.asked_at + SignedDuration::from_hours(24 * i64::from(days)))
    }

    /// Says whether the link that was mailed to somebody at an address still signs them in (OUT-2, OUT-4, OUT-12, IN-1).
    ///
    /// # Errors
    /// The first [`LinkEnd`] that holds.
    pub fn link_holds(
        &self,
        (person, address): (&Person, &str),
        statement: &Statement,
        directory: &Directory,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<(), LinkEnd> {
        let ends_at = self.link_ends_at(policy).ok_or(LinkEnd::Forbidden)?;
        if ends_at <= now {
            return Err(LinkEnd::Expired);
        }
        let process = Process::of(statement);
        let is_it = |gate: &&Gate| Self::of(statement.number, gate).as_ref() == Some(self);
        let gate = statement.gates.iter().find(is_it).filter(|gate| process.is_due(gate));
        let gate = gate.ok_or(LinkEnd::NotAsked)?;
        let today = TimeZone::UTC.to_datetime(now).date();
        let asked = asked_to_open(gate, statement, directory, policy, today);
        if !asked.iter().any(|it| it.id == person.id) {
            return Err(LinkEnd::NotTheirs);
        }
        let is_theirs = person.addresses.first().is_some_and(|it| is_same(it, address));
        if is_theirs { Ok(()) } else { Err(LinkEnd::Moved) }
    }
}

fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
