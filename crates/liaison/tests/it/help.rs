//! What `--help` says of every command.

use crate::support::liaison;

const COMMANDS: &[&[&str]] = &[
    &[],
    &["demo"],
    &["quickstart"],
    &["serve"],
    &["receive"],
    &["read"],
    &["resolve"],
    &["check"],
    &["write"],
    &["import"],
    &["import", "datatracker"],
    &["import", "directory"],
    &["import", "documents"],
    &["export"],
    &["user"],
    &["user", "add"],
    &["token"],
    &["token", "create"],
    &["token", "list"],
    &["token", "revoke"],
    &["migrate"],
    &["remind"],
    &["policy"],
    &["doctor"],
    &["man"],
    &["completions"],
    &["openapi"],
];

#[test]
fn every_command_says_what_it_does() {
    let mut told = String::new();
    for command in COMMANDS {
        let arguments = command.iter().copied().chain(["--help"]);
        let output = liaison(arguments).env("COLUMNS", "100").output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{command:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        let words: String = command.iter().map(|word| format!("{word} ")).collect();
        told.push_str(&format!("$ liaison {}--help\n{text}\n", words));
    }
    insta::assert_snapshot!(told);
}

/// Every command but the two that only group others stands in the list above, because `help` names them all.
#[test]
fn no_command_is_missing_in_the_list() {
    let output = liaison(["--help"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, commands) = text.split_once("Commands:\n").unwrap();
    let names = commands.lines().take_while(|line| !line.is_empty()).filter_map(|line| {
        line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?.split(' ').next()
    });
    for name in names.filter(|name| *name != "help") {
        assert!(COMMANDS.iter().any(|command| command.first() == Some(&name)), "{name}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let output = liaison(["--version"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.trim(), format!("liaison {}", env!("CARGO_PKG_VERSION")));
}
