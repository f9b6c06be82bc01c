//! A document while it is being read: lines, the cells of tables, links, and boxes beside the lines.

mod leaf;
mod sheet;

use std::borrow::Cow;

use crate::{Document, Limits, Piece, PieceKind, Region};

pub(crate) use leaf::trimmed;

use sheet::Sheet;

/// Boxes deeper within each other than this are read where they stand.
const DEEPEST_BOX: usize = 8;

/// Collects a document.
///
/// A table comes out row by row, its cells parted by tabs; a box comes out after the paragraph beside which it stands.
/// A row that holds rows of another table is dissolved into what it holds. Lines end without spaces, and of several
/// empty ones in a row one stays.
#[derive(Debug)]
pub(crate) struct Page {
    /// What is written on: the page itself, and the boxes that are open.
    sheets: Vec<Sheet>,
    /// Boxes that were too deep, and are read as lines.
    flat: usize,
    /// The page of the document.
    number: Option<u32>,
    /// Whether what comes now stands bold or underlined.
    is_strong: bool,
    /// How many paragraphs and tables were begun.
    begun: u32,
    /// How many lines and cells may still come.
    pieces_left: usize,
    /// How many bytes the text may have.
    most: usize,
    /// Why no more is read.
    full: Option<String>,
    limits: Limits,
}

impl Page {
    /// Begins a page for a part of a document of which some was read before.
    pub(crate) fn after(document: &Document, region: Region, limits: &Limits) -> Self {
        Self {
            sheets: vec![Sheet::new(region, 0)],
            flat: 0,
            number: None,
            is_strong: false,
            begun: 0,
            pieces_left: limits.pieces.saturating_sub(document.pieces.len()),
            most: limits.text_bytes.saturating_sub(document.text.len()),
            full: None,
            limits: limits.clone(),
        }
    }

    /// Says whether no more can be taken.
    pub(crate) fn is_full(&self) -> bool {
        self.full.is_some()
    }

    /// Says on which page of the document stands what follows.
    pub(crate) fn turn_to(&mut self, number: u32) {
        self.number = Some(number);
    }

    /// Says whether what follows stands bold or underlined.
    pub(crate) fn set_strong(&mut self, is_strong: bool) {
        self.is_strong = is_strong;
    }

    /// Says that the paragraph being read is a heading.
    pub(crate) fn mark_heading(&mut self) {
        self.top().is_heading = true;
    }

    /// Puts something before the first words that the paragraph has, if it has any.
    pub(crate) fn put_before(&mut self, prefix: String) {
        self.top().prefix = storable(&prefix).into_owned();
    }

    fn top(&mut self) -> &mut Sheet {
        if self.sheets.is_empty() {
            self.sheets.push(Sheet::new(Region::Body, 0));
        }
        let last = self.sheets.len() - 1;
        &mut self.sheets[last]
    }

    /// Adds words to the line; line ends in them are line breaks.
    pub(crate) fn words(&mut self, words: &str) {
        let mut lines = words.split('\n');
        self.stretch(lines.next().unwrap_or_default());
        for line in lines {
            self.break_line();
            self.stretch(line);
        }
    }

    /// Adds words without line ends.
    fn stretch(&mut self, words: &str) {
        if words.is_empty() || self.is_full() {
            return;
        }
        let used: usize = self.sheets.iter().map(Sheet::length).sum();
        let is_strong = self.is_strong;
        let sheet = self.top();
        if words.contains(|sign: char| !sign.is_whitespace()) {
            sheet.is_weak |= !is_strong;
            let prefix = std::mem::take(&mut sheet.prefix);
            sheet.leaf.text.push_str(&prefix);
        }
        let words = storable(words);
        let room = self.most.saturating_sub(used);
        let fits = words.get(..words.floor_char_boundary(room)).unwrap_or_default();
        self.top().leaf.text.push_str(fits);
        if fits.len() < words.len() {
            self.full = Some(too_long(&self.limits));
        }
    }

    /// Adds one character to the line.
    pub(crate) fn sign(&mut self, sign: char) {
        self.words(sign.encode_utf8(&mut [0; 4]));
    }

    /// Says whether nothing stands on the line yet.
    pub(crate) fn is_at_line_start(&mut self) -> bool {
        let sheet = self.top();
        sheet.leaf.text.len() <= sheet.line
    }

    /// Says that an address belongs to the words until [`Page::end_link`].
    pub(crate) fn begin_link(&mut self, target: &str) {
        self.top().leaf.begin_link(target);
    }

    /// Ends the words of the address that came last.
    pub(crate) fn end_link(&mut self) {
        self.top().leaf.end_link();
    }

    /// Takes down what stands on the line as a piece, without the spaces after it.
    fn close_line(&mut self) {
        let number = self.number;
        let has_room = self.pieces_left > 0;
        let sheet = self.top();
        let Some(span) = sheet.cut_line() else { return };
        let is_heading = sheet.is_heading || !sheet.is_weak;
        sheet.is_weak = false;
        if has_room {
            let kind = PieceKind::Line { paragraph: sheet.paragraph, is_heading };
            let piece = Piece { span, region: sheet.region, page: number, kind };
            sheet.leaf.pieces.push(piece);
            self.pieces_left -= 1;
        } else {
            sheet.leaf.cut(sheet.line);
            self.full = Some(too_many(&self.limits));
        }
    }

    /// Ends the line, and not the paragraph.
    pub(crate) fn break_line(&mut self) {
        self.close_line();
        self.top().end_line();
    }

