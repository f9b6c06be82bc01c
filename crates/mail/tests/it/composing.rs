//! What is sent, byte for byte.

use insta::assert_snapshot;
use mail::{Automatic, Enclosure, Mailbox, Outgoing, Unsendable, compose};

fn mailbox(text: &str) -> Mailbox {
    Mailbox::parse(text).expect("the fixture is an address")
}

/// Returns a statement as the tool would mail it.
fn statement() -> Outgoing {
    Outgoing {
        unsubscribe: None,
        on_record: None,
        from: mailbox("\"Clocks (clk) chairs\" <clk-chairs@example.org>"),
        sender: Some(mailbox("Liaison <liaison@example.org>")),
        to: vec![mailbox("Ada Okafor <ada.okafor@example.net>"), mailbox("sg7@example.net")],
        cc: vec![mailbox("Łukasz Żak <lukasz@example.org>")],
        reply_to: vec![mailbox("clk@example.org"), mailbox("statements@example.org")],
        subject: "Liaison statement 12: Reply on the clock profile".to_owned(),
        date: "2026-11-24T10:00:00Z".parse().expect("the fixture is a moment"),
        message_id: "statement-12@liaison.example.org".to_owned(),
        in_reply_to: vec!["20261124100041.17@example.net".to_owned()],
        references: vec![
            "20260901.3@example.net".to_owned(),
            "20261124100041.17@example.net".to_owned(),
        ],
        automatic: Automatic::No,
        loop_mark: "example.org".to_owned(),
        text: "From: Clocks\nTo: Study Group 7\n\nThe profile is fine with us.\n".to_owned(),
        enclosures: Vec::new(),
    }
}

fn composed(message: &Outgoing) -> String {
    let bytes = compose(message).expect("the fixture can be sent");
    assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 998), "RFC 5322 §2.1.1");
    assert!(
        !String::from_utf8_lossy(&bytes).replace("\r\n", "").contains(['\r', '\n']),
        "RFC 5322 §2.3"
    );
    String::from_utf8(bytes).expect("the fixture is ASCII").replace("\r\n", "\n")
}

#[test]
fn a_statement_goes_out_with_its_text_as_it_is() {
    assert_snapshot!(composed(&statement()));
}

#[test]
fn files_go_with_it_under_their_names() {
    let file = |name: &str, media_type: &str, bytes: &[u8]| Enclosure {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        bytes: bytes.to_vec(),
    };
    let enclosures = vec![
        file("profile.pdf", "application/pdf", b"%PDF-1.7\n"),
        file("Erklärung \"zum\" Takt.txt", "text/plain", b"line\nline\r\nline"),
        file("earlier.eml", "message/rfc822", b"From: ada@example.net\n\nWords.\n"),
    ];
    assert_snapshot!(composed(&Outgoing { enclosures, ..statement() }));
}

#[test]
fn a_receipt_says_that_a_program_wrote_it() {
    let on_record = Some("https://liaison.example.org/statements/12".to_owned());
    let receipt = Outgoing { automatic: Automatic::Replied, on_record, ..statement() };
    assert!(composed(&receipt).contains("\nAuto-Submitted: auto-replied\n"));
    let notice = Outgoing { automatic: Automatic::Generated, ..statement() };
    assert!(composed(&notice).contains("\nAuto-Submitted: auto-generated\n"));
    assert!(!composed(&statement()).contains("Auto-Submitted"));
}

#[test]
fn words_that_mail_would_change_are_encoded() {
    let lines = [
        "From here on, mailboxes add a mark.",
        "trailing space ",
        ".",
        &"long ".repeat(60),
        "ends",
    ];
    assert_snapshot!(composed(&Outgoing { text: lines.join("\n"), ..statement() }));
    assert_snapshot!(
        "quoted",
        composed(&Outgoing { text: "Grüße aus Malmö\n".to_owned(), ..statement() })
    );
}

