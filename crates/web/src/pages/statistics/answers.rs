//! What came of what was asked, and how long it took.

use rules::{Direction, Purpose, Spread};
use store::{AnswerFilter, AskedRow, Statistics};

use super::counts::{answer, days, purpose, taken_with, way, with, year};
use super::exchanges::{year_label, years};
use super::sections::{Lists, OUTCOMES, RECEIVED, SENT, Section, asked_by, purpose_name, purposes};
use crate::drawing::{About, Column, Series, Span, columns, spans};
use crate::pieces::{Cell, Numbers, percent};
use crate::words;

/// How many came out how, in the order of [`OUTCOMES`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Came([i64; 7]);

impl Came {
    fn of<'a>(rows: impl Iterator<Item = (AnswerFilter, i64)> + 'a) -> Self {
        let mut came = Self::default();
        for (outcome, count) in rows {
            let place = OUTCOMES.iter().position(|(known, _)| *known == outcome);
            if let Some(sum) = place.and_then(|place| came.0.get_mut(place)) {
                *sum += count;
            }
        }
        came
    }

    fn all(self) -> i64 {
        self.0.iter().sum()
    }

    fn answered(self) -> i64 {
        let [in_time, undated, late, ..] = self.0;
        in_time + undated + late
    }

    /// The numbers of a row: each outcome, all, and the share that was answered.
    fn cells(self, to: impl Fn(AnswerFilter) -> String) -> Vec<Cell> {
        let outcomes = OUTCOMES.iter().zip(self.0);
        let mut cells: Vec<Cell> =
            outcomes.map(|((outcome, _), count)| Cell::count(count, || to(*outcome))).collect();
        cells.push(Cell::count(self.all(), || to(AnswerFilter::Expected)));
        cells.push(Cell::share(self.answered(), self.all(), || to(AnswerFilter::Given)));
        let [in_time, ..] = self.0;
        cells.push(Cell::share(in_time, self.all(), || to(AnswerFilter::InTime)));
        cells
    }
}

fn head(first: &str) -> Vec<String> {
    let names = OUTCOMES.iter().map(|(_, series)| words::capitalized(series.label));
    let last = ["All that ask", "Share answered", "Share before the deadline"];
    let last = last.map(str::to_owned);
    [first.to_owned()].into_iter().chain(names).chain(last).collect()
}

fn came(statistics: &Statistics, wanted: impl Fn(&AskedRow) -> bool) -> Came {
    let rows = statistics.asked.iter().filter(|row| wanted(row));
    Came::of(rows.map(|row| (row.outcome, row.count)))
}

/// What came of what was asked, by the year in which it was asked.
pub(super) fn by_year(
    statistics: &Statistics,
    organization: &str,
    direction: Direction,
) -> Option<Section> {
    let lists = Lists { organization };
    let whole = came(statistics, |row| row.direction == direction);
    if whole.all() == 0 {
        return None;
    }
    let asked: Vec<i16> = statistics.asked.iter().map(|row| row.year).collect();
    let years: Vec<i16> =
        years(statistics).into_iter().filter(|year| Some(year) >= asked.iter().min()).collect();
    let counts: Vec<(i16, Came)> = years
        .iter()
        .map(|of| (*of, came(statistics, |row| row.direction == direction && row.year == *of)))
        .collect();
    let (id, picture, what) = match direction {
        Direction::Incoming => ("asked-of-us", "came-in", "Received statements"),
        Direction::Outgoing => ("asked-by-us", "came-back", "Sent statements"),
    };
    let says = format!(
        "{what} that are For Action or name a deadline: {}. {} of them have an answer on record that settles what was asked.",
        words::number(whole.all()),
        words::capitalized(&percent(whole.answered(), whole.all())),
    );
    let drawn: Vec<Column> = counts
        .iter()
        .map(|(year, came)| Column {
            name: year.to_string(),
            label: year_label(*year, &years),
            parts: came.0.to_vec(),
            marker: None,
        })
        .collect();
    let heading = format!("{}, and what came of it", asked_by(direction));
    let title = format!("{heading}, by year");
    let about = About { id: picture, title: title.clone(), description: says.clone() };
    let rows = counts.iter().rev().map(|(of, came)| {
        let to = |outcome| lists.to([year(*of), way(direction), answer(outcome)]);
        (Cell::words(of.to_string()), came.cells(to))
    });
    let legend = OUTCOMES.iter().map(|(_, series)| *series).collect();
    let direction = format!("direction={}", direction.slug());
    Some(Section {
        id,
        heading,
        says,
        picture: Some(columns(about, legend, &drawn)),
        numbers: Numbers { name: title, head: head("Year asked"), rows: rows.collect() },
        query: lists.pattern(&[&direction, "year=YEAR", "answer=OUTCOME"]),
    })
}

