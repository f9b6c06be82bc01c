//! Telling programs of changes: signed, in order, again where it failed, and never into a network of our own.

use std::sync::Arc;

use data_encoding::BASE64;
use jiff::{SignedDuration, Timestamp};
use operations::{
    Desk, Settings, act, add_webhook, pause_webhook, ping_webhook, resume_webhook,
    webhook_deliveries, webhooks,
};
use rules::{
    Actor, Direction, Doer, Event, EventKind, Number, RoleKind, Scope, State, Statement, TokenReach,
};
use store::testing::{made_groups, made_person};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};
use workers::tell_some;

use crate::desk::desks;

fn now() -> Timestamp {
    "2026-03-10T12:00:00Z".parse().unwrap()
}

fn later(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

/// Returns a coordinator and a chair, each with all that a token can reach.
async fn people(desk: &Desk) -> [Actor; 2] {
    // As the program does when it starts.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut tx = desk.store.begin("make a directory").await.unwrap();
    tx.save_groups(&made_groups(), &desk.ids, now()).await.unwrap();
    let people = [
        made_person("Cy Coordinator", &[(RoleKind::Coordinator, "iab")]),
        made_person("Anna Chair", &[(RoleKind::Chair, "tsync")]),
    ];
    tx.save_people(&people, &desk.ids, now()).await.unwrap();
    tx.commit().await.unwrap();
    let mut actors = Vec::new();
    for address in ["cy@example.org", "anna@example.org"] {
        let person = desk.store.reader().person_by_address(address).await.unwrap();
        actors.push(act(desk, person, now()).await.unwrap());
    }
    actors.try_into().unwrap()
}

/// Keeps a statement with something that happened to it.
async fn happens(desk: &Desk, number: i64, state: State, kind: EventKind) {
    let mut tx = desk.store.begin("make a statement").await.unwrap();
    let there = tx.statement(Number(number)).await.unwrap();
    let blank = Statement::blank(Number(number), Direction::Incoming, now());
    let statement = Statement { state, ..there.unwrap_or(blank) };
    tx.save_statement(&statement).await.unwrap();
    let (id, by) = (desk.ids.next(now()), Doer::System);
    let (words, difference) = (String::new(), String::new());
    let number = Number(number);
    let event = Event { id, number, kind, by, at: now(), public: true, words, difference };
    tx.add_event(&event).await.unwrap();
    tx.commit().await.unwrap();
}

fn told(requests: &[Request]) -> Vec<String> {
    let kind = |request: &Request| {
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        format!("{} {}", body["type"].as_str().unwrap(), body["data"]["number"])
    };
    requests.iter().map(kind).collect()
}

#[tokio::test]
async fn a_webhook_is_told_each_change_in_order_signed_and_again_until_it_takes_it() {
    for (desk, _guard) in desks("webhooks").await {
        let settings = Settings { private_webhooks: true, ..(*desk.settings).clone() };
        let desk = Desk { settings: Arc::new(settings), ..desk };
        let [cy, _] = people(&desk).await;
        let server = MockServer::start().await;
        let taken = Mock::given(method("POST")).and(path("/hook"));
        let failing = taken.respond_with(ResponseTemplate::new(500)).up_to_n_times(1);
        failing.mount(&server).await;
        let taken = Mock::given(method("POST")).and(path("/hook"));
        taken.respond_with(ResponseTemplate::new(204)).mount(&server).await;
        let url = format!("{}/hook", server.uri());
        let here = [server.address().ip()];
        let (made, secret) = add_webhook(&desk, &cy, &url, &here, now()).await.unwrap();
        assert_eq!(tell_some(&desk, now()).await.unwrap(), 0, "nothing has changed");

        happens(&desk, 1, State::Posted, EventKind::Posted).await;
        happens(&desk, 2, State::Draft, EventKind::Drafted).await;
        happens(&desk, 1, State::Posted, EventKind::Commented).await;
        assert_eq!(tell_some(&desk, now()).await.unwrap(), 1);
        let failing = webhooks(&desk, &cy).await.unwrap().remove(0);
        assert_eq!(failing.failing_since, Some(now()));
        assert!(failing.answer.contains("500"), "{}", failing.answer);
        assert_eq!(tell_some(&desk, now()).await.unwrap(), 0, "not before its time");
        while tell_some(&desk, later(2)).await.unwrap() > 0 {}
        let requests = server.received_requests().await.unwrap();
        assert_eq!(told(&requests), ["posted 1", "posted 1", "commented 1"]);
        assert!(!webhooks(&desk, &cy).await.unwrap()[0].stopped);

        let ids: Vec<_> = requests.iter().map(|it| it.headers["webhook-id"].clone()).collect();
        assert_eq!(ids[0], ids[1], "the same is known again");
        assert_ne!(ids[1], ids[2]);
        let last = &requests[2];
        let header = |name: &str| last.headers[name].to_str().unwrap().to_owned();
        let body = String::from_utf8(last.body.clone()).unwrap();
        let said = format!("{}.{}.{body}", header("webhook-id"), header("webhook-timestamp"));
        let key = BASE64.decode(secret.trim_start_matches("whsec_").as_bytes()).unwrap();
        let sum = hmac_sha256(&key, said.as_bytes());
        assert_eq!(header("webhook-signature"), format!("v1,{}", BASE64.encode(&sum)));
        assert!(!body.contains("example.com") && body.contains("\"cursor\":\""), "{body}");

        // Somebody who never answers is given up after a week, and can be taken up again.
        server.reset().await;
        let moved = ResponseTemplate::new(302).insert_header("location", "/elsewhere");
        Mock::given(method("POST")).and(path("/hook")).respond_with(moved).mount(&server).await;
        happens(&desk, 1, State::Withdrawn, EventKind::Withdrawn).await;
        tell_some(&desk, later(10)).await.unwrap();
        tell_some(&desk, later(10 + 7 * 24 * 60)).await.unwrap();
        let given_up = webhooks(&desk, &cy).await.unwrap().remove(0);
        assert!(given_up.stopped && given_up.answer.contains("302"), "{}", given_up.answer);
        let asked = server.received_requests().await.unwrap();
        assert!(asked.iter().all(|it| it.url.path() == "/hook"), "no redirect is followed");
        assert_eq!(tell_some(&desk, later(30 * 24 * 60)).await.unwrap(), 0);
        resume_webhook(&desk, &cy, made.id, later(30 * 24 * 60)).await.unwrap();
        assert_eq!(tell_some(&desk, later(30 * 24 * 60)).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn no_webhook_leads_into_a_network_of_our_own() {
    for (desk, _guard) in desks("webhooks_refused").await {
        let [cy, anna] = people(&desk).await;
        let outside = ["93.184.216.34".parse().unwrap()];
        let refused = [
            ("http://example.net/hook", "93.184.216.34"),
            ("https://10.0.0.1/", "10.0.0.1"),
            ("https://[::1]/", "::1"),
            ("https://0x7f.1/", "127.0.0.1"),
            ("https://2130706433/", "127.0.0.1"),
            ("https://169.254.169.254/latest", "169.254.169.254"),
            ("https://localhost/", "127.0.0.1"),
            ("https://inside.example.net/", "192.168.1.7"),
            ("https://ana:secret@example.net/", "93.184.216.34"),
            ("ftp://example.net/", "93.184.216.34"),
            ("example.net", "93.184.216.34"),
        ];
        for (url, address) in refused {
            let address = [address.parse().unwrap()];
            let wrong = add_webhook(&desk, &cy, url, &address, now()).await.unwrap_err();
            assert!(wrong.to_string().starts_with("url: "), "{url}: {wrong}");
        }
        let url = "https://example.net/hook";
        assert!(add_webhook(&desk, &cy, url, &[], now()).await.is_err(), "it leads nowhere");
        assert!(add_webhook(&desk, &anna, url, &outside, now()).await.is_err(), "not hers to have");
        let acting = Actor { reach: TokenReach::Only(vec![Scope::Act]), ..cy.clone() };
        assert!(add_webhook(&desk, &acting, url, &outside, now()).await.is_err(), "out of reach");

        // What a name led to when it was made is looked at again whenever something is told.
        let url = "https://localhost/hook";
        add_webhook(&desk, &cy, url, &outside, now()).await.unwrap();
        happens(&desk, 1, State::Posted, EventKind::Posted).await;
        tell_some(&desk, now()).await.unwrap();
        let kept = webhooks(&desk, &cy).await.unwrap().remove(0);
        assert!(kept.answer.contains("a network of our own"), "{}", kept.answer);
    }
}

/// A demonstration tells nobody anything, and says so where it would stand what was answered.
#[tokio::test]
async fn a_demonstration_tells_no_program_anything() {
    for (desk, _guard) in desks("webhooks_of_a_demonstration").await {
        let settings =
            Settings { private_webhooks: true, demonstration: true, ..(*desk.settings).clone() };
        let desk = Desk { settings: Arc::new(settings), ..desk };
        let [cy, _] = people(&desk).await;
        let server = MockServer::start().await;
        let here = [server.address().ip()];
        let (made, _) = add_webhook(&desk, &cy, &server.uri(), &here, now()).await.unwrap();
        ping_webhook(&desk, &cy, made.id, now()).await.unwrap();
        assert_eq!(tell_some(&desk, now()).await.unwrap(), 1);
        assert!(server.received_requests().await.unwrap().is_empty());
        let (_, told) = webhook_deliveries(&desk, &cy, made.id).await.unwrap();
        assert!(told[0].answer.contains("demonstration"), "{}", told[0].answer);
    }
}

/// What somebody tries out is signed as all else, is told once, and tells how it stands with what is told.
#[tokio::test]
async fn a_ping_is_signed_and_told_once_also_while_a_webhook_rests() {
    for (desk, _guard) in desks("webhooks_pinged").await {
        let settings = Settings { private_webhooks: true, ..(*desk.settings).clone() };
        let desk = Desk { settings: Arc::new(settings), ..desk };
        let [cy, anna] = people(&desk).await;
        let server = MockServer::start().await;
        Mock::given(method("POST")).respond_with(ResponseTemplate::new(500)).mount(&server).await;
        let here = [server.address().ip()];
        let (made, secret) = add_webhook(&desk, &cy, &server.uri(), &here, now()).await.unwrap();
        pause_webhook(&desk, &cy, made.id).await.unwrap();
        happens(&desk, 1, State::Posted, EventKind::Posted).await;
        assert_eq!(tell_some(&desk, now()).await.unwrap(), 0, "it rests");
        for refused in [
            ping_webhook(&desk, &anna, made.id, now()).await,
            pause_webhook(&desk, &anna, made.id).await,
            ping_webhook(&desk, &cy, 12, now()).await,
        ] {
            assert!(refused.is_err());
        }
        ping_webhook(&desk, &cy, made.id, now()).await.unwrap();
        assert_eq!(tell_some(&desk, now()).await.unwrap(), 1);
        assert_eq!(tell_some(&desk, later(60)).await.unwrap(), 0, "once, though it was not taken");
        let requests = server.received_requests().await.unwrap();
        let [ping] = &requests[..] else { panic!("{requests:?}") };
        let body: serde_json::Value = serde_json::from_slice(&ping.body).unwrap();
        assert_eq!((&body["type"], &body["data"]["number"]), (&"ping".into(), &().into()));
        let header = |name: &str| ping.headers[name].to_str().unwrap().to_owned();
        let said = format!(
            "{}.{}.{}",
            header("webhook-id"),
            header("webhook-timestamp"),
            String::from_utf8_lossy(&ping.body)
        );
        let key = BASE64.decode(secret.trim_start_matches("whsec_").as_bytes()).unwrap();
        let sum = BASE64.encode(&hmac_sha256(&key, said.as_bytes()));
        assert_eq!(header("webhook-signature"), format!("v1,{sum}"));
        let (kept, told) = webhook_deliveries(&desk, &cy, made.id).await.unwrap();
        let [told] = &told[..] else { panic!("{told:?}") };
        assert_eq!((told.kind.as_str(), told.taken, told.next_try_at), ("ping", false, None));
        assert_eq!(told.message, header("webhook-id"));
        assert!(kept.failing_since.is_none() && kept.paused, "a test says nothing of changes");
        resume_webhook(&desk, &cy, made.id, later(61)).await.unwrap();
        assert_eq!(tell_some(&desk, later(61)).await.unwrap(), 1, "what it missed");
        let (_, told) = webhook_deliveries(&desk, &cy, made.id).await.unwrap();
        assert_eq!((told[0].number, told[0].next_try_at.is_some()), (Some(1), true));
    }
}

/// HMAC-SHA256 as RFC 2104 has it, so that what is checked is not what was used.
fn hmac_sha256(key: &[u8], said: &[u8]) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::new().chain_update(block.map(|byte| byte ^ 0x36)).chain_update(said);
    let outer = Sha256::new().chain_update(block.map(|byte| byte ^ 0x5c));
    outer.chain_update(inner.finalize()).finalize().to_vec()
}
