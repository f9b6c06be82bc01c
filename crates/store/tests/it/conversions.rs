//! The words of attached files are read once, found, and read anew when another file takes their place.

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use rules::{Attachment, AttachmentBody, Number, Rendition, RenditionKind, State, Statement};
use store::testing::stores;
use store::{ClaimedConversion, Find, Store};

use crate::made;

async fn claim(store: &Store, now: Timestamp, limit: i64) -> Vec<ClaimedConversion> {
    let mut tx = store.begin("claim").await.expect("a transaction");
    let until = now + SignedDuration::from_mins(10);
    let claimed = tx.claim_conversions(now, until, limit).await.expect("claimed");
    tx.commit().await.expect("kept");
    claimed
}

pub(crate) async fn read(store: &Store, number: i64, position: i64, text: &str, warning: &str) {
    let mut tx = store.begin("keep the words").await.expect("a transaction");
    tx.save_attachment_text(Number(number), position, text, warning).await.expect("kept");
    tx.commit().await.expect("kept");
}

async fn text(store: &Store, number: i64, position: i64) -> String {
    store.reader().attachment_text(Number(number), position).await.expect("asked")
}

async fn found(store: &Store, words: &str) -> Vec<i64> {
    let find = Find { words: words.to_owned(), ..Find::default() };
    let found = store.reader().find(&find, 1, 50).await.expect("found");
    found.rows.iter().map(|row| row.number.0).collect()
}

/// A statement with a file, a link and a file whose bytes have not been brought.
async fn with_files(store: &Store) -> Statement {
    let directory = made::directory(store).await;
    let link = Attachment {
        body: AttachmentBody::Link { url: "https://example.com/".to_owned() },
        ..made::file(2, "A page", None)
    };
    let statement = Statement {
        attachments: vec![
            made::file(1, "letter.pdf", Some("aa")),
            link,
            made::file(3, "old.doc", None),
        ],
        ..made::received(&directory, 1, date(2026, 3, 1))
    };
    made::save(store, std::slice::from_ref(&statement)).await;
    statement
}

#[tokio::test]
async fn a_file_that_came_with_a_statement_waits_to_be_read_by_one_worker() {
    for (label, store, _guard) in stores("toread").await {
        with_files(&store).await;
        let now = made::now();
        assert_eq!(claim(&store, now, 0).await, [], "{label}");
        let letter = ClaimedConversion {
            number: Number(1),
            position: 1,
            sha256: "aa".to_owned(),
            name: "letter.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            is_letter: false,
            is_received: true,
            tried: 0,
        };
        assert_eq!(claim(&store, now, 10).await, std::slice::from_ref(&letter), "{label}");
        assert_eq!(claim(&store, now, 10).await, [], "{label}: somebody reads it");
        let after_a_crash = claim(&store, now + SignedDuration::from_mins(10), 10).await;
        assert_eq!(after_a_crash, [ClaimedConversion { tried: 1, ..letter }], "{label}");
        read(&store, 1, 1, "", "It is encrypted.").await;
        let much_later = now + SignedDuration::from_hours(24);
        assert_eq!(claim(&store, much_later, 10).await, [], "{label}: nothing is left to read");
        assert_eq!(text(&store, 1, 1).await, "", "{label}");
    }
}

#[tokio::test]
async fn the_words_of_an_attachment_are_found_with_its_statement() {
    for (label, store, _guard) in stores("readwords").await {
        let statement = with_files(&store).await;
        assert_eq!(found(&store, "holdover").await, Vec::<i64>::new(), "{label}: not read yet");
        let before = store.change_count().await.expect("counted");
        read(&store, 1, 1, "The holdover of boundary clocks", "").await;
        assert!(store.change_count().await.expect("counted") > before, "{label}: lists changed");
        assert_eq!(text(&store, 1, 1).await, "The holdover of boundary clocks", "{label}");
        assert_eq!(found(&store, "\"boundary clocks\" colleagues").await, [1], "{label}");
        let find = Find { words: "holdover".to_owned(), ..Find::default() };
        let rows = store.reader().find(&find, 1, 1).await.expect("found").rows;
        assert_eq!(rows[0].snippet, "The \u{E000}holdover\u{E001} of boundary clocks", "{label}");

        // They stay when the statement is saved again, and go with the file.
        let again = Statement { revision: 1, subject: "Anew".to_owned(), ..statement.clone() };
        made::save(&store, &[again]).await;
        assert_eq!(found(&store, "holdover anew").await, [1], "{label}");
        assert_eq!(claim(&store, made::now(), 10).await, [], "{label}: read already");
        let without = Statement { revision: 2, attachments: Vec::new(), ..statement };
        made::save(&store, &[without]).await;
        assert_eq!(found(&store, "holdover").await, Vec::<i64>::new(), "{label}");
        assert_eq!(text(&store, 1, 1).await, "", "{label}");
        read(&store, 1, 1, "The holdover, read too late", "").await;
        assert_eq!(found(&store, "holdover").await, Vec::<i64>::new(), "{label}");
    }
}

