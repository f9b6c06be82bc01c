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

/// Every target: its name, and what it does.
#[allow(dead_code, reason = "a target runs itself alone; the test runs all")]
pub(crate) const ALL: [(&str, fn(&[u8])); 19] = [
    ("archive", archive::run),
    ("documents", documents::run),
    ("docx", docx::run),
    ("html", html::run),
    ("layout", layout::run),
    ("letter", letter::run),
    ("lmtp", lmtp::run),
    ("mailbox", mailbox::run),
    ("mbox", mbox::run),
    ("message", message::run),
    ("name", name::run),
    ("odt", odt::run),
    ("plain", plain::run),
    ("proof", proof::run),
    ("reading", reading::run),
    ("sent", sent::run),
    ("template", template::run),
    ("trace", trace::run),
    ("winmail", winmail::run),
];
