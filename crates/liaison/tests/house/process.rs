//! What the process asks for, and where it is: `docs/process.md` and the code name each other.

use crate::cited::cited;
use crate::{crates, files, none, text};

const PAGE: &str = "docs/process.md";

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
    for Line { name, file, .. } in lines() {
        let Some(file) = file else { continue };
        if !cited(&text(&format!("crates/{file}"))).contains(&name) {
            findings.push(format!("{name} should be in {file}, which does not cite it"));
        }
    }
    none(&findings, "Cite it where the rule is, or name the file that has it.");
}

/// A line of a table.
pub(crate) struct Line {
    /// Its name.
    pub(crate) name: String,
    /// What holds, in words.
    pub(crate) words: String,
    /// The file that has the rule, where there is one.
    pub(crate) file: Option<String>,
}

/// Returns all lines of the process, in order.
pub(crate) fn lines() -> Vec<Line> {
    let page = text(PAGE);
    let rows = page.lines().filter_map(|line| line.strip_prefix("| "));
    let lines: Vec<Line> = rows
        .filter_map(|row| {
            let mut cells = row.split('|');
            let name = cited(cells.next()?).pop()?;
            let words = cells.next()?.trim().to_owned();
            let file = row.split('`').nth(1).map(str::to_owned);
            Some(Line { name, words, file })
        })
        .collect();
    assert!(lines.len() > 50, "{PAGE} is read wrongly");
    lines
}
