//! A received letter fills its form, and each field says from what (design §6, REC-6).

use std::sync::Arc;

use bytes::Bytes;
use jiff::SignedDuration;
use letters::writing::{LetterFields, Template};
use operations::{
    Arrival, Failure, ItemForm, ItemGlance, ReadProgress, StatementForm, close_item,
    finish_reading, item_form, item_glances, queue_older_readings, read_received,
    read_waiting_items, receive_message, reopen_item, take_item, take_readings,
};
use rules::{ItemState, Number};
use store::testing::made_groups;
use store::{GroupEntry, NewReading};

#[path = "../../../../tests/outlook.rs"]
mod outlook;

use crate::receiving::letter_form;
use crate::world::{TODAY, World, keeping, later, now, worlds};

use outlook::{Enclosed, wrapping};

const LETTER: &str = "LIAISON STATEMENT

Document:  SG1-LS15
Source:    ETU Study Group 1
Title:     Reply on the holdover of boundary clocks
Date:      30 August 2026
In response to: tsync-7
To:        tsync
Cc:        kio
For:       Action
Deadline:  15 October 2026
Contact:   Lee Rapporteur, lee@example.com
Send any reply to: sg1-replies@example.com

Dear colleagues,

how long may a boundary clock hold over?
";

const OTHER: &str = "LIAISON STATEMENT

Document:  SG1-LS16
Source:    ETU Study Group 1, Question 4
Title:     On days without a night
To:        Kilohertz Organization
For:       Information
Contact:   Lee Rapporteur, lee@example.com

Dear colleagues,

the days of the north have no night in June.
";

const TALK: &str = "I read their statement and think that we should answer it.\n\nAnna\n";

