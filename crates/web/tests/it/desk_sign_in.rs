//! Signing in: by password, by link, in a demonstration; and what an address may not lead to.

use axum::http::StatusCode;
use operations::{NewAccount, add_account};
use rules::Mailbox;

use crate::desk_stories::submitted;
use crate::desk_world::{World, demonstrations, main_of, now, worlds};

const PASSWORD: &str = "correct horse battery";

async fn with_password(world: &World) {
    let mailbox = Mailbox::parse("Anna Chair <anna@example.org>").unwrap();
    let new = NewAccount { mailbox, password: Some(PASSWORD.to_owned()) };
    add_account(&world.desk, &new, now()).await.unwrap();
}

#[tokio::test]
async fn a_password_signs_in_and_leads_to_where_the_person_wanted_to_go() {
    for world in worlds("password").await {
        with_password(&world).await;
        let stranger = world.stranger();
        let form = stranger.form("/sign-in?next=%2Fdesk%2Fdrafts", "/sign-in").await;
        let wrong = form.clone().fill("address", "Anna@Example.org").fill("password", "a guess");
        let answer = stranger.send(&wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        insta::assert_snapshot!("wrong_password", main_of(&answer.text()));
        assert!(!answer.text().contains("a guess"), "a password is never shown");

        let right = form.fill("address", "Anna@Example.org").fill("password", PASSWORD);
        let answer = stranger.send(&right).await;
        assert_eq!(answer.header("location"), "/desk/drafts");
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("__Host-liaison="), "{cookie}");
        assert!(
            cookie.ends_with("; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure"),
            "{cookie}"
        );
        let mut anna = world.stranger();
        anna.cookie = cookie.split(';').next().unwrap().to_owned();
        assert!(anna.page("/desk").await.contains("You are <b>Anna Chair</b>"));

        let out = anna.post("/sign-out", &[]).await;
        assert_eq!((out.header("location"), out.status), ("/", StatusCode::SEE_OTHER));
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(
            anna.get("/desk").await.status,
            StatusCode::SEE_OTHER,
            "the session itself has ended"
        );
    }
}

/// Only our own paths follow.
#[tokio::test]
async fn an_address_cannot_lead_away_from_here() {
    for world in worlds("away").await {
        with_password(&world).await;
        for next in [
            "//evil.example.net",
            "https://evil.example.net",
            "/\\evil.example.net",
            "/\t/evil.example.net",
            "javascript:alert(1)",
            "",
            "/a b",
        ] {
            let fields = [("address", "anna@example.org"), ("password", PASSWORD), ("next", next)];
            let answer = world.stranger().post("/sign-in", &fields).await;
            assert_eq!(answer.header("location"), "/desk", "{next:?}");
        }
        let page = world.stranger().page("/sign-in?next=%2F%2Fevil.example.net").await;
        assert!(!page.contains("evil"), "{page}");
    }
}

