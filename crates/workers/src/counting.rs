//! What is counted of the work in the background, for whoever watches the service: no address, no word of a message.

use std::time::Instant;

use metrics::{Unit, counter, describe_counter, describe_histogram, histogram};
use rules::Way;

const MAILS: &str = "liaison_mails_total";
const RECEIVED: &str = "liaison_messages_received_total";
const JOBS: &str = "liaison_jobs_total";
const JOB_SECONDS: &str = "liaison_job_seconds";
const RESTARTS: &str = "liaison_worker_restarts_total";

/// What became of an attempt to send.
const OUTCOMES: [&str; 3] = ["sent", "later", "failed"];
/// What is done once for each message or attachment, and again and again for all.
const JOBS_DONE: [&str; 7] =
    ["reading", "conversion", "origin", "directory", "ask-for-contacts", "remind", "clear"];
const WAYS: [Way; 3] = [Way::Lmtp, Way::Imap, Way::Maildir];

/// Says what each count means, and begins all of them at nothing, so that the first of something shows as a change.
pub fn begin_counting() {
    describe_counter!(
        MAILS,
        "Attempts to send a message to one recipient, by what became of them."
    );
    describe_counter!(
        RECEIVED,
        "Messages taken by this process, by their way; the pipe is another process."
    );
    describe_counter!(JOBS, "Jobs in the background, by what they do and whether they were done.");
    describe_histogram!(JOB_SECONDS, Unit::Seconds, "How long jobs in the background took.");
    describe_counter!(RESTARTS, "How often a worker broke off and began again.");
    for outcome in OUTCOMES {
        counter!(MAILS, "outcome" => outcome).increment(0);
    }
    for way in WAYS {
        counter!(RECEIVED, "way" => way.slug()).increment(0);
    }
    for job in JOBS_DONE {
        for outcome in ["done", "failed"] {
            counter!(JOBS, "job" => job, "outcome" => outcome).increment(0);
        }
        let _ = histogram!(JOB_SECONDS, "job" => job);
    }
    counter!(RESTARTS).increment(0);
}

/// Counts an attempt to send, by what became of it: `sent`, `later`, `failed`.
pub(crate) fn mail(outcome: &'static str) {
    counter!(MAILS, "outcome" => outcome).increment(1);
}

/// Counts a message that was taken.
pub(crate) fn received(way: Way) {
    counter!(RECEIVED, "way" => way.slug()).increment(1);
}

/// Counts a worker that begins again.
pub(crate) fn restart() {
    counter!(RESTARTS).increment(1);
}

/// A job that is being done.
pub(crate) struct Job {
    name: &'static str,
    began: Instant,
}

impl Job {
    /// Begins to count the time of a job.
    pub(crate) fn begin(name: &'static str) -> Self {
        Self { name, began: Instant::now() }
    }

    /// Counts the job, by whether it was done.
    pub(crate) fn end(self, is_done: bool) {
        let outcome = if is_done { "done" } else { "failed" };
        counter!(JOBS, "job" => self.name, "outcome" => outcome).increment(1);
        histogram!(JOB_SECONDS, "job" => self.name).record(self.began.elapsed());
    }
}
