//! Bodies that a letter names in running words: in a heading, in its greeting, in its first sentences.

use std::sync::LazyLock;

use regex::Regex;

use super::bodies;
use super::identifiers;
use super::items;
use super::label::before_colon;
use super::letter::Letter;
use super::marks::{is_greeting, names_reader};
use super::person_names::{is_couple, is_person};
use super::wrapped_titles;
use crate::document::Span;

/// The longest name of a body, in bytes.
const LONGEST: usize = 100;

/// A heading that says from whom to whom a letter goes: "Liaison statement from the … to the …".
pub(super) struct Between {
    /// The whole line.
    pub(super) line: Span,
    pub(super) from: Span,
    pub(super) to: Span,
}

/// Returns the heading that says from whom to whom a letter goes.
pub(super) fn between(letter: &Letter<'_>) -> Option<Between> {
    static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?is)^(?:(?:draft|reply|response|outgoing)\s+)*(?:(liaison|LS)(?:\s+(?:statement|letter|note|reply|response|communication|message))?\s+)?(?:from|of|by)\s+(?:the\s+)?(.+?)\s+to\s+(?:the\s+)?(.+?)(?:\s*[,:–]\s.*|\s+-\s.*|\s+(?:on|regarding|concerning|about)\s.*)?$").ok()
    });
    const MOST: usize = 30;
    let pattern = HEADING.as_ref()?;
    let lines = letter.head().iter().take(MOST);
    let mut calls_itself = false;
    for line in lines {
        let [cell] = line.cells[..] else { continue };
        let words = letter.sheet.words(cell);
        let found =
            pattern.captures(words).filter(|_| words.len() < 250 && before_colon(words).is_none());
        if let Some(found) = found
            && (found.get(1).is_some() || calls_itself)
            && let (Some(from), Some(to)) = (found.get(2), found.get(3))
            && [from, to].iter().all(|one| is_name(one.as_str()))
        {
            let at = |one: regex::Match<'_>| {
                letter.sheet.trimmed(Span::new(cell.start + one.start(), cell.start + one.end()))
            };
            return Some(Between {
                line: wrapped_titles::on_its_page(letter, cell),
                from: at(from),
                to: at(to),
            });
        }
        if let Some(between) = before_a_colon(letter, cell) {
            return Some(between);
        }
        calls_itself = words.len() < 60 && words.to_lowercase().contains("liaison");
    }
    None
}

/// Reads "IAB to IANA: Delegation of …": both sides, and behind a colon what it is about.
fn before_a_colon(letter: &Letter<'_>, cell: Span) -> Option<Between> {
    static SIDES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"^(?:The\s+)?([A-Z][^,.;:]{1,60}?)\s+to\s+(?:the\s+)?([A-Z][^,.;:]{1,60}?)\s*:\s+\S",
        )
        .ok()
    });
    let words = letter.sheet.words(cell);
    let found = SIDES.as_ref()?.captures(words).filter(|_| words.len() < 250)?;
    let (from, to) = (found.get(1)?, found.get(2)?);
    let at = |one: regex::Match<'_>| Span::new(cell.start + one.start(), cell.start + one.end());
    let are_bodies = [from, to].iter().all(|one| is_name(one.as_str()) && one.len() < 60);
    are_bodies.then(|| Between { line: cell, from: at(from), to: at(to) })
}

fn is_name(words: &str) -> bool {
    // "802.1" is no end of a sentence.
    let has_stop =
        words.split('.').skip(1).any(|rest| !rest.starts_with(|sign: char| sign.is_ascii_digit()));
    words.len() <= LONGEST
        && !has_stop
        && !words.ends_with(" and")
        && !words.contains([':', '@'])
        && bodies::stands_alone(words)
}

