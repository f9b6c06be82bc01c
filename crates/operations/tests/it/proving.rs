//! The tree by which the record is proved, on both databases.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use operations::{
    Desk, LogKey, Settings, Verified, extend_log, fill_demo, given_log, hide_attachment,
    open_log_key, proof_of, rotate_log_key, show_attachment, take_up_missed, verify_record,
    withdraw_statement,
};
use rules::Number;
use store::testing::tamper;
use tree::{Checkpoint, LeafKind, PublicKey};

use crate::world::{World, empty_worlds, later, now};

/// Returns the desk with a key of the log in a directory.
pub(crate) fn with_key(desk: &Desk, directory: &Path) -> Desk {
    let log_key = Some(directory.join("log.key"));
    let settings = Arc::new(Settings { log_key, ..(*desk.settings).clone() });
    Desk { settings, ..desk.clone() }
}

pub(crate) async fn extend(desk: &Desk, key: &LogKey, now: Timestamp) -> u64 {
    extend_log(desk, key, now, &|_| {}).await.unwrap().leaves
}

pub(crate) async fn verify(desk: &Desk, earlier: Option<&str>) -> Verified {
    verify_record(desk, earlier, &|_, _, _| {}).await.unwrap()
}

async fn newest_public(world: &World) -> Number {
    *world.desk.store.reader().public_numbers().await.unwrap().last().unwrap()
}

async fn checkpoint(desk: &Desk) -> String {
    given_log(desk).await.unwrap().checkpoint.unwrap().note
}

/// PI-24 of the next generation: what is taken from view stays proved by its digest, and so does that it was taken; the record says
/// the same as its tree before and after.
#[tokio::test]
async fn what_is_taken_from_view_stays_proved() {
    for world in empty_worlds("proving_hidden").await {
        let directory = tempfile::tempdir().unwrap();
        fill_demo(&world.desk, now()).await.unwrap();
        let desk = with_key(&world.desk, directory.path());
        let key = open_log_key(&desk, now()).await.unwrap();
        extend(&desk, &key, now()).await;
        let reader = desk.store.reader();
        let numbers = reader.public_numbers().await.unwrap();
        let all = reader.statements(&numbers).await.unwrap();
        let of = all.iter().find(|one| !one.attachments.is_empty()).unwrap();
        let (number, position) = (of.number, of.attachments[0].position);
        let cy = world.actor("cy.novak").await;
        let earlier = checkpoint(&desk).await;
        for (minute, hides) in [(1, true), (2, false)] {
            let why = "It names a patient.";
            if hides {
                hide_attachment(&desk, &cy, number, position, why, later(minute)).await.unwrap();
            } else {
                show_attachment(&desk, &cy, number, position, why, later(minute)).await.unwrap();
            }
            assert!(extend(&desk, &key, later(minute)).await > 0, "the event is a leaf");
            assert_eq!(verify(&desk, Some(&earlier)).await.findings, [], "hides: {hides}");
        }
    }
}

/// Nothing is in the tree that is not public, and everything that is, once.
#[tokio::test]
async fn what_becomes_public_enters_the_tree_once() {
    for world in empty_worlds("proving").await {
        let directory = tempfile::tempdir().unwrap();
        fill_demo(&world.desk, now()).await.unwrap();
        let desk = with_key(&world.desk, directory.path());
        let key = open_log_key(&desk, now()).await.unwrap();
        let entered = extend(&desk, &key, now()).await;
        assert_eq!(extend(&desk, &key, now()).await, 0);
        let verified = verify(&desk, None).await;
        assert_eq!(verified.findings, []);
        assert_eq!((verified.leaves, verified.waiting), (entered + 1, 0));
        let numbers = desk.store.reader().log_numbers().await.unwrap();
        assert_eq!(numbers, desk.store.reader().public_numbers().await.unwrap());
        let earlier = checkpoint(&desk).await;

        let coordinator = world.actor("cy.novak").await;
        let number = newest_public(&world).await;
        withdraw_statement(&desk, &coordinator, number, "It was sent twice.", later(1))
            .await
            .unwrap();
        assert!(verify(&desk, None).await.waiting == 1, "what was done a moment ago is no fault");
        // The event, and what the record says from now on.
        assert_eq!(extend(&desk, &key, later(2)).await, 2);
        let verified = verify(&desk, Some(&earlier)).await;
        assert_eq!((verified.findings, verified.leaves), (Vec::new(), entered + 3));

        let statement = desk.store.reader().statement(number).await.unwrap().unwrap();
        let proof = proof_of(&desk, &statement).await.unwrap().unwrap();
        let shown = proof.check(&[key.public()]).unwrap();
        let kinds = |kind| shown.leaves.iter().filter(|(_, leaf)| leaf.kind == kind).count();
        assert_eq!(kinds(LeafKind::Statement), 2);
        assert_eq!(shown.leaves.last().unwrap().1.what, "withdrawn");
        // Nobody's words are in a leaf.
        assert!(shown.leaves.iter().all(|(_, leaf)| !leaf.written().contains("sent twice")));
    }
}

