//! What does not change in a message on its way, by which it is known again when it comes by another way.

use std::sync::LazyLock;

use regex::Regex;

use crate::{Message, Part};

/// Hands out, piece by piece, what does not change in a message on its way, however it comes.
///
/// These are its Message-ID, Date, author, subject and all its content. Servers add fields, choose other encodings and
/// line ends; lists put a tag before the subject and a line or two below the words, and write as their own author whom
/// others would refuse (RFC 5598 §5). Who uses a Message-ID again for other words has another message.
///
/// Hands out nothing, and returns `false`, if it has neither Message-ID nor Date: then nothing tells it from one that says
/// the same on another day.
pub fn lasting(message: &Message, mut piece: impl FnMut(&[u8])) -> bool {
    if message.message_id.is_none() && message.date.is_none() {
        return false;
    }
    let mut field = |value: &str| {
        piece(value.as_bytes());
        piece(&[0]);
    };
    field(message.message_id.as_deref().unwrap_or_default());
    field(&message.date.map(|date| date.as_second().to_string()).unwrap_or_default());
    field(&author(message));
    field(&without_tag(&message.subject));
    let is_listed = message.list_id.is_some();
    let mut carried: Option<String> = None;
    for part in &message.parts {
        if carried.as_ref().is_some_and(|path| part.path.starts_with(path.as_str())) {
            // It is within the bytes of the message that carries it.
            continue;
        }
        carried = part.is_message.then(|| format!("{}.", part.path));
        let content = content(part, is_listed);
        if content.is_empty() && part.name.is_none() {
            continue;
        }
        let name = part.name.as_deref().filter(|_| part.is_attachment && !part.is_message);
        piece(name.unwrap_or_default().as_bytes());
        piece(&[0]);
        piece(&content.len().to_be_bytes());
        piece(&content);
    }
    true
}

/// Returns the address of the author; of one whom a list had to hide, their own.
fn author(message: &Message) -> String {
    let Some(from) = message.from.as_ref().or(message.sender.as_ref()) else {
        return String::new();
    };
    let (address, name) = (from.key(), from.name());
    // `lee=40example.com@dmarc.lists.example.org`: the address within another, as Mailman and the IETF's lists write it.
    if let Some((local, _)) = address.rsplit_once('@')
        && let Some((own, domain)) = local.rsplit_once("=40")
        && message.list_id.is_some()
    {
        return format!("{own}@{domain}");
    }
    // “Lee via Clocks”, with the author's own address where answers go.
    if name.contains(" via ")
        && message.list_id.is_some()
        && let [own] = message.reply_to.as_slice()
    {
        return own.key();
    }
    address
}

/// Returns a subject without the tags of lists, each a word in brackets, and with single spaces.
fn without_tag(subject: &str) -> String {
    let is_tag = |word: &&str| !(word.len() > 2 && word.starts_with('[') && word.ends_with(']'));
    subject.split_whitespace().filter(is_tag).collect::<Vec<_>>().join(" ")
}

/// Returns the content of a part as it is compared: with LF line ends, nothing blank at the end of a line or of all,
/// and without what a list puts below.
fn content(part: &Part, is_listed: bool) -> Vec<u8> {
    let mut content = Vec::with_capacity(part.bytes.len());
    for line in part.bytes.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii_end();
        // Mailboxes put a `>` before a line that begins like their own.
        let is_marked = line.starts_with(b">") && {
            let rest = &line[line.iter().take_while(|byte| **byte == b'>').count()..];
            rest.starts_with(b"From ")
        };
        content.extend_from_slice(if is_marked { &line[1..] } else { line });
        content.push(b'\n');
    }
    content.truncate(content.trim_ascii_end().len());
    if is_listed && part.media_type == "text/plain" {
        content.truncate(own_length(&content));
    }
    content
}

/// Returns how long a text is without what a list put below it.
///
/// Only lines that say nothing but how to leave the list are taken for that, so that nobody can hide words there.
fn own_length(text: &[u8]) -> usize {
    const MOST: usize = 10;
    let mut end = text.len();
    for _ in 0..MOST {
        let start = memchr::memrchr(b'\n', &text[..end]).map_or(0, |at| at + 1);
        let line = String::from_utf8_lossy(&text[start..end]);
        if is_rule(&line) {
            return text[..start].trim_ascii_end().len();
        }
        if start == 0 || !is_about_a_list(&line) {
            break;
        }
        end = start - 1;
    }
    text.len()
}

/// Says whether a line is drawn below the words, as lists do.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 20 && ['_', '#'].into_iter().any(|sign| line.trim_matches(sign).is_empty())
}

fn is_about_a_list(line: &str) -> bool {
    static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)^\s*(?:",
            r"\S+ mailing list(?: -- <?\S+@\S+>?)?|",
            r"<?\S+@\S+>?|",
            r"<?https?://\S+>?|",
            r"to unsubscribe,? send an e-?mail to <?\S+@\S+>?|",
            r"to unsubscribe from (?:the )?\S+(?: list)?,? ?(?:click the following link|visit|send an e-?mail to)?:? ?\S*|",
            r"(?:un)?subscribe:? <?\S+>?|",
            r")\s*$"
        ))
        .ok()
    });
    LINE.as_ref().is_some_and(|pattern| pattern.is_match(line))
}
