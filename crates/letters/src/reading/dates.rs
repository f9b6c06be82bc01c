//! Dates as people write them.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

/// A date that was found in a text, or the days from one to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it stands in the text that was searched, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The first day.
    pub(super) first: Date,
    /// The last day; the first one, if there is only one.
    pub(super) last: Date,
    /// Whether day and month could be the other way round.
    pub(super) is_ambiguous: bool,
}

/// How a date is written: the pattern, and what makes days of it.
type Form = (Regex, Reader);

/// Makes days of what a pattern found.
type Reader = fn(&Captures<'_>) -> Option<Days>;

struct Days {
    first: Date,
    last: Date,
    is_ambiguous: bool,
}

const MONTH: &str = r"(?P<m>[A-Za-zéûÉÛä]{3,10})\.?";
const DASH: &str = r"\s*(?:-|–|—|‑|−|to|until|and|au|bis|&|/)\s*";
const TH: &str = r"(?:\s?(?:st|nd|rd|th|er|º))?\.?";

/// Says whether a line is a day and hardly anything else: "Geneva, 12 May 2014" and the like are more.
pub(super) fn is_day_alone(words: &str) -> bool {
    const MOST_BESIDE: usize = 4;
    let [only] = &dates_in(words)[..] else { return false };
    words.trim().len() - (only.end - only.start) < MOST_BESIDE
}

/// Returns the dates of a text in their order; of dates that overlap, the one that begins first.
pub(super) fn dates_in(text: &str) -> Vec<Found> {
    static FORMS: LazyLock<Vec<Form>> = LazyLock::new(forms);
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found: Vec<Found> = Vec::new();
    for (pattern, days) in FORMS.iter() {
        for captures in pattern.captures_iter(text) {
            let Some(whole) = captures.get(0) else { continue };
            let overlaps =
                found.iter().any(|one| one.start < whole.end() && whole.start() < one.end);
            if overlaps {
                continue;
            }
            if let Some(Days { first, last, is_ambiguous }) = days(&captures) {
                found.push(Found {
                    start: whole.start(),
                    end: whole.end(),
                    first,
                    last,
                    is_ambiguous,
                });
            }
        }
    }
    found.sort_by_key(|one| one.start);
    found
}

fn forms() -> Vec<Form> {
    let years = r"(?P<y>(?:19|20)\d\d)";
    let sources: Vec<(String, Reader)> = vec![
        // 31 May to 4 June 2004; 31 Jan 2003 - 2 Feb 2004
        (
            format!(r"\b(?P<d>\d{{1,2}}){TH}\s*(?P<m0>[A-Za-zéûÉÛä]{{3,10}})\.?,?\s*(?:(?P<y0>(?:19|20)\d\d))?{DASH}(?P<d2>\d{{1,2}}){TH}\s*{MONTH},?\s*{years}\b"),
            |found| between(found, month(found, "m0")?, month(found, "m")?),
        ),
        // May 31 - June 4, 2004
        (
            format!(r"\b(?P<m0>[A-Za-zéûÉÛä]{{3,10}})\.?\s*(?P<d>\d{{1,2}}){TH}{DASH}{MONTH}\s*(?P<d2>\d{{1,2}}){TH},?\s*{years}\b"),
            |found| between(found, month(found, "m0")?, month(found, "m")?),
        ),
        // 13 - 15 September 2017; 13 and 14 May, 2004
        (
            format!(r"\b(?P<d>\d{{1,2}}){TH}{DASH}(?P<d2>\d{{1,2}}){TH}\s*(?:of\s+)?{MONTH},?\s*{years}\b"),
            |found| between(found, month(found, "m")?, month(found, "m")?),
        ),
        // September 13-15, 2017
        (
            format!(r"\b{MONTH}\s*(?P<d>\d{{1,2}}){TH}{DASH}(?P<d2>\d{{1,2}}){TH},?\s*{years}\b"),
            |found| between(found, month(found, "m")?, month(found, "m")?),
        ),
        // 2017-09-13 to 2017-09-15, 2017-09-13/15
        (
            r"\b(?P<y>(?:19|20)\d\d)[-‑–](?P<n>\d{1,2})[-‑–](?P<d>\d{1,2})(?:\s*(?:/|to|–|—|until)\s*(?:(?P<y2>(?:19|20)\d\d)[-‑–])?(?:(?P<n2>\d{1,2})[-‑–])?(?P<d2>\d{1,2}))?\b".to_owned(),
            iso,
        ),
        // 2004-Nov-16-25
        (
            r"\b(?P<y>(?:19|20)\d\d)[-‑–](?P<m>[A-Za-z]{3,9})[-‑–](?P<d>\d{1,2})[-‑–](?P<d2>\d{1,2})\b".to_owned(),
            |found| between(found, month(found, "m")?, month(found, "m")?),
        ),
        // 2015-Sep-11
        (
            r"\b(?P<y>(?:19|20)\d\d)[-‑–](?P<m>[A-Za-z]{3,9})[-‑–](?P<d>\d{1,2})\b".to_owned(),
            |found| one(found, month(found, "m")?),
        ),
        // 24 November 2017, 24th of November, 2017, 24-Nov-17
        (
            format!(r"\b(?P<d>\d{{1,2}}){TH}\s*(?:of\s+|de\s+)?[-‑–]?\s*{MONTH},?\s*(?:de\s+)?[-‑–]?\s*{years}\b"),
            |found| one(found, month(found, "m")?),
        ),
        (
            r"\b(?P<d>\d{1,2})[-‑–](?P<m>[A-Za-z]{3,9})[-‑–](?P<y>\d\d)\b".to_owned(),
            |found| one(found, month(found, "m")?),
        ),
        // 2017 November 24
        (
            format!(r"\b{years}\s+{MONTH}\s+(?P<d>\d{{1,2}}){TH}(?:\b|$)"),
            |found| one(found, month(found, "m")?),
        ),
        // November 24, 2017
        (
            format!(r"\b{MONTH}\s*(?P<d>\d{{1,2}}){TH},?\s*{years}\b"),
            |found| one(found, month(found, "m")?),
        ),
        (r"\b(?P<y>(?:19|20)\d\d)(?:[/.]|\.\s)(?P<n>\d{1,2})(?:[/.]|\.\s)(?P<d>\d{1,2})\b".to_owned(), iso),
        (r"\b(?P<a>\d{1,2})(?P<s>[/.])(?P<b>\d{1,2})[/.](?P<y>(?:19|20)\d\d)\b".to_owned(), numbers),
        (
            r"(?P<y>(?:19|20)\d\d)\s*年\s*(?P<n>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日".to_owned(),
            iso,
        ),
    ];
    let compiled = sources.into_iter();
    compiled
        .filter_map(|(source, days)| Some((Regex::new(&format!("(?i){source}")).ok()?, days)))
        .collect()
}

/// Reads a date whose year has two digits, where a value is nothing else: `7/31/09`.
pub(super) fn short_date(words: &str) -> Option<Found> {
    static SHORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^\D{0,20}?(?P<a>\d{1,2})(?P<s>[/.])(?P<b>\d{1,2})[/.](?P<y>\d\d)\D{0,20}$")
            .ok()
    });
    let found = SHORT.as_ref()?.captures(words)?;
    let (start, end) = (found.name("a")?.start(), found.name("y")?.end());
    let Days { first, last, is_ambiguous } = numbers(&found)?;
    Some(Found { start, end, first, last, is_ambiguous })
}

