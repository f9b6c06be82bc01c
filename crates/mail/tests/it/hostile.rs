//! Messages made to cost time or memory end in a refusal, soon.

use std::time::{Duration, Instant};

use mail::{Limits, Refusal};

/// Reads a message and fails if that takes longer than any honest one of its size, even in a debug build.
fn read_soon(bytes: &[u8]) -> Result<mail::Message, Refusal> {
    let start = Instant::now();
    let read = mail::read(bytes, &Limits::default());
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(20), "{} bytes took {taken:?}", bytes.len());
    read
}

fn message(kind: &str, body: &str) -> Vec<u8> {
    format!("From: a@example.net\nSubject: x\nContent-Type: {kind}\n\n{body}").into_bytes()
}

#[test]
fn two_thousand_messages_within_each_other_are_too_deep() {
    let layers = "Content-Type: message/rfc822\n\nFrom: a@example.net\n".repeat(2_000);
    let read = read_soon(format!("From: a@example.net\n{layers}\nWords.\n").as_bytes());
    assert_eq!(
        read,
        Err(Refusal::TooDeep { place: format!("part 1{}", ".1".repeat(21)), limit: 20 })
    );
}

#[test]
fn a_limit_set_too_high_does_not_exhaust_the_stack() {
    let layers = "Content-Type: message/rfc822\n\nFrom: a@example.net\n".repeat(2_000);
    let bytes = format!("From: a@example.net\n{layers}\nWords.\n").into_bytes();
    let limits = Limits { depth: usize::MAX, parts: usize::MAX, ..Limits::default() };
    let small = std::thread::Builder::new().stack_size(1024 * 1024);
    let read =
        small.spawn(move || mail::read(&bytes, &limits)).expect("a thread can be made").join();
    let refusal = read.expect("it did not overflow").expect_err("it is too deep");
    assert!(matches!(refusal, Refusal::TooDeep { limit: 100, .. }));
}

#[test]
fn a_hundred_thousand_containers_within_each_other_are_too_deep() {
    let layers: String = (0..100_000)
        .map(|n| format!("--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n", n + 1))
        .collect();
    assert!(matches!(
        read_soon(&message("multipart/mixed; boundary=b0", &layers)),
        Err(Refusal::TooDeep { .. })
    ));
}

#[test]
fn a_million_parts_are_too_many() {
    let parts = read_soon(&message("multipart/mixed; boundary=b", &"--b\n\n".repeat(1_000_000)));
    assert!(matches!(parts, Err(Refusal::TooManyParts { .. })));
    // Each of these looks for a boundary that is nowhere.
    let missing: String = (0..100_000)
        .map(|n| format!("--b\nContent-Type: multipart/mixed; boundary=m{n}\n\nx\n"))
        .collect();
    let parts = read_soon(&message("multipart/mixed; boundary=b", &missing));
    assert!(matches!(parts, Err(Refusal::TooManyParts { .. })));
}

#[test]
fn a_message_that_encodes_messages_does_not_multiply() {
    let mut bytes = message("text/plain", &"x".repeat(20_000_000));
    for _ in 0..15 {
        let head = b"From: a@example.net\nContent-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\n";
        bytes.splice(0..0, head.iter().copied());
    }
    assert!(matches!(read_soon(&bytes), Err(Refusal::UnpacksTooLarge { .. })));
}

#[test]
fn five_thousand_recipients_are_all_read() {
    let to: Vec<String> =
        (0..5_000).map(|n| format!("\"Delegate, {n}\" <delegate-{n}@example.net>")).collect();
    let message = format!("From: a@example.net\nTo: {}\n\nWords.\n", to.join(",\n "));
    let read = read_soon(message.as_bytes()).expect("a long list is no reason to refuse");
    assert_eq!(read.to.len(), 5_000);
    assert_eq!(read.to[4_999].to_string(), "\"Delegate, 4999\" <delegate-4999@example.net>");
}

#[test]
fn long_lines_fields_and_tags_are_read_in_time() {
    let long = 4_000_000;
    for (kind, body) in [
        ("text/plain", "x".repeat(long)),
        ("text/html", "<div>".repeat(long / 5)),
        ("text/html", "<".repeat(long)),
        ("text/html", "&".repeat(long)),
        ("text/html", "<!--".repeat(long / 4)),
        ("multipart/mixed; boundary=b", "--b x\n".repeat(long / 6)),
        ("multipart/mixed; boundary=b", format!("--b{}", " ".repeat(long))),
    ] {
        read_soon(&message(kind, &body)).expect("it is only long");
    }
    for field in ["Subject: ", "To: ", "References: ", "Content-Type: ", "X: "] {
        for filling in ["=?utf-8?q?", "(", "\"", "a@b.example,", "<a@b>", "a*0*=x'y'z; ", "\\"] {
            let bytes = format!(
                "From: a@example.net\n{field}{}\n\nWords.\n",
                filling.repeat(1_000_000 / filling.len())
            );
            let _ = read_soon(bytes.as_bytes());
        }
    }
    let endless = format!("From: a@example.net\nTo: {}", "b@example.net, ".repeat(1_000_000));
    assert!(matches!(read_soon(endless.as_bytes()), Err(Refusal::HeaderTooLarge { .. })));
}
