//! What somebody set of reminders: on their account, and by the link in the message that they get.

use axum::extract::{Path, State};
use axum::response::Redirect;

use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::reminders::UnsubscribePage;
use crate::view::{SignedIn, View};

/// Keeps whether somebody gets the daily message, and of what.
pub(crate) async fn set(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    typed: Typed,
) -> Result<Redirect, Failed> {
    let wishes: Vec<&str> = typed.all("reminders").collect();
    let (digests, awaited) = (wishes.contains(&"digests"), wishes.contains(&"awaited"));
    operations::set_wishes(&site.desk, &view.actor, digests, awaited, site.now()).await?;
    Ok(Redirect::to("/desk/account?done=reminders-set#reminders"))
}

/// Asks whoever follows the link whether they want no more such messages: programs follow links too.
pub(crate) async fn ask(
    State(site): State<Site>,
    view: View,
    Path(token): Path<String>,
) -> Result<Page<UnsubscribePage>, Failed> {
    let name = operations::unsubscribe(&site.desk, &token, false).await?;
    Ok(Page(UnsubscribePage::of(view, &name, Some(token))))
}

/// Ends the daily message, by the button of the page or of a mail program (RFC 8058).
pub(crate) async fn unsubscribe(
    State(site): State<Site>,
    view: View,
    Path(token): Path<String>,
) -> Result<Page<UnsubscribePage>, Failed> {
    let name = operations::unsubscribe(&site.desk, &token, true).await?;
    Ok(Page(UnsubscribePage::of(view, &name, None)))
}
