//! The form of an entry of the directory, and its roles.

use askama::Template;
use jiff::civil::Date;
use operations::KeptEntry;
use rules::{
    Directory, Entry, EntryField, Group, GroupState, Policy, Relationship, RoleKind, RoleTerm,
};

use super::faults::{FaultList, label};
use crate::asked::part;
use crate::pages::group::{path, span};
use crate::pieces::{Choice, Field, FieldKind};
use crate::view::View;
use crate::words;

/// The form of an entry: a new one, or one that is there with its roles.
#[derive(Debug, Template)]
#[template(path = "desk/entry.html")]
pub(crate) struct EntryPage {
    view: View,
    title: String,
    action: String,
    /// The page of the entry; empty for a new one.
    to: String,
    faults: FaultList,
    pub(crate) is_outdated: bool,
    version: String,
    acronym: Option<Field>,
    sections: Vec<(&'static str, Vec<Field>)>,
    /// What coordinators do besides: roles, and joining entries.
    pub(crate) besides: Option<Besides>,
}

/// What coordinators do with an entry besides changing its fields.
#[derive(Debug)]
pub(crate) struct Besides {
    roles: Vec<Held>,
    new_role: Vec<Field>,
    into: Field,
    base: String,
}

/// A role that is held.
#[derive(Debug)]
struct Held {
    person: i64,
    name: String,
    kind: &'static str,
    role: String,
    span: String,
}

/// What was typed besides the entry, and what is wrong.
#[derive(Debug, Clone)]
pub(crate) struct Said<'a> {
    /// What roles and kinds of groups are called.
    pub(crate) policy: &'a Policy,
    pub(crate) faults: &'a [(&'static str, String)],
    /// What somebody else saved meanwhile.
    pub(crate) theirs: Option<&'a Entry>,
    pub(crate) corrections: &'a [(EntryField, String)],
}

const PARTS: [(&str, &[EntryField]); 4] = [
    (
        "What it is",
        &[
            EntryField::Name,
            EntryField::Kind,
            EntryField::State,
            EntryField::Parent,
            EntryField::Aliases,
            EntryField::FormerNames,
        ],
    ),
    (
        "The relationship",
        &[
            EntryField::Relationship,
            EntryField::Since,
            EntryField::Counterpart,
            EntryField::Coordinator,
        ],
    ),
    (
        "Where statements go",
        &[EntryField::SendTo, EntryField::ManagerAlias, EntryField::List, EntryField::Contacts],
    ),
    (
        "Good to know",
        &[
            EntryField::LetterFormat,
            EntryField::Sharing,
            EntryField::Meetings,
            EntryField::Notes,
            EntryField::PrivateNotes,
        ],
    ),
];

impl EntryPage {
    /// Returns the form of an entry that is there.
    pub(crate) fn of(
        view: View,
        kept: &KeptEntry,
        typed: &Entry,
        directory: &Directory,
        said: &Said<'_>,
    ) -> Self {
        let base = base(&kept.group);
        Self {
            title: format!("Change {}", kept.group.name),
            action: base,
            to: path(&kept.group),
            faults: FaultList::here(said.faults),
            is_outdated: said.theirs.is_some(),
            version: kept.version.clone(),
            acronym: None,
            sections: sections(typed, directory, said),
            besides: None,
            view,
        }
    }

    /// Returns the form of a new entry.
    pub(crate) fn new(
        view: View,
        acronym: &str,
        typed: &Entry,
        directory: &Directory,
        said: &Said<'_>,
    ) -> Self {
        let hint = "Small letters, digits and hyphens; a group inside begins with what it belongs to: etu-sg15.";
        let field = Field::new("acronym", "Short name", FieldKind::Line).hint(hint);
        Self {
            title: "New entry".to_owned(),
            action: "/directory/new".to_owned(),
            to: String::new(),
            faults: FaultList::here(said.faults),
            is_outdated: false,
            version: String::new(),
            acronym: Some(field.value(acronym).faults(said.faults)),
            sections: sections(typed, directory, said),
            besides: None,
            view,
        }
    }

