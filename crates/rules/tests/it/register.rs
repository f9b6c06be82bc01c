//! The register of relationships: facts and names, roles in time, differences, and who keeps which entry.

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use rules::{
    Alias, Difference, Entry, EntryField, EntryVerb, Facts, GroupId, Mailbox, PersonId,
    Relationship, RoleKind, RoleSource, RoleTerm, may_keep, propose_incoming, propose_outgoing,
    renewed_terms, since,
};

use crate::made::{TODAY, World, person_id};

/// CON-2 to CON-7: what is proposed for every level of ours, and for every kind of organization, out and in.
#[test]
fn contacts_are_proposed_for_each_of_ours_and_for_whatever_the_directory_knows_of_theirs() {
    let world = World::new();
    let mut words = String::new();
    let write = |proposed: &rules::ProposedContacts| {
        let mut words = String::new();
        let optional =
            |it: &Option<Mailbox>| it.as_ref().map_or("none".to_owned(), ToString::to_string);
        for (field, contacts, alone, mailbox) in [
            ("From-Contact", &proposed.from, "Send-Reply-To", &proposed.from_liaison),
            ("To-Contact", &proposed.to, "Send-To", &proposed.to_liaison),
        ] {
            for contact in contacts {
                writeln!(words, "    {field}: {contact} ({})", contact.why).unwrap();
            }
            writeln!(words, "    {alone}: {}", optional(mailbox)).unwrap();
        }
        words
    };
    let stories = [
        ("a working group", "tsync", "etu"),
        ("an area", "tim", "etu"),
        ("the IETF", "ietf", "etu"),
        ("the IESG", "iesg", "etu"),
        ("the IAB", "iab", "etu"),
        ("an organization with a liaison manager", "tsync", "vsc"),
        ("an organization without a liaison manager", "tsync", "kio"),
        ("an organization of which nothing is known", "tsync", "mum"),
        ("a Question under a Study Group, which inherits what it lacks", "tsync", "etu-sg1-wp2"),
    ];
    let sender = Mailbox::parse("Lee <lee@etu.example>").unwrap();
    let arrived = world.policy.coordination();
    for (what, ours, theirs) in stories {
        let (ours_ids, theirs_ids) = (world.ids(&[ours]), world.ids(&[theirs]));
        let (directory, policy) = (&world.directory, &world.policy);
        let out = propose_outgoing(&ours_ids, &theirs_ids, None, directory, policy);
        writeln!(words, "{what}\n  {ours} to {theirs}:\n{}", write(&out)).unwrap();
        let into =
            propose_incoming(&ours_ids, Some(&sender), None, arrived.as_ref(), directory, policy);
        writeln!(words, "  {theirs} to {ours}:\n{}", write(&into)).unwrap();
    }
    insta::assert_snapshot!("register_proposals", words);
}

/// A group that lacks a fact has that of the nearest that it belongs to.
#[test]
fn a_group_inherits_the_facts_that_it_lacks() {
    let mut world = World::new();
    let formal = Facts {
        relationship: Some(Relationship::Formal),
        since: "2004".to_owned(),
        letter_format: "Word".to_owned(),
        ..Facts::default()
    };
    world.directory.set_facts(world.id("etu"), formal);
    let own = Facts { letter_format: "PDF".to_owned(), ..Facts::default() };
    world.directory.set_facts(world.id("etu-sg1"), own);
    let format = |group: &str| {
        let some = |facts: &Facts| Some(facts.letter_format.clone()).filter(|it| !it.is_empty());
        let found = world.directory.inherited(world.id(group), some);
        found.map(|(format, of)| (format, of.acronym.clone()))
    };
    assert_eq!(format("etu-sg1-wp2"), Some(("PDF".to_owned(), "etu-sg1".to_owned())));
    assert_eq!(format("etu-sg2"), Some(("Word".to_owned(), "etu".to_owned())));
    assert_eq!(format("kio"), None);
    assert!(world.directory.facts(world.id("kio")).is_empty());
    let names = ["formal", "informal", "none"].map(Relationship::from_slug);
    assert_eq!(names.map(Option::unwrap), Relationship::ALL);
}

