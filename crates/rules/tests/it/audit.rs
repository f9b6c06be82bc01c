//! Who reads what is noted of sign-ins, and what a change of roles is called.

use jiff::civil::date;
use rules::{Refusal, RoleKind, may_read_audit, role_changes};

use crate::made::{World, person_id};

#[test]
fn coordinators_and_the_secretariat_read_the_sign_ins_of_all_and_nobody_else() {
    let world = World::new();
    let everybody = [
        "reader", "Ada", "Ben", "Bob", "Cleo", "Finn", "Gita", "Hal", "Lea", "Nora", "Otto",
        "Quin", "Sam",
    ];
    let may = everybody
        .into_iter()
        .filter(|name| may_read_audit(&world.actor(name), &world.directory, &world.policy).is_ok());
    assert_eq!(may.collect::<Vec<_>>(), ["Nora", "Otto"]);
    let refused = may_read_audit(&world.actor("Gita"), &world.directory, &world.policy);
    assert!(matches!(refused, Err(Refusal::NotAllowed { .. })));
}

#[test]
fn a_change_of_roles_is_told_by_person_with_its_days() {
    let (before, mut after) = (World::new(), World::new().directory);
    assert_eq!(role_changes(&before.directory, &after, &before.policy), []);
    let tsync = before.id("tsync");
    let day = date(2026, 10, 1);
    after.add_role(person_id("Sam"), RoleKind::Chair, tsync, Some(day), None);
    after.add_role(person_id("Finn"), RoleKind::Delegate, tsync, None, Some(day));
    let there: Vec<(i64, String)> = role_changes(&before.directory, &after, &before.policy)
        .iter()
        .map(|change| (change.person.0, change.words()))
        .collect();
    let wanted = [
        (7, "given: delegate of tsync until 2026-10-01".to_owned()),
        (17, "given: chair of tsync from 2026-10-01".to_owned()),
    ];
    assert_eq!(there, wanted);
    let back: Vec<String> = role_changes(&after, &before.directory, &before.policy)
        .iter()
        .map(|change| change.words())
        .collect();
    assert_eq!(
        back,
        ["taken: delegate of tsync until 2026-10-01", "taken: chair of tsync from 2026-10-01"]
    );
}
