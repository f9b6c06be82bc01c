//! The pictures that stand beside links to the record.

use std::path::PathBuf;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rules::{Number, Statement};

use crate::made;
use crate::support::{Answer, Service, services};

/// Returns how wide and high a PNG says that it is.
fn size_of(answer: &Answer) -> [u32; 2] {
    assert_eq!(&answer.body[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(answer.body[at..at + 4].try_into().unwrap());
    [number(16), number(20)]
}

async fn picture(service: &Service, path: &str) -> Answer {
    let answer = service.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    assert_eq!(answer.header("content-type"), "image/png");
    assert_eq!(size_of(&answer), [1200, 630], "{path}");
    assert!(answer.body.len() < 200_000, "{path}: {} bytes", answer.body.len());
    if std::env::var_os("LIAISON_SHOTS").is_some() {
        let name = path.trim_start_matches('/').replace('/', "-");
        std::fs::write(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name), &answer.body)
            .unwrap();
    }
    answer
}

async fn titled(service: &Service, number: i64, title: &str) {
    let store = &service.desk.store;
    let old = store.reader().statement(Number(number)).await.unwrap().unwrap();
    let mut tx = store.begin("give it another title").await.unwrap();
    tx.save_statement(&Statement { subject: title.to_owned(), ..old }).await.unwrap();
    tx.commit().await.unwrap();
}

/// REC-1: what is on the record has a picture that changes with it; what is not has none, and says so as what does not exist.
#[tokio::test]
async fn what_is_on_the_record_has_a_picture_and_nothing_else_has() {
    for (_, service) in services("cards").await {
        made::record(&service).await;
        let record = picture(&service, "/card.png").await;
        let mut seen = vec![record.body];
        for number in [made::ASKED, made::ANSWER, made::WITHDRAWN, made::IMPORTED, made::HOSTILE] {
            let answer = picture(&service, &format!("/statements/{number}/card.png")).await;
            assert!(!seen.contains(&answer.body), "{number}: each has its own");
            seen.push(answer.body);
        }
        for number in made::SECRETS.into_iter().chain([99]) {
            let answer = service.get(&format!("/statements/{number}/card.png")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{number}");
            assert!(!answer.text().contains(made::SECRET));
        }
        for path in ["/statements/x/card.png", "/statements/01/card.png"] {
            assert_eq!(service.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        // It is kept like a page, and known again by its tag, until something changes.
        let path = format!("/statements/{}/card.png", made::ASKED);
        let first = picture(&service, &path).await;
        let tag = first.header("etag").to_owned();
        assert!(!tag.is_empty());
        let again = Request::get(&path).header("if-none-match", &tag).body(Body::empty()).unwrap();
        assert_eq!(service.ask(again).await.status, StatusCode::NOT_MODIFIED);
        titled(&service, made::ASKED, "Another title").await;
        let changed = loop {
            let now = picture(&service, &path).await;
            if now.body != first.body {
                break now;
            }
        };
        assert_ne!(changed.header("etag"), tag);
    }
}

/// Letters that our faces do not have, or that would stand in the wrong order, are left out with the title, and number, purpose and day
/// stand alone; whatever a title holds, it is drawn in bounds.
#[tokio::test]
async fn a_title_of_any_letters_makes_a_picture_without_boxes() {
    for (_, service) in services("card_titles").await {
        made::record(&service).await;
        let path = format!("/statements/{}/card.png", made::ASKED);
        let mut without = Vec::new();
        for title in ["时钟同步", "ساعات ومزامنة", "שעונים", "घड़ियाँ", "Clocks 🕰", "\u{0}\u{1}"]
        {
            titled(&service, made::ASKED, title).await;
            service.ask(Request::post("/").body(Body::empty()).unwrap()).await;
            without.push(picture(&service, &path).await.body);
        }
        assert!(without.iter().all(|one| *one == without[0]), "all of them without the title");
        let mut with = Vec::new();
        for title in [
            "Clocks".to_owned(),
            "Ωρολόγια".to_owned(),
            "Часы и их синхронизация".to_owned(),
            "Cafe\u{301}: na\u{ef}ve \u{201c}clocks\u{201d} \u{2014} 2\u{a0}\u{b5}s".to_owned(),
            "Residence time of boundary clocks in networks of more than sixty-four hops ".repeat(5),
            "W".repeat(900),
            " a ".repeat(2_000),
        ] {
            titled(&service, made::ASKED, &title).await;
            service.ask(Request::post("/").body(Body::empty()).unwrap()).await;
            let drawn = picture(&service, &path).await.body;
            assert!(!without.contains(&drawn) && !with.contains(&drawn), "{title}");
            with.push(drawn);
        }
    }
}
