//! What few can read goes out with a PDF beside it, if somebody wants it (BOD-3).

use std::sync::Arc;

use bytes::Bytes;
use jiff::SignedDuration;
use letters::ConvertError;
use operations::{
    Desk, Failure, Making, NewAttachment, ReadableForms, approve_statement, attach,
    draft_statement, end_role, finish_pdf, forgo_pdf, preview_statement, readable_forms,
    record_as_sent, remove_attachment, submit_statement, take_wanted_pdf, want_pdf, write_letter,
};
use rules::{AttachmentBody, Number, Policy, Refusal, RoleKind, State};

use crate::sending::send;
use crate::world::{World, later, now, question, worlds};

/// What LibreOffice makes of it; the story over the running service has it make one.
const PDF: &[u8] = b"%PDF-1.7\nthe words of the report\n";

/// Begins a question, and attaches a Word document to it.
async fn with_word(world: &World) -> Number {
    let (desk, anna) = (&world.desk, world.actor("Anna").await);
    let number = draft_statement(desk, &anna, &question(), now()).await.unwrap();
    attach_word(world, number, "report.docx").await;
    number
}

async fn attach_word(world: &World, number: Number, name: &str) {
    let (desk, anna) = (&world.desk, world.actor("Anna").await);
    let written = write_letter(desk, &world.statement(number).await, None, now()).await.unwrap();
    let file = NewAttachment::File {
        name: name.to_owned(),
        title: String::new(),
        bytes: Bytes::from(written.bytes),
    };
    attach(desk, &anna, number, file, later(1)).await.unwrap();
}

/// Does what a worker does, with what came of it.
async fn is_made(desk: &Desk, made: Result<&'static [u8], ConvertError>, minutes: i64) {
    let (claimed, bytes) = take_wanted_pdf(desk, later(minutes)).await.unwrap().unwrap();
    assert!(bytes.starts_with(b"PK"), "it is the Word document");
    finish_pdf(desk, &claimed, made.map(Bytes::from_static), later(minutes)).await.unwrap();
}

async fn forms(world: &World, number: Number) -> ReadableForms {
    readable_forms(&world.desk.store.reader(), &world.statement(number).await).await.unwrap()
}

/// Returns how far it is with each file that few can read: its place and that.
async fn lacking(world: &World, number: Number) -> Vec<(i64, Making)> {
    let lacking = forms(world, number).await.lacking.into_iter();
    lacking.map(|it| (it.file.position, it.making)).collect()
}

/// Returns the files of a statement, each with what it was made of.
async fn files(world: &World, number: Number) -> Vec<String> {
    let statement = world.statement(number).await;
    let file = |one: &rules::Attachment| match &one.made_of {
        Some(made_of) => format!("{} {} of {}", one.position, one.file_name(), made_of.name),
        None => format!("{} {}", one.position, one.file_name()),
    };
    statement.attachments.iter().map(file).collect()
}

