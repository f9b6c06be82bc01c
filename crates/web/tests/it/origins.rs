//! Everybody reads where a statement is from in one sentence; what that rests on is for those who keep the inbox.

use operations::{finish_origin, take_item, take_origin};
use rules::{Actor, Check, Method, Verdict};

use crate::desk_world::{World, main_of, now, worlds};

const LETTER: &[u8] = include_bytes!("desk_letter.eml");

/// Receives the letter, and finds out that a list brought it and that its domain signed it.
async fn received(world: &World) -> i64 {
    let listed = [
        b"List-ID: Clocks <clocks.lists.example.net>\r\nList-Post: <mailto:clocks@lists.example.net>\r\n",
        LETTER,
    ]
    .concat();
    let item = world.receive(&listed).await;
    let work = take_origin(&world.desk, now()).await.unwrap().unwrap();
    let domain = "example.com".to_owned();
    let (method, verdict) = (Method::Dkim, Verdict::Pass);
    let signed =
        Check { method, domain, verdict, why: String::new(), is_strict: false, by: String::new() };
    finish_origin(&world.desk, &work, vec![Some(vec![signed])], now()).await.unwrap();
    item
}

async fn coordinator(world: &World) -> Actor {
    let person = world.desk.store.reader().person_by_address("cy@example.org").await.unwrap();
    operations::act(&world.desk, person, now()).await.unwrap()
}

const SENTENCE: &str = "Signed by example.com, and came through the list clocks.lists.example.net.";

#[tokio::test]
async fn the_sentence_is_for_everybody_and_what_shows_it_for_those_who_keep_the_inbox() {
    for world in worlds("originpages").await {
        let item = received(&world).await;
        let cy = world.browser("cy").await;
        let page = cy.page(&format!("/desk/inbox/{item}")).await;
        let origin =
            page.split("<dt>Origin</dt>").nth(1).unwrap().split("</dl></details>").next().unwrap();
        insta::assert_snapshot!("origin_of_item", origin);

        let read = operations::item_form(&world.desk, &coordinator(&world).await, item, 0, now())
            .await
            .unwrap();
        let form = operations::StatementForm {
            from_groups: "etu-sg1".to_owned(),
            to_groups: "tsync".to_owned(),
            ..read.form
        };
        let cy = coordinator(&world).await;
        let number =
            take_item(&world.desk, &cy, item, &form, &operations::Recording::default(), now())
                .await
                .unwrap();
        let path = format!("/statements/{number}");
        for name in ["cy", "di", "gil"] {
            let page = world.browser(name).await.page(&path).await;
            assert!(page.contains(SENTENCE) && page.contains("What shows it"), "{name}: {page}");
        }
        let public = world.stranger().page(&path).await;
        assert!(public.contains(SENTENCE), "{public}");
        let others = [public, world.browser("anna").await.page(&path).await];
        for page in others {
            assert!(!page.contains("What shows it") && !page.contains("clocks@"), "{page}");
            assert!(!main_of(&page).contains("lee@example.com, "), "{page}");
        }
        // Nothing of the trace is in what programs read.
        for form in [".json", ".txt", "/history"] {
            let answer = world.stranger().page(&format!("{path}{form}")).await;
            for word in ["List-Post", "DKIM", "clocks@lists.example.net", "lists.example.net"] {
                assert!(!answer.contains(word), "{form} holds {word}: {answer}");
            }
        }
    }
}

/// What looks like spam is listed apart with its reasons, and can be put back.
#[tokio::test]
async fn spam_is_listed_apart_and_can_be_put_back() {
    for world in worlds("spampages").await {
        let spam = b"X-Spam-Flag: YES\r\nFrom: Pat <pat@example.com>\r\nSubject: Clocks, cheap\r\n\r\nBuy clocks.\r\n";
        let item = world.receive(spam).await;
        let di = world.browser("di").await;
        assert!(di.page("/desk/inbox").await.contains("No message waits."));
        let list = di.page("/desk/inbox?state=quarantine").await;
        insta::assert_snapshot!("quarantine", main_of(&list));
        let path = format!("/desk/inbox/{item}");
        let page = di.page(&path).await;
        assert!(
            page.contains("Kept apart as spam") && page.contains("marked it as spam"),
            "{page}"
        );
        let put_back = di.form(&path, &format!("{path}/reopen")).await;
        di.sends(&put_back).await;
        assert!(di.page("/desk/inbox").await.contains("Clocks, cheap"));
        let anna = world.browser("anna").await;
        assert_eq!(anna.get("/desk/inbox?state=quarantine").await.status.as_u16(), 404);
    }
}
