//! The pages of people who are signed in.

use axum::Router;

use crate::Site;

/// Returns the addresses of the desk.
pub(crate) fn routes(_site: &Site) -> Router<Site> {
    Router::new()
}
