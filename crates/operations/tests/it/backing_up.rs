//! Backups and what comes back from them, on both databases and from each to the other.

use std::path::{Path, PathBuf};

use operations::{
    Desk, Failure, Locked, NewBackup, Opens, RestoreFrom, Restored, backup, comment_on_statement,
    fill_demo, given_log, open_log_key, restore,
};
use store::testing::places;
use store::{Place, Store};

use crate::proving::{extend, verify, with_key};
use crate::world::{empty_worlds, later, now};

/// A recipient of age with its secret half, made for these stories.
const RECIPIENT: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
const IDENTITY: &str = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";

fn new(path: PathBuf) -> NewBackup {
    NewBackup { path, since: None, locked: Locked::Open, opens: Opens::Nothing }
}

fn from(path: &Path) -> RestoreFrom {
    RestoreFrom { path: path.to_owned(), older: Vec::new(), opens: Opens::Nothing }
}

async fn restored(from: &RestoreFrom, to: &Place) -> Result<Restored, Failure> {
    let beside = to.files.directory().unwrap().with_file_name("log.key");
    restore(from, to, &beside, &beside.with_file_name("policy.toml"), &|_, _| {}).await
}

async fn made(desk: &Desk, new: &NewBackup) -> operations::BackedUp {
    backup(desk, new, now(), &|_, _| {}).await.unwrap()
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Made while people work, restored into either database, it is one state of the record and as its tree says.
#[tokio::test]
async fn a_backup_made_under_load_is_restored_into_either_database() {
    for world in empty_worlds("backing_up").await {
        let directory = tempfile::tempdir().unwrap();
        let desk = with_key(&world.desk, directory.path());
        fill_demo(&desk, now()).await.unwrap();
        let key = open_log_key(&desk, now()).await.unwrap();
        extend(&desk, &key, now()).await;
        let path = directory.path().join("liaison.backup");
        let one = desk.store.reader().public_numbers().await.unwrap()[0];
        let coordinator = world.actor("cy.novak").await;
        let working = async {
            for n in 0..30 {
                let words = format!("Remark {n}.");
                comment_on_statement(&desk, &coordinator, one, &words, true, later(n))
                    .await
                    .unwrap();
                extend(&desk, &key, later(n)).await;
            }
        };
        let new = new(path.clone());
        let (done, ()) = tokio::join!(made(&desk, &new), working);
        assert!(done.held == done.files && done.files > 0, "{done:?}");
        assert_eq!(names(directory.path()), ["liaison.backup", "log.key"]);
        assert_eq!(desk.store.reader().last_backup().await.unwrap(), Some(now()));
        for (label, guard) in places("backed_up").await {
            let place = guard.place();
            let came = restored(&from(&path), &place).await.unwrap();
            assert_eq!((came.rows, came.files), (done.rows, done.files), "{label}");
            let store = Store::open(&place).await.unwrap();
            let copy = with_key(
                &Desk { store, ..desk.clone() },
                place.files.directory().unwrap().parent().unwrap(),
            );
            let verified = verify(&copy, None).await;
            assert_eq!(verified.findings, [], "{label}");
            // The very key came with it, and what waited enters the tree there.
            let again = open_log_key(&copy, now()).await.unwrap();
            assert_eq!(again.public(), key.public());
            extend(&copy, &again, later(60)).await;
            assert_eq!(verify(&copy, None).await.findings, [], "{label}");
            let earlier = given_log(&copy).await.unwrap().checkpoint.unwrap();
            assert!(earlier.size > 0);
            let again = restored(&from(&path), &place).await.unwrap_err().to_string();
            assert!(again.contains("Nothing is restored onto data"), "{again}");
            copy.store.close().await;
        }
    }
}

/// Half of one, one that was changed, one that another key opens: each is refused before anything is written.
#[tokio::test]
async fn what_is_no_whole_backup_restores_nothing() {
    let world = empty_worlds("backing_up_half").await.remove(0);
    let directory = tempfile::tempdir().unwrap();
    let desk = with_key(&world.desk, directory.path());
    fill_demo(&desk, now()).await.unwrap();
    let (whole, sealed) = (directory.path().join("whole"), directory.path().join("sealed"));
    made(&desk, &new(whole.clone())).await;
    made(
        &desk,
        &NewBackup { locked: Locked::Recipient(RECIPIENT.to_owned()), ..new(sealed.clone()) },
    )
    .await;
    let bytes = std::fs::read(&whole).unwrap();
    let other = directory.path().join("other");
    let guard = places("half").await.remove(0).1;
    let (_, place) = (guard.place(), guard.place());
    let top = place.files.directory().unwrap().parent().unwrap().to_owned();
    let refused = async |from: RestoreFrom| {
        let refused = restored(&from, &place).await.unwrap_err().to_string();
        assert_eq!(names(&top), [""; 0], "{refused}");
        refused.replace(&directory.path().display().to_string(), "DIR")
    };
    let mut said = Vec::new();
    for length in [0, 100, bytes.len() / 3, bytes.len() / 2, bytes.len() - 3_000] {
        std::fs::write(&other, &bytes[..length]).unwrap();
        said.push(refused(from(&other)).await);
    }
    let mut changed = bytes.clone();
    let at = bytes.windows(7).position(|some| some == b"holdove").unwrap();
    changed[at] ^= 1;
    std::fs::write(&other, &changed).unwrap();
    said.push(refused(from(&other)).await);
    said.push(refused(from(&sealed)).await);
    let opens = Opens::Passphrase("wrong".to_owned());
    said.push(refused(RestoreFrom { opens, ..from(&sealed) }).await);
    said.push(refused(from(&directory.path().join("absent"))).await);
    said.dedup();
    insta::assert_snapshot!(said.join("\n"));
    let opens = Opens::Identity(IDENTITY.to_owned());
    restored(&RestoreFrom { opens, ..from(&sealed) }, &place).await.unwrap();
    // What one left that was killed goes as the next begins; what another writes at this moment stays.
    let (killed, held) = (".a.1.liaison-unfinished", ".b.2.liaison-unfinished");
    std::fs::write(directory.path().join(killed), &bytes[..1_000]).unwrap();
    let writes = std::fs::File::create(directory.path().join(held)).unwrap();
    writes.lock().unwrap();
    made(&desk, &new(whole.clone())).await;
    let there = names(directory.path());
    assert_eq!(there, [held, "other", "sealed", "whole"]);
    let nowhere = new(directory.path().join("no/such/place"));
    let refused = backup(&desk, &nowhere, now(), &|_, _| {}).await.unwrap_err().to_string();
    assert!(refused.contains("Nothing of it was left"), "{refused}");
}

/// A file that is thrown away while the backup is made is in neither its list nor its way: it is restored without it.
#[tokio::test]
async fn a_file_that_goes_meanwhile_is_not_missed() {
    let world = empty_worlds("backing_up_gone").await.remove(0);
    let directory = tempfile::tempdir().unwrap();
    let desk = with_key(&world.desk, directory.path());
    let mut kept = Vec::new();
    for words in ["one", "two", "three"] {
        kept.push(desk.store.files().put(words.as_bytes().into()).await.unwrap());
    }
    kept.sort();
    let goes = world.files().join(&kept[2][..2]).join(&kept[2][2..4]).join(&kept[2]);
    let path = directory.path().join("a.backup");
    // The list is made before the first file is read.
    let throws_away = |doing: &'static str, _: u64| {
        if doing == "files" && goes.exists() {
            std::fs::remove_file(&goes).unwrap();
        }
    };
    let slowly = new(path.clone());
    let done = backup(&desk, &slowly, now(), &throws_away).await.unwrap();
    assert_eq!((done.held, done.files), (2, 2));
    let guard = places("gone").await.remove(0).1;
    assert_eq!(restored(&from(&path), &guard.place()).await.unwrap().files, 2);
}

/// One made since another leaves out the files that it holds; both give everything back, the newer alone nothing.
#[tokio::test]
async fn a_backup_since_another_holds_new_files_alone() {
    let world = empty_worlds("backing_up_since").await.remove(0);
    let directory = tempfile::tempdir().unwrap();
    let desk = with_key(&world.desk, directory.path());
    fill_demo(&desk, now()).await.unwrap();
    let (first, second) = (directory.path().join("first"), directory.path().join("second"));
    let all = made(&desk, &new(first.clone())).await;
    desk.store.files().put(b"a new file".as_slice().into()).await.unwrap();
    let since = Some(first.clone());
    let some = made(&desk, &NewBackup { since, ..new(second.clone()) }).await;
    assert_eq!((some.held, some.files), (1, all.files + 1));
    let guard = places("since").await.remove(0).1;
    let alone = restored(&from(&second), &guard.place()).await.unwrap_err();
    assert!(alone.to_string().contains("name the older ones too"), "{alone}");
    let both = RestoreFrom { older: vec![first], ..from(&second) };
    assert_eq!(restored(&both, &guard.place()).await.unwrap().files, some.files);
}
