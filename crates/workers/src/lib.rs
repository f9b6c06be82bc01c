//! What works in the background: taking messages, sending what is queued, reading messages and attachments, fetching.
//!
//! Knows sockets and processes, and decides nothing: what is due, when it is tried again and what is noted of it is
//! said by `operations`. Work is claimed in the database, so any number of instances may run side by side, and what one
//! of them left unfinished is taken up by another.

mod authenticity;
mod consultations;
mod conversions;
mod convert;
mod counting;
mod duties;
mod fetch;
mod held;
mod lmtp;
mod mailbox;
mod maildir;
mod origins;
mod outbox;
mod outside;
mod posting;
mod proving;
mod published;
mod readings;
mod room;
mod smtp;
mod stop;
mod trusted;
mod webhooks;
mod workers;

pub use authenticity::{Resolver, Said, mail_servers, text_of};
pub use convert::{Bounds, FENCE_FAILED, Sandboxed, fence};
pub use counting::begin_counting;
pub use duties::{Duties, import_directory_from};
pub use fetch::{Http, HttpFiles};
pub use lmtp::{Lmtp, LmtpListener, LmtpPlace};
pub use mailbox::{AfterStoring, SharedMailbox, open_mailbox};
pub use maildir::WatchedMaildir;
pub use outside::HttpOutside;
pub use published::PublishedAddress;
pub use smtp::{Login, Smtp, Tls, say_hello};
pub use trusted::Trusted;
pub use webhooks::tell_some;
pub use workers::{Intake, Workers};
