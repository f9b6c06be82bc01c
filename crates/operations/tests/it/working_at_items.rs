//! People at work at received messages: whose each is, who has it open, what its sender is asked, and what becomes of a
//! letter that is not for everyone or from somebody unknown (IN-1, REC-3).

use std::fmt::Write as _;

use bytes::Bytes;
use jiff::Timestamp;
use operations::{
    Arrival, Failure, Question, Recording, SenderEntry, Shown, StatementForm, ask_sender,
    close_item, item_form, item_owners, open_item, read_waiting_items, receive_message, take_item,
};
use rules::{ItemState, Refusal};

use crate::receiving::{letter_form, receive_letter};
use crate::world::{World, keeping, later, now, worlds};

/// Hands in a message from somebody, with headers of its own and a text.
async fn receive(world: &World, headers: &str, text: &str, at: Timestamp) -> i64 {
    let message = format!(
        "From: Kim Maker <kim@example.com>\r\nTo: statements@liaison.example.org\r\nDate: Tue, 1 Sep 2026 \
         08:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n{headers}\r\n\r\n{text}\r\n"
    );
    let arrival = Arrival {
        envelope_from: "kim@example.com".to_owned(),
        envelope_to: "statements@liaison.example.org".to_owned(),
        bytes: Bytes::from(message),
        ..Arrival::default()
    };
    receive_message(&world.desk, &arrival, at).await.unwrap()
}

/// Returns what was done with a message, a line an event.
async fn done(world: &World, id: i64) -> String {
    let mut lines = String::new();
    for event in world.desk.store.reader().item_events(id).await.unwrap() {
        let (kind, name, words) = (event.kind, event.name, event.words);
        writeln!(lines, "{kind} by {name}: {words}").unwrap();
    }
    lines
}

fn refused(failure: &Failure) -> String {
    let Failure::Refused(refusal) = failure else { panic!("{failure:?}") };
    refusal.to_string()
}

/// IN-1: with a formal relationship the liaison manager sees to it, else whoever coordinates.
#[tokio::test]
async fn a_message_is_the_liaison_managers_once_it_is_known_whom_it_is_from() {
    for world in worlds("itemowners").await {
        let desk = &world.desk;
        let id = receive_letter(&world).await;
        let head = "Subject: Liaison statement on clocks\r\nMessage-ID: <k1@example.com>";
        let text = "LIAISON STATEMENT\n\nFrom: ETU Study Group 1\nTo: IETF TSYNC\nFor: Information\n\nWe know the time.";
        let known = receive(&world, head, text, later(1)).await;
        let (before, _) = desk.store.reader().items(ItemState::Waiting, 1, 10).await.unwrap();
        let owners = item_owners(desk, &before, later(2)).await.unwrap();
        assert_eq!(owners[&known].assigned, "Cy Coordinator, liaison coordinator");
        read_waiting_items(desk, later(3)).await.unwrap();
        let owners = item_owners(desk, &before, later(4)).await.unwrap();
        assert_eq!(owners[&known].assigned, "Di Manager, liaison manager");
        let cy = world.actor("Cy").await;
        open_item(desk, &cy, id, false, later(5)).await.unwrap();
        let owners = item_owners(desk, &before, later(6)).await.unwrap();
        assert_eq!(owners[&id].held_by, "Cy Coordinator");
        let long_after = item_owners(desk, &before, later(60)).await.unwrap();
        assert_eq!(long_after[&id].held_by, "", "nobody has it for ever");
    }
}