    /// Ends the line and the paragraph, and puts after it the boxes that stand beside it.
    pub(crate) fn end_paragraph(&mut self) {
        self.break_line();
        self.start_paragraph();
        self.top().put_beside();
    }

    /// Says that what comes is another paragraph.
    pub(crate) fn start_paragraph(&mut self) {
        self.begun += 1;
        let begun = self.begun;
        let sheet = self.top();
        sheet.paragraph = begun;
        sheet.is_heading = false;
        sheet.prefix.clear();
    }

    /// Leaves an empty line.
    pub(crate) fn gap(&mut self) {
        self.break_line();
    }

    /// Begins a paragraph of a part of the document, and returns its mark.
    pub(crate) fn new_paragraph(&mut self, region: Region) -> u32 {
        self.begun += 1;
        self.go_on(region, self.begun);
        self.begun
    }

    /// Goes on the paragraph with that mark.
    pub(crate) fn go_on(&mut self, region: Region, paragraph: u32) {
        let sheet = self.top();
        (sheet.region, sheet.paragraph) = (region, paragraph);
    }

    /// Begins a table.
    pub(crate) fn begin_table(&mut self) {
        self.begun += 1;
        let begun = self.begun;
        self.top().begin_table(begun);
    }

    /// Ends a table, and what is open in it.
    pub(crate) fn end_table(&mut self) {
        while let Some(table) = self.top().tables.last() {
            let level = table.level;
            if self.top().rows.len() <= level {
                self.top().tables.pop();
                return;
            }
            self.end_row();
        }
    }

    /// Begins a row of a table; the one before it ends, if it did not.
    pub(crate) fn begin_row(&mut self) {
        let sheet = self.top();
        if sheet.tables.last().is_some_and(|table| table.level < sheet.rows.len()) {
            self.end_row();
        }
        let sheet = self.top();
        if sheet.tables.last().is_none_or(|table| table.level != sheet.rows.len()) {
            self.begin_table();
        }
        if !self.is_at_line_start() {
            self.end_paragraph();
        }
        self.top().begin_row();
    }

    /// Ends a row of a table.
    pub(crate) fn end_row(&mut self) {
        if self.top().rows.is_empty() {
            return;
        }
        self.end_cell();
        self.close_line();
        let number = self.number;
        let sheet = self.top();
        let freed = sheet.end_row(number);
        sheet.put_beside();
        self.pieces_left += freed;
        self.begun += 1;
        let begun = self.begun;
        self.top().paragraph = begun;
    }

    /// Begins a cell; the one before it ends, if it did not.
    pub(crate) fn begin_cell(&mut self) {
        let sheet = self.top();
        let is_row_open = sheet
            .tables
            .last()
            .map_or(!sheet.rows.is_empty(), |table| table.level < sheet.rows.len());
        if !is_row_open {
            self.begin_row();
        }
        self.end_cell();
        self.close_line();
        if !self.is_full() {
            self.top().begin_cell();
        }
    }

    /// Ends a cell; the line end of its last line goes.
    pub(crate) fn end_cell(&mut self) {
        if self.top().rows.last().is_none_or(|row| row.open_cell.is_none()) {
            return;
        }
        self.close_line();
        self.begun += 1;
        let (begun, has_room) = (self.begun, self.pieces_left > 0);
        let sheet = self.top();
        sheet.end_cell();
        sheet.paragraph = begun;
        if has_room {
            self.pieces_left -= 1;
        } else {
            self.full = Some(too_many(&self.limits));
        }
    }

    /// Begins a box beside the line.
    pub(crate) fn begin_box(&mut self, region: Region) {
        if self.sheets.len() > DEEPEST_BOX {
            self.flat += 1;
            return;
        }
        self.begun += 1;
        let within = self.top().region;
        let region = if within == Region::Body { region } else { within };
        let begun = self.begun;
        self.sheets.push(Sheet::new(region, begun));
    }

    /// Ends a box.
    pub(crate) fn end_box(&mut self) {
        if self.flat > 0 {
            self.flat -= 1;
        } else if self.sheets.len() > 1 {
            self.close_sheet();
            if let Some(sheet) = self.sheets.pop() {
                self.top().beside.append(sheet.leaf);
            }
        }
    }

    /// Ends what is open on the sheet.
    fn close_sheet(&mut self) {
        while !self.top().rows.is_empty() {
            self.end_row();
        }
        self.end_paragraph();
        self.top().leaf.close();
    }

    /// Returns all that was collected.
    pub(crate) fn finish(mut self) -> Document {
        self.flat = 0;
        while self.sheets.len() > 1 {
            self.end_box();
        }
        self.close_sheet();
        let leaf = self.sheets.pop().map(|sheet| sheet.leaf).unwrap_or_default();
        leaf.into_document(self.full)
    }
}

/// Says that a text is too long.
pub(crate) fn too_long(limits: &Limits) -> String {
    let limit = limits.text_bytes;
    format!("its text has more than {limit} bytes: what stands after that was not read")
}

/// Says that a document has too many pieces.
pub(crate) fn too_many(limits: &Limits) -> String {
    let limit = limits.pieces;
    format!("it has more than {limit} lines and cells: what stands after that was not read")
}

/// Returns words without the character with the number zero, which no database holds.
fn storable(words: &str) -> Cow<'_, str> {
    if words.contains('\0') {
        Cow::Owned(words.replace('\0', "\u{fffd}"))
    } else {
        Cow::Borrowed(words)
    }
}
