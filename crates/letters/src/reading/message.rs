//! A message: the letter that it carries or is, or why it is none.

use jiff::civil::Date;
use rules::Mailbox;

use super::asked;
use super::farewells::is_farewell;
use super::forwarded;
use super::header::{from_header, in_header, side_from_subject};
use super::label::before_colon;
use super::layouts::Layouts;
use super::letter::{Hints, read_letter};
use super::mail_letter;
use super::mail_subject;
use super::marks::{is_greeting, names_reader};
use super::parties::TOLD;
use super::result::{Field, Reading};
use super::spoken_of::SPOKEN_OF;
use super::standing::speaks_of_one;
use super::subject_marks;
use crate::document::{Document, PieceKind};

/// What a message says in its header, and its text.
#[derive(Debug, Clone, Default)]
pub struct Envelope {
    /// The subject.
    pub subject: String,
    /// Who wrote it.
    pub from: Option<Mailbox>,
    /// Where it wants answers.
    pub reply_to: Vec<Mailbox>,
    /// To whom it was sent.
    pub to: Vec<Mailbox>,
    /// Who got a copy.
    pub cc: Vec<Mailbox>,
    /// The day on which it was written, by its own clock.
    pub date: Option<Date>,
    /// Whether a program sent it.
    pub is_automatic: bool,
    /// Whether it asks to a meeting, with an entry for a calendar (RFC 5546 §3.2.2).
    pub is_invitation: bool,
    /// Its text.
    pub text: String,
    /// The same with its tables, where the message has it as HTML alone.
    pub html: Option<Document>,
}

/// A document within a message.
#[derive(Debug, Clone)]
pub struct Enclosure {
    /// The name of its file.
    pub name: String,
    /// A short name for its format.
    pub format: String,
    /// What it holds.
    pub document: Document,
}

/// Reads a message with its documents: one reading for each letter in it, or one that says why there is none.
///
/// The file of a reading is the name of the enclosure, or empty for the message's own text; that is returned as it was
/// read, so that evidence can be shown in it.
pub fn read_message(
    envelope: &Envelope,
    enclosures: &[Enclosure],
) -> Vec<(Reading, Option<Document>)> {
    let mut letters: Vec<Reading> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    for enclosure in enclosures {
        let hints = Hints { file_name: enclosure.name.clone(), day: envelope.date };
        let mut reading = read_letter(&enclosure.document, &hints);
        if reading.is_statement {
            (reading.file, reading.format) = (enclosure.name.clone(), enclosure.format.clone());
            letters.push(reading);
        } else {
            others.push(enclosure.name.rsplit('/').next().unwrap_or_default());
        }
    }
    if letters.is_empty() {
        let (mut reading, document) = read_text(envelope, 0);
        if reading.is_statement {
            add_files(&mut reading, &others);
        }
        return vec![(reading, Some(document))];
    }
    let alone = letters.len() == 1;
    // Who passes a letter on does not write it: the header is that of the message within.
    let (before, forwarded) = forwarded::at_forwarded(&envelope.text);
    let inner = forwarded
        .filter(|_| before.len() < 1_500 && !subject_marks::is_reply(&envelope.subject))
        .map(|(inner, _)| inner);
    for reading in &mut letters {
        whom_to_ask(envelope, reading);
        from_header(inner.as_ref().unwrap_or(envelope), reading);
        if alone {
            add_files(reading, &others);
        }
    }
    letters.into_iter().map(|reading| (reading, None)).collect()
}

/// Takes from the words around a letter that names nobody to ask whom they say to ask.
fn whom_to_ask(envelope: &Envelope, reading: &mut Reading) {
    const MOST: usize = 5_000;
    let text = envelope.text.as_str();
    if !reading.contacts.is_empty() || text.len() > MOST {
        return;
    }
    let around = read_letter(&Document::of_plain(text), &Hints::default());
    let evidence = around.evidence_of(Field::Contacts);
    if let [only] = evidence
        && only.doubt.as_deref() == Some(SPOKEN_OF)
    {
        reading.contacts.extend(around.contacts.iter().take(1).cloned());
        reading.note(Field::Contacts, in_header(&only.text, "words of the message"));
    }
}