/// What came of what was asked, by what it was for.
pub(super) fn by_purpose(statistics: &Statistics, organization: &str) -> Option<Section> {
    let lists = Lists { organization };
    let mut rows = Vec::new();
    for direction in Direction::ALL {
        for of in purposes() {
            let came = came(statistics, |row| row.direction == direction && row.purpose == of);
            if came.all() > 0 {
                let to = |outcome| lists.to([purpose(of), way(direction), answer(outcome)]);
                let name = format!("{}: {}", asked_by(direction), name_of(of));
                rows.push((Cell::words(name), came.cells(to)));
            }
        }
    }
    (!rows.is_empty()).then(|| Section {
        id: "answers-by-purpose",
        heading: "Answers by purpose and direction".to_owned(),
        says: "What is not For Action counts where it names a deadline.".to_owned(),
        picture: None,
        numbers: Numbers {
            name: "Answers by purpose and direction".to_owned(),
            head: head("Purpose"),
            rows,
        },
        query: lists.pattern(&["direction=DIRECTION", "purpose=PURPOSE", "answer=OUTCOME"]),
    })
}

fn name_of(purpose: Option<Purpose>) -> String {
    purpose_name(purpose)
}

/// How long answers take, against how long they were given.
pub(super) fn times(statistics: &Statistics, organization: &str) -> Option<Section> {
    let lists = Lists { organization };
    let whole = days(statistics, organization).into_iter();
    let whole: Vec<_> = whole.filter(|days| !names_another(&days.filters, organization)).collect();
    if whole.is_empty() {
        return None;
    }
    let label = |what: &str, filters: &[(&str, String)]| {
        let is_ours = filters.contains(&way(Direction::Incoming));
        let who = if is_ours { Direction::Incoming } else { Direction::Outgoing };
        let what = if what == "given" { "time to the deadline" } else { "time to the answer" };
        format!("{}: {what}", asked_by(who))
    };
    let drawn: Vec<Span> = whole
        .iter()
        .map(|days| Span {
            label: label(days.what, &days.filters),
            class: if days.what == "given" { SENT.class } else { RECEIVED.class },
            days: days.spread,
        })
        .collect();
    let title = "Days from a statement to its deadline, and to its answer".to_owned();
    let middle = "Each bar is the middle half of all: a quarter is shorter, a quarter longer; the line in it is the median. An answer counts with the first that settles what was asked.";
    let told = drawn.iter().map(|span| {
        format!("{}: median {}.", span.label, words::count(span.days.half, "day", "days"))
    });
    let description = told.collect::<Vec<_>>().join(" ");
    let about = About { id: "times-picture", title: title.clone(), description };
    let rows = whole.iter().map(|days| {
        let to = lists.to(days.filters.iter().cloned());
        let name = Cell::words(label(days.what, &days.filters));
        (name, spread_cells(days.spread, &to))
    });
    let head =
        ["Time", "Statements", "A quarter within", "Half within (median)", "Three quarters within"];
    let legend = vec![
        Series { class: SENT.class, label: "time given" },
        Series { class: RECEIVED.class, label: "time taken" },
    ];
    Some(Section {
        id: "times",
        heading: "Answer times against deadlines".to_owned(),
        says: middle.to_owned(),
        picture: Some(spans(about, legend, &drawn)),
        numbers: Numbers {
            name: title,
            head: head.map(str::to_owned).to_vec(),
            rows: rows.collect(),
        },
        query: lists.pattern(&["direction=DIRECTION", "answer=given"]),
    })
}

