//! What is composed is read back as it was meant.

use mail::{Automatic, Enclosure, Limits, Mailbox, Outgoing};
use proptest::prelude::*;

/// Names with everything that needs quoting or encoding, but no control characters and no spaces at the ends.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[A-Za-z,.\"()<>@;:\\\\' -]{0,40}",
        "[\u{20}-\u{24f}&&[^\u{7f}-\u{9f}]]{0,60}",
        "[\u{4e00}-\u{4fff}]{1,40}",
    ]
    .prop_map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ").replace('?', "!"))
}

fn mailbox() -> impl Strategy<Value = Mailbox> {
    let address =
        "[a-z0-9]([a-z0-9!#$%&'*+/=?^_`{|}~-]{0,20}[a-z0-9])?@[a-z]{1,9}\\.example\\.(org|net)";
    (name(), address)
        .prop_filter_map("not an address", |(name, address)| Mailbox::new(&name, &address).ok())
}

fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "[ -~]{0,90}",
        "From [a-z]{0,9}",
        "[a-z \t\x00\x0b\x0c\x1b]{0,9}",
        "[\t -~\u{a0}-\u{2ff}\u{4e00}-\u{4eff}]{0,200}",
        Just(".".to_owned()),
        Just("--=_liaison_1".to_owned()),
        Just("x".repeat(3_000)),
    ];
    proptest::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"))
}

fn enclosure() -> impl Strategy<Value = Enclosure> {
    let media_type = prop_oneof![
        Just("application/pdf"),
        Just("text/plain"),
        Just("text/html"),
        Just("image/png")
    ];
    let name = "[A-Za-zà-ÿ0-9\"';=%*,() _-]{1,60}\\.[a-z]{3}";
    (name, media_type, proptest::collection::vec(any::<u8>(), 0..300)).prop_map(
        |(name, media_type, bytes)| Enclosure {
            name: name.split_whitespace().collect::<Vec<_>>().join(" "),
            media_type: media_type.to_owned(),
            bytes,
        },
    )
}

prop_compose! {
    fn outgoing()(
        from in mailbox(),
        sender in proptest::option::of(mailbox()),
        to in proptest::collection::vec(mailbox(), 1..6),
        cc in proptest::collection::vec(mailbox(), 0..3),
        reply_to in proptest::collection::vec(mailbox(), 0..3),
        subject in prop_oneof![name(), "[ =?a-zQ_-]{0,90}", "[ -~]{0,200}", Just("=?utf-8?b?eA==?=".to_owned())],
        second in 0_i64..4_000_000_000,
        ids in proptest::collection::vec("[a-z0-9.]{1,200}@[a-z.]{1,30}", 1..6),
        text in text(),
        enclosures in proptest::collection::vec(enclosure(), 0..4),
    ) -> Outgoing {
        Outgoing {
            unsubscribe: None,
            on_record: None,
            from, sender, to, cc, reply_to, subject,
            date: jiff::Timestamp::from_second(second).expect("it is within the calendar"),
            message_id: ids[0].clone(),
            in_reply_to: ids[1..].iter().take(1).cloned().collect(),
            references: ids[1..].to_vec(),
            automatic: Automatic::No,
            loop_mark: "example.org".to_owned(),
            text,
            enclosures,
        }
    }
}

proptest! {
    #[test]
    fn what_was_composed_is_read_back(sent in outgoing()) {
        let bytes = mail::compose(&sent).expect("it can be sent");
        prop_assert_eq!(&bytes, &mail::compose(&sent).expect("it can be sent again"), "the same value, the same bytes");
        prop_assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 998));
        let read = mail::read(&bytes, &Limits::default()).expect("it can be read");
        prop_assert_eq!(read.from.as_ref(), Some(&sent.from));
        prop_assert_eq!(&read.sender, &sent.sender);
        prop_assert_eq!(&read.to, &sent.to);
        prop_assert_eq!(&read.cc, &sent.cc);
        prop_assert_eq!(&read.reply_to, &sent.reply_to);
        prop_assert_eq!(&read.subject, sent.subject.trim());
        prop_assert_eq!(read.date, Some(sent.date));
        prop_assert_eq!(read.message_id.as_ref(), Some(&sent.message_id));
        prop_assert_eq!(&read.in_reply_to, &sent.in_reply_to);
        prop_assert_eq!(&read.references, &sent.references);
        let end = if sent.text.ends_with('\n') { "" } else { "\n" };
        prop_assert_eq!(read.text, format!("{}{end}", sent.text).replace('\0', "\u{fffd}"));
        let files: Vec<_> = read.parts.iter().filter(|part| part.is_attachment).collect();
        prop_assert_eq!(files.len(), sent.enclosures.len());
        for (file, sent) in files.iter().zip(&sent.enclosures) {
            prop_assert_eq!(file.name.as_deref(), Some(sent.name.as_str()));
            prop_assert_eq!(&file.media_type, &sent.media_type);
            prop_assert_eq!(&file.bytes, &sent.bytes);
        }
    }

    /// What is written into a copy is in that line alone, and everything else is the same to the byte.
    #[test]
    fn a_line_is_another_in_a_copy_and_all_else_is_the_same(
        sent in outgoing(),
        before in text(),
        line in "https://[a-z.]{1,20}/[a-zA-Z0-9_-]{43}(\\?next=%2F[a-z%0-9]{1,40})?",
    ) {
        let text = format!("{before}\n\n{line}\n\nnot {line}\n{line}");
        let sent = Outgoing { text, enclosures: Vec::new(), ..sent };
        let bytes = mail::compose(&sent).expect("it can be sent");
        prop_assert_eq!(mail::with_own_line(&bytes, &line, &line), Some(bytes.clone()));
        let own: String = line.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        let copy = mail::with_own_line(&bytes, &line, &own).expect("the line is there");
        let as_if = Outgoing { text: format!("{before}\n\n{own}\n\nnot {line}\n{own}"), ..sent };
        prop_assert_eq!(copy, mail::compose(&as_if).expect("it can be sent"));
        prop_assert_eq!(mail::with_own_line(&bytes, "another", &own), None);
    }

    #[test]
    fn no_bytes_make_reading_fail_otherwise_than_by_refusal(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = mail::read(&bytes, &Limits::default());
        let _ = mail::header_of(&bytes);
        let _ = mail::with_own_line(&bytes, "", "own");
    }

    #[test]
    fn nothing_put_into_a_message_makes_reading_fail(
        at in 0..2_000_usize,
        with in "[\\x00-\\xff]{0,12}|--(outer|inner|related)(--)?\r\n|Content-Type: message/rfc822\r\n\r\n",
    ) {
        let mut bytes = crate::support::fixture("alternative-and-files.eml");
        let at = at.min(bytes.len());
        bytes.splice(at..at, with.bytes());
        let _ = mail::read(&bytes, &Limits::default());
        let _ = mail::read(&bytes[at..], &Limits::default());
    }
}
