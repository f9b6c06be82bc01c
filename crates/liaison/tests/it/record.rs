//! Importing and exporting the record, on both databases (REC-10).

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use store::Database;
use store::testing::places;
use tempfile::TempDir;

use crate::support::{liaison, shared_data, told};

/// An answer of the datatracker's API without any object.
const STATEMENTS: &str =
    r#"{"meta": {"limit": 20, "next": null, "offset": 0, "total_count": 0}, "objects": []}"#;

/// Returns a settings file for each database, with what keeps the data.
fn settings(name: &str) -> Vec<(&'static str, TempDir, impl Sized)> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let places = runtime.block_on(places(name));
    let with_file = |(label, guard): (&'static str, store::testing::Guard)| {
        let directory = TempDir::new().unwrap();
        let place = guard.place();
        let database = match place.database {
            Database::Sqlite(path) => path.display().to_string(),
            Database::Postgres(address) => address,
        };
        let sample = include_str!("../../../../docs/liaison.toml");
        let settings = sample
            .replace("/var/lib/liaison/liaison.sqlite", &database)
            .replace("/var/lib/liaison/files", &place.files.to_string());
        std::fs::write(directory.path().join("liaison.toml"), settings).unwrap();
        (label, directory, guard)
    };
    places.into_iter().map(with_file).collect()
}

fn run(directory: &Path, arguments: &[&str]) -> Output {
    let config = directory.join("liaison.toml");
    let config = ["--config", config.to_str().unwrap()];
    liaison(arguments.iter().copied().chain(config)).output().unwrap()
}

#[test]
fn the_real_record_goes_in_and_comes_out_and_a_second_import_changes_nothing() {
    let Some(record) = shared_data("record") else { return };
    for (label, directory, _guard) in settings("the_record") {
        let import = ["import", "datatracker", record.to_str().unwrap()];
        let first = told(&run(directory.path(), &import), directory.path());
        assert!(
            first.contains("Statements: 185 new, 0 changed, 0 as they were."),
            "{label}: {first}"
        );
        let again = told(&run(directory.path(), &import), directory.path());
        assert!(
            again.contains("Statements: 0 new, 0 changed, 185 as they were."),
            "{label}: {again}"
        );
        assert!(
            again.contains("Events: 0 new.") && again.ends_with("exit 0\n"),
            "{label}: {again}"
        );
        let out = directory.path().join("out");
        let export = run(directory.path(), &["export", out.to_str().unwrap(), "--format", "jsonl"]);
        let wrote = told(&export, directory.path());
        let (statements, proof) = wrote.split_once(", with the tree of ").unwrap_or_default();
        assert!(statements.ends_with("Wrote 185 statements to DIR/out"), "{label}: {wrote}");
        assert!(proof.contains(" leaves that proves them.\n"), "{label}: {wrote}");
        assert!(wrote.ends_with("exit 0\n"), "{label}: {wrote}");
        let lines = std::fs::read_to_string(out.join("statements.jsonl")).unwrap();
        let numbers: Vec<i64> = lines
            .lines()
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(line).unwrap()["number"].as_i64().unwrap()
            })
            .collect();
        assert_eq!(numbers.len(), 185, "{label}");
        assert!(numbers.is_sorted_by(|one, next| one < next), "{label}");
        proved_and_backed_up(directory.path(), &out, label);
    }
}

/// The record, its export and what comes back from a backup are as their tree says; a saved statement is, too.
fn proved_and_backed_up(directory: &Path, out: &Path, label: &str) {
    let at = |name: &str| directory.join(name).display().to_string();
    let (kept, backup, copy) = (at("kept.txt"), at("record.backup"), at("copy"));
    let well = |output: Output, says: &str| {
        let said = told(&output, directory);
        assert!(said.contains(says) && said.ends_with("exit 0\n"), "{label}: {said}");
    };
    let here = run(directory, &["verify", "--keep", &kept]);
    well(here, "All is as the tree says: ");
    let export =
        liaison(["verify", out.to_str().unwrap(), "--checkpoint", &kept]).output().unwrap();
    well(export, "185 statements");
    backups_are_killed(directory, label);
    well(run(directory, &["backup", &backup]), "Backed up ");
    let restored = liaison(["restore", &backup, "--data", &copy]).output().unwrap();
    well(restored, "all is as the tree says");
    let again = liaison(["restore", &backup, "--data", &copy]).output().unwrap();
    assert!(told(&again, directory).contains("Nothing is restored onto data"), "{label}");
    let verified = liaison(["verify", "--data", &copy, "--checkpoint", &kept]).output().unwrap();
    well(verified, "185 statements");
    let rotated = liaison(["key", "rotate", "--data", &copy]).output().unwrap();
    well(rotated, "Signs from now on: ");
    let verified = liaison(["verify", "--data", &copy, "--checkpoint", &kept]).output().unwrap();
    well(verified, " and ");
}