/// While one instance after the other is replaced, one of the version before, which knows no tree, does things too: they are taken up.
/// What says that it happened long ago is not.
#[tokio::test]
async fn what_an_older_instance_does_is_taken_up_and_what_is_back_dated_is_not() {
    for world in empty_worlds("proving_missed").await {
        let directory = tempfile::tempdir().unwrap();
        fill_demo(&world.desk, now()).await.unwrap();
        let desk = with_key(&world.desk, directory.path());
        let key = open_log_key(&desk, now()).await.unwrap();
        extend(&desk, &key, now()).await;
        let coordinator = world.actor("cy.novak").await;
        let numbers = desk.store.reader().public_numbers().await.unwrap();
        let does = async |number: Number, minute: i64| {
            let why = "It was sent twice.";
            withdraw_statement(&desk, &coordinator, number, why, later(minute)).await.unwrap();
            tamper(&desk.store, "delete from log_pending".to_owned()).await;
            assert_eq!(extend(&desk, &key, later(minute)).await, 0, "nobody knows of it");
        };
        let newest = newest_public(&world).await;
        does(newest, 1).await;
        assert!(!verify(&desk, None).await.findings.is_empty());
        assert_eq!(take_up_missed(&desk, Some(later(1))).await.unwrap(), 1);
        assert_eq!(take_up_missed(&desk, Some(later(1))).await.unwrap(), 0, "it waits");
        assert_eq!(extend(&desk, &key, later(2)).await, 2);
        assert_eq!(verify(&desk, None).await.findings, []);
        let other = *numbers.iter().find(|number| **number != newest).unwrap();
        does(other, 3).await;
        let at = later(3).as_microsecond();
        let back = format!("update events set at = at - 86400000000 where at = {at}");
        tamper(&desk.store, back).await;
        assert_eq!(take_up_missed(&desk, None).await.unwrap(), 0);
        assert_eq!(extend(&desk, &key, later(4)).await, 0);
        assert!(!verify(&desk, None).await.findings.is_empty(), "it is named");
    }
}

/// Each of two instances adds what it sees at the same time; nothing is there twice, and nothing is left out.
#[tokio::test]
async fn two_instances_add_to_one_tree() {
    for world in empty_worlds("proving_two").await {
        let directory = tempfile::tempdir().unwrap();
        let desk = with_key(&world.desk, directory.path());
        let (one, other) = tokio::join!(open_log_key(&desk, now()), open_log_key(&desk, now()));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.public(), other.public(), "the first made it, the second found it");
        let filling = fill_demo(&desk, now());
        let adding = async |key: &LogKey| {
            for step in 0..40 {
                extend_log(&desk, key, later(step), &|_| {}).await.unwrap();
            }
        };
        let (filled, ..) = tokio::join!(filling, adding(&one), adding(&other));
        filled.unwrap();
        extend(&desk, &one, later(60)).await;
        assert_eq!(verify(&desk, None).await.findings, []);
    }
}

/// Both keys sign the change, so that who trusts the old one comes to the new one; an instance that has the old one signs nothing.
#[tokio::test]
async fn a_key_takes_the_place_of_another() {
    for world in empty_worlds("proving_keys").await {
        let directory = tempfile::tempdir().unwrap();
        let desk = with_key(&world.desk, directory.path());
        let old = open_log_key(&desk, now()).await.unwrap();
        let earlier = checkpoint(&desk).await;
        let new = rotate_log_key(&desk, later(1)).await.unwrap();
        let (_, note) = Checkpoint::parse(&checkpoint(&desk).await).unwrap();
        let both = [old.public(), new.public()];
        assert_eq!(note.check(&both).unwrap().len(), 2);
        let log = given_log(&desk).await.unwrap();
        let keys: Vec<PublicKey> =
            log.keys.iter().filter_map(|key| PublicKey::parse(&key.public)).collect();
        assert_eq!(keys, both);
        assert_eq!((log.keys[0].until, log.keys[1].until), (Some(later(1)), None));
        fill_demo(&desk, now()).await.unwrap();
        let refused = extend_log(&desk, &old, later(2), &|_| {}).await.unwrap_err();
        insta::allow_duplicates! {
            insta::assert_snapshot!(refused, @"The key of the log was changed since this instance began: start it again.");
        }
        let again = open_log_key(&desk, later(2)).await.unwrap();
        assert_eq!(again.public(), new.public());
        extend(&desk, &again, later(2)).await;
        assert_eq!(verify(&desk, Some(&earlier)).await.findings, []);
        // Broken off between the database and the files, it is found beside its place.
        let (place, aside) = (directory.path().join("log.key"), new.public().id_hex());
        let aside = directory.path().join(format!("log.key.{aside}"));
        std::fs::rename(&place, &aside).unwrap();
        assert_eq!(open_log_key(&desk, later(3)).await.unwrap().public(), new.public());
        std::fs::remove_file(&aside).unwrap();
        assert!(
            open_log_key(&desk, later(3)).await.unwrap_err().to_string().contains("copy the file")
        );
    }
}
