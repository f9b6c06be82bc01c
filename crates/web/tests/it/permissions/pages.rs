//! Who may open what is about no one statement, by the rules and by the running service.

use rules::{
    Actor, Directory, EntryVerb, ItemVerb, Policy, may_draft_for, may_enter_incoming,
    may_handle_item, may_keep, may_keep_webhooks, may_read_audit,
};

use super::{ROLES, actor, actors, browser, head, row, world};
use crate::desk_directory::import;
use crate::desk_world::{Browser, World};
use crate::submitting::mailed_link;

/// What a page is open to.
type Rule = fn(&Actor, &Directory, &Policy) -> bool;

/// Where it is, what it is for, and whom the rules let in.
const PAGES: [(&str, &str, Rule); 22] = [
    ("/", "read the record", everyone),
    ("/organizations/etu", "read the directory’s public part", everyone),
    ("/policy", "read who must agree to what", everyone),
    ("/log", "read what proves the record", everyone),
    ("/submit", "hand in a statement of another organization", everyone),
    ("/watch?what=group&key=tsync", "follow by mail", everyone),
    ("/desk", "see what waits for oneself", signed_in),
    ("/desk/reviews", "see what waits for one’s gate", signed_in),
    ("/desk/drafts", "see the drafts that one may see", signed_in),
    ("/desk/account", "keep one’s sessions, tokens and reminders", signed_in),
    ("/directory", "look up whom to write to", signed_in),
    ("/directory/mine", "confirm one’s own contacts", signed_in),
    ("/desk/inbox", "see what arrived", handles_inbox),
    ("/desk/overview", "see what is without an owner, and overdue", handles_inbox),
    ("/desk/inbox/hand-in", "hand in what one received", enters_incoming),
    ("/statements/new", "begin a draft", drafts),
    ("/desk/audit", "read everybody’s sign-ins", reads_audit),
    ("/desk/webhooks", "have programs told of changes", keeps_webhooks),
    ("/directory/entries/etu", "keep an organization", keeps_etu),
    ("/directory/entries/tsync", "keep a group", keeps_tsync),
    ("/directory/new", "make an entry", makes_entries),
    ("/directory/imports/", "decide about a held import", decides_imports),
];

fn everyone(_: &Actor, _: &Directory, _: &Policy) -> bool {
    true
}

fn signed_in(actor: &Actor, _: &Directory, _: &Policy) -> bool {
    actor.person.is_some()
}

fn handles_inbox(actor: &Actor, directory: &Directory, policy: &Policy) -> bool {
    may_handle_item(actor, ItemVerb::See, directory, policy).is_ok()
}

fn enters_incoming(actor: &Actor, _: &Directory, _: &Policy) -> bool {
    may_enter_incoming(actor).is_ok()
}

fn drafts(actor: &Actor, directory: &Directory, policy: &Policy) -> bool {
    let mut groups = directory.groups().into_iter();
    groups.any(|group| may_draft_for(actor, group.id, &[], directory, policy).is_ok())
}

fn reads_audit(actor: &Actor, directory: &Directory, policy: &Policy) -> bool {
    may_read_audit(actor, directory, policy).is_ok()
}

fn keeps_webhooks(actor: &Actor, directory: &Directory, policy: &Policy) -> bool {
    may_keep_webhooks(actor, directory, policy).is_ok()
}

fn keeps(acronym: &str, actor: &Actor, directory: &Directory, policy: &Policy) -> bool {
    let group = directory.by_acronym(acronym).map(|group| group.id);
    may_keep(actor, EntryVerb::SeePrivate, group, directory, policy).is_ok()
}

fn keeps_etu(actor: &Actor, directory: &Directory, policy: &Policy) -> bool {
    keeps("etu", actor, directory, policy)
}

fn keeps_tsync(actor: &Actor, directory: &Directory, policy: &Policy) -> bool {
    keeps("tsync", actor, directory, policy)
}

fn makes_entries(actor: &Actor, directory: &Directory, policy: &Policy) -> bool {
    may_keep(actor, EntryVerb::Make, None, directory, policy).is_ok()
}

fn decides_imports(actor: &Actor, directory: &Directory, policy: &Policy) -> bool {
    may_keep(actor, EntryVerb::DecideImport, None, directory, policy).is_ok()
}

