//! `/directory`: what somebody keeps of it, imports, and their own contacts.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use operations::Failure;
use rules::{Directory, EntryVerb, Group, Refusal, RoleKind, may_keep};
use store::Confirmation;

use super::save::to;
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::directory::{DirectoryPage, ImportLine};
use crate::pages::desk::import::ImportPage;
use crate::pages::desk::mine::MinePage;
use crate::pages::entry_history::ChangeLine;
use crate::pages::group::path;
use crate::view::{SignedIn, View};
use crate::words;

/// How many imports and changes the page shows.
pub(crate) const NEWEST: i64 = 20;
/// After this, contacts should be confirmed again.
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Shows what somebody keeps, in a constant number of questions to the store.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<DirectoryPage>, Failed> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let may = |verb, group| may_keep(&view.actor, verb, group, &directory, &site.desk.policy);
    let keeps_all = may(EntryVerb::Make, None).is_ok();
    let mut page = DirectoryPage {
        keeps_all,
        own: Vec::new(),
        imports: Vec::new(),
        unconfirmed: Vec::new(),
        changes: Vec::new(),
        view: view.clone(),
    };
    if keeps_all {
        let imports = reader.directory_imports(NEWEST).await?;
        page.imports = imports.iter().map(ImportLine::of).collect();
        let unconfirmed = unconfirmed(&site, &directory).await?.into_iter();
        page.unconfirmed =
            unconfirmed.map(|(group, it)| unconfirmed_line(group, it.as_ref())).collect();
        let changes = reader.newest_directory_changes(NEWEST).await?;
        page.changes = changes.iter().map(ChangeLine::of).collect();
    } else {
        let groups = directory.groups().into_iter();
        let own = groups.filter(|group| may(EntryVerb::Edit, Some(group.id)).is_ok());
        page.own = own.map(DirectoryPage::line).collect();
    }
    Ok(Page(page))
}

/// Returns the organizations that somebody looks after and whose contacts nobody confirmed within a year, with when somebody last
/// did.
pub(crate) async fn unconfirmed<'d>(
    site: &Site,
    directory: &'d Directory,
) -> Result<Vec<(&'d Group, Option<Confirmation>)>, Failure> {
    let mut confirmations = site.desk.store.reader().confirmations().await?;
    let is_old = |it: &Confirmation| site.now().duration_since(it.at) >= YEAR;
    let mut found = Vec::new();
    for group in directory.groups() {
        let confirmed = confirmations.remove(&group.id);
        let kept = !directory.holders(RoleKind::LiaisonManager, group.id, site.today()).is_empty();
        if kept && confirmed.as_ref().is_none_or(is_old) {
            found.push((group, confirmed));
        }
    }
    Ok(found)
}

fn unconfirmed_line(group: &Group, confirmed: Option<&Confirmation>) -> (String, String, String) {
    let when = confirmed.map_or_else(
        || "Never confirmed.".to_owned(),
        |it| format!("Last confirmed on {}.", words::instant(it.at)),
    );
    (group.name.clone(), path(group), when)
}

/// Shows the contacts of the groups on which somebody holds a role.
pub(crate) async fn mine(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<MinePage>, Failed> {
    Ok(Page(mine_page(&site, view).await?))
}

async fn mine_page(site: &Site, view: View) -> Result<MinePage, Failed> {
    let kept = operations::contacts_to_confirm(&site.desk, &view.actor).await?;
    let directory = site.desk.store.reader().directory().await?;
    let actor = std::sync::Arc::clone(&view.actor);
    Ok(MinePage::of(view, kept, |kept| {
        let group = Some(kept.group.id);
        may_keep(&actor, EntryVerb::Edit, group, &directory, &site.desk.policy).is_ok()
    }))
}

/// Notes that somebody says that contacts are right.
pub(crate) async fn confirm(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(acronym): Path<String>,
    typed: Typed,
) -> Result<Response, Failed> {
    let (desk, seen, now) = (&site.desk, typed.one("seen"), site.now());
    match operations::confirm_contacts(desk, &view.actor, &acronym, seen, now).await {
        Ok(()) => Ok(to("/directory/mine?done=confirmed")),
        Err(Failure::Refused(Refusal::Outdated)) => {
            let mut page = mine_page(&site, view).await?;
            page.is_outdated = true;
            Ok((StatusCode::CONFLICT, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Shows an import with its difference.
pub(crate) async fn import(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Page<ImportPage>, Failed> {
    let seen = operations::see_import(&site.desk, &view.actor, id).await?;
    Ok(Page(ImportPage::of(view, &seen)))
}

/// Takes an import that was held.
pub(crate) async fn confirm_import(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Response, Failed> {
    match operations::confirm_import(&site.desk, &view.actor, id, site.now()).await {
        Ok(()) => Ok(to(&format!("/directory/imports/{id}?done=import-taken"))),
        Err(Failure::Refused(Refusal::Outdated)) => {
            let seen = operations::see_import(&site.desk, &view.actor, id).await?;
            let mut page = ImportPage::of(view, &seen);
            page.is_outdated = true;
            Ok((StatusCode::CONFLICT, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Throws an import away that was held.
pub(crate) async fn drop_import(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Response, Failed> {
    operations::drop_import(&site.desk, &view.actor, id, site.now()).await?;
    Ok(to(&format!("/directory/imports/{id}?done=import-dropped")))
}
