//! `/statements/N/preview`: what will be mailed and to whom, and what somebody may do about it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use operations::{Failure, Preview, check_statement, readable_forms};
use rules::{
    Actor, Direction, Directory, Gate, GateKind, Number, Process, State as Stage, Statement, Verb,
    may, may_advise, may_agree, may_approve, needed_gates, roles_for,
};

use super::acting::role_field;
use super::preparing::preparing;
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::acts::{ActForms, Acts, AdviceAsked};
use crate::pages::desk::gates::GateRow;
use crate::pages::desk::preview::{PreviewPage, Shown};
use crate::view::{SignedIn, View};
use crate::words;

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
    let (statement, missing, mails, readable, unsendable) =
        match operations::preview_statement(desk, &view.actor, number, site.now()).await {
            Ok(Preview { statement, missing, mails, readable }) => {
                (statement, missing, mails, readable, String::new())
            }
            Err(Failure::Unacceptable(why)) => {
                let statement = operations::see(desk, &view.actor, number).await?;
                let readable = readable_forms(&desk.store.reader(), &statement).await?;
                (statement, Vec::new(), Vec::new(), readable, why)
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
    let was_typed =
        |name: &str| said.typed.map(|typed| typed.one(name).to_owned()).unwrap_or_default();
    let (actor, faults) = (&view.actor, said.faults);
    let preparing = preparing(site, actor, &statement, &directory, &history, faults, was_typed);
    let fields = ActForms::new(&statement, &directory, said.faults, was_typed);
    let gates = gates(site, &view.actor, &statement, &directory);
    let told_first = match statement.direction {
        Direction::Outgoing => operations::telling_in_words(&history),
        Direction::Incoming => String::new(),
    };
    let telling = operations::draft_telling(desk, &view.actor, &statement, &directory);
    let referred = check_statement(&reader, &desk.policy, &statement).await?;
    let shown = Shown {
        statement: &statement,
        missing: &missing,
        mails,
        unsendable,
        history,
        gates,
        preparing,
        told_first,
        telling,
        referred,
        readable,
        most: words::size(i64::try_from(desk.settings.attachment_limit).unwrap_or(i64::MAX)),
    };
    Ok(PreviewPage::new(view, shown, acts, fields, said.notice, said.faults))
}

/// Returns what stands before the statement, or will once it is submitted.
fn gates(site: &Site, actor: &Actor, statement: &Statement, directory: &Directory) -> Vec<GateRow> {
    let policy = &site.desk.policy;
    let gates: Vec<Gate> = if statement.state == Stage::Draft {
        needed_gates(statement, actor, directory, policy, site.today()).unwrap_or_default()
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
    let process = Process::of(statement);
    let waits = |kind| statement.gates.iter().any(|it| it.kind == kind && process.is_due(it));
    let mut acts = Acts {
        edit: may(Verb::Edit),
        submit: may(Verb::Submit) && is_complete,
        agree: deciding(site, actor, statement, directory, GateKind::Agreement),
        approve: deciding(site, actor, statement, directory, GateKind::Approval),
        advise: asked_about(site, actor, statement, directory),
        review: may(Verb::Review) && waits(GateKind::Review),
        note: may(Verb::NoteApproval) && waits(GateKind::Approval),
        send_back: may(Verb::SendBack),
        tell: may(Verb::TellGroup),
        convert: may(Verb::ConvertLetter),
        drop: may(Verb::Drop),
        revive: may(Verb::Revive),
        send: may(Verb::Edit) && process.waits_to_be_sent(),
        record: may(Verb::RecordAsSent) && !process.waits_to_be_sent(),
        comment: may(Verb::Comment),
        roles: Vec::new(),
    };
    let offered = [
        ("agree_as", Verb::Agree, !acts.agree.is_empty()),
        ("approve_as", Verb::Approve, !acts.approve.is_empty()),
        ("review_as", Verb::Review, acts.review),
        ("submit_as", Verb::Submit, acts.submit),
        ("back_as", Verb::SendBack, acts.send_back),
        ("tell_as", Verb::TellGroup, acts.tell),
        ("comment_as", Verb::Comment, acts.comment),
    ];
    for (name, verb, _) in offered.into_iter().filter(|(.., is_offered)| *is_offered) {
        let roles = roles_for(actor, verb, statement, directory, policy);
        acts.roles.extend(role_field(site, name, &roles, directory, ""));
    }
    acts
}

/// Returns for which groups somebody agrees to or approves a statement that waits for it now, and in which role.
pub(super) fn deciding(
    site: &Site,
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
    kind: GateKind,
) -> Vec<(String, String)> {
    let policy = &site.desk.policy;
    if may(actor, Verb::from(kind), statement, directory, policy).is_err() {
        return Vec::new();
    }
    let process = Process::of(statement);
    let due = statement.gates.iter().filter(|gate| gate.kind == kind && process.is_due(gate));
    due.filter_map(|gate| {
        let group = directory.group(gate.group?)?;
        let role = match kind {
            GateKind::Agreement => may_agree(actor, group.id, directory, policy),
            _ => may_approve(actor, group.id, directory, policy),
        }?;
        Some((group.name.clone(), policy.held_words(role, directory)))
    })
    .collect()
}

/// Returns what somebody is asked for advice on now.
pub(super) fn asked_about(
    site: &Site,
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
) -> Vec<AdviceAsked> {
    if may(actor, Verb::Advise, statement, directory, &site.desk.policy).is_err() {
        return Vec::new();
    }
    let process = Process::of(statement);
    let due = statement.gates.iter().filter(|gate| process.is_due(gate));
    due.filter(|gate| gate.kind == GateKind::Consultation)
        .filter_map(|gate| {
            let group = directory.group(gate.group?)?;
            let policy = &site.desk.policy;
            let role = may_advise(actor, group.id, directory, policy)?;
            let asked = policy.consulted_role(group.id, directory);
            Some(AdviceAsked::new(group, asked, role != asked, directory, policy))
        })
        .collect()
}
