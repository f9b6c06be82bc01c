//! `/statements/N/preview`: what will be mailed and to whom, and what somebody may do about it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use operations::{Failure, Preview, check_documents};
use rules::{
    Actor, Directory, Gate, GateKind, Number, State as Stage, Statement, Verb, may, may_approve,
    needed_gates,
};

use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::acts::{ActForms, Acts};
use crate::pages::desk::gates::GateRow;
use crate::pages::desk::preview::{PreviewPage, Shown};
use crate::view::{SignedIn, View};

/// What is said on the page besides what it always shows: the answer to a form that did not go through.
#[derive(Debug, Default)]
pub(super) struct Said<'a> {
    /// Why it was refused, if that is no matter of a field.
    pub(super) notice: String,
    pub(super) faults: &'a [(&'static str, String)],
    pub(super) typed: Option<&'a Typed>,
}

/// Shows the messages; of what is on the record, what became of them.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
) -> Result<Response, Failed> {
    let number = Number(number);
    let statement = operations::see(&site.desk, &view.actor, number).await?;
    if statement.state.is_public() {
        return Ok(Redirect::to(&format!("/statements/{number}/mail")).into_response());
    }
    Ok(Page(page(&site, view, number, Said::default()).await?).into_response())
}

/// Returns the page.
pub(super) async fn page(
    site: &Site,
    view: View,
    number: Number,
    said: Said<'_>,
) -> Result<PreviewPage, Failed> {
    let desk = &site.desk;
    let (statement, missing, mails, unsendable) =
        match operations::preview_statement(desk, &view.actor, number, site.now()).await {
            Ok(Preview { statement, missing, mails }) => (statement, missing, mails, String::new()),
            Err(Failure::Unacceptable(why)) => {
                let statement = operations::see(desk, &view.actor, number).await?;
                (statement, Vec::new(), Vec::new(), why)
            }
            Err(failure) => return Err(failure.into()),
        };
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    let may_read_all =
        may(&view.actor, Verb::SeePrivate, &statement, &directory, &desk.policy).is_ok();
    let history = reader.history(number, may_read_all).await?;
    let acts = acts(
        site,
        &view.actor,
        &statement,
        &directory,
        missing.is_empty() && unsendable.is_empty(),
    );
    let fields = ActForms::new(&statement, &directory, said.faults, |name| {
        said.typed.map(|typed| typed.one(name).to_owned()).unwrap_or_default()
    });
    let gates = gates(site, &statement, &directory);
    let documents = check_documents(&reader, &desk.policy, &statement.text).await?;
    let shown = Shown {
        statement: &statement,
        missing: &missing,
        mails,
        unsendable,
        history,
        gates,
        documents,
    };
    Ok(PreviewPage::new(view, shown, acts, fields, said.notice, said.faults))
}

/// Returns what stands before the statement, or will once it is submitted.
fn gates(site: &Site, statement: &Statement, directory: &Directory) -> Vec<GateRow> {
    let policy = &site.desk.policy;
    let gates: Vec<Gate> = if statement.state == Stage::Draft {
        let from = statement.from.group_ids();
        needed_gates(statement.direction, &from, directory, policy).unwrap_or_default()
    } else {
        statement.gates.clone()
    };
    let row = |gate: &Gate| GateRow::of(gate, statement, directory, policy, site.today());
    gates.iter().map(row).collect()
}

/// Returns what somebody may do with a statement now.
fn acts(
    site: &Site,
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
    is_complete: bool,
) -> Acts {
    let policy = &site.desk.policy;
    let may = |verb| may(actor, verb, statement, directory, policy).is_ok();
    let waits = |kind| statement.gates.iter().any(|gate| gate.kind == kind && !gate.is_open());
    Acts {
        edit: may(Verb::Edit),
        submit: may(Verb::Submit) && is_complete,
        approve: approvable(site, actor, statement, directory),
        review: may(Verb::Review) && waits(GateKind::Review),
        note: may(Verb::NoteApproval) && waits(GateKind::Approval),
        drop: may(Verb::Drop),
        revive: may(Verb::Revive),
        record: may(Verb::RecordAsSent),
    }
}

/// Returns for which groups somebody may approve a statement that waits for it, and in which role.
pub(super) fn approvable(
    site: &Site,
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
) -> Vec<(String, String)> {
    let policy = &site.desk.policy;
    if may(actor, Verb::Approve, statement, directory, policy).is_err() {
        return Vec::new();
    }
    let closed =
        statement.gates.iter().filter(|gate| gate.kind == GateKind::Approval && !gate.is_open());
    closed
        .filter_map(|gate| {
            let group = directory.group(gate.group?)?;
            let role = may_approve(actor, group.id, directory, policy)?;
            Some((group.name.clone(), role.words(directory)))
        })
        .collect()
}
