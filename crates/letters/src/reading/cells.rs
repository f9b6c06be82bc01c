//! Labels and values that stand in cells in ways of their own: all labels in one, broken over lines, before a colon in the next.

use super::bodies;
use super::dates::dates_in;
use super::finder::{Finder, PROSE, Part, SENTENCE};
use super::label::{Label, before_colon, folded};
use super::person_names;
use super::purpose;
use super::sheet::Line;
use crate::document::Span;

impl Finder<'_, '_> {
    /// Reads a row whose first cell holds all labels, one a line, and whose last cell holds their values, line by line.
    pub(super) fn in_columns(&mut self, line: &Line, at: usize) -> bool {
        let ([first, .., last], true) = (&line.cells[..], line.table != 0) else { return false };
        let (labels, values) = (self.raw_lines(*first), self.raw_lines(*last));
        let known = |span: &Span| {
            let words = self.sheet.words(*span);
            words.ends_with([':', '：']).then(|| self.layouts.label(self.layout, words)).flatten()
        };
        if labels.len() < 3
            || values.len() > labels.len()
            || labels.iter().any(|label| known(label).is_none())
        {
            return false;
        }
        for (number, label) in labels.into_iter().enumerate() {
            let Some(kind) = known(&label) else { continue };
            self.labelled(kind, label, at);
            if let Some(value) = values.get(number).filter(|value| !value.is_empty()) {
                self.push(*value);
            }
        }
        self.is_open = false;
        true
    }

    /// Returns the lines of a cell, empty ones included.
    pub(super) fn raw_lines(&self, cell: Span) -> Vec<Span> {
        let (mut lines, mut start) = (Vec::new(), cell.start);
        for line in self.sheet.words(cell).split('\n') {
            lines.push(self.sheet.trimmed(Span::new(start, start + line.len())));
            start += line.len() + 1;
        }
        lines
    }

    /// Returns a value without the colon that some forms put before it, in a column of its own.
    pub(super) fn without_colon(&self, span: Span) -> Span {
        let words = self.sheet.words(span);
        match words.strip_prefix([':', '：']).map(str::trim_start) {
            Some(rest) if !rest.is_empty() => Span::new(span.end - rest.len(), span.end),
            _ => span,
        }
    }

    /// Takes "Comment" beside "For:" as its value, though it could be a label of its own.
    pub(super) fn beside_purpose(&self, span: Span, before: &[(usize, Part)]) -> Option<Part> {
        let is_purpose = matches!(before.last(), Some((_, Part::Label(Label::Purpose, _))));
        let words = self.sheet.words(span);
        let is_one =
            is_purpose && !words.ends_with([':', '：']) && purpose::wanted_in(words).is_some();
        // So are addressees with what is wanted of each before them: "Action: Example WG; Information: IETF".
        let is_to = matches!(before.first(), Some((_, Part::Label(Label::To, _))))
            && before.iter().skip(1).all(|(_, part)| matches!(part, Part::Value(_)));
        let is_addressed = is_to && super::addressee::purpose_before(words).is_some();
        (is_one || is_addressed).then_some(Part::Value(span))
    }

    /// Says whether a cell is the title beside its label, though it has a colon: "Re | Example Forum liaison: clocks of stations".
    pub(super) fn is_beside_title(&self, cell: Span, before: &[(usize, Part)]) -> bool {
        const LABELS: [Label; 3] = [Label::Identifier, Label::Reference, Label::Other];
        let [(0, Part::Label(Label::Subject | Label::Re, _))] = before else { return false };
        let words = self.sheet.words(cell);
        let label = before_colon(words).and_then(|(colon, _)| words.get(..colon));
        let known = label.and_then(|label| self.layouts.label(self.layout, label));
        known.is_some_and(|label| LABELS.contains(&label))
    }

    /// Says whether a cell is a label that nobody knows, since the next one begins with the colon behind it.
    pub(super) fn is_before_colon(&self, line: &Line, number: usize) -> bool {
        const LONGEST: usize = 40;
        let (Some(cell), Some(next)) = (line.cells.get(number), line.cells.get(number + 1)) else {
            return false;
        };
        let words = self.sheet.words(*cell);
        number == 0
            && self.in_head
            && words.len() < LONGEST
            && self.sheet.words(*next).starts_with([':', '：'])
            && self.layouts.label(self.layout, words).is_none()
            && before_colon(words).is_none()
    }

