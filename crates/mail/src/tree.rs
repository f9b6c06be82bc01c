//! Where the parts of a message begin and end (RFC 2046 §5.1).
//!
//! Each byte is looked at once for each level that it stands under, and levels, parts and decoded bytes are counted
//! before anything is kept: a message cannot make reading it longer than its own length times the depth allowed.

use std::borrow::Cow;

use memchr::memmem;

use crate::fields::{Header, one_line};
use crate::parser::{self, Content};
use crate::words::{self, Words};
use crate::{Limits, Part, Refusal, tnef};

/// More levels than this are not walked, whatever the limits say: each costs stack.
const DEEPEST: usize = 100;

/// Where a part stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// Its own path.
    path: &'p str,
    /// What the paths of its parts begin with: the same, but for the outermost part of a message, which is not counted
    /// as a level if it is a container.
    prefix: &'p str,
    depth: usize,
    /// Whether parts without a type are messages here (RFC 2046 §5.1.5).
    in_digest: bool,
    /// Whether pictures here belong to the HTML beside them (RFC 2387).
    in_related: bool,
    /// Whether it is the first in its container, where the words of a message are.
    is_first: bool,
}

/// Walks through a message and keeps what it finds.
pub(crate) struct Walk<'l> {
    limits: &'l Limits,
    entities: usize,
    unpacked: usize,
    /// How many bytes of words may still be read.
    words_left: usize,
    /// The parts, in the order of the message.
    pub(crate) parts: Vec<Part>,
    /// The words of the first message within this one that has any.
    pub(crate) forwarded: Option<Words>,
    /// The words that Outlook wrapped, where it did.
    pub(crate) wrapped: Option<Words>,
}

impl<'l> Walk<'l> {
    /// Starts with nothing found.
    pub(crate) fn new(limits: &'l Limits) -> Self {
        let words_left = limits.words_bytes;
        Self {
            limits,
            entities: 0,
            unpacked: 0,
            words_left,
            parts: Vec::new(),
            forwarded: None,
            wrapped: None,
        }
    }

    /// Walks through the body of a message and returns its words, if it has any.
    ///
    /// # Errors
    /// [`Refusal`] when a limit is passed.
    pub(crate) fn message(
        &mut self,
        header: &Header<'_>,
        path: &str,
        depth: usize,
    ) -> Result<Option<Words>, Refusal> {
        let own = below(path, 1);
        let place = Place {
            path: &own,
            prefix: path,
            depth,
            in_digest: false,
            in_related: false,
            is_first: true,
        };
        self.entity(header, place)
    }

    fn entity(&mut self, header: &Header<'_>, place: Place<'_>) -> Result<Option<Words>, Refusal> {
        self.count(header, place)?;
        let content = header.content_type();
        if let Some(content) = &content
            && let Some(boundary) = boundary(content)
            && let Some(words) = self.container(header, content, boundary, place)?
        {
            return Ok(words);
        }
        let media_type = content.as_ref().map_or_else(
            || if place.in_digest { "message/rfc822" } else { "text/plain" }.to_owned(),
            |content| content.media_type.clone(),
        );
        if matches!(media_type.as_str(), "message/rfc822" | "message/global" | "message/news") {
            return self.forwarded(header, media_type, place).map(|()| None);
        }
        self.leaf(header, content.as_ref(), media_type, place)
    }

    fn count(&mut self, header: &Header<'_>, place: Place<'_>) -> Result<(), Refusal> {
        self.entities += 1;
        if header.is_cut {
            let place =
                if self.entities == 1 { "the message".to_owned() } else { named(place.path) };
            return Err(Refusal::HeaderTooLarge { place, limit: self.limits.header_bytes });
        }
        if self.entities > self.limits.parts {
            return Err(Refusal::TooManyParts {
                place: named(place.path),
                limit: self.limits.parts,
            });
        }
        let deepest = self.limits.depth.min(DEEPEST);
        if place.depth > deepest {
            return Err(Refusal::TooDeep { place: named(place.path), limit: deepest });
        }
        Ok(())
    }

