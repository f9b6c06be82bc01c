//! `/desk/webhooks`: which programs are told of changes, and what became of each time.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use operations::Failure;
use rules::Refusal;

use super::typed::Typed;
use crate::Site;
use crate::api::webhooks::addresses;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::webhooks::{NewWebhookPage, WebhookPage, WebhooksPage};
use crate::view::{SignedIn, View};

/// Shows all of them, and the form that adds one.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<WebhooksPage>, Failed> {
    Ok(Page(page(&site, view).await?))
}

/// Adds one, and shows its secret this once.
pub(crate) async fn add(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    typed: Typed,
) -> Result<Response, Failed> {
    let typed = typed.one("url");
    match added(&site, &view, typed).await {
        Ok((webhook, secret)) => {
            Ok(Page(NewWebhookPage::new(view, &webhook, secret)).into_response())
        }
        Err(Failure::Refused(Refusal::Fields(faults))) => {
            let page = page(&site, view).await?.typed(typed, &faults);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Shows one, with what became of each time that it was told something.
pub(crate) async fn one(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Page<WebhookPage>, Failed> {
    let (webhook, deliveries) = operations::webhook_deliveries(&site.desk, &view.actor, id).await?;
    let directory = site.desk.store.reader().directory().await?;
    Ok(Page(WebhookPage::new(view, &webhook, deliveries, &directory)))
}

/// Has one try out whether it is taken.
pub(crate) async fn ping(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Redirect, Failed> {
    operations::ping_webhook(&site.desk, &view.actor, id, site.now()).await?;
    Ok(Redirect::to(&format!("/desk/webhooks/{id}?done=webhook-pinged")))
}

/// Lets one rest.
pub(crate) async fn pause(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Redirect, Failed> {
    operations::pause_webhook(&site.desk, &view.actor, id).await?;
    Ok(Redirect::to(&format!("/desk/webhooks/{id}?done=webhook-paused")))
}

/// Takes one up again.
pub(crate) async fn resume(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Redirect, Failed> {
    operations::resume_webhook(&site.desk, &view.actor, id, site.now()).await?;
    Ok(Redirect::to(&format!("/desk/webhooks/{id}?done=webhook-resumed")))
}

/// Removes one.
pub(crate) async fn remove(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Redirect, Failed> {
    operations::remove_webhook(&site.desk, &view.actor, id).await?;
    Ok(Redirect::to("/desk/webhooks?done=webhook-removed"))
}

async fn added(site: &Site, view: &View, typed: &str) -> Result<(store::Webhook, String), Failure> {
    // Whoever may not have one is not looked up anything for.
    operations::webhooks(&site.desk, &view.actor).await?;
    let url = operations::webhook_url(&site.desk, typed)?;
    let addresses = addresses(url.host_str(), url.port_or_known_default()).await;
    operations::add_webhook(&site.desk, &view.actor, typed, &addresses, site.now()).await
}

async fn page(site: &Site, view: View) -> Result<WebhooksPage, Failed> {
    let all = operations::webhooks(&site.desk, &view.actor).await?;
    let directory = site.desk.store.reader().directory().await?;
    Ok(WebhooksPage::new(view, &all, &directory))
}
