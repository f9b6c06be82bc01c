//! What is done again and again: one instance brings the directory up to date, and asks liaison managers once.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use operations::{claim_duty, finish_duty};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};
use workers::{Duties, Workers, import_directory_from};

use crate::desk::desks;

/// Answers one resource of the API whole.
async fn answers(server: &MockServer, resource: &str, objects: Vec<Value>) {
    let answer = json!({
        "meta": { "limit": 100, "next": null, "offset": 0, "total_count": objects.len() },
        "objects": objects,
    });
    Mock::given(method("GET"))
        .and(path(format!("/api/v1/{resource}/")))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .mount(server)
        .await;
}

async fn datatracker() -> MockServer {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let server = MockServer::start().await;
    let group = |id: i64, acronym: &str, kind: &str| {
        json!({
            "id": id, "acronym": acronym, "name": acronym.to_uppercase(), "list_email": "", "parent": null,
            "type": format!("/api/v1/name/grouptypename/{kind}/"), "state": "/api/v1/name/groupstatename/active/",
        })
    };
    answers(&server, "group/group", vec![group(1, "ietf", "ietf"), group(2, "etu", "sdo")]).await;
    let role = json!({
        "id": 5, "person": "/api/v1/person/person/9/", "group": "/api/v1/group/group/2/",
        "name": "/api/v1/name/rolename/liaiman/", "email": "/api/v1/person/email/di@example.org/",
    });
    answers(&server, "group/role", vec![role]).await;
    answers(&server, "person/person", vec![json!({ "id": 9, "name": "Di Manager" })]).await;
    let email = json!({
        "address": "di@example.org", "active": true, "primary": true, "person": "/api/v1/person/person/9/",
    });
    answers(&server, "person/email", vec![email]).await;
    server
}

/// The API is asked for known roles alone, page by page in an order, and for the people who hold them.
#[tokio::test]
async fn the_directory_comes_from_an_address() {
    for (desk, _guard) in desks("directory_address").await {
        let server = datatracker().await;
        let summary = import_directory_from(&desk, &server.uri(), &|_| {}, Timestamp::now())
            .await
            .expect("imported");
        assert_eq!((summary.groups.added, summary.people.added), (2, 1));
        let asked = server.received_requests().await.expect("recorded");
        let asked: Vec<String> = asked
            .iter()
            .map(|request: &Request| {
                format!("{}?{}", request.url.path(), request.url.query().unwrap_or_default())
            })
            .collect();
        insta::assert_snapshot!("directory_asked", asked.join("\n"));
    }
}

/// Two instances share the duties: the directory comes in once, and the liaison manager is asked once.
#[tokio::test]
async fn one_of_two_instances_does_what_is_due() {
    for (desk, _guard) in desks("duties").await {
        let server = datatracker().await;
        let every = SignedDuration::from_hours(24);
        let duties =
            Duties { import: Some((server.uri(), every)), asks: true, ..Duties::default() };
        let instance = || Workers::start(&desk, None).with_duties(&desk, duties.clone());
        let (one, other) = (instance(), instance());
        let reader = desk.store.reader();
        for _ in 0..600 {
            if !reader.directory_imports(10).await.expect("asked").is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        one.stop().await;
        other.stop().await;
        assert_eq!(reader.directory_imports(10).await.expect("asked").len(), 1);
        let asked = server.received_requests().await.expect("recorded");
        let groups = asked.iter().filter(|request| request.url.path().ends_with("/group/group/"));
        assert_eq!(groups.count(), 1, "one instance asked");
        let now = Timestamp::now();
        assert!(!claim_duty(&desk, "directory", now).await.expect("asked"), "it is not due");
        assert!(
            claim_duty(&desk, "directory", now + every).await.expect("asked"),
            "a day later it is"
        );
        finish_duty(&desk, "directory", now + every * 2).await.expect("finished");
    }
}

/// A source that fails changes nothing; its reason is kept where coordinators see it, and it is tried again.
#[tokio::test]
async fn an_import_that_fails_is_listed_with_its_reason() {
    for (desk, _guard) in desks("failing_duty").await {
        let nowhere = "/nowhere/directory.toml".to_owned();
        let duties = Duties {
            import: Some((nowhere, SignedDuration::from_hours(24))),
            asks: false,
            ..Duties::default()
        };
        let workers = Workers::start(&desk, None).with_duties(&desk, duties);
        let reader = desk.store.reader();
        let mut imports = Vec::new();
        for _ in 0..600 {
            imports = reader.directory_imports(10).await.expect("asked");
            if !imports.is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        workers.stop().await;
        assert_eq!(imports[0].state, store::ImportState::Failed);
        assert!(
            imports[0].reason.contains("/nowhere/directory.toml: it cannot be read"),
            "{}",
            imports[0].reason
        );
        let soon = Timestamp::now() + SignedDuration::from_hours(1);
        assert!(
            claim_duty(&desk, "directory", soon).await.expect("asked"),
            "it is tried again within an hour"
        );
    }
}
