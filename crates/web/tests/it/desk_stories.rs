//! One statement out and one in, through the pages alone: every form is sent as its page offers it.

use axum::http::StatusCode;
use rules::State;

use crate::desk_world::{Browser, Form, World, main_of, worlds};

pub(crate) const LETTER: &[u8] = include_bytes!("desk_letter.eml");

/// Fills in what a chair of tsync asks Study Group 1.
pub(crate) fn question(form: Form) -> Form {
    form.fill("to_groups", "etu-sg1")
        .fill("purpose", "action")
        .fill("deadline", "2026-11-30")
        .fill("subject", "Question on the holdover of boundary clocks")
        .fill("text", "Dear colleagues,\n\nhow long may a boundary clock\n   hold over?\n")
        .fill("consensus", "groups")
}

/// Lets Anna draft the question and submit it; it is statement 1 of its world.
pub(crate) async fn submitted(world: &World) {
    let anna = world.browser("anna").await;
    let form = question(anna.form("/statements/new", "/statements/new?direction=outgoing").await);
    assert_eq!(anna.sends(&form.fill("do", "preview")).await, "/statements/1/preview?done=saved");
    click(&anna, "/statements/1/preview", "/statements/1/submit").await;
}

/// Presses the button of a page that sends a form of no more than what it holds; returns where it leads.
pub(crate) async fn click(browser: &Browser<'_>, page: &str, action: &str) -> String {
    let form = browser.form(page, action).await;
    browser.sends(&form).await
}

/// OUT-1, OUT-2, OUT-4, OUT-10, OUT-11, CON-5, REC-1.
#[tokio::test]
async fn a_chair_drafts_an_area_director_approves_a_coordinator_reviews_and_everybody_reads() {
    for world in worlds("out").await {
        let (anna, bo, cy) =
            (world.browser("anna").await, world.browser("bo").await, world.browser("cy").await);
        let empty = anna.page("/statements/new").await;
        insta::assert_snapshot!("new", main_of(&empty));
        let form = question(Form::of(&empty, "/statements/new?direction=outgoing"));
        assert_eq!(form.holds("from_groups"), ["tsync"], "her only group is chosen already");
        let preview = anna.sends(&form.fill("do", "preview")).await;
        assert_eq!(preview, "/statements/1/preview?done=saved");
        insta::assert_snapshot!("draft_preview", main_of(&anna.page(&preview).await));
        insta::assert_snapshot!("draft_edit", main_of(&anna.page("/statements/1/edit").await));

        let after = click(&anna, &preview, "/statements/1/submit").await;
        assert_eq!(after, "/statements/1/preview?done=submitted");
        insta::assert_snapshot!("anna_waits", main_of(&anna.page("/desk").await));
        insta::assert_snapshot!("bo_is_asked", main_of(&bo.page("/desk").await));
        insta::assert_snapshot!("bo_reads", main_of(&bo.page("/statements/1/preview").await));
        let after = click(&bo, "/statements/1/preview", "/statements/1/approve").await;
        assert_eq!(after, "/statements/1/preview?done=approved");
        assert!(!bo.page("/statements/1/preview").await.contains("/statements/1/approve"));
        assert_eq!(world.stranger().get("/statements/1").await.status, StatusCode::NOT_FOUND);

        let di = world.browser("di").await;
        let asked = di.page("/desk").await;
        assert!(asked.contains("whose liaison you manage"), "{asked}");
        let advice = di.form("/statements/1/preview", "/statements/1/advise").await;
        let after = di.sends(&advice.fill("advice", "They meet on 9 November.")).await;
        assert_eq!(after, "/statements/1/preview?done=advised");
        insta::assert_snapshot!("di_advised", main_of(&di.page(&after).await));

        let after = click(&cy, "/statements/1/preview", "/statements/1/review").await;
        assert_eq!(after, "/statements/1/mail?done=posted");
        insta::assert_snapshot!("posted", main_of(&cy.page(&after).await));
        assert_eq!(world.statement(1).await.state, State::Posted);
        let public = world.stranger().page("/statements/1").await;
        assert!(public.contains("how long may a boundary clock\n   hold over?"), "{public}");
        let nothing = cy.page("/desk").await;
        assert!(nothing.contains("Nothing waits for you."), "{nothing}");
    }
}

