//! Who is told, and why each is there.

use askama::Template;
use askama::filters::HtmlSafe;
use rules::{
    Contact, Direction, Directory, GroupId, Mailbox, Policy, Why, obligatory_contacts,
    propose_incoming, propose_our_contacts, propose_outgoing,
};

use super::groups::split;
use operations::StatementForm;

/// Who is told, and why each is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "desk/told.html")]
pub(crate) struct ToldNote {
    /// Name or address, and why.
    contacts: Vec<(String, String)>,
    /// Names or addresses of those whom nobody takes out.
    stays: Vec<String>,
}

impl ToldNote {
    /// Says of whom the letter names that it does, where nothing else is known of them.
    pub(crate) fn named_in_letter(mut self, letters: &str) -> Self {
        let named: Vec<Mailbox> = Mailbox::parse_list(letters).unwrap_or_default();
        for (name, why) in &mut self.contacts {
            let is_it = |one: &Mailbox| one.name() == name || one.address() == name;
            if *why == Why::Entered.to_string() && named.iter().any(is_it) {
                "named in the letter".clone_into(why);
            }
        }
        self
    }

    /// Says of what was typed into From-Contact and To-Contact why each is there.
    ///
    /// `known` are the contacts of the statement as it is saved; of others, the rules say whether they would propose them.
    pub(crate) fn of(
        form: &StatementForm,
        known: &[Contact],
        direction: Direction,
        directory: &Directory,
        policy: &Policy,
    ) -> [Self; 2] {
        let groups = |typed: &str| -> Vec<GroupId> {
            split(typed)
                .filter_map(|acronym| directory.by_acronym(acronym))
                .map(|group| group.id)
                .collect()
        };
        let (from, to) = (groups(&form.from_groups), groups(&form.to_groups));
        let proposed = match direction {
            Direction::Outgoing => {
                let proposed = propose_outgoing(&from, &to, None, directory, policy);
                [proposed.from, proposed.to].concat()
            }
            Direction::Incoming => {
                let proposed = propose_incoming(&to, None, None, None, directory, policy);
                [proposed.to, propose_our_contacts(&to, &from, directory, policy)].concat()
            }
        };
        let all: Vec<&Contact> = known.iter().chain(&proposed).collect();
        let mut sides =
            [Self::about(&form.from_contacts, &all), Self::about(&form.to_contacts, &all)];
        if direction == Direction::Outgoing {
            let obligatory = obligatory_contacts(&from, &to, directory, policy);
            sides[0].stays = obligatory.iter().filter_map(Contact::mailbox).map(named).collect();
        }
        sides
    }

    fn about(typed: &str, known: &[&Contact]) -> Self {
        // What cannot be read is said at the field.
        let mailboxes = Mailbox::parse_list(typed).unwrap_or_default();
        let why = |mailbox: &Mailbox| {
            let same =
                |contact: &&&Contact| contact.mailbox().is_some_and(|it| it.key() == mailbox.key());
            known.iter().find(same).map_or(Why::Entered, |contact| contact.why)
        };
        let note = |mailbox: &Mailbox| (named(mailbox.clone()), why(mailbox).to_string());
        Self { contacts: mailboxes.iter().map(note).collect(), stays: Vec::new() }
    }

    pub(crate) fn sample() -> Self {
        let pair = |name: &str, why: &str| (name.to_owned(), why.to_owned());
        Self {
            contacts: vec![
                pair("Time Synchronization Chairs", "chairs"),
                pair("ana@example.org", "added by hand"),
            ],
            stays: vec!["Time Synchronization Chairs".to_owned()],
        }
    }
}

/// Returns what somebody is called in the list.
fn named(mailbox: Mailbox) -> String {
    let name = if mailbox.name().is_empty() { mailbox.address() } else { mailbox.name() };
    name.to_owned()
}

impl HtmlSafe for ToldNote {}
