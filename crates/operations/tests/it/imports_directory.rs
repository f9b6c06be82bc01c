//! Bringing groups, people and roles in, on both databases.

use std::path::Path;

use operations::{act, import_directory};
use rules::RoleKind;
use store::Changes;

use crate::imports::real_data;
use crate::world::{World, empty_worlds, now};

/// Returns the sample of the documentation, which is the one that people copy.
fn sample() -> String {
    let text = include_str!("../../../../docs/directory-file.md");
    let from = text.find("```toml\n").unwrap() + "```toml\n".len();
    let end = text[from..].find("```").unwrap();
    text[from..from + end].to_owned()
}

async fn import(world: &World, text: &str) -> Result<operations::DirectorySummary, String> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("directory");
    std::fs::write(&path, text).unwrap();
    let done = import_directory(&world.desk, &path, now()).await;
    done.map_err(|fault| fault.to_string().replace(&path.display().to_string(), "FILE"))
}

/// The sample of docs/directory-file.md is one that we can read; a second import changes nothing.
#[tokio::test]
async fn the_sample_of_the_documentation_is_read() {
    for world in empty_worlds("directory_sample").await {
        let first = import(&world, &sample()).await.unwrap();
        assert_eq!((first.groups.added, first.people.added, first.contacts.added), (5, 2, 1));
        let again = import(&world, &sample()).await.unwrap();
        let untouched = |unchanged| Changes { added: 0, changed: 0, unchanged };
        assert_eq!(
            (again.groups, again.people, again.contacts),
            (untouched(5), untouched(2), untouched(1))
        );
        let reader = world.desk.store.reader();
        let person = reader.person_by_address("anna@example.com").await.unwrap();
        let anna = act(&world.desk, person, now()).await.unwrap();
        assert!(anna.any(RoleKind::Chair).is_some());
    }
}

/// Every fault names its place, and nothing is imported.
#[tokio::test]
async fn a_faulty_directory_file_is_refused_with_its_place() {
    let sample = sample();
    let spoiled = [
        sample.replace("kind = \"area\"", "kind = \"region\""),
        sample.replace("acronym = \"tsync\"", "acronim = \"tsync\""),
        sample.replace("group = \"tsync\", from", "group = \"nowhere\", from"),
        sample.replace("\"anna@example.org\"", "\"anna at example.org\""),
        sample.replace("from = \"2024-03-18\"", "from = \"last spring\""),
        sample.replace("<etu@example.com>", "<etu>"),
        sample[..sample.find(" Lindgren").unwrap()].to_owned(),
        "[{\"acronym\": \"etu\"}]".to_owned(),
        "[{\"acronym\": \"etu\", \"type\": \"sdo\"}, {".to_owned(),
    ];
    let mut said = Vec::new();
    for world in empty_worlds("directory_faults").await {
        said.clear();
        for text in &spoiled {
            said.push(import(&world, text).await.unwrap_err());
        }
        let directory = world.desk.store.reader().directory().await.unwrap();
        assert!(directory.groups().is_empty());
    }
    insta::assert_snapshot!("directory_faults", said.join("\n"));
}

/// A list of groups comes in with parents in any order; a parent that is not in it is named.
#[tokio::test]
async fn a_list_of_groups_is_read() {
    let list = r#"[
        {"acronym": "etu-sg1", "type": "sdo", "parent": "etu", "datatracker_id": 12},
        {"acronym": "etu", "name": "Example Union", "type": "sdo"},
        {"acronym": "lost", "type": "sdo", "parent": "gone", "state": "conclude"},
        {"acronym": "tsync", "type": "wg", "list_email": "tsync@example.org", "state": "active"}
    ]"#;
    for world in empty_worlds("group_list").await {
        let summary = import(&world, list).await.unwrap();
        assert_eq!(summary.groups.added, 4);
        let unplaced: Vec<String> = summary.unplaced.iter().map(ToString::to_string).collect();
        assert_eq!(
            unplaced,
            ["parent: “gone” is not in the list: “lost” was brought in without it"]
        );
        let reader = world.desk.store.reader();
        let directory = reader.directory().await.unwrap();
        insta::assert_debug_snapshot!(
            "group_list",
            directory
                .groups()
                .iter()
                .map(|it| (&it.acronym, &it.name, it.kind, it.state, &it.list_address))
                .collect::<Vec<_>>()
        );
        let known = reader.group_by_datatracker_id(12).await.unwrap().unwrap();
        assert_eq!(directory.organization(known).unwrap().acronym, "etu");
    }
}

