//! What happened to a statement is appended, and told in order (REC-2).

use jiff::civil::date;
use rules::{Doer, Event, EventKind, Number};
use store::testing::{stores, tamper};

use crate::made;

#[tokio::test]
async fn a_history_is_told_in_order_and_without_what_is_private_unless_asked_for() {
    for (label, store, _guard) in stores("history").await {
        let directory = made::directory(&store).await;
        made::save(&store, &[made::received(&directory, 1, date(2026, 3, 1))]).await;
        let anna = store.reader().person_by_address("anna@example.org").await.expect("asked");
        let at = made::now();
        let later = at + jiff::SignedDuration::from_secs(60);
        let posted = made::event(20, 1, EventKind::Posted, later);
        let drafted = Event {
            by: Doer::Person {
                id: anna,
                name: "Anna Chair".to_owned(),
                role: "chair of tsync".to_owned(),
            },
            words: "Entered from a letter".to_owned(),
            difference: "-a\n+b\n".to_owned(),
            ..made::event(10, 1, EventKind::Drafted, at)
        };
        let remark = Event {
            by: Doer::Person { id: None, name: "An Old Hand".to_owned(), role: String::new() },
            public: false,
            ..made::event(11, 1, EventKind::Commented, at)
        };
        let mut tx = store.begin("tell").await.expect("a transaction");
        tx.add_event(&posted).await.expect("added");
        tx.add_events(&[remark.clone(), drafted.clone()]).await.expect("added");
        tx.commit().await.expect("kept");
        let history = store.reader().history(Number(1), true).await.expect("asked");
        assert_eq!(history, [drafted.clone(), remark, posted.clone()], "{label}");
        let history = store.reader().history(Number(1), false).await.expect("asked");
        assert_eq!(history, [drafted, posted], "{label}");
    }
}

#[tokio::test]
async fn every_kind_of_event_can_be_kept() {
    for (label, store, _guard) in stores("kinds").await {
        let directory = made::directory(&store).await;
        made::save(&store, &[made::received(&directory, 1, date(2026, 3, 1))]).await;
        let events: Vec<Event> = (1_i64..)
            .zip(EventKind::ALL)
            .map(|(id, kind)| made::event(id, 1, kind, made::now()))
            .collect();
        let mut tx = store.begin("tell").await.expect("a transaction");
        tx.add_events(&events).await.expect("added");
        tx.commit().await.expect("kept");
        let history = store.reader().history(Number(1), false).await.expect("asked");
        assert_eq!(history, events, "{label}");
    }
}

/// An instance of an older version goes on beside newer ones.
#[tokio::test]
async fn what_a_newer_version_notes_is_passed_over_by_one_that_does_not_know_it() {
    for (label, store, _guard) in stores("newerevents").await {
        let directory = made::directory(&store).await;
        made::save(&store, &[made::received(&directory, 1, date(2026, 3, 1))]).await;
        let drafted = made::event(10, 1, EventKind::Drafted, made::now());
        let later = made::event(11, 1, EventKind::Posted, made::now());
        let mut tx = store.begin("tell").await.expect("a transaction");
        tx.add_events(&[drafted.clone(), later]).await.expect("added");
        tx.commit().await.expect("kept");
        let newer = "insert into event_kinds (kind) values ('later'); update events set kind = 'later' where id = 11";
        tamper(&store, newer.to_owned()).await;
        let history = store.reader().history(Number(1), true).await.expect("asked");
        assert_eq!(history, [drafted], "{label}");
        let public = store.reader().public_events(&[Number(1)], false).await.expect("asked");
        assert_eq!(public.len(), 1, "{label}: it is left to the newer one to prove");
    }
}
