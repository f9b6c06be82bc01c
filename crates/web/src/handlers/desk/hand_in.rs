//! `/desk/inbox/hand-in`: files that reached somebody another way are put into the inbox.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use operations::HandIn;
use rules::{ItemVerb, may_enter_incoming, may_handle_item};

use super::save::{faults_of, to};
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::hand_in::HandInPage;
use crate::view::{SignedIn, View};

/// Shows the form.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<HandInPage>, Failed> {
    may_enter_incoming(&view.actor)?;
    let sees_inbox = sees_inbox(&site, &view).await?;
    Ok(Page(HandInPage::new(view, sees_inbox, &HandIn::default(), &[])))
}

/// Stores what was handed in, and leads to it.
pub(crate) async fn save(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    mut typed: Typed,
) -> Result<Response, Failed> {
    let mut handed = HandIn {
        sender: typed.one("sender").to_owned(),
        subject: typed.one("subject").to_owned(),
        note: typed.one("note").to_owned(),
        files: typed.take_files(),
    };
    let files = std::mem::take(&mut handed.files);
    let stored = HandIn { files, ..handed.clone() };
    let sees_inbox = sees_inbox(&site, &view).await?;
    match operations::hand_in(&site.desk, &view.actor, stored, site.now()).await {
        Ok(ids) => Ok(match ids.as_slice() {
            [only] if sees_inbox => to(&format!("/desk/inbox/{only}?done=handed-in")),
            _ if sees_inbox => to("/desk/inbox?done=handed-in"),
            _ => to("/desk?done=handed-in"),
        }),
        Err(failure) => {
            let (status, faults) = faults_of(failure)?;
            Ok((status, Page(HandInPage::new(view, sees_inbox, &handed, &faults))).into_response())
        }
    }
}

async fn sees_inbox(site: &Site, view: &View) -> Result<bool, Failed> {
    let directory = site.desk.store.reader().directory().await?;
    Ok(may_handle_item(&view.actor, ItemVerb::See, &directory, &site.desk.policy).is_ok())
}