/// What a file does not say of a group stays as the directory has it.
#[tokio::test]
async fn what_a_file_does_not_say_stays() {
    for world in empty_worlds("silent_file").await {
        import(&world, &sample()).await.unwrap();
        let list = r#"[{"acronym": "etu", "type": "sdo"}, {"acronym": "tsync", "type": "wg", "state": "conclude"}]"#;
        let summary = import(&world, list).await.unwrap();
        assert_eq!(summary.groups, Changes { added: 0, changed: 1, unchanged: 1 });
        let directory = world.desk.store.reader().directory().await.unwrap();
        let group = directory.by_acronym("tsync").unwrap();
        assert_eq!(group.list_address.as_deref(), Some("tsync@example.org"));
        assert_eq!(directory.organization(group.id).unwrap().acronym, "ietf");
        assert_eq!(group.state, rules::GroupState::Concluded);
    }
}

/// All groups of the real list, again without a change.
#[tokio::test]
async fn the_real_groups_come_in_whole() {
    let Some(groups) = real_data("groups.json") else { return };
    for world in empty_worlds("real_groups").await {
        let import = || import_directory(&world.desk, Path::new(&groups), now());
        assert_eq!(import().await.unwrap().groups.added, 1171);
        assert_eq!(import().await.unwrap().groups.unchanged, 1171);
    }
}

/// A made file of roles: six chairs, two Area Directors, a coordinator, a liaison manager.
const ROLES: &str = r#"
[[groups]]
acronym = "ietf"
kind = "ietf"
[[groups]]
acronym = "tim"
kind = "area"
parent = "ietf"
[[groups]]
acronym = "etu"
name = "Example Union"
kind = "sdo"
aliases = ["E.T.U."]
relationship = "formal"
since = "2004"
coordinator = "cy@example.org"
[[groups]]
acronym = "etu-sg1"
kind = "sdo"
parent = "etu"
[[people]]
name = "Ada One"
addresses = ["ada@example.org"]
roles = [{ role = "chair", group = "tim" }]
[[people]]
name = "Ben Two"
addresses = ["ben@example.org"]
roles = [{ role = "chair", group = "tim" }]
[[people]]
name = "Cleo Three"
addresses = ["cleo@example.org"]
roles = [{ role = "chair", group = "ietf" }]
[[people]]
name = "Cy Coordinator"
addresses = ["cy@example.org"]
roles = [{ role = "liaison_coordinator", group = "ietf" }]
[[people]]
name = "Dan Four"
addresses = ["dan@example.org"]
roles = [{ role = "chair", group = "tim", from = "2025-03-01" }, { role = "liaiman", group = "etu" }]
[[contacts]]
group = "etu"
why = "listed"
send_to = true
mailbox = "Office <office@example.com>"
"#;

/// Says who holds which role on a day, held formerly or later.
async fn shown(world: &World) -> String {
    let directory = world.desk.store.reader().directory().await.unwrap();
    let mut lines: Vec<String> = directory
        .terms()
        .iter()
        .map(|term| {
            let name = &directory.person(term.person).unwrap().name;
            let group = &directory.group(term.group).unwrap().acronym;
            let day = |day: Option<jiff::civil::Date>| {
                day.map_or_else(|| "…".to_owned(), |day| day.to_string())
            };
            let (from, until) = (day(term.from), day(term.until));
            format!("{group} {}: {name}, {from} to {until} ({})\n", term.kind, term.source.slug())
        })
        .collect();
    lines.sort();
    lines.concat()
}

async fn actor(world: &World, address: &str) -> rules::Actor {
    let person = world.desk.store.reader().person_by_address(address).await.unwrap();
    act(&world.desk, person, now()).await.unwrap()
}