fn add_files(reading: &mut Reading, names: &[&str]) {
    for name in names {
        reading.add_file(name, "a file of the message");
    }
}

/// How often a message is followed that was passed on within the words of another.
const DEEPEST: usize = 5;

/// Reads the text of a message as a letter.
fn read_text(envelope: &Envelope, depth: usize) -> (Reading, Document) {
    if let Some(why) = answer_of_a_program(envelope) {
        return (none(&why), Document::of_plain(envelope.text.as_str()));
    }
    let (own, left_out) = forwarded::without_foot(forwarded::without_armor(&envelope.text));
    let (before, forwarded) = forwarded::at_forwarded(own);
    let may_pass_on = depth < DEEPEST;
    let forwarded =
        forwarded.filter(|_| may_pass_on && !subject_marks::is_reply(&envelope.subject));
    if let Some((inner, _)) = forwarded.as_ref().filter(|_| before.len() < 1_500) {
        let mut inner = inner.clone();
        if inner.subject.is_empty() {
            inner.subject.clone_from(&envelope.subject);
        }
        let (mut reading, document) = read_text(&inner, depth + 1);
        if reading.is_statement {
            reading.reasons.push("It was forwarded within a message.".to_owned());
            reading.left_out.extend(left_out);
            if !before.trim().is_empty() {
                reading.left_out.insert(0, before.to_owned());
            }
            return (reading, document);
        }
    }
    if may_pass_on
        && let Some(found) =
            read_below(envelope, before, depth).or_else(|| read_quoted(envelope, own, depth))
    {
        return found;
    }
    let (text, quoted) = forwarded::without_quotes(before);
    let document = match &envelope.html {
        Some(html) if forwarded.is_none() && !quoted => html.clone(),
        _ => Document::of_plain(text),
    };
    let mut reading = read_letter(&document, &Hints { day: envelope.date, ..Hints::default() });
    reading.left_out = left_out;
    decide(envelope, &document, &mut reading, quoted);
    from_header(envelope, &mut reading);
    (reading, document)
}

/// Reads the letter that a message passes on below a line, without the head that it had.
fn read_below(envelope: &Envelope, text: &str, depth: usize) -> Option<(Reading, Document)> {
    const MOST: usize = 1_500;
    let (before, inner) = forwarded::at_letter_below(text)?;
    let is_passed_on = before.len() < MOST
        && !before.trim().is_empty()
        && !subject_marks::is_reply(&envelope.subject)
        && envelope.html.is_none();
    let inner = Envelope {
        subject: envelope.subject.clone(),
        to: envelope.to.clone(),
        date: envelope.date,
        text: inner,
        ..Envelope::default()
    };
    let (mut reading, document) = is_passed_on.then(|| read_text(&inner, depth + 1))?;
    if !reading.is_statement {
        return None;
    }
    reading.reasons.push("It was passed on within a message.".to_owned());
    reading.left_out.insert(0, before.to_owned());
    Some((reading, document))
}

/// Reads what a message passes on with the marks of quotation before each line, and nothing below it.
fn read_quoted(envelope: &Envelope, text: &str, depth: usize) -> Option<(Reading, Document)> {
    if !subject_marks::is_forward(&envelope.subject) {
        return None;
    }
    let (before, inner) = forwarded::all_quoted(text)?;
    let inner = Envelope {
        subject: subject_marks::bare_subject(&envelope.subject),
        date: envelope.date,
        text: inner,
        ..Envelope::default()
    };
    let (mut reading, document) = read_text(&inner, depth + 1);
    if !reading.is_statement {
        return None;
    }
    reading.reasons.push("It was passed on within a message.".to_owned());
    reading.left_out.insert(0, before.to_owned());
    Some((reading, document))
}