    /// Says whether a line names those who lead the body above, which is addressed: "Chairs: Ana Example".
    pub(super) fn leads_addressee(&self, line: Span, above: &[(usize, Part)]) -> bool {
        let words = self.sheet.words(line);
        let Some((colon, value)) = before_colon(words) else { return false };
        let (office, people) = words.split_at(colon);
        let people = people.get(value - colon..).unwrap_or_default();
        let first = people.split([',', '(', '<', ';']).next().unwrap_or_default();
        let is_body = |span: &Span| bodies::stands_alone(self.sheet.words(*span));
        let is_below = match above {
            [.., (_, Part::Label(Label::To, _)), (_, Part::Value(body))] => is_body(body),
            [.., (_, Part::Both(Label::To, _, body))] => is_body(body),
            [] => self.found.all.last().is_some_and(|entry| {
                let is_one = entry.label == Label::To && entry.in_head && self.is_open;
                is_one && entry.values.last().is_some_and(is_body)
            }),
            _ => false,
        };
        is_below
            && office.split_whitespace().count() < 3
            && bodies::is_role(folded(office).trim_end_matches('s'))
            && person_names::is_person(first.trim())
    }

    /// Returns a row of a form without the number that it begins with: "3 | From | Example Forum".
    pub(super) fn without_number(&self, line: &Line) -> Option<Line> {
        let [number, label, _, ..] = line.cells[..] else { return None };
        let digits = self.sheet.words(number).trim().trim_matches(['(', ')', '.']);
        let is_number =
            (1..=2).contains(&digits.len()) && digits.bytes().all(|one| one.is_ascii_digit());
        let is_known = || {
            let words = self.sheet.words(label).trim_end_matches([':', '：', '*', ' ']);
            self.layouts.label(self.layout, words).is_some()
        };
        (line.table != 0 && is_number && is_known()).then(|| Line {
            cells: line.cells.get(1..).unwrap_or_default().to_vec(),
            ..line.clone()
        })
    }

    /// Reads a row that holds two or more of a form: as many labels below each other as values, each with its colon.
    pub(super) fn pairs(&self, line: &Line) -> Option<Vec<(usize, Part)>> {
        let [labels, values] = line.cells[..] else { return None };
        let (labels, values) = (self.sheet.lines_of(labels), self.sheet.lines_of(values));
        if !self.in_head || labels.len() < 2 || labels.len() != values.len() {
            return None;
        }
        let pair = |(label, value): (&Span, &Span)| {
            let words = self.sheet.words(*label).trim_end_matches(['*', ' ']);
            let bare = words.strip_suffix([':', '：'])?;
            let known = self.layouts.label(self.layout, bare).unwrap_or(Label::Other);
            let is_one = !bare.contains([':', '：']) && bare.len() < 40;
            is_one.then_some((0, Part::Both(known, *label, *value)))
        };
        labels.iter().zip(&values).map(pair).collect()
    }

    /// Says whether a cell beside a label and its value is of another column: the number, the day or the language of a page's head.
    pub(super) fn is_beside(&self, line: &Line, span: Span) -> bool {
        const LABELS: [Label; 5] =
            [Label::From, Label::Subject, Label::Other, Label::Meeting, Label::Approval];
        let is_one = self.found.all.last().is_some_and(|entry| LABELS.contains(&entry.label));
        let words = self.sheet.words(span);
        let bare = words.strip_prefix("Document ").unwrap_or(words);
        let is_day =
            || matches!(&dates_in(words)[..], [only] if words.len() - (only.end - only.start) < 3);
        let is_language = || folded(words).ends_with(" only") && words.len() < 20;
        self.in_head
            && line.table != 0
            && is_one
            && (super::identifiers::is_number(bare) || is_day() || is_language())
    }

    /// Reads a cell that is a label and a day without a colon between them: "Response due 25-Nov-2016".
    pub(super) fn label_before_date(
        &self,
        line: &Line,
        span: Span,
        number: usize,
    ) -> Option<(Label, (Span, Span))> {
        let words = self.sheet.words(span);
        if !self.in_head || line.table == 0 || number == 0 || words.len() > 60 {
            return None;
        }
        let date = dates_in(words).into_iter().next()?;
        let (before, after) = (words.get(..date.start)?.trim_end(), words.get(date.end..)?);
        if !after.trim().is_empty() || before.is_empty() || before.contains([':', '：']) {
            return None;
        }
        let label = self.layouts.label(self.layout, before);
        let label = label.filter(|label| matches!(label, Label::Deadline | Label::Date))?;
        let label_span = Span::new(span.start, span.start + before.len());
        Some((label, (label_span, Span::new(span.start + date.start, span.end))))
    }

