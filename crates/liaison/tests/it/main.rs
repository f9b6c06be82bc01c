//! The commands, as somebody types them or a mail server calls them.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod beginning;
mod checking;
mod clients;
mod full_disk;
mod help;
mod hostile;
mod huge;
mod letters;
#[path = "../../../../tests/messages/mod.rs"]
mod messages;
mod metrics;
mod receiving;
mod record;
mod resolving;
mod serving;
mod support;
mod tokens;
mod usage;
mod writing;
