//! What few can read is pointed out on each page that its author and its approvers see, and one click makes a PDF beside it (BOD-3).

use axum::http::StatusCode;
use bytes::Bytes;
use operations::{ConvertError, finish_pdf, take_wanted_pdf};
use serde_json::json;

use crate::api_world::answer_faults;
use crate::desk_stories::{click, question};
use crate::desk_world::{Form, World, main_of, worlds};

const NEW: &str = "/statements/new?direction=outgoing";
const EDIT: &str = "/statements/1/edit";
const PREVIEW: &str = "/statements/1/preview";
const READABLE: &str = "/statements/1/readable";

/// A letter that any word processor reads.
const RTF: &[u8] = b"{\\rtf1\\ansi How long may a clock hold over?\\par}";

/// Does what a worker does, with what came of it.
async fn is_made(world: &World, made: Result<&'static [u8], ConvertError>) {
    let (claimed, _) = take_wanted_pdf(&world.desk, world.now()).await.unwrap().unwrap();
    finish_pdf(&world.desk, &claimed, made.map(Bytes::from_static), world.now()).await.unwrap();
}

/// Returns the part of a page that says what few can read; empty if there is none.
fn note_of(page: &str) -> String {
    let main = main_of(page);
    let Some((_, note)) = main.split_once("id=\"readable\"") else { return String::new() };
    let end = note.find("</section>").unwrap();
    note[..end].to_owned()
}

/// BOD-3: pointed out where it is attached and before it goes; while the PDF is made, a page looks again by itself; then it is
/// attached, and says of what it was made. None of it needs script.
#[tokio::test]
async fn a_pdf_is_made_by_one_click_and_says_of_what() {
    for world in worlds("readable").await {
        let anna = world.browser("anna").await;
        let form =
            question(anna.form("/statements/new", NEW).await).choose("file", "report.rtf", RTF);
        anna.sends(&form.fill("do", "save")).await;
        insta::assert_snapshot!("readable_in_form", note_of(&anna.page(EDIT).await));
        insta::assert_snapshot!("readable_lacking", note_of(&anna.page(PREVIEW).await));

        let wish =
            anna.form(EDIT, EDIT).await.fill("subject", "Typed before").fill("do", "make-pdf-1");
        assert_eq!(anna.sends(&wish).await, READABLE);
        assert_eq!(world.statement(1).await.subject, "Typed before", "what was typed is saved");
        let making = anna.get(READABLE).await;
        assert_eq!((making.status, making.header("refresh")), (StatusCode::OK, "2"));
        insta::assert_snapshot!("readable_making", main_of(&making.text()));
        insta::assert_snapshot!("readable_waits", note_of(&anna.page(PREVIEW).await));
        let early = anna.post("/statements/1/submit", &[("revision", "3")]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);

        is_made(&world, Err(ConvertError::Protected)).await;
        assert_eq!(
            anna.get(READABLE).await.header("location"),
            "/statements/1/preview?done=pdf-failed#attached"
        );
        insta::assert_snapshot!("readable_failed", note_of(&anna.page(PREVIEW).await));
        let again = anna.form(PREVIEW, READABLE).await.fill("do", "make");
        assert_eq!(anna.sends(&again).await, READABLE);
        is_made(&world, Ok(b"%PDF-1.7\nHow long may a clock hold over?\n")).await;
        assert_eq!(
            anna.get(READABLE).await.header("location"),
            "/statements/1/preview?done=pdf-made#attached"
        );
        let made = anna.page(PREVIEW).await;
        assert_eq!(note_of(&made), "");
        assert!(made.contains("made by this tool of report.rtf"), "{made}");

        // What it was made of goes: it is left behind, and one click takes it out.
        let removal = anna.form(EDIT, EDIT).await.fill("position", "1");
        anna.sends(&removal.to("/statements/1/remove-attachment")).await;
        insta::assert_snapshot!("readable_outlived", note_of(&anna.page(PREVIEW).await));
        let out = anna.form(PREVIEW, READABLE).await.fill("do", "remove");
        assert_eq!(anna.sends(&out).await, "/statements/1/preview?done=file-removed");
        assert!(world.statement(1).await.attachments.is_empty());
    }
}

