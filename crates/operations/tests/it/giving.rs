//! Giving a received statement to others than those that it names, and telling everyone concerned (3.1, IN-3, REC-11).

use std::sync::Arc;

use operations::{
    Desk, Failure, StatementForm, draft_feedback, draft_statement, enter_statement, give_statement,
    reply_form, send_feedback, shape_of, take_item,
};
use rules::{Number, Policy, Refusal, State, Statement};

use crate::receiving::{letter_form, receive_letter};
use crate::world::{World, keeping, later, now, worlds};

/// Has Cy record the letter that came for tsync.
async fn recorded(world: &World) -> Number {
    let (id, cy) = (receive_letter(world).await, world.actor("Cy").await);
    take_item(&world.desk, &cy, id, &letter_form(), &keeping(&[1]), now()).await.unwrap()
}

/// Returns the messages that were queued since, whole.
pub(crate) async fn mails_since(world: &World, number: Number, before: usize) -> String {
    let mut all = String::new();
    for fate in &world.desk.store.reader().mail_of(number).await.unwrap()[before..] {
        all.push_str(&world.mail(fate).await);
    }
    all
}

pub(crate) async fn count(world: &World, number: Number) -> usize {
    world.desk.store.reader().mail_of(number).await.unwrap().len()
}

/// IN-3, REC-11, CON-10: what was sent to the wrong group is given to the right one; both are told, nobody twice, and not
/// whoever did it; To stays.
#[tokio::test]
async fn a_statement_on_the_record_is_given_to_another_group_and_both_are_told() {
    for world in worlds("giving").await {
        let (desk, di) = (&world.desk, world.actor("Di").await);
        let number = recorded(&world).await;
        let to = world.statement(number).await.to;
        let before = count(&world, number).await;
        give_statement(desk, &di, number, "paths", later(10)).await.unwrap();
        insta::assert_snapshot!("given_mails", mails_since(&world, number, before).await);
        insta::assert_snapshot!("given_history", world.history(number).await);
        let statement = world.statement(number).await;
        assert_eq!(statement.to, to);
        let shape = shape_of(&statement, &[], &[], &[], &desk.settings);
        let shape = serde_json::to_value(shape).unwrap();
        insta::assert_json_snapshot!("given_shape", shape["distributed_to"]);
        // Whoever it was given to answers it.
        let eve = world.actor("Eve").await;
        let form = reply_form(desk, &eve, number, "").await.unwrap();
        assert_eq!(form.from_groups, "paths");
        draft_statement(desk, &eve, &StatementForm { text: "Yes.".into(), ..form }, later(11))
            .await
            .unwrap();
    }
}

/// IN-3: given to one more, and then as it was sent again: the history says each, and those that have it all the time hear of
/// nothing.
#[tokio::test]
async fn those_that_have_it_all_the_time_hear_of_nothing() {
    for world in worlds("allthetime").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let number = recorded(&world).await;
        let mut told = String::new();
        for (minutes, groups) in [(10, "tsync, tim"), (20, "paths tim"), (30, "")] {
            let before = count(&world, number).await;
            give_statement(desk, &cy, number, groups, later(minutes)).await.unwrap();
            told.push_str(&format!("to “{groups}”\n"));
            for fate in &desk.store.reader().mail_of(number).await.unwrap()[before..] {
                let to = fate.mail.recipients.join(" ");
                told.push_str(&format!("  {}: {to}\n", fate.mail.kind));
            }
        }
        insta::assert_snapshot!("changing_hands", told);
        assert_eq!(world.statement(number).await.distributed_to, []);
        let same = give_statement(desk, &cy, number, "tsync", later(40)).await;
        assert!(matches!(same, Err(Failure::Refused(Refusal::Fields(_)))), "{same:?}");
        assert!(world.history(number).await.ends_with(
            "Given to other groups by Cy Coordinator, liaison coordinator: To Time Synchronization (tsync). No longer to Path Computation (paths), Timing (tim).\n"
        ));
    }
}

