//! The directory from the present tool's answers: its groups, and who holds which role on them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use rules::{EntryField, GroupKind, GroupState, RoleKind};

use super::answers::{AnsweredGroup, group};
use super::fields::Fields;
use super::groups::kind;
use super::source::{Object, Source, Wanted};
use super::{ImportFault, Progress, Step, Unplaced};
use crate::Desk;
use crate::directory_file::{DirectorySummary, Entries, StatedGroup, StatedPerson, take};

/// How many people are asked for at once.
const PEOPLE_AT_ONCE: usize = 50;

/// Brings groups, people and roles in from the present tool's group, role, person and email answers.
///
/// Can be repeated: changes only what changed. What was set here stays. One that would end too much is held.
///
/// # Errors
/// [`ImportFault::Input`] with file or address and object if something is missing or not what it should be; nothing is
/// then imported.
pub async fn import_directory_answers(
    desk: &Desk,
    source: &dyn Source,
    place: &str,
    progress: &(dyn Fn(Progress) + Send + Sync),
    now: Timestamp,
) -> Result<DirectorySummary, ImportFault> {
    let answers = Answers::fetch(source, progress).await?;
    if answers.groups.is_empty() {
        let what =
            "there are no groups in it: is it a directory of the API's answers, with group.json?";
        return Err(ImportFault::input(place, what));
    }
    take(desk, answers.entries(&desk.policy.secretariat), place, now).await
}

/// What was answered.
#[derive(Debug, Default)]
struct Answers {
    groups: BTreeMap<i64, AnsweredGroup>,
    roles: BTreeSet<Role>,
    people: HashMap<i64, String>,
    addresses: BTreeMap<String, Address>,
}

/// A role: person, group, the role's name, and the address at which it is held.
type Role = (i64, i64, String, String);

/// An address of a person.
#[derive(Debug)]
struct Address {
    person: Option<i64>,
    is_primary: bool,
    is_active: bool,
}