/// Returns a message as mail servers hand it over.
pub(crate) fn message(subject: &str, text: &str, files: &[(&str, &str)]) -> Bytes {
    let mut message = format!(
        "From: Lee Rapporteur <lee@example.com>\nTo: liaison-coordination@example.org\nSubject: {subject}\n\
         Date: Mon, 31 Aug 2026 09:00:00 +0200\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n\
         --b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    );
    for (name, content) in files {
        message.push_str(&format!(
            "--b\nContent-Type: text/plain; charset=utf-8; name=\"{name}\"\n\
             Content-Disposition: attachment; filename=\"{name}\"\n\n{content}\n"
        ));
    }
    message.push_str("--b--\n");
    Bytes::from(message.replace('\n', "\r\n"))
}

async fn receive(world: &World, bytes: Bytes) -> i64 {
    let arrival = Arrival {
        envelope_from: "lee@example.com".to_owned(),
        envelope_to: "liaison-coordination@example.org".to_owned(),
        bytes,
        ..Arrival::default()
    };
    receive_message(&world.desk, &arrival, now()).await.unwrap()
}

/// Receives a message and reads it, as a worker does soon after; returns its form as a coordinator sees it.
pub(crate) async fn open(world: &World, bytes: Bytes) -> ItemForm {
    let id = receive(world, bytes).await;
    read_waiting_items(&world.desk, now()).await.unwrap();
    item_form(&world.desk, &world.actor("Cy").await, id, 0, later(9)).await.unwrap()
}

/// Records a statement that is known by this number.
pub(crate) async fn record(world: &World, identifier: &str, subject: &str) -> Number {
    let id = receive(world, message(subject, TALK, &[])).await;
    let mut form = letter_form();
    (form.identifiers, form.subject) = (identifier.to_owned(), subject.to_owned());
    take_item(&world.desk, &world.actor("Cy").await, id, &form, &keeping(&[]), later(1))
        .await
        .unwrap()
}

/// Returns what each field was filled from, a line for each thing.
pub(crate) fn proofs(open: &ItemForm) -> String {
    let mut shown = String::new();
    for (field, proof) in open.proofs.all() {
        shown.push_str(&format!("{field}\n"));
        for evidence in &proof.evidence {
            let words = evidence.text.replace('\n', "⏎");
            let there =
                evidence.at.map(|(start, end)| open.letter().unwrap().text.text.get(start..end));
            let there = match there {
                None => "",
                Some(found) if found == Some(evidence.text.as_str()) => ", which stands there",
                Some(_) => ", WHICH DOES NOT STAND THERE",
            };
            shown.push_str(&format!("  “{words}”: {}{there}\n", evidence.place));
        }
        for one in &proof.statements {
            shown.push_str(&format!("  {} is {}, {}\n", one.identifier, one.number, one.subject));
        }
        proof.notes.iter().for_each(|note| shown.push_str(&format!("  {note}\n")));
        proof.doubts.iter().for_each(|doubt| shown.push_str(&format!("  ? {doubt}\n")));
    }
    shown
}

/// REC-6, REC-11, CON-2, CON-4, CON-7, PUR-3: the fields of the letter, the groups, the statement that it answers.
#[tokio::test]
async fn a_received_letter_fills_its_form_and_each_field_says_from_what() {
    for world in worlds("filled").await {
        let answered = record(&world, "TSYNC-7", "On clocks").await;
        assert_eq!(answered, Number(1));
        let files = [("SG1-LS15.txt", LETTER), ("figures.txt", "1 2 3\n")];
        let open = open(&world, message("A letter", "Please see the attachment.\n", &files)).await;
        assert_eq!(open.progress, ReadProgress::Read);
        assert_eq!(open.letter().unwrap().reading.file, "SG1-LS15.txt");
        insta::assert_json_snapshot!("filled_form", open.form);
        insta::assert_snapshot!("filled_proofs", proofs(&open));
        let (cy, id) = (world.actor("Cy").await, open.item.id);
        let number =
            take_item(&world.desk, &cy, id, &open.form, &keeping(&[1, 2]), later(5)).await.unwrap();
        let statement = world.statement(number).await;
        assert_eq!(statement.subject, "Reply on the holdover of boundary clocks");
        assert_eq!(statement.answers(), [answered]);
    }
}

/// PUR-2: a deadline that nobody can have meant is filled in as the letter has it, and pointed out.
#[tokio::test]
async fn a_deadline_that_nobody_can_have_meant_is_pointed_out() {
    for world in worlds("doubtful").await {
        for (day, why) in [
            ("15 October 2033", "This is more than five years ahead."),
            ("15 August 2026", "This lies before the day on which it was sent."),
        ] {
            let letter = LETTER.replace("15 October 2026", day);
            let message = message(&format!("By {day}"), "", &[("SG1-LS15.txt", &letter)]);
            let open = open(&world, message).await;
            assert!(open.form.doubts_deadline(TODAY), "{}", open.form.deadline);
            assert_eq!(open.proofs.of("deadline").unwrap().doubts, [why]);
        }
        let open = open(&world, message("A letter", "", &[("SG1-LS15.txt", LETTER)])).await;
        assert!(!open.form.doubts_deadline(TODAY));
    }
}

/// IN-2, REC-6: a letter that Outlook wrapped for itself is read as one that came beside the message, and is what is kept of it;
/// of a wrapping that was cut off, what is there, and that something is missing.
#[tokio::test]
async fn a_letter_that_outlook_wrapped_is_read_and_kept() {
    let fields = LetterFields {
        from: vec!["ETU Study Group 1".to_owned()],
        to: vec!["Time Synchronization".to_owned()],
        subject: "On days without a night".to_owned(),
        purpose: Some(rules::Purpose::Information),
        text: "The days of the north have no night in June.\n".to_owned(),
        ..LetterFields::default()
    };
    let docx = Template::built_in("plain").unwrap().write(&fields).unwrap();
    let whole = wrapping(
        "Please find our letter.\r\n",
        &[
            Enclosed {
                names: ("SG1-LS16 – nights.docx", "SG1-LS~1.DOC"),
                media_type: "application/octet-stream",
                bytes: &docx,
                is_wrapping: false,
            },
            Enclosed {
                names: ("figures.txt", "FIGURES.TXT"),
                media_type: "text/plain",
                bytes: b"1 2 3\n",
                is_wrapping: false,
            },
        ],
    );
    for world in worlds("outlook").await {
        let opened = open(&world, in_winmail(&whole)).await;
        assert_eq!(opened.letter().unwrap().reading.file, "SG1-LS16 – nights.docx");
        assert_eq!(opened.letter().unwrap().reading.warnings, [] as [&str; 0]);
        let form = &opened.form;
        assert_eq!(
            (form.subject.as_str(), form.from_groups.as_str()),
            (fields.subject.as_str(), "etu-sg1")
        );
        assert_eq!(form.text.trim(), fields.text.trim());
        let names: Vec<&str> = opened.item.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["SG1-LS16 – nights.docx", "figures.txt"], "not as winmail.dat");
        assert!(opened.item.parts[0].media_type.contains("wordprocessingml"), "by its content");
        let cy = world.actor("Cy").await;
        let kept = keeping(&[1, 2]);
        let number =
            take_item(&world.desk, &cy, opened.item.id, form, &kept, later(9)).await.unwrap();
        let attached = world.statement(number).await.attachments;
        assert_eq!(attached[0].file_name(), "SG1-LS16 – nights.docx");

        let cut = open(&world, in_winmail(&whole[..whole.len() - 40])).await;
        let names: Vec<&str> = cut.item.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["winmail.dat", "SG1-LS16 – nights.docx", "FIGURES.TXT"]);
        let warnings = cut.letter().unwrap().reading.warnings.join(" ");
        assert!(warnings.contains("not all of it could be read"), "{warnings}");
    }
}

