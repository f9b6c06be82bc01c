//! Putting what an import says into the directory, save what was set here.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use rules::{Alias, Directory, Entry, EntryField, Group, GroupId, RoleSource};
use store::{Changes, ContactEntry, Fault, GroupEntry, PersonEntry, Transaction};

use super::entries::{Entries, StatedGroup, StatedPerson};
use crate::keeping::Parts;
use crate::{Desk, ImportFault};

/// How much an import changed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) groups: Changes,
    pub(super) people: Changes,
    pub(super) contacts: Changes,
}

const CONTACTS: [EntryField; 3] =
    [EntryField::ManagerAlias, EntryField::SendTo, EntryField::Contacts];
const FACTS: [EntryField; 8] = [
    EntryField::Relationship,
    EntryField::Since,
    EntryField::Counterpart,
    EntryField::Coordinator,
    EntryField::LetterFormat,
    EntryField::Sharing,
    EntryField::Meetings,
    EntryField::Notes,
];

/// What is set here, with what the last import says of it.
type Corrections = HashMap<(GroupId, EntryField), String>;

/// An entry as it is to be.
struct Wanted<'a> {
    stated: &'a StatedGroup,
    known: Option<&'a Group>,
    was: Entry,
    is: Entry,
}

pub(super) async fn apply(
    desk: &Desk,
    tx: &mut Transaction,
    entries: &Entries,
    before: &Directory,
    place: &str,
    now: Timestamp,
) -> Result<Counts, ImportFault> {
    let at = |fault: Fault| match fault {
        Fault::Contradiction { what } => ImportFault::input(place, what),
        fault => fault.into(),
    };
    let corrections = tx.corrections().await?;
    let mut counts = Counts::default();
    let mut wanted = Vec::new();
    for stated in &entries.groups {
        // A group that was joined into another goes by its former name there.
        if !is_joined(&stated.acronym, before) {
            wanted.push(wanted_entry(tx, stated, entries, before, &corrections, place).await?);
        }
    }
    let groups: Vec<GroupEntry> = wanted
        .iter()
        .filter(|wanted| !wanted.stated.is_known)
        .map(|wanted| group_entry(wanted, before, place))
        .collect::<Result<_, _>>()?;
    counts.groups = tx.save_groups(&groups, &desk.ids, now).await.map_err(at)?;
    if !entries.people.is_empty() {
        let source = if entries.is_answer { RoleSource::Datatracker } else { RoleSource::File };
        let people: Vec<PersonEntry> =
            entries.people.iter().map(|it| person_entry(it, before)).collect();
        let saved = tx.save_people_of(&people, source, &desk.ids, now).await;
        counts.people = saved.map_err(at)?;
    }
    let directory = tx.directory().await?;
    let aliases = save_facts(tx, &wanted, &directory, place, &mut counts).await?;
    tx.save_aliases(&aliases).await.map_err(at)?;
    save_contacts(desk, tx, &wanted, &directory, place, &mut counts, now).await?;
    Ok(counts)
}

/// Says whether a group was joined into another here, and is there under that one's former names alone.
fn is_joined(acronym: &str, directory: &Directory) -> bool {
    directory.by_acronym(acronym).is_none() && joined_into(acronym, directory).is_some()
}

fn joined_into<'a>(acronym: &str, directory: &'a Directory) -> Option<&'a Group> {
    let group = directory.by_alias(acronym)?;
    let key = acronym.trim().to_lowercase();
    let aliases = directory.aliases(group.id).iter();
    let mut former = aliases.filter(|alias| alias.is_former);
    former.any(|alias| alias.words.to_lowercase() == key).then_some(group)
}

/// Returns the acronym under which a group is kept.
fn kept_acronym(acronym: &str, directory: &Directory) -> String {
    let joined = directory.by_acronym(acronym).is_none().then(|| joined_into(acronym, directory));
    let joined = joined.flatten().map(|group| group.acronym.clone());
    joined.unwrap_or_else(|| acronym.trim().to_lowercase())
}

/// Returns an entry as it is to be, and notes what the import says of fields that were set here.
async fn wanted_entry<'a>(
    tx: &mut Transaction,
    stated: &'a StatedGroup,
    entries: &Entries,
    before: &'a Directory,
    corrections: &Corrections,
    place: &str,
) -> Result<Wanted<'a>, ImportFault> {
    let known = before.by_acronym(&stated.acronym);
    if known.is_none() && stated.is_known {
        let what = format!(
            "a contact is listed for “{}”, which is not in the directory: bring the group in first, or correct its \
             acronym",
            stated.acronym
        );
        return Err(ImportFault::input(place, what));
    }
    let was = known.map(|group| Entry::of(group, before)).unwrap_or_default();
    let mut is = was.clone();
    if known.is_none() {
        is.set(EntryField::Name, stated.acronym.to_uppercase());
        is.set(EntryField::State, stated.otherwise.slug().to_owned());
    }
    for (field, text) in &stated.stated {
        let text = normal(*field, text, entries, before);
        let set_here =
            known.and_then(|group| Some((group.id, corrections.get(&(group.id, *field))?)));
        match set_here {
            None => is.set(*field, text),
            // The import has come round to what was set here.
            Some((group, _)) if text == was.get(*field) => {
                tx.save_correction(group, *field, None).await?;
            }
            Some((group, imported)) if *imported != text => {
                tx.save_correction(group, *field, Some(&text)).await?;
            }
            Some(_) => {}
        }
    }
    Ok(Wanted { stated, known, was, is })
}

