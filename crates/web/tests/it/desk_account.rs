//! Somebody's own account: sessions, password, tokens, and what was noted.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use operations::{NewAccount, add_account, own_sessions};
use rules::Mailbox;

use crate::desk_stories::submitted;
use crate::desk_world::{Browser, Form, World, main_of, now, worlds};
use crate::support::Answer;

const PASSWORD: &str = "correct horse battery";

async fn with_password(world: &World) {
    let mailbox = Mailbox::parse("Anna Chair <anna@example.org>").unwrap();
    let new = NewAccount { mailbox, password: Some(PASSWORD.to_owned()) };
    add_account(&world.desk, &new, now()).await.unwrap();
}

async fn how_many(world: &World, name: &str) -> usize {
    let address = format!("{name}@example.org");
    let person = world.desk.store.reader().person_by_address(&address).await.unwrap().unwrap();
    own_sessions(&world.desk, person, "", now()).await.unwrap().len()
}

/// Returns the snapshot of a page without the numbers that differ.
fn shown(page: &str) -> String {
    let mut text = main_of(page);
    for after in ["/sessions/", "/tokens/"] {
        let mut parts = text.split(after).map(str::to_owned);
        let first = parts.next().unwrap();
        let rest = parts.map(|part| {
            format!("{after}ID{}", part.trim_start_matches(|c: char| c.is_ascii_digit()))
        });
        text = first + &rest.collect::<String>();
    }
    text
}

#[tokio::test]
async fn the_account_page_shows_where_somebody_is_signed_in_and_ends_it() {
    for world in worlds("account").await {
        with_password(&world).await;
        let (here, there) = (world.browser("anna").await, world.browser("anna").await);
        world.browser("bo").await;
        let page = here.page("/desk/account").await;
        insta::assert_snapshot!("account", shown(&page));
        let form = page.split("action=\"").find(|part| part.starts_with("/desk/account/sessions/"));
        let end = form.unwrap().split('"').next().unwrap().to_owned();
        let stranger = world.browser("bo").await.post(&end, &[]).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND, "another's session is not there");
        let to = here.sends(&Form::of(&page, &end)).await;
        assert!(here.page(&to).await.contains("That session has ended"));
        assert_eq!(there.get("/desk").await.status, StatusCode::SEE_OTHER, "signed out");
        assert_eq!(here.get("/desk").await.status, StatusCode::OK);

        let other = world.browser("anna").await;
        let form = here.form("/desk/account", "/desk/account/end-others").await;
        here.sends(&form).await;
        assert_eq!(other.get("/desk").await.status, StatusCode::SEE_OTHER);
        assert_eq!((how_many(&world, "anna").await, how_many(&world, "bo").await), (1, 2));
    }
}

#[tokio::test]
async fn a_password_is_set_with_the_old_one_and_ends_all_other_sessions() {
    for world in worlds("setpassword").await {
        with_password(&world).await;
        let (here, there) = (world.browser("anna").await, world.browser("anna").await);
        let form = here.form("/desk/account", "/desk/account/password").await;
        let form =
            form.fill("old_password", "a guess").fill("new_password", "quite another phrase");
        let refused = here.send(&form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("The password so far does not fit: nothing was changed."));
        assert!(!refused.text().contains("a guess"), "a password is never shown");
        let short = here
            .send(&form.clone().fill("old_password", PASSWORD).fill("new_password", "short"))
            .await;
        assert!(short.text().contains("A password has at least 12 characters."));
        assert_eq!(there.get("/desk").await.status, StatusCode::OK, "nothing was changed");
        let to = here.sends(&form.fill("old_password", PASSWORD)).await;
        assert!(here.page(&to).await.contains("The password is set."));
        assert_eq!(there.get("/desk").await.status, StatusCode::SEE_OTHER);
    }
}

/// Asks as a program with a token.
async fn program(world: &World, path: &str, token: &str) -> Answer {
    let request = Request::get(path).header("authorization", format!("Bearer {token}"));
    world.ask(request.body(Body::empty()).unwrap()).await
}

async fn make_token(browser: &Browser<'_>, scopes: &[&str]) -> String {
    let mut fields = vec![("token_name", "nightly copy"), ("days", "30")];
    fields.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    let answer = browser.post("/desk/account/tokens", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let text = answer.text();
    let (_, rest) = text.split_once("<code>liaison_").unwrap();
    format!("liaison_{}", rest.split('<').next().unwrap())
}

/// What somebody may see through a token is what role and scope give together.
#[tokio::test]
async fn a_token_reads_what_its_person_may_read_and_is_over_when_it_is_revoked() {
    for world in worlds("token").await {
        submitted(&world).await;
        let (anna, hal) = (world.browser("anna").await, world.browser("hal").await);
        let (reads, acts) = (make_token(&anna, &["read"]).await, make_token(&anna, &["act"]).await);
        let stranger = make_token(&hal, &["read", "draft", "act", "admin"]).await;
        let path = "/statements/1.json";
        let seen = program(&world, path, &reads).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.text());
        assert_eq!(seen.header("cache-control"), "private, no-store");
        assert_eq!(program(&world, path, &acts).await.status, StatusCode::NOT_FOUND, "no scope");
        assert_eq!(program(&world, path, &stranger).await.status, StatusCode::NOT_FOUND, "no role");
        for wrong in ["", "liaison_nothing", &reads.to_lowercase()] {
            let answer = program(&world, path, wrong).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{wrong}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert!(answer.header("www-authenticate").starts_with("Bearer"), "{wrong}");
        }
        let page = program(&world, "/desk", &reads).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "pages are for people");
        assert_eq!(program(&world, "/statements.json", &reads).await.status, StatusCode::OK);

        let page = anna.page("/desk/account").await;
        assert!(!page.contains(&reads), "it is shown once");
        insta::assert_snapshot!("account_with_tokens", shown(&page));
        let revoke =
            page.split("action=\"").filter(|part| part.starts_with("/desk/account/tokens/"));
        let revoke: Vec<String> =
            revoke.map(|part| part.split('"').next().unwrap().to_owned()).collect();
        assert_eq!(hal.post(&revoke[0], &[]).await.status, StatusCode::NOT_FOUND, "not his");
        for revoke in &revoke {
            anna.post(revoke, &[]).await;
        }
        assert_eq!(program(&world, path, &reads).await.status, StatusCode::UNAUTHORIZED);
        let later = make_token(&anna, &["read"]).await;
        world.wait(30 * 24 * 60);
        assert_eq!(program(&world, path, &later).await.status, StatusCode::UNAUTHORIZED, "expired");
    }
}

