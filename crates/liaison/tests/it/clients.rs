//! An ordinary client of the datatracker's API reads an imported record from the running service.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::serving::Service;
use crate::support::{liaison, shared_data};

/// REC-10: whoever reads the datatracker today with a client for such APIs reads the same from us.
#[test]
fn an_ordinary_client_of_the_datatracker_reads_the_record_from_us() {
    let Some(python) = python() else { return };
    let Some(record) = shared_data("record") else { return };
    let said = read(&python, &record);
    // One document is in the record twice, with two files; docs/datatracker-api.md lists it.
    let differing =
        said.lines().filter(|line| line.contains("differs") || line.contains("not there"));
    let differing: Vec<&str> = differing.collect();
    assert_eq!(differing.len(), 1, "{said}");
    assert!(differing[0].ends_with("uploaded_filename differs"), "{said}");
    assert!(
        said.contains("liaisonstatement: 185 objects in 4 pages, 185 of 185 as they were"),
        "{said}"
    );
    assert!(
        said.contains("liaisonstatementevent: 370 objects in 8 pages, 370 of 370 as they were"),
        "{said}"
    );
    assert!(said.contains("rfc10 is Unknown: Documentation Conventions\n"), "{said}");
    let series = "bcp14, Best Current Practice: Best Current Practice 14\n";
    assert!(said.contains(series), "{said}");
    assert!(said.ends_with("400 “colour” is no field of liaisonstatement\n"), "{said}");
}

/// Feeds, calendars and citations are read by programs that know nothing of us.
#[test]
fn ordinary_readers_of_feeds_calendars_and_citations_read_ours() {
    let Some(python) = python() else { return };
    let data = TempDir::new().unwrap();
    let data = data.path().to_str().unwrap();
    let mut service = Service::start(&["demo", "--listen", "127.0.0.1:0", "--data", data], &[]);
    let line = service.line();
    let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/clients/formats.py");
    let said = Command::new(python).arg(script).arg(url).output().unwrap();
    let (words, faults) =
        (String::from_utf8(said.stdout).unwrap(), String::from_utf8_lossy(&said.stderr));
    assert!(said.status.success() && faults.is_empty(), "{words}{faults}");
    let counts = words.lines().map(|line| line.split_once(' ').unwrap());
    let counts: Vec<(usize, &str)> = counts.map(|(n, of)| (n.parse().unwrap(), of)).collect();
    let of = ["entries of feeds", "events of calendars", "statements"];
    assert!(counts.iter().map(|(_, of)| *of).eq(of), "{words}");
    assert!(counts.iter().all(|(count, _)| *count > 3), "{words}");
}

/// Imports a record, serves it, and returns what the client says of it.
fn read(python: &Path, record: &Path) -> String {
    let data = TempDir::new().unwrap();
    let data = data.path().to_str().unwrap();
    let import = ["import", "datatracker", record.to_str().unwrap(), "--data", data];
    let imported = liaison(import).output().unwrap();
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let documents = concat!(env!("CARGO_MANIFEST_DIR"), "/../operations/tests/fixtures/documents");
    let imported = liaison(["import", "documents", documents, "--data", data]).output().unwrap();
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let mut service = Service::start(&["serve", "--data", data, "--listen", "127.0.0.1:0"], &[]);
    let line = service.line();
    let url = line.strip_prefix("Listening on ").unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/clients/read.py");
    let mut client = Command::new(python);
    let said = client.arg(script).arg(url).arg(record).output().unwrap();
    let (words, faults) =
        (String::from_utf8(said.stdout).unwrap(), String::from_utf8_lossy(&said.stderr));
    assert!(faults.is_empty(), "{words}{faults}");
    words
}

/// Returns the Python that has the clients, or says why nothing is tested.
fn python() -> Option<PathBuf> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools/clients/bin/python");
    if python.exists() {
        return Some(python);
    }
    assert!(
        std::env::var_os("LIAISON_TEST_REQUIRE").is_none(),
        "LIAISON_TEST_REQUIRE wants the clients: scripts/install-tools installs them"
    );
    println!("nothing was tested: scripts/install-tools did not install the clients");
    None
}