/// A role import that would remove half of all chairs is held, its difference shown, until a coordinator takes it.
#[tokio::test]
async fn an_import_that_would_end_half_of_the_chairs_is_held_until_a_coordinator_takes_it() {
    for world in empty_worlds("held_import").await {
        import(&world, ROLES).await.unwrap();
        let before = shown(&world).await;
        let fewer = ROLES
            .replace("roles = [{ role = \"chair\", group = \"tim\" }]", "roles = []")
            .replace("name = \"Example Union\"", "name = \"Example Union (ETU)\"");
        let held = import(&world, &fewer).await.unwrap().held.unwrap();
        assert_eq!(held.1, ["2 of 4 would no longer be chair"]);
        assert_eq!(shown(&world).await, before, "nothing was changed");
        let cy = actor(&world, "cy@example.org").await;
        let ada = actor(&world, "ada@example.org").await;
        let seen = operations::see_import(&world.desk, &cy, held.0).await.unwrap();
        insta::assert_debug_snapshot!("held_difference", seen.difference);
        let (mails, _) = world.desk.store.reader().mails(1, 10).await.unwrap();
        assert_eq!(mails.len(), 1);
        let mail = world.mail(&mails[0]).await.replace(&held.0.to_string(), "ID");
        // Where a line is broken depends on how long the path of the file is.
        let mail = mail.replace("=\r\n", "").replace("=\n", "");
        let from = mail.find(&*seen.import.source).unwrap_or_else(|| panic!("{mail}"));
        let mail = mail.replace(&mail[from..from + seen.import.source.len()], "FILE");
        insta::assert_snapshot!("held_mail", mail);
        let nobody = operations::confirm_import(&world.desk, &ada, held.0, now()).await;
        assert!(matches!(nobody, Err(operations::Failure::NotFound(_))), "{nobody:?}");
        operations::confirm_import(&world.desk, &cy, held.0, now()).await.unwrap();
        insta::assert_snapshot!("held_then_taken", shown(&world).await);
        let again = operations::confirm_import(&world.desk, &cy, held.0, now()).await;
        assert!(matches!(again, Err(operations::Failure::Unacceptable(_))), "{again:?}");
        let imports = world.desk.store.reader().directory_imports(10).await.unwrap();
        let states: Vec<&str> = imports.iter().map(|import| import.state.slug()).collect();
        assert_eq!(states, ["confirmed", "applied"]);
    }
}

/// A held import is thrown away, or looked at again if the directory changed meanwhile.
#[tokio::test]
async fn a_held_import_is_looked_at_again_when_the_directory_changed_and_can_be_thrown_away() {
    for world in empty_worlds("dropped_import").await {
        import(&world, ROLES).await.unwrap();
        let fewer = ROLES.replace("roles = [{ role = \"chair\", group = \"tim\" }]", "roles = []");
        let (id, _) = import(&world, &fewer).await.unwrap().held.unwrap();
        let cy = actor(&world, "cy@example.org").await;
        let ben = actor(&world, "ben@example.org").await.person.unwrap();
        let desk = &world.desk;
        operations::end_role(desk, &cy, "tim", ben, RoleKind::Chair, now()).await.unwrap();
        let taken = operations::confirm_import(desk, &cy, id, now()).await;
        let outdated = operations::Failure::Refused(rules::Refusal::Outdated);
        assert_eq!(taken.unwrap_err().to_string(), outdated.to_string());
        let seen = operations::see_import(desk, &cy, id).await.unwrap();
        assert_eq!(seen.difference.roles.len(), 1);
        operations::drop_import(desk, &cy, id, now()).await.unwrap();
        let again = operations::confirm_import(desk, &cy, id, now()).await;
        assert!(matches!(again, Err(operations::Failure::Unacceptable(_))), "{again:?}");
        assert!(shown(&world).await.contains("Ada One, … to …"));
    }
}

/// What was set here survives the next imports, until they say the same.
#[tokio::test]
async fn what_was_set_here_survives_imports() {
    use rules::EntryField::{Name, Notes, SendTo};
    for world in empty_worlds("corrections").await {
        import(&world, ROLES).await.unwrap();
        let cy = actor(&world, "cy@example.org").await;
        let kept = operations::entry_to_keep(&world.desk, &cy, "etu").await.unwrap();
        let mut typed = kept.entry.clone();
        typed.set(Name, "The Union".to_owned());
        typed.set(SendTo, "New Office <new@example.com>".to_owned());
        typed.set(Notes, "Moved in spring.".to_owned());
        let (desk, version) = (&world.desk, &kept.version);
        operations::change_entry(desk, &cy, "etu", version, &typed, now()).await.unwrap();
        let ada = actor(&world, "ada@example.org").await.person.unwrap();
        operations::end_role(desk, &cy, "tim", ada, RoleKind::Chair, now()).await.unwrap();
        let mut said = Vec::new();
        for name in ["Example Union", "Example Union (ETU)", "The Union"] {
            let text = ROLES.replace("\"Example Union\"", &format!("\"{name}\""));
            import(&world, &text).await.unwrap();
            let kept = operations::entry_to_keep(desk, &cy, "etu").await.unwrap();
            assert_eq!(kept.entry.get(Name), "The Union");
            assert_eq!(kept.entry.get(SendTo), "New Office <new@example.com>");
            assert_eq!(kept.entry.get(Notes), "Moved in spring.");
            said.push(kept.corrections);
        }
        insta::assert_debug_snapshot!("corrections", said);
        insta::assert_snapshot!("roles_ended_here", shown(&world).await);
    }
}

