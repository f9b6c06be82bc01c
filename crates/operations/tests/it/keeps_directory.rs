//! The directory is kept by people: entries, roles and contacts are changed here, and each change is in the history.

use jiff::SignedDuration;
use jiff::civil::date;
use operations::{
    Failure, NewRole, add_role, ask_for_contacts, change_entry, confirm_contacts,
    contacts_to_confirm, end_role, entry_to_keep, join_entries, make_entry, private_notes,
};
use rules::{Entry, EntryField, Refusal, RoleKind};
use store::DirectoryChange;

use crate::world::{World, now, worlds};

fn line_of(change: &DirectoryChange) -> String {
    let (by, role) = (change.by.name(), change.by.role());
    let private = if change.public { "" } else { " (private)" };
    format!(
        "{} {}: {:?} -> {:?} by {by}, {role}{private}\n",
        change.subject, change.what, change.was, change.is
    )
}

async fn history(world: &World) -> String {
    let mut changes = world.desk.store.reader().newest_directory_changes(100).await.unwrap();
    changes.reverse();
    changes.iter().map(line_of).collect()
}

/// Changes fields of an entry as somebody does with its form.
async fn change(
    world: &World,
    name: &str,
    acronym: &str,
    fields: &[(EntryField, &str)],
) -> Result<(), Failure> {
    let actor = world.actor(name).await;
    let kept = entry_to_keep(&world.desk, &actor, acronym).await?;
    let mut typed = kept.entry;
    for (field, text) in fields {
        typed.set(*field, (*text).to_owned());
    }
    change_entry(&world.desk, &actor, acronym, &kept.version, &typed, now()).await
}

fn faults(result: Result<(), Failure>) -> String {
    match result {
        Err(Failure::Refused(Refusal::Fields(faults))) => {
            faults.iter().map(|(field, fault)| format!("{field}: {fault}\n")).collect()
        }
        other => panic!("no fault of a field: {other:?}"),
    }
}

/// Everything that can be said of an organization is kept, and each change is in the history.
#[tokio::test]
async fn an_entry_is_changed_and_its_history_says_by_whom() {
    for world in worlds("keep_entry").await {
        change(
            &world,
            "cy",
            "etu",
            &[
                (EntryField::Name, "Example Telecommunication Union (ETU)"),
                (EntryField::Aliases, "E.T.U.\nThe Union"),
                (EntryField::FormerNames, "Old Telegraph Union"),
                (EntryField::Relationship, "formal"),
                (EntryField::Since, "2004-05"),
                (EntryField::Counterpart, "Lee Secretary <lee@example.com>"),
                (EntryField::Coordinator, "Cy Coordinator"),
                (EntryField::LetterFormat, "Word, with their cover page"),
                (EntryField::Sharing, "Drafts are for members only."),
                (
                    EntryField::Meetings,
                    "2027-10-04 to 2027-10-08: Plenary\n2027-04-12 to 2027-04-23: Plenary (Geneva)",
                ),
                (EntryField::Notes, "Meets twice a year."),
                (EntryField::PrivateNotes, "Call before you write."),
                (EntryField::SendTo, "ETU Office <office@example.com>"),
                (EntryField::Contacts, "chairs: Chairs <chairs@example.com>\nlee@example.com"),
            ],
        )
        .await
        .unwrap();
        insta::assert_snapshot!("entry_history", history(&world).await);
        let kept = entry_to_keep(&world.desk, &world.actor("cy").await, "etu").await.unwrap();
        insta::assert_debug_snapshot!("entry_kept", (kept.entry, kept.corrections));
        let directory = world.desk.store.reader().directory().await.unwrap();
        let names = letters::Names::new(&directory);
        let etu = directory.by_acronym("etu").unwrap().id;
        for written in ["Old Telegraph Union", "the union", "E.T.U."] {
            assert_eq!(names.resolve(written, None).groups, [etu], "{written}");
        }
    }
}

