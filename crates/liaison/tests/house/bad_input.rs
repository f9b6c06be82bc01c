//! `docs/bad-input.md`: what becomes of input that nobody should send, each with the tests that try it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::cited::tests;
use crate::none;
use crate::written::is_as_written;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// What is sent.
    input: String,
    /// What becomes of it.
    gets: String,
    /// `CRATE::FILE::NAME` each.
    tests: Vec<String>,
}

#[test]
fn each_bad_input_has_a_test_that_tries_it() {
    let rows = toml::from_str::<Table>(include_str!("bad_input.toml")).expect("it can be read").row;
    let tests = tests();
    let known: BTreeSet<&str> = tests.iter().map(|test| test.name.as_str()).collect();
    let mut page = String::from(HEAD);
    let mut faults = Vec::new();
    for Row { input, gets, tests: named } in rows {
        if named.is_empty() {
            faults.push(format!("“{input}” names no test"));
        }
        let links = named.iter().filter_map(|name| {
            if !known.contains(name.as_str()) {
                faults.push(format!("“{input}” names {name}, which is no test"));
            }
            let test = tests.iter().find(|test| test.name == *name)?;
            let words = name.rsplit("::").next().unwrap_or(name).replace('_', " ");
            Some(format!("[{words}](../{})", test.file))
        });
        let links = links.collect::<Vec<_>>().join(", ");
        writeln!(page, "| {input} | {gets} | {links} |").expect("a string takes all");
    }
    none(&faults, "Mend bad_input.toml: each row names the tests that try it.");
    is_as_written("docs/bad-input.md", &page);
}

const HEAD: &str = "# What bad input gets\n\n\
    Programs are refused with a problem that says why (RFC 9457), people with a page, operators with a sentence; nothing is left\n\
    half-done. Made by a test, which fails where a test that is named here is gone.\n\n\
    | what comes | what becomes of it | tests |\n| --- | --- | --- |\n";
