//! Every test of the project with what it cites, and every file of the product with the lines of the process that it names.

use std::collections::BTreeMap;

use crate::{crates, files, text};

/// What the names of lines of the process begin with.
const KINDS: &[&str] = &["REC", "CON", "PUR", "BOD", "IN", "OUT", "DOC", "RSP"];

/// A test of the project.
pub(crate) struct Test {
    /// Its name: the crate, the file and the function, or the file of the browser's tests and the title.
    pub(crate) name: String,
    /// The file, from the top.
    pub(crate) file: String,
    /// The lines of the process that it cites.
    pub(crate) cites: Vec<String>,
}

/// Returns all tests, those in the browser included, by file.
pub(crate) fn tests() -> Vec<Test> {
    let mut tests = Vec::new();
    for name in crates() {
        for file in files(&format!("crates/{name}"), "rs") {
            tests.extend(tests_in(&name, &file, &text(&file)));
        }
    }
    for file in files("tests/browser", "mjs") {
        if !file.contains("node_modules") {
            tests.extend(browser_tests_in(&file, &text(&file)));
        }
    }
    tests
}

/// Returns the files of the product that cite each line of the process, without those of tests.
pub(crate) fn sources() -> BTreeMap<String, Vec<String>> {
    let mut cited_in: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let of_code = crates().into_iter().flat_map(|name| files(&format!("crates/{name}/src"), "rs"));
    let all = of_code
        .chain(files("crates/rules/policies", "toml"))
        .chain(files("crates/web/templates", "html"));
    for file in all {
        let mut names = cited(&text(&file));
        names.sort();
        names.dedup();
        for name in names {
            cited_in.entry(name).or_default().push(file.clone());
        }
    }
    cited_in
}

/// Returns the names of lines of the process in a text, such as OUT-2; of "DOC-1 to DOC-5", all five.
pub(crate) fn cited(text: &str) -> Vec<String> {
    let words = text.split(|each: char| !each.is_ascii_alphanumeric() && each != '-');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut names = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some((kind, number)) = name_in(word) else { continue };
        let first = match (at.checked_sub(1), at.checked_sub(2)) {
            (Some(to), Some(from)) if words[to] == "to" => {
                name_in(words[from]).filter(|(its, _)| *its == kind).map_or(number, |(_, n)| n + 1)
            }
            _ => number,
        };
        names.extend((first..=number).map(|n| format!("{kind}-{n}")));
    }
    names
}

fn name_in(word: &str) -> Option<(&str, u32)> {
    let (kind, number) = word.split_once('-')?;
    let digits = !number.is_empty() && number.bytes().all(|each| each.is_ascii_digit());
    (digits && KINDS.contains(&kind)).then(|| Some((kind, number.parse().ok()?)))?
}

/// A test has an attribute that makes it one, among the lines right above its name.
fn tests_in(name: &str, file: &str, text: &str) -> Vec<Test> {
    let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".rs");
    let mut above = String::new();
    let mut found = Vec::new();
    for line in text.lines().map(str::trim_start) {
        if line.starts_with("///") || line.starts_with("#[") {
            above.push_str(line);
            above.push('\n');
            continue;
        }
        let function = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
        let is_test = above
            .lines()
            .any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test"));
        if let Some((function, _)) = function.and_then(|line| line.split_once('('))
            && is_test
        {
            found.push(Test {
                name: format!("{name}::{stem}::{function}"),
                file: file.to_owned(),
                cites: cited(&above),
            });
        }
        above.clear();
    }
    found
}

fn browser_tests_in(file: &str, text: &str) -> Vec<Test> {
    let stem = file.rsplit('/').next().unwrap_or(file);
    let mut above = String::new();
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with("//") {
            above.push_str(line);
            continue;
        }
        if let Some((title, _)) =
            line.strip_prefix("test(\"").and_then(|rest| rest.split_once("\","))
        {
            found.push(Test {
                name: format!("{stem}: {title}"),
                file: file.to_owned(),
                cites: cited(&above),
            });
        }
        above.clear();
    }
    found
}

#[test]
fn tests_are_found_with_what_they_cite() {
    let text = "/// OUT-2, and DOC-1 to DOC-3.\n#[test]\nfn one() {}\n/// OUT-9\nfn none() {}\n\
        #[tokio::test]\nasync fn two() {}\n";
    let found = tests_in("rules", "crates/rules/tests/it/moves.rs", text);
    let told: Vec<String> =
        found.iter().map(|test| format!("{} {}", test.name, test.cites.join(" "))).collect();
    assert_eq!(told, ["rules::moves::one OUT-2 DOC-1 DOC-2 DOC-3", "rules::moves::two "]);
    let found =
        browser_tests_in("tests/browser/a.test.mjs", "// RSP-3\ntest(\"a chair answers\", x\n");
    assert_eq!(found[0].name, "a.test.mjs: a chair answers");
    assert_eq!(found[0].cites, ["RSP-3"]);
}

#[test]
fn names_are_told_from_other_words() {
    assert_eq!(
        cited(
            "4053bis §4.1 (OUT-2), IN-1: x-IN-2 SG15-LS3 IN-a CON-10. DOC-1 to DOC-3, OUT-1 to say"
        ),
        ["OUT-2", "IN-1", "CON-10", "DOC-1", "DOC-2", "DOC-3", "OUT-1"]
    );
}
