//! How a story ends: all that waits is done, nothing was lost, and nothing was done or mailed twice.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rules::{EventKind, Number};
use store::{DeliveryState, MailFate, Store};

use crate::browser::PATIENCE;
use crate::house::House;

/// What came of the mail to one recipient.
#[derive(Default)]
struct Sent {
    /// How often it was to be delivered.
    wanted: usize,
    /// How often an instance died, or seemed to, while it handed it over: then nobody knows whether it arrived.
    broken_off: usize,
    /// How often it arrived.
    arrived: usize,
}

impl House {
    /// Lets everybody live, waits until nothing is left to do, and counts.
    ///
    /// # Panics
    /// If a message is lost; if one came twice without a kill between its handing over and the note of it; if a statement was
    /// posted twice; if the record is not as its tree says.
    pub(crate) fn ends(&self) {
        let kills = self.spare();
        self.until_all_is_delivered();
        if !self.is_killed() {
            return;
        }
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let fates = runtime.block_on(async {
            let store = Store::open(&self.place()).await.unwrap();
            let fates = fates(&store).await;
            nothing_is_posted_twice(&store).await;
            store.close().await;
            fates
        });
        let mails = self.arrived(&fates);
        let [mut lost, mut twice, mut unexcused] = [0; 3];
        for sent in mails.values() {
            lost += sent.wanted.saturating_sub(sent.arrived);
            let more = sent.arrived.saturating_sub(sent.wanted);
            twice += more;
            unexcused += more.saturating_sub(sent.broken_off);
        }
        let messages = mails.len();
        println!("\nKILLED {kills} {messages} {lost} {twice} {unexcused}");
        assert_eq!((lost, unexcused), (0, 0), "{kills} kills");
        self.until_all_is_proved();
    }

    /// Waits until everything public has entered the tree, a moment after it became so, and the record is as the tree says.
    fn until_all_is_proved(&self) {
        let begin = Instant::now();
        loop {
            let verified = self.liaison(&["verify"]).output().unwrap();
            let said = String::from_utf8(verified.stdout).unwrap();
            assert!(verified.status.success(), "{said}");
            if said.starts_with("All is as the tree says") {
                return;
            }
            assert!(begin.elapsed() < PATIENCE, "something never enters the tree: {said}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// Says whether messages wait in the database; else a story sees on its pages that none do.
    pub(crate) fn has_mail_to_send(&self) -> bool {
        if !self.is_killed() {
            return false;
        }
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let store = Store::look(&self.place()).await.unwrap();
            let queues = store.reader().queues().await.unwrap();
            store.close().await;
            queues.iter().any(|queue| queue.name == "outbox" && queue.waiting > 0)
        })
    }

    /// Returns how often each message reached each recipient who has a mailbox here.
    fn arrived(&self, fates: &[MailFate]) -> BTreeMap<(String, String), Sent> {
        let mut mails: BTreeMap<(String, String), Sent> = BTreeMap::new();
        let deliveries = fates.iter().flat_map(|fate| {
            fate.deliveries.iter().map(|delivery| (fate.mail.message_id.clone(), delivery))
        });
        for (id, delivery) in deliveries.filter(|(_, it)| !self.hands_over(&it.recipient)) {
            assert_eq!(delivery.state, DeliveryState::Sent, "{delivery:?}");
            let key = (delivery.recipient.to_lowercase(), id.unwrap());
            let sent = mails.entry(key).or_default();
            sent.wanted += 1;
            let broken = delivery.attempts.iter().filter(|it| it.answer.contains("interrupted"));
            sent.broken_off += broken.count();
        }
        let post = self.post();
        for address in post.addresses() {
            for mail in post.every_mail(&address) {
                match mails.get_mut(&(address.clone(), mail.message_id())) {
                    Some(sent) => sent.arrived += 1,
                    // Whatever is in a mailbox is ours, or of the other installation.
                    None => assert!(self.knows_another(), "{address}: {}", mail.message_id()),
                }
            }
        }
        mails
    }
}

async fn fates(store: &Store) -> Vec<MailFate> {
    let mut fates = Vec::new();
    loop {
        let page = i64::try_from(fates.len()).unwrap() / 100 + 1;
        let (more, count) = store.reader().mails(page, 100).await.unwrap();
        fates.extend(more);
        if fates.len() == usize::try_from(count).unwrap() {
            return fates;
        }
    }
}

async fn nothing_is_posted_twice(store: &Store) {
    let mut number = 1;
    while store.reader().statement(Number(number)).await.unwrap().is_some() {
        let events = store.reader().history(Number(number), true).await.unwrap();
        let posted = events.iter().filter(|event| event.kind == EventKind::Posted).count();
        assert!(posted <= 1, "{number}: {events:?}");
        number += 1;
    }
}
