//! The day by which the text asks for an answer, where no field says it (PUR-2).

use std::sync::LazyLock;

use regex::Regex;

use super::dates::{Found, dates_in, ends_of_months};
use super::letter::Letter;
use super::result::{Field, Reading};
use super::when::{NO_YEAR, is_taken, next_days};
use crate::document::Span;

/// Reads a sentence that asks for an answer by a day.
pub(super) fn in_text(letter: &Letter<'_>, reading: &mut Reading) {
    static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:repl(?:y|ies)|responses?|respond(?:ing)?|feedback|comments?|answers?|input|inputs|contributions?|reactions?|guidance|advice|views?|position|confirm(?:ation)?|information|deadline|hear(?:ing)?|enquiry|review|results?|opinions?|(?:it|they)\s+reach(?:es|ed)?\s+us|grateful|appreciated?|reply|let us know|(?:like|wish(?:es)?|need|glad) to (?:know|learn|be told)|glad to|pleased to|obliged|learn|asks?|requests?|requested|asked|invites?|invited|(?:should|must|may|are to) be (?:submitted|sent|received|returned|provided)|should (?:reach|arrive)|please (?:send|return|submit|forward|provide|complete)|needs? to (?:know|have|receive)|tell us|inform us|avis|réponses?|commentaires?|observations?|remarques?|antwort(?:en)?|rückmeldung(?:en)?|stellungnahmen?|kommentare?|respuestas?|comentarios?)\b").ok()
    });
    static UNTIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:by|before|no\s+later\s+than|not\s+later\s+than|until|prior\s+to|on\s+or\s+before|at\s+the\s+latest|deadline(?: is| of|:)?|due(?: on| by)?|at\s+the\s+latest(?: on| by)?|(?:before|in\s+time\s+for|prior\s+to)\s+(?:our|the|its|this|their)\s+[^.;:()]{0,60}\bmeeting[^.;:()]{0,30}?(?:\(|\s+(?:on|of))|(?:before|in\s+time\s+for|prior\s+to)\s+[A-Z][\w.]*['’]s\s+[^.;:()]{0,40}\bmeeting\s+on|i\.e\.,?\s+by|by\s+(?:our|the|its|your)\s+[^.;:()]{0,60}(?:,|,?\s+i\.e\.,?)|(?:before|in\s+time\s+for|prior\s+to)\s+(?:our|the|its|this|their)\s+[^.;:()]{0,60}\bmeeting[^.;:()]{0,40}?,\s+which\s+(?:begins|starts|opens)(?:\s+on)?|(?:before|by\s+the\s+time|until)\s+(?:our|the|its|this)\s+[^.;:()]{0,40}\b(?:closes|ends|expires|starts|begins|opens)(?:\s+on)?|avant|d['’]ici(?:\s+au)?|au\s+plus\s+tard|jusqu['’]au|bis(?:\s+zum)?|vor\s+dem|spätestens(?:\s+am|\s+bis)?|antes\s+del|hasta\s+el|a\s+más\s+tardar)\s*(?:le\s+|el\s+)?(?:the\s+)?(?:\d{1,2}[:.h]?\d\d\s*(?:hours|hrs|h|[ap]\.?m\.?)?\s*(?:UTC|GMT|CES?T|[ECMP][SD]T)?\s*,?\s*(?:on\s+)?)?(?:end\s+of\s+|close\s+of\s+business(?: on)?\s+|COB\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?)?$").ok()
    });
    static ENDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:(?:review|comment(?:ing|s)?|consultation|feedback)(?:\s+(?:period|phase|window|proceeding|process))?(?:,\s+which)?\s+(?:will\s+)?(?:ends?:?|closes?:?|is\s+open\s+until|runs\s+until)|(?:drafts?|documents?|texts?|consultation|questionnaire|survey|call)\b[^;]{0,120}\bis\s+open\s+(?:for\s+\w+\s+)?until|(?:date\s+by\s+which\s+[^.;\n]{0,60}\b(?:needed|required|requested|expected)|(?:deadline|due\s+date|last\s+date)\s+for\s+[^.;\n]{3,60})\s*\n)\s+(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?$").ok()
    });
    static MEETS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:before|prior\s+to|in\s+time\s+for|ahead\s+of)\s+(?:our|the|its|this|their)\s+[^.;:()]{0,60}\b(?:meeting|session|plenary)\b[^.;:()]{0,30}?(?:[(,]|\bon\b|\bof\b|\bfrom\b)\s*(?:the\s+)?$").ok()
    });
    let (Some(pattern), Some(until), Some(meets)) = (ASKS.as_ref(), UNTIL.as_ref(), MEETS.as_ref())
    else {
        return;
    };
    let ends = |before: &str| ENDS.as_ref().is_some_and(|ends| ends.is_match(before));
    let start = 0;
    let text = letter.sheet.document.text.as_str();
    let searched = text.get(..text.floor_char_boundary(60_000)).unwrap_or_default();
    for (date, doubt) in days_in(letter, reading, searched) {
        // What was to be done by the day of the letter is done with it.
        if reading.date == Some(date.last) {
            continue;
        }
        if date.first != date.last && is_explained(text, date.end) {
            continue;
        }
        // Of a meeting's days the first is meant.
        let until = if date.first == date.last { until } else { meets };
        let from = text.floor_char_boundary(date.start.saturating_sub(320));
        let before = text.get(from..date.start).unwrap_or_default();
        let before = before.rsplit("\n\n").next().unwrap_or(before);
        let sentence = last_sentence(before);
        // Until a day nothing is to be done.
        let forbids = sentence.contains(" not to ")
            || (sentence.contains("do not ") && !sentence.contains("not hesitate"));
        let asks = (date.first == date.last && ends(sentence))
            || !forbids
                && until.find(before).is_some_and(|until| {
                    let asked = before.get(..until.start()).unwrap_or_default();
                    // "The deadline is …" is that for the answer; "the deadline for papers" and "the early deadline" are not.
                    let names_it = until.as_str().to_lowercase().starts_with("deadline")
                        && ["the", "our", "its"].contains(&last_word(asked).as_str());
                    if names_it {
                        return true;
                    }
                    pattern.is_match(
                        asked.get(asked.len().saturating_sub(sentence.len())..).unwrap_or(asked),
                    )
                });
        let span = Span::new(start + date.start, start + date.end);
        if asks && !is_told(before) && !is_taken(letter, span) {
            let offset = before.rfind(". ").map_or(0, |at| at + 2);
            // A line that asks by itself is no part of the lines above it.
            let line = before.rfind('\n').map_or(0, |at| at + 1);
            let asks_alone = before.get(line..).is_some_and(|line| pattern.is_match(line));
            let offset = if asks_alone { offset.max(line) } else { offset };
            let begin = start + date.start - before.len() + offset;
            let span = letter.sheet.trimmed(Span::new(begin, start + date.end));
            reading.deadline = Some(date.first);
            letter.note(reading, Field::Deadline, span, Some(doubt));
            return;
        }
    }
    before_that_day(letter, reading);
}