/// Returns a message as Outlook sends it to whom it takes for another Outlook.
fn in_winmail(wrapped: &[u8]) -> Bytes {
    let coded = data_encoding::BASE64_MIME.encode(wrapped);
    let message = format!(
        "From: Lee Rapporteur <lee@example.com>\r\nTo: liaison-coordination@example.org\r\nSubject: A letter\r\n\
         Date: Mon, 31 Aug 2026 09:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\
         \r\n--b\r\nContent-Type: text/plain\r\n\r\nPlease find our letter.\r\n--b\r\nContent-Type: application/ms-tnef; \
         name=\"winmail.dat\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; \
         filename=\"winmail.dat\"\r\n\r\n{coded}\r\n--b--\r\n"
    );
    Bytes::from(message)
}

/// A letter that is in the text of the message: what it was read from stands in that text.
#[tokio::test]
async fn a_letter_in_the_text_of_a_forwarded_message_is_shown_where_it_stands() {
    for world in worlds("forwarded").await {
        let text = format!(
            "Please record this.\n\nAnna\n\n-----Original Message-----\nFrom: Lee Rapporteur <lee@example.com>\n\
             Sent: Monday, 31 August 2026\nTo: Anna\nSubject: SG1-LS15\n\n{LETTER}"
        );
        let open = open(&world, message("Fwd: SG1-LS15", &text, &[])).await;
        assert_eq!(open.form.subject, "Reply on the holdover of boundary clocks");
        let shown = proofs(&open);
        assert!(!shown.contains("WHICH DOES NOT STAND THERE"), "{shown}");
        assert!(shown.contains("“15 October 2026”: table 1, row 9, which stands there"), "{shown}");
    }
}

/// A message with two statements offers both; whoever names another organization alone is told that nobody is told.
#[tokio::test]
async fn of_several_letters_in_a_message_each_can_fill_the_form() {
    for world in worlds("several").await {
        let files = [("SG1-LS15.txt", LETTER), ("SG1-LS16.txt", OTHER)];
        let first = open(&world, message("Two letters", "See below.\n", &files)).await;
        assert_eq!((first.letters.len(), first.chosen), (2, 0));
        let cy = world.actor("Cy").await;
        let second = item_form(&world.desk, &cy, first.item.id, 1, later(9)).await.unwrap();
        assert_eq!(second.form.subject, "On days without a night");
        assert_eq!(second.form.to_groups, "", "another organization is not told by us");
        assert_eq!(second.form.to_contacts, "");
        insta::assert_snapshot!("second_proofs", proofs(&second));
        let none = item_form(&world.desk, &cy, first.item.id, 7, later(9)).await.unwrap();
        assert_eq!((none.chosen, none.form), (0, first.form));
    }
}

/// A list's talk about a statement is none: the reason is there to close it with.
#[tokio::test]
async fn talk_about_a_statement_is_no_statement_and_says_why() {
    for world in worlds("talk").await {
        let open = open(&world, message("Re: Their statement", TALK, &[])).await;
        let reading = &open.letter().unwrap().reading;
        assert!(!reading.is_statement);
        assert_eq!(reading.reasons, ["No statement: it answers another message."]);
        assert_eq!(open.form.subject, "Re: Their statement", "the form is there all the same");
        assert_eq!(open.form.from_contacts, "Lee Rapporteur <lee@example.com>");
    }
}

