//! Who is mailed when a statement is posted.

use std::collections::HashSet;
use std::fmt::Write as _;

use rules::{Contact, Direction, Notice, NoticeKind, Statement, Travelled, Why, at_posting};

use crate::made::{TODAY, World, mailbox};

fn told(statement: &Statement, world: &World) -> Vec<Notice> {
    at_posting(statement, &world.directory, &world.policy, TODAY)
}

fn in_words(statement: &Statement, world: &World) -> String {
    let mut words = String::new();
    for notice in told(statement, world) {
        let to: Vec<&str> = notice.to.iter().map(|mailbox| mailbox.address()).collect();
        writeln!(words, "  {}: {}", notice.kind.slug(), to.join(", ")).unwrap();
    }
    words
}

/// CON-5, CON-8: to the Send-To alone where there is one, else to all of To-Contact; our own get copies.
#[test]
fn a_posted_statement_is_mailed_to_the_other_side_and_our_own_are_told() {
    let world = World::new();
    let mut words = String::new();
    for (story, to) in [
        ("to a group with a Send-To", &["etu-sg1"][..]),
        ("to an organization without one", &["kio"]),
        ("to two organizations", &["etu", "vsc"]),
        ("to one that cannot be reached", &["mum"]),
    ] {
        let statement = world.outgoing(&["tsync"], to, "Finn");
        writeln!(words, "{story}\n{}", in_words(&statement, &world)).unwrap();
    }
    insta::assert_snapshot!(words);
}

/// CON-8, OUT-5, REC-7: the other side has it already; only ours are told.
#[test]
fn what_travelled_otherwise_is_not_mailed_to_the_other_side() {
    let world = World::new();
    let mut statement = world.outgoing(&["tsync"], &["etu-sg1"], "Finn");
    let before = told(&statement, &world);
    statement.travelled = Travelled::Otherwise("through their form".to_owned());
    let after = told(&statement, &world);
    assert_eq!(before[0].kind, NoticeKind::TheStatement);
    assert_eq!(after, before[1..], "the copies are the same, and nothing else goes out");
}

/// CON-8, CON-10, IN-6: the groups in To are told, and the sender gets one receipt.
#[test]
fn a_received_statement_is_distributed_and_its_sender_gets_one_receipt() {
    let world = World::new();
    let mut words = String::new();
    let mut statement = world.incoming(&["tsync", "iab"], "Nora");
    writeln!(words, "without a reply address\n{}", in_words(&statement, &world)).unwrap();
    statement.from.liaison_contact = Some(mailbox("SG1 desk", "desk@etu.example"));
    statement.to.liaison_contact = Some(mailbox("", "statements@example.org"));
    writeln!(words, "with one, and arrived at a role address\n{}", in_words(&statement, &world))
        .unwrap();
    statement.from.liaison_contact = None;
    statement.from.contacts.clear();
    writeln!(words, "from nobody that can be mailed\n{}", in_words(&statement, &world)).unwrap();
    insta::assert_snapshot!(words);
}

/// A received letter that came by other means is receipted all the same.
#[test]
fn a_letter_that_came_on_paper_is_receipted_too() {
    let world = World::new();
    let mut statement = world.incoming(&["tsync"], "Nora");
    let before = told(&statement, &world);
    statement.travelled = Travelled::Otherwise("on paper".to_owned());
    assert_eq!(told(&statement, &world), before);
}

/// CON-8: our liaison contact is one of ours, and hears of it even where it was left out of From-Contact.
#[test]
fn our_own_liaison_contact_hears_of_what_was_sent() {
    let world = World::new();
    let mut statement = world.outgoing(&["tsync"], &["etu-sg1"], "Finn");
    statement.from.contacts = vec![Contact::new(&mailbox("", "tsync@example.org"), Why::List)];
    let notices = told(&statement, &world);
    let told: Vec<&str> = notices[1].to.iter().map(|mailbox| mailbox.address()).collect();
    assert_eq!(
        told,
        ["tsync@example.org", "etu-liaison@example.org", "liaison-coordination@example.org"]
    );
}

/// However contacts were entered, one address gets one message.
#[test]
fn nobody_is_mailed_twice() {
    let world = World::new();
    for (direction, mut statement) in [
        (Direction::Outgoing, world.outgoing(&["tsync"], &["kio"], "Finn")),
        (Direction::Incoming, world.incoming(&["tsync"], "Nora")),
    ] {
        let shouted = mailbox("Again", "LIAISON-COORDINATION@EXAMPLE.ORG");
        statement.from.contacts.push(Contact::new(&shouted, Why::Entered));
        let everybody: Vec<Contact> =
            statement.from.contacts.iter().chain(&statement.to.contacts).cloned().collect();
        (statement.from.contacts, statement.to.contacts) = (everybody.clone(), everybody);
        let notices = told(&statement, &world);
        let keys: Vec<String> =
            notices.iter().flat_map(|notice| &notice.to).map(|mailbox| mailbox.key()).collect();
        let distinct: HashSet<&String> = keys.iter().collect();
        assert_eq!(keys.len(), distinct.len(), "{direction}: {keys:?}");
    }
}

/// REC-10: a contact that is a name alone cannot be mailed, and stops nothing.
#[test]
fn a_contact_without_an_address_is_passed_over() {
    let world = World::new();
    let mut statement = world.outgoing(&["tsync"], &["kio"], "Finn");
    let before = told(&statement, &world);
    let name = Contact { name: "Old Name".to_owned(), address: None, why: Why::Imported };
    statement.to.contacts.push(name);
    assert_eq!(told(&statement, &world), before);
}
