//! What is done with a statement on the record, through the pages alone: giving it to others, research, feedback, comments;
//! and entering what travelled otherwise (IN-3, IN-4, REC-7, OUT-5).

use axum::http::StatusCode;
use rules::{Mailbox, State};
use store::testing::made_research;

use crate::desk_world::{Browser, Form, World, main_of, now, worlds};

/// Adds a research task force, in which Tess is asked.
async fn with_research(world: &World) {
    let (groups, tess) = made_research();
    let mut tx = world.desk.store.begin("add research").await.unwrap();
    tx.save_groups(&groups, &world.desk.ids, now()).await.unwrap();
    tx.save_people(&[tess], &world.desk.ids, now()).await.unwrap();
    tx.commit().await.unwrap();
    let mailbox = Mailbox::parse("Tess Research <tess@example.org>").unwrap();
    let new = operations::NewAccount { mailbox, password: None };
    operations::add_account(&world.desk, &new, now()).await.unwrap();
}

fn letter(form: Form) -> Form {
    form.fill("from_groups", "etu-sg1")
        .fill("to_groups", "tsync")
        .fill("to_as_written", "IETF TSYNC")
        .fill("purpose", "action")
        .fill("deadline", "2026-12-01")
        .fill("subject", "On the holdover of boundary clocks")
        .fill("from_contacts", "Lee Rapporteur <lee@example.com>")
        .fill("text", "How long may a boundary clock hold over?\n")
}

/// Has somebody enter the letter through its form, and returns its number.
async fn entered(browser: &Browser<'_>, change: impl FnOnce(Form) -> Form) -> i64 {
    let action = "/statements/new?direction=incoming";
    let form = letter(browser.form(action, action).await);
    let place = browser.sends(&change(form)).await;
    place.split('/').nth(2).unwrap().parse().unwrap()
}

