//! What the directory knows of a group, as a reader sees it; what a group lacks comes from what it belongs to.

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::civil::Date;
use rules::{Directory, EntryField, Facts, Group, Person, RoleKind, Why};

use crate::pages::group::path;
use crate::words;

/// One thing that is known.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pieces/known.html")]
pub(crate) struct KnownFact {
    /// The field, for what was set here; none for who holds a role.
    pub(crate) field: Option<EntryField>,
    pub(crate) label: &'static str,
    /// The lines: words, and where they lead, empty if nowhere.
    pub(crate) lines: Vec<(String, String)>,
    /// What it comes from, if not from the group itself: name and address.
    pub(crate) from: Option<(String, String)>,
    /// What the import says, where it was set here; empty if it says nothing.
    pub(crate) imported: Option<String>,
    /// Whether it may be a whole paragraph, which lists leave out.
    pub(crate) is_long: bool,
}

impl HtmlSafe for KnownFact {}

/// Returns how we stand to an organization, in words: "formal liaison relationship since 2004".
pub(crate) fn relationship(group: &Group, directory: &Directory) -> String {
    let Some((facts, _)) = directory
        .inherited(group.id, |facts| facts.relationship.map(|it| (it, facts.since.clone())))
    else {
        return String::new();
    };
    let (relationship, since) = facts;
    let since = if since.is_empty() { String::new() } else { format!(" since {since}") };
    words::capitalized(&format!("{relationship}{since}"))
}

/// Returns everything that is known of a group of another organization, and of one of ours.
pub(crate) fn known_facts(group: &Group, directory: &Directory, today: Date) -> Vec<KnownFact> {
    let text = |field, of: fn(&Facts) -> &String| {
        let found = directory
            .inherited(group.id, |facts| Some(of(facts).clone()).filter(|it| !it.is_empty()));
        found.map(|(text, from)| {
            let lines = text.lines().map(|line| (words::obscured(line), String::new())).collect();
            made(field, lines, Some(from), group)
        })
    };
    let coordinator = directory.inherited(group.id, |facts| directory.person(facts.coordinator?));
    let coordinator = coordinator
        .map(|(person, from)| made(EntryField::Coordinator, vec![link(person)], Some(from), group));
    let managers = directory.line(group.id).into_iter().find_map(|from| {
        let managers = directory.holders(RoleKind::LiaisonManager, from.id, today);
        (!managers.is_empty()).then(|| KnownFact {
            field: None,
            label: "Liaison manager",
            ..made(EntryField::Name, managers.into_iter().map(link).collect(), Some(from), group)
        })
    });
    let mut facts: Vec<KnownFact> = [
        managers.map(|it| KnownFact { field: None, ..it }),
        listed(group, directory, EntryField::ManagerAlias, |it| {
            it.why == Why::LiaisonManager && !it.send_to
        }),
        text(EntryField::Counterpart, |facts| &facts.counterpart),
        coordinator,
        listed(group, directory, EntryField::SendTo, |it| it.send_to),
        text(EntryField::LetterFormat, |facts| &facts.letter_format),
        text(EntryField::Sharing, |facts| &facts.sharing),
        text(EntryField::Notes, |facts| &facts.notes),
    ]
    .into_iter()
    .flatten()
    .collect();
    facts.extend(names(group, directory));
    facts
}

/// Returns the other and the former names of a group itself.
fn names(group: &Group, directory: &Directory) -> Vec<KnownFact> {
    [(EntryField::Aliases, false), (EntryField::FormerNames, true)]
        .into_iter()
        .filter_map(|(field, is_former)| {
            let aliases = directory.aliases(group.id).iter();
            let lines: Vec<_> = aliases
                .filter(|alias| alias.is_former == is_former)
                .map(|alias| (alias.words.clone(), String::new()))
                .collect();
            (!lines.is_empty()).then(|| made(field, lines, None, group))
        })
        .collect()
}

fn listed(
    group: &Group,
    directory: &Directory,
    field: EntryField,
    wanted: fn(&rules::ListedContact) -> bool,
) -> Option<KnownFact> {
    directory.line(group.id).into_iter().find_map(|from| {
        let listed = directory.contacts(from.id).iter().filter(|contact| wanted(contact));
        let lines: Vec<_> =
            listed.map(|it| (words::obscured_mailbox(&it.mailbox), String::new())).collect();
        (!lines.is_empty()).then(|| made(field, lines, Some(from), group))
    })
}

fn made(
    field: EntryField,
    lines: Vec<(String, String)>,
    from: Option<&Group>,
    group: &Group,
) -> KnownFact {
    let from = from.filter(|from| from.id != group.id);
    let is_long = matches!(
        field,
        EntryField::Notes | EntryField::Sharing | EntryField::Aliases | EntryField::FormerNames
    );
    KnownFact {
        field: Some(field),
        label: field.words(),
        lines,
        from: from.map(|from| (from.name.clone(), path(from))),
        imported: None,
        is_long,
    }
}

fn link(person: &Person) -> (String, String) {
    (person.name.clone(), format!("/people/{}", person.id.0))
}
