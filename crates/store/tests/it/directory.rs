//! The directory: organizations, groups, people and roles are brought in, changed, and told apart.

use std::sync::Arc;

use jiff::civil::date;
use rules::{Directory, GroupKind, RoleKind};
use store::testing::stores;
use store::{Changes, Fault, GroupEntry, PersonEntry, Store};

use crate::made::{self, group, person};

/// Writes a directory so that one can read it.
fn shown(directory: &Directory) -> String {
    let mut lines = Vec::new();
    for group in directory.groups() {
        let line: Vec<&str> =
            directory.line(group.id).iter().map(|group| group.acronym.as_str()).collect();
        let (kind, state) = (group.kind.slug(), group.state.slug());
        lines.push(format!("{}: {}, {kind}, {state}", line.join(" < "), group.name));
        lines.extend(group.list_address.iter().map(|list| format!("    its list {list}")));
        for contact in directory.contacts(group.id) {
            let alone = if contact.send_to { " alone" } else { "" };
            lines.push(format!("    {} {}{alone}", contact.why.slug(), contact.mailbox));
        }
        for kind in RoleKind::ALL {
            for person in directory.holders(kind, group.id, made::TODAY) {
                let addresses = person.addresses.join(", ");
                lines.push(format!("    {kind}: {} ({addresses})", person.name));
            }
        }
    }
    lines.join("\n")
}

async fn save_groups(store: &Store, groups: &[GroupEntry]) -> Result<Changes, Fault> {
    let mut tx = store.begin("save groups").await?;
    let changes = tx.save_groups(groups, &made::ids(), made::now()).await?;
    tx.commit().await?;
    Ok(changes)
}

async fn save_people(store: &Store, people: &[PersonEntry]) -> Result<Changes, Fault> {
    let later = made::now() + jiff::SignedDuration::from_hours(1);
    let mut tx = store.begin("save people").await?;
    let changes = tx.save_people(people, &made::ids(), later).await?;
    tx.commit().await?;
    Ok(changes)
}

fn changes(added: i64, changed: i64, unchanged: i64) -> Changes {
    Changes { added, changed, unchanged }
}

#[tokio::test]
async fn a_directory_comes_back_as_it_was_brought_in() {
    for (label, store, _guard) in stores("directory").await {
        let directory = made::directory(&store).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(shown(&directory), @r"
            etu: Example Telecommunication Union, sdo, active
                liaison-manager etu-manager@example.org
                listed ETU Secretariat <etu@example.com> alone
                liaison manager: Di Manager (di@example.org)
            etu-sg1 < etu: ETU Study Group 1, sdo, active
                listed sg1@example.com
            etu-sg1-wp2 < etu-sg1 < etu: ETU Study Group 1, Party 2, sdo, active
            etu-sg2 < etu: ETU Study Group 2, sdo, active
            iab: IAB, ietf, active
                liaison coordinator: Cy Coordinator (cy@example.org)
            ietf: IETF, ietf, active
            kio: Kilohertz Organization, sdo, active
            tim < ietf: Timing Area, area, active
                Area Director: Bo Director (bo@example.org)
            tsync < tim < ietf: Time Synchronization, wg, active
                its list tsync@example.org
                chair: Anna Chair (anna@example.org, Anna.Chair@example.net)
            ");
        }
        let etu = directory.by_acronym("etu").expect("a group").id;
        let reader = store.reader();
        assert_eq!(reader.group_by_datatracker_id(63).await.expect("asked"), Some(etu), "{label}");
        assert_eq!(reader.group_by_datatracker_id(64).await.expect("asked"), None, "{label}");
    }
}

#[tokio::test]
async fn bringing_in_the_same_again_changes_nothing() {
    for (label, store, _guard) in stores("again").await {
        let before = made::directory(&store).await;
        let count = store.change_count().await.expect("a count");
        let mut tx = store.begin("bring in again").await.expect("a transaction");
        let (ids, now) = (made::ids(), made::now());
        let groups = tx.save_groups(&made::groups(), &ids, now).await.expect("groups");
        let people = tx.save_people(&made::people(), &ids, now).await.expect("people");
        let contacts = tx.save_contacts(&made::contacts(), &ids, now).await.expect("contacts");
        tx.commit().await.expect("kept");
        assert_eq!(
            [groups, people, contacts],
            [changes(0, 0, 9), changes(0, 0, 4), changes(0, 0, 3)],
            "{label}"
        );
        assert_eq!(store.change_count().await.expect("a count"), count, "{label}");
        let after = store.reader().directory().await.expect("the directory");
        assert!(Arc::ptr_eq(&before, &after), "{label}: it was read again");
    }
}