    pub(crate) fn sample() -> Self {
        let directory = crate::pages::group::sample_directory();
        let group = directory.by_acronym("itu-x-sg-4").cloned();
        let group = group.unwrap_or_else(|| unreachable!("the sample holds it"));
        let mut entry = Entry::of(&group, &directory);
        entry.set(EntryField::SendTo, "lee at example".to_owned());
        let faults = [("send_to", "“lee at example” is not an e-mail address.".to_owned())];
        let corrections = [(EntryField::Notes, "Call <first>.".to_owned())];
        let policy = crate::pages::samples::policy();
        let said =
            Said { policy: &policy, faults: &faults, theirs: None, corrections: &corrections };
        let kept = KeptEntry {
            group: group.clone(),
            entry: entry.clone(),
            corrections: corrections.to_vec(),
            version: "ab".to_owned(),
        };
        let view = View::signed_in_sample("/directory/entries/itu-x-sg-4");
        let mut page = Self::of(view, &kept, &entry, &directory, &said);
        let today = jiff::civil::date(2022, 3, 10);
        page.besides = Some(Besides::of(&group, &directory, &policy, today, &[], &faults));
        page
    }
}

impl Besides {
    /// Returns the roles that are held, and the fields of a new one with what was typed.
    pub(crate) fn of(
        group: &Group,
        directory: &Directory,
        policy: &Policy,
        today: Date,
        typed: &[(&'static str, String)],
        faults: &[(&'static str, String)],
    ) -> Self {
        let held = directory.terms().iter();
        let held = held.filter(|term| term.group == group.id && !term.is_over_on(today));
        let mut roles: Vec<Held> =
            held.filter_map(|term| Held::of(term, directory, policy)).collect();
        roles.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        let value = |name: &str| {
            let found = typed.iter().find(|(field, _)| *field == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let mut choices = vec![Choice::new("", "Choose", "")];
        choices.extend(policy.offered_roles().iter().map(|kind| {
            Choice::new(kind.slug(), &words::capitalized(&policy.role_words(*kind)), "")
        }));
        let field = |name, label: &str, kind, hint: &str| {
            Field::new(name, label, kind).hint(hint).value(&value(name)).faults(faults)
        };
        let person =
            "Name <name@example.org>, or the address alone of somebody whom the directory knows.";
        let new_role = vec![
            field("held_role", "Role", FieldKind::Select(choices), ""),
            field("person", "Who", FieldKind::Line, person),
            field("from", "From", FieldKind::Day, "Today if left empty.").optional(),
            field("until", "Until", FieldKind::Day, "The first day on which it is no longer held.")
                .optional(),
        ];
        let into = "The short name of the entry that stays. Statements that name this one name that one then.";
        let into = field("into", "Is the same as", FieldKind::Line, into);
        Self { roles, new_role, into, base: base(group) }
    }
}

impl Held {
    fn of(term: &RoleTerm, directory: &Directory, policy: &Policy) -> Option<Self> {
        Some(Self {
            person: term.person.0,
            name: directory.person(term.person)?.name.clone(),
            kind: term.kind.slug(),
            role: words::capitalized(&policy.role_words(term.kind)),
            span: span(term),
        })
    }
}

fn base(group: &Group) -> String {
    format!("/directory/entries/{}", part(&group.acronym))
}

fn sections(
    typed: &Entry,
    directory: &Directory,
    said: &Said<'_>,
) -> Vec<(&'static str, Vec<Field>)> {
    let fields = |fields: &[EntryField]| {
        fields.iter().map(|field| made(*field, typed, directory, said)).collect()
    };
    PARTS.iter().map(|(title, part)| (*title, fields(part))).collect()
}

fn made(field: EntryField, typed: &Entry, directory: &Directory, said: &Said<'_>) -> Field {
    let (kind, hint) = shape(field, directory, said.policy);
    let mut hint = hint.to_owned();
    let mut add = |words: String| {
        let blank = if hint.is_empty() { "" } else { " " };
        hint.push_str(&format!("{blank}{words}"));
    };
    let set_here = said.corrections.iter().find(|(other, _)| *other == field);
    if let Some((_, imported)) = set_here {
        add(match imported.as_str() {
            "" => "Set here; imports leave it as it is.".to_owned(),
            imported => format!("Set here. The last import says: {imported}"),
        });
    }
    let theirs = said.theirs.map(|theirs| theirs.get(field));
    if let Some(theirs) = theirs.filter(|theirs| *theirs != typed.get(field)) {
        add(format!("Saved meanwhile: {}", if theirs.is_empty() { "nothing." } else { theirs }));
    }
    let made = Field::new(field.slug(), label(field.slug()), kind).hint(&hint);
    let made = made.value(typed.get(field)).faults(said.faults);
    let needed = [EntryField::Name, EntryField::Kind, EntryField::State];
    if needed.contains(&field) { made } else { made.optional() }
}

/// Returns what kind of field it is, and what to put in.
fn shape(field: EntryField, directory: &Directory, policy: &Policy) -> (FieldKind, &'static str) {
    use EntryField::*;
    match field {
        Name | Parent | Since | Counterpart | List | SendTo | ManagerAlias => {
            (FieldKind::Line, line_hint(field))
        }
        Kind => (FieldKind::Select(kinds(policy)), ""),
        State => (FieldKind::Select(states()), ""),
        Relationship => (FieldKind::Select(relationships()), ""),
        Coordinator => (FieldKind::Select(coordinators(directory)), ""),
        Aliases => (
            FieldKind::Lines(3),
            "Names that letters use for it, one a line. No other entry may have the same.",
        ),
        FormerNames => (FieldKind::Lines(2), "One a line."),
        Contacts => (
            FieldKind::Lines(3),
            "One a line: Name <name@example.org>. Used where there is no Send To.",
        ),
        LetterFormat => (
            FieldKind::Lines(2),
            "The form in which it wants letters, such as a Word template of theirs.",
        ),
        Sharing => {
            (FieldKind::Lines(2), "Such as: drafts are for members only and may not be passed on.")
        }
        Meetings => (
            FieldKind::Lines(3),
            "One a line: 2027-04-12 to 2027-04-23: Plenary (Geneva). Whoever asks it for an answer before the next one is told.",
        ),
        Notes => (FieldKind::Lines(3), "Everybody can read them."),
        PrivateNotes => (
            FieldKind::Lines(3),
            "For coordinators, the secretariat and the liaison manager alone.",
        ),
    }
}

fn line_hint(field: EntryField) -> &'static str {
    match field {
        EntryField::Parent => "The short name of what it belongs to; empty for an organization.",
        EntryField::Since => "A year, a month or a day: 2004, 2004-05, 2004-05-17.",
        EntryField::Counterpart => {
            "Who keeps the relationship on their side, with or without an address."
        }
        EntryField::SendTo => "If there is one, statements go to this address alone.",
        EntryField::ManagerAlias => "Their answers go there, such as etu-liaison@example.org.",
        _ => "",
    }
}

fn kinds(policy: &Policy) -> Vec<Choice> {
    policy
        .offered_kinds()
        .iter()
        .map(|kind| Choice::new(kind.slug(), &words::capitalized(policy.kind_words(*kind)), ""))
        .collect()
}

fn states() -> Vec<Choice> {
    let words = |state: GroupState| match state {
        GroupState::Active => "At work",
        GroupState::Proposed => "About to be formed",
        GroupState::Bof => "A meeting to see whether it should be formed",
        GroupState::Concluded => "Concluded",
        GroupState::Unknown => "Not known",
    };
    GroupState::ALL.into_iter().map(|state| Choice::new(state.slug(), words(state), "")).collect()
}

fn relationships() -> Vec<Choice> {
    let known = Relationship::ALL.iter();
    let known = known.map(|it| Choice::new(it.slug(), &words::capitalized(&it.to_string()), ""));
    std::iter::once(Choice::new("", "Not stated", "")).chain(known).collect()
}

/// Whoever coordinates, and whoever is named now.
fn coordinators(directory: &Directory) -> Vec<Choice> {
    let terms = directory.terms().iter().filter(|term| term.kind == RoleKind::Coordinator);
    let mut names: Vec<&str> =
        terms.filter_map(|term| Some(directory.person(term.person)?.name.as_str())).collect();
    names.sort_unstable();
    names.dedup();
    let names = names.into_iter().map(|name| Choice::new(name, name, ""));
    std::iter::once(Choice::new("", "Nobody", "")).chain(names).collect()
}
