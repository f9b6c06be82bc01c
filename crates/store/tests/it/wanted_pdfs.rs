//! Files of which a PDF is wanted beside them.

use jiff::SignedDuration;
use jiff::civil::date;
use rules::{Attachment, AttachmentBody, AttachmentSource, MadeOf, Number};
use store::WantedPdf;
use store::testing::stores;

use crate::made;

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

fn file(position: i64, sha256: &str, made_of: Option<MadeOf>) -> Attachment {
    Attachment {
        position,
        title: "A report".to_owned(),
        body: AttachmentBody::File {
            name: "report.docx".to_owned(),
            media_type: WORD.to_owned(),
            sha256: Some(sha256.to_owned()),
            size: 4,
            legacy_name: None,
            renditions: Vec::new(),
        },
        source: AttachmentSource::Uploaded,
        added_after_sending: false,
        hidden: None,
        made_of,
    }
}

/// BOD-3: wanted once however often somebody asks, claimed by one worker, and tried again when somebody asks again; what was made
/// of which file is kept with it.
#[tokio::test]
async fn a_pdf_is_wanted_once_and_claimed_by_one() {
    for (label, store, _guard) in stores("wanted_pdfs").await {
        let directory = made::directory(&store).await;
        let person = store.reader().person_by_address("anna@example.org").await.expect("asked");
        let person = person.expect("she is in the directory");
        let mut statement = made::sent(&directory, 1, date(2026, 3, 1));
        let made_of = MadeOf { name: "report.docx".to_owned(), sha256: "aa".to_owned() };
        statement.attachments = vec![file(1, "aa", None), file(2, "bb", Some(made_of))];
        made::save(&store, &[statement.clone()]).await;
        let kept = store.reader().statement(Number(1)).await.expect("asked").expect("it is there");
        assert_eq!(kept.attachments, statement.attachments, "{label}");

        let (now, number) = (made::now(), Number(1));
        let until = now + SignedDuration::from_mins(3);
        let mut tx = store.begin("want").await.expect("a transaction");
        assert_eq!(tx.claim_pdf(now, until).await.expect("asked"), None, "{label}");
        for _ in 0..2 {
            tx.want_pdf(number, (1, "aa"), person).await.expect("wanted");
        }
        let claimed = tx.claim_pdf(now, until).await.expect("claimed").expect("it waits");
        let what = (claimed.number, claimed.position, claimed.name.as_deref(), claimed.person);
        assert_eq!(what, (number, 1, Some("report.docx"), person), "{label}");
        assert_eq!(tx.claim_pdf(now, until).await.expect("asked"), None, "one worker has it");
        let again = tx.claim_pdf(until, until).await.expect("asked").expect("it died");
        assert_eq!(again.tried, 1, "{label}");
        tx.want_pdf(number, (1, "aa"), person).await.expect("wanted");
        let again = tx.claim_pdf(until, until).await.expect("asked").expect("it died again");
        assert_eq!(again.tried, 2, "who asks while it is being made begins nothing anew");

        tx.fail_pdf(number, (1, "other"), "for another file").await.expect("noted");
        tx.fail_pdf(number, (1, "aa"), "It cannot be read.").await.expect("noted");
        let failed = WantedPdf {
            position: 1,
            sha256: "aa".to_owned(),
            fault: "It cannot be read.".to_owned(),
        };
        assert_eq!(
            tx.wanted_pdfs(number).await.expect("asked"),
            std::slice::from_ref(&failed),
            "{label}"
        );
        assert_eq!(tx.claim_pdf(until, until).await.expect("asked"), None, "{label}");
        tx.commit().await.expect("kept");
        assert_eq!(store.reader().wanted_pdfs(number).await.expect("asked"), [failed], "{label}");

        let mut tx = store.begin("ask again").await.expect("a transaction");
        tx.want_pdf(number, (1, "aa"), person).await.expect("wanted");
        let again = tx.claim_pdf(now, until).await.expect("asked").expect("it is tried anew");
        assert_eq!(again.tried, 0, "{label}");
        assert!(!tx.forget_pdf(number, (1, "other")).await.expect("asked"), "{label}");
        assert!(tx.forget_pdf(number, (1, "aa")).await.expect("forgotten"), "{label}");
        tx.want_pdf(number, (2, "gone"), person).await.expect("wanted");
        let gone = tx.claim_pdf(now, until).await.expect("asked").expect("it waits");
        assert_eq!(gone.name, None, "another file took its place");
        assert!(tx.forget_pdf(number, (2, "")).await.expect("forgotten"), "{label}");
        tx.commit().await.expect("kept");
    }
}
