//! What somebody is reminded of, what they were reminded of, and what they set for themselves.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{GroupId, Number, PersonId, Request};
use sqlx::FromRow;

use crate::connection::Connection;
use crate::decode::{ByNumber, day, some_day, some_time, time};
use crate::lists::answers::{answered, unanswered};
use crate::sql::{Sql, Value, assembled, numbers, sql, texts};
use crate::{Fault, Reader, Transaction};

/// As many are looked at with one question.
const PAGE: i64 = 500;

/// What a request is made of.
const COLUMNS: &str =
    "s.number, s.subject, s.recorded_at, s.day, s.due, s.deadline, s.direction, s.assignee,
    s.assignee_name, s.assignee_accepted, s.lead_group, s.created_by";

const NOT_DECIDED: &str = "not exists (select 1 from asked_again a where a.number = s.number)";

const NEXT_BY_DUE: &str =
    "s.due >= $1 and s.due <= $2 and (s.due > $3 or (s.due = $3 and s.number > $4))
    order by s.due, s.number limit $5";

const NEXT_BY_DEADLINE: &str = "s.deadline >= $1 and s.deadline <= $2
    and (s.deadline > $3 or (s.deadline = $3 and s.number > $4)) order by s.deadline, s.number limit $5";

/// Of one person: what they have in hand, what groups of theirs have or sent, and for those who coordinate all up to a day.
const FOR_PERSON: &str = "(s.assignee = $1 or (s.due <> '' and s.due < $2)
        or s.number in (select l.number from statement_groups l where l.group_id in (numbers($3)))
        or s.number in (select v.number from statement_given v where v.group_id in (numbers($3))))
    and (s.due >= $4 or (s.due is null and s.day >= $5))
    order by s.due nulls last, s.number limit $6";

const SENT_FOR_PERSON: &str = "(s.deadline < $1
        or s.number in (select l.number from statement_groups l where l.group_id in (numbers($2))))
    and s.deadline >= $3 order by s.deadline, s.number limit $4";

/// The groups that a request is made of; what was relayed is no matter of theirs.
const GROUPS: &str = "
    select l.number, l.side, l.group_id, g.name, l.position from statement_groups l join groups g on g.id = l.group_id
    where l.number in (numbers($1))
    union all
    select v.number, 'given', v.group_id, g.name, v.position from statement_given v join groups g on g.id = v.group_id
    where v.number in (numbers($1)) and v.kind <> 'relayed'
    order by 1, 2, 5";

const BODIES: &str = "
    select b.number, b.role, b.words from statement_bodies b
    where b.number in (numbers($1)) and b.role in ('from', 'to') order by b.number, b.role, b.position";

/// When each draft was last changed, and its author last warned.
const DRAFTS: &str = "
    select s.number, max(case when e.kind = 'draft-warned' then s.created_at else e.at end),
        max(case when e.kind = 'draft-warned' then e.at end)
    from statements s join events e on e.number = s.number
    where not s.public and s.state = 'draft' and s.direction = 'outgoing' and s.corrects is null
    group by s.number having max(case when e.kind = 'draft-warned' then s.created_at else e.at end) < $1
    order by s.number";

/// Messages that wait: whose, how many, and since when.
const WAITING: &str = "
    select w.organization, count(*), min(i.received_at) from items i left join item_work w on w.item = i.id
    where i.state = 'waiting' group by w.organization order by w.organization";

const REMINDED: &str = "select matter, step, person from reminders where matter in (texts($1))";
const NOTE_STEP: &str = "
    insert into reminders (matter, step, person, at) values ($1, $2, 0, $3) on conflict do nothing";
const NOTE_REMINDED: &str = "insert into reminders (matter, step, person, at) values";
const BEGIN_DIGEST: &str = "
    insert into digests (person, day, token_sha256, at) values ($1, $2, $3, $4) on conflict (person, day) do nothing";
const UNSUBSCRIBING: &str = "select person from digests where token_sha256 = $1";

const WISHES: &str = "select person, digests, awaited from reminder_wishes order by person";
const WISHES_OF: &str = "select person, digests, awaited from reminder_wishes where person = $1";
const SET_WISHES: &str = "
    insert into reminder_wishes (person, digests, awaited) values ($1, $2, $3)
    on conflict (person) do update set digests = excluded.digests, awaited = excluded.awaited";

