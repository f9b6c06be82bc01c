//! How much was exchanged: by year, with whom, and what for.

use rules::Direction;
use store::Statistics;

use super::counts::{purpose, way, with, year};
use super::sections::{Lists, RECEIVED, SENT, Section, purpose_name, purposes};
use crate::drawing::{About, Bar, CellRow, Column, bars, cells, columns};
use crate::pieces::{Cell, Numbers};
use crate::words;

/// So many organizations are in the picture, those with the most.
const IN_PICTURE: usize = 15;

/// Returns all years from the first to the last with anything in it.
pub(super) fn years(statistics: &Statistics) -> Vec<i16> {
    let all = || statistics.exchanged.iter().map(|row| row.year);
    match (all().min(), all().max()) {
        (Some(first), Some(last)) => (first..=last).collect(),
        _ => Vec::new(),
    }
}

/// Every fifth year stands below its column.
pub(super) fn year_label(year: i16, all: &[i16]) -> String {
    let is_shown = all.len() <= 6 || year % 5 == 0;
    if is_shown { year.to_string() } else { String::new() }
}

/// Statements of each year, received and sent.
pub(super) fn by_year(statistics: &Statistics, organization: &str) -> Option<Section> {
    let lists = Lists { organization };
    let years = years(statistics);
    let count = |year: i16, direction: Direction| {
        let rows = statistics.exchanged.iter();
        let rows = rows.filter(|row| row.year == year && row.direction == direction);
        rows.map(|row| row.count).sum::<i64>()
    };
    let counts: Vec<(i16, [i64; 2])> =
        years.iter().map(|of| (*of, Direction::ALL.map(|way| count(*of, way)))).collect();
    let (top, most) = counts
        .iter()
        .map(|(year, counts)| (*year, counts.iter().sum::<i64>()))
        .max_by_key(|(_, count)| *count)?;
    let (first, last) = (years.first()?, years.last()?);
    let says = format!(
        "From {first} to {last}. Most statements were exchanged in {top}: {}.",
        words::number(most)
    );
    let drawn: Vec<Column> = counts
        .iter()
        .map(|(year, counts)| Column {
            name: year.to_string(),
            label: year_label(*year, &years),
            parts: counts.to_vec(),
            marker: None,
        })
        .collect();
    let title = "Statements received and sent, by year".to_owned();
    let about = About { id: "by-year", title: title.clone(), description: says.clone() };
    let rows = counts.iter().rev().map(|(of, counts)| {
        let cells = Direction::ALL.iter().zip(counts);
        let cells = cells.map(|(direction, count)| {
            Cell::count(*count, || lists.to([year(*of), way(*direction)]))
        });
        let all = Cell::count(counts.iter().sum(), || lists.to([year(*of)]));
        (Cell::words(of.to_string()), cells.chain([all]).collect())
    });
    Some(Section {
        id: "years",
        heading: "By year".to_owned(),
        says,
        picture: Some(columns(about, vec![RECEIVED, SENT], &drawn)),
        numbers: Numbers {
            name: title,
            head: ["Year", "Received", "Sent", "All"].map(str::to_owned).to_vec(),
            rows: rows.collect(),
        },
        query: lists.pattern(&["direction=DIRECTION", "year=YEAR"]),
    })
}

