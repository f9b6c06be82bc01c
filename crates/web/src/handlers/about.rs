//! `/about`: what this is.

use axum::extract::State;

use crate::Site;
use crate::page::Page;
use crate::pages::about::AboutPage;
use crate::view::View;

/// Says what this is.
pub(crate) async fn show(State(site): State<Site>, view: View) -> Page<AboutPage> {
    Page(AboutPage::of(view, &site.desk.policy))
}
