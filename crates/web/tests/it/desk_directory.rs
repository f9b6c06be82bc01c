//! The directory on pages: whoever keeps an entry changes it, whoever holds a role confirms, and everybody reads.

use axum::http::StatusCode;
use operations::import_directory;

use crate::desk_world::{EVERYBODY, World, main_of, now, worlds};

/// Replaces ids, which grow with time and chance, by what they are.
fn without_ids(page: &str) -> String {
    let mut text = String::new();
    let mut digits = String::new();
    for c in page.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        text.push_str(if digits.len() > 12 { "ID" } else { &digits });
        digits.clear();
        text.push(c);
    }
    text
}

/// Imports a directory file of that text.
pub(crate) async fn import(world: &World, text: &str) -> operations::DirectorySummary {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("roles.toml");
    std::fs::write(&path, text).unwrap();
    import_directory(&world.desk, &path, now()).await.unwrap()
}

/// A coordinator changes an entry; its page, its history and the register show it, with what was set here.
#[tokio::test]
async fn a_coordinator_changes_an_entry_and_everybody_reads_it() {
    for world in worlds("entry").await {
        let cy = world.browser("cy").await;
        let form = cy.form("/directory/entries/etu", "/directory/entries/etu").await;
        insta::assert_snapshot!(
            "entry_form",
            without_ids(&main_of(&cy.page("/directory/entries/etu").await))
        );
        let filled = form
            .fill("name", "The Union")
            .fill("former_names", "Old Telegraph Union")
            .fill("relationship", "formal")
            .fill("since", "2004")
            .fill("counterpart", "Lee Secretary <lee@example.com>")
            .fill("coordinator", "Cy Coordinator")
            .fill("letter_format", "Word & PDF")
            .fill("sharing", "Drafts are for members only.")
            .fill(
                "meetings",
                "2099-04-12 to 2099-04-23: Plenary (Geneva)\n2020-04-13: One that is over",
            )
            .fill("private_notes", "Call before you write.");
        assert_eq!(cy.sends(&filled).await, "/groups/etu?done=entry-saved");
        let led = cy.get("/groups/etu?done=entry-saved").await;
        assert_eq!(led.header("location"), "/organizations/etu?done=entry-saved");
        insta::assert_snapshot!(
            "entry_seen_by_cy",
            without_ids(&main_of(&cy.page("/organizations/etu?done=entry-saved").await))
        );
        let stranger = world.stranger();
        let page = stranger.page("/organizations/etu").await;
        assert!(
            !page.contains("Call before you write") && !page.contains("lee@example.com"),
            "{page}"
        );
        insta::assert_snapshot!("entry_seen_by_all", without_ids(&main_of(&page)));
        insta::assert_snapshot!(
            "question_inherits",
            without_ids(&main_of(&stranger.page("/groups/etu-sg1").await))
        );
        insta::assert_snapshot!(
            "register",
            without_ids(&main_of(&stranger.page("/organizations").await))
        );
        let history = stranger.page("/groups/etu/history").await;
        assert!(!history.contains("Call before you write"), "{history}");
        insta::assert_snapshot!("entry_history_page", main_of(&history));
        assert!(cy.page("/groups/etu/history").await.contains("Call before you write"));
        assert_eq!(
            stranger.get("/groups/old%20telegraph%20union").await.header("location"),
            "/organizations/etu"
        );
    }
}

/// Nothing typed is lost, and each fault stands beside its field.
#[tokio::test]
async fn a_form_that_is_refused_keeps_what_was_typed() {
    for world in worlds("entry_refused").await {
        let cy = world.browser("cy").await;
        let form = cy.form("/directory/entries/etu", "/directory/entries/etu").await;
        let bad = form
            .clone()
            .fill("send_to", "lee at example")
            .fill("notes", "Typed <words>")
            .fill("parent", "etu-sg1");
        let answer = cy.send(&bad).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        insta::assert_snapshot!("entry_refused", without_ids(&main_of(&answer.text())));
        let cycle = cy.send(&form.clone().fill("parent", "etu-sg1")).await.text();
        assert!(cycle.contains("Groups belong to each other in a circle"), "{cycle}");
        let di = world.browser("di").await;
        let theirs = di.form("/directory/entries/etu", "/directory/entries/etu").await;
        di.sends(&theirs.fill("notes", "Di was here.")).await;
        let answer = cy.send(&form.fill("notes", "Cy was here.")).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        let page = answer.text();
        assert!(
            page.contains("Saved meanwhile: Di was here.") && page.contains("Cy was here."),
            "{page}"
        );
        let again = crate::desk_world::Form::of(&page, "/directory/entries/etu");
        assert_eq!(
            cy.sends(&again).await,
            "/groups/etu?done=entry-saved",
            "the second time it is theirs to decide"
        );
    }
}

