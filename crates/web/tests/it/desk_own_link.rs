//! From a mail that asks to the page that decides, by the reader's own link (OUT-2).

use axum::http::StatusCode;
use operations::take_deliveries;

use crate::desk_stories::{click, submitted};
use crate::desk_world::{World, demonstrations, main_of, worlds};

/// Returns the address of the link in what somebody got.
async fn mailed_to(world: &World, address: &str) -> String {
    let copies = take_deliveries(&world.desk, 100, world.now()).await.unwrap();
    let of_theirs = |(delivery, _): &&(store::ClaimedDelivery, _)| delivery.recipient == address;
    let (_, bytes) = copies.iter().find(of_theirs).unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap().replace("=\r\n", "").replace("=3D", "=");
    let line = text.lines().find(|line| line.contains("/sign-in/")).unwrap();
    line.strip_prefix("https://liaison.example.org").unwrap().to_owned()
}

fn token_of(link: &str) -> &str {
    link.strip_prefix("/sign-in/").unwrap().split('?').next().unwrap()
}

fn shown(page: &str, link: &str) -> String {
    main_of(page).replace(token_of(link), "TOKEN")
}

/// OUT-2, OUT-11: the director opens the link on a device on which she never signed in, and approves. What looks at the link
/// before her uses nothing up; what comes after her learns nothing.
#[tokio::test]
async fn a_director_approves_by_the_link_of_the_mail() {
    for world in worlds("own_link").await {
        submitted(&world).await;
        let link = mailed_to(&world, "bo@example.org").await;
        let scanner = world.stranger();
        for _ in 0..3 {
            let seen = scanner.get(&link).await;
            assert_eq!(seen.status, StatusCode::OK);
            assert_eq!(seen.header("referrer-policy"), "strict-origin");
            assert_eq!(seen.header("cache-control"), "no-store");
        }
        let post = format!("/sign-in/{}", token_of(&link));
        let stranger = world.stranger();
        let page = stranger.page(&link).await;
        insta::assert_snapshot!("own_link", shown(&page, &link));
        let form = crate::desk_world::Form::of(&page, &post);
        let answer = stranger.send(&form).await;
        assert_eq!(answer.header("location"), "/statements/1/preview", "{}", answer.text());
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        let mut bo = world.stranger();
        bo.cookie = cookie;
        assert!(bo.page("/desk").await.contains("You are <b>Bo Director</b>"));
        let after = click(&bo, "/statements/1/preview", "/statements/1/approve").await;
        assert_eq!(after, "/statements/1/preview?done=approved");
        let account = bo.page("/desk/account").await;
        assert!(account.contains("with the link of a mail about statement 1"), "{account}");

        let again = stranger.send(&form).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        insta::assert_snapshot!("own_link_used", shown(&again.text(), &link));
        let spent = world.stranger().get(&link).await;
        assert_eq!(spent.status, StatusCode::GONE);
        assert!(spent.text().contains("/sign-in?next=%2Fstatements%2F1%2Fpreview"));
    }
}

/// Whoever is signed in goes on at once and keeps the link; somebody else is told first whom it signs in.
#[tokio::test]
async fn the_link_leads_on_whoever_is_signed_in_and_warns_somebody_else() {
    for world in worlds("own_link_in").await {
        submitted(&world).await;
        let link = mailed_to(&world, "bo@example.org").await;
        let bo = world.browser("bo").await;
        for _ in 0..2 {
            assert_eq!(bo.get(&link).await.header("location"), "/statements/1/preview");
        }
        let hal = world.browser("hal").await;
        insta::assert_snapshot!("own_link_of_another", shown(&hal.page(&link).await, &link));
        // Nobody is signed in from another site.
        let answer = world
            .ask(
                axum::http::Request::post(format!("/sign-in/{}", token_of(&link)))
                    .header("origin", "https://evil.example.net")
                    .header("sec-fetch-site", "cross-site")
                    .body(axum::body::Body::empty())
                    .unwrap(),
            )
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(world.stranger().get(&link).await.status, StatusCode::OK, "it is unused");
    }
}

/// A demonstration mails nothing, and shows what would have been mailed without anybody's link; it is made when it is followed.
#[tokio::test]
async fn in_a_demonstration_a_link_is_made_when_it_is_followed() {
    for world in demonstrations("own_link_demo").await {
        submitted(&world).await;
        let (fates, _) = world.desk.store.reader().mails(1, 20).await.unwrap();
        let asking = fates.iter().find(|fate| fate.mail.kind == "approval-asked").unwrap();
        let visitor = world.stranger();
        let page = format!("/demo/mail/{}", asking.mail.id);
        let action = format!("/demo/link/{}", asking.deliveries[0].id);
        insta::assert_snapshot!(
            "own_link_demo_mail",
            main_of(&visitor.page(&page).await).replace(&action, "/demo/link/ID")
        );
        let link = click(&visitor, &page, &action).await;
        assert!(visitor.page(&link).await.contains("Sign in as Bo Director"));
    }
    for world in worlds("own_link_real").await {
        submitted(&world).await;
        let fates = world.desk.store.reader().mail_of(rules::Number(1)).await.unwrap();
        let asking = fates.iter().find(|fate| fate.mail.kind == "approval-asked").unwrap();
        let action = format!("/demo/link/{}", asking.deliveries[0].id);
        let answer = world.stranger().post(&action, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}
