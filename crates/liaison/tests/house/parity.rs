//! `docs/parity.md`: what the present tool's tests assert and what its maintainers plan, and how it is here.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::cited::{Test, tests};
use crate::none;
use crate::written::is_as_written;

const PAGE: &str = "docs/parity.md";
const SOURCE: &str = include_str!("parity.toml");

/// How many behaviours the present tool's tests assert, and how many points its maintainers have.
const BEHAVIOURS: usize = 72;
const POINTS: usize = 34;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parity {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// The number of the behaviour, or the name of the point.
    id: String,
    what: String,
    is: Verdict,
    #[serde(default)]
    why: String,
    #[serde(default)]
    tests: Vec<String>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Same,
    Better,
    Not,
    Planned,
}

impl Verdict {
    fn words(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Better => "better",
            Self::Not => "deliberately not",
            Self::Planned => "planned",
        }
    }
}

#[test]
fn each_behaviour_of_the_present_tool_is_here_or_says_why_not() {
    let rows = toml::from_str::<Parity>(SOURCE).expect("parity.toml can be read").row;
    let tests = tests();
    none(
        &faults(&rows, &tests),
        "Mend parity.toml: each row has its tests, or says why it needs none.",
    );
    is_as_written(PAGE, &page(&rows, &tests));
}

/// What a table must have: all rows once in order, reasons, and tests that are there.
fn faults(rows: &[Row], tests: &[Test]) -> Vec<String> {
    let known: BTreeSet<&str> = tests.iter().map(|test| test.name.as_str()).collect();
    let wanted =
        (1..=BEHAVIOURS).map(|n| n.to_string()).chain((1..=POINTS).map(|n| format!("PI-{n}")));
    let mut faults = Vec::new();
    if !wanted.eq(rows.iter().map(|row| row.id.clone())) {
        faults.push("rows are missing, twice, or out of order".to_owned());
    }
    for Row { id, is, why, tests, .. } in rows {
        if *is != Verdict::Same && why.is_empty() {
            faults.push(format!("{id} does not say why"));
        }
        if matches!(is, Verdict::Same | Verdict::Better) && tests.is_empty() {
            faults.push(format!("{id} names no test"));
        }
        let unknown = tests.iter().filter(|test| !known.contains(test.as_str()));
        faults.extend(unknown.map(|test| format!("{id} names {test}, which is no test")));
    }
    faults
}

fn page(rows: &[Row], tests: &[Test]) -> String {
    let mut page = String::from(HEAD);
    for (at, row) in rows.iter().enumerate() {
        if at == BEHAVIOURS {
            page.push_str(POINTS_HEAD);
        }
        let named = row.tests.iter().filter_map(|name| {
            let test = tests.iter().find(|test| test.name == *name)?;
            let words = name.rsplit("::").next().unwrap_or(name).replace('_', " ");
            Some(format!("[{words}](../{})", test.file))
        });
        let named = named.collect::<Vec<_>>().join(", ");
        let why = if row.why.is_empty() { String::new() } else { format!(": {}", row.why) };
        writeln!(page, "| {} | {} | {}{why} | {named} |", row.id, row.what, row.is.words())
            .expect("a string takes all");
    }
    page
}

const HEAD: &str = "# Beside the present tool\n\n\
    What the tests of the tool that the IETF uses today assert, in our words, and how it is here, with the tests that hold it.\n\
    Made by a test, which fails where one of them is gone.\n\n\
    | | the present tool | here | tests |\n| --- | --- | --- | --- |\n";

const POINTS_HEAD: &str = "\n## What its maintainers plan\n\n\
    | | the point | here | tests |\n| --- | --- | --- | --- |\n";
