//! Taking over the present tool's record, on both databases.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::civil::date;
use operations::{
    AnswerDirectory, FileDirectory, ImportFault, ImportSummary, draft_statement, export_record,
    import_datatracker, withdraw_statement,
};
use rules::{Number, Purpose, State};
use serde_json::Value;
use store::{AnswerFilter, DeadlineFilter, Find};

use crate::world::{World, empty_worlds, now, question};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/record");

async fn import(world: &World, record: &Path) -> Result<ImportSummary, ImportFault> {
    import_datatracker(&world.desk, &AnswerDirectory(record.into()), None, &|_| {}, now()).await
}

/// Returns the lines of an export.
async fn exported(world: &World) -> Vec<Value> {
    let directory = tempfile::tempdir().unwrap();
    let count = export_record(&world.desk, directory.path(), &|_, _| {}).await.unwrap();
    let text = std::fs::read_to_string(directory.path().join("statements.jsonl")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(u64::try_from(lines.len()).unwrap(), count);
    lines
}

/// Copies the small record to a directory where a test may spoil it.
fn copied() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(FIXTURE).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, directory.path().join(path.file_name().unwrap())).unwrap();
    }
    directory
}

fn change(directory: &Path, file: &str, change: impl FnOnce(&mut Value)) {
    let path = directory.join(file);
    let mut value: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    change(&mut value);
    std::fs::write(path, serde_json::to_vec(&value).unwrap()).unwrap();
}

/// REC-10: purpose, contacts, dates and gaps come through as they are; what has no place is named.
#[tokio::test]
async fn a_small_record_comes_through_whole_with_what_had_no_place() {
    for world in empty_worlds("small_record").await {
        let summary = import(&world, FIXTURE.as_ref()).await.unwrap();
        let unplaced: Vec<String> = summary.unplaced.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!("unplaced", unplaced.join("\n"));
        insta::assert_json_snapshot!("small_record", exported(&world).await);
        assert_eq!((summary.statements.added, summary.events), (4, 11 + 4));
        insta::assert_snapshot!("imported_history", world.history(Number(41)).await);
    }
}

/// REC-10: the private remark of the present tool stays private.
#[tokio::test]
async fn a_private_remark_is_not_public_after_the_import() {
    for world in empty_worlds("private_remark").await {
        import(&world, FIXTURE.as_ref()).await.unwrap();
        let reader = world.desk.store.reader();
        let public = reader.history(Number(41), false).await.unwrap();
        assert!(public.iter().all(|event| !event.words.contains("in confidence")));
        let all = reader.history(Number(41), true).await.unwrap();
        assert_eq!(all.len(), public.len() + 1);
    }
}

/// A second import writes nothing; one of a changed record writes what changed, and says so in the history.
#[tokio::test]
async fn a_second_import_changes_only_what_changed() {
    for world in empty_worlds("second_import").await {
        let record = copied();
        import(&world, record.path()).await.unwrap();
        let (before, count) =
            (exported(&world).await, world.desk.store.change_count().await.unwrap());
        let again = import(&world, record.path()).await.unwrap();
        assert_eq!((again.statements.unchanged, again.statements.added, again.events), (4, 0, 0));
        assert_eq!(world.desk.store.change_count().await.unwrap(), count);
        assert_eq!(exported(&world).await, before);
        change(record.path(), "liaisonstatement.json", |answer| {
            answer["objects"][0]["title"] = "A clearer title".into();
        });
        let changed = import(&world, record.path()).await.unwrap();
        assert_eq!((changed.statements.unchanged, changed.statements.changed), (3, 1));
        let history = world.history(Number(40)).await;
        assert!(
            history.ends_with("Imported by (System): Brought up to date: subject\n"),
            "{history}"
        );
    }
}

