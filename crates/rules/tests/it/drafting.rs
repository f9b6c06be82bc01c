//! Who may speak for a group, enter what was received, and open the inbox.

use std::fmt::Write as _;

use rules::{ItemVerb, Refusal, may_draft_for, may_enter_incoming, may_handle_item};

use crate::made::{World, everybody};

/// OUT-1, OUT-3: group by group, who may draft, in which role.
#[test]
fn each_group_is_drafted_for_by_its_own_and_by_those_who_draft_for_all() {
    let world = World::new();
    let mut table = String::new();
    for group in ["ietf", "iesg", "iab", "tim", "tsync", "pix"] {
        writeln!(table, "{group}").unwrap();
        for first in everybody() {
            let (actor, id) = (world.actor(first), world.id(group));
            if let Ok(role) = may_draft_for(&actor, id, &world.directory, &world.policy) {
                writeln!(table, "  {first} as {}", role.words(&world.directory)).unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

/// OUT-1: not even a coordinator drafts for a group that never sends.
#[test]
fn nobody_drafts_for_a_group_without_a_level() {
    let world = World::new();
    for group in ["rgtime", "irtf", "tools", "secretariat", "etu-sg1"] {
        for first in everybody() {
            let (actor, id) = (world.actor(first), world.id(group));
            let refused = may_draft_for(&actor, id, &world.directory, &world.policy);
            assert!(matches!(refused, Err(Refusal::NoLevel { .. })), "{first} for {group}");
        }
    }
}

/// A form that names another group is refused by the rules, in words.
#[test]
fn a_chair_does_not_speak_for_another_group() {
    let world = World::new();
    let finn = world.actor("Finn");
    let refusal =
        may_draft_for(&finn, world.id("pix"), &world.directory, &world.policy).unwrap_err();
    assert_eq!(refusal, Refusal::NotYourGroup { group: "pix".to_owned() });
    let nowhere =
        may_draft_for(&finn, rules::GroupId(999), &world.directory, &world.policy).unwrap_err();
    assert_eq!(
        nowhere.to_string(),
        "this group cannot send liaison statements: they are sent at the level of IETF, IESG, IAB, area or working group."
    );
}

/// IN-1: whoever received one can enter it, since the review follows; readers and strangers cannot, nor can the other
/// organization's own people.
#[test]
fn whoever_holds_a_role_of_ours_may_enter_a_received_statement() {
    let world = World::new();
    let mut table = String::new();
    for first in everybody() {
        let words = match may_enter_incoming(&world.actor(first)) {
            Ok(role) => role.words(&world.directory),
            Err(refusal) => refusal.to_string(),
        };
        writeln!(table, "{first:<7}{words}").unwrap();
    }
    insta::assert_snapshot!(table);
}

/// IN-1, IN-2: messages may hold anything, so that only those who sort them read them.
#[test]
fn the_inbox_is_for_liaison_managers_and_coordinators() {
    let world = World::new();
    for verb in ItemVerb::ALL {
        let may: Vec<&str> = everybody()
            .into_iter()
            .filter(|first| may_handle_item(&world.actor(first), verb).is_ok())
            .collect();
        assert_eq!(may, ["Lea", "Max", "Nora"], "{verb:?}");
    }
}
