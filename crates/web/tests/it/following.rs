//! An exchange as one page, and following it by mail without an account.

use axum::http::StatusCode;

use crate::desk_answers::asked;
use crate::desk_stories::{click, submitted};
use crate::desk_world::{Form, World, main_of, worlds};

/// Returns the path of the page whose link was mailed last.
async fn mailed_link(world: &World) -> String {
    let (mails, _) = world.desk.store.reader().mails(1, 1).await.unwrap();
    let mail = operations::read_mail(&world.desk, &mails[0].mail.sha256).await.unwrap();
    let rest = mail.text.split("https://liaison.example.org/watching/").nth(1).unwrap();
    format!("/watching/{}", rest.split_whitespace().next().unwrap())
}

/// Has a request on the record as No. 1, and the answer to it, for the time being, as No. 2.
async fn exchanged(world: &World) {
    asked(world).await;
    let anna = world.browser("anna").await;
    let to = "/statements/new?direction=outgoing";
    let form = anna.form("/statements/1/reply?begin=not-by-then", to).await;
    let form = form.fill("consensus", "none-sought").fill("deadline_asked", "2026-11-30");
    let form = form.fill("text", "We can answer by 30 November.\n");
    anna.sends(&form.fill("do", "preview")).await;
    let preview = "/statements/2/preview";
    click(&anna, preview, "/statements/2/submit").await;
    click(&world.browser("bo").await, preview, "/statements/2/approve").await;
    click(&world.browser("di").await, preview, "/statements/2/advise").await;
    click(&world.browser("cy").await, preview, "/statements/2/review").await;
}

/// RSP-6: from the page of a statement to its whole exchange and to mail about it, and to no more mail, without an account.
#[tokio::test]
async fn a_reader_reads_an_exchange_as_one_page_and_follows_it_by_mail() {
    for world in worlds("follow").await {
        exchanged(&world).await;
        let number = 2;
        let reader = world.stranger();
        let page = reader.page(&format!("/statements/{number}")).await;
        let to = format!("/watch?what=exchange&#38;key={number}");
        assert!(page.contains(&to), "{page}");
        let exchange = reader.page(&format!("/statements/{number}/exchange")).await;
        insta::assert_snapshot!("exchange_page", main_of(&exchange));
        let feed = reader.get(&format!("/statements/{number}/exchange.atom")).await.text();
        for number in [1, 2] {
            assert!(feed.contains(&format!("/statements/{number}</id>")), "{feed}");
        }

        let path = to.replace("&#38;", "&");
        let form = reader.form(&path, "/watch").await;
        let refused = reader.send(&form.fill("address", "nobody at all")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("value=\"nobody at all\""), "what was typed is kept");
        let form = reader.form(&path, "/watch").await.fill("address", "reader@example.net");
        assert_eq!(reader.sends(&form).await, "/watch/sent");
        let link = mailed_link(&world).await;
        let page = reader.get(&link).await;
        assert!(page.header("cache-control").contains("no-store"));
        let page = page.text();
        insta::assert_snapshot!("following_to_confirm", main_of(&page).replace(&link, "LINK"));
        let confirm = page.split("action=\"").find(|it| it.contains("/confirm\"")).unwrap();
        let confirm = confirm.split('"').next().unwrap().to_owned();
        let after = reader.sends(&Form::of(&page, &confirm)).await;
        assert_eq!(after, format!("{link}?done=followed"));
        let page = reader.page(&after).await;
        assert!(page.contains("You follow it."), "{page}");
        // As a mail program does it (RFC 8058 §3.1), and as a person does who opens the same address.
        let end = format!("{link}/end");
        assert_eq!(reader.get(&end).await.header("location"), link);
        let ended = reader.post(&end, &[("List-Unsubscribe", "One-Click")]).await;
        assert_eq!(ended.status, StatusCode::OK);
        insta::assert_snapshot!("following_ended", main_of(&ended.text()));
        for path in [link.as_str(), "/watching/1-guess"] {
            assert_eq!(reader.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

/// What nobody may see has no page of its exchange, and cannot be followed; a list of everything is narrowed down first.
#[tokio::test]
async fn only_what_is_public_has_an_exchange_and_can_be_followed() {
    for world in worlds("nofollow").await {
        submitted(&world).await;
        let draft = 1;
        let reader = world.stranger();
        for path in [
            format!("/statements/{draft}/exchange"),
            format!("/statements/{draft}/exchange.atom"),
            format!("/watch?what=exchange&key={draft}"),
            "/watch?what=person&key=1".to_owned(),
            "/watch".to_owned(),
        ] {
            assert_eq!(reader.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let everything = reader.get("/watch?what=search&key=").await;
        assert_eq!(everything.status, StatusCode::UNPROCESSABLE_ENTITY);
        let list = reader.page("/statements?q=clocks&sort=oldest").await;
        assert!(list.contains("/watch?what=search&#38;key=q%3Dclocks"), "{list}");
        let form = reader.form("/watch?what=search&key=q%3Dclocks", "/watch").await;
        assert_eq!(form.holds("key"), ["q=clocks"]);
        // A program that fills in what people do not see is told nothing, and mails nobody.
        let form = form.fill("address", "victim@example.net").fill("website", "x");
        assert_eq!(reader.sends(&form).await, "/watch/sent");
        let (mails, _) = world.desk.store.reader().mails(1, 50).await.unwrap();
        assert!(mails.iter().all(|mail| mail.mail.kind != "follow-link"));
    }
}
