//! A statement goes out with a letter in the form of its receiver (BOD-4).

use std::sync::Arc;

use bytes::Bytes;
use letters::reading::{Hints, Reading, read_letter};
use letters::writing::Template;
use letters::{Limits, NoConverter, document_of, kind_of};
use operations::{
    Desk, Failure, NewAttachment, Settings, StatementForm, answer_consultation, approve_statement,
    attach, begin_correction, convert_letter, draft_statement, edit_statement, keep_pdf,
    letter_pdf, preview_statement, record_as_sent, remove_attachment, review_statement,
    submit_statement, take_conversions, write_letter,
};
use rules::{Attachment, AttachmentSource, Number, Policy, Purpose, State, Statement};

use crate::world::{World, later, now, question, worlds};

/// Returns a desk at which ETU wants letters in the form of ITU-T.
fn asking(world: &World) -> Desk {
    let text = world.desk.policy.source().replace("[letters]\n", "[letters]\netu = \"itu-t\"\n");
    Desk { policy: Arc::new(Policy::parse(&text).unwrap()), ..world.desk.clone() }
}

/// Returns the day after that on which the stories begin.
fn tomorrow() -> jiff::civil::Date {
    crate::world::TODAY.tomorrow().unwrap()
}

fn letter(statement: &Statement) -> &Attachment {
    statement.attachments.iter().find(|attachment| attachment.is_letter()).unwrap()
}

async fn bytes(desk: &Desk, statement: &Statement) -> Bytes {
    let rules::AttachmentBody::File { sha256: Some(sha256), .. } = &letter(statement).body else {
        panic!("a letter is a file")
    };
    desk.store.files().get(sha256).await.unwrap().unwrap()
}

fn read(docx: &[u8]) -> Reading {
    let document = document_of(docx, kind_of(docx, ""), &NoConverter, &Limits::default());
    read_letter(&document, &Hints::default())
}

/// Takes a draft through all its gates.
async fn send(world: &World, desk: &Desk, number: Number) {
    send_from(world, desk, number, 0).await;
}

async fn send_from(world: &World, desk: &Desk, number: Number, start: i64) {
    let later = |minutes| later(start + minutes);
    let revision = async || world.statement(number).await.revision;
    let actor = async |name| world.actor(name).await;
    submit_statement(desk, &actor("Anna").await, number, revision().await, later(10))
        .await
        .unwrap();
    approve_statement(desk, &actor("Bo").await, number, revision().await, later(20)).await.unwrap();
    answer_consultation(desk, &actor("Di").await, number, "etu", "", later(25)).await.unwrap();
    review_statement(desk, &actor("Cy").await, number, revision().await, later(30)).await.unwrap();
}

/// BOD-3, BOD-4, OUT-11: the letter says what the statement says, is seen before it goes, and goes byte for byte as it was
/// seen, its PDF beside it.
#[tokio::test]
async fn the_letter_that_was_seen_is_the_letter_that_goes_out() {
    for world in worlds("letters").await {
        let desk = asking(&world);
        let anna = world.actor("Anna").await;
        let number = draft_statement(&desk, &anna, &question(), now()).await.unwrap();
        let taken = take_conversions(&desk, 10, later(1)).await.unwrap();
        let [(conversion, docx)] = &taken[..] else { panic!("the letter is to be read") };
        assert!(conversion.is_letter && conversion.name == "letter-1-itu-t.docx");
        let missing = letter_pdf(&desk, &world.statement(number).await, None).await;
        assert!(matches!(missing, Err(Failure::NotFound(_))));
        keep_pdf(&desk, conversion, Bytes::from_static(b"%PDF-1.7 as seen")).await.unwrap();

        let statement = world.statement(number).await;
        let reading = read(docx);
        assert_eq!(reading.subject.as_deref(), Some(statement.subject.as_str()));
        assert_eq!(reading.text, statement.text);
        assert_eq!(
            (reading.from, reading.to),
            (vec!["Time Synchronization".to_owned()], vec!["ETU Study Group 1".to_owned()])
        );
        assert_eq!(reading.purpose, Some(Purpose::Action));
        assert_eq!(reading.deadline, statement.deadline().map(|deadline| deadline.date));
        let addresses = |people: &[letters::reading::Person]| {
            people.iter().map(|person| person.email.clone()).collect::<Vec<_>>()
        };
        let written = |contacts: &[rules::Contact]| {
            contacts.iter().filter_map(|it| it.address.clone()).collect::<Vec<_>>()
        };
        assert_eq!(addresses(&reading.contacts), written(&statement.from.contacts));
        assert_eq!(addresses(&reading.to_contacts), written(&statement.to.contacts));

        let preview = preview_statement(&desk, &anna, number, later(5)).await.unwrap();
        let seen: Vec<&str> =
            preview.mails[0].enclosures.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(seen, ["letter-1-itu-t.docx", "letter-1-itu-t.pdf", "statement.json"]);
        send(&world, &desk, number).await;
        let posted = world.statement(number).await;
        assert_eq!((posted.state, bytes(&desk, &posted).await), (State::Posted, docx.clone()));

        let mails = desk.store.reader().mail_of(number).await.unwrap();
        let mailed = mails.iter().find(|fate| fate.mail.kind == preview.mails[0].kind.slug());
        let sent = desk.store.files().get(&mailed.unwrap().mail.sha256).await.unwrap().unwrap();
        let message = mail::read(&sent, &mail::Limits::default()).unwrap();
        let files: Vec<(&str, &[u8])> = message
            .parts
            .iter()
            .map(|part| (part.name.as_deref().unwrap_or_default(), &part.bytes[..]))
            .collect();
        let pdf: &[u8] = b"%PDF-1.7 as seen";
        assert!(files.contains(&("letter-1-itu-t.docx", &docx[..])), "OUT-11: byte for byte");
        assert!(files.contains(&("letter-1-itu-t.pdf", pdf)), "BOD-3");
        let written = write_letter(&desk, &posted, None, later(90)).await.unwrap();
        assert_eq!(written.bytes, docx.to_vec(), "what went is what is shown");
        let consulted = mails.iter().find(|fate| fate.mail.kind.contains("consult")).unwrap();
        insta::assert_snapshot!("letter_consulted", world.mail(consulted).await);
    }
}

