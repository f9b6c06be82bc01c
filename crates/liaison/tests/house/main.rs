//! The house: what the compiler does not know about how this project is built, held by tests.
//!
//! Each test lists all that it finds, and says what to do about it.

mod arrows;
mod bad_input;
mod cited;
mod conformance;
mod forgotten;
mod map;
mod parity;
mod process;
mod sizes;
mod snapshots;
mod source;
mod words;
mod written;

use std::path::{Path, PathBuf};

/// Returns the top of the project.
fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns all files below a directory of the project that end in `.EXTENSION`, by their names from the top, in order.
fn files(below: &str, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![below.to_owned()];
    while let Some(directory) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(top().join(&directory)) else { continue };
        for entry in entries {
            let entry = entry.expect("a directory of the project can be listed");
            let name = format!("{directory}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().expect("a file has a kind").is_dir() {
                waiting.push(name);
            } else if Path::new(&name).extension().is_some_and(|its| its == extension) {
                found.push(name);
            }
        }
    }
    found.sort();
    found
}

/// Returns the text of a file, by its name from the top of the project.
fn text(file: &str) -> String {
    std::fs::read_to_string(top().join(file)).expect("a file of the project is UTF-8")
}

/// Returns the names of our crates: the directories in `crates`.
fn crates() -> Vec<String> {
    let manifests = std::fs::read_dir(top().join("crates")).expect("crates can be listed");
    let mut names: Vec<String> = manifests
        .map(|entry| entry.expect("crates can be listed").path())
        .filter(|directory| directory.join("Cargo.toml").exists())
        .filter_map(|directory| Some(directory.file_name()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names
}

/// Fails, with every finding, unless there is none.
#[track_caller]
fn none(findings: &[String], what_to_do: &str) {
    assert!(findings.is_empty(), "\n  {}\n{what_to_do}\n", findings.join("\n  "));
}
