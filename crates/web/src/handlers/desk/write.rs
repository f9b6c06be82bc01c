//! `/statements/new`, `/statements/N/reply` and `/statements/N/edit`: the form, before it is sent.

use axum::extract::{Path, Query, State};
use operations::{StatementForm, readable_forms};
use rules::{
    Actor, Contact, Direction, Directory, HeldRole, Number, RoleKind, StartingText, Statement,
    Template, Verb, drafting_roles, may, may_draft_for, may_enter_incoming,
};
use serde::Deserialize;

use super::acting::role_field;
use super::unsaved::{beside, keeps, note, writing};
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::fields::{Asked, Kind};
use crate::pages::desk::groups::{GroupLists, split};
use crate::pages::desk::preparing::Considered;
use crate::pages::desk::readable::ReadableNote;
use crate::pages::desk::told::ToldNote;
use crate::pages::desk::write::{Start, WritePage};
use crate::pieces::Field;
use crate::view::{SignedIn, View};

/// More groups than this are typed, fewer are ticked.
const FEW: usize = 8;

/// What kind of statement, and what is known of it already.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct New {
    direction: String,
    from: String,
    to: String,
    /// The template to begin with.
    template: String,
    /// Whether what was typed before and not saved is wanted.
    unsaved: String,
}

impl New {
    /// Returns what kind of statement it is.
    pub(super) fn kind(&self) -> Kind {
        Kind::from_slug(&self.direction)
    }
}

/// What a form shows besides its empty fields.
#[derive(Debug)]
pub(super) struct Filled<'a> {
    pub(super) kind: Kind,
    pub(super) form: &'a StatementForm,
    pub(super) faults: &'a [(&'static str, String)],
    /// The statement as it is saved now, if it is.
    pub(super) statement: Option<&'a Statement>,
    /// Whether somebody else saved it while this was typed.
    pub(super) is_outdated: bool,
    /// The role that was chosen, as forms name it.
    pub(super) role: &'a str,
}

/// Shows an empty form, or says why there is none.
pub(crate) async fn new(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Query(query): Query<New>,
) -> Result<Page<WritePage>, Failed> {
    let mut kind = query.kind();
    let directory = site.desk.store.reader().directory().await?;
    let ways = ways(&site, &view.actor, &directory);
    if query.direction.is_empty() && !ways.contains(&kind) {
        kind = ways.first().copied().unwrap_or(kind);
    }
    let mut form =
        StatementForm { from_groups: query.from, to_groups: query.to, ..StatementForm::default() };
    let template = begin_from(&site, &query.template, &mut form);
    let own = own_groups(&site, &view.actor, &directory);
    if let ([(only, _)], Kind::Draft, true) = (own.as_slice(), kind, form.from_groups.is_empty()) {
        form.from_groups.clone_from(only);
    }
    if kind == Kind::Received {
        form.received_on = site.today().to_string();
    }
    let kept = operations::unsaved(&site.desk, &view.actor, writing(kind, None)).await?;
    let wants_kept = query.unsaved == "take";
    if let Some(kept) = kept.as_ref().filter(|_| wants_kept) {
        form.clone_from(&kept.form);
    }
    let filled =
        Filled { kind, form: &form, faults: &[], statement: None, is_outdated: false, role: "" };
    let mut page = page(&site, view, filled).await?;
    page.unsaved = kept.and_then(|kept| note(kind, None, &kept, &form));
    if kind == Kind::Draft && page.refusal.is_empty() {
        page.starts = template;
    }
    Ok(Page(page))
}

/// Fills in the template of a name, if there is one; returns all that are offered.
fn begin_from(site: &Site, chosen: &str, form: &mut StatementForm) -> Vec<Start> {
    let policy = &site.desk.policy;
    if let Some(template) = policy.templates().iter().find(|it| it.slug == chosen) {
        template.purpose.slug().clone_into(&mut form.purpose);
        form.subject.clone_from(&template.subject);
        form.text = policy.begun_from(template);
    }
    let start = |template: &Template| Start {
        name: template.name.clone(),
        address: format!("/statements/new?template={}", template.slug),
        settles: true,
        is_here: template.slug == chosen,
    };
    policy.templates().iter().map(start).collect()
}

/// With which text a reply begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Begun {
    begin: String,
}

