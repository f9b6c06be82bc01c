//! Reminding everybody of what waits for them, once a day (RSP-1).

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use rules::{
    Direction, Doer, Duty, EventKind, GateStep, Mailbox, Number, PersonId, Statement, gate_steps,
    in_order, request_duties,
};
use store::{RemindedOf, ReminderWishes};

use super::REMINDERS;
use super::drafts::see_to_draft;
use super::waiting::Ground;
use crate::acting::note;
use crate::mailing::{mailbox_of, outgoing, queue};
use crate::notices::reminding::digest_words;
use crate::secrets::{digest, new_token};
use crate::unreached::stopped_mail;
use crate::{Desk, Failure};

/// As many of one person's are kept with their words; what is beyond is on their desk.
const MOST: usize = 200;

/// What a day's reminding did, or would do, in lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reminding {
    /// Who got a message: name, address and subject.
    pub mailed: Vec<(String, String, String)>,
    /// Which gates were reminded of, or put before others.
    pub gates: Vec<String>,
    /// Which drafts were warned of, or dropped.
    pub drafts: Vec<String>,
}

/// Reminds everybody of what waits for them: one message a person a day, and of nothing twice.
///
/// What fell due while nobody ran it is caught up once; done again on the same day, it does nothing. Each message is queued in the
/// transaction that notes what it is of. With `does_it` unset nothing changes, and only what would be done is returned.
///
/// # Errors
/// [`Failure::Fault`]; what was done before stays done, and the rest is done with the next run.
pub async fn remind(desk: &Desk, now: Timestamp, does_it: bool) -> Result<Reminding, Failure> {
    let mut done = Reminding::default();
    let ground = Ground::of(desk, now).await?;
    for number in ground.old_drafts() {
        done.drafts.extend(see_to_draft(desk, &ground, number, does_it).await?);
    }
    let mut owed = Owed::default();
    owed.add(desk, ground.standing_duties(desk)).await?;
    let drafts = desk.store.reader().statements(&ground.old_drafts()).await?;
    owed.add(desk, ground.unposted_duties(desk, drafts.iter())).await?;
    look_at_gates(desk, &ground, &mut owed, &mut done, does_it).await?;
    look_at_record(desk, &ground, &mut owed).await?;
    let stopped = stopped_mail(desk, now).await?.into_iter();
    let stopped: HashSet<String> =
        stopped.filter(|it| it.kind == REMINDERS).map(|it| it.address).collect();
    for (person, owed) in owed.people {
        // Whose messages came back is not written to, and has all of it in one once they can be reached.
        let to = ground.directory.person(person).and_then(mailbox_of);
        if let Some(to) = to.filter(|to| !stopped.contains(to.address())) {
            done.mailed.extend(send(desk, &ground, (person, to), owed, does_it).await?);
        }
    }
    Ok(done)
}

/// What is owed to people, of which they were not reminded yet.
#[derive(Default)]
struct Owed {
    people: BTreeMap<PersonId, OwedTo>,
}

#[derive(Default)]
struct OwedTo {
    duties: Vec<Duty>,
    steps: HashSet<RemindedOf>,
}

impl Owed {
    /// Adds duties whose reminder fell due and was not sent; the others are not kept.
    async fn add(&mut self, desk: &Desk, duties: Vec<Duty>) -> Result<(), Failure> {
        let duties: Vec<Duty> =
            in_order(duties).into_iter().filter(|duty| duty.step.is_some()).collect();
        let mut keys: Vec<String> = duties.iter().map(Duty::key).collect();
        keys.sort();
        keys.dedup();
        let reminded = desk.store.reader().reminded(&keys).await?;
        for duty in duties {
            let Some(step) = duty.step else { continue };
            let of = (duty.key(), step, duty.person);
            if !reminded.contains(&of) {
                let owed = self.people.entry(duty.person).or_default();
                owed.steps.insert(of);
                if owed.duties.len() < MOST {
                    owed.duties.push(duty);
                }
            }
        }
        Ok(())
    }
}

/// Looks at every gate that waits, a page of statements at a time.
async fn look_at_gates(
    desk: &Desk,
    ground: &Ground,
    owed: &mut Owed,
    done: &mut Reminding,
    does_it: bool,
) -> Result<(), Failure> {
    let mut last = Number(0);
    loop {
        let page = desk.store.reader().in_review(last).await?;
        let Some(end) = page.last() else { return Ok(()) };
        last = end.number;
        let mut steps: Vec<(&Statement, GateStep)> = Vec::new();
        for statement in &page {
            let due = gate_steps(statement, &ground.directory, &desk.policy, ground.today);
            steps.extend(due.into_iter().map(|step| (statement, step)));
        }
        let keys: Vec<String> = steps.iter().map(|(of, step)| gate_key(of, step)).collect();
        let noted = desk.store.reader().reminded(&keys).await?;
        for ((statement, step), key) in steps.iter().zip(keys) {
            if noted.contains(&(key.clone(), step.day, PersonId(0))) {
                continue;
            }
            let words = step_words(step);
            if !does_it || note_gate(desk, statement.number, &key, step, &words, ground.now).await?
            {
                done.gates.push(format!("{}: {words}", statement.number));
            }
        }
        owed.add(desk, ground.unposted_duties(desk, page.iter())).await?;
    }
}