const DECIDE: &str = "
    insert into asked_again (number, asked, person, at) values ($1, $2, $3, $4) on conflict do nothing";
const DECIDED: &str = "select asked from asked_again where number = $1";

/// Returns the condition that we asked for something, and nothing on the record settles it: neither an answer nor another
/// statement in its place.
fn awaited() -> String {
    format!(
        "s.public and s.state = 'posted' and s.direction = 'outgoing' and s.purpose = 'action' and not {}
        and not exists (select 1 from statement_links l join statements r on r.number = l.number and r.state = 'posted'
            where l.target = s.number and l.kind = 'revises')",
        answered()
    )
}

/// What somebody set of reminders for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderWishes {
    /// Whose.
    pub person: PersonId,
    /// Whether they get the daily message.
    pub digests: bool,
    /// Whether they are reminded of answers that are late to what their groups sent.
    pub awaited: bool,
}

impl ReminderWishes {
    /// What holds for somebody who set nothing.
    pub fn usual(person: PersonId) -> Self {
        Self { person, digests: true, awaited: false }
    }
}

/// Which statements somebody is reminded of on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestsOf {
    /// The person.
    pub person: Option<PersonId>,
    /// The groups of which they are told.
    pub groups: Vec<GroupId>,
    /// Before which day everything that is due is theirs; none for whoever does not coordinate.
    pub all_before: Option<Date>,
    /// What was due before is history.
    pub since: Date,
    /// What names no day and is older is, too.
    pub undated_since: Date,
}

/// A draft that nobody changed for long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OldDraft {
    /// Its number.
    pub number: Number,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// When its author was warned since then.
    pub warned_at: Option<Timestamp>,
}

/// Something that somebody was reminded of: what, the day on which that fell due, and whom.
pub type RemindedOf = (String, Date, PersonId);

#[derive(FromRow)]
struct RequestRow {
    number: i64,
    subject: String,
    recorded_at: Option<i64>,
    day: String,
    due: Option<String>,
    deadline: Option<String>,
    direction: String,
    assignee: Option<i64>,
    assignee_name: String,
    assignee_accepted: bool,
    lead_group: Option<i64>,
    created_by: Option<i64>,
}

type WishRow = (i64, bool, bool);

