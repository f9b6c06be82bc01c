//! Working by program: the verbs of the pages as JSON, from draft to record; requests sent twice; the feed of changes.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use rules::Scope;
use serde_json::{Value, json};

use crate::api_world::{Program, answer_faults};
use crate::desk_stories::LETTER;
use crate::desk_world::{World, worlds};
use crate::support::Answer;

fn writing() -> Value {
    json!({
        "from_groups": ["tsync"],
        "to_groups": ["etu-sg1"],
        "from_contacts": ["Anna Chair <anna@example.org>"],
        "to_contacts": ["sg1@example.com"],
        "purpose": "information",
        "subject": "On time synchronization",
        "text": "Our clocks agree.\nDo yours?",
        "consensus": "groups",
    })
}

fn ok(answer: &Answer) {
    assert!(answer.status.is_success(), "{}: {}", answer.status, answer.text());
}

/// Has Anna's program write and submit, and Bo's and Cy's let it go; returns the number.
pub(crate) async fn posted(world: &World) -> i64 {
    let (anna, bo, cy) =
        (world.program("anna").await, world.program("bo").await, world.program("cy").await);
    let begun = anna.ask("POST", "/api/statements", &[], Some(writing())).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
    let number = begun.json()["number"].as_i64().unwrap();
    let told = json!({ "on": "2026-03-01", "place": "At the meeting" });
    ok(&anna.act(number, "tell-group", told).await);
    ok(&anna.act(number, "submit", json!({})).await);
    ok(&bo.act(number, "approve", json!({})).await);
    let waiting = cy.read("/api/desk").await;
    assert_eq!(waiting["waiting"][0]["task"], "review", "{waiting:#}");
    let advised = json!({ "organization": "etu", "advice": "" });
    let di = world.program("di").await;
    ok(&di.act(number, "advise", advised).await);
    ok(&cy.act(number, "review", json!({})).await);
    let there = world.program("").await.read(&format!("/api/statements/{number}")).await;
    assert_eq!(there["state"], "posted", "{there:#}");
    number
}

/// OUT-1, OUT-2, OUT-10, OUT-11: what the pages do from draft to record, programs do by the same verbs.
#[tokio::test]
async fn a_statement_goes_from_draft_to_record_by_program() {
    for world in worlds("api_record").await {
        let anna = world.program("anna").await;
        let begun = anna.ask("POST", "/api/statements", &[], Some(writing())).await;
        let number = begun.json()["number"].as_i64().unwrap();
        let path = format!("/api/statements/{number}");
        assert!(begun.header("location").ends_with(&path), "{}", begun.header("location"));

        let first = anna.get(&path).await.header("etag").to_owned();
        let body = json!({ "subject": "Changed" });
        let unnamed = anna.ask("PATCH", &path, &[], Some(body.clone())).await;
        assert_eq!(unnamed.status, StatusCode::PRECONDITION_REQUIRED, "{}", unnamed.text());
        let changed = anna.ask("PATCH", &path, &[("if-match", &first)], Some(body.clone())).await;
        assert_eq!(changed.json()["subject"], "Changed", "{}", changed.text());
        assert_eq!(changed.json()["text"], "Our clocks agree.\nDo yours?", "the rest stays");
        let late = anna.ask("PATCH", &path, &[("if-match", &first)], Some(body)).await;
        assert_eq!(late.status, StatusCode::PRECONDITION_FAILED, "{}", late.text());

        let tag = anna.get(&path).await.header("etag").to_owned();
        let wrong = json!({ "purpose": "joy", "deadline": "soon", "from_contacts": ["nobody"] });
        let refused = anna.ask("PATCH", &path, &[("if-match", &tag)], Some(wrong)).await;
        insta::assert_snapshot!("api_fields", format!("{:#}", refused.json()));
        let unknown = json!({ "subjekt": "x" });
        let refused = anna.ask("PATCH", &path, &[("if-match", &tag)], Some(unknown)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());

        let hal = world.program("hal").await;
        let hidden = hal.act(number, "submit", json!({})).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{}", hidden.text());
        let reading = world.program_with("anna", &[Scope::Read]).await;
        let beyond = reading.act(number, "submit", json!({})).await;
        assert_eq!(beyond.status, StatusCode::FORBIDDEN, "{}", beyond.text());
        let role = anna.act(number, "submit", json!({ "role": "chair:paths" })).await;
        assert_eq!(role.json()["errors"][0]["field"], "role", "{}", role.text());

        let link = json!({ "url": "https://example.org/annex", "title": "Annex" });
        let attached = anna.ask("POST", &format!("{path}/attachments"), &[], Some(link)).await;
        assert_eq!(attached.status, StatusCode::CREATED, "{}", attached.text());
        let gone = anna.ask("DELETE", &format!("{path}/attachments/1"), &[], None).await;
        assert_eq!(gone.json()["attachments"], json!([]), "{}", gone.text());
        let dropped = anna.act(number, "drop", json!({ "reason": "Overtaken." })).await;
        assert_eq!(dropped.json()["state"], "dropped", "{}", dropped.text());
        posted(&world).await;
    }
}

