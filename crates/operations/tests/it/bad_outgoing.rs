//! What goes out when people and servers do not behave: each gets a clear answer, nothing is lost, and nothing goes twice.

use operations::{
    Failure, StatementForm, answer_consultation, approve_statement, change_entry, draft_statement,
    edit_statement, end_role, entry_to_keep, finish_delivery, preview_statement, resend_mail,
    review_statement, submit_statement, take_deliveries,
};
use rules::{EntryField, Number, Refusal, RoleKind, State};
use store::testing::made_person;
use store::{DeliveryState, Outcome};

use crate::bounces::deliver;
use crate::sending::send;
use crate::world::{World, later, now, question, worlds};

async fn drafted(world: &World, form: &StatementForm) -> Number {
    let anna = world.actor("Anna").await;
    draft_statement(&world.desk, &anna, form, now()).await.unwrap()
}

async fn submitted(world: &World, form: &StatementForm) -> Number {
    let number = drafted(world, form).await;
    let anna = world.actor("Anna").await;
    submit_statement(&world.desk, &anna, number, 1, later(1)).await.unwrap();
    number
}

/// Returns to whom the statement itself was mailed, and what became of it.
async fn fates(world: &World, number: Number) -> Vec<(String, DeliveryState)> {
    let fates = world.desk.store.reader().mail_of(number).await.unwrap();
    let of_it = fates.iter().filter(|fate| fate.mail.kind == "statement");
    let deliveries = of_it.flat_map(|fate| &fate.deliveries);
    deliveries.map(|it| (it.recipient.clone(), it.state)).collect()
}

/// OUT-2, OUT-9, OUT-10: of two editors at once one saves, and the other is told and has lost nothing; of two directors who approve
/// at once, with a coordinator at work, it is posted and mailed once.
#[tokio::test]
async fn two_editors_two_approvers_and_a_coordinator_at_once_send_it_once() {
    for world in worlds("at_once").await {
        let desk = &world.desk;
        let mut tx = desk.store.begin("a second director").await.unwrap();
        let ida = made_person("Ida Director", &[(RoleKind::AreaDirector, "tim")]);
        tx.save_people(&[ida], &desk.ids, now()).await.unwrap();
        tx.commit().await.unwrap();
        let number = drafted(&world, &question()).await;
        let (anna, cy) = (world.actor("Anna").await, world.actor("Cy").await);
        let drafted = StatementForm::of(&world.statement(number).await);
        let form = |text: &str| StatementForm { text: text.to_owned(), ..drafted.clone() };
        let (hers, his) = (form("How long?\n"), form("How short?\n"));
        let (one, other) = tokio::join!(
            edit_statement(desk, &anna, number, 1, &hers, later(1)),
            edit_statement(desk, &anna, number, 1, &his, later(1)),
        );
        let outdated =
            |it: &Result<(), Failure>| matches!(it, Err(Failure::Refused(Refusal::Outdated)));
        assert_eq!(
            [&one, &other].into_iter().filter(|it| outdated(it)).count(),
            1,
            "{one:?} {other:?}"
        );
        let kept = world.statement(number).await.text;
        assert_eq!(kept, if one.is_ok() { hers.text } else { his.text });

        submit_statement(desk, &anna, number, 2, later(2)).await.unwrap();
        answer_consultation(desk, &world.actor("Di").await, number, "etu", "", later(3))
            .await
            .unwrap();
        let (bo, ida) = (world.actor("Bo").await, world.actor("Ida").await);
        let revision = world.statement(number).await.revision;
        let (first, second, review) = tokio::join!(
            approve_statement(desk, &bo, number, revision, later(4)),
            approve_statement(desk, &ida, number, revision, later(4)),
            review_statement(desk, &cy, number, revision, later(4)),
        );
        let done = [&first, &second].into_iter().filter(|it| it.is_ok()).count();
        assert!(done <= 1, "one of them opens the gate: {first:?} {second:?}");
        // Whoever was told that somebody was faster looks, and does what is still to be done.
        let revision = world.statement(number).await.revision;
        if done == 0 {
            approve_statement(desk, &bo, number, revision, later(5)).await.unwrap();
        }
        let revision = world.statement(number).await.revision;
        if review.is_err() {
            review_statement(desk, &cy, number, revision, later(6)).await.unwrap();
        }
        assert_eq!(world.statement(number).await.state, State::Posted);
        assert_eq!(fates(&world, number).await.len(), 1, "mailed once");
        let late = approve_statement(desk, &ida, number, revision, later(7)).await;
        assert!(matches!(late, Err(Failure::Refused(_))), "{late:?}");
    }
}

