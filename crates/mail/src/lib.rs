//! Messages: bytes in, values out, and back.
//!
//! No files, no network, no clock, no chance: what a message says depends on its bytes alone, and what [`compose`]
//! writes depends on its argument alone, so that the same notice is the same bytes on every attempt.
//!
//! [`read`] takes any bytes. Its time and memory grow with the number of bytes and are held by [`Limits`]; what it
//! refuses, it refuses with a reason that a person can act on, and the caller still has the bytes.
//!
//! The fields of a header, the character sets and the encodings are mail-parser's and mail-builder's work; where parts
//! begin and end is decided here, because a hostile message must not decide how long that takes.

mod compose;
mod fields;
mod identity;
mod limits;
mod mbox;
mod message;
mod outgoing;
mod own_line;
mod parser;
mod read;
mod refusal;
mod report;
mod results;
mod tnef;
mod trace;
mod tree;
mod words;

pub use compose::compose;
pub use identity::lasting;
pub use limits::Limits;
pub use mbox::{Filed, Mbox};
pub use message::{Message, Part, Writer};
pub use outgoing::{Automatic, Enclosure, Outgoing, Unsendable};
pub use own_line::with_own_line;
pub use read::{Heading, header_of, read};
pub use refusal::Refusal;
pub use report::{Report, Reported, failure_in_words, report_of};
pub use results::{Results, ServerResult};
pub use rules::{BadAddress, Mailbox};
pub use trace::{Trace, as_signed, header_values, trace_of};

/// The header field with which the tool knows its own messages again; its value says which installation wrote it.
pub const LOOP_FIELD: &str = "X-Liaison-Loop";

/// The field by which a receipt says where the statement is on the record of whoever sends it, for the other installation.
pub const RECEIPT_FIELD: &str = "X-Liaison-Receipt";
