//! Files are kept byte for byte, once, under their digest (REC-5).

use std::os::unix::fs::MetadataExt as _;

use bytes::Bytes;
use store::testing::{Guard, bucket, places, stores};
use store::{Bucket, Fault, FilePlace, Place, Store};

/// Of `abc` (FIPS 180-2, appendix B.1).
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// Returns an empty store with its files in a directory, and where there is a bucket one with them in that.
async fn both(name: &str) -> Vec<(&'static str, Store, Guard)> {
    let (_, store, guard) = stores(name).await.remove(0);
    let mut all = vec![("directory", store, guard)];
    if let Some(bucket) = bucket(name) {
        let (_, guard) = places(name).await.remove(0);
        all.push(("bucket", in_bucket(&guard, bucket).await, guard));
    }
    all
}

async fn in_bucket(guard: &Guard, bucket: Bucket) -> Store {
    let place = Place { files: FilePlace::Bucket(bucket), ..guard.place() };
    Store::open(&place).await.expect("a fresh store can be opened")
}

#[tokio::test]
async fn bytes_come_back_as_they_were_kept() {
    for (label, store, guard) in both("files").await {
        let files = store.files();
        let every_byte: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        for bytes in [Bytes::from_static(b"abc"), Bytes::new(), Bytes::from(every_byte)] {
            let sha256 = files.put(bytes.clone()).await.expect("kept");
            assert_eq!(files.get(&sha256).await.expect("read"), Some(bytes), "{label}");
        }
        let path = guard.files().join("ba").join("78").join(ABC);
        if label == "directory" {
            assert_eq!(std::fs::read(path).expect("is there"), b"abc");
        } else {
            assert!(!path.exists(), "nothing of it is on this machine");
        }
        files.remove(ABC).await.expect("removed");
        assert_eq!(files.get(ABC).await.expect("asked"), None, "{label}");
        files.remove(ABC).await.expect("was gone already");
    }
}

#[tokio::test]
async fn the_same_bytes_are_kept_once_however_many_keep_them_at_once() {
    for (label, store, guard) in both("once").await {
        let puts = (0..16).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.files().put(Bytes::from_static(b"abc")).await })
        });
        for put in puts.collect::<Vec<_>>() {
            assert_eq!(put.await.expect("no panic").expect("kept"), ABC, "{label}");
        }
        if label == "directory" {
            let directory = guard.files().join("ba").join("78");
            let names: Vec<_> = std::fs::read_dir(directory).expect("is there").collect();
            assert_eq!(names.len(), 1);
        }
    }
}

#[tokio::test]
async fn what_is_not_there_and_what_is_no_digest_is_not_found() {
    for (label, store, guard) in both("nofile").await {
        let secret = guard.files().parent().expect("a directory").join("secret");
        std::fs::write(secret, "secret").expect("written");
        for name in [ABC, "", "a", "../secret", "..", "/etc/passwd", "ä€", "%2e%2e/secret", "a\0b"]
        {
            assert_eq!(store.files().get(name).await.expect("asked"), None, "{label}: {name:?}");
        }
    }
}

#[tokio::test]
async fn a_file_that_lost_bytes_is_mended_when_it_comes_again() {
    let (_, store, guard) = stores("mended").await.remove(0);
    store.files().put(Bytes::from_static(b"abc")).await.expect("kept");
    let path = guard.files().join("ba").join("78").join(ABC);
    std::fs::write(&path, "a").expect("written");
    store.files().put(Bytes::from_static(b"abc")).await.expect("kept");
    assert_eq!(std::fs::read(path).expect("is there"), b"abc");
}

