//! An organization or a group: what it is, how it is reached, and what it sent and received.

use std::collections::HashMap;

use askama::Template;
use jiff::civil::Date;
use operations::is_reported;
use rules::{
    Directory, EntryField, Group, GroupId, GroupKind, Policy, RoleKind, RoleSource, RoleTerm,
};
use store::{Confirmation, Facets, Found};

use crate::asked::{address, part};
use crate::pages::known::{KnownFact, known_facts, relationship};
use crate::pages::open::{open_path, report_path};
use crate::pieces::{ContactNote, StatementRow, YearsFigure};
use crate::view::View;
use crate::words;

/// How many statements the page shows.
pub(crate) const NEWEST: i64 = 15;

/// How many of those that wait for an answer it shows, which come first.
pub(crate) const OPEN: i64 = 10;

/// How many coming meetings it shows.
const MEETINGS: usize = 6;

/// An organization or a group.
#[derive(Debug, Template)]
#[template(path = "group.html")]
pub(crate) struct GroupPage {
    view: View,
    name: String,
    acronym: String,
    about: String,
    /// What it belongs to, the outermost first: (name, address).
    above: Vec<(String, String)>,
    /// What is inside it: (name, address).
    inside: Vec<(String, String)>,
    /// How we stand to it, in words; empty if the directory does not say.
    relationship: String,
    /// What is known of it, what it lacks from what it belongs to.
    facts: Vec<KnownFact>,
    /// The coming meetings: words, and the group whose they are with its address, where it is another.
    meetings: Vec<(String, Option<(String, String)>)>,
    /// Who holds which role now, and who did.
    roles: Vec<RoleLine>,
    former: Vec<RoleLine>,
    contacts: Vec<ContactNote>,
    /// When the contacts were last confirmed, and by whom; empty if never.
    confirmed: String,
    /// The private notes, for whoever may read them; empty otherwise.
    private_notes: String,
    may_edit: bool,
    /// What of its name and place was set here, and what the import says.
    set_here: Vec<(&'static str, String)>,
    received: i64,
    sent: i64,
    list: String,
    /// Where it can be followed by mail.
    follow: String,
    path: String,
    rows: Vec<StatementRow>,
    /// What waits for an answer, the nearest day first, how many there are, and where they all are.
    open: Vec<StatementRow>,
    open_count: String,
    open_list: String,
    /// Where else it is told of: words and address.
    overviews: Vec<(&'static str, String)>,
    figure: YearsFigure,
}

impl GroupPage {
    pub(crate) fn of(
        view: View,
        group: &Group,
        directory: &Directory,
        found: Found,
        facets: &Facets,
        today: Date,
    ) -> Self {
        let is_organization = group.parent.is_none();
        let key = if is_organization { "organization" } else { "group" };
        let count = |slug: &str| {
            facets.directions.iter().find(|(known, _)| known == slug).map_or(0, |(_, count)| *count)
        };
        let mut above: Vec<_> = directory.line(group.id).into_iter().skip(1).collect();
        above.reverse();
        let years = facets.years.iter().rev().map(|(year, count)| (*year, *count, 0)).collect();
        Self {
            name: group.name.clone(),
            acronym: group.acronym.clone(),
            about: about(group, &view.policy),
            above: above.iter().map(|group| (group.name.clone(), path(group))).collect(),
            inside: directory
                .children(group.id)
                .into_iter()
                .map(|child| (child.name.clone(), path(child)))
                .collect(),
            relationship: relationship(group, directory),
            facts: known_facts(group, directory, today),
            meetings: meetings(group, directory, today),
            roles: roles(group.id, directory, &view.policy, |term| term.holds_on(today)),
            former: roles(group.id, directory, &view.policy, |term| term.is_over_on(today)),
            contacts: contacts(group, directory),
            confirmed: String::new(),
            private_notes: String::new(),
            may_edit: false,
            set_here: Vec::new(),
            received: count("incoming"),
            sent: count("outgoing"),
            list: address("/statements", &[(key, &group.acronym)]),
            follow: crate::pages::watching::to_follow(&match group.parent {
                None => rules::Watched::Organization(group.acronym.clone()),
                Some(_) => rules::Watched::Group(group.acronym.clone()),
            }),
            open: Vec::new(),
            open_count: String::new(),
            open_list: address(
                "/statements",
                &[(key, &group.acronym), ("open", "yes"), ("sort", "deadline")],
            ),
            overviews: overviews(group, &view.policy),
            path: path(group),
            rows: found.rows.into_iter().map(|row| StatementRow::of(row, today)).collect(),
            figure: YearsFigure::of_all(years),
            view,
        }
    }

    fn counts(&self) -> String {
        format!(
            "{} on record: {} received, {} sent",
            words::count(self.received + self.sent, "statement", "statements"),
            words::number(self.received),
            words::number(self.sent)
        )
    }

    /// Adds what was set here, when contacts were confirmed, and what only those who keep the entry see.
    pub(crate) fn with(mut self, kept: Kept) -> Self {
        for fact in &mut self.facts {
            let of_itself = fact.from.is_none();
            let set = fact.field.filter(|_| of_itself).and_then(|it| kept.corrections.get(&it));
            fact.imported = set.map(|imported| words::obscured(&imported.replace('\n', ", ")));
        }
        let about = [EntryField::Name, EntryField::State, EntryField::Parent];
        self.set_here = about
            .into_iter()
            .filter_map(|field| Some((field.words(), kept.corrections.get(&field)?.clone())))
            .filter(|(_, imported)| !imported.is_empty())
            .collect();
        let confirmed = kept.confirmed.map(|it| {
            format!("Confirmed on {} by {}, {}.", words::instant(it.at), it.name, it.role)
        });
        self.confirmed = confirmed.unwrap_or_default();
        self.private_notes = kept.private_notes;
        self.may_edit = kept.may_edit;
        self.open_count = words::counted(kept.open.total);
        let open = kept.open.rows.into_iter();
        self.open = open.map(|row| StatementRow::of(row, kept.today)).collect();
        self
    }

    pub(crate) fn sample() -> Self {
        let directory = sample_directory();
        let group = directory.by_acronym("itu-x-sg-4").cloned();
        let group = group.unwrap_or_else(|| unreachable!("the sample holds it"));
        let facets = Facets {
            directions: vec![("incoming".to_owned(), 1)],
            years: vec![(2026, 1)],
            ..Facets::default()
        };
        let found =
            Found { rows: vec![crate::pieces::sample_row()], total: store::Count::Exactly(1) };
        let today = jiff::civil::date(2026, 3, 10);
        let page =
            Self::of(View::sample("/groups/itu-x-sg-4"), &group, &directory, found, &facets, today);
        page.with(Kept {
            corrections: HashMap::from([(EntryField::Notes, "Call <first>.".to_owned())]),
            confirmed: None,
            private_notes: "Ask Lee & Co.".to_owned(),
            may_edit: true,
            open: Found {
                rows: vec![crate::pieces::sample_row()],
                total: store::Count::Exactly(1),
            },
            today,
        })
    }
}

/// Returns the coming meetings of a group, and of what is inside it.
fn meetings(
    group: &Group,
    directory: &Directory,
    today: Date,
) -> Vec<(String, Option<(String, String)>)> {
    let coming = directory.coming_meetings(group.id, today).into_iter().take(MEETINGS);
    let shown = coming.map(|(meeting, of)| {
        let other = (of.id != group.id).then(|| (of.name.clone(), path(of)));
        (meeting.words(), other)
    });
    shown.collect()
}

/// What a page adds to an entry besides what the directory says to everybody.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The fields that were set here, with what the last import says.
    pub(crate) corrections: HashMap<EntryField, String>,
    pub(crate) confirmed: Option<Confirmation>,
    pub(crate) private_notes: String,
    pub(crate) may_edit: bool,
    /// What waits for an answer, on the day that it still is somewhere.
    pub(crate) open: Found,
    pub(crate) today: Date,
}

/// Where else a group is told of.
fn overviews(group: &Group, policy: &Policy) -> Vec<(&'static str, String)> {
    let acronym = group.acronym.as_str();
    let mut overviews = Vec::new();
    if is_reported(group, policy) {
        overviews.push(("Open, both ways", open_path(group)));
        overviews.push(("Report of a quarter", report_path(group)));
    }
    let key = match group.parent {
        None => {
            overviews.push(("Statistics", address("/statistics", &[("organization", acronym)])));
            "organization"
        }
        Some(_) => "group",
    };
    overviews.push(("Deadlines", address("/deadlines", &[(key, acronym)])));
    overviews
}

/// A role that somebody holds or held.
#[derive(Debug)]
pub(crate) struct RoleLine {
    role: String,
    name: String,
    to: String,
    /// From when to when, in words; empty if neither is known.
    span: String,
    /// Whether it was entered or ended here.
    is_here: bool,
}

/// A directory for samples.
pub(crate) fn sample_directory() -> Directory {
    let group = |id, acronym: &str, name: &str, parent| Group {
        id: GroupId(id),
        acronym: acronym.to_owned(),
        name: name.to_owned(),
        kind: GroupKind::Sdo,
        state: rules::GroupState::Active,
        parent,
        list_address: Some("list@example.com".to_owned()),
    };
    let mut directory = Directory::new([
        group(1, "itu-x", "ITU-X", None),
        group(2, "itu-x-sg-4", "Study Group 4 <4>", Some(GroupId(1))),
        group(3, "itu-x-sg-4-q1", "Question 1/4", Some(GroupId(2))),
    ]);
    for (id, name) in [(7, "Ana <Example>"), (8, "Lee Former")] {
        let (id, name, addresses) = (rules::PersonId(id), name.to_owned(), Vec::new());
        directory.add_person(rules::Person { id, name, addresses });
    }
    directory.add_role(rules::PersonId(7), RoleKind::LiaisonManager, GroupId(1), None, None);
    let (from, until) = (Some(jiff::civil::date(2020, 1, 1)), Some(jiff::civil::date(2024, 5, 1)));
    directory.add_role(rules::PersonId(8), RoleKind::Chair, GroupId(2), from, until);
    let facts = rules::Facts {
        relationship: Some(rules::Relationship::Formal),
        since: "2004".to_owned(),
        counterpart: "Lee Secretary <lee@example.com>".to_owned(),
        letter_format: "Word & PDF".to_owned(),
        ..rules::Facts::default()
    };
    directory.set_facts(GroupId(1), facts);
    let facts = rules::Facts {
        notes: "Meets twice a year.".to_owned(),
        meetings: vec![rules::Meeting {
            name: "Plenary <4>".to_owned(),
            place: "Geneva".to_owned(),
            from: jiff::civil::date(2026, 4, 20),
            until: jiff::civil::date(2026, 5, 1),
        }],
        ..rules::Facts::default()
    };
    directory.set_facts(GroupId(2), facts);
    let alias = rules::Alias { words: "SG 4 & friends".to_owned(), is_former: true };
    directory.add_alias(GroupId(2), alias);
    directory
}

/// Returns the address of a group's page.
pub(crate) fn path(group: &Group) -> String {
    let kind = if group.parent.is_none() { "organizations" } else { "groups" };
    format!("/{kind}/{}", part(&group.acronym))
}

fn about(group: &Group, policy: &Policy) -> String {
    let state = match group.state {
        rules::GroupState::Active | rules::GroupState::Unknown => "",
        rules::GroupState::Proposed => ", proposed",
        rules::GroupState::Bof => ", being formed",
        rules::GroupState::Concluded => ", concluded",
    };
    let kind = match (group.kind, group.parent) {
        (GroupKind::Sdo, Some(_)) => "group of another organization",
        (kind, _) => policy.kind_words(kind),
    };
    format!("{}{state}", words::capitalized(kind))
}

/// Returns roles on a group, the keepers of the relationship first, the latest before earlier ones.
fn roles(
    group: GroupId,
    directory: &Directory,
    policy: &Policy,
    wanted: impl Fn(&RoleTerm) -> bool,
) -> Vec<RoleLine> {
    const ORDER: [RoleKind; 7] = [
        RoleKind::LiaisonManager,
        RoleKind::Chair,
        RoleKind::AreaDirector,
        RoleKind::Coordinator,
        RoleKind::Secretary,
        RoleKind::Delegate,
        RoleKind::Member,
    ];
    let mut terms: Vec<&RoleTerm> =
        directory.terms().iter().filter(|term| term.group == group && wanted(term)).collect();
    let place = |kind| ORDER.iter().position(|other| *other == kind);
    let name = |term: &RoleTerm| directory.person(term.person).map(|person| person.name.clone());
    terms.sort_by_key(|term| {
        (place(term.kind), std::cmp::Reverse((term.until, term.from)), name(term), term.person)
    });
    let line = |term: &RoleTerm| RoleLine {
        role: words::capitalized(&policy.role_words(term.kind)),
        name: name(term).unwrap_or_default(),
        to: format!("/people/{}", term.person.0),
        span: span(term),
        is_here: term.source == RoleSource::Here,
    };
    terms.into_iter().map(line).collect()
}

/// Returns from when to when a role is held, in words.
pub(crate) fn span(term: &RoleTerm) -> String {
    match (term.from, term.until) {
        (None, None) => String::new(),
        (Some(from), None) => format!("since {}", words::day(from)),
        (None, Some(until)) => format!("until {}", words::day(until)),
        (Some(from), Some(until)) => format!("{} to {}", words::day(from), words::day(until)),
    }
}

fn contacts(group: &Group, directory: &Directory) -> Vec<ContactNote> {
    let list = group.list_address.iter().map(|address| ContactNote {
        name: String::new(),
        address: words::obscured(address),
        why: "mailing list".to_owned(),
    });
    // What is sent to it, and the liaison manager's alias, stand among what is known.
    let others = directory.contacts(group.id).iter();
    let others = others.filter(|it| !it.send_to && it.why != rules::Why::LiaisonManager);
    let listed = others.map(|contact| ContactNote {
        why: contact.why.to_string(),
        ..ContactNote::of_mailbox(&contact.mailbox)
    });
    list.chain(listed).collect()
}
