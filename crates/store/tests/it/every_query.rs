//! Every statement of SQL in the source is sent to both databases by some test, since no compiler checks it.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::civil::date;
use rules::{
    Direction, Directory, EntryField, EventKind, ItemState, LinkKind, Mailbox, Number, Purpose,
    Rendition, RenditionKind, State, Statement, Watched,
};
use store::testing::places;
use store::{
    Account, AnswerFilter, Count, DeadlineFilter, Find, ImportState, NewReading, Outcome, Session,
    Sort, Store,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::made;

/// Asks every question and makes every change.
async fn do_everything(store: &Store) {
    store.settle().await.expect("settled");
    let directory = made::directory(store).await;
    let (ids, now) = (made::ids(), made::now());
    let later = now + jiff::SignedDuration::from_hours(1);
    let mut tx = store.begin("change the directory").await.expect("a transaction");
    let mut groups = made::groups();
    groups[8].name = "Kilohertz".to_owned();
    tx.save_groups(&groups, &ids, later).await.expect("saved");
    let mut people = made::people();
    people[0].name = "Anna Former".to_owned();
    tx.save_people(&people, &ids, later).await.expect("saved");
    let number = tx.next_number().await.expect("a number");
    tx.keep_numbers_above(Number(100)).await.expect("lifted");
    tx.commit().await.expect("kept");

    let day = date(2026, 3, 1);
    let first = full(made::received(&directory, number.0, day));
    made::save(store, std::slice::from_ref(&first)).await;
    let again = Statement { revision: 1, ..first };
    made::save(store, &[again]).await;
    let mut tx = store.begin("import").await.expect("a transaction");
    let answer = Statement {
        links: vec![made::link(LinkKind::Answers, number.0)],
        ..made::sent(&directory, 50, day)
    };
    tx.insert_statements(&[answer]).await.expect("inserted");
    tx.add_event(&made::event(1, 50, EventKind::Imported, now)).await.expect("added");
    assert!(tx.statement(number).await.expect("loaded").is_some());
    tx.commit().await.expect("kept");
    let queues = store.reader().queues().await.expect("counted");
    assert_eq!(queues.len(), 5);
    store.reader().clock().await.expect("asked");
    keep_entries(store, &directory).await;
    keep_accounts(store).await;
    let asked = Statement {
        deadlines: vec![made::deadline(date(2026, 5, 1))],
        ..made::received(&directory, 51, day)
    };
    made::save(store, &[asked]).await;
    keep_reminders(store, number).await;
    keep_watches(store, number).await;
    keep_messages(store, number).await;
    serve_programs(store).await;
    keep_the_log(store, number).await;
    let mut tx = store.begin("note a backup").await.expect("a transaction");
    tx.note_backup(made::now(), "liaison.backup", 1).await.expect("noted");
    tx.commit().await.expect("kept");
    assert_eq!(store.reader().last_backup().await.expect("asked"), Some(made::now()));
    let etu = directory.by_acronym("etu").expect("a group").id;
    crate::datatracker::keep_everything(store, number, etu, 1).await;
    crate::datatracker::ask_everything(&store.reader()).await;
    ask_everything(store, number).await;
}

async fn serve_programs(store: &Store) {
    let now = made::now();
    let [token_sha256, key, holder] = ["token", "key", "holder"].map(str::to_owned);
    let attempt = store::ApiAttempt { token_sha256, key, holder };
    let mut tx = store.begin("attempt something").await.expect("a transaction");
    tx.begin_api_request(&attempt, "said", (now, now)).await.expect("begun");
    attempt.doing(tx.commit()).await.expect("done");
    let reader = store.reader();
    let person = reader.person_by_address("cy@example.org").await.expect("asked").expect("known");
    let mut tx = store.begin("serve programs").await.expect("a transaction");
    for _ in 0..2 {
        tx.begin_api_request(&attempt, "said", (now, now)).await.expect("begun");
    }
    let (etag, location) = (None, None);
    let answer = store::ApiAnswer { status: 204, etag, location, body: String::new() };
    tx.finish_api_request(&attempt, &answer).await.expect("finished");
    tx.forget_api_request(&attempt).await.expect("forgotten");
    tx.forget_api_requests(now).await.expect("forgotten");
    let webhook = store::Webhook {
        id: 1,
        person,
        url: "https://example.net/hook".to_owned(),
        secret: "c2VjcmV0".to_owned(),
        created_at: now,
        told: 0,
        tried: 0,
        next_try_at: now,
        failing_since: None,
        answer: String::new(),
        stopped: false,
        paused: false,
        ping: None,
    };
    tx.add_webhook(&webhook).await.expect("added");
    tx.commit().await.expect("kept");
    let mut tx = store.begin("tell programs").await.expect("a transaction");
    let later = now + jiff::SignedDuration::from_hours(1);
    assert_eq!(tx.claim_webhooks(now, later, 5).await.expect("claimed").len(), 1);
    assert_eq!(tx.claim_webhooks(now, later, 5).await.expect("claimed").len(), 0);
    tx.webhook_not_told(1, ("500", later), true, now).await.expect("noted");
    assert!(tx.pause_webhook(1).await.expect("paused"));
    assert!(tx.ping_webhook(1, 7).await.expect("asked"));
    assert_eq!(tx.claim_webhooks(now, later, 5).await.expect("claimed").len(), 1, "the ping");
    tx.webhook_pinged(1, 7).await.expect("noted");
    assert_eq!(tx.claim_webhooks(now, later, 5).await.expect("claimed").len(), 0, "it rests");
    for id in 1..=202 {
        tx.add_webhook_delivery(&delivery(id, now)).await.expect("noted");
    }
    assert!(tx.resume_webhook(1, now).await.expect("resumed"));
    tx.webhook_told(1, 1, "204", now).await.expect("noted");
    tx.commit().await.expect("kept");
    assert_eq!(reader.webhooks().await.expect("asked")[0].told, 1);
    let deliveries = reader.webhook_deliveries(1, 500).await.expect("asked");
    assert_eq!((deliveries.len(), &deliveries[0]), (200, &delivery(202, now)));
    let mut tx = store.begin("remove a webhook").await.expect("a transaction");
    assert!(tx.remove_webhook(1).await.expect("removed"));
    tx.commit().await.expect("kept");
    assert!(!reader.changes_after(0, 5).await.expect("asked").is_empty());
    assert!(reader.last_change().await.expect("asked") > 0);
    for sort in
        [Sort::Newest, Sort::Oldest, Sort::Deadline, Sort::Due, Sort::DueLast, Sort::Subject]
    {
        let find = Find { sort, ..Find::default() };
        let (all, _) = reader.find_after(&find, None, 100).await.expect("answered");
        let mut found = all.rows.iter().take(1).map(|row| row.number).collect::<Vec<_>>();
        while let Some(last) = found.last().copied() {
            let (next, _) = reader.find_after(&find, Some(last), 1).await.expect("answered");
            let Some(row) = next.rows.first() else { break };
            found.push(row.number);
        }
        let all: Vec<Number> = all.rows.iter().map(|row| row.number).collect();
        assert_eq!(found, all, "{sort:?}");
    }
}

fn delivery(id: i64, at: jiff::Timestamp) -> store::WebhookDelivery {
    store::WebhookDelivery {
        id,
        webhook: 1,
        message: "msg_1_2".to_owned(),
        kind: "posted".to_owned(),
        number: Some(17),
        acronym: String::new(),
        at,
        took: 12,
        taken: false,
        answer: "500".to_owned(),
        next_try_at: Some(at),
    }
}

async fn keep_the_log(store: &Store, number: Number) {
    let (now, reader) = (made::now(), store.reader());
    let of = [number];
    assert!(reader.log_pending_among(&of).await.expect("asked").contains(&number));
    let pending = reader.log_pending(10).await.expect("asked");
    assert_eq!(reader.log_missed(jiff::Timestamp::MIN).await.expect("asked"), [], "it waits");
    assert_eq!(reader.public_events(&of, true).await.expect("asked").len(), 1);
    reader.public_events(&of, false).await.expect("asked");
    let leaf = store::StoredLeaf {
        idx: 0,
        kind: "version".to_owned(),
        number: number.0,
        source: 1,
        salt: "aa".to_owned(),
        leaf: "{}".to_owned(),
        hash: "bb".to_owned(),
    };
    let checkpoint =
        store::StoredCheckpoint { size: 1, root: "bb".to_owned(), at: now, note: String::new() };
    let mut tx = store.begin("add to the tree").await.expect("a transaction");
    tx.hold_log().await.expect("held");
    tx.name_log("liaison.example.org/log").await.expect("named");
    tx.begin_log_key("1", "one", now).await.expect("begun");
    tx.begin_log_key("2", "two", now).await.expect("begun");
    assert_eq!(tx.log_keys().await.expect("asked").len(), 2);
    let nodes = [(1, 0, "cc".to_owned())];
    tx.add_log_leaves(std::slice::from_ref(&leaf), &nodes).await.expect("added");
    assert_eq!(tx.log_size().await.expect("asked"), (1, Some(leaf.clone())));
    assert_eq!(tx.log_hashes(0, [0]).await.expect("asked").len(), 1);
    tx.add_log_checkpoint(&checkpoint).await.expect("added");
    tx.settle_log(&pending).await.expect("settled");
    tx.commit().await.expect("kept");
    assert_eq!(reader.log_name().await.expect("asked"), "liaison.example.org/log");
    assert_eq!(reader.log_keys().await.expect("asked")[0].until, Some(now));
    assert_eq!(reader.log_checkpoint().await.expect("asked"), Some(checkpoint.clone()));
    assert_eq!(reader.log_checkpoints().await.expect("asked"), [checkpoint]);
    assert_eq!(reader.log_leaves(0, 1).await.expect("asked"), [leaf]);
    assert_eq!(reader.log_leaves_of(&of).await.expect("asked").len(), 1);
    assert_eq!(reader.log_newest_of(&of).await.expect("asked").len(), 0);
    assert!(reader.log_versions_of(&of).await.expect("asked").contains(&(number, 1)));
    assert_eq!(reader.log_numbers().await.expect("asked"), [number]);
    assert_eq!(reader.log_hashes(1, [0]).await.expect("asked"), [(0, "cc".to_owned())]);
    assert_eq!(reader.log_pending(10).await.expect("asked"), []);
    assert!(reader.log_missed(jiff::Timestamp::MIN).await.expect("asked").contains(&number));
}

async fn keep_watches(store: &Store, number: Number) {
    let (ids, now) = (made::ids(), made::now());
    let address = Mailbox::new("", "Reader@example.org").expect("an address");
    let (exchange, group) = (Watched::Exchange(number), Watched::Group("tsync".to_owned()));
    let mut tx = store.begin("follow").await.expect("a transaction");
    let id = tx.ask_to_watch(&address, &exchange, &ids, now).await.expect("asked");
    assert_eq!(tx.ask_to_watch(&address, &group, &ids, now).await.expect("asked"), id);
    tx.commit().await.expect("kept");
    let watches = store.reader().watcher(id).await.expect("asked").expect("known").watches;
    let mut tx = store.begin("follow").await.expect("a transaction");
    assert!(tx.confirm_watch(id, watches[0].id, now).await.expect("confirmed"));
    tx.end_watch(id, watches[1].id).await.expect("ended");
    tx.add_event(&made::event(77, number.0, EventKind::Withdrawn, now)).await.expect("added");
    assert_eq!(tx.take_news(10).await.expect("taken").1, 1);
    assert_eq!(tx.remove_unconfirmed_watches(now).await.expect("removed"), 0);
    tx.commit().await.expect("kept");
    let reader = store.reader();
    assert_eq!(reader.watched().await.expect("asked"), std::slice::from_ref(&exchange));
    assert_eq!(reader.watchers_of(&exchange).await.expect("asked").len(), 1);
    let mut tx = store.begin("follow no more").await.expect("a transaction");
    tx.end_watches_at("reader@example.org").await.expect("ended");
    tx.end_watches(id).await.expect("ended");
    tx.commit().await.expect("kept");
    assert_eq!(store.reader().watcher(id).await.expect("asked"), None);
}

async fn keep_reminders(store: &Store, number: Number) {
    let (now, day) = (made::now(), date(2026, 3, 1));
    let reader = store.reader();
    let person = reader.person_by_address("cy@example.org").await.expect("asked").expect("known");
    let mut tx = store.begin("keep reminders").await.expect("a transaction");
    assert!(tx.note_step("gate:1:review", day, now).await.expect("noted"));
    assert!(!tx.note_step("gate:1:review", day, now).await.expect("noted"));
    assert!(tx.begin_digest(person, day, "digest", now).await.expect("begun"));
    assert!(!tx.begin_digest(person, day, "another", now).await.expect("begun"));
    let reminded = ("answer:statement:1".to_owned(), day, person);
    tx.note_reminded(std::slice::from_ref(&reminded), now).await.expect("noted");
    let wishes = store::ReminderWishes { person, digests: false, awaited: true };
    tx.set_reminder_wishes(wishes).await.expect("set");
    tx.make_calendar(person, "calendar", now).await.expect("made");
    assert!(tx.decide_asking_again(number, true, person, now).await.expect("decided"));
    tx.commit().await.expect("kept");
    assert_eq!(reader.unsubscribing("digest").await.expect("asked"), Some(person));
    assert_eq!(reader.reminder_wishes().await.expect("asked"), [wishes]);
    assert_eq!(reader.reminder_wishes_of(person).await.expect("asked"), wishes);
    assert_eq!(reader.calendar("calendar").await.expect("asked"), Some(person));
    assert_eq!(reader.calendar_of(person).await.expect("asked"), Some(now));
    assert_eq!(reader.asked_again(number).await.expect("asked"), Some(true));
    let keys = [reminded.0.clone()];
    assert!(reader.reminded(&keys).await.expect("asked").contains(&reminded));
    let (all, first) = ((date(2020, 1, 1), date(2030, 1, 1)), (date(2020, 1, 1), Number(0)));
    assert_eq!(reader.open_requests(all, first).await.expect("asked").len(), 1);
    reader.awaited_requests(all, first).await.expect("asked");
    let of = store::RequestsOf {
        person: Some(person),
        groups: Vec::new(),
        all_before: Some(all.1),
        since: all.0,
        undated_since: all.0,
    };
    reader.requests_of(&of).await.expect("asked");
    reader.awaited_requests_of(&of).await.expect("asked");
    reader.old_drafts(now).await.expect("asked");
    reader.items_waiting_by_organization().await.expect("asked");
    reader.in_review(Number(0)).await.expect("asked");
    let mut tx = store.begin("revoke a calendar").await.expect("a transaction");
    tx.revoke_calendar(person).await.expect("revoked");
    tx.commit().await.expect("kept");
}

async fn keep_entries(store: &Store, directory: &Directory) {
    let (ids, now) = (made::ids(), made::now());
    let group = |acronym| directory.by_acronym(acronym).expect("a group").id;
    let (etu, sg2) = (group("etu"), group("etu-sg2"));
    let alias = rules::Alias { words: "Old Union".to_owned(), is_former: true };
    let person = store.reader().person_by_address("cy@example.org").await.expect("asked");
    let person = person.expect("known");
    let mut tx = store.begin("keep entries").await.expect("a transaction");
    let meetings = vec![rules::Meeting::parse("2027-04-12: Plenary").expect("a meeting")];
    tx.save_facts(etu, &rules::Facts { meetings, ..rules::Facts::default() }).await.expect("saved");
    tx.save_private_notes(etu, "Call first.").await.expect("saved");
    assert_eq!(tx.private_notes(etu).await.expect("asked"), "Call first.");
    tx.save_aliases(&[(etu, vec![alias])]).await.expect("saved");
    tx.remove_contacts(sg2).await.expect("removed");
    tx.save_correction(etu, EntryField::Name, Some("ETU")).await.expect("saved");
    assert_eq!(tx.corrections().await.expect("asked").len(), 1);
    tx.save_correction(etu, EntryField::State, None).await.expect("removed");
    tx.save_terms(person, &[], &ids, now).await.expect("saved");
    tx.add_directory_changes(&[directory_change(etu)]).await.expect("added");
    let (name, role) = (String::new(), String::new());
    let confirmation = store::Confirmation { person, name, role, at: now };
    tx.add_confirmation(1, etu, &confirmation).await.expect("added");
    assert_eq!(tx.confirmations().await.expect("asked").len(), 1);
    tx.note_contact_question(person, etu, now).await.expect("noted");
    assert_eq!(tx.contact_questions().await.expect("asked").len(), 1);
    tx.join_group(sg2, etu, Vec::new()).await.expect("joined");
    tx.add_directory_import(&directory_import()).await.expect("added");
    tx.save_difference(1, "{}", "").await.expect("saved");
    assert_eq!(tx.held_import("aa", "roles.toml").await.expect("asked"), Some(1));
    let by = rules::Doer::System;
    assert!(tx.decide_import(1, ImportState::Dropped, &by, now).await.expect("decided"));
    assert!(!tx.decide_import(1, ImportState::Confirmed, &by, now).await.expect("asked"));
    let later = now + jiff::SignedDuration::from_hours(1);
    assert!(tx.claim_schedule("directory", now, later).await.expect("claimed"));
    assert!(!tx.claim_schedule("directory", now, later).await.expect("asked"));
    tx.finish_schedule("directory", later).await.expect("finished");
    tx.commit().await.expect("kept");
    let reader = store.reader();
    assert_eq!(reader.private_notes(etu).await.expect("asked"), "Call first.");
    assert_eq!(reader.corrections_of(etu).await.expect("asked").len(), 1);
    assert_eq!(reader.directory_changes(etu, 10).await.expect("asked").len(), 1);
    assert_eq!(reader.newest_directory_changes(10).await.expect("asked").len(), 1);
    assert_eq!(reader.confirmations().await.expect("asked").len(), 1);
    reader.statements_naming(sg2).await.expect("asked");
    assert_eq!(reader.directory_imports(10).await.expect("asked").len(), 1);
    let import = reader.directory_import(1).await.expect("asked").expect("is there");
    assert_eq!(import.decided, Some((by_nobody(), now)));
}

fn by_nobody() -> rules::Doer {
    rules::Doer::Person { id: None, name: String::new(), role: String::new() }
}

fn directory_change(group: rules::GroupId) -> store::DirectoryChange {
    store::DirectoryChange {
        id: 1,
        group: Some(group),
        subject: "etu".to_owned(),
        what: "name".to_owned(),
        was: "ETU".to_owned(),
        is: "Union".to_owned(),
        public: true,
        by: by_nobody(),
        at: made::now(),
    }
}

fn directory_import() -> store::DirectoryImport {
    store::DirectoryImport {
        id: 1,
        at: made::now(),
        source: "roles.toml".to_owned(),
        state: ImportState::Held,
        entries_sha256: "aa".to_owned(),
        difference: "{}".to_owned(),
        reason: "Half of the chairs.".to_owned(),
        decided: None,
    }
}

async fn keep_accounts(store: &Store) {
    let now = made::now();
    let later = now + jiff::SignedDuration::from_hours(1);
    let person = store.reader().person_by_address("anna@example.org").await.expect("asked");
    let person = person.expect("known");
    let address = "anna@example.org".to_owned();
    let account = Account { person, address, password_hash: None, created_at: now };
    let (means, agent) = (String::new(), String::new());
    let session =
        Session { id: 1, person, means, agent, created_at: now, seen_at: now, expires_at: now };
    let mut tx = store.begin("keep an account").await.expect("a transaction");
    tx.person_by_address("anna@example.org").await.expect("asked");
    tx.save_account(&account).await.expect("saved");
    tx.save_sign_in_link("1", person, later, Some(1)).await.expect("saved");
    tx.use_sign_in_link("1", now).await.expect("used");
    tx.remove_links_with(1).await.expect("removed");
    tx.remove_links_of(person).await.expect("removed");
    tx.save_session("2", &session).await.expect("saved");
    tx.touch_session("2", now).await.expect("noted");
    tx.end_session("2").await.expect("ended");
    tx.end_session_of(person, 1).await.expect("ended");
    tx.end_other_sessions(person, "2").await.expect("ended");
    tx.remove_expired_links(now).await.expect("removed");
    tx.remove_ended_sessions(now, now).await.expect("removed");
    tx.account_of(person).await.expect("answered");
    tx.add_audit(&[crate::audit::event(1, now, Some(person))]).await.expect("noted");
    tx.secret("key", "value").await.expect("kept");
    let passkey = crate::passkeys::passkey(1, person, "c");
    tx.save_passkey(&passkey).await.expect("kept");
    tx.passkey_used(1, "{}", now).await.expect("noted");
    tx.remove_passkey(person, 1).await.expect("removed");
    tx.save_passkey_ceremony("6", person, "{}", [now, later]).await.expect("kept");
    tx.take_passkey_ceremony("6", now).await.expect("taken");
    tx.count_attempt("k", now, now).await.expect("counted");
    tx.attempts("k", now).await.expect("answered");
    tx.take_attempt_back("k").await.expect("taken back");
    tx.forget_attempts("k").await.expect("forgotten");
    tx.remove_attempts(now).await.expect("removed");
    tx.save_api_token("5", &crate::api_tokens::token(1, person)).await.expect("kept");
    tx.api_token_used(1, now).await.expect("noted");
    tx.revoke_api_token(1).await.expect("revoked");
    let request = crate::openid::request(later);
    tx.save_openid_request("3", &request, now).await.expect("kept");
    tx.take_openid_request("3", now).await.expect("taken");
    tx.bind_subject("https://login.example.org", "anna", person, now).await.expect("bound");
    tx.subject_came("https://login.example.org", "anna", now).await.expect("noted");
    tx.person_of_subject("https://login.example.org", "anna").await.expect("answered");
    tx.subject_of_person("https://login.example.org", person).await.expect("answered");
    tx.commit().await.expect("kept");
    let reader = store.reader();
    reader.account("anna@example.org").await.expect("answered");
    reader.account_of(person).await.expect("answered");
    reader.accounts().await.expect("answered");
    reader.sign_in_link("1", now).await.expect("answered");
    reader.asked_with(1).await.expect("answered");
    reader.session("2", now, now).await.expect("answered");
    reader.sessions_of(person, now, now).await.expect("answered");
    reader.passkeys_of(person).await.expect("answered");
    reader.api_token("5", now).await.expect("answered");
    reader.api_tokens_of(person).await.expect("answered");
    reader.api_tokens().await.expect("answered");
    reader.audit(1, 10).await.expect("answered");
    reader.audit_of(person, 10).await.expect("answered");
}

async fn keep_messages(store: &Store, number: Number) {
    let (now, ids) = (made::now(), made::ids());
    let later = now + jiff::SignedDuration::from_hours(1);
    let item = crate::inbox::item(7);
    let mail = crate::outbox::mail(1, None, &["one@example.com"]);
    let document = crate::documents::document("RFC9999", "Clocks");
    let rendition = Rendition { kind: RenditionKind::Text, sha256: "ee".to_owned(), size: 1 };
    // So many words that PostgreSQL keeps them in pieces.
    let long = (0..12_000).map(|n| format!("w{n} ")).collect::<String>();
    let mut tx = store.begin("keep messages").await.expect("a transaction");
    for _ in 0..2 {
        tx.save_item(&item).await.expect("saved");
    }
    tx.note_stored("shared", 7, 12).await.expect("noted");
    let mut other_way = item.clone();
    other_way.ways[0].id = 8;
    other_way.ways[0].way = rules::Way::Imap;
    assert!(tx.save_item(&other_way).await.expect("saved").is_new_way);
    tx.item(7).await.expect("loaded");
    tx.set_item_state(7, ItemState::Waiting, "", None).await.expect("set");
    tx.set_item_state(7, ItemState::Closed, "No statement.", None).await.expect("set");
    tx.queue_mail(&mail, false, &ids).await.expect("queued");
    let kind = rules::GateKind::Review;
    let asking = rules::Asking { number, kind, group: None, asked_at: later };
    tx.save_asking(mail.id, &asking).await.expect("kept");
    let claimed = tx.claim_deliveries(later, later, 1).await.expect("claimed");
    tx.hold_delivery(claimed[0].delivery, later, later).await.expect("kept");
    let sent = Outcome::Sent("250 queued".to_owned());
    tx.note_delivery(claimed[0].delivery, later, &sent).await.expect("noted");
    tx.note_sender(claimed[0].delivery, "own@example.org").await.expect("noted");
    let taken = tx.taken_under("mail-1@example.org").await.expect("asked");
    assert!(taken[0].has_own_sender && taken[0].sender.as_deref() == Some("own@example.org"));
    assert_eq!(tx.taken(taken[0].delivery).await.expect("asked").as_ref(), taken.first());
    tx.note_bounce(claimed[0].delivery, 7, later, ("550 no", true)).await.expect("noted");
    tx.refused_in_a_row("one@example.com", "notice", 3).await.expect("counted");
    tx.stop_mail("one@example.com", "notice", "550 no", later).await.expect("stopped");
    tx.resume_mail("one@example.com", "notice", later).await.expect("resumed");
    let address = "https://liaison.example.com/statements/3";
    assert!(tx.note_receipt(7, number, address, later).await.expect("noted"));
    assert!(!tx.note_receipt(7, number, address, later).await.expect("asked"));
    tx.deliver_again(1, "two@example.com", later, false, &ids).await.expect("queued");
    assert_eq!(tx.correction_of(number).await.expect("asked"), None);
    tx.add_version(&crate::afterwards::version(number, 1)).await.expect("added");
    tx.save_documents(std::slice::from_ref(&document)).await.expect("saved");
    tx.claim_conversions(now, later, 1).await.expect("claimed");
    tx.hold_conversion(number, 1, now, later).await.expect("kept");
    tx.save_attachment_text(number, 1, &long, "").await.expect("saved");
    tx.save_rendition("aa", &rendition).await.expect("saved");
    let person = store.reader().person_by_address("anna@example.org").await.expect("asked");
    let person = person.expect("she is in the directory");
    let unsaved = store::UnsavedForm { revision: 1, typed: "{}".to_owned(), at: now };
    tx.keep_unsaved(person, "1", &unsaved).await.expect("kept");
    tx.forget_unsaved(person, "2").await.expect("forgotten");
    tx.forget_unsaved_before(now).await.expect("forgotten");
    tx.want_pdf(number, (1, "aa"), person).await.expect("wanted");
    tx.claim_pdf(now, later).await.expect("claimed");
    tx.fail_pdf(number, (1, "aa"), "It cannot be read.").await.expect("noted");
    assert_eq!(tx.wanted_pdfs(number).await.expect("asked").len(), 1);
    assert!(tx.forget_pdf(number, (1, "aa")).await.expect("forgotten"));
    tx.claim_readings(now, later, 1, 1).await.expect("claimed");
    tx.hold_reading(7, now, later).await.expect("kept");
    let reading = NewReading { reader: 1, summary: "[]", letters: "[]", warning: "" };
    tx.save_reading(7, &reading).await.expect("saved");
    tx.queue_readings_again(2).await.expect("queued");
    tx.keep_reading(7, 2).await.expect("kept");
    tx.save_item(&crate::inbox::item(8)).await.expect("saved");
    assert_eq!(tx.claim_origins(later, later, 1).await.expect("claimed").len(), 1);
    tx.hold_origin(7, now, later).await.expect("kept");
    tx.save_origin(7, "Signed.", "{}", Some(later)).await.expect("saved");
    let submission = crate::submissions::submission(1);
    tx.save_submission(&submission, "aa").await.expect("saved");
    assert!(tx.submission("aa", now).await.expect("asked").is_some());
    assert_eq!(tx.submissions_waiting().await.expect("asked"), (1, 800));
    assert!(tx.use_submission("bb", now).await.expect("asked").is_none());
    assert!(tx.remove_expired_submissions(now).await.expect("asked").is_empty());
    tx.commit().await.expect("kept");
    let holder = crate::item_work::holder(store).await;
    crate::item_work::work_at_it(store, &holder).await;
    let reader = store.reader();
    reader.item_work(&[7]).await.expect("answered");
    reader.item_events(7).await.expect("answered");
    reader.item_answers(7).await.expect("answered");
    reader.items_with_same_files(7, 1).await.expect("answered");
    reader.items(ItemState::Closed, 1, 10).await.expect("answered");
    reader.items_waiting().await.expect("answered");
    reader.item_counts().await.expect("answered");
    reader.item(7).await.expect("answered");
    reader.item_of(number).await.expect("answered");
    reader.received_under("a@example.com").await.expect("answered");
    assert_eq!(reader.stored_up_to("shared", 7).await.expect("answered"), 12);
    assert_eq!(reader.stored_up_to("shared", 8).await.expect("answered"), 0);
    reader.reading(7).await.expect("answered");
    reader.origin(7).await.expect("answered");
    reader.origin_of(number).await.expect("answered");
    reader.reading_summaries(&[7]).await.expect("answered");
    reader.mail_of(number).await.expect("answered");
    reader.bounced_with(7).await.expect("answered");
    assert_eq!(reader.receipts_of(number).await.expect("answered").len(), 1);
    reader.stopped_mail(jiff::Timestamp::UNIX_EPOCH).await.expect("answered");
    reader.versions(&[number]).await.expect("answered");
    reader.correction_of(number).await.expect("answered");
    reader.mails(1, 10).await.expect("answered");
    reader.mail(1).await.expect("answered");
    reader.documents(&[document.name]).await.expect("answered");
    reader.attachment_text(number, 1).await.expect("answered");
    reader.attachment_words(number).await.expect("answered");
    let unsaved = reader.unsaved_form(rules::PersonId(1), "1").await.expect("answered");
    assert_eq!(unsaved, None, "of somebody else");
    reader.wanted_pdfs(number).await.expect("answered");
}

async fn ask_everything(store: &Store, number: Number) {
    let reader = store.reader();
    reader.statement(number).await.expect("answered");
    reader.unposted().await.expect("answered");
    reader.due_to_go(jiff::Timestamp::UNIX_EPOCH).await.expect("answered");
    reader.history(number, true).await.expect("answered");
    reader.legacy_attachment("x").await.expect("answered");
    reader.public_numbers().await.expect("answered");
    reader.by_identifier("x").await.expect("answered");
    reader.by_identifiers(&["x".to_owned()]).await.expect("answered");
    reader.exchange(number).await.expect("answered");
    reader.linked_from(number).await.expect("answered");
    reader.per_year().await.expect("answered");
    reader.organizations("ietf").await.expect("answered");
    reader.statistics("ietf", None).await.expect("answered");
    reader.statistics("ietf", Some("etu")).await.expect("answered");
    for answer in AnswerFilter::ALL {
        let find = Find { answer: Some(answer), ..Find::default() };
        reader.find(&find, 1, 20).await.expect("answered");
    }
    let of_group = Find { group: Some("etu".to_owned()), ..Find::default() };
    reader.page_of(&of_group, 1, 20, Count::MoreThan(1_000)).await.expect("answered");
    let all = Find::default();
    reader.waiting("ietf", made::TODAY, &[rules::PersonId(1)]).await.expect("answered");
    reader.assignees().await.expect("answered");
    let ownerless = Find { ownerless: true, left: vec![rules::PersonId(1)], ..Find::default() };
    reader.find(&ownerless, 1, 20).await.expect("answered");
    reader.due(&all, made::TODAY, made::TODAY).await.expect("answered");
    reader.directory().await.expect("answered");
    reader.group_by_datatracker_id(63).await.expect("answered");
    reader.person_by_address("anna@example.org").await.expect("answered");
    store.change_count().await.expect("answered");
    let group = || Some("etu".to_owned());
    for (words, purpose) in [
        ("", None),
        ("clock", None),
        ("clock -noon", Some(Purpose::Action)),
        ("-noon", Some(Purpose::Action)),
        ("\"what time\" -\"high noon\"", Some(Purpose::Action)),
    ] {
        for deadline in [
            DeadlineFilter::Any,
            DeadlineFilter::Stated,
            DeadlineFilter::OpenOn(made::TODAY),
            DeadlineFilter::PassedOn(made::TODAY),
        ] {
            for sort in [
                Sort::Newest,
                Sort::Oldest,
                Sort::Deadline,
                Sort::Due,
                Sort::DueLast,
                Sort::Subject,
            ] {
                let find = Find {
                    words: words.to_owned(),
                    organization: group(),
                    group: group(),
                    from: group(),
                    to: group(),
                    direction: Some(Direction::Incoming),
                    purpose: Some(purpose),
                    states: vec![State::Posted],
                    year: Some(2026),
                    deadline: Some(deadline),
                    unanswered: true,
                    ownerless: false,
                    left: Vec::new(),
                    assignee: Some(rules::PersonId(1)),
                    among: vec![number],
                    answer: Some(AnswerFilter::Late),
                    days: (Some(made::TODAY), Some(made::TODAY)),
                    due: (Some(made::TODAY), Some(made::TODAY)),
                    sort,
                };
                reader.find(&find, 1, 20).await.expect("answered");
                reader.facets(&find).await.expect("answered");
            }
        }
    }
    let words_alone = Find { words: "clock".to_owned(), ..Find::default() };
    reader.facets(&words_alone).await.expect("answered");
}

/// Returns the statement with something in each of its lists.
fn full(mut statement: Statement) -> Statement {
    let mailbox = made::mailbox("Somebody", "somebody@example.com");
    statement.from.as_written.push("SG1".to_owned());
    statement.from.contacts.push(made::contact(&mailbox));
    statement.deadlines.push(made::deadline(date(2026, 6, 30)));
    statement.distributed_to.push(rules::Given {
        to: rules::GivenTo::Named("All of it".to_owned()),
        kind: rules::GivenKind::Forwarded,
        since: None,
        by: String::new(),
        role: String::new(),
    });
    statement.identifiers.push("S2-2403861".to_owned());
    statement.links.push(made::link(LinkKind::RefersTo, 1));
    statement.gates.push(rules::Gate::closed(rules::GateKind::Review, None));
    let sha256 = "a".repeat(64);
    statement.attachments.push(rules::Attachment {
        position: 1,
        title: "A letter".to_owned(),
        body: rules::AttachmentBody::File {
            name: "letter.docx".to_owned(),
            media_type: "text/plain".to_owned(),
            sha256: Some(sha256.clone()),
            size: 1,
            legacy_name: Some("old.docx".to_owned()),
            renditions: vec![Rendition { kind: RenditionKind::Pdf, sha256, size: 1 }],
        },
        source: rules::AttachmentSource::Received,
        added_after_sending: false,
        hidden: None,
        made_of: None,
    });
    statement.handling.discussions.push(rules::Discussion {
        kind: rules::DiscussionKind::Discussed,
        link: "https://lists.example.org/1".to_owned(),
        words: String::new(),
        by: "Anna Chair".to_owned(),
        at: jiff::Timestamp::UNIX_EPOCH,
    });
    statement
}

#[tokio::test]
async fn every_statement_of_sql_in_the_source_is_sent_to_both_databases() {
    let expected = statements_in_the_source();
    assert!(expected.len() > 50, "only {} found", expected.len());
    let heard = Heard::default();
    let _listening = tracing::subscriber::set_default(heard.clone());
    for (label, guard) in places("every").await {
        let store = Store::open(&guard.place()).await.expect("opens");
        do_everything(&store).await;
        restore_elsewhere(&store).await;
        let sent: BTreeSet<String> = std::mem::take(&mut *heard.0.lock().expect("no panic"));
        let missing: Vec<&String> =
            expected.iter().filter(|text| !sent.iter().any(|sent| sent.contains(*text))).collect();
        let missing: Vec<&String> =
            missing.into_iter().filter(|text| of_database(text, label)).collect();
        assert!(
            missing.is_empty(),
            "{label}: never sent; do in do_everything what sends it:\n{missing:#?}"
        );
    }
}

/// Every row of it, as either database writes them: whether yes is `1` or `true` is its own.
async fn everything(store: &Store) -> Vec<(String, BTreeSet<String>)> {
    let mut dump = store.dump().await.expect("begun");
    let mut all = Vec::new();
    for table in dump.tables().await.expect("asked") {
        let mut rows = BTreeSet::new();
        let taken = dump.rows(&table, async |row: String| {
            let row: Vec<serde_json::Value> = serde_json::from_str(&row).expect("a row");
            let row = row.into_iter().map(|value| match value {
                serde_json::Value::Bool(yes) => serde_json::Value::from(i64::from(yes)),
                value => value,
            });
            rows.insert(serde_json::Value::Array(row.collect()).to_string());
            Ok::<_, store::Fault>(())
        });
        taken.await.expect("read");
        all.push((table.name, rows));
    }
    all
}

/// What is in one database comes back in another of either kind, and is found there; onto data nothing is restored.
async fn restore_elsewhere(from: &Store) {
    let all = everything(from).await;
    assert!(all.iter().filter(|(_, rows)| !rows.is_empty()).count() > 40, "most tables have rows");
    for (label, guard) in places("restored").await {
        let place = guard.place();
        let mut dump = from.dump().await.expect("begun");
        let steps = dump.steps().await.expect("asked");
        // One that lacks what others refer to is refused at its end, and is in the way of no other.
        half_restored(&mut dump, &place.database, &steps).await;
        if let store::Database::Sqlite(path) = &place.database {
            std::fs::remove_file(path).expect("it was made");
        }
        let mut restoring = store::Restoring::begin(&place.database, &steps).await.expect("begun");
        for table in dump.tables().await.expect("asked") {
            let mut rows = Vec::new();
            let taken = dump.rows(&table, async |row: String| {
                rows.push(row);
                Ok::<_, store::Fault>(())
            });
            taken.await.expect("read");
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            restoring.add(&table.name, &table.columns, &rows).await.expect(&table.name);
        }
        restoring.finish().await.expect("kept");
        let again = store::Restoring::begin(&place.database, &steps).await.expect_err("refused");
        assert!(again.to_string().contains("there is data in it already"), "{again}");
        let restored = Store::open(&place).await.expect("opens");
        restored.index_anew(&|_| {}).await.expect("indexed");
        for ((name, rows), (_, was)) in everything(&restored).await.iter().zip(&all) {
            assert_eq!(rows, was, "{label}: {name}");
        }
        let find = Find { words: "clocks".to_owned(), ..Find::default() };
        let found =
            async |store: &Store| store.reader().find(&find, 1, 5).await.expect("found").total;
        assert_eq!(found(&restored).await, found(from).await, "{label}");
        restored.close().await;
    }
}

/// Restores what happened to statements without the statements, which is refused.
async fn half_restored(dump: &mut store::Dump, database: &store::Database, steps: &[String]) {
    let mut restoring = store::Restoring::begin(database, steps).await.expect("begun");
    let tables = dump.tables().await.expect("asked");
    let table = tables.into_iter().find(|table| table.name == "events").expect("it is there");
    let mut rows = Vec::new();
    let taken = dump.rows(&table, async |row: String| {
        rows.push(row);
        Ok::<_, store::Fault>(())
    });
    taken.await.expect("read");
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    restoring.add(&table.name, &table.columns, &rows).await.expect("added");
    let refused = restoring.finish().await.expect_err("refused");
    let said = format!("{refused:?}");
    assert!(said.contains("that is not there") || said.contains("foreign key"), "{said}");
}

/// Says whether a statement is one that this database is sent.
fn of_database(text: &str, label: &str) -> bool {
    // Asked when PostgreSQL is opened.
    let postgres_alone = [
        "pg_advisory",
        "'B' < 'a'",
        "json_to_recordset",
        "jsonb_array",
        "regclass",
        "information_schema",
        "json_build_array",
        "select (select count(*)",
        "clock_timestamp",
    ];
    let sqlite_alone = [
        "search_words",
        "search_statements (number, sort_key) values",
        "sqlite_schema",
        "pragma_foreign_key_check",
        "json_array(",
    ];
    let alone = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    // What stands for `numbers($1)` in many statements that are heard as they are written.
    let part = text.ends_with("json_each(")
        || text.ends_with("unnest(translate(")
        || text.ends_with("jsonb_array_elements_text(");
    !part && !alone(if label == "postgres" { &sqlite_alone } else { &postgres_alone })
}

/// Finds the text of every string in the source that begins like SQL, up to where something is put in.
pub(crate) fn statements_in_the_source() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("testing.rs") {
                let source = std::fs::read_to_string(path).expect("a source file");
                let source = source.split("#[cfg(test)]").next().unwrap_or_default();
                found.extend(strings(source).iter().filter_map(|text| statement(text)));
            }
        }
    }
    found
}

/// Returns the strings of Rust source, as they are written.
fn strings(source: &str) -> Vec<String> {
    let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let source: String =
        lines.collect::<Vec<_>>().join("\n").replace("'\"'", "").replace("\\\"", "");
    source.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Returns the fixed beginning of a string that is SQL, with single spaces.
fn statement(text: &str) -> Option<String> {
    let text = text.replace("\\\n", "\n");
    let text = text.split(['{']).next().unwrap_or_default().split("$n").next().unwrap_or_default();
    let text = one_line(text);
    let begins = ["select ", "insert into ", "update ", "delete from ", "with recursive ", "s."];
    begins.iter().any(|start| text.starts_with(start)).then_some(text)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Hears every statement that the store says it sends.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<BTreeSet<String>>>);

impl Subscriber for Heard {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "store::sql"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut &*self);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Visit for &Heard {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "statement" {
            self.0.lock().expect("no panic").insert(one_line(value));
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}
