//! Received messages are read soon after they arrive, and one that breaks its reader holds up no other.

use std::sync::Arc;

use bytes::Bytes;
use letters::{ConvertError, Converter, Kind, NoConverter};
use operations::{Arrival, Desk, receive_message};
use workers::Workers;

use crate::desk::{desks, until};

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

async fn receive(desk: &Desk, name: &str, content: &str) -> i64 {
    let message = format!(
        "From: Lee Rapporteur <lee@example.com>\r\nSubject: A letter\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: application/octet-stream; name={name}\r\n\
         Content-Disposition: attachment; filename={name}\r\n\r\n{content}\r\n--b--\r\n"
    );
    let arrival = Arrival { bytes: Bytes::from(message), ..Arrival::default() };
    receive_message(desk, &arrival, jiff::Timestamp::now()).await.unwrap()
}

async fn is_read(desk: &Desk, item: i64) -> bool {
    desk.store.reader().reading(item).await.unwrap().is_some_and(|reading| reading.is_done)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_received_message_is_read_soon() {
    for (desk, _guard) in desks("reads").await {
        let letter = "LIAISON STATEMENT\r\n\r\nSource: Study Group 1\r\nTo: tsync\r\nTitle: On clocks\r\n\
            For: Information\r\n\r\nDear colleagues,\r\n\r\nit is noon.\r\n";
        let workers = Workers::start_with(&desk, None, Arc::new(NoConverter));
        let item = receive(&desk, "letter.txt", letter).await;
        until("the message is read", async || is_read(&desk, item).await).await;
        workers.stop().await;
        let reading = desk.store.reader().reading(item).await.unwrap().unwrap();
        assert!(reading.letters.contains("\"subject\":\"On clocks\""), "{}", reading.letters);
        assert_eq!(reading.warning, "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_breaks_its_reader_is_given_up_and_the_next_is_read() {
    for (desk, _guard) in desks("readbreaks").await {
        let hostile = receive(&desk, "hostile.pdf", "%PDF-1.7\r\n").await;
        let next = receive(&desk, "letter.txt", "To: tsync\r\n").await;
        let workers = Workers::start_with(&desk, None, Arc::new(Breaks));
        until("both are read", async || {
            is_read(&desk, hostile).await && is_read(&desk, next).await
        })
        .await;
        workers.stop().await;
        let reading = desk.store.reader().reading(hostile).await.unwrap().unwrap();
        assert!(reading.warning.starts_with("reading it broke off"), "{}", reading.warning);
        assert_eq!(desk.store.reader().reading(next).await.unwrap().unwrap().warning, "");
    }
}