/// A coordinator and the secretariat change everything, a liaison manager what they look after, others nothing.
#[tokio::test]
async fn whoever_does_not_keep_an_entry_cannot_change_it() {
    for world in worlds("keep_who").await {
        let notes = [(EntryField::Notes, "Changed.")];
        for (name, acronym) in [("cy", "kio"), ("gil", "tsync"), ("di", "etu"), ("di", "etu-sg1")] {
            change(&world, name, acronym, &notes).await.unwrap();
        }
        let mut said = String::new();
        for (name, acronym) in [("di", "kio"), ("anna", "tsync"), ("bo", "etu"), ("hal", "etu")] {
            let refused = change(&world, name, acronym, &notes).await.unwrap_err();
            said.push_str(&format!("{name} at {acronym}: {refused}\n"));
        }
        let moves = change(&world, "di", "etu-sg1", &[(EntryField::Parent, "kio")]).await;
        said.push_str(&faults(moves));
        let ours = change(&world, "di", "etu", &[(EntryField::Kind, "wg")]).await;
        said.push_str(&faults(ours));
        let (di, hal) = (world.actor("di").await, world.actor("hal").await);
        let new = NewRole { role: "chair".to_owned(), ..NewRole::default() };
        let refused = add_role(&world.desk, &di, "etu", &new, now()).await.unwrap_err();
        said.push_str(&format!("di: {refused}\n"));
        let refused =
            make_entry(&world.desk, &di, "x", &Entry::default(), now()).await.unwrap_err();
        said.push_str(&format!("di: {refused}\n"));
        let refused = join_entries(&world.desk, &di, "kio", "etu", now()).await.unwrap_err();
        said.push_str(&format!("di: {refused}\n"));
        let refused = confirm_contacts(&world.desk, &hal, "etu", "", now()).await.unwrap_err();
        said.push_str(&format!("hal: {refused}\n"));
        insta::assert_snapshot!("who_may_not", said);
    }
}

/// Cycles, names that two groups claim, and whatever cannot be are refused beside their field, and nothing is changed.
#[tokio::test]
async fn what_cannot_be_is_refused_beside_its_field() {
    for world in worlds("keep_faults").await {
        change(&world, "cy", "kio", &[(EntryField::Aliases, "Kilo")]).await.unwrap();
        let before = history(&world).await;
        let long = "x".repeat(301);
        let mut said = String::new();
        let bad: [&[(EntryField, &str)]; 7] = [
            &[(EntryField::Parent, "etu-sg1")],
            &[(EntryField::Parent, "nowhere")],
            &[(EntryField::Aliases, "kilo")],
            &[(EntryField::Aliases, "kio")],
            &[(EntryField::Name, ""), (EntryField::State, "asleep"), (EntryField::Since, "spring")],
            &[(EntryField::SendTo, "lee at example"), (EntryField::Coordinator, "Nobody Known")],
            &[(EntryField::Name, &long), (EntryField::Contacts, "ok@example.com\n<bad>")],
        ];
        for fields in bad {
            said.push_str(&faults(change(&world, "cy", "etu", fields).await));
        }
        insta::assert_snapshot!("entry_faults", said);
        assert_eq!(history(&world).await, before, "nothing half-done");
    }
}

/// Two people change the same entry: the second sees what the first did, and nothing is overwritten.
#[tokio::test]
async fn an_entry_that_somebody_else_changed_meanwhile_is_not_overwritten() {
    for world in worlds("keep_twice").await {
        let cy = world.actor("cy").await;
        let kept = entry_to_keep(&world.desk, &cy, "etu").await.unwrap();
        change(&world, "di", "etu", &[(EntryField::Notes, "Di was here.")]).await.unwrap();
        let saved = change_entry(&world.desk, &cy, "etu", &kept.version, &kept.entry, now()).await;
        assert!(matches!(saved, Err(Failure::Refused(Refusal::Outdated))), "{saved:?}");
        let kept = entry_to_keep(&world.desk, &cy, "etu").await.unwrap();
        assert_eq!(kept.entry.get(EntryField::Notes), "Di was here.");
    }
}

/// Private notes are for those who keep the entry.
#[tokio::test]
async fn private_notes_are_read_by_those_who_keep_the_entry_alone() {
    for world in worlds("keep_private").await {
        change(&world, "cy", "etu", &[(EntryField::PrivateNotes, "Secret.")]).await.unwrap();
        let directory = world.desk.store.reader().directory().await.unwrap();
        let etu = directory.by_acronym("etu").unwrap().id;
        let mut read = Vec::new();
        for name in ["anna", "bo", "cy", "di", "eve", "gil", "hal"] {
            let actor = world.actor(name).await;
            if private_notes(&world.desk, &actor, etu).await.unwrap() == "Secret." {
                read.push(name);
            }
        }
        assert_eq!(read, ["cy", "di", "gil"]);
    }
}

