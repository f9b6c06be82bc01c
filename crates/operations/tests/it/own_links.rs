//! The link in a mail that asks: of each reader their own, in their copy alone, used once, and only while it waits for them.

use jiff::{SignedDuration, Timestamp};
use operations::{
    Desk, Failure, approve_statement, draft_statement, end_other_sessions, hand_approval,
    look_at_link, session_person, sign_in_by_link, submit_statement, take_deliveries,
};
use rules::{Number, Policy, RoleKind};
use store::PersonEntry;
use store::testing::made_person;

use crate::bounces::{comes_back, deliver};
use crate::signing_in::firefox;
use crate::world::{World, later, now, question, worlds};

const PAGE: &str = "https://liaison.example.org/sign-in/";

/// Copies as they go out: kind, recipient, text.
async fn copies(desk: &Desk, at: Timestamp) -> Vec<(String, String, String)> {
    let mut copies = Vec::new();
    for (delivery, bytes) in take_deliveries(desk, 100, at).await.unwrap() {
        let text = mail::read(&bytes, &mail::Limits::default()).unwrap().text;
        copies.push((delivery.kind, delivery.recipient, text));
    }
    copies
}

fn token_in(text: &str) -> String {
    let rest = text.split(PAGE).nth(1).unwrap_or_else(|| panic!("no link in\n{text}"));
    rest.split('?').next().unwrap().to_owned()
}

/// The token in what somebody got last.
async fn token_of(desk: &Desk, name: &str, at: Timestamp) -> String {
    let mut copies = copies(desk, at).await;
    copies.retain(|(_, recipient, _)| *recipient == format!("{name}@example.org"));
    token_in(&copies.last().unwrap_or_else(|| panic!("nothing to {name}")).2)
}

async fn submitted(world: &World) -> Number {
    submitted_at(world, &world.desk).await
}

async fn submitted_at(world: &World, desk: &Desk) -> Number {
    let anna = world.actor("Anna").await;
    let number = draft_statement(desk, &anna, &question(), now()).await.unwrap();
    submit_statement(desk, &anna, number, 1, later(1)).await.unwrap();
    number
}

async fn is_refused(desk: &Desk, token: &str, at: Timestamp) -> bool {
    let looked = look_at_link(desk, token, at).await.unwrap();
    let used = sign_in_by_link(desk, token, &firefox(), at).await;
    assert_eq!(looked.is_none(), used.is_err(), "what is shown is what it does");
    matches!(used, Err(Failure::Unacceptable(_)))
}

async fn enter(world: &World, people: &[PersonEntry]) {
    let mut tx = world.desk.store.begin("change the directory").await.unwrap();
    tx.save_people(people, &world.desk.ids, later(2)).await.unwrap();
    tx.commit().await.unwrap();
}

/// OUT-2, OUT-4: the director reads the whole message in the mail, follows the link, is let in once, and approves. Nobody else
/// finds the link anywhere.
#[tokio::test]
async fn whoever_is_asked_is_let_in_by_the_link_of_their_own_copy_once() {
    for world in worlds("own_link").await {
        let desk = &world.desk;
        let number = submitted(&world).await;
        let copies = copies(desk, later(2)).await;
        let mut tokens = Vec::new();
        let mut whole = String::new();
        for (kind, recipient, text) in &copies {
            let mut text = text.clone();
            if text.contains(PAGE) {
                tokens.push(token_in(&text));
                text = text.replace(tokens.last().unwrap(), "[their own]");
            }
            whole.push_str(&format!("=== {kind} to {recipient}\n{text}\n"));
        }
        insta::assert_snapshot!("own_copies", whole);
        assert_eq!(tokens.len(), 2, "the director's and the manager's, and none for a list");
        assert_ne!(tokens[0], tokens[1]);

        let kept = world.mails(number).await;
        let backup = everything(&world).await;
        for token in &tokens {
            assert!(!kept.replace("=\n", "").contains(token), "the kept message has none");
            assert!(!backup.contains(token), "nor has the database");
        }
        let bo = copies.iter().find(|(_, recipient, _)| recipient == "bo@example.org").unwrap();
        let token = token_in(&bo.2);
        insta::assert_debug_snapshot!("leads", look_at_link(desk, &token, later(3)).await.unwrap());
        let by_link = sign_in_by_link(desk, &token, &firefox(), later(3)).await.unwrap();
        let person = session_person(desk, &by_link.session, later(4)).await.unwrap();
        let actor = world.actor("Bo").await;
        assert_eq!((person, by_link.about), (actor.person, Some(number)));
        assert!(is_refused(desk, &token, later(4)).await, "once");
        approve_statement(desk, &actor, number, 2, later(5)).await.unwrap();
    }
}

/// All that the database holds, as text.
async fn everything(world: &World) -> String {
    let mut dump = world.desk.store.dump().await.unwrap();
    let mut all = String::new();
    for table in dump.tables().await.unwrap() {
        let keep = async |row: String| {
            all.push_str(&row);
            Ok::<(), store::Fault>(())
        };
        dump.rows(&table, keep).await.unwrap();
    }
    assert!(all.contains("approval-asked"), "it is everything");
    all
}