impl Answers {
    async fn fetch(
        source: &dyn Source,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Self, ImportFault> {
        let mut answers = Self::default();
        answers.take(source, Wanted::Groups, progress).await?;
        answers.take(source, Wanted::Roles, progress).await?;
        let known =
            answers.roles.iter().filter(|(.., role, _)| RoleKind::from_slug(role).is_some());
        let people: BTreeSet<i64> = known.map(|(person, ..)| *person).collect();
        for some in people.into_iter().collect::<Vec<_>>().chunks(PEOPLE_AT_ONCE) {
            answers.take(source, Wanted::People(some), progress).await?;
            answers.take(source, Wanted::Emails(some), progress).await?;
        }
        Ok(answers)
    }

    async fn take(
        &mut self,
        source: &dyn Source,
        wanted: Wanted<'_>,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<(), ImportFault> {
        let (mut next, mut done) = (None, 0);
        loop {
            let page = source.page(wanted, next.as_deref()).await?;
            if let Some(missing) = page.missing.first() {
                // Roles that are not there would be ended.
                let what =
                    "an object could not be fetched, and without it roles would end: try later";
                return Err(ImportFault::input(missing, what));
            }
            done += u64::try_from(page.objects.len()).unwrap_or(0);
            for object in &page.objects {
                self.read(wanted, object)?;
            }
            progress(Progress { step: Step::Fetching(wanted.name()), done, total: page.total });
            match page.next {
                Some(again) if next.as_ref() != Some(&again) => next = Some(again),
                _ => return Ok(()),
            }
        }
    }

    fn read(&mut self, wanted: Wanted<'_>, object: &Object) -> Result<(), ImportFault> {
        let fields = Fields(object);
        match wanted {
            Wanted::Groups => {
                self.groups.insert(fields.id("id")?, group(fields)?);
            }
            Wanted::Roles => {
                let name = fields.reference("name")?.unwrap_or_default().to_owned();
                let email = fields.reference("email")?.unwrap_or_default();
                let (person, group) = (fields.referred_id("person")?, fields.referred_id("group")?);
                self.roles.insert((person, group, name, decoded(email)));
            }
            Wanted::People(_) => {
                self.people.insert(fields.id("id")?, fields.text("name")?.to_owned());
            }
            Wanted::Emails(_) => {
                let person = fields.reference("person")?.and_then(|part| part.parse().ok());
                let (is_primary, is_active) = (fields.flag("primary")?, fields.flag("active")?);
                let address = fields.some_text("address")?.to_owned();
                self.addresses.insert(address, Address { person, is_primary, is_active });
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns what the answers say of the directory: groups that can send or receive statements, what they belong to,
    /// the secretariat, and whoever holds a role on them.
    fn entries(&self, secretariat: &str) -> Entries {
        let wanted = self.wanted(secretariat);
        let mut entries = Entries { is_answer: true, ..Entries::default() };
        for (id, group) in self.groups.iter().filter(|(id, _)| wanted.contains(id)) {
            entries.groups.push(self.stated(*id, group));
        }
        let mut roles: BTreeMap<i64, Vec<(RoleKind, String, &str)>> = BTreeMap::new();
        for (person, group, role, email) in
            self.roles.iter().filter(|role| wanted.contains(&role.1))
        {
            let Some(kind) = RoleKind::from_slug(role) else { continue };
            let acronym = self.groups.get(group).map(|group| group.acronym.clone());
            roles.entry(*person).or_default().push((kind, acronym.unwrap_or_default(), email));
        }
        let mut given = BTreeSet::new();
        for (person, roles) in roles {
            match self.person(person, &roles, &mut given) {
                Some(person) => entries.people.push(person),
                None => entries.unplaced.push(Unplaced {
                    number: None,
                    field: "roles",
                    value: format!("person {person}"),
                    why:
                        "has no name or no address of their own in the answers: they were left out"
                            .to_owned(),
                }),
            }
        }
        entries
    }

    fn wanted(&self, secretariat: &str) -> BTreeSet<i64> {
        let groups = self.groups.iter();
        let mut wanted: BTreeSet<i64> = groups
            .filter(|(_, group)| {
                kind(&group.kind) != GroupKind::Other || group.acronym == secretariat
            })
            .map(|(id, _)| *id)
            .collect();
        let mut next: Vec<i64> = wanted.iter().copied().collect();
        while let Some(id) = next.pop() {
            let parent = self.groups.get(&id).and_then(|group| group.parent);
            let parent = parent.filter(|parent| self.groups.contains_key(parent));
            next.extend(parent.filter(|parent| wanted.insert(*parent)));
        }
        wanted
    }

    fn stated(&self, id: i64, group: &AnsweredGroup) -> StatedGroup {
        let parent = group.parent.and_then(|parent| self.groups.get(&parent));
        let stated = [
            (EntryField::Name, Some(group.name.trim().to_owned()).filter(|name| !name.is_empty())),
            (EntryField::Kind, Some(kind(&group.kind).slug().to_owned())),
            (EntryField::State, Some(GroupState::from_slug(&group.state).slug().to_owned())),
            (EntryField::Parent, parent.map(|parent| parent.acronym.clone())),
            (EntryField::List, group.list_address.clone()),
        ];
        StatedGroup {
            acronym: group.acronym.clone(),
            stated: stated.into_iter().filter_map(|(field, text)| Some((field, text?))).collect(),
            otherwise: GroupState::Unknown,
            datatracker_id: Some(id),
            is_known: false,
        }
    }

    /// Returns a person with their addresses, the primary one first; an address is that of one person alone.
    fn person(
        &self,
        id: i64,
        roles: &[(RoleKind, String, &str)],
        given: &mut BTreeSet<String>,
    ) -> Option<StatedPerson> {
        let name = self.people.get(&id).filter(|name| !name.trim().is_empty())?;
        let own = self.addresses.iter().filter(|(_, it)| it.person == Some(id) && it.is_active);
        let mut own: Vec<(&String, bool)> = own.map(|(text, it)| (text, it.is_primary)).collect();
        own.sort_by_key(|(_, is_primary)| !is_primary);
        let mut addresses: Vec<String> = own.into_iter().map(|(text, _)| text.clone()).collect();
        for (.., email) in roles {
            let owner = self.addresses.get(*email).and_then(|address| address.person);
            if email.contains('@') && owner.is_none_or(|owner| owner == id) {
                addresses.push((*email).to_owned());
            }
        }
        addresses.retain(|address| given.insert(address.to_lowercase()));
        let roles = roles.iter().map(|(kind, group, _)| (*kind, group.clone(), None, None));
        let (name, roles) = (name.trim().to_owned(), roles.collect());
        (!addresses.is_empty()).then_some(StatedPerson {
            name,
            addresses,
            roles,
            datatracker_id: Some(id),
        })
    }
}

/// Returns a part of an address as it is meant: `a%40example.org` is `a@example.org`.
fn decoded(part: &str) -> String {
    percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned()
}