/// Decides whether a message is a statement itself.
fn decide(envelope: &Envelope, document: &Document, reading: &mut Reading, has_quotes: bool) {
    let asks = (asked::names_both(reading)
        || mail_letter::is_reply_of_a_body(&envelope.subject, reading))
        && (!has_quotes || forwarded::quotes_below(&envelope.text))
        && mail_letter::is_signed(&envelope.subject, document, reading);
    if subject_marks::is_reply(&envelope.subject)
        && !asks
        && !(reading.is_statement && mail_letter::is_formal_letter(document, reading))
        && reading.claims.first().is_none_or(|claim| !claim.holds())
    {
        *reading = Reading {
            left_out: std::mem::take(&mut reading.left_out),
            ..none("it answers another message")
        };
        return;
    }
    if reading.is_statement
        && !mail_letter::is_of_a_meeting(&envelope.subject)
        && (labelled(document) || mail_letter::names_sides(&envelope.subject, document, reading))
    {
        return;
    }
    if let Some(body) = mail_subject::sender_in(&subject_marks::bare_subject(&envelope.subject))
        && (reading.from.is_empty() || is_named_shorter(reading, body))
    {
        side_from_subject(Field::From, body, envelope, reading);
    }
    between_in_subject(envelope, reading);
    let names_bodies = !reading.from.is_empty()
        || super::titles::addressed_in(&subject_marks::bare_subject(&envelope.subject)).is_some();
    if !has_quotes && names_bodies && is_letter(envelope, document, reading) {
        reading.is_statement = true;
        reading.reasons =
            vec!["The message is a letter, and its subject calls it a liaison.".to_owned()];
        return;
    }
    let answers = !subject_marks::is_reply(&envelope.subject)
        && mail_letter::answers_a_liaison(document, reading);
    if !has_quotes && answers {
        reading.is_statement = true;
        reading.reasons = vec!["It thanks for a liaison, and is signed for a body.".to_owned()];
        return;
    }
    if !has_quotes && mail_letter::begins_by_saying(document, reading) {
        reading.is_statement = true;
        reading.reasons = vec!["It begins by saying that it is a liaison statement.".to_owned()];
        return;
    }
    if asks {
        reading.is_statement = true;
        reading.reasons = vec!["One body answers or asks another, and it is signed.".to_owned()];
        return;
    }
    // What it mentions is not said of itself.
    let why = "the message talks, or brings something, and is no letter itself";
    *reading = Reading {
        text: std::mem::take(&mut reading.text),
        left_out: std::mem::take(&mut reading.left_out),
        warnings: std::mem::take(&mut reading.warnings),
        ..none(why)
    };
}

/// Takes from the subject who writes to whom, where the text has no lines for it.
fn between_in_subject(envelope: &Envelope, reading: &mut Reading) {
    let subject = subject_marks::bare_subject(&envelope.subject);
    let Some((from, to)) = mail_subject::between(&subject) else { return };
    for (field, body) in [(Field::From, from), (Field::To, to)] {
        if reading.evidence_of(field).iter().all(|one| one.doubt.is_some()) {
            side_from_subject(field, body, envelope, reading);
        }
    }
}

/// Says whether who signs a text names a body by the end of the name that the subject has: "TAG" for "W3C TAG".
fn is_named_shorter(reading: &Reading, body: &str) -> bool {
    let [from] = &reading.from[..] else { return false };
    body.strip_suffix(from.as_str()).is_some_and(|before| before.ends_with(' '))
        && reading.evidence_of(Field::From).iter().all(|one| one.doubt.is_some())
}

/// Says whether a text has a head of labels, and not just words before colons somewhere.
fn labelled(document: &Document) -> bool {
    let lines = document.text.lines().filter(|line| !line.trim().is_empty()).take(40);
    let rows = document.pieces.iter().filter(|piece| match &piece.kind {
        PieceKind::Row { cells, .. } => cells.len() > 1 && is_label(document.words(cells[0])),
        PieceKind::Line { .. } => false,
    });
    // Before the colon of a sentence stand more words than a label has.
    let is_labelled = |line: &&str| {
        let line = line.trim();
        let label = before_colon(line).and_then(|(colon, _)| line.get(..colon));
        label.is_some_and(|label| label.split_whitespace().count() < 7)
    };
    lines.filter(is_labelled).count() >= 3 || rows.count() >= 3
}