#[tokio::test]
async fn a_token_without_name_or_scope_or_for_too_long_is_not_made() {
    for world in worlds("badtoken").await {
        let anna = world.browser("anna").await;
        let form = anna.form("/desk/account", "/desk/account/tokens").await;
        let form = form.fill("days", "367").fill("scopes", "everything");
        let refused = anna.send(&form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["Give it a name", "Choose at least one thing", "It lasts from 1 to 366 days."]
        {
            assert!(refused.text().contains(words), "{words}");
        }
        let text = refused.text();
        assert_eq!(Form::of(&text, "/desk/account/tokens").holds("days"), ["367"], "as typed");
    }
}

#[tokio::test]
async fn the_sign_ins_of_all_are_for_coordinators_and_the_secretariat() {
    for world in worlds("auditpage").await {
        with_password(&world).await;
        let wrong = [("address", "anna@example.org"), ("password", "a guess")];
        world.stranger().post("/sign-in", &wrong).await;
        let unknown = [("address", "ghost@example.com"), ("password", "a guess")];
        world.stranger().post("/sign-in", &unknown).await;
        for name in ["cy", "gil"] {
            let page = world.browser(name).await.page("/desk/audit").await;
            assert!(page.contains("the password did not fit"), "{name}");
            assert!(!page.contains("ghost"), "no address of a stranger");
            assert!(page.contains("an unknown address ("), "{name}");
        }
        for name in ["anna", "bo", "di", "hal"] {
            let answer = world.browser(name).await.get("/desk/audit").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
        }
        let anna = world.browser("anna").await.page("/desk/account").await;
        assert!(anna.contains("the password did not fit"), "hers");
        assert!(!anna.contains("/desk/audit"), "and no more");
    }
}

async fn guess(world: &World, address: &str, from: &str) -> Answer {
    let peer: SocketAddr = "127.0.0.1:4000".parse().unwrap();
    let request = Request::post("/sign-in")
        .header("origin", "https://liaison.example.org")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-forwarded-for", from)
        .extension(ConnectInfo(peer));
    let body = format!("address={}&password=guess", address.replace('@', "%40"));
    world.ask(request.body(Body::from(body)).unwrap()).await
}

/// Several instances count together: the count is in the database.
#[tokio::test]
async fn whoever_guesses_at_many_addresses_from_one_place_has_to_wait_and_others_have_not() {
    for world in worlds("network").await {
        for n in 0..30 {
            let answer = guess(&world, &format!("user{n}@example.org"), "192.0.2.7").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
        }
        let answer = guess(&world, "anna@example.org", "192.0.2.7").await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.header("retry-after"), "30");
        assert!(
            answer.text().contains("too many wrong passwords from where you are. Wait 1 minute")
        );
        let elsewhere = guess(&world, "anna@example.org", "192.0.2.8").await;
        assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

/// Nobody learns by a passkey who has an account.
#[tokio::test]
async fn an_address_without_passkeys_is_answered_like_one_with() {
    for world in worlds("nopasskeys").await {
        let mut shapes = Vec::new();
        for address in ["anna@example.org", "ghost@example.com", "ghost@example.com"] {
            let answer = world
                .stranger()
                .post("/sign-in/passkey.json", &[("passkey_address", address)])
                .await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
            let key = &said["options"]["publicKey"];
            assert_eq!(key["rpId"], "liaison.example.org");
            shapes.push(key["allowCredentials"].clone());
        }
        assert_eq!(shapes[1], shapes[2], "the same each time");
        assert_ne!(shapes[0], shapes[1]);
        let fields = [("token", "made up"), ("answer", "{}"), ("next", "/desk")];
        let refused = world.stranger().post("/sign-in/passkey", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("The passkey does not fit"), "{}", refused.text());
        let policy = refused.header("content-security-policy").to_owned();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    }
}

#[tokio::test]
async fn where_no_provider_is_set_there_is_none() {
    for world in worlds("noprovider").await {
        assert!(!world.stranger().page("/sign-in").await.contains("/sign-in/openid"));
        for path in ["/sign-in/openid", "/sign-in/openid/back?state=x&code=y"] {
            assert_eq!(world.stranger().get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
