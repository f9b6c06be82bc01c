//! What is queued is sent, and every attempt is on record (§10 of the promises, REC-2).

use std::net::SocketAddr;
use std::time::Duration;

use operations::Desk;
use store::DeliveryState;
use workers::{Login, Smtp, Tls, Trusted, Workers};

use crate::desk::{desks, fates, queue, until, until_tried};
use crate::sink::Sink;

const MESSAGE: &[u8] = b"From: statements@example.org\r\n\r\n.a line that begins with a dot\r\n..\r\n.\r\nGr\xc3\xbc\xc3\x9fe\r\n\r\n\r\n";

fn server(address: SocketAddr) -> Option<Smtp> {
    Some(Smtp {
        host: address.ip().to_string(),
        port: address.port(),
        tls: Tls::Off,
        trusted: Trusted::System,
        login: None,
        hello: "liaison.example.org".to_owned(),
        patience: Duration::from_secs(30),
    })
}

/// Returns each attempt as a line: whether it was taken, and the answer.
async fn attempts(desk: &Desk, mail: i64) -> Vec<String> {
    let fates = fates(desk, mail).await;
    let attempts = fates.iter().flat_map(|(_, attempts)| attempts);
    attempts.map(|attempt| format!("{} {}", attempt.taken, attempt.answer)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_the_stored_bytes_arrive_at_each_recipient() {
    for (desk, _guard) in desks("exact").await {
        let sink = Sink::start().await;
        let workers = Workers::start(&desk, server(sink.address));
        let mail = queue(&desk, &["one@example.com", "zoë@example.net"], MESSAGE).await;
        until_tried(&desk, mail, 1).await;
        let unended = queue(&desk, &["one@example.com"], b"Subject: x\r\n\r\nno line end").await;
        until_tried(&desk, unended, 1).await;
        workers.stop().await;
        let mut taken = sink.taken();
        let unended = taken.pop().unwrap();
        assert_eq!(unended.bytes, b"Subject: x\r\n\r\nno line end\r\n", "mail is made of lines");
        taken.sort_by(|one, other| one.to.cmp(&other.to));
        let envelopes: Vec<String> =
            taken.iter().map(|taken| format!("{} {}", taken.from, taken.to)).collect();
        insta::assert_debug_snapshot!("envelopes", envelopes);
        assert!(taken.iter().all(|taken| taken.bytes == MESSAGE), "{taken:?}");
        let states: Vec<_> = fates(&desk, mail).await.into_iter().map(|(state, _)| state).collect();
        assert_eq!(states, [DeliveryState::Sent; 2]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_now_is_tried_again_and_one_for_good_is_not() {
    for (desk, _guard) in desks("refusals").await {
        let sink = Sink::start().await;
        let workers = Workers::start(&desk, server(sink.address));
        let later = queue(&desk, &["later-one@example.com"], MESSAGE).await;
        let refused = queue(&desk, &["refused-one@example.com"], MESSAGE).await;
        let locked = queue(&desk, &["locked-one@example.com"], MESSAGE).await;
        let unsendable = queue(&desk, &["no address"], MESSAGE).await;
        until_tried(&desk, later, 2).await;
        until_tried(&desk, refused, 1).await;
        until_tried(&desk, locked, 1).await;
        until_tried(&desk, unsendable, 1).await;
        workers.stop().await;
        let mut all = Vec::new();
        for mail in [later, refused, locked, unsendable] {
            let state = fates(&desk, mail).await[0].0;
            let first_two: Vec<String> = attempts(&desk, mail).await.into_iter().take(2).collect();
            all.push((state, first_two));
        }
        // The mail server may have been asked again about the locked one, with the same answer.
        all[2].1.truncate(1);
        insta::assert_debug_snapshot!("refusals", all);
        assert_eq!(sink.taken().len(), 1, "only the later one was taken, once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_queued_while_the_server_is_down_goes_out_when_it_is_up() {
    for (desk, _guard) in desks("down").await {
        let address = {
            let sink = Sink::start().await;
            sink.address
        };
        until("the server is down", async || {
            tokio::net::TcpStream::connect(address).await.is_err()
        })
        .await;
        let mail = queue(&desk, &["one@example.com"], MESSAGE).await;
        let workers = Workers::start(&desk, server(address));
        until_tried(&desk, mail, 1).await;
        let sink = Sink::start_at(address).await;
        until_tried(&desk, mail, 2).await;
        workers.stop().await;
        let attempts = attempts(&desk, mail).await;
        assert!(
            attempts[0].starts_with("false ") && attempts[0].contains("refused"),
            "{attempts:?}"
        );
        assert_eq!(attempts[1..], ["true 250 2.0.0 queued as A1"]);
        assert_eq!(sink.taken().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_falls_silent_is_given_up_for_now() {
    for (desk, _guard) in desks("silent").await {
        let sink = Sink::start().await;
        let mail = queue(&desk, &["silent-one@example.com"], MESSAGE).await;
        let smtp =
            server(sink.address).map(|smtp| Smtp { patience: Duration::from_secs(1), ..smtp });
        let workers = Workers::start(&desk, smtp);
        until_tried(&desk, mail, 1).await;
        workers.stop().await;
        assert_eq!(
            attempts(&desk, mail).await[0],
            "false the mail server did not answer within 1 seconds"
        );
        assert_eq!(fates(&desk, mail).await[0].0, DeliveryState::Waiting);
    }
}

/// Neither a message nor a password goes where the server cannot keep it from being read, and none of it is lost.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_unencrypted_that_was_to_be_encrypted() {
    for (desk, _guard) in desks("unencrypted").await {
        let sink = Sink::start().await;
        let login = Login { user: "liaison".to_owned(), password: "correct horse".to_owned() };
        let ways = [
            (Tls::StartTls, None, "STARTTLS is not supported on this server"),
            (Tls::Off, Some(login), "No compatible authentication mechanism was found"),
        ];
        for (tls, login, answer) in ways {
            let mail = queue(&desk, &["one@example.com"], MESSAGE).await;
            let smtp = server(sink.address).map(|smtp| Smtp { tls, login: login.clone(), ..smtp });
            let workers = Workers::start(&desk, smtp);
            until_tried(&desk, mail, 1).await;
            workers.stop().await;
            assert_eq!(attempts(&desk, mail).await[0], format!("false {answer}"));
            assert_eq!(fates(&desk, mail).await[0].0, DeliveryState::Waiting);
        }
        assert_eq!(sink.taken(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_sent_when_the_service_stops_is_finished() {
    for (desk, _guard) in desks("stopping").await {
        let sink = Sink::start().await;
        let mail = queue(&desk, &["slow-one@example.com"], MESSAGE).await;
        let workers = Workers::start(&desk, server(sink.address));
        sink.asked.notified().await;
        let mut stopping = std::pin::pin!(workers.stop());
        tokio::select! {
            biased;
            () = &mut stopping => panic!("a message is still being sent"),
            () = tokio::task::yield_now() => sink.go_on.notify_one(),
        }
        stopping.await;
        assert_eq!(attempts(&desk, mail).await, ["true 250 2.0.0 queued as A1"]);
        assert_eq!(sink.taken().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_instances_send_each_message_once() {
    for (desk, _guard) in desks("instances").await {
        let sink = Sink::start().await;
        let mut mails = Vec::new();
        for number in 0..30 {
            let to = format!("reader-{number:02}@example.com");
            mails.push(queue(&desk, &[&to], MESSAGE).await);
        }
        let instances = [1, 2, 3].map(|_| Workers::start(&desk, server(sink.address)));
        for mail in mails {
            until_tried(&desk, mail, 1).await;
        }
        for instance in instances {
            instance.stop().await;
        }
        let mut to: Vec<String> = sink.taken().into_iter().map(|taken| taken.to).collect();
        to.sort();
        let each_once: Vec<String> =
            (0..30).map(|number| format!("RCPT TO:<reader-{number:02}@example.com>")).collect();
        assert_eq!(to, each_once);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_messages_wait() {
    for (desk, _guard) in desks("unset").await {
        let mail = queue(&desk, &["one@example.com"], MESSAGE).await;
        Workers::start(&desk, None).stop().await;
        assert_eq!(fates(&desk, mail).await, [(DeliveryState::Waiting, Vec::new())]);
    }
}