/// Everybody's answer at every address of the directory: the rules decide, whatever the page offered.
#[tokio::test]
async fn nobody_does_with_the_directory_what_the_rules_do_not_let_them() {
    const POSTS: [(&str, &[(&str, &str)]); 9] = [
        ("/directory/entries/etu", &[("name", "")]),
        ("/directory/entries/tsync", &[("name", "")]),
        ("/directory/new", &[("acronym", "")]),
        ("/directory/entries/etu/roles", &[("held_role", "")]),
        ("/directory/entries/etu/end-role", &[("role", "chair"), ("person", "1")]),
        ("/directory/entries/kio/join", &[("into", "")]),
        ("/directory/entries/etu/confirm", &[("seen", "no")]),
        ("/directory/imports/1/confirm", &[]),
        ("/directory/imports/1/drop", &[]),
    ];
    for world in worlds("entry_table").await {
        let mut table = String::new();
        for (path, fields) in POSTS {
            table.push_str(&format!("post {path:36}"));
            for name in EVERYBODY {
                let answer = world.browser(name).await.post(path, fields).await;
                table.push_str(&format!(" {name} {}", answer.status.as_u16()));
            }
            table.push('\n');
        }
        for path in [
            "/directory",
            "/directory/mine",
            "/directory/new",
            "/directory/entries/etu",
            "/directory/imports/1",
        ] {
            table.push_str(&format!("get {path:37}"));
            for name in EVERYBODY {
                let answer = world.browser(name).await.get(path).await;
                table.push_str(&format!(" {name} {}", answer.status.as_u16()));
            }
            table.push('\n');
        }
        insta::assert_snapshot!("who_keeps_entries", table);
    }
}

/// The contacts of one's groups are confirmed in one click.
#[tokio::test]
async fn a_liaison_manager_confirms_contacts_in_one_click() {
    for world in worlds("mine").await {
        let di = world.browser("di").await;
        let form = di.form("/directory/mine", "/directory/entries/etu/confirm").await;
        assert_eq!(di.sends(&form).await, "/directory/mine?done=confirmed");
        insta::assert_snapshot!("mine", main_of(&di.page("/directory/mine?done=confirmed").await));
        let page = world.stranger().page("/organizations/etu").await;
        assert!(page.contains("Confirmed on 10 March 2026, 12:00 UTC by Di Manager"), "{page}");
        let old = form.fill("seen", "Send To: old@example.com");
        assert_eq!(di.send(&old).await.status, StatusCode::CONFLICT);
    }
}

/// An import that would end half of the Area Directors is held; the page shows the difference, and a coordinator decides.
#[tokio::test]
async fn a_held_import_shows_its_difference_and_a_coordinator_takes_it() {
    for world in worlds("held").await {
        let text = "[[people]]\nname = \"Bo Director\"\naddresses = [\"bo@example.org\"]\nroles = []\n\
                    [[people]]\nname = \"Flo Director\"\naddresses = [\"flo@example.org\"]\nroles = []\n\
                    [[groups]]\nacronym = \"kio\"\nname = \"Kilohertz\"\nkind = \"sdo\"\n";
        let (id, _) = import(&world, text).await.held.unwrap();
        let path = format!("/directory/imports/{id}");
        let (cy, bo) = (world.browser("cy").await, world.browser("bo").await);
        let page = main_of(&cy.page(&path).await);
        let source =
            page.split("<p class=\"lead\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        insta::assert_snapshot!("held_import", without_ids(&page.replace(&source, "FILE")));
        let desk = main_of(&cy.page("/directory").await).replace(&source, "FILE");
        insta::assert_snapshot!("directory_of_cy", without_ids(&desk));
        assert_eq!(bo.get(&path).await.status, StatusCode::NOT_FOUND);
        let taken = cy.form(&path, &format!("{path}/confirm")).await;
        assert_eq!(cy.sends(&taken).await, format!("{path}?done=import-taken"));
        let page = cy.page(&format!("{path}?done=import-taken")).await;
        assert!(page.contains("Decided by Cy Coordinator") && !page.contains("Take it"), "{page}");
        assert_eq!(cy.send(&taken).await.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
        let page = world.stranger().page("/groups/tim").await;
        assert!(page.contains("Formerly"), "{page}");
    }
}

/// REC-3: an entry is made, given a liaison manager, and joined into another; its old address leads on.
#[tokio::test]
async fn an_entry_is_made_and_given_a_role_and_joined_into_another() {
    for world in worlds("new_entry").await {
        let cy = world.browser("cy").await;
        let form = cy.form("/directory/new?name=Metre%20Forum", "/directory/new").await;
        assert_eq!(form.holds("name"), ["Metre Forum"]);
        let answer = cy.send(&form.clone().fill("acronym", "kio")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("is in the directory already"));
        let made = cy.sends(&form.fill("acronym", "mforum").fill("aliases", "The Forum")).await;
        assert_eq!(made, "/groups/mforum?done=entry-made");
        let role = cy.form("/directory/entries/mforum", "/directory/entries/mforum/roles").await;
        let bad =
            cy.send(&role.clone().fill("held_role", "").fill("person", "nobody@example.org")).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = bad.text();
        assert!(page.contains("Choose the role") && page.contains("nobody@example.org"), "{page}");
        let entered = role.fill("held_role", "liaiman").fill("person", "Ida New <ida@example.org>");
        let led = cy.sends(&entered).await;
        assert_eq!(led, "/directory/entries/mforum?done=role-entered#roles");
        let ended =
            cy.form("/directory/entries/mforum", "/directory/entries/mforum/end-role").await;
        let person = ended.holds("person")[0].to_owned();
        let page = world.stranger().page(&format!("/people/{person}")).await;
        assert!(page.contains("Metre Forum") && !page.contains("ida"), "{page}");
        cy.sends(&ended).await;
        let join = cy.form("/directory/entries/mforum", "/directory/entries/mforum/join").await;
        assert_eq!(cy.sends(&join.fill("into", "kio")).await, "/groups/kio?done=entries-joined");
        let old = world.stranger().get("/organizations/mforum").await;
        assert_eq!(old.header("location"), "/organizations/kio");
        assert_eq!(world.stranger().get("/people/1").await.status, StatusCode::NOT_FOUND);
    }
}