/// The part of the written table that is about pages, as the rules answer it.
pub(super) async fn table(world: &World) -> String {
    let directory = world.desk.store.reader().directory().await.unwrap();
    let actors = actors(world, &directory).await;
    let mut words = format!("\n## Pages\n\n{}", head());
    for (path, what, rule) in PAGES {
        let path = path.split('?').next().unwrap();
        let may = |actor| rule(actor, &directory, &world.desk.policy);
        words.push_str(&row(&format!("{what} (`{path}`)"), actors.iter().map(may)));
    }
    words.push_str(LINKS);
    words
}

const LINKS: &str = "
What is handed in by `/submit` is seen by nobody until whoever handed it in follows the link that was mailed to them, and by
nobody but those who handle the inbox after that. The link works once, for whoever has it, signed in or not.
";

/// IN-2, REC-1: each page opens to those whom the table names, and to nobody else.
#[tokio::test]
async fn every_page_opens_to_those_whom_the_table_names() {
    let world = world("permissions_pages").await;
    let losing_chiefs = "[[people]]\nname = \"Bo Director\"\naddresses = [\"bo@example.org\"]\nroles = []\n\
                         [[people]]\nname = \"Flo Director\"\naddresses = [\"flo@example.org\"]\nroles = []\n";
    let (import, _) = import(&world, losing_chiefs).await.held.unwrap();
    let directory = world.desk.store.reader().directory().await.unwrap();
    for (role, first) in ROLES {
        let actor = actor(&world, first, &directory).await;
        let browser = browser(&world, first).await;
        for (path, what, rule) in PAGES {
            let path =
                if path.ends_with("imports/") { format!("{path}{import}") } else { path.into() };
            let answer = browser.get(&path).await;
            let may = rule(&actor, &directory, &world.desk.policy);
            // Whoever may not draft is told so where the form would be.
            let is_open = answer.status.as_u16() == 200
                && (what != "begin a draft" || answer.text().contains("name=\"consensus\""));
            assert_eq!(is_open, may, "{role}: {what}: {}", answer.status);
            let leads_to_sign_in = answer.header("location").starts_with("/sign-in");
            let is_refused = matches!(answer.status.as_u16(), 403 | 404) || leads_to_sign_in;
            assert!(
                may || is_refused || what == "begin a draft",
                "{role}: {what}: {}",
                answer.status
            );
        }
    }
}

/// IN-2: whoever they are, what they hand in reaches the inbox by the link that was mailed, and no other way.
#[tokio::test]
async fn everybody_hands_in_and_only_the_mailed_link_confirms() {
    let world = world("permissions_submit").await;
    let cy = world.browser("cy").await;
    for (number, (role, first)) in (1..).zip(ROLES) {
        let browser = browser(&world, first).await;
        hand_in(&world, &browser, number).await;
        let subject = format!("Handed in {number}");
        assert!(!cy.page("/desk/inbox").await.contains(&subject), "{role}: not confirmed yet");
        let forged = format!("/submit/{}", "A".repeat(43));
        assert_eq!(browser.post(&forged, &[]).await.status.as_u16(), 410, "{role}");
        let link = mailed_link(&world).await;
        assert_eq!(world.stranger().post(&link, &[]).await.status.as_u16(), 200, "{role}");
        assert_eq!(browser.post(&link, &[]).await.status.as_u16(), 410, "{role}: once");
        operations::read_waiting_items(&world.desk, world.now()).await.unwrap();
        assert!(cy.page("/desk/inbox").await.contains(&subject), "{role}: confirmed");
        world.wait(24 * 60);
    }
}

async fn hand_in(world: &World, browser: &Browser<'_>, number: i32) {
    let form = browser.form("/submit", "/submit").await;
    let form = form
        .fill("organization", "ETU Study Group 1")
        .fill("name", "Del Egate")
        .fill("address", "del@example.net")
        .fill("to", "tsync")
        .fill("subject", &format!("Handed in {number}"))
        .fill("text", "Dear colleagues,\n\nplease tell us what time it is.\n");
    world.wait(1);
    assert_eq!(browser.sends(&form).await, "/submit/sent");
}
