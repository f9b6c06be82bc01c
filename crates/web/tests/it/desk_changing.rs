//! What is changed about a statement on the record, through the pages alone: mail sent again, something added, a correction, a
//! statement in its place (REC-2, BOD-2, OUT-5).

use axum::http::StatusCode;

use crate::desk_stories::{click, submitted};
use crate::desk_world::{World, main_of, worlds};

/// Opens every gate of a statement that Anna submitted; returns where the last leads.
async fn opened(world: &World, number: i64) -> String {
    let (bo, di, cy) =
        (world.browser("bo").await, world.browser("di").await, world.browser("cy").await);
    let page = format!("/statements/{number}/preview");
    click(&bo, &page, &format!("/statements/{number}/approve")).await;
    let advice = di.form(&page, &format!("/statements/{number}/advise")).await;
    di.sends(&advice.fill("advice", "")).await;
    click(&cy, &page, &format!("/statements/{number}/review")).await
}

/// REC-2, OUT-2, OUT-11: begun on the desk's page, changed in the same form, through the same gates; everybody reads that it was
/// corrected, by whom and why, and what it said before.
#[tokio::test]
async fn a_statement_is_corrected_and_everybody_reads_what_changed() {
    for world in worlds("changing_corrected").await {
        submitted(&world).await;
        opened(&world, 1).await;
        let (anna, cy, stranger) =
            (world.browser("anna").await, world.browser("cy").await, world.stranger());
        let form = anna.form("/statements/1/mail", "/statements/1/correct").await;
        let empty = anna.send(&form).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.text().contains("Say what is corrected and why"));
        let form = form.fill("correction_why", "It is a grandmaster.").fill("resend", "yes");
        assert_eq!(anna.sends(&form).await, "/statements/2/edit?done=correction-begun");
        let edit = anna.form("/statements/2/edit", "/statements/2/edit").await;
        let stale = edit.clone();
        let edit =
            edit.fill("text", "How long may a grandmaster hold over?\n").fill("do", "preview");
        assert_eq!(anna.sends(&edit).await, "/statements/2/preview?done=saved");
        assert_eq!(anna.send(&stale).await.status, StatusCode::CONFLICT, "nothing is overwritten");
        insta::assert_snapshot!(
            "correction_preview",
            main_of(&anna.page("/statements/2/preview").await)
        );
        // Beside it, the record says what it said; and nobody else sees the correction.
        let record = stranger.page("/statements/1").await;
        assert!(
            record.contains("boundary clock\n   hold over?") && !record.contains("grandmaster")
        );
        for (who, browser) in [("a stranger", &stranger), ("a coordinator", &cy)] {
            for path in ["/statements/2", "/statements/2.json", "/statements/2/history"] {
                assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{who}: {path}");
            }
        }
        assert!(anna.page("/statements/1/mail").await.contains("A correction of it is on its way"));
        let again = cy.form("/statements/1/mail", "/statements/1/correct").await;
        let again = cy.send(&again.fill("correction_why", "Another.")).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        click(&anna, "/statements/2/preview", "/statements/2/submit").await;
        assert_eq!(opened(&world, 2).await, "/statements/1/mail?done=corrected");

        insta::assert_snapshot!("corrected_record", main_of(&stranger.page("/statements/1").await));
        insta::assert_snapshot!(
            "corrected_before",
            main_of(&stranger.page("/statements/1/versions/1").await)
        );
        insta::assert_snapshot!(
            "corrected_now",
            main_of(&stranger.page("/statements/1/versions/2").await)
        );
        for path in
            ["/statements/1/versions/3", "/statements/1/versions/x", "/statements/9/versions/1"]
        {
            assert_eq!(stranger.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let json: serde_json::Value =
            serde_json::from_str(&stranger.page("/statements/1.json").await).unwrap();
        assert_eq!(json["versions"].as_array().map(Vec::len), Some(2));
        assert!(stranger.page("/statements?q=grandmaster").await.contains("/statements/1\""));
        assert!(!stranger.page("/statements").await.contains("/statements/2\""));
        let led = anna.get("/statements/2").await;
        assert_eq!((led.status, led.header("location")), (StatusCode::SEE_OTHER, "/statements/1"));
        assert!(
            !anna.page("/desk/drafts").await.contains("/statements/2/"),
            "it is no draft any more"
        );
        insta::assert_snapshot!("corrected_desk", main_of(&anna.page("/statements/1/mail").await));
    }
}

/// BOD-2, OUT-5, REC-2: what is added is marked; another in its place is linked on both pages; mail goes to a corrected address.
#[tokio::test]
async fn mail_is_sent_again_a_file_is_added_and_another_follows() {
    for world in worlds("changing_others").await {
        submitted(&world).await;
        opened(&world, 1).await;
        let (anna, bo, stranger) =
            (world.browser("anna").await, world.browser("bo").await, world.stranger());
        for (delivery, _) in
            operations::take_deliveries(&world.desk, 50, crate::desk_world::now()).await.unwrap()
        {
            let outcome = store::Outcome::Sent("250 queued".to_owned());
            operations::finish_delivery(&world.desk, &delivery, outcome, crate::desk_world::now())
                .await
                .unwrap();
        }
        let page = anna.page("/statements/1/mail").await;
        let at = page.rfind("action=\"/statements/1/resend/").unwrap() + 8;
        let action = page[at..].split('"').next().unwrap();
        let form = anna.form("/statements/1/mail", action).await;
        let wrong = anna.send(&form.clone().fill("resend_to", "etu at example")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("value=\"etu at example\""), "nothing typed is lost");
        let sent = anna.sends(&form.fill("resend_to", "office@etu.example.com")).await;
        assert_eq!(sent, "/statements/1/mail?done=sent-again");
        assert!(anna.page(&sent).await.contains("office@etu.example.com"));

        let form = bo.form("/statements/1/mail", "/statements/1/add").await;
        let nothing = bo.send(&form).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let form = form.fill("tell", "yes").choose("file", "figures.txt", b"1 ms\n");
        assert_eq!(bo.sends(&form).await, "/statements/1/mail?done=added-after");
        let record = stranger.page("/statements/1").await;
        assert!(record.contains("added after the statement was sent"), "{record}");

        let place = click(&anna, "/statements/1/mail", "/statements/1/revise").await;
        assert_eq!(place, "/statements/2/edit?done=revision-begun");
        let preview = anna.page("/statements/2/preview").await;
        assert!(preview.contains("In place of:"), "{preview}");
        click(&anna, "/statements/2/preview", "/statements/2/submit").await;
        opened(&world, 2).await;
        let (first, second) =
            (stranger.page("/statements/1").await, stranger.page("/statements/2").await);
        assert!(first.contains("Revises this statement."), "{first}");
        assert!(second.contains("Revises No. 1."), "{second}");
    }
}
