//! Days, instants and purposes, marked for programs too.

use std::fmt;

use askama::filters::HtmlSafe;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Purpose;

use crate::words;

/// A day: `<time datetime="2026-03-03">3 March 2026</time>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day(pub(crate) Date);

/// An instant, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Instant(pub(crate) Timestamp);

/// What a statement is for: a shape and a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PurposeMark(pub(crate) Option<Purpose>);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<time datetime=\"{}\">{}</time>", self.0, words::day(self.0))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.strftime("%Y-%m-%dT%H:%M:%SZ");
        write!(f, "<time datetime=\"{seconds}\">{}</time>", words::instant(self.0))
    }
}

impl fmt::Display for PurposeMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(purpose) => {
                write!(f, "<span class=\"mark mark-{}\">{purpose}</span>", purpose.slug())
            }
            None => f.write_str("<span class=\"mark mark-none\">No purpose stated</span>"),
        }
    }
}

impl HtmlSafe for Day {}
impl HtmlSafe for Instant {}
impl HtmlSafe for PurposeMark {}
