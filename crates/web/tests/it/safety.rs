//! What no answer may lack, and what every one refuses.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{ask_with_settings, services};

#[tokio::test]
async fn every_answer_tells_the_browser_to_run_and_load_nothing() {
    for (label, service) in services("headers").await {
        let answer = service.get("/").await;
        assert_eq!(answer.status, StatusCode::OK, "{label}");
        let mut headers: Vec<String> = answer
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .filter(|line| !line.starts_with("x-request-id") && !line.starts_with("content-length"))
            .filter(|line| !line.starts_with("etag"))
            .collect();
        headers.sort();
        insta::assert_snapshot!("headers", headers.join("\n"));
    }
}

#[tokio::test]
async fn a_page_that_is_not_there_shows_ways_on() {
    for (label, service) in services("nowhere").await {
        let answer = service.get("/nowhere").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{label}");
        assert!(answer.text().contains("There is no page at this address"), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    for (label, service) in services("forged").await {
        let forged = Request::post("/sign-out").header("sec-fetch-site", "cross-site");
        let answer = service.ask(forged.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{label}");
        assert!(answer.text().contains("This did not come from one of our pages"));
    }
}

#[tokio::test]
async fn an_address_that_takes_no_change_says_so() {
    for (label, service) in services("method").await {
        let answer = service.ask(Request::post("/").body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{label}");
        assert_eq!(answer.header("allow"), "GET,HEAD", "{label}");
    }
}

/// The reader gets a reference and a next step; what went wrong inside is for the log.
#[tokio::test]
async fn a_fault_of_ours_tells_a_reference_and_no_more() {
    for (label, service) in services("fault").await {
        assert_eq!(service.get("/readyz").await.status, StatusCode::OK, "{label}");
        service.desk.store.close().await;
        let answer = service.get("/statements").await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{label}");
        let text = answer.text();
        assert!(text.contains("quote reference ") && text.contains("not your fault"), "{text}");
        for inside in ["sqlx", "pool", "database", "list statements"] {
            assert!(!text.contains(inside), "{label}: {inside}");
        }
        assert_eq!(answer.header("cache-control"), "no-store", "{label}");
        let problem = service.get("/statements.json").await;
        assert_eq!(problem.header("content-type"), "application/problem+json", "{label}");
        assert_eq!(service.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE, "{label}");
        assert_eq!(service.get("/healthz").await.status, StatusCode::OK, "{label}");
    }
}

/// Whoever watches hears of a full disk before a message is lost on it; where it is, is in the log.
#[tokio::test]
async fn an_instance_without_room_for_messages_is_not_ready() {
    for (label, service) in services("noroom").await {
        let greedy = |settings: &mut operations::Settings| settings.message_limit = usize::MAX;
        let answer = ask_with_settings(&service, greedy, "/readyz").await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{label}");
        assert_eq!(answer.text(), "the disk is full\n", "{label}");
        let answer = ask_with_settings(&service, greedy, "/").await;
        assert_eq!(answer.status, StatusCode::OK, "{label}: what is there can be read");
        assert_eq!(service.get("/metrics").await.status, StatusCode::NOT_FOUND, "{label}");
    }
}

#[tokio::test]
async fn a_form_that_is_too_long_is_refused_and_says_so() {
    for (label, service) in services("long").await {
        let long = format!("address={}", "x".repeat(5 * 1024 * 1024));
        let form = Request::post("/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(long));
        let answer = service.ask(form.unwrap()).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{label}");
        assert!(answer.text().contains("This is too large"), "{label}");
    }
}
