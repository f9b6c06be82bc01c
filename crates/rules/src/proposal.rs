//! Which contacts to propose (4053bis §2.1, CON-2 to CON-6).
//!
//! Role addresses come from the directory and the policy; a person is proposed only where somebody entered one.

use std::collections::HashSet;

use crate::{Contact, Directory, Group, GroupId, Mailbox, Policy, Why};

/// The contacts proposed for a statement, each with why it is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposedContacts {
    /// From-Contact.
    pub from: Vec<Contact>,
    /// From-Liaison-Contact (Send-Reply-To).
    pub from_liaison: Option<Mailbox>,
    /// To-Contact.
    pub to: Vec<Contact>,
    /// To-Liaison-Contact (Send-To).
    pub to_liaison: Option<Mailbox>,
}

/// Proposes contacts for a statement that we send.
///
/// `reply_to` is the Send-Reply-To of the statement that it answers, which becomes its Send-To (CON-6). Where To spans
/// several organizations, or groups with different Send-To, none of them may be the only one mailed (CON-5, CON-9):
/// all become To-Contact.
pub fn propose_outgoing(
    from: &[GroupId],
    to: &[GroupId],
    reply_to: Option<&Mailbox>,
    directory: &Directory,
    policy: &Policy,
) -> ProposedContacts {
    let organizations: HashSet<_> = to
        .iter()
        .filter_map(|group| directory.organization(*group))
        .map(|group| group.id)
        .collect();
    let send_to = shared(to, |group| send_to_of(group, directory));
    let to_liaison = match reply_to {
        Some(reply_to) => Some(reply_to.clone()).filter(|_| organizations.len() <= 1),
        None => send_to,
    };
    let mut theirs = their_addresses(to, directory);
    if to_liaison.is_none() {
        let asked = reply_to.map(|reply_to| Contact::new(reply_to, Why::Sender));
        let listed = to.iter().filter_map(|group| send_to_of(*group, directory));
        let listed = listed.map(|mailbox| Contact::new(&mailbox, Why::Listed));
        asked.into_iter().chain(listed).for_each(|contact| push(&mut theirs, contact));
    }
    let alias = shared(to, |group| manager_alias(group, directory));
    ProposedContacts {
        from: propose_our_contacts(from, to, directory, policy),
        from_liaison: alias.or_else(|| policy.coordination()),
        to: theirs,
        to_liaison,
    }
}

/// Proposes contacts for a statement that we received.
///
/// `sender` is whoever mailed it (CON-2), `replies_to` the reply address that it states, `arrived_at` the role
/// address where it arrived (CON-5). From-Liaison-Contact is the stated reply address, else the sender's, never one
/// of ours (CON-7). Who it is from is not known yet: [`propose_our_contacts`] adds the liaison manager once it is.
pub fn propose_incoming(
    to: &[GroupId],
    sender: Option<&Mailbox>,
    replies_to: Option<&Mailbox>,
    arrived_at: Option<&Mailbox>,
    directory: &Directory,
    policy: &Policy,
) -> ProposedContacts {
    let is_theirs = |mailbox: &&Mailbox| {
        !is_our_address(mailbox, directory, policy)
            && arrived_at.is_none_or(|our| our.key() != mailbox.key())
    };
    let sender = sender.filter(is_theirs);
    ProposedContacts {
        from: sender.map(|sender| Contact::new(sender, Why::Sender)).into_iter().collect(),
        from_liaison: replies_to.filter(is_theirs).or(sender).cloned(),
        to: our_addresses(to, directory, policy),
        to_liaison: arrived_at.cloned(),
    }
}

/// Proposes our side's contacts towards groups of other organizations: the role addresses of our groups, and the
/// alias of each liaison manager, else the coordination address (CON-2, CON-4).
pub fn propose_our_contacts(
    ours: &[GroupId],
    theirs: &[GroupId],
    directory: &Directory,
    policy: &Policy,
) -> Vec<Contact> {
    let mut contacts = our_addresses(ours, directory, policy);
    let aliases: Vec<Option<Mailbox>> =
        theirs.iter().map(|group| manager_alias(*group, directory)).collect();
    for alias in aliases.iter().flatten() {
        push(&mut contacts, Contact::new(alias, Why::LiaisonManager));
    }
    let managed = !aliases.is_empty() && !aliases.contains(&None);
    if let Some(coordination) = policy.coordination().filter(|_| !managed) {
        push(&mut contacts, Contact::new(&coordination, Why::Coordination));
    }
    contacts
}