/// IN-1, IN-6, REC-1, REC-11, CON-7, CON-10.
#[tokio::test]
async fn a_coordinator_records_a_message_and_everybody_reads() {
    for world in worlds("in").await {
        let cy = world.browser("cy").await;
        let id = world.receive(LETTER).await;
        let (page, action) = (format!("/desk/inbox/{id}"), format!("/desk/inbox/{id}/record"));
        assert!(cy.page("/desk").await.contains("1 message waits in the inbox"));
        insta::assert_snapshot!("inbox", main_of(&cy.page("/desk/inbox").await));
        let message = cy.page(&page).await;
        insta::assert_snapshot!("item", main_of(&message));
        let form = Form::of(&message, &action);
        assert_eq!(form.holds("keep"), ["1"], "every file is kept unless somebody says otherwise");

        let answer = cy
            .send(&form.clone().fill("deadline", "soon").fill("subject", "As typed & kept"))
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        insta::assert_snapshot!("item_with_faults", main_of(&answer.text()));
        let again = Form::of(&answer.text(), &action);
        assert_eq!(again.holds("subject"), ["As typed & kept"]);
        assert_eq!(again.holds("deadline"), ["soon"]);

        let form = form
            .fill("from_groups", "etu-sg1")
            .fill("from_as_written", "Study Group 1 (Clocks)")
            .fill("to_groups", "tsync")
            .fill("purpose", "action")
            .fill("deadline", "2026-10-15");
        let after = cy.sends(&form).await;
        assert_eq!(after, "/statements/1/mail?done=recorded");
        insta::assert_snapshot!("recorded", main_of(&cy.page(&after).await));
        let public = world.stranger().page("/statements/1").await;
        assert!(public.contains("Study Group 1"), "{public}");
        // Whose group it was sent to finds it on her desk; nobody else does.
        insta::assert_snapshot!(
            "to_answer",
            main_of(&world.browser("anna").await.page("/desk").await)
        );
        assert!(world.browser("eve").await.page("/desk").await.contains("Nothing waits for you."));
        let anna = world.browser("anna").await;
        let reply = anna.form("/statements/1/reply", "/statements/new?direction=outgoing").await;
        assert_eq!(anna.sends(&reply.fill("do", "save")).await, "/statements/2/edit?done=saved");
        assert!(anna.page("/desk").await.contains("Statement 2, under way, answers it."));
        assert!(cy.page(&page).await.contains("Statement 1 was made from this message."));

        let again = cy.send(&form).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "it is made into a statement once");
        assert!(again.text().contains("Statement 1 was made from this message."));
    }
}