/// OUT-2: whoever holds the role no more approves no more, and what they approved while they did stands; whoever holds it now may.
#[tokio::test]
async fn an_approver_who_loses_the_role_meanwhile_approves_no_more() {
    for world in worlds("lost_role").await {
        let desk = &world.desk;
        let number = submitted(&world, &question()).await;
        let (bo, cy) = (world.actor("Bo").await, world.actor("Cy").await);
        end_role(desk, &cy, "tim", bo.person.unwrap(), RoleKind::AreaDirector, later(2))
            .await
            .unwrap();
        let revision = world.statement(number).await.revision;
        let bo = world.actor("Bo").await;
        let refused = approve_statement(desk, &bo, number, revision, later(3)).await.unwrap_err();
        assert!(
            matches!(refused, Failure::NotFound(_) | Failure::Refused(Refusal::NotAllowed { .. })),
            "{refused:?}"
        );
        assert!(world.statement(number).await.gates.iter().all(|gate| !gate.is_open()));
        let mut tx = desk.store.begin("another director").await.unwrap();
        let ida = made_person("Ida Director", &[(RoleKind::AreaDirector, "tim")]);
        tx.save_people(&[ida], &desk.ids, now()).await.unwrap();
        tx.commit().await.unwrap();
        let ida = world.actor("Ida").await;
        approve_statement(desk, &ida, number, revision, later(4)).await.unwrap();
    }
}

/// OUT-11, CON-5: what the directory says of the other side after the preview changes nothing of where a statement goes: its contacts
/// are its own, and everybody agreed to them.
#[tokio::test]
async fn a_change_of_the_directory_between_preview_and_sending_sends_it_nowhere_else() {
    for world in worlds("meanwhile").await {
        let desk = &world.desk;
        let number = drafted(&world, &question()).await;
        let (anna, cy) = (world.actor("Anna").await, world.actor("Cy").await);
        let preview = preview_statement(desk, &anna, number, later(1)).await.unwrap();
        let kept = entry_to_keep(desk, &cy, "etu").await.unwrap();
        let mut typed = kept.entry;
        typed.set(EntryField::SendTo, "New Office <new-office@example.com>".to_owned());
        typed.set(EntryField::Name, "The Union".to_owned());
        change_entry(desk, &cy, "etu", &kept.version, &typed, later(2)).await.unwrap();
        send(&world, number).await;
        let previewed: Vec<String> =
            preview.mails[0].to.iter().map(|mailbox| mailbox.address().to_owned()).collect();
        let mailed: Vec<String> =
            fates(&world, number).await.into_iter().map(|(recipient, _)| recipient).collect();
        assert_eq!(mailed, previewed);
    }
}

/// REC-2, CON-5: four of five recipients have it, one was refused, which is on the record with the server's words; it is sent again to
/// that one alone. A list of our own among them gets it once.
#[tokio::test]
async fn of_five_recipients_one_is_refused_and_gets_it_again_alone() {
    const FIVE: [&str; 5] = [
        "one@example.com",
        "two@example.com",
        "three@example.com",
        "four@example.com",
        "tsync@example.org",
    ];
    for world in worlds("one_of_five").await {
        let desk = &world.desk;
        let form = StatementForm {
            to_groups: "kio".to_owned(),
            to_contacts: FIVE.join("\n"),
            ..question()
        };
        let number = submitted(&world, &form).await;
        let (bo, cy) = (world.actor("Bo").await, world.actor("Cy").await);
        approve_statement(desk, &bo, number, 2, later(2)).await.unwrap();
        review_statement(desk, &cy, number, 3, later(3)).await.unwrap();
        assert_eq!(world.statement(number).await.state, State::Posted);
        for (delivery, _) in take_deliveries(desk, 100, later(4)).await.unwrap() {
            let is_refused = delivery.kind == "statement" && delivery.recipient == FIVE[2];
            let outcome = match is_refused {
                true => Outcome::Failed("550 5.1.1 nobody of that name".to_owned()),
                false => Outcome::Sent("250 ok".to_owned()),
            };
            finish_delivery(desk, &delivery, outcome, later(4)).await.unwrap();
        }
        let states: Vec<DeliveryState> =
            fates(&world, number).await.into_iter().map(|(_, state)| state).collect();
        let sent = DeliveryState::Sent;
        assert_eq!(states, [sent, sent, DeliveryState::Failed, sent, sent]);
        let mails = desk.store.reader().mail_of(number).await.unwrap();
        let to_list = mails.iter().filter(|fate| fate.mail.queued_at == later(3));
        let to_list = to_list.flat_map(|fate| &fate.mail.recipients).filter(|it| *it == FIVE[4]);
        assert_eq!(to_list.count(), 1, "a list of our own that it is addressed to gets it once");
        assert!(world.history(number).await.contains("550 5.1.1 nobody of that name"));
        let mail = mails.iter().find(|fate| fate.mail.kind == "statement").unwrap();
        let failed = mail.deliveries.iter().find(|it| it.state == DeliveryState::Failed).unwrap();
        resend_mail(desk, &cy, number, failed.id, "third@example.com", later(5)).await.unwrap();
        deliver(&world, 6).await;
        let last = fates(&world, number).await.pop();
        assert_eq!(last, Some(("third@example.com".to_owned(), sent)));
        assert_eq!(fates(&world, number).await.len(), 6, "the others got nothing again");
    }
}