/// Says whether filters name an organization that the whole page is not about.
fn names_another(filters: &[(&'static str, String)], organization: &str) -> bool {
    filters.iter().any(|(key, value)| *key == "organization" && value != organization)
        || (!organization.is_empty()
            && filters.first().is_some_and(|(key, _)| *key == "organization"))
}

fn spread_cells(spread: Spread, to: &str) -> Vec<Cell> {
    let days = |days| Cell { words: words::count(days, "day", "days"), to: to.to_owned() };
    vec![
        Cell { words: words::number(spread.count), to: to.to_owned() },
        days(spread.quarter),
        days(spread.half),
        days(spread.three_quarters),
    ]
}

/// With whom how much was exchanged, asked and answered.
pub(super) fn by_organization(statistics: &Statistics, organization: &str) -> Option<Section> {
    let lists = Lists { organization };
    let mut all: Vec<(&str, &str, [i64; 2])> = Vec::new();
    for row in &statistics.with {
        let place = usize::from(row.direction == Direction::Outgoing);
        let known = all.iter_mut().find(|(acronym, ..)| *acronym == row.acronym);
        let counts = match known {
            Some((.., counts)) => counts,
            None => {
                all.push((&row.acronym, &row.name, [0, 0]));
                &mut all.last_mut()?.2
            }
        };
        if let Some(count) = counts.get_mut(place) {
            *count += row.count;
        }
    }
    all.sort_by_key(|(_, name, _)| name.to_lowercase());
    let rows = all.iter().map(|(acronym, name, counts)| {
        let mut cells = Vec::new();
        for (direction, count) in Direction::ALL.into_iter().zip(counts) {
            cells.push(Cell::count(*count, || lists.to([with(acronym), way(direction)])));
        }
        for direction in Direction::ALL {
            cells.extend(asked_cells(statistics, acronym, direction, lists));
        }
        let to = format!("/organizations/{}", crate::asked::part(acronym));
        (Cell { words: (*name).to_owned(), to }, cells)
    });
    let rows: Vec<_> = rows.collect();
    let head = [
        "Organization",
        "Received",
        "Sent",
        "Asked of us",
        "answered",
        "median",
        "Asked by us",
        "answered",
        "median",
    ];
    (!rows.is_empty()).then(|| Section {
        id: "organizations",
        heading: "By organization".to_owned(),
        says: "What was exchanged with each, how much of it asked for an answer, what share has one, and within how many days half of these came.".to_owned(),
        picture: None,
        numbers: Numbers {
            name: "By organization".to_owned(),
            head: head.map(str::to_owned).to_vec(),
            rows,
        },
        query: lists.pattern(&["organization=ACRONYM", "direction=DIRECTION", "answer=OUTCOME"]),
    })
}

fn asked_cells(
    statistics: &Statistics,
    acronym: &str,
    direction: Direction,
    lists: Lists<'_>,
) -> [Cell; 3] {
    let rows = statistics.asked_with.iter();
    let rows = rows.filter(|row| row.acronym == acronym && row.direction == direction);
    let came = Came::of(rows.map(|row| (row.outcome, row.count)));
    let to = |outcome| lists.to([with(acronym), way(direction), answer(outcome)]);
    let median = taken_with(statistics, acronym, direction).map_or_else(
        || Cell::words("–"),
        |spread| Cell {
            words: words::count(spread.half, "day", "days"),
            to: to(AnswerFilter::Given),
        },
    );
    [
        Cell::count(came.all(), || to(AnswerFilter::Expected)),
        Cell::share(came.answered(), came.all(), || to(AnswerFilter::Given)),
        median,
    ]
}
