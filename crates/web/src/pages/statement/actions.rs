//! What the person who looks may do with a statement.

use rules::{
    Actor, Direction, Directory, GateKind, GroupRef, Policy, Process, State, Statement, Verb, may,
    may_draft_for,
};

use crate::words;

/// What the person who looks may do with a statement, as addresses.
#[derive(Debug, Default)]
pub(crate) struct Actions {
    pub(crate) can_edit: bool,
    pub(crate) can_preview: bool,
    pub(crate) can_reply: bool,
    pub(crate) can_see_mail: bool,
    /// What else, in words: `approve, review or drop`; empty if nothing.
    pub(crate) decisions: String,
}

/// What is done on the desk's own page of a statement.
const DECISIONS: [Verb; 15] = [
    Verb::Submit,
    Verb::Agree,
    Verb::Approve,
    Verb::Advise,
    Verb::NoteApproval,
    Verb::Review,
    Verb::RecordAsSent,
    Verb::Drop,
    Verb::Revive,
    Verb::Give,
    Verb::Relay,
    Verb::Withdraw,
    Verb::Correct,
    Verb::Add,
    Verb::Revise,
];

impl Actions {
    pub(crate) fn of(
        actor: &Actor,
        statement: &Statement,
        directory: &Directory,
        policy: &Policy,
    ) -> Self {
        if actor.person.is_none() {
            return Self::default();
        }
        let can = |verb| may(actor, verb, statement, directory, policy).is_ok();
        let process = Process::of(statement);
        let waits = |verb: &Verb| match GateKind::ALL
            .into_iter()
            .find(|it| Verb::from(*it) == *verb)
        {
            Some(kind) => statement.gates.iter().any(|it| it.kind == kind && process.is_due(it)),
            None => true,
        };
        let decisions = DECISIONS.into_iter().filter(waits).filter(|verb| can(*verb));
        let decisions = decisions.map(Verb::words);
        let decisions: Vec<&str> = decisions.collect();
        let theirs = statement.from.group_ids();
        let speaks =
            |group: &GroupRef| may_draft_for(actor, group.id, &theirs, directory, policy).is_ok();
        let is_public = statement.state.is_public();
        Self {
            can_edit: can(Verb::Edit),
            can_preview: matches!(statement.state, State::Draft | State::InReview)
                && statement.direction == Direction::Outgoing,
            can_reply: statement.state == State::Posted
                && statement.direction == Direction::Incoming
                && statement.holders().into_iter().any(speaks),
            can_see_mail: is_public && can(Verb::SeePrivate),
            decisions: match decisions.split_last() {
                None => String::new(),
                Some((only, [])) => (*only).to_owned(),
                Some((last, others)) => format!("{} or {last}", others.join(", ")),
            },
        }
    }

    /// Returns what else can be done, as a sentence: `Submit or drop it`.
    pub(crate) fn decisions(&self) -> String {
        words::capitalized(&format!("{} it", self.decisions))
    }

    pub(crate) fn is_empty(&self) -> bool {
        !(self.can_edit || self.can_preview || self.can_reply || self.can_see_mail)
            && self.decisions.is_empty()
    }
}
