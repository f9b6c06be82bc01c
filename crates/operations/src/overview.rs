//! All that waits for an answer, for those who look after all of it.

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{Actor, ItemVerb, PersonId, day_anywhere, may_handle_item};
use store::{Find, Found, Sort, StoppedMail, WaitingRow};

use crate::desk::day_of;
use crate::unreached::stopped_mail;
use crate::{Desk, Failure};

/// As many of each kind are listed.
const LISTED: i64 = 20;

/// What waits for an answer, and whose it is.
#[derive(Debug, Clone)]
pub struct Overview {
    /// What is past its day, the longest first.
    pub overdue: Found,
    /// What waits longest.
    pub longest: Found,
    /// What nobody has taken on who is still there: nobody ever did, or whoever did left.
    pub ownerless: Found,
    /// How much of each organization.
    pub organizations: Vec<WaitingRow>,
    /// To whom nothing is mailed any longer, since it came back.
    pub stopped: Vec<StoppedMail>,
    /// The day that it still is somewhere on earth.
    pub today: Date,
}

/// Returns all that waits, the first of each kind.
///
/// # Errors
/// [`Failure::NotFound`] for whoever does not look after all of it; [`Failure::Fault`].
pub async fn overview(desk: &Desk, actor: &Actor, now: Timestamp) -> Result<Overview, Failure> {
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    may_handle_item(actor, ItemVerb::See, &directory, &desk.policy)
        .map_err(|_| Failure::NotFound("page"))?;
    let today = day_anywhere(now);
    let mut left = reader.assignees().await?;
    left.retain(|person| directory.has_left(*person, day_of(now)));
    let open = Find { unanswered: true, ..Find::default() };
    let overdue = Find { due: (None, today.yesterday().ok()), sort: Sort::Due, ..open.clone() };
    let longest = Find { sort: Sort::Oldest, ..open.clone() };
    let ownerless = Find { ownerless: true, left: left.clone(), sort: Sort::Due, ..open };
    let mut overview = Overview {
        overdue: reader.find(&overdue, 1, LISTED).await?,
        longest: reader.find(&longest, 1, LISTED).await?,
        ownerless: reader.find(&ownerless, 1, LISTED).await?,
        organizations: reader.waiting(&desk.policy.organization, today, &left).await?,
        stopped: stopped_mail(desk, now).await?,
        today,
    };
    for found in [&mut overview.overdue, &mut overview.longest, &mut overview.ownerless] {
        mark(found, &left);
    }
    Ok(overview)
}

/// Says in each row whether whoever has it left.
fn mark(found: &mut Found, left: &[PersonId]) {
    for assignee in found.rows.iter_mut().filter_map(|row| row.assignee.as_mut()) {
        assignee.left = left.contains(&assignee.person);
    }
}
