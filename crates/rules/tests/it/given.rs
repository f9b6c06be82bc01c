//! To whom a received statement is given besides whom it was sent to, and who hears of it.

use std::fmt::Write as _;

use rules::{
    Actor, Doer, GateKind, Given, GivenKind, GivenTo, GroupRef, Person, PersonId, Policy, Process,
    RoleKind, Statement, Verb, asked_to_open, at_posting, feedback_to, may, may_advise,
    needed_gates,
};

use crate::made::{TODAY, World, everybody, gates_in_words, now, opening, person_id};

/// The made directory, and in it somebody who is asked about research.
fn research_world() -> World {
    let mut world = World::new();
    let (id, irtf) = (PersonId(500), world.id("irtf"));
    let addresses = vec!["tess@example.net".to_owned()];
    world.directory.add_person(Person { id, name: "Tess Research".to_owned(), addresses });
    world.directory.add_role(id, RoleKind::Chair, irtf, None, None);
    world
}

fn tess(world: &World) -> Actor {
    world.directory.actor(PersonId(500), TODAY)
}

fn nora() -> Doer {
    let (name, role) = ("Nora Coordinator".to_owned(), "liaison coordinator".to_owned());
    Doer::Person { id: Some(person_id("Nora")), name, role }
}

fn groups(world: &World, acronyms: &[&str]) -> Vec<GroupRef> {
    world.side(acronyms).groups
}

fn acronyms(groups: &[&GroupRef]) -> String {
    groups.iter().map(|group| group.acronym.as_str()).collect::<Vec<_>>().join(" ")
}

fn told(statement: &Statement, world: &World) -> String {
    let notices = at_posting(statement, &world.directory, &world.policy, TODAY);
    let line = |notice: &rules::Notice| {
        let to: Vec<&str> = notice.to.iter().map(|mailbox| mailbox.address()).collect();
        format!("  {}: {}\n", notice.kind.slug(), to.join(", "))
    };
    notices.iter().map(line).collect()
}

/// IN-3, REC-11: it changes hands, step by step; what it names stays.
#[test]
fn a_statement_changes_hands_and_to_stays_as_it_was_sent() {
    let world = World::new();
    let mut statement = world.incoming(&["tsync", "clock"], "Nora");
    let (to, mut words) = (statement.to.clone(), String::new());
    let steps: [(&str, GivenKind, &[&str]); 7] = [
        ("before it is recorded, to another", GivenKind::Given, &["pix"]),
        ("once it is on record, to one more", GivenKind::Forwarded, &["pix", "tsync"]),
        ("relayed to research", GivenKind::Relayed, &["rgtime"]),
        ("to the same again", GivenKind::Forwarded, &["tsync", "pix", "pix"]),
        ("to those that it names", GivenKind::Forwarded, &["clock", "tsync"]),
        ("relayed no longer", GivenKind::Relayed, &[]),
        ("to one of those that it names", GivenKind::Forwarded, &["clock"]),
    ];
    for (story, kind, given) in steps {
        let handover = statement.hand_to(&groups(&world, given), kind, &nora(), now());
        writeln!(
            words,
            "{story}: “{}”\n  sees to it: {}; relayed to: {}",
            handover.words(),
            acronyms(&statement.holders()),
            acronyms(&statement.relayed_to()),
        )
        .unwrap();
        for given in &statement.distributed_to {
            let since = given.since.unwrap();
            writeln!(
                words,
                "  {} {}, {since}, {}, {}",
                given.words(),
                given.kind,
                given.by,
                given.role
            )
            .unwrap();
        }
    }
    assert_eq!(statement.to, to);
    insta::assert_snapshot!(words);
}

/// REC-10, REC-11: what only the imported record names stays through every change, and sees to nothing.
#[test]
fn a_name_of_the_imported_record_stays() {
    let world = World::new();
    let mut statement = world.incoming(&["tsync"], "Nora");
    let named = Given {
        to: GivenTo::Named("All of ETU".to_owned()),
        kind: GivenKind::Forwarded,
        since: None,
        by: String::new(),
        role: String::new(),
    };
    statement.distributed_to = vec![named.clone()];
    assert_eq!(acronyms(&statement.holders()), "tsync");
    assert!(!statement.is_given_to_others());
    statement.hand_to(&groups(&world, &["pix"]), GivenKind::Forwarded, &nora(), now());
    assert_eq!(acronyms(&statement.holders()), "pix");
    statement.hand_to(&[], GivenKind::Forwarded, &nora(), now());
    assert_eq!(statement.distributed_to, [named]);
}