#[tokio::test]
async fn an_unchanged_directory_costs_one_question_and_a_changed_one_is_seen_at_once() {
    for (label, store, guard) in stores("known").await {
        made::directory(&store).await;
        let before = store.queries_made();
        store.reader().directory().await.expect("the directory");
        assert_eq!(store.queries_made() - before, 1, "{label}");
        // Another instance on the same database.
        let other = Store::open(&guard.place()).await.expect("opens");
        save_groups(&other, &[group("new", "New", GroupKind::Wg, Some("tim"))])
            .await
            .expect("saved");
        let directory = store.reader().directory().await.expect("the directory");
        assert!(directory.by_acronym("new").is_some(), "{label}");
    }
}

#[tokio::test]
async fn a_group_that_moves_takes_everything_inside_it_along() {
    for (label, store, _guard) in stores("moves").await {
        made::directory(&store).await;
        let moved = [
            group("etu-sg1", "ETU Study Group One", GroupKind::Sdo, Some("kio")),
            group("etu", "Example Telecommunication Union", GroupKind::Sdo, None),
        ];
        let mut moved = moved.to_vec();
        moved[1].datatracker_id = Some(63);
        let result = save_groups(&store, &moved).await.expect("saved");
        // wp2 belongs to another organization now.
        assert_eq!(result, changes(0, 2, 1), "{label}");
        let directory = store.reader().directory().await.expect("the directory");
        let wp2 = directory.by_acronym("etu-sg1-wp2").expect("a group").id;
        let reference = directory.reference(wp2).expect("a group");
        assert_eq!(reference.organization, "kio", "{label}");
        let mut statement = made::received(&directory, 1, date(2026, 3, 1));
        statement.from = made::side(&directory, &["etu-sg1-wp2"]);
        made::save(&store, &[statement]).await;
        let loaded = store.reader().statement(rules::Number(1)).await.expect("asked");
        assert_eq!(loaded.expect("is there").from.groups, [reference], "{label}");
    }
}

