//! Messages are taken from a Maildir that a mail server delivers into.

use std::path::Path;

use rules::{ItemState, Way};
use workers::{Intake, WatchedMaildir, Workers};

use crate::desk::{desks, until};

fn deliver(maildir: &Path, name: &str, message: &str) {
    let written = maildir.join("tmp").join(name);
    std::fs::write(&written, message).unwrap();
    std::fs::rename(written, maildir.join("new").join(name)).unwrap();
}

fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// IN-2: what is stored is seen, what cannot be stored is as it was.
#[tokio::test]
async fn a_message_is_moved_once_it_is_stored() {
    for (desk, _guard) in desks("maildir").await {
        let top = tempfile::tempdir().unwrap();
        for name in ["tmp", "new", "cur"] {
            std::fs::create_dir(top.path().join(name)).unwrap();
        }
        deliver(
            top.path(),
            "1.a.host",
            "From: a@example.com\nMessage-ID: <1@example.com>\n\none\n",
        );
        deliver(
            top.path(),
            "2.b.host",
            &format!("From: a@example.com\n\n{}", "x".repeat(60 << 20)),
        );
        let address = "statements@example.org".to_owned();
        let watched = WatchedMaildir { path: top.path().to_owned(), address };
        let intake = || Intake { maildirs: vec![watched.clone()], ..Intake::default() };
        // Several instances may watch the same.
        let one = Workers::start(&desk, None).with_intake(&desk, intake());
        let other = Workers::start(&desk, None).with_intake(&desk, intake());
        until("the message is moved", async || names(&top.path().join("cur")).len() == 1).await;
        deliver(
            top.path(),
            "3.c.host",
            "From: a@example.com\nMessage-ID: <3@example.com>\n\nthree\n",
        );
        until("the next is moved", async || names(&top.path().join("cur")).len() == 2).await;
        one.stop().await;
        other.stop().await;
        assert_eq!(names(&top.path().join("cur")), ["1.a.host:2,S", "3.c.host:2,S"]);
        assert_eq!(names(&top.path().join("new")), ["2.b.host"], "what is too large stays");
        let (items, _) = desk.store.reader().items(ItemState::Waiting, 1, 10).await.unwrap();
        assert_eq!(items.len(), 2);
        let way = &items[0].ways[0];
        assert_eq!(
            (way.way, way.envelope_to.as_str(), items[0].ways.len()),
            (Way::Maildir, "statements@example.org", 1)
        );
    }
}
