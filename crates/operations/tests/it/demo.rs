//! The made record of the demonstration.

use std::collections::{BTreeMap, BTreeSet};

use operations::{act, fill_demo, see};
use rules::{
    Actor, AttachmentBody, Direction, ItemState, Purpose, RoleKind, State, Statement, Verb,
};
use store::{DeadlineFilter, Find};

use crate::world::{TODAY, World, empty_worlds, now};

async fn demos(name: &str) -> Vec<World> {
    let worlds = empty_worlds(name).await;
    for world in &worlds {
        fill_demo(&world.desk, now()).await.unwrap();
    }
    worlds
}

async fn public(world: &World) -> Vec<Statement> {
    let reader = world.desk.store.reader();
    reader.statements(&reader.public_numbers().await.unwrap()).await.unwrap()
}

/// Everything that a reader may meet in the real record is there: each direction, purpose, state, kind of attachment,
/// deadline and gap.
#[tokio::test]
async fn the_demonstration_shows_everything_that_a_record_can_hold() {
    for world in demos("demo_everything").await {
        let all = public(&world).await;
        insta::assert_snapshot!("demo_subjects", all.iter().map(line_of).collect::<String>());
        let purposes: BTreeSet<Option<Purpose>> = all.iter().map(|it| it.purpose).collect();
        assert_eq!(purposes.len(), 5, "every purpose, and none stated");
        let directions: BTreeSet<Direction> = all.iter().map(|it| it.direction).collect();
        assert_eq!(directions.len(), 2);
        assert!(all.iter().any(|it| it.state == State::Withdrawn));
        assert!(all.iter().any(|it| it.approval_missing));
        assert!(all.iter().any(|it| it.consensus.is_some()));
        assert!(all.iter().any(|it| !it.retired_contacts.is_empty()));
        assert!(all.iter().any(|it| it.to.groups.is_empty()));
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for attachment in all.iter().flat_map(|it| &it.attachments) {
            let kind = match &attachment.body {
                AttachmentBody::Link { .. } => "link".to_owned(),
                AttachmentBody::File { sha256: None, .. } => "name alone".to_owned(),
                AttachmentBody::File { media_type, .. } => media_type.clone(),
            };
            *kinds.entry(kind).or_default() += 1;
        }
        insta::assert_debug_snapshot!("demo_attachments", kinds);
        let reader = world.desk.store.reader();
        for (deadline, least) in
            [(DeadlineFilter::OpenOn(TODAY), 4), (DeadlineFilter::PassedOn(TODAY), 4)]
        {
            let find = Find { deadline: Some(deadline), ..Find::default() };
            let found = reader.find(&find, 1, 50).await.unwrap();
            assert!(found.rows.len() >= least, "{deadline:?}: {}", found.rows.len());
        }
        let find = Find { unanswered: true, ..Find::default() };
        assert!(reader.find(&find, 1, 50).await.unwrap().rows.len() >= 4);
    }
}

fn line_of(it: &Statement) -> String {
    let purpose = it.purpose.map_or("none", Purpose::slug);
    format!("{} {} {} {purpose}: {}\n", it.number, it.day(), it.direction, it.subject)
}

/// Words of attached files are found without any converter.
#[tokio::test]
async fn the_words_of_attached_files_are_found() {
    for world in demos("demo_words").await {
        let reader = world.desk.store.reader();
        for words in [
            "\"oscillator class\"",
            "\"temperature chamber\"",
            "\"dictionary of 200 entries\"",
            "counterfeit",
        ] {
            let find = Find { words: words.to_owned(), ..Find::default() };
            assert_eq!(reader.find(&find, 1, 10).await.unwrap().rows.len(), 1, "{words}");
        }
    }
}

/// One person for each role can sign in; each sees what waits for them, and nobody else sees a draft.
#[tokio::test]
async fn one_person_for_each_role_can_sign_in() {
    for world in demos("demo_people").await {
        let reader = world.desk.store.reader();
        let mut people = String::new();
        let mut roles = BTreeSet::new();
        let directory = reader.directory().await.unwrap();
        for account in reader.accounts().await.unwrap() {
            assert!(account.password_hash.is_none());
            let actor = act(&world.desk, Some(account.person), now()).await.unwrap();
            let words: Vec<String> = actor
                .roles
                .iter()
                .map(|role| world.desk.policy.held_words(*role, &directory))
                .collect();
            people.push_str(&format!("{}: {}\n", actor.name, words.join(", ")));
            roles.extend(actor.roles.iter().map(|role| role.kind));
        }
        insta::assert_snapshot!("demo_people", people);
        for role in [
            RoleKind::Chair,
            RoleKind::Secretary,
            RoleKind::AreaDirector,
            RoleKind::LiaisonManager,
            RoleKind::Coordinator,
        ] {
            assert!(roles.contains(&role), "{role}");
        }
        let unposted = reader.unposted().await.unwrap();
        let states: Vec<State> = unposted.iter().map(|it| it.state).collect();
        assert_eq!(states.iter().filter(|state| **state == State::Draft).count(), 2);
        assert_eq!(states.iter().filter(|state| **state == State::InReview).count(), 2);
        for statement in &unposted {
            assert!(see(&world.desk, &Actor::reader(), statement.number).await.is_err());
        }
        let director = world.actor("bo.adeyemi").await;
        let waits = unposted.iter().filter(|it| {
            rules::may(&director, Verb::Approve, it, &directory, &world.desk.policy).is_ok()
        });
        assert_eq!(waits.count(), 1, "one statement waits for the Area Director");
    }
}

/// The inbox has something of each kind, and messages were queued for those who are told.
#[tokio::test]
async fn the_inbox_and_the_outbox_have_something_of_each_kind() {
    for world in demos("demo_mail").await {
        let reader = world.desk.store.reader();
        let mut inbox = String::new();
        for state in ItemState::ALL {
            for item in reader.items(state, 1, 20).await.unwrap().0 {
                let parts = item.parts.len();
                inbox.push_str(&format!(
                    "{state}: {} ({parts} files) {}\n",
                    item.subject, item.reason
                ));
            }
        }
        insta::assert_snapshot!("demo_inbox", inbox);
        let (mails, _) = reader.mails(1, 100).await.unwrap();
        let kinds: BTreeSet<String> = mails.iter().map(|fate| fate.mail.kind.clone()).collect();
        insta::assert_debug_snapshot!("demo_mail_kinds", kinds);
    }
}

/// Every statement that went out was approved by its authority, save the one that says so (OUT-2, OUT-5).
#[tokio::test]
async fn what_went_out_was_approved_and_reviewed() {
    for world in demos("demo_approved").await {
        for statement in public(&world).await {
            let imported = statement.created_by.is_none();
            let otherwise = statement.approval_missing
                || matches!(statement.travelled, rules::Travelled::Otherwise(_));
            assert_eq!(statement.gates.is_empty(), imported || otherwise, "{}", statement.subject);
            assert!(statement.gates.iter().all(rules::Gate::is_open), "{}", statement.subject);
        }
    }
}
