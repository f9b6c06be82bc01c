//! Mail that comes back is matched to what was sent, told once, and never answered (REC-2).

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use operations::{
    Arrival, Desk, Settings, draft_statement, finish_delivery, receive_message, resend_mail,
    take_deliveries,
};
use rules::{ItemState, Mailbox, Number};
use store::{DeliveryState, Outcome};

use crate::giving::{count, mails_since};
use crate::sending::send;
use crate::world::{World, later, now, question, worlds};

const POSTFIX: &str = include_str!("../../../mail/tests/fixtures/bounce-postfix.eml");
const EXCHANGE: &str = include_str!("../../../mail/tests/fixtures/bounce-exchange.eml");

/// Posts a question to Study Group 1, and has every server take its mail.
pub(crate) async fn sent(world: &World) -> Number {
    let anna = world.actor("Anna").await;
    let number = draft_statement(&world.desk, &anna, &question(), now()).await.unwrap();
    send(world, number).await;
    deliver(world, 40).await;
    number
}

/// Has every server take what is queued.
pub(crate) async fn deliver(world: &World, minutes: i64) {
    for (delivery, _) in take_deliveries(&world.desk, 100, later(minutes)).await.unwrap() {
        let outcome = Outcome::Sent("250 2.0.0 Ok: queued as 4WxQ2n".to_owned());
        finish_delivery(&world.desk, &delivery, outcome, later(minutes)).await.unwrap();
    }
}

/// Receives a report on the mail of a statement to a recipient.
async fn report(world: &World, template: &str, number: Number, to: &str, minutes: i64) -> i64 {
    let report = template
        .replace("statement-12@", &format!("statement-{number}@"))
        .replace("sg1@example.com", to)
        .replace("SG1@example.com", &to.to_uppercase());
    let arrival = Arrival {
        envelope_to: "statements@liaison.example.org".to_owned(),
        bytes: Bytes::from(report),
        ..Arrival::default()
    };
    receive_message(&world.desk, &arrival, later(minutes)).await.unwrap()
}

/// Receives a report that a message did not reach somebody: for good with a status of 5, else after it was tried for long.
pub(crate) async fn comes_back(
    world: &World,
    message_id: &str,
    to: &str,
    status: &str,
    minutes: i64,
) {
    let template = POSTFIX.replace("statement-12@liaison.example.org", message_id);
    let code = if status.starts_with('5') { "smtp; 550" } else { "smtp; 450" };
    let template = template.replace("5.1.1", status).replace("smtp; 550", code);
    report(world, &template, Number(0), to, minutes).await;
}

async fn states(world: &World, number: Number) -> Vec<(String, DeliveryState)> {
    let fates = world.desk.store.reader().mail_of(number).await.unwrap();
    let of_it = fates.iter().filter(|fate| fate.mail.kind == "statement");
    let deliveries = of_it.flat_map(|fate| &fate.deliveries);
    deliveries.map(|it| (it.recipient.clone(), it.state)).collect()
}

/// REC-2: each of two kinds of servers reports in its own form; the recipient reads as not reached, with the server's words,
/// and author, liaison manager and coordination hear of it in one message that says what to do.
#[tokio::test]
async fn what_comes_back_is_known_by_its_message_and_recipient_and_told_once() {
    for (name, template) in [("postfix", POSTFIX), ("exchange", EXCHANGE)] {
        for world in worlds(&format!("bounces_{name}")).await {
            let desk = &world.desk;
            let number = sent(&world).await;
            let before = count(&world, number).await;
            let item = report(&world, template, number, "etu@example.com", 60).await;
            let reached = (String::from("etu@example.com"), DeliveryState::Bounced);
            assert_eq!(states(&world, number).await, [reached]);
            let told = mails_since(&world, number, before).await.replace(&item.to_string(), "ITEM");
            insta::assert_snapshot!(format!("told_{name}"), told);
            let kept = desk.store.reader().item(item).await.unwrap().unwrap();
            assert_eq!(kept.state, ItemState::SetAside);
            insta::assert_snapshot!(format!("reason_{name}"), kept.reason);
            let about = desk.store.reader().bounced_with(item).await.unwrap();
            assert_eq!(about, [(Some(number), "etu@example.com".to_owned())]);
            let history = world.history(number).await;
            insta::assert_snapshot!(format!("last_{name}"), history.lines().last().unwrap());
            // The same report by another way, and another report of the same, tell nobody again.
            report(&world, template, number, "etu@example.com", 61).await;
            let other =
                template.replace("Date: Tue, ", "Date: Tue,  ").replace("hold over", "hold");
            report(&world, &other, number, "etu@example.com", 62).await;
            assert_eq!(count(&world, number).await, before + 1);
        }
    }
}