#[tokio::test]
async fn of_two_who_open_a_message_the_second_sees_who_has_it_and_may_take_it_over() {
    for world in worlds("itemholders").await {
        let desk = &world.desk;
        let id = receive_letter(&world).await;
        let (cy, di) = (world.actor("Cy").await, world.actor("Di").await);
        let holder = |held: Option<rules::Holder>| held.map(|held| (held.name, held.since));
        let first = open_item(desk, &cy, id, false, now()).await.unwrap();
        assert_eq!(holder(first), Some(("Cy Coordinator".to_owned(), now())));
        let second = open_item(desk, &di, id, false, later(5)).await.unwrap();
        assert_eq!(
            holder(second),
            Some(("Cy Coordinator".to_owned(), now())),
            "she is told who has it"
        );
        let again = open_item(desk, &cy, id, false, later(20)).await.unwrap();
        assert_eq!(
            holder(again),
            Some(("Cy Coordinator".to_owned(), now())),
            "since he came first"
        );

        let failures = [
            take_item(desk, &di, id, &letter_form(), &keeping(&[1]), later(40)).await.unwrap_err(),
            close_item(desk, &di, id, "No statement.", later(40)).await.unwrap_err(),
            ask_sender(desk, &di, id, &question(), later(40)).await.unwrap_err(),
        ];
        for failure in &failures {
            let name = "Cy Coordinator".to_owned();
            assert_eq!(refused(failure), Refusal::BeforeAnother { name }.to_string());
        }
        let mine = open_item(desk, &di, id, true, later(41)).await.unwrap();
        assert_eq!(holder(mine), Some(("Di Manager".to_owned(), later(41))));
        let his = take_item(desk, &cy, id, &letter_form(), &keeping(&[1]), later(42)).await;
        assert!(refused(&his.unwrap_err()).starts_with("Di Manager has this message open"));
        take_item(desk, &di, id, &letter_form(), &keeping(&[1]), later(43)).await.unwrap();
        assert_eq!(
            done(&world, id).await,
            "Taken over by Di Manager: From Cy Coordinator.\nRecorded by Di Manager: As statement 1.\n"
        );
        let anna = world.actor("Anna").await;
        let stranger = open_item(desk, &anna, id, true, later(44)).await.unwrap_err();
        assert!(matches!(stranger, Failure::NotFound("message")), "{stranger:?}");
    }
}

fn question() -> Question {
    Question {
        to: "Lee Rapporteur <lee@example.com>".to_owned(),
        subject: "Re: Liaison on the holdover of boundary clocks".to_owned(),
        text: "Dear Lee,\r\n\r\nwhich of our groups is it for?\r\n\r\nCy\r\n".to_owned(),
    }
}

/// What the sender is asked is mailed from here, and their answer is put beside the message, whatever it was closed for.
#[tokio::test]
async fn a_sender_is_asked_and_the_answer_joins_the_message() {
    for world in worlds("itemasking").await {
        let desk = &world.desk;
        let (id, cy) = (receive_letter(&world).await, world.actor("Cy").await);
        let offered = item_form(desk, &cy, id, 0, now()).await.unwrap().question;
        assert_eq!(offered.to, "sg1-replies@example.com", "where they want answers to go");
        assert_eq!(offered.subject, "Re: Liaison on the holdover of boundary clocks");
        ask_sender(desk, &cy, id, &question(), later(5)).await.unwrap();
        let reader = desk.store.reader();
        let (mails, _) = reader.mails(1, 10).await.unwrap();
        let asked = world.mail(&mails[0]).await;
        insta::assert_snapshot!("a_question_to_a_sender", asked);
        let message_id = asked.split("Message-ID: <").nth(1).unwrap().split('>').next().unwrap();

        close_item(desk, &cy, id, "Nobody knows what it is.", later(6)).await.unwrap();
        let head = format!(
            "Subject: Re: Liaison on the holdover\r\nMessage-ID: <k2@example.com>\r\nIn-Reply-To: <{message_id}>"
        );
        let answer = receive(&world, &head, "For TSYNC, please.", later(7)).await;
        let other =
            "Subject: Re: Lunch\r\nMessage-ID: <k3@example.com>\r\nIn-Reply-To: <k0@example.com>";
        let lunch = receive(&world, other, "At noon.", later(8)).await;

        let open = item_form(desk, &cy, id, 0, later(9)).await.unwrap();
        assert_eq!(open.item.state, ItemState::Waiting, "it waits again");
        let answers: Vec<(i64, &str)> =
            open.work.answers.iter().map(|it| (it.id, it.text.trim())).collect();
        assert_eq!(answers, [(answer, "For TSYNC, please.")]);
        let joined = item_form(desk, &cy, answer, 0, later(9)).await.unwrap();
        assert_eq!((joined.item.state, joined.work.about), (ItemState::Closed, Some(id)));
        let unrelated = item_form(desk, &cy, lunch, 0, later(9)).await.unwrap();
        assert_eq!((unrelated.item.state, unrelated.work.about), (ItemState::Waiting, None));
        assert_eq!(
            done(&world, id).await,
            "Sender asked by Cy Coordinator: Dear Lee,\r\n\r\nwhich of our groups is it for?\r\n\r\nCy\n\
             Closed by Cy Coordinator: Nobody knows what it is.\n\
             Sender answered by Kim Maker <kim@example.com>: \n"
        );
    }
}