impl Reader {
    /// Returns what waits for an answer of ours and is due between two days, in the order of that day, after the last one that was
    /// seen; at most 500, so that none are left when fewer come.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn open_requests(
        &self,
        (since, until): (Date, Date),
        after: (Date, Number),
    ) -> Result<Vec<Request>, Fault> {
        let mut connection = self.snapshot("list what waits for an answer").await?;
        let text =
            format!("select {COLUMNS} from statements s where {} and {NEXT_BY_DUE}", unanswered());
        let asked = assembled(text).bind(since).bind(until).bind(after.0).bind(after.1).bind(PAGE);
        requests(&mut connection, asked).await
    }

    /// Returns what we asked others, and they did not answer, in the same way; without what somebody let be.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn awaited_requests(
        &self,
        (since, until): (Date, Date),
        after: (Date, Number),
    ) -> Result<Vec<Request>, Fault> {
        let mut connection = self.snapshot("list answers that we wait for").await?;
        let text = format!(
            "select {COLUMNS} from statements s where {} and {NOT_DECIDED} and {NEXT_BY_DEADLINE}",
            awaited()
        );
        let asked = assembled(text).bind(since).bind(until).bind(after.0).bind(after.1).bind(PAGE);
        requests(&mut connection, asked).await
    }

    /// Returns what waits for an answer and may be a matter of one person, the nearest day first, at most 500.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn requests_of(&self, of: &RequestsOf) -> Result<Vec<Request>, Fault> {
        let mut connection = self.snapshot("list what waits for somebody's answer").await?;
        let text =
            format!("select {COLUMNS} from statements s where {} and {FOR_PERSON}", unanswered());
        let asked = assembled(text).bind(of.person.map(|person| person.0)).bind(of.all_before());
        let asked = asked.bind(of.groups()).bind(of.since).bind(of.undated_since).bind(PAGE);
        requests(&mut connection, asked).await
    }

    /// Returns what we asked others and may be a matter of one person, in the same way; without what somebody let be.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn awaited_requests_of(&self, of: &RequestsOf) -> Result<Vec<Request>, Fault> {
        let mut connection = self.snapshot("list answers that somebody waits for").await?;
        let text = format!(
            "select {COLUMNS} from statements s where {} and {NOT_DECIDED} and {SENT_FOR_PERSON}",
            awaited()
        );
        let asked = assembled(text).bind(of.all_before()).bind(of.groups()).bind(of.since);
        requests(&mut connection, asked.bind(PAGE)).await
    }

    /// Says whether the other side was asked again for its answer, or it was let be; nothing while nobody decided.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn asked_again(&self, number: Number) -> Result<Option<bool>, Fault> {
        let mut connection = self.ask("find whether it was asked again").await?;
        let found: Option<(bool,)> = connection.first(sql(DECIDED).bind(number)).await?;
        Ok(found.map(|(asked,)| asked))
    }

    /// Returns the drafts that nobody changed since an instant, lowest number first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn old_drafts(&self, before: Timestamp) -> Result<Vec<OldDraft>, Fault> {
        let mut connection = self.ask("list drafts that nobody changed").await?;
        let rows: Vec<(i64, i64, Option<i64>)> = connection.all(sql(DRAFTS).bind(before)).await?;
        let drafts = rows.into_iter().map(|(number, changed, warned)| {
            let (changed_at, warned_at) = (time(changed)?, some_time(warned)?);
            let warned_at = warned_at.filter(|warned| *warned >= changed_at);
            Ok(OldDraft { number: Number(number), changed_at, warned_at })
        });
        drafts.collect()
    }

    /// Returns how many received messages wait and since when the oldest does, by the organization that they come from where that
    /// is known.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn items_waiting_by_organization(
        &self,
    ) -> Result<Vec<(Option<GroupId>, i64, Timestamp)>, Fault> {
        let mut connection = self.ask("count received messages by organization").await?;
        let rows: Vec<(Option<i64>, i64, i64)> = connection.all(sql(WAITING)).await?;
        let rows = rows.into_iter();
        rows.map(|(group, count, oldest)| Ok((group.map(GroupId), count, time(oldest)?))).collect()
    }

    /// Returns what was reminded of these matters.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn reminded(&self, matters: &[String]) -> Result<HashSet<RemindedOf>, Fault> {
        if matters.is_empty() {
            return Ok(HashSet::new());
        }
        let mut connection = self.ask("find what was reminded of").await?;
        let asked = sql(REMINDED).bind(texts(matters));
        let rows: Vec<(String, String, i64)> = connection.all(asked).await?;
        let rows = rows.into_iter();
        rows.map(|(matter, step, person)| Ok((matter, day(&step)?, PersonId(person)))).collect()
    }

    /// Returns what everybody set of reminders for themselves; who set nothing is not in it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn reminder_wishes(&self) -> Result<Vec<ReminderWishes>, Fault> {
        let mut connection = self.ask("list what people set of reminders").await?;
        let rows: Vec<WishRow> = connection.all(sql(WISHES)).await?;
        Ok(rows.into_iter().map(wishes).collect())
    }

    /// Returns what somebody set of reminders for themselves, or what holds usually.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn reminder_wishes_of(&self, person: PersonId) -> Result<ReminderWishes, Fault> {
        let mut connection = self.ask("find what somebody set of reminders").await?;
        let row: Option<WishRow> = connection.first(sql(WISHES_OF).bind(person)).await?;
        Ok(row.map_or_else(|| ReminderWishes::usual(person), wishes))
    }

    /// Returns whose daily message a token belongs to.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn unsubscribing(&self, token_sha256: &str) -> Result<Option<PersonId>, Fault> {
        let mut connection = self.ask("find whose daily message it is").await?;
        let found: Option<(i64,)> = connection.first(sql(UNSUBSCRIBING).bind(token_sha256)).await?;
        Ok(found.map(|(person,)| PersonId(person)))
    }
}

