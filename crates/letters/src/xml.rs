//! Walking through the XML of an office document.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, UTF_8};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// The longest stretch of text and the longest tag that is read, in bytes.
const LONGEST: usize = 16 * 1024 * 1024;
/// How deep elements may stand within each other.
const DEEPEST: usize = 400_000;
/// How much is read at a time.
const CHUNK: usize = 32 * 1024;

/// Is told what stands in an XML document, in its order; names come without their prefixes.
pub(crate) trait Visitor {
    /// An element begins.
    fn open(&mut self, name: &str, element: &Element<'_>);
    /// An element ends.
    fn close(&mut self, name: &str);
    /// There is text.
    fn text(&mut self, text: &str);
    /// Says whether nothing more is wanted.
    fn is_done(&self) -> bool {
        false
    }
}

/// An element that begins.
pub(crate) struct Element<'e>(&'e BytesStart<'e>);

impl Element<'_> {
    /// Returns the value of an attribute by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let mut whole = attributes.with_checks(false).filter_map(Result::ok);
        let named = whole.find(|attribute| attribute.key.local_name().into_inner() == name);
        named.map(|attribute| unescaped(&attribute.value).into_owned())
    }

    /// Says whether the element's name has that prefix.
    pub(crate) fn has_prefix(&self, prefix: &str) -> bool {
        self.0.name().prefix().is_some_and(|one| one.into_inner() == prefix)
    }

    /// Says whether a property that may be on or off is on; standing there without a value it is.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// Returns a value with its references resolved; one with references that nobody knows stays as it is.
fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    quick_xml::escape::unescape(value).unwrap_or(Cow::Borrowed(value))
}

/// Walks through a document as it comes in.
///
/// Entities that the document declares itself are left out: they are how a small document becomes a large one.
///
/// # Errors
/// What is wrong and where, as words, if it is broken; what stands before was visited.
pub(crate) fn walk(xml: impl Read, visitor: &mut impl Visitor) -> Result<(), Fault> {
    let mut reader = Reader::from_reader(Decoded::new(xml));
    reader.config_mut().allow_dangling_amp = true;
    let mut buffer = Vec::new();
    let mut depth = 0_usize;
    while !visitor.is_done() {
        buffer.clear();
        reader.get_mut().since = 0;
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Fault::Broken(format!("elements within {DEEPEST} others")));
                }
                visitor.open(start.local_name().into_inner(), &Element(&start))
            }
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                visitor.close(end.local_name().into_inner());
            }
            Ok(Event::Empty(empty)) => {
                visitor.open(empty.local_name().into_inner(), &Element(&empty));
                visitor.close(empty.local_name().into_inner());
            }
            Ok(Event::Text(text)) => visitor.text(&text.xml10_content()),
            Ok(Event::CData(text)) => visitor.text(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                Ok(Some(sign)) => visitor.text(sign.encode_utf8(&mut [0; 4])),
                _ => visitor.text(resolve_predefined_entity(&reference).unwrap_or_default()),
            },
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) if reader.get_ref().since > LONGEST => return Err(Fault::TooLarge),
            Err(quick_xml::Error::Io(fault)) => return Err(Fault::Unreadable(fault.to_string())),
            Err(fault) => {
                let at = reader.error_position();
                return Err(Fault::Broken(format!("{fault} at byte {at}")));
            }
        }
    }
    Ok(())
}

/// Says why a document was not read to its end.
pub(crate) enum Fault {
    /// It is no XML.
    Broken(String),
    /// No more of it could be had.
    Unreadable(String),
    /// A stretch of text or a tag is longer than is read.
    TooLarge,
}

/// Text in UTF-8, whatever the bytes: what is not UTF-8 is replaced, and UTF-16 that says so is read as such.
struct Decoded<R> {
    bytes: R,
    decoder: Decoder,
    raw: Box<[u8]>,
    /// What of `raw` was not decoded yet.
    left: (usize, usize),
    text: Box<[u8]>,
    /// What of `text` was not read yet.
    ready: (usize, usize),
    is_at_end: bool,
    /// How much was read since somebody set this to zero.
    since: usize,
}

impl<R: Read> Decoded<R> {
    fn new(bytes: R) -> Self {
        Self {
            bytes,
            decoder: UTF_8.new_decoder(),
            raw: vec![0; CHUNK].into(),
            left: (0, 0),
            text: vec![0; 2 * CHUNK].into(),
            ready: (0, 0),
            is_at_end: false,
            since: 0,
        }
    }

    /// Decodes more until there is some or it is at its end.
    fn fill(&mut self) -> io::Result<()> {
        while self.ready.0 >= self.ready.1 && !(self.is_at_end && self.left.0 >= self.left.1) {
            if self.left.0 >= self.left.1 {
                let count = self.bytes.read(&mut self.raw)?;
                self.left = (0, count);
                self.is_at_end = count == 0;
            }
            let raw = self.raw.get(self.left.0..self.left.1).unwrap_or_default();
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(raw, &mut self.text, self.is_at_end);
            self.left.0 += read;
            self.ready = (0, written);
            if self.is_at_end && result == CoderResult::InputEmpty {
                break;
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > LONGEST {
            return Err(io::Error::other("a stretch of text or a tag is longer than is read"));
        }
        if self.ready.0 >= self.ready.1 && !self.is_at_end {
            self.fill()?;
        }
        Ok(self.text.get(self.ready.0..self.ready.1).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.ready.0 = (self.ready.0 + count).min(self.ready.1);
        self.since += count;
    }
}
