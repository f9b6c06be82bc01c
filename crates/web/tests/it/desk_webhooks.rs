//! Programs that are told of changes, as whoever keeps them sees them on pages.

use std::time::Duration;

use axum::http::StatusCode;
use jiff::SignedDuration;
use operations::{About, finish_telling, take_tellings};
use rules::{Direction, Doer, Event, EventKind, Number, State, Statement};

use crate::desk_world::{Browser, Form, World, main_of, worlds};

/// An address that is nobody's here: nothing is asked by these tests.
const HOOK: &str = "https://93.184.216.34/hook";

/// Returns a page without the ids that differ, and the secret.
fn shown(page: &str) -> String {
    let mut text = main_of(page);
    for after in ["/desk/webhooks/", "_ping_", "msg_", "whsec_"] {
        let mut parts = text.split(after).map(str::to_owned);
        let first = parts.next().unwrap();
        let rest = parts.map(|part| {
            let is_of_id = |sign: char| match after {
                "whsec_" => sign != '<',
                "msg_" => sign.is_ascii_digit() || sign == '_',
                _ => sign.is_ascii_digit(),
            };
            format!("{after}ID{}", part.trim_start_matches(is_of_id))
        });
        text = first + &rest.collect::<String>();
    }
    text
}

async fn added(browser: &Browser<'_>) -> (String, String) {
    let form = browser.form("/desk/webhooks", "/desk/webhooks").await.fill("url", HOOK);
    let answer = browser.send(&form).await;
    assert_eq!(answer.status, StatusCode::OK);
    let page = answer.text();
    let of = page.split("action=\"").find(|part| part.starts_with("/desk/webhooks/")).unwrap();
    let of = of.split("/ping\"").next().unwrap().to_owned();
    (of, page)
}

