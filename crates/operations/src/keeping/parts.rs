//! An entry as text, taken apart into what the store keeps; each fault beside its field.

use rules::{
    Alias, Directory, Entry, EntryField, Facts, GroupKind, GroupState, ListedContact, Mailbox,
    Meeting, PersonId, Relationship, RoleKind, Why, since,
};
use store::{ContactEntry, GroupEntry};

/// The longest name or line, in characters.
const LONGEST_LINE: usize = 300;
/// The longest note, in characters.
const LONGEST_NOTE: usize = 5_000;

/// An entry taken apart.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) group: GroupEntry,
    pub(crate) facts: Facts,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) contacts: Vec<ContactEntry>,
}

/// What is wrong with which field.
type Faults = Vec<(&'static str, String)>;

impl Parts {
    /// Takes an entry apart; `directory` is asked for what it names.
    pub(crate) fn of(acronym: &str, entry: &Entry, directory: &Directory) -> Result<Self, Faults> {
        let mut faults = too_long(entry);
        let mut kept = |field: EntryField, fault: String| faults.push((field.slug(), fault));
        let group = group(acronym, entry, &mut kept);
        let facts = facts(entry, directory, &mut kept);
        let contacts = contacts(acronym, entry, &mut kept);
        let aliases = aliases(entry);
        if faults.is_empty() { Ok(Self { group, facts, aliases, contacts }) } else { Err(faults) }
    }
}

/// Returns the fields that hold addresses as contacts of a group.
pub(crate) fn contacts_of(listed: &[ListedContact]) -> Vec<String> {
    let line = |contact: &ListedContact| match (contact.send_to, contact.why) {
        (true, _) => format!("Send To: {}", contact.mailbox),
        (false, Why::Listed) => contact.mailbox.to_string(),
        (false, why) => format!("{why}: {}", contact.mailbox),
    };
    listed.iter().map(line).collect()
}

fn too_long(entry: &Entry) -> Faults {
    let mut faults = Vec::new();
    for field in EntryField::ALL {
        let is_note = matches!(
            field,
            EntryField::LetterFormat
                | EntryField::Sharing
                | EntryField::Notes
                | EntryField::PrivateNotes
                | EntryField::Contacts
                | EntryField::Aliases
                | EntryField::FormerNames
                | EntryField::Meetings
        );
        let longest = if is_note { LONGEST_NOTE } else { LONGEST_LINE };
        let text = entry.get(field);
        if text.chars().count() > longest {
            let fault = format!("This is longer than {longest} characters: say it shorter.");
            faults.push((field.slug(), fault));
        } else if !is_note && text.chars().any(char::is_control) {
            faults.push((field.slug(), "Write it on one line.".to_owned()));
        }
    }
    faults
}

fn group(acronym: &str, entry: &Entry, fault: &mut impl FnMut(EntryField, String)) -> GroupEntry {
    let name = entry.get(EntryField::Name);
    if name.trim().is_empty() {
        fault(EntryField::Name, "Say what it is called.".to_owned());
    }
    let kind = entry.get(EntryField::Kind);
    let known = GroupKind::ALL.into_iter().find(|known| known.slug() == kind);
    if known.is_none() {
        fault(EntryField::Kind, format!("“{kind}” is no kind of group: choose one."));
    }
    let state = entry.get(EntryField::State);
    let known_state = GroupState::ALL.into_iter().find(|known| known.slug() == state);
    if known_state.is_none() {
        fault(EntryField::State, format!("“{state}” is no state of a group: choose one."));
    }
    let list = entry.get(EntryField::List);
    if let Some(wrong) = (!list.is_empty()).then(|| Mailbox::new("", list).err()).flatten() {
        fault(EntryField::List, capitalized(&wrong.to_string()));
    }
    GroupEntry {
        acronym: acronym.to_owned(),
        name: name.trim().to_owned(),
        kind: known.unwrap_or(GroupKind::Other),
        state: known_state.unwrap_or(GroupState::Unknown),
        parent: Some(entry.get(EntryField::Parent).to_owned()).filter(|it| !it.is_empty()),
        list_address: Some(list.to_owned()).filter(|list| !list.is_empty()),
        datatracker_id: None,
    }
}

fn facts(
    entry: &Entry,
    directory: &Directory,
    fault: &mut impl FnMut(EntryField, String),
) -> Facts {
    let slug = entry.get(EntryField::Relationship);
    let relationship = Relationship::from_slug(slug);
    if relationship.is_none() && !slug.is_empty() {
        fault(EntryField::Relationship, format!("“{slug}” is no relationship: choose one."));
    }
    let since = since(entry.get(EntryField::Since)).unwrap_or_else(|wrong| {
        fault(EntryField::Since, wrong);
        String::new()
    });
    let named = entry.get(EntryField::Coordinator);
    let coordinator = person_named(named, directory);
    if coordinator.is_none() && !named.is_empty() {
        let wrong = format!("The directory knows no coordinator “{named}”: enter the role first.");
        fault(EntryField::Coordinator, wrong);
    }
    let mut meetings: Vec<Meeting> = Vec::new();
    for line in entry.get(EntryField::Meetings).lines().filter(|line| !line.trim().is_empty()) {
        match Meeting::parse(line) {
            Ok(meeting) => meetings.push(meeting),
            Err(wrong) => fault(EntryField::Meetings, wrong),
        }
    }
    meetings.sort_by_key(|meeting| (meeting.from, meeting.until));
    Facts {
        relationship,
        since,
        counterpart: entry.get(EntryField::Counterpart).to_owned(),
        coordinator,
        letter_format: entry.get(EntryField::LetterFormat).to_owned(),
        sharing: entry.get(EntryField::Sharing).to_owned(),
        notes: entry.get(EntryField::Notes).to_owned(),
        meetings,
    }
}

/// Returns the person of that address or name; of several of a name, one who coordinates.
fn person_named(words: &str, directory: &Directory) -> Option<PersonId> {
    let words = words.trim().to_lowercase();
    let mut people = directory.people();
    people.retain(|person| {
        person.name.to_lowercase() == words
            || person.addresses.iter().any(|address| address.to_lowercase() == words)
    });
    let coordinates = |person: PersonId| {
        directory
            .terms()
            .iter()
            .any(|term| term.person == person && term.kind == RoleKind::Coordinator)
    };
    people.sort_by_key(|person| (!coordinates(person.id), person.id));
    people.first().map(|person| person.id)
}

fn aliases(entry: &Entry) -> Vec<Alias> {
    let names = |field, is_former| {
        let lines = entry.get(field).lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(move |line| Alias { words: line.to_owned(), is_former }).collect::<Vec<_>>()
    };
    let mut aliases = names(EntryField::Aliases, false);
    aliases.extend(names(EntryField::FormerNames, true));
    aliases
}

fn contacts(
    acronym: &str,
    entry: &Entry,
    fault: &mut impl FnMut(EntryField, String),
) -> Vec<ContactEntry> {
    let mut contacts = Vec::new();
    for field in [EntryField::ManagerAlias, EntryField::SendTo, EntryField::Contacts] {
        for line in entry.get(field).lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (why, address) = match field {
                EntryField::ManagerAlias => (Why::LiaisonManager, line),
                EntryField::SendTo => (Why::Listed, line),
                _ => reason_of(line),
            };
            match Mailbox::parse(address) {
                Ok(mailbox) => contacts.push(ContactEntry {
                    group: acronym.to_owned(),
                    why,
                    send_to: field == EntryField::SendTo,
                    mailbox,
                }),
                Err(wrong) => fault(field, capitalized(&wrong.to_string())),
            }
        }
    }
    contacts
}

/// Reads what may stand before an address: `chairs: Chairs <chairs@example.org>`.
fn reason_of(line: &str) -> (Why, &str) {
    let known = line.split_once(": ").and_then(|(slug, rest)| Some((Why::from_slug(slug)?, rest)));
    known.unwrap_or((Why::Listed, line))
}

fn capitalized(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>());
    format!("{}.", first.unwrap_or_default())
}
