//! `docs/conformance.md`: for each line of the process where it is built, what tests it, and where one sees it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cited::{Test, sources, tests};
use crate::none;
use crate::process::lines;
use crate::written::is_as_written;

const PAGE: &str = "docs/conformance.md";

/// As many files and tests of each line are named; the others are found with `git grep`.
const NAMED: usize = 4;

/// Where somebody sees each line of the process at work: the page or the mail.
const SEEN: &str = include_str!("seen.toml");

#[test]
fn every_line_of_the_process_is_built_tested_and_seen() {
    let (tests, sources) = (tests(), sources());
    let places: BTreeMap<String, String> = toml::from_str(SEEN).expect("seen.toml can be read");
    let mut page = String::from(HEAD);
    let mut missing = Vec::new();
    for line in lines() {
        let built = built(&line.name, line.file.as_deref(), &sources);
        let tested: Vec<&Test> =
            tests.iter().filter(|test| test.cites.contains(&line.name)).collect();
        let seen = places.get(&line.name);
        let gaps = [
            ("no code cites it", built.is_empty()),
            ("no test cites it", tested.is_empty()),
            ("nothing says where one sees it", seen.is_none()),
        ];
        let gaps = gaps.iter().filter(|(_, is_missing)| *is_missing);
        missing.extend(gaps.map(|(what, _)| format!("{}: {what}", line.name)));
        writeln!(
            page,
            "| {} | {} | {} | {} | {} |",
            line.name,
            line.words,
            built,
            tested_by(&tested),
            seen.map_or("", String::as_str)
        )
        .expect("a string takes all");
    }
    none(&missing, "Build it, test it, and say in seen.toml where one sees it.");
    is_as_written(PAGE, &page);
}

const HEAD: &str = "# Where the process is built, tested and seen\n\n\
    Made from the code by a test: for each line of [the process](process.md) the files that cite it, the tests that do, and the \
    page or mail where one\nsees it. N stands for a statement's number. `git grep NAME` finds whatever is not listed.\n\n\
    | | what holds | built in | tested by | seen at |\n| --- | --- | --- | --- | --- |\n";

/// The files that have it, the one first that the process names.
fn built(name: &str, first: Option<&str>, sources: &BTreeMap<String, Vec<String>>) -> String {
    let first = first.map(|file| format!("crates/{file}")).filter(|file| !file.contains("/tests/"));
    let others = sources.get(name).cloned().unwrap_or_default();
    let others = others.into_iter().filter(|file| Some(file) != first.as_ref());
    let files: Vec<String> = first.clone().into_iter().chain(others).collect();
    let named = files.iter().take(NAMED).map(|file| {
        let short = file.trim_start_matches("crates/");
        format!("[{short}](../{file})")
    });
    with_the_rest(named.collect(), files.len())
}

fn tested_by(tests: &[&Test]) -> String {
    let named = tests.iter().take(NAMED).map(|test| {
        let name = test.name.rsplit("::").next().unwrap_or(&test.name).replace('_', " ");
        format!("[{name}](../{})", test.file)
    });
    with_the_rest(named.collect(), tests.len())
}

fn with_the_rest(named: Vec<String>, all: usize) -> String {
    let more = all.saturating_sub(named.len());
    let rest = (more > 0).then(|| format!("and {more} more"));
    named.into_iter().chain(rest).collect::<Vec<_>>().join(", ")
}
