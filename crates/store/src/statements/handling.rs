//! What is done with received statements, on its way in and out.

use rules::{
    Assignee, Direction, Discussion, DiscussionKind, GroupId, GroupRef, Handling, KeptMessage,
    Number, Outcome, OutcomeKind, PersonId, Statement,
};
use sqlx::FromRow;

use crate::Fault;
use crate::connection::Connection;
use crate::decode::{ByNumber, known, some_day, some_time, time};
use crate::lists::rows::ANSWERS;
use crate::sql::{Value, numbers, sql};

/// Of those of which anything is kept.
const HANDLING: &str = "
    select s.number, s.assignee, s.assignee_name, s.assignee_since, s.assignee_accepted, s.handed_by, s.asked, s.promised,
        s.outcome, s.outcome_at, s.outcome_by, s.outcome_as, s.outcome_words, s.outcome_link, s.outcome_sha256,
        s.outcome_size, s.reopened_at, g.id, g.acronym, g.name, o.acronym as organization
    from statements s left join groups g on g.id = s.lead_group left join groups o on o.id = g.organization
    where s.number in (numbers($1)) and s.direction = 'incoming'";

const DISCUSSIONS: &str = "
    select number, kind, link, words, by_name, at from statement_discussions
    where number in (numbers($1)) order by number, position";

#[derive(FromRow)]
struct HandlingRow {
    number: i64,
    assignee: Option<i64>,
    assignee_name: String,
    assignee_since: Option<i64>,
    assignee_accepted: bool,
    handed_by: Option<i64>,
    asked: Option<String>,
    promised: Option<String>,
    outcome: Option<String>,
    outcome_at: Option<i64>,
    outcome_by: String,
    outcome_as: String,
    outcome_words: String,
    outcome_link: String,
    outcome_sha256: Option<String>,
    outcome_size: Option<i64>,
    reopened_at: Option<i64>,
    id: Option<i64>,
    acronym: Option<String>,
    name: Option<String>,
    organization: Option<String>,
}

type DiscussionRow = (i64, String, String, String, String, i64);

/// Puts what is done with received statements into them.
pub(super) async fn load(
    connection: &mut Connection,
    list: &str,
    statements: &mut [Statement],
) -> Result<(), Fault> {
    if statements.iter().all(|statement| statement.direction == Direction::Outgoing) {
        return Ok(());
    }
    let rows: Vec<HandlingRow> = connection.all(sql(HANDLING).bind(list)).await?;
    let discussions: Vec<DiscussionRow> = connection.all(sql(DISCUSSIONS).bind(list)).await?;
    let mut discussions: ByNumber<DiscussionRow> =
        discussions.into_iter().map(|row| (row.0, row)).collect();
    for row in rows {
        let number = Number(row.number);
        let discussions = discussions.take(row.number).into_iter().map(discussion);
        let discussions = discussions.collect::<Result<_, _>>()?;
        let handling = Handling { discussions, ..row.into_handling()? };
        if let Some(statement) = statements.iter_mut().find(|it| it.number == number) {
            statement.handling = handling;
        }
    }
    Ok(())
}

/// Returns the statements on record that settle one by an answer.
pub(super) async fn settled_by(
    connection: &mut Connection,
    number: Number,
) -> Result<Vec<Number>, Fault> {
    let list = numbers([number.0]);
    let rows: Vec<(i64, i64)> = connection.all(sql(ANSWERS).bind(&list)).await?;
    Ok(rows.into_iter().map(|(_, answer)| Number(answer)).collect())
}

impl HandlingRow {
    fn into_handling(mut self) -> Result<Handling, Fault> {
        Ok(Handling {
            lead: self.lead(),
            outcome: self.outcome()?,
            assignee: match (self.assignee, self.assignee_since) {
                (Some(person), Some(since)) => Some(Assignee {
                    person: PersonId(person),
                    name: self.assignee_name,
                    since: time(since)?,
                    accepted: self.assignee_accepted,
                    handed_by: self.handed_by.map(PersonId),
                }),
                _ => None,
            },
            asked: self.asked,
            discussions: Vec::new(),
            promised: some_day(self.promised)?,
            reopened_at: some_time(self.reopened_at)?,
        })
    }

    fn lead(&mut self) -> Option<GroupRef> {
        let (id, acronym) = (self.id?, self.acronym.take()?);
        let (name, organization) = (self.name.take()?, self.organization.take()?);
        Some(GroupRef { id: GroupId(id), acronym, name, organization })
    }

    fn outcome(&mut self) -> Result<Option<Outcome>, Fault> {
        let (Some(kind), Some(at)) = (self.outcome.take(), self.outcome_at) else {
            return Ok(None);
        };
        let message = self.outcome_sha256.take().zip(self.outcome_size);
        Ok(Some(Outcome {
            kind: known(OutcomeKind::from_slug(&kind), "outcome", &kind)?,
            at: time(at)?,
            by: std::mem::take(&mut self.outcome_by),
            role: std::mem::take(&mut self.outcome_as),
            words: std::mem::take(&mut self.outcome_words),
            link: std::mem::take(&mut self.outcome_link),
            message: message.map(|(sha256, size)| KeptMessage { sha256, size }),
        }))
    }
}

fn discussion(row: DiscussionRow) -> Result<Discussion, Fault> {
    let (_, kind, link, words, by, at) = row;
    let kind = known(DiscussionKind::from_slug(&kind), "kind of discussion", &kind)?;
    Ok(Discussion { kind, link, words, by, at: time(at)? })
}

/// Adds the values of the columns about it to those of a statement's row.
pub(super) fn add(values: &mut Vec<Value>, statement: &Statement) {
    let handling = &statement.handling;
    let (assignee, outcome) = (handling.assignee.as_ref(), handling.outcome.as_ref());
    let message = outcome.and_then(|it| it.message.as_ref());
    let due = statement.due().filter(|_| statement.direction == Direction::Incoming);
    values.extend([
        assignee.map(|it| it.person.0).into(),
        assignee.map_or("", |it| it.name.as_str()).into(),
        assignee.map(|it| it.since).into(),
        assignee.is_some_and(|it| it.accepted).into(),
        assignee.and_then(|it| it.handed_by).map(|it| it.0).into(),
        handling.lead.as_ref().map(|it| it.id.0).into(),
        handling.asked.clone().into(),
        handling.promised.into(),
        outcome.map(|it| it.kind.slug()).into(),
        outcome.map(|it| it.at).into(),
        outcome.map_or("", |it| it.by.as_str()).into(),
        outcome.map_or("", |it| it.role.as_str()).into(),
        outcome.map_or("", |it| it.words.as_str()).into(),
        outcome.map_or("", |it| it.link.as_str()).into(),
        message.map(|it| it.sha256.clone()).into(),
        message.map(|it| it.size).into(),
        handling.reopened_at.into(),
        statement.waits().into(),
        due.into(),
    ]);
}

/// Returns the values of something that was done, but for the statement and the place.
pub(super) fn discussion_values(discussion: &Discussion) -> [Value; 5] {
    [
        discussion.kind.slug().into(),
        (&discussion.link).into(),
        (&discussion.words).into(),
        (&discussion.by).into(),
        discussion.at.into(),
    ]
}
