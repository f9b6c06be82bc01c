//! The contacts of the groups on which somebody holds a role, to be confirmed by one click.

use askama::Template;
use operations::KeptContacts;

use crate::asked::part;
use crate::pages::group::path;
use crate::view::View;
use crate::words;

/// The contacts of the groups on which somebody holds a role.
#[derive(Debug, Template)]
#[template(path = "desk/mine.html")]
pub(crate) struct MinePage {
    view: View,
    /// The person's own addresses.
    own: Vec<String>,
    groups: Vec<Mine>,
    /// Whether contacts changed while the person looked at them.
    pub(crate) is_outdated: bool,
}

/// A group with its contacts.
#[derive(Debug)]
struct Mine {
    name: String,
    to: String,
    action: String,
    /// Where they are corrected; empty for whoever may not.
    form: String,
    roles: String,
    listed: Vec<String>,
    confirmed: String,
    version: String,
}

impl MinePage {
    /// Makes the page; `may_edit` says which of the groups the person may change.
    pub(crate) fn of(
        view: View,
        kept: Vec<KeptContacts>,
        may_edit: impl Fn(&KeptContacts) -> bool,
    ) -> Self {
        let own = kept.first().map(|kept| kept.own.clone()).unwrap_or_default();
        let groups = kept.iter().map(|kept| {
            let entry = format!("/directory/entries/{}", part(&kept.group.acronym));
            let confirmed = kept
                .confirmed
                .as_ref()
                .map(|it| format!("Last confirmed on {} by {}.", words::instant(it.at), it.name));
            Mine {
                name: kept.group.name.clone(),
                to: path(&kept.group),
                action: format!("{entry}/confirm"),
                form: if may_edit(kept) { entry } else { String::new() },
                roles: kept.roles.join(", "),
                listed: kept.listed.clone(),
                confirmed: confirmed.unwrap_or_else(|| "Nobody confirmed them yet.".to_owned()),
                version: kept.version.clone(),
            }
        });
        let groups = groups.collect();
        Self { view, own, groups, is_outdated: false }
    }

    pub(crate) fn sample() -> Self {
        let directory = crate::pages::group::sample_directory();
        let kept = |group: &&rules::Group| KeptContacts {
            group: (*group).clone(),
            roles: vec!["liaison manager for ITU-X".to_owned()],
            listed: vec!["Send To: Lee & Co <lee@example.com>".to_owned()],
            own: vec!["ana@example.org".to_owned()],
            confirmed: None,
            version: "Send To: Lee & Co <lee@example.com>".to_owned(),
        };
        let kept = directory.groups().iter().take(2).map(kept).collect();
        Self::of(View::signed_in_sample("/directory/mine"), kept, |_| true)
    }
}
