//! Requests with a key that are cut off: wherever that is, what was asked for is done once, and is known to be done.

use std::task::Poll;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api_changing::posted;
use crate::api_world::Program;
use crate::desk_world::{World, worlds};
use crate::support::Answer;

/// Goes on with something that many times, and drops it there; returns what came of it if it ended before.
async fn cut_off<T>(turns: usize, what: impl Future<Output = T>) -> Option<T> {
    let (mut what, mut turn) = (std::pin::pin!(what), 0);
    std::future::poll_fn(|context| {
        if turn == turns {
            return Poll::Ready(None);
        }
        turn += 1;
        what.as_mut().poll(context).map(Some)
    })
    .await
}

/// How requests that were cut off came out when they were sent again.
#[derive(Debug, Default)]
struct Seen {
    /// The first one did nothing.
    anew: usize,
    /// The first one had done it, and this was known.
    known: usize,
    /// At once, the first one still held the key.
    held: usize,
}

/// A request of a program.
struct Asked<'p> {
    program: &'p Program<'p>,
    method: &'p str,
    path: String,
    saw: String,
    body: Value,
}

impl Asked<'_> {
    async fn send(&self, key: &str) -> Answer {
        let headers = [("idempotency-key", key), ("if-match", self.saw.as_str())];
        let headers = if self.saw.is_empty() { &headers[..1] } else { &headers[..] };
        self.program.ask(self.method, &self.path, headers, Some(self.body.clone())).await
    }

    /// Sends it and has it cut off there, sends it again at once and once its key is free; says whether it ended.
    async fn is_cut_off(&self, world: &World, turns: usize, seen: &mut Seen) -> (bool, Answer) {
        let key = format!("{} {turns} {}", self.path, world.now());
        let first = cut_off(turns, self.send(&key)).await;
        let at_once = self.send(&key).await;
        if at_once.status == StatusCode::CONFLICT && !at_once.header("retry-after").is_empty() {
            let wait: i64 = at_once.header("retry-after").parse().unwrap();
            assert!((1..=61).contains(&wait) && first.is_none(), "{wait}");
            seen.held += 1;
        }
        world.wait(2);
        let again = self.send(&key).await;
        match (&first, again.header("idempotency-replayed")) {
            (Some(first), _) => {
                assert_eq!((first.status, &first.body), (again.status, &again.body))
            }
            (None, "true") => seen.known += 1,
            (None, _) => seen.anew += 1,
        }
        (first.is_some(), again)
    }
}

impl Seen {
    /// Says whether each of the three was seen; how far something comes in so many turns differs from time to time.
    fn is_everything(&self) -> bool {
        self.anew > 0 && self.known > 0 && self.held > 0
    }
}

/// So often all moments are gone through at most.
const SWEEPS: usize = 10;

#[tokio::test]
async fn a_draft_whose_request_is_cut_off_anywhere_is_begun_once() {
    for world in worlds("api_cut_begun").await {
        let (anna, mut seen) = (world.program("anna").await, Seen::default());
        for _ in 0..SWEEPS {
            for turns in 0.. {
                let subject = format!("Cut off at {turns} on {}", world.now());
                let body = json!({
                    "from_groups": ["tsync"], "to_groups": ["etu-sg1"], "subject": subject, "text": "Ours agree."
                });
                let path = "/api/statements".to_owned();
                let asked =
                    Asked { program: &anna, method: "POST", path, saw: String::new(), body };
                let (ended, again) = asked.is_cut_off(&world, turns, &mut seen).await;
                assert_eq!(again.status, StatusCode::CREATED, "{turns}: {}", again.text());
                assert_eq!(again.json()["subject"], json!(subject));
                let place = format!("/statements/{}", again.json()["number"]);
                assert!(again.header("location").ends_with(&place), "{}", again.header("location"));
                let drafts = anna.read("/api/drafts").await["drafts"].clone();
                let count = drafts.as_array().unwrap().iter().filter(|it| it["subject"] == subject);
                assert_eq!(count.count(), 1, "{turns}: {drafts:#}");
                if ended {
                    break;
                }
            }
            if seen.is_everything() {
                break;
            }
        }
        assert!(seen.is_everything(), "{seen:?}");
    }
}

