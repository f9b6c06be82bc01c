//! Who can be played in a demonstration.

use askama::Template;
use rules::{Actor, Directory, GroupKind, Policy, RoleKind};
use store::Account;

use crate::view::View;
use crate::words;

/// One button for each role.
#[derive(Debug, Template)]
#[template(path = "desk/demo.html")]
pub(crate) struct DemoPage {
    pub(crate) view: View,
    pub(crate) roles: Vec<Role>,
}

/// Somebody who can be played.
#[derive(Debug)]
pub(crate) struct Role {
    person: i64,
    name: String,
    roles: String,
    does: &'static str,
}

impl Role {
    /// Returns the role of an account.
    pub(crate) fn of(
        account: &Account,
        actor: &Actor,
        directory: &Directory,
        policy: &Policy,
    ) -> Self {
        let roles = actor.roles.iter().map(|role| policy.held_words(*role, directory));
        let roles: Vec<String> = roles.collect();
        Self {
            person: account.person.0,
            name: actor.name.clone(),
            roles: words::capitalized(&roles.join(", ")),
            does: does(actor, directory),
        }
    }
}

fn does(actor: &Actor, directory: &Directory) -> &'static str {
    let leads = |kind| {
        let mut held = actor.roles.iter().filter(|role| role.kind == kind);
        held.any(|role| {
            directory.group(role.group).is_some_and(|group| group.kind == GroupKind::Ietf)
        })
    };
    let holds = |kind| actor.any(kind).is_some();
    let does = [
        (
            holds(RoleKind::Coordinator),
            "Opens the inbox, records what arrives, reviews what goes out.",
        ),
        (holds(RoleKind::LiaisonManager), "Records and reviews what arrives from there."),
        (holds(RoleKind::AreaDirector), "Approves what the area and its working groups send."),
        (leads(RoleKind::Chair), "Approves what goes out in the name of all."),
        (
            leads(RoleKind::Secretary),
            "Helps others on, and notes approvals that were given elsewhere.",
        ),
        (holds(RoleKind::Chair), "Drafts statements, and answers those that the group was sent."),
        (holds(RoleKind::Secretary), "Drafts statements on behalf of the chairs."),
    ];
    let found = does.iter().find(|(is_so, _)| *is_so);
    found.map_or("Looks round without any role.", |(_, does)| *does)
}

impl DemoPage {
    pub(crate) fn sample() -> Self {
        let role = |person, name: &str, roles: &str, does| Role {
            person,
            name: name.to_owned(),
            roles: roles.to_owned(),
            does,
        };
        let roles = vec![
            role(
                7,
                "Ana Example",
                "Chair of tsync",
                "Drafts statements, and answers those that the group was sent.",
            ),
            role(
                8,
                "Bo <Director>",
                "Area Director of tim",
                "Approves what the area and its working groups send.",
            ),
        ];
        Self { view: View::sample("/demo/sign-in"), roles }
    }
}
