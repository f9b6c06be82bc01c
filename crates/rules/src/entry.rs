//! An entry of the directory field by field, as people read it, type it and compare it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Directory, Group, ListedContact, Relationship, Why, written_meetings};

/// A field of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryField {
    /// The full name.
    Name,
    /// What it is.
    Kind,
    /// Whether it is at work.
    State,
    /// The acronym of what it belongs to.
    Parent,
    /// The mailing list.
    List,
    /// Other names, one a line.
    Aliases,
    /// Former names, one a line.
    FormerNames,
    /// How we stand to it.
    Relationship,
    /// Since when.
    Since,
    /// Who keeps the relationship on the other side.
    Counterpart,
    /// The name of the responsible coordinator.
    Coordinator,
    /// The liaison manager's alias (CON-3).
    ManagerAlias,
    /// The address to which statements are sent alone (CON-5).
    SendTo,
    /// Other listed addresses, one a line (CON-2, CON-4).
    Contacts,
    /// The form in which it wants letters.
    LetterFormat,
    /// What may be shared.
    Sharing,
    /// When it meets, a meeting a line.
    Meetings,
    /// What everybody may know besides.
    Notes,
    /// What only those who keep the entry may know.
    PrivateNotes,
}

impl EntryField {
    /// All fields, in the order in which people think of them.
    pub const ALL: [Self; 19] = [
        Self::Name,
        Self::Kind,
        Self::State,
        Self::Parent,
        Self::List,
        Self::Aliases,
        Self::FormerNames,
        Self::Relationship,
        Self::Since,
        Self::Counterpart,
        Self::Coordinator,
        Self::ManagerAlias,
        Self::SendTo,
        Self::Contacts,
        Self::LetterFormat,
        Self::Sharing,
        Self::Meetings,
        Self::Notes,
        Self::PrivateNotes,
    ];

    /// Returns the name used in data and forms.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Kind => "kind",
            Self::State => "state",
            Self::Parent => "parent",
            Self::List => "list",
            Self::Aliases => "aliases",
            Self::FormerNames => "former_names",
            Self::Relationship => "relationship",
            Self::Since => "since",
            Self::Counterpart => "counterpart",
            Self::Coordinator => "coordinator",
            Self::ManagerAlias => "manager_alias",
            Self::SendTo => "send_to",
            Self::Contacts => "contacts",
            Self::LetterFormat => "letter_format",
            Self::Sharing => "sharing",
            Self::Meetings => "meetings",
            Self::Notes => "notes",
            Self::PrivateNotes => "private_notes",
        }
    }

    /// Returns the field of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.slug() == slug)
    }

    /// Returns what it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Kind => "Kind",
            Self::State => "State",
            Self::Parent => "Belongs to",
            Self::List => "Mailing list",
            Self::Aliases => "Other names",
            Self::FormerNames => "Former names",
            Self::Relationship => "Relationship",
            Self::Since => "Since",
            Self::Counterpart => "Their counterpart",
            Self::Coordinator => "Responsible coordinator",
            Self::ManagerAlias => "Liaison manager’s alias",
            Self::SendTo => "Send To",
            Self::Contacts => "Other addresses",
            Self::LetterFormat => "Letter format",
            Self::Sharing => "What may be shared",
            Self::Meetings => "Meetings",
            Self::Notes => "Notes",
            Self::PrivateNotes => "Private notes",
        }
    }

    /// Says whether everybody may read it.
    pub fn is_public(self) -> bool {
        self != Self::PrivateNotes
    }
}

/// An entry field by field, as text; what is not said is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Entry(BTreeMap<EntryField, String>);

/// What a field was, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field.
    pub field: EntryField,
    /// What it was; empty if nothing was said.
    pub was: String,
    /// What it is.
    pub is: String,
}

impl Entry {
    /// Returns what the directory says of a group to everybody.
    pub fn of(group: &Group, directory: &Directory) -> Self {
        let facts = directory.facts(group.id);
        let names = |is_former| {
            let aliases = directory.aliases(group.id).iter();
            let names = aliases.filter(|alias| alias.is_former == is_former);
            names.map(|alias| alias.words.clone()).collect::<Vec<_>>().join("\n")
        };
        let parent = group.parent.and_then(|parent| directory.group(parent));
        let coordinator = facts.coordinator.and_then(|person| directory.person(person));
        let listed = |wanted: fn(&ListedContact) -> Option<String>| {
            let listed = directory.contacts(group.id).iter().filter_map(wanted);
            listed.collect::<Vec<_>>().join("\n")
        };
        let mut entry = Self::default();
        for field in EntryField::ALL {
            entry.set(
                field,
                match field {
                    EntryField::Name => group.name.clone(),
                    EntryField::Kind => group.kind.slug().to_owned(),
                    EntryField::State => group.state.slug().to_owned(),
                    EntryField::Parent => {
                        parent.map(|parent| parent.acronym.clone()).unwrap_or_default()
                    }
                    EntryField::List => group.list_address.clone().unwrap_or_default(),
                    EntryField::Aliases => names(false),
                    EntryField::FormerNames => names(true),
                    EntryField::Relationship => {
                        facts.relationship.map_or("", Relationship::slug).to_owned()
                    }
                    EntryField::Since => facts.since.clone(),
                    EntryField::Counterpart => facts.counterpart.clone(),
                    EntryField::Coordinator => {
                        coordinator.map(|person| person.name.clone()).unwrap_or_default()
                    }
                    EntryField::ManagerAlias => listed(manager_alias),
                    EntryField::SendTo => listed(send_to),
                    EntryField::Contacts => listed(other),
                    EntryField::LetterFormat => facts.letter_format.clone(),
                    EntryField::Sharing => facts.sharing.clone(),
                    EntryField::Meetings => written_meetings(&facts.meetings),
                    EntryField::Notes => facts.notes.clone(),
                    EntryField::PrivateNotes => String::new(),
                },
            );
        }
        entry
    }

    /// Returns a field, empty if nothing is said.
    pub fn get(&self, field: EntryField) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }

    /// Sets a field.
    pub fn set(&mut self, field: EntryField, text: String) {
        if text.is_empty() {
            self.0.remove(&field);
        } else {
            self.0.insert(field, text);
        }
    }

    /// Returns what differs from an earlier one.
    pub fn changes_since(&self, before: &Self) -> Vec<FieldChange> {
        let differing = |field: &EntryField| self.get(*field) != before.get(*field);
        let change = |field| FieldChange {
            field,
            was: before.get(field).to_owned(),
            is: self.get(field).to_owned(),
        };
        EntryField::ALL.into_iter().filter(differing).map(change).collect()
    }
}

fn manager_alias(contact: &ListedContact) -> Option<String> {
    let is_alias = contact.why == Why::LiaisonManager && !contact.send_to;
    is_alias.then(|| contact.mailbox.to_string())
}

fn send_to(contact: &ListedContact) -> Option<String> {
    contact.send_to.then(|| contact.mailbox.to_string())
}

/// Any other address, with what it is before it where it is not just listed.
fn other(contact: &ListedContact) -> Option<String> {
    let is_other = contact.why != Why::LiaisonManager && !contact.send_to;
    is_other.then(|| match contact.why {
        Why::Listed => contact.mailbox.to_string(),
        why => format!("{}: {}", why.slug(), contact.mailbox),
    })
}