/// PUR-2, REC-10: an imported request that names no day, or one years ahead, is kept as it is: it waits and is counted among what
/// is not answered, by no day; and nobody is reminded of what is history.
#[tokio::test]
async fn an_imported_request_keeps_the_day_that_it_has_or_has_not() {
    for world in empty_worlds("imported_days").await {
        let record = copied();
        change(record.path(), "liaisonstatement.json", |answer| {
            answer["objects"][0]["deadline"] = "2033-01-31".into();
            let action = "/api/v1/name/liaisonstatementpurposename/action/";
            answer["objects"][2]["purpose"] = action.into();
        });
        import(&world, record.path()).await.unwrap();
        let answered = world.statement(Number(40)).await;
        assert_eq!(answered.due(), Some(date(2033, 1, 31)));
        let undated = world.statement(Number(42)).await;
        assert!(undated.due().is_none() && !undated.is_overdue(false, date(2033, 1, 1)));
        let reader = world.desk.store.reader();
        let open = Find { unanswered: true, ..Find::default() };
        let open = reader.find(&open, 1, 50).await.unwrap().rows;
        let open: Vec<_> = open.iter().map(|row| (row.number, row.day_to_watch())).collect();
        assert_eq!(open, [(Number(42), None)]);
        let dated = Find { deadline: Some(DeadlineFilter::Any), ..Find::default() };
        let dated = reader.find(&dated, 1, 50).await.unwrap().rows;
        assert_eq!(dated.iter().map(|row| row.number.0).collect::<Vec<_>>(), [40]);
        let asked = reader.statistics("ietf", None).await.unwrap().asked.into_iter();
        let missing = asked.filter(|row| row.outcome == AnswerFilter::Missing);
        let missing: Vec<_> = missing.map(|row| (row.purpose, row.count)).collect();
        assert_eq!(missing, [(Some(Purpose::Action), 1)]);
        let reminded = operations::remind(&world.desk, now(), false).await.unwrap();
        assert_eq!(reminded.mailed, []);
    }
}

/// New statements are numbered above the imported ones, those included that were left out.
#[tokio::test]
async fn new_numbers_go_on_above_the_record() {
    for world in empty_worlds("numbers_go_on").await {
        import(&world, FIXTURE.as_ref()).await.unwrap();
        let mut tx = world.desk.store.begin("reserve a number").await.unwrap();
        assert_eq!(tx.next_number().await.unwrap(), Number(46));
    }
}

/// The bytes of files come under their legacy names, once; what is absent is named.
#[tokio::test]
async fn files_come_by_their_legacy_names() {
    for world in empty_worlds("legacy_files").await {
        let files = tempfile::tempdir().unwrap();
        std::fs::write(files.path().join("file39.pdf"), b"%PDF-1.4 a letter").unwrap();
        let (record, files) = (AnswerDirectory(FIXTURE.into()), FileDirectory(files.path().into()));
        import(&world, FIXTURE.as_ref()).await.unwrap();
        let bring = || import_datatracker(&world.desk, &record, Some(&files), &|_| {}, now());
        let summary = bring().await.unwrap();
        assert_eq!((summary.files, summary.statements.changed), (1, 1));
        let missing = summary.unplaced.iter().filter(|it| it.why.contains("not among the files"));
        assert_eq!(missing.count(), 2);
        let reader = world.desk.store.reader();
        let place = reader.legacy_attachment("file39.pdf").await.unwrap().unwrap();
        let statement = world.statement(place.0).await;
        insta::assert_debug_snapshot!("file_that_came", statement.attachments);
        let again = bring().await.unwrap();
        assert_eq!((again.files, again.statements.unchanged), (0, 4));
    }
}

/// An import file that is cut in half: nothing half-imported, the place named.
#[tokio::test]
async fn a_record_cut_in_half_is_refused_with_its_place() {
    for world in empty_worlds("cut_in_half").await {
        let record = copied();
        let path = record.path().join("liaisonstatementevent.json");
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let fault = import(&world, record.path()).await.unwrap_err();
        insta::assert_snapshot!("cut_in_half", said(&fault, record.path()));
        assert!(exported(&world).await.is_empty());
        assert!(world.desk.store.reader().directory().await.unwrap().groups().is_empty());
    }
}

/// What was done here to an imported statement stays when the record comes again.
#[tokio::test]
async fn what_was_withdrawn_here_stays_withdrawn() {
    for world in crate::world::worlds("withdrawn_here").await {
        import(&world, FIXTURE.as_ref()).await.unwrap();
        let coordinator = world.actor("cy").await;
        let why = "It was never sent.";
        withdraw_statement(&world.desk, &coordinator, Number(41), why, now()).await.unwrap();
        let again = import(&world, FIXTURE.as_ref()).await.unwrap();
        assert_eq!((again.statements.changed, again.statements.unchanged), (0, 4));
        assert_eq!(world.statement(Number(41)).await.state, State::Withdrawn);
    }
}

