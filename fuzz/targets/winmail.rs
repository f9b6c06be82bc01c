//! Nothing that Outlook, or whoever claims to be it, wraps makes unwrapping it panic, hang or grow beyond its limits.

use mail::Limits;

const HEADER: &[u8] =
    b"From: lee@example.com\nContent-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22";

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let limits = Limits { unpacked_bytes: 1_000_000, parts: 50, ..Limits::default() };
    let Ok(message) = mail::read(&[HEADER, bytes].concat(), &limits) else { return };
    assert!(message.parts.len() <= 2 * limits.parts);
    assert!(message.parts.iter().map(|part| part.bytes.len()).sum::<usize>() <= 1_000_000);
    for part in &message.parts {
        assert!(part.name.as_ref().is_none_or(|name| !name.contains(['/', '\\', '\0', '\n'])));
    }
}
