//! What is done again and again: bringing the directory up to date, asking liaison managers once a year, reminding everybody
//! once a day, throwing away what was handed in and not confirmed, and answers that no program asks for again.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use operations::{
    AnswerDirectory, Desk, DirectorySummary, Failure, ImportFault, Progress, ask_for_contacts,
    claim_duty, finish_duty, forget_old_unsaved, forget_requests, import_directory,
    import_directory_answers, note_failed_import, remind, remove_unconfirmed,
    remove_unconfirmed_watches, tell_watchers,
};

use crate::counting::Job;
use crate::stop::Stop;
use crate::{Http, Resolver};

/// How often is looked whether something is due.
const LOOK: Duration = Duration::from_secs(60);
/// How often is looked whom to ask; each is asked once a year.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How long news is gathered before it is told.
const GATHERED: SignedDuration = SignedDuration::from_mins(15);
/// How often what nobody confirmed is thrown away.
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// When an import that failed is tried again.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// What the operator wants to be done again and again.
#[derive(Debug, Clone, Default)]
pub struct Duties {
    /// Where the directory comes from, and how often it is brought up to date; none by default.
    pub import: Option<(String, SignedDuration)>,
    /// Whether liaison managers are asked once a year whether what is listed is right.
    pub asks: bool,
    /// At which time of the day, in UTC, everybody is reminded of what waits for them; never by default.
    pub reminds: Option<Time>,
    /// Who is asked for the names that show where messages are from; nobody by default.
    pub resolver: Option<Resolver>,
}

/// Brings the directory in from wherever it is: the address of an API, a directory of its answers, or a file.
///
/// # Errors
/// [`ImportFault`] with the place; nothing is then imported.
pub async fn import_directory_from(
    desk: &Desk,
    source: &str,
    progress: &(dyn Fn(Progress) + Send + Sync),
    now: Timestamp,
) -> Result<DirectorySummary, ImportFault> {
    if source.starts_with("https://") || source.starts_with("http://") {
        let http = Http::new(source)?;
        return import_directory_answers(desk, &http, source, progress, now).await;
    }
    let path = Path::new(source);
    if path.is_dir() {
        let answers = AnswerDirectory(PathBuf::from(path));
        return import_directory_answers(desk, &answers, source, progress, now).await;
    }
    import_directory(desk, path, now).await
}

/// Does what is due until told to stop.
pub(crate) async fn run(desk: Desk, duties: Duties, mut stop: Stop) {
    while !stop.is_asked() {
        let now = Timestamp::now();
        if let Some((source, every)) = &duties.import
            && let Err(failure) = import(&desk, source, *every, now).await
        {
            tracing::warn!(%failure, "the directory could not be brought up to date");
        }
        if duties.asks
            && let Err(failure) = ask(&desk, now).await
        {
            tracing::warn!(%failure, "liaison managers could not be asked for contacts");
        }
        if let Some(time) = duties.reminds
            && let Err(failure) = remind_daily(&desk, time, now).await
        {
            tracing::warn!(%failure, "not everybody could be reminded; the rest is tried again");
        }
        if let Err(failure) = tell(&desk, now).await {
            tracing::warn!(%failure, "those who follow something could not be told; they are with the next run");
        }
        if let Err(failure) = clear(&desk, now).await {
            tracing::warn!(%failure, "what nobody confirmed could not be thrown away");
        }
        stop.pause(LOOK).await;
    }
}

/// Reminds everybody once a day; a day that was missed is caught up as soon as there is somebody to do it.
async fn remind_daily(desk: &Desk, time: Time, now: Timestamp) -> Result<(), Failure> {
    const NAME: &str = "remind";
    if !claim_duty(desk, NAME, now).await? {
        return Ok(());
    }
    let job = Job::begin("remind");
    let done = remind(desk, now, true).await;
    job.end(done.is_ok());
    let done = done?;
    let (mailed, gates, drafts) = (done.mailed.len(), done.gates.len(), done.drafts.len());
    if mailed + gates + drafts > 0 {
        tracing::info!(mailed, gates, drafts, "people were reminded of what waits for them");
    }
    finish_duty(desk, NAME, next(time, now)).await
}

/// The next instant after now at which it is that time of the day in UTC.
fn next(time: Time, now: Timestamp) -> Timestamp {
    let today = TimeZone::UTC.to_datetime(now).date();
    let at = |day: Date| TimeZone::UTC.to_timestamp(day.to_datetime(time)).unwrap_or(now + DAY);
    match at(today) {
        later if later > now => later,
        _ => today.tomorrow().map_or(now + DAY, at),
    }
}

/// Tells those who follow something what happened, gathered for a while so that what belongs together is one message.
async fn tell(desk: &Desk, now: Timestamp) -> Result<(), Failure> {
    const NAME: &str = "tell those who follow";
    if !claim_duty(desk, NAME, now).await? {
        return Ok(());
    }
    let mailed = tell_watchers(desk, now).await?;
    if mailed > 0 {
        tracing::info!(mailed, "those who follow something were told");
    }
    finish_duty(desk, NAME, now + GATHERED).await
}

async fn clear(desk: &Desk, now: Timestamp) -> Result<(), Failure> {
    const NAME: &str = "throw away what was not confirmed";
    if !claim_duty(desk, NAME, now).await? {
        return Ok(());
    }
    let job = Job::begin("clear");
    let removed = remove_unconfirmed(desk, now).await;
    job.end(removed.is_ok());
    let removed = removed?;
    forget_requests(desk, now).await?;
    forget_old_unsaved(desk, now).await?;
    if removed > 0 {
        tracing::info!(removed, "what was handed in and not confirmed was thrown away");
    }
    remove_unconfirmed_watches(desk, now).await?;
    finish_duty(desk, NAME, now + HOUR).await
}

async fn import(
    desk: &Desk,
    source: &str,
    every: SignedDuration,
    now: Timestamp,
) -> Result<(), Failure> {
    const NAME: &str = "directory";
    if !claim_duty(desk, NAME, now).await? {
        return Ok(());
    }
    let job = Job::begin("directory");
    let imported = import_directory_from(desk, source, &|_| {}, now).await;
    job.end(imported.is_ok());
    let due = match imported {
        Ok(summary) => {
            let held = summary.held.map(|(id, _)| id);
            tracing::info!(
                groups = summary.groups.added + summary.groups.changed,
                people = summary.people.added + summary.people.changed,
                held,
                "the directory was brought up to date"
            );
            now + every
        }
        Err(fault) => {
            tracing::warn!("an import of the directory failed; its reason is on /directory");
            note_failed_import(desk, source, &fault, now).await?;
            now + AGAIN.min(every)
        }
    };
    finish_duty(desk, NAME, due).await
}

async fn ask(desk: &Desk, now: Timestamp) -> Result<(), Failure> {
    const NAME: &str = "ask for contacts";
    if !claim_duty(desk, NAME, now).await? {
        return Ok(());
    }
    let job = Job::begin("ask-for-contacts");
    let asked = ask_for_contacts(desk, now).await;
    job.end(asked.is_ok());
    let asked = asked?;
    if asked > 0 {
        tracing::info!(asked, "liaison managers were asked for contacts");
    }
    finish_duty(desk, NAME, now + DAY).await
}
