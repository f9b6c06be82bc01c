//! On which surface a statement is there, and for whom.

use std::fmt::Write as _;

use operations::export_record;
use rules::{State, Verb, may};

use super::{ROLES, actor, browser, situations, statement, world};

/// The surfaces on which a statement is read by its number, and what of their answer belongs to it.
const READ: [&str; 7] =
    ["", ".json", ".txt", ".eml", "/history", "/attachments/1/note.txt", "/desk"];

/// The operations that read a statement by its number.
const READ_BY_PROGRAM: [&str; 4] = ["", "/history", "/versions", "/attachments"];

/// The surfaces that list statements.
const LISTS: [&str; 5] = [
    "/statements?q=",
    "/statements.json?q=",
    "/statements.csv?q=",
    "/statements.atom?q=",
    "/api/statements?q=",
];

/// The part of the written table that is about surfaces: who finds a statement there, state by state.
pub(super) fn table() -> String {
    let states: Vec<String> = State::ALL.iter().map(ToString::to_string).collect();
    let mut words = format!(
        "\n## Where a statement is\n\n| | {} |\n|---|{}\n",
        states.join(" | "),
        ":-:|".repeat(states.len())
    );
    let mut row = |surface: &str, of: fn(&State) -> &'static str| {
        let cells: Vec<&str> = State::ALL.iter().map(of).collect();
        writeln!(words, "| {surface} | {} |", cells.join(" | ")).unwrap();
    };
    let by_number = |state: &State| if state.is_public() { "everyone" } else { "who may see it" };
    let listed = |state: &State| if state.is_public() { "everyone" } else { "" };
    for surface in READ {
        row(&format!("`/statements/N{surface}`"), by_number);
    }
    for operation in READ_BY_PROGRAM {
        row(&format!("`/api/statements/N{operation}`"), by_number);
    }
    for list in LISTS.map(|list| list.trim_end_matches("?q=")).iter().chain(&["/sitemap.xml"]) {
        row(&format!("`{list}`"), listed);
    }
    row("`export`", listed);
    words
}

/// REC-1: each surface shows a statement to those who may see it, and to nobody else.
#[tokio::test]
async fn every_surface_shows_a_statement_to_those_who_may_see_it() {
    let world = world("permissions_read").await;
    let mut tried = 0;
    for (number, (direction, state)) in (9_000..).zip(situations()) {
        let (statement, directory) = statement(&world, number, direction, state).await;
        for (role, first) in ROLES {
            let actor = actor(&world, first, &directory).await;
            let may_see =
                may(&actor, Verb::See, &statement, &directory, &world.desk.policy).is_ok();
            let browser = browser(&world, first).await;
            for surface in READ {
                // The desk's own page asks to sign in before anything.
                if surface == "/desk" && first.is_empty() {
                    continue;
                }
                let path = format!("/statements/{number}{surface}");
                let status = browser.get(&path).await.status;
                // A message is there once something was mailed.
                let is_shown = status.as_u16() < 400 || (surface == ".eml" && may_see);
                assert_eq!(is_shown, may_see, "{role}: {path}, {direction}, {state}: {status}");
                assert!(is_shown || status.as_u16() == 404, "{path}: {status}");
                tried += 1;
            }
            let program = world.program(first).await;
            for operation in READ_BY_PROGRAM {
                let path = format!("/api/statements/{number}{operation}");
                let status = program.get(&path).await.status.as_u16();
                assert_eq!(status, if may_see { 200 } else { 404 }, "{role}: {path}");
                tried += 1;
            }
            for list in LISTS {
                let page = browser.get(&format!("{list}zirconium{number}")).await;
                let links = [format!("/statements/{number}\""), format!("/statements/{number}<")];
                let text = page.text();
                let is_listed = links.iter().any(|link| text.contains(link))
                    || text.contains(&format!("\"number\":{number}"))
                    || text.lines().any(|line| line.starts_with(&format!("{number},")));
                assert_eq!(is_listed, state.is_public(), "{role}: {list}, {direction}, {state}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 10 * (10 * 16 - 1));
    let sitemap = world.stranger().page("/sitemap.xml").await;
    let place = std::env::temp_dir().join(format!("liaison-permissions-{}", std::process::id()));
    export_record(&world.desk, &place, &|_, _| {}).await.unwrap();
    let exported = std::fs::read_to_string(place.join("statements.jsonl")).unwrap();
    std::fs::remove_dir_all(&place).unwrap();
    let exported: Vec<i64> = exported
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter_map(|statement| statement["number"].as_i64())
        .collect();
    for (number, (_, state)) in (9_000..).zip(situations()) {
        let is_mapped = sitemap.contains(&format!("/statements/{number}<"));
        assert_eq!(is_mapped, state.is_public(), "sitemap: {number}");
        assert_eq!(exported.contains(&number), state.is_public(), "export: {number}");
    }
}