/// Returns the last day of a month that a deadline names without a day: "by the end of January 2021".
pub(super) fn end_of_month(words: &str) -> Option<Date> {
    ends_of_months(words).first().map(|found| found.last)
}

/// Returns where a text names the end of a month, as its last day: "by the end of January 2021".
pub(super) fn ends_of_months(words: &str) -> Vec<Found> {
    static END: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:end(?:\s+of)?|fin|ende|finales\s+de)\s+(?P<m>[A-Za-zéûÉÛä]{3,10}),?\s+(?P<y>(?:19|20)\d\d)\b").ok()
    });
    let read = |found: Captures<'_>| {
        let whole = found.get(0)?;
        let last = day(number(&found, "y")?, month(&found, "m")?, 1)?.last_of_month();
        let (start, end) = (whole.start(), whole.end());
        Some(Found { start, end, first: last, last, is_ambiguous: false })
    };
    END.iter().flat_map(|end| end.captures_iter(words)).filter_map(read).collect()
}

/// Returns the days of a text whose year is not said, each as the first one from a day on: "15 March", "the end of May".
pub(super) fn without_year(text: &str, since: Date) -> Vec<Found> {
    static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let month = r"(?P<m>\p{Lu}[A-Za-zéûÉÛä]{2,9})";
        let forms = [
            format!(r"\b(?P<d>\d{{1,2}}){TH}\s+(?:of\s+)?{month}\b"),
            format!(r"\b{month}\s+(?P<d>\d{{1,2}}){TH}"),
            format!(r"\b[Ee]nd\s+(?:of\s+)?{month}\b"),
        ];
        forms.iter().filter_map(|form| Regex::new(form).ok()).collect()
    });
    let mut found: Vec<Found> = Vec::new();
    for captures in FORMS.iter().flat_map(|form| form.captures_iter(text)) {
        let Some(whole) = captures.get(0) else { continue };
        let behind = text.get(whole.end()..).unwrap_or_default();
        let before = text.get(..whole.start()).unwrap_or_default().trim_end();
        // A year may follow, or the last day of several.
        let goes_on = behind.trim_start_matches([',', ' ', '.']).starts_with("20")
            || behind.starts_with(|sign: char| sign.is_alphanumeric() || sign == '/')
            || behind.trim_start().starts_with(['-', '–', '/'])
            || before.ends_with(['-', '–', '/', '.', ':']);
        if goes_on || found.iter().any(|one| one.start < whole.end() && whole.start() < one.end) {
            continue;
        }
        let Some(named) = month(&captures, "m") else { continue };
        let of_year = |year: i16| match captures.name("d") {
            Some(_) => day(year, named, number(&captures, "d")?),
            None => Some(day(year, named, 1)?.last_of_month()),
        };
        let days = [since.year(), since.year() + 1].into_iter().filter_map(of_year);
        let Some(first) = days.into_iter().find(|day| *day >= since) else { continue };
        found.push(Found {
            start: whole.start(),
            end: whole.end(),
            first,
            last: first,
            is_ambiguous: false,
        });
    }
    found.sort_by_key(|one| one.start);
    found
}

