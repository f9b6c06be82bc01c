//! Pages that are kept for readers: never old, never somebody else's.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rules::{Number, State};

use crate::made;
use crate::support::{Service, services};

#[tokio::test]
async fn a_page_that_was_asked_for_before_costs_no_query() {
    for (label, service) in services("kept").await {
        made::record(&service).await;
        let first = service.get("/statements/1").await;
        let before = service.desk.store.queries_made();
        let again = service.get("/statements/1").await;
        assert!(
            service.desk.store.queries_made() - before <= 1,
            "{label}: the count of changes at most"
        );
        assert_eq!(first.body, again.body, "{label}");
        assert_eq!(first.header("etag"), again.header("etag"), "{label}");
        assert!(!again.header("content-security-policy").is_empty(), "{label}");
    }
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    for (label, service) in services("conditional").await {
        made::record(&service).await;
        let first = service.get("/statements").await;
        let ask = |tag: &str| Request::get("/statements").header("if-none-match", tag);
        let ask = |tag: &str| ask(tag).body(Body::empty()).unwrap();
        let same = service.ask(ask(first.header("etag"))).await;
        assert_eq!((same.status, same.body.len()), (StatusCode::NOT_MODIFIED, 0), "{label}");
        let other = service.ask(ask("\"other\"")).await;
        assert_eq!((other.status, other.body), (StatusCode::OK, first.body), "{label}");
    }
}

#[tokio::test]
async fn head_tells_what_get_would_without_the_page() {
    for (label, service) in services("head").await {
        made::record(&service).await;
        let head = || Request::head("/about").body(Body::empty()).unwrap();
        let fresh = service.ask(head()).await;
        let page = service.get("/about").await;
        let kept = service.ask(head()).await;
        for answer in [fresh, kept] {
            assert_eq!((answer.status, answer.body.len()), (StatusCode::OK, 0), "{label}");
            assert_eq!(answer.header("content-type"), page.header("content-type"), "{label}");
        }
    }
}

/// Within a quarter of a second, whoever made the change.
#[tokio::test]
async fn what_is_withdrawn_shows_soon() {
    for (label, service) in services("soon").await {
        made::record(&service).await;
        assert!(!service.get("/statements/9").await.text().contains("Withdrawn"), "{label}");
        withdraw(&service, Number(9)).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert!(service.get("/statements/9").await.text().contains("Withdrawn"), "{label}");
    }
}

/// Whoever is signed in gets pages of their own, and nobody else gets those.
#[tokio::test]
async fn nobody_gets_the_page_of_somebody_signed_in() {
    for (label, service) in services("own").await {
        made::record(&service).await;
        let person = service.desk.store.reader().person_by_address("cy@example.org").await.unwrap();
        let token = crate::support::session(&service.desk, person.unwrap(), made::now()).await;
        let own = Request::get("/statements/1").header("cookie", format!("__Host-liaison={token}"));
        let own = service.ask(own.body(Body::empty()).unwrap()).await;
        assert!(own.text().contains("Cy Coordinator"), "{label}");
        assert_eq!(own.header("cache-control"), "private, no-store", "{label}");
        let other = service.get("/statements/1").await;
        assert!(!other.text().contains("Cy Coordinator"), "{label}");
        let forged = Request::get("/statements/1").header("cookie", "__Host-liaison=nobody");
        let forged = service.ask(forged.body(Body::empty()).unwrap()).await;
        assert_eq!(forged.status, StatusCode::OK, "{label}");
        assert!(forged.text().contains("Sign in"), "{label}");
    }
}

#[tokio::test]
async fn pages_come_packed_to_whoever_takes_them_so() {
    for (label, service) in services("packed").await {
        made::record(&service).await;
        let ask = || Request::get("/statements").header("accept-encoding", "gzip, br");
        for _ in 0..2 {
            let packed = service.ask(ask().body(Body::empty()).unwrap()).await;
            assert_eq!(packed.header("content-encoding"), "gzip", "{label}");
            let plain = service.get("/statements").await;
            assert_eq!(plain.header("content-encoding"), "", "{label}");
            assert!(packed.body.len() < plain.body.len() / 2, "{label}");
        }
    }
}

async fn withdraw(service: &Service, number: Number) {
    let mut tx = service.desk.store.begin("withdraw").await.unwrap();
    let mut statement = tx.statement(number).await.unwrap().unwrap();
    statement.state = State::Withdrawn;
    tx.save_statement(&statement).await.unwrap();
    tx.commit().await.unwrap();
}