#[test]
fn a_group_is_found_by_its_other_names() {
    let mut world = World::new();
    let etu = world.id("etu");
    let alias = Alias { words: "Old  Telegraph Union".to_owned(), is_former: true };
    world.directory.add_alias(etu, alias);
    assert_eq!(world.directory.by_alias(" old telegraph  UNION ").unwrap().id, etu);
    assert!(world.directory.by_alias("union").is_none());
    assert_eq!(world.directory.aliases(etu).len(), 1);
}

#[test]
fn since_when_is_a_year_a_month_or_a_day() {
    for good in ["", "2004", "2004-05", "2004-05-17", " 2004 "] {
        assert_eq!(since(good), Ok(good.trim().to_owned()));
    }
    let bad = ["spring", "04", "2004-13", "2004-02-30", "2004-05-17-1", "-2004"];
    let said = bad.map(|bad| since(bad).unwrap_err());
    assert_eq!(
        said[0],
        "“spring” is no year, month or day: write it as 2004, 2004-05 or 2004-05-17."
    );
}

fn term(kind: RoleKind, from: Option<Date>, until: Option<Date>, source: RoleSource) -> RoleTerm {
    RoleTerm { person: PersonId(1), kind, group: GroupId(7), from, until, source }
}

/// The datatracker knows no days: what it begins to name begins today, and what it no longer names ends today.
#[test]
fn roles_of_answers_begin_and_end_on_the_day_of_the_import() {
    use RoleKind::{AreaDirector, Chair, Secretary};
    use RoleSource::{Datatracker, File, Here};
    let past = date(2020, 1, 1);
    let known = [
        term(Chair, None, None, Datatracker),
        term(Secretary, Some(past), Some(date(2021, 1, 1)), Datatracker),
        term(AreaDirector, Some(past), Some(date(2026, 8, 1)), Here),
        term(RoleKind::Delegate, None, None, File),
        term(RoleKind::Member, None, None, Here),
    ];
    let wanted =
        [term(Secretary, None, None, Datatracker), term(AreaDirector, None, None, Datatracker)];
    let after = renewed_terms(&known, &wanted, TODAY, Datatracker, false);
    insta::assert_debug_snapshot!(
        "renewed_by_answers",
        after
            .iter()
            .map(|it| format!("{} {:?} {:?} {}", it.kind, it.from, it.until, it.source.slug()))
            .collect::<Vec<_>>()
    );
    let again = renewed_terms(&after, &wanted, TODAY, Datatracker, false);
    assert_eq!(again, after, "the same again changes nothing");
    let first = renewed_terms(&[], &wanted, TODAY, Datatracker, true);
    assert!(first.iter().all(|term| term.from.is_none()), "nobody knows since when");
}

/// A file gives days, and corrects them; what it no longer gives ends, and what was held formerly stays.
#[test]
fn roles_of_a_file_are_as_it_says_and_former_ones_stay() {
    use RoleKind::{Chair, Secretary};
    use RoleSource::{Datatracker, File, Here};
    let (past, later) = (date(2020, 1, 1), date(2027, 1, 1));
    let known = [
        term(Chair, Some(past), None, File),
        term(Secretary, Some(past), None, File),
        term(RoleKind::Member, Some(later), None, File),
        term(RoleKind::Delegate, None, None, Datatracker),
        term(RoleKind::LiaisonManager, Some(past), Some(date(2026, 1, 1)), Here),
    ];
    let wanted = [
        term(Chair, Some(date(2020, 2, 1)), Some(later), File),
        term(RoleKind::LiaisonManager, None, None, File),
    ];
    let after = renewed_terms(&known, &wanted, TODAY, File, false);
    insta::assert_debug_snapshot!(
        "renewed_by_file",
        after
            .iter()
            .map(|it| format!("{} {:?} {:?} {}", it.kind, it.from, it.until, it.source.slug()))
            .collect::<Vec<_>>()
    );
    assert_eq!(renewed_terms(&after, &wanted, TODAY, File, false), after);
}

