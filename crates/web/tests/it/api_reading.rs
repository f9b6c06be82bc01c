//! Reading by program: every operation as the document says, lists from cursor to cursor, and what is refused.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use operations::{StatementForm, act, draft_statement};
use rules::{Direction, Number, Scope, State, Statement};
use serde_json::{Value, json};

use crate::api_world::answer_faults;
use crate::desk_world::{World, now, worlds};
use crate::made;
use crate::support::{Answer, services};

/// What stands in an address for each parameter.
const PARAMETERS: [(&str, &[&str]); 5] = [
    ("{number}", &["1", "2", "3", "7", "8", "9"]),
    ("{version}", &["1"]),
    ("{acronym}", &["etu", "tsync"]),
    ("{id}", &["1"]),
    ("{delivery}", &["1"]),
];

fn document() -> Value {
    serde_json::to_value(web::openapi()).unwrap()
}

/// Returns the addresses of a path, one for each value of its parameters.
fn addresses(path: &str) -> Vec<String> {
    let mut all = vec![path.to_owned()];
    for (parameter, values) in PARAMETERS {
        let with = |address: &String| {
            values.iter().map(|value| address.replace(parameter, value)).collect::<BTreeSet<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// Has Anna begin a draft, and returns its number.
async fn drafted(world: &World) -> i64 {
    let reader = world.desk.store.reader();
    let anna = reader.person_by_address("anna@example.org").await.unwrap();
    let anna = act(&world.desk, anna, now()).await.unwrap();
    let form = StatementForm {
        from_groups: "tsync".to_owned(),
        to_groups: "etu-sg1".to_owned(),
        subject: "On time synchronization".to_owned(),
        text: "How do your clocks agree?".to_owned(),
        ..StatementForm::default()
    };
    draft_statement(&world.desk, &anna, &form, now()).await.unwrap().0
}

/// Keeps two statements on the record.
async fn posted(world: &World) {
    let made = |number| Statement {
        state: State::Posted,
        subject: "Clocks".to_owned(),
        recorded_at: Some(now()),
        ..Statement::blank(Number(number), Direction::Incoming, now())
    };
    let mut tx = world.desk.store.begin("make statements").await.unwrap();
    tx.insert_statements(&[made(5_001), made(5_002)]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn every_operation_that_reads_answers_as_its_document_says() {
    let document = document();
    for (label, service) in services("api_document").await {
        made::record(&service).await;
        let mut read = 0;
        for (path, item) in document["paths"].as_object().unwrap() {
            let operation = &item["get"];
            if operation.is_null() {
                continue;
            }
            for address in addresses(path) {
                let answer = service.get(&address).await;
                if operation.get("security").is_some() {
                    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{label}: {address}");
                    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"liaison\"");
                } else if answer.status != StatusCode::NOT_FOUND {
                    let faults = answer_faults(&document, operation, &answer);
                    assert!(faults.is_empty(), "{label}: {address}: {faults:#?}");
                    assert!(!answer.text().contains(made::SECRET), "{label}: {address}");
                    read += 1;
                }
            }
        }
        assert!(read > 30, "{label}: {read}");
        let shown = service.get("/api/openapi.json").await;
        assert_eq!(shown.json(), document, "{label}");
    }
}

#[tokio::test]
async fn a_statement_has_one_shape_wherever_programs_read_it() {
    for (label, service) in services("api_shape").await {
        made::record(&service).await;
        for number in [made::ASKED, made::ANSWER, made::IMPORTED] {
            let there = service.get(&format!("/statements/{number}.json")).await.json();
            let here = service.get(&format!("/api/statements/{number}")).await;
            assert_eq!(here.json(), there, "{label}: {number}");
            let attached = service.get(&format!("/api/statements/{number}/attachments")).await;
            assert_eq!(attached.json()["attachments"], there["attachments"], "{label}: {number}");
        }
        let history = service.get("/api/statements/1/history").await.json();
        insta::assert_snapshot!("api_history", format!("{history:#}"), label);
    }
}

/// A list is read to its end by its cursors, in each order, and what is posted meanwhile shifts nothing.
#[tokio::test]
async fn cursors_lead_through_a_whole_list_once() {
    for (label, service) in services("api_cursors").await {
        made::record(&service).await;
        made::many(&service, 25).await;
        let asked = ["?", "?sort=oldest&", "?sort=deadline&", "?sort=subject&", "?q=clocks&"];
        for asked in asked {
            let all = service.get(&format!("/api/statements{asked}limit=100")).await.json();
            let numbers = |list: &Value| -> Vec<i64> {
                let list = list["statements"].as_array().unwrap();
                list.iter().map(|one| one["number"].as_i64().unwrap()).collect()
            };
            let (wanted, mut found, mut cursor) = (numbers(&all), Vec::new(), String::new());
            assert!(all["next"].is_null() && wanted.len() > 20, "{label}: {asked}: {all}");
            loop {
                let more =
                    if cursor.is_empty() { String::new() } else { format!("&cursor={cursor}") };
                let answer = service.get(&format!("/api/statements{asked}limit=7{more}")).await;
                let page = answer.json();
                found.extend(numbers(&page));
                let Some(next) = page["next"].as_str() else { break };
                assert!(answer.header("link").contains(next), "{label}: {}", answer.header("link"));
                next.clone_into(&mut cursor);
            }
            assert_eq!(found, wanted, "{label}: {asked}");
        }
        let first = service.get("/api/statements?limit=3").await.json();
        let wanted = service.get("/api/statements?limit=6").await.json();
        made::many_more(&service, 5).await;
        let next = first["next"].as_str().unwrap();
        let second = service.get(&format!("/api/statements?limit=3&cursor={next}")).await.json();
        let rest = &wanted["statements"].as_array().unwrap()[3..];
        assert_eq!(second["statements"].as_array().unwrap(), rest, "{label}");
        let deadlines = service.get("/api/deadlines?from=2000-01-01&limit=1").await.json();
        let next = deadlines["next"].as_str().map(str::to_owned);
        if let Some(next) = next {
            let path = format!("/api/deadlines?from=2000-01-01&limit=1&cursor={next}");
            assert_ne!(
                service.get(&path).await.json()["deadlines"],
                deadlines["deadlines"],
                "{label}"
            );
        }
    }
}

/// Whatever is not known or not possible is refused by name, as a problem (RFC 9457).
#[tokio::test]
async fn what_cannot_be_read_is_refused_with_a_problem_that_says_why() {
    let asked = [
        "/api/statements?colour=blue",
        "/api/statements?year=12",
        "/api/statements?year=2024&year=2025",
        "/api/statements?state=draft",
        "/api/statements?limit=1000000000",
        "/api/statements?limit=0",
        "/api/statements?cursor=YmFuYW5h",
        "/api/deadlines?from=tomorrow",
        "/api/deadlines?colour=blue",
        "/api/statistics?organisation=etu",
        "/api/statements/4",
        "/api/statements/4000",
        "/api/statements/04",
        "/api/statements/one",
        "/api/statements/1/versions/9",
        "/api/organizations/tsync",
        "/api/people/100000",
        "/api/nothing",
    ];
    for (label, service) in services("api_refused").await {
        made::record(&service).await;
        let mut said = String::new();
        for path in asked {
            let answer = service.get(path).await;
            assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
            said.push_str(&format!("{path}\n{:#}\n", answer.json()));
        }
        let sent: [(&str, &str, &str, &str); 8] = [
            ("PUT", "/api/statements", "application/json", "{}"),
            ("GET", "/api/statements", "accept", "text/html"),
            ("GET", "/api/statements", "authorization", "Bearer liaison_nobody"),
            ("POST", "/api/documents/check", "text/plain", "RFC 2119"),
            ("POST", "/api/documents/check", "application/json", "{\"text\":"),
            ("POST", "/api/documents/check", "application/json", "{\"text\":5}"),
            ("POST", "/api/documents/check", "application/json", "{\"words\":\"x\"}"),
            ("POST", "/api/documents/check", "application/json", "{\"text\":\"x\"} x"),
        ];
        for (method, path, what, value) in sent {
            let request = Request::builder().method(method).uri(path);
            let request = match what {
                "accept" | "authorization" => request.header(what, value).body(Body::empty()),
                kind => request.header("content-type", kind).body(Body::from(value)),
            };
            let answer = service.ask(request.unwrap()).await;
            let [allow, how] = ["allow", "www-authenticate"].map(|name| answer.header(name));
            said.push_str(&format!(
                "{method} {path} {what} {value}\n{allow}{how}\n{:#}\n",
                answer.json()
            ));
        }
        insta::assert_snapshot!("api_refused", said, label);
        let long = format!("{{\"text\":\"{}\"}}", "x".repeat(8 * 1024 * 1024));
        let request =
            Request::post("/api/documents/check").header("content-type", "application/json");
        let answer = service.ask(request.body(Body::from(long)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{label}");
        service.desk.store.close().await;
        let answer = service.get("/api/statements").await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{label}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{label}");
        assert!(!answer.text().contains("database"), "{label}: {}", answer.text());
    }
}

#[tokio::test]
async fn what_a_program_has_is_not_sent_again() {
    for (label, service) in services("api_tags").await {
        made::record(&service).await;
        let first = service.get("/api/statements/1").await;
        let tag = first.header("etag").to_owned();
        assert!(
            tag.starts_with("\"1.") && first.header("x-robots-tag") == "noindex",
            "{label}: {tag}"
        );
        let again = |tag: &str| {
            let request = Request::get("/api/statements/1").header("if-none-match", tag);
            service.ask(request.body(Body::empty()).unwrap())
        };
        let same: Answer = again(&tag).await;
        assert_eq!((same.status, same.body.len()), (StatusCode::NOT_MODIFIED, 0), "{label}");
        assert_eq!(same.header("etag"), tag, "{label}");
        assert_eq!(again("\"0.other\"").await.status, StatusCode::OK, "{label}");
    }
}

/// A token reaches what its scopes and its person's roles reach together; a cookie lets nobody in here.
#[tokio::test]
async fn a_token_reads_what_its_person_may_and_a_cookie_nothing() {
    for world in worlds("api_tokens").await {
        let draft = drafted(&world).await;
        let path = format!("/api/statements/{draft}");
        let (anna, hal) = (world.program("anna").await, world.program("hal").await);
        assert_eq!(anna.read(&path).await["state"], "draft");
        let (hidden, missing) = (hal.get(&path).await, hal.get("/api/statements/77777").await);
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        assert_eq!(hidden.body, missing.body, "what may not be seen is as what is not there");
        let cookie = world.browser("anna").await;
        assert_eq!(cookie.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(cookie.get("/api/desk").await.status, StatusCode::UNAUTHORIZED);

        let drafts = anna.read("/api/drafts").await;
        assert_eq!(drafts["drafts"][0]["number"], json!(draft), "{drafts:#}");
        assert_eq!(hal.read("/api/drafts").await, json!({ "drafts": [] }));
        insta::assert_snapshot!("api_me", format!("{:#}", anna.read("/api/me").await));
        let preview = anna.read(&format!("{path}/preview")).await;
        insta::assert_snapshot!("api_preview", format!("{preview:#}"));
        let acting = world.program_with("anna", &[Scope::Act]).await;
        let beyond = acting.get("/api/drafts").await;
        assert_eq!(beyond.status, StatusCode::FORBIDDEN);
        let how = "Bearer error=\"insufficient_scope\", scope=\"read\"";
        assert_eq!(beyond.header("www-authenticate"), how);
        assert_eq!(acting.get(&path).await.status, StatusCode::NOT_FOUND);

        posted(&world).await;
        let list = hal.read("/api/statements?limit=1").await;
        let next = list["next"].as_str().unwrap().to_owned();
        world.wait(8 * 24 * 60);
        let old = hal.get(&format!("/api/statements?limit=1&cursor={next}")).await;
        assert_eq!(old.status, StatusCode::BAD_REQUEST);
        assert!(old.text().contains("more than a week old"), "{}", old.text());
        let other = hal.get(&format!("/api/statements?limit=1&q=x&cursor={next}")).await;
        assert!(other.text().contains("other filters"), "{}", other.text());
    }
}
