//! The files that come with a letter, as it names them (BOD-2).

use std::sync::LazyLock;

use regex::Regex;

use super::bodies;
use super::entries::Entry;
use super::farewells::is_farewell;
use super::identifiers;
use super::items;
use super::label::{Label, folded};
use super::letter::{Letter, one_line};
use super::marks;
use super::person_names;
use super::result::{Field, Reading};
use crate::document::{Region, Span};

/// Reads which files come with the letter.
pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    let is_named = |entry: &&super::entries::Entry| {
        // Below the text an annex is a part of it, and no file.
        entry.in_head
            || !folded(letter.sheet.words(entry.label_span)).starts_with("annex")
            || entry.beside().map(|span| letter.sheet.words(span)).is_some_and(|words| {
                is_file(words)
                    || (has_colon(letter, entry)
                        && (count_in(words).is_some() || is_below_all(letter, entry, words)))
            })
    };
    let entries: Vec<_> = letter.entries.filled(&[Label::Attachments]).filter(is_named).collect();
    for entry in entries {
        let mut values = entry.values.clone();
        // A name in quotation marks, or one broken behind a hyphen, may go on on the next line of a page.
        if let Some(last) = values.last_mut()
            && let Some(more) = entry.more.first()
            && let (words, below) = (letter.sheet.words(*last), letter.sheet.words(more.span))
            && ((words.matches('"').count() % 2 == 1 && below.ends_with('"'))
                || (words.ends_with('-') && !below.contains(' '))
                || (more.is_same_paragraph
                    && is_file(below)
                    && !below.contains(' ')
                    && !is_file(words)))
        {
            last.end = more.span.end;
        }
        let count = entry.beside().and_then(|span| count_in(letter.sheet.words(span)));
        if values.is_empty() || count.is_some() {
            // "Attachments: 2" says how many are listed below.
            let below = entry.more.iter().map(|more| more.span);
            // The page of an annex has its number at the top, and not its name.
            let is_named = |span: &Span| {
                let words = folded(letter.sheet.words(*span));
                let is_listed = unmarked(letter, *span).start > span.start;
                is_listed || words.strip_prefix("annex ").is_none_or(|rest| rest.len() > 2)
            };
            values.extend(below.take(count.unwrap_or(usize::MAX)).filter(is_named));
        } else if letter.is_of_a_tool()
            && !entry.beside().is_some_and(|span| bodies::is_nothing(letter.sheet.words(span)))
        {
            // Each on a line of its own; what follows is the text.
            const LONGEST: usize = 120;
            let below = entry.more.iter().map(|more| more.span);
            values.extend(below.take_while(|span| {
                let words = letter.sheet.words(*span);
                words.len() < LONGEST
                    && words.contains(|sign: char| sign.is_ascii_digit())
                    && !begins_a_text(words)
            }));
        }
        if !entry.in_head && count.is_none() {
            values.extend(listed_below(letter, entry));
        }
        let names = values.into_iter().take_while(|value| {
            let words = letter.sheet.words(*value);
            let is_rule = words.len() > 4 && words.chars().all(|sign| "-_=*".contains(sign));
            !(is_rule
                || is_farewell(words)
                || (person_names::is_person(words) && words.contains(',')))
        });
        for value in names {
            add(letter, reading, value);
        }
    }
    for line in below_heading(letter) {
        add(letter, reading, line);
    }
}

/// Returns the lines below the first of a list at the end of a letter that name files as well: by an ending, a number, or as a further
/// annex.
fn listed_below(letter: &Letter<'_>, entry: &Entry) -> Vec<Span> {
    let Some(first) = entry.beside().map(|span| letter.sheet.words(span)) else {
        return Vec::new();
    };
    let kind = |words: &str| words.split([' ', '\u{a0}']).next().unwrap_or_default().to_lowercase();
    let is_part = |words: &str| matches!(kind(words).as_str(), "annex" | "appendix" | "attachment");
    let begins_with_number =
        |words: &str| identifiers::numbers_in(words).first().is_some_and(|(start, _)| *start == 0);
    let is_next = |span: &Span| {
        let words = letter.sheet.words(*span);
        let has_number_behind = |words: &str| {
            words
                .strip_suffix(')')
                .and_then(|rest| rest.rsplit_once('('))
                .is_some_and(|(_, number)| number.contains(|sign: char| sign.is_ascii_digit()))
        };
        is_file(words) == is_file(first)
            && (is_file(words)
                || (has_number_behind(words) && has_number_behind(first))
                || (begins_with_number(words) && begins_with_number(first))
                || (is_part(first) && kind(words) == kind(first)))
    };
    entry.more.iter().map(|more| more.span).take_while(is_next).collect()
}