/// A server that broke off may have taken the first copy, so that two arrive: one of the two is enough.
#[tokio::test]
async fn two_copies_of_one_delivery_let_in_once() {
    for world in worlds("two_copies").await {
        let desk = &world.desk;
        submitted(&world).await;
        let first = token_of(desk, "bo", later(2)).await;
        let second = token_of(desk, "bo", later(10)).await;
        assert_ne!(first, second);
        sign_in_by_link(desk, &first, &firefox(), later(11)).await.unwrap();
        assert!(is_refused(desk, &second, later(11)).await);
    }
}

/// Each of these alone ends it: the days passed, the sessions were ended, the address is another, the role went, it was approved.
#[tokio::test]
async fn the_link_ends_with_what_it_is_for() {
    for world in worlds("link_ends").await {
        let desk = &world.desk;
        let number = submitted(&world).await;
        let bo = world.actor("Bo").await;
        let mut minute = 2;
        let fortnight = now() + SignedDuration::from_hours(14 * 24);
        for end in ["days", "sessions", "address", "role", "approved"] {
            minute += 10;
            let token = token_of(desk, "bo", later(minute)).await;
            assert!(look_at_link(desk, &token, later(minute)).await.unwrap().is_some(), "{end}");
            let mut at = later(minute);
            match end {
                "days" => at = fortnight + SignedDuration::from_hours(1),
                "sessions" => {
                    let bo = bo.person.unwrap();
                    end_other_sessions(desk, bo, "", &firefox(), at).await.unwrap();
                }
                "address" => {
                    let mut moved = made_person("Bo Director", &[(RoleKind::AreaDirector, "tim")]);
                    moved.addresses.insert(0, "bo.moved@example.org".to_owned());
                    enter(&world, &[moved]).await;
                }
                "role" => enter(&world, &[made_person("Bo Director", &[])]).await,
                _ => {
                    approve_statement(desk, &bo, number, 2, later(minute)).await.unwrap();
                }
            }
            assert!(is_refused(desk, &token, at).await, "{end}");
            enter(&world, &[made_person("Bo Director", &[(RoleKind::AreaDirector, "tim")])]).await;
        }
        assert!(!is_refused(desk, &token_of(desk, "di", later(90)).await, later(90)).await);
    }
}

/// REC-2: what comes back holds the message, and is read by whoever looks after the inbox.
#[tokio::test]
async fn the_link_ends_when_its_mail_comes_back() {
    for world in worlds("link_bounced").await {
        let desk = &world.desk;
        let number = submitted(&world).await;
        let token = token_of(desk, "bo", later(2)).await;
        deliver(&world, 10).await;
        assert!(look_at_link(desk, &token, later(11)).await.unwrap().is_some());
        let fates = desk.store.reader().mail_of(number).await.unwrap();
        let asking = fates.iter().find(|fate| fate.mail.kind == "approval-asked").unwrap();
        let message_id = asking.mail.message_id.clone().unwrap();
        comes_back(&world, &message_id, "bo@example.org", "5.1.1", 12).await;
        assert!(is_refused(desk, &token, later(13)).await);
    }
}

/// A policy may have no such links: whoever is asked signs in first.
#[tokio::test]
async fn a_policy_may_forbid_the_link() {
    for world in worlds("no_own_link").await {
        let without = world.desk.policy.source().replace("link_days = 14\n", "");
        let policy = std::sync::Arc::new(Policy::parse(&without).unwrap());
        let desk = Desk { policy, ..world.desk.clone() };
        submitted_at(&world, &desk).await;
        let copies = copies(&desk, later(2)).await;
        assert!(copies.iter().any(|(kind, ..)| kind == "approval-asked"));
        let page = "https://liaison.example.org/statements/1/preview";
        for (kind, _, text) in copies.iter().filter(|(kind, ..)| operations::is_asking(kind)) {
            assert!(!text.contains(PAGE) && text.contains(page), "{kind}: {text}");
        }
    }
}

/// OUT-2: whoever an approval is handed to gets a link of their own too.
#[tokio::test]
async fn an_approval_that_is_handed_on_brings_its_own_link() {
    for world in worlds("handed_link").await {
        let desk = &world.desk;
        enter(&world, &[made_person("Ida Director", &[(RoleKind::AreaDirector, "tim")])]).await;
        let number = submitted(&world).await;
        copies(desk, later(2)).await;
        let bo = world.actor("Bo").await;
        hand_approval(desk, &bo, number, "ida@example.org", "You know clocks.", later(3))
            .await
            .unwrap();
        let ida = world.actor("Ida").await;
        let copies = copies(desk, later(3)).await;
        let (kind, recipient, text) = copies.last().unwrap();
        assert_eq!((kind.as_str(), recipient.as_str()), ("approval-handed", "ida@example.org"));
        let by_link = sign_in_by_link(desk, &token_in(text), &firefox(), later(4)).await.unwrap();
        let person = session_person(desk, &by_link.session, later(4)).await.unwrap();
        assert_eq!(person, ida.person);
    }
}