/// Returns the body that a title names after "liaison … to".
pub(super) fn addressed_in(words: &str) -> Option<&str> {
    let lower = words.to_lowercase();
    if words.len() > 300 || lower.len() != words.len() || words.contains('\n') {
        return None;
    }
    let liaison = lower
        .find("liaison")
        .or_else(|| lower.starts_with("ls ").then_some(0))
        .or_else(|| lower.find("statement to "))
        .or_else(|| lower.find("letter to "))?;
    let start = liaison + lower.get(liaison..)?.find(" to ")? + " to ".len();
    let rest = words.get(start..)?;
    let stops = [
        "(copy",
        " on ",
        " regarding ",
        " concerning ",
        " for ",
        " about ",
        " - ",
        " – ",
        ": ",
        " with respect",
        " in response to",
        " in reply to",
        " from ",
    ];
    let end =
        stops.iter().filter_map(|stop| rest.to_lowercase().find(stop)).min().unwrap_or(rest.len());
    // A note may hang on the last name: "… Organizations[1]".
    let body = without_number(rest.get(..end)?.trim());
    let body = body.rsplit_once('[').map_or(body, |(before, mark)| {
        let is_note = mark.trim_end_matches(']').chars().all(|sign| sign.is_ascii_digit());
        if is_note { before } else { body }
    });
    let body = body.trim_end_matches(['.', ',', ')', ']']);
    // A title that goes on on the next line.
    let body = [" on", " regarding", " concerning", " for", " about", " and", " -", " –"]
        .iter()
        .find_map(|end| body.strip_suffix(end))
        .unwrap_or(body);
    let body = body.strip_prefix("the ").unwrap_or(body);
    // The bracket that closes was taken for the end of a sentence.
    let is_open = body.matches('(').count() > body.matches(')').count();
    let closed = words.find(body).and_then(|at| words.get(at..=at + body.len()));
    let body = closed.filter(|closed| is_open && closed.ends_with(')')).unwrap_or(body);
    (bodies::stands_alone(body) && body.len() <= 100).then_some(body)
}

/// Returns a name without the number of a document in brackets behind it: "the IETF [SC 1/WG 2 N 3456]".
fn without_number(words: &str) -> &str {
    let at = words.strip_suffix([']', ')']).and_then(|rest| rest.rfind(['[', '(']));
    match at.filter(|at| words.get(at + 1..words.len() - 1).is_some_and(identifiers::is_number)) {
        Some(at) => words.get(..at).unwrap_or(words).trim_end(),
        None => words,
    }
}

/// Returns the body that is greeted: "Dear chairs of the … Working Group", "To the … Board:".
pub(super) fn greeted(letter: &Letter<'_>) -> Option<Span> {
    static GREETING: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:(?:dear|to)\s+)?(?:(?:all|esteemed)\s+)?(?:the\s+)?(?:(?:(?:co-?)?chairs?|chairm[ae]n|members|participants|colleagues|experts)\s+(?:of|in|from|at)\s+(?:the\s+)?)?(.+?)(?:\s+(?:(?:WG\s+)?(?:co-?)?chairs|members|participants|colleagues|experts))*\s*[,:!]?$").ok()
    });
    const MOST: usize = 60;
    let lines = letter.sheet.lines.iter().take(MOST).filter(|line| line.table == 0);
    for line in lines {
        let words = letter.sheet.words(line.span);
        let is_address = names_reader(words);
        if !(is_greeting(words) || is_address) {
            continue;
        }
        let found = GREETING.as_ref()?.captures(words)?.get(1)?;
        let body = found.as_str();
        let name = body.split(',').next().unwrap_or(body);
        let several = [" Working Groups", " working groups", " WGs", "Groups"];
        let kind = several.iter().find(|kind| body.ends_with(**kind));
        let greets_chairs = || words.to_lowercase().starts_with("dear chairs of ");
        let is_list =
            kind.is_some() && bodies::stands_alone(name) && (is_address || greets_chairs());
        // "Dear EXAC, EXB and EXC chairs," greets three groups.
        let mut parts = body.split([',', ' ']).filter(|one| !one.is_empty());
        let are_acronyms = body.contains(',')
            && parts.all(|one| {
                one == "and"
                    || items::is_acronym(&one.to_ascii_lowercase())
                        && !one.chars().skip(1).any(char::is_lowercase)
            });
        let is_one = are_acronyms
            || is_name(body)
                && !is_person(name)
                && !is_couple(name)
                && (is_list || !body.contains(','));
        // "Dear Clocks WG chairs" greets those of the Clocks WG.
        let behind = words.get(found.end()..).unwrap_or_default();
        let with_kind = !body.contains([' ', ',']) && behind.starts_with(" WG ");
        if with_kind && !is_one && !is_couple(name) {
            let start = line.span.start + found.start();
            return Some(Span::new(start, line.span.start + found.end() + " WG".len()));
        }
        // What all of a list are is no part of the name of the last.
        let kind = kind.filter(|kind| is_list && body.contains(',') && kind.starts_with(' '));
        let end = found.end() - kind.map_or(0, |kind| kind.len());
        let at = Span::new(line.span.start + found.start(), line.span.start + end);
        return is_one.then_some(at);
    }
    None
}