/// Shows the form of a reply, parties turned round (CON-6), with the text that was chosen to begin with (RSP-3).
pub(crate) async fn reply(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    Query(Begun { begin }): Query<Begun>,
) -> Result<Page<WritePage>, Failed> {
    let number = Number(number);
    let form = operations::reply_form(&site.desk, &view.actor, number, &begin).await?;
    let start = |start: &StartingText| Start {
        name: start.name.clone(),
        address: format!("/statements/{number}/reply?begin={}", start.slug),
        settles: start.settles,
        is_here: start.slug == begin,
    };
    let starts = site.desk.policy.starting_texts().iter().map(start).collect();
    let asked = operations::see(&site.desk, &view.actor, number).await?;
    let filled = Filled {
        kind: Kind::Draft,
        form: &form,
        faults: &[],
        statement: None,
        is_outdated: false,
        role: "",
    };
    let page = page(&site, view, filled).await?;
    let title = format!("A reply to statement {number}");
    let asked = Some((number, asked.subject, asked.text));
    Ok(Page(WritePage { title, ways: Vec::new(), asked, starts, ..page }))
}

/// Shows the form of a statement that is not on the record yet.
pub(crate) async fn edit(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    Query(query): Query<New>,
) -> Result<Page<WritePage>, Failed> {
    let statement = operations::see(&site.desk, &view.actor, Number(number)).await?;
    let directory = site.desk.store.reader().directory().await?;
    may(&view.actor, Verb::Edit, &statement, &directory, &site.desk.policy)?;
    let saved = StatementForm::of(&statement);
    let kind = kind_of(&statement);
    let writing = writing(kind, Some(statement.number));
    let kept = operations::unsaved(&site.desk, &view.actor, writing).await?;
    let taken = kept.as_ref().filter(|_| query.unsaved == "take");
    let filled = Filled {
        kind,
        form: taken.map_or(&saved, |kept| &kept.form),
        faults: &[],
        statement: Some(&statement),
        is_outdated: false,
        role: "",
    };
    let mut page = page(&site, view, filled).await?;
    match taken {
        // Saved by somebody else since, it is no change of what stands there now.
        Some(kept) => page.revision = kept.revision,
        None => {
            let note = |kept| note(kind, Some(statement.number), &kept, &saved);
            page.unsaved = kept.and_then(note);
        }
    }
    Ok(Page(page))
}

/// Returns the page with a form as it was typed.
pub(super) async fn page(site: &Site, view: View, filled: Filled<'_>) -> Result<WritePage, Failed> {
    let directory = site.desk.store.reader().directory().await?;
    let Filled { kind, form, faults, statement, is_outdated, role } = filled;
    let saved = statement.map(StatementForm::of);
    let theirs = saved.as_ref().filter(|_| is_outdated);
    let actor = std::sync::Arc::clone(&view.actor);
    let doubts = deadline_doubts(site, kind, form, &directory);
    let beside = beside(site, kind, statement, form).await?;
    let asked = Asked {
        kind,
        beside: Some(beside),
        policy: &site.desk.policy,
        form,
        doubts: &doubts,
        faults,
        doubts_deadline: form.doubts_deadline(site.today()),
        theirs,
        own_groups: own_groups(site, &actor, &directory),
        told: told(site, form, statement, kind.direction(), &directory),
    };
    let mut page = WritePage::new(view, &asked, GroupLists::of(&directory, &site.desk.policy));
    page.keep = keeps(kind, statement.map(|it| it.number));
    page.is_outdated = is_outdated;
    page.their_text =
        theirs.filter(|theirs| theirs.text != form.text).map(|theirs| theirs.text.clone());
    page.submit = record_button(&actor);
    page.role = drafting_role(site, &actor, kind, form, &directory, role);
    match statement {
        Some(statement) => {
            let split = operations::can_be_split(statement, &directory);
            page.considered = Some(Considered::new(statement, split, Vec::new()));
            let readable = readable_forms(&site.desk.store.reader(), statement).await?;
            page.free = free_fields(site, statement);
            page.readable = Some(ReadableNote::new(statement.number, readable, true).in_form());
            Ok(page.of(statement))
        }
        None => {
            let ways = ways(site, &actor, &directory);
            if !ways.contains(&kind) {
                page.refusal = refusal(kind).to_owned();
            }
            page.offer(&ways);
            Ok(page)
        }
    }
}

/// Returns the fields of a statement of ours whose change alone takes nothing back (OUT-9), in words.
fn free_fields(site: &Site, statement: &Statement) -> String {
    let free = match statement.direction {
        Direction::Outgoing => site.desk.policy.gates.free_fields(),
        Direction::Incoming => &[],
    };
    free.iter().map(|field| field.words()).collect::<Vec<_>>().join(" or ")
}

