//! Files of many messages, one after the other (RFC 4155).

use std::io::{self, BufRead};
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime::parse;
use jiff::tz::TimeZone;
use regex::bytes::Regex;

/// A message of such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The envelope's sender, empty if unknown.
    pub envelope_from: String,
    /// When it was put there.
    pub at: Option<Timestamp>,
    /// The line on which it begins, counted from 1.
    pub line: u64,
    /// Its bytes, without the marks that the file puts before some lines; cut off where it is longer than allowed.
    pub bytes: Vec<u8>,
    /// How many bytes it has.
    pub size: usize,
}

/// The messages of such a file, read one at a time.
#[derive(Debug)]
pub struct Mbox<R> {
    file: R,
    limit: usize,
    line: u64,
    /// The line with which the next message begins.
    next: Option<Vec<u8>>,
    is_begun: bool,
}

impl<R: BufRead> Mbox<R> {
    /// Reads messages of which no more than `limit` bytes are kept.
    pub fn new(file: R, limit: usize) -> Self {
        Self { file, limit, line: 0, next: None, is_begun: false }
    }

    /// Returns the next line with its end; empty at the end of the file.
    ///
    /// Of one that has no end for as long as a whole message may be, a piece comes at a time.
    fn read_line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let most = u64::try_from(self.limit.max(1024)).unwrap_or(u64::MAX);
        io::Read::take(&mut self.file, most).read_until(b'\n', &mut line)?;
        self.line += u64::from(line.ends_with(b"\n"));
        Ok(line)
    }

    /// Returns the first line of the first message: whatever stands before it is no message.
    fn begin(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let line = self.read_line()?;
            if line.is_empty() {
                return Ok(None);
            }
            if is_beginning(&line) {
                return Ok(Some(line));
            }
        }
    }

    fn message(&mut self) -> io::Result<Option<Filed>> {
        if !self.is_begun {
            self.next = self.begin()?;
            self.is_begun = true;
        }
        let Some(first) = self.next.take() else { return Ok(None) };
        let (envelope_from, at) = envelope(&first);
        let line = self.line;
        let (mut bytes, mut size, mut after_blank) = (Vec::new(), 0, false);
        loop {
            let line = self.read_line()?;
            if line.is_empty() {
                break;
            }
            if after_blank && is_beginning(&line) {
                self.next = Some(line);
                break;
            }
            after_blank = line.trim_ascii().is_empty();
            let line = without_mark(&line);
            size += line.len();
            let room = self.limit.saturating_add(1).saturating_sub(bytes.len());
            bytes.extend_from_slice(&line[..line.len().min(room)]);
        }
        // The empty line before the next message is the file's.
        for end in [b"\r\n".as_slice(), b"\n"] {
            let is_own = bytes.strip_suffix(end).is_some_and(|rest| rest.ends_with(b"\n"));
            if is_own && size == bytes.len() {
                bytes.truncate(bytes.len() - end.len());
                size = bytes.len();
                break;
            }
        }
        Ok(Some(Filed { envelope_from, at, line, bytes, size }))
    }
}

impl<R: BufRead> Iterator for Mbox<R> {
    type Item = io::Result<Filed>;

    fn next(&mut self) -> Option<Self::Item> {
        self.message().transpose()
    }
}

/// Says whether a line begins a message: `From lee@example.com Tue Sep  1 09:12:00 2026`.
///
/// Of lines that only begin with that word, messages are full.
fn is_beginning(line: &[u8]) -> bool {
    static BEGINNING: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"^From .*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .*",
            r"(?:\d\d:\d\d.*\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b.*\d\d:\d\d)",
        ))
        .ok()
    });
    line.starts_with(b"From ") && BEGINNING.as_ref().is_some_and(|begins| begins.is_match(line))
}

/// Returns the sender and the time that stand in the first line.
fn envelope(line: &[u8]) -> (String, Option<Timestamp>) {
    let line = String::from_utf8_lossy(line);
    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
    let sender = words.first().filter(|word| word.contains('@')).copied().unwrap_or_default();
    let from = words.iter().position(|word| word.contains(':')).unwrap_or(0);
    let written = from.checked_sub(3).and_then(|from| words.get(from..from + 5));
    let at = written.and_then(|written| {
        let read = parse("%a %b %d %H:%M:%S %Y", written.join(" ")).ok()?;
        let at: DateTime = read.to_datetime().ok()?;
        TimeZone::UTC.to_timestamp(at).ok()
    });
    (sender.to_owned(), at)
}

/// Returns a line without the `>` that the file puts before those that would begin a message.
fn without_mark(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { line }
}