/// Returns the body for which somebody writes: "On behalf of the … I am writing to …".
pub(super) fn spoken_for(letter: &Letter<'_>) -> Option<Span> {
    static BEHALF: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:\b(?:[Mm]essage|[Ll]etter|[Nn]ote|[Mm]ail)\s+is\s+(?:sent|written)\s+on\s+behalf\s+of\s+(?:the\s+)?([A-Z][^,.;:]{2,90}?)[.,]|\b[Oo]n\s+behalf\s+of\s+(?:the\s+)?([A-Z][^,.;:]{2,90}?)(?:,?\s+(?:I|we)\s|,)|\b(?:I|We|we)\s+(?:am\s+|are\s+)?(?:writ(?:e|ing)|send(?:ing)?|contact(?:ing)?)\s[^.;]{0,60}?on\s+behalf\s+of\s+(?:the\s+)?([A-Z][^,.;:]{2,90}?)(?:[.,;]|\s+(?:to|with|in|about|regarding|concerning|on)\s))").ok()
    });
    named_in_opening(letter, BEHALF.as_ref()?)
}

/// How a letter begins to say what it is: "This is a liaison statement", "This message serves as a formal liaison".
const SAYS: &str = r"\b[Tt]his\s+(?:is|(?:message|letter|mail|e-?mail|note)\s+(?:is|serves\s+as|constitutes|is\s+(?:intended|sent|meant|provided|to\s+be\s+(?:treated|considered|taken))\s+as))\s+an?\s+(?:formal\s+|official\s+)?[Ll]iaison(?:\s+(?:[Ss]tatement|[Ll]etter|[Mm]essage|[Cc]ommunication))?";

/// Returns the body that a letter names as it says what it is: "This is a liaison statement from the …".
pub(super) fn said_from(letter: &Letter<'_>) -> Option<Span> {
    static FROM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!(r"(?:{SAYS}|\b[Tt]his\s+[Ll]iaison(?:\s+[Ss]tatement)?)\s+from\s+(?:the\s+)?([A-Z](?:[^,.;:()]|\.\d){{2,90}}?)(?:\.(?:[\s)]|$)|[,;)]|\s+(?:to|on|about|regarding|concerning)\s)")).ok()
    });
    named_in_opening(letter, FROM.as_ref()?)
}

/// Returns the body to which a letter says to go as it says what it is: "This is a liaison statement … to the …".
pub(super) fn said_to(letter: &Letter<'_>) -> Option<Span> {
    static TO: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!(r"\b(?:send|sending|submit|submitting)\s+(?:you\s+)?this\s+[Ll]iaison(?:\s+[Ss]tatement)?\s+to\s+(?:the\s+)?([A-Z][^.;:(),]{{2,90}}?)(?:\.(?:[\s)]|$)|[,;)]|\s+(?:on|about|regarding|concerning)\s)|(?:{SAYS}|\b[Tt]his\s+[Ll]iaison(?:\s+[Ss]tatement)?)\s+(?:from\s+(?:[^,.;:()]|\.\d){{2,90}}?\s+)?to\s+(?:the\s+)?([A-Z](?:[^.;:()]|\.\d){{2,120}}?)(?:,\s+(?:which|who|as|since|because|and\s+we|for|in|with)\s|\.(?:[\s)]|$)|[;)]|\s+(?:on|about|regarding|concerning)\s)|\b(?:[Tt]his|[Tt]he\s+present)\s+(?:[Ll]etter|[Ll]iaison|[Ss]tatement|[Mm]essage|[Ll]iaison\s+[Ss]tatement)\s+is\s+(?:addressed|sent|directed)\s+(?:by\s+[^,.;:()]{{2,90}}?\s+)?to\s+(?:the\s+)?([A-Z][^.;:()]{{2,120}}?)(?:,\s+(?:which|who|as|since|because|and\s+we|for|in|with)\s|\.(?:[\s)]|$)|[;)]|\s+(?:on|about|of|that|since|because|regarding|concerning)\s)|\b[Tt]his\s+[Ll]iaison\s+(?:[Ss]tatement\s+)?(?:informs|advises|is\s+to\s+inform)\s+(?:the\s+)?([A-Z][^,.;:()]{{2,90}}?)(?:\.(?:[\s)]|$)|[,;)]|\s+(?:on|about|of|that|regarding|concerning)\s)")).ok()
    });
    named_in_opening(letter, TO.as_ref()?)
}