#[tokio::test]
async fn many_files_are_kept_at_once_and_each_once() {
    let (_, store, guard) = stores("manyfiles").await.remove(0);
    let bytes: Vec<Bytes> =
        (0..500).map(|number| Bytes::from(format!("file {}", number % 400))).collect();
    store.files().put(bytes[7].clone()).await.expect("kept before");
    let digests = store.files().put_all(bytes.clone()).await.expect("kept");
    for (sha256, bytes) in digests.iter().zip(&bytes) {
        assert_eq!(store.files().get(sha256).await.expect("read").as_ref(), Some(bytes));
        assert_eq!(store.files().put(bytes.clone()).await.expect("kept"), *sha256);
    }
    let mut names = Vec::new();
    let mut directories = vec![guard.files()];
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).expect("is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { directories.push(path) } else { names.push(path) }
        }
    }
    assert_eq!(names.len(), 400, "nothing unfinished is left");
    std::fs::write(&names[0], "").expect("written");
    store.files().put_all(bytes.clone()).await.expect("kept again");
    assert!(
        std::fs::read(&names[0]).expect("is there").starts_with(b"file "),
        "what lost bytes is mended"
    );
}

/// What one instance keeps another finds, and a prefix keeps those apart that share a bucket for other reasons.
#[tokio::test]
async fn instances_share_a_bucket_and_strangers_in_it_do_not_meet() {
    let Some(shared) = bucket("shared") else { return };
    let mut guards = places("shared").await;
    let (_, first) = guards.remove(0);
    let (_, second) = places("shared").await.remove(0);
    let (one, other) =
        (in_bucket(&first, shared.clone()).await, in_bucket(&second, shared.clone()).await);
    let bytes: Vec<Bytes> =
        (0..40).map(|number| Bytes::from(format!("file {}", number % 30))).collect();
    let digests = one.files().put_all(bytes.clone()).await.expect("kept");
    assert_eq!(other.files().put_all(bytes.clone()).await.expect("kept already"), digests);
    for (sha256, bytes) in digests.iter().zip(&bytes) {
        assert_eq!(other.files().get(sha256).await.expect("read").as_ref(), Some(bytes));
    }
    let (_, third) = places("shared").await.remove(0);
    let elsewhere = Bucket { prefix: format!("{}/elsewhere", shared.prefix), ..shared };
    let stranger = in_bucket(&third, elsewhere).await;
    assert_eq!(stranger.files().get(&digests[0]).await.expect("asked"), None);
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_told_without_the_secret() {
    let Some(bucket) = bucket("nobucket") else { return };
    let (_, guard) = places("nobucket").await.remove(0);
    let absent = Bucket {
        name: "absent".to_owned(),
        secret: "a secret that nobody reads".to_owned(),
        ..bucket
    };
    assert!(!format!("{absent:?}{absent}").contains("a secret"));
    let store = in_bucket(&guard, absent).await;
    let fault = store.files().put(Bytes::from_static(b"abc")).await.expect_err("refused");
    assert!(matches!(fault, Fault::Files { .. }), "{fault}");
    let told = fault.to_string();
    assert!(told.contains("NoSuchBucket") && !told.contains("a secret"), "{told}");
}

/// Root looks and imports; the service that runs as another user writes beside that afterwards (an operator's `liaison doctor`).
#[tokio::test]
async fn what_root_keeps_belongs_to_whoever_the_directory_belongs_to() {
    const NOBODY: u32 = 65_534;
    let (_, store, guard) = stores("owner").await.remove(0);
    if std::os::unix::fs::chown(guard.files(), Some(NOBODY), Some(NOBODY)).is_err() {
        println!("nothing was tested: only root can give a directory away");
        return;
    }
    store.files().put(Bytes::from_static(b"abc")).await.expect("kept");
    let both = vec![Bytes::from_static(b"one"), Bytes::from_static(b"another")];
    store.files().put_all(both).await.expect("kept");
    let mut waiting = vec![guard.files()];
    let mut seen = 0;
    while let Some(path) = waiting.pop() {
        assert_eq!(path.metadata().expect("is there").uid(), NOBODY, "{}", path.display());
        seen += usize::from(path.is_file());
        let below = std::fs::read_dir(&path).into_iter().flatten().flatten();
        waiting.extend(below.map(|entry| entry.path()));
    }
    assert_eq!(seen, 3);
}
