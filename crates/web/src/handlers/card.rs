//! `/statements/N/card.png` and `/card.png`: the pictures that stand beside links.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::statement::on_record;
use crate::Site;
use crate::card::Card;
use crate::failed::Failed;
use crate::page::typed;
use crate::view::View;

/// Shows the picture of a statement on the record.
pub(crate) async fn statement(
    State(site): State<Site>,
    view: View,
    Path(number): Path<String>,
) -> Result<Response, Failed> {
    // Who may see more than the record gets no picture of it: pictures are for whoever shows links.
    let statement = on_record(&site, &view, &number, "statement").await?;
    let desk = &site.desk;
    Ok(drawn(Card::of(&statement, &desk.policy.short_name, &desk.settings)).await)
}

/// Shows the picture of the record.
pub(crate) async fn record(State(site): State<Site>) -> Response {
    let desk = &site.desk;
    drawn(Card::of_record(&desk.policy.short_name, &desk.settings)).await
}

/// Draws a picture where nobody waits for it but who asked.
async fn drawn(card: Card) -> Response {
    let drawing = tokio::task::spawn_blocking(move || card.drawn()).await;
    match drawing.map_err(|error| error.to_string()).and_then(|drawn| drawn) {
        Ok(bytes) => typed("image/png", bytes),
        Err(why) => {
            tracing::error!(why, "a picture could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
