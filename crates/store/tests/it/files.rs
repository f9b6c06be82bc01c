//! Files are kept byte for byte, once, under their digest (REC-5).

use bytes::Bytes;
use store::testing::stores;

/// Of `abc` (FIPS 180-2, appendix B.1).
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[tokio::test]
async fn bytes_come_back_as_they_were_kept() {
    let (_, store, guard) = stores("files").await.remove(0);
    let files = store.files();
    let every_byte: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    for bytes in [Bytes::from_static(b"abc"), Bytes::new(), Bytes::from(every_byte)] {
        let sha256 = files.put(bytes.clone()).await.expect("kept");
        assert_eq!(files.get(&sha256).await.expect("read"), Some(bytes));
    }
    let path = guard.place().files.join("ba").join("78").join(ABC);
    assert_eq!(std::fs::read(path).expect("is there"), b"abc");
}

#[tokio::test]
async fn the_same_bytes_are_kept_once_however_many_keep_them_at_once() {
    let (_, store, guard) = stores("once").await.remove(0);
    let puts = (0..16).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.files().put(Bytes::from_static(b"abc")).await })
    });
    for put in puts.collect::<Vec<_>>() {
        assert_eq!(put.await.expect("no panic").expect("kept"), ABC);
    }
    let directory = guard.place().files.join("ba").join("78");
    let names: Vec<_> = std::fs::read_dir(directory).expect("is there").collect();
    assert_eq!(names.len(), 1);
}

#[tokio::test]
async fn what_is_not_there_and_what_is_no_digest_is_not_found() {
    let (_, store, guard) = stores("nofile").await.remove(0);
    let secret = guard.place().files.join("../secret");
    std::fs::write(secret, "secret").expect("written");
    for name in [ABC, "", "a", "../secret", "..", "/etc/passwd", "ä€", "%2e%2e/secret", "a\0b"] {
        assert_eq!(store.files().get(name).await.expect("asked"), None, "{name:?}");
    }
}

#[tokio::test]
async fn a_file_that_lost_bytes_is_mended_when_it_comes_again() {
    let (_, store, guard) = stores("mended").await.remove(0);
    store.files().put(Bytes::from_static(b"abc")).await.expect("kept");
    let path = guard.place().files.join("ba").join("78").join(ABC);
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
    let mut directories = vec![guard.place().files];
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
