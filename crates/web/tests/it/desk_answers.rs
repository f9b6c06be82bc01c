//! Before a statement goes, through the pages alone: an answer is begun with words, its group is told, and whoever approves
//! sends it back (RSP-3, OUT-7, OUT-2).

use axum::http::StatusCode;
use rules::State;

use crate::desk_stories::{LETTER, click, submitted};
use crate::desk_world::{Form, World, main_of, worlds};

/// Lets Cy record a letter that asks tsync for something; it is statement 1 of its world.
pub(crate) async fn asked(world: &World) {
    let cy = world.browser("cy").await;
    let id = world.receive(LETTER).await;
    let form = cy.form(&format!("/desk/inbox/{id}"), &format!("/desk/inbox/{id}/record")).await;
    let form = form
        .fill("from_groups", "etu-sg1")
        .fill("to_groups", "tsync")
        .fill("purpose", "action")
        .fill("deadline", "2026-10-15");
    assert_eq!(cy.sends(&form).await, "/statements/1/mail?done=recorded");
}

/// RSP-3, PUR-4, RSP-1: a chair answers with one of the texts, and what is left open in it is not sent.
#[tokio::test]
async fn an_answer_begins_with_one_of_the_texts_and_says_whether_it_settles_the_request() {
    for world in worlds("answers").await {
        asked(&world).await;
        let anna = world.browser("anna").await;
        let empty = anna.page("/statements/1/reply").await;
        insta::assert_snapshot!("reply", main_of(&empty));
        let begun = anna.page("/statements/1/reply?begin=not-by-then").await;
        let form = Form::of(&begun, "/statements/new?direction=outgoing");
        assert_eq!(form.holds("settles"), ["no"]);
        assert!(form.holds("text")[0].contains("you ask for an answer by 15 October 2026"));
        let form = form.fill("consensus", "none-sought").fill("deadline_asked", "2026-11-30");
        let preview = anna.sends(&form.fill("do", "preview")).await;
        let shown = anna.page(&preview).await;
        assert!(shown.contains("Fill in, or take out, what the text leaves open"), "{shown}");
        assert!(!shown.contains("/statements/2/submit"), "it cannot be submitted yet");

        let form = anna.form("/statements/2/edit", "/statements/2/edit").await;
        assert_eq!(form.holds("deadline_asked"), ["2026-11-30"]);
        let settled = anna.send(&form.clone().fill("settles", "yes")).await;
        assert_eq!(settled.status, StatusCode::UNPROCESSABLE_ENTITY);
        let settled = settled.text();
        assert!(settled.contains("What settles a request asks for no later day"), "{settled}");
        let form = form.fill("text", "We can answer by 30 November.\n");
        anna.sends(&form.fill("do", "preview")).await;
        click(&anna, "/statements/2/preview", "/statements/2/submit").await;
        click(&world.browser("bo").await, "/statements/2/preview", "/statements/2/approve").await;
        click(&world.browser("di").await, "/statements/2/preview", "/statements/2/advise").await;
        click(&world.browser("cy").await, "/statements/2/preview", "/statements/2/review").await;
        assert_eq!(world.statement(2).await.state, State::Posted);

        let public = world.stranger().page("/statements/1").await;
        insta::assert_snapshot!("answered_for_the_time_being", main_of(&public));
        let desk = anna.page("/desk").await;
        assert!(desk.contains("Read and answer"), "it still waits for its answer: {desk}");
    }
}

/// OUT-7, OUT-2: the group is mailed first, the Area Director sees when, and sends it back with words.
#[tokio::test]
async fn the_group_is_told_first_and_the_area_director_sends_it_back() {
    for world in worlds("toldfirst").await {
        submitted(&world).await;
        let (anna, bo) = (world.browser("anna").await, world.browser("bo").await);
        let preview = "/statements/1/preview";
        assert!(bo.page(preview).await.contains("The group was not told of it before."));
        let mail = anna.form(preview, "/statements/1/tell-group").await;
        assert!(mail.holds("telling_text")[0].contains("how long may a boundary clock"));
        let wrong = anna.send(&mail.clone().fill("telling_subject", " ")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("Give it a subject of one line."), "{}", wrong.text());
        assert_eq!(anna.sends(&mail).await, "/statements/1/preview?done=group-told");
        let note = anna.form(preview, "/statements/1/note-telling").await;
        let wrong = anna.send(&note.clone().fill("told_on", "soon")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let note = note.fill("told_on", "2026-03-02").fill("told_where", "at the interim meeting");
        assert_eq!(anna.sends(&note).await, "/statements/1/preview?done=telling-noted");
        insta::assert_snapshot!(
            "bo_sees_that_the_group_was_told",
            main_of(&bo.page(preview).await)
        );

        let back = bo.form(preview, "/statements/1/send-back").await;
        let wrong = bo.send(&back).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("Say what is to be changed."), "{}", wrong.text());
        let back = back.fill("back_words", "Say for which clocks.");
        assert_eq!(bo.sends(&back).await, "/desk?done=sent-back");
        assert_eq!(world.statement(1).await.state, State::Draft);
        assert_eq!(bo.get(preview).await.status, StatusCode::NOT_FOUND);
        let hers = anna.page(preview).await;
        assert!(hers.contains("Say for which clocks."), "{hers}");
        // A second click, after somebody else was faster, changes nothing and says so.
        let again = bo.send(&back).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
    }
}
