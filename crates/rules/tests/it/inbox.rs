//! Received messages before they are statements: whose they are, and which are not for everyone.

use std::fmt::Write as _;

use rules::{BadPolicy, Policy, assigned};

use crate::made::{TODAY, World};
use crate::policy::IETF;

/// IN-1: with a formal relationship the liaison manager sees to it, else the coordinators.
#[test]
fn a_message_is_the_liaison_managers_of_its_organization_else_the_coordinators() {
    let world = World::new();
    let mut told = String::new();
    let senders = [Some("etu"), Some("etu-sg1-wp2"), Some("vsc"), Some("kio"), Some("tsync"), None];
    for sender in senders {
        let organization = sender.map(|acronym| world.id(acronym));
        let assigned = assigned(organization, &world.directory, &world.policy, TODAY);
        let names: Vec<&str> = assigned.people.iter().map(|person| person.name.as_str()).collect();
        let role = assigned.role.map(|role| world.policy.role_words(role)).unwrap_or_default();
        writeln!(told, "{}: {}, {role}", sender.unwrap_or("unknown"), names.join(", ")).unwrap();
    }
    insta::assert_snapshot!(told, @r"
    etu: Lea Manager, liaison manager
    etu-sg1-wp2: Lea Manager, liaison manager
    vsc: Max Manager, liaison manager
    kio: Nora Coordinator, liaison coordinator
    tsync: Nora Coordinator, liaison coordinator
    unknown: Nora Coordinator, liaison coordinator
    ");
}

/// An organization where nobody holds any of the roles still keeps its messages: they are nobody's, and all see that.
#[test]
fn where_nobody_holds_a_role_of_the_policy_a_message_is_nobodys() {
    let text = IETF.replace(
        r#"assigned_to = ["liaiman", "liaison_coordinator"]"#,
        r#"assigned_to = ["liaiman", "delegate", "ad"]"#,
    );
    let world = World::new();
    let policy = Policy::parse(&text).unwrap();
    let of = |policy: &Policy| {
        let assigned = assigned(None, &world.directory, policy, TODAY);
        assigned.people.iter().map(|person| person.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(&policy), ["Hal Delegate"]);
    let policy = Policy::parse(&text.replace(r#", "delegate", "ad""#, "")).unwrap();
    assert!(of(&policy).is_empty());
}

#[test]
fn markings_are_found_however_they_are_broken_and_written() {
    let world = World::new();
    let found = |text: &str| world.policy.markings_in(text, &[], &world.directory);
    assert_eq!(found("MEMBERS-\nONLY. The draft is attached."), ["members only"]);
    assert_eq!(found("Not for public  distribution"), ["not for public distribution"]);
    assert!(found("Our members onlyreply in writing.").is_empty());
    assert!(found("This is open to everyone.").is_empty());
    assert!(found("").is_empty());
}

#[test]
fn what_one_organization_uses_marks_its_own_letters_alone() {
    let world = World::new();
    let text = IETF.replacen(
        "[[inbox.markings]]",
        "[[inbox.markings]]\norganization = \"etu\"\nwords = [\"TIES users\"]\n[[inbox.markings]]",
        1,
    );
    let policy = Policy::parse(&text).unwrap();
    let found =
        |from: &str| policy.markings_in("Open to TIES users.", &[world.id(from)], &world.directory);
    assert_eq!(found("etu-sg1-wp2"), ["TIES users"]);
    assert!(found("vsc").is_empty());
}

#[test]
fn markings_that_would_mark_everything_are_refused_with_their_line() {
    let text = IETF.replacen(
        "[[inbox.markings]]",
        "[[inbox.markings]]\nwords = [\"–\"]\n[[inbox.markings]]",
        1,
    );
    let line = text.lines().position(|line| line == "words = [\"–\"]").unwrap() + 1;
    let refusal = Policy::parse(&text).unwrap_err();
    let words = "of markings no words, or words without a letter: they would mark every letter";
    assert_eq!(refusal, BadPolicy::Sense { line, words: words.to_owned() });
}