#[tokio::test]
async fn a_change_whose_request_is_cut_off_anywhere_is_made_once() {
    for world in worlds("api_cut_changed").await {
        let (anna, mut seen) = (world.program("anna").await, Seen::default());
        let body =
            json!({ "from_groups": ["tsync"], "to_groups": ["etu-sg1"], "subject": "Clocks" });
        let draft = anna.ask("POST", "/api/statements", &[], Some(body)).await;
        let path = format!("/api/statements/{}", draft.json()["number"]);
        for _ in 0..SWEEPS {
            for turns in 0.. {
                let before = anna.get(&path).await;
                let body = json!({ "subject": format!("Changed at {turns} on {}", world.now()) });
                let saw = before.header("etag").to_owned();
                let asked =
                    Asked { program: &anna, method: "PATCH", path: path.clone(), saw, body };
                let (ended, again) = asked.is_cut_off(&world, turns, &mut seen).await;
                assert_eq!(again.status, StatusCode::OK, "{turns}: {}", again.text());
                assert_eq!(again.body, anna.get(&path).await.body, "{turns}");
                assert_ne!(again.body, before.body, "{turns}");
                if ended {
                    break;
                }
            }
            if seen.is_everything() {
                break;
            }
        }
        assert!(seen.is_everything(), "{seen:?}");
    }
}

#[tokio::test]
async fn a_comment_whose_request_is_cut_off_anywhere_is_made_once() {
    for world in worlds("api_cut_said").await {
        let number = posted(&world).await;
        let (cy, mut seen) = (world.program("cy").await, Seen::default());
        for _ in 0..SWEEPS {
            for turns in 0.. {
                let words = format!("Said at {turns} on {}.", world.now());
                let (body, saw) = (json!({ "words": words, "public": true }), String::new());
                let path = format!("/api/statements/{number}/comment");
                let asked = Asked { program: &cy, method: "POST", path, saw, body };
                let (ended, again) = asked.is_cut_off(&world, turns, &mut seen).await;
                assert_eq!(again.status, StatusCode::OK, "{turns}: {}", again.text());
                let history = cy.read(&format!("/api/statements/{number}/history")).await;
                let events = history["events"].as_array().unwrap();
                assert_eq!(events.iter().filter(|it| it["words"] == words).count(), 1, "{turns}");
                if ended {
                    break;
                }
            }
            if seen.is_everything() {
                break;
            }
        }
        assert!(seen.is_everything(), "{seen:?}");
    }
}

/// A secret is shown once: where the answer that held it is lost, that the webhook is there is all that can be said.
#[tokio::test]
async fn a_webhook_whose_request_is_cut_off_is_made_once_and_its_secret_is_not_told_again() {
    for world in worlds("api_cut_secret").await {
        let (cy, mut seen, mut lost) = (world.program("cy").await, Seen::default(), 0);
        for _ in 0..SWEEPS {
            for turns in 0.. {
                let body = json!({ "url": format!("https://93.184.216.34/hook/{turns}") });
                let (path, saw) = ("/api/webhooks".to_owned(), String::new());
                let asked = Asked { program: &cy, method: "POST", path, saw, body: body.clone() };
                let (ended, again) = asked.is_cut_off(&world, turns, &mut seen).await;
                if again.status == StatusCode::CONFLICT {
                    assert!(again.text().contains("was done, and its answer is lost"));
                    lost += 1;
                } else {
                    assert_eq!(again.status, StatusCode::CREATED, "{turns}: {}", again.text());
                }
                let all = cy.read("/api/webhooks").await;
                let all = all["webhooks"].as_array().unwrap().clone();
                assert_eq!(all.len(), 1, "{turns}: {all:#?}");
                assert_eq!(all[0]["url"], body["url"]);
                let gone = format!("/api/webhooks/{}", all[0]["id"]);
                let gone = cy.ask("DELETE", &gone, &[], None).await;
                assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text());
                if ended {
                    break;
                }
            }
            if lost > 0 {
                break;
            }
        }
        assert!(lost > 0, "{seen:?}");
    }
}
