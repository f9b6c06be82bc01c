//! Following what happens on the record by mail, without an account.

use jiff::SignedDuration;
use operations::{
    Failure, StatementForm, Visitor, ask_to_watch, confirm_watch, end_watch, end_watches,
    finish_delivery, overview, remove_unconfirmed_watches, reply_form, tell_watchers, watcher,
    withdraw_statement,
};
use rules::{Number, Watched};
use store::Outcome;

use crate::answering::{answer, asked};
use crate::bounces::{comes_back, deliver};
use crate::signing_in::firefox;
use crate::world::{World, later, worlds};

/// Returns the messages to whoever follows something, newest first.
async fn mails_to(world: &World, address: &str) -> Vec<String> {
    let (mails, _) = world.desk.store.reader().mails(1, 200).await.unwrap();
    let mut texts = Vec::new();
    for fate in mails.iter().filter(|fate| {
        fate.mail.recipients.len() == 1 && fate.mail.recipients[0].eq_ignore_ascii_case(address)
    }) {
        texts.push(world.mail(fate).await.replace("=\n", ""));
    }
    texts
}

fn token_in(mail: &str) -> String {
    let rest = mail.split("/watching/").nth(1).unwrap();
    rest.split(|c: char| c.is_whitespace() || c == '/' || c == '>').next().unwrap().to_owned()
}

/// Returns the token of somebody who asked to follow something and confirmed it.
async fn following(world: &World, address: &str, watched: &Watched, at: i64) -> String {
    ask_to_watch(&world.desk, watched, address, &firefox(), later(at)).await.unwrap();
    let token = token_in(&mails_to(world, address).await[0]);
    confirmed(world, &token, watched, at).await;
    token
}

async fn confirmed(world: &World, token: &str, watched: &Watched, at: i64) {
    let all = watcher(&world.desk, token).await.unwrap().watches;
    let watch = all.iter().find(|watch| watch.watched == *watched).unwrap();
    confirm_watch(&world.desk, token, watch.id, later(at)).await.unwrap();
}

/// Everybody who follows an exchange, a group, an organization or a search hears of an answer once, whatever they follow, and
/// with why; whoever did not confirm hears nothing, and neither does anybody of what is not on the record.
#[tokio::test]
async fn whoever_follows_something_is_told_once_of_what_happens_with_it() {
    for world in worlds("following").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let number = asked(&world).await;
        let subject = world.statement(number).await.subject;
        let word = subject.split_whitespace().last().unwrap().to_lowercase();
        let all = [
            Watched::Exchange(number),
            Watched::Group("tsync".to_owned()),
            Watched::Organization("etu".to_owned()),
            Watched::Search(format!("q={word}&direction=outgoing")),
        ];
        let token = following(&world, "Reader@example.net", &all[0], 1).await;
        let link = mails_to(&world, "Reader@example.net").await.remove(0);
        insta::assert_snapshot!("following_link", link.replace(&token, "TOKEN"));
        for watched in &all[1..] {
            assert_eq!(following(&world, "reader@example.net", watched, 2).await, token);
        }
        let other = Watched::Group("paths".to_owned());
        following(&world, "elsewhere@example.net", &other, 2).await;
        ask_to_watch(desk, &all[0], "typo@example.net", &firefox(), later(3)).await.unwrap();
        // What happened before anybody followed it is no news, and neither is what is not on the record.
        let form = reply_form(desk, &anna, number, "").await.unwrap();
        let form = StatementForm {
            text: format!("On {word}: yes."),
            consensus: "groups".to_owned(),
            ..form
        };
        assert_eq!(tell_watchers(desk, later(5)).await.unwrap(), 0);
        let answered = answer(&world, &form, 20).await;
        assert_eq!(tell_watchers(desk, later(40)).await.unwrap(), 1);
        assert_eq!(tell_watchers(desk, later(41)).await.unwrap(), 0);
        let news = mails_to(&world, "reader@example.net").await.remove(0);
        insta::assert_snapshot!("following_news", news.replace(&token, "TOKEN"));
        withdraw_statement(desk, &world.actor("Bo").await, answered, "Wrong.", later(50))
            .await
            .unwrap();
        assert_eq!(tell_watchers(desk, later(60)).await.unwrap(), 1);
        let news = mails_to(&world, "reader@example.net").await.remove(0);
        insta::assert_snapshot!("following_withdrawn", news.replace(&token, "TOKEN"));
        assert_eq!(mails_to(&world, "elsewhere@example.net").await.len(), 1);
        assert_eq!(mails_to(&world, "typo@example.net").await.len(), 1);
    }
}

