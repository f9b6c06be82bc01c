//! The desk when years of messages wait in it.

use jiff::SignedDuration;
use store::Item;

use crate::desk_stories::LETTER;
use crate::desk_world::{Browser, World, now, worlds};

/// The pages of the desk that show messages, or how many there are.
const PAGES: [&str; 7] = [
    "/desk",
    "/desk/inbox",
    "/desk/inbox?state=closed",
    "/desk/inbox/hand-in",
    "/desk/overview",
    "/desk/drafts",
    "/desk/reviews",
];

/// What a page of the desk costs in queries does not grow with the queue.
#[tokio::test]
async fn a_page_of_the_desk_costs_the_same_at_10_and_at_10000_messages() {
    for world in worlds("deskmany").await {
        let letter = world.receive(LETTER).await;
        more_like(&world, letter, 1..10).await;
        let cy = world.browser("cy").await;
        let few = costs(&world, &cy, letter).await;
        more_like(&world, letter, 10..10_000).await;
        assert!(
            cy.page("/desk/inbox").await.contains(">1,000+</span>"),
            "they are counted no further"
        );
        assert_eq!(few, costs(&world, &cy, letter).await);
        insta::assert_snapshot!("costs_of_the_desk", few.join("\n"));
    }
}

/// Keeps messages that say what a kept one says, each of them another.
async fn more_like(world: &World, id: i64, numbers: std::ops::Range<i64>) {
    let item = world.desk.store.reader().item(id).await.unwrap().unwrap();
    let another = |number: i64| Item {
        id: number,
        message_id: Some(format!("many-{number}@example.com")),
        identity: Some(format!("many-{number}")),
        sha256: format!("{number:064x}"),
        received_at: now() - SignedDuration::from_mins(number),
        ..item.clone()
    };
    let all: Vec<Item> = numbers.map(another).collect();
    let mut tx = world.desk.store.begin("receive many").await.unwrap();
    for some in all.chunks(1_000) {
        tx.save_items(some).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn costs(world: &World, browser: &Browser<'_>, letter: i64) -> Vec<String> {
    let mut costs = Vec::new();
    let item = format!("/desk/inbox/{letter}");
    for page in PAGES.into_iter().chain([item.as_str()]) {
        // The first time, what is kept of the directory is read.
        browser.page(page).await;
        let before = world.desk.store.queries_made();
        browser.page(page).await;
        let page = page.replace(&letter.to_string(), "ID");
        costs.push(format!("{page}: {}", world.desk.store.queries_made() - before));
    }
    costs
}