/// Statements of each year with each organization that there is most with.
pub(super) fn by_organization(statistics: &Statistics, organization: &str) -> Option<Section> {
    let lists = Lists { organization };
    let years = years(statistics);
    let mut totals: Vec<(&str, &str, i64)> = Vec::new();
    for row in &statistics.with {
        match totals.iter_mut().find(|(acronym, ..)| *acronym == row.acronym) {
            Some((.., total)) => *total += row.count,
            None => totals.push((&row.acronym, &row.name, row.count)),
        }
    }
    totals.sort_by(|(a, _, more), (b, _, less)| less.cmp(more).then_with(|| a.cmp(b)));
    let all = totals.len();
    totals.truncate(IN_PICTURE);
    let (_, most_name, most) = totals.first()?;
    let count = |acronym: &str, year: i16| {
        let rows = statistics.with.iter();
        let rows = rows.filter(|row| row.acronym == acronym && row.year == year);
        rows.map(|row| row.count).sum::<i64>()
    };
    let shown = if all > IN_PICTURE {
        format!(
            "The {IN_PICTURE} with the most of {}; the others are below, by organization. ",
            words::count(i64::try_from(all).unwrap_or_default(), "organization", "organizations")
        )
    } else {
        String::new()
    };
    let says = format!(
        "{shown}A statement with several organizations counts for each. Most were exchanged with {most_name}: {}.",
        words::number(*most)
    );
    let drawn: Vec<CellRow> = totals
        .iter()
        .map(|(acronym, ..)| CellRow {
            name: (*acronym).to_owned(),
            counts: years.iter().map(|year| count(acronym, *year)).collect(),
        })
        .collect();
    let title = "Statements by organization and year".to_owned();
    let about = About { id: "by-organization", title: title.clone(), description: says.clone() };
    let names: Vec<String> = years.iter().map(ToString::to_string).collect();
    let rows = totals.iter().map(|(acronym, name, total)| {
        let cells = years
            .iter()
            .rev()
            .map(|of| Cell::count(count(acronym, *of), || lists.to([with(acronym), year(*of)])));
        let all = Cell::count(*total, || lists.to([with(acronym)]));
        let to = format!("/organizations/{}", crate::asked::part(acronym));
        (Cell { words: (*name).to_owned(), to }, [all].into_iter().chain(cells).collect())
    });
    let head = ["Organization", "All"].map(str::to_owned).into_iter();
    Some(Section {
        id: "with",
        heading: "By organization and year".to_owned(),
        says,
        picture: Some(cells(about, &names, &drawn)),
        numbers: Numbers {
            name: title,
            head: head.chain(names.iter().rev().cloned()).collect(),
            rows: rows.collect(),
        },
        query: lists.pattern(&["organization=ACRONYM", "year=YEAR"]),
    })
}

/// Statements of each purpose, received and sent.
pub(super) fn by_purpose(statistics: &Statistics, organization: &str) -> Option<Section> {
    let lists = Lists { organization };
    let count = |purpose, direction: Direction| {
        let rows = statistics.exchanged.iter();
        let rows = rows.filter(|row| row.purpose == purpose && row.direction == direction);
        rows.map(|row| row.count).sum::<i64>()
    };
    let counts: Vec<_> = purposes()
        .map(|of| (of, Direction::ALL.map(|way| count(of, way))))
        .filter(|(_, counts)| counts.iter().any(|count| *count > 0))
        .collect();
    let (top, most) = counts.iter().max_by_key(|(_, counts)| counts.iter().sum::<i64>())?;
    let says = format!(
        "Most are {}: {}. “For Comment” is a purpose of former times; no new statement has it.",
        purpose_name(*top),
        words::number(most.iter().sum())
    );
    let drawn: Vec<Bar> = counts
        .iter()
        .map(|(purpose, counts)| Bar { label: purpose_name(*purpose), parts: counts.to_vec() })
        .collect();
    let title = "Statements by purpose and direction".to_owned();
    let about = About { id: "by-purpose", title: title.clone(), description: says.clone() };
    let rows = counts.iter().map(|(of, counts)| {
        let cells = Direction::ALL.iter().zip(counts);
        let cells = cells.map(|(direction, count)| {
            Cell::count(*count, || lists.to([purpose(*of), way(*direction)]))
        });
        let all = Cell::count(counts.iter().sum(), || lists.to([purpose(*of)]));
        (Cell::words(purpose_name(*of)), cells.chain([all]).collect())
    });
    Some(Section {
        id: "purposes",
        heading: "By purpose and direction".to_owned(),
        says,
        picture: Some(bars(about, vec![RECEIVED, SENT], &drawn)),
        numbers: Numbers {
            name: title,
            head: ["Purpose", "Received", "Sent", "All"].map(str::to_owned).to_vec(),
            rows: rows.collect(),
        },
        query: lists.pattern(&["direction=DIRECTION", "purpose=PURPOSE"]),
    })
}
