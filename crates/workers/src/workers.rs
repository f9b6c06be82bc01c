//! Starting and stopping what works in the background.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use letters::Converter;
use operations::Desk;
use tokio::task::JoinHandle;

use crate::duties::{self, Duties};
use crate::smtp::Smtp;
use crate::stop::{Stop, Stopper};
use crate::{
    LmtpListener, Sandboxed, SharedMailbox, WatchedMaildir, consultations, conversions, counting,
    lmtp, mailbox, maildir, origins, outbox, posting, proving, readings, webhooks,
};

/// How many messages are sent at the same time, so that one slow server does not hold up the next.
const OUTBOXES: usize = 2;
/// How long to wait before a worker that broke off begins again.
const REST: Duration = Duration::from_secs(5);
/// How long what is being done may still take when the service stops.
const GRACE: Duration = Duration::from_secs(20);

/// Where messages are taken from, besides those that the mail server pipes to `liaison receive`.
#[derive(Debug, Default)]
pub struct Intake {
    /// Where the mail server hands over by LMTP.
    pub lmtp: Option<LmtpListener>,
    /// Shared mailboxes.
    pub mailboxes: Vec<SharedMailbox>,
    /// Watched Maildirs.
    pub maildirs: Vec<WatchedMaildir>,
}

/// What works in the background; any number of instances may share a database.
#[derive(Debug)]
pub struct Workers {
    stop: Stopper,
    asked: Stop,
    tasks: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts sending what is queued, where there is a mail server, and reading messages and attachments with the
    /// programs of this machine.
    pub fn start(desk: &Desk, smtp: Option<Smtp>) -> Self {
        Self::start_with(desk, smtp, Arc::new(Sandboxed::look()))
    }

    /// Starts the same with another converter.
    pub fn start_with(desk: &Desk, smtp: Option<Smtp>, converter: Arc<dyn Converter>) -> Self {
        let (stop, asked) = Stopper::new();
        let mut tasks = Vec::new();
        for _ in 0..OUTBOXES {
            let Some(smtp) = smtp.clone() else { break };
            let (desk, asked) = (desk.clone(), asked.clone());
            let work = move |stop| outbox::run(desk.clone(), smtp.clone(), stop);
            tasks.push(tokio::spawn(again_and_again("outbox", asked, work)));
        }
        let (reads, reader) = (desk.clone(), Arc::clone(&converter));
        let work = move |stop| readings::run(reads.clone(), Arc::clone(&reader), stop);
        tasks.push(tokio::spawn(again_and_again("readings", asked.clone(), work)));
        let lapses = desk.clone();
        let work = move |stop| consultations::run(lapses.clone(), stop);
        tasks.push(tokio::spawn(again_and_again("consultations", asked.clone(), work)));
        let due = desk.clone();
        let work = move |stop| posting::run(due.clone(), stop);
        tasks.push(tokio::spawn(again_and_again("posting", asked.clone(), work)));
        let tells = desk.clone();
        let work = move |stop| webhooks::run(tells.clone(), stop);
        tasks.push(tokio::spawn(again_and_again("webhooks", asked.clone(), work)));
        let proves = desk.clone();
        let work = move |stop| proving::run(proves.clone(), stop);
        tasks.push(tokio::spawn(again_and_again("proving", asked.clone(), work)));
        let desk = desk.clone();
        let work = move |stop| conversions::run(desk.clone(), Arc::clone(&converter), stop);
        tasks.push(tokio::spawn(again_and_again("conversions", asked.clone(), work)));
        Self { stop, asked, tasks }
    }

    /// Also takes messages from wherever they come.
    #[must_use]
    pub fn with_intake(mut self, desk: &Desk, intake: Intake) -> Self {
        if let Some(listener) = intake.lmtp.map(Arc::new) {
            let (desk, asked) = (desk.clone(), self.asked.clone());
            let work = move |stop| lmtp::run(desk.clone(), Arc::clone(&listener), stop);
            self.tasks.push(tokio::spawn(again_and_again("lmtp", asked, work)));
        }
        for shared in intake.mailboxes {
            let (desk, asked) = (desk.clone(), self.asked.clone());
            let work = move |stop| mailbox::run(desk.clone(), shared.clone(), stop);
            self.tasks.push(tokio::spawn(again_and_again("mailbox", asked, work)));
        }
        for watched in intake.maildirs {
            let (desk, asked) = (desk.clone(), self.asked.clone());
            let work = move |stop| maildir::run(desk.clone(), watched.clone(), stop);
            self.tasks.push(tokio::spawn(again_and_again("maildir", asked, work)));
        }
        self
    }

    /// Also does what is due again and again, and finds out where received messages are from.
    #[must_use]
    pub fn with_duties(mut self, desk: &Desk, duties: Duties) -> Self {
        let (finds, resolver) = (desk.clone(), duties.resolver);
        let work = move |stop| origins::run(finds.clone(), resolver, stop);
        self.tasks.push(tokio::spawn(again_and_again("origins", self.asked.clone(), work)));
        let (desk, asked) = (desk.clone(), self.asked.clone());
        let work = move |stop| duties::run(desk.clone(), duties.clone(), stop);
        self.tasks.push(tokio::spawn(again_and_again("duties", asked, work)));
        self
    }

    /// Stops: what is being done is finished, within reason; what was only claimed is taken up by others later.
    pub async fn stop(self) {
        self.stop.stop();
        let end = tokio::time::Instant::now() + GRACE;
        for mut task in self.tasks {
            if tokio::time::timeout_at(end, &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

/// Begins a worker again that broke off, for as long as nobody asked it to stop.
async fn again_and_again<W, F>(name: &'static str, mut stop: Stop, work: W)
where
    W: Fn(Stop) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    while let Err(broke_off) = tokio::spawn(work(stop.clone())).await {
        counting::restart();
        tracing::error!(worker = name, %broke_off, "a worker broke off and begins again");
        stop.pause(REST).await;
    }
}
