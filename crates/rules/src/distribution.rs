//! Who is mailed when a statement is posted (CON-5, CON-8, CON-10, IN-6).

use std::collections::HashSet;

use crate::{Contact, Direction, Mailbox, Policy, Statement, Travelled};

/// One message to be mailed because a statement was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What the message is.
    pub kind: NoticeKind,
    /// To whom it goes; never empty.
    pub to: Vec<Mailbox>,
}

/// Says what a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// The statement itself, to the other organization.
    TheStatement,
    /// Word to our own contacts that it was sent (CON-8).
    OurCopy,
    /// A received statement, to the groups and people in To-Contact (CON-10).
    Distribution,
    /// Word to the sender that theirs is on the record (IN-6).
    Receipt,
}

impl NoticeKind {
    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::TheStatement => "statement",
            Self::OurCopy => "our-copy",
            Self::Distribution => "distribution",
            Self::Receipt => "receipt",
        }
    }
}

/// Returns the messages that posting a statement causes; nobody is mailed twice.
///
/// Outgoing: the statement goes to To-Liaison-Contact alone if there is one, else to To-Contact (CON-5), and to
/// nobody on the other side if it travelled by other means (CON-8). Incoming: To-Contact is told (CON-10), and the
/// other side gets one receipt, at From-Liaison-Contact, else at From-Contact (CON-8, IN-6). Our own liaison contact
/// and the coordination address hear of each.
pub fn at_posting(statement: &Statement, policy: &Policy) -> Vec<Notice> {
    let (other_kind, our_kind) = match statement.direction {
        Direction::Outgoing => (NoticeKind::TheStatement, NoticeKind::OurCopy),
        Direction::Incoming => (NoticeKind::Receipt, NoticeKind::Distribution),
    };
    let mut told = HashSet::new();
    let mut fresh = |mailboxes: Vec<Mailbox>| -> Vec<Mailbox> {
        mailboxes.into_iter().filter(|mailbox| told.insert(mailbox.key())).collect()
    };
    let other = match (&statement.other_side().liaison_contact, &statement.travelled) {
        (_, Travelled::Otherwise(_)) if statement.direction == Direction::Outgoing => Vec::new(),
        (Some(liaison_contact), _) => vec![liaison_contact.clone()],
        (None, _) => mailboxes(&statement.other_side().contacts),
    };
    let other = fresh(other);
    let mut ours = mailboxes(&statement.our_side().contacts);
    ours.extend(statement.our_side().liaison_contact.clone());
    ours.extend(policy.coordination());
    let ours = fresh(ours);
    let notices = [Notice { kind: other_kind, to: other }, Notice { kind: our_kind, to: ours }];
    notices.into_iter().filter(|notice| !notice.to.is_empty()).collect()
}

fn mailboxes(contacts: &[Contact]) -> Vec<Mailbox> {
    contacts.iter().filter_map(Contact::mailbox).collect()
}