/// RFC 8058: one click ends all of it; what nobody confirms is forgotten in a day; a mailbox that is gone is not mailed for ever.
#[tokio::test]
async fn nobody_is_mailed_who_did_not_confirm_or_wants_no_more() {
    for world in worlds("unfollowing").await {
        let desk = &world.desk;
        let number = asked(&world).await;
        let exchange = Watched::Exchange(number);
        ask_to_watch(desk, &exchange, "ann@example.net", &firefox(), later(1)).await.unwrap();
        let token = token_in(&mails_to(&world, "ann@example.net").await[0]);
        let day = later(1) + SignedDuration::from_hours(23);
        assert_eq!(remove_unconfirmed_watches(desk, day).await.unwrap(), 0);
        let day = later(2) + SignedDuration::from_hours(24);
        assert_eq!(remove_unconfirmed_watches(desk, day).await.unwrap(), 1);
        assert!(matches!(watcher(desk, &token).await, Err(Failure::NotFound(_))));

        let group = Watched::Group("tsync".to_owned());
        let token = following(&world, "ann@example.net", &group, 3).await;
        ask_to_watch(desk, &exchange, "ann@example.net", &firefox(), later(4)).await.unwrap();
        let watches = watcher(desk, &token).await.unwrap().watches;
        assert_eq!(watches.len(), 2);
        end_watch(desk, &token, watches[0].id).await.unwrap();
        assert_eq!(watcher(desk, &token).await.unwrap().watches.len(), 1);
        end_watches(desk, &token).await.unwrap();
        for token in [token.as_str(), "1-guess", "x", "", "9223372036854775808-1"] {
            let gone = watcher(desk, token).await;
            assert!(matches!(gone, Err(Failure::NotFound(_))), "{token}");
        }

        let token = following(&world, "gone@example.net", &group, 5).await;
        for time in 0..3 {
            assert!(watcher(desk, &token).await.is_ok(), "after {time} failures");
            fail_to_reach(&world, &something_posted(&world, time).await, time).await;
        }
        assert!(matches!(watcher(desk, &token).await, Err(Failure::NotFound(_))));
    }
}

/// REC-2, RFC 3464: what comes back three times in a row for good ends what is followed, and those who coordinate see why; a
/// mailbox that is only full ends nothing, and whoever confirms anew begins anew.
#[tokio::test]
async fn what_comes_back_again_and_again_is_mailed_no_longer() {
    for world in worlds("returning").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let group = Watched::Group("tsync".to_owned());
        let address = "gone@example.net";
        let mut token = following(&world, address, &group, 1).await;
        let stopped = async || overview(desk, &cy, later(2_000)).await.unwrap().stopped;
        let statuses = ["5.1.1", "5.1.1", "4.2.2", "5.1.1", "5.1.1", "5.1.1", "5.1.1"];
        let mut posted = Number(0);
        for (time, status) in (0..).zip(statuses) {
            assert!(watcher(desk, &token).await.is_ok(), "before message {time}");
            let at = 150 + time * 50;
            // Each is posted and then taken back, of which both are news.
            if time % 2 == 0 {
                posted = something_posted(&world, time).await;
            } else {
                let bo = world.actor("Bo").await;
                withdraw_statement(desk, &bo, posted, "Wrong.", later(at - 5)).await.unwrap();
            }
            assert_eq!(tell_watchers(desk, later(at)).await.unwrap(), 1, "{time}");
            deliver(&world, at).await;
            let (mails, _) = desk.store.reader().mails(1, 50).await.unwrap();
            let news = mails.iter().find(|fate| fate.mail.kind == "news").unwrap();
            let id = news.mail.message_id.clone().unwrap();
            comes_back(&world, &id, address, status, at + 1).await;
            if time == 5 {
                assert!(matches!(watcher(desk, &token).await, Err(Failure::NotFound(_))));
                let all = stopped().await;
                let [only] = &all[..] else { panic!("{all:?}") };
                assert_eq!((only.address.as_str(), only.kind.as_str()), (address, "news"));
                assert!(only.words.contains("User unknown"), "{}", only.words);
                token = following(&world, address, &group, at + 2).await;
                assert_eq!(stopped().await, []);
            }
        }
        assert!(watcher(desk, &token).await.is_ok(), "it begins anew");
    }
}