/// A number that is on the record already is pointed out before the same letter is recorded twice.
#[tokio::test]
async fn a_letter_that_may_be_on_the_record_already_is_pointed_out() {
    for world in worlds("already").await {
        let number = record(&world, "sg1-ls15", "The same by another way").await;
        let open = open(&world, message("A letter", "", &[("SG1-LS15.txt", LETTER)])).await;
        let same: Vec<_> = open.same.iter().map(|one| (one.number, one.subject.as_str())).collect();
        assert_eq!(same, [(number, "The same by another way")]);
        let notes = &open.proofs.of("in_response_to").unwrap().notes;
        assert_eq!(*notes, ["Nothing on the record is known as “tsync-7”."]);
    }
}

#[tokio::test]
async fn until_a_message_is_read_its_form_has_what_is_known_without() {
    for world in worlds("unread").await {
        let desk = &world.desk;
        let id = receive(&world, message("A letter", "Hello.\n", &[("LS.txt", LETTER)])).await;
        let (cy, reader) = (world.actor("Cy").await, desk.store.reader());
        let open = item_form(desk, &cy, id, 0, later(9)).await.unwrap();
        assert_eq!((open.progress, open.letters.len()), (ReadProgress::BeingRead, 0));
        assert_eq!(open.form.subject, "A letter");
        let item = [open.item];
        let glances = item_glances(&reader, &item).await.unwrap();
        assert_eq!(glances.get(&id), Some(&ItemGlance::BeingRead));
        read_waiting_items(desk, now()).await.unwrap();
        let glances = item_glances(&reader, &item).await.unwrap();
        insta::assert_debug_snapshot!("glance", glances.get(&id).unwrap());
        let anna = world.actor("Anna").await;
        let refused = item_form(desk, &anna, id, 0, later(9)).await.unwrap_err();
        assert!(matches!(refused, Failure::NotFound(_)), "as for everybody else");
    }
}

/// What a worker left behind is read by another; what nobody gets through is given up, and its form stays usable.
#[tokio::test]
async fn a_message_on_which_every_worker_breaks_is_given_up_after_some_tries() {
    for world in worlds("givenup").await {
        let desk = &world.desk;
        let id = receive(&world, message("A letter", "", &[("LS.txt", LETTER)])).await;
        for hours in 0..4 {
            let at = now() + SignedDuration::from_hours(hours);
            assert_eq!(take_readings(desk, 5, at).await.unwrap().len(), 1, "try {hours}");
            assert_eq!(take_readings(desk, 5, at).await.unwrap().len(), 0, "it is claimed");
        }
        let at = now() + SignedDuration::from_hours(4);
        assert_eq!(take_readings(desk, 5, at).await.unwrap().len(), 0, "it is given up");
        let open = item_form(desk, &world.actor("Cy").await, id, 0, later(9)).await.unwrap();
        let why = "reading it never came to an end: read it yourself";
        assert_eq!(open.progress, ReadProgress::Unread(why.to_owned()));
        assert_eq!(open.form.subject, "A letter");
    }
}

/// Returns a message that waits, as an instance with an earlier version of the reader left it.
async fn read_by_an_earlier_version(world: &World) -> ItemForm {
    let open = open(world, message("A letter", "", &[("LS.txt", LETTER)])).await;
    let mut letters = open.letters;
    letters[0].reading.subject = Some("As an earlier version read it".to_owned());
    let letters = serde_json::to_string(&letters).unwrap();
    let reader = letters::reading::VERSION - 1;
    let reading = NewReading { reader, summary: "[]", letters: &letters, warning: "" };
    let mut tx = world.desk.store.begin("read").await.unwrap();
    tx.save_reading(open.item.id, &reading).await.unwrap();
    tx.commit().await.unwrap();
    item_form(&world.desk, &world.actor("Cy").await, open.item.id, 0, later(9)).await.unwrap()
}

