//! What is written about the project is where it says.

use crate::{crates, files, none, text, top};

#[test]
fn every_link_in_a_page_of_documentation_leads_somewhere() {
    let mut findings = Vec::new();
    for page in pages() {
        let directory = page.rsplit_once('/').map_or("", |(directory, _)| directory);
        for link in links(&text(&page)) {
            if !link.contains("://") && !link.starts_with('#') && !link.starts_with("mailto:") {
                let file = link.split('#').next().unwrap_or_default();
                if !top().join(directory).join(file).exists() {
                    findings.push(format!("{page} links to {link}"));
                }
            }
        }
    }
    none(&findings, "There is no such file: mend the link, or write the page.");
}

#[test]
fn every_path_that_a_page_of_documentation_names_exists() {
    let mut findings = Vec::new();
    for page in pages() {
        for path in paths(&text(&page)) {
            if !exists(&path) {
                findings.push(format!("{page} names `{path}`"));
            }
        }
    }
    none(
        &findings,
        "There is no such file, from the top, in `crates` or in a crate: a wrong map is worse than none.",
    );
}

/// Whether there is such a path: from the top, in `crates`, or in one of the crates.
fn exists(path: &str) -> bool {
    let in_a_crate = |name: &String| top().join("crates").join(name).join(path).exists();
    top().join(path).exists()
        || top().join("crates").join(path).exists()
        || crates().iter().any(in_a_crate)
}

/// Returns the pages of documentation that describe the project as it is.
fn pages() -> Vec<String> {
    let top_pages = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "tests/browser/README.md",
        "fuzz/README.md",
    ];
    let present = top_pages.into_iter().filter(|page| top().join(page).exists());
    present.map(str::to_owned).chain(files("docs", "md")).collect()
}

/// Returns where the links of a page lead: `[text](here)`.
fn links(page: &str) -> Vec<String> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets.map(|(target, _)| target.to_owned()).collect()
}

/// Returns what looks like a path of ours: in backquotes, in lower case, and beginning with a directory of the project or a
/// crate.
fn paths(page: &str) -> Vec<String> {
    let quoted = page.split('`').skip(1).step_by(2);
    let first_is_ours = |path: &str| {
        let first = path.split('/').next().unwrap_or_default();
        !first.is_empty()
            && (top().join(first).is_dir() || top().join("crates").join(first).is_dir())
    };
    quoted
        .filter(|path| path.contains('/') && !path.starts_with('/'))
        .filter(|path| {
            path.chars().all(|each| {
                each.is_ascii_lowercase() || each.is_ascii_digit() || "_-./".contains(each)
            })
        })
        .filter(|path| first_is_ours(path))
        .map(|path| path.trim_end_matches('/').to_owned())
        .collect()
}

#[test]
fn a_path_is_told_from_other_words() {
    let page = "See `rules/src/moves.rs` and `scripts/test`, but not `and/or`, `/desk`, `rules/src/{a,b}.rs` or `text`.";
    assert_eq!(paths(page), ["rules/src/moves.rs", "scripts/test"]);
}
