//! Nothing that a mail server says makes answering it panic, get past its order, or break the line in which it is answered.

// The file by itself: the crate around it would bring databases and servers along.
#[path = "../../crates/workers/src/lmtp/session.rs"]
mod session;

use session::{Next, Session};

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let mut session = Session::new(1_000_000);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let answer = match session.hear(line, |address| address.ends_with("@example.org")) {
            Next::Say(answer) | Next::End(answer) => answer,
            Next::Data => {
                let (_, recipients) = session.take_envelope();
                assert!((1..=1_000).contains(&recipients.len()));
                assert!(recipients.iter().all(|address| address.ends_with("@example.org")));
                continue;
            }
        };
        for line in answer.split("\r\n") {
            assert!(line.len() <= 512 && line.bytes().take(3).all(|byte| byte.is_ascii_digit()));
            assert!(!line.contains(char::is_control) && line.is_ascii(), "{line:?}");
        }
    }
}