/// Nobody stops a message, or has people written to, by reporting what was not sent, or not to them.
#[tokio::test]
async fn a_report_of_what_was_never_sent_is_only_set_aside() {
    for world in worlds("forged").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let number = draft_statement(desk, &anna, &question(), now()).await.unwrap();
        send(&world, number).await;
        let before = count(&world, number).await;
        let early = report(&world, POSTFIX, number, "etu@example.com", 35).await;
        assert_eq!(states(&world, number).await[0].1, DeliveryState::Waiting, "it is still tried");
        deliver(&world, 40).await;
        report(&world, POSTFIX, Number(999), "etu@example.com", 60).await;
        let late = POSTFIX.replace("Action: failed", "Action: delayed");
        report(&world, &late, number, "etu@example.com", 61).await;
        assert_eq!(states(&world, number).await[0].1, DeliveryState::Sent);
        assert_eq!(count(&world, number).await, before);
        let kept = desk.store.reader().item(early).await.unwrap().unwrap();
        assert_eq!(kept.state, ItemState::SetAside);
        assert!(
            kept.reason.starts_with("a report of a mail server on what became"),
            "{}",
            kept.reason
        );
    }
}

/// A word of what was not delivered that is not delivered itself leads to no other: no loop, however often.
#[tokio::test]
async fn word_of_what_came_back_that_comes_back_is_told_to_nobody() {
    for world in worlds("no_loop").await {
        let desk = &world.desk;
        let number = sent(&world).await;
        report(&world, POSTFIX, number, "etu@example.com", 60).await;
        deliver(&world, 70).await;
        let fates = desk.store.reader().mail_of(number).await.unwrap();
        let word = fates.iter().find(|fate| fate.mail.kind == "undelivered").unwrap();
        let id = word.mail.message_id.clone().unwrap();
        let before = count(&world, number).await;
        for (minutes, to) in (80..).zip(&word.mail.recipients) {
            let template = POSTFIX.replace("statement-12@liaison.example.org", &id);
            report(&world, &template, number, to, minutes).await;
        }
        assert_eq!(count(&world, number).await, before);
        let fates = desk.store.reader().mail_of(number).await.unwrap();
        let word = fates.iter().find(|fate| fate.mail.kind == "undelivered").unwrap();
        assert!(word.deliveries.iter().all(|it| it.state == DeliveryState::Bounced));
    }
}

/// What their server refuses at once is told as what comes back later; sent to a corrected address, it arrives (REC-2).
#[tokio::test]
async fn what_a_server_refuses_at_once_is_told_as_well() {
    for world in worlds("refused_at_once").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let number = draft_statement(desk, &anna, &question(), now()).await.unwrap();
        send(&world, number).await;
        let before = count(&world, number).await;
        for (delivery, _) in take_deliveries(desk, 100, later(40)).await.unwrap() {
            let outcome = match delivery.recipient.as_str() {
                "etu@example.com" => Outcome::Failed("550 5.1.1 no such user here".to_owned()),
                _ => Outcome::Sent("250 ok".to_owned()),
            };
            finish_delivery(desk, &delivery, outcome, later(40)).await.unwrap();
        }
        insta::assert_snapshot!("refused_at_once", mails_since(&world, number, before).await);
        let fates = desk.store.reader().mail_of(number).await.unwrap();
        let failed = fates.iter().flat_map(|fate| &fate.deliveries);
        let failed = failed.clone().find(|it| it.state == DeliveryState::Failed).unwrap().id;
        let di = world.actor("Di").await;
        resend_mail(desk, &di, number, failed, "liaison@etu.example.com", later(50)).await.unwrap();
        deliver(&world, 55).await;
        let expected = [
            ("etu@example.com".to_owned(), DeliveryState::Failed),
            ("liaison@etu.example.com".to_owned(), DeliveryState::Sent),
        ];
        assert_eq!(states(&world, number).await, expected);
        insta::assert_snapshot!("corrected_address_history", world.history(number).await);
    }
}