impl Transaction {
    /// Notes a step of a matter itself; says whether it is noted for the first time.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_step(
        &mut self,
        matter: &str,
        step: Date,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let note = sql(NOTE_STEP).bind(matter).bind(step).bind(now);
        Ok(self.connection.run(note).await? > 0)
    }

    /// Begins the daily message of somebody; says whether it is the first of that day. Another instance that begins it too waits,
    /// and then hears that it is not.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn begin_digest(
        &mut self,
        person: PersonId,
        day: Date,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let begin = sql(BEGIN_DIGEST).bind(person).bind(day).bind(token_sha256).bind(now);
        Ok(self.connection.run(begin).await? > 0)
    }

    /// Notes what somebody was reminded of; none of it may be noted already.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_reminded(
        &mut self,
        reminded: &[RemindedOf],
        now: Timestamp,
    ) -> Result<(), Fault> {
        let values = reminded.iter().flat_map(|(matter, step, person)| {
            [Value::from(matter), Value::from(*step), Value::from(*person), Value::from(now)]
        });
        self.connection.insert(NOTE_REMINDED, 4, values.collect()).await
    }

    /// Keeps what somebody set of reminders for themselves.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn set_reminder_wishes(&mut self, wishes: ReminderWishes) -> Result<(), Fault> {
        let ReminderWishes { person, digests, awaited } = wishes;
        self.connection.run(sql(SET_WISHES).bind(person).bind(digests).bind(awaited)).await?;
        Ok(())
    }

    /// Notes that the other side was asked again for its answer, or that it is let be; says whether nobody decided before.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn decide_asking_again(
        &mut self,
        number: Number,
        asked: bool,
        person: PersonId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let decide = sql(DECIDE).bind(number).bind(asked).bind(person).bind(now);
        Ok(self.connection.run(decide).await? > 0)
    }
}

impl RequestsOf {
    fn groups(&self) -> String {
        numbers(self.groups.iter().map(|group| group.0))
    }

    /// No day is before the empty text.
    fn all_before(&self) -> String {
        self.all_before.map(|day| day.to_string()).unwrap_or_default()
    }
}

fn wishes((person, digests, awaited): WishRow) -> ReminderWishes {
    ReminderWishes { person: PersonId(person), digests, awaited }
}

/// Returns the requests that a question finds, in its order.
async fn requests(connection: &mut Connection, asked: Sql) -> Result<Vec<Request>, Fault> {
    let rows: Vec<RequestRow> = connection.all(asked).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let list = numbers(rows.iter().map(|row| row.number));
    let groups: Vec<(i64, String, i64, String, i64)> =
        connection.all(sql(GROUPS).bind(&list)).await?;
    let groups = groups.into_iter().map(|(number, side, id, name, _)| (number, (side, id, name)));
    let mut groups: ByNumber<(String, i64, String)> = groups.collect();
    let bodies: Vec<(i64, String, String)> = connection.all(sql(BODIES).bind(&list)).await?;
    let bodies = bodies.into_iter().map(|(number, side, words)| (number, (side, words)));
    let mut bodies: ByNumber<(String, String)> = bodies.collect();
    let made = rows.into_iter().map(|row| {
        let number = row.number;
        row.into_request(groups.take(number), bodies.take(number))
    });
    made.collect()
}

impl RequestRow {
    fn into_request(
        self,
        groups: Vec<(String, i64, String)>,
        bodies: Vec<(String, String)>,
    ) -> Result<Request, Fault> {
        let is_incoming = self.direction == "incoming";
        let (ours, theirs) = if is_incoming { ("to", "from") } else { ("from", "to") };
        let of = |wanted: &str| -> Vec<&(String, i64, String)> {
            groups.iter().filter(|(side, ..)| side == wanted).collect()
        };
        let given = of("given");
        let holders = if given.is_empty() { of(ours) } else { given };
        let lead = self.lead_group.map(|lead| vec![GroupId(lead)]);
        let written = bodies.iter().filter(|(side, _)| side == theirs);
        let names: Vec<&str> = of(theirs).into_iter().map(|(_, _, name)| name.as_str()).collect();
        let other_side = if names.is_empty() {
            written.map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(", ")
        } else {
            names.join(", ")
        };
        let recorded =
            some_time(self.recorded_at)?.map(|at| jiff::tz::TimeZone::UTC.to_datetime(at));
        Ok(Request {
            number: Number(self.number),
            subject: self.subject,
            ours: lead.unwrap_or_else(|| holders.iter().map(|(_, id, _)| GroupId(*id)).collect()),
            theirs: of(theirs).into_iter().map(|(_, id, _)| GroupId(*id)).collect(),
            other_side,
            person: (if is_incoming { self.assignee } else { self.created_by }).map(PersonId),
            person_name: self.assignee_name,
            is_accepted: self.assignee_accepted || !is_incoming,
            due: some_day(if is_incoming { self.due } else { self.deadline })?,
            since: match recorded {
                Some(at) => at.date(),
                None => day(&self.day)?,
            },
            under_way: None,
        })
    }
}
