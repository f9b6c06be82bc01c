//! Changing a statement that is not on the record yet.

use jiff::Timestamp;
use rules::{
    Actor, Direction, Directory, Event, EventKind, Gate, GroupId, Moved, Number, Process, State,
    Statement, Step, Verb, complete, deadline_ahead, needed_gates,
};

use crate::acting::{doer, load};
use crate::desk::day_of;
use crate::draft_statement::{carry_research, check_linked, keep_obligatory, may_speak, propose};
use crate::gates::finish;
use crate::give_statement::refused;
use crate::letter_attached::{Converted, renew_letters};
use crate::telling::Told;
use crate::{Desk, Failure, StatementForm};

/// Saves what was typed into a draft or a statement in review; in review, every gate closes again (OUT-9).
///
/// `seen` is the revision that was edited: a save in between is not overwritten.
///
/// # Errors
/// [`Failure::NotFound`], or [`Failure::Refused`]: a field that cannot be read, a From group that they may not speak
/// for, a state in which nothing is changed, or somebody else's save in between.
pub async fn edit_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    seen: i64,
    form: &StatementForm,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("edit a statement").await?;
    let loaded = load(desk, &mut tx, actor, Verb::Edit, number, Some(seen)).await?;
    let (old, directory) = (loaded.statement, loaded.directory);
    let mut statement = old.clone();
    let by = doer(desk, actor, loaded.role, &directory);
    form.fill(&mut statement, &actor.name, day_of(now), &directory, desk.settings.text_limit)?;
    match &old.correction {
        Some(_) if form.given_to != StatementForm::of(&old).given_to => {
            let fault = "A correction gives it to nobody else: that is done on the page of what it corrects.";
            return Err(refused("given_to", fault.to_owned()));
        }
        Some(_) => {}
        None => form.hand(&mut statement, &directory, &by, now)?,
    }
    if !desk.policy.has_research() || old.correction.is_some() {
        statement.about_research = old.about_research;
    }
    let groups_changed = parties(&statement) != parties(&old);
    if statement.direction == Direction::Outgoing {
        if groups_changed {
            may_speak(desk, actor, &statement, &directory)?;
        }
        keep_what_stays(desk, (&old, &statement), &directory, now)?;
        check_linked(desk, actor, &statement, &old.links).await?;
        carry_research(desk, &mut statement).await?;
        if groups_changed {
            propose(desk, &mut statement, &directory).await?;
        }
    }
    if statement == old {
        return Ok(());
    }
    renew_letters(desk, &mut statement, &directory, Converted::Goes, now).await?;
    let voids = takes_back(desk, &old, &statement)?;
    let closed = voids && old.gates.iter().any(Gate::is_open);
    if statement.state == State::InReview {
        complete(&statement, &desk.policy)?;
        statement.gates = gates_after(desk, actor, (&old, &statement), &directory, voids, now)?;
    }
    let words = if closed { "Approvals and reviews given before are asked for again." } else { "" };
    let event = Event {
        id: desk.ids.next(now),
        number,
        kind: EventKind::Edited,
        by: by.clone(),
        at: now,
        public: true,
        words: words.to_owned(),
        difference: difference(&old, &statement),
    };
    tx.add_event(&event).await?;
    let told = Told { step: Step::Edited, by: &by, words, now };
    match statement.state {
        State::InReview => {
            finish(desk, &mut tx, &mut statement, &directory, &Moved::Waits, told).await?;
        }
        _ => tx.save_statement(&statement).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// Returns the gates of a statement in review after a change: closed again, unless it takes nothing back.
fn gates_after(
    desk: &Desk,
    actor: &Actor,
    (old, new): (&Statement, &Statement),
    directory: &Directory,
    voids: bool,
    now: Timestamp,
) -> Result<Vec<Gate>, Failure> {
    if !voids {
        return Ok(old.gates.clone());
    }
    let gates = needed_gates(new, actor, directory, &desk.policy, day_of(now))?;
    Ok(Process::of(old).edit(gates)?.gates)
}

/// Returns the groups that a statement is from, and those that it goes to.
fn parties(statement: &Statement) -> (Vec<GroupId>, Vec<GroupId>) {
    (statement.from.group_ids(), statement.to.group_ids())
}

/// Says whether a change takes back what was given before it, as the policy has it (OUT-9).
fn takes_back(desk: &Desk, old: &Statement, new: &Statement) -> Result<bool, Failure> {
    let fields = changed(old, new)?;
    let is_said_to = desk.policy.gates.are_voided_by(fields.iter().map(String::as_str));
    Ok(new.direction == Direction::Incoming || fields.is_empty() || is_said_to)
}

/// Returns the fields that a change is of, by their names in forms.
fn changed(old: &Statement, new: &Statement) -> Result<Vec<String>, Failure> {
    let fields = |statement| serde_json::to_value(StatementForm::of(statement));
    let unwritable = |error| Failure::Unacceptable(format!("It cannot be written down: {error}."));
    let [old, new] = [fields(old).map_err(unwritable)?, fields(new).map_err(unwritable)?];
    let fields = new.as_object().into_iter().flatten();
    let changed = fields.filter(|(name, value)| old.get(name) != Some(value));
    Ok(changed.map(|(name, _)| name.clone()).collect())
}

/// Refuses a new deadline that has passed, and to take out a contact that stays (PUR-2, CON-2).
fn keep_what_stays(
    desk: &Desk,
    (old, new): (&Statement, &Statement),
    directory: &Directory,
    now: Timestamp,
) -> Result<(), Failure> {
    if old.correction.is_none() && new.deadline() != old.deadline() {
        deadline_ahead(new.deadline().map(|it| it.date), day_of(now))?;
    }
    // With other parties, what is missing is added.
    if parties(old) == parties(new) {
        keep_obligatory(desk, old, new, directory)?;
    }
    Ok(())
}

/// Returns what changed, as a unified difference of the statement as it is typed.
fn difference(old: &Statement, new: &Statement) -> String {
    lines_between(&written_out(old), &written_out(new))
}

/// The most lines in which texts may differ for the least difference to be looked for, which takes long among many short ones.
const MOST_LINES: usize = 100_000;

/// Returns a unified difference of two texts; of very many lines, what is between the first and the last that differ.
pub(crate) fn lines_between(old: &str, new: &str) -> String {
    let [before, after] = [old, new].map(|text| text.split_inclusive('\n').collect::<Vec<_>>());
    let both = || before.iter().zip(&after);
    let start = both().take_while(|(one, other)| one == other).count();
    let most = before.len().min(after.len()) - start;
    let ends = before.iter().rev().zip(after.iter().rev());
    let end = ends.take(most).take_while(|(one, other)| one == other).count();
    let [taken, added] =
        [&before, &after].map(|lines| lines.get(start..lines.len() - end).unwrap_or_default());
    if taken.len() + added.len() > MOST_LINES {
        let place = start + 1;
        let mut difference = format!("@@ -{place},{} +{place},{} @@\n", taken.len(), added.len());
        for (mark, lines) in [('-', taken), ('+', added)] {
            lines.iter().for_each(|line| {
                difference.push(mark);
                difference.push_str(line);
                if !line.ends_with('\n') {
                    difference.push('\n');
                }
            });
        }
        return difference;
    }
    similar::TextDiff::from_lines(old, new).unified_diff().context_radius(1).to_string()
}

/// Returns a statement as it is typed, a field a line and then its words.
pub(crate) fn written_out(statement: &Statement) -> String {
    let form = StatementForm::of(statement);
    let way = match statement.direction {
        Direction::Outgoing => "How it goes",
        Direction::Incoming => "How it came",
    };
    let fields = [
        ("From", &form.from_groups),
        ("From as written", &form.from_as_written),
        ("From-Contact", &form.from_contacts),
        ("Send-Reply-To", &form.from_liaison_contact),
        ("To", &form.to_groups),
        ("To as written", &form.to_as_written),
        ("To-Contact", &form.to_contacts),
        ("Send-To", &form.to_liaison_contact),
        ("Purpose", &form.purpose),
        ("Deadline", &form.deadline),
        ("Consensus", &form.consensus),
        ("It rests on", &form.consensus_basis),
        ("Answers", &form.in_response_to),
        ("Follows up", &form.follows_up),
        ("Revises", &form.revises),
        ("Forwards", &form.forwards),
        ("Refers to", &form.refers_to),
        ("Settles it", &form.settles),
        ("Asks for an answer by", &form.deadline_asked),
        ("Identifiers", &form.identifiers),
        ("Sent on", &form.sent_on),
        ("Received on", &form.received_on),
        (way, &form.travelled),
        ("Given to", &form.given_to),
        ("About research", &form.about_research),
        ("Subject", &form.subject),
    ];
    let heads: String = fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    format!("{heads}\n{}\n", form.text)
}