/// How a first sentence names who writes to whom: "The Example WG would like to inform the Example Forum that …".
const TELLS: &str = r"(?s)^\s*(?:Body:\s*)?(?:1\.?\s+Overall\s+Description:?\s+)?(?:The\s+)?(?P<from>(?:[A-Z0-9](?:[^,.;:()]|\.[0-9]){1,90}?|We)(?:\s+\([^()]{2,40}\))?)\s+(?:(?:would\s+like|wish(?:es)?|am|are|is\s+(?:pleased|writing)|are\s+(?:pleased|writing))\s+to\s+(?:inform|thank|ask|request|notify|advise|invite)|informs?|thanks?|asks?|requests?|notif(?:y|ies)|advises?|invites?|kindly\s+(?:asks?|requests?|informs?|invites?)|(?:is|are)\s+(?:very\s+)?(?:grateful|obliged|indebted|thankful)\s+to|(?:would\s+like\s+to\s+)?express(?:es)?\s+(?:its|our|their)\s+(?:thanks|gratitude|appreciation)\s+to)\s+(?:the\s+)?(?P<to>[A-Z](?:[^,.;:()]|\.\d){1,80}?)(?:\s+(?:that|of|about|for|on|to|regarding|concerning|how|whether)|,\s+(?:which|who|for|that))\s";

/// Returns one of the bodies that a first sentence says tell the other something.
pub(super) fn tells(letter: &Letter<'_>, side: &str) -> Option<Span> {
    static SENTENCE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(TELLS).ok());
    const OPENING: usize = 600;
    let start = letter.text_start();
    // The greeting may be the first line of what has no head.
    let lines = letter.sheet.lines.iter();
    let greeting = lines
        .take_while(|line| line.span.start <= start)
        .find(|line| line.span.end > start && is_greeting(letter.sheet.words(line.span)));
    let start = greeting.map_or(start, |line| line.span.end);
    let text = letter.sheet.document.text.get(start..)?;
    let text = text.get(..text.floor_char_boundary(OPENING)).unwrap_or_default();
    let body = SENTENCE.as_ref()?.captures(text)?.name(side)?;
    let span = Span::new(start + body.start(), start + body.end());
    let words = letter.one_line(span);
    (is_name(&words) && !is_person(&words)).then_some(span)
}

/// Returns words without a bracket at their end that is not closed: "the Example Group (formerly Clocks" before a comma.
fn without_open_bracket(words: &str) -> &str {
    match words.rsplit_once(" (") {
        Some((whole, rest)) if !rest.contains(')') => whole,
        _ => words,
    }
}

/// Returns the body that a pattern finds in the first sentences of a text.
fn named_in_opening(letter: &Letter<'_>, pattern: &Regex) -> Option<Span> {
    const OPENING: usize = 1_500;
    let start = letter.text_start();
    let text = letter.sheet.document.text.get(start..)?;
    let text = text.get(..text.floor_char_boundary(OPENING)).unwrap_or_default();
    let found = pattern.captures(text)?;
    let body = found.iter().skip(1).flatten().next()?;
    let name = without_open_bracket(body.as_str());
    let span = Span::new(start + body.start(), start + body.start() + name.len());
    let words = letter.one_line(span);
    (is_name(&words) && !is_person(&words)).then_some(span)
}
