//! No bytes make reading a message panic, hang or grow beyond its limits, and what was read can be sent again.

use mail::{Automatic, Limits, Outgoing};

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let limits = Limits { unpacked_bytes: 1_000_000, ..Limits::default() };
    let heading = mail::header_of(bytes);
    assert!(!heading.subject.contains(char::is_control));
    let Ok(message) = mail::read(bytes, &limits) else { return };
    assert!(message.parts.len() <= limits.parts);
    assert!(!message.subject.contains(char::is_control));
    assert!(!message.text.contains('\0'));
    for part in &message.parts {
        assert!(part.name.as_ref().is_none_or(|name| !name.contains(['/', '\\', '\0', '\n'])));
    }
    let Some(from) = message.from else { return };
    let Ok(date) = "2026-11-24T10:00:00Z".parse() else { return };
    let answer = Outgoing {
        unsubscribe: None,
        on_record: None,
        to: vec![from.clone()],
        from,
        sender: message.sender,
        cc: Vec::new(),
        reply_to: message.reply_to,
        subject: message.subject,
        date,
        message_id: "answer@example.org".to_owned(),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        automatic: Automatic::No,
        loop_mark: String::new(),
        text: message.text,
        enclosures: Vec::new(),
    };
    let Ok(bytes) = mail::compose(&answer) else {
        // Line separators of Unicode may stand in a subject that was received, and not in one that is sent.
        return assert!(answer.subject.contains(['\u{2028}', '\u{2029}']));
    };
    let read = mail::read(&bytes, &Limits::default()).expect("what was composed can be read");
    assert_eq!(read.from.map(|from| from.key()), Some(answer.from.key()));
    assert_eq!(read.subject, answer.subject);
    assert_eq!(
        read.text.trim_end(),
        answer.text.replace("\r\n", "\n").replace('\r', "\n").trim_end()
    );
}
