//! What those who look after the service read and decide by program: webhooks, sign-ins, imports, messages byte for byte.

use axum::http::StatusCode;
use rules::Scope;
use serde_json::json;

use crate::desk_directory::import;
use crate::desk_world::{World, worlds};

const LETTER: &[u8] = include_bytes!("desk_letter.eml");
const LOSING: &str = "[[people]]\nname = \"Bo Director\"\naddresses = [\"bo@example.org\"]\nroles = []\n\
                      [[people]]\nname = \"Flo Director\"\naddresses = [\"flo@example.org\"]\nroles = []\n";

/// Asks each address as each person does, and says what was answered.
async fn answers(world: &World, paths: &[String]) -> Vec<(String, Vec<u16>)> {
    let mut said = Vec::new();
    for path in paths {
        let mut answers = Vec::new();
        for first in ["", "anna", "bo", "cy", "gil"] {
            answers.push(world.program(first).await.get(path).await.status.as_u16());
        }
        said.push((path.clone(), answers));
    }
    said
}

/// IN-2: by program as by page: coordinators and the secretariat, and nobody else; a token of another scope reaches none of it.
#[tokio::test]
async fn what_is_looked_after_is_read_and_decided_by_program_too() {
    for world in worlds("api_looking_after").await {
        let id = world.receive(LETTER).await;
        let (held, _) = import(&world, LOSING).await.held.unwrap();
        let paths = [
            "/api/audit".to_owned(),
            "/api/webhooks".to_owned(),
            "/api/directory/imports".to_owned(),
            format!("/api/directory/imports/{held}"),
            format!("/api/inbox/{id}/original"),
            "/api/groups/etu/history".to_owned(),
        ];
        for (path, answers) in answers(&world, &paths).await {
            let is_public = path.ends_with("/history");
            let others = &answers[1..3];
            assert_eq!(answers[3], 200, "{path}: {answers:?}");
            assert!(
                is_public || others.iter().all(|it| (400..500).contains(it)),
                "{path}: {answers:?}"
            );
            assert_eq!(answers[0] == 200, is_public, "{path}: {answers:?}");
        }
        let cy = world.program("cy").await;
        let reading = world.program_with("cy", &[Scope::Read]).await;
        assert!(reading.get("/api/audit").await.status.is_client_error(), "another scope");
        assert!(cy.read("/api/audit").await["events"].is_array());
        for wrong in ["/api/audit?page=0", "/api/audit?page=x", "/api/audit?colour=red"] {
            assert_eq!(cy.get(wrong).await.status, StatusCode::BAD_REQUEST, "{wrong}");
        }
        let original = cy.get(&format!("/api/inbox/{id}/original")).await;
        assert_eq!(original.body, LETTER, "byte for byte");
        assert!(original.header("content-disposition").starts_with("attachment"));
        for nothing in [format!("/api/inbox/{id}/files/99"), "/api/inbox/1/original".to_owned()] {
            assert_eq!(cy.get(&nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
        }

        let seen = cy.read(&format!("/api/directory/imports/{held}")).await;
        assert_eq!(seen["import"]["state"], "held", "{seen}");
        assert!(seen["difference"]["roles"].as_array().is_some_and(|it| !it.is_empty()), "{seen}");
        let drop = format!("/api/directory/imports/{held}/drop");
        let anna = world.program("anna").await;
        assert_eq!(anna.ask("POST", &drop, &[], None).await.status, StatusCode::NOT_FOUND);
        assert_eq!(cy.ask("POST", &drop, &[], None).await.status, StatusCode::NO_CONTENT);
        assert!(cy.ask("POST", &drop, &[], None).await.status.is_client_error(), "once");
    }
}

/// A webhook is made, tried out, let rest and taken up again by program, and tells what became of each time.
#[tokio::test]
async fn webhooks_are_kept_by_program_as_on_their_page() {
    for world in worlds("api_webhooks").await {
        let cy = world.program("cy").await;
        let new = |url: &str| Some(json!({ "url": url }));
        let refused = cy.ask("POST", "/api/webhooks", &[], new("https://10.0.0.1/")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["errors"][0]["field"], "url", "{}", refused.text());
        let made = cy.ask("POST", "/api/webhooks", &[], new("https://93.184.216.34/")).await;
        assert_eq!(made.status, StatusCode::CREATED);
        let of = format!("/api/webhooks/{}", made.json()["webhook"]["id"]);
        for (verb, paused) in [("pause", true), ("ping", true), ("resume", false)] {
            let anna = world.program("anna").await;
            let path = format!("{of}/{verb}");
            assert!(anna.ask("POST", &path, &[], None).await.status.is_client_error(), "{verb}");
            assert_eq!(cy.ask("POST", &path, &[], None).await.status, StatusCode::NO_CONTENT);
            assert_eq!(cy.read("/api/webhooks").await["webhooks"][0]["paused"], paused, "{verb}");
        }
        let told = cy.read(&format!("{of}/deliveries")).await;
        assert_eq!(told["deliveries"], json!([]), "nothing was told yet");
        assert!(!told.to_string().contains("secret"), "{told}");
    }
}
