//! Where received messages are from, by what our own mail servers found and by what others answer.

use std::sync::Arc;

use bytes::Bytes;
use operations::{
    Arrival, Client, Desk, OriginWork, Settings, finish_origin, item_origin, receive_message,
    statement_origin, take_item, take_origin,
};
use rules::{Check, Method, Verdict, Way};

use crate::receiving::letter_form;
use crate::world::{World, later, now, worlds};

/// A message on whose way everybody wrote what they liked.
const MESSAGE: &str = "Return-Path: <sg1@etu.example>\r\n\
    Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=sg1@etu.example\r\n\
    Received: from mail.etu.example by mx.example.org; Tue, 1 Sep 2026 11:59:00 +0000\r\n\
    Authentication-Results: mx.example.org (1); dkim=pass (2048-bit key) header.d=etu.example\r\n header.s=a reason=\"good\";\r\n\
    \tdmarc=pass header.from=etu.example\r\n\
    Authentication-Results: mx.stranger.example; dkim=pass header.d=bank.example\r\n\
    Received: from a by mail.etu.example; Tue, 1 Sep 2026 11:58:00 +0000\r\n\
    Authentication-Results: mx.example.org; dkim=pass header.d=forged.example\r\n\
    From: Lee <sg1@etu.example>\r\nTo: statements@example.org\r\nSubject: On clocks\r\n\
    Date: Tue, 1 Sep 2026 11:57:00 +0000\r\nMessage-ID: <1@etu.example>\r\n\
    List-ID: Clocks <clocks.etu.example>\r\nList-Post: <mailto:clocks@etu.example>\r\n\r\nWords.\r\n";

fn believing(world: &World, servers: &[&str]) -> Desk {
    let believed = servers.iter().map(|&name| name.to_owned()).collect();
    let settings = Settings { believed, ..(*world.desk.settings).clone() };
    Desk { settings: Arc::new(settings), ..world.desk.clone() }
}

async fn receive(desk: &Desk, way: Way, message: &str, client: &str) -> i64 {
    let client = Client {
        address: client.to_owned(),
        name: "mail.etu.example".to_owned(),
        helo: "mail.etu.example".to_owned(),
    };
    let bytes = Bytes::copy_from_slice(message.as_bytes());
    let arrival = Arrival { way, client, bytes, ..Arrival::default() };
    receive_message(desk, &arrival, now()).await.unwrap()
}

async fn take(desk: &Desk, minutes: i64) -> OriginWork {
    take_origin(desk, later(minutes)).await.unwrap().expect("a message waits to be looked at")
}

async fn sentence(desk: &Desk, item: i64) -> String {
    item_origin(&desk.store.reader(), item).await.unwrap().unwrap().sentence
}

fn check(verdict: Verdict) -> Check {
    let (domain, why, by) = ("etu.example".to_owned(), String::new(), String::new());
    Check { method: Method::Dkim, domain, verdict, why, is_strict: false, by }
}

/// Where no name server is asked, only our own mail servers are believed, and only what they wrote themselves.
#[tokio::test]
async fn without_a_name_server_our_own_mail_servers_are_believed_and_no_others() {
    for world in worlds("believed").await {
        let desk = believing(&world, &["mx.example.org"]);
        let item = receive(&desk, Way::Pipe, MESSAGE, "").await;
        let work = take(&desk, 1).await;
        finish_origin(&desk, &work, vec![None], later(1)).await.unwrap();
        let origin = item_origin(&desk.store.reader(), item).await.unwrap().unwrap();
        insta::assert_debug_snapshot!("origin_believed", origin);
        assert!(
            take_origin(&desk, later(60 * 48)).await.unwrap().is_none(),
            "nothing is left to ask"
        );

        for (servers, item) in [(&["mx.stranger.example"][..], "stranger"), (&[], "nobody")] {
            let desk = believing(&world, servers);
            let other = receive(&desk, Way::Pipe, &MESSAGE.replace("Words.", item), "").await;
            let work = take(&desk, 1).await;
            finish_origin(&desk, &work, vec![None], later(1)).await.unwrap();
            let sentence = sentence(&desk, other).await;
            assert!(sentence.ends_with("is not verified."), "{item}: {sentence}");
        }
    }
}

/// What somebody forwards or hands in bears their own fields: nothing that a server wrote on top of it is about the sender.
#[tokio::test]
async fn what_somebody_hands_in_is_looked_at_as_they_got_it() {
    for world in worlds("handedin").await {
        let desk = believing(&world, &["mx.example.org"]);
        receive(&desk, Way::Uploaded, MESSAGE, "192.0.2.1").await;
        let work = take(&desk, 1).await;
        let task = work.tasks().next().unwrap();
        assert_eq!((task.client, &task.spf, task.envelope_from.as_str()), (None, &None, ""));
        assert_eq!(task.from_domain, "etu.example");
    }
}