/// IN-1, IN-5, RSP-3 to RSP-5: what was received is recorded and seen to by program.
#[tokio::test]
async fn a_received_message_is_recorded_and_seen_to_by_program() {
    let document = serde_json::to_value(web::openapi()).unwrap();
    for world in worlds("api_inbox").await {
        let id = world.receive(LETTER).await;
        let (cy, hal) = (world.program("cy").await, world.program("hal").await);
        assert_eq!(hal.get("/api/inbox").await.status, StatusCode::NOT_FOUND);
        assert_eq!(hal.get(&format!("/api/inbox/{id}")).await.status, StatusCode::NOT_FOUND);
        let list = cy.get("/api/inbox").await;
        let faults = answer_faults(&document, &document["paths"]["/api/inbox"]["get"], &list);
        assert!(faults.is_empty() && list.json()["items"][0]["id"] == json!(id), "{faults:#?}");
        let open = cy.get(&format!("/api/inbox/{id}")).await;
        let operation = &document["paths"]["/api/inbox/{id}"]["get"];
        assert_eq!(answer_faults(&document, operation, &open), Vec::<String>::new());
        let take = |form: Value| {
            let path = format!("/api/inbox/{id}/take");
            let cy = &cy;
            async move { cy.ask("POST", &path, &[], Some(json!({ "form": form }))).await }
        };
        let refused = take(json!({ "subject": "" })).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
        let form = json!({
            "from_groups": ["etu-sg1"], "to_groups": ["tsync"], "subject": "On clocks",
            "purpose": "action", "deadline": "2026-12-01", "text": "What time is it?",
            "from_contacts": ["Lee <lee@example.com>"], "received_on": "2026-03-09",
        });
        let taken = take(form).await;
        assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.text());
        let number = taken.json()["number"].as_i64().unwrap();
        assert_eq!(taken.json()["state"], "posted", "{}", taken.text());

        let note = json!({ "kind": "discussed", "link": "https://example.org/1", "public": true });
        ok(&cy.act(number, "note-action", note).await);
        let promise = json!({ "by": "2026-11-01", "words": "Told by mail." });
        let promised = cy.act(number, "promise", promise).await;
        assert_eq!(promised.json()["handling"]["promised"], "2026-11-01", "{}", promised.text());
        let refused = cy.act(number, "note-action", json!({ "kind": "joy" })).await;
        assert_eq!(refused.json()["errors"][0]["field"], "kind", "{}", refused.text());
        let decided = cy.act(number, "no-answer", json!({ "reason": "Nothing to add." })).await;
        assert_eq!(decided.json()["handling"]["outcome"]["kind"], "no-answer");
        ok(&cy.act(number, "comment", json!({ "words": "Seen.", "public": true })).await);
        let given = cy.act(number, "give", json!({ "to": ["paths"] })).await;
        ok(&given);
        let closed = cy.ask("POST", &format!("/api/inbox/{id}/close"), &[], Some(json!({}))).await;
        assert!(closed.status.is_client_error(), "it was taken: {}", closed.text());
    }
}

