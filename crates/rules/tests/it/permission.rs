//! Who may do what with a statement: the table of role × state × direction × verb.

use std::fmt::Write as _;

use rules::{
    Capacity, Direction, HeldRole, PERMISSIONS, Refusal, RoleKind, State, Statement, Verb,
    capacities, may,
};

use crate::made::{World, everybody};

/// A statement of tsync to etu-sg1 that Finn began, or one of etu-sg1 to tsync that Pia entered.
fn statement(world: &World, direction: Direction, state: State) -> Statement {
    let statement = match direction {
        Direction::Outgoing => world.outgoing(&["tsync"], &["etu-sg1"], "Finn"),
        Direction::Incoming => world.incoming(&["tsync"], "Pia"),
    };
    Statement { state, ..statement }
}

/// IN-1, OUT-2, OUT-3, OUT-10, REC-1: the whole table, asked of the rules one by one.
#[test]
fn everybody_may_do_what_the_table_says_and_nothing_else() {
    let world = World::new();
    let mut table = String::new();
    for direction in Direction::ALL {
        for state in State::ALL {
            writeln!(table, "\n{direction}, {state}").unwrap();
            for first in everybody() {
                let actor = world.actor(first);
                let statement = statement(&world, direction, state);
                let verbs = Verb::ALL.into_iter().filter(|verb| {
                    may(&actor, *verb, &statement, &world.directory, &world.policy).is_ok()
                });
                let verbs: Vec<&str> = verbs.map(short).collect();
                let verbs = if verbs.is_empty() { "-".to_owned() } else { verbs.join(", ") };
                writeln!(table, "  {first:<7}{verbs}").unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

fn short(verb: Verb) -> &'static str {
    match verb {
        Verb::SeePrivate => "see private",
        Verb::NoteApproval => "note approval",
        Verb::RecordAsSent => "record as sent",
        Verb::TellGroup => "tell group",
        Verb::Comment => "comment",
        Verb::Edit => "edit",
        other => other.words(),
    }
}

/// REC-1: no sequence of questions lets anybody act on what they would be told does not exist.
#[test]
fn nobody_does_anything_with_a_statement_that_they_may_not_see() {
    let world = World::new();
    for (direction, state, first) in combinations() {
        let (statement, actor) = (statement(&world, direction, state), world.actor(first));
        let may = |verb| may(&actor, verb, &statement, &world.directory, &world.policy).is_ok();
        if !may(Verb::See) {
            let done: Vec<Verb> = Verb::ALL.into_iter().filter(|verb| may(*verb)).collect();
            assert_eq!(done, [], "{first} on a statement that is {direction} and {state}");
        }
    }
}

/// Whoever gives up a statement sees it afterwards, and may read why.
#[test]
fn whoever_may_drop_a_statement_may_see_it_dropped() {
    let world = World::new();
    for (direction, state, first) in combinations() {
        let actor = world.actor(first);
        let may = |verb, state| {
            let statement = statement(&world, direction, state);
            may(&actor, verb, &statement, &world.directory, &world.policy).is_ok()
        };
        if may(Verb::Drop, state) {
            assert!(may(Verb::See, State::Dropped), "{first}, {direction}, {state}");
            assert!(may(Verb::SeePrivate, State::Dropped), "{first}, {direction}, {state}");
        }
    }
}

fn combinations() -> impl Iterator<Item = (Direction, State, &'static str)> {
    Direction::ALL.into_iter().flat_map(|direction| {
        State::ALL.into_iter().flat_map(move |state| {
            everybody().into_iter().map(move |first| (direction, state, first))
        })
    })
}

/// Two rows for one verb, state and direction would be two places to change.
#[test]
fn each_verb_has_one_row_for_a_state_and_a_direction() {
    for verb in Verb::ALL {
        for state in State::ALL {
            for direction in Direction::ALL {
                let rows = PERMISSIONS.iter().filter(|row| {
                    row.verb == verb
                        && row.states.contains(&state)
                        && row.directions.contains(&direction)
                });
                assert!(rows.count() <= 1, "{verb:?}, {direction}, {state}");
            }
        }
    }
}

/// OUT-9: the role is recorded in which somebody acts, the one that lets them.
#[test]
fn a_person_acts_in_the_role_that_lets_them() {
    let world = World::new();
    let mut words = String::new();
    let acts = [
        ("Finn", Verb::Submit, State::Draft),
        ("Gita", Verb::Edit, State::Draft),
        ("Cleo", Verb::Approve, State::InReview),
        ("Cleo", Verb::Edit, State::InReview),
        ("Nora", Verb::Review, State::InReview),
        ("Otto", Verb::NoteApproval, State::InReview),
        ("Lea", Verb::Comment, State::InReview),
        ("Nora", Verb::Withdraw, State::Posted),
        ("Finn", Verb::See, State::Posted),
    ];
    for (first, verb, state) in acts {
        let statement = statement(&world, Direction::Outgoing, state);
        let role =
            may(&world.actor(first), verb, &statement, &world.directory, &world.policy).unwrap();
        let role = role.map_or_else(
            || "nobody".to_owned(),
            |role| world.policy.held_words(role, &world.directory),
        );
        writeln!(words, "{first} may {} this statement as {role}", verb.words()).unwrap();
    }
    insta::assert_snapshot!(words);
}

/// OUT-2: for the area's own statement an Area Director is both who writes it and who answers for it.
#[test]
fn an_area_director_is_editor_and_authority_of_the_areas_statement() {
    let world = World::new();
    let statement = world.outgoing(&["tim"], &["etu"], "Cleo");
    let found = capacities(&world.actor("Dora"), &statement, &world.directory, &world.policy);
    let role = Some(HeldRole { kind: RoleKind::AreaDirector, group: world.id("tim") });
    assert_eq!(
        found,
        [(Capacity::Reader, None), (Capacity::Authority, role), (Capacity::Editor, role)]
    );
}

/// A chair who steps down can still finish what they began, and acts without a role.
#[test]
fn whoever_began_a_draft_may_finish_it_without_any_role() {
    let world = World::new();
    let statement = world.outgoing(&["tsync"], &["etu-sg1"], "Sam");
    let sam = world.actor("Sam");
    assert_eq!(may(&sam, Verb::Edit, &statement, &world.directory, &world.policy), Ok(None));
}

/// REC-7, OUT-5: whoever keeps the relationship enters what was sent otherwise, and records it, in one go.
#[test]
fn a_keeper_records_what_was_sent_otherwise_from_a_draft_of_their_own() {
    let world = World::new();
    let may_record = |first: &str, by: &str| {
        let draft = world.outgoing(&["tsync"], &["etu-sg1"], by);
        let verb = Verb::RecordAsSent;
        may(&world.actor(first), verb, &draft, &world.directory, &world.policy).is_ok()
    };
    for keeper in ["Lea", "Nora", "Otto"] {
        assert!(may_record(keeper, keeper));
        assert!(!may_record(keeper, "Finn"), "Finn's draft is Finn's");
    }
    assert!(!may_record("Finn", "Finn"), "nor does a chair settle it without anybody's word");
    assert!(!may_record("Max", "Max"), "nor the manager of another relationship");
}

/// A liaison manager keeps the groups inside their organization, and no other organization.
#[test]
fn a_liaison_manager_is_involved_wherever_their_organization_is_on_the_other_side() {
    let world = World::new();
    let involved = |first: &str, to: &[&str]| {
        let statement =
            Statement { state: State::InReview, ..world.outgoing(&["tsync"], to, "Finn") };
        may(&world.actor(first), Verb::See, &statement, &world.directory, &world.policy).is_ok()
    };
    assert!(involved("Lea", &["etu"]));
    assert!(involved("Lea", &["etu-sg1-wp2"]));
    assert!(involved("Lea", &["kio", "etu-sg2"]));
    assert!(!involved("Lea", &["vsc"]));
    assert!(involved("Max", &["vsc"]));
}

/// Each refusal names who may, so that the person knows whom to ask.
#[test]
fn a_refusal_says_who_may() {
    let world = World::new();
    let mut sentences = String::new();
    let asked = [
        ("Finn", Verb::Approve, State::InReview, Direction::Outgoing),
        ("Cleo", Verb::Review, State::InReview, Direction::Outgoing),
        ("Pia", Verb::Review, State::InReview, Direction::Incoming),
        ("Finn", Verb::NoteApproval, State::InReview, Direction::Outgoing),
        ("Finn", Verb::Withdraw, State::Posted, Direction::Outgoing),
        ("Nora", Verb::Edit, State::Posted, Direction::Outgoing),
        ("Nora", Verb::Approve, State::InReview, Direction::Incoming),
        ("reader", Verb::SeePrivate, State::Posted, Direction::Incoming),
        ("Finn", Verb::RecordAsSent, State::Draft, Direction::Outgoing),
    ];
    for (first, verb, state, direction) in asked {
        let statement = statement(&world, direction, state);
        let refusal: Refusal =
            may(&world.actor(first), verb, &statement, &world.directory, &world.policy)
                .unwrap_err();
        writeln!(sentences, "{first}: {refusal}").unwrap();
    }
    insta::assert_snapshot!(sentences);
}
