//! Why something was refused, in words that help the person to go on.

use crate::{GateKind, State};

/// Says why a move, a form or an act was refused.
///
/// The `Display` text is shown to the person as it is: what was wrong, then what can be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The person may not do this, whatever the form said.
    #[error("You may not {verb} this statement. {who} may.")]
    NotAllowed {
        /// What was tried, as an infinitive: "approve".
        verb: &'static str,
        /// Who may, in words: "A coordinator".
        who: String,
    },
    /// The person does not keep this part of the directory.
    #[error("You may not {verb}. {who} may.")]
    NotYourEntry {
        /// What was tried, as an infinitive with its object: "change this entry".
        verb: &'static str,
        /// Who may, in words.
        who: &'static str,
    },
    /// The person does not speak for a group named in From (OUT-1, OUT-3).
    #[error(
        "You do not speak for {group}: choose a group that you chair or direct, or ask one of its chairs to draft."
    )]
    NotYourGroup {
        /// The group's acronym.
        group: String,
    },
    /// A group of this kind never sends statements (4053bis §1, OUT-1).
    #[error("{group} cannot send liaison statements: they are sent at the level of {levels}.")]
    NoLevel {
        /// The group's acronym.
        group: String,
        /// The levels that the policy knows, in words.
        levels: String,
    },
    /// The move is not possible in the statement's state.
    #[error("A statement that is {state} cannot be {verb}: {next}")]
    WrongState {
        /// The state it is in.
        state: State,
        /// What was tried, as a participle: "approved".
        verb: &'static str,
        /// What can be done instead.
        next: &'static str,
    },
    /// The gate was opened by somebody before.
    #[error("This was already given by {by}: nothing is left to do here.")]
    GateOpen {
        /// Who opened it.
        by: String,
    },
    /// The policy has gates open in order, and another comes first (PI-4).
    #[error("This is not its turn yet: {first} comes first, and you are told when it was given.")]
    NotItsTurn {
        /// What comes first.
        first: GateKind,
    },
    /// Somebody drafts for all groups, to the organizations whose liaison they manage alone.
    #[error(
        "You draft to the organizations whose liaison you manage, and {group} is of another: ask its liaison manager, a chair or a coordinator."
    )]
    NotYourOrganization {
        /// The acronym of the group in To.
        group: String,
    },
    /// A group that is not at work any more sends nothing.
    #[error(
        "{group} is not at work any more, so that nobody speaks for it: choose a group that is."
    )]
    NotAtWork {
        /// The group's acronym.
        group: String,
    },
    /// The statement has no such gate.
    #[error("This statement does not wait for that: its page says what it waits for.")]
    NoSuchGate,
    /// Somebody saved another version in the meantime.
    #[error(
        "Somebody changed this statement while you were reading it: look at the new version, then decide again."
    )]
    Outdated,
    /// Somebody else has the received message before them.
    #[error(
        "{name} has this message open: take it over, or leave it to them. Nothing that you typed is lost."
    )]
    BeforeAnother {
        /// Who has it.
        name: String,
    },
    /// A reason is demanded and was not given.
    #[error("Say why: the reason is kept in the history.")]
    NoReason,
    /// A field is missing or wrong.
    #[error("{field}: {fault}")]
    Field {
        /// The field's name as in design: `subject`, `deadline`.
        field: &'static str,
        /// What is wrong and what to do.
        fault: String,
    },
    /// Several fields are missing or wrong.
    #[error("{}", in_words(.0))]
    Fields(Vec<(&'static str, String)>),
}

fn in_words(faults: &[(&'static str, String)]) -> String {
    faults.iter().map(|(field, fault)| format!("{field}: {fault}")).collect::<Vec<_>>().join(" ")
}