/// Has something happen that the group's followers are told.
async fn something_posted(world: &World, time: i64) -> Number {
    answer(world, &crate::world::question(), 100 + time * 50).await
}

/// Mails the news, and has it come back.
async fn fail_to_reach(world: &World, number: &Number, time: i64) {
    let desk = &world.desk;
    let at = later(140 + time * 50);
    assert_eq!(tell_watchers(desk, at).await.unwrap(), 1, "of {number}");
    let taken = operations::take_deliveries(desk, 100, at).await.unwrap();
    for (delivery, _) in taken {
        let outcome = if delivery.kind == "news" {
            Outcome::Failed("550 5.1.1 no such user".to_owned())
        } else {
            Outcome::Sent("250 taken".to_owned())
        };
        finish_delivery(desk, &delivery, outcome, at).await.unwrap();
    }
}

/// Nobody learns what is not public by asking to follow it, mails others through us at will, or follows everything.
#[tokio::test]
async fn what_cannot_be_followed_is_refused_and_few_links_are_mailed() {
    for world in worlds("notfollowing").await {
        let desk = &world.desk;
        let number = asked(&world).await;
        let (anna, form) = (world.actor("Anna").await, crate::world::question());
        let draft = operations::draft_statement(desk, &anna, &form, later(1)).await.unwrap();
        let ask = async |watched: Watched, address: &str, from: &str, at: i64| {
            let visitor = Visitor { network: from.to_owned(), ..firefox() };
            let asked = ask_to_watch(desk, &watched, address, &visitor, later(at)).await;
            asked.err().map(|failure| failure.to_string()).unwrap_or_default()
        };
        let here = "192.0.2.1";
        let mut said = Vec::new();
        for watched in [
            Watched::Exchange(draft),
            Watched::Exchange(Number(4711)),
            Watched::Group("nowhere".to_owned()),
            Watched::Search(String::new()),
            Watched::Search("sort=oldest&color=red".to_owned()),
        ] {
            said.push(ask(watched, "ann@example.net", here, 2).await);
        }
        for address in ["", "ann", "ann@example.net\r\nBcc: all@example.net"] {
            said.push(ask(Watched::Exchange(number), address, here, 2).await);
        }
        insta::assert_snapshot!("following_refused", said.join("\n"));
        for time in 0..8 {
            let from = format!("198.51.100.{time}");
            let watched = Watched::Exchange(number);
            assert_eq!(ask(watched, "victim@example.net", &from, 3).await, "");
        }
        assert_eq!(mails_to(&world, "victim@example.net").await.len(), 4, "one address is spared");
        let mut refused = String::new();
        for time in 0..30 {
            let address = format!("any{time}@example.net");
            refused = ask(Watched::Exchange(number), &address, "203.0.113.9", 3).await;
        }
        assert!(refused.contains("Too much was asked for from where you are."), "{refused}");
    }
}
