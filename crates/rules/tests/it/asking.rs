//! The link of a mail that asks signs in whoever was asked, as long as it waits for them, and nobody else (OUT-2, OUT-4).

use jiff::{SignedDuration, Timestamp};
use rules::{Asking, GateKind, LinkEnd, Opening, Policy, Process, Statement};

use crate::made::{World, now, opening, person_id};

fn days(count: i64) -> Timestamp {
    now() + SignedDuration::from_hours(24 * count)
}

/// A statement of tsync to etu in review, all of it asked for, with what is asked of its director Cleo.
fn asked(world: &World) -> (Statement, Asking) {
    let mut statement = world.outgoing(&["tsync"], &["etu"], "Finn");
    let gates = world.gates(&["tsync"], &["etu"], "Finn");
    let (process, _) = Process::of(&statement).submit(gates, now()).unwrap();
    (statement.state, statement.gates) = (process.state, process.gates);
    statement.gates.iter_mut().for_each(|gate| gate.asked_at = Some(now()));
    let gate = statement.gates.iter().find(|gate| gate.kind == GateKind::Approval).unwrap();
    let asking = Asking::of(statement.number, gate).unwrap();
    (statement, asking)
}

fn asking_for(statement: &Statement, kind: GateKind) -> Asking {
    let gate = statement.gates.iter().find(|gate| gate.kind == kind).unwrap();
    Asking::of(statement.number, gate).unwrap()
}

fn give(statement: &mut Statement, kind: GateKind, by: Opening) {
    let group = asking_for(statement, kind).group;
    let (process, _) = Process::of(statement).open(kind, group, by).unwrap();
    (statement.state, statement.gates) = (process.state, process.gates);
}

/// Each line: what was done meanwhile, and what the link of Cleo, mailed to cleo@example.net, says then.
#[test]
fn the_link_holds_while_the_gate_waits_and_its_reader_opens_it() {
    type Meanwhile = fn(&mut World, &mut Statement);
    let table: [(&str, i64, Meanwhile, Result<(), LinkEnd>); 12] = [
        ("nothing", 0, |_, _| {}, Ok(())),
        ("almost all of its days passed", 13, |_, _| {}, Ok(())),
        ("all of its days passed", 14, |_, _| {}, Err(LinkEnd::Expired)),
        (
            "it was approved",
            1,
            |_, statement| give(statement, GateKind::Approval, opening("Cleo")),
            Err(LinkEnd::NotAsked),
        ),
        (
            "advice was given, and the approval waits",
            1,
            |_, statement| give(statement, GateKind::Consultation, opening("Lea")),
            Ok(()),
        ),
        (
            "it was changed, and asked for anew",
            1,
            |_, statement| {
                statement.gates.iter_mut().for_each(|gate| gate.asked_at = Some(days(1)));
            },
            Err(LinkEnd::NotAsked),
        ),
        (
            "it was changed, and its turn is not yet",
            1,
            |_, statement| statement.gates.iter_mut().for_each(|gate| gate.asked_at = None),
            Err(LinkEnd::NotAsked),
        ),
        (
            "it was sent back",
            1,
            |_, statement| {
                let process = Process::of(statement).send_back("Not yet.").unwrap();
                (statement.state, statement.gates) = (process.state, process.gates);
            },
            Err(LinkEnd::NotAsked),
        ),
        (
            "it was dropped",
            1,
            |_, statement| {
                let process = Process::of(statement).drop("Not at all.").unwrap();
                (statement.state, statement.gates) = (process.state, process.gates);
            },
            Err(LinkEnd::NotAsked),
        ),
        (
            "it went on the record as sent otherwise",
            1,
            |_, statement| {
                let process = Process::of(statement).record_as_sent(Vec::new()).unwrap();
                (statement.state, statement.gates) = (process.state, process.gates);
            },
            Err(LinkEnd::NotAsked),
        ),
        (
            "the policy has no such links any more",
            1,
            |world, _| {
                let without = world.policy.source().replace("link_days = 14", "link_days = 0");
                world.policy = Policy::parse(&without).unwrap();
            },
            Err(LinkEnd::Forbidden),
        ),
        (
            "the policy gives it fewer days",
            7,
            |world, _| {
                let fewer = world.policy.source().replace("link_days = 14", "link_days = 7");
                world.policy = Policy::parse(&fewer).unwrap();
            },
            Err(LinkEnd::Expired),
        ),
    ];
    for (meanwhile, after, does, expected) in table {
        let mut world = World::new();
        let (mut statement, asking) = asked(&world);
        does(&mut world, &mut statement);
        let cleo = world.directory.person(person_id("Cleo")).unwrap();
        let holds = asking.link_holds(
            (cleo, "Cleo@example.net"),
            &statement,
            &world.directory,
            &world.policy,
            days(after),
        );
        assert_eq!(holds, expected, "{meanwhile}");
    }
}

/// For everybody: the links of approval, advice and review hold for those whom the rules ask, and at the address to which they
/// are written.
#[test]
fn the_link_holds_for_nobody_who_is_not_asked_nor_at_another_address() {
    let world = World::new();
    let (statement, _) = asked(&world);
    for (kind, asked) in [
        (GateKind::Approval, vec!["Cleo", "Dora"]),
        (GateKind::Consultation, vec!["Lea"]),
        (GateKind::Review, vec![]),
    ] {
        let asking = asking_for(&statement, kind);
        for name in crate::made::everybody().into_iter().skip(1) {
            let person = world.directory.person(person_id(name)).unwrap();
            let holds = |address: &str| {
                let to = (person, address);
                asking.link_holds(to, &statement, &world.directory, &world.policy, now())
            };
            let address = person.addresses.first().unwrap();
            let is_asked = asked.contains(&name);
            let expected = if is_asked { Ok(()) } else { Err(LinkEnd::NotTheirs) };
            assert_eq!(holds(address), expected, "{name}, {kind}");
            if is_asked {
                assert_eq!(holds("old@example.net"), Err(LinkEnd::Moved), "{name}, {kind}");
            }
        }
    }
}
