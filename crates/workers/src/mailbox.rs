//! Taking messages from a shared mailbox by IMAP, as soon as they are there (RFC 9051, RFC 2177).
//!
//! Nothing in it is marked, moved or deleted before it is stored. One instance at a time takes from it; how far it came is
//! noted by UIDVALIDITY and UID, so that whoever goes on does not begin anew. What is taken twice all the same is known
//! again by its bytes.

mod line;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use jiff::Timestamp;
use operations::{
    Arrival, Desk, Failure, claim_mailbox, keep_mailbox, leave_mailbox, note_stored,
    receive_message,
};
use rules::Way;

use crate::counting;
use crate::stop::Stop;
use crate::{Login, Tls, Trusted};
use line::{Line, connect};

/// How long to wait for new messages before the server is asked by ourselves.
const IDLE: Duration = Duration::from_secs(25);
/// How long one answer of the server may take; a message may be large.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long to wait after the first failure, and after many.
const REST: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(5));
/// How long to wait while another instance has the mailbox.
const LOOK: Duration = Duration::from_secs(2);
/// How often the mailbox is claimed further.
const RENEW: Duration = Duration::from_secs(5);

/// A mailbox that messages are taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedMailbox {
    /// The server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from being read.
    pub tls: Tls,
    /// Whose word is taken for it that it is the server.
    pub trusted: Trusted,
    /// Who we are to it.
    pub login: Login,
    /// The folder.
    pub folder: String,
    /// The address whose mail lies there; empty if it is not one address.
    pub address: String,
    /// What is done in it with what is stored.
    pub after: AfterStoring,
}

/// What is done in a mailbox with a message once it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterStoring {
    /// Nothing.
    Keep,
    /// It is marked as seen.
    Seen,
    /// It is moved to this folder, which is made if it is absent.
    Move(String),
}

impl fmt::Display for SharedMailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}/{}", self.login.user, self.host, self.folder)
    }
}

/// Why nothing is taken just now.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("{0}")]
    Imap(#[from] async_imap::error::Error),
    #[error("{0}")]
    Line(#[from] std::io::Error),
    #[error("the certificate of {host} is not believed, and no password was sent: {why}")]
    Untrusted { host: String, why: String },
    #[error("the server did not answer in time")]
    Silent(#[from] tokio::time::error::Elapsed),
    #[error(
        "the server gives the mailbox no UIDVALIDITY, so that nothing in it can be known again"
    )]
    NoValidity,
    #[error("{0}")]
    Failure(#[from] Failure),
    #[error("another instance has taken the mailbox over")]
    Lost,
}

type Session = async_imap::Session<Line>;

/// Signs in to a mailbox and looks whether its folder is there; nothing in it is touched.
///
/// # Errors
/// What the server answered, or why it could not be reached or believed.
pub async fn open_mailbox(mailbox: &SharedMailbox, patience: Duration) -> Result<(), String> {
    let opening = async {
        let mut session = connect(mailbox).await?;
        session.examine(&mailbox.folder).await?;
        session.logout().await?;
        Ok(())
    };
    let opened = tokio::time::timeout(patience, opening).await;
    opened.unwrap_or_else(|late| Err(Broken::from(late))).map_err(|broken| broken.to_string())
}

/// Takes messages until told to stop.
pub(crate) async fn run(desk: Desk, mailbox: SharedMailbox, mut stop: Stop) {
    let name = mailbox.to_string();
    let mut rest = REST.0;
    while !stop.is_asked() {
        let pause = match claim_mailbox(&desk, &name, Timestamp::now()).await {
            Ok(false) => LOOK,
            Ok(true) => {
                let mut taking = Taking::new(&desk, &mailbox, &name);
                let ended = tokio::select! {
                    ended = taking.run(&mut stop) => ended,
                    lost = keep(&desk, &name) => Err(lost),
                };
                if taking.has_looked {
                    rest = REST.0;
                }
                // What another instance has is not ours to give up.
                if !matches!(ended, Err(Broken::Lost))
                    && let Err(failure) = leave_mailbox(&desk, &name, Timestamp::now()).await
                {
                    tracing::warn!(mailbox = name, %failure, "the mailbox could not be given up");
                }
                if let Err(broken) = ended {
                    tracing::warn!(mailbox = name, %broken, seconds = rest.as_secs(), "the mailbox is tried again");
                }
                let pause = rest;
                rest = (rest * 2).min(REST.1);
                pause
            }
            Err(failure) => {
                tracing::warn!(mailbox = name, %failure, "the mailbox could not be claimed");
                rest
            }
        };
        stop.pause(pause).await;
    }
}

/// Keeps the mailbox for ourselves until that fails.
async fn keep(desk: &Desk, name: &str) -> Broken {
    let mut since = Timestamp::now();
    loop {
        tokio::time::sleep(RENEW).await;
        let now = Timestamp::now();
        match keep_mailbox(desk, name, since, now).await {
            Ok(true) => since = now,
            Ok(false) => return Broken::Lost,
            Err(failure) => return failure.into(),
        }
    }
}

/// One connection's work.
struct Taking<'m> {
    desk: &'m Desk,
    mailbox: &'m SharedMailbox,
    name: &'m str,
    /// Whether it came as far as to look for messages.
    has_looked: bool,
}

