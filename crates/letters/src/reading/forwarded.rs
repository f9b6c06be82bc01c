//! A message within the text of another: where it begins, and what its head says.

use std::sync::LazyLock;

use regex::Regex;
use rules::Mailbox;

use super::label::{before_colon, folded};
use super::marks::is_greeting;
use super::message;

/// Cuts from a text what lists and mail programs put below it: footers, notes on secrecy, signatures.
pub(super) fn without_foot(text: &str) -> (&str, Vec<String>) {
    static FOOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?m)^(?:-- $|#{20,}\s*$|_{20,}\s*\n(?:[^\n]*mailing list|This e-?mail|The information)|",
            r"_{30,}\s*\n[^\n]*(?i:list|unsubscribe)|To unsubscribe from |(?i:This (?:e-?mail|message)(?: and any)?[^\n]{0,40}(?:confidential|proprietary|intended (?:only|solely|exclusively|for)|may contain))|",
            r"(?i:Ce message et ses pi)|(?i:Diese E-?Mail enth)|-----BEGIN PGP SIGNATURE-----|CONFIDENTIALITY NOTICE|DISCLAIMER)"
        ))
        .ok()
    });
    match FOOT.as_ref().and_then(|pattern| pattern.find(text)) {
        Some(found) if found.start() > 0 => {
            let (own, foot) = text.split_at(found.start());
            (own, vec![foot.trim().to_owned()])
        }
        _ => (text, Vec::new()),
    }
}

/// Returns a text without the lines that a program for signatures put before it (RFC 9580 §7).
pub(super) fn without_armor(text: &str) -> &str {
    let start = text.trim_start();
    let Some(behind) = start.strip_prefix("-----BEGIN PGP SIGNED MESSAGE-----") else {
        return text;
    };
    behind.split_once("\n\n").map_or(text, |(_, own)| own)
}

/// A message that stands in the words of another, as programs write it that forward without attaching it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarded {
    /// What whoever forwarded it wrote before it.
    pub before: String,
    /// Who had sent it.
    pub from: Mailbox,
    /// Its subject.
    pub subject: String,
}

/// Returns the message that is forwarded in a text, if one is whose sender can be read.
pub fn forwarded_in(text: &str) -> Option<Forwarded> {
    let (before, found) = at_forwarded(text);
    let (envelope, _) = found?;
    Some(Forwarded {
        before: before.trim().to_owned(),
        from: envelope.from?,
        subject: envelope.subject,
    })
}

/// Parts a text at the head of a message that is forwarded in it; returns that message and where it began.
pub(super) fn at_forwarded(text: &str) -> (&str, Option<(message::Envelope, usize)>) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim().trim_start_matches(['>', ' ', '*']);
        let is_mark = is_forward_mark(words);
        if is_mark || header_field(words).is_some_and(|(name, _)| name == "from") {
            let from = if is_mark { start + line.len() } else { start };
            if let Some(envelope) = envelope_behind(text.get(from..).unwrap_or_default(), is_mark) {
                return (text.get(..start).unwrap_or_default(), Some((envelope, start)));
            }
        }
        start += line.len();
    }
    (text, None)
}

/// Parts a text at a line that marks where a letter begins which is passed on without a head: "Begin forwarded message:", "====".
pub(super) fn at_letter_below(text: &str) -> Option<(&str, String)> {
    const NEAR: usize = 18;
    const SHORTEST: usize = 3;
    let is_rule = |words: &str| {
        let signs = words.trim_matches(['-', '=', '_', '*', '~', ' ']);
        signs.is_empty() && words.len() >= SHORTEST
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let below = text.get(start + line.len()..).unwrap_or_default();
        let words = line.trim();
        if is_rule(words) || is_forward_mark(words.trim_start_matches(['>', ' ', '*'])) {
            let mut lines = below.lines().map(without_mark).filter(|line| !line.trim().is_empty());
            if lines
                .by_ref()
                .take(NEAR)
                .any(|line| is_greeting(line) && line.trim_start().starts_with("Dear "))
            {
                let before = text.get(..start).unwrap_or_default();
                let inner = below.lines().map(without_mark).collect::<Vec<_>>().join("\n");
                return Some((before, inner));
            }
        }
        start += line.len();
    }
    None
}

/// Parts a text of which all but the first words is quoted: those words, and the rest without the marks of quotation.
pub(super) fn all_quoted(text: &str) -> Option<(&str, String)> {
    const LEAST: usize = 8;
    const LONGEST: usize = 1_500;
    let start = text.find("\n>").map(|at| at + 1).filter(|start| *start < LONGEST)?;
    let (before, quoted) = text.split_at(start);
    let mut lines = quoted.lines().filter(|line| !line.trim().is_empty());
    let count = lines.clone().count();
    let is_quoted = count >= LEAST && lines.all(|line| line.starts_with('>'));
    let inner: Vec<&str> = quoted.lines().map(without_mark).collect();
    is_quoted.then(|| (before, inner.join("\n")))
}

/// Returns a line without the mark of quotation before it; nothing else of it goes.
fn without_mark(line: &str) -> &str {
    line.strip_prefix('>').map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest))
}

