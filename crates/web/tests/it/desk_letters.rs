//! What a letter says stands in its form, each field with what it was read from, and marked in the letter beside it.

use axum::http::StatusCode;

use crate::desk_stories::LETTER;
use crate::desk_world::{Form, main_of, worlds};

/// Returns the letter with a second one beside it.
fn two_letters() -> Vec<u8> {
    let letter = String::from_utf8(LETTER.to_vec()).unwrap().replace("\r\n", "\n");
    let begin = letter.rfind("--b\n").unwrap();
    let end = letter.rfind("--b--").unwrap();
    let second = letter[begin..end].replace("SG1-LS14", "SG1-LS15").replace("holdover", "<drift>");
    format!("{}{second}--b--\n", &letter[..end]).into_bytes()
}

/// While a worker has not come to it, the page looks again by itself, and the form can be had without waiting.
#[tokio::test]
async fn a_page_looks_again_until_its_letter_is_read() {
    for world in worlds("lookagain").await {
        let cy = world.browser("cy").await;
        let id = world.receive_unread(LETTER).await;
        let page = format!("/desk/inbox/{id}");
        let answer = cy.get(&page).await;
        assert_eq!((answer.status, answer.header("refresh")), (StatusCode::OK, "3"));
        insta::assert_snapshot!("being_read", main_of(&answer.text()));
        assert!(cy.page("/desk/inbox").await.contains("Being read"));
        let now = cy.get(&format!("{page}?form=now")).await;
        assert!(!now.headers.contains_key("refresh"), "what is typed is not lost");
        let form = Form::of(&now.text(), &format!("{page}/record"));
        assert_eq!(form.holds("subject"), ["Liaison on the holdover of boundary clocks"]);
        world.wait(6);
        let late = cy.get(&page).await;
        assert!(!late.headers.contains_key("refresh") && late.text().contains("/record"));
    }
}

/// Each of several letters has an address of its own, which a form with mistakes comes back to.
#[tokio::test]
async fn of_several_letters_each_can_be_chosen_and_stays_chosen() {
    for world in worlds("choose").await {
        let cy = world.browser("cy").await;
        let id = world.receive(&two_letters()).await;
        let page = format!("/desk/inbox/{id}");
        let first = cy.page(&page).await;
        let before = world.desk.store.queries_made();
        let second = cy.page(&format!("{page}?letter=2")).await;
        let cost = world.desk.store.queries_made() - before;
        assert!(first.contains("1. SG1-LS14.txt") && first.contains("2. SG1-LS15.txt"), "{first}");
        let form = Form::of(&second, &format!("{page}/record"));
        assert_eq!(form.holds("subject"), ["Liaison on the <drift> of boundary clocks"]);
        assert_eq!(form.holds("letter"), ["2"]);
        assert!(!second.contains("<drift>"), "{second}");
        let before = world.desk.store.queries_made();
        cy.page(&page).await;
        assert_eq!(
            world.desk.store.queries_made() - before,
            cost,
            "one letter costs as much as another"
        );
        let answer = cy.send(&form.fill("deadline", "soon")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let again = Form::of(&answer.text(), &format!("{page}/record"));
        assert_eq!((again.holds("letter"), again.holds("deadline")), (vec!["2"], vec!["soon"]));
        assert!(answer.text().contains("SG1-LS15.txt</h2>"), "{}", answer.text());
    }
}

/// Talk about a statement says that it is none; it is closed by one click, and can be recorded all the same.
#[tokio::test]
async fn a_message_that_is_no_statement_says_so_and_is_closed_by_one_click() {
    for world in worlds("nostatement").await {
        let cy = world.browser("cy").await;
        let talk = "From: anna@example.org\nSubject: Re: Their <statement>\n\nI read it.\n";
        let id = world.receive(talk.as_bytes()).await;
        assert!(cy.page("/desk/inbox").await.contains("No statement: it answers another message."));
        let page = format!("/desk/inbox/{id}");
        let shown = cy.page(&page).await;
        insta::assert_snapshot!("no_statement", main_of(&shown));
        let form = Form::of(&shown, &format!("{page}/record"));
        assert_eq!(
            form.holds("subject"),
            ["Re: Their <statement>"],
            "it can be recorded all the same"
        );
        let close = Form::of(&shown, &format!("{page}/close"));
        assert_eq!(close.holds("reason"), ["No statement: it answers another message."]);
        assert_eq!(cy.sends(&close).await, "/desk/inbox?done=closed");
    }
}
