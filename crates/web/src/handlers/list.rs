//! `/statements` and the same list for programs: `.atom`, `.json`, `.csv`.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use operations::StatementShape;
use rules::Number;
use store::{Count, Find, Found, Row};

use crate::asked::Asked;
use crate::failed::Failed;
use crate::page::{Page, typed};
use crate::pages::list::{Counted, ListPage};
use crate::view::View;
use crate::{Site, feed, list_counts, list_rows};

/// As many statements at a time are given to programs.
const PER_ANSWER: i64 = 100;

/// What stands behind `?`.
pub(crate) type Pairs = Query<Vec<(String, String)>>;

/// Shows a page of the list.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Query(pairs): Pairs,
) -> Result<Page<ListPage>, Failed> {
    let (asked, today) = (Asked::of(pairs), site.deadline_day());
    let find = asked.find(today);
    let reader = site.desk.store.reader();
    let facets = list_counts::of(&site, &find).await?;
    let rows = list_rows::of_page(&site, &find, asked.page, facets.total).await?;
    // What is found too often to be counted can still be narrowed down to anything that the record has.
    let all = match facets.beyond.as_slice() {
        [] => Arc::clone(&facets),
        _ => list_counts::of(&site, &Find::default()).await?,
    };
    let directory = reader.directory().await?;
    let name = |acronym: &str| match directory.by_acronym(acronym) {
        Some(group) => group.name.clone(),
        None => acronym.to_owned(),
    };
    Ok(Page(ListPage::of(view, asked, rows, Counted { facets: &facets, all: &all }, today, name)))
}

/// Gives the newest of the list as a feed.
pub(crate) async fn atom(
    State(site): State<Site>,
    Query(pairs): Pairs,
) -> Result<Response, Failed> {
    let asked = Asked::of(pairs);
    feed::answer(&site, &asked, "Liaison statements", "/statements").await
}

/// Gives a page of the list as JSON: each statement in the shape of its own `.json`.
pub(crate) async fn json(
    State(site): State<Site>,
    Query(pairs): Pairs,
) -> Result<Response, Failed> {
    let (asked, found) = found(&site, pairs).await?;
    let shapes = shapes(&site, &found.rows).await?;
    let (total, is_exact) = match found.total {
        Count::Exactly(total) => (total, true),
        Count::MoreThan(total) => (total, false),
    };
    let more = !is_exact || asked.page.saturating_mul(PER_ANSWER) < total;
    let next = more.then(|| {
        format!("{}{}", site.desk.settings.base_url, asked.page("/statements.json", asked.page + 1))
    });
    let answer = serde_json::json!({
        "total": total,
        "total_is_exact": is_exact,
        "next": next,
        "statements": shapes,
    });
    Ok(typed("application/json", answer.to_string()))
}

/// Returns the statements of a list as programs read them, in its order.
pub(crate) async fn shapes(
    site: &Site,
    rows: &[Row],
) -> Result<Vec<StatementShape>, operations::Failure> {
    let numbers: Vec<Number> = rows.iter().map(|row| row.number).collect();
    let reader = site.desk.store.reader();
    let statements = reader.statements(&numbers).await?;
    let texts: Vec<&str> = statements.iter().map(|statement| statement.text.as_str()).collect();
    let documents = operations::check_texts(&reader, &site.desk.policy, &texts).await?;
    let versions = operations::versions_of(&reader, &statements).await?;
    let shapes = statements.iter().zip(&documents).map(|(statement, documents)| {
        let row = rows.iter().find(|row| row.number == statement.number);
        let answered_by = row.map(|row| row.answered_by.as_slice()).unwrap_or_default();
        let versions = versions.of(statement.number);
        operations::shape_of(statement, answered_by, documents, versions, &site.desk.settings)
    });
    Ok(shapes.collect())
}

/// Gives a page of the list as comma-separated values (RFC 4180).
pub(crate) async fn csv(State(site): State<Site>, Query(pairs): Pairs) -> Result<Response, Failed> {
    let (_, found) = found(&site, pairs).await?;
    Ok(table(&site, found.rows))
}

/// Returns statements as a table.
pub(crate) fn table(site: &Site, rows: Vec<Row>) -> Response {
    let mut csv =
        "number,date,direction,state,purpose,from,to,subject,deadline,answered_by,url\r\n"
            .to_owned();
    for row in rows {
        let names = |bodies: &[(String, String)]| {
            let names: Vec<&str> = bodies.iter().map(|(_, name)| name.as_str()).collect();
            names.join("; ")
        };
        let answers: Vec<String> = row.answered_by.iter().map(ToString::to_string).collect();
        let values = [
            row.number.to_string(),
            row.day.to_string(),
            row.direction.slug().to_owned(),
            row.state.slug().to_owned(),
            row.purpose.map(|purpose| purpose.slug().to_owned()).unwrap_or_default(),
            names(&row.from),
            names(&row.to),
            row.subject,
            row.deadline.map(|date| date.to_string()).unwrap_or_default(),
            answers.join(" "),
            site.desk.settings.statement_url(row.number),
        ];
        csv.push_str(&values.map(|value| quoted(&value)).join(","));
        csv.push_str("\r\n");
    }
    typed("text/csv; charset=utf-8", csv)
}

async fn found(site: &Site, pairs: Vec<(String, String)>) -> Result<(Asked, Found), Failed> {
    let asked = Asked::of(pairs);
    let find = asked.find(site.deadline_day());
    let found = site.desk.store.reader().find(&find, asked.page, PER_ANSWER).await?;
    Ok((asked, found))
}

/// Quotes a value; one that a spreadsheet would run as a formula gets a mark before it that keeps it text.
pub(crate) fn quoted(value: &str) -> String {
    let risky = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let value = value.replace('"', "\"\"");
    if risky {
        format!("\"'{value}\"")
    } else if value.contains([',', '"', '\n', '\r']) {
        format!("\"{value}\"")
    } else {
        value
    }
}
