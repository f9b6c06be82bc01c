//! What is read as an address is written as one that is read the same, and never writes a header of its own.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mail::Mailbox;

fuzz_target!(|text: &str| {
    if let Ok(mailbox) = Mailbox::parse(text) {
        let written = mailbox.to_string();
        assert!(!written.contains(char::is_control), "{written:?}");
        assert_eq!(Mailbox::parse(&written).as_ref(), Ok(&mailbox), "{written:?}");
    }
    if let Ok(list) = Mailbox::parse_list(text) {
        let written = list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        assert_eq!(Mailbox::parse_list(&written), Ok(list), "{written:?}");
    }
});
