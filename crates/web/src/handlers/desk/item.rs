//! `/desk/inbox/ID`: a received message beside the form that makes a statement of it.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use operations::{
    Failure, ItemForm, Question, ReadProgress, Recording, SenderEntry, Shown, StatementForm,
};
use rules::{Contact, Direction, ItemState, Mailbox, Refusal, Why};
use serde::Deserialize;

use super::save::{Wrong, faults_of, landed, to};
use super::typed::Typed;
use super::write::record_button;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::fields::{Asked, Kind};
use crate::pages::desk::groups::GroupLists;
use crate::pages::desk::item::{ItemPage, TypedBeside};
use crate::pages::desk::item_decisions::Decisions;
use crate::pages::desk::told::ToldNote;
use crate::pieces::OriginNote;
use crate::view::{SignedIn, View};

/// How long a page waits for a message to be read, before it shows the form as it is.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);
/// After how many seconds such a page looks again.
const LOOK_AGAIN: &str = "3";

/// Which letter of the message, counted from 1, and whether the form is wanted before it was read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    letter: String,
    form: String,
}

/// A message with the form beside it: as it was filled from the letter, and as somebody typed it.
struct Open {
    read: ItemForm,
    typed: StatementForm,
    beside: TypedBeside,
}

/// Shows the message with the form, filled from its letter; while that is being read, the page looks again by itself.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failed> {
    operations::open_item(&site.desk, &view.actor, id, false, site.now()).await?;
    let open = open(&site, &view, id, &wanted.letter).await?;
    let is_fresh = site.now().duration_since(open.read.item.received_at) < PATIENCE;
    let is_being_read = open.read.progress == ReadProgress::BeingRead;
    let page = page(&site, view, &open, &[]).await?;
    if is_being_read && is_fresh && wanted.form.is_empty() {
        // Nothing typed is lost by looking again: there is no form yet.
        return Ok(([("refresh", LOOK_AGAIN)], Page(page.without_form())).into_response());
    }
    Ok(Page(page).into_response())
}

/// Makes a statement of it.
pub(crate) async fn record(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let (form, recording) = (typed.statement(), recording_of(&typed));
    let now = site.now();
    let taken = operations::take_item(&site.desk, &view.actor, id, &form, &recording, now).await;
    let failure = match taken {
        Ok(number) => return landed(&site, number, "recorded", "sent-to-review").await,
        Err(failure) => failure,
    };
    let open = typed_into(open(&site, &view, id, typed.one("letter")).await?, &typed);
    // Somebody else recorded it meanwhile: the page says where.
    let (status, faults) = match failure {
        Failure::Unacceptable(_) if open.read.item.statement.is_some() => {
            (StatusCode::CONFLICT, Vec::new())
        }
        failure => faults_here(failure)?,
    };
    Ok((status, Page(page(&site, view, &open, &faults).await?)).into_response())
}

/// Closes it with a reason.
pub(crate) async fn close(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    // Whoever may not see the inbox is not told that a reason is missing.
    let open = open(&site, &view, id, typed.one("letter")).await?;
    match operations::close_item(&site.desk, &view.actor, id, typed.one("reason"), site.now()).await
    {
        Ok(()) => Ok(to("/desk/inbox?done=closed")),
        Err(failure) => {
            let (status, faults) = faults_here(failure)?;
            Ok((status, Page(page(&site, view, &open, &faults).await?)).into_response())
        }
    }
}