#[tokio::test]
async fn an_entry_of_the_directory_is_kept_by_program() {
    for world in worlds("api_entries").await {
        let (cy, hal) = (world.program("cy").await, world.program("hal").await);
        let path = "/api/directory/entries/etu";
        assert_eq!(hal.get(path).await.status, StatusCode::FORBIDDEN);
        let tag = cy.get(path).await.header("etag").to_owned();
        let body = json!({ "fields": { "notes": "Meets in spring." } });
        let reading = world.program_with("cy", &[Scope::Read]).await;
        let beyond = reading.ask("PATCH", path, &[("if-match", &tag)], Some(body.clone())).await;
        assert_eq!(beyond.status, StatusCode::FORBIDDEN, "{}", beyond.text());
        let changed = cy.ask("PATCH", path, &[("if-match", &tag)], Some(body.clone())).await;
        assert_eq!(changed.json()["fields"]["notes"], "Meets in spring.", "{}", changed.text());
        let body = json!({ "fields": { "notes": "Meets in autumn." } });
        let late = cy.ask("PATCH", path, &[("if-match", &tag)], Some(body)).await;
        assert_eq!(late.status, StatusCode::PRECONDITION_FAILED, "{}", late.text());
        let wrong = json!({ "fields": { "colour": "blue" } });
        let wrong = cy.ask("PATCH", path, &[("if-match", &tag)], Some(wrong)).await;
        assert_eq!(wrong.json()["errors"][0]["field"], "colour", "{}", wrong.text());
        let new = json!({ "acronym": "ieex", "fields": {
            "name": "Exchange of Examples", "kind": "sdo", "state": "active" } });
        let made = cy.ask("POST", "/api/directory/entries", &[], Some(new)).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        let shown = hal.read("/api/organizations/ieex").await;
        assert_eq!(shown["name"], "Exchange of Examples");
    }
}

/// The same key with the same request gets the first answer again, and nothing is done twice.
#[tokio::test]
async fn a_request_that_is_sent_twice_is_done_once() {
    for world in worlds("api_again").await {
        let anna = world.program("anna").await;
        let key = [("idempotency-key", "first")];
        let send = |body: Value| anna.ask("POST", "/api/statements", &key, Some(body));
        let first = send(writing()).await;
        let again = send(writing()).await;
        assert_eq!(again.header("idempotency-replayed"), "true");
        for name in ["location", "etag", "content-type"] {
            assert_eq!(first.header(name), again.header(name), "{name}");
        }
        assert_eq!((first.status, &first.body), (again.status, &again.body));
        let drafts = anna.read("/api/drafts").await;
        assert_eq!(drafts["drafts"].as_array().unwrap().len(), 1, "{drafts:#}");
        let mut other = writing();
        other["subject"] = json!("Another");
        let refused = send(other).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
        assert_eq!(refused.json()["errors"][0]["field"], "Idempotency-Key");
        // Another token's keys are its own.
        let cy = world.program("cy").await;
        let theirs = cy.ask("POST", "/api/statements", &key, Some(writing())).await;
        assert_eq!(theirs.header("idempotency-replayed"), "", "{}", theirs.text());
        // What was refused is refused again, and what is a day old is forgotten.
        let bad = [("idempotency-key", "bad")];
        let wrong = json!({ "purpose": "joy" });
        let refused = anna.ask("POST", "/api/statements", &bad, Some(wrong.clone())).await;
        let again = anna.ask("POST", "/api/statements", &bad, Some(wrong)).await;
        assert_eq!((refused.status, refused.body), (again.status, again.body));
        assert_eq!(operations::forget_requests(&world.desk, world.now()).await.unwrap(), 0);
        world.wait(25 * 60);
        assert_eq!(operations::forget_requests(&world.desk, world.now()).await.unwrap(), 3);
        assert_eq!(send(writing()).await.header("idempotency-replayed"), "");
    }
}

/// What somebody has who follows the feed: each statement and entry as it was read last.
#[derive(Default)]
struct Mirror {
    statements: BTreeMap<i64, Value>,
    groups: BTreeMap<String, Value>,
    cursor: String,
    seen: Vec<String>,
}