    /// Walks through a container; returns `None` if there is nothing in it, which makes it a part like others.
    fn container(
        &mut self,
        header: &Header<'_>,
        content: &Content,
        boundary: &str,
        place: Place<'_>,
    ) -> Result<Option<Option<Words>>, Refusal> {
        let mut found = Vec::new();
        let mut number = 0;
        for bytes in Pieces::new(header.body, boundary) {
            number += 1;
            let inner = Header::cut(bytes, self.limits.header_bytes);
            let path = below(place.prefix, number);
            let place = Place {
                path: &path,
                prefix: &path,
                depth: place.depth + 1,
                in_digest: content.media_type == "multipart/digest",
                in_related: content.media_type == "multipart/related",
                is_first: number == 1,
            };
            found.extend(self.entity(&inner, place)?);
        }
        if number == 0 && !header.body.trim_ascii().is_empty() {
            return Ok(None);
        }
        let is_choice = content.media_type == "multipart/alternative";
        Ok(Some(if is_choice { words::best(found) } else { words::joined(found) }))
    }

    /// Keeps a message that this one carries, and walks through it.
    fn forwarded(
        &mut self,
        header: &Header<'_>,
        media_type: String,
        place: Place<'_>,
    ) -> Result<(), Refusal> {
        // A message may not be encoded (RFC 2046 §5.2.1), but some are, and some only say so.
        let (decoded, is_damaged) = decoded(header);
        let bytes = if is_damaged { Cow::Borrowed(header.body) } else { decoded };
        let inner = Header::cut(&bytes, self.limits.header_bytes);
        let subject = inner.text("Subject").replace(['/', '\\'], "-");
        let made = Some(subject).filter(|subject| !subject.is_empty());
        let name = name_of(header)
            .or_else(|| made.and_then(|subject| file_name(&format!("{subject}.eml"))));
        let at = self.keep(Part {
            position: 0,
            path: place.path.to_owned(),
            name,
            media_type,
            is_attachment: true,
            is_message: true,
            is_damaged,
            bytes: Vec::new(),
        });
        self.unpack(place.path, bytes.len())?;
        if inner.is_of_a_message() {
            let words = self.message(&inner, place.path, place.depth + 1)?;
            self.forwarded = self.forwarded.take().or(words);
        }
        self.parts[at].bytes = bytes.into_owned();
        Ok(())
    }

    /// Keeps a part that holds no others, and returns its words if they are words of the message.
    fn leaf(
        &mut self,
        header: &Header<'_>,
        content: Option<&Content>,
        media_type: String,
        place: Place<'_>,
    ) -> Result<Option<Words>, Refusal> {
        let (bytes, is_damaged) = decoded(header);
        self.unpack(place.path, bytes.len())?;
        let disposition =
            header.disposition().map(|disposition| disposition.media_type).unwrap_or_default();
        let name = name_of(header);
        let is_text = matches!(media_type.as_str(), "text/plain" | "text/html")
            || media_type.starts_with("multipart/");
        let is_words = is_text && disposition != "attachment" && (name.is_none() || place.is_first);
        let is_picture = place.in_related
            && media_type.starts_with("image/")
            && disposition != "attachment"
            && !header.text("Content-ID").is_empty();
        let charset = content.and_then(|content| content.parameter("charset"));
        let found = is_words.then(|| self.words(&bytes, charset, media_type == "text/html"));
        let at = self.keep(Part {
            position: 0,
            path: place.path.to_owned(),
            name,
            media_type,
            is_attachment: !is_words && !is_picture,
            is_message: false,
            is_damaged,
            bytes: Vec::new(),
        });
        if tnef::is_wrapping(&bytes) {
            let (words, is_whole) = self.unwrap(&bytes, place.path, place.depth)?;
            self.wrapped = self.wrapped.take().or(words);
            // Whoever has all that is in it needs it no more.
            self.parts[at].is_attachment &= !is_whole;
        }
        self.parts[at].bytes = bytes.into_owned();
        Ok(found)
    }

    fn words(&mut self, bytes: &[u8], charset: Option<&str>, is_html: bool) -> Words {
        let read = cut(bytes, self.words_left);
        self.words_left -= read.len();
        Words::read(read, charset, is_html)
    }

