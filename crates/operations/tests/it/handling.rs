//! Seeing to received statements: who has it, what is done, by when, and what comes of it (IN-5, REC-9, RSP-1 to RSP-8).

use std::fmt::Write as _;

use bytes::Bytes;
use jiff::SignedDuration;
use jiff::civil::date;
use operations::{
    Failure, InformalAnswer, MendedLinks, NewRole, NotedAction, StatementForm, Telling, add_role,
    answer_informally, class_asked, decide_no_answer, draft_statement, end_role, enter_statement,
    hand_back, hand_on, hear_group, mend_links, note_action, overview, promise_answer,
    put_to_group, remind, reopen_statement, reply_form, set_lead, shape_of, take_item, take_on,
    withdraw_statement,
};
use rules::{DiscussionKind, Link, LinkKind, Needed, Number, Refusal, RoleKind, Standpoint};
use store::Find;

use crate::answering::{answer, asked};
use crate::giving::{count, mails_since};
use crate::receiving::{letter_form, receive_letter};
use crate::reminding::reminders;
use crate::world::{TODAY, World, keeping, later, now, worlds};

async fn is_open(world: &World, number: Number) -> bool {
    let find = Find { unanswered: true, ..Find::default() };
    let found = world.desk.store.reader().find(&find, 1, 50).await.unwrap();
    found.rows.iter().any(|row| row.number == number)
}

async fn settled_by(world: &World, number: Number) -> Vec<Number> {
    let exchange = world.desk.store.reader().exchange(number).await.unwrap();
    let this = exchange.into_iter().find(|one| one.row.number == number);
    this.map(|one| one.row.answered_by).unwrap_or_default()
}

async fn standpoint(world: &World, number: Number) -> Standpoint {
    let is_answered = !settled_by(world, number).await.is_empty();
    world.statement(number).await.standpoint(is_answered)
}

fn fault(result: Result<(), Failure>) -> String {
    match result {
        Err(Failure::Refused(Refusal::Fields(faults))) => {
            let faults = faults.into_iter().map(|(field, fault)| format!("{field}: {fault}"));
            faults.collect::<Vec<_>>().join("; ")
        }
        Err(Failure::Refused(refusal)) => refusal.to_string(),
        other => format!("{other:?}"),
    }
}

/// IN-5, RSP-2, RSP-3, RSP-7, RSP-8, REC-9: from whoever recorded it to a chair, who hands it back once and then takes it on,
/// over the group to the answer, which settles it by itself, and opens it again when it is withdrawn.
#[tokio::test]
async fn a_statement_goes_from_whoever_recorded_it_over_the_group_to_its_answer() {
    for world in worlds("handling").await {
        let (desk, cy, anna) = (&world.desk, world.actor("Cy").await, world.actor("Anna").await);
        let number = asked(&world).await;
        let handling = world.statement(number).await.handling;
        assert_eq!(
            handling.assignee.map(|it| (it.name, it.accepted)),
            Some((cy.name.clone(), true))
        );
        let before = count(&world, number).await;
        let address = "anna@example.org";
        hand_on(desk, &cy, number, (address, "It is about your clocks."), later(10)).await.unwrap();
        hand_back(desk, &anna, number, "Is it not for the paths people?", later(11)).await.unwrap();
        hand_on(desk, &cy, number, (address, "No, for you."), later(12)).await.unwrap();
        take_on(desk, &anna, number, later(13)).await.unwrap();
        class_asked(desk, &anna, number, "align", later(14)).await.unwrap();
        let action = NotedAction {
            kind: DiscussionKind::Acknowledged,
            words: "Told their secretary that we have it.",
            link: "",
            public: true,
        };
        note_action(desk, &anna, number, action, later(15)).await.unwrap();
        let directory = desk.store.reader().directory().await.unwrap();
        let statement = world.statement(number).await;
        let draft = operations::draft_putting(desk, &anna, &statement, &directory);
        let mail = Telling::Mail { subject: &draft.subject, text: &draft.text };
        put_to_group(desk, &anna, number, mail, "", later(16)).await.unwrap();
        assert_eq!(standpoint(&world, number).await, Standpoint::PutToGroup);
        let heard =
            "The group will use their clock class in its next draft, draft-ietf-tsync-clocks-03.";
        let link = "https://lists.example.org/tsync/42";
        let said = (Some(DiscussionKind::Consensus), heard, link);
        hear_group(desk, &anna, number, said, later(17)).await.unwrap();
        let by = (date(2026, 11, 20), "By mail to their secretary.");
        promise_answer(desk, &anna, number, by, later(18)).await.unwrap();
        assert_eq!(world.statement(number).await.due(), Some(date(2026, 11, 20)));
        insta::assert_snapshot!("handling_mails", mails_since(&world, number, before).await);
        let shape = shape_of(&world.statement(number).await, &[], &[], &[], &desk.settings);
        let shape = serde_json::to_value(shape).unwrap();
        insta::assert_json_snapshot!("handling_shape", shape["handling"]);
        // The reply begins with what the group said, at its level of consensus.
        let form = reply_form(desk, &anna, number, "").await.unwrap();
        insta::assert_snapshot!("handling_reply", format!("{}\n{}", form.consensus, form.text));
        let before = count(&world, number).await;
        let answered = answer(&world, &form, 20).await;
        assert_eq!(standpoint(&world, number).await, Standpoint::Answered);
        assert!(!is_open(&world, number).await);
        withdraw_statement(desk, &world.actor("Bo").await, answered, "Wrong.", later(40))
            .await
            .unwrap();
        assert!(is_open(&world, number).await);
        insta::assert_snapshot!(
            "handling_answered_mails",
            mails_since(&world, number, before).await
        );
        insta::assert_snapshot!("handling_history", world.history(number).await);
    }
}