/// A name that two groups claim, and a circle, are refused with the reason; nothing is half-done.
#[tokio::test]
async fn an_import_that_contradicts_itself_or_the_directory_changes_nothing() {
    for world in empty_worlds("import_contradictions").await {
        import(&world, ROLES).await.unwrap();
        let group = |text: &str| format!("[[groups]]\nacronym = \"new\"\nkind = \"sdo\"\n{text}\n");
        let mut said = Vec::new();
        for text in [
            group("aliases = [\"e.t.u.\"]"),
            group("aliases = [\"etu-sg1\"]"),
            group("parent = \"new\""),
            group("since = \"last spring\""),
            group("coordinator = \"nobody@example.org\""),
            "[[groups]]\nacronym = \"etu\"\nkind = \"sdo\"\nparent = \"etu-sg1\"\n".to_owned(),
            "[[people]]\nname = \"Both\"\naddresses = [\"ada@example.org\", \"ben@example.org\"]\n"
                .to_owned(),
        ] {
            said.push(import(&world, &text).await.unwrap_err());
        }
        insta::assert_snapshot!("import_contradictions", said.join("\n"));
        let directory = world.desk.store.reader().directory().await.unwrap();
        assert!(directory.by_acronym("new").is_none());
    }
}

/// Writes answers of the API as a client saves them.
fn answers(directory: &Path, chairs: &[(i64, &str)]) {
    let write = |name: &str, objects: serde_json::Value| {
        let total = objects.as_array().unwrap().len();
        let answer = serde_json::json!({ "meta": { "total_count": total, "next": null }, "objects": objects });
        std::fs::write(directory.join(name), answer.to_string()).unwrap();
    };
    let group = |id: i64, acronym: &str, kind: &str, parent: Option<i64>| {
        serde_json::json!({
            "id": id, "acronym": acronym, "name": acronym.to_uppercase(), "list_email": "",
            "type": format!("/api/v1/name/grouptypename/{kind}/"),
            "state": "/api/v1/name/groupstatename/active/",
            "parent": parent.map(|parent| format!("/api/v1/group/group/{parent}/")),
        })
    };
    write(
        "group.json",
        serde_json::json!([
            group(1, "ietf", "ietf", None),
            group(2, "tim", "area", Some(1)),
            group(3, "tsync", "wg", Some(2)),
            group(4, "etu", "sdo", None),
            group(5, "lunch", "team", None),
            group(6, "secretariat", "team", None),
        ]),
    );
    let role = |person: i64, group: i64, name: &str, email: &str| {
        serde_json::json!({
            "id": person * 10 + group, "person": format!("/api/v1/person/person/{person}/"),
            "group": format!("/api/v1/group/group/{group}/"),
            "name": format!("/api/v1/name/rolename/{name}/"),
            "email": format!("/api/v1/person/email/{}/", email.replace('@', "%40")),
        })
    };
    let mut roles: Vec<_> =
        chairs.iter().map(|(person, email)| role(*person, 3, "chair", email)).collect();
    roles.push(role(11, 4, "liaiman", "di@example.org"));
    roles.push(role(12, 6, "secr", "gil@example.org"));
    roles.push(role(11, 5, "chair", "di@example.org"));
    roles.push(role(13, 3, "techadv", "hal@example.org"));
    write("role.json", roles.into());
    let people =
        [(8, "Ada One"), (9, "Ben Two"), (10, "Eve Three"), (11, "Di Manager"), (12, "Gil Office")];
    let people = people.map(|(id, name)| serde_json::json!({ "id": id, "name": name }));
    write("person.json", people.to_vec().into());
    let emails =
        [(8, "ada@example.org", true), (8, "ada@example.net", false), (11, "di@example.org", true)];
    let emails = emails.map(|(person, address, primary)| {
        serde_json::json!({
            "address": address, "active": true, "primary": primary,
            "person": format!("/api/v1/person/person/{person}/"),
        })
    });
    write("email.json", emails.to_vec().into());
}

