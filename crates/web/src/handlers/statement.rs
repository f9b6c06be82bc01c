//! `/statements/N`, and the same statement for programs: `.json`, `.txt`, `.eml`, and to cite it: `.bib`, `.ris`, `.xml`.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use operations::{CheckedDocument, StatementShape, check_documents};
use rules::{
    Correction, Directory, ItemVerb, LinkKind, Number, State as Standing, Statement, Verb, may,
    may_draft_for, may_handle_item,
};
use store::{ExchangeRow, Row};

use crate::cite::Cited;
use crate::failed::Failed;
use crate::handlers::desk::typed::Typed;
use crate::page::{Page, typed};
use crate::pages::plain;
use crate::pages::statement::seeing::{Seeing, Seen};
use crate::pages::statement::{StatementPage, Whole};
use crate::pieces::OriginNote;
use crate::view::View;
use crate::{Site, headers};

/// Shows a statement in the form that the end of its address names.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Path(name): Path<String>,
) -> Result<Response, Failed> {
    let (number, form) = match name.split_once('.') {
        Some((number, form)) => (number, form),
        None => (name.as_str(), ""),
    };
    let statement = seen(&site, &view, number).await?;
    if let (Some(Correction { of, became: Some(_), .. }), "") = (&statement.correction, form) {
        return Ok(Redirect::to(&format!("/statements/{of}")).into_response());
    }
    match form {
        "" => {
            let page = page_with(&site, view, statement, &[], &Typed::default()).await?;
            Ok(Page(page).into_response())
        }
        "json" => json(&site, &statement).await,
        "txt" => Ok(headers::not_for_search(typed(
            "text/plain; charset=utf-8",
            plain::text(&statement, &site.desk.settings),
        ))),
        "eml" => as_mailed(&site, &statement).await,
        _ => {
            let cited = Cited::new(&statement, &site.desk.policy.short_name, &site.desk.settings);
            let form = cited.form(form).ok_or(Failed::not_found("statement"))?;
            Ok(typed(form.0, form.1))
        }
    }
}

/// Returns the statement of a number as it stands in an address, if the person may see it.
pub(crate) async fn seen(site: &Site, view: &View, number: &str) -> Result<Statement, Failed> {
    let parsed = number.parse().ok().filter(|parsed: &i64| parsed.to_string() == number);
    let number = Number(parsed.ok_or(Failed::not_found("statement"))?);
    Ok(operations::see(&site.desk, &view.actor, number).await?)
}

/// Returns a statement that is on the record; of any other there is no such `part`, whoever asks.
pub(crate) async fn on_record(
    site: &Site,
    view: &View,
    number: &str,
    part: &'static str,
) -> Result<Statement, Failed> {
    let statement = seen(site, view, number).await?;
    if statement.state.is_public() { Ok(statement) } else { Err(Failed::not_found(part)) }
}

