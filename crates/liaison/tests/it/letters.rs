//! Reading letters from the command line: the made ones of `tests/letters`, and real ones where there are some.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{liaison, shared_data};

/// Says whether the programs are there that read PDF and old Word.
fn can_convert() -> bool {
    let there = ["pdftotext", "soffice", "bwrap"]
        .iter()
        .all(|name| Path::new("/usr/bin").join(name).is_file());
    assert!(
        there || std::env::var_os("LIAISON_TEST_REQUIRE").is_none(),
        "scripts/install-tools installs what is missing"
    );
    there
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Scores the reader, and returns what the script said.
fn scored(expected: &Path, files: &Path, goal: &str) -> (bool, String) {
    let output = Command::new(root().join("scripts/score-letters"))
        .env("LIAISON_BIN", env!("CARGO_BIN_EXE_liaison"))
        .args(["--verbose", "--goal", goal])
        .args([expected, files])
        .output()
        .expect("python3 is there");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.success(), said + &String::from_utf8_lossy(&output.stderr))
}

fn read(files: &[PathBuf]) -> Vec<Value> {
    let output = liaison(["read"]).args(files).output().expect("it runs");
    let lines = String::from_utf8(output.stdout).expect("it is UTF-8");
    lines.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect()
}

/// REC-6, CON-1 to CON-7, PUR-1 to PUR-5, BOD-1: all fields of all made letters.
#[test]
fn every_made_letter_is_read_as_a_careful_secretary_would() {
    if !can_convert() {
        return;
    }
    let folder = root().join("tests/letters");
    let (met, said) = scored(&folder.join("expected.jsonl"), &folder.join("files"), "100,0");
    assert!(met, "{said}");
}

/// Some of what is expected of these stands in the messages that they came with, and not in the letters themselves.
#[test]
fn real_letters_are_read_as_a_person_read_them() {
    let Some(record) = shared_data("record").filter(|_| can_convert()) else { return };
    let folder = record.parent().expect("it is a folder of data").join("letters");
    let (met, said) = scored(&folder.join("expected.jsonl"), &folder, "88,6");
    assert!(met, "{said}");
}

/// The truth: a message of these that brings a document or an archive brings a letter, and all others only talk.
#[test]
fn real_messages_that_bring_a_letter_are_told_from_those_that_talk_about_one() {
    let Some(folder) = shared_data("mail").filter(|_| can_convert()) else { return };
    let entries = std::fs::read_dir(folder).expect("it can be read");
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.expect("it can be read").path()).collect();
    files.sort();
    for file in files {
        let bytes = std::fs::read(&file).expect("it can be read");
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let brings = text.contains("application/msword") || text.contains("application/x-zip");
        let readings = read(std::slice::from_ref(&file));
        let is_one = readings.iter().any(|reading| reading["is_statement"] == true);
        assert_eq!(is_one, brings, "{}: {:?}", file.display(), readings[0]["reasons"]);
        for reading in readings.iter().filter(|reading| reading["is_statement"] == true) {
            assert!(!reading["from"].as_array().expect("a list").is_empty(), "{}", file.display());
        }
    }
}

/// Whatever is filled says from where.
#[test]
fn every_field_that_is_filled_has_evidence() {
    if !can_convert() {
        return;
    }
    let entries = std::fs::read_dir(root().join("tests/letters/files")).expect("it can be read");
    let files: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    const FIELDS: [&str; 14] = [
        "subject",
        "from",
        "to",
        "cc",
        "purpose",
        "deadline",
        "date",
        "contacts",
        "to_contacts",
        "technical_contacts",
        "send_reply_to",
        "identifiers",
        "in_response_to",
        "attachments",
    ];
    for reading in read(&files) {
        for field in FIELDS {
            let value = &reading[field];
            let is_filled =
                !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
            let evidence =
                reading["evidence"][field].as_array().is_some_and(|list| !list.is_empty());
            assert!(
                evidence || !is_filled,
                "{}: {field} is {value} without evidence",
                reading["file"]
            );
        }
    }
}