    /// Keeps what Outlook wrapped as parts, and returns its words, and whether all of it was read.
    fn unwrap(
        &mut self,
        bytes: &[u8],
        path: &str,
        depth: usize,
    ) -> Result<(Option<Words>, bool), Refusal> {
        let deepest = self.limits.depth.min(DEEPEST);
        if depth > deepest {
            return Err(Refusal::TooDeep { place: named(path), limit: deepest });
        }
        let room = self.limits.unpacked_bytes.saturating_sub(self.unpacked);
        let Some(wrapped) = tnef::unwrap(bytes, self.limits.parts, room) else {
            return Ok((None, false));
        };
        let mut is_whole = !wrapped.is_damaged;
        let mut number = 0;
        let mut next = || {
            number += 1;
            below(path, number)
        };
        let rich_text = wrapped.rich_text.map(|bytes| tnef::File {
            name: "message.rtf".to_owned(),
            media_type: "application/rtf".to_owned(),
            is_wrapped: false,
            bytes,
        });
        for file in rich_text.into_iter().chain(wrapped.files) {
            is_whole &= self.unwrapped(file, &next(), depth)?;
        }
        let text = Some(wrapped.text).filter(|text| !text.trim().is_empty());
        let words = match (text, wrapped.html) {
            (Some(text), _) => Some(self.words(text.as_bytes(), Some("utf-8"), false)),
            (None, Some((html, charset))) => Some(self.words(&html, Some(&charset), true)),
            (None, None) => None,
        };
        Ok((words, is_whole))
    }

    /// Keeps a file that was wrapped; says whether all that is in it was read.
    fn unwrapped(&mut self, file: tnef::File, path: &str, depth: usize) -> Result<bool, Refusal> {
        self.entities += 1;
        if self.entities > self.limits.parts {
            let limit = self.limits.parts;
            return Err(Refusal::TooManyParts { place: named(path), limit });
        }
        self.unpack(path, file.bytes.len())?;
        let named_type = Some(file.media_type).filter(|it| it.contains('/'));
        let media_type = named_type.unwrap_or_else(|| "application/octet-stream".to_owned());
        let name = file_name(&file.name);
        let part = Part {
            position: 0,
            path: path.to_owned(),
            name: name.clone(),
            media_type: one_line(&media_type),
            is_attachment: true,
            is_message: false,
            is_damaged: false,
            bytes: file.bytes,
        };
        if !file.is_wrapped {
            self.keep(part);
            return Ok(true);
        }
        // A message within: its words as a file of their own, for whatever is said of it is in them.
        let (words, is_whole) = self.unwrap(&part.bytes, path, depth + 1)?;
        if let Some(words) = words.filter(|words| !words.text.trim().is_empty()) {
            let name = name.unwrap_or_else(|| "message".to_owned());
            let bytes = words.text.into_bytes();
            self.unpack(path, bytes.len())?;
            let (name, media_type) = (file_name(&format!("{name}.txt")), "text/plain".to_owned());
            self.keep(Part { name, media_type, bytes, ..part });
        } else if !is_whole {
            self.keep(part);
        }
        Ok(is_whole)
    }

    fn keep(&mut self, part: Part) -> usize {
        let at = self.parts.len();
        self.parts.push(Part { position: at + 1, ..part });
        at
    }

    fn unpack(&mut self, path: &str, bytes: usize) -> Result<(), Refusal> {
        self.unpacked = self.unpacked.saturating_add(bytes);
        if self.unpacked > self.limits.unpacked_bytes {
            return Err(Refusal::UnpacksTooLarge {
                place: named(path),
                limit: self.limits.unpacked_bytes,
            });
        }
        Ok(())
    }
}

/// Returns the boundary of a container; what says that it is one but has no boundary is a part like others.
fn boundary(content: &Content) -> Option<&str> {
    let boundary =
        content.parameter("boundary").filter(|_| content.media_type.starts_with("multipart/"))?;
    Some(boundary.trim_end()).filter(|boundary| !boundary.is_empty())
}

