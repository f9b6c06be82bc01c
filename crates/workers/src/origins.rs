//! Finding out where received messages are from, after they were stored.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use operations::{Desk, Failure, finish_origin, hold_origin, take_origin};
use rules::Check;

use crate::authenticity::{Checker, Resolver};
use crate::counting::Job;
use crate::held::held;
use crate::stop::Stop;

/// How often is looked for new messages.
const LOOK: Duration = Duration::from_secs(1);
/// How long to wait after a fault of the database.
const REST: Duration = Duration::from_secs(5);

/// Finds out where received messages are from until told to stop, one at a time; without anybody to ask, by what our own
/// mail servers found.
pub(crate) async fn run(desk: Desk, resolver: Option<Resolver>, mut stop: Stop) {
    let host = desk.settings.mail_domain().to_owned();
    let checker = match resolver.map(|resolver| Checker::new(resolver, &host)) {
        None => None,
        Some(Ok(checker)) => Some(Arc::new(checker)),
        Some(Err(why)) => {
            tracing::warn!(why, "no name server can be asked who signed a message");
            None
        }
    };
    while !stop.is_asked() {
        match find_one(&desk, checker.as_ref()).await {
            Ok(true) => {}
            Ok(false) => stop.pause(LOOK).await,
            Err(failure) => {
                tracing::warn!(%failure, "where a message is from could not be kept");
                stop.pause(REST).await;
            }
        }
    }
}

async fn find_one(desk: &Desk, checker: Option<&Arc<Checker>>) -> Result<bool, Failure> {
    let Some(work) = take_origin(desk, Timestamp::now()).await? else { return Ok(false) };
    let job = Job::begin("origin");
    let mut answers: Vec<Option<Vec<Check>>> = Vec::new();
    for task in work.tasks() {
        let Some(checker) = checker else {
            answers.push(None);
            continue;
        };
        let (checker, task) = (Arc::clone(checker), task.clone());
        let asked = tokio::spawn(async move { checker.check(&task).await });
        // A message that breaks the check once would break it each time.
        let asked = held(asked, || hold_origin(desk, &work, Timestamp::now())).await;
        answers.push(Some(asked.unwrap_or_else(|_| {
            tracing::error!(message = work.item(), "checking who signed a message broke off");
            Vec::new()
        })));
    }
    let standing = finish_origin(desk, &work, answers, Timestamp::now()).await;
    job.end(standing.is_ok());
    let standing = standing?;
    tracing::info!(message = work.item(), ?standing, "found out where a message is from");
    Ok(true)
}