#[test]
fn a_long_file_name_with_quotes_is_read_back_as_it_was() {
    let name = format!("{} \"and\" {}.pdf", ["long"; 12].join(" "), ["name"; 12].join(" "));
    let enclosures = vec![Enclosure {
        name: name.clone(),
        media_type: "application/pdf".to_owned(),
        bytes: vec![1],
    }];
    let bytes = compose(&Outgoing { enclosures, ..statement() }).expect("it can be sent");
    let message = mail::read(&bytes, &mail::Limits::default()).expect("it can be read");
    assert_eq!(message.parts[1].name.as_deref(), Some(name.as_str()));
}

#[test]
fn words_that_look_like_the_boundary_do_not_end_the_message() {
    let enclosures = vec![Enclosure {
        name: "a.bin".to_owned(),
        media_type: "application/zip".to_owned(),
        bytes: vec![1],
    }];
    let text = "--=_liaison_1\n--=_liaison_2=--\n".to_owned();
    let bytes = compose(&Outgoing { text: text.clone(), enclosures, ..statement() })
        .expect("it can be sent");
    let message = mail::read(&bytes, &mail::Limits::default()).expect("it can be read");
    assert_eq!((message.text, message.parts.len()), (text, 2));
}

#[test]
fn a_field_that_would_write_another_field_is_refused() {
    let with = |change: fn(&mut Outgoing)| {
        let mut message = statement();
        change(&mut message);
        compose(&message).expect_err("it must not be sent")
    };
    let file = |name: &str, media_type: &str| {
        vec![Enclosure {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            bytes: Vec::new(),
        }]
    };
    let named = |name: &str, media_type: &str| {
        compose(&Outgoing { enclosures: file(name, media_type), ..statement() })
            .expect_err("it must not be sent")
    };
    let cases: Vec<Unsendable> = vec![
        with(|message| message.subject = "Reply\r\nBcc: everybody@example.com".to_owned()),
        with(|message| message.subject = "Reply\0".to_owned()),
        with(|message| message.loop_mark = "a\nb".to_owned()),
        with(|message| message.message_id = "no-at-sign".to_owned()),
        with(|message| message.in_reply_to = vec!["a@b>\r\nBcc: c@example.com".to_owned()]),
        with(|message| message.references = vec!["@".to_owned()]),
        with(|message| (message.to, message.cc) = (Vec::new(), Vec::new())),
        named("a\nb.pdf", "application/pdf"),
        named(" ", "application/pdf"),
        named("a.pdf", "application/pdf; x=\"y\""),
        named("a.pdf", "pdf"),
    ];
    assert_snapshot!(cases.iter().map(|case| format!("{case}\n")).collect::<String>());
    assert!(
        Mailbox::parse("Ada\r\nBcc: b@example.com <ada@example.net>").is_err(),
        "nor can an address"
    );
}

#[test]
fn a_subject_arrives_as_it_was_even_if_it_looks_encoded() {
    let spaced = "  two  spaces ".repeat(9);
    for subject in ["=?utf-8?Q?Approved?=", "a =?b", spaced.as_str(), &"ü ".repeat(90), "x", ""] {
        let bytes = compose(&Outgoing { subject: subject.to_owned(), ..statement() })
            .expect("it can be sent");
        let message = mail::read(&bytes, &mail::Limits::default()).expect("it can be read");
        assert_eq!(message.subject, subject.trim());
    }
}

#[test]
fn a_name_that_looks_encoded_is_left_out_and_cannot_hide_another() {
    let to = vec![mailbox("=?utf-8?Q?Area_Director?= <ada@example.net>")];
    let bytes = compose(&Outgoing { to, ..statement() }).expect("it can be sent");
    let message = mail::read(&bytes, &mail::Limits::default()).expect("it can be read");
    assert_eq!(message.to, [mailbox("ada@example.net")]);
}

#[test]
fn an_internationalized_address_needs_servers_that_know_it() {
    assert!(!statement().needs_smtputf8(), "names are encoded");
    let to = vec![mailbox("用户@example.net")];
    let message = Outgoing { to, ..statement() };
    assert!(message.needs_smtputf8());
    let read = mail::read(&compose(&message).expect("it can be sent"), &mail::Limits::default());
    assert_eq!(read.expect("it can be read").to, message.to);
}