/// IN-3, REC-11: given to others on its own page; the draft of a note stands there and is sent by a click; everybody reads who
/// has it, and by whom it was passed on.
#[tokio::test]
async fn a_statement_is_given_to_others_and_its_sender_is_told_by_a_click() {
    for world in worlds("after_given").await {
        let (cy, stranger) = (world.browser("cy").await, world.stranger());
        let number = entered(&cy, |form| form).await;
        let (page, give) =
            (format!("/statements/{number}/mail"), format!("/statements/{number}/give"));
        let form = cy.form(&page, &give).await;
        assert_eq!(form.holds("give_to"), ["tsync"]);
        let wrong = cy.send(&form.clone().fill("give_to", "paths, nobody")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = wrong.text();
        assert!(wrong.contains("knows no group “nobody”") && wrong.contains("value=\"nobody\""));
        assert_eq!(cy.sends(&form.fill("give_to", "paths")).await, format!("{page}?done=given"));
        insta::assert_snapshot!("given_desk", main_of(&cy.page(&page).await));
        let feedback = format!("/statements/{number}/feedback");
        let note = cy.form(&page, &feedback).await;
        let empty = cy.send(&note.clone().fill("feedback_text", " ")).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let sent = cy.sends(&note.fill("feedback_subject", "Paths have it")).await;
        assert_eq!(sent, format!("{page}?done=feedback-sent"));
        let record = stranger.page(&format!("/statements/{number}")).await;
        insta::assert_snapshot!("given_record", main_of(&record));
        let history = stranger.page(&format!("/statements/{number}/history")).await;
        insta::assert_snapshot!("given_history_page", main_of(&history));
        // Each desk: Eve answers it now, and Anna does not.
        assert!(world.browser("eve").await.page("/desk").await.contains("On the holdover"));
        assert!(!world.browser("anna").await.page("/desk").await.contains("On the holdover"));
        assert!(stranger.page("/groups/paths").await.contains("On the holdover"));
    }
}

/// IN-3: in the form of what was received, before it is on the record.
#[tokio::test]
async fn the_form_of_a_received_statement_asks_to_whom_else_it_is_given() {
    for world in worlds("after_before").await {
        let gil = world.browser("gil").await;
        let number = entered(&gil, |form| form.fill("given_to", "paths")).await;
        let statement = world.statement(number).await;
        assert_eq!(statement.state, State::InReview);
        assert_eq!(statement.holders_in_words(), "Path Computation");
        let edit = format!("/statements/{number}/edit");
        let form = gil.form(&edit, &edit).await;
        assert_eq!(form.holds("given_to"), ["paths"]);
        gil.sends(&form.fill("given_to", "").fill("do", "save")).await;
        assert_eq!(world.statement(number).await.distributed_to, []);
    }
}

/// IN-4: marked on its page, relayed by whoever is asked, who advises on the answer.
#[tokio::test]
async fn research_is_marked_relayed_and_advised_on_through_the_pages() {
    for world in worlds("after_research").await {
        with_research(&world).await;
        let (di, tess, stranger) =
            (world.browser("di").await, world.browser("tess").await, world.stranger());
        let number = entered(&world.browser("cy").await, |form| form).await;
        let page = format!("/statements/{number}/mail");
        assert_ne!(tess.get(&page).await.status, StatusCode::OK, "nothing brings her in yet");
        let mark = di.form(&page, &format!("/statements/{number}/research")).await;
        assert_eq!(di.sends(&mark).await, format!("{page}?done=marked"));
        insta::assert_snapshot!("research_desk", main_of(&tess.page(&page).await));
        let relay = tess.form(&page, &format!("/statements/{number}/relay")).await;
        let relayed = relay.fill("relay_to", "rgclock").fill("relay_note", "You measured this.");
        assert_eq!(tess.sends(&relayed).await, format!("{page}?done=relayed"));
        assert!(stranger.page(&format!("/statements/{number}")).await.contains(
            "Clock Research</a><span class=\"org\">Relayed by Tess Research, chair of irtf"
        ));

        let anna = world.browser("anna").await;
        let action = "/statements/new?direction=outgoing";
        let reply = anna.form(&format!("/statements/{number}/reply"), action).await;
        let reply = reply.fill("text", "Nobody knows.\n").fill("consensus", "groups");
        let preview = anna.sends(&reply.fill("do", "preview")).await;
        let answer: i64 = preview.split('/').nth(2).unwrap().parse().unwrap();
        anna.sends(&anna.form(&preview, &format!("/statements/{answer}/submit")).await).await;
        insta::assert_snapshot!("research_waits", main_of(&tess.page("/desk").await));
        let preview = format!("/statements/{answer}/preview");
        let advise = tess.form(&preview, &format!("/statements/{answer}/advise")).await;
        tess.sends(&advise.fill("advice", "Say what was measured.")).await;
        insta::assert_snapshot!("research_advised", main_of(&anna.page(&preview).await));
    }
}

/// REC-2, REC-9: a comment for those who are involved, and one for everyone, before and after it is on the record.
#[tokio::test]
async fn comments_are_for_everyone_or_for_those_who_are_involved() {
    for world in worlds("after_comments").await {
        let (gil, cy) = (world.browser("gil").await, world.browser("cy").await);
        let number = entered(&gil, |form| form).await;
        let (page, comment) =
            (format!("/statements/{number}/preview"), format!("/statements/{number}/comment"));
        let form = gil.form(&page, &comment).await;
        let empty = gil.send(&form.clone().fill("remark_for", "everyone")).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        insta::assert_snapshot!("comment_refused", main_of(&empty.text()));
        assert_eq!(
            gil.sends(&form.fill("remark", "Lee is on leave.")).await,
            format!("{page}?done=commented")
        );
        cy.sends(&cy.form(&page, &format!("/statements/{number}/review")).await).await;
        let page = format!("/statements/{number}/mail");
        let form = cy.form(&page, &comment).await.fill("remark_for", "everyone");
        cy.sends(&form.fill("remark", "It was read <aloud>.")).await;
        insta::assert_snapshot!("commented_desk", main_of(&cy.page(&page).await));
        let public = world.stranger().page(&format!("/statements/{number}/history")).await;
        assert!(
            public.contains("It was read &#60;aloud&#62;.") && !public.contains("Lee is on leave.")
        );
    }
}

/// REC-7, OUT-5: what came on paper, with its files, how and on which days; and what was sent without approval.
#[tokio::test]
async fn what_travelled_otherwise_is_entered_with_its_files_and_dates() {
    for world in worlds("after_fact").await {
        let (cy, stranger) = (world.browser("cy").await, world.stranger());
        let action = "/statements/new?direction=incoming";
        let early = letter(cy.form(action, action).await).fill("received_on", "2031-01-01");
        let early = cy.send(&early).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.text().contains("This day lies ahead"));
        let number = entered(&cy, |form| {
            form.fill("received_on", "2026-02-20")
                .fill("sent_on", "2026-02-11")
                .fill("travelled", "on paper, handed over at their meeting")
                .choose("file", "LS12.txt", b"The letter.\n")
                .choose("file", "Annex.txt", b"Its annex.\n")
        })
        .await;
        let record = stranger.page(&format!("/statements/{number}")).await;
        insta::assert_snapshot!("came_on_paper", main_of(&record));
        let annex = stranger.get(&format!("/statements/{number}/attachments/2/Annex.txt")).await;
        assert_eq!(annex.text(), "Its annex.\n");

        let action = "/statements/new?direction=sent";
        let form = cy.form(action, action).await;
        let form = form
            .fill("from_groups", "tsync")
            .fill("to_groups", "etu-sg1")
            .fill("purpose", "information")
            .fill("subject", "Boundary clocks")
            .fill("text", "They hold over for a day.\n")
            .fill("consensus", "groups")
            .fill("sent_on", "2026-02-25")
            .fill("travelled", "by their web form")
            .choose("file", "answer.txt", b"An answer.\n")
            .choose("file", "table.txt", b"A table.\n");
        let place = cy.sends(&form).await;
        let number: i64 = place.split('/').nth(2).unwrap().parse().unwrap();
        let statement = world.statement(number).await;
        assert!(statement.approval_missing && statement.attachments.len() == 2);
        let record = stranger.page(&format!("/statements/{number}")).await;
        insta::assert_snapshot!("sent_otherwise", main_of(&record));
    }
}
