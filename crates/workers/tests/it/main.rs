//! Tests of the crate as others use it.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod conversions;
mod convert;
mod desk;
mod duties;
mod fetch;
mod forms;
mod lmtp;
mod mailbox;
mod maildir;
#[path = "../../../../tests/messages/mod.rs"]
mod messages;
mod names;
mod origins;
mod outbox;
mod posting;
mod readings;
mod reports;
mod sink;
mod webhooks;
