//! `/healthz` and `/readyz`: for whoever watches the service.

use axum::extract::State;
use axum::http::StatusCode;

use crate::Site;

/// Says that the process runs.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// Says whether the database answers.
pub(crate) async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    match site.desk.store.change_count().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(fault) => {
            tracing::error!(%fault, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