/// Puts it back among those that wait.
pub(crate) async fn reopen(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Response, Failed> {
    operations::reopen_item(&site.desk, &view.actor, id, site.now()).await?;
    Ok(to(&format!("/desk/inbox/{id}?done=reopened")))
}

/// Takes it over from somebody else who has it open; what was typed meanwhile stays.
pub(crate) async fn take_over(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    operations::open_item(&site.desk, &view.actor, id, true, site.now()).await?;
    let open = open(&site, &view, id, typed.one("letter")).await?;
    if typed.one("subject").is_empty() || open.read.item.state != ItemState::Waiting {
        return Ok(to(&format!("/desk/inbox/{id}?done=taken-over")));
    }
    let open = typed_into(open, &typed);
    Ok(Page(page(&site, view, &open, &[]).await?).into_response())
}

/// Mails a question to its sender.
pub(crate) async fn ask(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let question = question_of(&typed);
    let asked = operations::ask_sender(&site.desk, &view.actor, id, &question, site.now()).await;
    let Err(failure) = asked else { return Ok(to(&format!("/desk/inbox/{id}?done=asked"))) };
    let (status, faults) = faults_here(failure)?;
    let mut open = open(&site, &view, id, "").await?;
    open.beside.question = question;
    Ok((status, Page(page(&site, view, &open, &faults).await?)).into_response())
}

/// Returns what is wrong; that somebody else has the message open is told above the form, and nothing typed is lost.
fn faults_here(failure: Failure) -> Result<Wrong, Failed> {
    match failure {
        Failure::Refused(Refusal::BeforeAnother { .. }) => Ok((StatusCode::CONFLICT, Vec::new())),
        failure => faults_of(failure),
    }
}

/// Returns what was typed besides the statement.
fn recording_of(typed: &Typed) -> Recording {
    let line = |name| typed.one(name).trim().to_owned();
    let kept = typed.all("keep_answer").filter_map(|one| one.split_once('.'));
    let kept = kept.filter_map(|(item, at)| Some((item.parse().ok()?, at.parse().ok()?)));
    Recording {
        keep: typed.numbers("keep"),
        keep_links: typed.numbers("keep_link"),
        keep_of_answers: kept.collect(),
        shown: Shown::from_slug(typed.one("shown")),
        corrects: typed.one("corrects").parse().ok().map(rules::Number),
        sender: match typed.one("sender_entry") {
            "new" => {
                SenderEntry::New { acronym: line("sender_acronym"), name: line("sender_name") }
            }
            "other-name" => SenderEntry::OtherName { of: line("sender_of") },
            _ => SenderEntry::AsWritten,
        },
    }
}

fn question_of(typed: &Typed) -> Question {
    Question {
        to: typed.one("question_to").to_owned(),
        subject: typed.one("question_subject").to_owned(),
        text: typed.one("question").to_owned(),
    }
}

/// Puts what was typed in the place of what was filled.
fn typed_into(open: Open, typed: &Typed) -> Open {
    let recording = recording_of(typed);
    let beside = TypedBeside { recording, ..open.beside };
    Open { typed: typed.statement(), beside, ..open }
}

async fn open(site: &Site, view: &View, id: i64, letter: &str) -> Result<Open, Failed> {
    let letter = letter.parse::<usize>().unwrap_or(1).saturating_sub(1);
    let read = operations::item_form(&site.desk, &view.actor, id, letter, site.now()).await?;
    let keep_links = read.links().into_iter().map(|(at, _)| at).collect();
    // A correction of what is here is recorded as one unless somebody says otherwise.
    let corrects = read.corrects.iter().flat_map(|it| &it.here).map(|it| it.number).next();
    let recording = Recording { keep: read.files(), keep_links, corrects, ..Recording::default() };
    let beside = TypedBeside { recording, question: read.question.clone() };
    Ok(Open { typed: read.form.clone(), read, beside })
}

async fn page(
    site: &Site,
    view: View,
    open: &Open,
    faults: &[(&'static str, String)],
) -> Result<ItemPage, Failed> {
    let Open { read, typed: form, beside } = open;
    let directory = site.desk.store.reader().directory().await?;
    // Whom the letter names was entered by nobody yet; the one who mailed it is its sender.
    let sender = Mailbox::parse(&read.item.from).ok();
    let known: Vec<Contact> =
        sender.iter().map(|sender| Contact::new(sender, Why::Sender)).collect();
    let [from, to] = ToldNote::of(form, &known, Direction::Incoming, &directory, &site.desk.policy);
    let told = [
        from.named_in_letter(&read.form.from_contacts),
        to.named_in_letter(&read.form.to_contacts),
    ];
    let doubts: Vec<(&'static str, String)> = read
        .proofs
        .all()
        .flat_map(|(field, proof)| proof.doubts.iter().map(move |doubt| (field, doubt.clone())))
        .collect();
    let (kind, own_groups) = (Kind::Received, Vec::new());
    let asked = Asked {
        kind,
        policy: &site.desk.policy,
        form,
        faults,
        doubts: &doubts,
        doubts_deadline: form.doubts_deadline(site.today()),
        theirs: None,
        own_groups,
        told,
        beside: None,
    };
    let submit = record_button(&view.actor);
    let lists = GroupLists::of(&directory, &site.desk.policy);
    let decisions = Decisions::of(read, &beside.recording, &view, &directory, faults);
    let button = (submit, site.now());
    let reader = site.desk.store.reader();
    let origin = operations::item_origin(&reader, read.item.id).await?;
    let returned = match read.item.state {
        ItemState::SetAside => reader.bounced_with(read.item.id).await?,
        _ => Vec::new(),
    };
    let returned = returned.into_iter().filter_map(|(number, to)| Some((number?.0, to)));
    let page = ItemPage::new(view, read, &asked, lists, beside, decisions, button)
        .with_origin(origin.map(OriginNote::new))
        .with_returned(returned.collect());
    Ok(if read.item.state == ItemState::Waiting { page } else { page.without_form() })
}
