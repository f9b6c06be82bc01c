//! Words that belong to one layer stand in no other.

use crate::source::source;
use crate::{crates, files, none, text};

/// Code that only some places may have: these crates or files, and what the others do instead.
const WORDS: &[(&str, &[&str], &str)] = &[
    (
        "Timestamp::now",
        &["crates/web", "crates/workers", "crates/liaison"],
        "take `now` as an argument: whoever was called from outside knows the time",
    ),
    (
        "env::",
        &["crates/liaison", "crates/store/src/testing.rs"],
        "take it as an argument: settings are read in one place, by liaison",
    ),
    (
        "process::Command",
        &["crates/workers", "crates/liaison"],
        "ask workers, which start programs behind a wall",
    ),
    ("println!", &["crates/liaison"], "return it, or log it with tracing: only commands print"),
    (
        "store::Store",
        &["crates/operations", "crates/workers", "crates/liaison"],
        "read with store::Reader; change by a verb of operations",
    ),
];

#[test]
fn clock_environment_programs_and_terminal_are_met_in_their_layers_alone() {
    let mut findings = Vec::new();
    for file in sources() {
        for (number, line) in source(&text(&file)).code.lines().enumerate() {
            for (word, places, instead) in WORDS {
                if line.contains(word) && !places.iter().any(|place| file.starts_with(place)) {
                    findings.push(format!("{file}:{} has `{word}`: {instead}", number + 1));
                }
            }
        }
    }
    none(&findings, "");
}

/// A pattern with `\b` that an editor took for the sign of that name matches nothing, and nobody sees why.
#[test]
fn no_source_has_signs_that_cannot_be_seen() {
    let organizations = files("crates/letters/organizations", "toml");
    let mut findings = Vec::new();
    for file in sources().into_iter().chain(organizations) {
        for (number, line) in text(&file).lines().enumerate() {
            if let Some(sign) = line.chars().find(|sign| sign.is_control() && *sign != '\t') {
                findings
                    .push(format!("{file}:{} has {sign:?}: write it with a backslash", number + 1));
            }
        }
    }
    none(&findings, "");
}

/// How a statement of SQL begins, as it is written here.
const SQL: &[&str] = &[
    "select ",
    "insert into ",
    "update ",
    "delete from ",
    "create table ",
    "create index ",
    "alter table ",
    "drop table ",
    "with recursive ",
    "pragma ",
    "begin immediate",
];

#[test]
fn sql_is_in_the_store_alone() {
    let mut findings = Vec::new();
    for file in sources().into_iter().filter(|file| !file.starts_with("crates/store/")) {
        for (line, literal) in source(&text(&file)).literals {
            if is_sql(&literal) {
                findings.push(format!("{file}:{line} {literal:?}"));
            }
        }
    }
    none(&findings, "Give the question a name in store, and ask it there.");
}

/// SQL is in lower case here; elsewhere it might be in capitals. A sentence begins with one capital.
fn is_sql(literal: &str) -> bool {
    let words: Vec<&str> = literal.split_whitespace().collect();
    let text = words.join(" ");
    SQL.iter().any(|begins| {
        (text.starts_with(begins) || text.starts_with(&begins.to_uppercase())) && words.len() > 2
    }) && [
        "from",
        "into",
        "set",
        "table",
        "index",
        "recursive",
        "FROM",
        "INTO",
        "SET",
        "TABLE",
        "INDEX",
    ]
    .iter()
    .any(|word| words.contains(word))
}

#[test]
fn sql_is_told_from_sentences() {
    assert!(is_sql("\n    select id, title\n    from statements"));
    assert!(is_sql("UPDATE statements SET state = 1"));
    assert!(!is_sql("Select a purpose from the list."));
    assert!(!is_sql("update the statement"));
}

/// Returns the files of production code of all crates.
fn sources() -> Vec<String> {
    crates().into_iter().flat_map(|name| files(&format!("crates/{name}/src"), "rs")).collect()
}
