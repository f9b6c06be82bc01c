//! Which crate may use which: the drawing in `ARCHITECTURE.md`, and what of the outside world each layer may know.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use crate::{none, top};

/// Our crates from the ground up: each may use those in its list.
const ARROWS: &[(&str, &[&str])] = &[
    ("rules", &[]),
    ("tree", &[]),
    ("letters", &["rules"]),
    ("mail", &["rules"]),
    ("store", &["rules"]),
    ("operations", &["rules", "tree", "letters", "mail", "store"]),
    ("web", &["rules", "tree", "store", "operations"]),
    ("workers", &["rules", "letters", "mail", "store", "operations"]),
    ("liaison", &["rules", "tree", "letters", "mail", "store", "operations", "web", "workers"]),
];

/// Libraries that belong to a layer: only these crates may use them.
const LIBRARIES: &[(&str, &[&str], &str)] = &[
    ("sqlx", &["store"], "only store knows SQL"),
    ("object_store", &["store"], "only store keeps files"),
    ("axum", &["web", "liaison"], "only web knows HTTP; liaison gives it a socket"),
    ("axum-extra", &["web"], "only web knows HTTP"),
    ("tower", &["web"], "only web knows HTTP"),
    ("tower-http", &["web"], "only web knows HTTP"),
    ("tower_governor", &["web"], "only web knows HTTP"),
    ("askama", &["web"], "only web writes pages"),
    ("atom_syndication", &["web"], "only web writes feeds"),
    ("icalendar", &["web"], "only web writes calendars"),
    ("ab_glyph", &["web"], "only web draws"),
    ("png", &["web"], "only web draws"),
    ("mail-parser", &["mail"], "only mail reads messages"),
    ("mail-auth", &["workers"], "only workers ask the network who signed a message"),
    ("mail-builder", &["mail"], "only mail composes messages"),
    ("zip", &["letters"], "only letters opens documents"),
    ("file-format", &["letters"], "only letters opens documents"),
    ("lettre", &["workers"], "only workers speak to mail servers"),
    ("age", &["operations"], "only operations encrypt backups"),
    ("tar", &["operations"], "only operations make backups"),
    (
        "reqwest",
        &["store", "workers", "liaison"],
        "only workers fetch, the import command, and object_store for store",
    ),
    ("argon2", &["operations"], "passwords are an operation's"),
    ("openidconnect", &["operations"], "who is let in is an operation's"),
    ("webauthn-rs", &["operations"], "who is let in is an operation's"),
    ("ed25519-dalek", &["tree"], "only the tree signs"),
    ("clap", &["liaison"], "only liaison reads the command line"),
    ("indicatif", &["liaison"], "only liaison knows a terminal"),
    ("metrics", &["web", "workers", "liaison"], "what is counted is counted where it is done"),
    ("metrics-exporter-prometheus", &["liaison"], "only liaison tells what was counted"),
    ("metrics-process", &["liaison"], "only liaison tells what was counted"),
    ("clap_mangen", &["liaison"], "only liaison reads the command line"),
    ("clap_complete", &["liaison"], "only liaison reads the command line"),
    ("tracing-subscriber", &["liaison"], "only liaison decides where the log goes"),
    (
        "tokio",
        &["store", "operations", "web", "workers", "liaison"],
        "rules, letters and mail wait for nothing",
    ),
    (
        "rand",
        &["store", "operations", "web", "workers", "liaison"],
        "rules, letters and mail leave nothing to chance",
    ),
    (
        "tempfile",
        &["store", "workers", "liaison"],
        "files are the store's, the converters' and the demo's",
    ),
];

/// All that rules may use: values, and how they are written down.
const RULES: &[&str] = &["jiff", "serde", "thiserror", "toml"];

#[test]
fn arrows_between_crates_point_down() {
    let mut findings = Vec::new();
    for package in metadata().workspace_packages() {
        let Some(position) = ARROWS.iter().position(|(name, _)| *name == package.name.as_str())
        else {
            findings.push(format!("crate `{}` has no line in ARROWS", package.name));
            continue;
        };
        let (name, may_use) = ARROWS[position];
        let below: Vec<&str> = ARROWS[..position].iter().map(|(name, _)| *name).collect();
        for (used, kind) in uses(package) {
            if !ARROWS.iter().any(|(ours, _)| *ours == used) {
                continue;
            }
            // A test may look at anything further down, and at its own crate with other features.
            let allowed = match kind {
                DependencyKind::Development => used == name || below.contains(&used.as_str()),
                _ => may_use.contains(&used.as_str()),
            };
            if !allowed {
                findings.push(format!("crate `{name}` uses `{used}`; it may use {may_use:?}"));
            }
        }
    }
    none(
        &findings,
        "Move the code to the crate that may know both, or pass what it needs as an argument.",
    );
}

#[test]
fn every_line_of_the_list_is_a_crate() {
    let metadata = metadata();
    let exists = |name: &str| {
        metadata.workspace_packages().iter().any(|package| package.name.as_str() == name)
    };
    let findings: Vec<String> =
        ARROWS.iter().map(|(name, _)| (*name).to_owned()).filter(|name| !exists(name)).collect();
    none(&findings, "These are no crates any more: take them out of ARROWS.");
}

#[test]
fn a_library_stays_in_its_layer() {
    let mut findings = Vec::new();
    for package in metadata().workspace_packages() {
        for (used, kind) in uses(package) {
            let bound = LIBRARIES.iter().find(|(library, ..)| *library == used);
            let Some((_, layers, reason)) = bound else { continue };
            if kind != DependencyKind::Development && !layers.contains(&package.name.as_str()) {
                findings.push(format!("crate `{}` uses `{used}`: {reason}", package.name));
            }
        }
    }
    none(
        &findings,
        "Ask the layer that has it for what is needed, in the words of the process and not of the library.",
    );
}

#[test]
fn rules_use_nothing_but_values() {
    let metadata = metadata();
    let packages = metadata.workspace_packages();
    let rules =
        packages.iter().find(|package| package.name.as_str() == "rules").expect("rules is a crate");
    let findings: Vec<String> = uses(rules)
        .into_iter()
        .filter(|(used, kind)| {
            *kind != DependencyKind::Development && !RULES.contains(&used.as_str())
        })
        .map(|(used, _)| format!("crate `rules` uses `{used}`; it may use {RULES:?}"))
        .collect();
    none(
        &findings,
        "A rule gets facts as arguments and gives back a value; whoever calls it does the rest.",
    );
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(top().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo can tell what the workspace is made of")
}

/// Returns what a package depends on, and for what.
fn uses(package: &Package) -> Vec<(String, DependencyKind)> {
    package
        .dependencies
        .iter()
        .map(|dependency| (dependency.name.clone(), dependency.kind))
        .collect()
}