#[tokio::test]
async fn groups_that_contradict_each_other_are_refused_with_the_reason() {
    use GroupKind::Sdo;
    for (label, store, _guard) in stores("circles").await {
        let before = made::directory(&store).await;
        let mut same_id = group("other", "Other", Sdo, None);
        same_id.datatracker_id = Some(63);
        let bad = [
            vec![group("etu", "ETU", Sdo, Some("etu-sg1"))],
            vec![group("a", "A", Sdo, Some("b")), group("b", "B", Sdo, Some("a"))],
            vec![group("self", "Self", Sdo, Some("self"))],
            vec![group("a", "A", Sdo, Some("nowhere"))],
            vec![group("a", "A", Sdo, None), group(" A ", "Again", Sdo, None)],
            vec![same_id],
        ];
        let mut faults = Vec::new();
        for groups in &bad {
            let fault = save_groups(&store, groups).await.expect_err("is refused");
            assert!(matches!(fault, Fault::Contradiction { .. }), "{label}");
            faults.push(fault.to_string());
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(faults.join("\n"), @r"
            groups belong to each other in a circle (etu, etu-sg1): correct the parent of one of them
            groups belong to each other in a circle (a, b): correct the parent of one of them
            groups belong to each other in a circle (self): correct the parent of one of them
            the group “a” belongs to “nowhere”, which is not in the directory: add “nowhere”, or correct its acronym
            the group “ A ” comes twice: keep one of the two entries
            the groups “other” and “etu” have the same datatracker id 63: correct one of them
            ");
        }
        let after = store.reader().directory().await.expect("the directory");
        assert!(Arc::ptr_eq(&before, &after), "{label}: something was kept");
    }
}

#[tokio::test]
async fn a_person_is_known_by_any_address_and_keeps_their_id() {
    for (label, store, _guard) in stores("people").await {
        made::directory(&store).await;
        let reader = store.reader();
        let anna = reader.person_by_address("ANNA@example.org").await.expect("asked");
        assert!(anna.is_some(), "{label}");
        let renamed = person(
            "Anna Former",
            &["new@example.org", "anna.chair@example.net"],
            &[(RoleKind::Member, "iab")],
        );
        assert_eq!(save_people(&store, &[renamed]).await.expect("saved"), changes(0, 1, 0));
        assert_eq!(reader.person_by_address("new@example.org").await.expect("asked"), anna);
        assert_eq!(reader.person_by_address("anna@example.org").await.expect("asked"), None);
        let directory = reader.directory().await.expect("the directory");
        let actor = directory.actor(anna.expect("known"), made::TODAY);
        assert_eq!(actor.name, "Anna Former", "{label}");
        let roles: Vec<RoleKind> = actor.roles.iter().map(|role| role.kind).collect();
        assert_eq!(roles, [RoleKind::Member], "{label}");
    }
}

#[tokio::test]
async fn a_role_is_held_from_its_first_day_to_before_its_last() {
    for (label, store, _guard) in stores("roles").await {
        made::directory(&store).await;
        let mut eve = person("Eve Next", &["eve@example.org"], &[]);
        let (from, until) = (date(2026, 1, 1), date(2027, 1, 1));
        eve.roles = vec![(RoleKind::Chair, "TSYNC".to_owned(), Some(from), Some(until))];
        save_people(&store, &[eve]).await.expect("saved");
        let directory = store.reader().directory().await.expect("the directory");
        let tsync = directory.by_acronym("tsync").expect("a group").id;
        let chairs = |day| {
            let chairs = directory.holders(RoleKind::Chair, tsync, day);
            chairs.iter().map(|person| person.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(chairs(date(2025, 12, 31)), ["Anna Chair"], "{label}");
        assert_eq!(chairs(from), ["Anna Chair", "Eve Next"], "{label}");
        assert_eq!(chairs(until), ["Anna Chair"], "{label}");
    }
}

#[tokio::test]
async fn people_who_contradict_each_other_are_refused_with_the_reason() {
    for (label, store, _guard) in stores("twins").await {
        made::directory(&store).await;
        let bad = [
            vec![person("No Address", &[" "], &[])],
            vec![person("Both", &["anna@example.org", "bo@example.org"], &[])],
            vec![person("Zoe", &["zoe@example.org"], &[(RoleKind::Chair, "nowhere")])],
            vec![
                person("Zoe", &["zoe@example.org"], &[]),
                person("Zoe", &["Zoe@example.org"], &[]),
            ],
            vec![
                person("Anna Chair", &["anna@example.org"], &[]),
                person("Anna Chair", &["anna.chair@example.net"], &[]),
            ],
        ];
        let mut faults = Vec::new();
        for people in &bad {
            let fault = save_people(&store, people).await.expect_err("is refused");
            assert!(matches!(fault, Fault::Contradiction { .. }), "{label}");
            faults.push(fault.to_string());
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(faults.join("\n"), @r"
            “No Address” has no address: give one, since people are told apart by their addresses
            the addresses of “Both” are those of two people (anna@example.org, bo@example.org): correct the addresses of one of them first
            “Zoe” holds a role on “nowhere”, which is not in the directory: bring the group in first, or correct its acronym
            “Zoe” comes twice, or shares an address with somebody else: keep one entry for each person
            “Anna Chair” comes twice, or shares an address with somebody else: keep one entry for each person
            ");
        }
    }
}

#[tokio::test]
async fn the_contacts_of_a_group_are_replaced_and_those_of_others_stay() {
    for (label, store, _guard) in stores("contacts").await {
        made::directory(&store).await;
        let mut contacts = made::contacts();
        contacts.remove(0);
        contacts.remove(1);
        contacts[0].mailbox = made::mailbox("ETU Office", "etu@example.com");
        let ids = made::ids();
        let later = made::now() + jiff::SignedDuration::from_hours(1);
        let count = store.change_count().await.expect("a count");
        let mut tx = store.begin("save contacts").await.expect("a transaction");
        let saved = tx.save_contacts(&contacts, &ids, later).await.expect("saved");
        tx.commit().await.expect("kept");
        assert_eq!(saved, changes(0, 1, 0), "{label}");
        assert_eq!(store.change_count().await.expect("a count"), count + 1, "{label}");
        let directory = store.reader().directory().await.expect("the directory");
        let listed = |acronym: &str| {
            let group = directory.by_acronym(acronym).expect("a group").id;
            let contacts = directory.contacts(group).iter();
            contacts.map(|contact| contact.mailbox.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(listed("etu"), ["ETU Office <etu@example.com>"], "{label}");
        assert_eq!(listed("etu-sg1"), ["sg1@example.com"], "{label}");
        contacts[0].group = "nowhere".to_owned();
        let mut tx = store.begin("save contacts").await.expect("a transaction");
        let fault = tx.save_contacts(&contacts, &ids, later).await.expect_err("is refused");
        insta::allow_duplicates! {
            insta::assert_snapshot!(fault, @"a contact is listed for “nowhere”, which is not in the directory: bring the group in first, or correct its acronym");
        }
    }
}

/// A file of one's own need not know by which id the present tool knows a group.
#[tokio::test]
async fn a_group_keeps_the_present_tools_id_when_a_file_does_not_say_it() {
    for (label, store, _guard) in stores("kept_ids").await {
        save_groups(&store, &made::groups()).await.expect("saved");
        let mut again = made::groups();
        again.iter_mut().for_each(|group| group.datatracker_id = None);
        let changes = save_groups(&store, &again).await.expect("saved");
        assert_eq!((changes.added, changes.changed), (0, 0), "{label}");
        assert!(store.reader().group_by_datatracker_id(63).await.expect("asked").is_some());
    }
}
