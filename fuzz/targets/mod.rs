//! What each fuzz target does with its bytes. A target in `fuzz/fuzz_targets` only calls it; an ordinary test plays it over the seeds.

mod holds;

pub(crate) mod archive;
pub(crate) mod documents;
pub(crate) mod docx;
pub(crate) mod html;
pub(crate) mod layout;
pub(crate) mod letter;
pub(crate) mod lmtp;
pub(crate) mod mailbox;
pub(crate) mod mbox;
pub(crate) mod message;
pub(crate) mod name;
pub(crate) mod odt;
pub(crate) mod plain;
pub(crate) mod proof;
pub(crate) mod reading;
pub(crate) mod sent;
pub(crate) mod template;
pub(crate) mod trace;
pub(crate) mod winmail;