impl<'m> Taking<'m> {
    fn new(desk: &'m Desk, mailbox: &'m SharedMailbox, name: &'m str) -> Self {
        Self { desk, mailbox, name, has_looked: false }
    }

    async fn run(&mut self, stop: &mut Stop) -> Result<(), Broken> {
        let mut session = within(connect(self.mailbox)).await?;
        let capabilities = within(session.capabilities()).await?;
        let (can_idle, can_move) = (capabilities.has_str("IDLE"), capabilities.has_str("MOVE"));
        if let AfterStoring::Move(folder) = &self.mailbox.after {
            // That it is there already is fine; that it cannot be made shows when something is moved.
            let _ = within(session.create(folder)).await;
        }
        let selected = within(session.select(&self.mailbox.folder)).await?;
        let validity = selected.uid_validity.ok_or(Broken::NoValidity)?;
        while !stop.is_asked() {
            self.take_new(&mut session, validity, can_move, stop).await?;
            self.has_looked = true;
            session = wait(session, can_idle, stop).await?;
        }
        // What it says to that changes nothing.
        let _ = within(session.logout()).await;
        Ok(())
    }

    async fn take_new(
        &mut self,
        session: &mut Session,
        validity: u32,
        can_move: bool,
        stop: &Stop,
    ) -> Result<(), Broken> {
        let stored = self.desk.store.reader().stored_up_to(self.name, validity).await;
        let stored = stored.map_err(Failure::from)?;
        let range = format!("{}:*", stored.saturating_add(1));
        let listed = within(async {
            let listed = session.uid_fetch(range, "(UID RFC822.SIZE)").await?;
            listed.try_collect::<Vec<_>>().await
        });
        let mut listed: Vec<(u32, u32)> = (listed.await?.into_iter())
            .filter_map(|one| Some((one.uid?, one.size.unwrap_or(0))))
            // `*` is the last message, even if its UID is lower.
            .filter(|(uid, _)| *uid > stored)
            .collect();
        listed.sort_unstable();
        for (uid, size) in listed {
            if stop.is_asked() {
                break;
            }
            self.take(session, validity, uid, size, can_move).await?;
        }
        Ok(())
    }

