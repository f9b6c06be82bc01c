//! What is done with a received statement, as programs read it.

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{Direction, Statement};
use serde::Serialize;
use utoipa::ToSchema;

use super::{GroupShape, words};

/// What is done with a received statement (REC-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Handled)]
pub(super) struct HandledShape {
    #[schema(required = false)]
    state: &'static str,
    needed: Option<&'static str>,
    #[schema(value_type = Option<words::Day>)]
    due: Option<Date>,
    #[schema(value_type = Option<words::Day>)]
    promised: Option<Date>,
    asked: Option<String>,
    assignee: Option<AssigneeShape>,
    lead_group: Option<GroupShape>,
    #[schema(required = false)]
    discussions: Vec<DiscussionShape>,
    outcome: Option<OutcomeShape>,
    #[schema(value_type = Option<words::Instant>)]
    reopened_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Assignee)]
struct AssigneeShape {
    name: String,
    #[schema(value_type = words::Instant)]
    since: Timestamp,
    accepted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Discussion)]
struct DiscussionShape {
    kind: &'static str,
    link: String,
    words: String,
    by: String,
    #[schema(value_type = words::Instant)]
    at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Outcome)]
struct OutcomeShape {
    kind: &'static str,
    #[schema(value_type = words::Instant)]
    at: Timestamp,
    by: String,
    role: String,
    words: String,
    link: String,
}

/// Returns what is done with a statement, if it was received.
pub(super) fn handled(statement: &Statement, is_answered: bool) -> Option<HandledShape> {
    if statement.direction == Direction::Outgoing {
        return None;
    }
    let handling = &statement.handling;
    let discussions = handling.discussions.iter().map(|it| DiscussionShape {
        kind: it.kind.slug(),
        link: it.link.clone(),
        words: it.words.clone(),
        by: it.by.clone(),
        at: it.at,
    });
    Some(HandledShape {
        state: statement.standpoint(is_answered).slug(),
        needed: handling.needed(statement.is_open(is_answered)).map(|needed| needed.slug()),
        due: statement.due(),
        promised: handling.promised,
        asked: handling.asked.clone(),
        assignee: handling.assignee.as_ref().map(|it| AssigneeShape {
            name: it.name.clone(),
            since: it.since,
            accepted: it.accepted,
        }),
        lead_group: handling.lead.as_ref().map(super::group),
        discussions: discussions.collect(),
        outcome: handling.outcome.as_ref().map(|it| OutcomeShape {
            kind: it.kind.slug(),
            at: it.at,
            by: it.by.clone(),
            role: it.role.clone(),
            words: it.words.clone(),
            link: it.link.clone(),
        }),
        reopened_at: handling.reopened_at,
    })
}
