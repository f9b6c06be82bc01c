//! Statements that people of other organizations hand in with the public form.
//!
//! Anybody can fill in a form, so nothing reaches the inbox before whoever it names confirms it by a link that was mailed
//! to them. Every answer is the same for every address: the form tells nobody who is known here.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use mail::{Automatic, Enclosure, Outgoing};
use rules::{Mailbox, Way};
use store::{HandedIn, Submission, Transaction};

use crate::receive_message::receive_within;
use crate::secrets::{digest, keyed_digest, new_token};
use crate::{Arrival, Desk, Failure, Visitor, attempts, mailing, notices, origins};

/// How long there is to confirm.
const TO_CONFIRM: SignedDuration = SignedDuration::from_hours(24);
/// Nobody fills in the form sooner.
const SOONEST: SignedDuration = SignedDuration::from_secs(4);
/// A form that was opened longer ago is shown once more.
const LATEST: SignedDuration = SignedDuration::from_hours(24);
/// How much may wait to be confirmed, all together, in bytes.
const ROOM: i64 = 1024 * 1024 * 1024;
/// The longest line that can be typed into a field.
const LONGEST_LINE: usize = 300;

/// What was typed into the form, and the files that were chosen.
#[derive(Debug, Clone, Default)]
pub struct Submitted {
    /// For which organization.
    pub organization: String,
    /// Who hands it in.
    pub name: String,
    /// Their address.
    pub address: String,
    /// For whom it is, in their words.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// The letter, or what is to be said beside its file.
    pub text: String,
    /// The files: name and bytes.
    pub files: Vec<(String, Bytes)>,
    /// A field that people do not see.
    pub unseen: String,
    /// When the form was opened, as [`submission_stamp`] said it.
    pub stamp: String,
}

