//! Who approves for which From group (4053bis §4.1).

use std::fmt::Write as _;

use rules::{GateKind, Policy, Process, Refusal, Statement, authorities, may_advise, may_approve};

use crate::made::{TODAY, World, everybody, first_name, gates_in_words, now, opening};

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
                writeln!(table, "  {first} as {}", world.policy.held_words(role, &world.directory))
                    .unwrap();
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
        gates_in_words(&world.gates(&["pix", "iab", "tsync"], &["kio"], "Ines"), &world),
        "agreement for tsync: closed; approval for pix: closed; approval for iab: closed; approval for tsync: closed; review: closed"
    );
}

/// A second gate for the same group could never open: an opening finds the first.
#[test]
fn a_group_named_twice_is_approved_for_once() {
    let world = World::new();
    assert_eq!(
        gates_in_words(&world.gates(&["tsync", "tsync"], &["kio"], "Finn"), &world),
        "approval for tsync: closed; review: closed"
    );
}

/// OUT-3, OUT-5: without a From group there would be nobody to approve, and the review alone would send it.
#[test]
fn a_statement_of_ours_from_no_group_gets_no_gates() {
    let world = World::new();
    let refused = world.gates_of(&world.outgoing(&[], &["kio"], "Finn"), "Finn");
    let fault = "Name at least one group of ours that it is from.".to_owned();
    assert_eq!(refused, Err(Refusal::Fields(vec![("from_groups", fault)])));
}

/// OUT-1: research groups do not initiate statements, nor does anybody without a level.
#[test]
fn a_group_without_a_level_is_told_who_sends() {
    let world = World::new();
    let mut sentences = String::new();
    for group in ["rgtime", "irtf", "tools", "secretariat", "etu-sg1"] {
        let statement = world.outgoing(&["tsync", group], &["kio"], "Finn");
        let refusal = world.gates_of(&statement, "Finn").unwrap_err();
        writeln!(sentences, "{refusal}").unwrap();
    }
    insta::assert_snapshot!(sentences);
}

/// OUT-1 holds by the levels, not by the gates: a policy without approvals lets no research group send either.
#[test]
fn a_policy_without_approval_still_knows_its_levels() {
    let mut world = World::new();
    world.policy = changed(
        "outgoing = [\"agreement\", \"approval\", \"consultation\", \"review\"]",
        "outgoing = [\"consultation\", \"review\"]",
    );
    assert_eq!(
        gates_in_words(&world.gates(&["tsync"], &["kio"], "Finn"), &world),
        "review: closed"
    );
    let refused = world.gates_of(&world.outgoing(&["rgtime"], &["kio"], "Finn"), "Finn");
    assert!(matches!(refused, Err(Refusal::NoLevel { .. })));
}

/// The IETF's policy with something in it changed.
fn changed(from: &str, to: &str) -> Policy {
    assert!(crate::policy::IETF.contains(from), "{from}");
    Policy::parse(&crate::policy::IETF.replace(from, to)).unwrap()
}

/// OUT-12: what the chairs or the Area Director draft has their agreement; what anybody else drafts for a group waits
/// for it, and where the authority is the only one to decide, its approval is enough.
#[test]
fn what_somebody_else_drafted_for_a_group_waits_for_its_agreement() {
    let world = World::new();
    let mut table = String::new();
    for (from, by) in [
        ("tsync", "Finn"),
        ("tsync", "Cleo"),
        ("tsync", "Gita"),
        ("tsync", "Hal"),
        ("tsync", "Lea"),
        ("tsync", "Nora"),
        ("tsync", "Ada"),
        ("tim", "Lea"),
        ("ietf", "Cleo"),
        ("iab", "Bob"),
    ] {
        let gates = gates_in_words(&world.gates(&[from], &["kio"], by), &world);
        writeln!(table, "{by} for {from}: {gates}").unwrap();
    }
    insta::assert_snapshot!(table);
}

/// OUT-4: each liaison manager of a receiver is asked, once, unless they wrote it; where there is none, nobody is, save
/// where the policy has a coordinator answer instead (PI-4).
#[test]
fn the_liaison_managers_of_the_receivers_are_consulted() {
    let mut world = World::new();
    let mut table = String::new();
    let receivers: [(&[&str], &str); 5] = [
        (&["etu-sg1-wp2"], "Finn"),
        (&["etu-sg1", "etu-sg2", "vsc"], "Finn"),
        (&["etu-sg1"], "Lea"),
        (&["kio"], "Finn"),
        (&["mum", "vsc"], "Max"),
    ];
    for name in ["ietf", "in-order"] {
        world.policy = Policy::built_in_at(name, "example.org").unwrap();
        writeln!(table, "{name}").unwrap();
        for (to, by) in receivers {
            let gates = gates_in_words(&world.gates(&["tim"], to, by), &world);
            writeln!(table, "  {by} to {}: {gates}", to.join(", ")).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

/// OUT-4: the liaison manager answers, a coordinator in their place, and nobody else.
#[test]
fn a_consultation_is_answered_by_its_liaison_manager_or_a_coordinator() {
    let world = World::new();
    let may = |organization: &str| -> Vec<&str> {
        let may = |first: &&str| {
            may_advise(&world.actor(first), world.id(organization), &world.directory, &world.policy)
                .is_some()
        };
        everybody().into_iter().filter(may).collect()
    };
    assert_eq!(may("etu"), ["Lea", "Nora"]);
    assert_eq!(may("vsc"), ["Max", "Nora"]);
    assert_eq!(may("kio"), ["Nora"]);
}

/// PI-4: in order, nothing opens before its turn, and each waits for all of the stage before.
#[test]
fn gates_in_order_open_one_stage_after_the_other() {
    let mut world = World::new();
    world.policy = Policy::built_in_at("in-order", "example.org").unwrap();
    let gates = world.gates(&["tsync", "pix"], &["etu-sg1", "vsc"], "Finn");
    let (mut process, _) = Process::draft().submit(gates, now()).unwrap();
    let steps = [
        (GateKind::Review, None, "Nora"),
        (GateKind::Consultation, Some("etu"), "Lea"),
        (GateKind::Approval, Some("tsync"), "Cleo"),
        (GateKind::Consultation, Some("vsc"), "Max"),
        (GateKind::Approval, Some("pix"), "Dora"),
        (GateKind::Review, None, "Nora"),
        (GateKind::Consultation, Some("etu"), "Lea"),
        (GateKind::Consultation, Some("vsc"), "Max"),
        (GateKind::Review, None, "Nora"),
    ];
    let mut diary = String::new();
    for (kind, group, by) in steps {
        let due = process.gates.iter().filter(|gate| process.is_due(gate)).cloned();
        let due = gates_in_words(&due.collect::<Vec<_>>(), &world);
        let opened = process.clone().open(kind, group.map(|group| world.id(group)), opening(by));
        let what = match opened {
            Ok((next, moved)) => {
                process = next;
                format!("{moved:?}")
            }
            Err(refusal) => refusal.to_string(),
        };
        writeln!(diary, "asked now: {due}\n{by} gives {kind}: {what}").unwrap();
    }
    insta::assert_snapshot!(diary);
}

/// IN-1: what others sent is reviewed, never approved, whatever groups it is from.
#[test]
fn a_received_statement_has_a_review_alone() {
    let world = World::new();
    for from in [&[][..], &["etu-sg1"], &["etu", "kio"]] {
        let statement = Statement { from: world.side(from), ..world.incoming(&["tsync"], "Pia") };
        let gates = world.gates_of(&statement, "Pia").unwrap();
        assert_eq!(gates_in_words(&gates, &world), "review: closed");
    }
}
