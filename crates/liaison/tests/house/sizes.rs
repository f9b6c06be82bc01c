//! A file is read in one sitting, a function fits a screen.

use crate::source::source;
use crate::{crates, files, none, text};

/// Lines that a file of production code may have. A bound, not an aim: most have less than half.
const FILE: usize = 500;
/// Lines that a function of production code may have, from `fn` to its last brace.
const FUNCTION: usize = 70;

#[test]
fn no_file_is_longer_than_one_sitting() {
    let mut findings = Vec::new();
    for file in production() {
        let lines = without_tests(&text(&file)).lines().count();
        if lines > FILE {
            findings.push(format!("{file} has {lines} lines; a file has at most {FILE}"));
        }
    }
    none(&findings, "Give what has outgrown the file's name a file of its own.");
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let mut findings = Vec::new();
    for file in production() {
        for (line, name, lines) in functions(without_tests(&text(&file))) {
            if lines > FUNCTION {
                findings.push(format!(
                    "{file}:{line} `{name}` has {lines} lines; a function has at most {FUNCTION}"
                ));
            }
        }
    }
    none(&findings, "Give a name to one of the things that it does, and make it a function.");
}

#[test]
fn every_file_says_first_what_it_is() {
    let findings: Vec<String> = crates()
        .iter()
        .flat_map(|name| {
            [
                files(&format!("crates/{name}/src"), "rs"),
                files(&format!("crates/{name}/tests"), "rs"),
            ]
        })
        .flatten()
        .filter(|file| !text(file).starts_with("//!"))
        .collect();
    none(&findings, "Begin the file with a line `//! What this is.`");
}

/// Returns the files of production code; tests in files of their own have no bound.
fn production() -> Vec<String> {
    let all = crates().into_iter().flat_map(|name| files(&format!("crates/{name}/src"), "rs"));
    all.filter(|file| !file.ends_with("/tests.rs") && !file.contains("/tests/")).collect()
}

/// Returns the text before the tests, which stand at the end of a file.
fn without_tests(text: &str) -> &str {
    let tests = text
        .find("\n#[cfg(test)]\nmod ")
        .filter(|at| !text[at + 1..].lines().nth(1).is_some_and(|line| line.ends_with(';')));
    &text[..tests.unwrap_or(text.len())]
}

/// Returns the functions with a body: line, name, lines.
fn functions(text: &str) -> Vec<(usize, String, usize)> {
    let code = source(text).code;
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let begins = code[..at]
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || before == '(');
        let name: String = code[at + 3..]
            .chars()
            .take_while(|each| each.is_alphanumeric() || *each == '_')
            .collect();
        if !begins || name.is_empty() {
            continue;
        }
        if let Some(body) = body(&code[at..]) {
            let line = code[..at].matches('\n').count() + 1;
            found.push((line, name, body.matches('\n').count() + 1));
        }
    }
    found
}

/// Returns a function from its `fn` to its last brace, or nothing where it has no body.
fn body(code: &str) -> Option<&str> {
    let mut depth = 0_i32;
    let mut brackets = 0_i32;
    for (at, each) in code.char_indices() {
        match each {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets -= 1,
            ';' if depth == 0 && brackets == 0 => return None,
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(&code[..=at]);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn a_function_is_measured_from_its_name_to_its_last_brace() {
    let text =
        "trait T {\n    fn without(self, of: [u8; 2]);\n}\nfn one() { if true {\n    \"}\";\n} }\n";
    assert_eq!(functions(text), [(4, "one".to_owned(), 3)]);
}
