//! The text of a document while it is being read: lines, the cells of tables, and boxes beside the lines.

/// Boxes deeper within each other than this are read where they stand.
const DEEPEST_BOX: usize = 8;

/// Collects the text of a document.
///
/// A table comes out row by row, its cells parted by tabs; a box comes out after the line beside which it stands.
#[derive(Debug, Default)]
pub(crate) struct Page {
    text: String,
    /// Where each open cell begins.
    cells: Vec<usize>,
    /// Whether each open row has a cell already.
    rows: Vec<bool>,
    /// Where each open box begins, and the boxes that wait for the end of the line beside which that one stands.
    boxes: Vec<(usize, String)>,
    /// Boxes that were too deep, and are read as lines.
    flat: usize,
    /// The boxes that stand beside the line being read.
    beside: String,
}

impl Page {
    /// Adds words to the line.
    pub(crate) fn words(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// Adds one character to the line.
    pub(crate) fn sign(&mut self, sign: char) {
        self.text.push(sign);
    }

    /// Says whether nothing stands on the line yet.
    pub(crate) fn is_at_line_start(&self) -> bool {
        matches!(self.text.as_bytes().last(), None | Some(b'\n'))
            || self.cells.last() == Some(&self.text.len())
    }

    /// Ends the line, and puts after it the boxes that stand beside it.
    pub(crate) fn end_line(&mut self) {
        self.text.push('\n');
        let beside = std::mem::take(&mut self.beside);
        self.text.push_str(&beside);
    }

    /// Begins a row of a table.
    pub(crate) fn begin_row(&mut self) {
        self.rows.push(false);
    }

    /// Ends a row of a table.
    pub(crate) fn end_row(&mut self) {
        if self.rows.pop().is_some() {
            self.end_line();
        }
    }

    /// Begins a cell.
    pub(crate) fn begin_cell(&mut self) {
        if let Some(has_cell) = self.rows.last_mut()
            && std::mem::replace(has_cell, true)
        {
            self.text.push('\t');
        }
        self.cells.push(self.text.len());
    }

    /// Ends a cell; the line end of its last line goes.
    pub(crate) fn end_cell(&mut self) {
        if let Some(start) = self.cells.pop() {
            let end = self
                .text
                .get(start..)
                .map_or(start, |cell| start + cell.trim_end_matches('\n').len());
            self.text.truncate(end);
        }
    }

    /// Begins a box beside the line.
    pub(crate) fn begin_box(&mut self) {
        if self.boxes.len() < DEEPEST_BOX {
            self.boxes.push((self.text.len(), std::mem::take(&mut self.beside)));
        } else {
            self.flat += 1;
        }
    }

    /// Ends a box.
    pub(crate) fn end_box(&mut self) {
        if self.flat > 0 {
            self.flat -= 1;
        } else if let Some((start, before)) = self.boxes.pop() {
            // Cells that a broken document left open within the box end with it.
            self.cells.retain(|cell| *cell <= start);
            let mut beside = before;
            beside.push_str(self.text.get(start..).unwrap_or_default());
            beside.push_str(&std::mem::take(&mut self.beside));
            if !beside.is_empty() && !beside.ends_with('\n') {
                beside.push('\n');
            }
            self.beside = beside;
            self.text.truncate(start);
        }
    }

    /// Returns all that was collected, without spaces at the ends of lines and with at most one empty line in a row.
    pub(crate) fn finish(mut self) -> String {
        while !self.boxes.is_empty() || self.flat > 0 {
            self.end_box();
        }
        if !self.text.is_empty() || !self.beside.is_empty() {
            self.end_line();
        }
        tidy(&self.text)
    }
}

/// Takes spaces from the ends of lines, and all but one of several empty lines; a text that is not empty ends with a
/// line end.
pub(crate) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 1;
    for line in text.lines() {
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy.truncate(tidy.trim_end().len());
    if !tidy.is_empty() {
        tidy.push('\n');
    }
    tidy
}