/// RSP-4, RSP-5, RSP-6: what is answered by mail keeps that mail byte for byte; what gets no answer asks the liaison manager,
/// once, to say so; both are opened again by hand or by a further message, and a later answer counts.
#[tokio::test]
async fn informal_answers_and_none_end_it_and_a_further_message_opens_it_again() {
    for world in worlds("informally").await {
        let (desk, cy, anna) = (&world.desk, world.actor("Cy").await, world.actor("Anna").await);
        let number = asked(&world).await;
        let before = count(&world, number).await;
        let mail = Bytes::from_static(
            b"From: anna@example.org\r\nSubject: Re: clocks\r\n\r\nYes \xff.\r\n",
        );
        let answer_by_mail = InformalAnswer {
            words: "That they need clocks of class A.".to_owned(),
            file: Some(mail.clone()),
            ..InformalAnswer::default()
        };
        answer_informally(desk, &anna, number, answer_by_mail, later(10)).await.unwrap();
        assert_eq!(standpoint(&world, number).await, Standpoint::AnsweredInformally);
        assert!(!is_open(&world, number).await);
        let outcome = world.statement(number).await.handling.outcome.unwrap();
        let kept = desk.store.files().get(&outcome.message.unwrap().sha256).await.unwrap();
        assert_eq!(kept, Some(mail));
        reopen_statement(desk, &cy, number, "They ask for more.", later(11)).await.unwrap();
        assert!(is_open(&world, number).await);
        decide_no_answer(desk, &anna, number, "The group has no view.", later(12)).await.unwrap();
        let twice = decide_no_answer(desk, &anna, number, "Again.", later(13)).await;
        assert!(fault(twice).contains("Anna"));
        // A further message of theirs follows it up.
        let form = StatementForm {
            follows_up: number.to_string(),
            subject: "More on clocks".to_owned(),
            ..letter_form()
        };
        let item = receive_letter(&world).await;
        let further = operations::enter_statement(desk, &cy, &form, Vec::new(), later(14)).await;
        let further = further.unwrap();
        assert!(item > 0 && is_open(&world, number).await);
        insta::assert_snapshot!("informally_mails", mails_since(&world, number, before).await);
        insta::assert_snapshot!("informally_history", world.history(number).await);
        // What settles it now is an answer from after that.
        let form = reply_form(desk, &anna, number, "done").await.unwrap();
        let form =
            StatementForm { text: "Done.".to_owned(), consensus: "groups".to_owned(), ..form };
        let answered = answer(&world, &form, 20).await;
        assert_eq!(settled_by(&world, number).await, [answered]);
        // It was meant for the further message, and is moved there.
        let (answers, reason) = (further.to_string(), "It answers the second letter.");
        let mended = MendedLinks { answers: &answers, follows_up: "", reason };
        let refused = mend_links(desk, &anna, answered, mended, later(30)).await;
        assert!(refused.is_err());
        mend_links(desk, &cy, answered, mended, later(31)).await.unwrap();
        assert!(is_open(&world, number).await);
        assert_eq!(settled_by(&world, further).await, [answered]);
        insta::assert_snapshot!("mended_history", world.history(answered).await);
    }
}

