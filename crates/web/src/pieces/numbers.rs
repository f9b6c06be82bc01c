//! A table of numbers, each of which leads to what it counts.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::words;

/// A table of numbers, each of which leads to what it counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "pieces/numbers.html")]
pub(crate) struct Numbers {
    /// What it is called, for whoever comes to it by ear.
    pub(crate) name: String,
    /// What the rows are of, then the names of the columns.
    pub(crate) head: Vec<String>,
    /// The rows, each with its name and its numbers.
    pub(crate) rows: Vec<(Cell, Vec<Cell>)>,
}

/// A number, or the name of a row, with where it leads; that is empty if it leads nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    /// What it says.
    pub(crate) words: String,
    /// The address.
    pub(crate) to: String,
}

impl Cell {
    /// Returns a count; none leads nowhere.
    pub(crate) fn count(count: i64, to: impl FnOnce() -> String) -> Self {
        match count {
            0 => Self::words("0"),
            some => Self { words: words::number(some), to: to() },
        }
    }

    /// Returns words that lead nowhere.
    pub(crate) fn words(words: impl Into<String>) -> Self {
        Self { words: words.into(), to: String::new() }
    }

    /// Returns a part of a whole in percent, rounded; of nothing there is none.
    pub(crate) fn share(part: i64, whole: i64, to: impl FnOnce() -> String) -> Self {
        match (part, whole) {
            (_, 0) => Self::words("–"),
            (0, _) => Self::words("0 %"),
            _ => Self { words: percent(part, whole), to: to() },
        }
    }
}

/// Returns a part of a whole in percent: never none or all of it by rounding alone.
pub(crate) fn percent(part: i64, whole: i64) -> String {
    let rounded = (part * 200 + whole) / (whole * 2).max(1);
    match rounded {
        0 if part > 0 => "under 1 %".to_owned(),
        100 if part < whole => "over 99 %".to_owned(),
        rounded => format!("{rounded} %"),
    }
}

impl HtmlSafe for Numbers {}
