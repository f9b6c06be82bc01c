//! Documents with numbers: RFCs and the series BCP, STD and FYI, in lists and ranges too.

use rules::DocumentKind;

use super::signs::{Signs, is_hyphen, is_name, is_space};
use super::{Mention, mention};

/// A range that names more than this many documents is no range of documents.
const RANGE: u32 = 50;
/// What is counted after a number that is then no document's: "RFC 5378 and 300 others".
const COUNTED: [&str; 35] = [
    "bit",
    "bits",
    "byte",
    "bytes",
    "comments",
    "contributions",
    "days",
    "documents",
    "drafts",
    "hours",
    "hz",
    "implementations",
    "items",
    "issues",
    "kb",
    "kbit",
    "km",
    "lines",
    "mb",
    "mbit",
    "mhz",
    "minutes",
    "more",
    "ms",
    "octets",
    "other",
    "others",
    "pages",
    "participants",
    "people",
    "percent",
    "rfcs",
    "seconds",
    "words",
    "years",
];
/// What goes on in a sentence after a document, and not after a number of things.
const GOES_ON: [&str; 42] = [
    "also",
    "and",
    "are",
    "as",
    "at",
    "because",
    "been",
    "before",
    "but",
    "by",
    "can",
    "defines",
    "describes",
    "document",
    "does",
    "explains",
    "for",
    "from",
    "gives",
    "has",
    "in",
    "is",
    "may",
    "must",
    "of",
    "on",
    "or",
    "provides",
    "says",
    "section",
    "shall",
    "should",
    "specifies",
    "states",
    "that",
    "the",
    "to",
    "was",
    "were",
    "which",
    "will",
    "with",
];

/// A name of a series as it stands in a text.
#[derive(Debug, Clone, Copy)]
struct Series {
    kind: DocumentKind,
    /// "RFCs" names several.
    is_plural: bool,
}

/// A number of a document, with the place of its digits.
#[derive(Debug, Clone, Copy)]
struct Number {
    value: u32,
    digits: usize,
    start: usize,
    end: usize,
}

/// Reads the documents that begin at this place, and returns where to go on; `None` if none begin here.
pub(super) fn read(text: &str, at: usize, found: &mut Vec<Mention>) -> Option<usize> {
    let mut signs = Signs::new(text, at);
    let series = series(&mut signs)?;
    let named = signs.at;
    if !begins_well(text, at, series.kind) {
        return None;
    }
    between(&mut signs, series.kind)?;
    let first = number(&mut signs)?;
    // "… as an RFC", and on the next line "1. First": no RFC with so small a number is named over two lines.
    let is_broken = text.get(named..first.start).is_some_and(|gap| gap.contains('\n'));
    if !is_document(series, first, &signs) || is_broken && first.digits < 3 {
        return None;
    }
    found.push(mention(text, series.kind, first.value, at, first.end));
    let mut last = first;
    loop {
        let before = signs;
        if let Some(number) = range(&mut signs, series, last, found) {
            last = number;
        } else if let Some(number) = next_in_list(&mut signs, series) {
            found.push(mention(text, series.kind, number.value, number.start, number.end));
            last = number;
        } else {
            return Some(before.at);
        }
    }
}

fn series(signs: &mut Signs<'_>) -> Option<Series> {
    if signs.eat_word("request") {
        let is_plural = signs.eat_word("s");
        for word in ["for", "comments"] {
            if !signs.eat_space() || !signs.eat_word(word) {
                return None;
            }
        }
        return Some(Series { kind: DocumentKind::Rfc, is_plural });
    }
    let start = signs.at;
    let names = [
        ("rfc", DocumentKind::Rfc),
        ("bcp", DocumentKind::Bcp),
        ("std", DocumentKind::Std),
        ("fyi", DocumentKind::Fyi),
    ];
    let (_, kind) = names.into_iter().find(|(name, _)| signs.eat_word(name))?;
    // "IEEE Std 1588": the series of the IETF is written in capitals, or in small letters in addresses.
    if kind == DocumentKind::Std && signs.text.get(start..signs.at) == Some("Std") {
        return None;
    }
    let mut plural = *signs;
    plural.eat(|sign| sign == '\'' || sign == '\u{2019}');
    let is_plural = plural.eat_word("s");
    if is_plural {
        *signs = plural;
    } else {
        signs.eat_word("(s)");
    }
    Some(Series { kind, is_plural })
}