pub(super) fn is_forward_mark(words: &str) -> bool {
    let inner = words.trim_matches(['-', '_', ' ', '=']).to_lowercase();
    const MARKS: [&str; 12] = [
        "original message",
        "forwarded message",
        "begin forwarded message:",
        "begin forwarded message",
        "ursprüngliche nachricht",
        "message d'origine",
        "messaggio originale",
        "mensaje original",
        "weitergeleitete nachricht",
        "message transféré",
        "originalnachricht",
        "forwarded by",
    ];
    words.len() < 80 && MARKS.iter().any(|mark| inner.starts_with(mark))
}

/// Returns the field of a forwarded header, its name in English.
pub(super) fn header_field(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_matches('*');
    let (colon, value) = before_colon(line)?;
    let name = match folded(line.get(..colon)?).as_str() {
        "from" | "von" | "de" | "da" | "expéditeur" => "from",
        "sent" | "date" | "gesendet" | "datum" | "envoyé" | "inviato" | "data" | "enviado" => {
            "date"
        }
        "to" | "an" | "à" | "a" | "para" => "to",
        "cc" | "kopie cc" | "kopie" | "copie à" | "copie" | "copia" | "kopi" => "cc",
        "subject" | "betreff" | "objet" | "oggetto" | "asunto" => "subject",
        "reply to" | "replyto" | "importance" | "attachments" | "anlagen" => "other",
        _ => return None,
    };
    Some((name, line.get(value..)?.trim().trim_matches('*').trim()))
}

/// Reads the head of a forwarded message at the start of a text: three of its fields, a sender and a subject among them.
///
/// Behind a line that says that one is forwarded there, who sent it and when are enough.
fn envelope_behind(text: &str, is_marked: bool) -> Option<message::Envelope> {
    let mut envelope = message::Envelope::default();
    let (mut fields, mut at, mut has_subject, mut has_from, mut has_hour) =
        (0, 0, false, false, false);
    let mut last = "";
    for line in text.split_inclusive('\n').take(25) {
        let words = line.trim().trim_start_matches(['>', ' ']);
        match header_field(words) {
            Some((name, value)) => {
                fields += 1;
                last = name;
                match name {
                    "from" => (envelope.from, has_from) = (mailbox_in(value), true),
                    "subject" => (envelope.subject, has_subject) = (value.to_owned(), true),
                    "date" => {
                        has_hour |= has_clock(value);
                        envelope.date =
                            super::dates::dates_in(value).first().map(|found| found.first);
                    }
                    "to" => envelope.to = mailboxes_in(value),
                    "cc" => envelope.cc = mailboxes_in(value),
                    _ => {}
                }
            }
            None if words.is_empty() && fields == 0 => {}
            None if words.is_empty() => break,
            // A field may go on on the next line.
            None if last == "subject" => {
                envelope.subject.push(' ');
                envelope.subject.push_str(words);
            }
            None if last == "to" || last == "cc" => {}
            None => break,
        }
        at += line.len();
    }
    // A letter has labels of the same names; only a message tells the hour at which it was sent.
    let is_short = is_marked && fields == 2 && has_from && has_hour && envelope.from.is_some();
    let is_whole = fields > 2 && has_subject && has_from && (has_hour || envelope.from.is_some());
    if !(is_short || is_whole) {
        return None;
    }
    let rest = text.get(at..).unwrap_or_default();
    let are_quoted = rest
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(5)
        .all(|line| line.trim_start().starts_with('>'));
    envelope.text = if are_quoted {
        rest.lines()
            .map(|line| line.trim_start().trim_start_matches('>').trim_start_matches(' '))
            .collect::<Vec<_>>()
            .join("\n")
    } else {
        rest.to_owned()
    };
    Some(envelope)
}

/// Says whether words tell an hour: 11:35.
pub(super) fn has_clock(words: &str) -> bool {
    words.as_bytes().windows(4).any(|four| {
        four[0].is_ascii_digit()
            && four[1] == b':'
            && four[2].is_ascii_digit()
            && four[3].is_ascii_digit()
    })
}

pub(super) fn mailboxes_in(words: &str) -> Vec<Mailbox> {
    words
        .split(';')
        .flat_map(|one| {
            let several = super::addresses::addresses_in(one).len() > 1;
            if several { at_commas(one) } else { vec![one] }
        })
        .filter_map(mailbox_in)
        .collect()
}

/// Cuts a list of mailboxes at its commas, but for those within a name in quotes.
fn at_commas(list: &str) -> Vec<&str> {
    let (mut parts, mut start, mut is_quoted) = (Vec::new(), 0, false);
    for (at, sign) in list.char_indices() {
        match sign {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => {
                parts.push(list.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list.get(start..).unwrap_or_default());
    parts
}

pub(super) fn mailbox_in(words: &str) -> Option<Mailbox> {
    let address = super::addresses::addresses_in(words).into_iter().next()?;
    let name = words.get(..address.start).unwrap_or_default();
    let name =
        name.split("[mailto").next().unwrap_or(name).trim_matches(['<', '[', '(', ' ', '"', '\'']);
    Mailbox::new(name, &address.email).ok()
}

/// Says whether all that a text quotes stands below what is written in it.
pub(super) fn quotes_below(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_quoted = |line: &str| line.trim_start().starts_with('>');
    lines.by_ref().any(is_quoted) && lines.all(is_quoted)
}

/// Takes quoted lines out of a text, and says whether there were any.
pub(super) fn without_quotes(text: &str) -> (String, bool) {
    let mut own = String::with_capacity(text.len());
    let mut has_quotes = false;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('>') {
            has_quotes = true;
        } else {
            own.push_str(line);
        }
    }
    (own, has_quotes)
}
