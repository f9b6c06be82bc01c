//! A statement is made ready to go through the pages alone: begun from a template, split, its documents listed, its time set,
//! begun again; and a later day noted (CON-9, DOC-5, PUR-2, PUR-4, OUT-10, RSP-6).

use axum::http::StatusCode;
use rules::State;

use crate::desk_directory::import;
use crate::desk_stories::{LETTER, click, question, submitted};
use crate::desk_world::{Form, main_of, worlds};

/// When a study group meets.
const MEETING: &str = r#"
[[groups]]
acronym = "etu-sg1"
kind = "sdo"
parent = "etu"
meetings = [{ name = "Plenary", place = "Geneva", from = "2026-04-13", until = "2026-04-24" }]
"#;

const PREVIEW: &str = "/statements/1/preview";

/// CON-9, PUR-2, CON-2: what should be considered stands beside the field and on the preview, and splitting is one click.
#[tokio::test]
async fn a_chair_begins_with_a_template_and_makes_two_letters_of_it() {
    for world in worlds("preparing").await {
        import(&world, MEETING).await;
        let anna = world.browser("anna").await;
        let new = "/statements/new?direction=outgoing";
        let page = anna.page("/statements/new?template=question").await;
        let form = Form::of(&page, new);
        assert_eq!(form.holds("purpose"), ["action"]);
        assert!(page.contains("Word of new work"), "the others are offered too: {page}");
        let form = form.fill("to_groups", "etu-sg1, kio").fill("consensus", "groups");
        let past = anna.send(&form.clone().fill("deadline", "2026-03-01")).await;
        assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(past.text().contains("2026-03-01 has passed"), "{}", past.text());
        let form = form.fill("deadline", "2026-03-14").fill("do", "preview");
        assert_eq!(anna.sends(&form).await, "/statements/1/preview?done=saved");
        let draft = anna.page(PREVIEW).await;
        assert!(draft.contains("Fill in, or take out, what the subject leaves open"), "{draft}");
        assert!(draft.contains("Fill in, or take out, what the text leaves open"), "{draft}");
        let edit = anna.page("/statements/1/edit").await;
        assert!(edit.contains("This is a Saturday."), "beside the field: {edit}");
        let meeting = "next meeting: Plenary, 13–24 April 2026, Geneva.";
        assert!(edit.contains(meeting), "what they decide at, too: {edit}");
        assert!(edit.contains("chairs, on every statement"), "{edit}");
        let words = question(Form::of(&edit, "/statements/1/edit"))
            .fill("to_groups", "etu-sg1, kio")
            .fill("deadline", "2026-03-14")
            .fill("text", "See draft-chair-holdover.\n");
        anna.sends(&words.fill("do", "preview")).await;
        insta::assert_snapshot!("to_two_organizations", main_of(&anna.page(PREVIEW).await));
        let again = anna.form(PREVIEW, "/statements/1/split").await;
        assert_eq!(anna.sends(&again).await, "/statements/1/preview?done=split");
        let late = anna.send(&again).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "a second click splits nothing");
        let other = anna.page("/statements/2/preview").await;
        assert!(other.contains("Split from statement 1"), "{other}");

        let after = click(&anna, PREVIEW, "/statements/1/list-documents").await;
        assert_eq!(after, "/statements/1/preview?done=listed");
        let text = world.statement(1).await.text;
        assert!(
            text.starts_with("See draft-chair-holdover.\n\nDocuments referred to:\n- "),
            "{text}"
        );
    }
}

/// OUT-10, DOC-3, RSP-6: it waits for its time with every gate open; cleared, it goes, and another is begun from it.
#[tokio::test]
async fn a_statement_waits_for_its_time_and_is_begun_again() {
    for world in worlds("goestimed").await {
        submitted(&world).await;
        let (anna, bo) = (world.browser("anna").await, world.browser("bo").await);
        let edit = anna.form("/statements/1/edit", "/statements/1/edit").await;
        anna.sends(&edit.fill("text", "See draft-chair-holdover.\n")).await;
        let time = anna.form(PREVIEW, "/statements/1/time").await;
        let wrong =
            anna.send(&time.clone().fill("goes_on", "2027-01-31").fill("goes_at", "noon")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("“noon” is no time of the day"), "{}", wrong.text());
        let time = time.fill("goes_on", "2027-01-31").fill("goes_at", "09:30");
        assert_eq!(anna.sends(&time).await, "/statements/1/preview?done=time-set");
        insta::assert_snapshot!("what_bo_decides", main_of(&bo.page(PREVIEW).await));
        click(&bo, PREVIEW, "/statements/1/approve").await;
        click(&world.browser("di").await, PREVIEW, "/statements/1/advise").await;
        let cy = world.browser("cy").await;
        click(&cy, PREVIEW, "/statements/1/review").await;
        let waits = anna.page(PREVIEW).await;
        assert!(waits.contains("Every gate is open. It goes on"), "{waits}");
        assert!(anna.page("/desk").await.contains("as Anna Chair set it"));
        let clear = anna.form(PREVIEW, "/statements/1/time").await;
        let after = anna.sends(&clear.fill("goes_on", "").fill("goes_at", "")).await;
        assert_eq!(after, "/statements/1/mail?done=posted");
        assert_eq!(world.statement(1).await.state, State::Posted);

        let again = anna.form("/statements/1/mail", "/statements/1/again").await;
        let after = anna.sends(&again.fill("follows_up", "yes")).await;
        assert_eq!(after, "/statements/2/edit?done=begun-again");
        let draft = world.statement(2).await;
        assert_eq!((draft.links.len(), draft.deadline()), (1, None));
    }
}

/// PUR-4: whoever keeps the relationship notes the later day, and everyone reads which holds.
#[tokio::test]
async fn a_later_day_is_noted_and_everyone_reads_it() {
    for world in worlds("laterday").await {
        let cy = world.browser("cy").await;
        let id = world.receive(LETTER).await;
        let record = format!("/desk/inbox/{id}/record");
        let form = cy.form(&format!("/desk/inbox/{id}"), &record).await;
        let form = form.fill("from_groups", "etu-sg1").fill("to_groups", "tsync");
        cy.sends(&form.fill("purpose", "action").fill("deadline", "2026-10-15")).await;
        let agree = cy.form("/statements/1/mail", "/statements/1/agree-deadline").await;
        let wrong = cy.send(&agree.clone().fill("agreed_day", "2026-10-15")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        insta::assert_snapshot!("a_later_day_refused", main_of(&wrong.text()));
        let agree = agree
            .fill("agreed_day", "2026-11-30")
            .fill("agreed_by", "Ana Example")
            .fill("agreed_where", "by mail on 3 March");
        assert_eq!(cy.sends(&agree).await, "/statements/1/mail?done=deadline-agreed");
        let public = world.stranger().page("/statements/1").await;
        assert!(public.contains("30 November 2026"), "{public}");
        let history = world.stranger().page("/statements/1/history").await;
        assert!(history.contains("agreed to by Ana Example: by mail on 3 March"), "{history}");
    }
}