/// Why nothing was handed in.
#[derive(Debug)]
pub enum NotHandedIn {
    /// Fields that are missing or wrong: the field, and what to do.
    Faults(Vec<(&'static str, String)>),
    /// Something else.
    Failed(Failure),
}

impl<T: Into<Failure>> From<T> for NotHandedIn {
    fn from(failure: T) -> Self {
        Self::Failed(failure.into())
    }
}

/// Returns what the form carries of when it was opened.
///
/// Nobody who fills it in sooner than people do is listened to; a form that is shown again keeps what it carried so far,
/// unless that is too old.
///
/// # Errors
/// [`Failure::NotFound`] where the form is closed; [`Failure::Fault`].
pub async fn submission_stamp(desk: &Desk, sofar: &str, now: Timestamp) -> Result<String, Failure> {
    is_open(desk)?;
    let mut tx = desk.store.begin("open the form").await?;
    let kept = age(&mut tx, sofar, now).await?.filter(|age| *age < LATEST);
    let stamp = match kept {
        Some(_) => sofar.to_owned(),
        None => stamp(&mut tx, now.as_second()).await?,
    };
    tx.commit().await?;
    Ok(stamp)
}

/// Returns how long ago a form was opened; nothing if it does not carry what we gave it.
async fn age(
    tx: &mut Transaction,
    typed: &str,
    now: Timestamp,
) -> Result<Option<SignedDuration>, Failure> {
    let Some(second) = typed.split_once('.').and_then(|(second, _)| second.parse::<i64>().ok())
    else {
        return Ok(None);
    };
    let opened = Timestamp::from_second(second).ok();
    let is_ours = stamp(tx, second).await? == typed;
    Ok(opened.filter(|_| is_ours).map(|opened| now.duration_since(opened)))
}

async fn stamp(tx: &mut Transaction, second: i64) -> Result<String, Failure> {
    let digest = keyed_digest(tx, &format!("form opened at {second}")).await?;
    Ok(format!("{second}.{digest}"))
}

fn is_open(desk: &Desk) -> Result<(), Failure> {
    if desk.settings.public_form { Ok(()) } else { Err(Failure::NotFound("page")) }
}

/// Says whether anything may be handed in from somewhere now, before it is read.
///
/// # Errors
/// [`Failure::TooOften`]; [`Failure::NotFound`] where the form is closed.
pub async fn may_hand_in(desk: &Desk, visitor: &Visitor, now: Timestamp) -> Result<(), Failure> {
    is_open(desk)?;
    attempts::check_submissions(desk, visitor, now).await
}

/// Keeps what was handed in until its address confirms it, and mails the link that does.
///
/// It is durable when this returns. What a program typed is dropped, and what too many asked to be mailed for one address;
/// neither is said.
///
/// # Errors
/// [`NotHandedIn`]; nothing is kept.
pub async fn submit_by_form(
    desk: &Desk,
    submitted: &Submitted,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), NotHandedIn> {
    may_hand_in(desk, visitor, now).await?;
    let from = checked(submitted)?;
    let mut tx = desk.store.begin("hand in a statement").await?;
    check_stamp(&mut tx, &submitted.stamp, now).await?;
    let may_mail = attempts::count_submission(&mut tx, from.address(), visitor, now).await?;
    if !may_mail || !submitted.unseen.is_empty() {
        tx.commit().await?;
        return Ok(());
    }
    let (token, id) = (new_token(), desk.ids.next(now));
    let bytes = message(desk, submitted, &from, id, now)?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let (_, waiting) = tx.submissions_waiting().await?;
    if waiting.saturating_add(size) > ROOM {
        let words =
            "Too much waits to be confirmed already: mail it instead, or try again in an hour.";
        let wait = SignedDuration::from_hours(1);
        return Err(Failure::TooOften { wait, words: words.to_owned() }.into());
    }
    let submission = Submission {
        id,
        sha256: desk.store.files().put(bytes).await?,
        size,
        name: submitted.name.trim().to_owned(),
        organization: submitted.organization.trim().to_owned(),
        address: from.address().to_owned(),
        created_at: now,
        expires_at: now + TO_CONFIRM,
    };
    tx.save_submission(&submission, &digest(&token)).await?;
    let words = notices::submission_link(desk, &token);
    // Whoever typed the address typed the name too, and writes nobody anything through us.
    let to = Mailbox::new("", from.address()).map_err(|_| Failure::NotFound("address"))?;
    mailing::send_words(desk, &mut tx, "submission-link", words, to, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns who hands it in, if everything is there.
fn checked(submitted: &Submitted) -> Result<Mailbox, NotHandedIn> {
    let mut faults: Vec<(&'static str, String)> = Vec::new();
    let lines = [
        ("organization", &submitted.organization, "Name the organization or group that sends it."),
        ("name", &submitted.name, "Give your name."),
        ("subject", &submitted.subject, "Say what it is about."),
        ("to", &submitted.to, ""),
    ];
    for (field, typed, missing) in lines {
        if typed.trim().is_empty() && !missing.is_empty() {
            faults.push((field, missing.to_owned()));
        } else if typed.chars().count() > LONGEST_LINE {
            faults.push((field, format!("Write at most {LONGEST_LINE} characters.")));
        } else if typed.chars().any(char::is_control) {
            faults.push((field, "Write it on one line.".to_owned()));
        }
    }
    if submitted.text.trim().is_empty() && submitted.files.is_empty() {
        faults.push((
            "text",
            "Paste the text of the letter here, or choose its file below.".to_owned(),
        ));
    }
    if let Some((name, _)) = submitted.files.iter().find(|(_, bytes)| bytes.is_empty()) {
        faults.push(("files", format!("“{name}” is empty: choose the letter’s file again.")));
    }
    let mailbox = Mailbox::new(submitted.name.trim(), submitted.address.trim());
    match mailbox {
        Ok(mailbox) if faults.is_empty() => return Ok(mailbox),
        Ok(_) => {}
        Err(_) if submitted.address.trim().is_empty() => {
            faults.push((
                "address",
                "Give your mail address: the link to confirm goes there.".to_owned(),
            ));
        }
        Err(_) => {
            let typed = submitted.address.trim();
            let words = format!("“{typed}” is no mail address: write it as name@example.org.");
            faults.push(("address", words));
        }
    }
    Err(NotHandedIn::Faults(faults))
}

async fn check_stamp(tx: &mut Transaction, typed: &str, now: Timestamp) -> Result<(), NotHandedIn> {
    let age = age(tx, typed, now).await?;
    if age.is_some_and(|age| age >= SOONEST && age <= LATEST) {
        return Ok(());
    }
    let words = "Look through it once more, and send it again: this page had been open for a very short or a very long time.";
    Err(NotHandedIn::Faults(vec![("", words.to_owned())]))
}

/// Writes what was handed in as the message that it would have been.
fn message(
    desk: &Desk,
    submitted: &Submitted,
    from: &Mailbox,
    id: i64,
    now: Timestamp,
) -> Result<Bytes, NotHandedIn> {
    let enclosures = submitted.files.iter().enumerate().map(|(at, (name, bytes))| Enclosure {
        name: file_name(name, at + 1),
        media_type: letters::kind_of(bytes, name).media_type().to_owned(),
        bytes: bytes.to_vec(),
    });
    let outgoing = Outgoing {
        unsubscribe: None,
        on_record: None,
        from: from.clone(),
        sender: None,
        to: vec![desk.settings.mail_from.clone()],
        cc: Vec::new(),
        reply_to: Vec::new(),
        subject: submitted.subject.trim().to_owned(),
        date: now,
        message_id: format!("form-{id}@{}", desk.settings.mail_domain()),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        automatic: Automatic::No,
        loop_mark: String::new(),
        text: text(submitted),
        enclosures: enclosures.collect(),
    };
    let unsendable = |why: mail::Unsendable| {
        NotHandedIn::Faults(vec![("files", format!("It cannot be kept as it is: {why}."))])
    };
    let bytes = mail::compose(&outgoing).map_err(unsendable)?;
    let limit = desk.settings.message_limit;
    if bytes.len() > limit {
        let most = limit / 4 * 3 / 1024 / 1024;
        let words = format!(
            "The files are too large together: hand in at most about {most} MB, and name the others by their addresses."
        );
        return Err(NotHandedIn::Faults(vec![("files", words)]));
    }
    Ok(Bytes::from(bytes))
}

/// Returns the words of the message: whose it is and for whom, as a letter says it, and the text.
fn text(submitted: &Submitted) -> String {
    let mut text = format!("From: {}\n", submitted.organization.trim());
    if !submitted.to.trim().is_empty() {
        text.push_str(&format!("To: {}\n", submitted.to.trim()));
    }
    text.push_str(&format!(
        "Title: {}\n\n{}\n",
        submitted.subject.trim(),
        submitted.text.trim_end()
    ));
    text
}

fn file_name(name: &str, position: usize) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    if name.trim().is_empty() { format!("file-{position}") } else { name }
}

/// Returns what a link confirms, so that it can be shown before it is: what only looks at addresses in mail confirms
/// nothing.
///
/// # Errors
/// [`Failure::Unacceptable`] if the link was used or has expired; [`Failure::NotFound`] where the form is closed.
pub async fn see_submission(
    desk: &Desk,
    token: &str,
    now: Timestamp,
) -> Result<Submission, Failure> {
    is_open(desk)?;
    let mut tx = desk.store.begin("look at what was handed in").await?;
    tx.submission(&digest(token), now).await?.ok_or_else(spent)
}

/// Puts what was handed in into the inbox, by the link that was mailed to its address; a link does so once.
///
/// # Errors
/// [`Failure::Unacceptable`] if the link was used or has expired; [`Failure::NotFound`] where the form is closed.
pub async fn confirm_submission(
    desk: &Desk,
    token: &str,
    now: Timestamp,
) -> Result<Submission, Failure> {
    is_open(desk)?;
    let mut tx = desk.store.begin("confirm what was handed in").await?;
    let submission = tx.use_submission(&digest(token), now).await?.ok_or_else(spent)?;
    let Some(bytes) = desk.store.files().get(&submission.sha256).await? else {
        return Err(Failure::Unacceptable(
            "What was handed in is lost here, and we are sorry: hand it in again.".to_owned(),
        ));
    };
    let Submission { name, organization, address, .. } = &submission;
    let arrival = Arrival {
        way: Way::Form,
        envelope_from: address.clone(),
        handed_in: HandedIn { by: None, name: format!("{name} <{address}>, for {organization}") },
        bytes,
        ..Arrival::default()
    };
    let kept = receive_within(desk, &mut tx, &arrival, now).await?;
    // What came by mail before is not known better by this.
    if kept.is_new {
        let (sentence, detail) = origins::of_form(address, name, organization)?;
        tx.save_origin(kept.id, &sentence, &detail, None).await?;
    }
    tx.commit().await?;
    Ok(submission)
}

fn spent() -> Failure {
    Failure::Unacceptable(
        "This link was used already or has expired. What was confirmed has arrived; what was not was thrown away after a day, and can be handed in again."
            .to_owned(),
    )
}

/// Throws away what nobody confirmed in time; returns how much it was.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn remove_unconfirmed(desk: &Desk, now: Timestamp) -> Result<usize, Failure> {
    let mut tx = desk.store.begin("throw away what was not confirmed").await?;
    let removed = tx.remove_expired_submissions(now).await?;
    tx.commit().await?;
    // No other file is the same: each message has an identifier of its own. What is left behind here is found by nobody.
    for submission in &removed {
        desk.store.files().remove(&submission.sha256).await?;
    }
    Ok(removed.len())
}
