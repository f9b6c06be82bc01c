//! Writing a statement as a letter in the form of its receiver (BOD-4).

use std::path::Path;

use jiff::Timestamp;
use letters::reading::Person;
use letters::writing::{BadTemplate, LetterFields, Template, built_in_names};
use rules::{
    Attachment, AttachmentBody, Contact, Correction, Direction, Directory, Mailbox, Number, Side,
    Statement,
};

use crate::basis::basis_words;
use crate::desk::day_of;
use crate::letter_attached::version_of;
use crate::{Desk, Failure};

/// The form of a statement whose receiver asks for none.
const PLAIN: &str = "plain";

/// A letter as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenLetter {
    /// The name of the file.
    pub name: String,
    /// The .docx.
    pub bytes: Vec<u8>,
}

/// Returns a statement as a letter: in a form if one is named, else as it goes out, or went; where its receiver asks for no
/// form, as a plain letter.
///
/// The caller has asked whether whoever wants it may see the statement.
///
/// # Errors
/// [`Failure::Unacceptable`] if there is no such form, or its template cannot be used.
pub async fn write_letter(
    desk: &Desk,
    statement: &Statement,
    form: Option<&str>,
    now: Timestamp,
) -> Result<WrittenLetter, Failure> {
    let directory = desk.store.reader().directory().await?;
    if form.is_none()
        && let Some((name, sha256)) = letters_with(statement).next()
        && let Some(bytes) = desk.store.files().get(sha256).await?
    {
        return Ok(WrittenLetter { name: name.to_owned(), bytes: bytes.to_vec() });
    }
    let wanted = desk.policy.letter_forms(statement, &directory);
    let form = form.or(wanted.first().copied()).unwrap_or(PLAIN);
    let bytes = letter_of(desk, statement, form, &directory, now).await?;
    Ok(WrittenLetter { name: name_of(statement, form), bytes })
}

/// Returns the PDF that was made of the attachment at a position, or else of the first letter that goes out with a statement, or
/// went.
///
/// The caller has asked whether whoever wants it may see the statement.
///
/// # Errors
/// [`Failure::NotFound`] if none was made yet.
pub async fn letter_pdf(
    desk: &Desk,
    statement: &Statement,
    position: Option<i64>,
) -> Result<WrittenLetter, Failure> {
    let shown = statement.attachments.iter().filter(|one| one.hidden.is_none());
    let wanted: Vec<&Attachment> = match position {
        Some(position) => shown.filter(|one| one.position == position).collect(),
        None => letters_shown(statement),
    };
    let found = wanted.into_iter().find_map(|one| Some((one, one.pdf()?)));
    let (attachment, pdf) = found.ok_or(Failure::NotFound("letter"))?;
    let bytes = desk.store.files().get(&pdf.sha256).await?.ok_or(Failure::NotFound("letter"))?;
    Ok(WrittenLetter { name: pdf_name(attachment.file_name()), bytes: bytes.to_vec() })
}

/// Returns the template of a form as a .docx, for whoever makes another of it.
///
/// # Errors
/// [`Failure::Unacceptable`] if there is none, or it cannot be used.
pub async fn letter_template(desk: &Desk, form: &str) -> Result<Vec<u8>, Failure> {
    Ok(template(desk.settings.templates.as_deref(), form).await?.to_docx())
}

/// Returns the letters of a statement, those of its latest version first.
fn letters_shown(statement: &Statement) -> Vec<&Attachment> {
    let shown = statement.attachments.iter().filter(|one| one.is_letter() && one.hidden.is_none());
    let mut shown: Vec<&Attachment> = shown.collect();
    shown.sort_by_key(|letter| std::cmp::Reverse(version_of(letter)));
    shown
}

/// Returns the letters that go with a statement: name and digest.
fn letters_with(statement: &Statement) -> impl Iterator<Item = (&str, &str)> {
    letters_shown(statement).into_iter().filter_map(|letter| match &letter.body {
        AttachmentBody::File { name, sha256: Some(sha256), .. } => {
            Some((name.as_str(), sha256.as_str()))
        }
        _ => None,
    })
}

/// Returns the name of a letter's file.
pub(crate) fn name_of(statement: &Statement, form: &str) -> String {
    let number = record_number(statement);
    match &statement.correction {
        Some(it) => format!("letter-{number}-version-{}-{form}.docx", it.makes(statement)),
        None => format!("letter-{number}-{form}.docx"),
    }
}