/// What cannot be is refused with a word on what to do, and changes nothing.
#[tokio::test]
async fn what_cannot_be_done_with_it_is_refused_with_a_word_on_what_to_do() {
    for world in worlds("unhandled").await {
        let (desk, cy, anna) = (&world.desk, world.actor("Cy").await, world.actor("Anna").await);
        let number = asked(&world).await;
        let before = world.statement(number).await;
        let at = later(10);
        let mut all = String::new();
        let mut tried = |what: &str, result: Result<(), Failure>| {
            writeln!(all, "{what}: {}", fault(result)).unwrap();
        };
        let hand = |to: &'static str| hand_on(desk, &cy, number, (to, ""), at);
        tried("hand on to nobody", hand("").await);
        tried("hand on to a stranger", hand("nobody@example.net").await);
        tried("hand on to whoever has it", hand("cy@example.org").await);
        tried("take what one has", take_on(desk, &cy, number, at).await);
        tried("hand back what one has not", hand_back(desk, &anna, number, "No.", at).await);
        tried("hand back without words", hand_back(desk, &cy, number, " ", at).await);
        tried("a lead that has it not", set_lead(desk, &cy, number, "paths", at).await);
        tried("a class of nothing", class_asked(desk, &cy, number, "tea", at).await);
        let promise = |by| promise_answer(desk, &anna, number, (by, "By mail."), at);
        tried("promised for 2033", promise(date(2033, 1, 1)).await);
        tried("promised for yesterday", promise(date(2026, 1, 1)).await);
        let link = "lists.example.org/1";
        let action = NotedAction { kind: DiscussionKind::Discussed, words: "", link, public: true };
        tried("a link that is none", note_action(desk, &anna, number, action, at).await);
        let action = NotedAction { link: "", ..action };
        tried("nothing to note", note_action(desk, &anna, number, action, at).await);
        let said = (Some(DiscussionKind::Consensus), "", "");
        tried("consensus without words", hear_group(desk, &anna, number, said, at).await);
        let said = (Some(DiscussionKind::Discussed), "Yes.", "");
        tried("no outcome", hear_group(desk, &anna, number, said, at).await);
        let nothing = InformalAnswer { words: "Yes.".to_owned(), ..InformalAnswer::default() };
        tried("no mail", answer_informally(desk, &anna, number, nothing, at).await);
        tried("no reason", decide_no_answer(desk, &anna, number, "", at).await);
        tried("open what is open", reopen_statement(desk, &anna, number, "So.", at).await);
        let mended = MendedLinks { answers: "777", follows_up: "", reason: "So." };
        tried("a link to nothing", mend_links(desk, &cy, number, mended, at).await);
        let itself = number.to_string();
        let mended = MendedLinks { answers: &itself, ..mended };
        tried("a link to itself", mend_links(desk, &cy, number, mended, at).await);
        let stranger = world.actor("Eve").await;
        tried("somebody of another group", take_on(desk, &stranger, number, at).await);
        assert_eq!(world.statement(number).await, before);
        withdraw_statement(desk, &cy, number, "Not theirs.", at).await.unwrap();
        tried(
            "a reply to what was withdrawn",
            reply_form(desk, &anna, number, "").await.map(|_| ()),
        );
        tried("seeing to what was withdrawn", take_on(desk, &anna, number, at).await);
        insta::assert_snapshot!("unhandled", all);
    }
}

/// IN-5, RSP-1, RSP-2: what somebody has in hand who left is nobody's: coordinators see it among what nobody has taken on, those
/// who remain are reminded of it, and one of them takes it.
#[tokio::test]
async fn what_somebody_has_who_left_is_nobodys_and_those_who_remain_are_reminded() {
    for world in worlds("left").await {
        let (desk, cy, anna) = (&world.desk, world.actor("Cy").await, world.actor("Anna").await);
        let number = asked(&world).await;
        hand_on(desk, &cy, number, ("anna@example.org", ""), later(1)).await.unwrap();
        take_on(desk, &anna, number, later(2)).await.unwrap();
        let role = |person: &str| NewRole {
            role: "chair".to_owned(),
            person: person.to_owned(),
            ..NewRole::default()
        };
        add_role(desk, &cy, "tsync", &role("hal@example.org"), later(3)).await.unwrap();
        let nobodys = async |at| {
            let overview = overview(desk, &cy, at).await.unwrap();
            let rows = overview.ownerless.rows.into_iter();
            let rows: Vec<_> = rows.map(|row| (row.number, row.needed())).collect();
            (rows, overview.organizations.iter().map(|row| row.ownerless).sum::<i64>())
        };
        assert_eq!(nobodys(later(4)).await, (vec![], 0));
        let (person, kind) = (anna.person.unwrap(), RoleKind::Chair);
        end_role(desk, &cy, "tsync", person, kind, later(5)).await.unwrap();
        assert_eq!(nobodys(later(6)).await, (vec![(number, Some(Needed::Owner))], 1));
        let refused = overview(desk, &world.actor("Hal").await, later(6)).await;
        assert!(matches!(refused, Err(Failure::NotFound(_))), "{refused:?}");
        // The first reminder falls due two weeks before its day; Anna gets none.
        let day = now() + SignedDuration::from_hours(24 * 31);
        let reminded = remind(desk, day, true).await.unwrap().mailed;
        let names: Vec<&str> = reminded.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(names, ["Di Manager", "Hal Nobody"]);
        insta::assert_snapshot!("left_reminded", reminders(&world, day).await);
        take_on(desk, &world.actor("Hal").await, number, later(60)).await.unwrap();
        assert_eq!(nobodys(later(61)).await, (vec![], 0));
    }
}

