//! Reading what the sender's installation wrote down beside a statement: whatever it says, forms can hold what is read.

use letters::reading::{Envelope, Reading, fill_from, read_sent};

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(sent) = read_sent(bytes) else { return };
    for line in sent.identifiers.iter().chain(&sent.subject).chain(&sent.address) {
        assert!(!line.is_empty() && line.len() <= 1_000 && !line.chars().any(char::is_control));
    }
    let envelope = Envelope { text: "Some words.".to_owned(), ..Envelope::default() };
    let reading = fill_from(Reading::default(), sent, &envelope);
    assert!(reading.is_statement && reading.sent.is_some());
    assert!(reading.evidence.values().flatten().all(|one| one.at.is_none()));
}
