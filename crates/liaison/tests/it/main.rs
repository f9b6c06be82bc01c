//! The commands, as somebody types them or a mail server calls them.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod beginning;
mod checking;
mod clients;
mod fence;
mod full_disk;
mod fuzzing;
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
#[path = "../../../../fuzz/targets/mod.rs"]
mod targets;
mod tokens;
mod usage;
mod writing;