/// Says whether a label has a colon behind it; "ANNEX 1" above a page of its own has none.
fn has_colon(letter: &Letter<'_>, entry: &Entry) -> bool {
    let behind = letter.sheet.document.text.get(entry.label_span.end..).unwrap_or_default();
    behind.trim_start().starts_with([':', '\t', '\n'])
}

/// Says whether a line is the first of a text, and no name: "At the May meeting of the Example Group 15, the Report".
fn begins_a_text(words: &str) -> bool {
    const FIRST: [&str; 14] = [
        "the",
        "at",
        "we",
        "in",
        "this",
        "these",
        "as",
        "our",
        "it",
        "dear",
        "thank",
        "during",
        "following",
        "please",
    ];
    const SHORT: usize = 8;
    let mut all = words.split_whitespace();
    let first = all.next().unwrap_or_default().to_lowercase();
    FIRST.contains(&first.trim_matches([',', ':']))
        && (all.count() >= SHORT || marks::is_greeting(words))
}

fn add(letter: &Letter<'_>, reading: &mut Reading, value: Span) {
    for item in names_of_files(letter, unmarked(letter, value)) {
        let words = one_line(letter.sheet.words(item));
        if says_no_name(&words) {
            continue;
        }
        // A page may break a name: "Example-Model-" above "0.9.pdf", "… v1.0" above "(pdf)".
        if let Some(last) = reading.attachments.last_mut().filter(|_| letter.sheet.is_of_pages()) {
            let is_aside = words.starts_with('(') && words.ends_with(')') && !words.contains(' ');
            let goes_on =
                is_file(&words) && words.contains(' ') && last.contains(' ') && !is_file(last);
            if last.ends_with('-') || is_aside || goes_on {
                let gap = if is_aside || goes_on { " " } else { "" };
                *last = format!("{last}{gap}{words}");
                letter.note(reading, Field::Attachments, item, None);
                continue;
            }
        }
        if !reading.attachments.contains(&words) {
            reading.attachments.push(words);
            letter.note(reading, Field::Attachments, item, None);
        }
    }
}

/// Says whether words only say that what is enclosed was named before: "as mentioned".
fn says_no_name(words: &str) -> bool {
    const SAYINGS: [&str; 5] = ["as mentioned", "as above", "as stated", "as listed", "see above"];
    let lower = words.to_lowercase();
    SAYINGS.iter().any(|saying| lower.starts_with(saying)) && words.len() < 30
}

/// Says whether words are the name of a file, by its ending.
pub(super) fn is_file(words: &str) -> bool {
    const KINDS: [&str; 10] =
        ["pdf", "doc", "docx", "zip", "txt", "odt", "ppt", "pptx", "xlsx", "html"];
    let ending = words.trim().rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| KINDS.contains(&ending.as_str())) && !words.contains('\n')
}

/// Returns how many files a value says that there are: "2", "1 (TD 2471)", "2 documents".
fn count_in(words: &str) -> Option<usize> {
    static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^(\d{1,2})(?:\s+(?:documents?|files?|attachments?|annex(?:es)?|enclosures?|items?))?\s*(?:\(.*\)|:)?$").ok()
    });
    COUNT.as_ref()?.captures(words.trim())?.get(1)?.as_str().parse().ok()
}

/// Returns the lines below a heading "Attachments" of the text, as far as they are a list.
fn below_heading(letter: &Letter<'_>) -> Vec<Span> {
    const HEADINGS: [&str; 9] = [
        "attachments",
        "attachment",
        "list of attachments",
        "attached documents",
        "enclosures",
        "enclosed documents",
        "attached files",
        "associated documents",
        "accompanying documents",
    ];
    const MOST: usize = 20;
    let lines = letter.sheet.lines.iter().skip(letter.entries.head_end);
    let mut lines = lines.skip_while(|line| {
        let words = letter.sheet.words(line.span);
        let bare = words.trim_start_matches(|sign: char| {
            sign.is_ascii_digit() || matches!(sign, '.' | ')' | ' ' | '\t')
        });
        !HEADINGS.contains(&folded(bare).as_str()) || words.ends_with(':')
    });
    if lines.next().is_none() {
        return Vec::new();
    }
    let listed = lines.map(|line| line.span).take(MOST);
    listed.take_while(|span| unmarked(letter, *span).start > span.start).collect()
}

