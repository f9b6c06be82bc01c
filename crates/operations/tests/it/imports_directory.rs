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
