//! Reading the present tool's API from a small server that answers in its shape.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use operations::{FileSource, ImportFault, Page, Source, Wanted, import_datatracker};
use serde_json::{Value, json};
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};
use workers::{Http, HttpFiles};

use crate::desk::desks;

/// Answers as the API does: a page of objects by limit and offset; fails for pages that hold a poisoned object.
struct Answers {
    objects: Vec<Value>,
    poisoned: Option<usize>,
    asked: AtomicUsize,
    fails_first: usize,
}

impl Answers {
    fn of(objects: Vec<Value>) -> Self {
        Self { objects, poisoned: None, asked: AtomicUsize::new(0), fails_first: 0 }
    }
}

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let asked = |name: &str| -> usize {
            let found = request.url.query_pairs().find(|(key, _)| key == name);
            found.and_then(|(_, value)| value.parse().ok()).unwrap()
        };
        if self.asked.fetch_add(1, Ordering::Relaxed) < self.fails_first {
            return ResponseTemplate::new(503);
        }
        // The server decides how much it gives at once.
        let (offset, limit) = (asked("offset"), asked("limit").min(10));
        let end = (offset + limit).min(self.objects.len());
        if self.poisoned.is_some_and(|it| (offset..end).contains(&it)) {
            return ResponseTemplate::new(500).set_body_string("<h1>Server Error (500)</h1>");
        }
        let next = (end < self.objects.len())
            .then(|| format!("{}?limit={limit}&offset={end}&format=json", request.url.path()));
        ResponseTemplate::new(200).set_body_json(json!({
            "meta": {"limit": limit, "next": next, "offset": offset, "previous": null,
                "total_count": self.objects.len()},
            "objects": self.objects.get(offset..end).unwrap_or_default(),
        }))
    }
}

fn statement(id: i64) -> Value {
    json!({
        "action_holder_contacts": "", "attachments": [], "body": "", "cc_contacts": "", "deadline": null,
        "from_contact": "", "from_groups": ["/api/v1/group/group/1/"], "id": id, "other_identifiers": null,
        "purpose": "/api/v1/name/liaisonstatementpurposename/info/",
        "resource_uri": format!("/api/v1/liaisons/liaisonstatement/{id}/"), "response_contacts": "",
        "state": "/api/v1/name/liaisonstatementstate/posted/", "tags": [], "technical_contacts": "",
        "title": format!("Statement {id}"), "to_contacts": "", "to_groups": ["/api/v1/group/group/2/"],
    })
}

fn event(id: i64) -> Value {
    json!({
        "by": "/api/v1/person/person/1/", "desc": "Statement Posted", "id": id,
        "resource_uri": format!("/api/v1/liaisons/liaisonstatementevent/{id}/"),
        "statement": format!("/api/v1/liaisons/liaisonstatement/{id}/"), "time": "2015-10-11T20:15:00Z",
        "type": "/api/v1/name/liaisonstatementeventtypename/posted/",
    })
}

fn group(id: i64, acronym: &str, kind: &str) -> Value {
    json!({
        "acronym": acronym, "id": id, "list_email": "", "name": acronym, "parent": null,
        "resource_uri": format!("/api/v1/group/group/{id}/"),
        "state": "/api/v1/name/groupstatename/active/", "type": format!("/api/v1/name/grouptypename/{kind}/"),
    })
}

async fn serve(server: &MockServer, wanted: Wanted<'_>, answers: Answers) {
    let at = path(format!("/api/v1/{}", wanted.path()));
    Mock::given(method("GET")).and(at).respond_with(answers).mount(server).await;
}

async fn tracker(statements: Answers) -> MockServer {
    let server = MockServer::start().await;
    serve(&server, Wanted::Statements, statements).await;
    serve(&server, Wanted::Events, Answers::of((1..=25).map(event).collect())).await;
    let groups = vec![group(1, "etu", "sdo"), group(2, "tsync", "wg")];
    serve(&server, Wanted::Groups, Answers::of(groups)).await;
    let system = json!({"id": 1, "name": "(System)"});
    serve(&server, Wanted::People(&[]), Answers::of(vec![system])).await;
    // Names are not asked for one by one here, whichever they are.
    Mock::given(method("GET"))
        .and(path_regex("^/api/v1/name/"))
        .respond_with(Answers::of(Vec::new()))
        .mount(&server)
        .await;
    for wanted in [Wanted::Attachments, Wanted::Relations, Wanted::Documents] {
        serve(&server, wanted, Answers::of(Vec::new())).await;
    }
    server
}

fn http(server: &MockServer) -> Http {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Http::patient(&server.uri(), Duration::from_millis(1)).unwrap()
}

async fn pages(http: &Http) -> Result<Vec<Page>, ImportFault> {
    let (mut pages, mut next): (Vec<Page>, Option<String>) = (Vec::new(), None);
    loop {
        let page = http.page(Wanted::Statements, next.as_deref()).await?;
        next.clone_from(&page.next);
        pages.push(page);
        if next.is_none() {
            return Ok(pages);
        }
    }
}

fn twenty_five() -> Vec<Value> {
    (1..=25).map(statement).collect()
}