/// Returns those of our contacts that the policy has on every statement: nobody takes them out.
pub fn obligatory_contacts(
    ours: &[GroupId],
    theirs: &[GroupId],
    directory: &Directory,
    policy: &Policy,
) -> Vec<Contact> {
    let mut contacts = propose_our_contacts(ours, theirs, directory, policy);
    contacts.retain(|contact| is_obligatory(contact.why, policy));
    contacts
}

/// Says whether the policy has a contact that is there for this reason on every statement of ours.
pub fn is_obligatory(why: Why, policy: &Policy) -> bool {
    policy.obligatory().contains(&why)
}

/// Returns the role addresses of groups of ours, and what the directory lists for them.
pub fn group_contacts(groups: &[GroupId], directory: &Directory, policy: &Policy) -> Vec<Contact> {
    our_addresses(groups, directory, policy)
}

fn our_addresses(groups: &[GroupId], directory: &Directory, policy: &Policy) -> Vec<Contact> {
    let mut contacts = Vec::new();
    for group in groups.iter().filter_map(|id| directory.group(*id)) {
        for (why, mailbox) in addresses_of(group, directory, policy) {
            push(&mut contacts, Contact::new(&mailbox, why));
        }
    }
    contacts
}

fn addresses_of(group: &Group, directory: &Directory, policy: &Policy) -> Vec<(Why, Mailbox)> {
    let mut addresses = policy.role_addresses(group, directory);
    let listed = directory.contacts(group.id).iter();
    addresses.extend(listed.map(|listed| (listed.why, listed.mailbox.clone())));
    addresses
}

/// Says whether an address is one of our groups', of our liaison managers or of our coordinators; people may write
/// from their own.
pub fn is_our_address(mailbox: &Mailbox, directory: &Directory, policy: &Policy) -> bool {
    let key = mailbox.key();
    let is_it = |our: &Mailbox| our.key() == key;
    policy.coordination().is_some_and(|our| is_it(&our))
        || directory.groups().into_iter().any(|group| {
            if policy.is_ours(group) {
                group.list_address.as_ref().is_some_and(|list| list.to_lowercase() == key)
                    || addresses_of(group, directory, policy).iter().any(|(_, our)| is_it(our))
            } else {
                let listed = directory.contacts(group.id).iter();
                listed.filter(|it| it.why == Why::LiaisonManager).any(|it| is_it(&it.mailbox))
            }
        })
}

/// What the directory lists for another organization's groups; a group that lists nothing inherits (CON-4).
fn their_addresses(groups: &[GroupId], directory: &Directory) -> Vec<Contact> {
    let mut contacts = Vec::new();
    for group in groups {
        let nearest = directory.line(*group).into_iter().map(|group| {
            let listed = directory.contacts(group.id).iter();
            listed
                .filter(|listed| listed.why != Why::LiaisonManager && !listed.send_to)
                .collect::<Vec<_>>()
        });
        for listed in nearest.into_iter().find(|listed| !listed.is_empty()).unwrap_or_default() {
            push(&mut contacts, Contact::new(&listed.mailbox, listed.why));
        }
    }
    contacts
}

pub(crate) fn manager_alias(group: GroupId, directory: &Directory) -> Option<Mailbox> {
    inherited(group, directory, |listed| listed.why == Why::LiaisonManager)
}

fn send_to_of(group: GroupId, directory: &Directory) -> Option<Mailbox> {
    inherited(group, directory, |listed| listed.send_to)
}

/// Returns what all groups have alike, if they do.
fn shared(groups: &[GroupId], of: impl Fn(GroupId) -> Option<Mailbox>) -> Option<Mailbox> {
    let (first, rest) = groups.split_first()?;
    of(*first).filter(|first| rest.iter().all(|group| of(*group).as_ref() == Some(first)))
}

fn inherited(
    group: GroupId,
    directory: &Directory,
    wanted: impl Fn(&crate::ListedContact) -> bool,
) -> Option<Mailbox> {
    let mut listed =
        directory.line(group).into_iter().flat_map(|group| directory.contacts(group.id));
    listed.find(|listed| wanted(listed)).map(|listed| listed.mailbox.clone())
}

/// Adds a contact unless its address is there already.
fn push(contacts: &mut Vec<Contact>, contact: Contact) {
    let key = contact.mailbox().map(|mailbox| mailbox.key());
    if !contacts.iter().any(|other| other.mailbox().map(|mailbox| mailbox.key()) == key) {
        contacts.push(contact);
    }
}
