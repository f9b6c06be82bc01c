//! Every kind of tampering is named; what is seen here is the table in `docs/proof.md`.

use std::path::{Path, PathBuf};

use operations::{
    Desk, Failure, Finding, LogKey, export_log, export_record, fill_demo, given_log, open_log_key,
    verify_export, verify_record,
};
use rules::{AttachmentBody, Statement};
use store::testing::tamper;

use crate::proving::{extend, verify, with_key};
use crate::world::{World, empty_worlds, later, now};

const WRITTEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/proof.md");
/// Set to write the table anew; it is read by a person before it is kept.
const WRITE: &str = "LIAISON_WRITE_DOCS";
/// Between these lines the page is made.
const BEGINS: &str = "<!-- The table is made by a test: LIAISON_WRITE_DOCS=1. -->\n";
const ENDS: &str = "<!-- Here it ends. -->\n";

/// Where somebody tampers, what they do, and what is said of it.
type Row = (&'static str, &'static str, String);

/// A record with a tree, and what somebody who tampers aims at.
struct Target {
    desk: Desk,
    key: LogKey,
    number: i64,
    /// Two events of it, by id.
    events: [i64; 2],
    file: PathBuf,
    directory: tempfile::TempDir,
    earlier: String,
}

async fn with_file(desk: &Desk) -> (Statement, String) {
    let reader = desk.store.reader();
    let numbers = reader.public_numbers().await.unwrap();
    for statement in reader.statements(&numbers).await.unwrap() {
        for attachment in &statement.attachments {
            if let AttachmentBody::File { sha256: Some(sha256), .. } = &attachment.body {
                let sha256 = sha256.clone();
                return (statement, sha256);
            }
        }
    }
    panic!("the demonstration has files");
}

async fn target(world: &World) -> Target {
    let directory = tempfile::tempdir().unwrap();
    let desk = with_key(&world.desk, directory.path());
    fill_demo(&desk, now()).await.unwrap();
    let key = open_log_key(&desk, now()).await.unwrap();
    extend(&desk, &key, later(1)).await;
    let (statement, sha256) = with_file(&desk).await;
    let of = [statement.number];
    let events = desk.store.reader().public_events(&of, false).await.unwrap();
    assert!(events.len() > 1, "two events can be swapped");
    let file = world.files().join(&sha256[..2]).join(&sha256[2..4]).join(&sha256);
    let earlier = given_log(&desk).await.unwrap().checkpoint.unwrap().note;
    let events = [events[0].id, events[1].id];
    Target { desk, key, number: statement.number.0, events, file, directory, earlier }
}

fn said(findings: &[Finding], target: &Target) -> String {
    assert!(!findings.is_empty(), "it is named");
    let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
    // What is drawn by chance or counted by the clock is not of the page.
    let all = all.join(" ");
    all.replace(&format!("Statement {}:", target.number), "Statement N:")
}

impl Target {
    async fn findings(&self) -> String {
        said(&verify(&self.desk, Some(&self.earlier)).await.findings, self)
    }

    /// Tampers with the database, checks, and makes good again.
    async fn tampered(&self, does: &str, undoes: &str) -> String {
        tamper(&self.desk.store, does.to_owned()).await;
        let said = self.findings().await;
        tamper(&self.desk.store, undoes.to_owned()).await;
        assert_eq!(verify(&self.desk, None).await.findings, [], "{undoes}");
        said
    }
}