/// Posts a statement, so that there is something to be told.
async fn posted(world: &World, number: i64) {
    let (desk, at) = (&world.desk, world.now());
    let mut tx = desk.store.begin("post a statement").await.unwrap();
    let blank = Statement::blank(Number(number), Direction::Incoming, at);
    tx.save_statement(&Statement { state: State::Posted, ..blank }).await.unwrap();
    let (id, by, kind) = (desk.ids.next(at), Doer::System, EventKind::Posted);
    let (words, difference) = (String::new(), String::new());
    let number = Number(number);
    tx.add_event(&Event { id, number, kind, by, at, public: true, words, difference })
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Has what is due told, and answers in the program's place.
async fn told(world: &World, answer: Result<&str, &str>) -> Vec<About> {
    let tellings = take_tellings(&world.desk, 10, world.now()).await.unwrap();
    for telling in &tellings {
        let answer = answer.map(str::to_owned).map_err(str::to_owned);
        let took = Duration::from_millis(120);
        finish_telling(&world.desk, telling, answer, took, world.now()).await.unwrap();
    }
    tellings.into_iter().map(|telling| telling.about).collect()
}

/// A webhook is added, tried out, rests, is taken up and removed; what became of each time is there, and nothing of what was said.
#[tokio::test]
async fn whoever_keeps_webhooks_sees_what_became_of_each_time() {
    for world in worlds("webhook_pages").await {
        let cy = world.browser("cy").await;
        assert!(cy.page("/desk/account").await.contains("/desk/webhooks"));
        insta::assert_snapshot!("webhooks_none", shown(&cy.page("/desk/webhooks").await));
        let (of, page) = added(&cy).await;
        insta::assert_snapshot!("webhooks_new", shown(&page));
        let secret = page.split("whsec_").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert_eq!(told(&world, Ok("")).await, [], "nothing has changed");

        assert_eq!(
            cy.sends(&Form::of(&page, &format!("{of}/ping"))).await,
            format!("{of}?done=webhook-pinged")
        );
        let pinged = told(&world, Ok("The server answered 204 No Content.")).await;
        assert!(matches!(pinged[..], [About::Ping(_)]), "{pinged:?}");
        world.wait(1);
        posted(&world, 801).await;
        told(&world, Err("The server answered 500 Internal Server Error.")).await;
        world.wait(2);
        told(&world, Ok("The server answered 200 OK.")).await;
        posted(&world, 802).await;
        told(&world, Err("Its host was not found.")).await;
        let page = cy.page(&of).await;
        insta::assert_snapshot!("webhooks_one", shown(&page));
        insta::assert_snapshot!("webhooks_some", shown(&cy.page("/desk/webhooks").await));
        assert!(!page.contains(&secret), "the secret was shown once");

        // While it rests, nothing is told but what somebody tries out; then all that it missed.
        cy.sends(&Form::of(&page, &format!("{of}/pause"))).await;
        world.wait(60);
        assert_eq!(told(&world, Ok("")).await, [], "it rests");
        cy.sends(&Form::of(&page, &format!("{of}/ping"))).await;
        assert!(matches!(told(&world, Err("Refused.")).await[..], [About::Ping(_)]));
        assert_eq!(told(&world, Ok("")).await, [], "a test is tried once");
        let page = cy.page(&of).await;
        assert!(page.contains("It rests, and is told what it missed"), "{page}");
        cy.sends(&Form::of(&page, &format!("{of}/resume"))).await;
        let missed = told(&world, Ok("The server answered 200 OK.")).await;
        let [About::Change(missed)] = &missed[..] else { panic!("{missed:?}") };
        assert_eq!(missed.number, Some(Number(802)));

        let page = cy.page(&of).await;
        let gone = cy.sends(&Form::of(&page, &format!("{of}/remove"))).await;
        assert!(cy.page(&gone).await.contains("No program is told anything yet."));
        assert_eq!(cy.get(&of).await.status, StatusCode::NOT_FOUND);
    }
}

/// One that never takes anything is given up after a week: its page says so, and offers to take it up again.
#[tokio::test]
async fn a_webhook_that_was_given_up_says_so_and_is_taken_up_again() {
    for world in worlds("webhook_given_up").await {
        let (of, _) = added(&world.browser("cy").await).await;
        posted(&world, 803).await;
        let [telling] = &take_tellings(&world.desk, 10, world.now()).await.unwrap()[..] else {
            panic!("one is due")
        };
        let failed = || Err("The server answered 410 Gone.".to_owned());
        let (took, later) = (Duration::ZERO, SignedDuration::from_hours(24 * 8));
        finish_telling(&world.desk, telling, failed(), took, world.now() - later).await.unwrap();
        let [telling] = &take_tellings(&world.desk, 10, world.now()).await.unwrap()[..] else {
            panic!("it is due again")
        };
        finish_telling(&world.desk, telling, failed(), took, world.now()).await.unwrap();
        let cy = world.browser("cy").await;
        let page = cy.page(&of).await;
        assert!(page.contains("It was given up") && page.contains("given up</span>"), "{page}");
        assert_eq!(told(&world, Ok("")).await, [], "it is told nothing any more");
        cy.sends(&Form::of(&page, &format!("{of}/resume"))).await;
        assert_eq!(told(&world, Ok("The server answered 200 OK.")).await.len(), 1);
    }
}

/// What is refused says why beside the field, and what was typed stays; whoever may not keep webhooks finds none of it.
#[tokio::test]
async fn a_webhook_that_leads_into_our_own_network_is_refused_beside_the_field() {
    for world in worlds("webhook_refusals").await {
        let cy = world.browser("cy").await;
        let mut said = Vec::new();
        for url in [
            "https://10.1.2.3/hook",
            "https://[::1]/",
            "https://localhost/hook",
            "http://93.184.216.34/",
            "ftp://93.184.216.34/",
            "https://ana:secret@93.184.216.34/",
            "mirror",
            "",
            &format!("https://93.184.216.34/{}", "a".repeat(500)),
        ] {
            let form = cy.form("/desk/webhooks", "/desk/webhooks").await.fill("url", url);
            let answer = cy.send(&form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
            let page = answer.text();
            assert!(page.contains("aria-describedby=\"url-fault url-hint\""), "{page}");
            let stays = Form::of(&page, "/desk/webhooks").holds("url").concat();
            assert_eq!(stays, url);
            let fault = page.split("id=\"url-fault\">").nth(1).unwrap().split('<').next().unwrap();
            said.push(format!("{}: {fault}", url.chars().take(40).collect::<String>()));
        }
        insta::assert_snapshot!("webhooks_refused", said.join("\n"));
        let (of, _) = added(&cy).await;
        for name in ["anna", "bo", "di"] {
            let browser = world.browser(name).await;
            assert!(!browser.page("/desk/account").await.contains("/desk/webhooks"), "{name}");
            for path in ["/desk/webhooks", &of] {
                let status = browser.get(path).await.status;
                assert!(status.is_client_error(), "{name}: {path}: {status}");
            }
            let to_add = browser.post("/desk/webhooks", &[("url", HOOK)]).await.status;
            assert!(to_add.is_client_error(), "{name}: {to_add}");
            for verb in ["ping", "pause", "resume", "remove"] {
                let status = browser.post(&format!("{of}/{verb}"), &[]).await.status;
                assert!(status.is_client_error(), "{name}: {verb}: {status}");
            }
        }
        let kept = world.desk.store.reader().webhooks().await.unwrap();
        let [kept] = &kept[..] else { panic!("{kept:?}") };
        assert!(!kept.paused && kept.ping.is_none(), "nobody else did anything");
        // Twenty are enough.
        for _ in 1..20 {
            added(&cy).await;
        }
        let form = cy.form("/desk/webhooks", "/desk/webhooks").await.fill("url", HOOK);
        let page = cy.send(&form).await.text();
        assert!(page.contains("There are 20 already"), "{page}");
    }
}
