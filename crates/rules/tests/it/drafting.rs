//! Who may speak for a group, enter what was received, and open the inbox.

use std::fmt::Write as _;

use rules::{
    HeldRole, ItemVerb, Refusal, drafting_roles, may_draft_for, may_enter_incoming, may_handle_item,
};

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
            if let Ok(role) = may_draft_for(&actor, id, &[], &world.directory, &world.policy) {
                writeln!(table, "  {first} as {}", world.policy.held_words(role, &world.directory))
                    .unwrap();
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
            let refused = may_draft_for(&actor, id, &[], &world.directory, &world.policy);
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
        may_draft_for(&finn, world.id("pix"), &[], &world.directory, &world.policy).unwrap_err();
    assert_eq!(refusal, Refusal::NotYourGroup { group: "pix".to_owned() });
    let nowhere = may_draft_for(&finn, rules::GroupId(999), &[], &world.directory, &world.policy)
        .unwrap_err();
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
            Ok(role) => world.policy.held_words(role, &world.directory),
            Err(refusal) => refusal.to_string(),
        };
        writeln!(table, "{first:<7}{words}").unwrap();
    }
    insta::assert_snapshot!(table);
}

/// IN-1, IN-2: messages may hold anything, so that only those who sort them read them.
#[test]
fn the_inbox_is_for_those_who_keep_relationships() {
    let world = World::new();
    for verb in ItemVerb::ALL {
        let may: Vec<&str> = everybody()
            .into_iter()
            .filter(|first| {
                may_handle_item(&world.actor(first), verb, &world.directory, &world.policy).is_ok()
            })
            .collect();
        assert_eq!(may, ["Lea", "Max", "Nora", "Otto"], "{verb:?}");
    }
}

/// OUT-1: a liaison manager drafts for any group, to the organization whose liaison is theirs, and to no other.
#[test]
fn a_liaison_manager_drafts_to_their_own_organization_alone() {
    let world = World::new();
    let lea = world.actor("Lea");
    let may = |to: &[&str]| {
        may_draft_for(&lea, world.id("tsync"), &world.ids(to), &world.directory, &world.policy)
    };
    assert!(may(&[]).is_ok(), "to whom comes later");
    assert!(may(&["etu", "etu-sg1-wp2"]).is_ok());
    let refusal = Refusal::NotYourOrganization { group: "vsc".to_owned() };
    assert_eq!(may(&["vsc"]), Err(refusal.clone()));
    assert_eq!(may(&["etu-sg1", "vsc"]), Err(refusal));
    let nora = world.actor("Nora");
    let to = world.ids(&["vsc", "kio"]);
    let anywhere = may_draft_for(&nora, world.id("pix"), &to, &world.directory, &world.policy);
    assert!(anywhere.is_ok(), "a coordinator drafts to any");
}

/// OUT-1: nobody speaks for a group whose work is done.
#[test]
fn nobody_drafts_for_a_group_that_is_not_at_work() {
    let world = World::with_state("tsync", rules::GroupState::Concluded);
    for first in ["Finn", "Cleo", "Nora"] {
        let id = world.id("tsync");
        let refused = may_draft_for(&world.actor(first), id, &[], &world.directory, &world.policy);
        assert_eq!(refused, Err(Refusal::NotAtWork { group: "tsync".to_owned() }), "{first}");
    }
}

/// OUT-9: whoever holds several roles for a group chooses one; a role that does not let them changes nothing.
#[test]
fn somebody_with_several_roles_chooses_the_one_they_act_in() {
    let world = World::new();
    let mut words = String::new();
    let (tim, pix) = (world.id("tim"), world.id("pix"));
    for (first, group, chosen) in [
        ("Dora", pix, None),
        ("Dora", pix, Some("ad:pix")),
        ("Dora", tim, Some("ad:pix")),
        ("Ben", world.id("iab"), None),
        ("Ben", world.id("iab"), Some("member:iab")),
        ("Ben", world.id("iab"), Some("chair:ietf")),
    ] {
        let role = chosen.and_then(|key| HeldRole::from_key(key, &world.directory));
        let actor = world.actor(first);
        let actor = match role {
            Some(role) => actor.acting_as(role),
            None => actor,
        };
        let (roles, _) = drafting_roles(&actor, group, &[], &world.directory, &world.policy);
        let roles: Vec<String> =
            roles.iter().filter_map(|role| role.key(&world.directory)).collect();
        let acts = may_draft_for(&actor, group, &[], &world.directory, &world.policy);
        let acts = acts.map(|role| world.policy.held_words(role, &world.directory));
        writeln!(
            words,
            "{first} chose {}, of {}: acts as {}",
            chosen.unwrap_or("none"),
            roles.join(", "),
            acts.unwrap_or_else(|refusal| refusal.to_string())
        )
        .unwrap();
    }
    insta::assert_snapshot!(words);
}