fn is_label(words: &str) -> bool {
    let layouts = Layouts::get();
    layouts.label(&layouts.general, words).is_some()
}

/// Says whether a message without a head of labels is a letter: its subject says so, and it greets and takes leave.
fn is_letter(envelope: &Envelope, document: &Document, reading: &Reading) -> bool {
    let text = document.text.as_str();
    let subject = subject_marks::bare_subject(&envelope.subject).to_lowercase();
    let speaks_for_some = !reading.from.is_empty() && !reading.to.is_empty();
    let calls_itself = envelope.subject.to_lowercase().contains("[liaison]")
        || speaks_of_one(&subject)
        || subject.starts_with("ls ")
        || subject.contains(" ls ")
        || (speaks_for_some
            && (subject.contains("statement") || mail_subject::names_a_letter(&subject)))
        || (!reading.from.is_empty() && mail_subject::comes_from_some(&subject));
    // "Liaison: request for review … from the Example WG" says what it is before anything else.
    let names_itself = subject.starts_with("liaison")
        && mail_subject::sender_in(&subject_marks::bare_subject(&envelope.subject)).is_some();
    let talks = !names_itself && mail_letter::talks(&subject);
    let greets = text
        .lines()
        .any(|line| (is_greeting(line) && mail_letter::is_formal(line)) || names_reader(line))
        || mail_letter::greets_as_a_holder(text);
    // Who signs with the name in the header takes leave without a word for it.
    let signs = |line: &str| {
        let name = envelope.from.as_ref().map_or("", Mailbox::name);
        !name.is_empty() && line.split(',').next().unwrap_or(line).trim() == name
    };
    let takes_leave = text.lines().any(|line| is_farewell(line.trim()) || signs(line));
    let talks =
        talks || mail_letter::tells_of_an_office(text) || mail_letter::tells_of_a_motion(text);
    let is_one = (!talks || mail_letter::speaks_of_itself(text)) && greets && takes_leave;
    // "The Example Board thanks the Example Forum for …" tells it all.
    let is_told = [Field::From, Field::To].into_iter().all(|field| {
        let evidence = reading.evidence_of(field);
        !evidence.is_empty() && evidence.iter().all(|one| one.doubt.as_deref() == Some(TOLD))
    });
    let is_between = !talks
        && mail_subject::between(&subject_marks::bare_subject(&envelope.subject)).is_some()
        && mail_letter::signs_for(text, reading);
    is_between
        || (calls_itself
            && (is_one || (!talks && mail_subject::says_between_whom(&envelope.subject))))
        || (is_told && takes_leave)
}

/// Says whether a program wrote a message, and in answer to something.
fn answer_of_a_program(envelope: &Envelope) -> Option<String> {
    const SUBJECTS: [&str; 16] = [
        "out of office",
        "automatic reply",
        "auto:",
        "autoreply",
        "auto-reply",
        "undeliverable",
        "undelivered mail",
        "delivery status notification",
        "mail delivery failed",
        "returned mail",
        "failure notice",
        "abwesenheit",
        "absence du bureau",
        "réponse automatique",
        "out of the office",
        "delivery failure",
    ];
    let subject = subject_marks::bare_subject(&envelope.subject).to_lowercase();
    if SUBJECTS.iter().any(|known| subject.starts_with(known)) {
        return Some("a program answered".to_owned());
    }
    if envelope.is_invitation {
        return Some("it is an invitation to a meeting".to_owned());
    }
    let is_notice = envelope.text.contains("URL of the IETF Web page")
        || subject.starts_with("new liaison statement");
    (envelope.is_automatic && !is_notice).then(|| "a program sent it".to_owned())
}

fn none(why: &str) -> Reading {
    Reading { reasons: vec![format!("No statement: {why}.")], ..Reading::default() }
}
