//! Finding the labels of a letter, line by line.

use super::dates::is_day_alone;
use super::entries::{Entries, Entry, More};
use super::label::{self, Label, before_colon, folded, looks_like_one};
use super::layouts::{Layout, Layouts};
use super::marks;
use super::person_names;
use super::rows::is_row_of_somebody;
use super::sheet::{Line, Sheet};
use super::sides::Sides;
use crate::document::{Region, Span};

/// How many lines below a value may go on with it.
const MOST_MORE: usize = 12;
/// The same of a list of people, each with an address or on a line of its own.
const MOST_PEOPLE: usize = 100;
/// The length of a line on which one of many stands.
const MOST_LISTED: usize = 40;

/// How many lines below a greeting a head may follow, and below what looks like text where nobody was addressed yet.
const FAR: usize = 14;
const NEAR: usize = 4;

/// A line that is longer is a sentence of the text, not a field of the head.
pub(super) const PROSE: usize = 220;

/// A line that ends like a sentence and is longer is one.
pub(super) const SENTENCE: usize = 60;

/// Goes through the lines of a letter and keeps what it finds.
pub(super) struct Finder<'s, 'd> {
    pub(super) sheet: &'s Sheet<'d>,
    pub(super) layouts: &'s Layouts,
    pub(super) layout: &'s Layout,
    pub(super) found: Entries,
    pub(super) in_head: bool,
    /// The labels of a head that were seen.
    pub(super) core: Vec<Label>,
    /// Whether the last entry may still go on.
    pub(super) is_open: bool,
    /// The table whose columns are named, what they hold, and whether those in it are addressed.
    pub(super) columns: Option<(u32, Vec<Label>, bool)>,
    /// Sender and receiver in two columns.
    pub(super) sides: Option<Sides>,
    /// How many of the next lines were read with the one before them.
    pub(super) read_on: usize,
    /// Whether labels stand on lines of their own, without a colon, each above its value.
    pub(super) are_stacked: bool,
    /// Whether labels stand before their values without a colon, as the pages of a tool are copied.
    pub(super) are_bare: bool,
}

/// What a part of a line is.
pub(super) enum Part {
    /// A label alone.
    Label(Label, Span),
    /// A label and its value.
    Both(Label, Span, Span),
    Value(Span),
}

/// Finds all that is labelled on a sheet.
pub(super) fn find(sheet: &Sheet<'_>, layouts: &Layouts, layout: &Layout) -> Entries {
    let mut finder = Finder {
        sheet,
        layouts,
        layout,
        found: Entries { head_end: sheet.lines.len(), ..Entries::default() },
        in_head: true,
        core: Vec::new(),
        is_open: false,
        columns: None,
        sides: None,
        read_on: 0,
        are_stacked: false,
        are_bare: false,
    };
    finder.are_stacked = finder.has_stacked_labels();
    finder.are_bare = finder.has_bare_labels();
    for at in 0..sheet.lines.len() {
        finder.line(at);
    }
    finder.found
}

impl Finder<'_, '_> {
    fn line(&mut self, at: usize) {
        let line = &self.sheet.lines[at];
        if matches!(line.region, Region::Footer | Region::Note | Region::Box) {
            return;
        }
        if self.is_record(line) {
            return;
        }
        if self.in_head
            && self.begins_text(line)
            && (self.core.len() > 1 || !self.has_head_below(at, FAR))
            && (self.core.contains(&Label::To) || !self.has_head_below(at, NEAR))
        {
            (self.in_head, self.is_open) = (false, false);
            self.found.head_end = at;
        }
        if self.read_on > 0 {
            self.read_on -= 1;
            return;
        }
        if self.in_columns(line, at) || self.in_sides(line, at) || self.wrapped(line, at) {
            return;
        }
        let parts = self.parts(line);
        if let Some(span) = self.bare_purpose(line) {
            self.begin(Label::Purpose, span, at);
            self.push(span);
            self.is_open = false;
            return;
        }
        if !parts.iter().any(|(_, part)| !matches!(part, Part::Value(_))) {
            return self.without_label(line, at);
        }
        // What stands left of the first label of a line belongs to no label, and so does what stands in a cell after one
        // that has its label and its value within itself.
        let mut takes = self.begins_with_somebody(&parts, at);
        let mut cell_of_both = None;
        let mut cell_of_label = None;
        let mut has_value = false;
        for (cell, part) in parts {
            match part {
                Part::Label(label, span) => {
                    has_value = false;
                    self.labelled(label, span, at);
                    (takes, cell_of_both) = (true, None);
                    cell_of_label = (!label.is_of_a_person() && line.table != 0).then_some(cell);
                }
                Part::Both(label, span, value) => {
                    let of_a_person = label.is_of_a_person();
                    self.labelled(label, span, at);
                    has_value = !value.is_empty();
                    if has_value {
                        self.push(value);
                    }
                    takes = true;
                    cell_of_both = (!of_a_person && line.table != 0).then_some(cell);
                }
                Part::Value(span) if has_value && self.is_beside(line, span) => {}
                Part::Value(span) if takes && cell_of_both.is_none_or(|both| both == cell) => {
                    has_value = true;
                    if cell_of_label == Some(cell) {
                        cell_of_both = Some(cell);
                    }
                    self.push(span);
                }
                Part::Value(_) => {}
            }
        }
    }

