//! Why a message cannot be read.

/// Says why a message was not read: what is wrong, where, and what to do.
///
/// The bytes are still the caller's, who keeps them and shows this to a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its first lines are not the header of a message (RFC 5322 §2.1).
    #[error(
        "this is not an e-mail message: it does not begin with header fields such as From and Date (RFC 5322 §2.1). \
         Look at the bytes, and ask whoever handed it in for the message itself"
    )]
    NotAMessage,
    /// Neither From nor Sender holds an address (RFC 5322 §3.6.2).
    #[error(
        "no sender: neither the From nor the Sender field holds an address. Read the message, find out who sent it, \
         and record it by hand or close it"
    )]
    NoSender,
    /// The message is larger than the limit.
    #[error(
        "the message has {size} bytes and at most {limit} are read: ask the sender for links to the large files"
    )]
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A header is larger than the limit.
    #[error(
        "the header of {place} has more than {limit} bytes: ask the sender to send it again to fewer recipients"
    )]
    HeaderTooLarge {
        /// `the message`, or `part 2.1`.
        place: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// Its parts are larger, once decoded, than the limit.
    #[error(
        "the parts up to {place} hold more than {limit} bytes once decoded: ask the sender for the documents \
         themselves, not for a message that contains a message"
    )]
    UnpacksTooLarge {
        /// `part 2.1`.
        place: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// It has more parts than the limit.
    #[error(
        "the message has more than {limit} parts (counted up to {place}): ask the sender for one archive of its files"
    )]
    TooManyParts {
        /// `part 2.1`.
        place: String,
        /// The limit.
        limit: usize,
    },
    /// Its parts stand deeper within each other than the limit.
    #[error(
        "{place} stands more than {limit} levels deep: ask the sender for the documents themselves, not for a message \
         that contains a message"
    )]
    TooDeep {
        /// `part 2.1`.
        place: String,
        /// The limit.
        limit: usize,
    },
    /// It is one of our own messages.
    #[error(
        "a mail loop: the field X-Liaison-Loop says that this installation ({mark}) sent the message itself. Look in \
         its Received fields for the list or forwarding that brings our mail back, and close it"
    )]
    OwnMessage {
        /// What the field says.
        mark: String,
    },
    /// It passed more servers than any message does.
    #[error(
        "a mail loop: the message has {count} Received fields and at most {limit} are usual. Look in them for the \
         servers that pass it round"
    )]
    GoesRound {
        /// How many there are.
        count: usize,
        /// The limit.
        limit: usize,
    },
}
