//! The feed of changes, by which a mirror of the record is kept.

use axum::Json;
use axum::extract::State;
use operations::{change_cursor, words};
use serde::{Deserialize, Serialize};
use store::Change;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::cursor::{List, limit};
use super::input::Asked;
use crate::Site;
use crate::asked::part;

const USUAL: i64 = 100;
const MOST: i64 = 1_000;

/// Cursors of changes are good as long as this installation is.
const FEED: List<'_> = List { name: operations::CHANGES, asked: "", lasts: true };

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(changes))
}

/// Which changes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Since {
    /// The `next` of the answer before, or the `cursor` of a change; from the beginning if it is left out.
    since: Option<String>,
    /// How many at a time.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 1000)]
    limit: Option<String>,
}

/// Some changes, in the order in which they were made.
#[derive(Debug, Serialize, ToSchema)]
struct ChangeList {
    changes: Vec<ChangeShape>,
    /// What to ask with next time.
    next: String,
    /// Whether there are more already.
    more: bool,
}

/// A change of what everybody may read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
struct ChangeShape {
    /// Where the feed goes on after it.
    cursor: String,
    /// What happened: a kind of event; `changed` for something else of a statement; `entry` for an entry of the directory;
    /// `directory` or `documents` where an import changed what is known of many.
    kind: String,
    /// The statement.
    number: Option<i64>,
    /// The acronym of the entry.
    acronym: Option<String>,
    /// When, where that is known.
    #[schema(value_type = Option<words::Instant>)]
    at: Option<jiff::Timestamp>,
    /// What to read anew.
    url: Option<String>,
}

/// Follow the changes
///
/// Every change of the public record and the directory, in order and without a gap: whoever reads anew what a change names has
/// the record as it is.
#[utoipa::path(get, path = "/changes", tag = "changes", params(Since),
    responses((status = 200, description = "Some changes.", body = ChangeList)))]
async fn changes(
    State(site): State<Site>,
    Asked(asked): Asked<Since>,
) -> Result<Json<ChangeList>, Problem> {
    let wanted = limit(asked.limit.as_deref(), USUAL, MOST)?;
    let reader = site.desk.store.reader();
    let since = match asked.since.as_deref().filter(|since| !since.is_empty()) {
        Some(since) => FEED.place(&site, "since", since, site.now())?,
        None => 0,
    };
    if since > reader.last_change().await? {
        let fault = "This cursor is of changes that this installation does not have: it was restored from an older backup. Begin without one.";
        return Err(Problem::parameter("since", fault));
    }
    let mut found = reader.changes_after(since, wanted + 1).await?;
    let more = i64::try_from(found.len()).is_ok_and(|found| found > wanted);
    found.truncate(usize::try_from(wanted).unwrap_or_default());
    let next = change_cursor(&site.desk.settings, found.last().map_or(since, |change| change.id));
    let changes = found.into_iter().map(|change| shape(&site, change)).collect();
    Ok(Json(ChangeList { changes, next, more }))
}

fn shape(site: &Site, change: Change) -> ChangeShape {
    let api = format!("{}/api", site.desk.settings.base_url);
    let acronym = Some(change.acronym).filter(|acronym| !acronym.is_empty());
    let url = match (change.number, &acronym) {
        (Some(number), _) => Some(format!("{api}/statements/{number}")),
        (None, Some(acronym)) => Some(format!("{api}/groups/{}", part(acronym))),
        (None, None) => None,
    };
    ChangeShape {
        cursor: change_cursor(&site.desk.settings, change.id),
        kind: change.kind,
        number: change.number.map(|number| number.0),
        acronym,
        at: change.at,
        url,
    }
}