    /// Says whether a line begins with a further person, whose number or address it has a label for, below another.
    fn begins_with_somebody(&self, parts: &[(usize, Part)], at: usize) -> bool {
        let first_label = parts.iter().find_map(|(_, part)| match part {
            Part::Label(label, _) | Part::Both(label, ..) => Some(*label),
            Part::Value(_) => None,
        });
        let is_below = self.found.all.last().is_some_and(|entry| {
            let has_address =
                entry.values.last().is_some_and(|last| self.sheet.words(*last).contains('@'));
            entry.label == Label::Contact
                && entry.line < at
                && at <= entry.line + MOST_MORE
                && has_address
        });
        // A company may stand beside a number as well.
        let line = &self.sheet.lines[at];
        let is_apart = line.after_gap
            || matches!(parts, [(0, Part::Value(_)), (0, Part::Value(_)), ..])
            || matches!(parts.first(), Some((_, Part::Value(name)))
                if self.sheet.words(*name).contains([',', '(']));
        is_below
            && is_apart
            && first_label.is_some_and(Label::is_of_a_person)
            && matches!(parts.first(), Some((_, Part::Value(name)))
                if person_names::is_person(self.sheet.words(*name)))
    }

    /// Takes a line without a label as one that goes on with the value before it.
    fn without_label(&mut self, line: &Line, at: usize) {
        let words = self.sheet.words(line.span);
        let ends_label =
            self.found.all.last().is_some_and(|entry| entry.is_empty() && entry.line + 1 == at);
        // In messages made from tables the value stands apart, below its label.
        let may_follow = ends_label
            && words.len() < SENTENCE
            && !words.ends_with('.')
            && !marks::is_section(words)
            && !marks::is_greeting(words);
        let is_file = line.after_gap
            && words.len() < 120
            && self
                .found
                .all
                .last()
                .is_some_and(|entry| entry.label == Label::Attachments && !entry.in_head);
        let is_address = is_file
            || line.after_gap
                && words.contains('@')
                && self
                    .found
                    .all
                    .last()
                    .is_some_and(|entry| entry.label.names_people() && !entry.in_head);
        let fits =
            (self.is_open && !line.after_gap) || (line.table == 0 && (may_follow || is_address));
        let fitting = |entry: &&mut Entry| {
            fits && (!is_title(words) || (entry.is_empty() && !marks::is_greeting(words)))
        };
        let begins_a_sentence = self.begins_a_sentence(line);
        let Some(entry) = self.found.all.last_mut().filter(fitting) else {
            self.is_open = false;
            return;
        };
        let before = &self.sheet.lines[entry.line];
        let ends_list = begins_a_sentence && !entry.is_empty() && entry.label == Label::Cc;
        if ends_list || (entry.label.names_people() && is_day_alone(words)) {
            self.is_open = false;
            return;
        }
        let most = most_below(entry, words);
        let is_near = at <= entry.line + most;
        if entry.label.names_people() && line.table == 0 && words.len() < 120 && is_near {
            entry.values.extend(line.cells.iter().copied());
            return;
        }
        // On a page, a further addressee may stand a little to the side of the column.
        let goes_on_below = matches!(entry.label, Label::To | Label::Cc)
            && line.cells.len() == 1
            && self.sheet.is_of_pages()
            && super::bodies::stands_alone(words);
        if line.table != 0 {
            if line.table == before.table && is_row_of_somebody(self.sheet, entry.label, line) {
                entry.values.push(line.span);
            } else if line.table == before.table && (line.is_indented || goes_on_below) {
                entry.values.extend(line.cells.iter().flat_map(|cell| self.sheet.lines_of(*cell)));
            } else {
                self.is_open = false;
            }
            return;
        }
        if entry.more.len() >= most || !is_near {
            self.is_open = false;
            return;
        }
        let is_same_paragraph = before.paragraph != 0 && before.paragraph == line.paragraph;
        entry.more.push(More { span: line.span, is_same_paragraph });
    }

