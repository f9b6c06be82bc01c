//! What the subject of a message says of the letter in it: that it is one, from whom, to whom.

use std::sync::LazyLock;

use regex::Regex;

use super::bodies;
use super::subject_marks::bare_subject;
use super::titles::addressed_in;

/// Says whether a subject, in lower case, is that of a letter: "letter to the Example Board on …", "response to …".
pub(super) fn names_a_letter(subject: &str) -> bool {
    const LETTERS: [&str; 6] =
        ["letter ", "communication ", "response ", "reply ", "comments ", "request "];
    let named =
        LETTERS.iter().filter_map(|letter| subject.get(subject.find(letter)? + letter.len()..));
    named
        .into_iter()
        .any(|rest| ["to ", "from ", "on behalf "].iter().any(|word| rest.starts_with(word)))
}

/// Says whether a subject, in lower case, names a letter and who sent it: "communication received from …".
pub(super) fn comes_from_some(subject: &str) -> bool {
    ["letter from ", "communication from ", "communication received from ", "letter received from "]
        .iter()
        .any(|words| subject.contains(words))
}

/// Says whether a subject names who writes a statement to whom: "Example Forum liaison statement to the Example WG: …".
pub(super) fn says_between_whom(subject: &str) -> bool {
    let subject = bare_subject(subject);
    let lower = subject.to_lowercase();
    (lower.contains("liaison statement ") || lower.contains("liaison letter "))
        && sender_in(&subject).is_some()
        && addressed_in(&subject).is_some()
}

/// Returns the body that a subject names as the sender: "Liaison from Example Forum on …", "Example Forum liaison: …".
pub(super) fn sender_in(subject: &str) -> Option<&str> {
    let lower = subject.to_lowercase();
    if lower.len() != subject.len() {
        return None;
    }
    let liaison = lower.find("liaison").or_else(|| lower.find("statement to "))?;
    let rest = subject.get(liaison..)?;
    let body = match rest.to_lowercase().find(" from ") {
        Some(at) => {
            let rest = rest.get(at + " from ".len()..)?;
            let stops =
                [" to ", " on ", " regarding ", " concerning ", " about ", ": ", " - ", " – "];
            let lower = rest.to_lowercase();
            let end = stops.iter().filter_map(|stop| lower.find(stop)).min();
            rest.get(..end.unwrap_or(rest.len()))?
        }
        None => subject.get(..liaison)?,
    };
    let body = body.trim().trim_end_matches([':', ',', '-']);
    let body = body.strip_prefix("the ").unwrap_or(body);
    let answers = ["response to ", "reply to ", "answer to "]
        .iter()
        .any(|start| body.to_lowercase().starts_with(start));
    let is_one = bodies::stands_alone(body) && !answers && body.split_whitespace().count() < 7;
    is_one.then_some(body)
}

/// Returns where a subject names the body that it asks or answers: "Example Forum request to the Example Board to …".
pub(super) fn asked_in(subject: &str) -> Option<std::ops::Range<usize>> {
    static TO: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\b(?i:request|response|reply|letter|statement|communication|advice)\s+(?:(?i:from)\s+[^:;]{2,60}?\s+)?to\s+(?:the\s+)?([A-Z0-9][^,:;()]{1,80}?)(?:\s+(?:to|on|for|regarding|concerning|about|with)\s|[,:;(]|$)").ok()
    });
    let body = TO.as_ref()?.captures(subject)?.get(1)?;
    bodies::stands_alone(body.as_str()).then(|| body.range())
}

/// Returns where a subject names the body whose statement it answers: "Reply to the liaison statement from the Example WG on clocks".
pub(super) fn answered_in(subject: &str) -> Option<std::ops::Range<usize>> {
    static FROM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?i:(?:ls\s+)?(?:response|reply|answer))\s+(?i:to)\s+(?i:(?:the|your)\s+)?(?i:liaison|ls|letter|statement|request)(?:\s+(?i:statement|request|letter|response))?\s+(?i:from)\s+(?:(?i:the)\s+)?([A-Z0-9][^,:;()]{1,80}?)(?:\s+(?i:work|on|for|regarding|concerning|about)\s|[,:;(]|$)").ok()
    });
    let body = FROM.as_ref()?.captures(subject)?.get(1)?;
    bodies::stands_alone(body.as_str()).then(|| body.range())
}

/// Returns the body with which a subject begins that says whose comment it is: "Example Forum comments on the clocks of others".
pub(super) fn commenting_in(subject: &str) -> Option<&str> {
    static COMMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"^([A-Z0-9][^:;,()]{1,40}?)\s+(?i:comments?|position|views?)\s+(?i:on|regarding)\s",
        )
        .ok()
    });
    let body = COMMENT.as_ref()?.captures(subject)?.get(1)?.as_str();
    let is_name = !body.split(' ').any(|word| word.starts_with(char::is_lowercase));
    (is_name && bodies::stands_alone(body)).then_some(body)
}

/// Returns who writes to whom by a subject that says it: "Example WG reply to the Example Forum on clocks", "Statement of the Example
/// WG to the Example Forum".
pub(super) fn between(subject: &str) -> Option<(&str, &str)> {
    static BETWEEN: LazyLock<[Option<Regex>; 2]> = LazyLock::new(|| {
        [
            Regex::new(r"^([A-Z0-9][^:;,()]{1,60}?)\s+(?i:reply|response|answer|letter|statement|input|comments|request)\s+to\s+(?:the\s+)?([A-Z0-9][^:;,()]{1,80}?)\s+(?i:on|regarding|concerning|about)\s").ok(),
            Regex::new(r"^(?i:reply|response|answer|letter|(?:liaison\s+)?statement|communication)\s+(?i:of|from|by)\s+(?:the\s+)?([A-Z0-9][^:;,()]{1,60}?)\s+to\s+(?:the\s+)?([A-Z0-9][^:;,()]{1,80}?)(?:\s+(?i:on|regarding|concerning|about)\s|[:,(]|$)").ok(),
        ]
    });
    let mut found = BETWEEN.iter().flatten().filter_map(|between| between.captures(subject));
    let found = found.next()?;
    let (from, to) = (found.get(1)?.as_str(), found.get(2)?.as_str());
    (bodies::stands_alone(from) && bodies::stands_alone(to) && from != to).then_some((from, to))
}
