//! Body names in, acronyms out.

use std::collections::BTreeSet;
use std::path::Path;

use tempfile::TempDir;

use crate::support::{liaison, shared_data, told, with_input};

const GROUPS: &str = r#"[
  {"acronym": "ietf", "name": "IETF", "type": "ietf", "state": "active"},
  {"acronym": "ccamp", "name": "Common Control and Measurement Plane", "type": "wg", "state": "active"},
  {"acronym": "pce", "name": "Path Computation Element", "type": "wg", "state": "active"},
  {"acronym": "itu-t", "type": "sdo"},
  {"acronym": "itu-t-sg-15", "type": "sdo", "parent": "itu-t"},
  {"acronym": "itu-t-sg-15-q9", "type": "sdo", "parent": "itu-t-sg-15"}
]"#;

fn resolved(arguments: &[&str], place: (&str, &Path), input: &[u8]) -> String {
    let (option, path) = place;
    let place = [option, path.to_str().unwrap()];
    let call = ["resolve"].into_iter().chain(arguments.iter().copied()).chain(place);
    let output = with_input(liaison(call), input);
    told(&output, path)
}

#[test]
fn each_name_is_printed_with_its_groups_or_with_nothing() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("groups.json");
    std::fs::write(&file, GROUPS).unwrap();
    let input = "ITU-T SG 15, Q9/15\r\n\nPat Doe\nIETF CCAMP and PCE WGs\nPCEX WG";
    let plain = resolved(&[], ("--groups", &file), input.as_bytes());
    assert_eq!(
        plain,
        "ITU-T SG 15, Q9/15\titu-t-sg-15-q9\n\t\nPat Doe\t\nIETF CCAMP and PCE WGs\tccamp pce\nPCEX WG\t\nexit 0\n"
    );
    let suggested = resolved(&["--suggest"], ("--groups", &file), b"PCEX WG\nCCAMP\n");
    assert_eq!(suggested, "PCEX WG\t\tpce (“PCEX” is almost “pce”)\nCCAMP\tccamp\t\nexit 0\n");
}

#[test]
fn no_line_stops_it() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("groups.json");
    std::fs::write(&file, GROUPS).unwrap();
    let mut input = b"CCAMP \xff\xfe WG\n".to_vec();
    input.extend(b"PCE, ".repeat(1_000_000));
    input.extend(b"\nPCE WG\n");
    let output = resolved(&[], ("--groups", &file), &input);
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[1].ends_with("\tpce") && lines[1].len() < 70_000);
    assert_eq!(lines[2..], ["PCE WG\tpce", "exit 0"]);
}

#[test]
fn groups_come_from_the_store_as_well() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("groups.json");
    std::fs::write(&file, GROUPS).unwrap();
    let data = directory.path().join("data");
    let place = ["--data", data.to_str().unwrap()];
    let call = ["import", "directory", file.to_str().unwrap()].into_iter().chain(place);
    assert!(liaison(call).output().unwrap().status.success());
    let output = resolved(&[], ("--data", &data), b"Q9 of ITU-T SG15\n");
    assert_eq!(output, "Q9 of ITU-T SG15\titu-t-sg-15-q9\nexit 0\n");
}

/// The goal for the names in the record: 97 % right, at most 1 % wrong, the rest empty.
#[test]
fn real_names_are_resolved_as_well_as_is_wanted() {
    let Some(record) = shared_data("record") else { return };
    let data = record.parent().unwrap();
    let table = std::fs::read_to_string(data.join("body-names.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|row| row.split('\t').collect()).collect();
    let rows: Vec<_> = rows.iter().filter(|row| row[3] != "no").collect();
    let input: String = rows.iter().map(|row| format!("{}\n", row[1])).collect();
    let output = resolved(&[], ("--groups", &data.join("groups.json")), input.as_bytes());
    let set = |acronyms: &str| -> BTreeSet<String> {
        acronyms.split_whitespace().map(str::to_owned).collect()
    };
    let (mut right, mut wrong) = (0, 0);
    for (row, line) in rows.iter().zip(output.lines()) {
        let said = set(line.rsplit_once('\t').unwrap().1);
        right += usize::from(said == set(row[2]));
        wrong += usize::from(said != set(row[2]) && !said.is_empty());
    }
    let of = rows.len();
    assert!(right * 100 >= of * 97 && wrong * 100 <= of, "{right} right, {wrong} wrong of {of}");
}
