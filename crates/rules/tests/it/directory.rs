//! Who is who, and on which day.

use jiff::civil::date;
use rules::{Group, GroupId, GroupKind, GroupState, PersonId, RoleKind};

use crate::made::{TODAY, World, person_id};

fn acronyms(groups: &[&Group]) -> Vec<String> {
    groups.iter().map(|group| group.acronym.clone()).collect()
}

/// CON-1: a body at any level is found, with all that it belongs to.
#[test]
fn a_group_belongs_to_a_line_that_ends_at_its_organization() {
    let world = World::new();
    let line = world.directory.line(world.id("etu-sg1-wp2"));
    assert_eq!(acronyms(&line), ["etu-sg1-wp2", "etu-sg1", "etu"]);
    let line = world.directory.line(world.id("tsync"));
    assert_eq!(acronyms(&line), ["tsync", "tim", "iesg", "ietf"]);
    assert_eq!(world.directory.organization(world.id("tsync")).unwrap().acronym, "ietf");
    assert_eq!(acronyms(&world.directory.children(world.id("etu"))), ["etu-sg1", "etu-sg2"]);
    let reference = world.directory.reference(world.id("etu-sg1-wp2")).unwrap();
    assert_eq!(
        (reference.acronym.as_str(), reference.organization.as_str()),
        ("etu-sg1-wp2", "etu")
    );
}

#[test]
fn an_acronym_is_found_however_it_is_written() {
    let world = World::new();
    assert_eq!(world.directory.by_acronym(" TSync ").unwrap().id, world.id("tsync"));
    assert!(world.directory.by_acronym("nothing").is_none());
    let shouted =
        Group { acronym: "LOUD".to_owned(), ..world.directory.group(GroupId(1)).unwrap().clone() };
    let directory = rules::Directory::new([shouted]);
    assert!(directory.by_acronym("loud").is_some());
    assert_eq!(acronyms(&directory.groups()), ["LOUD"]);
}

/// A role is held from its first day to the day before it ends; who approves is asked of the day.
#[test]
fn a_role_holds_from_its_first_day_and_ends_before_its_last() {
    let mut world = World::new();
    let (sam, clock) = (person_id("Sam"), world.id("clock"));
    let (from, until) = (Some(date(2026, 3, 1)), Some(date(2026, 9, 1)));
    world.directory.add_role(sam, RoleKind::Chair, clock, from, until);
    let chairs = |day| world.directory.holders(RoleKind::Chair, clock, day).len();
    assert_eq!(
        [date(2026, 2, 28), date(2026, 3, 1), date(2026, 8, 31), date(2026, 9, 1)].map(chairs),
        [0, 1, 1, 0]
    );
    assert_eq!(world.directory.actor(sam, date(2026, 8, 31)).roles.len(), 1);
    assert_eq!(world.directory.actor(sam, TODAY).roles, [], "a former chair has no say");
}

/// A role that is listed twice, as two terms that overlap, is one role, and one person to ask.
#[test]
fn a_role_listed_twice_is_one() {
    let mut world = World::new();
    let (cleo, tim) = (person_id("Cleo"), world.id("tim"));
    world.directory.add_role(cleo, RoleKind::AreaDirector, tim, None, None);
    assert_eq!(world.directory.actor(cleo, TODAY).roles.len(), 1);
    let names: Vec<&str> = world
        .directory
        .holders(RoleKind::AreaDirector, tim, TODAY)
        .into_iter()
        .map(|person| person.name.as_str())
        .collect();
    assert_eq!(names, ["Cleo Timing", "Dora Timing"]);
}

/// A role in another organization gives no say here; keeping our relationship with it does.
#[test]
fn a_chair_elsewhere_has_no_role_of_ours() {
    let world = World::new();
    assert_eq!(world.actor("Quin").roles, []);
    assert_eq!(world.actor("Lea").roles.len(), 1);
    let (chair, sg1) = (RoleKind::Chair, world.id("etu-sg1"));
    assert_eq!(world.directory.holders(chair, sg1, TODAY).len(), 1, "the directory still knows");
}

/// The nearest liaison manager keeps the relationship.
#[test]
fn a_group_has_the_liaison_manager_of_what_it_belongs_to() {
    let mut world = World::new();
    let managers = |world: &World, group: &str| -> Vec<String> {
        let managers = world.directory.liaison_managers(world.id(group), TODAY);
        managers.into_iter().map(|person| person.name.clone()).collect()
    };
    assert_eq!(managers(&world, "etu-sg1-wp2"), ["Lea Manager"]);
    assert_eq!(managers(&world, "kio"), [] as [String; 0]);
    let sg2 = world.id("etu-sg2");
    world.directory.add_role(person_id("Sam"), RoleKind::LiaisonManager, sg2, None, None);
    assert_eq!(managers(&world, "etu-sg2"), ["Sam Nobody"]);
    assert_eq!(managers(&world, "etu-sg1"), ["Lea Manager"]);
}

#[test]
fn somebody_unknown_is_nobody() {
    let world = World::new();
    let actor = world.directory.actor(PersonId(999), TODAY);
    assert_eq!((actor.name.as_str(), actor.roles.len()), ("", 0));
    assert!(world.directory.reference(GroupId(999)).is_none());
    assert!(world.directory.line(GroupId(999)).is_empty());
}

/// REC-10: types and states that only the present directory has are read as the nearest of ours.
#[test]
fn types_and_states_of_the_present_directory_are_read() {
    assert_eq!(GroupKind::from_slug("wg"), GroupKind::Wg);
    assert_eq!(GroupKind::from_slug("edwg"), GroupKind::Other);
    let states = ["active", "conclude", "bof-conc", "dormant", "abandon", "replaced", "odd"];
    assert_eq!(
        states.map(|slug| (GroupState::from_slug(slug), GroupState::from_slug(slug).is_at_work())),
        [
            (GroupState::Active, true),
            (GroupState::Concluded, false),
            (GroupState::Concluded, false),
            (GroupState::Concluded, false),
            (GroupState::Concluded, false),
            (GroupState::Concluded, false),
            (GroupState::Unknown, true),
        ]
    );
}