/// Returns what an import says as an entry has it: acronyms as they are kept, the name of whoever is named by address.
fn normal(field: EntryField, text: &str, entries: &Entries, before: &Directory) -> String {
    match field {
        EntryField::Parent => kept_acronym(text, before),
        EntryField::Coordinator => {
            let has_it = |addresses: &[String]| {
                addresses.iter().any(|address| address.eq_ignore_ascii_case(text.trim()))
            };
            let given = entries.people.iter().find(|person| has_it(&person.addresses));
            let known = || before.people().into_iter().find(|person| has_it(&person.addresses));
            let name = given.map(|person| person.name.clone());
            name.or_else(|| known().map(|person| person.name.clone())).unwrap_or(text.to_owned())
        }
        _ => text.trim().to_owned(),
    }
}

fn group_entry(
    wanted: &Wanted<'_>,
    before: &Directory,
    place: &str,
) -> Result<GroupEntry, ImportFault> {
    // People come after groups; who coordinates is looked up then.
    let parts = parts(wanted, before, false, place)?;
    Ok(GroupEntry { datatracker_id: wanted.stated.datatracker_id, ..parts.group })
}

/// Takes an entry apart. Lists of long ago have addresses that are none, and are kept as they are.
fn parts(
    wanted: &Wanted<'_>,
    directory: &Directory,
    with_coordinator: bool,
    place: &str,
) -> Result<Parts, ImportFault> {
    let mut entry = wanted.is.clone();
    let list = Some(entry.get(EntryField::List).to_owned()).filter(|list| !list.is_empty());
    entry.set(EntryField::List, String::new());
    if !with_coordinator {
        entry.set(EntryField::Coordinator, String::new());
    }
    let acronym = &wanted.stated.acronym;
    let mut parts =
        Parts::of(acronym, &entry, directory).map_err(|it| faulty(acronym, &it, place))?;
    parts.group.list_address = list;
    Ok(parts)
}

fn person_entry(person: &StatedPerson, before: &Directory) -> PersonEntry {
    let kept = |(kind, group, from, until): &(_, String, _, _)| {
        (*kind, kept_acronym(group, before), *from, *until)
    };
    PersonEntry {
        name: person.name.clone(),
        addresses: person.addresses.clone(),
        roles: person.roles.iter().map(kept).collect(),
        datatracker_id: person.datatracker_id,
    }
}

/// Saves what is known of groups besides, and returns the other names of those where they change.
async fn save_facts(
    tx: &mut Transaction,
    wanted: &[Wanted<'_>],
    directory: &Directory,
    place: &str,
    counts: &mut Counts,
) -> Result<Vec<(GroupId, Vec<Alias>)>, ImportFault> {
    let mut aliases = Vec::new();
    for wanted in wanted {
        let named = wanted.changes_any(&[EntryField::Aliases, EntryField::FormerNames]);
        let facts = wanted.changes_any(&FACTS);
        let acronym = &wanted.stated.acronym;
        let Some(group) = directory.by_acronym(acronym).filter(|_| named || facts) else {
            continue;
        };
        let parts = parts(wanted, directory, true, place)?;
        if facts {
            tx.save_facts(group.id, &parts.facts).await?;
        }
        if named {
            aliases.push((group.id, parts.aliases));
        }
        let others = [
            EntryField::Name,
            EntryField::Kind,
            EntryField::State,
            EntryField::Parent,
            EntryField::List,
        ];
        if wanted.known.is_some() && !wanted.changes_any(&others) && !wanted.stated.is_known {
            counts.groups.changed += 1;
            counts.groups.unchanged -= 1;
        }
    }
    Ok(aliases)
}

async fn save_contacts(
    desk: &Desk,
    tx: &mut Transaction,
    wanted: &[Wanted<'_>],
    directory: &Directory,
    place: &str,
    counts: &mut Counts,
    now: Timestamp,
) -> Result<(), ImportFault> {
    let mut changed: Vec<ContactEntry> = Vec::new();
    let listed = wanted
        .iter()
        .filter(|it| CONTACTS.iter().any(|field| it.stated.stated.contains_key(field)));
    for wanted in listed {
        let acronym = &wanted.stated.acronym;
        let Some(group) = directory.by_acronym(acronym) else { continue };
        if !wanted.changes_any(&CONTACTS) {
            let lines = CONTACTS.iter().map(|field| wanted.is.get(*field).lines().count());
            counts.contacts.unchanged += i64::try_from(lines.sum::<usize>()).unwrap_or(i64::MAX);
            continue;
        }
        let parts = parts(wanted, directory, false, place)?;
        if parts.contacts.is_empty() {
            tx.remove_contacts(group.id).await?;
        }
        changed.extend(parts.contacts);
    }
    let saved = tx.save_contacts(&changed, &desk.ids, now).await?;
    counts.contacts.added = saved.added;
    counts.contacts.changed = saved.changed;
    counts.contacts.unchanged += saved.unchanged;
    Ok(())
}

impl Wanted<'_> {
    fn changes_any(&self, fields: &[EntryField]) -> bool {
        fields.iter().any(|field| self.is.get(*field) != self.was.get(*field))
    }
}

/// The fault of an entry that cannot be, with the first field that is wrong.
fn faulty(acronym: &str, faults: &[(&'static str, String)], place: &str) -> ImportFault {
    let by_field: BTreeMap<_, _> = faults.iter().map(|(field, what)| (field, what)).collect();
    let (field, what) =
        by_field.first_key_value().map_or(("", ""), |(field, what)| (**field, what));
    let what = what.trim_end_matches('.');
    ImportFault::input(&format!("{place}, group {acronym}, {field}"), what)
}