/// BOD-3: whoever decides sees that the readable form is missing, and may have it made; strangers learn nothing.
#[tokio::test]
async fn whoever_decides_sees_what_few_can_read() {
    for world in worlds("readable_deciding").await {
        let (anna, bo) = (world.browser("anna").await, world.browser("bo").await);
        let form =
            question(anna.form("/statements/new", NEW).await).choose("file", "report.rtf", RTF);
        anna.sends(&form.fill("do", "save")).await;
        click(&anna, PREVIEW, "/statements/1/submit").await;
        let asked = bo.page(PREVIEW).await;
        let (_, acts) = asked.split_once("<h2 id=\"acts\">").unwrap();
        let (box_of_it, _) = acts.split_once("<form").unwrap();
        insta::assert_snapshot!("readable_deciding", box_of_it);
        for name in ["hal", "eve"] {
            let browser = world.browser(name).await;
            assert_eq!(browser.get(READABLE).await.status, StatusCode::NOT_FOUND);
            let sent = [("do", "make"), ("position", "1")];
            assert_eq!(browser.post(READABLE, &sent).await.status, StatusCode::NOT_FOUND);
        }
        let wish = bo.form(PREVIEW, READABLE).await.fill("do", "make");
        assert_eq!(bo.sends(&wish).await, READABLE);
        let forgo = bo.form(READABLE, READABLE).await.fill("do", "forgo");
        assert_eq!(bo.sends(&forgo).await, "/statements/1/preview?done=pdf-forgone");
        let nothing = bo.post(READABLE, &[("do", "dance"), ("position", "1")]).await;
        assert_eq!(nothing.status, StatusCode::NOT_FOUND);
        let none = bo.post(READABLE, &[("do", "make"), ("position", "9")]).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }
}