/// Half of the holders of a role, or of the groups, is too much to be taken unseen; one alone never is.
#[test]
fn a_difference_is_too_large_when_it_would_end_half_of_a_role_or_of_the_groups() {
    let before = World::new().directory;
    let without = |names: &[&str]| {
        let mut after = rules::Directory::new(before.groups().into_iter().cloned());
        before.people().into_iter().for_each(|person| after.add_person(person.clone()));
        let out: Vec<PersonId> = names.iter().map(|name| person_id(name)).collect();
        let kept = before.terms().iter().filter(|term| !out.contains(&term.person));
        kept.for_each(|term| after.add_term(term.clone()));
        Difference::between(&before, &after, TODAY)
    };
    let reasons = |names: &[&str], percent| without(names).too_large(&before, TODAY, percent);
    assert!(Difference::between(&before, &before, TODAY).is_empty());
    assert_eq!(reasons(&["Nora"], 50), [""; 0], "a single coordinator goes");
    assert_eq!(reasons(&["Finn", "Ines"], 50), [""; 0], "two of six chairs");
    let three = reasons(&["Finn", "Ines", "Ada"], 50);
    assert_eq!(three, ["3 of 6 would no longer be chair"]);
    assert_eq!(reasons(&["Finn", "Ines"], 30), ["2 of 6 would no longer be chair"]);
    let closed = before
        .groups()
        .into_iter()
        .cloned()
        .map(|group| rules::Group { state: rules::GroupState::Concluded, ..group });
    let closed = rules::Directory::new(closed);
    let difference = Difference::between(&before, &closed, TODAY);
    let reasons = difference.too_large(&before, TODAY, 50);
    assert!(
        reasons.contains(&"19 of 19 groups would no longer be at work".to_owned()),
        "{reasons:?}"
    );
}

/// An entry as text says everything, and what differs is named field by field.
#[test]
fn an_entry_is_compared_field_by_field() {
    let mut world = World::new();
    let etu = world.directory.group(world.id("etu")).unwrap().clone();
    let before = Entry::of(&etu, &world.directory);
    insta::assert_debug_snapshot!("entry", before);
    let facts = Facts { coordinator: Some(person_id("Nora")), ..Facts::default() };
    world.directory.set_facts(etu.id, facts);
    let changes = Entry::of(&etu, &world.directory).changes_since(&before);
    let changed: Vec<_> = changes.iter().map(|it| (it.field, it.is.as_str())).collect();
    assert_eq!(changed, [(EntryField::Coordinator, "Nora Coordinator")]);
    for field in EntryField::ALL {
        assert_eq!(EntryField::from_slug(field.slug()), Some(field));
        assert!(!field.words().is_empty());
    }
}

/// The table of everybody and everything that can be done with an entry.
#[test]
fn whoever_keeps_an_entry_is_asked_of_this_table() {
    let world = World::new();
    let mut table = String::new();
    for group in ["tsync", "tim", "etu", "etu-sg1-wp2", "kio"] {
        for verb in EntryVerb::ALL {
            let may: Vec<&str> = [
                "reader", "Ada", "Cleo", "Finn", "Gita", "Lea", "Max", "Nora", "Otto", "Quin",
                "Sam",
            ]
            .into_iter()
            .filter(|name| {
                let (actor, group) = (world.actor(name), Some(world.id(group)));
                may_keep(&actor, verb, group, &world.directory, &world.policy).is_ok()
            })
            .collect();
            writeln!(table, "{group} {verb:?}: {}", may.join(", ")).unwrap();
        }
    }
    insta::assert_snapshot!("who_keeps_what", table);
    let refusal = may_keep(
        &world.actor("Sam"),
        EntryVerb::Edit,
        Some(world.id("etu")),
        &world.directory,
        &world.policy,
    );
    assert_eq!(
        refusal.unwrap_err().to_string(),
        "You may not change this entry. The liaison manager for the organization, a coordinator or the secretariat may."
    );
}
