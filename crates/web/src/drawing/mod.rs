//! Pictures of numbers, drawn here as SVG: columns, bars, shaded cells, and spans of days.
//!
//! Across, a picture is measured in percent of its room and downwards in pixels, so that it fits a phone as it fits a screen
//! and its words keep their size. Colours are the style sheet's, for light, dark and paper. What a picture says stands in
//! its description and in the table that each page puts behind it.

mod bars;
mod cells;
mod columns;
pub(crate) mod scale;
mod spans;

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) use bars::{Bar, bars};
pub(crate) use cells::{CellRow, cells};
pub(crate) use columns::{Column, columns};
pub(crate) use spans::{Span, spans};

/// A picture with its title and its description.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "drawing/picture.html")]
pub(crate) struct Picture {
    /// Tells it from the others of a page.
    id: &'static str,
    title: String,
    description: String,
    /// In pixels.
    height: i64,
    legend: Vec<Series>,
    lines: Vec<Line>,
    marks: Vec<Mark>,
    labels: Vec<Label>,
}

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Series {
    /// The class that gives it its colour.
    pub(crate) class: &'static str,
    /// What it is called.
    pub(crate) label: &'static str,
}

/// What a picture is called and says, for whoever does not see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) id: &'static str,
    pub(crate) title: String,
    pub(crate) description: String,
}

/// A filled piece, with what it says when it is pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    class: &'static str,
    x: Percent,
    width: Percent,
    y: i64,
    height: i64,
    says: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    class: &'static str,
    from: (Percent, i64),
    to: (Percent, i64),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Label {
    class: &'static str,
    x: Percent,
    y: i64,
    words: String,
}

/// A part of the room across, in thousandths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Percent(i64);

impl Percent {
    const ALL: Self = Self(100_000);

    /// Returns a part of the room.
    fn of(part: i64, whole: i64) -> Self {
        Self(part.saturating_mul(Self::ALL.0) / whole.max(1))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}%", self.0 / 1_000, self.0 % 1_000)
    }
}

impl Picture {
    fn blank(about: About, height: i64) -> Self {
        let About { id, title, description } = about;
        let (legend, lines, marks, labels) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { id, title, description, height, legend, lines, marks, labels }
    }
}

impl HtmlSafe for Picture {}
