//! What every verb needs: the store, the policy, a source of ids, and the installation's settings.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rules::{Mailbox, Policy};
use store::{Ids, Store};

use crate::KnownNames;

/// What may stand in a path as it is (RFC 3986 §2.3).
const FILE_NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What every verb works with; cheap to clone.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The database and the files.
    pub store: Store,
    /// The organization's own rules.
    pub policy: Arc<Policy>,
    /// Makes ids.
    pub ids: Arc<Ids>,
    /// What the operator set.
    pub settings: Arc<Settings>,
    /// The body names of the directory.
    pub names: KnownNames,
}

/// What the operator of an installation sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address at which readers find the record, without a slash at its end.
    pub base_url: String,
    /// The sender of the messages that the tool writes.
    pub mail_from: Mailbox,
    /// Where what is mailed to it comes into the inbox, if that is another address than the sender of our messages.
    pub inbox: Option<Mailbox>,
    /// The address to which what cannot be delivered comes back, each delivery with a mark behind a plus sign; none where the mail
    /// server does not take addresses with one.
    pub bounces: Option<Mailbox>,
    /// Whether messages are kept and shown instead of sent.
    pub captured: bool,
    /// Whether this is a demonstration, which every page then says.
    pub demonstration: bool,
    /// The largest received message, in bytes.
    pub message_limit: usize,
    /// The largest attachment, in bytes.
    pub attachment_limit: usize,
    /// The longest text, in bytes.
    pub text_limit: usize,
    /// The proxies before us, whose word is taken for where a request comes from.
    pub proxies: Vec<IpAddr>,
    /// The mail servers whose word is taken for the checks that they made, as they name themselves.
    pub believed: Vec<String>,
    /// How many mail servers of ours a message passes: what they found stands above what others wrote.
    pub own_servers: usize,
    /// The directory of the templates of letters that take the place of those that are built in, if there is one.
    pub templates: Option<PathBuf>,
    /// The file of the key that signs the checkpoints of the tree by which the record is proved.
    pub log_key: Option<PathBuf>,
    /// Whether people of other organizations may hand in statements with a form.
    pub public_form: bool,
    /// Whether webhooks may be in a network of our own, and without https.
    pub private_webhooks: bool,
    /// How long a session lasts that is not used.
    pub session_idle: SignedDuration,
    /// How long a session lasts at most.
    pub session_longest: SignedDuration,
}

impl Settings {
    /// Returns settings with the limits that suit most.
    pub fn new(base_url: &str, mail_from: Mailbox) -> Self {
        Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            mail_from,
            inbox: None,
            bounces: None,
            captured: false,
            demonstration: false,
            message_limit: 50 * 1024 * 1024,
            attachment_limit: 25 * 1024 * 1024,
            text_limit: 1024 * 1024,
            proxies: vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            believed: Vec::new(),
            own_servers: 1,
            templates: None,
            log_key: None,
            public_form: true,
            private_webhooks: false,
            session_idle: SignedDuration::from_hours(24 * 3),
            session_longest: SignedDuration::from_hours(24 * 14),
        }
    }

    /// Returns the address from which messages come into the inbox.
    pub fn inbox(&self) -> &Mailbox {
        self.inbox.as_ref().unwrap_or(&self.mail_from)
    }

    /// Returns the permanent address of a statement.
    pub fn statement_url(&self, number: rules::Number) -> String {
        format!("{}/statements/{number}", self.base_url)
    }

    /// Returns the permanent address of a statement's file.
    pub fn attachment_url(&self, number: rules::Number, attachment: &rules::Attachment) -> String {
        let name = utf8_percent_encode(attachment.file_name(), FILE_NAME);
        format!("{}/attachments/{}/{name}", self.statement_url(number), attachment.position)
    }

    /// Returns the domain that the ids of our messages are made with.
    pub fn mail_domain(&self) -> &str {
        self.mail_from.address().rsplit_once('@').map_or("localhost", |(_, domain)| domain)
    }
}

/// Returns the day of an instant in UTC, by which roles and deadlines are counted.
pub(crate) fn day_of(now: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(now).date()
}
