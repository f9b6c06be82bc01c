//! `/directory/entries/ACRONYM`, `/directory/new`: entries are changed, made and joined, roles entered and ended.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use operations::{Failure, KeptEntry, NewRole};
use rules::{
    Entry, EntryField, EntryVerb, GroupKind, GroupState, PersonId, Refusal, RoleKind, may_keep,
};
use serde::Deserialize;

use super::save::to;
use super::typed::Typed;
use crate::Site;
use crate::asked::part;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::entry::{Besides, EntryPage, Said};
use crate::view::{SignedIn, View};

/// What a new entry is filled with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filled {
    name: String,
    parent: String,
}

/// What is wrong with which field.
type Faults = Vec<(&'static str, String)>;

/// Shows the form of an entry.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(acronym): Path<String>,
) -> Result<Page<EntryPage>, Failed> {
    let kept = operations::entry_to_keep(&site.desk, &view.actor, &acronym).await?;
    let typed = kept.entry.clone();
    Ok(Page(page(&site, view, &kept, &typed, &Faults::new(), &[], false).await?))
}

/// Saves an entry.
pub(crate) async fn save(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(acronym): Path<String>,
    form: Typed,
) -> Result<Response, Failed> {
    let (typed, seen) = (entry(&form), form.one("seen"));
    let saved =
        operations::change_entry(&site.desk, &view.actor, &acronym, seen, &typed, site.now()).await;
    let (status, faults, is_outdated) = match saved {
        Ok(()) => return Ok(to(&page_of(&acronym, "entry-saved"))),
        Err(Failure::Refused(Refusal::Fields(faults))) => {
            (StatusCode::UNPROCESSABLE_ENTITY, faults, false)
        }
        Err(Failure::Refused(Refusal::Outdated)) => (StatusCode::CONFLICT, Vec::new(), true),
        Err(failure) => return Err(failure.into()),
    };
    let kept = operations::entry_to_keep(&site.desk, &view.actor, &acronym).await?;
    let page = page(&site, view, &kept, &typed, &faults, &[], is_outdated).await?;
    Ok((status, Page(page)).into_response())
}

/// Shows the form of a new entry.
pub(crate) async fn new(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Query(filled): Query<Filled>,
) -> Result<Page<EntryPage>, Failed> {
    let directory = site.desk.store.reader().directory().await?;
    may_keep(&view.actor, EntryVerb::Make, None, &directory, &site.desk.policy)
        .map_err(Failure::Refused)?;
    let mut entry = Entry::default();
    entry.set(EntryField::Name, filled.name);
    entry.set(EntryField::Parent, filled.parent);
    entry.set(EntryField::Kind, GroupKind::Sdo.slug().to_owned());
    entry.set(EntryField::State, GroupState::Active.slug().to_owned());
    Ok(Page(EntryPage::new(view, "", &entry, &directory, &no_faults(&site))))
}

/// Makes an entry (REC-3).
pub(crate) async fn make(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    form: Typed,
) -> Result<Response, Failed> {
    let (typed, acronym) = (entry(&form), form.one("acronym").trim().to_lowercase());
    let made = operations::make_entry(&site.desk, &view.actor, &acronym, &typed, site.now()).await;
    match made {
        Ok(()) => Ok(to(&page_of(&acronym, "entry-made"))),
        Err(Failure::Refused(Refusal::Fields(faults))) => {
            let directory = site.desk.store.reader().directory().await?;
            let said = Said { faults: &faults, ..no_faults(&site) };
            let page = EntryPage::new(view, &acronym, &typed, &directory, &said);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Enters a role.
pub(crate) async fn add_role(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(acronym): Path<String>,
    form: Typed,
) -> Result<Response, Failed> {
    let typed =
        ["held_role", "person", "from", "until"].map(|name| (name, form.one(name).to_owned()));
    let [role, person, from, until] = typed.clone().map(|(_, value)| value);
    let new = NewRole { role, person, from, until };
    let added = operations::add_role(&site.desk, &view.actor, &acronym, &new, site.now()).await;
    after(&site, view, &acronym, added, &typed, "role-entered").await
}

/// Ends a role today.
pub(crate) async fn end_role(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(acronym): Path<String>,
    form: Typed,
) -> Result<Response, Failed> {
    let kind = RoleKind::from_slug(form.one("role")).ok_or(Failure::NotFound("role"))?;
    let person = PersonId(form.numbers("person").first().copied().unwrap_or_default());
    let (desk, actor) = (&site.desk, &view.actor);
    operations::end_role(desk, actor, &acronym, person, kind, site.now()).await?;
    Ok(to(&form_of(&acronym, "role-ended#roles")))
}

/// Joins an entry into another (REC-3).
pub(crate) async fn join(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(acronym): Path<String>,
    form: Typed,
) -> Result<Response, Failed> {
    let into = form.one("into").trim().to_lowercase();
    let typed = [("into", into.clone())];
    match operations::join_entries(&site.desk, &view.actor, &acronym, &into, site.now()).await {
        Ok(()) => Ok(to(&page_of(&into, "entries-joined"))),
        joined => after(&site, view, &acronym, joined, &typed, "").await,
    }
}

/// Leads back to the form, or shows it with what is wrong.
async fn after(
    site: &Site,
    view: View,
    acronym: &str,
    result: Result<(), Failure>,
    typed: &[(&'static str, String)],
    done: &str,
) -> Result<Response, Failed> {
    match result {
        Ok(()) => Ok(to(&form_of(acronym, &format!("{done}#roles")))),
        Err(Failure::Refused(Refusal::Fields(faults))) => {
            let kept = operations::entry_to_keep(&site.desk, &view.actor, acronym).await?;
            let entry = kept.entry.clone();
            let page = page(site, view, &kept, &entry, &faults, typed, false).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn page(
    site: &Site,
    view: View,
    kept: &KeptEntry,
    typed: &Entry,
    faults: &Faults,
    besides: &[(&'static str, String)],
    is_outdated: bool,
) -> Result<EntryPage, Failed> {
    let directory = site.desk.store.reader().directory().await?;
    let theirs = is_outdated.then_some(&kept.entry);
    let policy = &*site.desk.policy;
    let said = Said { policy, faults, theirs, corrections: &kept.corrections };
    let may_more = may_keep(
        &view.actor,
        EntryVerb::EditRoles,
        Some(kept.group.id),
        &directory,
        &site.desk.policy,
    );
    let mut page = EntryPage::of(view, kept, typed, &directory, &said);
    page.besides = may_more
        .is_ok()
        .then(|| Besides::of(&kept.group, &directory, policy, site.today(), besides, faults));
    Ok(page)
}

/// Nothing is wrong with a form yet.
fn no_faults(site: &Site) -> Said<'_> {
    Said { policy: &site.desk.policy, faults: &[], theirs: None, corrections: &[] }
}

/// Returns the entry as it was typed.
fn entry(form: &Typed) -> Entry {
    let mut entry = Entry::default();
    for field in EntryField::ALL {
        let lines = form.one(field.slug()).lines().map(str::trim_end);
        let text = lines.collect::<Vec<_>>().join("\n").trim().to_owned();
        let text = if field == EntryField::Parent { text.to_lowercase() } else { text };
        entry.set(field, text);
    }
    entry
}

fn page_of(acronym: &str, done: &str) -> String {
    format!("/groups/{}?done={done}", part(acronym))
}

fn form_of(acronym: &str, done: &str) -> String {
    format!("/directory/entries/{}?done={done}", part(acronym))
}
