//! What is told to whoever calls a command wrongly, or gives it what it cannot use.

use tempfile::TempDir;

use crate::support::{liaison, told, with_input};

#[test]
fn mistakes_are_told_with_place_and_next_step() {
    let directory = TempDir::new().unwrap();
    let at = |name: &str| directory.path().join(name).display().to_string();
    std::fs::write(at("mistake.toml"), "base_url = \"https://liaison.example.org\"\nlisen = 1\n")
        .unwrap();
    let sample = include_str!("../../../../docs/liaison.toml").replace("/var/lib/liaison/", "");
    std::fs::write(at("no-policy.toml"), sample.replace("name = \"ietf\"", "name = \"etu\""))
        .unwrap();
    std::fs::write(
        at("bad-policy.toml"),
        sample.replace("name = \"ietf\"", "file = \"policy.toml\""),
    )
    .unwrap();
    std::fs::write(at("policy.toml"), "levels = 3\n").unwrap();
    std::fs::write(at("a-file"), "").unwrap();
    let data = at("data");
    let calls: Vec<Vec<String>> = [
        vec!["serve"],
        vec!["serve", "--config", &at("none.toml")],
        vec!["serve", "--config", &at("mistake.toml")],
        vec!["serve", "--config", &at("no-policy.toml")],
        vec!["serve", "--config", &at("bad-policy.toml")],
        vec!["serve", "--config", &at("mistake.toml"), "--data", &data],
        vec!["serve", "--data", &data, "--listen", "here"],
        vec!["serve", "--data", &data, "--listen", "192.0.2.1:8053"],
        vec!["migrate", "--data", &at("a-file")],
        vec!["user", "add", "Lee", "lee", "--data", &data],
        vec!["export", &at("a-file"), "--format", "jsonl", "--data", &data],
        vec!["export", &at("out"), "--format", "csv", "--data", &data],
        vec!["import", "directory", &at("mistake.toml"), "--data", &data],
        vec!["serv"],
    ]
    .map(|call| call.into_iter().map(str::to_owned).collect())
    .into();
    let mut all = String::new();
    for call in calls {
        let output = liaison(call.iter().map(String::as_str)).output().unwrap();
        let shown = call.join(" ").replace(&directory.path().display().to_string(), "DIR");
        assert!(!output.status.success(), "{shown}");
        all.push_str(&format!("$ liaison {shown}\n{}\n", told(&output, directory.path())));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_password_comes_by_standard_input_and_is_long_enough() {
    let directory = TempDir::new().unwrap();
    let data = directory.path().display().to_string();
    let call = || {
        liaison([
            "user",
            "add",
            "Lee Example",
            "lee@example.org",
            "--password-stdin",
            "--data",
            &data,
        ])
    };
    let mut all = String::new();
    for password in ["", "short\n", "a long enough password\nand a second line\n"] {
        let output = with_input(call(), password.as_bytes());
        all.push_str(&format!("== {password:?}\n{}", told(&output, directory.path())));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_log_that_there_is_not_is_told() {
    let directory = TempDir::new().unwrap();
    let data = directory.path().display().to_string();
    let mut all = String::new();
    for (name, value) in [("LIAISON_LOG", "info,,=,="), ("LIAISON_LOG_FORMAT", "xml")] {
        let output = liaison(["serve", "--data", &data]).env(name, value).output().unwrap();
        all.push_str(&told(&output, directory.path()));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_command_that_nobody_listens_to_does_its_work() {
    let directory = TempDir::new().unwrap();
    let data = directory.path().join("data").display().to_string();
    let (unread, closed) = std::io::pipe().unwrap();
    drop(unread);
    let status = liaison(["migrate", "--data", &data]).stdout(closed).status().unwrap();
    assert!(status.success() && directory.path().join("data/liaison.sqlite").exists());
}