/// Returns what to consider of the deadline that was typed, beside its field (PUR-2).
fn deadline_doubts(
    site: &Site,
    kind: Kind,
    form: &StatementForm,
    directory: &Directory,
) -> Vec<(&'static str, String)> {
    let typed = form.deadline.trim().parse().ok().filter(|_| kind == Kind::Draft);
    let Some(date) = typed else { return Vec::new() };
    let asked = split(&form.to_groups).filter_map(|it| directory.by_acronym(it));
    let asked: Vec<_> = asked.map(|group| group.id).collect();
    let doubts = rules::deadline_doubts(date, site.today(), &asked, directory, &site.desk.policy);
    doubts.into_iter().map(|doubt| ("deadline", doubt)).collect()
}

/// Returns what is written on the button that records what was received: what will follow, as far as it is known.
pub(super) fn record_button(actor: &Actor) -> &'static str {
    if actor.any(RoleKind::Coordinator).is_some() {
        "Record and post"
    } else if actor.any(RoleKind::LiaisonManager).is_some() {
        "Record"
    } else {
        "Send to review"
    }
}

/// Returns the field for the role in which somebody drafts, or enters what was received, where several let them (OUT-9).
fn drafting_role(
    site: &Site,
    actor: &Actor,
    kind: Kind,
    form: &StatementForm,
    directory: &Directory,
    chosen: &str,
) -> Option<Field> {
    let mut roles: Vec<HeldRole> = Vec::new();
    if kind == Kind::Received {
        roles.clone_from(&actor.roles);
    } else {
        let named: Vec<_> =
            split(&form.from_groups).filter_map(|it| directory.by_acronym(it)).collect();
        let groups = if named.is_empty() { directory.groups() } else { named };
        for group in groups {
            let (more, _) = drafting_roles(actor, group.id, &[], directory, &site.desk.policy);
            roles.extend(more);
        }
    }
    role_field(site, "role", &HeldRole::once_each(roles), directory, chosen)
}

/// Says of each contact that was typed why it is there.
fn told(
    site: &Site,
    form: &StatementForm,
    statement: Option<&Statement>,
    direction: Direction,
    directory: &Directory,
) -> [ToldNote; 2] {
    let sides = statement.into_iter().flat_map(|statement| [&statement.from, &statement.to]);
    let known: Vec<Contact> = sides.flat_map(|side| side.contacts.iter().cloned()).collect();
    ToldNote::of(form, &known, direction, directory, &site.desk.policy)
}

pub(super) fn kind_of(statement: &Statement) -> Kind {
    if statement.direction == Direction::Incoming { Kind::Received } else { Kind::Draft }
}

/// Returns the groups that somebody may draft for, if they are few.
fn own_groups(site: &Site, actor: &Actor, directory: &Directory) -> Vec<(String, String)> {
    let groups = directory.groups().into_iter().filter(|group| {
        group.state.is_at_work()
            && may_draft_for(actor, group.id, &[], directory, &site.desk.policy).is_ok()
    });
    let own: Vec<_> =
        groups.map(|group| (group.acronym.clone(), group.name.clone())).take(FEW + 1).collect();
    if own.len() > FEW { Vec::new() } else { own }
}

/// Returns the forms that are of use to somebody; what they may do with one is asked of the rules when they send it.
fn ways(site: &Site, actor: &Actor, directory: &Directory) -> Vec<Kind> {
    let drafts = directory
        .groups()
        .into_iter()
        .any(|group| may_draft_for(actor, group.id, &[], directory, &site.desk.policy).is_ok());
    let keeps = [RoleKind::Coordinator, RoleKind::LiaisonManager, RoleKind::Secretary]
        .into_iter()
        .any(|kind| actor.any(kind).is_some());
    let ways = [
        (Kind::Draft, drafts),
        (Kind::Received, may_enter_incoming(actor).is_ok()),
        (Kind::Sent, drafts && keeps),
    ];
    ways.into_iter().filter_map(|(kind, is_open)| is_open.then_some(kind)).collect()
}

fn refusal(kind: Kind) -> &'static str {
    match kind {
        Kind::Draft => {
            "You hold no role in a group that sends statements. Ask a chair of the group to draft it, or a liaison coordinator to enter your role in the directory."
        }
        Kind::Sent => {
            "Liaison managers, coordinators and the secretariat record what was sent without this tool. Ask one of them."
        }
        Kind::Received => {
            "Whoever holds a role in a group enters what it received. Forward the message to a liaison coordinator instead."
        }
    }
}