/// Names are asked for the client where it is known; else our mail server's word for it goes along.
#[tokio::test]
async fn spf_is_asked_for_the_client_where_it_is_known_and_believed_where_not() {
    for world in worlds("spf").await {
        let desk = believing(&world, &["mx.example.org"]);
        receive(&desk, Way::Pipe, MESSAGE, "").await;
        let work = take(&desk, 1).await;
        let task = work.tasks().next().unwrap().clone();
        assert_eq!(
            task.spf.map(|spf| (spf.domain, spf.verdict)),
            Some(("etu.example".to_owned(), Verdict::Pass))
        );
        assert_eq!(task.envelope_from, "sg1@etu.example", "as the Return-Path says");
        finish_origin(&desk, &work, vec![Some(Vec::new())], later(1)).await.unwrap();
        receive(&desk, Way::Lmtp, &MESSAGE.replace("Words", "Other words"), "192.0.2.1").await;
        let work = take(&desk, 1).await;
        let task = work.tasks().next().unwrap();
        assert_eq!((task.client, &task.spf), (Some("192.0.2.1".parse().unwrap()), &None));
    }
}

/// A slow or dead name server delays nothing: the message is there, and is looked at again later, a few times.
#[tokio::test]
async fn what_cannot_be_found_out_is_asked_again_later_and_not_for_ever() {
    for world in worlds("unsure").await {
        let desk = &world.desk;
        let item = receive(desk, Way::Pipe, &MESSAGE.replace("List-ID", "X"), "").await;
        let mut minutes = 1;
        let mut work = take(desk, minutes).await;
        for wait in [1, 10, 60, 360, 1_440] {
            let answer = vec![Some(vec![check(Verdict::Unsure)])];
            finish_origin(desk, &work, answer, later(minutes)).await.unwrap();
            assert!(!item_origin(&desk.store.reader(), item).await.unwrap().unwrap().is_done);
            let early = take_origin(desk, later(minutes + wait - 1)).await.unwrap();
            assert!(early.is_none(), "it is left alone for {wait} minutes");
            minutes += wait;
            work = take(desk, minutes).await;
        }
        let found = vec![Some(vec![check(Verdict::Pass)])];
        finish_origin(desk, &work, found, later(minutes)).await.unwrap();
        assert_eq!(sentence(desk, item).await, "Signed by etu.example.");

        // The last time, whatever comes is all that will be known.
        let other = receive(desk, Way::Pipe, &MESSAGE.replace("Words", "More words"), "").await;
        for wait in [0, 1, 10, 60, 360, 1_440] {
            minutes += wait;
            let work = take(desk, minutes).await;
            let answer = vec![Some(vec![check(Verdict::Unsure)])];
            finish_origin(desk, &work, answer, later(minutes)).await.unwrap();
        }
        assert!(item_origin(&desk.store.reader(), other).await.unwrap().unwrap().is_done);
    }
}

/// The record keeps it for ever, also where it was found out after the statement was made.
#[tokio::test]
async fn the_statement_that_is_made_of_a_message_keeps_where_it_is_from() {
    for world in worlds("keptorigin").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        for (number, known_first) in [(1, true), (2, false)] {
            let message = MESSAGE.replace("Words", &format!("{number} words"));
            let item = receive(desk, Way::Pipe, &message, "").await;
            let find = async || {
                let work = take(desk, 1).await;
                let found = vec![Some(vec![check(Verdict::Pass)])];
                finish_origin(desk, &work, found, later(1)).await.unwrap();
            };
            if known_first {
                find().await;
            }
            let number = take_item(
                desk,
                &cy,
                item,
                &letter_form(),
                &operations::Recording::default(),
                later(2),
            )
            .await
            .unwrap();
            if !known_first {
                find().await;
            }
            let origin = statement_origin(&desk.store.reader(), number).await.unwrap().unwrap();
            let expected = "Signed by etu.example, and came through the list clocks.etu.example.";
            assert_eq!(origin.sentence, expected);
        }
    }
}

/// Of a message that came by a list and directly, the way that shows more counts.
#[tokio::test]
async fn the_way_that_shows_the_sender_counts() {
    for world in worlds("twoways").await {
        let desk = &world.desk;
        let item = receive(desk, Way::Pipe, MESSAGE, "").await;
        let work = take(desk, 1).await;
        let broken = || Some(vec![check(Verdict::Fail)]);
        finish_origin(desk, &work, vec![broken()], later(1)).await.unwrap();
        assert!(sentence(desk, item).await.starts_with("It came through the list"));
        let direct = MESSAGE.replace("List-ID", "X-A").replace("List-Post", "X-B");
        assert_eq!(receive(desk, Way::Imap, &direct, "").await, item, "it is the same message");
        let work = take(desk, 2).await;
        assert_eq!(work.tasks().count(), 2);
        finish_origin(desk, &work, vec![broken(), Some(vec![check(Verdict::Pass)])], later(2))
            .await
            .unwrap();
        assert_eq!(sentence(desk, item).await, "Signed by etu.example.");
    }
}
