//! A file of the record is taken from view for cause, and shown again (REC-2, PI-24 of the next generation).

use axum::http::StatusCode;

use crate::desk_answers::asked;
use crate::desk_world::{main_of, worlds};

const FILE: &str = "/statements/1/attachments/1/SG1-LS14.txt";

/// The page says that there is a file and why nobody gets it; no surface gives it away, and nothing is lost.
#[tokio::test]
async fn a_file_is_taken_from_view_everywhere_and_shown_again() {
    for world in worlds("hiding").await {
        asked(&world).await;
        let (cy, anna, reader) =
            (world.browser("cy").await, world.browser("anna").await, world.stranger());
        assert_eq!(reader.get(FILE).await.status, StatusCode::OK);
        let before = world.statement(1).await;
        // Each address is asked for once, so that of the list only its rows are kept.
        let counted = async |path: &str| reader.page(path).await.contains("1 attachment");
        assert!(counted("/statements?apart=1").await && counted("/statements?apart=2").await);

        let form = cy.form("/statements/1/mail", "/statements/1/hide").await;
        let refused = cy.send(&form.clone().fill("hide_position", "1")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Say why: everyone reads it in place of the file."));
        let form = form.fill("hide_position", "1").fill("hide_reason", "It names a patient.");
        let hers = anna.send(&form).await;
        assert_eq!(hers.status, StatusCode::FORBIDDEN, "a chair may not");
        assert_eq!(cy.sends(&form).await, "/statements/1/mail?done=file-hidden");

        for browser in [&reader, &anna, &cy] {
            assert_eq!(browser.get(FILE).await.status, StatusCode::NOT_FOUND);
        }
        assert!(!counted("/statements?apart=3").await, "a row is kept until something changes");
        let page = main_of(&reader.page("/statements/1").await);
        let enclosed = page.split("Enclosed</h2>").nth(1).unwrap().split("</ul>").next().unwrap();
        insta::assert_snapshot!("hidden_enclosed", enclosed);
        let json = reader.page("/statements/1.json").await;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        insta::assert_json_snapshot!("hidden_shape", json["attachments"]);
        for path in ["/statements/1.txt", "/statements/1/exchange", "/statements.json"] {
            let page = reader.page(path).await;
            assert!(!page.contains("SG1-LS14.txt"), "{path}: {page}");
        }
        let history = main_of(&reader.page("/statements/1/history").await);
        assert!(history.contains("Attachment 1: It names a patient."), "{history}");
        let again = cy.send(&form).await;
        assert!(again.text().contains("Choose a file that is in view."), "{}", again.text());

        let shows = [("do", "show"), ("hide_position", "1"), ("hide_reason", "It names nobody.")];
        let shown = cy.post("/statements/1/hide", &shows).await;
        assert_eq!(shown.header("location"), "/statements/1/mail?done=file-shown");
        assert_eq!(reader.get(FILE).await.status, StatusCode::OK);
        assert!(counted("/statements?apart=4").await);
        assert_eq!(world.statement(1).await.attachments, before.attachments);
    }
}