/// The datatracker's answers know no days: a role that they begin to name begins today, one that they no longer name ends
/// today, and who held it formerly stays.
#[tokio::test]
async fn the_datatrackers_groups_and_roles_come_in_and_are_kept_up_to_date() {
    for world in empty_worlds("role_answers").await {
        let directory = tempfile::tempdir().unwrap();
        let import = async || {
            let source = operations::AnswerDirectory(directory.path().to_owned());
            let desk = &world.desk;
            operations::import_directory_answers(desk, &source, "answers", &|_| {}, now()).await
        };
        answers(directory.path(), &[(8, "ada@example.org"), (9, "ben@example.org")]);
        let first = import().await.unwrap();
        assert_eq!((first.groups.added, first.people.added), (5, 4), "{first:?}");
        let again = import().await.unwrap();
        assert_eq!((again.groups.unchanged, again.people.unchanged), (5, 4), "{again:?}");
        answers(directory.path(), &[(8, "ada@example.org"), (10, "eve@example.org")]);
        let changed = import().await.unwrap();
        assert_eq!(changed.held, None);
        insta::assert_snapshot!("role_answers", shown(&world).await);
        let ada = actor(&world, "ADA@example.net").await;
        assert_eq!(ada.name, "Ada One");
        answers(directory.path(), &[]);
        let held = import().await.unwrap().held.unwrap();
        assert_eq!(held.1, ["2 of 2 would no longer be chair"]);
        std::fs::remove_file(directory.path().join("role.json")).unwrap();
        let fault = import().await.unwrap_err().to_string();
        assert!(fault.contains("role.json: it is not there"), "{fault}");
    }
}

/// The real groups and a made file of roles, twice, then with changes; what was set here survives.
#[tokio::test]
async fn the_real_groups_and_made_roles_come_in_twice_and_then_with_changes() {
    let Some(groups) = real_data("groups.json") else { return };
    for world in empty_worlds("real_roles").await {
        let real = std::fs::read_to_string(&groups).unwrap();
        let roles = ROLES.split("[[people]]").skip(1).map(|one| format!("[[people]]{one}"));
        let roles: String =
            roles.collect::<String>().replace("\"tim\"", "\"tsv\"").replace("\"etu\"", "\"itu-t\"");
        for text in [&real, &roles] {
            import(&world, text).await.unwrap();
        }
        for text in [&real, &roles] {
            let again = import(&world, text).await.unwrap();
            assert_eq!([again.groups.added, again.groups.changed, again.people.changed], [0; 3]);
        }
        let imports = world.desk.store.reader().directory_imports(10).await.unwrap();
        assert_eq!(imports.len(), 2, "the second time changed nothing");
        let cy = actor(&world, "cy@example.org").await;
        let kept = operations::entry_to_keep(&world.desk, &cy, "itu-t").await.unwrap();
        let mut typed = kept.entry.clone();
        typed.set(rules::EntryField::Name, "Corrected here".to_owned());
        let desk = &world.desk;
        operations::change_entry(desk, &cy, "itu-t", &kept.version, &typed, now()).await.unwrap();
        let mut closed: Vec<serde_json::Value> = serde_json::from_str(&real).unwrap();
        closed.iter_mut().for_each(|group| group["state"] = "conclude".into());
        let held = import(&world, &serde_json::to_string(&closed).unwrap()).await.unwrap().held;
        assert!(held.is_some(), "that would end more than half of all groups");
        let one = r#"[{"acronym": "itu-t", "type": "sdo", "name": "As imported"}]"#;
        import(&world, one).await.unwrap();
        let kept = operations::entry_to_keep(desk, &cy, "itu-t").await.unwrap();
        assert_eq!(kept.entry.get(rules::EntryField::Name), "Corrected here");
        assert_eq!(kept.corrections, [(rules::EntryField::Name, "As imported".to_owned())]);
    }
}
