//! What the process asks for, and where it is: `docs/process.md` and the code name each other.

use crate::{crates, files, none, text};

const PAGE: &str = "docs/process.md";

/// What the names begin with.
const KINDS: &[&str] = &["REC", "CON", "PUR", "BOD", "IN", "OUT", "DOC", "RSP"];

#[test]
fn what_the_code_cites_stands_in_the_process() {
    let known: Vec<String> = lines().into_iter().map(|line| line.name).collect();
    let mut findings = Vec::new();
    for file in crates().iter().flat_map(|name| files(&format!("crates/{name}"), "rs")) {
        let cited = cited(&text(&file));
        let unknown = cited.into_iter().filter(|name| !known.contains(name));
        findings.extend(unknown.map(|name| format!("{file} cites {name}")));
    }
    none(&findings, "docs/process.md has no such line: mend the name, or add the line.");
}

#[test]
fn what_the_process_says_is_done_is_where_it_says() {
    let mut findings = Vec::new();
    for Line { name, file } in lines() {
        let Some(file) = file else { continue };
        if !cited(&text(&format!("crates/{file}"))).contains(&name) {
            findings.push(format!("{name} should be in {file}, which does not cite it"));
        }
    }
    none(&findings, "Cite it where the rule is, or name the file that has it.");
}

/// A line of a table: the name, and the file that has the rule, where there is one.
struct Line {
    name: String,
    file: Option<String>,
}

fn lines() -> Vec<Line> {
    let page = text(PAGE);
    let rows = page.lines().filter_map(|line| line.strip_prefix("| "));
    let lines: Vec<Line> = rows
        .filter_map(|row| {
            let name = cited(row.split('|').next()?).pop()?;
            let file = row.split('`').nth(1).map(str::to_owned);
            Some(Line { name, file })
        })
        .collect();
    assert!(lines.len() > 50, "{PAGE} is read wrongly");
    lines
}

/// Returns the names in a text, such as OUT-2.
fn cited(text: &str) -> Vec<String> {
    let words = text.split(|each: char| !each.is_ascii_alphanumeric() && each != '-');
    let names = words.filter(|word| {
        word.split_once('-').is_some_and(|(kind, number)| {
            KINDS.contains(&kind)
                && !number.is_empty()
                && number.bytes().all(|each| each.is_ascii_digit())
        })
    });
    names.map(str::to_owned).collect()
}

#[test]
fn names_are_told_from_other_words() {
    assert_eq!(
        cited("4053bis §4.1 (OUT-2), IN-1: x-IN-2 SG15-LS3 IN-a CON-10."),
        ["OUT-2", "IN-1", "CON-10"]
    );
}