/// A person whose last role ended yesterday has no say today, and what they held stays in the directory.
#[tokio::test]
async fn roles_are_entered_and_ended_and_whoever_holds_none_has_no_say() {
    for world in worlds("keep_roles").await {
        let cy = world.actor("cy").await;
        let new = |role: &str, person: &str, from: &str, until: &str| NewRole {
            role: role.to_owned(),
            person: person.to_owned(),
            from: from.to_owned(),
            until: until.to_owned(),
        };
        let lm = new("liaiman", "Ida New <ida@example.org>", "2026-08-01", "");
        add_role(&world.desk, &cy, "kio", &lm, now()).await.unwrap();
        let yesterday = new("liaiman", "hal@example.org", "2025-01-01", "2026-08-31");
        add_role(&world.desk, &cy, "kio", &yesterday, now()).await.unwrap();
        change(&world, "ida", "kio", &[(EntryField::Notes, "Ida was here.")]).await.unwrap();
        let hal = world.actor("hal").await;
        assert_eq!(hal.roles, [], "his last role ended yesterday");
        let refused = change(&world, "hal", "kio", &[(EntryField::Notes, "No.")]).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::NotYourEntry { .. }))));
        let ida = world.actor("ida").await;
        let id = ida.person.unwrap();
        end_role(&world.desk, &cy, "kio", id, RoleKind::LiaisonManager, now()).await.unwrap();
        let again = end_role(&world.desk, &cy, "kio", id, RoleKind::LiaisonManager, now()).await;
        assert!(matches!(again, Err(Failure::NotFound("role"))), "{again:?}");
        assert_eq!(world.actor("ida").await.roles, []);
        let directory = world.desk.store.reader().directory().await.unwrap();
        let kio = directory.by_acronym("kio").unwrap().id;
        let held: Vec<_> = directory.terms().iter().filter(|term| term.group == kio).collect();
        assert_eq!(held.len(), 2, "former roles stay");
        let held = directory.holders(RoleKind::LiaisonManager, kio, date(2026, 8, 15));
        let names: Vec<&str> = held.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Hal Nobody", "Ida New"], "who spoke on that day is known");
        let mut said = String::new();
        for bad in [
            new("king", "cy@example.org", "", ""),
            new("chair", "nobody@example.org", "", ""),
            new("chair", "cy@example.org", "soon", ""),
            new("chair", "cy@example.org", "2026-08-01", "2026-08-01"),
            new("liaison_coordinator", "cy@example.org", "2026-01-01", ""),
        ] {
            let group = if bad.role == "liaison_coordinator" { "iab" } else { "kio" };
            said.push_str(&faults(add_role(&world.desk, &cy, group, &bad, now()).await));
        }
        insta::assert_snapshot!("role_faults", format!("{}{said}", history(&world).await));
    }
}

/// REC-3: a name as written becomes an entry, and what comes later is read as from it.
#[tokio::test]
async fn an_entry_is_made_of_a_name_as_written() {
    for world in worlds("keep_make").await {
        let cy = world.actor("cy").await;
        let mut typed = Entry::default();
        typed.set(EntryField::Name, "Metre Forum".to_owned());
        typed.set(EntryField::Kind, "sdo".to_owned());
        typed.set(EntryField::State, "active".to_owned());
        typed.set(EntryField::Aliases, "Forum of the Metre".to_owned());
        typed.set(EntryField::Relationship, "none".to_owned());
        make_entry(&world.desk, &cy, " MForum ", &typed, now()).await.unwrap();
        let directory = world.desk.store.reader().directory().await.unwrap();
        let made = directory.by_acronym("mforum").unwrap().id;
        let names = letters::Names::new(&directory);
        assert_eq!(names.resolve("Forum of the Metre", None).groups, [made]);
        let mut said = String::new();
        for acronym in ["", "kio", "two words", "mforum"] {
            said.push_str(&faults(make_entry(&world.desk, &cy, acronym, &typed, now()).await));
        }
        said.push_str(&faults(make_entry(&world.desk, &cy, "other", &typed, now()).await));
        insta::assert_snapshot!("make_faults", said);
    }
}

