//! Forms lose nothing, say each fault beside its field, and do what their buttons say.

use axum::http::StatusCode;
use rules::{GateKind, Means, Number, State};

use crate::desk_stories::{LETTER, click, question, submitted};
use crate::desk_world::{Form, main_of, worlds};

const NEW: &str = "/statements/new?direction=outgoing";

/// A form with mistakes: every field as typed, the fault beside its field.
#[tokio::test]
async fn a_form_with_mistakes_comes_back_as_it_was_typed() {
    for world in worlds("mistakes").await {
        let anna = world.browser("anna").await;
        let form = question(anna.form("/statements/new", NEW).await)
            .fill("to_groups", "nowhere")
            .fill("deadline", "next week")
            .fill("in_response_to", "the last one")
            .fill("from_contacts", "ana at example")
            .fill("text", "\n<script>alert(1)</script>\n  \"as typed\" & kept\n")
            .choose("file", "figures.pdf", b"%PDF-1.4");
        let answer = anna.send(&form.clone().fill("do", "save")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        insta::assert_snapshot!("mistakes", main_of(&answer.text()));
        let again = Form::of(&answer.text(), NEW);
        for name in [
            "subject",
            "deadline",
            "to_groups",
            "in_response_to",
            "from_contacts",
            "purpose",
            "consensus",
        ] {
            assert_eq!(again.holds(name), form.holds(name), "{name}");
        }
        assert!(answer.text().contains("&#60;script&#62;alert(1)"), "{}", answer.text());
        assert_eq!(world.desk.store.reader().statement(Number(1)).await.unwrap(), None);
    }
}

/// OUT-11: a draft need not be complete; the preview says what is missing and leads there.
#[tokio::test]
async fn an_incomplete_draft_is_kept_and_cannot_be_submitted() {
    for world in worlds("incomplete").await {
        let anna = world.browser("anna").await;
        let form = anna
            .form("/statements/new", NEW)
            .await
            .fill("subject", "Half a thought")
            .fill("do", "preview");
        let page = anna.page(&anna.sends(&form).await).await;
        insta::assert_snapshot!("incomplete", main_of(&page));
        assert!(!page.contains("/statements/1/submit"), "there is no button that would not work");
        let answer = anna.post("/statements/1/submit", &[("revision", "1")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(world.statement(1).await.state, State::Draft);
        assert!(anna.page("/desk/drafts").await.contains("Half a thought"));
    }
}

/// BOD-2: a file and a link are added and removed, and what was typed into the form is saved with each click.
#[tokio::test]
async fn attachments_come_and_go_and_nothing_typed_is_lost() {
    for world in worlds("attachments").await {
        let anna = world.browser("anna").await;
        let form = question(anna.form("/statements/new", NEW).await).choose(
            "file",
            "figures.txt",
            b"tick tock\n",
        );
        let edit = anna.sends(&form.fill("do", "save")).await;
        assert_eq!(edit, "/statements/1/edit?done=added#attachments");
        let form = anna.form("/statements/1/edit", "/statements/1/edit").await;
        let link =
            form.fill("subject", "Typed before the link").fill("url", "https://example.net/a.pdf");
        let answer = anna.sends(&link.to("/statements/1/attachments")).await;
        assert_eq!(answer, "/statements/1/edit?done=added#attachments");
        let statement = world.statement(1).await;
        assert_eq!(statement.subject, "Typed before the link");
        let titles: Vec<&str> = statement.attachments.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(titles, ["figures.txt", "https://example.net/a.pdf"]);

        let form = anna.form("/statements/1/edit", "/statements/1/edit").await;
        let removal =
            form.clone().fill("subject", "Typed before the removal").fill("position", "1");
        let answer = anna.sends(&removal.to("/statements/1/remove-attachment")).await;
        assert_eq!(answer, "/statements/1/edit?done=removed#attachments");
        let statement = world.statement(1).await;
        assert_eq!(
            (statement.subject.as_str(), statement.attachments.len()),
            ("Typed before the removal", 1)
        );

        let form = anna.form("/statements/1/edit", "/statements/1/edit").await;
        let wrong = form.fill("subject", "Saved all the same").fill("url", "javascript:alert(1)");
        let answer = anna.send(&wrong.to("/statements/1/attachments")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text();
        assert!(page.contains("A link begins with https://"), "{page}");
        let again = Form::of(&page, "/statements/1/edit");
        assert_eq!(
            (again.holds("url"), again.holds("subject")),
            (vec!["javascript:alert(1)"], vec!["Saved all the same"])
        );
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_in_words() {
    for world in worlds("large").await {
        let anna = world.browser("anna").await;
        let form = question(anna.form("/statements/new", NEW).await);
        anna.sends(&form.fill("do", "save")).await;
        let form = anna.form("/statements/1/edit", "/statements/1/edit").await;
        let large =
            form.choose("file", "large.bin", &vec![7; 100_001]).to("/statements/1/attachments");
        let answer = anna.send(&large).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text();
        assert!(
            page.contains(
                "“large.bin” has 100001 bytes, and at most 100000 are taken: give a link."
            ),
            "{page}"
        );
        assert!(world.statement(1).await.attachments.is_empty());
    }
}

/// Somebody else saved meanwhile: both versions are on the page, and nothing is lost.
#[tokio::test]
async fn two_people_who_edit_at_once_lose_nothing() {
    for world in worlds("conflict").await {
        submitted(&world).await;
        let (anna, bo) = (world.browser("anna").await, world.browser("bo").await);
        let (hers, his) = (
            anna.form("/statements/1/edit", "/statements/1/edit").await,
            bo.form("/statements/1/edit", "/statements/1/edit").await,
        );
        bo.sends(
            &his.fill("subject", "His subject").fill("text", "His text.\n").fill("do", "save"),
        )
        .await;
        let answer = anna
            .send(
                &hers.fill("subject", "Her subject").fill("text", "Her text.\n").fill("do", "save"),
            )
            .await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        insta::assert_snapshot!("conflict", main_of(&answer.text()));
        let again = Form::of(&answer.text(), "/statements/1/edit");
        assert_eq!(
            (again.holds("subject"), again.holds("text")),
            (vec!["Her subject"], vec!["Her text.\n"])
        );
        assert_eq!(world.statement(1).await.subject, "His subject");
        assert_eq!(anna.sends(&again.fill("do", "save")).await, "/statements/1/edit?done=changed");
        assert_eq!(
            world.statement(1).await.subject,
            "Her subject",
            "she has seen his, and decided"
        );
    }
}

/// OUT-3: an approval given elsewhere is noted with who gave it and how.
#[tokio::test]
async fn a_coordinator_notes_an_approval_that_was_given_elsewhere() {
    for world in worlds("noted").await {
        submitted(&world).await;
        let cy = world.browser("cy").await;
        let form = cy.form("/statements/1/preview", "/statements/1/note-approval").await;
        assert_eq!(form.holds("group"), ["tsync"]);
        let answer = cy.send(&form.clone().fill("authority", "Bo Director")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        insta::assert_snapshot!("note_without_comment", main_of(&answer.text()));
        let form = form.fill("authority", "Bo Director").fill("comment", "By telephone, 9 March.");
        assert_eq!(cy.sends(&form).await, "/statements/1/preview?done=noted");
        let statement = world.statement(1).await;
        let gate = statement.gates.iter().find(|gate| gate.kind == GateKind::Approval).unwrap();
        assert!(matches!(gate.opening.as_ref().unwrap().means, Means::Elsewhere { .. }));
        let page = cy.page("/statements/1/preview").await;
        assert!(
            page.contains("Bo Director, elsewhere: By telephone, 9 March. Noted by Cy Coordinator"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn a_draft_is_dropped_with_a_reason_and_taken_up_again() {
    for world in worlds("dropped").await {
        submitted(&world).await;
        let anna = world.browser("anna").await;
        let form = anna.form("/statements/1/preview", "/statements/1/drop").await;
        let answer = anna.send(&form.clone().fill("reason", "  ")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("<details open>"), "the form with the fault is in view");
        assert_eq!(
            anna.sends(&form.fill("reason", "Settled in the corridor")).await,
            "/desk?done=dropped"
        );
        assert!(anna.page("/desk").await.contains("Given up before it was posted."));
        let after = click(&anna, "/statements/1/preview", "/statements/1/revive").await;
        assert_eq!(after, "/statements/1/preview?done=revived");
        assert_eq!(world.statement(1).await.state, State::Draft);
    }
}

/// REC-7, OUT-5: what went out by another way while it was in review.
#[tokio::test]
async fn a_statement_in_review_is_recorded_as_sent_and_then_withdrawn() {
    for world in worlds("sent").await {
        submitted(&world).await;
        let cy = world.browser("cy").await;
        let form = cy.form("/statements/1/preview", "/statements/1/record-as-sent").await;
        let ahead = form.clone().fill("sent_on", "2026-03-11").fill("travelled", "A letter");
        let answer = cy.send(&ahead).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("This day lies ahead"), "{}", answer.text());
        let form = form.fill("sent_on", "2026-03-09").fill("travelled", "A letter");
        assert_eq!(cy.sends(&form).await, "/statements/1/mail?done=record-kept");

        let form = cy.form("/statements/1/mail", "/statements/1/withdraw").await;
        let answer = cy.send(&form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is missing");
        assert_eq!(
            cy.sends(&form.fill("reason", "Sent in error")).await,
            "/statements/1/mail?done=withdrawn"
        );
        assert_eq!(world.statement(1).await.state, State::Withdrawn);
        let public = world.stranger().page("/statements/1").await;
        assert!(public.contains("Sent in error"), "the page stays and says why: {public}");
    }
}

#[tokio::test]
async fn a_message_that_is_no_statement_is_closed_with_a_reason_and_opened_again() {
    for world in worlds("closed").await {
        let cy = world.browser("cy").await;
        let id = world.receive(LETTER).await;
        let (page, close) = (format!("/desk/inbox/{id}"), format!("/desk/inbox/{id}/close"));
        let form = cy.form(&page, &close).await;
        let answer = cy.send(&form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("Say why"), "{}", answer.text());
        assert_eq!(cy.sends(&form.fill("reason", "A newsletter")).await, "/desk/inbox?done=closed");
        assert!(cy.page("/desk/inbox?state=closed").await.contains("A newsletter"));
        assert!(!cy.page(&page).await.contains("/record\""), "what is closed is not recorded");
        let after = click(&cy, &page, &format!("/desk/inbox/{id}/reopen")).await;
        assert_eq!(after, format!("/desk/inbox/{id}?done=reopened"));
        assert!(cy.page("/desk/inbox").await.contains("Liaison on the holdover"));
    }
}

/// Each page of the desk asks the store a constant number of questions.
#[tokio::test]
async fn the_desk_costs_as_much_with_many_statements_as_with_few() {
    for world in worlds("costs").await {
        let (anna, cy) = (world.browser("anna").await, world.browser("cy").await);
        let form = question(anna.form("/statements/new", NEW).await).fill("do", "save");
        let mut costs = Vec::new();
        for many in [2, 20] {
            for one in 0..many {
                anna.sends(&form).await;
                world.receive(&letter(many * 100 + one)).await;
            }
            let before = world.desk.store.queries_made();
            for page in ["/desk", "/desk/drafts", "/desk/reviews"] {
                anna.page(page).await;
                cy.page(page).await;
            }
            let inbox = cy.page("/desk/inbox").await;
            let begin = inbox.find("/desk/inbox/").unwrap();
            let newest = inbox[begin..].split('"').next().unwrap();
            cy.page(newest).await;
            anna.page("/statements/1/preview").await;
            anna.page("/statements/1/edit").await;
            costs.push(world.desk.store.queries_made() - before);
        }
        assert_eq!(costs.first(), costs.last());
    }
}

/// Returns a letter unlike the others.
fn letter(number: usize) -> Vec<u8> {
    let letter = String::from_utf8(LETTER.to_vec()).unwrap();
    letter.replace(" Liaison on", &format!(" {number}. Liaison on")).into_bytes()
}

/// Many messages come page by page, the newest first, and each tab says how many it holds.
#[tokio::test]
async fn a_full_inbox_comes_page_by_page() {
    for world in worlds("full").await {
        for number in 1..=26 {
            world.receive(&letter(number)).await;
        }
        world.receive(b"not a message at all").await;
        let cy = world.browser("cy").await;
        let first = cy.page("/desk/inbox").await;
        assert!(first.contains("Waiting <span class=\"number\">26</span>"), "{first}");
        assert!(first.contains("Set aside <span class=\"number\">1</span>"), "{first}");
        assert!(first.contains(">26. Liaison") && first.contains("Page 1<"), "{first}");
        let second = cy.page("/desk/inbox?state=waiting&page=2").await;
        assert!(second.contains(">1. Liaison") && !second.contains(">2. Liaison"), "{second}");
        let aside = cy.page("/desk/inbox?state=set-aside").await;
        insta::assert_snapshot!("set_aside", main_of(&aside));
    }
}

const HAND_IN: &str = "/desk/inbox/hand-in";

/// IN-1, IN-2: a file becomes a message of the inbox; what is wrong is said, and what was typed stays.
#[tokio::test]
async fn files_are_handed_in_and_wait_in_the_inbox() {
    for world in worlds("handingin").await {
        let cy = world.browser("cy").await;
        let form = cy.form(HAND_IN, HAND_IN).await;
        let wrong =
            form.fill("sender", "Lee <lee>").fill("subject", "On clocks").fill("note", "By hand.");
        let answer = cy.send(&wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        insta::assert_snapshot!("not_handed_in", main_of(&answer.text()));
        let form = Form::of(&answer.text(), HAND_IN)
            .fill("sender", "Lee Example <lee@example.com>")
            .choose("file", "letter.txt", b"LIAISON STATEMENT\n")
            .choose("file", "figures.txt", b"1 2 3\n");
        let to = cy.sends(&form).await;
        assert!(to.starts_with("/desk/inbox/") && to.ends_with("?done=handed-in"), "{to}");
        let page = cy.page(&to).await;
        for words in
            ["Handed in: it is stored", "On clocks", "letter.txt", "figures.txt", "Cy Coordinator"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert_eq!(cy.sends(&form).await, to, "a second click is the same");

        // A chair does not see the inbox, and is told all the same.
        let anna = world.browser("anna").await;
        let form = anna.form(HAND_IN, HAND_IN).await.choose("file", "other.txt", b"Other.\n");
        assert_eq!(anna.sends(&form).await, "/desk?done=handed-in");
        assert!(cy.page("/desk/inbox").await.contains("other.txt"));
    }
}
