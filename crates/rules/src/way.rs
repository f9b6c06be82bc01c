//! The ways by which a message comes in.

use std::fmt;

/// Says by which way a message came in (IN-2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// The mail server called `liaison receive`.
    #[default]
    Pipe,
    /// The mail server handed it over by LMTP (RFC 2033).
    Lmtp,
    /// It was taken from a shared mailbox.
    Imap,
    /// It was taken from a watched Maildir.
    Maildir,
    /// It was brought in from a file of old messages.
    Mbox,
    /// Somebody who got it forwarded it.
    Forwarded,
    /// Somebody who got it handed in its file on a page.
    Uploaded,
    /// A delegate filled the public form.
    Form,
}

impl Way {
    /// All ways.
    pub const ALL: [Self; 8] = [
        Self::Pipe,
        Self::Lmtp,
        Self::Imap,
        Self::Maildir,
        Self::Mbox,
        Self::Forwarded,
        Self::Uploaded,
        Self::Form,
    ];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Pipe => "pipe",
            Self::Lmtp => "lmtp",
            Self::Imap => "imap",
            Self::Maildir => "maildir",
            Self::Mbox => "mbox",
            Self::Forwarded => "forwarded",
            Self::Uploaded => "uploaded",
            Self::Form => "form",
        }
    }

    /// Returns the way of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.slug() == slug)
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pipe | Self::Lmtp => "by mail",
            Self::Imap => "from the shared mailbox",
            Self::Maildir => "from the watched folder",
            Self::Mbox => "from a file of old messages",
            Self::Forwarded => "forwarded",
            Self::Uploaded => "handed in as a file",
            Self::Form => "by the public form",
        })
    }
}
