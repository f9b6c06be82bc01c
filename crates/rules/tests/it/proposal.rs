//! Which contacts are proposed (4053bis §2.1).

use std::fmt::Write as _;

use rules::{
    Contact, Group, GroupId, Mailbox, ProposedContacts, Why, propose_incoming,
    propose_our_contacts, propose_outgoing,
};

use crate::made::{World, mailbox};

fn in_words(proposed: &ProposedContacts) -> String {
    let mut words = String::new();
    let optional = |mailbox: &Option<Mailbox>| {
        mailbox.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string)
    };
    for (field, contacts, liaison_field, liaison) in [
        ("From-Contact", &proposed.from, "Send-Reply-To", &proposed.from_liaison),
        ("To-Contact", &proposed.to, "Send-To", &proposed.to_liaison),
    ] {
        for contact in contacts {
            writeln!(words, "  {field}: {contact} ({})", contact.why).unwrap();
        }
        writeln!(words, "  {liaison_field}: {}", optional(liaison)).unwrap();
    }
    words
}

fn outgoing(
    world: &World,
    from: &[&str],
    to: &[&str],
    reply_to: Option<&Mailbox>,
) -> ProposedContacts {
    let (from, to) = (world.ids(from), world.ids(to));
    propose_outgoing(&from, &to, reply_to, &world.directory, &world.policy)
}

/// CON-2, CON-3, CON-4, CON-5: level by level, and organization by organization.
#[test]
fn contacts_are_proposed_for_every_level_and_every_kind_of_relationship() {
    let world = World::new();
    let mut words = String::new();
    let stories: [(&str, &[&str], &[&str]); 9] = [
        (
            "a working group, with a named expert, to a group with contacts of its own",
            &["tsync"],
            &["etu-sg1"],
        ),
        ("a working group whose list has an address of its own", &["clock"], &["etu-sg1-wp2"]),
        ("an area to an organization", &["tim"], &["etu"]),
        ("the whole organization to one without a liaison manager", &["ietf"], &["kio"]),
        ("the steering group to one of which nothing is known", &["iesg"], &["mum"]),
        ("the board to an organization with a Send-To", &["iab"], &["vsc"]),
        ("two working groups of two areas", &["tsync", "pix"], &["etu-sg1"]),
        (
            "the organization and its steering group, which share addresses",
            &["ietf", "iesg"],
            &["vsc"],
        ),
        ("a group to a body that only has a name", &["tsync"], &[]),
    ];
    for (story, from, to) in stories {
        let proposed = in_words(&outgoing(&world, from, to, None));
        writeln!(words, "{story}\n{proposed}").unwrap();
    }
    insta::assert_snapshot!(words);
}

/// CON-2: no person is proposed whom nobody entered, though the directory knows who holds each role.
#[test]
fn role_addresses_are_proposed_and_nobodys_own() {
    let world = World::new();
    let proposed = outgoing(&world, &["tsync", "pix", "tim", "iab"], &["etu-sg1", "vsc"], None);
    let addresses = proposed.from.iter().chain(&proposed.to).filter_map(|it| it.address.clone());
    let own: Vec<String> = addresses.filter(|address| address.ends_with("@example.net")).collect();
    assert_eq!(own, ["tina@example.net"], "Tina was entered for tsync, as an expert");
}

/// CON-6: a reply goes where the other side asked for replies, whatever the directory says.
#[test]
fn a_reply_goes_to_where_replies_were_asked_for() {
    let world = World::new();
    let asked = mailbox("SG1 replies", "sg1-replies@etu.example");
    let proposed = outgoing(&world, &["tsync"], &["etu-sg1"], Some(&asked));
    assert_eq!(proposed.to_liaison, Some(asked.clone()));
    let nameless = outgoing(&world, &["tsync"], &[], Some(&asked));
    assert_eq!(nameless.to_liaison, Some(asked));
}

/// CON-5, CON-9: a Send-To is mailed alone, so that one organization's must not swallow what another is sent.
#[test]
fn two_organizations_both_get_their_mail() {
    let world = World::new();
    let mut words = String::new();
    let replies = mailbox("SG1 replies", "sg1-replies@etu.example");
    let stories: [(&str, &[&str], Option<&Mailbox>); 4] = [
        ("both with a Send-To", &["etu", "vsc"], None),
        ("one with a Send-To, one without a liaison manager", &["etu-sg1", "kio"], None),
        (
            "two groups of one organization, one with a Send-To of its own",
            &["etu-sg1", "etu-sg2"],
            None,
        ),
        ("a reply to one, sent to another too", &["etu-sg1", "kio"], Some(&replies)),
    ];
    for (story, to, reply_to) in stories {
        let proposed = in_words(&outgoing(&world, &["tsync"], to, reply_to));
        writeln!(words, "{story}\n{proposed}").unwrap();
    }
    insta::assert_snapshot!(words);
}

