//! Columns beside each other, each of pieces on top of each other: years, weeks.

use super::scale::ticks;
use super::{About, Label, Line, Mark, Percent, Picture, Series};
use crate::words;

/// The height of the columns' room, and of the room for words above and below, in pixels.
const ROOM: i64 = 180;
const ABOVE: i64 = 18;
const BELOW: i64 = 22;

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    /// What it is of, said where it is pointed at.
    pub(crate) name: String,
    /// What stands below it; empty for nothing. Every other one is left out where there is little room.
    pub(crate) label: String,
    /// How many of each series, the lowest first.
    pub(crate) parts: Vec<i64>,
    /// Whether a line stands before it, and what it is called.
    pub(crate) marker: Option<&'static str>,
}

/// Draws columns.
pub(crate) fn columns(about: About, legend: Vec<Series>, all: &[Column]) -> Picture {
    let mut picture = Picture::blank(about, ABOVE + ROOM + BELOW);
    let most = all.iter().map(|column| column.parts.iter().sum()).max().unwrap_or(0);
    let ticks = ticks(most);
    let top = ticks.last().copied().unwrap_or(1);
    let height = |count: i64| count * ROOM / top;
    let floor = ABOVE + ROOM;
    for tick in &ticks {
        let y = floor - height(*tick);
        picture.lines.push(Line { class: "grid", from: (Percent(0), y), to: (Percent::ALL, y) });
        let words = words::number(*tick);
        picture.labels.push(Label { class: "tick", x: Percent(0), y: y - 4, words });
    }
    picture.lines.push(Line {
        class: "base",
        from: (Percent(0), floor),
        to: (Percent::ALL, floor),
    });
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let wide = Percent::of(1, count).0;
    let mut labelled = 0;
    for (place, column) in (0..).zip(all) {
        let x = Percent(place * wide + wide / 10);
        let mut below = 0;
        for (series, part) in legend.iter().zip(&column.parts).filter(|(_, part)| **part > 0) {
            let (bottom, upper) = (floor - height(below), floor - height(below + part));
            below += part;
            picture.marks.push(Mark {
                class: series.class,
                x,
                width: Percent(wide * 8 / 10),
                y: upper,
                // Even a single one is to be seen.
                height: (bottom - upper).max(1),
                says: format!("{}: {} {}", column.name, words::number(*part), series.label),
            });
        }
        if let Some(marker) = column.marker {
            let x = Percent(place * wide);
            picture.lines.push(Line { class: "marker", from: (x, 4), to: (x, floor) });
            let words = marker.to_owned();
            picture.labels.push(Label { class: "marked", x, y: ABOVE - 4, words });
        }
        if !column.label.is_empty() {
            let class = if labelled % 2 == 0 { "below" } else { "below if-wide" };
            labelled += 1;
            let (x, words) = (Percent(place * wide + wide / 2), column.label.clone());
            picture.labels.push(Label { class, x, y: floor + 16, words });
        }
    }
    picture.legend = legend;
    picture
}