/// REC-6: an improved reader reads what waits anew; until then, and where it cannot, the earlier reading fills the form.
#[tokio::test]
async fn what_waits_is_read_anew_by_an_improved_reader() {
    for world in worlds("improved").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let old = read_by_an_earlier_version(&world).await;
        assert_eq!(old.form.subject, "As an earlier version read it");
        assert_eq!(queue_older_readings(desk).await.unwrap(), 1);
        let claimed = take_readings(desk, 5, now()).await.unwrap();
        let [(claimed, _)] = &claimed[..] else { panic!("it is to be read") };
        let meanwhile = item_form(desk, &cy, old.item.id, 0, later(9)).await.unwrap();
        assert_eq!((meanwhile.progress, meanwhile.form), (ReadProgress::Read, old.form.clone()));
        finish_reading(desk, claimed, &[], "reading it broke off").await.unwrap();
        let unread = item_form(desk, &cy, old.item.id, 0, later(9)).await.unwrap();
        assert_eq!((unread.progress, unread.form), (ReadProgress::Read, old.form));
        assert_eq!(queue_older_readings(desk).await.unwrap(), 0, "it is not tried for ever");

        let old = read_by_an_earlier_version(&world).await;
        assert_eq!(queue_older_readings(desk).await.unwrap(), 1);
        read_waiting_items(desk, later(60)).await.unwrap();
        let new = item_form(desk, &cy, old.item.id, 0, later(9)).await.unwrap();
        assert_eq!(new.form.subject, "Reply on the holdover of boundary clocks");
        let list = item_glances(&desk.store.reader(), &[new.item]).await.unwrap();
        let Some(ItemGlance::Read(letters)) = list.get(&old.item.id) else { panic!("it is read") };
        assert_eq!(letters[0].subject, "Reply on the holdover of boundary clocks");
    }
}

/// What a person recorded or closed is theirs: no improved reader touches it.
#[tokio::test]
async fn what_was_recorded_or_closed_is_not_read_anew() {
    for world in worlds("notanew").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let old = read_by_an_earlier_version(&world).await;
        let form = StatementForm { subject: "As Cy corrected it".to_owned(), ..old.form };
        let number =
            take_item(desk, &cy, old.item.id, &form, &keeping(&[]), later(5)).await.unwrap();
        assert_eq!(queue_older_readings(desk).await.unwrap(), 0);
        read_waiting_items(desk, later(60)).await.unwrap();
        assert_eq!(world.statement(number).await.subject, "As Cy corrected it");
        let stored = desk.store.reader().reading(old.item.id).await.unwrap().unwrap();
        assert!(stored.letters.contains("As an earlier version read it"));
    }
}

/// The names of a directory are made once, and anew when another instance has changed it.
#[tokio::test]
async fn the_groups_of_a_letter_are_those_of_the_directory_as_it_is_now() {
    for world in worlds("names").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let letter = LETTER.replace("To:        tsync", "To:        IETF ntpext WG");
        let before = open(&world, message("A letter", "", &[("LS.txt", &letter)])).await;
        assert_eq!(before.form.to_groups, "");
        let directory = desk.store.reader().directory().await.unwrap();
        let names = desk.names.of(&directory);
        assert!(Arc::ptr_eq(&names, &desk.names.of(&directory)), "they are made once");
        let mut tx = desk.store.begin("another instance changes the directory").await.unwrap();
        let tsync = made_groups().into_iter().find(|group| group.acronym == "tsync").unwrap();
        let group = GroupEntry { acronym: "ntpext".to_owned(), ..tsync };
        tx.save_groups(&[group], &desk.ids, later(1)).await.unwrap();
        tx.commit().await.unwrap();
        let after = item_form(desk, &cy, before.item.id, 0, later(9)).await.unwrap();
        assert_eq!(after.form.to_groups, "ntpext");
    }
}

/// What was closed or set aside before it could be read is read when it is opened again; what was read stays read.
#[tokio::test]
async fn a_message_that_is_opened_again_is_read_once() {
    for world in worlds("again").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let aside =
            receive(&world, Bytes::from_static(b"Subject: Nobody wrote this\r\n\r\nHello.\r\n"))
                .await;
        read_waiting_items(desk, now()).await.unwrap();
        let open = item_form(desk, &cy, aside, 0, later(9)).await.unwrap();
        assert_eq!(open.progress, ReadProgress::Unread(String::new()));
        assert_eq!(open.item.state, ItemState::SetAside);
        reopen_item(desk, &cy, aside, later(8)).await.unwrap();
        let claimed = take_readings(desk, 5, now()).await.unwrap();
        let [(claimed, bytes)] = &claimed[..] else { panic!("it waits to be read") };
        let letters = read_received(bytes, &letters::NoConverter);
        finish_reading(desk, claimed, &letters, "").await.unwrap();
        close_item(desk, &cy, aside, "No letter.", later(8)).await.unwrap();
        reopen_item(desk, &cy, aside, later(8)).await.unwrap();
        assert_eq!(take_readings(desk, 5, later(60)).await.unwrap().len(), 0);
        let open = item_form(desk, &cy, aside, 0, later(9)).await.unwrap();
        assert_eq!(open.progress, ReadProgress::Read);
    }
}