/// A number that is taken here is never given to an imported statement; the rest of the record comes in.
#[tokio::test]
async fn a_number_that_is_taken_here_is_not_taken_over() {
    for world in crate::world::worlds("number_taken").await {
        let mut tx = world.desk.store.begin("keep numbers").await.unwrap();
        tx.keep_numbers_above(Number(40)).await.unwrap();
        tx.commit().await.unwrap();
        let anna = world.actor("anna").await;
        let ours = draft_statement(&world.desk, &anna, &question(), now()).await.unwrap();
        assert_eq!(ours, Number(41));
        let summary = import(&world, FIXTURE.as_ref()).await.unwrap();
        assert_eq!(summary.statements.added, 3);
        let told = summary.unplaced.iter().find(|it| it.field == "id").unwrap().to_string();
        assert!(told.starts_with("statement 41, id") && told.contains("taken here"), "{told}");
        let kept = world.statement(ours).await;
        assert_eq!((kept.state, kept.subject), (State::Draft, question().subject));
    }
}

/// Wherever a file of the record is cut, nothing is imported, and the file is named.
#[tokio::test]
async fn a_record_cut_anywhere_imports_nothing() {
    for world in empty_worlds("cut_anywhere").await {
        for entry in std::fs::read_dir(FIXTURE).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let record = copied();
            let path = record.path().join(&name);
            let whole = std::fs::read(&path).unwrap();
            for eighth in 0..8 {
                std::fs::write(&path, &whole[..whole.len() * eighth / 8]).unwrap();
                let fault = import(&world, record.path()).await.unwrap_err().to_string();
                assert!(fault.contains(&name) && fault.contains("line"), "{fault}");
            }
        }
        assert!(exported(&world).await.is_empty());
        assert_eq!(world.desk.store.change_count().await.unwrap(), 0);
    }
}

/// Groups that belong to each other in a circle are found when they are saved: then, too, nothing is imported.
#[tokio::test]
async fn groups_in_a_circle_are_refused_and_nothing_is_imported() {
    for world in empty_worlds("groups_in_a_circle").await {
        let record = copied();
        change(record.path(), "group.json", |answer| {
            answer["objects"][1]["parent"] = "/api/v1/group/group/501/".into();
        });
        let fault = import(&world, record.path()).await.unwrap_err();
        insta::assert_snapshot!("groups_in_a_circle", fault.to_string());
        assert!(exported(&world).await.is_empty());
        assert!(world.desk.store.reader().directory().await.unwrap().groups().is_empty());
    }
}

type Spoil = fn(&mut Value);

/// Every way in which an answer can be wrong names file, object and field, and imports nothing.
#[tokio::test]
async fn a_malformed_answer_is_refused_with_its_place() {
    let spoils: [(&str, Spoil); 7] = [
        ("liaisonstatement.json", |it| it["objects"][1]["deadline"] = "2026-13-45".into()),
        ("liaisonstatement.json", |it| it["objects"][2]["title"] = 7.into()),
        ("liaisonstatement.json", |it| {
            drop(it["objects"][2].as_object_mut().unwrap().remove("id"))
        }),
        ("liaisonstatement.json", |it| it["objects"][2]["id"] = 40.into()),
        ("liaisonstatementevent.json", |it| it["objects"][3]["time"] = "yesterday".into()),
        ("liaisonstatementevent.json", |it| drop(it["objects"].as_array_mut().unwrap().pop())),
        ("group.json", |it| it["objects"] = Value::Null),
    ];
    let mut said_all = Vec::new();
    for world in empty_worlds("malformed_answer").await {
        said_all.clear();
        for (file, spoil) in spoils {
            let record = copied();
            change(record.path(), file, spoil);
            let fault = import(&world, record.path()).await.unwrap_err();
            said_all.push(said(&fault, record.path()));
            assert!(exported(&world).await.is_empty());
        }
    }
    insta::assert_snapshot!("malformed_answers", said_all.join("\n"));
}

fn said(fault: &ImportFault, directory: &Path) -> String {
    fault.to_string().replace(&directory.display().to_string(), "RECORD")
}

