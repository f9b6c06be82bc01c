//! A desk on each database, with messages queued at it.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use operations::{Desk, KnownNames, Settings, StatementForm, act, enter_statement};
use rules::{GroupKind, GroupState, Mailbox, Number, Policy, RoleKind};
use store::testing::{Guard, stores};
use store::{Attempt, DeliveryState, GroupEntry, Ids, PersonEntry, QueuedMail};

/// Longer than anything here takes on a busy machine; waiting ends as soon as there is something to see.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) async fn desks(name: &str) -> Vec<(Desk, Guard)> {
    let desk = |(_, store, guard)| {
        let from = Mailbox::parse("Statements <statements@example.org>").unwrap();
        let chance = std::sync::atomic::AtomicU32::new(0);
        let ids = Ids::new(move || chance.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        let desk = Desk {
            store,
            policy: Arc::new(Policy::built_in_at("ietf", "example.org").unwrap()),
            ids: Arc::new(ids),
            settings: Arc::new(Settings::new("https://liaison.example.org", from)),
            names: KnownNames::default(),
        };
        (desk, guard)
    };
    stores(name).await.into_iter().map(desk).collect()
}

/// Queues a message to these recipients; returns its id.
pub(crate) async fn queue(desk: &Desk, to: &[&str], bytes: &[u8]) -> i64 {
    let now = Timestamp::now();
    let mail = QueuedMail {
        id: desk.ids.next(now),
        number: None,
        kind: "distribution".to_owned(),
        envelope_from: "statements@example.org".to_owned(),
        recipients: to.iter().map(|&to| to.to_owned()).collect(),
        subject: "On clocks".to_owned(),
        sha256: desk.store.files().put(Bytes::copy_from_slice(bytes)).await.unwrap(),
        message_id: None,
        queued_at: now,
    };
    let mut tx = desk.store.begin("queue a message").await.unwrap();
    tx.queue_mail(&mail, false, &desk.ids).await.unwrap();
    tx.commit().await.unwrap();
    mail.id
}

/// Returns the state of each delivery of a message, with its attempts.
pub(crate) async fn fates(desk: &Desk, mail: i64) -> Vec<(DeliveryState, Vec<Attempt>)> {
    let fate = desk.store.reader().mail(mail).await.unwrap().unwrap();
    fate.deliveries.into_iter().map(|delivery| (delivery.state, delivery.attempts)).collect()
}

/// Waits until something is so; fails when it never is.
pub(crate) async fn until<F: Future<Output = bool>>(what: &str, is_so: impl Fn() -> F) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, waiting).await.is_ok(), "it never came to pass: {what}");
}

/// Waits until every delivery of a message has been tried so often.
pub(crate) async fn until_tried(desk: &Desk, mail: i64, times: usize) {
    until("a delivery was tried", async || {
        fates(desk, mail).await.iter().all(|(_, attempts)| attempts.len() >= times)
    })
    .await;
}

/// Records a received statement with these files, by a coordinator; returns its number.
pub(crate) async fn record(desk: &Desk, files: Vec<(String, Bytes)>) -> Number {
    let now = Timestamp::now();
    let group = |acronym: &str, kind| GroupEntry {
        acronym: acronym.to_owned(),
        name: acronym.to_uppercase(),
        kind,
        state: GroupState::Active,
        parent: None,
        list_address: None,
        datatracker_id: None,
    };
    let coordinator = PersonEntry {
        name: "Cy Coordinator".to_owned(),
        addresses: vec!["cy@example.org".to_owned()],
        roles: vec![(RoleKind::Coordinator, "iab".to_owned(), None, None)],
        datatracker_id: None,
    };
    let groups = [
        group("iab", GroupKind::Ietf),
        group("tsync", GroupKind::Wg),
        group("etu", GroupKind::Sdo),
    ];
    let mut tx = desk.store.begin("make the directory").await.unwrap();
    tx.save_groups(&groups, &desk.ids, now).await.unwrap();
    tx.save_people(&[coordinator], &desk.ids, now).await.unwrap();
    tx.commit().await.unwrap();
    let person = desk.store.reader().person_by_address("cy@example.org").await.unwrap();
    let actor = act(desk, person, now).await.unwrap();
    let form = StatementForm {
        from_groups: "etu".to_owned(),
        to_groups: "tsync".to_owned(),
        purpose: "information".to_owned(),
        subject: "On clocks".to_owned(),
        text: "Our letter is attached.\n".to_owned(),
        received_on: "2026-09-01".to_owned(),
        ..StatementForm::default()
    };
    enter_statement(desk, &actor, &form, files, now).await.unwrap()
}
