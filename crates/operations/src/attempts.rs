//! How often somebody may try to sign in, or hand something in: by the address that they type, and by where they ask from.
//!
//! Counted in the database, so that several instances count together; what is counted is found by keyed digests alone. A
//! try counts before it is looked at, so that many at once are counted too.

use jiff::{SignedDuration, Timestamp};
use store::Transaction;

use crate::secrets::keyed_digest;
use crate::{Desk, Failure, Visitor};

/// So many wrong passwords of one address are a slip of memory; more are guessing.
const FREE: i64 = 5;
/// So many from one place, where a whole office may be.
const FREE_FROM_ONE_PLACE: i64 = 30;
/// The wait after the first wrong password too many; each further one doubles it.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
/// After so long without any try, counting begins anew.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
/// How many one-time links one address is mailed within [`LONGEST_WAIT`].
const LINKS: i64 = 4;
/// How many may be asked for from one place.
const LINKS_FROM_ONE_PLACE: i64 = 20;

/// What the tries to hand something in are counted under, all of them together.
const SUBMIT: &str = "submit";
/// How much one address may hand in within [`LONGEST_WAIT`].
const SUBMISSIONS_OF_ONE_ADDRESS: i64 = 4;
/// How much may be handed in from one place.
const SUBMISSIONS_FROM_ONE_PLACE: i64 = 10;
/// How much may be handed in by all.
const SUBMISSIONS: i64 = 60;

/// Under what a try is counted.
struct Keys {
    account: String,
    network: Option<String>,
}

/// Forgets the wrong passwords of an address, since the right one came.
pub(crate) async fn was_right(
    desk: &Desk,
    address: &str,
    visitor: &Visitor,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("forget wrong passwords").await?;
    let keys = keys(&mut tx, "password", address, visitor).await?;
    tx.forget_attempts(&keys.account).await?;
    if let Some(network) = keys.network {
        tx.take_attempt_back(&network).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Counts a password that is to be looked at, unless its address or its sender has to wait.
pub(crate) async fn count_password(
    desk: &Desk,
    address: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("count a password").await?;
    let keys = keys(&mut tx, "password", address, visitor).await?;
    let account_waits = wait(&mut tx, &keys.account, FREE, now).await?;
    let network_waits = match &keys.network {
        Some(network) => wait(&mut tx, network, FREE_FROM_ONE_PLACE, now).await?,
        None => None,
    };
    if let Some(wait) = account_waits.max(network_waits) {
        let what = if account_waits.is_some() { "for this address" } else { "from where you are" };
        let minutes = minutes(wait);
        let words = format!(
            "There were too many wrong passwords {what}. Wait {minutes}, or ask for a one-time link below."
        );
        return Err(Failure::TooOften { wait, words });
    }
    for key in [Some(&keys.account), keys.network.as_ref()].into_iter().flatten() {
        tx.count_attempt(key, now, now - LONGEST_WAIT).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Says whether an address may be mailed another one-time link, and counts it.
pub(crate) async fn may_mail_link(
    desk: &Desk,
    address: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<bool, Failure> {
    let since = now - LONGEST_WAIT;
    let mut tx = desk.store.begin("count a one-time link").await?;
    tx.remove_attempts(since).await?;
    let keys = keys(&mut tx, "link", address, visitor).await?;
    if let Some(network) = &keys.network {
        let (times, last) = tx.attempts(network, since).await?.unwrap_or((0, now));
        if times >= LINKS_FROM_ONE_PLACE {
            let wait = LONGEST_WAIT - now.duration_since(last);
            let minutes = minutes(wait);
            let words =
                format!("Too many links were asked for from where you are. Wait {minutes}.");
            return Err(Failure::TooOften { wait, words });
        }
        tx.count_attempt(network, now, since).await?;
    }
    let times = tx.count_attempt(&keys.account, now, since).await?;
    tx.commit().await?;
    Ok(times <= LINKS)
}

/// Says that nothing more can be handed in from somewhere for now, before anything is read of it.
pub(crate) async fn check_submissions(
    desk: &Desk,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Failure> {
    let since = now - LONGEST_WAIT;
    let mut tx = desk.store.begin("look how much was handed in").await?;
    let keys = keys(&mut tx, SUBMIT, "", visitor).await?;
    for (key, most) in
        [(keys.network.as_deref(), SUBMISSIONS_FROM_ONE_PLACE), (Some(SUBMIT), SUBMISSIONS)]
    {
        let Some(key) = key else { continue };
        let (times, last) = tx.attempts(key, since).await?.unwrap_or((0, now));
        if times >= most {
            let wait = LONGEST_WAIT - now.duration_since(last);
            let minutes = minutes(wait);
            let where_from = if key == SUBMIT { "" } else { " from where you are" };
            let words = format!(
                "Too much was handed in{where_from} within the hour. Wait {minutes}, or mail it instead."
            );
            return Err(Failure::TooOften { wait, words });
        }
    }
    Ok(())
}

/// Counts what is handed in, and says whether its address may be mailed.
pub(crate) async fn count_submission(
    tx: &mut Transaction,
    address: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<bool, Failure> {
    let since = now - LONGEST_WAIT;
    tx.remove_attempts(since).await?;
    let keys = keys(tx, SUBMIT, address, visitor).await?;
    if let Some(network) = &keys.network {
        tx.count_attempt(network, now, since).await?;
    }
    tx.count_attempt(SUBMIT, now, since).await?;
    Ok(tx.count_attempt(&keys.account, now, since).await? <= SUBMISSIONS_OF_ONE_ADDRESS)
}

/// Counts what somebody asks to follow, and says whether the address may be mailed.
pub(crate) async fn count_watching(
    tx: &mut Transaction,
    address: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<bool, Failure> {
    let since = now - LONGEST_WAIT;
    tx.remove_attempts(since).await?;
    let keys = keys(tx, "follow", address, visitor).await?;
    if let Some(network) = &keys.network {
        let (times, last) = tx.attempts(network, since).await?.unwrap_or((0, now));
        if times >= LINKS_FROM_ONE_PLACE {
            let wait = LONGEST_WAIT - now.duration_since(last);
            let minutes = minutes(wait);
            let words = format!("Too much was asked for from where you are. Wait {minutes}.");
            return Err(Failure::TooOften { wait, words });
        }
        tx.count_attempt(network, now, since).await?;
    }
    Ok(tx.count_attempt(&keys.account, now, since).await? <= LINKS)
}

async fn keys(
    tx: &mut Transaction,
    what: &str,
    address: &str,
    visitor: &Visitor,
) -> Result<Keys, Failure> {
    let account = format!("{what}:{}", keyed_digest(tx, address).await?);
    let network = if visitor.network.is_empty() {
        None
    } else {
        Some(format!("{what} from:{}", keyed_digest(tx, &visitor.network).await?))
    };
    Ok(Keys { account, network })
}

/// Returns how long the next try has to wait, if it has.
async fn wait(
    tx: &mut Transaction,
    key: &str,
    free: i64,
    now: Timestamp,
) -> Result<Option<SignedDuration>, Failure> {
    let Some((times, last)) = tx.attempts(key, now - LONGEST_WAIT).await? else { return Ok(None) };
    if times < free {
        return Ok(None);
    }
    let doubled = 1_i32 << (times - free).min(10);
    let left = (FIRST_WAIT * doubled).min(LONGEST_WAIT) - now.duration_since(last);
    Ok(left.is_positive().then_some(left))
}

fn minutes(wait: SignedDuration) -> String {
    match wait.as_secs() / 60 + 1 {
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}
