//! What is going on: drafts, statements in review, and the messages that the last ones caused.

use jiff::{SignedDuration, Timestamp};
use rules::{Direction, Number, Travelled};

use super::data::{Told, wrong};
use super::statements::{Numbers, instant};
use crate::desk::day_of;
use crate::mailing::{prepare, queue};
use crate::{Desk, Failure, StatementForm, act, draft_statement, submit_statement};

/// How many of the newest statements show what was mailed because of them.
const MAILED: usize = 3;

/// Begins the drafts as their authors would, and submits those that are in review.
pub(super) async fn begin(
    desk: &Desk,
    drafts: &[Told],
    numbers: &Numbers,
    now: Timestamp,
) -> Result<(), Failure> {
    for told in drafts {
        let address = told.by.as_deref().unwrap_or_default();
        let person = desk.store.reader().person_by_address(address).await?;
        let person = person.ok_or_else(|| wrong(format!("nobody has the address {address}")))?;
        let at = instant(now, told.days, 11 * 60);
        let actor = act(desk, Some(person), at).await?;
        let number = draft_statement(desk, &actor, &form(told, numbers, at)?, at).await?;
        if told.submitted {
            let later = at + SignedDuration::from_mins(3);
            let seen = desk.store.reader().statement(number).await?.map_or(0, |it| it.revision);
            submit_statement(desk, &actor, number, seen, later).await?;
        }
    }
    Ok(())
}

fn form(told: &Told, numbers: &Numbers, at: Timestamp) -> Result<StatementForm, Failure> {
    let day = day_of(at);
    let due = told.due.map(|due| day.saturating_add(jiff::Span::new().days(due)).to_string());
    let answered = told.links.iter().filter(|(kind, _)| kind == "answers").map(|(_, key)| {
        numbers
            .get(key)
            .map(Number::to_string)
            .ok_or_else(|| wrong(format!("no statement is called {key}")))
    });
    Ok(StatementForm {
        from_groups: told.from.join(", "),
        to_groups: told.to.join(", "),
        purpose: told.purpose.clone().unwrap_or_default(),
        deadline: due.unwrap_or_default(),
        subject: told.subject.clone(),
        text: told.text.clone(),
        consensus: told.consensus.clone().unwrap_or_default(),
        in_response_to: answered.collect::<Result<Vec<_>, _>>()?.join(", "),
        ..StatementForm::default()
    })
}

/// Queues the messages that posting the newest statements caused.
pub(super) async fn mail_again(desk: &Desk, now: Timestamp) -> Result<(), Failure> {
    let reader = desk.store.reader();
    let found = reader.find(&store::Find::default(), 1, 20).await?;
    let numbers: Vec<Number> = found.rows.iter().map(|row| row.number).collect();
    let statements = reader.statements(&numbers).await?;
    let mailed = |direction: Direction| {
        let of = statements.iter().filter(move |it| it.direction == direction);
        of.filter(|it| !matches!(it.travelled, Travelled::Otherwise(_))).take(MAILED)
    };
    let mut tx = desk.store.begin("show what was mailed").await?;
    for statement in mailed(Direction::Incoming).chain(mailed(Direction::Outgoing)) {
        let at = statement.recorded_at.unwrap_or(now);
        for prepared in prepare(desk, statement, at).await? {
            queue(
                desk,
                &mut tx,
                Some(statement.number),
                prepared.kind.slug(),
                &prepared.outgoing,
                at,
            )
            .await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
