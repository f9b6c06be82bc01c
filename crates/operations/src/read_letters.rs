//! Reading letters and messages: what `liaison read` prints and what the inbox proposes, from bytes alone.

use letters::reading::{Enclosure, Envelope, Hints, Reading, read_letter, read_message};
use letters::{
    Converter, Document, Kind, Limits, Names, Resolved, document_of, kind_of, letters_in,
};
use rules::Directory;
use serde::{Deserialize, Serialize};

use crate::LetterText;
use crate::closed_parts::closed_parts;
use crate::read_sent::{read_as_sent, sent_beside};

/// How deep messages are read that stand within messages.
const DEEPEST: usize = 3;

/// A letter that was read, with the text that it was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadLetter {
    /// What it says.
    pub reading: Reading,
    /// The text into which its evidence points.
    pub text: LetterText,
}

/// Reads a document or a message: one reading for each letter in it, or one that says why there is none.
///
/// Stores nothing and asks nobody; the groups that a letter names are for whoever has a directory. Programs are called
/// through `converter`, so this waits, and is not called where others wait.
pub fn read_letters(bytes: &[u8], name: &str, converter: &dyn Converter) -> Vec<ReadLetter> {
    read_within(bytes, name, converter, 0)
}

fn read_within(
    bytes: &[u8],
    name: &str,
    converter: &dyn Converter,
    depth: usize,
) -> Vec<ReadLetter> {
    let limits = Limits::default();
    let kind = kind_of(bytes, name);
    let letters = match kind {
        Kind::Message => read_mail(bytes, converter, depth),
        Kind::Zip => read_archive(bytes, name, converter, &limits),
        kind => vec![read_document(bytes, name, kind, converter, &limits)],
    };
    finished(letters, name, kind)
}

/// Reads a message that was received as one, however its bytes look: the letters in it, by the names of its files.
pub fn read_received(bytes: &[u8], converter: &dyn Converter) -> Vec<ReadLetter> {
    finished(read_mail(bytes, converter, 0), "", Kind::Message)
}

fn finished(mut letters: Vec<ReadLetter>, name: &str, kind: Kind) -> Vec<ReadLetter> {
    for ReadLetter { reading, text } in &mut letters {
        text.settle(reading);
        reading.file = within(name, &reading.file);
        if reading.format.is_empty() {
            format_of(kind).clone_into(&mut reading.format);
        }
    }
    letters
}

fn within(outer: &str, inner: &str) -> String {
    match (outer, inner) {
        (outer, "") => outer.to_owned(),
        ("", inner) => inner.to_owned(),
        (outer, inner) => format!("{outer}/{inner}"),
    }
}

fn read_document(
    bytes: &[u8],
    name: &str,
    kind: Kind,
    converter: &dyn Converter,
    limits: &Limits,
) -> ReadLetter {
    let document = document_of(bytes, kind, converter, limits);
    let mut reading =
        read_letter(&document, &Hints { file_name: name.to_owned(), ..Hints::default() });
    format_of(kind).clone_into(&mut reading.format);
    ReadLetter { reading, text: LetterText::of(document) }
}

/// Returns what says why there is no statement, where there is no text either.
fn nothing(why: String) -> Vec<ReadLetter> {
    let reading = Reading { reasons: vec![why], ..Reading::default() };
    vec![ReadLetter { reading, text: LetterText::default() }]
}

