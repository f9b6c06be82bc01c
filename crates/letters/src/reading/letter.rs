//! One letter: its document, the form that it has, and the order in which its fields are read.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::asked;
use super::entries::Entries;
use super::label::{Label, before_colon, folded};
use super::layouts::{Layout, Layouts};
use super::result::{Evidence, Field, Reading};
use super::sheet::Sheet;
use super::{
    attachments, controls, finder, identifiers, of_a_tool, parties, persons, purpose, standing,
    subject, text, titles, when,
};
use crate::document::{Document, Region, Span};

/// What is known of a letter beside its document.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// The name of its file; empty if it has none.
    pub file_name: String,
    /// The day on which it was sent, where it came in a message: what a day without a year is told from.
    pub day: Option<Date>,
}

/// A letter that is being read.
pub(super) struct Letter<'d> {
    pub(super) sheet: Sheet<'d>,
    pub(super) layout: &'static Layout,
    pub(super) entries: Entries,
    pub(super) hints: &'d Hints,
}

/// A title that says to whom a letter goes.
pub(super) struct Title {
    /// The line with which it begins, and the one with which it ends.
    pub(super) first: usize,
    pub(super) line: usize,
    pub(super) to: Span,
    pub(super) copy: Option<Span>,
    /// The whole of it, if it also says what the letter is about.
    pub(super) subject: Option<Span>,
}

/// Reads a letter.
///
/// Takes any document: what is no letter gives a reading that says so, with as much as could be read all the same.
pub fn read_letter(document: &Document, hints: &Hints) -> Reading {
    let layouts = Layouts::get();
    let claims = layouts.claims(&document.text);
    let layout = claims
        .first()
        .filter(|(_, claim)| claim.holds())
        .map_or(&layouts.general, |(layout, _)| *layout);
    let sheet = Sheet::new(document);
    let mut entries = finder::find(&sheet, layouts, layout);
    entries.keep_short(&document.text);
    of_a_tool::without_repeats(&sheet, layout, &mut entries);
    let letter = Letter { sheet, layout, entries, hints };
    let mut reading = Reading {
        claims: claims.into_iter().map(|(_, claim)| claim).collect(),
        warnings: document.warnings.clone(),
        ..Reading::default()
    };
    subject::read(&letter, &mut reading);
    parties::read(&letter, &mut reading);
    persons::read(&letter, &mut reading);
    asked::read(&letter, &mut reading);
    identifiers::read(&letter, &mut reading);
    purpose::read(&letter, &mut reading);
    when::read(&letter, &mut reading);
    attachments::read(&letter, &mut reading);
    text::read(&letter, &mut reading);
    standing::read(&letter, &mut reading);
    if reading.is_statement {
        parties::told(&letter, &mut reading);
    }
    controls::read(&letter, &mut reading);
    reading
}