/// Returns a value without the mark of a list before it, and without the count around it.
fn unmarked(letter: &Letter<'_>, value: Span) -> Span {
    static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:[-–—•*·]|\(?\d{1,2}[.)]|\(?[a-h]\)|\[\d{1,2}\])\s+").ok()
    });
    let words = letter.sheet.words(value);
    if let Some((start, end)) = words.find('(').zip(words.rfind(')'))
        && count_in(words).is_some()
    {
        return letter.sheet.trimmed(Span::new(value.start + start + 1, value.start + end));
    }
    let mark = MARK.as_ref().and_then(|mark| mark.find(words)).map_or(0, |found| found.end());
    Span::new(value.start + mark, value.end)
}

/// Cuts a list of files: at line ends and semicolons, and at commas between names that look like files or numbers.
fn names_of_files(letter: &Letter<'_>, span: Span) -> Vec<Span> {
    static PAGES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\s+\((?:\d{1,3}\s+(?:pp?\.?|pages?|sheets?)|for information)\)$").ok()
    });
    let mut items = Vec::new();
    for line in letter.sheet.lines_of(span) {
        let words = letter.sheet.words(line);
        let pieces: Vec<&str> = words.split([';', ',']).collect();
        // "TD 86 (GEN/99), Proposed changes to X.99" is a number with its title.
        let is_titled = matches!(pieces[..], [number, title]
            if identifiers::is_number(number) && title.trim().contains(' ') && !is_file(title)
                && identifiers::numbers_in(title).is_empty());
        let are_names = !is_titled && pieces.iter().all(|piece| is_name(piece));
        let separators: &[char] = if are_names { &[';', ','] } else { &[';'] };
        let halves: Vec<&str> = words.split(" and ").collect();
        if halves.len() > 1 && halves.iter().all(|half| identifiers::is_number(half.trim())) {
            let mut start = line.start;
            for half in halves {
                items.push(letter.sheet.trimmed(Span::new(start, start + half.len())));
                start += half.len() + " and ".len();
            }
            continue;
        }
        let cut = items::cut(&letter.sheet, line, separators);
        for item in cut.into_iter().flat_map(|piece| files_apart(letter, piece)) {
            let name = letter.sheet.words(item);
            // Where a file is, and how many there are, are no names.
            let is_address = ["http", "(http", "(available at", "available at"]
                .iter()
                .any(|start| name.starts_with(start));
            let is_count = name.chars().all(|sign| sign.is_ascii_digit());
            let at = name.find(" (http").or_else(|| name.find(" (available at"));
            let at =
                at.or_else(|| PAGES.as_ref().and_then(|pages| Some(pages.find(name)?.start())));
            let named = at.map_or(item, |at| Span::new(item.start, item.start + at));
            let is_none = bodies::is_nothing(name.split(" (").next().unwrap_or(name));
            if !is_none && !is_address && !is_count {
                items.push(named);
            }
        }
    }
    items
}

/// Parts the names of files between which only spaces stand: "one.pdf two.docx"; names of other things have spaces within.
fn files_apart(letter: &Letter<'_>, piece: Span) -> Vec<Span> {
    let words = letter.sheet.words(piece);
    if !words.contains(' ') || !words.split(' ').all(is_file) {
        return vec![piece];
    }
    let mut start = piece.start;
    let each = words.split(' ').map(|word| {
        let span = Span::new(start, start + word.len());
        start = span.end + 1;
        span
    });
    each.collect()
}

/// Says whether a line for an annex stands below the text, among the last of a letter, and names it in a few words.
fn is_below_all(letter: &Letter<'_>, entry: &Entry, words: &str) -> bool {
    const LAST: usize = 8;
    const LONGEST: usize = 90;
    let lines = &letter.sheet.lines;
    words.len() < LONGEST
        && !words.starts_with(char::is_lowercase)
        && !words.ends_with(['.', ':', '?'])
        && entry.line + LAST >= lines.iter().filter(|line| line.region == Region::Body).count()
}

/// Says whether words are the name of a file or the number of a document, with or without what it is in brackets.
fn is_name(words: &str) -> bool {
    let words = words.trim();
    let has_digit = |words: &str| words.chars().any(|sign| sign.is_ascii_digit() || sign == '.');
    if let Some((number, _)) = words.strip_suffix(')').and_then(|rest| rest.split_once(" ("))
        && !number.contains(' ')
    {
        return has_digit(number);
    }
    !words.is_empty()
        && words.split_whitespace().count() <= 5
        && has_digit(words)
        // "clause 4" is a part, and "Terms of reference for E.123" what the number before it stands for.
        && !(words.starts_with(char::is_lowercase) && words.contains(' '))
        && !(words.contains(" of ") || words.contains(" for "))
}
