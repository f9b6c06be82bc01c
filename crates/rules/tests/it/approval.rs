//! Who approves for which From group (4053bis §4.1).

use std::fmt::Write as _;

use rules::{Direction, Policy, Refusal, authorities, may_approve, needed_gates};

use crate::made::{TODAY, World, everybody, first_name, gates_in_words};

const SENDERS: [&str; 13] = [
    "ietf",
    "iesg",
    "iab",
    "tim",
    "pic",
    "tsync",
    "clock",
    "pix",
    "irtf",
    "rgtime",
    "tools",
    "secretariat",
    "etu-sg1",
];

/// OUT-1, OUT-2, OUT-3: group by group, who may approve, in which role, of all the people there are.
#[test]
fn each_from_group_has_its_authority_and_nobody_else_answers_for_it() {
    let world = World::new();
    let mut table = String::new();
    for group in SENDERS {
        writeln!(table, "{group}").unwrap();
        for first in everybody() {
            let (actor, id) = (world.actor(first), world.id(group));
            if let Some(role) = may_approve(&actor, id, &world.directory, &world.policy) {
                writeln!(table, "  {first} as {}", role.words(&world.directory)).unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

/// OUT-2: those who are asked to approve are exactly those who may.
#[test]
fn whoever_is_asked_to_approve_may() {
    let world = World::new();
    for group in SENDERS {
        let id = world.id(group);
        let asked: Vec<&str> = authorities(id, &world.directory, &world.policy, TODAY)
            .into_iter()
            .map(|person| first_name(&person.name))
            .collect();
        let may: Vec<&str> = everybody()
            .into_iter()
            .filter(|first| {
                may_approve(&world.actor(first), id, &world.directory, &world.policy).is_some()
            })
            .collect();
        assert_eq!(asked, may, "{group}");
    }
}

/// OUT-3: a statement of several bodies waits for each one's authority, and once for review (OUT-10).
#[test]
fn a_statement_of_several_bodies_has_a_gate_for_each() {
    let world = World::new();
    assert_eq!(
        gates_in_words(&world.gates(&["pix", "iab", "tsync"]), &world),
        "approval for pix: closed; approval for iab: closed; approval for tsync: closed; review: closed"
    );
}

/// A second gate for the same group could never open: an opening finds the first.
#[test]
fn a_group_named_twice_is_approved_for_once() {
    let world = World::new();
    assert_eq!(
        gates_in_words(&world.gates(&["tsync", "tsync"]), &world),
        "approval for tsync: closed; review: closed"
    );
}

/// OUT-3, OUT-5: without a From group there would be nobody to approve, and the review alone would send it.
#[test]
fn a_statement_of_ours_from_no_group_gets_no_gates() {
    let world = World::new();
    let refused = needed_gates(Direction::Outgoing, &[], &world.directory, &world.policy);
    let fault = "Name at least one group of ours that it is from.".to_owned();
    assert_eq!(refused, Err(Refusal::Fields(vec![("from_groups", fault)])));
}

/// OUT-1: research groups do not initiate statements, nor does anybody without a level.
#[test]
fn a_group_without_a_level_is_told_who_sends() {
    let world = World::new();
    let mut sentences = String::new();
    for group in ["rgtime", "irtf", "tools", "secretariat", "etu-sg1"] {
        let from = world.ids(&["tsync", group]);
        let refusal =
            needed_gates(Direction::Outgoing, &from, &world.directory, &world.policy).unwrap_err();
        writeln!(sentences, "{refusal}").unwrap();
    }
    insta::assert_snapshot!(sentences);
}

/// OUT-1 holds by the levels, not by the gates: a policy without approvals lets no research group send either.
#[test]
fn a_policy_without_approval_still_knows_its_levels() {
    let world = World::new();
    let text = crate::policy::IETF.replace("[\"approval\", \"review\"]", "[\"review\"]");
    let policy = Policy::parse(&text).unwrap();
    let gates = |from: &[&str]| {
        needed_gates(Direction::Outgoing, &world.ids(from), &world.directory, &policy)
    };
    assert_eq!(gates_in_words(&gates(&["tsync"]).unwrap(), &world), "review: closed");
    assert!(matches!(gates(&["rgtime"]), Err(Refusal::NoLevel { .. })));
}

/// IN-1: what others sent is reviewed, never approved, whatever groups it is from.
#[test]
fn a_received_statement_has_a_review_alone() {
    let world = World::new();
    for from in [&[][..], &["etu-sg1"], &["etu", "kio"]] {
        let from = world.ids(from);
        let gates =
            needed_gates(Direction::Incoming, &from, &world.directory, &world.policy).unwrap();
        assert_eq!(gates_in_words(&gates, &world), "review: closed");
    }
}