    /// Reads a label of a page that is broken over its lines, beside its value: "For" above "information" above "to:".
    pub(super) fn wrapped(&mut self, line: &Line, at: usize) -> bool {
        const MOST: usize = 3;
        const LONGEST: usize = 30;
        // In a plain text the columns are gaps.
        let cells_of = |line: &Line| match line.table {
            0 => line.cells.iter().flat_map(|cell| self.sheet.parts_of(*cell)).collect(),
            _ => line.cells.clone(),
        };
        let cells: Vec<Span> = self.before_to(line, at).unwrap_or_else(|| cells_of(line));
        let ([first, .., _], true) = (&cells[..], self.in_head) else { return false };
        let mut words = self.sheet.words(*first).to_owned();
        if words.contains([':', '：']) || words.len() > LONGEST {
            return false;
        }
        let mut values: Vec<Span> = cells.iter().skip(1).copied().collect();
        for (number, next) in self.sheet.lines.iter().skip(at + 1).take(MOST).enumerate() {
            let below: Vec<Span> = cells_of(next);
            let Some(part) = below.first().map(|cell| self.sheet.words(*cell)) else { break };
            if part.len() > LONGEST || next.after_gap {
                break;
            }
            words = format!("{words} {part}");
            values.extend(below.iter().skip(1).copied());
            if !part.ends_with([':', '：']) {
                continue;
            }
            let Some(label) = self.layouts.label(self.layout, words.trim_end_matches([':', '：']))
            else {
                return false;
            };
            self.labelled(label, *first, at);
            values.into_iter().for_each(|value| self.push(value));
            if let Some(entry) = self.found.all.last_mut() {
                entry.label_words = Some(words);
            }
            self.read_on = number + 1;
            return true;
        }
        false
    }

    /// Parts "For information oneM2M" from its value where "to:" stands on the next line and no gap before the value.
    fn before_to(&self, line: &Line, at: usize) -> Option<Vec<Span>> {
        const STARTS: [&str; 3] = ["For action ", "For comment ", "For information "];
        let next = self.sheet.lines.get(at + 1).filter(|next| !next.after_gap)?;
        let ([cell], "to:") = (&line.cells[..], self.sheet.words(next.span)) else { return None };
        let words = self.sheet.words(*cell);
        let start = STARTS.iter().find(|start| words.starts_with(**start))?;
        let label = self.sheet.trimmed(Span::new(cell.start, cell.start + start.len()));
        Some(vec![label, self.sheet.trimmed(Span::new(cell.start + start.len(), cell.end))])
    }

    /// Reads a label that is broken over the lines of a cell: "For information" above "to:".
    pub(super) fn broken_label(&self, line: &Line, cell: Span, may_be_bare: bool) -> Option<Label> {
        if self.names_enclosed(line, cell) {
            return Some(Label::Attachments);
        }
        let words = self.sheet.words(cell);
        if line.table == 0 || words.len() > 60 || !words.contains('\n') {
            return None;
        }
        let bare = words.trim_end().trim_end_matches([':', '：']);
        let has_colon = bare.len() < words.trim_end().len();
        if bare.contains([':', '：']) || !(has_colon || may_be_bare) {
            return None;
        }
        self.layouts.label(self.layout, bare)
    }

    /// Returns a line that says what a letter is for without a label (`For Information`).
    pub(super) fn bare_purpose(&self, line: &Line) -> Option<Span> {
        let [span] = line.cells[..] else { return None };
        // Above the text it may end with a colon, and label nothing: "For Action:".
        let bare = self.sheet.words(span).trim_end_matches([':', ' ']);
        let next = self.sheet.lines.iter().find(|next| next.span.start > line.span.end);
        let is_above_text = next.is_some_and(|next| {
            self.in_head && line.table == 0 && next.span.end - next.span.start > PROSE
        });
        let is_apart = is_above_text || line.after_gap && next.is_some_and(|next| next.after_gap);
        let span = if is_apart { Span::new(span.start, span.start + bare.len()) } else { span };
        if self.sheet.words(span).contains([':', '：']) {
            return None;
        }
        let folded = folded(self.sheet.words(span));
        // "For your comment by 15 January 2016" says until when as well.
        let until = [" by ", " before ", " until ", " no later than "]
            .iter()
            .filter_map(|until| folded.find(until))
            .min()
            .filter(|_| folded.len() < SENTENCE && !dates_in(&folded).is_empty());
        let wanted = until.and_then(|at| folded.get(..at)).unwrap_or(&folded);
        let is_one = matches!(
            wanted,
            "for information"
                | "for action"
                | "for comment"
                | "for comments"
                | "for information only"
                | "for your information"
                | "for response"
                | "in response"
                | "for reply"
                | "for your action"
                | "for your comment"
                | "for your comments"
                | "for your response"
                | "for your review"
                | "for review"
                | "for action and information"
                | "for information and action"
                | "for action/information"
                | "for information/action"
                | "for comment and information"
                | "for comments and information"
                | "for information and comment"
                | "for information and comments"
                | "for your information only"
        );
        (is_one && line.table == 0 && (self.in_head || self.sheet.words(span).ends_with('.')))
            .then_some(span)
    }
}