/// Says whether a document can begin after what stands before it.
fn begins_well(text: &str, at: usize, kind: DocumentKind) -> bool {
    let signs = Signs::new(text, at);
    let Some(before) = signs.before() else { return true };
    if is_name(before) || before == '_' || before == '@' {
        return false;
    }
    let ahead = text.get(..at).unwrap_or_default();
    if before == '/' {
        // Types of media: message/rfc822.
        let kinds = ["message/", "text/", "application/"];
        return !kinds.iter().any(|kind| ahead.ends_with(kind));
    }
    if kind == DocumentKind::Rfc {
        return true;
    }
    // "MIL-STD 188", "IEEE STD 802": other bodies have standards too.
    let word = ahead.trim_end().rsplit(|sign: char| !sign.is_alphanumeric()).next();
    !is_hyphen(before)
        && !word.is_some_and(|word| {
            ["IEEE", "ANSI", "ISO", "IEC", "MIL", "DOD", "EIA", "TIA", "ARIB", "ECMA", "NIST"]
                .iter()
                .any(|body| word.eq_ignore_ascii_case(body))
        })
}

/// Steps over what stands between the name of a series and its number.
fn between(signs: &mut Signs<'_>, kind: DocumentKind) -> Option<()> {
    signs.eat_unseen();
    let in_address = signs.peek().is_some_and(|sign| sign.is_ascii_digit());
    if in_address {
        return Some(());
    }
    let start = *signs;
    if signs.eat(|sign| is_hyphen(sign) || "_:#.".contains(sign)) {
        let sign = start.peek().unwrap_or_default();
        let gap = *signs;
        signs.eat_space();
        let gap = signs.text.get(gap.at..signs.at).unwrap_or_default();
        // "This is an RFC. 2026 …", "RFC - 2026 …": the sign ends something, and a name broken after a hyphen goes on.
        if !(gap.is_empty() || ":#".contains(sign) || is_hyphen(sign) && gap.contains('\n')) {
            return None;
        }
        // "FYI: 3 documents are attached" tells something, and names nothing.
        if kind == DocumentKind::Fyi && start.peek() == Some(':') {
            return None;
        }
    } else if !signs.eat_space() {
        return None;
    }
    for word in ["number", "no.", "nr.", "no", "nr", "#", "№"] {
        let mut after = *signs;
        if after.eat_word(word) {
            after.eat_space();
            if after.peek().is_some_and(|sign| sign.is_ascii_digit()) {
                *signs = after;
            }
        }
    }
    Some(())
}

/// Reads a number that nothing goes on with.
fn number(signs: &mut Signs<'_>) -> Option<Number> {
    let start = signs.at;
    let (value, digits) = signs.eat_number()?;
    let next = signs.peek();
    let ends = !next.is_some_and(|sign| is_name(sign) || "_@%$€".contains(sign));
    (ends && value > 0).then_some(Number { value, digits, start, end: signs.at })
}

/// Says whether the first number after a series' name is a document's.
fn is_document(series: Series, number: Number, after: &Signs<'_>) -> bool {
    let rest = after.rest();
    let follows = |sign: char| rest.strip_prefix(sign);
    let digit = |rest: &str| rest.starts_with(|sign: char| sign.is_ascii_digit());
    // A version or a clause of something else: "STD 802.1", "RFC 2.0".
    let is_part = follows('.').is_some_and(digit);
    if is_part && (series.kind != DocumentKind::Rfc || number.digits < 3) {
        return false;
    }
    let dashed = rest.chars().next().filter(|sign| is_hyphen(*sign)).and_then(follows);
    if let Some(beyond) = dashed.filter(|beyond| digit(beyond)) {
        // A day or a telephone number; a range goes up.
        let digits = beyond.bytes().take_while(u8::is_ascii_digit).count();
        let value: u32 = beyond.get(..digits.min(6)).and_then(|it| it.parse().ok()).unwrap_or(0);
        let goes_up = value > number.value && value - number.value <= RANGE;
        if !(goes_up || series.is_plural && digits < number.digits) {
            return false;
        }
    }
    match series.kind {
        DocumentKind::Rfc | DocumentKind::Draft => number.digits >= 3 || !is_count(after),
        DocumentKind::Bcp | DocumentKind::Std => number.value <= 999 && !is_count(after),
        DocumentKind::Fyi => number.value <= 999 && goes_on(after),
    }
}