/// OUT-11: a long text, written from right to left, goes out as it was typed; one byte more than a mebibyte is refused beside its field, and
/// so are control characters in a subject; what is no statement's words is never sent.
#[tokio::test]
async fn a_long_text_from_right_to_left_arrives_as_it_was_typed() {
    let line = "כמה זמן יכול שעון להחזיק — \u{200f}RFC 8575\u{200e}?\n";
    let text = line.repeat(1_000);
    for world in worlds("long_text").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let too_long = "x".repeat(1024 * 1024 + 1);
        let longer = StatementForm { text: too_long, ..question() };
        let refused = draft_statement(desk, &anna, &longer, now()).await.unwrap_err();
        let Failure::Refused(Refusal::Fields(faults)) = refused else { panic!("{refused:?}") };
        assert_eq!(faults[0].0, "text", "{faults:?}");
        for subject in
            ["Clocks\u{7}", "Clocks\r\nBcc: all@example.com", "Clocks\0", "Clo\u{1b}[2Jcks"]
        {
            let form = StatementForm { subject: subject.to_owned(), ..question() };
            let refused = draft_statement(desk, &anna, &form, now()).await.unwrap_err();
            let Failure::Refused(Refusal::Fields(faults)) = refused else { panic!("{refused:?}") };
            assert_eq!(faults[0].0, "subject", "{subject:?}: {faults:?}");
        }
        let subject = "שאלה על שעונים".to_owned();
        let form = StatementForm { text: text.clone(), subject: subject.clone(), ..question() };
        let number = drafted(&world, &form).await;
        send(&world, number).await;
        let mails = desk.store.reader().mail_of(number).await.unwrap();
        let mail = mails.iter().find(|fate| fate.mail.kind == "statement").unwrap();
        let bytes = desk.store.files().get(&mail.mail.sha256).await.unwrap().unwrap();
        let message = mail::read(&bytes, &mail::Limits::default()).unwrap();
        assert_eq!(message.subject, subject);
        assert!(message.text.trim_end().ends_with(text.trim_end()), "word for word");
        assert!(!bytes.split(|byte| *byte == b'\n').any(|line| line.len() > 998), "RFC 5322");
    }
}

/// Longer than any change of a text takes in a build for tests; a search for the least difference would take hours.
const LONGEST_CHANGE: std::time::Duration = std::time::Duration::from_secs(20);

/// OUT-9: what changed in a mebibyte is found fast, whatever changed: one word, every line, the order of lines, all in one line.
#[tokio::test]
async fn what_changed_in_a_mebibyte_is_found_fast() {
    const MEBIBYTE: usize = 1024 * 1024;
    let lines = |word: &str, of: fn(usize) -> usize| -> String {
        let lines = (0..MEBIBYTE / 16).map(|at| format!("{word} {:07}\n", of(at)));
        lines.collect::<String>().chars().take(MEBIBYTE - 8).collect()
    };
    let as_it_was = lines("clocks", |at| at);
    let world = worlds("changed_mebibyte").await.remove(0);
    let desk = &world.desk;
    let number = drafted(&world, &StatementForm { text: as_it_was.clone(), ..question() }).await;
    let anna = world.actor("Anna").await;
    let changes = [
        ("one word", as_it_was.replacen("clocks 0030000", "watches 30000", 1)),
        ("every line", lines("watch", |at| at)),
        ("every other line", lines("clocks", |at| if at % 2 == 0 { at } else { at * 7 })),
        ("the order", lines("clocks", |at| at * 7919 % 65_536)),
        ("the same line again", lines("clocks", |at| at % 3)),
        ("short lines", "a\nb\n".repeat(MEBIBYTE / 4)),
        ("other short lines", "b\na\na\n".repeat(MEBIBYTE / 6)),
        ("one line", "x".repeat(MEBIBYTE)),
    ];
    for (what, text) in changes {
        let seen = world.statement(number).await;
        let form = StatementForm { text, ..StatementForm::of(&seen) };
        let begun = std::time::Instant::now();
        edit_statement(desk, &anna, number, seen.revision, &form, later(1)).await.unwrap();
        assert!(begun.elapsed() < LONGEST_CHANGE, "{what}: {:?}", begun.elapsed());
        let history = desk.store.reader().history(number, true).await.unwrap();
        let difference = &history.last().unwrap().difference;
        assert!(difference.len() < 4 * MEBIBYTE, "{what}: {} bytes", difference.len());
    }
}
