//! A program with a token may what its person may and the token says, and never more.

use rules::{
    Actor, ItemVerb, Scope, TokenReach, Verb, may, may_draft_for, may_enter_incoming,
    may_handle_item, may_read_audit,
};

use crate::made::World;

fn with(actor: &Actor, scopes: &[Scope]) -> Actor {
    Actor { reach: TokenReach::Only(scopes.to_vec()), ..actor.clone() }
}

/// For every verb, person and set of scopes.
#[test]
fn a_token_gives_the_role_and_the_scope_together_and_neither_alone() {
    let world = World::new();
    let statement = world.outgoing(&["tsync"], &["etu"], "Finn");
    let sets: Vec<Vec<Scope>> = (0..16)
        .map(|bits| {
            let is_in = |(at, _): &(usize, &Scope)| bits >> at & 1 == 1;
            Scope::ALL.iter().enumerate().filter(is_in).map(|(_, scope)| *scope).collect()
        })
        .collect();
    let mut allowed = 0;
    for name in ["reader", "Finn", "Cleo", "Nora", "Otto", "Sam"] {
        let actor = world.actor(name);
        for verb in Verb::ALL {
            let is_so = |actor: &Actor| {
                may(actor, verb, &statement, &world.directory, &world.policy).is_ok()
            };
            for scopes in &sets {
                let by_token = is_so(&with(&actor, scopes));
                let both = is_so(&actor) && scopes.contains(&Scope::of(verb));
                assert_eq!(by_token, both, "{name}, {verb:?}, {scopes:?}");
                allowed += u32::from(by_token);
            }
        }
    }
    assert!(allowed > 0, "somebody may something");
}

#[test]
fn what_everybody_may_read_needs_no_scope() {
    let world = World::new();
    let mut statement = world.outgoing(&["tsync"], &["etu"], "Finn");
    statement.state = rules::State::Posted;
    let nothing = with(&world.actor("Finn"), &[]);
    may(&nothing, Verb::See, &statement, &world.directory, &world.policy).unwrap();
}

#[test]
fn each_thing_outside_a_statement_needs_its_scope() {
    let world = World::new();
    let (nora, tsync) = (world.actor("Nora"), world.id("tsync"));
    let open = |scope: Scope| {
        let nora = with(&nora, &[scope]);
        [
            may_draft_for(&nora, tsync, &[], &world.directory, &world.policy).is_ok(),
            may_enter_incoming(&nora).is_ok(),
            may_handle_item(&nora, ItemVerb::See, &world.directory, &world.policy).is_ok(),
            may_handle_item(&nora, ItemVerb::Take, &world.directory, &world.policy).is_ok(),
            may_handle_item(&nora, ItemVerb::Close, &world.directory, &world.policy).is_ok(),
            may_read_audit(&nora, &world.directory, &world.policy).is_ok(),
        ]
    };
    assert_eq!(open(Scope::Read), [false, false, true, false, false, false]);
    assert_eq!(open(Scope::Draft), [true, true, false, false, false, false]);
    assert_eq!(open(Scope::Act), [false, false, false, true, true, false]);
    assert_eq!(open(Scope::Admin), [false, false, false, false, false, true]);
}

#[test]
fn every_scope_has_its_name_and_says_what_it_lets_do() {
    for scope in Scope::ALL {
        assert_eq!(Scope::from_slug(scope.slug()), Some(scope));
        assert!(!scope.words().is_empty());
    }
    assert_eq!(Scope::from_slug("all"), None);
}