/// Returns the page of a statement, with what was typed into one of its forms and what is wrong with it.
pub(crate) async fn page_with(
    site: &Site,
    view: View,
    statement: Statement,
    faults: &[(&'static str, String)],
    typed: &Typed,
) -> Result<StatementPage, Failed> {
    let reader = site.desk.store.reader();
    let exchange = reader.exchange(statement.number).await?;
    let history = match statement.state {
        Standing::Withdrawn | Standing::Dropped => {
            reader.history(statement.number, !statement.state.is_public()).await?
        }
        _ => Vec::new(),
    };
    let was_mailed = operations::public_message(&reader, &statement).await?.is_some();
    let directory = reader.directory().await?;
    let documents = documents(site, &statement).await?;
    let keeps_inbox =
        may_handle_item(&view.actor, ItemVerb::See, &directory, &site.desk.policy).is_ok();
    let origin = operations::statement_origin(&reader, statement.number).await?;
    let origin = origin.map(|origin| match keeps_inbox {
        true => OriginNote::new(origin),
        false => OriginNote::of_sentence(origin),
    });
    let versions = operations::versions_of(&reader, std::slice::from_ref(&statement)).await?;
    let versions = versions.of(statement.number).to_vec();
    let has_left = has_left(&statement, &directory, site.today());
    let seeing = seeing(site, &view, &statement, &exchange, faults, typed).await?;
    let whole = Whole {
        versions,
        seeing,
        has_left,
        documents,
        origin,
        statement,
        exchange,
        history,
        was_mailed,
        directory: &directory,
        policy: &site.desk.policy,
        settings: &site.desk.settings,
        today: site.deadline_day(),
    };
    Ok(StatementPage::of(view, whole))
}

/// Says whether whoever sees to a statement holds no role any more.
fn has_left(statement: &Statement, directory: &Directory, today: jiff::civil::Date) -> bool {
    let assignee = statement.handling.assignee.as_ref();
    assignee.is_some_and(|it| directory.has_left(it.person, today))
}

/// Returns what the person does with the statement, if they see to it.
async fn seeing(
    site: &Site,
    view: &View,
    statement: &Statement,
    exchange: &[ExchangeRow],
    faults: &[(&'static str, String)],
    typed: &Typed,
) -> Result<Option<Seeing>, Failed> {
    let (desk, actor, reader) = (&site.desk, &view.actor, site.desk.store.reader());
    if actor.person.is_none() || statement.state != Standing::Posted {
        return Ok(None);
    }
    let directory = reader.directory().await?;
    if may(actor, Verb::Handle, statement, &directory, &desk.policy).is_err() {
        return Ok(None);
    }
    let mut under_way = reader.unposted().await?;
    under_way.retain(|it| {
        it.state != Standing::Dropped
            && it.answers().contains(&statement.number)
            && may(actor, Verb::See, it, &directory, &desk.policy).is_ok()
    });
    let people = operations::handed_to(statement, &directory, &desk.policy, site.now());
    let people = people.into_iter().filter_map(|(person, why)| {
        Some((person.addresses.first()?.clone(), format!("{} ({why})", person.name)))
    });
    let theirs = statement.from.group_ids();
    let speaks = |group: &rules::GroupRef| {
        may_draft_for(actor, group.id, &theirs, &directory, &desk.policy).is_ok()
    };
    let was_typed = |name: &str| typed.all(name).collect::<Vec<_>>().join("\n");
    let this = exchange.iter().find(|one| one.row.number == statement.number);
    Ok(Seeing::of(&Seen {
        statement,
        actor,
        is_answered: this.is_some_and(|one| !one.row.answered_by.is_empty()),
        may_reply: statement.holders().into_iter().any(speaks),
        putting: operations::draft_putting(desk, actor, statement, &directory),
        informal: operations::draft_informal_answer(desk, actor, statement, &directory, site.now()),
        people: people.collect(),
        under_way: &under_way,
        has_left: has_left(statement, &directory, site.today()),
        directory: &directory,
        policy: &desk.policy,
        now: site.now(),
        open: view.query.split('&').find_map(|pair| pair.strip_prefix("do=")).unwrap_or_default(),
        faults,
        typed: &was_typed,
    }))
}

async fn json(site: &Site, statement: &Statement) -> Result<Response, Failed> {
    Ok(headers::not_for_search(axum::Json(shape(site, statement).await?).into_response()))
}

/// Returns a statement as programs read it; whether somebody may see it is asked before.
pub(crate) async fn shape(
    site: &Site,
    statement: &Statement,
) -> Result<StatementShape, operations::Failure> {
    let reader = site.desk.store.reader();
    let links = reader.linked_from(statement.number).await?;
    let versions = operations::versions_of(&reader, std::slice::from_ref(statement)).await?;
    let settles = |(kind, row): &&(LinkKind, Row)| {
        *kind == LinkKind::Answers
            && row.settles != Some(false)
            && row.state == Standing::Posted
            && statement.handling.counts(row.recorded_at)
    };
    let answers = links.iter().filter(settles);
    let answered_by: Vec<Number> = answers.map(|(_, row)| row.number).collect();
    let documents = documents(site, statement).await?;
    let (versions, settings) = (versions.of(statement.number), &site.desk.settings);
    Ok(operations::shape_of(statement, &answered_by, &documents, versions, settings))
}

/// Returns the documents that a statement's text refers to.
async fn documents(
    site: &Site,
    statement: &Statement,
) -> Result<Vec<CheckedDocument>, operations::Failure> {
    let desk = &site.desk;
    check_documents(&desk.store.reader(), &desk.policy, &statement.text).await
}

/// Gives the message as the tool mailed it, byte for byte; what was received is not public as a message.
async fn as_mailed(site: &Site, statement: &Statement) -> Result<Response, Failed> {
    let missing = || Failed::not_found("message");
    let sha256 = operations::public_message(&site.desk.store.reader(), statement)
        .await?
        .ok_or_else(missing)?;
    let bytes = site.desk.store.files().get(&sha256).await?.ok_or_else(missing)?;
    let name = format!("attachment; filename=\"statement-{}.eml\"", statement.number);
    let message = typed("message/rfc822", bytes);
    Ok(headers::not_for_search(([("content-disposition", name)], message).into_response()))
}