fn number(found: &Captures<'_>, name: &str) -> Option<i16> {
    found.name(name)?.as_str().parse().ok()
}

fn month(found: &Captures<'_>, name: &str) -> Option<i16> {
    month_of(found.name(name)?.as_str())
}

/// Returns the number of a month by its name in English, French, German or Spanish, or the start of it.
fn month_of(name: &str) -> Option<i16> {
    const NAMES: [&[&str]; 12] = [
        &["january", "janvier", "januar", "enero", "jänner"],
        &["february", "février", "februar", "febrero", "fevrier"],
        &["march", "mars", "märz", "marzo", "mrz"],
        &["april", "avril", "abril", "avr"],
        &["may", "mai", "mayo"],
        &["june", "juin", "juni", "junio"],
        &["july", "juillet", "juli", "julio"],
        &["august", "août", "agosto", "aout"],
        &["september", "septembre", "septiembre", "sept"],
        &["october", "octobre", "oktober", "octubre"],
        &["november", "novembre", "noviembre"],
        &["december", "décembre", "dezember", "diciembre", "decembre"],
    ];
    let name = name.to_lowercase();
    if name.chars().count() < 3 {
        return None;
    }
    let is_it = |known: &&str| known.starts_with(&name);
    let at = NAMES.iter().position(|names| names.iter().any(is_it))?;
    i16::try_from(at + 1).ok()
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    let year = if year < 100 { year + if year < 70 { 2000 } else { 1900 } } else { year };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn one(found: &Captures<'_>, month: i16) -> Option<Days> {
    let date = day(number(found, "y")?, month, number(found, "d")?)?;
    Some(Days { first: date, last: date, is_ambiguous: false })
}

fn between(found: &Captures<'_>, first_month: i16, last_month: i16) -> Option<Days> {
    let year = number(found, "y")?;
    let turn = i16::from(first_month > last_month);
    let first_year = number(found, "y0").unwrap_or(year - turn);
    let first = day(first_year, first_month, number(found, "d")?)?;
    let last = day(year, last_month, number(found, "d2")?)?;
    (first <= last).then_some(Days { first, last, is_ambiguous: false })
}

fn iso(found: &Captures<'_>) -> Option<Days> {
    let (year, month) = (number(found, "y")?, number(found, "n")?);
    let first = day(year, month, number(found, "d")?)?;
    let last_day = found.name("d2").and_then(|_| number(found, "d2"));
    let last = match last_day {
        Some(last) => {
            day(number(found, "y2").unwrap_or(year), number(found, "n2").unwrap_or(month), last)?
        }
        None => first,
    };
    (first <= last).then_some(Days { first, last, is_ambiguous: false })
}

/// Reads a date of numbers alone: the day first, unless only the other way makes a date.
fn numbers(found: &Captures<'_>) -> Option<Days> {
    let (a, b, year) = (number(found, "a")?, number(found, "b")?, number(found, "y")?);
    let is_dotted = found.name("s").is_some_and(|sign| sign.as_str() == ".");
    let date = if b > 12 && !is_dotted { day(year, a, b)? } else { day(year, b, a)? };
    let is_ambiguous = !is_dotted && a <= 12 && b <= 12 && a != b;
    Some(Days { first: date, last: date, is_ambiguous })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let found = dates_in(text);
        let words = found.iter().map(|one| {
            let doubt = if one.is_ambiguous { "?" } else { "" };
            if one.first == one.last {
                format!("{}{doubt}", one.first)
            } else {
                format!("{}/{}", one.first, one.last)
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_day_without_a_year_is_the_next_one() {
        let since = Date::constant(2019, 11, 20);
        let table = [
            ("by 30 April.", "2020-04-30"),
            ("before December 1st", "2019-12-01"),
            ("by the end of January", "2020-01-31"),
            ("until the 20th of November", "2019-11-20"),
            ("30 April 2018, April 30, 2018", ""),
            ("12 - 15 March, March 12-15", ""),
            ("Rel 12 Maybe 30 Foo, 31 February", ""),
        ];
        for (text, expected) in table {
            let found: Vec<String> =
                without_year(text, since).iter().map(|one| one.last.to_string()).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_every_usual_form() {
        let table = [
            ("24 November 2017", "2017-11-24"),
            ("on 24th of November, 2017", "2017-11-24"),
            ("November 24, 2017", "2017-11-24"),
            ("Nov. 24th 2017", "2017-11-24"),
            ("2017-11-24", "2017-11-24"),
            ("2017 November 24", "2017-11-24"),
            ("24-Nov-17", "2017-11-24"),
            ("24-Nov-2017", "2017-11-24"),
            ("24/11/2017", "2017-11-24"),
            ("11/24/2017", "2017-11-24"),
            ("03/04/2017", "2017-04-03?"),
            ("03.04.2017", "2017-04-03"),
            ("2017年11月24日", "2017-11-24"),
            ("le 3 février 2020", "2020-02-03"),
            ("13 - 15 September 2017, Sapporo", "2017-09-13/2017-09-15"),
            ("13-15 September, 2017.", "2017-09-13/2017-09-15"),
            ("11th – 12th September 2017", "2017-09-11/2017-09-12"),
            ("September 13-15, 2017", "2017-09-13/2017-09-15"),
            ("31 May – 4 June 2004", "2004-05-31/2004-06-04"),
            ("May 31 - June 4, 2004", "2004-05-31/2004-06-04"),
            ("28 December - 2 January 2004", "2003-12-28/2004-01-02"),
            ("2017-09-13 to 2017-09-15", "2017-09-13/2017-09-15"),
            ("Geneva, 2004-Nov-16-25", "2004-11-16/2004-11-25"),
            ("mid-May 2007", ""),
            ("July 2009", ""),
            ("31 February 2017", ""),
            ("99 May 2017, 5 Foober 2017", ""),
            ("TS 23.401, 12 of 15", ""),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