#[tokio::test]
async fn a_password_cannot_be_guessed() {
    for world in worlds("guessing").await {
        with_password(&world).await;
        let stranger = world.stranger();
        let guess = |word| [("address", "anna@example.org"), ("password", word)];
        for _ in 0..5 {
            let answer = stranger.post("/sign-in", &guess("guess")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let answer = stranger.post("/sign-in", &guess(PASSWORD)).await;
        assert_eq!(
            answer.status,
            StatusCode::TOO_MANY_REQUESTS,
            "not even the right one is looked at"
        );
        assert_eq!(answer.header("retry-after"), "30");
        assert!(answer.text().contains("Wait 1 minute, or ask for a one-time link below."));
        let other =
            stranger.post("/sign-in", &[("address", "bo@example.org"), ("password", "x")]).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "other addresses are free");
        world.wait(1);
        let answer = stranger.post("/sign-in", &guess(PASSWORD)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
}

/// Returns the one-time link that was mailed last.
async fn mailed_link(world: &World) -> String {
    let (fates, _) = world.desk.store.reader().mails(1, 1).await.unwrap();
    let mail =
        operations::read_mail(&world.desk, &fates.first().unwrap().mail.sha256).await.unwrap();
    let line = mail.text.lines().find(|line| line.contains("/sign-in/")).unwrap();
    line.trim().strip_prefix("https://liaison.example.org").unwrap().to_owned()
}

/// What only looks at addresses in mail does not use the link up.
#[tokio::test]
async fn a_link_signs_in_once_and_only_by_its_button() {
    for world in worlds("link").await {
        let stranger = world.stranger();
        let form = stranger.form("/sign-in", "/sign-in/link").await;
        let known = stranger.send(&form.clone().fill("link_address", "bo@example.org")).await;
        let unknown = stranger.send(&form.clone().fill("link_address", "nobody@example.org")).await;
        assert_eq!(known.header("location"), "/sign-in/asked");
        assert_eq!(
            unknown.header("location"),
            "/sign-in/asked",
            "nobody learns who has an account"
        );
        insta::assert_snapshot!("asked", main_of(&stranger.page("/sign-in/asked").await));
        let empty = stranger.send(&form).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);

        let link = mailed_link(&world).await;
        stranger.page(&link).await;
        stranger.page(&link).await;
        let form = stranger.form(&link, &link).await;
        let answer = stranger.send(&form).await;
        assert_eq!(answer.header("location"), "/desk", "{}", answer.text());
        let again = stranger.send(&form).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text().contains("This link was used already or has expired"));
    }
}

#[tokio::test]
async fn nobody_floods_a_mailbox_with_links() {
    for world in worlds("flood").await {
        for _ in 0..9 {
            let answer =
                world.stranger().post("/sign-in/link", &[("link_address", "bo@example.org")]).await;
            assert_eq!(answer.header("location"), "/sign-in/asked");
        }
        assert_eq!(world.desk.store.reader().mails(1, 1).await.unwrap().1, 4);
        world.wait(61);
        world.stranger().post("/sign-in/link", &[("link_address", "bo@example.org")]).await;
        assert_eq!(world.desk.store.reader().mails(1, 1).await.unwrap().1, 5);
    }
}

#[tokio::test]
async fn a_demonstration_has_a_button_for_each_role_and_shows_its_mail() {
    for world in demonstrations("demo").await {
        let visitor = world.stranger();
        assert_eq!(visitor.get("/demo").await.header("location"), "/demo/sign-in");
        insta::assert_snapshot!("demo_roles", main_of(&visitor.page("/demo/sign-in").await));
        let form = visitor.form("/demo/sign-in", "/demo/sign-in").await;
        let answer = visitor.send(&form).await;
        assert_eq!(answer.header("location"), "/desk");
        assert!(answer.header("set-cookie").starts_with("__Host-liaison="));

        submitted(&world).await;
        insta::assert_snapshot!("demo_mails", main_of(&visitor.page("/demo/mail").await));
        let (fates, _) = world.desk.store.reader().mails(1, 1).await.unwrap();
        let mail = visitor.page(&format!("/demo/mail/{}", fates.first().unwrap().mail.id)).await;
        insta::assert_snapshot!("demo_mail", main_of(&mail));
        assert!(
            world
                .browser("anna")
                .await
                .page("/statements/1/mail")
                .await
                .contains("Kept and shown, not sent")
        );
    }
}

#[tokio::test]
async fn nothing_of_a_demonstration_is_there_otherwise() {
    for world in worlds("nodemo").await {
        submitted(&world).await;
        let (fates, _) = world.desk.store.reader().mails(1, 1).await.unwrap();
        let mail = format!("/demo/mail/{}", fates.first().unwrap().mail.id);
        for browser in [world.stranger(), world.browser("cy").await] {
            for path in ["/demo", "/demo/sign-in", "/demo/mail", &mail] {
                assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
            }
            let answer = browser.post("/demo/sign-in", &[("person", "1")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
    }
}
