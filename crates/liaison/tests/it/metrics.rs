//! What the service tells whoever watches it, and the board that shows it.

use std::collections::{BTreeMap, BTreeSet};

use tempfile::TempDir;

use crate::serving::{Service, get};
use crate::support::liaison;

const BOARD: &str = include_str!("../../../../docs/operating/grafana.json");

/// Returns the names of what is told, each with the names of its labels.
fn names(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (name, _) = line.split_once([' ', '{']).unwrap();
        let labels = names.entry(name.to_owned()).or_default();
        if let Some((_, rest)) = line.split_once('{') {
            let (all, _) = rest.rsplit_once('}').unwrap();
            // Values hold braces and commas (addresses have parameters), but no quotation marks.
            for label in all.split("\",") {
                labels.insert(label.split_once("=\"").unwrap().0.to_owned());
            }
        }
    }
    names
}

/// Returns the words of a query that are names, without what stands in quotation marks and in square brackets.
fn words(query: &str) -> Vec<String> {
    let bare: String = query.split('"').step_by(2).collect();
    let words = bare.split(|each: char| !each.is_ascii_alphanumeric() && each != '_');
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[test]
fn every_query_of_the_board_asks_for_what_the_service_tells() {
    let data = TempDir::new().unwrap();
    let arguments = ["serve", "--data", data.path().to_str().unwrap(), "--listen", "127.0.0.1:0"];
    let mut service = Service::start(&arguments, &[]);
    let line = service.line();
    let url = line.strip_prefix("Listening on ").unwrap();
    get(url, "/statements/1");
    get(url, "/sign-in/a-secret-of-a-link?with=a-query-that-somebody-typed");
    let answer = get(url, "/metrics");
    assert!(answer.starts_with("HTTP/1.0 200"), "{answer}");
    let (head, told) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-type: text/plain; version=0.0.4"), "{head}");
    assert!(!told.contains("a-secret") && !told.contains("a-query"), "{told}");
    assert!(told.contains("route=\"/statements/{number}\""), "{told}");

    let names = names(told);
    let board: serde_json::Value = serde_json::from_str(BOARD).unwrap();
    let mut shown = BTreeSet::new();
    for panel in board["panels"].as_array().unwrap() {
        for target in panel["targets"].as_array().unwrap() {
            let query = target["expr"].as_str().unwrap();
            let words = words(query);
            let asked: Vec<&String> = words
                .iter()
                .filter(|word| word.starts_with("liaison_") || word.starts_with("process_"))
                .collect();
            assert!(!asked.is_empty(), "{query}");
            for name in &asked {
                assert!(names.contains_key(*name), "{query}: {name} is not told: {names:#?}");
                shown.insert((*name).clone());
            }
            // The labels by which it is put together; `instance` is Prometheus' own.
            let by = query.split(" by (").skip(1).flat_map(|rest| {
                rest.split(')').next().unwrap_or_default().split(',').map(str::trim)
            });
            for label in by.filter(|label| *label != "instance") {
                let has = asked.iter().any(|name| names[*name].contains(label));
                assert!(has, "{query}: nothing has the label {label}");
            }
        }
    }
    // What nobody sees need not be told.
    let ours = names.keys().filter(|name| name.starts_with("liaison_"));
    let unseen: Vec<&String> = ours
        .filter(|name| !name.ends_with("_sum") && !name.ends_with("_count"))
        .filter(|name| !shown.contains(*name))
        .collect();
    assert_eq!(unseen, Vec::<&String>::new(), "give it a picture on the board");
    let listed: Vec<String> = names
        .iter()
        .map(|(name, labels)| {
            format!("{name} {}", labels.iter().cloned().collect::<Vec<_>>().join(" "))
        })
        .filter(|line| line.starts_with("liaison_"))
        .map(|line| line.trim().to_owned())
        .collect();
    insta::assert_snapshot!(listed.join("\n"));
}

#[test]
fn what_is_counted_is_told_to_this_machine_or_for_a_token() {
    let data = TempDir::new().unwrap();
    let at = |name: &str| data.path().join(name);
    let sample = include_str!("../../../../docs/liaison.toml").replace("/var/lib/liaison/", "");
    let settings =
        sample.replace("# token_file = \"/etc/liaison.metrics\"", "token_file = \"token\"");
    assert_ne!(sample, settings);
    std::fs::write(at("liaison.toml"), &settings).unwrap();
    std::fs::write(at("token"), "short\n").unwrap();
    let config = at("liaison.toml").display().to_string();
    let refused = liaison(["serve", "--config", &config]).output().unwrap();
    let why = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(why.contains("could be guessed: make one of 16 or more"), "{why}");
    std::fs::write(at("token"), "a-token-that-is-long-enough\n").unwrap();
    let arguments = ["serve", "--config", &config, "--listen", "127.0.0.1:0"];
    let mut service = Service::start(&arguments, &[]);
    let line = service.line();
    let url = line.strip_prefix("Listening on ").unwrap();
    assert!(get(url, "/metrics").starts_with("HTTP/1.0 404"), "even from here");
    let with = |token: &str| {
        crate::serving::get_with(url, "/metrics", &format!("Authorization: Bearer {token}\r\n"))
    };
    assert!(with("another-token-of-somebody").starts_with("HTTP/1.0 404"));
    assert!(with("a-token-that-is-long-enough").contains("liaison_build_info"));
}
