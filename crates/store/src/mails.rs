//! Messages to be mailed, and what became of each, as values.

use jiff::Timestamp;
use rules::Number;

/// A message to be mailed, complete to the byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedMail {
    /// Tells it apart.
    pub id: i64,
    /// The statement that caused it, if one did.
    pub number: Option<Number>,
    /// What it is: a slug such as `statement`, `receipt`, `approval-asked`, `sign-in-link`.
    pub kind: String,
    /// The envelope's sender.
    pub envelope_from: String,
    /// The envelope's recipients, each delivered on its own.
    pub recipients: Vec<String>,
    /// The subject, for lists.
    pub subject: String,
    /// SHA-256 of the message's bytes, which are in the files.
    pub sha256: String,
    /// Its Message-ID without angle brackets, by which reports name it; none for what was queued before this was kept.
    pub message_id: Option<String>,
    /// When it was queued.
    pub queued_at: Timestamp,
}

/// A queued message with the fate of each recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFate {
    /// The message.
    pub mail: QueuedMail,
    /// Each recipient's delivery.
    pub deliveries: Vec<Delivery>,
}

/// The delivery of a message to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Tells it apart.
    pub id: i64,
    /// The queued message.
    pub mail: i64,
    /// To whom.
    pub recipient: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Every attempt, oldest first.
    pub attempts: Vec<Attempt>,
    /// When it is tried next.
    pub next_try_at: Option<Timestamp>,
    /// What came back, if it did.
    pub bounce: Option<Bounce>,
}

/// The report of a server that could not pass on what another had taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// The received message that says so.
    pub item: i64,
    /// When it came.
    pub at: Timestamp,
    /// The server's words.
    pub words: String,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// To be tried, or tried again.
    Waiting,
    /// A server took it.
    Sent,
    /// A server refused it for good, or it was tried too often.
    Failed,
    /// Kept and shown instead of sent (demonstration).
    Captured,
    /// A server took it, and it came back undelivered.
    Bounced,
}

/// One attempt to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// Whether a server took it.
    pub taken: bool,
    /// The server's words.
    pub answer: String,
}

/// A delivery that a worker has claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedDelivery {
    /// The delivery.
    pub delivery: i64,
    /// The statement that caused it.
    pub number: Option<Number>,
    /// What it is.
    pub kind: String,
    /// The envelope's sender.
    pub envelope_from: String,
    /// The recipient.
    pub recipient: String,
    /// The subject of the message.
    pub subject: String,
    /// SHA-256 of the bytes to send.
    pub sha256: String,
    /// How often it was tried before.
    pub tried: i64,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A server took it, with its words.
    Sent(String),
    /// Not now: try again at this time.
    Later(String, Timestamp),
    /// Not ever.
    Failed(String),
}
