//! What is read as an address is written as one that is read the same, and never writes a header of its own.

use mail::Mailbox;

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(mailbox) = Mailbox::parse(text) {
        let written = mailbox.to_string();
        assert!(!written.contains(char::is_control), "{written:?}");
        assert_eq!(Mailbox::parse(&written).as_ref(), Ok(&mailbox), "{written:?}");
    }
    if let Ok(list) = Mailbox::parse_list(text) {
        let written = list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        assert_eq!(Mailbox::parse_list(&written), Ok(list), "{written:?}");
    }
}