/// REC-2, REC-3: two entries for one body become one; statements say so in their history.
#[tokio::test]
async fn two_entries_for_one_body_are_joined() {
    for world in worlds("keep_join").await {
        let cy = world.actor("cy").await;
        let anna = world.actor("anna").await;
        let mut form = crate::world::question();
        form.to_groups = "kio".to_owned();
        let number = operations::draft_statement(&world.desk, &anna, &form, now()).await.unwrap();
        let none = faults(join_entries(&world.desk, &cy, "kio", "nowhere", now()).await);
        let same = faults(join_entries(&world.desk, &cy, "kio", "kio", now()).await);
        let kind = faults(join_entries(&world.desk, &cy, "kio", "tsync", now()).await);
        let inside = faults(join_entries(&world.desk, &cy, "etu", "etu-sg1", now()).await);
        insta::assert_snapshot!("join_faults", none + &same + &kind + &inside);
        join_entries(&world.desk, &cy, "kio", "etu", now()).await.unwrap();
        let directory = world.desk.store.reader().directory().await.unwrap();
        assert!(directory.by_acronym("kio").is_none());
        let etu = directory.by_acronym("etu").unwrap();
        assert_eq!(directory.by_alias("kilohertz organization").unwrap().id, etu.id);
        let statement = world.statement(number).await;
        assert_eq!(statement.to.groups[0].acronym, "etu");
        insta::assert_snapshot!(
            "joined",
            format!("{}{}", world.history(number).await, history(&world).await)
        );
    }
}

/// Whoever holds a role sees when its contacts were last confirmed, and confirms them in one click.
#[tokio::test]
async fn contacts_are_confirmed_as_they_were_seen() {
    for world in worlds("keep_confirm").await {
        let di = world.actor("di").await;
        let seen = contacts_to_confirm(&world.desk, &di).await.unwrap();
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].confirmed, None);
        let outdated = confirm_contacts(&world.desk, &di, "etu", "others", now()).await;
        assert!(matches!(outdated, Err(Failure::Refused(Refusal::Outdated))));
        confirm_contacts(&world.desk, &di, "etu", &seen[0].version, now()).await.unwrap();
        let seen = contacts_to_confirm(&world.desk, &di).await.unwrap();
        let confirmed = seen[0].confirmed.clone().unwrap();
        assert_eq!((confirmed.name.as_str(), confirmed.at), ("Di Manager", now()));
        assert_eq!(confirmed.role, "liaison manager for Example Telecommunication Union");
        let anna = world.actor("anna").await;
        let seen = contacts_to_confirm(&world.desk, &anna).await.unwrap();
        confirm_contacts(&world.desk, &anna, "tsync", &seen[0].version, now()).await.unwrap();
    }
}

/// Liaison managers are asked once a year, and not if all was confirmed within it.
#[tokio::test]
async fn liaison_managers_are_asked_once_a_year() {
    let day = SignedDuration::from_hours(24);
    for world in worlds("keep_ask").await {
        let asked = async |at| ask_for_contacts(&world.desk, at).await.unwrap();
        assert_eq!(asked(now()).await, 1);
        assert_eq!(asked(now()).await, 0, "once");
        assert_eq!(asked(now() + day * 364).await, 0);
        assert_eq!(asked(now() + day * 365).await, 1, "again after a year");
        let di = world.actor("di").await;
        let seen = contacts_to_confirm(&world.desk, &di).await.unwrap();
        let confirmed = now() + day * 500;
        confirm_contacts(&world.desk, &di, "etu", &seen[0].version, confirmed).await.unwrap();
        assert_eq!(asked(now() + day * 731).await, 0, "confirmed within the year");
        assert_eq!(asked(now() + day * 866).await, 1);
        let (mails, _) = world.desk.store.reader().mails(1, 10).await.unwrap();
        assert_eq!(mails.len(), 3);
        let newest = world.mail(&mails[0]).await;
        let oldest = world.mail(&mails[2]).await;
        insta::assert_snapshot!("contacts_asked", format!("{oldest}{newest}"));
    }
}