/// Groups of one organization that share its Send-To are reached by it alone.
#[test]
fn one_send_to_serves_all_groups_that_share_it() {
    let world = World::new();
    let proposed = outgoing(&world, &["tsync"], &["etu-sg1", "etu-sg1-wp2"], None);
    assert_eq!(proposed.to_liaison.unwrap().address(), "liaison@etu.example");
    assert_eq!(proposed.from_liaison.unwrap().address(), "etu-liaison@example.org");
}

fn incoming(
    world: &World,
    sender: Option<&str>,
    replies_to: Option<&str>,
    arrived_at: &str,
) -> ProposedContacts {
    let read = |address: Option<&str>| address.map(|address| mailbox("", address));
    let (sender, replies_to) = (read(sender), read(replies_to));
    propose_incoming(
        &world.ids(&["tsync"]),
        sender.as_ref(),
        replies_to.as_ref(),
        Some(&mailbox("", arrived_at)),
        &world.directory,
        &world.policy,
    )
}

/// CON-2, CON-4, CON-5, CON-7.
#[test]
fn contacts_of_a_received_statement_come_from_the_message_and_the_directory() {
    let world = World::new();
    let sue = Some("sue@etu.example");
    let desk = "liaison-coordination@example.org";
    let mut words = String::new();
    let stories = [
        ("with a reply address", incoming(&world, sue, Some("desk@etu.example"), desk)),
        ("without one", incoming(&world, sue, None, desk)),
        ("from nobody", incoming(&world, None, None, desk)),
    ];
    for (story, proposed) in stories {
        writeln!(words, "{story}\n{}", in_words(&proposed)).unwrap();
    }
    insta::assert_snapshot!(words);
}

/// CON-7: never our list's or a forwarder's address: a list that rewrites Reply-To would have us answer ourselves.
#[test]
fn a_reply_address_of_ours_is_not_taken_for_theirs() {
    let world = World::new();
    let desk = "liaison-coordination@example.org";
    for ours in [
        "tsync@example.org",
        // Not in To, and known only from the directory.
        "Clocks@Lists.Example.org",
        "pix-chairs@example.org",
        "iab@example.org",
        "etu-liaison@example.org",
        "liaison-coordination@example.org",
        "statements@example.org",
    ] {
        let arrived_at = if ours.starts_with("statements") { ours } else { desk };
        let proposed = incoming(&world, Some("sue@etu.example"), Some(ours), arrived_at);
        assert_eq!(proposed.from_liaison.unwrap().address(), "sue@etu.example", "{ours}");
        let proposed = incoming(&world, Some(ours), None, arrived_at);
        assert_eq!((proposed.from_liaison, proposed.from), (None, Vec::new()), "{ours}");
    }
    let proposed = incoming(&world, Some("liaison@etu.example"), None, desk);
    assert_eq!(proposed.from_liaison.unwrap().address(), "liaison@etu.example");
}

/// CON-4: our side of a received statement is as our side of a sent one: the liaison manager is in it.
#[test]
fn our_contacts_are_the_same_for_both_directions() {
    let world = World::new();
    for theirs in [&["etu-sg1"][..], &["kio"], &["etu", "kio"], &[]] {
        let ours = propose_our_contacts(
            &world.ids(&["tsync"]),
            &world.ids(theirs),
            &world.directory,
            &world.policy,
        );
        assert_eq!(ours, outgoing(&world, &["tsync"], theirs, None).from);
        let whys: Vec<Why> = ours.iter().map(|contact| contact.why).collect();
        assert_eq!(
            whys.contains(&Why::LiaisonManager),
            theirs.iter().any(|it| it.starts_with("etu"))
        );
        assert_eq!(whys.contains(&Why::Coordination), theirs != ["etu-sg1"]);
    }
}

/// The address that is listed as well as derived is proposed once.
#[test]
fn an_address_is_proposed_once() {
    let mut world = World::new();
    let (group, why) = (world.id("tsync"), Why::List);
    let listed = mailbox("The same list", "TSYNC@example.org");
    world.directory.add_contact(rules::ListedContact {
        group,
        why,
        send_to: false,
        mailbox: listed,
    });
    let proposed = outgoing(&world, &["tsync"], &["etu"], None);
    let lists = proposed.from.iter().filter(|it| it.why == Why::List).map(Contact::to_string);
    assert_eq!(lists.collect::<Vec<_>>(), ["Time Synchronization list <tsync@example.org>"]);
}

/// A group that the directory does not know, or whose parents go round in a circle, proposes nothing and ends.
#[test]
fn a_strange_directory_proposes_nothing_strange() {
    let circle = |id, parent| Group {
        id: GroupId(id),
        acronym: format!("c{id}"),
        name: String::new(),
        kind: rules::GroupKind::Sdo,
        state: rules::GroupState::Active,
        parent: Some(GroupId(parent)),
        list_address: None,
    };
    let directory = rules::Directory::new([circle(1, 2), circle(2, 1)]);
    let policy = World::new().policy;
    let to = [GroupId(1), GroupId(99)];
    let proposed = propose_outgoing(&[GroupId(98)], &to, None, &directory, &policy);
    assert_eq!((proposed.to, proposed.to_liaison), (Vec::new(), None));
    assert_eq!(proposed.from.len(), 1, "the coordination address alone");
}