    pub(super) fn labelled(&mut self, label: Label, span: Span, at: usize) {
        let of_a_person = label.is_of_a_person();
        // A cover has its author as the source, with number and address in the next cell.
        let author = self
            .found
            .all
            .last()
            .filter(|entry| of_a_person && entry.label == Label::From && entry.line == at);
        if let Some(values) = author.map(|entry| entry.values.clone()).filter(|_| self.in_head) {
            self.begin(Label::Contact, span, at);
            values.into_iter().for_each(|value| self.push(value));
            return self.push(span);
        }
        let goes_on = of_a_person
            && self
                .found
                .all
                .last()
                .is_some_and(|entry| entry.takes_people(self.sheet) && at <= entry.line + 40);
        if goes_on {
            return self.push(span);
        }
        let label = match label {
            Label::Name | Label::Email if self.in_head && !self.is_below_author(at) => {
                self.begin(Label::Contact, span, at);
                return self.push(span);
            }
            _ if of_a_person => Label::Other,
            label => label,
        };
        self.begin(label, span, at);
    }

    fn begin(&mut self, label: Label, label_span: Span, at: usize) {
        if self.in_head && label.is_of_a_head() && !self.core.contains(&label) {
            self.core.push(label);
        }
        let entry = Entry {
            label,
            label_span,
            values: Vec::new(),
            more: Vec::new(),
            in_head: self.in_head,
            line: at,
            label_words: None,
        };
        self.found.all.push(entry);
        self.is_open = true;
    }

    pub(super) fn push(&mut self, value: Span) {
        if let Some(entry) = self.found.all.last_mut() {
            entry.values.push(value);
        }
    }

    /// Cuts a line into labels and values, each with the number of its cell.
    pub(super) fn parts(&self, line: &Line) -> Vec<(usize, Part)> {
        if let Some(row) = self.without_number(line) {
            return self.parts(&row);
        }
        if let Some(pairs) = self.pairs(line) {
            return pairs;
        }
        let mut parts = Vec::new();
        let count = line.cells.len();
        let names_columns = self.names_columns(line);
        for (number, cell) in line.cells.iter().enumerate() {
            // What a form has in the cell for its text may look like a head of its own.
            if matches!(parts.first(), Some((0, Part::Label(Label::Text, _)))) && number > 0 {
                parts.push((number, Part::Value(*cell)));
                continue;
            }
            // Only beside another cell does a label need no colon.
            let is_stacked = self.are_stacked && count == 1 && line.table == 0;
            let may_be_bare = (number + 1 < count && !names_columns) || is_stacked;
            if let Some(label) = self.broken_label(line, *cell, may_be_bare) {
                parts.push((number, Part::Label(label, *cell)));
                continue;
            }
            if self.is_before_colon(line, number) {
                parts.push((number, Part::Label(Label::Other, *cell)));
                continue;
            }
            if self.is_beside_title(*cell, &parts) {
                parts.push((number, Part::Value(*cell)));
                continue;
            }
            for (at, row) in self.sheet.lines_of(*cell).into_iter().enumerate() {
                for (place, piece) in self.sheet.parts_of(row).into_iter().enumerate() {
                    if at > 0 && label::is_hint(self.sheet.words(piece)) {
                        continue;
                    }
                    let is_first = at == 0 && place == 0;
                    let is_beside = number > 0 || place > 0;
                    let piece = if is_beside { self.without_colon(piece) } else { piece };
                    if self.leads_addressee(piece, &parts) {
                        parts.push((number, Part::Value(piece)));
                        continue;
                    }
                    if let Some(part) = self.beside_purpose(piece, &parts) {
                        parts.push((number, part));
                        continue;
                    }
                    if let Some((label, value)) = self.label_before_date(line, piece, number) {
                        parts.push((number, Part::Both(label, value.0, value.1)));
                        continue;
                    }
                    parts.push((
                        number,
                        self.part(piece, may_be_bare && is_first, number == 0 && is_first),
                    ));
                }
            }
        }
        parts
    }

