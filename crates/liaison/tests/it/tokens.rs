//! `liaison token`: made, listed and revoked.

use crate::support::{liaison, told, with_input};

const DIRECTORY: &str = "[[people]]\nname = \"Ana Example\"\naddresses = [\"ana@example.org\"]\n";

#[test]
fn a_token_is_shown_once_listed_without_it_and_revoked_by_its_id() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("directory.toml");
    std::fs::write(&file, DIRECTORY).unwrap();
    let (file, data) = (file.display().to_string(), directory.path().join("data"));
    let data = data.display().to_string();
    let run = |words: &[&str]| {
        let all = words.iter().copied().chain(["--data", &data]);
        with_input(liaison(all), b"")
    };
    assert!(run(&["import", "directory", &file]).status.success());
    let ana = "ana@example.org";
    let made =
        run(&["token", "create", ana, "--name", "nightly copy", "--scope", "read", "--days", "30"]);
    assert!(made.status.success(), "{}", told(&made, directory.path()));
    let token = String::from_utf8(made.stdout).unwrap();
    assert!(token.starts_with("liaison_") && token.len() > 50, "{token}");

    let list = String::from_utf8(run(&["token", "list"]).stdout).unwrap();
    let fields: Vec<&str> = list.trim_end().split('\t').collect();
    assert_eq!(fields[1..4], ["Ana Example", "nightly copy", "read"], "{list}");
    assert!(!list.contains(token.trim()), "{list}");
    let revoked = run(&["token", "revoke", fields[0]]);
    assert!(revoked.status.success(), "{}", told(&revoked, directory.path()));
    assert!(run(&["token", "list"]).stdout.is_empty());
}

#[test]
fn what_cannot_be_made_or_revoked_is_told_with_the_next_step() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("data").display().to_string();
    let mut said = String::new();
    for words in [
        &["token", "create", "nobody@example.org", "--name", "x"][..],
        &["token", "create", "nobody@example.org", "--name", "x", "--scope", "all"][..],
        &["token", "revoke", "7"][..],
    ] {
        let output = with_input(liaison(words.iter().copied().chain(["--data", &data])), b"");
        said.push_str(&format!(
            "$ liaison {}\n{}\n",
            words.join(" "),
            told(&output, directory.path())
        ));
    }
    insta::assert_snapshot!(said);
}
