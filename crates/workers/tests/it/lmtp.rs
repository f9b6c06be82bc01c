//! A mail server hands messages over by LMTP: each recipient is answered when the message is stored (RFC 2033).

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use operations::Desk;
use rules::{ItemState, Way};
use store::Item;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use workers::{Intake, Lmtp, LmtpListener, LmtpPlace, Workers};

use crate::desk::desks;

fn lmtp(at: LmtpPlace) -> Lmtp {
    Lmtp {
        at,
        recipients: vec!["statements@example.org".to_owned(), "@liaison.example.org".to_owned()],
        connections: 2,
        patience: Duration::from_secs(20),
    }
}

fn any_port() -> LmtpPlace {
    LmtpPlace::Port(([127, 0, 0, 1], 0).into())
}

/// Starts taking messages; returns the port.
async fn start(desk: &Desk, lmtp: Lmtp) -> (Workers, u16) {
    let listener = LmtpListener::bind(lmtp).await.unwrap();
    let port = listener.port().unwrap_or_default();
    let intake = Intake { lmtp: Some(listener), ..Intake::default() };
    (Workers::start(desk, None).with_intake(desk, intake), port)
}

/// Says all of it in one piece, and returns everything that is answered until the end.
async fn talk(port: u16, words: impl AsRef<[u8]>) -> String {
    let mut line = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    line.write_all(words.as_ref()).await.unwrap();
    let mut answers = Vec::new();
    let reading = line.read_to_end(&mut answers);
    tokio::time::timeout(Duration::from_secs(60), reading).await.unwrap().unwrap();
    shown(&answers)
}

/// Returns answers without what differs from run to run.
fn shown(answers: &[u8]) -> String {
    let answers = String::from_utf8(answers.to_vec()).unwrap();
    assert!(!answers.replace("\r\n", "").contains(['\r', '\n']), "{answers:?}");
    let line = |line: &str| match line.split_once("Stored as ") {
        Some((before, _)) => format!("{before}Stored as (id)\n"),
        None => format!("{line}\n"),
    };
    answers.lines().map(line).collect()
}

async fn items(desk: &Desk) -> Vec<Item> {
    desk.store.reader().items(ItemState::Waiting, 1, 100).await.unwrap().0
}

async fn bytes(desk: &Desk, item: &Item) -> Vec<u8> {
    desk.store.files().get(&item.sha256).await.unwrap().unwrap().to_vec()
}

/// IN-2: everything at once, as a mail server that knows PIPELINING sends it.
#[tokio::test]
async fn a_message_is_stored_for_each_recipient_and_each_is_answered() {
    const SAID: &str = "LHLO mail.example.org\r\n\
        XFORWARD NAME=mx.example.com ADDR=192.0.2.1 HELO=mx+20of.example.com\r\n\
        MAIL FROM:<lee@example.com> SIZE=200 BODY=8BITMIME\r\n\
        RCPT TO:<Statements@Example.org>\r\nRCPT TO:<nobody@example.org>\r\nRCPT TO:<any@liaison.example.org>\r\n\
        DATA\r\nFrom: lee@example.com\r\nSubject: On clocks\r\nMessage-ID: <1@example.com>\r\n\r\n\
        ..dot\r\n...\r\n. \r\n8 bit: \u{e9}\r\n.\r\nQUIT\r\n";
    for (desk, _guard) in desks("lmtp").await {
        let (workers, port) = start(&desk, lmtp(any_port())).await;
        insta::assert_snapshot!("lmtp_talk", talk(port, SAID).await);
        let items = items(&desk).await;
        assert_eq!(items.len(), 1, "one message, whoever it is for");
        let kept = bytes(&desk, &items[0]).await;
        assert!(
            String::from_utf8(kept)
                .unwrap()
                .ends_with("\r\n\r\n.dot\r\n..\r\n \r\n8 bit: \u{e9}\r\n"),
            "the dots that the protocol adds are taken away, and nothing else"
        );
        let ways = &items[0].ways;
        let to: Vec<&str> = ways.iter().map(|way| way.envelope_to.as_str()).collect();
        assert_eq!(to, ["Statements@Example.org", "any@liaison.example.org"]);
        assert_eq!((ways[0].way, ways[0].envelope_from.as_str()), (Way::Lmtp, "lee@example.com"));
        let client = &ways[0].client;
        assert_eq!(
            (client.address.as_str(), client.name.as_str(), client.helo.as_str()),
            ("192.0.2.1", "mx.example.com", "mx of.example.com")
        );
        workers.stop().await;
    }
}

