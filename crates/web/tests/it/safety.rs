//! What no answer may lack, and what every one refuses.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::services;

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