/// PUR-2: a deadline that nobody can have meant is put before whoever records the letter, who corrects it or says that the
/// letter has it so; then it is recorded as it is, and watched as any other. We ourselves set none such.
#[tokio::test]
async fn an_unlikely_deadline_is_recorded_only_by_somebody_who_is_sure_of_it() {
    for world in worlds("unlikely").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let mut said = String::new();
        let mut numbers = Vec::new();
        for (subject, deadline) in [("On years", "2033-01-31"), ("On days", "2026-08-24")] {
            let form = StatementForm {
                deadline: deadline.to_owned(),
                subject: subject.to_owned(),
                sent_on: "2026-08-25".to_owned(),
                ..letter_form()
            };
            let refused = enter_statement(desk, &cy, &form, Vec::new(), later(1)).await;
            writeln!(said, "{}", fault(refused.map(|_| ()))).unwrap();
            assert!(form.doubts_deadline(TODAY));
            let sure = StatementForm { deadline_sure: "yes".to_owned(), ..form };
            numbers.push(enter_statement(desk, &cy, &sure, Vec::new(), later(2)).await.unwrap());
        }
        let [years, days] = numbers[..] else { unreachable!("both were recorded") };
        let far = world.statement(years).await;
        assert_eq!(far.due(), Some(date(2033, 1, 31)));
        assert!(is_open(&world, years).await && !far.is_overdue(false, date(2033, 1, 31)));
        let past = world.statement(days).await;
        assert_eq!(past.due(), Some(date(2026, 8, 24)));
        assert!(past.is_overdue(false, TODAY), "it is late from the first day");
        let overdue = overview(desk, &cy, later(3)).await.unwrap().overdue.rows;
        assert_eq!(overdue.iter().map(|row| row.number).collect::<Vec<_>>(), [days]);
        let ours = StatementForm {
            deadline: "2033-01-31".to_owned(),
            deadline_sure: "yes".to_owned(),
            ..crate::world::question()
        };
        let refused = draft_statement(desk, &world.actor("Anna").await, &ours, later(4)).await;
        writeln!(said, "{}", fault(refused.map(|_| ()))).unwrap();
        insta::assert_snapshot!("unlikely_deadlines", said);
    }
}

/// RSP-3: of two replies at once both stand, and the first settles it; without a deadline it is open all the same.
#[tokio::test]
async fn two_replies_at_once_both_stand_and_the_first_settles_it() {
    for world in worlds("twice").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let (id, cy) = (receive_letter(&world).await, world.actor("Cy").await);
        let form = StatementForm { deadline: String::new(), ..letter_form() };
        let number = take_item(desk, &cy, id, &form, &keeping(&[1]), later(0)).await.unwrap();
        let statement = world.statement(number).await;
        assert!(statement.due().is_none() && is_open(&world, number).await);
        assert!(!statement.is_overdue(false, date(2033, 1, 1)));
        let form = reply_form(desk, &anna, number, "done").await.unwrap();
        let form =
            StatementForm { text: "Done.".to_owned(), consensus: "groups".to_owned(), ..form };
        let first = answer(&world, &form, 10).await;
        let second = answer(&world, &form, 20).await;
        assert_eq!(settled_by(&world, number).await, [first, second]);
        let bo = world.actor("Bo").await;
        withdraw_statement(desk, &bo, first, "Sent twice.", later(40)).await.unwrap();
        assert_eq!(settled_by(&world, number).await, [second]);
        assert!(!is_open(&world, number).await);
        let links = world.statement(second).await.links;
        assert_eq!(links, [Link { kind: LinkKind::Answers, number }]);
        insta::assert_snapshot!("twice_history", world.history(number).await);
    }
}
