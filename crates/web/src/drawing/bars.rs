//! Bars below each other, each with its words above it and with pieces beside each other.

use super::{About, Label, Line, Mark, Percent, Picture, Series};
use crate::words;

/// The height of one with its words, and of the bar alone, in pixels.
const EACH: i64 = 46;
const THICK: i64 = 16;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    /// What it is of.
    pub(crate) label: String,
    /// How many of each series, the leftmost first.
    pub(crate) parts: Vec<i64>,
}

/// Draws bars.
pub(crate) fn bars(about: About, legend: Vec<Series>, all: &[Bar]) -> Picture {
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let mut picture = Picture::blank(about, count.saturating_mul(EACH) + 4);
    let most = all.iter().map(|bar| bar.parts.iter().sum()).max().unwrap_or(0);
    for (place, bar) in (0..).zip(all) {
        let top = place * EACH;
        let total: i64 = bar.parts.iter().sum();
        let label = format!("{} · {}", bar.label, words::number(total));
        picture.labels.push(Label { class: "beside", x: Percent(0), y: top + 16, words: label });
        let mut before = 0;
        for (series, part) in legend.iter().zip(&bar.parts).filter(|(_, part)| **part > 0) {
            let (from, to) = (Percent::of(before, most), Percent::of(before + part, most));
            before += part;
            picture.marks.push(Mark {
                class: series.class,
                x: from,
                width: Percent((to.0 - from.0).max(200)),
                y: top + 22,
                height: THICK,
                says: format!("{}: {} {}", bar.label, words::number(*part), series.label),
            });
        }
        let y = top + 22;
        let (from, to) = ((Percent(0), y), (Percent(0), y + THICK));
        picture.lines.push(Line { class: "base", from, to });
    }
    picture.legend = legend;
    picture
}
