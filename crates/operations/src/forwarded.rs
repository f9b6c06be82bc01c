//! The message that somebody got and forwards: found within theirs, so that its own sender is kept.

use bytes::Bytes;
use letters::reading::{forwarded_in, is_forward};
use mail::{Limits, Message};

/// A message that is forwarded within another.
pub(crate) enum Forwarded {
    /// It is attached, whole.
    Attached {
        /// The message.
        message: Box<Message>,
        /// Its bytes, as they stand in the other.
        bytes: Bytes,
    },
    /// It stands in the words of the other.
    InWords {
        /// Who had sent it, as whoever forwards it says.
        from: String,
        /// Its subject.
        subject: String,
    },
}

/// Returns the message that a person forwards, if this one does nothing else: its subject says so, or it has no words of
/// its own. What a program sent, such as a bounce, forwards nothing.
pub(crate) fn forwarded(outer: &Message, limits: &Limits) -> Option<Forwarded> {
    if outer.is_automatic() || outer.from.is_none() {
        return None;
    }
    let says_so = is_forward(&outer.subject);
    if let Some(bytes) = only_message(outer) {
        let message = mail::read(&bytes, limits).ok()?;
        // Without words of its own, it has those of the message within.
        let has_own = outer.text.trim() != message.text.trim();
        let is_it = says_so || !has_own;
        return is_it.then(|| Forwarded::Attached { message: Box::new(message), bytes });
    }
    let found = forwarded_in(&outer.text)?;
    let is_it = says_so || found.before.is_empty();
    is_it.then(|| Forwarded::InWords { from: found.from.to_string(), subject: found.subject })
}

/// Returns the bytes of the one message that another carries, if it carries no other file.
fn only_message(outer: &Message) -> Option<Bytes> {
    let carried = outer.parts.iter().find(|part| part.is_message)?;
    let within = format!("{}.", carried.path);
    let is_other = |part: &&mail::Part| {
        part.is_attachment && part.position != carried.position && !part.path.starts_with(&within)
    };
    let is_alone = !outer.parts.iter().any(|part| is_other(&part));
    is_alone.then(|| Bytes::from(carried.bytes.clone()))
}
