//! Every snapshot on file is compared by a test.

use crate::{crates, files, none, text, top};

#[test]
fn every_snapshot_belongs_to_a_test() {
    let mut findings = Vec::new();
    for snapshot in crates().iter().flat_map(|name| files(&format!("crates/{name}"), "snap")) {
        let written = text(&snapshot);
        let test =
            written.lines().find_map(|line| line.strip_prefix("source: ")).unwrap_or_default();
        if !top().join(test).is_file() {
            findings.push(format!("{snapshot} is of {test:?}, which is no file"));
        } else if !named(&snapshot, &text(test)) && !labelled(&snapshot) {
            findings.push(format!("{snapshot} is named by nothing in {test}"));
        }
    }
    none(&findings, "Remove it: the test that compared it has gone, or has another name.");
}

/// Whether a test file has a function, or a label, of the snapshot's name. A label that is put together from pieces counts
/// where its first piece is there.
fn named(snapshot: &str, test: &str) -> bool {
    let name = name(snapshot);
    let mut pieces = name.match_indices(['_', '-']).map(|(at, _)| &name[..at]);
    test.contains(&format!("fn {name}("))
        || test.contains(&format!("\"{name}\""))
        || pieces.any(|piece| {
            [format!("\"{piece}_{{"), format!("\"{piece}-{{")]
                .iter()
                .any(|label| test.contains(label))
        })
}

/// Whether the snapshot's name is a label elsewhere in its crate, such as in a list of pages that a test goes through.
fn labelled(snapshot: &str) -> bool {
    let directory: Vec<&str> = snapshot.split('/').take(2).collect();
    let label = format!("\"{}\"", name(snapshot));
    files(&directory.join("/"), "rs").iter().any(|file| text(file).contains(&label))
}

fn name(snapshot: &str) -> &str {
    let name = snapshot.rsplit('/').next().unwrap_or_default().trim_end_matches(".snap");
    let name = name.split('@').next().unwrap_or_default();
    let name = name.rsplit("__").next().unwrap_or_default();
    // The second snapshot of a test has its name and `-2`.
    let numbered = name.rsplit_once('-').filter(|(_, number)| number.parse::<u8>().is_ok());
    numbered.map_or(name, |(name, _)| name)
}
