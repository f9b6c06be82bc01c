//! Who is mailed when a statement is posted, and when it changes hands (CON-5, CON-8, CON-10, IN-3, IN-4, IN-6).

use std::collections::HashSet;

use jiff::civil::Date;

use crate::proposal::manager_alias;
use crate::{
    Contact, Direction, Directory, GroupId, GroupRef, Mailbox, Person, Policy, RoleKind, Statement,
    Travelled, Why, group_contacts,
};

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
    /// Word to our own people that a statement was sent, or that one was recorded (CON-8).
    OurCopy,
    /// A received statement, to the groups that have it and the people in To-Contact (CON-10).
    Distribution,
    /// A received statement on research, to whoever is asked about it (IN-4).
    Research,
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
            Self::Research => "research",
            Self::Receipt => "receipt",
        }
    }
}

/// Returns the messages that posting a statement causes; nobody is mailed twice.
///
/// Outgoing: the statement goes to To-Liaison-Contact alone if there is one, else to To-Contact (CON-5), and to
/// nobody on the other side if it travelled by other means (CON-8). Incoming: the groups that have it and To-Contact are
/// told (CON-10), on research whoever is asked about that (IN-4), and the other side gets one receipt, at
/// From-Liaison-Contact, else at From-Contact (CON-8, IN-6). Our own liaison contact, the liaison manager of a sender and
/// the coordination address hear of each.
pub fn at_posting(
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
    today: Date,
) -> Vec<Notice> {
    let other = match (&statement.other_side().liaison_contact, &statement.travelled) {
        (_, Travelled::Otherwise(_)) if statement.direction == Direction::Outgoing => Vec::new(),
        (Some(liaison_contact), _) => vec![liaison_contact.clone()],
        (None, _) => mailboxes(&statement.other_side().contacts),
    };
    let ours = statement.our_side();
    let liaison_contact = ours.liaison_contact.clone().into_iter();
    let office = liaison_contact.chain(policy.coordination());
    let notices = match statement.direction {
        Direction::Outgoing => {
            let copies = mailboxes(&ours.contacts).into_iter().chain(office).collect();
            vec![(NoticeKind::TheStatement, other), (NoticeKind::OurCopy, copies)]
        }
        Direction::Incoming => {
            let (keeping, receiving): (Vec<Contact>, Vec<Contact>) =
                still_told(statement, directory, policy).into_iter().partition(|contact| {
                    matches!(contact.why, Why::LiaisonManager | Why::Coordination)
                });
            let given = statement.distributed_to.iter().filter_map(|given| given.group());
            let given: Vec<GroupRef> = given.cloned().collect();
            let mut receiving = mailboxes(&receiving);
            receiving.extend(addresses_of_groups(&given, directory, policy, today));
            let managers = managers_of(statement, directory, today).into_iter();
            let keeping = mailboxes(&keeping).into_iter().chain(managers).chain(office).collect();
            let asked = research_asked(statement, directory, policy, today);
            vec![
                (NoticeKind::Receipt, other),
                (NoticeKind::Distribution, receiving),
                (NoticeKind::Research, asked),
                (NoticeKind::OurCopy, keeping),
            ]
        }
    };
    let mut told = HashSet::new();
    let once = notices.into_iter().map(|(kind, mut to)| {
        to.retain(|mailbox| told.insert(mailbox.key()));
        Notice { kind, to }
    });
    once.filter(|notice| !notice.to.is_empty()).collect()
}

/// Returns the role addresses of groups, and of one that has none its chairs; each once.
pub fn addresses_of_groups(
    groups: &[GroupRef],
    directory: &Directory,
    policy: &Policy,
    today: Date,
) -> Vec<Mailbox> {
    let mut told = HashSet::new();
    let mut addresses = Vec::new();
    for group in groups {
        let mut own = mailboxes(&group_contacts(&[group.id], directory, policy));
        if own.is_empty() {
            let chairs = directory.holders(RoleKind::Chair, group.id, today);
            own = chairs.into_iter().filter_map(mailbox_of).collect();
        }
        addresses.extend(own.into_iter().filter(|mailbox| told.insert(mailbox.key())));
    }
    addresses
}

/// Returns who is asked about a statement on research (IN-4); nobody where it is about something else.
pub fn research_asked(
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
    today: Date,
) -> Vec<Mailbox> {
    if !statement.about_research {
        return Vec::new();
    }
    let asked = policy.research_holders(directory, today);
    asked.into_iter().filter_map(mailbox_of).collect()
}

/// Returns to whom a note for informal feedback to a sender goes (IN-3): the liaison manager for their organization, else
/// the coordination address.
pub fn feedback_to(
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
    today: Date,
) -> Vec<Mailbox> {
    let managers = managers_of(statement, directory, today);
    if managers.is_empty() { policy.coordination().into_iter().collect() } else { managers }
}

/// The role address of each liaison manager for the sender, else their own.
fn managers_of(statement: &Statement, directory: &Directory, today: Date) -> Vec<Mailbox> {
    let mut managers: Vec<Mailbox> = Vec::new();
    for group in statement.from.group_ids() {
        let found = match manager_alias(group, directory) {
            Some(alias) => vec![alias],
            None => {
                let people = directory.liaison_managers(group, today);
                people.into_iter().filter_map(mailbox_of).collect()
            }
        };
        for mailbox in found {
            if !managers.iter().any(|other| other.key() == mailbox.key()) {
                managers.push(mailbox);
            }
        }
    }
    managers
}

/// To-Contact without what was proposed for groups that it names and that do not have it: others see to it (IN-3).
fn still_told(statement: &Statement, directory: &Directory, policy: &Policy) -> Vec<Contact> {
    let has: Vec<GroupId> = statement.holders().iter().map(|group| group.id).collect();
    let named = statement.to.group_ids();
    let without: Vec<GroupId> = named.into_iter().filter(|group| !has.contains(group)).collect();
    let keys = |groups: &[GroupId]| -> HashSet<String> {
        let contacts = group_contacts(groups, directory, policy);
        contacts.iter().filter_map(Contact::mailbox).map(|mailbox| mailbox.key()).collect()
    };
    let (gone, kept) = (keys(&without), keys(&has));
    let is_told = |contact: &&Contact| {
        let key = contact.mailbox().map(|mailbox| mailbox.key()).unwrap_or_default();
        contact.why == Why::Entered || !gone.contains(&key) || kept.contains(&key)
    };
    statement.to.contacts.iter().filter(is_told).cloned().collect()
}

fn mailboxes(contacts: &[Contact]) -> Vec<Mailbox> {
    contacts.iter().filter_map(Contact::mailbox).collect()
}

fn mailbox_of(person: &Person) -> Option<Mailbox> {
    Mailbox::new(&person.name, person.addresses.first()?).ok()
}
