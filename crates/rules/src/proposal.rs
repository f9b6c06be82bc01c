//! Which contacts to propose (4053bis §2.1, CON-2 to CON-6).
//!
//! Role addresses come from the directory and the policy; a person is proposed only where somebody entered one.

use crate::{Contact, Directory, GroupId, Mailbox, Policy, Why};

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
/// `reply_to` is the Send-Reply-To of the statement that it answers, which becomes its Send-To (CON-6).
pub fn propose_outgoing(
    from: &[GroupId],
    to: &[GroupId],
    reply_to: Option<&Mailbox>,
    directory: &Directory,
    policy: &Policy,
) -> ProposedContacts {
    let alias = to.iter().find_map(|group| manager_alias(*group, directory));
    let mut ours = our_addresses(from, directory, policy);
    match (&alias, policy.coordination()) {
        (Some(alias), _) => push(&mut ours, Contact::new(alias, Why::LiaisonManager)),
        (None, Some(coordination)) => {
            push(&mut ours, Contact::new(&coordination, Why::Coordination))
        }
        (None, None) => {}
    }
    ProposedContacts {
        from: ours,
        from_liaison: alias.or_else(|| policy.coordination()),
        to: their_addresses(to, directory),
        to_liaison: reply_to
            .cloned()
            .or_else(|| to.iter().find_map(|group| send_to(*group, directory))),
    }
}

/// Proposes contacts for a statement that we received.
///
/// `sender` is whoever mailed it (CON-2), `replies_to` the reply address that it states, `arrived_at` the role
/// address where it arrived (CON-5). From-Liaison-Contact is the stated reply address, else the sender's, never one
/// of ours (CON-7).
pub fn propose_incoming(
    to: &[GroupId],
    sender: Option<&Mailbox>,
    replies_to: Option<&Mailbox>,
    arrived_at: Option<&Mailbox>,
    directory: &Directory,
    policy: &Policy,
) -> ProposedContacts {
    let ours = our_addresses(to, directory, policy);
    let is_ours = |mailbox: &&Mailbox| {
        ours.iter().filter_map(Contact::mailbox).any(|our| our.key() == mailbox.key())
            || policy.coordination().is_some_and(|our| our.key() == mailbox.key())
            || arrived_at.is_some_and(|our| our.key() == mailbox.key())
    };
    ProposedContacts {
        from: sender
            .filter(|sender| !is_ours(sender))
            .map(|sender| Contact::new(sender, Why::Sender))
            .into_iter()
            .collect(),
        from_liaison: replies_to
            .filter(|it| !is_ours(it))
            .or(sender.filter(|it| !is_ours(it)))
            .cloned(),
        to: ours.clone(),
        to_liaison: arrived_at.cloned(),
    }
}

/// The role addresses of our groups at their levels, and what the directory lists for them.
fn our_addresses(groups: &[GroupId], directory: &Directory, policy: &Policy) -> Vec<Contact> {
    let mut contacts = Vec::new();
    for group in groups.iter().filter_map(|id| directory.group(*id)) {
        for (why, mailbox) in
            policy.level(group).map(|level| level.role_addresses(group)).unwrap_or_default()
        {
            push(&mut contacts, Contact::new(&mailbox, why));
        }
        for listed in directory.contacts(group.id) {
            push(&mut contacts, Contact::new(&listed.mailbox, listed.why));
        }
    }
    contacts
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

fn manager_alias(group: GroupId, directory: &Directory) -> Option<Mailbox> {
    inherited(group, directory, |listed| listed.why == Why::LiaisonManager)
}

fn send_to(group: GroupId, directory: &Directory) -> Option<Mailbox> {
    inherited(group, directory, |listed| listed.send_to)
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