/// Says whether what stands after a number is counted by it.
fn is_count(after: &Signs<'_>) -> bool {
    let mut after = *after;
    after.eat_space();
    COUNTED.iter().any(|word| after.word().eq_ignore_ascii_case(word))
}

/// Says whether a sentence goes on after a number as it does after a document.
fn goes_on(after: &Signs<'_>) -> bool {
    let mut after = *after;
    if !after.eat(is_space) {
        return true;
    }
    let word = after.word();
    word.is_empty()
        || word.starts_with(|sign: char| sign.is_ascii_uppercase())
        || GOES_ON.iter().any(|one| word.eq_ignore_ascii_case(one))
}

/// Reads the rest of a range: "– 3264", "to 3264", "through RFC 3264".
fn range(
    signs: &mut Signs<'_>,
    series: Series,
    from: Number,
    found: &mut Vec<Mention>,
) -> Option<Number> {
    let start = *signs;
    let mut after = *signs;
    after.eat_space();
    let by_sign = after.eat(|sign| is_hyphen(sign) || sign == '\u{2014}') || after.eat_word("...");
    let by_word = !by_sign
        && after.at > start.at
        && ["through", "thru", "to", "until"].iter().any(|word| after.eat_word(word));
    if !by_sign && !by_word {
        return None;
    }
    let spaced = after.eat_space();
    if by_word && !spaced {
        return None;
    }
    let named = after.eat_word(series.kind.slug());
    if named && (by_sign && spaced || between(&mut after, series.kind).is_none()) {
        return None;
    }
    let to = number(&mut after)?;
    let value = if series.is_plural && by_sign && to.digits < from.digits {
        let tens = 10_u32.checked_pow(u32::try_from(to.digits).ok()?)?;
        from.value / tens * tens + to.value
    } else {
        to.value
    };
    let is_range = value > from.value && value - from.value <= RANGE;
    let is_pair = by_word && to.digits >= 3 && value > from.value;
    if !is_range && !is_pair || is_count(&after) {
        return None;
    }
    let (text, begins, ends) = (signs.text, from.start, to.end);
    if is_range {
        for value in from.value + 1..value {
            found.push(mention(text, series.kind, value, begins, ends));
        }
    }
    found.push(mention(text, series.kind, value, to.start, to.end));
    *signs = after;
    Some(Number { value, digits: from.digits, ..to })
}

/// Reads the next number of a list: ", 2418", " and 3935", "/2822".
fn next_in_list(signs: &mut Signs<'_>, series: Series) -> Option<Number> {
    let mut after = *signs;
    let joined = joint(&mut after)?;
    let number = number(&mut after)?;
    let rest = after.rest();
    let goes_into = |sign| {
        let beyond = rest.strip_prefix(sign);
        beyond.is_some_and(|beyond| beyond.starts_with(|sign: char| sign.is_ascii_digit()))
    };
    let is_long_enough = number.digits >= 3 || series.is_plural || series.kind != DocumentKind::Rfc;
    let is_small_enough = series.kind == DocumentKind::Rfc || number.value <= 999;
    if goes_into('.') || !is_long_enough || !is_small_enough || is_count(&after) {
        return None;
    }
    if number.digits < 3 && !goes_on(&after) {
        return None;
    }
    // "RFC 5378, 2008": a year, unless the list goes on.
    let is_year = (1969..2040).contains(&number.value) && number.digits == 4;
    if is_year && joined == Joint::Comma && !series.is_plural {
        let mut beyond = after;
        joint(&mut beyond)?;
        self::number(&mut beyond)?;
    }
    *signs = after;
    Some(number)
}

/// What joins two numbers of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Comma,
    Word,
}

fn joint(signs: &mut Signs<'_>) -> Option<Joint> {
    let mut after = *signs;
    after.eat_space();
    let comma = after.eat(|sign| matches!(sign, ',' | ';'));
    if !comma && after.eat(|sign| matches!(sign, '/' | '&' | '+')) {
        after.eat_space();
        *signs = after;
        return Some(Joint::Word);
    }
    let spaced = after.eat_space() || after.at > signs.at && !comma;
    let word = spaced
        && ["and", "or", "&", "as well as"].iter().any(|word| {
            let mut beyond = after;
            let fits = beyond.eat_word(word) && beyond.eat_space();
            if fits {
                after = beyond;
            }
            fits
        });
    if !comma && !word {
        return None;
    }
    *signs = after;
    Some(if word { Joint::Word } else { Joint::Comma })
}