/// BOD-4, REC-2, OUT-11: the letter of a correction bears the number of the statement on the record and its own day, says what it
/// corrects, and goes as it was seen, with the same for programs.
#[tokio::test]
async fn the_letter_of_a_correction_says_what_it_corrects() {
    for world in worlds("letters_corrected").await {
        let desk = asking(&world);
        let anna = world.actor("Anna").await;
        let number = draft_statement(&desk, &anna, &question(), now()).await.unwrap();
        send(&world, &desk, number).await;
        let first = bytes(&desk, &world.statement(number).await).await;

        let next_day = 60 * 24;
        let why = ("The interval was wrong.", true);
        let own = begin_correction(&desk, &anna, number, why, later(next_day)).await.unwrap();
        let correction = world.statement(own).await;
        let letters: Vec<&str> = correction.attachments.iter().map(Attachment::file_name).collect();
        assert_eq!(letters, ["letter-1-version-2-itu-t.docx"], "its own, from the beginning");
        let form =
            StatementForm { text: "How long?\n".to_owned(), ..StatementForm::of(&correction) };
        edit_statement(&desk, &anna, own, 1, &form, later(next_day + 1)).await.unwrap();
        let docx = bytes(&desk, &world.statement(own).await).await;
        let reading = read(&docx);
        assert_eq!((reading.text.as_str(), reading.date), ("How long?\n", Some(tomorrow())));
        let limits = Limits::default();
        let text = document_of(&docx, kind_of(&docx, ""), &NoConverter, &limits).text;
        insta::assert_snapshot!("letter_corrected", text);

        let preview = preview_statement(&desk, &anna, own, later(next_day + 2)).await.unwrap();
        let before = crate::giving::count(&world, number).await;
        send_from(&world, &desk, own, next_day).await;
        let mails = &desk.store.reader().mail_of(number).await.unwrap()[before..];
        let mailed = mails.iter().find(|fate| fate.mail.kind == "correction").unwrap();
        let sent = desk.store.files().get(&mailed.mail.sha256).await.unwrap().unwrap();
        let message = mail::read(&sent, &mail::Limits::default()).unwrap();
        let files: Vec<&mail::Part> =
            message.parts.iter().filter(|part| part.name.is_some()).collect();
        let names = files.iter().filter_map(|part| part.name.as_deref());
        let previewed = &preview.mails[0];
        let seen: Vec<&str> = previewed.enclosures.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(seen, ["letter-1-version-2-itu-t.docx", "statement.json"]);
        assert_eq!(names.collect::<Vec<_>>(), seen);
        for (part, (.., size)) in files.iter().zip(&previewed.enclosures) {
            assert_eq!(part.bytes.len(), *size, "OUT-11: as it was seen");
        }
        assert_eq!(files[0].bytes.to_vec(), docx.to_vec());
        let json = String::from_utf8(files[1].bytes.to_vec()).unwrap();
        insta::assert_snapshot!("correction_for_programs", json);

        let corrected = world.statement(number).await;
        let kept: Vec<&str> = corrected.attachments.iter().map(Attachment::file_name).collect();
        assert_eq!(kept, ["letter-1-itu-t.docx", "letter-1-version-2-itu-t.docx"]);
        assert_eq!(bytes(&desk, &corrected).await, first, "what went first is kept");
        let shown = write_letter(&desk, &corrected, None, later(next_day + 90)).await.unwrap();
        assert_eq!(shown.bytes, docx.to_vec(), "what it says now is what is shown");
    }
}

