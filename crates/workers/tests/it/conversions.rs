//! The words of attachments are read, so that they can be searched; what cannot be read is said (BOD-3).

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use letters::{ConvertError, Converter, Kind, NoConverter, kind_of};
use operations::Desk;
use rules::{AttachmentBody, Number};
use store::Find;
use workers::Workers;

use crate::convert::converter;
use crate::desk::{desks, record, until};

/// A converter that breaks, as a program on a hostile document might make it.
struct Breaks;

impl Converter for Breaks {
    fn pdf_text(&self, _: &[u8]) -> Result<String, ConvertError> {
        panic!("this document breaks whatever reads it")
    }

    fn office_docx(&self, _: &[u8], _: Kind) -> Result<Vec<u8>, ConvertError> {
        panic!("this document breaks whatever reads it")
    }

    fn office_pdf(&self, _: &[u8], _: Kind) -> Result<Vec<u8>, ConvertError> {
        panic!("this document breaks whatever reads it")
    }
}

fn files(names: &[(&str, &[u8])]) -> Vec<(String, Bytes)> {
    let file = |(name, bytes): &(&str, &[u8])| ((*name).to_owned(), Bytes::copy_from_slice(bytes));
    names.iter().map(file).collect()
}

async fn text(desk: &Desk, number: Number, position: i64) -> String {
    desk.store.reader().attachment_text(number, position).await.unwrap()
}

/// Returns how many statements are found by these words.
async fn found(desk: &Desk, words: &str) -> usize {
    let find = Find { words: words.to_owned(), ..Find::default() };
    desk.store.reader().find(&find, 1, 20).await.unwrap().rows.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_found_by_its_words_once_it_was_read() {
    for (desk, _guard) in desks("words").await {
        let letter = "Residence time of boundary clocks\r\n".as_bytes();
        let number = record(&desk, files(&[("letter.txt", letter)])).await;
        assert_eq!(found(&desk, "residence").await, 0, "nobody has read it yet");
        let workers = Workers::start_with(&desk, None, Arc::new(NoConverter));
        until("the letter is read", async || !text(&desk, number, 1).await.is_empty()).await;
        workers.stop().await;
        assert_eq!(text(&desk, number, 1).await, "Residence time of boundary clocks\n");
        assert_eq!(found(&desk, "residence").await, 1);
    }
}

/// BOD-3: a PDF is kept beside the Word file that was received, which stays as it came; the words are read too.
#[tokio::test(flavor = "multi_thread")]
async fn a_word_file_that_was_received_gets_a_pdf_beside_it() {
    let Some(converter) = converter() else { return };
    let converter: Arc<dyn Converter> = Arc::new(converter);
    let letter = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/letters/files/etsi-smartm2m-2019.docx");
    let letter = std::fs::read(letter).unwrap();
    for (desk, _guard) in desks("received").await {
        let two = files(&[("letter.docx", &letter), ("notes.txt", b"Holdover")]);
        let number = record(&desk, two).await;
        let workers = Workers::start_with(&desk, None, Arc::clone(&converter));
        until("both are read", async || {
            !text(&desk, number, 1).await.is_empty() && !text(&desk, number, 2).await.is_empty()
        })
        .await;
        workers.stop().await;
        let statement = desk.store.reader().statement(number).await.unwrap().unwrap();
        let [document, notes] = &statement.attachments[..] else { panic!("two files") };
        assert_eq!(notes.pdf(), None, "everybody can read it as it is");
        let pdf = document.pdf().expect("a PDF");
        let pdf = desk.store.files().get(&pdf.sha256).await.unwrap().expect("its bytes");
        assert_eq!(kind_of(&pdf, ""), Kind::Pdf);
        let in_pdf = converter.pdf_text(&pdf).unwrap();
        let words = text(&desk, number, 1).await;
        for word in words.split_whitespace().take(5) {
            assert!(in_pdf.contains(word), "{word}: {in_pdf}");
        }
        let AttachmentBody::File { sha256: Some(sha256), .. } = &document.body else { panic!() };
        let kept = desk.store.files().get(sha256).await.unwrap().expect("its bytes");
        assert_eq!(kept, letter, "it stays as it came");
    }
}

/// One document that breaks its reader keeps nobody from reading the next, and is not read for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_breaks_its_reader_is_given_up() {
    for (desk, _guard) in desks("breaks").await {
        let two = files(&[("hostile.pdf", b"%PDF-1.7\n"), ("letter.txt", b"Holdover")]);
        let number = record(&desk, two).await;
        let workers = Workers::start_with(&desk, None, Arc::new(Breaks));
        until("the second is read", async || !text(&desk, number, 2).await.is_empty()).await;
        until("nothing is left to read", async || {
            let later = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
            let mut tx = desk.store.begin("look what is left").await.unwrap();
            // Not committed, so that nothing is claimed.
            tx.claim_conversions(later, later, 10).await.unwrap().is_empty()
        })
        .await;
        workers.stop().await;
        assert_eq!(text(&desk, number, 1).await, "");
        assert_eq!(found(&desk, "holdover").await, 1);
    }
}