/// Reads the letters of an archive: of several documents, those that are statements, else all of them.
fn read_archive(
    bytes: &[u8],
    name: &str,
    converter: &dyn Converter,
    limits: &Limits,
) -> Vec<ReadLetter> {
    let (documents, warnings) = letters_in(bytes, limits);
    let mut letters: Vec<ReadLetter> = Vec::new();
    for document in &documents {
        let mut letter =
            read_document(&document.bytes, &document.name, document.kind, converter, limits);
        // The archive's own name carries the number under which it was registered.
        for number in letters::reading::numbers_of(name) {
            letter.reading.add_number(&number, name);
        }
        letter.reading.file.clone_from(&document.name);
        letters.push(letter);
    }
    let others = letters.iter().filter(|one| !one.reading.is_statement);
    let others: Vec<String> = others.map(|one| one.reading.file.clone()).collect();
    if letters.iter().any(|one| one.reading.is_statement) {
        letters.retain(|one| one.reading.is_statement);
    }
    if let [only] = &mut letters[..]
        && only.reading.is_statement
    {
        others.iter().for_each(|name| only.reading.add_file(name, "a file of the archive"));
    }
    if letters.is_empty() {
        letters =
            nothing("No statement: the archive holds no document that could be read.".to_owned());
    }
    for letter in &mut letters {
        letter.reading.warnings.extend(warnings.iter().cloned());
    }
    letters
}

/// Reads a message: its files, the messages within it, its text.
fn read_mail(bytes: &[u8], converter: &dyn Converter, depth: usize) -> Vec<ReadLetter> {
    let limits = Limits::default();
    let message = match mail::read(bytes, &mail::Limits::default()) {
        Ok(message) => message,
        Err(mail::Refusal::NoSender) if let Some(letter) = read_archived(bytes, converter) => {
            return vec![letter];
        }
        Err(refusal) => return nothing(format!("No statement: {refusal}")),
    };
    // What comes back undelivered carries a message that went out, not one that came in.
    let may_carry = depth < DEEPEST && !message.is_automatic();
    let inner = message.parts.iter().filter(|part| part.is_message && may_carry);
    for part in inner {
        let name = part.name.clone().unwrap_or_default();
        let mut letters = read_within(&part.bytes, &name, converter, depth + 1);
        if letters.iter().any(|one| one.reading.is_statement) {
            letters.retain(|one| one.reading.is_statement);
            for one in &mut letters {
                one.reading.reasons.push("It came as a message within a message.".to_owned());
            }
            return letters;
        }
    }
    let mut closed = closed_parts(&message);
    match sent_beside(&message) {
        Some(Ok(sent)) => {
            let html = html_of(&message, converter, &limits);
            return vec![read_as_sent(Envelope { html, ..envelope_of(message) }, sent, &closed)];
        }
        Some(Err(why)) => closed.push(why),
        None => {}
    }
    let mut enclosures = enclosures_of(&message, converter, &limits);
    let html = html_of(&message, converter, &limits);
    let readings = read_message(&Envelope { html, ..envelope_of(message) }, &enclosures);
    let with_text = |(mut reading, own): (Reading, Option<Document>)| {
        reading.warnings.extend(closed.iter().cloned());
        // Of files of the same name the first comes first, in what was read too.
        let from =
            enclosures.iter().position(|one| !reading.file.is_empty() && one.name == reading.file);
        let text = match (own, from) {
            (Some(own), _) => LetterText::of(own),
            (None, Some(at)) => LetterText::of(enclosures.remove(at).document),
            (None, None) => LetterText::of_lines(String::new()),
        };
        ReadLetter { reading, text }
    };
    readings.into_iter().map(with_text).collect()
}

/// Reads a message from the page of an archive, whose addresses are written in words: "ana at example.org".
fn read_archived(bytes: &[u8], converter: &dyn Converter) -> Option<ReadLetter> {
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let document = document_of(bytes, Kind::Text { is_utf8 }, converter, &Limits::default());
    let envelope = Envelope { text: document.text, ..Envelope::default() };
    let (mut reading, text) = read_message(&envelope, &[]).into_iter().next()?;
    let text = LetterText::of(text?);
    reading.reasons = vec!["It is a letter in the text of a message from an archive.".to_owned()];
    reading.is_statement.then_some(ReadLetter { reading, text })
}

/// Returns the words of a message that has them as HTML alone, with their tables.
fn html_of(
    message: &mail::Message,
    converter: &dyn Converter,
    limits: &Limits,
) -> Option<letters::Document> {
    let mut own =
        message.parts.iter().filter(|part| !part.is_attachment && !part.path.contains("message"));
    let is_html = |part: &&mail::Part| part.media_type == "text/html";
    let has_plain = own
        .clone()
        .any(|part| part.media_type == "text/plain" && !part.bytes.trim_ascii().is_empty());
    let part = own.find(is_html).filter(|_| !has_plain)?;
    Some(document_of(&part.bytes, Kind::Html, converter, limits))
}

