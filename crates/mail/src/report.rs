//! What a mail server reports of a message that it could not deliver (RFC 3464, RFC 6522).

use rules::Mailbox;

use crate::fields::{Header, one_line};
use crate::{Limits, Message, Part, Writer};

/// The most recipients of one report that are looked at.
const MOST: usize = 200;
/// The most characters of a server's words that are kept.
const LONGEST: usize = 500;

/// What a mail server reports of a message: which one it was, and of each recipient what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The Message-ID of the message that it is about, without angle brackets, where it came back with the report.
    pub message_id: Option<String>,
    /// Each recipient of whom it says something.
    pub recipients: Vec<Reported>,
}

/// What became of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The addresses by which servers knew the recipient, in lower case: as the sender wrote it, then what became of that
    /// on the way.
    pub addresses: Vec<String>,
    /// Whether it was given up; a report may as well say that it is late, or that it arrived.
    pub is_failed: bool,
    /// Whether that is for good, as an address that is none; what was tried for too long may arrive another time (RFC 3463 §3).
    pub is_permanent: bool,
    /// The server's words; its status code where it has none.
    pub words: String,
}

/// Returns what a mail server's report says, if the message is one.
///
/// Nothing in it is proved: whoever reads it matches it with what was really sent.
pub fn report_of(message: &Message, limits: &Limits) -> Option<Report> {
    let is_status = |part: &&Part| {
        matches!(
            part.media_type.as_str(),
            "message/delivery-status" | "message/global-delivery-status"
        )
    };
    let at = message.parts.iter().position(|part| is_status(&part))?;
    let recipients = recipients(&message.parts[at].bytes, limits);
    // What came back follows, whole or as its header alone; a report may be within another message, so that what stands
    // before it is none of its.
    let mut returned = message.parts[at..].iter();
    let returned = returned.find(|part| {
        part.is_message
            || matches!(part.media_type.as_str(), "text/rfc822-headers" | "message/global-headers")
    });
    let message_id = returned.and_then(|part| {
        let header = Header::cut(&part.bytes, limits.header_bytes);
        header.ids("Message-ID").into_iter().next()
    });
    Some(Report { message_id, recipients })
}

/// Reads the groups of fields, parted by empty lines; the first is about the message, and names no recipient.
fn recipients(bytes: &[u8], limits: &Limits) -> Vec<Reported> {
    let (mut found, mut rest) = (Vec::new(), bytes.trim_ascii_start());
    while !rest.is_empty() && found.len() < MOST {
        let header = Header::cut(rest, limits.header_bytes);
        let after = header.body.trim_ascii_start();
        // A line that is no field, or more than is allowed: there is nothing to go on with.
        if after.len() == rest.len() || header.is_cut {
            break;
        }
        found.extend(reported(&header));
        rest = after;
    }
    found
}

fn reported(header: &Header<'_>) -> Option<Reported> {
    let mut addresses: Vec<String> = Vec::new();
    for field in ["Original-Recipient", "Final-Recipient"] {
        let typed = header.text(field);
        let address = typed.split_once(';').map_or(typed.as_str(), |(_, address)| address);
        let address = address.trim().trim_start_matches('<').trim_end_matches('>');
        let key = Mailbox::new("", address).map(|mailbox| mailbox.key());
        addresses.extend(key.ok().filter(|key| !addresses.contains(key)));
    }
    if addresses.is_empty() {
        return None;
    }
    let said = header.text("Diagnostic-Code");
    let said = said.split_once(';').map_or(said.as_str(), |(_, words)| words);
    let status = header.text("Status");
    let is_failed = header.text("Action").trim().eq_ignore_ascii_case("failed");
    let code = if status.trim().is_empty() { said } else { &status };
    let is_permanent = is_failed && code.trim().starts_with('5');
    let words = if said.trim().is_empty() { status.clone() } else { one_line(said) };
    Some(Reported {
        addresses,
        is_failed,
        is_permanent,
        words: words.trim().chars().take(LONGEST).collect(),
    })
}

/// What subjects say of what was not delivered, in lower case.
const FAILED: [&str; 8] = [
    "undeliver",
    "not delivered",
    "delivery fail",
    "delivery has failed",
    "failure notice",
    "delivery failure",
    "returned mail",
    "returned to sender",
];
/// What subjects say of what is only late, or of somebody who is.
const LATE: [&str; 5] = ["delayed", "delay)", "warning", "out of office", "still being retried"];
/// How many lines of a report in words are looked at.
const LINES: usize = 200;

/// Returns the words in which a server says that something was not delivered, where it says so in a form of its own: the line
/// with a code for that (RFC 5321 §4.2, RFC 3463), else its subject.
///
/// None if neither says so, if it says that it goes on trying, or if it is an answer of somebody's program. The subject must say so
/// where nothing else shows that a server wrote it: clauses of documents have numbers like such codes. Nothing in it is proved.
pub fn failure_in_words(message: &Message) -> Option<String> {
    let subject = message.subject.to_lowercase();
    if LATE.iter().any(|words| subject.contains(words)) {
        return None;
    }
    let says_so = FAILED.iter().any(|words| subject.contains(words));
    let is_by_server = match message.writer {
        Writer::Server => true,
        // Some servers call their own reports answers.
        Writer::Responder if !is_daemon(message) => return None,
        _ => is_daemon(message),
    };
    if !says_so && !is_by_server {
        return None;
    }
    let mut lines = message.text.lines().take(LINES);
    let line = lines.find(|line| line.split_whitespace().any(is_failure_code));
    let words = line.or(says_so.then_some(message.subject.as_str()))?;
    Some(one_line(words).trim().chars().take(LONGEST).collect())
}

/// Says whether a word is a status code of what failed for good: `5.1.1`, `#5.7.0`, `(5.2.2)`.
fn is_failure_code(word: &str) -> bool {
    let word = word.trim_matches(|sign: char| !sign.is_ascii_digit());
    let parts: Vec<&str> = word.split('.').collect();
    let is_number =
        |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
    matches!(parts.as_slice(), ["5", subject, detail] if is_number(subject) && is_number(detail))
}

/// Says whether the name of the sender is that of a mail server (RFC 2142 §5, and what most call themselves).
fn is_daemon(message: &Message) -> bool {
    let local = message.from.as_ref().and_then(|from| from.address().split('@').next());
    local.is_some_and(|local| {
        ["mailer-daemon", "postmaster"].iter().any(|name| local.eq_ignore_ascii_case(name))
    })
}