async fn in_database(target: &Target) -> Vec<Row> {
    let (number, [one, two]) = (target.number, target.events);
    let mut rows = Vec::new();
    let cases = [
        (
            "the text of a statement is changed",
            format!("update statements set text = text || 'not' where number = {number}"),
            format!("update statements set text = substr(text, 1, length(text) - 3) where number = {number}"),
        ),
        (
            "the day on which it was sent or received is changed",
            format!("update statements set sent_on = '19' || substr(sent_on, 3), received_on = '19' || substr(received_on, 3) where number = {number}"),
            format!("update statements set sent_on = '20' || substr(sent_on, 3), received_on = '20' || substr(received_on, 3) where number = {number}"),
        ),
        (
            "a statement is taken off the record",
            format!("update statements set public = false, state = 'draft' where number = {number}"),
            format!("update statements set public = true, state = 'posted' where number = {number}"),
        ),
        (
            "an attachment is renamed",
            format!("update attachments set name = name || 'x' where number = {number} and position = 1"),
            format!("update attachments set name = substr(name, 1, length(name) - 1) where number = {number} and position = 1"),
        ),
        (
            "the date of an event is changed",
            format!("update events set at = at - 86400000000 where id = {one}"),
            format!("update events set at = at + 86400000000 where id = {one}"),
        ),
        (
            "an event is removed",
            format!("create table kept as select * from events where id = {one}; delete from events where id = {one}"),
            "insert into events select * from kept; drop table kept".to_owned(),
        ),
        (
            "two events are swapped",
            format!("update events set id = 1 where id = {one}; update events set id = {one} where id = {two}; update events set id = {two} where id = 1"),
            format!("update events set id = 1 where id = {one}; update events set id = {one} where id = {two}; update events set id = {two} where id = 1"),
        ),
        (
            "an event of long ago is put in",
            format!("insert into events (id, number, kind, system, person, name, role, at, public, words, difference) select 2, number, 'commented', system, person, name, role, 946684800000000, true, 'I said so then.', '' from events where id = {one}"),
            "delete from events where id = 2".to_owned(),
        ),
        (
            "a leaf is changed",
            "update log_leaves set leaf = replace(leaf, '2026', '2019') where idx = 3".to_owned(),
            "update log_leaves set leaf = replace(leaf, '2019', '2026') where idx = 3".to_owned(),
        ),
        (
            "a leaf is removed",
            "create table kept as select * from log_leaves where idx = 3; delete from log_leaves where idx = 3".to_owned(),
            "insert into log_leaves select * from kept; drop table kept".to_owned(),
        ),
    ];
    for (what, does, undoes) in cases {
        rows.push(("the database", what, target.tampered(&does, &undoes).await));
    }
    rows
}

async fn in_files(target: &Target) -> Vec<Row> {
    let bytes = std::fs::read(&target.file).unwrap();
    let mut changed = bytes.clone();
    changed[0] ^= 1;
    std::fs::write(&target.file, &changed).unwrap();
    let byte = target.findings().await;
    std::fs::remove_file(&target.file).unwrap();
    let removed = target.findings().await;
    std::fs::write(&target.file, &bytes).unwrap();
    vec![
        ("the files", "a byte of an attachment is changed", byte),
        ("the files", "an attachment is removed", removed),
    ]
}

/// Somebody who can write everything, and makes all that is there fit together again: only who kept something finds out.
async fn in_all(target: &Target, other: &Target) -> Vec<Row> {
    let key = target.directory.path().join("log.key");
    let own = std::fs::read(&key).unwrap();
    std::fs::copy(other.directory.path().join("log.key"), &key).unwrap();
    let wrong = target.findings().await;
    std::fs::write(&key, own).unwrap();
    let foreign = verify_record(&target.desk, Some(&other.earlier), &|_, _, _| {}).await;
    let Err(Failure::Unacceptable(foreign)) = foreign else { panic!("refused: {foreign:?}") };
    let foreign = foreign.replace(&other.key.public().id_hex(), "…");
    let end = given_log(&target.desk).await.unwrap().checkpoint.unwrap().size;
    let cut = format!(
        "create table kept as select * from log_leaves where idx = {0}; delete from log_leaves where idx = {0}",
        end - 1
    );
    let undo = "insert into log_leaves select * from kept; drop table kept";
    let cut = target.tampered(&cut, undo).await;
    // The tree is built anew over a record that was changed before, with the very key.
    tamper(
        &target.desk.store,
        format!(
            "update statements set text = 'Nothing of the kind.' where number = {}; delete from log_leaves; \
             delete from log_nodes; delete from log_checkpoints; delete from log_keys; \
             insert into log_pending (number, marks) select number, 1 from statements where public",
            target.number
        ),
    )
    .await;
    let forged = open_log_key(&target.desk, now()).await.unwrap();
    extend(&target.desk, &forged, later(1)).await;
    assert_eq!(verify(&target.desk, None).await.findings, [], "everything fits together");
    vec![
        ("the key", "another key is put in the place of the one that signs", wrong),
        ("the tree", "the checkpoint that was kept is of another installation", foreign),
        ("the tree", "its last leaf is cut off", cut),
        ("the tree", "it is built anew over a changed record, and signed", target.findings().await),
    ]
}

