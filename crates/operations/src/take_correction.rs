//! Recording a received message as a correction of what its sender has on our record: a new version, through the same gate, with
//! what it said before kept (REC-2).

use jiff::Timestamp;
use jiff::civil::Date;
use letters::reading::{Sent, SentCorrection};
use rules::{
    Actor, Attachment, AttachmentBody, Direction, Directory, EventKind, Moved, Number, Process,
    State, Statement, Verb, complete, needed_gates,
};
use store::{Identified, Reader, Transaction};

use crate::acting::{Loaded, doer, load, note};
use crate::asking::ask_for_gates;
use crate::correcting::take_place;
use crate::desk::day_of;
use crate::draft_statement::check_linked;
use crate::edit_statement::{lines_between, written_out};
use crate::give_statement::refused;
use crate::take_item::review_own;
use crate::{Desk, Failure, StatementForm};

/// The field by which forms say what a message corrects.
const FIELD: &str = "corrects";
/// The longest reason of a sender that is kept, in characters.
const LONGEST: usize = 800;

/// That a message corrects what was sent before, and what our record has of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrects {
    /// Why, as its sender says; empty where they do not.
    pub why: String,
    /// The statements on our record that it corrects: one, unless several were made of the same; none if it is not here.
    pub here: Vec<CorrectedHere>,
}

/// A statement on our record that a message corrects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectedHere {
    /// Its number.
    pub number: Number,
    /// What it is about.
    pub subject: String,
    /// What would change, line by line; empty if nothing would.
    pub difference: String,
    /// Whether it is from another organization than what corrects it says.
    pub is_from_others: bool,
}

/// Finds what a message corrects, puts into the form what stays as it is here, and says what would change.
///
/// `same` are the statements that carry a number or the address of the letter.
pub(crate) async fn corrects(
    desk: &Desk,
    reader: &Reader,
    sent: &Sent,
    same: &[Identified],
    (form, directory, today): (&mut StatementForm, &Directory, Date),
) -> Result<Option<Corrects>, Failure> {
    let Some(SentCorrection { why, .. }) = &sent.corrects else { return Ok(None) };
    let meant = corrected_here(reader, sent, same).await?;
    if let [only] = meant.as_slice() {
        keep_ours(form, only);
    }
    let here = meant.iter().map(|posted| {
        let mut new = posted.clone();
        let limit = desk.settings.text_limit;
        let filled = of_sender(form, posted).fill(&mut new, "the sender", today, directory, limit);
        let difference = match filled {
            Ok(()) => lines_between(&written_out(posted), &written_out(&new)),
            Err(_) => String::new(),
        };
        let organizations = |it: &Statement| -> Vec<String> {
            it.from.groups.iter().map(|group| group.organization.clone()).collect()
        };
        let (was, is) = (organizations(posted), organizations(&new));
        CorrectedHere {
            number: posted.number,
            subject: posted.subject.clone(),
            difference,
            is_from_others: !is.is_empty() && !is.iter().any(|one| was.contains(one)),
        }
    });
    Ok(Some(Corrects { why: why.clone(), here: here.collect() }))
}

/// Returns the received statements on our record that have the permanent address of what a message corrects.
pub(crate) async fn corrected_here(
    reader: &Reader,
    sent: &Sent,
    same: &[Identified],
) -> Result<Vec<Statement>, Failure> {
    let Some(address) = sent.address.as_ref().filter(|_| sent.corrects.is_some()) else {
        return Ok(Vec::new());
    };
    let numbers = same.iter().filter(|one| one.identifier == *address).map(|one| one.number);
    let mut found = reader.statements(&numbers.collect::<Vec<_>>()).await?;
    found.retain(|it| it.direction == Direction::Incoming && it.state == State::Posted);
    Ok(found)
}

/// Puts into a form what our record knows better than the file: which groups are meant by the same names, whom of ours it
/// reached, and by what else it is known here.
fn keep_ours(form: &mut StatementForm, posted: &Statement) {
    let ours = StatementForm::of(posted);
    if form.from_as_written == ours.from_as_written {
        form.from_groups = ours.from_groups;
    }
    if form.to_as_written == ours.to_as_written {
        form.to_groups = ours.to_groups;
    }
    form.to_contacts = ours.to_contacts;
    form.to_liaison_contact = ours.to_liaison_contact;
    for known in ours.identifiers.lines() {
        if !form.identifiers.lines().any(|one| one == known) {
            form.identifiers = format!("{}\n{known}", form.identifiers).trim().to_owned();
        }
    }
}

/// Returns what a form changes of a statement that its sender corrects: how and when it came, and who has it, stays.
fn of_sender(form: &StatementForm, posted: &Statement) -> StatementForm {
    let ours = StatementForm::of(posted);
    StatementForm {
        received_on: ours.received_on,
        travelled: ours.travelled,
        given_to: ours.given_to,
        about_research: ours.about_research,
        ..form.clone()
    }
}

