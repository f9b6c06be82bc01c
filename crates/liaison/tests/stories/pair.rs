//! Two instances over one database and one bucket: either is killed and comes back, and nothing is lost or done twice (§10
//! of the promises).

use std::collections::BTreeMap;

use rules::{EventKind, Number};
use store::Store;

use crate::browser::Browser;
use crate::house::House;
use crate::post::{mail_as_sent, send};
use crate::{
    FIGURES, LETTER, arrived, first_attachment, signed_in_by_first_link, signed_in_by_page,
};

/// Everybody with their cookie: a session is a row, and good at either instance.
struct People {
    anna: String,
    bo: String,
    cy: String,
    di: String,
}

/// IN-1, IN-2, OUT-2, REC-2, CON-5.
#[test]
fn two_instances_share_the_work_while_either_is_killed_and_comes_back() {
    let Some(house) = House::build_pair() else { return };
    let people = People {
        anna: signed_in_by_first_link(&house, &house.post(), "anna@example.org").cookie,
        bo: signed_in_by_first_link(&house, &house.post(), "bo@example.org").cookie,
        cy: signed_in_by_page(&house, "cy@example.org").cookie,
        di: signed_in_by_first_link(&house, &house.post(), "di@example.org").cookie,
    };
    let mut numbers = Vec::new();
    for round in 0..2 {
        let (dies, stays) = (round % 2, 1 - round % 2);
        house.kill(dies);
        let received = comes_in(&house, &people, stays, &format!("Clocks, letter {round}"));
        house.serve(dies);
        let drafted = is_drafted(&house, &people, dies, received);
        house.kill(stays);
        is_approved(&house, &people, dies, drafted);
        house.serve(stays);
        let cy = house.at_instance(stays, &people.cy);
        cy.clicks(&of(drafted, "preview"), &of(drafted, "review"));
        if round == 0 {
            // It dies while it sends, or right before; what it had begun is taken up when its claim ends.
            house.kill(stays);
        }
        let cy = house.at_instance(dies, &people.cy);
        for number in [received, drafted] {
            cy.until_nothing_waits(&of(number, "mail"));
        }
        if round == 0 {
            house.serve(stays);
        }
        numbers.extend([received, drafted]);
    }
    house.until_all_is_delivered();
    all_is_shown_by_both(&house, &numbers);
    nothing_was_lost_or_mailed_twice(&house, &people, &numbers);
    nothing_was_done_twice(&house, &numbers);
}

fn of(number: i64, page: &str) -> String {
    format!("/statements/{number}/{page}")
}

/// Returns the number in an address of a statement's page.
fn number_in(address: &str) -> i64 {
    address.split('/').nth(2).unwrap().parse().unwrap()
}

/// A letter comes by mail, and is recorded at one of the instances.
fn comes_in(house: &House, people: &People, at: usize, subject: &str) -> i64 {
    let cy = house.at_instance(at, &people.cy);
    let letter = mail_as_sent(subject, LETTER);
    send(house.smtp_port(), "lee@example.com", "liaison-inbox@example.org", &letter);
    let form = arrived(&cy, subject)
        .1
        .fill("from_groups", "etu-sg1")
        .fill("from_as_written", "Study Group 1 (Clocks)")
        .fill("to_groups", "tsync")
        .fill("purpose", "action")
        .fill("deadline", &crate::in_two_years());
    number_in(&cy.sends(&form))
}

/// A chair drafts the answer and hands it in.
fn is_drafted(house: &House, people: &People, at: usize, received: i64) -> i64 {
    let anna = house.at_instance(at, &people.anna);
    let reply = anna
        .form(&of(received, "reply"), "/statements/new?direction=outgoing")
        .fill("purpose", "response")
        .fill("subject", &format!("An answer to {received}"))
        .fill("text", "Dear colleagues,\n\nthe figures are attached.\n")
        .fill("consensus", "groups")
        .choose("file", "holdover-figures.pdf", FIGURES)
        .fill("do", "preview");
    let drafted = number_in(&anna.sends(&reply));
    anna.clicks(&of(drafted, "preview"), &of(drafted, "submit"));
    drafted
}

/// The authority approves, and the liaison manager is heard.
fn is_approved(house: &House, people: &People, at: usize, drafted: i64) {
    let bo = house.at_instance(at, &people.bo);
    bo.clicks(&of(drafted, "preview"), &of(drafted, "approve"));
    let di = house.at_instance(at, &people.di);
    di.clicks(&of(drafted, "preview"), &of(drafted, "advise"));
}

fn all_is_shown_by_both(house: &House, numbers: &[i64]) {
    for instance in [0, 1] {
        let stranger: Browser = house.at_instance(instance, "");
        for (place, number) in numbers.iter().enumerate() {
            let page = stranger.page(&format!("/statements/{number}"));
            let link = house.path(first_attachment(&page));
            let file = if place % 2 == 0 { LETTER } else { FIGURES };
            let answer = stranger.get(&link);
            assert!(answer.body == file, "{number} at {instance}: {} {link}", answer.status);
        }
        assert_eq!(stranger.get("/readyz").text(), "ready\n");
    }
    assert!(!house.has_files(), "every file is in the bucket");
}

/// A message may come twice only where a server took it and the instance died before that was noted, which is on record.
fn nothing_was_lost_or_mailed_twice(house: &House, people: &People, numbers: &[i64]) {
    let cy = house.at_instance(0, &people.cy);
    let pages = numbers.iter().map(|number| cy.page(&of(*number, "mail")));
    let interrupted: usize = pages.map(|page| page.matches("was interrupted").count()).sum();
    let mut got: BTreeMap<String, usize> = BTreeMap::new();
    for mail in house.post().mails("lee@example.com") {
        *got.entry(mail.message_id()).or_default() += 1;
    }
    assert_eq!(got.len(), numbers.len(), "a receipt or an answer for each: {got:?}");
    let more: usize = got.values().map(|count| count - 1).sum();
    assert!(more <= interrupted, "{more} twice, {interrupted} interrupted: {got:?}");
}

/// Each entry of the record is there once, and each letter was read by one of the two.
fn nothing_was_done_twice(house: &House, numbers: &[i64]) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&house.place()).await.unwrap();
        for number in numbers {
            let events = store.reader().history(Number(*number), true).await.unwrap();
            let posted = events.iter().filter(|event| event.kind == EventKind::Posted).count();
            assert_eq!(posted, 1, "{number}: {events:?}");
        }
        let queues = store.reader().queues().await.unwrap();
        for queue in queues.iter().filter(|queue| ["outbox", "inbox"].contains(&&*queue.name)) {
            assert_eq!(queue.waiting, 0, "{queue:?}");
        }
        store.close().await;
    });
    let log = house.log();
    let is_reading = |line: &&str| line.contains("\"message\":\"read a received message\"");
    let read = log.lines().filter(is_reading).count();
    assert_eq!(read, numbers.len() / 2, "each letter once: {log}");
}
