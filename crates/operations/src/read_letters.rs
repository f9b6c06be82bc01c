//! Reading letters and messages: what `liaison read` prints and what the inbox proposes, from bytes alone.

use letters::reading::{Enclosure, Envelope, Hints, Reading, read_letter, read_message};
use crate::desk::day_of;
use letters::{Converter, Kind, Limits, Names, Resolved, document_of, kind_of, letters_in};
use rules::Directory;

/// How deep messages are read that stand within messages.
const DEEPEST: usize = 3;

/// Reads a document or a message: one reading for each letter in it, or one that says why there is none.
///
/// Stores nothing and asks nobody; the groups that a letter names are for whoever has a directory. Programs are called
/// through `converter`, so this waits, and is not called where others wait.
pub fn read_letters(bytes: &[u8], name: &str, converter: &dyn Converter) -> Vec<Reading> {
    read_within(bytes, name, converter, 0)
}

fn read_within(bytes: &[u8], name: &str, converter: &dyn Converter, depth: usize) -> Vec<Reading> {
    let limits = Limits::default();
    let kind = kind_of(bytes, name);
    let mut readings = match kind {
        Kind::Message => read_mail(bytes, converter, depth),
        Kind::Zip => read_archive(bytes, name, converter, &limits),
        kind => vec![read_document(bytes, name, kind, converter, &limits)],
    };
    for reading in &mut readings {
        reading.file = within(name, &reading.file);
        if reading.format.is_empty() {
            format_of(kind).clone_into(&mut reading.format);
        }
    }
    readings
}

fn within(outer: &str, inner: &str) -> String {
    if inner.is_empty() { outer.to_owned() } else { format!("{outer}/{inner}") }
}

fn read_document(bytes: &[u8], name: &str, kind: Kind, converter: &dyn Converter, limits: &Limits) -> Reading {
    let document = document_of(bytes, kind, converter, limits);
    let mut reading = read_letter(&document, &Hints { file_name: name.to_owned() });
    format_of(kind).clone_into(&mut reading.format);
    reading
}

/// Reads the letters of an archive: of several documents, those that are statements, else all of them.
fn read_archive(bytes: &[u8], name: &str, converter: &dyn Converter, limits: &Limits) -> Vec<Reading> {
    let (letters, warnings) = letters_in(bytes, limits);
    let mut readings: Vec<Reading> = Vec::new();
    for letter in &letters {
        let mut reading = read_document(&letter.bytes, &letter.name, letter.kind, converter, limits);
        // The archive's own name carries the number under which it was registered.
        for number in letters::reading::numbers_of(name) {
            reading.add_number(&number, name);
        }
        reading.file.clone_from(&letter.name);
        readings.push(reading);
    }
    let names: Vec<String> = readings.iter().filter(|one| !one.is_statement).map(|one| one.file.clone()).collect();
    if readings.iter().any(|one| one.is_statement) {
        readings.retain(|one| one.is_statement);
    }
    if let [only] = &mut readings[..]
        && only.is_statement
    {
        names.iter().for_each(|name| only.add_file(name, "a file of the archive"));
    }
    if readings.is_empty() {
        readings.push(Reading { reasons: vec!["No statement: the archive holds no document that could be read.".to_owned()], ..Reading::default() });
    }
    for reading in &mut readings {
        reading.warnings.extend(warnings.iter().cloned());
    }
    readings
}

/// Reads a message: its files, the messages within it, its text.
fn read_mail(bytes: &[u8], converter: &dyn Converter, depth: usize) -> Vec<Reading> {
    let limits = Limits::default();
    let message = match mail::read(bytes, &mail::Limits::default()) {
        Ok(message) => message,
        Err(refusal) => {
            return vec![Reading { reasons: vec![format!("No statement: {refusal}")], ..Reading::default() }];
        }
    };
    // What comes back undelivered carries a message that went out, not one that came in.
    let may_carry = depth < DEEPEST && !message.auto_submitted;
    let inner = message.parts.iter().filter(|part| part.is_message && may_carry);
    for part in inner {
        let name = part.name.clone().unwrap_or_default();
        let mut readings = read_within(&part.bytes, &name, converter, depth + 1);
        if readings.iter().any(|one| one.is_statement) {
            readings.retain(|one| one.is_statement);
            for one in &mut readings {
                one.reasons.push("It came as a message within a message.".to_owned());
            }
            return readings;
        }
    }
    let enclosures = enclosures_of(&message, converter, &limits);
    let html = html_of(&message, converter, &limits);
    read_message(&Envelope { html, ..envelope_of(message) }, &enclosures)
}

/// Returns the words of a message that has them as HTML alone, with their tables.
fn html_of(message: &mail::Message, converter: &dyn Converter, limits: &Limits) -> Option<letters::Document> {
    let mut own = message.parts.iter().filter(|part| !part.is_attachment && !part.path.contains("message"));
    let is_html = |part: &&mail::Part| part.media_type == "text/html";
    let has_plain = own.clone().any(|part| part.media_type == "text/plain" && !part.bytes.trim_ascii().is_empty());
    let part = own.find(is_html).filter(|_| !has_plain)?;
    Some(document_of(&part.bytes, Kind::Html, converter, limits))
}

/// Returns the documents of a message's own files, those within archives included.
fn enclosures_of(message: &mail::Message, converter: &dyn Converter, limits: &Limits) -> Vec<Enclosure> {
    let mut enclosures = Vec::new();
    for part in message.parts.iter().filter(|part| part.is_attachment && !part.is_message) {
        let name = part.name.clone().unwrap_or_default();
        match kind_of(&part.bytes, &name) {
            Kind::Image(_) => {}
            Kind::Zip => {
                for letter in letters_in(&part.bytes, limits).0 {
                    let document = document_of(&letter.bytes, letter.kind, converter, limits);
                    let name = format!("{name}/{}", letter.name);
                    enclosures.push(Enclosure { name, format: format_of(letter.kind).to_owned(), document });
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
    Envelope {
        subject: message.subject,
        from: message.from.or(message.sender),
        reply_to: message.reply_to,
        to: message.to,
        cc: message.cc,
        date: message.date.map(day_of),
        is_automatic: message.auto_submitted,
        text: message.text,
        html: None,
    }
}

/// Fills in the groups that a letter names, as far as the directory knows them; whoever writes tells what "Q14/15" means.
pub fn name_groups(reading: &mut Reading, names: &Names, directory: &Directory) {
    let acronyms = |resolved: &[Resolved]| {
        let mut acronyms: Vec<String> = Vec::new();
        for group in resolved.iter().flat_map(|one| &one.groups).filter_map(|id| directory.group(*id)) {
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