/// The API is paged through, however much it gives at once.
#[tokio::test]
async fn the_api_is_paged_through_to_its_end() {
    let server = tracker(Answers::of(twenty_five())).await;
    for base in
        [server.uri(), format!("{}/api/v1/", server.uri()), format!("{}/api/v1", server.uri())]
    {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let pages = pages(&Http::new(&base).unwrap()).await.unwrap();
        let sizes: Vec<usize> = pages.iter().map(|page| page.objects.len()).collect();
        assert_eq!(sizes, [10, 10, 5]);
    }
}

/// A server that fails a few times and then answers loses nothing.
#[tokio::test]
async fn a_page_that_fails_at_first_is_asked_for_again() {
    let server = tracker(Answers { fails_first: 3, ..Answers::of(twenty_five()) }).await;
    let pages = pages(&http(&server)).await.unwrap();
    assert_eq!(pages.iter().map(|page| page.objects.len()).sum::<usize>(), 25);
    assert!(pages.iter().all(|page| page.missing.is_empty()));
}

/// A page that goes on failing in between is gone through object by object; the one that fails is named and left out,
/// and all others are imported.
#[tokio::test]
async fn of_a_page_that_goes_on_failing_only_the_poisoned_object_is_missing() {
    for (desk, _guard) in desks("poisoned_page").await {
        let server = tracker(Answers { poisoned: Some(13), ..Answers::of(twenty_five()) }).await;
        let now = "2026-09-01T12:00:00Z".parse().unwrap();
        let source = http(&server);
        let summary = import_datatracker(&desk, &source, None, &|_| {}, now).await.unwrap();
        assert_eq!(summary.statements.added, 24);
        let unplaced: Vec<String> = summary.unplaced.iter().map(ToString::to_string).collect();
        assert_eq!(unplaced.len(), 2, "{unplaced:?}");
        assert!(unplaced[0].contains("offset=13") && unplaced[0].contains("500"), "{unplaced:?}");
        assert!(unplaced[1].starts_with("statement 14, events"), "{unplaced:?}");
        let reader = desk.store.reader();
        let numbers = reader.public_numbers().await.unwrap();
        assert!(!numbers.iter().any(|number| number.0 == 14));
        let again = import_datatracker(&desk, &source, None, &|_| {}, now).await.unwrap();
        assert_eq!((again.statements.unchanged, again.statements.added), (24, 0));
    }
}

/// A server that is down is told of, and nothing is imported.
#[tokio::test]
async fn a_server_that_only_fails_is_told_of() {
    let server = MockServer::start().await;
    Mock::given(path_regex(".*")).respond_with(ResponseTemplate::new(502)).mount(&server).await;
    let fault = pages(&http(&server)).await.unwrap_err().to_string();
    assert!(fault.contains("502 Bad Gateway, again and again: try later"), "{fault}");
    let nowhere = Http::patient("http://127.0.0.1:9", Duration::from_millis(1)).unwrap();
    let fault = pages(&nowhere).await.unwrap_err().to_string();
    assert!(fault.contains("the server cannot be reached"), "{fault}");
}

/// A next page on another server, or of another answer, is not fetched; nor is a redirect followed.
#[tokio::test]
async fn a_next_page_elsewhere_is_refused() {
    for next in
        ["http://192.0.2.1/api/v1/liaisons/liaisonstatement/?offset=10", "/api/v1/person/person/"]
    {
        let server = MockServer::start().await;
        let answer = json!({"meta": {"next": next, "total_count": 20}, "objects": [statement(1)]});
        let answer = ResponseTemplate::new(200).set_body_json(answer);
        Mock::given(method("GET")).respond_with(answer).mount(&server).await;
        let fault = pages(&http(&server)).await.unwrap_err().to_string();
        assert!(fault.contains("which is elsewhere"), "{fault}");
    }
    let server = MockServer::start().await;
    let moved = ResponseTemplate::new(302).insert_header("Location", "https://example.org/");
    Mock::given(method("GET")).respond_with(moved).mount(&server).await;
    let fault = pages(&http(&server)).await.unwrap_err().to_string();
    assert!(fault.contains("it is at https://example.org/ now"), "{fault}");
}

/// What is not the API is told from it.
#[tokio::test]
async fn a_page_that_is_not_an_answer_is_refused_with_its_place() {
    let server = MockServer::start().await;
    let page = ResponseTemplate::new(200).set_body_string("<html>");
    Mock::given(method("GET")).respond_with(page).mount(&server).await;
    let fault = pages(&http(&server)).await.unwrap_err().to_string();
    assert!(fault.contains("line 1, column 1"), "{fault}");
    assert!(Http::new("ftp://example.org/").is_err());
}

/// Files come from below their address alone; one that is absent or too large is none.
#[tokio::test]
async fn files_come_from_below_their_address() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let server = MockServer::start().await;
    let file = ResponseTemplate::new(200).set_body_bytes(b"%PDF-1.4".to_vec());
    Mock::given(path("/LIAISON/file39.pdf")).respond_with(file).mount(&server).await;
    let files = HttpFiles::new(&format!("{}/LIAISON", server.uri()), 100).unwrap();
    assert_eq!(files.file("file39.pdf").await.unwrap().unwrap().as_ref(), b"%PDF-1.4");
    assert!(files.file("file40.pdf").await.unwrap().is_none());
    assert!(files.file("../file39.pdf").await.unwrap().is_none());
    let small = HttpFiles::new(&format!("{}/LIAISON", server.uri()), 3).unwrap();
    assert!(small.file("file39.pdf").await.unwrap().is_none());
}