/// Backups that are killed while messages come in leave nothing that is taken for one, and the next clears it away; what
/// `scripts/kill-backups` does at length.
fn backups_are_killed(directory: &Path, label: &str) {
    let (file, backups) = (directory.join("coming.mbox"), directory.join("backups"));
    write_mbox(&file, 300);
    std::fs::create_dir(&backups).unwrap();
    let config = directory.join("liaison.toml");
    let begin = |words: [&str; 2], path: &Path| {
        let words = words.into_iter().filter(|word| !word.is_empty());
        let words = words.chain([path.to_str().unwrap(), "--config", config.to_str().unwrap()]);
        liaison(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let unfinished = || {
        let all = std::fs::read_dir(&backups).unwrap().map(|entry| entry.unwrap().path());
        let is_half =
            |path: &PathBuf| path.extension().is_some_and(|it| it == "liaison-unfinished");
        all.filter(is_half).collect::<Vec<_>>()
    };
    let mut coming = begin(["import", "mbox"], &file);
    let mut halves = 0;
    for wait in [20, 40, 60, 80] {
        let mut backing_up = begin(["backup", ""], &backups.join(format!("{wait}.backup")));
        std::thread::sleep(std::time::Duration::from_millis(wait));
        // It may have come to its end.
        let _ = backing_up.kill();
        backing_up.wait().unwrap();
        for half in unfinished() {
            halves += 1;
            let none = directory.join("none").display().to_string();
            let restored = liaison(["restore", half.to_str().unwrap(), "--data", &none]).output();
            let said = told(&restored.unwrap(), directory);
            assert!(
                said.contains("cannot be used") && !Path::new(&none).exists(),
                "{label}: {said}"
            );
        }
    }
    println!("{label}: {halves} halves were refused");
    assert!(coming.wait().unwrap().success(), "{label}");
    let last = backups.join("last.backup");
    assert!(begin(["backup", ""], &last).wait().unwrap().success(), "{label}");
    assert_eq!(unfinished(), Vec::<PathBuf>::new(), "{label}");
}

#[test]
fn an_empty_record_and_one_cut_in_half_are_told() {
    for (_, directory, _guard) in settings("half_a_record") {
        let answers = directory.path().join("answers");
        std::fs::create_dir(&answers).unwrap();
        for name in ["liaisonstatement", "liaisonstatementevent"] {
            std::fs::write(answers.join(format!("{name}.json")), STATEMENTS).unwrap();
        }
        let import = ["import", "datatracker", answers.to_str().unwrap()];
        insta::assert_snapshot!("empty", told(&run(directory.path(), &import), directory.path()));
        std::fs::write(answers.join("liaisonstatement.json"), &STATEMENTS[..40]).unwrap();
        insta::assert_snapshot!("half", told(&run(directory.path(), &import), directory.path()));
        let none = ["import", "datatracker", "no-such-directory"];
        insta::assert_snapshot!("none", told(&run(directory.path(), &none), directory.path()));
    }
}

/// The example of the documentation is a directory file.
#[test]
fn the_documented_directory_goes_in_and_people_in_it_get_accounts() {
    let documentation = include_str!("../../../../docs/directory-file.md");
    let (_, example) = documentation.split_once("```toml\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    for (_, directory, _guard) in settings("the_directory") {
        let file = directory.path().join("directory.toml");
        std::fs::write(&file, example).unwrap();
        let import = ["import", "directory", file.to_str().unwrap()];
        let mut all = String::new();
        for _ in 0..2 {
            all.push_str(&told(&run(directory.path(), &import), directory.path()));
        }
        let add = ["user", "add", "Anna Lindgren", "anna@example.org"];
        all.push_str(&told(&run(directory.path(), &add), directory.path()));
        let migrate = ["migrate"];
        all.push_str(&told(&run(directory.path(), &migrate), directory.path()));
        insta::assert_snapshot!("directory", all);
    }
}

#[test]
fn documents_go_in_once() {
    let Some(documents) = shared_data("documents") else { return };
    for (label, directory, _guard) in settings("documents") {
        let import = ["import", "documents", documents.to_str().unwrap()];
        let first = told(&run(directory.path(), &import), directory.path());
        assert!(
            first.starts_with("Documents: ") && first.ends_with("exit 0\n"),
            "{label}: {first}"
        );
        assert!(!first.contains(": 0 new"), "{label}: {first}");
        let again = told(&run(directory.path(), &import), directory.path());
        assert!(again.starts_with("Documents: 0 new, 0 changed, "), "{label}: {again}");
    }
}

/// The record is fetched where an address is given; `workers` tells what happens when pages fail.
#[test]
fn a_record_is_fetched_from_an_address() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = wiremock::MockServer::start().await;
        let answer = wiremock::ResponseTemplate::new(200).set_body_string(STATEMENTS);
        wiremock::Mock::given(wiremock::matchers::path_regex("^/api/v1/.+/$"))
            .respond_with(answer)
            .mount(&server)
            .await;
        server
    });
    let (_, directory, _guard) = settings("fetched").into_iter().next().unwrap();
    let import = ["import", "datatracker", &server.uri(), "--files", &server.uri()];
    let told = told(&run(directory.path(), &import), directory.path());
    assert!(told.contains("Statements: 0 new, 0 changed, 0 as they were."), "{told}");
    assert!(told.ends_with("exit 0\n"), "{told}");
    let asked = runtime.block_on(server.received_requests()).unwrap();
    let statements = |path: &str| path == "/api/v1/liaisons/liaisonstatement/";
    assert!(asked.iter().any(|request| statements(request.url.path())));
}