/// An answer that comes after the message was recorded is not put away with it: somebody has to look.
#[tokio::test]
async fn an_answer_that_comes_too_late_waits_on_its_own() {
    for world in worlds("itemlate").await {
        let desk = &world.desk;
        let (id, cy) = (receive_letter(&world).await, world.actor("Cy").await);
        ask_sender(desk, &cy, id, &question(), later(5)).await.unwrap();
        let (mails, _) = desk.store.reader().mails(1, 10).await.unwrap();
        let asked = world.mail(&mails[0]).await;
        let message_id = asked.split("Message-ID: <").nth(1).unwrap().split('>').next().unwrap();
        take_item(desk, &cy, id, &letter_form(), &keeping(&[1]), later(6)).await.unwrap();
        let head =
            format!("Subject: Re\r\nMessage-ID: <k4@example.com>\r\nReferences: <{message_id}>");
        let answer = receive(&world, &head, "It was for PATHS!", later(7)).await;
        let open = item_form(desk, &cy, answer, 0, later(8)).await.unwrap();
        assert_eq!((open.item.state, open.work.about), (ItemState::Waiting, Some(id)));
    }
}

#[tokio::test]
async fn a_question_that_cannot_be_mailed_is_refused_beside_its_fields() {
    for world in worlds("itembadask").await {
        let desk = &world.desk;
        let (id, cy) = (receive_letter(&world).await, world.actor("Cy").await);
        let bad = Question {
            to: "Lee".to_owned(),
            subject: "One\nTwo".to_owned(),
            text: " \n".to_owned(),
        };
        let failure = ask_sender(desk, &cy, id, &bad, now()).await.unwrap_err();
        let Failure::Refused(Refusal::Fields(faults)) = failure else { panic!("{failure:?}") };
        let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["question_to", "question_subject", "question"]);
        assert_eq!(desk.store.reader().mails(1, 10).await.unwrap().1, 0);
        assert_eq!(done(&world, id).await, "");
    }
}

/// REC-3: the name as written is enough, and whoever keeps the directory may enter it by the same click.
#[tokio::test]
async fn an_unknown_sender_gets_an_entry_in_the_form_that_records_its_letter() {
    for world in worlds("itemsender").await {
        let desk = &world.desk;
        let cy = world.actor("Cy").await;
        let head = "Subject: Liaison statement on kilns\r\nMessage-ID: <k5@example.com>";
        let text = "LIAISON STATEMENT\n\nFrom: Kiln Makers Forum (KMF)\nTo: IETF TSYNC\nFor: Information\n\nWe burn.";
        let id = receive(&world, head, text, now()).await;
        read_waiting_items(desk, later(1)).await.unwrap();
        let open = item_form(desk, &cy, id, 0, later(2)).await.unwrap();
        let offered =
            SenderEntry::New { acronym: "kmf".to_owned(), name: "Kiln Makers Forum".to_owned() };
        assert_eq!((&open.sender, open.form.from_groups.as_str()), (&offered, ""));

        let taken = SenderEntry::New { acronym: "etu".to_owned(), name: String::new() };
        let recording = Recording { sender: taken, ..keeping(&[]) };
        let failure = take_item(desk, &cy, id, &open.form, &recording, later(3)).await.unwrap_err();
        let Failure::Refused(Refusal::Fields(faults)) = failure else { panic!("{failure:?}") };
        let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["sender_acronym", "sender_name"]);

        let recording = Recording { sender: offered, ..keeping(&[]) };
        let number = take_item(desk, &cy, id, &open.form, &recording, later(4)).await.unwrap();
        let from = world.statement(number).await.from;
        assert_eq!(from.groups[0].acronym, "kmf");
        assert_eq!(from.as_written, ["Kiln Makers Forum (KMF)"]);
        let changes = desk.store.reader().directory_changes(from.groups[0].id, 10).await.unwrap();
        let made = changes.iter().find(|change| change.what == "made").unwrap();
        assert_eq!((made.is.as_str(), made.by.name()), ("Kiln Makers Forum", "Cy Coordinator"));

        let text = "LIAISON STATEMENT\n\nFrom: United Alliance of Kilns\nTo: IETF TSYNC\nFor: Information\n\nWe burn on.";
        let head = "Subject: Liaison statement on more kilns\r\nMessage-ID: <k6@example.com>";
        let second = receive(&world, head, text, later(5)).await;
        read_waiting_items(desk, later(6)).await.unwrap();
        let open = item_form(desk, &cy, second, 0, later(7)).await.unwrap();
        let of = |of: &str| Recording {
            sender: SenderEntry::OtherName { of: of.to_owned() },
            ..keeping(&[])
        };
        let failure = take_item(desk, &cy, second, &open.form, &of("nobody"), later(8)).await;
        assert!(refused(&failure.unwrap_err()).contains("has no entry “nobody”"));
        let number = take_item(desk, &cy, second, &open.form, &of("kmf"), later(9)).await.unwrap();
        assert_eq!(world.statement(number).await.from.groups[0].acronym, "kmf");
        let directory = desk.store.reader().directory().await.unwrap();
        let known = directory.by_alias("United Alliance of Kilns").unwrap();
        assert_eq!(known.acronym, "kmf", "its next letter is read as from it");
    }
}

