//! `/people/ID`: a person and their roles.

use axum::extract::{Path, State};
use rules::PersonId;

use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::person::PersonPage;
use crate::view::View;

/// Shows a person who holds or held a role; nobody else has a page.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Path(id): Path<i64>,
) -> Result<Page<PersonPage>, Failed> {
    let directory = site.desk.store.reader().directory().await?;
    let id = PersonId(id);
    let has_role = directory.terms().iter().any(|term| term.person == id);
    let person = directory.person(id).filter(|_| has_role);
    let person = person.ok_or(Failed::not_found("person"))?;
    Ok(Page(PersonPage::of(view, person, &directory, site.today())))
}
