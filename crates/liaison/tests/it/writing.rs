//! Writing a statement as a letter (BOD-4).

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{liaison, told};

const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../operations/tests/fixtures/record");

/// Returns what a letter reads as.
fn read(file: &Path) -> Value {
    let output = liaison(["read", file.to_str().unwrap()]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_statement_is_written_as_a_letter_in_any_form_and_read_again() {
    let directory = TempDir::new().unwrap();
    let at = |name: &str| directory.path().join(name);
    let data = at("data").display().to_string();
    let run = |call: &[&str]| {
        let call = call.iter().copied().chain(["--data", &data]);
        told(&liaison(call).output().unwrap(), directory.path())
    };
    let imported = run(&["import", "datatracker", RECORD]);
    assert!(imported.ends_with("exit 0\n"), "{imported}");
    let letter = at("letter.docx").display().to_string();
    for form in ["plain", "3gpp", "itu-t", "iso-iec-jtc-1", "ieee-802"] {
        let written = run(&["write", "40", "--form", form, "--out", &letter]);
        assert_eq!(written, "Wrote DIR/letter.docx.\nexit 0\n");
        let reading = read(&at("letter.docx"));
        assert_eq!(reading["text"], "Dear colleagues,\n\n  please comment on the annexed draft.\n");
        assert_eq!(reading["deadline"], "2004-03-31", "{form}");
        assert_eq!(reading["identifiers"][0], "SG1-LS7 (COM 1, 2)", "{form}");
        assert_eq!(reading["is_statement"], true, "{form}");
    }
    // A template of one's own, made of one that is built in.
    std::fs::create_dir_all(at("data/templates")).unwrap();
    let own = at("data/templates/ours.docx").display().to_string();
    run(&["write", "--template", "itu-t", "--out", &own]);
    run(&["write", "40", "--form", "ours", "--out", &letter]);
    assert_eq!(read(&at("letter.docx"))["deadline"], "2004-03-31");
    std::fs::write(&own, "no template").unwrap();
    let mut all = String::new();
    for call in [
        &["write", "40", "--form", "ours"][..],
        &["write", "40", "--form", "theirs"],
        &["write", "4711"],
        &["write"],
        &["write", "40", "--template", "plain"],
    ] {
        all.push_str(&format!("$ liaison {}\n{}", call.join(" "), run(call)));
    }
    insta::assert_snapshot!("not_written", all);
}