/// Reports in words of servers that name neither message nor recipient, and what is no report of a failure.
const IN_WORDS: &str = "Return-Path: <>\nFrom: MAILER-DAEMON@mail.example.com\nTo: <ADDRESS>\nSubject: failure notice\n\
    Message-ID: <1@mail.example.com>\n\nHi. This is the mail program at mail.example.com.\n\n<etu@example.com>:\n\
    Sorry, no mailbox here by that name. (#5.1.1)\n";
const LATE: &str = "Return-Path: <>\nFrom: MAILER-DAEMON@mail.example.com\nTo: <ADDRESS>\n\
    Subject: Warning: message delayed 4 hours\nMessage-ID: <2@mail.example.com>\n\n450 4.2.0 It is tried for 5 days.\n";
const AWAY: &str = "Return-Path: <>\nAuto-Submitted: auto-replied\nFrom: etu@example.com\nTo: <ADDRESS>\n\
    Subject: Undeliverable until Monday\nMessage-ID: <3@mail.example.com>\n\nI am away; see 5.1.1.\n";
const ASKED: &str = "From: lee@example.com\nTo: <ADDRESS>\nSubject: Your question\nMessage-ID: <4@example.com>\n\n\
    We answered it in 5.1.1 of ours.\n";

/// Returns a report of Postfix without what came back.
fn without_the_message() -> String {
    let (before, after) = POSTFIX.split_once("Content-Type: message/rfc822").unwrap();
    let (_, end) = after.rsplit_once("\n--").unwrap();
    format!("{before}Content-Type: text/plain\n\nIt is not returned.\n\n--{end}")
}

/// Returns a message as another one that says the same.
fn another(message: &str, number: i64) -> String {
    let message = message.replacen("Message-ID: <", &format!("Message-ID: <{number}."), 1);
    message.replacen("Message-Id: <", &format!("Message-ID: <{number}."), 1)
}

/// Receives a message that came to an address.
async fn comes_to(desk: &Desk, message: &str, address: &str, minutes: i64) -> i64 {
    let bytes = Bytes::from(message.replace("ADDRESS", address));
    let arrival = Arrival { envelope_to: address.to_owned(), bytes, ..Arrival::default() };
    receive_message(desk, &arrival, later(minutes)).await.unwrap()
}

/// REC-2: where each delivery has a sender of its own, a report that names neither message nor recipient is matched all the same,
/// and one that came to no such address, or to one that somebody made up, counts for nothing.
#[tokio::test]
async fn each_delivery_has_an_address_to_which_it_comes_back_and_which_nobody_makes_up() {
    for (name, report) in [("in_words", IN_WORDS.to_owned()), ("bare", without_the_message())] {
        for world in worlds(&format!("verp_{name}")).await {
            let settings = Settings {
                bounces: Some(Mailbox::parse("Bounces@liaison.example.org").unwrap()),
                ..Settings::clone(&world.desk.settings)
            };
            let desk = Desk { settings: Arc::new(settings), ..world.desk.clone() };
            let anna = world.actor("Anna").await;
            let number = draft_statement(&desk, &anna, &question(), now()).await.unwrap();
            send(&world, number).await;
            let mut senders = Vec::new();
            for (delivery, _) in take_deliveries(&desk, 100, later(40)).await.unwrap() {
                senders.push((delivery.kind.clone(), delivery.envelope_from.clone()));
                let outcome = Outcome::Sent("250 ok".to_owned());
                finish_delivery(&desk, &delivery, outcome, later(40)).await.unwrap();
            }
            let distinct: BTreeSet<&String> = senders.iter().map(|(_, sender)| sender).collect();
            assert_eq!(distinct.len(), senders.len(), "each its own: {senders:?}");
            let (_, sender) = senders.iter().find(|(kind, _)| kind == "statement").unwrap();
            let (_, other) = senders.iter().find(|(kind, _)| kind != "statement").unwrap();
            assert!(sender.starts_with("Bounces+") && sender.len() < 64 + 24, "{sender}");

            let before = count(&world, number).await;
            let mark = |address: &str| address.split_once('=').unwrap().1.to_owned();
            let made_up = [
                sender.replace(&mark(sender), "0123456789abcdef@liaison.example.org"),
                sender.replace(&mark(sender), &mark(other)),
                sender.replace("liaison.example.org", "example.org"),
                "bounces@liaison.example.org".to_owned(),
                "bounces+=@liaison.example.org".to_owned(),
                format!("bounces+{}@liaison.example.org", "9".repeat(400)),
            ];
            for (minutes, address) in (50..).zip(&made_up) {
                comes_to(&desk, &another(&report, minutes), address, minutes).await;
                let named = POSTFIX.replace("statement-12@", &format!("statement-{number}@"));
                let named = another(&named.replace("sg1@", "etu@"), minutes);
                comes_to(&desk, &named, address, minutes).await;
            }
            for (minutes, harmless) in (60..).zip([LATE, AWAY, ASKED]) {
                comes_to(&desk, harmless, sender, minutes).await;
            }
            assert_eq!(states(&world, number).await[0].1, DeliveryState::Sent);
            assert_eq!(count(&world, number).await, before, "nobody is told of any of these");

            let item = comes_to(&desk, &report, &sender.to_uppercase(), 70).await;
            assert_eq!(states(&world, number).await[0].1, DeliveryState::Bounced);
            let kept = desk.store.reader().item(item).await.unwrap().unwrap();
            assert_eq!(kept.state, ItemState::SetAside);
            insta::assert_snapshot!(format!("verp_{name}"), kept.reason);
            assert_eq!(count(&world, number).await, before + 1, "told once");
        }
    }
}

