//! How many statements there were each year, as a picture with its table behind it.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::words;

/// The picture's height in its own units.
const HEIGHT: i64 = 1_000;

/// How many statements there were each year, as a picture with its table behind it.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pieces/years.html")]
pub(crate) struct YearsFigure {
    /// Whether received and sent are told apart.
    is_split: bool,
    years: Vec<Year>,
    /// The most of any year.
    most: i64,
}

/// One year: two bars, the second on top of the first.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Year {
    year: i16,
    received: i64,
    sent: i64,
    /// From the left, in the units of the picture.
    place: i64,
    /// The top and height of the bar of what was received, then of what was sent.
    received_bar: (i64, i64),
    sent_bar: (i64, i64),
}

impl YearsFigure {
    /// Makes the picture of (year, received, sent), oldest first; years with none are shown too.
    pub(crate) fn of(counts: Vec<(i16, i64, i64)>) -> Self {
        Self::drawn(counts, true)
    }

    /// Makes the picture of (year, all, 0), oldest first.
    pub(crate) fn of_all(counts: Vec<(i16, i64, i64)>) -> Self {
        Self::drawn(counts, false)
    }

    fn drawn(counts: Vec<(i16, i64, i64)>, is_split: bool) -> Self {
        let most = counts.iter().map(|(_, received, sent)| received + sent).max().unwrap_or(0);
        let (Some(first), Some(last)) = (counts.first(), counts.last()) else {
            return Self { is_split, years: Vec::new(), most };
        };
        let height = |count: i64| if most == 0 { 0 } else { count * HEIGHT / most };
        let years = (first.0..=last.0).zip(0..).map(|(year, place)| {
            let count = counts.iter().find(|(known, ..)| *known == year);
            let (received, sent) = count.map_or((0, 0), |(_, received, sent)| (*received, *sent));
            let (low, high) = (height(received), height(sent));
            Year {
                year,
                received,
                sent,
                place: place * 10,
                received_bar: (HEIGHT - low, low),
                sent_bar: (HEIGHT - low - high, high),
            }
        });
        Self { is_split, years: years.collect(), most }
    }

    /// Says whether there is nothing to draw.
    pub(crate) fn is_empty(&self) -> bool {
        self.most == 0
    }

    fn width(&self) -> usize {
        self.years.len() * 10
    }

    fn first(&self) -> i16 {
        self.years.first().map_or(0, |year| year.year)
    }

    fn last(&self) -> i16 {
        self.years.last().map_or(0, |year| year.year)
    }

    /// The picture in a sentence, for those who do not see it.
    fn sentence(&self) -> String {
        let total: i64 = self.years.iter().map(|year| year.received + year.sent).sum();
        let top = self.years.iter().max_by_key(|year| year.received + year.sent);
        let top = top.map_or(0, |year| year.year);
        format!(
            "{} from {} to {}, most of them in {top}: {}.",
            words::count(total, "statement", "statements"),
            self.first(),
            self.last(),
            words::number(self.most)
        )
    }
}

impl HtmlSafe for YearsFigure {}