fn words(refused: Result<(), Failure>) -> String {
    match refused.unwrap_err() {
        Failure::Refused(Refusal::Fields(faults)) => {
            faults.into_iter().map(|(field, fault)| format!("{field}: {fault}")).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// BOD-3, OUT-11: pointed out to its author and to whoever decides, it goes out as it is if nobody wants a PDF; with one, that
/// goes beside it and says of what it was made.
#[tokio::test]
async fn a_word_document_goes_out_with_a_pdf_of_it_if_somebody_wants_one() {
    for world in worlds("readable").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let without = with_word(&world).await;
        assert_eq!(lacking(&world, without).await, [(1, Making::Unasked)]);
        let preview = preview_statement(desk, &anna, without, later(5)).await.unwrap();
        assert_eq!((preview.missing, preview.readable.lacking.len()), (Vec::new(), 1));
        send(&world, without).await;
        insta::assert_snapshot!("readable_asked", asked_of_bo(&world, without).await);

        let number = with_word(&world).await;
        for _ in 0..2 {
            want_pdf(desk, &anna, number, 1).await.unwrap();
        }
        assert_eq!(lacking(&world, number).await, [(1, Making::Now)]);
        let seen = world.statement(number).await.revision;
        let early = submit_statement(desk, &anna, number, seen, later(6)).await;
        insta::assert_snapshot!("readable_early", words(early));
        let missing = preview_statement(desk, &anna, number, later(6)).await.unwrap().missing;
        assert_eq!(missing.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["file"]);
        is_made(desk, Ok(PDF), 7).await;
        assert_eq!(take_wanted_pdf(desk, later(8)).await.unwrap(), None, "one is made");
        assert_eq!(files(&world, number).await, ["1 report.docx", "2 report.pdf of report.docx"]);
        assert_eq!(forms(&world, number).await, ReadableForms::default());
        let history = world.history(number).await;
        insta::assert_snapshot!("readable_history", history);
        send(&world, number).await;
        insta::assert_snapshot!("readable_asked_with_pdf", asked_of_bo(&world, number).await);
        assert_eq!(mailed(&world, number).await, ["report.docx", "report.pdf"]);
    }
}

/// Returns the mail that asked the director.
async fn asked_of_bo(world: &World, number: Number) -> String {
    let fates = world.desk.store.reader().mail_of(number).await.unwrap();
    let asked = fates.iter().find(|fate| fate.mail.kind == "approval-asked").unwrap();
    world.mail(asked).await
}

/// Returns the files of the message to the other side, without those for programs.
async fn mailed(world: &World, number: Number) -> Vec<String> {
    let fates = world.desk.store.reader().mail_of(number).await.unwrap();
    let sent = fates.iter().find(|fate| fate.mail.kind == "statement").unwrap();
    let bytes = world.desk.store.files().get(&sent.mail.sha256).await.unwrap().unwrap();
    let message = mail::read(&bytes, &mail::Limits::default()).unwrap();
    let names = message.parts.iter().filter_map(|part| part.name.clone());
    names.filter(|name| name.starts_with("report")).collect()
}

/// BOD-3: a file that was taken away or changed leaves no PDF behind that nobody notices; that of the new one takes its place.
#[tokio::test]
async fn a_changed_word_document_leaves_no_stale_pdf_unnoticed() {
    for world in worlds("stale").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let number = with_word(&world).await;
        want_pdf(desk, &anna, number, 1).await.unwrap();
        is_made(desk, Ok(PDF), 2).await;
        remove_attachment(desk, &anna, number, 1, later(3)).await.unwrap();
        let outlived = forms(&world, number).await.outlived;
        let outlived: Vec<_> = outlived.iter().map(|it| (it.position, &*it.made_of)).collect();
        assert_eq!(outlived, [(2, "report.docx")]);

        // Another file of that name, with other words.
        let mut form = operations::StatementForm::of(&world.statement(number).await);
        form.text.push_str("\nAnd how short?\n");
        let seen = world.statement(number).await.revision;
        operations::edit_statement(desk, &anna, number, seen, &form, later(4)).await.unwrap();
        attach_word(&world, number, "report.docx").await;
        assert_eq!(
            lacking(&world, number).await,
            [(3, Making::Unasked)],
            "the old PDF says nothing of it"
        );
        want_pdf(desk, &anna, number, 3).await.unwrap();
        is_made(desk, Ok(b"%PDF-1.7\nother words\n"), 5).await;
        assert_eq!(files(&world, number).await, ["3 report.docx", "4 report.pdf of report.docx"]);
        assert_eq!(forms(&world, number).await, ReadableForms::default());

        // A file that goes while its PDF is being made leaves none behind.
        attach_word(&world, number, "other.docx").await;
        want_pdf(desk, &anna, number, 5).await.unwrap();
        let claimed = take_wanted_pdf(desk, later(6)).await.unwrap().unwrap().0;
        remove_attachment(desk, &anna, number, 5, later(6)).await.unwrap();
        finish_pdf(desk, &claimed, Ok(Bytes::from_static(PDF)), later(7)).await.unwrap();
        assert_eq!(files(&world, number).await.len(), 2);
        attach_word(&world, number, "third.docx").await;
        want_pdf(desk, &anna, number, 5).await.unwrap();
        remove_attachment(desk, &anna, number, 5, later(8)).await.unwrap();
        assert_eq!(take_wanted_pdf(desk, later(8)).await.unwrap(), None);
    }
}

/// BOD-3, OUT-9: in review, the PDF is a change like any other: nobody has approved it unseen, and nothing is posted before it is there.
#[tokio::test]
async fn a_pdf_that_comes_in_review_is_approved_by_whoever_sees_it() {
    for world in worlds("readable_in_review").await {
        let (desk, anna, bo) = (&world.desk, world.actor("Anna").await, world.actor("Bo").await);
        let number = with_word(&world).await;
        submit_statement(desk, &anna, number, 2, later(2)).await.unwrap();
        let revision = async || world.statement(number).await.revision;
        for (name, verb) in [("Di", "advise"), ("Cy", "review")] {
            let actor = world.actor(name).await;
            match verb {
                "advise" => {
                    operations::answer_consultation(desk, &actor, number, "etu", "", later(3)).await
                }
                _ => {
                    operations::review_statement(desk, &actor, number, revision().await, later(3))
                        .await
                }
            }
            .unwrap();
        }
        want_pdf(desk, &bo, number, 1).await.unwrap();
        let early = approve_statement(desk, &bo, number, revision().await, later(4)).await;
        assert!(words(early).starts_with("file: A PDF of report.docx is being made"));
        is_made(desk, Ok(PDF), 5).await;
        let statement = world.statement(number).await;
        assert_eq!(statement.state, State::InReview);
        assert!(statement.gates.iter().all(|gate| !gate.is_open()), "all are asked again");
        assert_eq!(files(&world, number).await.len(), 2);

        // Whoever lets it go without is not waited for, and what was begun comes to nothing.
        let number = with_word(&world).await;
        want_pdf(desk, &anna, number, 1).await.unwrap();
        let claimed = take_wanted_pdf(desk, later(6)).await.unwrap().unwrap().0;
        forgo_pdf(desk, &anna, number, 1).await.unwrap();
        finish_pdf(desk, &claimed, Ok(Bytes::from_static(PDF)), later(7)).await.unwrap();
        assert_eq!(files(&world, number).await, ["1 report.docx"]);
        send(&world, number).await;
        assert_eq!(mailed(&world, number).await, ["report.docx"]);
        let late = want_pdf(desk, &anna, number, 1).await;
        assert!(matches!(late, Err(Failure::Refused(Refusal::NotAllowed { .. }))), "{late:?}");

        // What was recorded as sent meanwhile stays as it was sent.
        let number = with_word(&world).await;
        want_pdf(desk, &anna, number, 1).await.unwrap();
        let sent = operations::SentOtherwise { on: crate::world::TODAY, how: "By letter." };
        let cy = world.actor("Cy").await;
        submit_without_pdf(&world, number).await;
        want_pdf(desk, &anna, number, 1).await.unwrap();
        record_as_sent(desk, &cy, number, sent, later(40)).await.unwrap();
        is_made(desk, Ok(PDF), 41).await;
        assert_eq!(files(&world, number).await, ["1 report.docx"]);
        assert_eq!(take_wanted_pdf(desk, later(100)).await.unwrap(), None);
    }
}

async fn submit_without_pdf(world: &World, number: Number) {
    let anna = world.actor("Anna").await;
    forgo_pdf(&world.desk, &anna, number, 1).await.unwrap();
    let seen = world.statement(number).await.revision;
    submit_statement(&world.desk, &anna, number, seen, later(39)).await.unwrap();
}

/// BOD-3: what cannot be made says why and what to do, blocks nothing, and can be asked for again; what stops every worker is given
/// up; a role that was lost meanwhile attaches nothing.
#[tokio::test]
async fn a_pdf_that_cannot_be_made_says_why_and_blocks_nothing() {
    for world in worlds("unmade").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let number = with_word(&world).await;
        let program = "soffice";
        let failures = [
            ConvertError::Missing { program, package: "libreoffice-writer-nogui" },
            ConvertError::Protected,
            ConvertError::TooSlow { program, seconds: 60 },
            ConvertError::TooLarge { program, limit: 5 },
            ConvertError::Unreadable { program, said: "/tmp/x: source file".to_owned() },
            ConvertError::Fault { program, said: "it broke off".to_owned() },
        ];
        let mut said = String::new();
        for why in failures {
            want_pdf(desk, &anna, number, 1).await.unwrap();
            is_made(desk, Err(why), 2).await;
            let [(1, Making::Failed(fault))] = &lacking(&world, number).await[..] else {
                panic!("it says why")
            };
            said.push_str(&format!("{fault}\n"));
        }
        let settings = operations::Settings { attachment_limit: 5, ..(*desk.settings).clone() };
        let tight = Desk { settings: Arc::new(settings), ..desk.clone() };
        want_pdf(desk, &anna, number, 1).await.unwrap();
        is_made(&tight, Ok(PDF), 3).await;
        said.push_str(&format!("{:?}\n", lacking(&world, number).await));
        want_pdf(desk, &anna, number, 1).await.unwrap();
        let mut tries = 0;
        while take_wanted_pdf(desk, later(60 * tries)).await.unwrap().is_some() {
            tries += 1;
            assert!(tries < 10, "it is never given up");
        }
        said.push_str(&format!("after {tries}: {:?}\n", lacking(&world, number).await));
        insta::assert_snapshot!("readable_failed", said);
        let seen = world.statement(number).await.revision;
        submit_statement(desk, &anna, number, seen, later(4)).await.unwrap();

        // A role that was lost meanwhile attaches nothing.
        let (bo, cy) = (world.actor("Bo").await, world.actor("Cy").await);
        want_pdf(desk, &bo, number, 1).await.unwrap();
        end_role(desk, &cy, "tim", bo.person.unwrap(), RoleKind::AreaDirector, later(5))
            .await
            .unwrap();
        let later_on = later(5) + SignedDuration::from_hours(48);
        let claimed = take_wanted_pdf(desk, later_on).await.unwrap().unwrap().0;
        finish_pdf(desk, &claimed, Ok(Bytes::from_static(PDF)), later_on).await.unwrap();
        let said = format!("{:?}", lacking(&world, number).await);
        assert!(said.contains("may not change the statement any more"), "{said}");
    }
}