impl Letter<'_> {
    /// Keeps words of the letter as evidence of a field.
    pub(super) fn note(
        &self,
        reading: &mut Reading,
        field: Field,
        span: Span,
        doubt: Option<&str>,
    ) {
        reading.note(
            field,
            Evidence {
                text: self.sheet.words(span).to_owned(),
                place: self.sheet.document.place(span),
                at: Some((span.start, span.end)),
                doubt: doubt.map(str::to_owned),
            },
        );
    }

    /// Returns the title that says to whom a letter goes, if it has one: "LIAISON STATEMENT TO … (COPY TO …)".
    pub(super) fn title(&self) -> Option<Title> {
        static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(r"(?is)^\s*(?:draft |reply |response |first |further |an? )*(?:liaison (?:statement|note|letter)|open letter) to (?:the )?(.+?)(?:\s*\(\s*(?:cop(?:y|ies)(?: for (?:your )?info(?:rmation)?)?|cc|for information)(?: to)?:?\s+(.+?)\s*(?:for information)?\s*\)(\s+(?:on|concerning|regarding|about)\s.+?)?)?\s*$").ok()
        });
        const MOST: usize = 40;
        let pattern = TITLE.as_ref()?;
        for (number, line) in self.sheet.lines.iter().enumerate().take(MOST) {
            let words = self.sheet.words(line.span);
            let is_row = line.table != 0 && line.cells.len() != 1;
            let before = number.checked_sub(1).and_then(|before| self.sheet.lines.get(before));
            // Within a paragraph it is the rest of a sentence.
            let goes_on = before.is_some_and(|before| {
                before.paragraph == line.paragraph
                    && !line.after_gap
                    && self.sheet.words(before.span).len() > super::finder::SENTENCE
            });
            if is_row || goes_on || words.len() > 300 || before_colon(words).is_some() {
                continue;
            }
            // The copies may stand on the next line.
            let next = self.sheet.lines.get(number + 1).filter(|next| {
                let below = self.sheet.words(next.span);
                let is_open = words.matches('(').count() > words.matches(')').count();
                is_open || below.to_lowercase().starts_with("(copy")
            });
            let shouted = self.shouted_below(number);
            let next = next.or(shouted);
            let whole =
                Span::new(line.span.start, next.map_or(line.span.end, |next| next.span.end));
            let words = self.sheet.words(whole);
            let Some(found) = pattern.captures(words) else { continue };
            let is_shouted = !words.chars().any(char::is_lowercase);
            let first = self.sheet.words(line.span);
            let named = super::titles::addressed_in(first)
                .filter(|body| !is_shouted && body.len() + 30 < first.len());
            if named.is_some() && next.is_none() {
                continue;
            }
            let span = |group: usize| {
                let group = found.get(group)?;
                Some(
                    self.sheet
                        .trimmed(Span::new(whole.start + group.start(), whole.start + group.end())),
                )
            };
            let last = next.and_then(|next| self.at(next)).unwrap_or(number);
            let to = span(1)?;
            // In capitals, what it is about may stand in the same line.
            let about = [" ON ", " CONCERNING ", " REGARDING ", " ABOUT ", " – ", " - ", ": "]
                .iter()
                .filter_map(|word| self.sheet.words(to).replace('\n', " ").find(word))
                .min()
                .filter(|_| is_shouted);
            let to = about.map_or(to, |at| Span::new(to.start, to.start + at));
            // A star leads to the names below the text.
            let bare = self.sheet.words(to).trim_end_matches(['*', ' ']).len();
            let to = Span::new(to.start, to.start + bare);
            // What it is about stands behind the body, and the copies on the next line.
            let within = named.and_then(|body| Some((first.find(body)?, body.len())));
            let to = within.map_or(to, |(at, length)| {
                Span::new(line.span.start + at, line.span.start + at + length)
            });
            let is_open = words.to_lowercase().contains("open letter to ");
            let subject = (about.is_some() || is_open).then(|| self.sheet.trimmed(whole));
            let subject = subject.or(named.map(|_| self.sheet.trimmed(line.span)));
            let subject = subject.or(span(3).map(|_| self.sheet.trimmed(whole)));
            return Some(Title { first: number, line: last, to, copy: span(2), subject });
        }
        None
    }

    /// Returns which line of the letter one is, counted from 0.
    fn at(&self, line: &super::sheet::Line) -> Option<usize> {
        self.sheet.lines.iter().position(|one| one.span.start == line.span.start)
    }

    /// Returns the last of the lines in capitals with which a title in capitals goes on: on a page, in its paragraph, or behind an
    /// "and".
    fn shouted_below(&self, at: usize) -> Option<&super::sheet::Line> {
        const MOST: usize = 3;
        let is_shouted = |line: &&super::sheet::Line| {
            let words = self.sheet.words(line.span);
            let letters = words.chars().filter(|sign| sign.is_alphabetic()).count();
            let small = words.chars().filter(|sign| sign.is_lowercase()).count();
            letters > 2 && small == 0 && line.table == 0 && before_colon(words).is_none()
        };
        let first = self.sheet.lines.get(at).filter(is_shouted)?;
        let is_page = self.sheet.is_of_pages();
        let is_open = [" AND", " ITU-T", " ITU-R", " ETSI", " ISO/IEC", " THE", " OF"]
            .iter()
            .any(|end| self.sheet.words(first.span).ends_with(end));
        let may_go_on = is_page || is_open;
        let is_rest = |line: &&super::sheet::Line| {
            let is_within = first.paragraph != 0 && line.paragraph == first.paragraph;
            let copies = self.sheet.words(line.span).starts_with("(COPY");
            (may_go_on || is_within) && (!line.after_gap || copies)
        };
        let below = self.sheet.lines.iter().skip(at + 1).take(MOST);
        below
            .take_while(|line| is_rest(line) && is_shouted(line) && line.region == first.region)
            .last()
    }

    /// Says whether the tool of an organization wrote this: its notice, or its page.
    pub(super) fn is_of_a_tool(&self) -> bool {
        let heads = self.entries.all.iter().filter(|entry| entry.in_head);
        let mut labels = heads.map(|entry| folded(self.sheet.words(entry.label_span)));
        labels.any(|label| self.layout.of_its_tool.contains(&label))
    }

    /// Returns words on one line.
    pub(super) fn one_line(&self, span: Span) -> String {
        one_line(self.sheet.words(span))
    }

    /// Returns the spans of the lines of the head, in their order.
    pub(super) fn head(&self) -> &[super::sheet::Line] {
        self.sheet.lines.get(..self.entries.head_end).unwrap_or_default()
    }

    /// Returns where the last field of the head ends, in bytes.
    pub(super) fn below_labels(&self) -> usize {
        let head = self.entries.all.iter().filter(|entry| entry.in_head);
        let ends = head.flat_map(|entry| entry.values.iter().chain([&entry.label_span]));
        ends.map(|span| span.end).max().unwrap_or_default()
    }

    /// Returns the first of the short sentences right above a line, which belong to the text with it.
    fn with_sentences_before(&self, mut first: usize) -> usize {
        let is_labelled = |span: Span| {
            let all = self.entries.all.iter().filter(|entry| entry.in_head);
            let mut taken = all.flat_map(|entry| entry.values.iter().chain([&entry.label_span]));
            taken.any(|one| one.start < span.end && span.start < one.end)
        };
        while let Some(line) = first.checked_sub(1).and_then(|at| self.sheet.lines.get(at)) {
            let words = self.sheet.words(line.span);
            let is_sentence = line.table == 0
                && line.region == Region::Body
                && words.ends_with('.')
                && words.split_whitespace().count() > 3
                && before_colon(words).is_none();
            if !is_sentence || is_labelled(line.span) {
                break;
            }
            first -= 1;
        }
        first
    }

    /// Returns the first line of a paragraph of sentences that belongs to no field, in a letter without a head.
    fn first_sentence(&self) -> Option<usize> {
        let is_of_a_field = |span: Span| {
            let mut all = self.entries.all.iter().flat_map(|entry| {
                entry.parts().into_iter().chain([entry.label_span]).collect::<Vec<_>>()
            });
            all.any(|one| one.start < span.end && span.start < one.end)
        };
        self.sheet.lines.iter().position(|line| {
            let words = self.sheet.words(line.span);
            line.table == 0
                && line.region == Region::Body
                && words.len() > super::finder::SENTENCE
                && super::marks::reads_like_a_sentence(words)
                && !is_of_a_field(line.span)
        })
    }

    /// Returns where the text begins, in bytes.
    pub(super) fn text_start(&self) -> usize {
        // A table may hold the text too, beside a label for it.
        let labelled = self.entries.all.iter().find(|entry| entry.label == Label::Text);
        if let Some(value) = labelled.and_then(|entry| entry.values.first())
            && self.entries.head_end == self.sheet.lines.len()
        {
            return value.start;
        }
        // Where nothing is labelled and nobody greeted, all of it is text.
        let is_all_text = self.entries.head_end == self.sheet.lines.len()
            && self.entries.all.is_empty()
            && self.sheet.lines.iter().all(|line| line.table == 0)
            && self.title().is_none()
            && titles::between(self).is_none();
        if is_all_text {
            return 0;
        }
        // Below a title stands what it is about, unless the title says so itself.
        let below_between = || {
            let line = titles::between(self)?.line;
            self.sheet.lines.iter().position(|one| one.span.start > line.start)
        };
        let below_title = || {
            let title = self.title();
            title
                .map(|title| title.line + if title.subject.is_some() { 1 } else { 2 })
                .or_else(below_between)
        };
        let is_whole = self.entries.head_end == self.sheet.lines.len();
        let first = if is_whole { below_title().or_else(|| self.first_sentence()) } else { None };
        let first = first.unwrap_or(self.entries.head_end);
        let first = if is_whole { first } else { self.with_sentences_before(first) };
        self.sheet.lines.get(first).map_or(self.sheet.document.text.len(), |line| line.span.start)
    }
}

/// Puts words on one line, each gap one space; a word that is broken behind a hyphen is one word.
pub(super) fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    let mut rest = words.trim();
    while let Some(end) = rest.find(char::is_whitespace) {
        let (word, behind) = rest.split_at(end);
        line.push_str(word);
        rest = behind.trim_start();
        let gap = &behind[..behind.len() - rest.len()];
        let is_broken = gap.contains('\n')
            && word.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphanumeric))
            && rest.starts_with(char::is_alphanumeric);
        if !is_broken {
            line.push(' ');
        }
    }
    line + rest
}
