//! What several tests need.

use std::fmt::Write;
use std::path::Path;

use mail::{Limits, Message};

/// Returns the bytes of a message in `tests/fixtures`.
pub(crate) fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// Reads a message in `tests/fixtures`, which must not be refused.
pub(crate) fn read(name: &str) -> Message {
    mail::read(&fixture(name), &limits()).unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

/// Returns the limits of the installation at example.org.
pub(crate) fn limits() -> Limits {
    Limits { loop_mark: "example.org".to_owned(), ..Limits::default() }
}

/// Shows everything that was read, as a page.
pub(crate) fn shown(message: &Message) -> String {
    let mut page = String::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            writeln!(page, "{name}: {value}").expect("a string takes all");
        }
    };
    let list = |mailboxes: &[mail::Mailbox]| {
        mailboxes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")
    };
    line("From", &list(message.from.as_slice()));
    line("Sender", &list(message.sender.as_slice()));
    line("To", &list(&message.to));
    line("Cc", &list(&message.cc));
    line("Reply-To", &list(&message.reply_to));
    line("Subject", &message.subject);
    line("Date", &message.date.map(|date| date.to_string()).unwrap_or_default());
    line("Day", &message.day.map(|day| day.to_string()).unwrap_or_default());
    line("Message-ID", message.message_id.as_deref().unwrap_or_default());
    line("In-Reply-To", &message.in_reply_to.join(" | "));
    line("References", &message.references.join(" | "));
    line("List", message.list_id.as_deref().unwrap_or_default());
    line("Received", &message.received_count.to_string());
    line("Writer", &format!("{:?}", message.writer));
    for part in &message.parts {
        writeln!(page, "Part {part:?}").expect("a string takes all");
    }
    write!(page, "\n{}", message.text).expect("a string takes all");
    page
}