async fn in_export(target: &Target) -> Vec<Row> {
    let directory = tempfile::tempdir().unwrap();
    let top = directory.path();
    export_record(&target.desk, top, &|_, _| {}).await.unwrap();
    export_log(&target.desk, top, &|_, _, _| {}).await.unwrap();
    let check = async |what: &str| {
        let verified = verify_export(top, Some(&target.earlier), &|_, _, _| {}).await;
        match verified {
            Ok(verified) if what.is_empty() => {
                assert_eq!(verified.findings, []);
                String::new()
            }
            Ok(verified) => said(&verified.findings, target),
            Err(failure) => failure.to_string(),
        }
    };
    check("").await;
    let (statements, leaves) = (top.join("statements.jsonl"), top.join("log/leaves.jsonl"));
    let tile = top.join("log/tile/entries/000");
    let of = format!("{{\"number\":{},", target.number);
    let on_line = |text: &str, change: &dyn Fn(&str) -> String| -> String {
        text.lines()
            .map(|line| if line.starts_with(&of) { change(line) } else { format!("{line}\n") })
            .collect()
    };
    let mut rows = Vec::new();
    let mut case = async |what: &'static str, path: &Path, change: &dyn Fn(&[u8]) -> Vec<u8>| {
        let bytes = std::fs::read(path).unwrap();
        let changed = change(&bytes);
        assert_ne!(changed, bytes, "{what}");
        std::fs::write(path, changed).unwrap();
        rows.push(("an export", what, check(what).await));
        std::fs::write(path, bytes).unwrap();
    };
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    case("the text of a statement is changed", &statements, &|bytes| {
        on_line(&text(bytes), &|line| line.replacen("\"text\":\"", "\"text\":\"Not: ", 1) + "\n")
            .into()
    })
    .await;
    case("a statement is removed", &statements, &|bytes| {
        on_line(&text(bytes), &|_| String::new()).into()
    })
    .await;
    case("what an event says is changed", &leaves, &|bytes| {
        text(bytes).replacen("\"by\":{\"salt\":\"", "\"by\":{\"salt\":\"00", 1).into()
    })
    .await;
    case("an entry of the tree is changed", &tile, &|bytes| {
        let at = bytes.windows(4).rposition(|bytes| bytes == b"2026").unwrap();
        let mut changed = bytes.to_vec();
        changed[at + 3] = b'5';
        changed
    })
    .await;
    case("its checkpoint is changed", &top.join("log/checkpoint"), &|bytes| {
        text(bytes).replacen("\n", "\n1", 1).into()
    })
    .await;
    assert_eq!(check("").await, "");
    rows
}

/// Every kind of change to the database, the files, the key, the tree and an export is named.
#[tokio::test]
async fn every_kind_of_tampering_is_named() {
    let mut tables = Vec::new();
    for (world, other) in
        empty_worlds("tampering").await.iter().zip(empty_worlds("tampering_other").await.iter())
    {
        let (target, other) = (target(world).await, self::target(other).await);
        assert_eq!(verify(&target.desk, Some(&target.earlier)).await.findings, []);
        let mut rows = in_database(&target).await;
        rows.extend(in_files(&target).await);
        rows.extend(in_export(&target).await);
        rows.extend(in_all(&target, &other).await);
        let line = |(place, what, said): &Row| format!("| {place} | {what} | {} |\n", plain(said));
        let rows: String = rows.iter().map(line).collect();
        tables.push(format!("\n| in | if | `verify` says |\n| --- | --- | --- |\n{rows}\n"));
    }
    assert!(tables.iter().all(|table| *table == tables[0]), "both databases say the same");
    let page = std::fs::read_to_string(WRITTEN).expect("docs/proof.md is there");
    let (head, rest) = page.split_once(BEGINS).expect("the page has a place for the table");
    let (table, foot) = rest.split_once(ENDS).expect("the table has an end");
    if std::env::var_os(WRITE).is_some() {
        let page = format!("{head}{BEGINS}{}{ENDS}{foot}", tables[0]);
        std::fs::write(WRITTEN, page).unwrap();
        return;
    }
    assert_eq!(table, tables[0], "set {WRITE}, run this again and read what changed");
}

/// Takes out what is drawn by chance.
fn plain(said: &str) -> String {
    let is_hex = |word: &str| word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let words = said.split(' ').map(|word| {
        let bare = word.trim_matches(|c: char| "().,".contains(c));
        if is_hex(bare) { word.replace(bare, "…") } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}
