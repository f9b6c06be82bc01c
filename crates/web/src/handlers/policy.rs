//! `/policy`: who must agree to what.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::Site;
use crate::page::Page;
use crate::pages::policy::PolicyPage;
use crate::view::View;

/// Tells the policy in force in plain words.
pub(crate) async fn show(State(site): State<Site>, view: View) -> Page<PolicyPage> {
    Page(PolicyPage::of(view, &site.desk.policy))
}

/// Gives the policy in force as it is written, comments included.
pub(crate) async fn source(State(site): State<Site>) -> Response {
    let kind = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    (kind, site.desk.policy.source().to_owned()).into_response()
}
