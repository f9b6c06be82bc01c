//! Sessions, passwords, and what is noted of both.

use jiff::SignedDuration;
use operations::{
    Failure, NewAccount, Visitor, act, add_account, ask_for_link, audit, begin_session,
    change_password, end_other_sessions, end_session, import_directory, own_audit, own_sessions,
    session_person, sign_in, sign_in_by_link, sign_out,
};
use rules::PersonId;

use crate::signing_in::firefox;
use crate::world::{World, later, mailbox, now, worlds};

const PASSWORD: &str = "correct horse battery";

async fn anna(world: &World) -> PersonId {
    let new =
        NewAccount { mailbox: mailbox("anna@example.org"), password: Some(PASSWORD.to_owned()) };
    add_account(&world.desk, &new, now()).await.unwrap()
}

fn safari() -> Visitor {
    Visitor { agent: "Safari on a Mac".to_owned(), ..Visitor::default() }
}

/// Returns what was noted, oldest first, as a person reads it.
pub(crate) async fn noted(world: &World) -> Vec<String> {
    let reader = world.desk.store.reader();
    let directory = reader.directory().await.unwrap();
    let (events, _) = reader.audit(1, 1_000).await.unwrap();
    let line = |event: &rules::AuditEvent| {
        let whom = event.person.and_then(|person| directory.person(person));
        let whom = whom.map_or("nobody known", |person| person.name.as_str());
        let digest = if event.address_digest.is_empty() { "" } else { " (a digest)" };
        format!("{}, {whom}{digest}: {} [{}]", event.kind, event.words, event.agent)
    };
    events.iter().rev().map(line).collect()
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_for_three_days_and_after_two_weeks_at_the_latest() {
    for world in worlds("limits").await {
        let desk = &world.desk;
        let anna = anna(&world).await;
        let hours = SignedDuration::from_hours;
        let begin = async || sign_in(desk, "anna@example.org", PASSWORD, &firefox(), now()).await;
        let (idle, used) = (begin().await.unwrap(), begin().await.unwrap());
        let who = async |token: &str, after| session_person(desk, token, now() + after).await;
        let second = SignedDuration::from_secs(1);
        assert_eq!(who(&idle, hours(72) - second).await.unwrap(), Some(anna));
        let idle = begin().await.unwrap();
        assert_eq!(who(&idle, hours(72)).await.unwrap(), None, "nobody used it");
        for day in 1..14 {
            assert_eq!(who(&used, hours(24 * day)).await.unwrap(), Some(anna), "day {day}");
        }
        assert_eq!(who(&used, hours(24 * 14) - second).await.unwrap(), Some(anna));
        assert_eq!(who(&used, hours(24 * 14)).await.unwrap(), None, "however often it was used");
        assert_eq!(who(&used.to_lowercase(), hours(1)).await.unwrap(), None);
        assert_eq!(who("", hours(1)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn somebody_sees_where_they_are_signed_in_and_ends_it() {
    for world in worlds("own").await {
        let desk = &world.desk;
        let anna = anna(&world).await;
        let here = sign_in(desk, "anna@example.org", PASSWORD, &firefox(), now()).await.unwrap();
        let there = begin_session(desk, anna, "in a test", &safari(), later(1)).await.unwrap();
        let third = begin_session(desk, anna, "in a test", &safari(), later(2)).await.unwrap();
        let mine = own_sessions(desk, anna, &here, later(3)).await.unwrap();
        let words: Vec<String> = mine
            .iter()
            .map(|own| {
                let this = if own.is_this_one { " (this one)" } else { "" };
                format!("{}, {}{this}", own.session.agent, own.session.means)
            })
            .collect();
        insta::assert_debug_snapshot!("own_sessions", words);
        let bo = world.actor("Bo").await.person.unwrap();
        let refused = end_session(desk, bo, mine[0].session.id, &firefox(), later(3)).await;
        assert!(matches!(refused, Err(Failure::NotFound(_))), "nobody ends another's");
        end_session(desk, anna, mine[0].session.id, &firefox(), later(3)).await.unwrap();
        assert_eq!(session_person(desk, &third, later(3)).await.unwrap(), None);
        assert_eq!(session_person(desk, &there, later(3)).await.unwrap(), Some(anna));
        let ended = end_other_sessions(desk, anna, &here, &firefox(), later(4)).await.unwrap();
        assert_eq!(ended, 1);
        assert_eq!(session_person(desk, &there, later(4)).await.unwrap(), None);
        assert_eq!(session_person(desk, &here, later(4)).await.unwrap(), Some(anna));
    }
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions_and_a_wrong_old_one_changes_nothing() {
    for world in worlds("newpassword").await {
        let desk = &world.desk;
        let anna = anna(&world).await;
        let here = sign_in(desk, "anna@example.org", PASSWORD, &firefox(), now()).await.unwrap();
        let there = begin_session(desk, anna, "in a test", &safari(), now()).await.unwrap();
        let change = async |passwords| {
            change_password(desk, anna, &here, passwords, &firefox(), later(1)).await
        };
        let fresh = "quite another phrase";
        for refused in [["a guess", fresh], [PASSWORD, "short"], ["", fresh]] {
            assert!(matches!(change(refused).await, Err(Failure::Unacceptable(_))), "{refused:?}");
        }
        assert_eq!(session_person(desk, &there, later(1)).await.unwrap(), Some(anna));
        change([PASSWORD, fresh]).await.unwrap();
        assert_eq!(session_person(desk, &there, later(1)).await.unwrap(), None);
        assert_eq!(session_person(desk, &here, later(1)).await.unwrap(), Some(anna));
        let old = sign_in(desk, "anna@example.org", PASSWORD, &firefox(), later(2)).await;
        assert!(old.is_err());
        sign_in(desk, "anna@example.org", fresh, &firefox(), later(2)).await.unwrap();
        let nobody = world.actor("Bo").await.person.unwrap();
        let refused = change_password(desk, nobody, "", ["", fresh], &firefox(), now()).await;
        assert!(matches!(refused, Err(Failure::NotFound(_))), "Bo has no account");
    }
}

/// An unknown address leaves a digest, the same one each time, from which nobody reads the address.
#[tokio::test]
async fn what_happens_to_the_ways_in_is_noted_without_passwords_and_addresses() {
    for world in worlds("noted").await {
        let desk = &world.desk;
        let anna = anna(&world).await;
        let token = sign_in(desk, "anna@example.org", PASSWORD, &firefox(), now()).await.unwrap();
        for address in
            ["anna@example.org", "Ghost@example.org", "ghost@example.org", "other@example.org"]
        {
            let refused = sign_in(desk, address, "my secret guess", &firefox(), later(1)).await;
            assert!(refused.is_err(), "{address}");
        }
        ask_for_link(desk, "anna@example.org", "", &firefox(), later(2)).await.unwrap();
        ask_for_link(desk, "ghost@example.org", "", &firefox(), later(2)).await.unwrap();
        sign_in_by_link(desk, "nothing", &firefox(), later(3)).await.unwrap_err();
        sign_out(desk, &token, later(4)).await.unwrap();
        sign_out(desk, &token, later(5)).await.unwrap();
        let lines = noted(&world).await;
        insta::assert_debug_snapshot!("noted", lines);
        let (events, _) = desk.store.reader().audit(1, 100).await.unwrap();
        let whole = format!("{events:?}").to_lowercase();
        for secret in ["ghost", "guess", "horse", "example.org", &token.to_lowercase()] {
            assert!(!whole.contains(secret), "{secret} in {whole}");
        }
        let mut digests: Vec<&str> = events
            .iter()
            .map(|event| event.address_digest.as_str())
            .filter(|it| !it.is_empty())
            .collect();
        assert_eq!(digests.len(), 4);
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), 2, "two unknown addresses, however they are written");
        assert_eq!(own_audit(desk, anna).await.unwrap().len(), 6, "hers alone");
    }
}

#[tokio::test]
async fn an_import_that_changes_roles_notes_whose_and_which() {
    for world in worlds("roles").await {
        let desk = &world.desk;
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("directory.toml");
        let import = async |text: &str| {
            std::fs::write(&file, text).unwrap();
            import_directory(desk, &file, now()).await.unwrap();
        };
        let anna = "[[people]]\nname = \"Anna Chair\"\naddresses = [\"anna@example.org\"]\n";
        let role =
            "[[people.roles]]\nrole = \"delegate\"\ngroup = \"tsync\"\nfrom = \"2026-10-01\"\n";
        import(&format!("{anna}{role}")).await;
        import(&format!("{anna}{role}")).await;
        import(anna).await;
        insta::assert_debug_snapshot!("roles", noted(&world).await);
    }
}

#[tokio::test]
async fn what_was_noted_of_all_is_for_coordinators_and_the_secretariat() {
    for world in worlds("reading").await {
        let desk = &world.desk;
        anna(&world).await;
        let (events, total) = audit(desk, &world.actor("Cy").await, 1, 10).await.unwrap();
        assert!(total > 0 && i64::try_from(events.len()).unwrap() == total);
        let reader = act(desk, None, now()).await.unwrap();
        for actor in [world.actor("Anna").await, world.actor("Bo").await, reader] {
            let refused = audit(desk, &actor, 1, 10).await;
            assert!(matches!(refused, Err(Failure::NotFound(_))), "{}", actor.name);
        }
    }
}