/// Writes a file of so many old messages.
fn write_mbox(path: &Path, count: usize) {
    let message = |number: usize| {
        format!(
            "From lee@example.com Tue Sep  1 09:12:00 2015\nFrom: Lee <lee@example.com>\nSubject: Old letter {number}\nDate: Tue, 1 Sep 2015 11:12:00 +0200\nMessage-ID: <old{number}@example.com>\n\nLetter {number}.\n\n"
        )
    };
    std::fs::write(path, (1..=count).map(message).collect::<String>()).unwrap();
}

/// IN-2: years of messages, broken off at any instant and begun again, are there once.
#[test]
fn an_import_of_old_messages_that_is_killed_goes_on_where_it_was() {
    for (label, directory, _guard) in settings("old_messages") {
        let file = directory.path().join("years.mbox");
        write_mbox(&file, 3_000);
        let import = ["import", "mbox", file.to_str().unwrap()];
        for wait in [30, 150, 400] {
            let config = directory.path().join("liaison.toml");
            let arguments = import.into_iter().chain(["--config", config.to_str().unwrap()]);
            let mut running =
                liaison(arguments).stderr(std::process::Stdio::null()).spawn().unwrap();
            std::thread::sleep(std::time::Duration::from_millis(wait));
            // It may have come to its end.
            let _ = running.kill();
            running.wait().unwrap();
        }
        assert!(run(directory.path(), &import).status.success(), "{label}");
        write_mbox(&file, 3_001);
        let again = told(&run(directory.path(), &import), directory.path());
        let said = "Messages: 1 new, 0 that had come another way, 3000 as they were.\n";
        assert!(again.starts_with(said) && again.ends_with("exit 0\n"), "{label}: {again}");

        let packed = directory.path().join("years.mbox.gz");
        let gzip = std::process::Command::new("gzip").arg("-k").arg(&file).status().unwrap();
        assert!(gzip.success() && packed.exists());
        let import = ["import", "mbox", packed.to_str().unwrap()];
        let again = told(&run(directory.path(), &import), directory.path());
        let said = "Messages: 0 new, 0 that had come another way, 3001 as they were.\n";
        assert!(again.starts_with(said) && again.ends_with("exit 0\n"), "{label}: {again}");

        let nothing = directory.path().join("nothing.mbox");
        std::fs::write(&nothing, "Dear all,\n").unwrap();
        let import = ["import", "mbox", nothing.to_str().unwrap()];
        let told = told(&run(directory.path(), &import), directory.path());
        insta::allow_duplicates! { insta::assert_snapshot!("mbox_of_nothing", told) };
    }
}