/// BOD-4, OUT-9: a liaison manager puts a letter of their own in the place of the one that was made, and everybody is asked
/// again; when the statement changes, it is made again.
#[tokio::test]
async fn a_liaison_manager_may_put_another_letter_in_its_place() {
    for world in worlds("converted").await {
        let desk = asking(&world);
        let (anna, di) = (world.actor("Anna").await, world.actor("Di").await);
        let number = draft_statement(&desk, &anna, &question(), now()).await.unwrap();
        submit_statement(&desk, &anna, number, 1, later(1)).await.unwrap();
        let bo = world.actor("Bo").await;
        approve_statement(&desk, &bo, number, 2, later(2)).await.unwrap();
        let position = letter(&world.statement(number).await).position;
        let convert = async |name: &str, bytes: &'static [u8], minutes: i64| {
            let file = Some((name.to_owned(), Bytes::from_static(bytes)));
            convert_letter(&desk, &di, number, position, file, later(minutes)).await
        };
        assert!(
            convert("letter.txt", b"Not so.\n", 3).await.is_err(),
            "a text is no letter of theirs"
        );
        assert!(convert("letter.docx", b"", 3).await.is_err());
        let eve = world.actor("Eve").await;
        assert!(convert_letter(&desk, &eve, number, position, None, later(3)).await.is_err());
        convert("LS 12.pdf", b"%PDF-1.7 of ours", 3).await.unwrap();
        let converted = world.statement(number).await;
        assert_eq!(letter(&converted).source, AttachmentSource::Converted);
        assert!(converted.gates.iter().all(|gate| !gate.is_open()), "OUT-9");
        assert_eq!(bytes(&desk, &converted).await, &b"%PDF-1.7 of ours"[..]);

        let link =
            NewAttachment::Link { url: "https://example.org/".to_owned(), title: String::new() };
        attach(&desk, &anna, number, link, later(4)).await.unwrap();
        let statement = world.statement(number).await;
        assert_eq!(letter(&statement).file_name(), "LS 12.pdf", "a further file leaves it there");
        convert_letter(&desk, &di, number, position, None, later(5)).await.unwrap();
        let made = world.statement(number).await;
        assert_eq!(letter(&made).source, AttachmentSource::Made, "taken out again");
        assert_eq!(read(&bytes(&desk, &made).await).attachments, ["https://example.org/"]);

        convert("LS 13.pdf", b"%PDF-1.7 again", 6).await.unwrap();
        let statement = world.statement(number).await;
        let form =
            StatementForm { text: "How long?\n".to_owned(), ..StatementForm::of(&statement) };
        let revision = statement.revision;
        edit_statement(&desk, &anna, number, revision, &form, later(7)).await.unwrap();
        let edited = world.statement(number).await;
        assert_eq!(letter(&edited).source, AttachmentSource::Made, "it said something else");
        assert_eq!(read(&bytes(&desk, &edited).await).text, "How long?\n");
        insta::assert_snapshot!("letter_history", world.history(number).await);
    }
}

/// BOD-4: who wants no form gets no letter; what went otherwise went as it did.
#[tokio::test]
async fn a_letter_goes_only_where_it_is_wanted() {
    for world in worlds("unasked").await {
        let anna = world.actor("Anna").await;
        let number = draft_statement(&world.desk, &anna, &question(), now()).await.unwrap();
        assert_eq!(world.statement(number).await.attachments, []);
        let plain = write_letter(&world.desk, &world.statement(number).await, None, now()).await;
        assert_eq!(plain.unwrap().name, "letter-1-plain.docx");

        let desk = asking(&world);
        let number = draft_statement(&desk, &anna, &question(), now()).await.unwrap();
        let kept = remove_attachment(&desk, &anna, number, 1, later(1)).await;
        assert!(kept.is_err(), "what is made of the statement goes with it");
        submit_statement(&desk, &anna, number, 1, later(1)).await.unwrap();
        let cy = world.actor("Cy").await;
        let on = jiff::civil::date(2026, 1, 5);
        let sent = operations::SentOtherwise { on, how: "By post." };
        record_as_sent(&desk, &cy, number, sent, now() + jiff::SignedDuration::from_hours(9_000))
            .await
            .unwrap();
        assert_eq!(world.statement(number).await.attachments, []);
    }
}

