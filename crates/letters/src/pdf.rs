//! The text of a PDF as poppler lays it out.

mod margins;

use crate::layout::{self, Item, Line, lines_of};
use crate::page::{Page, too_long};
use crate::{Document, Limits, Region, Span};

use margins::Margins;

/// How many lines are looked at together; pages have far fewer.
const MOST_LINES: usize = 5_000;
/// How many pages are read.
const MOST_PAGES: usize = 10_000;

/// Reads the text of a PDF, laid out as on its pages.
pub(crate) fn read(text: &str, limits: &Limits) -> Document {
    // Much of a layout is spaces.
    let most = text.floor_char_boundary(limits.text_bytes.saturating_mul(3));
    let (text, rest) = text.split_at_checked(most).unwrap_or((text, ""));
    let pages = pages(text);
    let is_cut = !rest.is_empty() || pages.len() > MOST_PAGES;
    let margins = Margins::of(text, pages.get(..MOST_PAGES).unwrap_or(&pages));
    let mut writer =
        Writer { text, page: Page::after(&Document::default(), Region::Body, limits), open: None };
    for (number, page) in (1_u32..).zip(&pages).take(MOST_PAGES) {
        writer.page.turn_to(number);
        for part in parts(text, *page) {
            if writer.page.is_full() {
                break;
            }
            let lines = lines_of(text, part);
            let (top, bottom) = margins.on(text, &lines, number);
            writer.margin(lines.get(..top).unwrap_or_default(), Region::Header);
            writer.body(lines.get(top..lines.len() - bottom).unwrap_or_default());
            writer.margin(lines.get(lines.len() - bottom..).unwrap_or_default(), Region::Footer);
        }
    }
    let mut document = writer.page.finish();
    if document.pieces.is_empty() {
        document.warn("it holds pictures of pages, not text: ask the sender for the document that it was made from");
    }
    if is_cut {
        document.warn(&too_long(limits));
    }
    document
}

/// Returns where the pages stand; one more than are read, if there are more.
fn pages(text: &str) -> Vec<Span> {
    let mut pages = Vec::new();
    let mut start = 0;
    for page in text.split_inclusive('\x0c').take(MOST_PAGES + 1) {
        let end = start + page.trim_end_matches('\x0c').len();
        pages.push(Span::new(start, end));
        start += page.len();
    }
    pages
}

/// Parts a page that has more lines than are looked at together.
fn parts(text: &str, page: Span) -> impl Iterator<Item = Span> {
    let mut start = page.start;
    let mut is_first = true;
    std::iter::from_fn(move || {
        let rest = text.get(start..page.end)?;
        if rest.is_empty() && !std::mem::take(&mut is_first) {
            return None;
        }
        is_first = false;
        let end = memchr::memchr_iter(b'\n', rest.as_bytes()).nth(MOST_LINES - 1);
        let part = Span::new(start, end.map_or(page.end, |at| start + at + 1));
        start = part.end;
        Some(part)
    })
}

/// Writes a document from the lines of its pages.
struct Writer<'t> {
    text: &'t str,
    page: Page,
    /// The last line of the page before, its paragraph, and how wide the text there was.
    open: Option<(Line, u32, usize)>,
}

impl Writer<'_> {
    /// Writes lines that are repeated on each page.
    fn margin(&mut self, lines: &[Line], region: Region) {
        for line in lines {
            if line.has_gap_before() {
                self.page.gap();
            }
            let parts: Vec<_> = line.spans().map(|span| vec![span]).collect();
            if parts.len() > 1 {
                self.row(&parts, true, region);
                continue;
            }
            self.page.new_paragraph(region);
            self.page.words(span_words(self.text, line.words()));
            self.page.break_line();
        }
    }

    fn body(&mut self, lines: &[Line]) {
        let items = layout::items(self.text, lines, true);
        let margin = layout::margin(lines);
        let (mut paragraph, mut open) = (0, self.open.take());
        for item in &items {
            match item {
                Item::Gap => self.page.gap(),
                Item::Row { cells, is_first } => {
                    open = None;
                    self.row(cells, *is_first, Region::Body);
                }
                Item::Line { span, goes_on } => {
                    let above = open.take().filter(|(before, _, margin)| {
                        let first = lines.first();
                        first.is_some_and(|line| {
                            layout::goes_on_over_page(self.text, before, line, *margin)
                        })
                    });
                    match above {
                        Some((_, above, _)) => {
                            paragraph = above;
                            self.page.go_on(Region::Body, paragraph);
                        }
                        None if *goes_on => self.page.go_on(Region::Body, paragraph),
                        None => paragraph = self.page.new_paragraph(Region::Body),
                    }
                    self.page.words(span_words(self.text, *span));
                    self.page.break_line();
                }
            }
        }
        if let Some(last) = lines.last() {
            let is_line = matches!(items.last(), Some(Item::Line { .. }));
            self.open = is_line.then(|| (last.clone(), paragraph, margin));
        }
    }

    fn row(&mut self, cells: &[Vec<Span>], is_first: bool, region: Region) {
        if is_first {
            self.page.end_table();
            self.page.new_paragraph(region);
            self.page.begin_table();
        }
        self.page.begin_row();
        for cell in cells {
            self.page.begin_cell();
            let mut before: Option<Span> = None;
            for span in cell {
                // Words of one line of a cell stand apart only on paper.
                match before {
                    Some(before)
                        if !span_words(self.text, Span::new(before.end, span.start))
                            .contains('\n') =>
                    {
                        self.page.sign(' ');
                    }
                    Some(_) => self.page.break_line(),
                    None => {}
                }
                self.page.words(span_words(self.text, *span));
                before = Some(*span);
            }
            self.page.end_cell();
        }
        self.page.end_row();
    }
}

/// Returns the words that stand there.
fn span_words(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}