/// Returns the name of the PDF beside a file.
pub(crate) fn pdf_name(name: &str) -> String {
    format!("{}.pdf", name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// Writes a statement as a letter.
pub(crate) async fn letter_of(
    desk: &Desk,
    statement: &Statement,
    form: &str,
    directory: &Directory,
    now: Timestamp,
) -> Result<Vec<u8>, Failure> {
    let template = template(desk.settings.templates.as_deref(), form).await?;
    let fields = fields_of(desk, statement, directory, now).await?;
    template.write(&fields).map_err(|fault| unusable(form, &fault))
}

/// Returns the template of a form: the installation's own, else the one that is built in.
async fn template(own: Option<&Path>, form: &str) -> Result<Template, Failure> {
    let is_name = form.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_.".contains(sign));
    if let Some(file) = own.filter(|_| is_name).map(|own| own.join(format!("{form}.docx"))) {
        match tokio::fs::read(&file).await {
            Ok(bytes) => return Template::read(&bytes).map_err(|fault| unusable(form, &fault)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(Failure::Unacceptable(format!("{}: {error}", file.display())));
            }
        }
    }
    Template::built_in(form).ok_or_else(|| {
        let known: Vec<&str> = built_in_names().collect();
        Failure::Unacceptable(format!(
            "There is no form of letters “{form}”: choose one of {}, or put a file {form}.docx among the templates.",
            known.join(", ")
        ))
    })
}

fn unusable(form: &str, fault: &BadTemplate) -> Failure {
    Failure::Unacceptable(format!("No letter can be made in the form “{form}”: {fault}."))
}

/// Returns what a letter says of a statement.
async fn fields_of(
    desk: &Desk,
    statement: &Statement,
    directory: &Directory,
    now: Timestamp,
) -> Result<LetterFields, Failure> {
    let answered = desk.store.reader().statements(&statement.answers()).await?;
    let number = record_number(statement);
    let is_ours = statement.direction == Direction::Outgoing;
    let (policy, retired) = (&desk.policy, &statement.retired_contacts);
    let received = statement.received_on.filter(|_| !is_ours);
    // When the other was sent is said in the words about what is corrected.
    let sent_on = statement.sent_on.filter(|_| statement.correction.is_none());
    Ok(LetterFields {
        from: names_of(&statement.from),
        to: names_of(&statement.to),
        cc: Some(retired.cc.clone()).filter(|cc| !cc.is_empty()).into_iter().collect(),
        subject: statement.subject.clone(),
        purpose: statement.purpose,
        deadline: statement.deadline().map(|deadline| deadline.date),
        date: Some(sent_on.or(received).unwrap_or_else(|| day_of(now))),
        contacts: statement.from.contacts.iter().map(person_of).collect(),
        to_contacts: statement.to.contacts.iter().map(person_of).collect(),
        send_reply_to: statement.from.liaison_contact.iter().map(mailbox).collect(),
        identifiers: statement.identifiers.clone(),
        in_response_to: answered.iter().flat_map(known_as).collect(),
        attachments: statement.attachments.iter().filter_map(named).collect(),
        text: statement.text.clone(),
        consensus: consensus_words(desk, statement),
        approval: if is_ours { approval(desk, statement, directory) } else { String::new() },
        organization: if is_ours { policy.name.clone() } else { String::new() },
        number: number.to_string(),
        url: desk.settings.statement_url(number),
        correction: statement
            .correction
            .as_ref()
            .map(|it| correction_words(statement, it))
            .unwrap_or_default(),
    })
}

/// Says what stands behind a statement, and what that rests on (OUT-6).
fn consensus_words(desk: &Desk, statement: &Statement) -> String {
    let words = statement.consensus.map(|it| desk.policy.consensus_words(it)).unwrap_or_default();
    match basis_words(statement) {
        basis if basis.is_empty() || words.is_empty() => words,
        basis => format!("{words}. It rests on: {basis}"),
    }
}

/// Returns the number under which a statement is on the record, or will be: a correction takes the place of another.
pub(crate) fn record_number(statement: &Statement) -> Number {
    statement.correction.as_ref().map_or(statement.number, |it| it.of)
}

/// Says what a letter corrects, and why.
fn correction_words(statement: &Statement, it: &Correction) -> String {
    let day = statement.sent_on.map(|day| day.strftime(", sent on %-d %B %Y").to_string());
    let (of, day) = (it.of, day.unwrap_or_default());
    format!("This corrects liaison statement {of}{day}, and takes its place. Corrected: {}", it.why)
}

fn names_of(side: &Side) -> Vec<String> {
    if side.groups.is_empty() {
        return side.as_written.clone();
    }
    side.groups.iter().map(|group| group.name.clone()).collect()
}

fn person_of(contact: &Contact) -> Person {
    let email = contact.address.clone().unwrap_or_default();
    Person { name: contact.name.clone(), email, organization: String::new() }
}

fn mailbox(mailbox: &Mailbox) -> Person {
    let (name, email) = (mailbox.name().to_owned(), mailbox.address().to_owned());
    Person { name, email, organization: String::new() }
}

/// Returns what a statement that is answered is known as to whoever sent it.
fn known_as(answered: &Statement) -> Vec<String> {
    if answered.identifiers.is_empty() {
        vec![format!("“{}” of {}", answered.subject, answered.day())]
    } else {
        answered.identifiers.clone()
    }
}

/// Returns how a letter names what comes with it; it does not name itself.
fn named(attachment: &Attachment) -> Option<String> {
    if attachment.is_letter() || attachment.hidden.is_some() {
        return None;
    }
    Some(match &attachment.body {
        AttachmentBody::File { name, .. } => name.clone(),
        AttachmentBody::Link { url } => url.clone(),
    })
}

/// Says who approves a statement before it goes out: without that it never does (OUT-2).
fn approval(desk: &Desk, statement: &Statement, directory: &Directory) -> String {
    let groups = statement.from.groups.iter().filter_map(|group| directory.group(group.id));
    let levels = groups.filter_map(|group| desk.policy.level(group));
    let mut words: Vec<String> = levels.map(|level| desk.policy.authority_words(level)).collect();
    words.dedup();
    words.join(", ")
}
