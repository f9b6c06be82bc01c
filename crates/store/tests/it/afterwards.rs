//! What is kept of a statement after it went out: what came back, what was sent again, what the record said before (REC-2).

use jiff::civil::date;
use rules::{Correction, Number, State, Statement};
use store::testing::stores;
use store::{DeliveryState, Outcome, StatementVersion};

use crate::made;
use crate::outbox::mail;

pub(crate) fn version(number: Number, version: i64) -> StatementVersion {
    StatementVersion {
        number,
        version,
        at: made::now(),
        by_name: "Anna Chair".to_owned(),
        by_role: "chair of tsync".to_owned(),
        why: "A figure was wrong.".to_owned(),
        subject: "On clocks".to_owned(),
        content: format!("Subject: On clocks\n\nVersion {version}.\n"),
        difference: "-10 ms\n+1 ms\n".to_owned(),
    }
}

/// What a server took and another gave back reads as that; nobody keeps a message from being tried by reporting it.
#[tokio::test]
async fn what_came_back_is_found_by_its_message_and_only_if_a_server_took_it() {
    for (label, store, _guard) in stores("bounces").await {
        let directory = made::directory(&store).await;
        made::save(&store, &[made::sent(&directory, 1, date(2026, 3, 1))]).await;
        let (ids, now) = (made::ids(), made::now());
        let mut tx = store.begin("queue").await.expect("a transaction");
        let mail = mail(1, Some(1), &["one@example.com", "two@example.com"]);
        tx.queue_mail(&mail, false, &ids).await.expect("queued");
        tx.save_item(&crate::inbox::item(7)).await.expect("saved");
        tx.save_item(&crate::inbox::item(8)).await.expect("saved");
        assert_eq!(tx.taken_under("mail-1@example.org").await.expect("asked"), [], "{label}");
        let later = now + jiff::SignedDuration::from_hours(1);
        let claimed = tx.claim_deliveries(later, later, 9).await.expect("claimed");
        let sent = Outcome::Sent("250 queued".to_owned());
        tx.note_delivery(claimed[1].delivery, later, &sent).await.expect("noted");
        let taken = tx.taken_under("mail-1@example.org").await.expect("asked");
        let by_id = tx.taken(taken[0].delivery).await.expect("asked");
        assert_eq!(by_id.as_ref(), taken.first(), "{label}");
        let [taken] = &taken[..] else { panic!("{label}: {taken:?}") };
        assert_eq!((taken.recipient.as_str(), taken.is_bounced), ("two@example.com", false));
        assert_eq!(tx.taken_under("mail-2@example.org").await.expect("asked"), [], "{label}");
        for (item, words) in [(7, "550 no such user"), (8, "another report")] {
            tx.note_bounce(taken.delivery, item, later, (words, true)).await.expect("noted");
        }
        assert!(tx.taken_under("mail-1@example.org").await.expect("asked")[0].is_bounced);
        tx.deliver_again(1, "three@example.com", later, false, &ids).await.expect("queued");
        tx.commit().await.expect("kept");
        let fates = store.reader().mail_of(Number(1)).await.expect("asked");
        let all = fates[0].deliveries.iter().map(|it| (it.recipient.as_str(), it.state));
        let expected = [
            ("one@example.com", DeliveryState::Waiting),
            ("two@example.com", DeliveryState::Bounced),
            ("three@example.com", DeliveryState::Waiting),
        ];
        assert_eq!(all.collect::<Vec<_>>(), expected, "{label}");
        let bounce = fates[0].deliveries[1].bounce.clone().expect("it came back");
        assert_eq!((bounce.item, bounce.words.as_str()), (7, "550 no such user"), "{label}");
        let about = store.reader().bounced_with(7).await.expect("asked");
        assert_eq!(about, [(Some(Number(1)), "two@example.com".to_owned())], "{label}");
        assert_eq!(store.reader().bounced_with(8).await.expect("asked"), [], "{label}");
    }
}

/// Two corrections of one statement would overwrite each other: the database holds one, until it is dropped.
#[tokio::test]
async fn a_statement_has_one_correction_on_its_way_at_most() {
    for (label, store, _guard) in stores("corrections").await {
        let directory = made::directory(&store).await;
        let posted = made::sent(&directory, 1, date(2026, 3, 1));
        let correction = |number| Statement {
            number: Number(number),
            state: State::Draft,
            message_id: None,
            correction: Some(Correction {
                of: Number(1),
                why: "A figure was wrong.".to_owned(),
                resend: true,
                became: None,
            }),
            ..posted.clone()
        };
        made::save(&store, &[posted.clone(), correction(2)]).await;
        let reader = store.reader();
        assert_eq!(reader.correction_of(Number(1)).await.expect("asked"), Some(Number(2)));
        assert_eq!(
            reader.statement(Number(2)).await.expect("loaded").map(|it| it.correction),
            Some(correction(2).correction)
        );
        let mut tx = store.begin("begin another").await.expect("a transaction");
        assert!(tx.save_statement(&correction(3)).await.is_err(), "{label}");
        drop(tx);
        let dropped = Statement { state: State::Dropped, revision: 1, ..correction(2) };
        made::save(&store, &[dropped, correction(3)]).await;
        assert_eq!(reader.correction_of(Number(1)).await.expect("asked"), Some(Number(3)));
    }
}

#[tokio::test]
async fn every_version_is_kept_and_none_is_changed() {
    for (label, store, _guard) in stores("versions").await {
        let directory = made::directory(&store).await;
        let posted = made::sent(&directory, 1, date(2026, 3, 1));
        made::save(&store, &[Statement { version: 2, ..posted }]).await;
        let both = [version(Number(1), 1), version(Number(1), 2)];
        let mut tx = store.begin("keep versions").await.expect("a transaction");
        for one in &both {
            tx.add_version(one).await.expect("added");
        }
        tx.commit().await.expect("kept");
        let mut tx = store.begin("keep one again").await.expect("a transaction");
        assert!(tx.add_version(&both[0]).await.is_err(), "{label}");
        drop(tx);
        assert_eq!(store.reader().versions(&[Number(1)]).await.expect("asked"), both, "{label}");
        let statement = store.reader().statement(Number(1)).await.expect("loaded");
        assert_eq!(statement.map(|it| it.version), Some(2), "{label}");
    }
}
