//! What a step of the tables may do, so that instances of the version before go on while it is made and after it.
//!
//! An older instance reads and writes what it knows, and nothing else. So a step widens: it makes tables and indexes, and adds
//! columns that an older instance need not fill. What is no longer used goes in a later release, when nobody reads it any more,
//! and then stands below as an exception that says so.

use std::collections::BTreeSet;
use std::path::Path;

/// The last step before which everything was brought up to date at once.
const BEFORE: &str = "0055_outgoing";

/// Tables into which a step may put rows although older instances read them: they pass over what they do not know, or show a
/// name more.
const GROW: [&str; 3] = ["counters", "datatracker_names", "event_kinds"];

/// Statements that do something else, each with why no older instance is disturbed: the step, how it begins, why.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

/// Says what is wrong with a statement of a step that makes these tables, if something is.
fn fault(statement: &str, made: &BTreeSet<String>) -> Option<&'static str> {
    let text = statement.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let name = |word: &str| word.split('(').next().unwrap_or_default().to_owned();
    let is_new = |word: &str| made.contains(&name(word));
    match words.as_slice() {
        ["create", "table", ..] => None,
        ["create", "virtual", "table", ..] => None,
        ["create", "index", ..] => None,
        ["create", "unique", "index", _, "on", table, ..] if is_new(table) => None,
        ["create", "unique", ..] => Some("an older instance may write what is not unique"),
        ["insert", "into", table, ..] if is_new(table) || GROW.contains(&name(table).as_str()) => {
            None
        }
        ["insert", ..] => {
            Some("an older instance reads these rows, and may not know what they mean")
        }
        ["alter", "table", table, ..] if is_new(table) => None,
        ["alter", "table", _, "add", "column", definition @ ..] => added(definition),
        ["update" | "delete", ..] => Some("an older instance reads these rows as they were"),
        _ => Some("an older instance may need what it takes away or changes"),
    }
}

/// Says what is wrong with a column that is added to a table that older instances write.
fn added(definition: &[&str]) -> Option<&'static str> {
    let has = |words: &[&str]| definition.windows(words.len()).any(|window| window == words);
    if has(&["not", "null"]) && !has(&["default"]) {
        return Some("an older instance does not fill it: give it a default, or let it be null");
    }
    has(&["unique"]).then_some("an older instance may write what is not unique")
}

/// Returns the statements of a file, without its comments.
fn statements(file: &str) -> Vec<String> {
    let code = |line: &str| line.split("--").next().unwrap_or_default().to_owned();
    let text: String = file.lines().map(|line| code(line) + "\n").collect();
    let all = text.split(';').map(|one| one.split_whitespace().collect::<Vec<_>>().join(" "));
    all.filter(|one| !one.is_empty()).collect()
}

/// Returns the tables that a file makes.
fn made_by(statements: &[String]) -> BTreeSet<String> {
    let name = |text: &String| {
        let text = text.to_lowercase();
        let rest =
            text.strip_prefix("create table ").or(text.strip_prefix("create virtual table "));
        rest.and_then(|rest| rest.split([' ', '(']).next().map(str::to_owned))
    };
    statements.iter().filter_map(name).collect()
}

#[test]
fn a_step_takes_nothing_from_instances_of_the_version_before() {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let (mut seen, mut faults) = (0, Vec::new());
    for folder in ["both", "sqlite", "postgres"] {
        for file in std::fs::read_dir(migrations.join(folder)).expect("a folder").flatten() {
            let step = file.file_name().to_string_lossy().replace(".sql", "");
            if step.as_str() <= BEFORE {
                continue;
            }
            seen += 1;
            let statements = statements(&std::fs::read_to_string(file.path()).expect("a file"));
            let made = made_by(&statements);
            for statement in &statements {
                let is_excepted = EXCEPTIONS
                    .iter()
                    .any(|(of, begin, _)| *of == step && statement.starts_with(begin));
                if let Some(why) = fault(statement, &made).filter(|_| !is_excepted) {
                    faults.push(format!("{folder}/{step}: {statement}: {why}"));
                }
            }
        }
    }
    assert!(seen > 10, "the steps are where they were");
    assert_eq!(faults, Vec::<String>::new(), "widen now, and take away in a later release");
}

#[test]
fn a_step_that_would_disturb_an_older_instance_is_told_from_one_that_does_not() {
    let widens = [
        "create table later (id bigint primary key, name text not null)",
        "create unique index later_by_name on later (name)",
        "create index statements_by_day on statements (day)",
        "insert into later (id, name) values (1, 'one')",
        "insert into event_kinds (kind) values ('later')",
        "alter table statements add column later text",
        "alter table statements add column later boolean not null default false",
    ];
    let made = made_by(&statements(&widens.join(";")));
    assert_eq!(made, BTreeSet::from(["later".to_owned()]));
    for statement in widens {
        assert_eq!(fault(statement, &made), None, "{statement}");
    }
    for statement in [
        "drop table statements",
        "drop index statements_by_day",
        "alter table statements drop column subject",
        "alter table statements rename to letters",
        "alter table statements rename column subject to title",
        "alter table statements alter column subject set not null",
        "alter table statements add constraint one check (number > 1)",
        "alter table statements add column later text not null",
        "alter table statements add column later text unique",
        "create unique index statements_once on statements (subject)",
        "create trigger later before insert on statements begin select 1",
        "insert into statements (number) values (1)",
        "update statements set subject = ''",
        "delete from event_kinds where kind = 'posted'",
        "truncate statements",
    ] {
        assert!(fault(statement, &made).is_some(), "{statement}");
    }
}