/// IN-1: whoever received it enters it; the liaison manager reviews.
#[tokio::test]
async fn a_chair_enters_what_she_received_and_the_liaison_manager_reviews() {
    for world in worlds("entered").await {
        let (anna, di) = (world.browser("anna").await, world.browser("di").await);
        let action = "/statements/new?direction=incoming";
        let form = anna.form(action, action).await;
        let form = form
            .fill("from_groups", "etu-sg1")
            .fill("to_groups", "tsync")
            .fill("subject", "Clocks of the second kind")
            .fill("text", "We have some.\n")
            .choose("file", "clocks.txt", b"tick\n");
        assert_eq!(anna.sends(&form).await, "/statements/1/preview?done=sent-to-review");
        insta::assert_snapshot!(
            "received_in_review",
            main_of(&anna.page("/statements/1/preview").await)
        );
        assert_eq!(world.stranger().get("/statements/1").await.status, StatusCode::NOT_FOUND);
        assert!(
            di.page("/desk/reviews")
                .await
                .contains("You review as liaison manager for Example Telecommunication Union.")
        );
        // Who reviews it reads what came with it; nobody else does yet.
        let file = "/statements/1/attachments/1/clocks.txt";
        assert!(di.page("/statements/1/preview").await.contains(&format!("href=\"{file}\"")));
        assert_eq!(di.page(file).await, "tick\n");
        assert_eq!(world.stranger().get(file).await.status, StatusCode::NOT_FOUND);
        let after = click(&di, "/statements/1/preview", "/statements/1/review").await;
        assert_eq!(after, "/statements/1/mail?done=posted");
        let statement = world.statement(1).await;
        assert_eq!(statement.attachments.first().unwrap().file_name(), "clocks.txt");

        // It asked for nothing, so that no answer waits.
        assert!(anna.page("/desk").await.contains("Nothing waits for you."));
        // CON-6, PUR-3: the answer is addressed already.
        let page = anna.page("/statements/1/reply").await;
        let reply = Form::of(&page, "/statements/new?direction=outgoing");
        assert_eq!(reply.holds("in_response_to"), ["1"]);
        assert_eq!(
            (reply.holds("from_groups"), reply.holds("to_groups")),
            (vec!["tsync"], vec!["etu-sg1"])
        );
        assert_eq!(reply.holds("subject"), ["Reply to: Clocks of the second kind"]);
        assert!(page.contains("We have some."), "what they wrote is at hand: {page}");
    }
}

/// REC-7, OUT-5, CON-8.
#[tokio::test]
async fn what_was_sent_otherwise_is_recorded_with_its_approval_missing() {
    for world in worlds("otherwise").await {
        let cy = world.browser("cy").await;
        let action = "/statements/new?direction=sent";
        let form = question(cy.form(action, action).await).fill("from_groups", "tsync");
        let answer = cy.send(&form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "when it was sent is missing");
        assert!(answer.text().contains("Name the day."), "{}", answer.text());
        let form = form.fill("sent_on", "2026-03-01").fill("travelled", "Their form");
        assert_eq!(cy.sends(&form).await, "/statements/1/mail?done=record-kept");
        let statement = world.statement(1).await;
        assert!(statement.approval_missing && statement.state == State::Posted);
        let page = cy.page("/statements/1/mail").await;
        assert!(
            !page.contains("etu@example.com"),
            "nothing goes to the other organization: {page}"
        );
    }
}

/// DOC-1, DOC-3, DOC-4, DOC-5: before it goes, the preview shows what it refers to, and what it should say of that.
#[tokio::test]
async fn the_preview_shows_the_documents_referred_to_with_the_words_that_are_missing() {
    for world in worlds("documents").await {
        let mut tx = world.desk.store.begin("bring documents").await.unwrap();
        tx.save_documents(&crate::made::documents()).await.unwrap();
        tx.commit().await.unwrap();
        let anna = world.browser("anna").await;
        let new = "/statements/new?direction=outgoing";
        let form = question(anna.form("/statements/new", new).await);
        let text =
            "See RFC 9901, STD 99, RFC 9977 and draft-ietf-tsync-clocks-03 (work in progress).\n";
        let preview = anna.sends(&form.fill("text", text).fill("do", "preview")).await;
        let page = anna.page(&preview).await;
        let begin = page.find("<section aria-labelledby=\"documents\"").unwrap();
        let section = &page[begin..];
        let section = &section[..section.find("</section>").unwrap()];
        insta::assert_snapshot!("documents", section);

        let wording = "RFC 9901 is an Experimental RFC: it does not represent the consensus of the IETF on a standard.";
        assert!(section.contains(wording));
        let edit = anna.form("/statements/1/edit", "/statements/1/edit").await;
        let told = format!("{text}\n{wording}\n");
        let preview = anna.sends(&edit.fill("text", &told).fill("do", "preview")).await;
        let page = anna.page(&preview).await;
        assert!(page.contains("Nothing remains to be said of them in the text."), "{page}");
    }
}