    fn part(&self, span: Span, may_be_bare: bool, may_be_unknown: bool) -> Part {
        let words = self.sheet.words(span);
        if may_be_unknown
            && let Some(part) = self.before_a_space(span).or_else(|| self.without_a_colon(span))
        {
            return part;
        }
        if let Some((colon, value)) = before_colon(words) {
            let start = label::number_before(words.get(..colon).unwrap_or_default());
            let label_span = self.sheet.trimmed(Span::new(span.start + start, span.start + colon));
            let value_span = self.sheet.trimmed(Span::new(span.start + value, span.end));
            let label = self.layouts.label(self.layout, words.get(..colon).unwrap_or_default());
            let label = label.or_else(|| {
                self.unknown(words.get(..colon).unwrap_or_default()).filter(|_| may_be_unknown)
            });
            let is_empty = value_span.is_empty() || label::is_hint(self.sheet.words(value_span));
            match label {
                Some(label) if is_empty => return Part::Label(label, label_span),
                Some(label) => return Part::Both(label, label_span, value_span),
                None => {}
            }
        }
        if may_be_unknown && self.ends_without_colon(words) {
            return Part::Label(Label::SendReplyTo, span);
        }
        let label = self.layouts.label(self.layout, words).filter(|_| may_be_bare && self.in_head);
        match label.filter(|label| !self.lists_purposes(*label)) {
            Some(label) if words.len() < 60 => Part::Label(label, span),
            _ => Part::Value(span),
        }
    }

    /// Says whether lines stand below a purpose that are choices, though they could be labels: "Discussion", "Approval".
    fn lists_purposes(&self, label: Label) -> bool {
        matches!(label, Label::Other | Label::Approval)
            && self.is_open
            && self
                .found
                .all
                .last()
                .is_some_and(|entry| entry.label == Label::Purpose && entry.values.is_empty())
    }

    /// Says that something unknown before a colon is a label all the same: in the head it ends the value before it.
    fn unknown(&self, words: &str) -> Option<Label> {
        // "Ana Example E-mail:" is a name before the label of its address.
        let ends = [" contact", " email", " tel", " phone", " fax", " mail"];
        let is_own_kind = |folded: &str| {
            folded.starts_with("for ") || ends.iter().any(|end| folded.ends_with(end))
        };
        let is_below_a_body = self.is_open
            && self.found.all.last().is_some_and(|entry| entry.label.is_of_a_head())
            && super::bodies::is_role(words);
        let is_one = self.in_head
            && looks_like_one(words)
            && !is_own_kind(&folded(words))
            && !is_below_a_body;
        is_one.then_some(Label::Other)
    }

    /// Takes a row of a table of people, whose columns a row above has named.
    fn is_record(&mut self, line: &Line) -> bool {
        if line.table == 0 {
            self.columns = None;
            return false;
        }
        if let Some((table, columns, are_addressed)) = &self.columns
            && *table == line.table
        {
            // Else they are the authors of a cover.
            if *are_addressed {
                let cells = columns.iter().copied().zip(line.cells.iter().copied());
                self.found.addressees.push(cells.collect());
            }
            return true;
        }
        let labels: Option<Vec<Label>> = line
            .cells
            .iter()
            .map(|cell| {
                let words = self.sheet.words(*cell);
                let label = self.layouts.label(self.layout, words)?;
                // Beside a body, the one to whom it goes is somebody.
                let label = if label == Label::To { Label::ToContact } else { label };
                let is_of_somebody = label.is_of_a_person() || label == Label::ToContact;
                (is_of_somebody && !words.trim_end().ends_with(':')).then_some(label)
            })
            .collect();
        match labels {
            Some(labels)
                if labels.len() > 2
                    && (labels.contains(&Label::Name) || labels.contains(&Label::ToContact)) =>
            {
                let last = self.found.all.last();
                let are_addressed =
                    last.is_some_and(|entry| entry.label == Label::To && entry.values.is_empty());
                self.columns = Some((line.table, labels, are_addressed));
                self.is_open = false;
                true
            }
            _ => false,
        }
    }
}

/// Returns how many lines may go on with an entry, of which one has these words: a list has many that stand each on a line.
fn most_below(entry: &Entry, words: &str) -> usize {
    let is_listed = matches!(entry.label, Label::To | Label::Cc)
        && entry.in_head
        && words.len() < MOST_LISTED
        && !words.ends_with('.');
    if words.ends_with('>') || is_listed { MOST_PEOPLE } else { MOST_MORE }
}

/// Says whether a line names the kind of document; it ends the value before it.
pub(super) fn is_title(words: &str) -> bool {
    let folded = folded(words);
    // "Liaison Statements to the Example Forum <…>" is whose address that is.
    (folded.starts_with("liaison statement") && !words.contains('@'))
        || folded == "liaison"
        || folded.starts_with("please don't change")
        || folded.starts_with("please don’t change")
        || marks::is_greeting(words)
}
