//! Rows of cells, the darker the more, with the number in each.

use super::{About, Label, Mark, Percent, Picture};
use crate::words;

/// The height of a row, of the room below for the names of columns, and how much of the width names of rows take.
const ROW: i64 = 24;
const BELOW: i64 = 22;
const NAMES: Percent = Percent(20_000);

/// As many letters of a row's name fit beside it on a phone.
const LONGEST_NAME: usize = 11;

/// From a few to the most.
const SHADES: [&str; 5] = ["shade-1", "shade-2", "shade-3", "shade-4", "shade-5"];

/// One row: its name, and the count of each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CellRow {
    /// What it is of.
    pub(crate) name: String,
    /// How many, column by column.
    pub(crate) counts: Vec<i64>,
}

/// Draws cells; each column has a name, of which every fifth is shown.
pub(crate) fn cells(about: About, names: &[String], all: &[CellRow]) -> Picture {
    let rows = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let mut picture = Picture::blank(about, rows.saturating_mul(ROW) + BELOW);
    let most = all.iter().flat_map(|row| &row.counts).copied().max().unwrap_or(0);
    let columns = i64::try_from(names.len()).unwrap_or(i64::MAX);
    let wide = (Percent::ALL.0 - NAMES.0) / columns.max(1);
    let at = |place: i64| Percent(NAMES.0 + place * wide);
    for (place, row) in (0..).zip(all) {
        let y = place * ROW;
        let words = shortened(&row.name);
        picture.labels.push(Label { class: "beside", x: Percent(0), y: y + 16, words });
        for ((column, name), count) in (0..).zip(names).zip(&row.counts) {
            if *count == 0 {
                continue;
            }
            let shade = shade(*count, most);
            picture.marks.push(Mark {
                class: SHADES.get(shade).copied().unwrap_or("shade-5"),
                x: at(column),
                width: Percent(wide * 94 / 100),
                y: y + 1,
                height: ROW - 2,
                says: format!("{}, {name}: {}", row.name, words::number(*count)),
            });
            let class = if shade >= 3 { "within on-dark" } else { "within" };
            let x = Percent(at(column).0 + wide * 47 / 100);
            picture.labels.push(Label { class, x, y: y + 16, words: count.to_string() });
        }
    }
    for (column, name) in (0..).zip(names) {
        if name.ends_with(['0', '5']) {
            let x = Percent(at(column).0 + wide / 2);
            let class = if name.ends_with('0') { "below" } else { "below if-wide" };
            let y = rows * ROW + 16;
            picture.labels.push(Label { class, x, y, words: name.clone() });
        }
    }
    picture
}

/// Few are told apart better than many: one of the most is the darkest, a third of it is in the middle.
fn shade(count: i64, most: i64) -> usize {
    match count * 100 / most.max(1) {
        ..=7 => 0,
        8..=19 => 1,
        20..=39 => 2,
        40..=69 => 3,
        _ => 4,
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    let start: String = name.chars().take(LONGEST_NAME - 1).collect();
    format!("{start}…")
}