    /// Stores one message, then marks it, then notes that it is stored.
    async fn take(
        &self,
        session: &mut Session,
        validity: u32,
        uid: u32,
        size: u32,
        can_move: bool,
    ) -> Result<(), Broken> {
        let limit = self.desk.settings.message_limit;
        if usize::try_from(size).is_ok_and(|size| size > limit) {
            tracing::warn!(
                mailbox = self.name,
                uid,
                size,
                limit,
                "a message is too large, and stays where it is"
            );
            return Ok(note_stored(self.desk, self.name, validity, uid).await?);
        }
        let fetched = within(async {
            // PEEK, so that it is not marked as seen before it is stored.
            let fetched = session.uid_fetch(uid.to_string(), "(UID BODY.PEEK[])").await?;
            fetched.try_collect::<Vec<_>>().await
        });
        let fetched = fetched.await?;
        let body = fetched.iter().find(|one| one.uid == Some(uid)).and_then(|one| one.body());
        // Without one, somebody else deleted it in the meantime.
        if let Some(body) = body {
            let arrival = Arrival {
                way: Way::Imap,
                envelope_to: self.mailbox.address.clone(),
                source: format!("{} {validity} {uid}", self.name),
                bytes: Bytes::copy_from_slice(body),
                ..Arrival::default()
            };
            match receive_message(self.desk, &arrival, Timestamp::now()).await {
                Ok(item) => {
                    counting::received(Way::Imap);
                    tracing::info!(mailbox = self.name, uid, item, "stored a message");
                    self.mark(session, uid, can_move).await?;
                }
                Err(Failure::Unacceptable(why)) => {
                    tracing::warn!(mailbox = self.name, uid, why, "a message stays where it is");
                }
                Err(failure) => return Err(failure.into()),
            }
        }
        Ok(note_stored(self.desk, self.name, validity, uid).await?)
    }

    /// Does with a message that is stored what the operator wants; that the server will not is no reason to stop.
    async fn mark(&self, session: &mut Session, uid: u32, can_move: bool) -> Result<(), Broken> {
        let uid = uid.to_string();
        let marked = match &self.mailbox.after {
            AfterStoring::Keep => Ok(()),
            AfterStoring::Seen => within(flag(session, &uid, "+FLAGS.SILENT (\\Seen)")).await,
            AfterStoring::Move(folder) if can_move => within(session.uid_mv(&uid, folder)).await,
            AfterStoring::Move(folder) => within(copy_away(session, &uid, folder)).await,
        };
        match marked {
            Err(Broken::Imap(
                refused @ (async_imap::error::Error::No(_) | async_imap::error::Error::Bad(_)),
            )) => {
                tracing::warn!(mailbox = self.name, uid, %refused, "a message is stored, but the server does not mark it");
                Ok(())
            }
            marked => marked,
        }
    }
}

async fn flag(
    session: &mut Session,
    uid: &str,
    query: &str,
) -> Result<(), async_imap::error::Error> {
    let flagged = session.uid_store(uid, query).await?;
    flagged.try_collect::<Vec<_>>().await.map(|_| ())
}

/// Moves a message on a server that cannot: a copy, then the deletion of the original.
async fn copy_away(
    session: &mut Session,
    uid: &str,
    folder: &str,
) -> Result<(), async_imap::error::Error> {
    session.uid_copy(uid, folder).await?;
    flag(session, uid, "+FLAGS.SILENT (\\Deleted)").await?;
    let gone = session.uid_expunge(uid).await?;
    gone.try_collect::<Vec<_>>().await.map(|_| ())
}

/// Waits until there is something new, or it is time to look, or the service stops.
async fn wait(mut session: Session, can_idle: bool, stop: &mut Stop) -> Result<Session, Broken> {
    // What the server told by itself is looked for anyway.
    while session.unsolicited_responses.try_recv().is_ok() {}
    if !can_idle {
        stop.pause(IDLE).await;
        within(session.noop()).await?;
        return Ok(session);
    }
    let mut idle = session.idle();
    within(idle.init()).await?;
    {
        let (waiting, _interrupt) = idle.wait_with_timeout(IDLE);
        tokio::select! {
            waited = waiting => { waited?; }
            () = stop.asked() => {}
        }
    }
    within(idle.done()).await
}

/// Waits for the server, but not for ever.
async fn within<T, E>(answer: impl Future<Output = Result<T, E>>) -> Result<T, Broken>
where
    Broken: From<E>,
{
    Ok(tokio::time::timeout(PATIENCE, answer).await??)
}
