//! What groups of a person were sent, and nothing on record answers.

use rules::{Direction, Directory, HeldRole, RoleKind, State as Stage, Statement};
use store::{Find, Row};

use crate::Site;
use crate::failed::Failed;
use crate::pages::desk::waiting::{Part, Task};
use crate::view::View;

/// What is older, and was due longer ago, is history and waits for nobody.
const FRESH_DAYS: i32 = 90;
/// As many received statements without an answer are looked through.
const LOOKED_THROUGH: i64 = 200;

/// Returns the received statements that groups of the person should answer, with what is under way of `unposted`.
pub(super) async fn to_answer(
    site: &Site,
    view: &View,
    unposted: &[Statement],
) -> Result<Vec<(Part, Task)>, Failed> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let answering = answering(site, view, &directory);
    if answering.is_empty() {
        return Ok(Vec::new());
    }
    let find = Find { unanswered: true, direction: Some(Direction::Incoming), ..Find::default() };
    let found = reader.find(&find, 1, LOOKED_THROUGH).await?;
    let oldest = site.today().saturating_sub(jiff::Span::new().days(FRESH_DAYS));
    let is_fresh = |row: &&Row| row.day >= oldest || row.deadline.is_some_and(|day| day >= oldest);
    let task = |row: &Row| {
        // Whoever it was given to answers it, and not whom it names (IN-3).
        let has_it = if row.given.is_empty() { &row.to } else { &row.given };
        let is_to = |group: &str| has_it.iter().any(|(to, _)| to == group);
        let (_, role) = answering.iter().find(|(group, _)| is_to(group))?;
        let under_way = unposted
            .iter()
            .find(|it| it.state != Stage::Dropped && it.answers().contains(&row.number));
        let under_way = under_way
            .map(|it| format!(" Statement {}, under way, answers it.", it.number))
            .unwrap_or_default();
        let why = format!("You are {role}.{under_way}");
        Some((Part::Answer, Task::to_answer(row, why, site.deadline_day())))
    };
    Ok(found.rows.iter().filter(is_fresh).filter_map(task).collect())
}

/// Returns the groups for which somebody sees to answers, each with their role in it.
fn answering(site: &Site, view: &View, directory: &Directory) -> Vec<(String, String)> {
    let answers = |role: &&HeldRole| {
        matches!(role.kind, RoleKind::Chair | RoleKind::Secretary | RoleKind::Delegate)
    };
    let named = |role: &HeldRole| {
        Some((
            directory.group(role.group)?.acronym.clone(),
            site.desk.policy.held_words(*role, directory),
        ))
    };
    view.actor.roles.iter().filter(answers).filter_map(named).collect()
}
