//! Plain text in whatever character set.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::layout::{self, Item, lines_of};
use crate::page::trimmed;
use crate::{Document, Limits, Piece, PieceKind, Region, Span};

/// Reads a plain text.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Document {
    // In none of the sets do characters take more than twice the bytes that they take in UTF-8, and one byte more
    // shows that there is more.
    let most = limits.text_bytes.saturating_mul(2).saturating_add(4);
    document_of(decoded(bytes.get(..most).unwrap_or(bytes)), limits)
}

impl Document {
    /// Returns the document that a plain text is, with whatever line ends.
    ///
    /// Lines of a wrapped paragraph belong together, and lines with a label before a gap are rows.
    pub fn of_plain(text: impl AsRef<str>) -> Self {
        document_of(Cow::Borrowed(text.as_ref()), &Limits::default())
    }
}

fn document_of(text: Cow<'_, str>, limits: &Limits) -> Document {
    let mut document = Document { text: lines(text), ..Document::default() };
    let mut pieces = Pieces { text: &document.text, pieces: Vec::new(), paragraphs: 0, tables: 0 };
    let mut start = 0;
    while start < document.text.len() && pieces.pieces.len() <= limits.pieces {
        let rest = document.text.get(start..).unwrap_or_default();
        let window = memchr::memchr_iter(b'\n', rest.as_bytes()).nth(WINDOW - 1);
        let end = start + window.map_or(rest.len(), |at| at + 1);
        let lines = lines_of(&document.text, Span::new(start, end));
        for item in layout::items(&document.text, &lines, false) {
            pieces.add(item);
        }
        start = end;
    }
    document.pieces = pieces.pieces;
    document.hold(limits);
    document
}

/// How many lines are looked at together.
const WINDOW: usize = 2_000;

/// Returns a text with LF line ends, and without the character that no database holds.
fn lines(text: Cow<'_, str>) -> String {
    if !text.contains(['\0', '\r']) {
        return text.into_owned();
    }
    text.replace('\0', "\u{fffd}").replace("\r\n", "\n").replace('\r', "\n")
}

/// The pieces of a text whose words stay where they are.
struct Pieces<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
    paragraphs: u32,
    tables: u32,
}

impl Pieces<'_> {
    fn add(&mut self, item: Item) {
        match item {
            Item::Gap => {}
            Item::Line { span, goes_on } => self.line(span, goes_on),
            Item::Row { cells, is_first } => {
                let whole: Vec<_> = cells.iter().map(|cell| whole(cell)).collect();
                let ends = whole.iter().flatten();
                if ends.clone().zip(ends.skip(1)).all(|(one, next)| one.end <= next.start) {
                    self.row(&whole, is_first);
                } else {
                    self.lines(cells.into_iter().flatten().collect());
                }
            }
        }
    }

    fn line(&mut self, span: Span, goes_on: bool) {
        self.paragraphs += u32::from(!goes_on);
        let kind = PieceKind::Line { paragraph: self.paragraphs, is_heading: false };
        self.push(trimmed(self.text, span), kind);
    }

    /// Adds a row whose cells stand one after the other.
    fn row(&mut self, cells: &[Option<Span>], is_first: bool) {
        let mut filled = cells.iter().flatten();
        let Some(first) = filled.next().copied() else { return };
        let last = filled.last().copied().unwrap_or(first);
        let mut row = 1;
        if is_first {
            self.tables += 1;
        } else if let Some(PieceKind::Row { row: before, .. }) =
            self.pieces.last().map(|one| &one.kind)
        {
            row = before + 1;
        }
        let mut end = first.start;
        let cells = cells.iter().map(|cell| {
            let cell = cell.unwrap_or(Span::new(end, end));
            end = cell.end;
            cell
        });
        let cells = cells.collect();
        self.push(
            Span::new(first.start, last.end),
            PieceKind::Row { table: self.tables.max(1), row, cells },
        );
    }

    /// Adds the lines of a row whose cells stand in each other's way.
    fn lines(&mut self, mut spans: Vec<Span>) {
        spans.sort_unstable();
        let mut open: Option<Span> = None;
        for span in spans {
            match &mut open {
                Some(line)
                    if !self
                        .text
                        .get(line.end..span.start)
                        .is_some_and(|gap| gap.contains('\n')) =>
                {
                    line.end = span.end;
                }
                _ => {
                    if let Some(line) = open.replace(span) {
                        self.line(line, false);
                    }
                }
            }
        }
        if let Some(line) = open {
            self.line(line, false);
        }
    }

    fn push(&mut self, span: Span, kind: PieceKind) {
        self.pieces.push(Piece { span, region: Region::Body, page: None, kind });
    }
}

/// Returns where all of a cell stands; nothing if it is empty.
fn whole(cell: &[Span]) -> Option<Span> {
    Some(Span::new(cell.first()?.start, cell.last()?.end))
}

/// How much is looked at to find the character set.
const SAMPLE: usize = 64 * 1024;

/// Says whether this is text at all: `Some(true)` if it is UTF-8, `Some(false)` if it is in another character set.
pub(crate) fn is_text(bytes: &[u8]) -> Option<bool> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding == encoding_rs::UTF_8 && std::str::from_utf8(bytes).is_ok());
    }
    if wide(bytes).is_some() {
        return Some(false);
    }
    let is_odd = |byte: &u8| *byte < b' ' && !b"\t\n\x0b\x0c\r\x1a\x1b".contains(byte);
    if bytes.get(..SAMPLE).unwrap_or(bytes).iter().any(is_odd) {
        return None;
    }
    Some(std::str::from_utf8(bytes).is_ok())
}

/// Returns the text, in the character set that it is most likely in: the one that its first bytes name, or UTF-8 if it
/// has the form of it, or a guess.
pub(crate) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0;
    }
    if let Some(encoding) = wide(bytes) {
        return encoding.decode(bytes).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // A text that was cut off within a character is still UTF-8.
        Err(fault) if fault.error_len().is_none() && fault.valid_up_to() > 0 => {
            String::from_utf8_lossy(bytes)
        }
        Err(_) => guessed(bytes).decode(bytes).0,
    }
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..SAMPLE).unwrap_or(bytes), bytes.len() <= SAMPLE);
    detector.guess(None, Utf8Detection::Allow)
}

/// Returns the form of UTF-16 that a text without a mark is in: every other byte of most scripts' spaces, digits and
/// line ends is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let zeros =
        |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = sample.len() / 8;
    let encoding = match (even, odd) {
        (0, odd) if odd > many => UTF_16LE,
        (even, 0) if even > many => UTF_16BE,
        _ => return None,
    };
    let text = encoding.decode_without_bom_handling(sample.get(..sample.len() & !1)?).0;
    (!text.contains(|sign: char| sign.is_control() && !sign.is_whitespace())).then_some(encoding)
}
