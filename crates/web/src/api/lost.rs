//! Answers that were lost: what was done is known, and is told as it stands now.

use axum::RequestPartsExt as _;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use rules::{Actor, Number};

use super::drafts::{begun, done};
use super::entries;
use super::guard::Answers;
use super::statements::AttachmentList;
use crate::Site;
use crate::view::View;

/// Answers what an operation answers when it is done, with the first statement that it made, if it made one; nothing where what
/// it answered cannot be told again.
pub(super) async fn answer(
    site: &Site,
    answers: Option<&Answers>,
    mut parts: Parts,
    made: Option<Number>,
) -> Option<Response> {
    let Answers { status, schema } = answers?;
    let view = parts.extensions.get::<View>()?.clone();
    let named: Path<Vec<(String, String)>> = parts.extract().await.ok()?;
    let named = |name| named.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str());
    let number = named("number").and_then(|number| number.parse().ok()).map(Number);
    let actor = &view.actor;
    let mut response = match (schema.as_deref(), made, number) {
        (None, _, _) => StatusCode::NO_CONTENT.into_response(),
        (Some("Statement"), Some(made), _) if *status == StatusCode::CREATED => {
            begun(site, actor, made).await.ok()?
        }
        // What is done with a statement answers with it, which the document writes out.
        (Some("Statement" | ""), _, Some(number)) => done(site, actor, number).await.ok()?,
        (Some("AttachmentList"), _, Some(number)) => attachments(site, actor, number).await?,
        (Some("Entry"), _, _) => entries::kept(site, actor, named("acronym")?).await.ok()?,
        _ => return None,
    };
    if response.status() == StatusCode::OK {
        *response.status_mut() = *status;
    }
    Some(response)
}

async fn attachments(site: &Site, actor: &Actor, number: Number) -> Option<Response> {
    let found = operations::see(&site.desk, actor, number).await.ok()?;
    Some(axum::Json(AttachmentList::of(site, &found).await.ok()?).into_response())
}
