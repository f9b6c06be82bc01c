//! Spans of days below each other: from a quarter to three quarters, with the median in it.

use rules::Spread;

use super::scale::ticks;
use super::{About, Label, Line, Mark, Percent, Picture, Series};
use crate::words;

/// The height of one with its words, and of the span alone, in pixels.
const EACH: i64 = 46;
const THICK: i64 = 14;
const BELOW: i64 = 22;

/// The part of the room that the longest takes, so that the last number of the scale stays within.
const WITHIN: i64 = 94;

/// One span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    /// What it is of.
    pub(crate) label: String,
    /// The class that gives it its colour.
    pub(crate) class: &'static str,
    /// Its days.
    pub(crate) days: Spread,
}

/// Draws spans over one scale of days; what took less than none begins at none.
pub(crate) fn spans(about: About, legend: Vec<Series>, all: &[Span]) -> Picture {
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let bottom = count.saturating_mul(EACH);
    let mut picture = Picture::blank(about, bottom + BELOW);
    let ticks = ticks(all.iter().map(|span| span.days.three_quarters).max().unwrap_or(0));
    let top = ticks.last().copied().unwrap_or(1);
    let at = |days: i64| Percent::of(days.max(0) * WITHIN, top * 100);
    for tick in [0].into_iter().chain(ticks) {
        let (x, class) = (at(tick), if tick == 0 { "base" } else { "grid" });
        picture.lines.push(Line { class, from: (x, 0), to: (x, bottom) });
        let class = if tick == 0 { "tick" } else { "below" };
        let words = if tick == 0 { "0 days".to_owned() } else { words::number(tick) };
        picture.labels.push(Label { class, x, y: bottom + 16, words });
    }
    for (place, span) in (0..).zip(all) {
        let (y, days) = (place * EACH, span.days);
        let from = at(days.quarter);
        picture.marks.push(Mark {
            class: span.class,
            x: from,
            width: Percent((at(days.three_quarters).0 - from.0).max(300)),
            y: y + 22,
            height: THICK,
            says: format!(
                "{}: half within {}, the middle half from {} to {}",
                span.label,
                words::count(days.half, "day", "days"),
                words::number(days.quarter),
                words::number(days.three_quarters)
            ),
        });
        let x = at(days.half);
        picture.lines.push(Line { class: "median", from: (x, y + 18), to: (x, y + 26 + THICK) });
        let label = format!("{} · {}", span.label, words::count(days.half, "day", "days"));
        picture.labels.push(Label { class: "beside", x: Percent(0), y: y + 14, words: label });
    }
    picture.legend = legend;
    picture
}