/// BOD-4: templates are files that a liaison manager can replace; one that cannot be used keeps nobody from writing, and
/// lets nothing go out.
#[tokio::test]
async fn a_template_of_ones_own_takes_the_place_of_the_one_that_is_built_in() {
    let directory = tempfile::tempdir().unwrap();
    for world in worlds("templates").await {
        let settings = Settings {
            templates: Some(directory.path().to_owned()),
            ..Settings::clone(&world.desk.settings)
        };
        let desk = Desk { settings: Arc::new(settings), ..asking(&world) };
        let file = directory.path().join("itu-t.docx");
        std::fs::write(&file, Template::built_in("plain").unwrap().to_docx()).unwrap();
        let anna = world.actor("Anna").await;
        let number = draft_statement(&desk, &anna, &question(), now()).await.unwrap();
        let docx = bytes(&desk, &world.statement(number).await).await;
        let text = document_of(&docx, kind_of(&docx, ""), &NoConverter, &Limits::default()).text;
        assert!(text.contains("Subject:\tQuestion on the holdover"), "{text}");

        std::fs::write(&file, "no template").unwrap();
        let form = StatementForm {
            text: "How?\n".to_owned(),
            ..StatementForm::of(&world.statement(number).await)
        };
        edit_statement(&desk, &anna, number, 1, &form, later(1)).await.unwrap();
        assert_eq!(
            world.statement(number).await.attachments,
            [],
            "the draft is saved all the same"
        );
        let refused = submit_statement(&desk, &anna, number, 2, later(2)).await.unwrap_err();
        let why = refused.to_string();
        assert!(why.starts_with("No letter can be made in the form “itu-t”"), "{why}");
        let unknown =
            write_letter(&desk, &world.statement(number).await, Some("etsi"), now()).await;
        insta::assert_snapshot!("unknown_form", unknown.unwrap_err().to_string());
    }
}

/// The files of the statement's mail as it would go, or went: names and sizes.
fn files(files: &[(String, String, usize)]) -> Vec<(String, usize)> {
    files.iter().map(|(name, _, size)| (name.clone(), *size)).collect()
}

async fn previewed(desk: &Desk, world: &World, number: Number) -> Vec<(String, usize)> {
    let cy = world.actor("Cy").await;
    let preview = preview_statement(desk, &cy, number, later(40)).await.unwrap();
    files(&preview.mails[0].enclosures)
}

async fn went(desk: &Desk, number: Number) -> Vec<(String, usize)> {
    let mails = desk.store.reader().mail_of(number).await.unwrap();
    let mail = mails.iter().find(|fate| fate.mail.kind == "statement").unwrap();
    files(&operations::read_mail(desk, &mail.mail.sha256).await.unwrap().enclosures)
}

/// OUT-11, BOD-3: a PDF that is made of the letter while it is in review goes with it if nobody has given anything for it yet, and
/// who looked at it before looks again. Once somebody has, it stays behind. Either way what goes is what was shown.
#[tokio::test]
async fn a_pdf_that_comes_after_an_approval_stays_behind() {
    for world in worlds("late_pdf").await {
        let desk = asking(&world);
        let (anna, bo) = (world.actor("Anna").await, world.actor("Bo").await);
        let (di, cy) = (world.actor("Di").await, world.actor("Cy").await);
        let pdf = || Bytes::from_static(b"%PDF-1.7 made later");
        for comes_first in [true, false] {
            let number = draft_statement(&desk, &anna, &question(), now()).await.unwrap();
            let taken = take_conversions(&desk, 10, later(1)).await.unwrap();
            let conversion = &taken.last().unwrap().0;
            assert_eq!(conversion.number, number);
            submit_statement(&desk, &anna, number, 1, later(2)).await.unwrap();
            let before = previewed(&desk, &world, number).await;
            if comes_first {
                keep_pdf(&desk, conversion, pdf()).await.unwrap();
                let shown_before = approve_statement(&desk, &bo, number, 2, later(3)).await;
                let outdated = Failure::Refused(rules::Refusal::Outdated);
                assert_eq!(shown_before.unwrap_err().to_string(), outdated.to_string());
                approve_statement(&desk, &bo, number, 3, later(4)).await.unwrap();
            } else {
                approve_statement(&desk, &bo, number, 2, later(3)).await.unwrap();
                keep_pdf(&desk, conversion, pdf()).await.unwrap();
                assert_eq!(world.statement(number).await.revision, 3, "nothing changed");
            }
            let shown = previewed(&desk, &world, number).await;
            answer_consultation(&desk, &di, number, "etu", "", later(5)).await.unwrap();
            let revision = world.statement(number).await.revision;
            review_statement(&desk, &cy, number, revision, later(6)).await.unwrap();
            assert_eq!(went(&desk, number).await, shown, "what was shown, to the byte");
            let name = format!("letter-{number}-itu-t.pdf");
            assert_eq!(shown.iter().any(|(file, _)| *file == name), comes_first);
            assert_eq!(shown.len() == before.len(), !comes_first);
        }
    }
}