/// Says whether a text says behind the days of a meeting by when an answer is wanted: "…, i.e. by 30 April".
fn is_explained(text: &str, end: usize) -> bool {
    const NEAR: usize = 60;
    static IE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^[^.;]{0,40}\bi\.\s?e\.,?\s+(?:by|until|before)\s").ok());
    let behind = text.get(end..text.floor_char_boundary(end + NEAR)).unwrap_or_default();
    IE.as_ref().is_some_and(|ie| ie.is_match(behind))
}

/// Returns the days of a text in their order, those without a year and the ends of months included, each with why it is doubted.
fn days_in(letter: &Letter<'_>, reading: &Reading, text: &str) -> Vec<(Found, &'static str)> {
    const DOUBT: &str = "It stands in the text, not in a field of its own.";
    let mut dates: Vec<(Found, &str)> =
        dates_in(text).into_iter().map(|date| (date, DOUBT)).collect();
    let further = ends_of_months(text).into_iter().map(|date| (date, DOUBT));
    let further = further
        .chain(next_days(letter, reading, text).into_iter().map(|date| (date, NO_YEAR)))
        .filter(|(one, _)| !dates.iter().any(|(date, _)| overlap(date, one)))
        .collect::<Vec<_>>();
    dates.extend(further);
    dates.sort_by_key(|(date, _)| date.start);
    dates
}

/// Reads a sentence that asks for an answer before the day that the sentence above it names.
fn before_that_day(letter: &Letter<'_>, reading: &mut Reading) {
    static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:comments?|views|repl(?:y|ies)|responses?|answers?|feedback|hear)\b[^.;]{0,120}\b(?:before|by)\s+(?:then\b|(?:that|this|the\s+above|the\s+same)\s+(?:date|day|time)\b)").ok()
    });
    const NEAR: usize = 300;
    let start = letter.text_start();
    let text = letter.sheet.document.text.get(start..).unwrap_or_default();
    let Some(asks) = ASKS.as_ref().and_then(|asks| asks.find(text)) else { return };
    let from = text.floor_char_boundary(asks.start().saturating_sub(NEAR));
    let above = text.get(from..asks.start()).unwrap_or_default();
    let Some(day) = dates_in(above).into_iter().next_back().filter(|day| day.first == day.last)
    else {
        return;
    };
    reading.deadline = Some(day.last);
    let span = Span::new(start + from + day.start, start + asks.end());
    let doubt = "The day stands in the sentence before the one that asks.";
    letter.note(reading, Field::Deadline, span, Some(doubt));
}

fn last_word(words: &str) -> String {
    words.split_whitespace().next_back().unwrap_or_default().to_lowercase()
}

fn overlap(one: &Found, other: &Found) -> bool {
    one.start < other.end && other.start < one.end
}

/// Returns the words since the end of the last sentence; the dots of "i.e." end none.
pub(super) fn last_sentence(before: &str) -> &str {
    let ends = before.char_indices().rev().find(|(at, sign)| {
        let is_short = || {
            let word = before.get(..*at).unwrap_or_default();
            let word = word.rsplit([' ', '\n', '(', '\t']).next().unwrap_or_default();
            matches!(
                word,
                "i" | "i.e"
                    | "e"
                    | "e.g"
                    | "approx"
                    | "cf"
                    | "No"
                    | "Mr"
                    | "Mrs"
                    | "Ms"
                    | "Dr"
                    | "Prof"
            )
        };
        // "D1.2" and "802.1" end none either.
        let is_within = || {
            let behind = before.get(at + 1..).and_then(|behind| behind.chars().next());
            behind.is_some_and(|next| !next.is_whitespace() && next != ')')
        };
        matches!(sign, ';' | '!' | '?') || (*sign == '.' && !is_short() && !is_within())
    });
    ends.map_or(before, |(at, _)| before.get(at + 1..).unwrap_or_default())
}

/// Says whether a sentence tells of something that was done, and asks for nothing.
fn is_told(before: &str) -> bool {
    let sentence = before.rsplit(". ").next().unwrap_or(before).to_lowercase();
    [
        "was received",
        "were received",
        "we received",
        "has been received",
        "was sent",
        "were sent",
        "will be published",
    ]
    .iter()
    .any(|told| sentence.contains(told))
}