/// IN-3, CON-10: chosen before it is on the record, those that it is given to are told in place of those that it names.
#[tokio::test]
async fn a_statement_is_given_to_another_group_before_it_is_recorded() {
    for world in worlds("givenbefore").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let id = receive_letter(&world).await;
        let foreign = StatementForm { given_to: "etu".to_owned(), ..letter_form() };
        let refused = take_item(desk, &cy, id, &foreign, &keeping(&[1]), now()).await.unwrap_err();
        insta::assert_debug_snapshot!("given_to_foreign", refused);
        let form = StatementForm { given_to: "paths".to_owned(), ..letter_form() };
        let number = take_item(desk, &cy, id, &form, &keeping(&[1]), now()).await.unwrap();
        insta::assert_snapshot!("given_before_mails", world.mails(number).await);
        let statement = world.statement(number).await;
        assert_eq!(
            (statement.state, statement.to.words()),
            (State::Posted, "Time Synchronization".into())
        );
        assert_eq!(StatementForm::of(&statement).given_to, "paths");
    }
}

/// IN-3: the note for informal feedback is drafted, and goes nowhere until somebody sends it as they changed it; the public
/// history says so without an address.
#[tokio::test]
async fn feedback_is_drafted_and_sent_by_a_person_alone() {
    for world in worlds("feedback").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let number = recorded(&world).await;
        let directory = desk.store.reader().directory().await.unwrap();
        let draft =
            |statement: Statement| draft_feedback(desk, &cy, &statement, &directory, later(10));
        assert_eq!(draft(world.statement(number).await), None, "it is where it was sent to");
        let early = send_feedback(desk, &cy, number, "Early", "Too early.", later(5)).await;
        assert!(matches!(early, Err(Failure::Refused(Refusal::Fields(_)))), "{early:?}");
        give_statement(desk, &cy, number, "paths", later(10)).await.unwrap();
        let drafted = draft(world.statement(number).await).unwrap();
        let to: Vec<&str> = drafted.to.iter().map(|mailbox| mailbox.address()).collect();
        assert_eq!(to, ["etu-manager@example.org"]);
        insta::assert_snapshot!(
            "feedback_draft",
            format!("{}\n\n{}", drafted.subject, drafted.text)
        );
        let kinds = || async {
            let mails = desk.store.reader().mail_of(number).await.unwrap();
            mails.into_iter().map(|fate| fate.mail.kind).collect::<Vec<_>>()
        };
        assert!(!kinds().await.contains(&"feedback".to_owned()), "nothing goes by itself");
        let nothing = send_feedback(desk, &cy, number, "On it", " ", later(11)).await;
        assert!(matches!(nothing, Err(Failure::Refused(Refusal::Fields(_)))), "{nothing:?}");
        let before = count(&world, number).await;
        let text = "Dear Di,\n\nplease tell Lee that Paths have it.\n";
        send_feedback(desk, &cy, number, "Who has it", text, later(12)).await.unwrap();
        insta::assert_snapshot!("feedback_mail", mails_since(&world, number, before).await);
        let history = world.history(number).await;
        assert!(!history.contains('@'), "{history}");
        assert!(history.ends_with(
            "Feedback to the sender passed on by Cy Coordinator, liaison coordinator: To the liaison manager for Example Telecommunication Union.\n"
        ), "{history}");
    }
}

/// IN-3: where no liaison manager keeps the relationship, the note goes to those who coordinate.
#[tokio::test]
async fn without_a_liaison_manager_feedback_goes_to_those_who_coordinate() {
    for world in worlds("feedbackoffice").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let form = StatementForm { from_groups: "kio".to_owned(), ..letter_form() };
        let number = enter_statement(desk, &cy, &form, Vec::new(), now()).await.unwrap();
        give_statement(desk, &cy, number, "paths", later(10)).await.unwrap();
        let directory = desk.store.reader().directory().await.unwrap();
        let statement = world.statement(number).await;
        let draft = draft_feedback(desk, &cy, &statement, &directory, later(11)).unwrap();
        assert_eq!(draft.to[0].address(), "liaison-coordination@example.org");
        send_feedback(desk, &cy, number, &draft.subject, &draft.text, later(12)).await.unwrap();
        assert!(world.history(number).await.ends_with(": To those who coordinate.\n"));
    }
}

