//! `/statistics`, and the same numbers for programs: `.json`, `.csv`.

use axum::extract::{Query, State};
use axum::response::Response;
use serde_json::{Map, Value, json};
use store::Statistics;

use super::list::{Pairs, quoted};
use crate::Site;
use crate::failed::Failed;
use crate::page::{Page, typed};
use crate::pages::statistics::{StatisticsPage, counted, days, list};
use crate::view::View;

/// The filters that numbers are told apart by, as columns.
const COLUMNS: [&str; 6] = ["organization", "year", "direction", "purpose", "deadline", "answer"];

/// Shows the statistics, of one organization or of all.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Query(pairs): Pairs,
) -> Result<Page<StatisticsPage>, Failed> {
    let (statistics, organization) = counts(&site, pairs).await?;
    let reader = site.desk.store.reader();
    let all = reader.organizations(&site.desk.policy.organization).await?;
    Ok(Page(StatisticsPage::of(view, &statistics, &organization, &all)))
}

/// Gives every number with the query that gives it as JSON.
pub(crate) async fn json(
    State(site): State<Site>,
    Query(pairs): Pairs,
) -> Result<Response, Failed> {
    let (statistics, organization) = counts(&site, pairs).await?;
    let base = &site.desk.settings.base_url;
    let object = |filters: &[(&'static str, String)]| {
        let known = filters.iter().map(|(key, value)| ((*key).to_owned(), json!(value)));
        known.collect::<Map<String, Value>>()
    };
    let counts = counted(&statistics, &organization).into_iter().map(|counted| {
        let mut shape = Map::from_iter([("of".to_owned(), json!(counted.of))]);
        shape.append(&mut object(&counted.filters));
        shape.insert("count".to_owned(), json!(counted.count));
        shape.insert("query".to_owned(), json!(format!("{base}{}", list(&counted.filters))));
        Value::Object(shape)
    });
    let days = days(&statistics, &organization).into_iter().map(|days| {
        let mut shape = Map::from_iter([("days".to_owned(), json!(days.what))]);
        shape.append(&mut object(&days.filters));
        let spread = days.spread;
        shape.insert("count".to_owned(), json!(spread.count));
        shape.insert("quarter".to_owned(), json!(spread.quarter));
        shape.insert("median".to_owned(), json!(spread.half));
        shape.insert("three_quarters".to_owned(), json!(spread.three_quarters));
        shape.insert("query".to_owned(), json!(format!("{base}{}", list(&days.filters))));
        Value::Object(shape)
    });
    let answer = json!({
        "organization": (!organization.is_empty()).then_some(&organization),
        "counts": counts.collect::<Vec<_>>(),
        "days": days.collect::<Vec<_>>(),
    });
    Ok(typed("application/json", answer.to_string()))
}

/// Gives every count with the query that gives it as comma-separated values (RFC 4180).
pub(crate) async fn csv(State(site): State<Site>, Query(pairs): Pairs) -> Result<Response, Failed> {
    let (statistics, organization) = counts(&site, pairs).await?;
    let base = &site.desk.settings.base_url;
    let mut csv = format!("of,{},count,query\r\n", COLUMNS.join(","));
    for counted in counted(&statistics, &organization) {
        let value = |key: &str| {
            let found = counted.filters.iter().find(|(known, _)| *known == key);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let mut values = vec![counted.of.to_owned()];
        values.extend(COLUMNS.map(value));
        values.push(counted.count.to_string());
        values.push(format!("{base}{}", list(&counted.filters)));
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        csv.push_str(&values.join(","));
        csv.push_str("\r\n");
    }
    Ok(typed("text/csv; charset=utf-8", csv))
}

/// Counts, for the organization that is asked for; empty for all.
async fn counts(site: &Site, pairs: Vec<(String, String)>) -> Result<(Statistics, String), Failed> {
    let asked = pairs.into_iter().rfind(|(key, _)| key == "organization");
    let organization = asked.map(|(_, value)| value.trim().to_lowercase()).unwrap_or_default();
    let only = Some(organization.as_str()).filter(|organization| !organization.is_empty());
    let ours = &site.desk.policy.organization;
    let statistics = site.desk.store.reader().statistics(ours, only).await?;
    Ok((statistics, organization))
}
