//! Statements as a list shows them.

use std::collections::HashMap;

use rules::{Direction, Number, OutcomeKind, PersonId, State};
use sqlx::FromRow;

use crate::connection::Connection;
use crate::decode::{ByNumber, day, known, some_day, some_purpose, some_time};
use crate::sql::{numbers, sql};
use crate::{Fault, Row, RowAssignee};

const ROWS: &str = "
    select s.number, s.direction, s.state, s.purpose, s.subject, s.day, s.recorded_at, s.deadline, s.action_taken, s.settles,
        s.assignee, s.assignee_name, s.assignee_accepted, s.asked, s.promised, s.outcome, s.reopened_at, s.waits, s.due,
        (select count(*) from attachments a where a.number = s.number and a.hidden is null) as attachments
    from statements s where s.number in (numbers($1))";

/// The groups on either side, and those that see to a statement in place of those that it names; and bodies as written, where no
/// group of the directory is named.
const NAMED: &str = "
    select l.number, l.side, g.acronym, g.name, l.position from statement_groups l join groups g on g.id = l.group_id
    where l.number in (numbers($1))
    union all
    select v.number, 'given', g.acronym, g.name, v.position from statement_given v join groups g on g.id = v.group_id
    where v.number in (numbers($1)) and v.kind <> 'relayed'
    union all
    select b.number, b.role, '', b.words, b.position from statement_bodies b
    where b.number in (numbers($1)) and b.role in ('from', 'to')
        and not exists (select 1 from statement_groups l where l.number = b.number and l.side = b.role)
    order by 1, 2, 5";

/// Those that settle it: preliminary ones do not (RSP-3), nor those from before it was opened again.
pub(crate) const ANSWERS: &str = "
    select distinct l.target, l.number from statement_links l join statements s on s.number = l.number
    join statements t on t.number = l.target
    where l.target in (numbers($1)) and l.kind = 'answers' and s.state = 'posted' and s.settles is not false
        and (t.reopened_at is null or s.recorded_at > t.reopened_at)
    order by l.target, l.number";

#[derive(FromRow)]
struct ListRow {
    number: i64,
    direction: String,
    state: String,
    purpose: Option<String>,
    subject: String,
    day: String,
    recorded_at: Option<i64>,
    deadline: Option<String>,
    action_taken: Option<bool>,
    settles: Option<bool>,
    attachments: i64,
    assignee: Option<i64>,
    assignee_name: String,
    assignee_accepted: bool,
    asked: Option<String>,
    promised: Option<String>,
    outcome: Option<String>,
    reopened_at: Option<i64>,
    waits: bool,
    due: Option<String>,
}

/// Returns the rows of these statements, in that order and each once, without snippets.
pub(super) async fn rows(
    connection: &mut Connection,
    wanted: &[Number],
) -> Result<Vec<Row>, Fault> {
    let list = numbers(wanted.iter().map(|number| number.0));
    let found: Vec<ListRow> = connection.all(sql(ROWS).bind(&list)).await?;
    let mut found: HashMap<i64, ListRow> = found.into_iter().map(|row| (row.number, row)).collect();
    let named: Vec<(i64, String, String, String, i64)> =
        connection.all(sql(NAMED).bind(&list)).await?;
    let mut named: ByNumber<(String, (String, String))> = named
        .into_iter()
        .map(|(number, side, acronym, name, _)| (number, (side, (acronym, name))))
        .collect();
    let answers: Vec<(i64, i64)> = connection.all(sql(ANSWERS).bind(&list)).await?;
    let mut answers: ByNumber<i64> = answers.into_iter().collect();
    let found = wanted.iter().filter_map(|number| found.remove(&number.0));
    found
        .map(|row| {
            let (named, answers) = (named.take(row.number), answers.take(row.number));
            row.into_row(named, answers)
        })
        .collect()
}

impl ListRow {
    fn into_row(
        self,
        named: Vec<(String, (String, String))>,
        answers: Vec<i64>,
    ) -> Result<Row, Fault> {
        let side = |wanted: &str| {
            let these = named.iter().filter(|(side, _)| side == wanted);
            these.map(|(_, name)| name.clone()).collect()
        };
        Ok(Row {
            number: Number(self.number),
            direction: known(Direction::from_slug(&self.direction), "direction", &self.direction)?,
            state: known(State::from_slug(&self.state), "state", &self.state)?,
            purpose: some_purpose(self.purpose.as_deref())?,
            subject: self.subject,
            day: day(&self.day)?,
            recorded_at: some_time(self.recorded_at)?,
            from: side("from"),
            to: side("to"),
            given: side("given"),
            deadline: some_day(self.deadline)?,
            answered_by: answers.into_iter().map(Number).collect(),
            action_taken: self.action_taken,
            settles: self.settles,
            attachments: self.attachments,
            snippet: String::new(),
            assignee: self.assignee.map(|person| RowAssignee {
                person: PersonId(person),
                name: self.assignee_name,
                accepted: self.assignee_accepted,
                left: false,
            }),
            asked: self.asked,
            promised: some_day(self.promised)?,
            outcome: match self.outcome {
                Some(slug) => Some(known(OutcomeKind::from_slug(&slug), "outcome", &slug)?),
                None => None,
            },
            reopened_at: some_time(self.reopened_at)?,
            waits: self.waits,
            due: some_day(self.due)?,
        })
    }
}
