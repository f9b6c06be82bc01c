//! What an organization's tool writes of a statement: its notices, and its pages as they are copied.
//!
//! Each field of people there is a list of names and addresses and nothing else: no roles, no employers.

use super::addresses;
use super::bodies;
use super::entries::{Entries, Entry};
use super::items;
use super::label::{Label, before_colon, folded};
use super::layouts::{Layout, Layouts};
use super::letter::Letter;
use super::people::Found;
use super::sheet::Sheet;
use crate::document::Span;

/// A name on such a list is no longer than this, in bytes.
const LONGEST: usize = 120;

/// Says whether a tool wrote a text: one of its first lines has a label that only one has.
pub(super) fn wrote(text: &str) -> bool {
    const MOST: usize = 40;
    let label =
        |line: &str| before_colon(line).and_then(|(colon, _)| line.get(..colon)).map(folded);
    let mut labels = text.lines().take(MOST).filter_map(|line| label(line.trim()));
    labels.any(|label| Layouts::get().special.iter().any(|one| one.of_its_tool.contains(&label)))
}

/// Takes from the head what the body on a page of a tool says again below what the tool wrote.
pub(super) fn without_repeats(sheet: &Sheet<'_>, layout: &Layout, entries: &mut Entries) {
    const OF_THE_PAGE: [Label; 9] = [
        Label::Subject,
        Label::Re,
        Label::From,
        Label::To,
        Label::Cc,
        Label::Contact,
        Label::TechnicalContact,
        Label::ToContact,
        Label::Date,
    ];
    let table_of = |entry: &Entry| sheet.lines.get(entry.line).map_or(0, |line| line.table);
    let label_of = |entry: &Entry| folded(sheet.words(entry.label_span));
    let is_of_its_tool = |entry: &Entry| layout.of_its_tool.contains(&label_of(entry));
    let Some(first) = entries.all.iter().position(is_of_its_tool) else { return };
    let table = table_of(&entries.all[first]);
    let has_colon = |entry: &Entry| {
        let behind = sheet.document.text.get(entry.label_span.end..).unwrap_or_default();
        behind.trim_start().starts_with(':')
    };
    if table == 0 && has_colon(&entries.all[first]) {
        // A notice, not a page; what follows it is read apart.
        return;
    }
    let is_own = |entry: &Entry| {
        table_of(entry) == table
            && layout.has_bare(&label_of(entry))
            && !(table == 0 && has_colon(entry))
    };
    let Some(last) = entries.all.iter().rposition(is_own) else { return };
    let mut begins = usize::MAX;
    for entry in entries.all.iter_mut().skip(last + 1) {
        if entry.in_head && OF_THE_PAGE.contains(&entry.label) {
            entry.in_head = false;
            begins = begins.min(entry.line);
        }
    }
    entries.head_end = entries.head_end.min(begins);
}

/// Returns the groups of a list of their acronyms alone, each: "TICTOC, ntp".
pub(super) fn acronyms(letter: &Letter<'_>, entry: &Entry) -> Option<Vec<Span>> {
    let parts: Vec<Span> =
        entry.values.iter().flat_map(|value| items::cut(&letter.sheet, *value, &[','])).collect();
    let are_words = parts.iter().all(|part| !letter.sheet.words(*part).contains(' '));
    (letter.is_of_a_tool() && are_words && parts.len() > 1).then_some(parts)
}

/// Returns the parts of a list of people: beside its label, and on the lines below.
pub(super) fn listed(letter: &Letter<'_>, entry: &Entry) -> Vec<Span> {
    let below = entry.more.iter().map(|more| more.span).take_while(|span| {
        let words = letter.sheet.words(*span);
        words.len() <= LONGEST && !words.ends_with('.') && before_colon(words).is_none()
    });
    let spans: Vec<Span> = entry.values.iter().copied().chain(below).collect();
    let lines = wrapped(letter, &spans).unwrap_or_else(|| {
        spans.into_iter().flat_map(|span| letter.sheet.lines_of(span)).collect()
    });
    let lines = lines.into_iter().flat_map(|line| apart(letter.sheet.words(line), line));
    let parts = lines.flat_map(|line| items::cut(&letter.sheet, line, &[',', ';']));
    parts.filter(|part| !name(letter.sheet.words(*part)).is_empty()).collect()
}

/// Returns as one the lines of a list in which commas part people, and lines end wherever they are full.
fn wrapped(letter: &Letter<'_>, spans: &[Span]) -> Option<Vec<Span>> {
    let whole = Span::new(spans.first()?.start, spans.last()?.end);
    letter.sheet.words(whole).contains(">,").then(|| vec![whole])
}

/// Parts people who stand one after the other with nothing but a space between: "Ana Example <ana@…> Bo Example <bo@…>".
fn apart(words: &str, line: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (space, _) in words.match_indices(' ') {
        let (before, behind) = (&words[start..space], &words[space + 1..]);
        let last = before.rsplit(' ').next().unwrap_or_default();
        let next = behind.split(' ').next().unwrap_or_default();
        // A bare address ends what it belongs to; so does one in brackets.
        let ends = last.ends_with('>') || last.contains('@') && !last.starts_with('<');
        let is_one = last.contains('@') && !last.contains(',');
        if ends && is_one && !next.is_empty() && !next.starts_with('<') {
            parts.push(Span::new(line.start + start, line.start + space));
            start = space + 1;
        }
    }
    parts.push(Span::new(line.start + start, line.end));
    parts
}

/// Returns what stands on such a list without the brackets of an address that was left out: "Ana Example <>".
pub(super) fn name(words: &str) -> &str {
    let mut rest = words.trim_matches([' ', ',', '"']);
    let empty = ["<>", "< >", "()"];
    while let Some(before) = empty.into_iter().find_map(|brackets| rest.strip_suffix(brackets)) {
        rest = before.trim_end();
    }
    rest
}

/// Reads the people of such a list.
pub(super) fn people(letter: &Letter<'_>, entry: &Entry) -> Vec<Found> {
    let one = |span: Span| {
        let words = letter.sheet.words(span);
        let found = addresses::addresses_in(words).into_iter().next();
        let end = found.as_ref().map_or(words.len(), |address| address.start);
        let name = name(words.get(..end).unwrap_or_default())
            .trim_end_matches(['<', '(', '[', ' ', '"'])
            .to_owned();
        let email_span = found
            .as_ref()
            .map(|address| Span::new(span.start + address.start, span.start + address.end));
        Found {
            name,
            is_restored: found.as_ref().is_some_and(|address| address.is_restored),
            email: found.map(|address| address.email).unwrap_or_default(),
            organization: String::new(),
            span,
            email_span,
        }
    };
    let all = listed(letter, entry).into_iter().map(one);
    all.filter(|found| !bodies::is_nothing(&found.name) || !found.email.is_empty()).collect()
}