/// REC-2: what comes back with the mark of a delivery is taken at every domain of ours, also to an address that the settings
/// named before; nothing else is taken besides.
#[tokio::test]
async fn what_comes_back_to_an_address_of_before_is_taken() {
    const SAID: &str = "LHLO mail.example.org\r\nMAIL FROM:<>\r\n\
        RCPT TO:<Back+882607993088=4F1D0C22A9B3E871@Example.org>\r\n\
        RCPT TO:<back+882607993088=4f1d0c22a9b3e871@example.com>\r\n\
        RCPT TO:<back+882607993088=4f1d0c22a9b3e87@example.org>\r\n\
        RCPT TO:<back+list@example.org>\r\nQUIT\r\n";
    for (desk, _guard) in desks("lmtp_back").await {
        let (workers, port) = start(&desk, lmtp(any_port())).await;
        let said = talk(port, SAID).await;
        workers.stop().await;
        let codes: Vec<&str> = said.lines().filter_map(|line| line.get(..3)).collect();
        let (_, last) = codes.split_at(codes.len() - 5);
        assert_eq!(last, ["250", "550", "550", "550", "221"], "{said}");
    }
}

/// Bare line ends do not end a message: nobody hides a second one in it (RFC 5321 §2.3.8).
#[tokio::test]
async fn bare_line_ends_neither_end_a_message_nor_begin_a_command() {
    let hidden = "MAIL FROM:<mallory@example.net>\r\nRCPT TO:<statements@example.org>\r\nDATA\r\n";
    for end in ["\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r", "\r\n.\n"] {
        for (desk, _guard) in desks("bare").await.into_iter().take(1) {
            let (workers, port) = start(&desk, lmtp(any_port())).await;
            let body = format!(
                "From: lee@example.com\r\nSubject: One\r\n\r\nx{end}{hidden}From: m@example.net\r\n\r\ny"
            );
            let said = format!(
                "LHLO a\r\nMAIL FROM:<lee@example.com>\r\nRCPT TO:<statements@example.org>\r\nDATA\r\n{body}\r\n.\r\nQUIT\r\n"
            );
            let answers = talk(port, said).await;
            assert_eq!(answers.matches("Stored as").count(), 1, "{end:?}: {answers}");
            let items = items(&desk).await;
            assert_eq!(items.len(), 1, "{end:?}");
            let kept = String::from_utf8(bytes(&desk, &items[0]).await).unwrap();
            assert!(kept.contains("MAIL FROM:<mallory"), "{end:?}: it is only words: {kept:?}");
            workers.stop().await;
        }
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_is_too_large_is_refused_for_good() {
    for (mut desk, _guard) in desks("lmtpwrong").await {
        Arc::make_mut(&mut desk.settings).message_limit = 1_000;
        let (workers, port) = start(&desk, lmtp(any_port())).await;
        let mut said = String::from(
            "MAIL FROM:<a@example.com>\r\nEHLO a\r\nLHLO a\r\nRCPT TO:<statements@example.org>\r\nDATA\r\n",
        );
        said.push_str(
            "MAIL FROM:<a@example.com> SIZE=1001\r\nMAIL FROM:<>\r\nMAIL FROM:<b@example.com>\r\n",
        );
        said.push_str("DATA\r\nRCPT TO:<elsewhere@example.com>\r\nRCPT TO:statements\r\nVRFY x\r\nSTARTTLS\r\nXYZZY\r\nNOOP\r\n");
        said.push_str(
            "RCPT TO:<statements@example.org>\r\nRCPT TO:<statements@example.org>\r\nDATA\r\n",
        );
        let large = format!("From: a@example.com\r\n\r\n{}\r\n", "clocks tick\r\n".repeat(30_000));
        said.push_str(&format!("{large}.\r\nRSET\r\nMAIL FROM:<>\r\nRCPT TO:<statements@example.org>\r\nDATA\r\n.\r\nQUIT\r\n"));
        insta::assert_snapshot!("lmtp_wrong", talk(port, said).await);
        let (aside, _) = desk.store.reader().items(ItemState::SetAside, 1, 10).await.unwrap();
        assert_eq!(aside.len(), 1, "a message of nothing is kept too");
        assert_eq!(items(&desk).await.len(), 0);

        let long = format!("LHLO {}\r\nQUIT\r\n", "a".repeat(10_000));
        insta::assert_snapshot!("lmtp_long_line", talk(port, long).await);
        let mistakes = format!("LHLO a\r\n{}", "XYZZY\r\n".repeat(40));
        assert!(talk(port, mistakes).await.ends_with("421 4.7.0 Too much of this is wrong\n"));
        workers.stop().await;
    }
}

/// What cannot be stored is not taken: the mail server keeps it and tries again.
#[tokio::test]
async fn what_cannot_be_stored_stays_with_the_mail_server() {
    for (desk, _guard) in desks("lmtpdown").await {
        let (workers, port) = start(&desk, lmtp(any_port())).await;
        desk.store.close().await;
        let answers = talk(port, "LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<statements@example.org>\r\nDATA\r\nFrom: a@example.com\r\n\r\nx\r\n.\r\nQUIT\r\n").await;
        assert!(answers.contains("451 4.3.0 It cannot be stored now\n"), "{answers}");
        workers.stop().await;
    }
}

/// A socket that a killed instance left behind is in nobody's way, and one that is in use is not taken.
#[tokio::test]
async fn a_socket_is_taken_over_only_if_nobody_listens() {
    for (desk, _guard) in desks("lmtpsocket").await.into_iter().take(1) {
        let directory = tempfile::tempdir().unwrap();
        let path: PathBuf = directory.path().join("lmtp");
        let place = || LmtpPlace::Socket(path.clone());
        drop(LmtpListener::bind(lmtp(place())).await.unwrap());
        assert!(path.exists(), "it is left behind");
        let (workers, _) = start(&desk, lmtp(place())).await;
        let refused = LmtpListener::bind(lmtp(place())).await.unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::AddrInUse);
        let mut line = UnixStream::connect(&path).await.unwrap();
        line.write_all(b"QUIT\r\n").await.unwrap();
        let mut answers = Vec::new();
        line.read_to_end(&mut answers).await.unwrap();
        assert_eq!(shown(&answers), "220 example.org LMTP\n221 2.0.0 Goodbye\n");
        workers.stop().await;
    }
}

/// Whoever is silent is told when the service stops, and a message that has begun is taken to its end.
#[tokio::test]
async fn stopping_breaks_off_no_message() {
    for (desk, _guard) in desks("lmtpstop").await {
        let (workers, port) = start(&desk, lmtp(any_port())).await;
        let mut line = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let begun = "LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<statements@example.org>\r\nDATA\r\nFrom: a@example.com\r\nDate: Tue, 1 Sep 2026 09:00:00 +0000\r\n\r\n";
        line.write_all(begun.as_bytes()).await.unwrap();
        let mut answers = vec![0; 4_096];
        let mut said = String::new();
        while !said.contains("354 ") {
            let count = line.read(&mut answers).await.unwrap();
            said.push_str(&String::from_utf8_lossy(&answers[..count]));
        }
        let stopping = tokio::spawn(workers.stop());
        tokio::time::sleep(Duration::from_millis(100)).await;
        line.write_all(b"The end.\r\n.\r\n").await.unwrap();
        let mut rest = Vec::new();
        line.read_to_end(&mut rest).await.unwrap();
        assert!(shown(&rest).starts_with("250 2.0.0 Stored as (id)\n421 "), "{}", shown(&rest));
        stopping.await.unwrap();
        assert_eq!(items(&desk).await.len(), 1);
    }
}