/// Returns the documents of a message's own files, those within archives included.
fn enclosures_of(
    message: &mail::Message,
    converter: &dyn Converter,
    limits: &Limits,
) -> Vec<Enclosure> {
    let mut enclosures = Vec::new();
    let files = message.parts.iter().filter(|part| part.is_attachment);
    let files = files.enumerate().filter(|(_, part)| !part.is_message && !is_signature(part));
    for (at, part) in files {
        let name = file_name_of(part, at + 1);
        match kind_of(&part.bytes, &name) {
            Kind::Image(_) => {}
            Kind::Zip => {
                for letter in letters_in(&part.bytes, limits).0 {
                    let document = document_of(&letter.bytes, letter.kind, converter, limits);
                    let name = format!("{name}/{}", letter.name);
                    enclosures.push(Enclosure {
                        name,
                        format: format_of(letter.kind).to_owned(),
                        document,
                    });
                }
            }
            kind => {
                let document = document_of(&part.bytes, kind, converter, limits);
                enclosures.push(Enclosure { name, format: format_of(kind).to_owned(), document });
            }
        }
    }
    enclosures
}

fn envelope_of(message: mail::Message) -> Envelope {
    let is_automatic = message.is_automatic();
    let is_invitation = message.parts.iter().any(asks_to_a_meeting);
    Envelope {
        subject: message.subject,
        from: message.from.or(message.sender),
        reply_to: message.reply_to,
        to: message.to,
        cc: message.cc,
        date: message.day,
        is_automatic,
        is_invitation,
        text: message.text,
        html: None,
    }
}

/// Says whether a part of a message is an entry for a calendar that asks its reader to come.
fn asks_to_a_meeting(part: &mail::Part) -> bool {
    let is_line = |line: &[u8]| line.trim_ascii().eq_ignore_ascii_case(b"METHOD:REQUEST");
    part.media_type == "text/calendar" && part.bytes.split(|byte| *byte == b'\n').any(is_line)
}

/// Says whether a part of a message only proves who wrote it.
fn is_signature(part: &mail::Part) -> bool {
    const KINDS: [&str; 4] = [
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-keys",
    ];
    KINDS.contains(&part.media_type.as_str())
}

/// Fills in the groups that a letter names, as far as the directory knows them; whoever writes tells what "Q14/15" means.
pub fn name_groups(reading: &mut Reading, names: &Names, directory: &Directory) {
    let acronyms = |resolved: &[Resolved]| {
        let mut acronyms: Vec<String> = Vec::new();
        for group in
            resolved.iter().flat_map(|one| &one.groups).filter_map(|id| directory.group(*id))
        {
            if !acronyms.contains(&group.acronym) {
                acronyms.push(group.acronym.clone());
            }
        }
        acronyms
    };
    let from = names.resolve_all(&reading.from, None);
    let home = from.iter().flat_map(|one| &one.groups).next().copied();
    reading.from_groups = acronyms(&from);
    reading.to_groups = acronyms(&names.resolve_all(&reading.to, home));
}

/// Returns the name by which a file of a message is known, made up from its position where the message gives none.
pub(crate) fn file_name_of(part: &mail::Part, position: usize) -> String {
    let name = part.name.clone().filter(|name| !name.is_empty());
    name.unwrap_or_else(|| format!("part-{position}"))
}

/// Returns a short name for a format.
fn format_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Pdf => "pdf",
        Kind::Docx => "docx",
        Kind::Odt => "odt",
        Kind::Doc => "doc",
        Kind::Rtf => "rtf",
        Kind::Html => "html",
        Kind::Text { .. } => "text",
        Kind::Zip => "zip",
        Kind::Message => "message",
        Kind::Image(_) => "image",
        Kind::Other(_) => "other",
    }
}