/// CON-10, IN-3: those that have it are told, and of those that it only names nobody but who was entered by hand.
#[test]
fn those_that_have_it_are_told_when_it_is_posted() {
    let world = research_world();
    let mut words = String::new();
    let mut statement = world.incoming(&["tsync"], "Nora");
    writeln!(words, "as it was sent\n{}", told(&statement, &world)).unwrap();
    statement.hand_to(&groups(&world, &["pix"]), GivenKind::Given, &nora(), now());
    writeln!(words, "given to another group\n{}", told(&statement, &world)).unwrap();
    statement.hand_to(&groups(&world, &["pix", "tsync"]), GivenKind::Given, &nora(), now());
    writeln!(words, "given to one more\n{}", told(&statement, &world)).unwrap();
    statement.about_research = true;
    statement.hand_to(&groups(&world, &["rgtime"]), GivenKind::Relayed, &nora(), now());
    writeln!(words, "and about research, relayed\n{}", told(&statement, &world)).unwrap();
    insta::assert_snapshot!(words);
}

/// IN-3: informal feedback goes by way of the liaison manager, else of those who coordinate.
#[test]
fn feedback_goes_by_way_of_the_liaison_manager() {
    let world = World::new();
    let to = |acronym: &str| -> Vec<String> {
        let statement =
            Statement { from: world.side(&[acronym]), ..world.incoming(&["tsync"], "Nora") };
        let to = feedback_to(&statement, &world.directory, &world.policy, TODAY);
        to.iter().map(|mailbox| mailbox.address().to_owned()).collect()
    };
    assert_eq!(to("etu-sg1-wp2"), ["etu-liaison@example.org"]);
    assert_eq!(to("kio"), ["liaison-coordination@example.org"]);
}

/// IN-4, OUT-4: a reply on research waits for the advice of whoever is asked about it, and of nobody else's for that.
#[test]
fn a_reply_on_research_waits_for_whoever_is_asked_about_it() {
    let world = research_world();
    let mut reply = world.outgoing(&["tsync"], &["etu-sg1"], "Finn");
    reply.about_research = true;
    let gates = world.gates_of(&reply, "Finn").unwrap();
    assert_eq!(
        gates_in_words(&gates, &world),
        "approval for tsync: closed; consultation for etu: closed; consultation for irtf: closed; review: closed"
    );
    let gate = gates.iter().find(|gate| gate.group == Some(world.id("irtf"))).unwrap();
    let asked = asked_to_open(gate, &reply, &world.directory, &world.policy, TODAY);
    assert_eq!(
        asked.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(),
        ["Tess Research"]
    );
    let may = |actor: &Actor| {
        may_advise(actor, world.id("irtf"), &world.directory, &world.policy).is_some()
    };
    let others: Vec<&str> =
        everybody().into_iter().filter(|first| may(&world.actor(first))).collect();
    assert_eq!(others, ["Nora"]);
    assert!(may(&tess(&world)));
    let (process, _) = Process::draft().submit(gates, now()).unwrap();
    let opened = process.open(GateKind::Consultation, Some(world.id("irtf")), opening("Nora"));
    assert!(opened.is_ok());
    let own = needed_gates(&reply, &tess(&world), &world.directory, &world.policy, TODAY).unwrap();
    assert!(!gates_in_words(&own, &world).contains("irtf"), "nobody is asked for their own advice");
}

/// IN-4: the mark lets whoever is asked about research see and relay it; without it they are anybody.
#[test]
fn the_mark_of_research_brings_in_whoever_is_asked_about_it() {
    let world = research_world();
    let tess = tess(&world);
    let mut words = String::new();
    for marked in [false, true] {
        for state in rules::State::ALL {
            let statement =
                Statement { state, about_research: marked, ..world.incoming(&["tsync"], "Nora") };
            let verbs = Verb::ALL.into_iter().filter(|verb| {
                may(&tess, *verb, &statement, &world.directory, &world.policy).is_ok()
            });
            let verbs: Vec<&str> = verbs.map(Verb::words).collect();
            writeln!(words, "marked: {marked}, {state}: {}", verbs.join(", ")).unwrap();
        }
    }
    insta::assert_snapshot!(words);
}

/// IN-4: an organization that asks nobody about research has nothing to do with it.
#[test]
fn without_research_in_the_policy_nobody_marks_or_relays_anything() {
    let mut world = World::new();
    world.policy = Policy::built_in("consortium").unwrap();
    let statement = Statement {
        state: rules::State::Posted,
        about_research: true,
        ..world.incoming(&["tsync"], "Nora")
    };
    for first in everybody() {
        for verb in [Verb::MarkResearch, Verb::Relay] {
            let refused =
                may(&world.actor(first), verb, &statement, &world.directory, &world.policy)
                    .unwrap_err();
            assert!(refused.to_string().contains("nobody"), "{first}: {refused}");
        }
    }
    let refused =
        may(&world.actor("Sam"), Verb::Comment, &statement, &world.directory, &world.policy);
    assert!(!refused.unwrap_err().to_string().contains("research"));
}