/// IN-3: those who keep relationships give it to others; chairs, and everybody once it is withdrawn, do not.
#[tokio::test]
async fn those_who_keep_relationships_give_it_to_others_and_nobody_else() {
    for world in worlds("whogives").await {
        let desk = &world.desk;
        let number = recorded(&world).await;
        for first in ["Anna", "Bo", "Eve", "Hal"] {
            let actor = world.actor(first).await;
            let refused =
                give_statement(desk, &actor, number, "paths", later(1)).await.unwrap_err();
            assert_eq!(
                refused.to_string(),
                "You may not pass on this statement. The liaison manager for the other organization, a coordinator or the secretariat may.",
                "{first}"
            );
            let refused = send_feedback(desk, &actor, number, "A", "B", later(1)).await;
            assert!(matches!(refused, Err(Failure::Refused(Refusal::NotAllowed { .. }))));
        }
        give_statement(desk, &world.actor("Gil").await, number, "paths", later(2)).await.unwrap();
        let given = &world.statement(number).await.distributed_to[0];
        assert_eq!(
            (given.by.as_str(), given.role.as_str()),
            ("Gil Office", "secretary of secretariat")
        );
    }
}

/// IN-6: the receipt goes to those whom the sender copied, where the policy says so, and to none of ours among them.
#[tokio::test]
async fn those_whom_the_sender_copied_get_the_receipt_where_the_policy_says_so() {
    for world in worlds("copied").await {
        let usual = Policy::built_in_at("ietf", "example.org").unwrap();
        assert!(!usual.receipts_to_senders_cc(), "off unless an organization wants it");
        let text = usual.source().replace("senders_cc = false", "senders_cc = true");
        let policy = Arc::new(Policy::parse(&text).unwrap());
        let desk = Desk { policy, ..world.desk.clone() };
        let letter = String::from_utf8(include_bytes!("../fixtures/letter.eml").to_vec()).unwrap();
        let cc = "Cc: Kim <kim@example.com>, tsync@example.org, LEE@example.com, sg1-replies@example.com, Kim again <KIM@example.com>\r\nSubject:";
        let letter = letter.replacen("Subject:", cc, 1);
        let arrival = operations::Arrival {
            envelope_from: "lee@example.com".to_owned(),
            envelope_to: "liaison-coordination@example.org".to_owned(),
            bytes: letter.into_bytes().into(),
            ..operations::Arrival::default()
        };
        let id = operations::receive_message(&desk, &arrival, now()).await.unwrap();
        let cy = world.actor("Cy").await;
        let number =
            take_item(&desk, &cy, id, &letter_form(), &keeping(&[1]), now()).await.unwrap();
        let mails = desk.store.reader().mail_of(number).await.unwrap();
        let receipt = mails.iter().find(|fate| fate.mail.kind == "receipt").unwrap();
        insta::assert_snapshot!("copied_receipt", world.mail(receipt).await);
    }
}

/// CON-8, CON-10, IN-6: nobody is mailed twice, and nothing goes to the address that the tool itself writes from.
#[tokio::test]
async fn nobody_is_mailed_twice_and_nothing_comes_back_to_our_own_inbox() {
    for world in worlds("noloops").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let own = "Statements@liaison.example.org";
        let form = StatementForm {
            to_contacts: format!(
                "{own}\nTSYNC-CHAIRS@example.org\ntsync@example.org\nsg1-replies@example.com\netu-manager@example.org"
            ),
            to_liaison_contact: own.to_owned(),
            given_to: "tsync, paths".to_owned(),
            ..letter_form()
        };
        let number = enter_statement(desk, &cy, &form, Vec::new(), now()).await.unwrap();
        give_statement(desk, &cy, number, "", later(1)).await.unwrap();
        let mails = desk.store.reader().mail_of(number).await.unwrap();
        let mut told: Vec<(String, String)> = Vec::new();
        for fate in &mails {
            for recipient in &fate.mail.recipients {
                let one = (fate.mail.queued_at.to_string(), recipient.to_lowercase());
                assert!(!told.contains(&one), "{} again for {recipient}", fate.mail.kind);
                assert_ne!(recipient.to_lowercase(), own.to_lowercase(), "{}", fate.mail.kind);
                told.push(one);
            }
        }
        let kinds: Vec<&str> = mails.iter().map(|fate| fate.mail.kind.as_str()).collect();
        assert_eq!(kinds, ["receipt", "distribution", "our-copy", "no-longer", "step"]);
    }
}
