//! A document: its text, and where its lines, tables and cells stand in it.

/// A document that was read: one text, and what stands where in it.
///
/// All that is known of the structure points into the text, so that whatever is read from a letter can be shown in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The text, with LF line ends; empty if there is none. The cells of a row are parted by tabs, rows by line ends.
    pub text: String,
    /// The lines and rows of the text, in its order; empty lines are left out.
    pub pieces: Vec<Piece>,
    /// What the document says of itself beside its text.
    pub properties: Properties,
    /// The addresses that words of the text lead to.
    pub links: Vec<Link>,
    /// What stands in content controls that are tagged as fields of a letter.
    pub controls: Vec<Control>,
    /// What a reader should know about how it was read, one sentence without its period each: what is wrong, and what
    /// to do.
    pub warnings: Vec<String>,
}

/// A stretch of a document's text, in bytes; both ends are on the border of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Where it begins.
    pub start: usize,
    /// Where it ends: the first byte that is no longer part of it.
    pub end: usize,
}

/// A line or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands, without the spaces around it.
    pub span: Span,
    /// In which part of the document it stands.
    pub region: Region,
    /// The page on which it begins, counted from 1, where the format has pages.
    pub page: Option<u32>,
    /// What it is.
    pub kind: PieceKind,
}

/// Says what a piece of a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PieceKind {
    /// A line: a paragraph, or what stands between the line breaks within one.
    Line {
        /// Counts the paragraphs from 1; the lines of one paragraph share it.
        paragraph: u32,
        /// Whether it is marked as a heading, or stands bold or underlined as a whole.
        is_heading: bool,
    },
    /// A row of a table.
    Row {
        /// Counts the tables from 1.
        table: u32,
        /// Counts the rows of the table from 1.
        row: u32,
        /// The cells, from left to right; an empty cell is an empty span. A cell may have several lines.
        cells: Vec<Span>,
    },
}

/// Says in which part of a document a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Region {
    /// What is repeated at the top of each page.
    Header,
    /// The text itself.
    Body,
    /// A box beside the text.
    Box,
    /// A footnote or endnote.
    Note,
    /// What is repeated at the bottom of each page.
    Footer,
}

/// What a document says of itself beside its text; each is empty if it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties {
    /// The title.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The author.
    pub author: String,
    /// The keywords.
    pub keywords: String,
    /// The comments, or the description.
    pub comments: String,
    /// When it was first saved, as written (ISO 8601).
    pub created: String,
    /// When it was last saved, as written (ISO 8601).
    pub modified: String,
}

/// An address that words of the text lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub span: Span,
    /// The address, such as `mailto:ana@example.org`.
    pub target: String,
}

/// A content control that is tagged as a field of a letter, as our own letters have them (BOD-4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Control {
    /// The field: `subject`, `to.1`, `contact.2.email`.
    pub field: String,
    /// What stands in it, as it is written; the lines of paragraphs end with LF.
    pub text: String,
}

impl Document {
    /// Returns a document of plain text, each line a paragraph of its own.
    pub fn of_lines(text: String) -> Self {
        let mut document = Self { text, ..Self::default() };
        let mut start = 0;
        let mut paragraph = 0;
        for line in document.text.split_inclusive('\n') {
            let end = start + line.trim_end().len();
            let from = start + (line.len() - line.trim_start().len());
            if from < end {
                paragraph += 1;
                document.pieces.push(Piece {
                    span: Span { start: from, end },
                    region: Region::Body,
                    page: None,
                    kind: PieceKind::Line { paragraph, is_heading: false },
                });
            }
            start += line.len();
        }
        document
    }

    /// Returns the words that stand there; empty for a span of another document.
    pub fn words(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Says in words where in the document something stands: `table 1, row 3`, `page 2, line 14`, `page header`.
    pub fn place(&self, span: Span) -> String {
        let after = self.pieces.partition_point(|piece| piece.span.start <= span.start);
        let Some(piece) = after.checked_sub(1).and_then(|at| self.pieces.get(at)) else {
            return format!("line {}", self.line_of(span.start));
        };
        let within = match (piece.region, &piece.kind) {
            (Region::Header, _) => "page header".to_owned(),
            (Region::Footer, _) => "page footer".to_owned(),
            (Region::Note, _) => "note".to_owned(),
            (Region::Box, _) => "text box".to_owned(),
            (Region::Body, PieceKind::Row { table, row, .. }) => {
                format!("table {table}, row {row}")
            }
            (Region::Body, PieceKind::Line { .. }) => format!("line {}", self.line_of(span.start)),
        };
        match piece.page {
            Some(page) => format!("page {page}, {within}"),
            None => within,
        }
    }

    /// Returns the number of a line, counted from 1 through the whole text.
    fn line_of(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        1 + memchr::memchr_iter(b'\n', before).count()
    }
}

impl Span {
    /// Returns the span between two places.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Says whether nothing stands there.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}
