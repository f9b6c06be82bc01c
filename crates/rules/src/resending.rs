//! Which messages about a statement carry it, and which are sent again (REC-2).

use crate::{Actor, Directory, GroupId, Policy, Statement, may_approve};

/// The statement, or a correction of it, to the other organization.
const THEIRS: [&str; 2] = ["statement", "correction"];
/// The same to people of our own; and a received one, to those who have it.
const OURS: [&str; 7] = [
    "our-copy",
    "distribution",
    "research",
    "given",
    "relayed",
    "correction-copy",
    "correction-distribution",
];
/// What says something else that whoever gets it needs.
const OTHERS: [&str; 3] = ["receipt", "feedback", "addition"];

/// Says whether a message of this kind brings a statement to the organization that it is for.
pub fn is_their_copy(kind: &str) -> bool {
    THEIRS.contains(&kind)
}

/// Says whether a message of this kind has a statement in it that is on the record.
pub fn has_statement(kind: &str) -> bool {
    THEIRS.contains(&kind) || OURS.contains(&kind)
}

/// Says whether a message of this kind is sent again: not one that asked somebody to act, or told of a step that is done, and
/// may hold what is not public.
pub fn may_be_sent_again(kind: &str) -> bool {
    has_statement(kind) || OTHERS.contains(&kind)
}

/// Says whether somebody may tell another organization more about a statement to it, without its gates: whoever answers for
/// every From group (OUT-2).
pub fn may_tell_receivers(
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
) -> bool {
    let groups = statement.from.group_ids();
    let answers = |group: &GroupId| may_approve(actor, *group, directory, policy).is_some();
    !groups.is_empty() && groups.iter().all(answers)
}