/// Who takes what for a correction of which statement.
pub(crate) struct Taking<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) form: &'a StatementForm,
    pub(crate) of: Number,
    /// What the file for programs says.
    pub(crate) sent: Option<&'a Sent>,
    pub(crate) same: &'a [Identified],
    /// What came with it.
    pub(crate) files: Vec<Attachment>,
    /// What the history says of it besides.
    pub(crate) noted: &'a str,
}

/// Makes a correction of a statement on the record; whoever may review it does so by the same act.
///
/// # Errors
/// [`Failure::Refused`] if the message does not correct that one, if nothing would change, while another correction of it is on
/// its way, with the fields that are missing or wrong, or for whoever may not.
pub(crate) async fn take_correction(
    desk: &Desk,
    tx: &mut Transaction,
    taking: Taking<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let Taking { actor, form, of, sent, same, files, noted } = taking;
    let why = said(desk, sent, same, of).await?;
    // Whoever else begins one waits here, and then finds this one.
    let own = tx.next_number().await?;
    let Loaded { statement: posted, directory, role } =
        load(desk, tx, actor, Verb::Correct, of, None).await?;
    if tx.correction_of(of).await?.is_some() {
        let fault = "A correction of it is on its way: that one goes on the record, or is dropped, before another begins.";
        return Err(refused(FIELD, fault.to_owned()));
    }
    let mut correction = posted.begin_correction(own, (&why, true), actor, now)?;
    let by = doer(desk, actor, role, &directory);
    by.role().clone_into(&mut correction.created_as);
    let (today, limit) = (day_of(now), desk.settings.text_limit);
    let form = of_sender(form, &posted);
    form.fill(&mut correction, "the sender", today, &directory, limit)?;
    let is_new = add(&mut correction.attachments, files);
    if !is_new && written_out(&correction) == written_out(&posted) {
        let fault = format!("Statement {of} says all this already: close the message.");
        return Err(refused(FIELD, fault));
    }
    check_linked(desk, actor, &correction, &posted.links).await?;
    complete(&correction, &desk.policy)?;
    let gates = needed_gates(&correction, actor, &directory, &desk.policy, today)?;
    let (process, mut moved) = Process::draft().submit(gates, now)?;
    (correction.state, correction.gates) = (process.state, process.gates);
    let words = format!("A correction of statement {of}, as received: {why} {noted}");
    note(desk, tx, own, EventKind::Drafted, by, words.trim_end(), now).await?;
    if moved == Moved::Waits {
        moved = review_own(desk, tx, actor, &mut correction, &directory, now).await?;
    }
    match moved {
        Moved::Waits => {
            ask_for_gates(desk, tx, &mut correction, &directory, now).await?;
        }
        Moved::Posted => {
            take_place(desk, tx, &mut correction, &directory, now).await?;
        }
    }
    tx.save_statement(&correction).await?;
    Ok(())
}

/// Returns why it is corrected, for everyone, if the message corrects that statement.
async fn said(
    desk: &Desk,
    sent: Option<&Sent>,
    same: &[Identified],
    of: Number,
) -> Result<String, Failure> {
    let meant = match sent {
        Some(sent) => corrected_here(&desk.store.reader(), sent, same).await?,
        None => Vec::new(),
    };
    if !meant.iter().any(|it| it.number == of) {
        let fault = format!("This message does not correct statement {of}: record it on its own.");
        return Err(refused(FIELD, fault));
    }
    let why = sent.and_then(|sent| sent.corrects.as_ref()).map(|it| it.why.trim());
    Ok(match why.filter(|why| !why.is_empty()) {
        Some(why) => {
            format!("Its sender corrected it: {}", why.chars().take(LONGEST).collect::<String>())
        }
        None => "Its sender corrected it.".to_owned(),
    })
}

/// Adds what came with a correction and was not there; says whether there is any.
fn add(attachments: &mut Vec<Attachment>, files: Vec<Attachment>) -> bool {
    let known = |one: &Attachment, other: &Attachment| match (&one.body, &other.body) {
        (AttachmentBody::Link { url }, AttachmentBody::Link { url: other }) => url == other,
        (
            AttachmentBody::File { sha256: Some(sha256), .. },
            AttachmentBody::File { sha256: Some(other), .. },
        ) => sha256 == other,
        _ => false,
    };
    let before = attachments.len();
    for file in files {
        if !attachments.iter().any(|one| known(one, &file)) {
            let last = attachments.iter().map(|one| one.position).max().unwrap_or(0);
            attachments.push(Attachment { position: last + 1, added_after_sending: true, ..file });
        }
    }
    attachments.len() > before
}