/// An organization's members-only papers do not become public because somebody was in a hurry.
#[tokio::test]
async fn a_letter_that_is_marked_waits_until_it_is_decided_who_may_read_it() {
    for world in worlds("itemmarked").await {
        let desk = &world.desk;
        let (id, cy) = (receive_letter(&world).await, world.actor("Cy").await);
        let marked = StatementForm {
            text: "MEMBERS ONLY\n\nHow long may a boundary clock hold over?\n".to_owned(),
            ..letter_form()
        };
        let decided = |shown| Recording { shown, ..keeping(&[1]) };
        let undecided = take_item(desk, &cy, id, &marked, &decided(None), later(1)).await;
        assert_eq!(
            refused(&undecided.unwrap_err()),
            "shown: The letter says “members only”: decide what everyone may read before it is recorded."
        );
        let left = decided(Some(Shown::WithoutFiles));
        let left = take_item(desk, &cy, id, &marked, &left, later(1)).await;
        assert_eq!(
            refused(&left.unwrap_err()),
            "text: This text is for everyone, and still says “members only”: write what all may read."
        );
        let number = take_item(desk, &cy, id, &marked, &decided(Some(Shown::Everyone)), later(2))
            .await
            .unwrap();
        let history = world.history(number).await;
        assert!(history.contains("it was decided that everyone may read it"), "{history}");
        assert!(world.statement(number).await.attachments[0].hidden.is_none());
    }
}

const MARKED: &str = "From: Kim Maker <kim@example.com>\r\nTo: statements@liaison.example.org\r\nSubject: On ovens\r\n\
    Message-ID: <k7@example.com>\r\nDate: Tue, 1 Sep 2026 08:00:00 +0000\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the letter.\r\n\
    --b\r\nContent-Type: text/plain; name=\"ovens.txt\"\r\nContent-Disposition: attachment; \
    filename=\"ovens.txt\"\r\n\r\nLIAISON STATEMENT\r\nRestricted\r\ndistribution\r\n\r\nFrom: ETU Study Group 1\r\n\
    To: IETF TSYNC\r\nFor: Information\r\n\r\nThe ovens are secret.\r\n--b--\r\n";

#[tokio::test]
async fn the_files_of_a_marked_letter_are_kept_from_everyone_and_from_every_mail() {
    for world in worlds("itemhidden").await {
        let desk = &world.desk;
        let cy = world.actor("Cy").await;
        let arrival =
            Arrival { bytes: Bytes::from_static(MARKED.as_bytes()), ..Arrival::default() };
        let id = receive_message(desk, &arrival, now()).await.unwrap();
        read_waiting_items(desk, later(1)).await.unwrap();
        let open = item_form(desk, &cy, id, 0, later(2)).await.unwrap();
        assert_eq!(open.markings, ["restricted distribution"]);
        let text = "It tells us something about ovens.\n".to_owned();
        let form = StatementForm { text, ..letter_form() };
        let shown = Some(Shown::WithoutFiles);
        let recording = Recording { shown, ..keeping(&[1]) };
        let number = take_item(desk, &cy, id, &form, &recording, later(3)).await.unwrap();
        let history = world.history(number).await;
        assert!(history.contains("its files are kept, and not shown to everyone"), "{history}");
        let file = world.statement(number).await.attachments.remove(0);
        assert_eq!(file.hidden.as_deref(), Some("Its sender marked it as not for everyone."));
        let mails = world.mails(number).await;
        assert!(mails.contains("It tells us something about ovens."), "{mails}");
        assert!(!mails.contains("secret") && !mails.contains("filename"), "{mails}");
    }
}