/// Groups that the directory knows stay as they are, and statements name them.
#[tokio::test]
async fn the_directorys_own_groups_are_kept() {
    for world in crate::world::worlds("own_groups").await {
        let before = world.desk.store.reader().directory().await.unwrap().groups().len();
        import(&world, FIXTURE.as_ref()).await.unwrap();
        let directory = world.desk.store.reader().directory().await.unwrap();
        assert_eq!(directory.by_acronym("etu").unwrap().name, "Example Telecommunication Union");
        assert!(directory.groups().len() > before);
        let statement = world.statement(Number(40)).await;
        assert_eq!(statement.from.groups[0].name, "ETU Study Group 1");
    }
}

/// REC-10: all 185 statements of the real record, with the numbers, titles, deadlines and groups that it says.
#[tokio::test]
async fn the_real_record_comes_through_whole() {
    let Some(record) = real_record() else { return };
    let read = |name: &str| -> Vec<Value> {
        let answer: Value =
            serde_json::from_slice(&std::fs::read(record.join(name)).unwrap()).unwrap();
        answer["objects"].as_array().unwrap().clone()
    };
    let groups: BTreeMap<String, String> = read("group.json")
        .iter()
        .map(|group| (text(&group["resource_uri"]), text(&group["acronym"])))
        .collect();
    let named = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|uri| groups[uri.as_str().unwrap()].clone()).collect()
    };
    type Facts = (String, Value, Vec<String>, Vec<String>);
    let expected: BTreeMap<i64, Facts> = read("liaisonstatement.json")
        .iter()
        .map(|it| {
            let facts = (
                text(&it["title"]),
                it["deadline"].clone(),
                named(&it["from_groups"]),
                named(&it["to_groups"]),
            );
            (it["id"].as_i64().unwrap(), facts)
        })
        .collect();
    for world in empty_worlds("real_record").await {
        let steps = Mutex::new(0);
        let source = AnswerDirectory(record.clone());
        let count = |_| *steps.lock().unwrap() += 1;
        let first = import_datatracker(&world.desk, &source, None, &count, now()).await.unwrap();
        assert_eq!((first.statements.added, first.events), (185, 370 + 185));
        assert!(*steps.lock().unwrap() > 185);
        let lines = exported(&world).await;
        let found: BTreeMap<i64, Facts> = lines
            .iter()
            .map(|it| {
                let acronyms = |list: &Value| {
                    list.as_array().unwrap().iter().map(|it| text(&it["acronym"])).collect()
                };
                let facts = (
                    text(&it["subject"]),
                    it["deadline"].clone(),
                    acronyms(&it["from_groups"]),
                    acronyms(&it["to_groups"]),
                );
                (it["number"].as_i64().unwrap(), facts)
            })
            .collect();
        assert_eq!(found, expected);
        let files: usize = lines.iter().map(|it| it["attachments"].as_array().unwrap().len()).sum();
        assert_eq!(files, 203);
        assert!(lines.iter().all(|it| it["recorded_at"].is_string()));
        let again = import(&world, &record).await.unwrap();
        assert_eq!(
            (again.statements.unchanged, again.statements.changed, again.events),
            (185, 0, 0)
        );
        assert_eq!(exported(&world).await, lines);
        // One side without a group, 37 times in the record: told, and nothing else was lost.
        let fields: Vec<&str> = first.unplaced.iter().map(|it| it.field).collect();
        assert!(
            fields.iter().all(|field| ["from_groups", "to_groups"].contains(field)),
            "{fields:?}"
        );
        assert_eq!(first.unplaced.len(), 39);
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Returns where the real record is, if it is here.
pub(crate) fn real_record() -> Option<PathBuf> {
    let there = real_data("record");
    there.filter(|record| record.join("liaisonstatement.json").exists())
}

/// Returns a part of the real data, if it is here.
pub(crate) fn real_data(part: &str) -> Option<PathBuf> {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let data = std::env::var_os("LIAISON_SHARED_DATA").map_or_else(default, PathBuf::from);
    let path = data.join(part);
    if path.exists() {
        return Some(path);
    }
    let required = std::env::var("LIAISON_TEST_REQUIRE").is_ok_and(|value| value == "1");
    assert!(!required, "LIAISON_TEST_REQUIRE wants the real data, and {part} is not there");
    eprintln!("skipped: {part} of the real data is not here");
    None
}
