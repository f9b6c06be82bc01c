//! The letter in the form of the receiver, on the pages (BOD-4).

use axum::http::StatusCode;

use bytes::Bytes;
use operations::{keep_pdf, take_conversions};

use crate::desk_stories::submitted;
use crate::desk_world::{main_of, now, worlds_of_letters};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// BOD-4, OUT-9: whoever may see a statement sees its letter; a liaison manager puts another in its place; nobody else learns
/// that there is one.
#[tokio::test]
async fn the_letter_is_shown_before_it_goes_and_can_be_put_another_in_its_place() {
    for world in worlds_of_letters("letter_pages").await {
        submitted(&world).await;
        let (di, hal) = (world.browser("di").await, world.browser("hal").await);
        for one in [&hal, &world.stranger()] {
            for name in ["letter.docx", "letter.pdf", "letter.docx?form=plain"] {
                let answer = one.get(&format!("/statements/1/{name}")).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
            }
        }
        let letter = di.get("/statements/1/letter.docx").await;
        assert_eq!((letter.status, letter.header("content-type")), (StatusCode::OK, DOCX));
        let name = letter.header("content-disposition");
        assert!(name.starts_with("attachment; filename=\"letter-1-itu-t.docx\""), "{name}");
        assert_eq!(letter.header("cache-control"), "private, no-store");
        assert_eq!(di.get("/statements/1/letter.pdf").await.status, StatusCode::NOT_FOUND);
        let other = di.get("/statements/1/letter.docx?form=3gpp").await;
        assert_eq!(other.status, StatusCode::OK, "whoever looks may have any form");
        let none = di.get("/statements/1/letter.docx?form=etsi").await;
        assert!(none.status.is_client_error(), "{}", none.status);

        let taken = take_conversions(&world.desk, 10, now()).await.unwrap();
        keep_pdf(&world.desk, &taken[0].0, Bytes::from_static(b"%PDF-1.7")).await.unwrap();
        let pdf = di.get("/statements/1/letter.pdf").await;
        assert_eq!(pdf.header("content-type"), "application/pdf");
        let preview = di.page("/statements/1/preview").await;
        insta::assert_snapshot!("letter_preview", main_of(&preview));

        let form = di.form("/statements/1/preview", "/statements/1/letter").await;
        let refused = di.send(&form.choose("file", "letter.txt", b"Not so.\n")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("neither a Word document (.docx) nor a PDF"));
        let form = di.form("/statements/1/preview", "/statements/1/letter").await;
        let leads = di.sends(&form.choose("file", "LS 12.pdf", b"%PDF-1.7 of ours")).await;
        assert_eq!(leads, "/statements/1/preview?done=changed");
        let converted = di.page("/statements/1/preview").await;
        assert!(converted.contains("in place of the one that this tool made"), "{converted}");
        assert!(converted.contains("Have it made again"));
    }
}