#[tokio::test]
async fn what_is_hidden_is_not_found_by_its_words() {
    for (label, store, _guard) in stores("hiddenwords").await {
        let mut statement = with_files(&store).await;
        read(&store, 1, 1, "The holdover of boundary clocks", "").await;
        statement.revision = 1;
        statement.attachments[0].hidden = Some("Names a person.".to_owned());
        made::save(&store, std::slice::from_ref(&statement)).await;
        for words in ["holdover", "letter.pdf"] {
            assert_eq!(found(&store, words).await, Vec::<i64>::new(), "{label}: {words}");
        }
        statement.revision = 2;
        statement.attachments[0].hidden = None;
        made::save(&store, &[statement]).await;
        assert_eq!(found(&store, "holdover").await, [1], "{label}: shown again");
    }
}

#[tokio::test]
async fn bytes_that_are_brought_later_are_read_then_and_others_in_their_place_anew() {
    for (label, store, _guard) in stores("replaced").await {
        let mut statement = with_files(&store).await;
        claim(&store, made::now(), 10).await;
        read(&store, 1, 1, "The holdover of boundary clocks", "").await;
        statement.revision = 1;
        statement.attachments[0] = made::file(1, "letter.pdf", Some("bb"));
        statement.attachments[2] = made::file(3, "old.doc", Some("cc"));
        made::save(&store, &[statement]).await;
        let claimed = claim(&store, made::now(), 10).await;
        let files: Vec<&str> = claimed.iter().map(|it| it.sha256.as_str()).collect();
        assert_eq!(files, ["bb", "cc"], "{label}");
        assert_eq!(found(&store, "holdover").await, Vec::<i64>::new(), "{label}");
    }
}

#[tokio::test]
async fn readers_that_claim_at_once_never_get_the_same_file() {
    for (label, store, _guard) in stores("readrace").await {
        let directory = made::directory(&store).await;
        let statements: Vec<Statement> = (1..=20)
            .map(|number| Statement {
                attachments: vec![
                    made::file(1, "a.pdf", Some("aa")),
                    made::file(2, "b.pdf", Some("bb")),
                ],
                ..made::received(&directory, number, date(2026, 3, 1))
            })
            .collect();
        let mut tx = store.begin("import").await.expect("a transaction");
        tx.insert_statements(&statements).await.expect("inserted");
        tx.commit().await.expect("kept");
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut mine = Vec::new();
                    for _ in 0..10 {
                        mine.extend(claim(&store, made::now(), 5).await);
                    }
                    mine
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            let mine = worker.await.expect("no panic");
            all.extend(mine.into_iter().map(|it| (it.number, it.position)));
        }
        all.sort_unstable();
        let expected = (1..=20).flat_map(|number| [(Number(number), 1), (Number(number), 2)]);
        assert_eq!(all, expected.collect::<Vec<_>>(), "{label}");
    }
}

#[tokio::test]
async fn a_rendition_belongs_to_its_file_wherever_that_is_attached() {
    for (label, store, _guard) in stores("renditions").await {
        let first = with_files(&store).await;
        let draft = Statement { number: Number(2), state: State::Draft, ..first };
        made::save(&store, &[draft]).await;
        let pdf = Rendition { kind: RenditionKind::Pdf, sha256: "dd".to_owned(), size: 9 };
        let mut tx = store.begin("keep a rendition").await.expect("a transaction");
        tx.save_rendition("aa", &Rendition { sha256: "ee".to_owned(), ..pdf.clone() })
            .await
            .expect("kept");
        tx.save_rendition("aa", &pdf).await.expect("kept");
        tx.commit().await.expect("kept");
        for number in [1, 2] {
            let statement = store.reader().statement(Number(number)).await.expect("loads");
            let statement = statement.expect("there");
            let AttachmentBody::File { renditions, .. } = &statement.attachments[0].body else {
                panic!("{label}: a file")
            };
            assert_eq!(renditions, std::slice::from_ref(&pdf), "{label}: {number}");
        }
    }
}