/// Returns the beginning of some words, up to a line end if there is one near.
fn cut(bytes: &[u8], most: usize) -> &[u8] {
    const NEAR: usize = 1_000;
    let Some(cut) = bytes.get(..most).filter(|_| bytes.len() > most) else { return bytes };
    let end = memchr::memrchr(b'\n', &cut[cut.len().saturating_sub(NEAR)..]);
    let end = end.map_or(cut.len(), |end| cut.len().saturating_sub(NEAR) + end + 1);
    &cut[..end]
}

fn decoded<'a>(header: &Header<'a>) -> (Cow<'a, [u8]>, bool) {
    let (bytes, is_damaged) = match header.encoding().as_str() {
        "base64" => parser::base64(header.body),
        "quoted-printable" => parser::quoted_printable(header.body),
        _ => return (Cow::Borrowed(header.body), false),
    };
    (Cow::Owned(bytes), is_damaged)
}

fn name_of(header: &Header<'_>) -> Option<String> {
    let disposition = header.disposition();
    let named = disposition.as_ref().and_then(|disposition| disposition.parameter("filename"));
    named.and_then(file_name).or_else(|| file_name(header.content_type()?.parameter("name")?))
}

/// Returns the last step of a path in a form that is safe as a file name, if anything is left of it.
fn file_name(name: &str) -> Option<String> {
    let name = one_line(name);
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let extension =
        name.rsplit_once('.').map(|(_, extension)| extension).filter(|last| last.len() <= 10);
    let short: String = name.chars().take(200).collect();
    let name = match extension {
        Some(extension) if short.len() < name.len() => format!("{short}….{extension}"),
        _ => short,
    };
    (!name.is_empty() && name != "." && name != "..").then_some(name)
}

fn below(path: &str, number: usize) -> String {
    if path.is_empty() { number.to_string() } else { format!("{path}.{number}") }
}

fn named(path: &str) -> String {
    format!("part {path}")
}

/// The parts of a container, between the lines that begin with its boundary.
struct Pieces<'a> {
    body: &'a [u8],
    line: Vec<u8>,
    at: usize,
    /// Where the part that is open began.
    open: Option<usize>,
    is_closed: bool,
}

impl<'a> Pieces<'a> {
    fn new(body: &'a [u8], boundary: &str) -> Self {
        Self {
            body,
            line: format!("--{boundary}").into_bytes(),
            at: 0,
            open: None,
            is_closed: false,
        }
    }

    /// Returns where the next line with the boundary begins, where the line after it does, and whether it is the last.
    fn next_line(&mut self) -> Option<(usize, usize, bool)> {
        while let Some(found) = memmem::find(&self.body[self.at..], &self.line) {
            let start = self.at + found;
            let rest = &self.body[start + self.line.len()..];
            let (rest, is_last) =
                rest.strip_prefix(b"--").map_or((rest, false), |rest| (rest, true));
            let blanks =
                rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
            let ends = matches!(rest.get(blanks), None | Some(b'\n'));
            self.at = start + self.line.len();
            if ends && (start == 0 || self.body[start - 1] == b'\n') {
                let after = self.body.len() - rest.len() + blanks;
                self.at = (after + 1).min(self.body.len());
                return Some((start, self.at, is_last));
            }
        }
        None
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.is_closed {
            return None;
        }
        if self.open.is_none() {
            let (_, after, is_last) = self.next_line()?;
            self.is_closed = is_last;
            self.open = Some(after);
            if is_last {
                return None;
            }
        }
        let start = self.open?;
        let Some((end, after, is_last)) = self.next_line() else {
            // The last part of a message that was cut off.
            self.is_closed = true;
            return Some(&self.body[start..]).filter(|part| !part.trim_ascii().is_empty());
        };
        self.open = Some(after);
        self.is_closed = is_last;
        // The line end before the boundary belongs to the boundary.
        let part = self.body.get(start..end).unwrap_or_default();
        let part = part.strip_suffix(b"\n").unwrap_or(part);
        Some(part.strip_suffix(b"\r").unwrap_or(part))
    }
}
