//! A delegate of another organization hands in a statement, without an account (IN-2).

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::desk_world::{Browser, Form, World, main_of, worlds};

async fn opened(browser: &Browser<'_>) -> Form {
    let form = browser.form("/submit", "/submit").await;
    form.fill("organization", "ETU Study Group 1")
        .fill("name", "Del Egate")
        .fill("address", "del@example.net")
        .fill("to", "tsync")
        .fill("subject", "On <clocks>")
        .fill("text", "Dear colleagues,\n\nplease tell us what time it is.\n")
}

/// Returns the path of the link in the newest message that was mailed.
pub(crate) async fn mailed_link(world: &World) -> String {
    let (mails, _) = world.desk.store.reader().mails(1, 1).await.unwrap();
    let mail = operations::read_mail(&world.desk, &mails[0].mail.sha256).await.unwrap();
    let rest = mail.text.split("https://liaison.example.org/submit/").nth(1).unwrap();
    format!("/submit/{}", rest.lines().next().unwrap())
}

/// IN-2, IN-6: from the link on the front page to the inbox of those who handle it.
#[tokio::test]
async fn a_delegate_hands_a_statement_in_and_it_arrives_when_they_confirm() {
    for world in worlds("submit").await {
        let delegate = world.stranger();
        for path in ["/", "/about"] {
            assert!(delegate.page(path).await.contains("href=\"/submit\""), "{path} leads to it");
        }
        let form = opened(&delegate).await.choose("files", "letter.txt", b"LIAISON STATEMENT\n");
        world.wait(1);
        assert_eq!(delegate.sends(&form).await, "/submit/sent");
        insta::assert_snapshot!("submit_sent", main_of(&delegate.page("/submit/sent").await));
        let cy = world.browser("cy").await;
        assert!(cy.page("/desk/inbox").await.contains("No message waits."));

        let link = mailed_link(&world).await;
        let page = delegate.page(&link).await;
        insta::assert_snapshot!("submit_confirm", main_of(&page).replace(&link, "LINK"));
        let answer = delegate.send(&Form::of(&page, &link)).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.header("cache-control").contains("no-store"));
        insta::assert_snapshot!("submit_arrived", main_of(&answer.text()));

        operations::read_waiting_items(&world.desk, crate::desk_world::now()).await.unwrap();
        let inbox = cy.page("/desk/inbox").await;
        assert!(inbox.contains("On &#60;clocks&#62;"), "{inbox}");
        let item = inbox.split("href=\"/desk/inbox/").nth(1).unwrap().split('"').next().unwrap();
        let item = cy.page(&format!("/desk/inbox/{item}")).await;
        assert!(item.contains("Handed in with the form for other organizations"), "{item}");
        assert!(item.contains("del@example.net"), "those who handle it know who handed it in");

        for again in [delegate.get(&link).await, delegate.post(&link, &[]).await] {
            assert_eq!(again.status, StatusCode::GONE);
            assert!(again.text().contains("This link was used already or has expired."));
        }
        assert_eq!(
            world.desk.store.reader().items_waiting().await.unwrap(),
            store::Count::Exactly(1)
        );
    }
}

/// What was typed stays, whatever is wrong; files are to be chosen again, and the page says so.
#[tokio::test]
async fn the_form_loses_nothing_that_was_typed() {
    for world in worlds("submitfaults").await {
        let delegate = world.stranger();
        let form = opened(&delegate).await.choose("files", "letter.txt", b"Words.\n");
        world.wait(1);
        let wrong = form.clone().fill("address", "del").fill("name", "");
        let answer = delegate.send(&wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let stamp = form.holds("stamp")[0].to_owned();
        insta::assert_snapshot!("submit_faults", main_of(&answer.text()).replace(&stamp, "STAMP"));
        let again = Form::of(&answer.text(), "/submit");
        assert_eq!(again.holds("text"), form.holds("text"));
        assert_eq!(again.holds("stamp"), [stamp], "it was open since then");

        // A file beyond all limits comes behind what was typed, which is kept.
        let large = form.clone().choose("files", "large.bin", &vec![b'x'; 60 * 1024 * 1024]);
        let answer = delegate.send_in_pieces(&large).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = answer.text();
        assert!(text.contains("the files are too large together"), "{text}");
        assert_eq!(Form::of(&text, "/submit").holds("text"), form.holds("text"));

        let fixed = again.fill("address", "del@example.net").fill("name", "Del Egate");
        assert_eq!(delegate.sends(&fixed).await, "/submit/sent");
    }
}

/// Programs that fill in everything, or at once, and other sites’ pages, hand in nothing.
#[tokio::test]
async fn programs_hand_in_nothing() {
    for world in worlds("submitprograms").await {
        let delegate = world.stranger();
        let form = opened(&delegate).await;
        let soon = delegate.send(&form).await;
        assert_eq!(soon.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(soon.text().contains("Look through it once more"), "{}", soon.text());
        world.wait(1);
        let program = form.clone().fill("website", "https://spam.example.com");
        assert_eq!(delegate.sends(&program).await, "/submit/sent", "and is told what people are");
        let forged = Request::post("/submit").header("sec-fetch-site", "cross-site");
        let answer = world.ask(forged.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(world.desk.store.reader().mails(1, 1).await.unwrap().1, 0);
        let page = delegate.get("/submit").await;
        assert!(page.header("cache-control").contains("no-store"), "each has its own form");
    }
}

/// Whoever hands in too much waits, and keeps what they typed.
#[tokio::test]
async fn too_much_is_told_with_how_long_to_wait() {
    for world in worlds("submitflood").await {
        let delegate = world.stranger();
        let form = opened(&delegate).await;
        world.wait(1);
        for number in 0..60 {
            let one = form.clone().fill("address", &format!("d{number}@example.net"));
            assert_eq!(delegate.sends(&one).await, "/submit/sent");
        }
        let answer = delegate.send(&form).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.header("retry-after").parse::<u32>().unwrap() > 3_000);
        assert!(answer.text().contains("please tell us what time it is"));
    }
}