fn gate_key(statement: &Statement, step: &GateStep) -> String {
    format!("gate:{}:{}", statement.number, step.gate)
}

fn step_words(step: &GateStep) -> String {
    let who = if step.people.is_empty() { "nobody".to_owned() } else { step.people.join(", ") };
    format!("It waits for {}: {who}.", step.gate)
}

/// Notes in the history that those who open a gate are reminded; says whether nobody did already.
async fn note_gate(
    desk: &Desk,
    number: Number,
    key: &str,
    step: &GateStep,
    words: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let mut tx = desk.store.begin("note a reminder").await?;
    if !tx.note_step(key, step.day, now).await? {
        return Ok(false);
    }
    let kind = if step.escalates { EventKind::Escalated } else { EventKind::Reminded };
    note(desk, &mut tx, number, kind, Doer::System, words, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Looks at everything on the record that waits for an answer, a page at a time, so that memory stays small however large the
/// record is.
async fn look_at_record(desk: &Desk, ground: &Ground, owed: &mut Owed) -> Result<(), Failure> {
    let reader = desk.store.reader();
    let days = (ground.since(desk), ground.until(desk));
    for direction in [Direction::Incoming, Direction::Outgoing] {
        let mut after = (days.0, Number(0));
        loop {
            let page = match direction {
                Direction::Incoming => reader.open_requests(days, after).await?,
                Direction::Outgoing => reader.awaited_requests(days, after).await?,
            };
            let Some((due, number)) = page.last().and_then(|last| Some((last.due?, last.number)))
            else {
                break;
            };
            after = (due, number);
            let duties = page.iter().flat_map(|request| match direction {
                Direction::Incoming => {
                    request_duties(request, &ground.directory, &desk.policy, ground.today)
                }
                Direction::Outgoing => ground.awaited(desk, request),
            });
            owed.add(desk, duties.collect()).await?;
        }
    }
    Ok(())
}

/// Queues one message to somebody with everything that waits for them; nothing if they got one today.
///
/// Whoever wants no such message is reminded of gates alone, which nobody else may open.
async fn send(
    desk: &Desk,
    ground: &Ground,
    (person, to): (PersonId, Mailbox),
    owed: OwedTo,
    does_it: bool,
) -> Result<Option<(String, String, String)>, Failure> {
    let OwedTo { mut duties, steps } = owed;
    let wishes = ground.wishes.get(&person).copied();
    let wishes = wishes.unwrap_or_else(|| ReminderWishes::usual(person));
    if !wishes.digests {
        duties.retain(|duty| duty.task.is_gate());
    }
    if duties.is_empty() {
        return Ok(None);
    }
    let duties = in_order(duties);
    let mut others = Vec::new();
    if wishes.digests {
        let told: HashSet<_> = duties.iter().map(|duty| duty.matter).collect();
        others = ground.waiting_for(desk, person).await?;
        others.retain(|duty| !told.contains(&duty.matter));
    }
    let token = new_token();
    let unsubscribe = format!("{}/reminders/off/{token}", desk.settings.base_url);
    let unsubscribe = wishes.digests.then_some(unsubscribe);
    let off = unsubscribe.as_deref();
    let words = digest_words(desk, &ground.directory, &to, (&duties, &others), ground.today, off);
    let mailed = (to.name().to_owned(), to.address().to_owned(), words.subject.clone());
    if !does_it {
        return Ok(Some(mailed));
    }
    let mut tx = desk.store.begin("remind somebody").await?;
    if !tx.begin_digest(person, ground.today.utc, &digest(&token), ground.now).await? {
        return Ok(None);
    }
    let mut steps: Vec<RemindedOf> = steps
        .into_iter()
        .filter(|(key, ..)| wishes.digests || duties.iter().any(|duty| duty.key() == *key))
        .collect();
    steps.sort();
    tx.note_reminded(&steps, ground.now).await?;
    let mut message = outgoing(desk, words, vec![to], REMINDERS, ground.now);
    message.unsubscribe = unsubscribe;
    message.reply_to = desk.policy.coordination().into_iter().collect();
    queue(desk, &mut tx, None, REMINDERS, &message, ground.now).await?;
    tx.commit().await?;
    Ok(Some(mailed))
}