/// BOD-3: a program reads the same, and does it by one request.
#[tokio::test]
async fn a_program_reads_what_few_can_read_and_has_a_pdf_made() {
    let document = serde_json::to_value(web::openapi()).unwrap();
    for world in worlds("readable_api").await {
        let anna = world.browser("anna").await;
        let form =
            question(anna.form("/statements/new", NEW).await).choose("file", "report.rtf", RTF);
        anna.sends(&form.fill("do", "save")).await;
        let program = world.program("anna").await;
        let path = "/api/statements/1/attachments";
        let list = program.get(path).await;
        let operation = &document["paths"]["/api/statements/{number}/attachments"]["get"];
        assert_eq!(answer_faults(&document, operation, &list), Vec::<String>::new());
        insta::assert_snapshot!("readable_api", format!("{:#}", list.json()["few_can_read"]));
        let pdf = format!("{path}/1/pdf");
        let wished = program.ask("POST", &pdf, &[], None).await;
        assert_eq!(wished.status, StatusCode::ACCEPTED, "{}", wished.text());
        assert_eq!(wished.json()["few_can_read"][0]["making"], "now");
        let early = program.act(1, "submit", json!({})).await;
        assert_eq!(early.json()["errors"][0]["field"], "file", "{}", early.text());
        let forgone = program.ask("DELETE", &pdf, &[], None).await;
        assert_eq!(forgone.json()["few_can_read"][0]["making"], "unasked", "{}", forgone.text());
        program.ask("POST", &pdf, &[], None).await;
        is_made(&world, Ok(b"%PDF-1.7\n")).await;
        let read = program.read("/api/statements/1").await;
        assert_eq!(read["attachments"][1]["made_of"]["name"], "report.rtf");
        let needless = program.ask("POST", &pdf, &[], None).await;
        assert_eq!(needless.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", needless.text());
        let hal = world.program("hal").await;
        assert_eq!(hal.ask("POST", &pdf, &[], None).await.status, StatusCode::NOT_FOUND);
    }
}

/// OUT-9: what is typed is kept for whoever types it alone, changes nothing, and is gone once it is saved or thrown away.
#[tokio::test]
async fn what_is_typed_and_not_saved_is_kept_for_its_writer_alone() {
    const KEEP: &str = "/statements/1/unsaved";
    for world in worlds("unsaved").await {
        let anna = world.browser("anna").await;
        let form = question(anna.form("/statements/new", NEW).await);
        let keep = "/statements/new/unsaved?direction=outgoing";
        let half = form.clone().fill("deadline", "next w").fill("text", "See RFC 8915, half a");
        let kept = anna.send(&half.to(keep)).await;
        assert_eq!(kept.status, StatusCode::OK, "what is half typed needs not be right");
        insta::assert_snapshot!("unsaved_beside", kept.text());
        let again = anna.page(NEW).await;
        insta::assert_snapshot!("unsaved_note", part(&again));
        let taken = anna.form(&format!("{NEW}&unsaved=take"), NEW).await;
        assert_eq!(
            (taken.holds("text"), taken.holds("deadline")),
            (vec!["See RFC 8915, half a"], vec!["next w"])
        );
        anna.sends(&form.fill("do", "save")).await;
        assert_eq!(part(&anna.page(NEW).await), "", "it is saved");

        let revision = world.statement(1).await.revision;
        let edit = anna.form(EDIT, EDIT).await;
        anna.send(&edit.clone().fill("subject", "Of hers").to(KEEP)).await;
        assert_eq!(world.statement(1).await.revision, revision, "it changes nothing");
        let gil = world.browser("gil").await;
        for name in ["hal", "eve", "gil"] {
            let other = world.browser(name).await.send(&edit.clone().to(KEEP)).await;
            assert_eq!(other.status, StatusCode::NOT_FOUND, "{name}");
        }
        assert_eq!(gil.get(EDIT).await.status, StatusCode::NOT_FOUND);
        // Saved by somebody else since, what she typed shows both.
        let mut other = world.browser_of("anna@example.org").await.form(EDIT, EDIT).await;
        other = other.fill("text", "Of another window.\n").fill("do", "save");
        operations::edit_statement(
            &world.desk,
            &operations::act(&world.desk, Some(person(&world).await), world.now()).await.unwrap(),
            rules::Number(1),
            revision,
            &form_of(&other, &world).await,
            world.now(),
        )
        .await
        .unwrap();
        let taken = anna.form(&format!("{EDIT}?unsaved=take"), EDIT).await;
        assert_eq!(taken.holds("subject"), ["Of hers"]);
        let both = anna.send(&taken.fill("do", "save")).await;
        assert_eq!(both.status, StatusCode::CONFLICT, "{}", both.text());
        assert!(both.text().contains("Of another window."));
        let thrown = anna.post(KEEP, &[("do", "throw-away")]).await;
        assert_eq!(thrown.header("location"), EDIT);
        assert_eq!(part(&anna.page(EDIT).await), "");
        let long = "x".repeat(3 * 1024 * 1024);
        let much = anna.send(&edit.fill("text", &long).to(KEEP)).await;
        assert_eq!(much.status, StatusCode::PAYLOAD_TOO_LARGE, "nobody fills the disk");
    }
}

async fn person(world: &World) -> rules::PersonId {
    let reader = world.desk.store.reader();
    reader.person_by_address("anna@example.org").await.unwrap().unwrap()
}

async fn form_of(form: &Form, world: &World) -> operations::StatementForm {
    let mut typed = operations::StatementForm::of(&world.statement(1).await);
    typed.text = form.holds("text").concat();
    typed
}

/// Returns what a page says of what was typed and not saved.
fn part(page: &str) -> String {
    let main = main_of(page);
    let Some((_, note)) = main.split_once("<h2>You typed something here") else {
        return String::new();
    };
    note[..note.find("</form>").unwrap()].to_owned()
}
