//! What the rules allow, propose and refuse, as stories about invented people.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod any_moves;
mod approval;
mod asking;
mod audit;
mod completeness;
mod corrections;
mod deadlines;
mod directory;
mod documents;
mod drafting;
mod given;
mod handling;
mod inbox;
mod made;
mod mailboxes;
mod moves;
mod names;
mod origins;
mod permission;
mod policy;
mod posting;
mod preparing;
mod proposal;
mod readable;
mod refusals;
mod register;
mod reminding;
mod spam;
mod statements;
mod tokens;