/// Returns a desk whose deliveries come back to this address; to none, if it is empty.
fn with_bounces(desk: &Desk, address: &str) -> Desk {
    let bounces = Mailbox::parse(address).ok();
    let settings = Settings { bounces, ..Settings::clone(&desk.settings) };
    Desk { settings: Arc::new(settings), ..desk.clone() }
}

/// Posts a question from this desk, and has every server take its mail; returns its number and the sender of the statement.
async fn sent_from(desk: &Desk, world: &World) -> (Number, String) {
    let number = draft_statement(desk, &world.actor("Anna").await, &question(), now()).await;
    let number = number.unwrap();
    send(world, number).await;
    let mut sender = String::new();
    for (delivery, _) in take_deliveries(desk, 100, later(40)).await.unwrap() {
        if delivery.number == Some(number) && delivery.kind == "statement" {
            sender.clone_from(&delivery.envelope_from);
        }
        let outcome = Outcome::Sent("250 ok".to_owned());
        finish_delivery(desk, &delivery, outcome, later(40)).await.unwrap();
    }
    (number, sender)
}

/// Returns a report of Postfix on a statement.
fn report_on(number: Number) -> String {
    let report = POSTFIX.replace("statement-12@", &format!("statement-{number}@"));
    let report = report.replace("sg1@", "etu@").replace("SG1@", "ETU@");
    report.replacen("Message-Id: <", &format!("Message-Id: <{number}."), 1)
}

/// REC-2: mail comes back for days, while an operator sets `mail.bounces`, changes it, changes the secret or takes it out again:
/// each delivery is known by what held when it went.
#[tokio::test]
async fn what_went_before_the_address_for_what_comes_back_was_changed_is_matched_all_the_same() {
    const SHARED: &str = "statements@liaison.example.org";
    for world in worlds("bounces_changed").await {
        let [without, one, other] = ["", "bounces@liaison.example.org", "back@example.org"]
            .map(|address| with_bounces(&world.desk, address));
        let (before, shared) = sent_from(&without, &world).await;
        assert_eq!(shared, SHARED);
        let (with_one, sender) = sent_from(&one, &world).await;
        let (unreported, _) = sent_from(&one, &world).await;
        let is_back = async |number: Number| {
            states(&world, number).await == [("etu@example.com".into(), DeliveryState::Bounced)]
        };

        // Once it is set, what went before is known as before, and what went since only by its own sender.
        comes_to(&one, &report_on(with_one), SHARED, 60).await;
        assert!(!is_back(with_one).await, "anybody can name a Message-ID");
        comes_to(&one, &report_on(before), SHARED, 61).await;
        assert!(is_back(before).await);

        // Another address, and another secret: the sender that it went with is still its own.
        let changed = format!("update secrets set value = '{}'", "5a".repeat(32));
        store::testing::tamper(&world.desk.store, changed).await;
        let (delivery, _) = sender.split_once('=').unwrap();
        let made_up = format!("{delivery}=0123456789abcdef@liaison.example.org");
        comes_to(&other, &another(IN_WORDS, 62), &made_up, 62).await;
        assert!(!is_back(with_one).await, "{made_up}");
        comes_to(&other, &another(IN_WORDS, 63), &sender.to_uppercase(), 63).await;
        assert!(is_back(with_one).await, "{sender}");

        // Where it is taken out again, what the report names counts again.
        comes_to(&without, &report_on(unreported), SHARED, 64).await;
        assert!(is_back(unreported).await);
    }
}