/// BOD-3: nobody has a PDF made who may not change the statement, of what needs none, or of what none can be made of; a policy may
/// refuse what the others point out.
#[tokio::test]
async fn who_may_not_or_need_not_has_no_pdf_made() {
    for world in worlds("readable_refused").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let number = with_word(&world).await;
        let hal = want_pdf(desk, &world.actor("Hal").await, number, 1).await;
        assert!(matches!(hal, Err(Failure::NotFound(_))), "{hal:?}");
        let none = want_pdf(desk, &anna, number, 9).await;
        assert!(matches!(none, Err(Failure::NotFound(_))), "{none:?}");
        let add = async |name: &str, bytes: &'static [u8]| {
            let (name, bytes) = (name.to_owned(), Bytes::from_static(bytes));
            let file = NewAttachment::File { name, title: String::new(), bytes };
            attach(desk, &anna, number, file, later(2)).await.unwrap();
        };
        add("report.txt", b"The same in plain text.\n").await;
        let beside = words(want_pdf(desk, &anna, number, 1).await);
        add("table.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a table").await;
        let table = words(want_pdf(desk, &anna, number, 3).await);
        insta::assert_snapshot!("readable_refused", format!("{beside}\n{table}"));
        let AttachmentBody::File { media_type, .. } =
            &world.statement(number).await.attachments[2].body.clone()
        else {
            panic!("it is a file")
        };
        assert_ne!(media_type, "application/msword");

        let source = desk.policy.source();
        let strict = source.replace("readable_required = false", "readable_required = true");
        let strict = Desk { policy: Arc::new(Policy::parse(&strict).unwrap()), ..desk.clone() };
        let seen = world.statement(number).await.revision;
        let refused = words(submit_statement(&strict, &anna, number, seen, later(3)).await);
        assert_eq!(
            refused,
            "file: Few can read table.xls: have a PDF made of it, or attach one beside it."
        );
    }
}
