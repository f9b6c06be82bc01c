//! Checking the documents that a text refers to (DOC-1 to DOC-5).

use tempfile::TempDir;

use crate::support::{liaison, shared_data, told, with_input};

const TEXT: &str =
    "Dear all,\n\nsee RFC 9901 (Experimental), RFC 9902\nand draft-ietf-tsync-clocks-03.\n";
const TABLE: &str = "rfc\ttitle\tstatus\tobsoleted_by\n9901\tSlow Clocks\tEXPERIMENTAL\t\n9902\tOld Clocks\tPROPOSED STANDARD\tRFC9903\n";
const MESSAGE: &str = "From: Ana <ana@example.org>\nSubject: On RFC 9901\nContent-Type: multipart/mixed; boundary=b\n\n\
    --b\n\nSee draft-smith-clocks.\n--b\nContent-Type: text/plain; name=\"notes.txt\"\n\
    Content-Disposition: attachment; filename=\"notes.txt\"\n\nAnd BCP 14.\n--b--\n";

#[test]
fn a_text_is_checked_by_name_and_against_what_was_imported() {
    let directory = TempDir::new().unwrap();
    let at = |name: &str| directory.path().join(name).display().to_string();
    std::fs::write(at("letter.txt"), TEXT).unwrap();
    std::fs::write(at("message.eml"), MESSAGE).unwrap();
    std::fs::write(at("table.tsv"), TABLE).unwrap();
    let (letter, message, data) = (at("letter.txt"), at("message.eml"), at("data"));
    let mut all = String::new();
    all.push_str(&told(&with_input(liaison(["check", "-"]), TEXT.as_bytes()), directory.path()));
    for call in [
        vec!["check", &letter, "--data", &data],
        vec!["import", "documents", &at("table.tsv"), "--data", &data],
        vec!["check", &letter, &message, "--data", &data],
        vec!["check", &at("none.txt"), &message, "--data", &data],
        vec!["check"],
        vec!["check", &letter, "--data", &data, "--config", "x"],
    ] {
        let output = liaison(call.iter().copied()).output().unwrap();
        let shown = call.join(" ").replace(&directory.path().display().to_string(), "DIR");
        all.push_str(&format!("$ liaison {shown}\n{}", told(&output, directory.path())));
    }
    insta::assert_snapshot!("checked", all);
}

/// Whatever letters come, each document found is printed with the words that stand in the letter.
#[test]
fn real_letters_are_checked() {
    let Some(letters) = shared_data("letters") else { return };
    let mut files: Vec<String> = std::fs::read_dir(letters)
        .unwrap()
        .map(|entry| entry.unwrap().path().display().to_string())
        .filter(|name| name.ends_with(".docx"))
        .collect();
    files.sort();
    let call = ["check"].into_iter().chain(files.iter().map(String::as_str));
    let output = liaison(call).output().unwrap();
    assert!(output.status.success());
    let lines = String::from_utf8(output.stdout).unwrap();
    let mut named = 0;
    for line in lines.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["where"][0]["words"].as_str().is_some_and(|words| !words.is_empty()));
        assert!(["rfc", "draft"].contains(&line["kind"].as_str().unwrap()));
        named += 1;
    }
    assert!(named > 2, "{lines}");
}
