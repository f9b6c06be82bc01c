//! `/organizations/ACRONYM` and `/groups/ACRONYM`, and the same for programs: `.atom`, `.json`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use rules::{Directory, EntryVerb, Group, RoleTerm, may_keep};
use serde_json::{Value, json};
use store::{Find, Sort};

use crate::asked::Asked;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::group::{GroupPage, Kept, NEWEST, OPEN, path};
use crate::view::View;
use crate::{Site, feed, list_counts};

/// Shows a group; an organization is shown under `/organizations`.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Path(name): Path<String>,
) -> Result<Response, Failed> {
    let directory = site.desk.store.reader().directory().await?;
    // An acronym may hold a full stop itself.
    let (group, form) = match (directory.by_acronym(&name), name.rsplit_once('.')) {
        (Some(group), _) => (Some(group), ""),
        (None, Some((acronym, form))) => (directory.by_acronym(acronym), form),
        (None, None) => (None, ""),
    };
    // A group that was joined into another, or is called otherwise now, leads there.
    let group = group.or_else(|| directory.by_alias(&name));
    let group = group.ok_or(Failed::not_found("organization or group"))?;
    let own = path(group);
    let dotted = if form.is_empty() { String::new() } else { format!(".{form}") };
    if view.path != format!("{own}{dotted}") {
        let query = if view.query.is_empty() { String::new() } else { format!("?{}", view.query) };
        let to = format!("{own}{dotted}{query}");
        return Ok((StatusCode::MOVED_PERMANENTLY, [(LOCATION, to)]).into_response());
    }
    match form {
        "" => Ok(page(&site, view, group, &directory).await?.into_response()),
        "atom" => {
            let key = if group.parent.is_none() { "organization" } else { "group" };
            let asked = Asked::of(vec![(key.to_owned(), group.acronym.clone())]);
            let title = format!("Liaison statements with {}", group.name);
            feed::answer(&site, &asked, &title, &own).await
        }
        "json" => Ok(axum::Json(shape(&site, group, &directory)).into_response()),
        _ => Err(Failed::not_found("organization or group")),
    }
}

async fn page(
    site: &Site,
    view: View,
    group: &Group,
    directory: &Directory,
) -> Result<Page<GroupPage>, Failed> {
    let acronym = Some(group.acronym.clone());
    let find = match group.parent {
        None => Find { organization: acronym, ..Find::default() },
        Some(_) => Find { group: acronym, ..Find::default() },
    };
    let reader = site.desk.store.reader();
    let found = reader.find(&find, 1, NEWEST).await?;
    let facets = list_counts::of(site, &find).await?;
    let open = Find { unanswered: true, sort: Sort::Due, ..find };
    let actor = std::sync::Arc::clone(&view.actor);
    let may_edit = may_keep(&actor, EntryVerb::Edit, Some(group.id), directory, &site.desk.policy);
    let kept = Kept {
        corrections: reader.corrections_of(group.id).await?,
        confirmed: reader.confirmations().await?.remove(&group.id),
        private_notes: operations::private_notes(&site.desk, &actor, group.id).await?,
        may_edit: may_edit.is_ok(),
        open: reader.find(&open, 1, OPEN).await?,
        today: site.deadline_day(),
    };
    Ok(Page(GroupPage::of(view, group, directory, found, &facets, site.deadline_day()).with(kept)))
}

/// A group as programs read it.
fn shape(site: &Site, group: &Group, directory: &Directory) -> Value {
    let base = &site.desk.settings.base_url;
    let organization = directory.organization(group.id);
    let parent = group.parent.and_then(|parent| directory.group(parent));
    let children = directory.children(group.id);
    let facts = directory.facts(group.id);
    let coordinator = facts.coordinator.and_then(|person| directory.person(person));
    let key = if group.parent.is_none() { "organization" } else { "group" };
    let list = crate::asked::address("/statements.json", &[(key, &group.acronym)]);
    json!({
        "acronym": group.acronym,
        "name": group.name,
        "kind": group.kind,
        "state": group.state,
        "organization": organization.map(|group| &group.acronym),
        "parent": parent.map(|group| &group.acronym),
        "groups": children.iter().map(|group| &group.acronym).collect::<Vec<_>>(),
        "relationship": facts.relationship,
        "since": facts.since,
        "counterpart": facts.counterpart,
        "coordinator": coordinator.map(|person| &person.name),
        "letter_format": facts.letter_format,
        "sharing": facts.sharing,
        "notes": facts.notes,
        "meetings": facts.meetings,
        "names": directory.aliases(group.id).iter().map(|alias| json!({
            "name": alias.words,
            "former": alias.is_former,
        })).collect::<Vec<_>>(),
        "list": group.list_address,
        "contacts": directory.contacts(group.id).iter().map(|contact| json!({
            "name": contact.mailbox.name(),
            "email": contact.mailbox.address(),
            "why": contact.why,
            "send_to": contact.send_to,
        })).collect::<Vec<_>>(),
        "roles": roles(group, directory),
        "statements": format!("{base}{list}"),
        "url": format!("{base}{}", path(group)),
    })
}

/// Who holds or held which role, as programs read it; the addresses of people are not in it.
fn roles(group: &Group, directory: &Directory) -> Vec<Value> {
    let mut terms: Vec<&RoleTerm> =
        directory.terms().iter().filter(|term| term.group == group.id).collect();
    terms.sort_by_key(|term| (term.kind, term.from, term.person));
    let role = |term: &RoleTerm| {
        let person = directory.person(term.person)?;
        Some(json!({
            "role": term.kind,
            "name": person.name,
            "from": term.from,
            "until": term.until,
        }))
    };
    terms.into_iter().filter_map(role).collect()
}
