//! `/demo/mail`: what would have been mailed; there only in a demonstration.

use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use serde::Deserialize;

use super::demo::only_here;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::demo_mail::{DemoMailPage, DemoMailsPage};
use crate::view::View;

const PER_PAGE: i64 = 25;

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    page: Option<i64>,
}

/// Shows the messages, the newest first.
pub(crate) async fn list(
    State(site): State<Site>,
    view: View,
    Query(wanted): Query<Wanted>,
) -> Result<Page<DemoMailsPage>, Failed> {
    only_here(&site)?;
    let number = wanted.page.unwrap_or(1).clamp(1, 100_000);
    let (fates, total) = site.desk.store.reader().mails(number, PER_PAGE).await?;
    Ok(Page(DemoMailsPage::new(view, &fates, number, total, PER_PAGE)))
}

/// Shows one message.
pub(crate) async fn one(
    State(site): State<Site>,
    view: View,
    Path(id): Path<i64>,
) -> Result<Page<DemoMailPage>, Failed> {
    only_here(&site)?;
    let fate = site.desk.store.reader().mail(id).await?.ok_or(Failed::not_found("message"))?;
    let mail = operations::read_mail(&site.desk, &fate.mail.sha256).await?;
    let number = fate.mail.number.into_iter().collect::<Vec<_>>();
    let statement = site.desk.store.reader().statements(&number).await?.pop();
    let is_public = statement.is_some_and(|statement| statement.state.is_public());
    let mut links = Vec::new();
    for delivery in fate.deliveries.iter().filter(|_| operations::is_asking(&fate.mail.kind)) {
        if site.desk.store.reader().asked_with(delivery.id).await?.is_some() {
            links.push((delivery.id, delivery.recipient.clone()));
        }
    }
    Ok(Page(DemoMailPage::new(view, &fate, mail, is_public, links)))
}

/// Follows the link that one recipient's copy of a message would hold.
pub(crate) async fn follow(
    State(site): State<Site>,
    Path(delivery): Path<i64>,
) -> Result<Redirect, Failed> {
    only_here(&site)?;
    let link = operations::demonstrated_link(&site.desk, delivery, site.now()).await?;
    let link = link.ok_or(Failed::not_found("link"))?;
    let own = link.strip_prefix(&*site.desk.settings.base_url).unwrap_or(&link);
    Ok(Redirect::to(own))
}
