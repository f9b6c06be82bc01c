//! `/desk`: what waits for somebody, and why for them.

use axum::extract::State;
use rules::{
    Direction, GateKind, HeldRole, ItemVerb, Number, RoleKind, State as Stage, Statement, Verb,
    may, may_handle_item,
};
use store::{Find, Row};

use super::preview::approvable;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::gates::waits_for;
use crate::pages::desk::waiting::{DeskPage, Part, Task};
use crate::view::{SignedIn, View};

/// Shows everything.
pub(crate) async fn all(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<DeskPage>, Failed> {
    Ok(Page(DeskPage::all(parts(&site, &view).await?, view)))
}

/// Shows what waits for an approval or a review.
pub(crate) async fn reviews(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<DeskPage>, Failed> {
    Ok(Page(DeskPage::reviews(parts(&site, &view).await?, view)))
}

/// Shows what somebody is writing, has sent round, or gave up.
pub(crate) async fn drafts(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<DeskPage>, Failed> {
    Ok(Page(DeskPage::drafts(parts(&site, &view).await?, view)))
}

/// What is older, and was due longer ago, is history and waits for nobody.
const FRESH_DAYS: i32 = 90;
/// As many received statements without an answer are looked through.
const LOOKED_THROUGH: i64 = 200;

/// Returns the received statements that groups of the person should answer.
///
/// `begun` are the statements that somebody is writing, and what each of them answers.
async fn to_answer(
    site: &Site,
    view: &View,
    begun: &[(Number, Vec<Number>)],
) -> Result<Vec<(Part, Task)>, Failed> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let answers = |role: &&HeldRole| {
        matches!(role.kind, RoleKind::Chair | RoleKind::Secretary | RoleKind::Delegate)
    };
    let roles: Vec<(&str, String)> = view
        .actor
        .roles
        .iter()
        .filter(answers)
        .filter_map(|role| {
            Some((directory.group(role.group)?.acronym.as_str(), role.words(&directory)))
        })
        .collect();
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let find = Find { unanswered: true, direction: Some(Direction::Incoming), ..Find::default() };
    let found = reader.find(&find, 1, LOOKED_THROUGH).await?;
    let oldest = site.today().saturating_sub(jiff::Span::new().days(FRESH_DAYS));
    let task = |row: &Row| {
        let (_, role) = roles.iter().find(|(group, _)| row.to.iter().any(|(to, _)| to == group))?;
        let is_fresh = row.day >= oldest || row.deadline.is_some_and(|day| day >= oldest);
        let answer = begun.iter().find(|(_, answers)| answers.contains(&row.number));
        let answer =
            answer.map(|(number, _)| format!(" Statement {number}, under way, answers it."));
        let why = format!("You are {role}.{}", answer.unwrap_or_default());
        is_fresh.then(|| (Part::Answer, Task::to_answer(row, why, site.today())))
    };
    Ok(found.rows.iter().filter_map(task).collect())
}

/// Puts every statement that is not on the record where the person finds it, in a constant number of questions.
async fn parts(site: &Site, view: &View) -> Result<Vec<(Part, Task)>, Failed> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let mut parts = Vec::new();
    let mut begun = Vec::new();
    if may_handle_item(&view.actor, ItemVerb::See).is_ok() {
        let waiting = reader.items_waiting().await?;
        parts.extend((waiting > 0).then(|| (Part::Inbox, Task::inbox(waiting))));
    }
    let may = |verb, statement: &Statement| {
        may(&view.actor, verb, statement, &directory, &site.desk.policy)
    };
    for statement in reader.unposted().await? {
        if may(Verb::See, &statement).is_err() {
            continue;
        }
        if statement.state != Stage::Dropped {
            begun.push((statement.number, statement.answers()));
        }
        let review_waits =
            statement.gates.iter().any(|gate| gate.kind == GateKind::Review && !gate.is_open());
        let approvable = approvable(site, &view.actor, &statement, &directory);
        let task = |why: String| Task::of(&statement, why, site.today());
        let waits = || waits_for(&statement, &directory, &site.desk.policy, site.today());
        let found = match (statement.state, approvable.first(), may(Verb::Review, &statement)) {
            (Stage::InReview, Some((_, role)), _) => {
                (Part::Approve, task(format!("You approve as {role}.")))
            }
            (Stage::InReview, None, Ok(role)) if review_waits => {
                let role = role.map(|role| role.words(&directory)).unwrap_or_default();
                (Part::Review, task(format!("You review as {role}.")))
            }
            (Stage::InReview, _, _) => (Part::OnItsWay, task(waits())),
            (Stage::Draft, _, _) if may(Verb::Edit, &statement).is_ok() => {
                (Part::Draft, task(format!("Begun as {}.", statement.created_as)).to_edit())
            }
            (Stage::Dropped, _, _) if may(Verb::Revive, &statement).is_ok() => {
                (Part::Dropped, task("Given up before it was posted.".to_owned()))
            }
            _ => continue,
        };
        parts.push(found);
    }
    parts.extend(to_answer(site, view, &begun).await?);
    Ok(parts)
}