impl Mirror {
    /// Reads on from where it stopped, a few changes at a time, and reads anew what they name.
    async fn follow(&mut self, program: &Program<'_>) {
        loop {
            let since = if self.cursor.is_empty() {
                String::new()
            } else {
                format!("&since={}", self.cursor)
            };
            let page = program.read(&format!("/api/changes?limit=3{since}")).await;
            for change in page["changes"].as_array().unwrap() {
                self.seen.push(format!(
                    "{} {}{}",
                    change["kind"].as_str().unwrap(),
                    change["number"].as_i64().map(|it| it.to_string()).unwrap_or_default(),
                    change["acronym"].as_str().unwrap_or_default()
                ));
                let Some(url) = change["url"].as_str() else { continue };
                let path = url.trim_start_matches("https://liaison.example.org");
                let now = program.read(path).await;
                match change["number"].as_i64() {
                    Some(number) => self.statements.insert(number, now),
                    None => self.groups.insert(change["acronym"].as_str().unwrap().to_owned(), now),
                };
            }
            page["next"].as_str().unwrap().clone_into(&mut self.cursor);
            if page["more"] == json!(false) {
                return;
            }
        }
    }

    /// Holds what the record holds.
    async fn is_equal(&self, program: &Program<'_>) {
        let list = program.read("/api/statements?limit=100").await;
        let there: BTreeMap<i64, Value> = list["statements"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["number"].as_i64().unwrap(), one.clone()))
            .collect();
        assert_eq!(self.statements, there);
        for (acronym, group) in &self.groups {
            assert_eq!(*group, program.read(&format!("/api/groups/{acronym}")).await);
        }
    }
}

/// Whoever follows the changes has the record as it is, and nothing of what is not on it.
#[tokio::test]
async fn a_mirror_that_follows_the_changes_ends_equal() {
    for world in worlds("api_mirror").await {
        let (reader, cy) = (world.program("").await, world.program("cy").await);
        let mut mirror = Mirror::default();
        mirror.follow(&reader).await;
        let id = world.receive(LETTER).await;
        let form = json!({ "form": {
            "from_groups": ["etu-sg1"], "to_groups": ["tsync"], "subject": "On clocks",
            "purpose": "action", "deadline": "2026-12-01", "text": "What time is it?",
            "from_contacts": ["Lee <lee@example.com>"], "received_on": "2026-03-09" } });
        let taken = cy.ask("POST", &format!("/api/inbox/{id}/take"), &[], Some(form)).await;
        let asked = taken.json()["number"].as_i64().unwrap();
        mirror.follow(&reader).await;
        mirror.is_equal(&reader).await;
        ok(&cy.act(asked, "lead", json!({ "group": "tsync" })).await);
        let number = posted(&world).await;
        let links = json!({ "answers": [asked], "reason": "It answers it." });
        ok(&cy.act(number, "links", links).await);
        mirror.follow(&reader).await;
        mirror.is_equal(&reader).await;
        ok(&cy.act(number, "withdraw", json!({ "reason": "Sent in error." })).await);
        let tag = cy.get("/api/directory/entries/etu").await.header("etag").to_owned();
        let body = json!({ "fields": { "notes": "Meets in spring." } });
        let path = "/api/directory/entries/etu";
        ok(&cy.ask("PATCH", path, &[("if-match", &tag)], Some(body)).await);
        mirror.follow(&reader).await;
        mirror.is_equal(&reader).await;
        insta::assert_snapshot!("api_changes", mirror.seen.join("\n"));
        assert!(mirror.groups.contains_key("etu"), "{:?}", mirror.groups.keys());

        let foreign = reader.get("/api/changes?since=YzEuY2hhbmdlcy4wLjUueA").await;
        assert_eq!(foreign.status, StatusCode::BAD_REQUEST, "{}", foreign.text());
        let list = reader.read("/api/statements?limit=1").await;
        let other = list["next"].as_str().unwrap();
        let other = reader.get(&format!("/api/changes?since={other}")).await;
        assert!(other.text().contains("of another list"), "{}", other.text());
    }
}
