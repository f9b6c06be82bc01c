//! Taking messages from the mail server of this machine by LMTP (RFC 2033).
//!
//! Each recipient is answered by itself, and only when the message is stored for them: what is not, the mail server keeps.

mod session;
mod talk;

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use operations::{Desk, is_for_bounces};
use rules::Mailbox;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::Semaphore;

use crate::stop::Stop;
use talk::Talk;

/// How long to wait when nobody can be let in, such as when too many files are open.
const REST: Duration = Duration::from_secs(1);

/// Where and for whom messages are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lmtp {
    /// Where the mail server reaches us.
    pub at: LmtpPlace,
    /// The addresses that are taken, each as a whole or from its `@` on; in lower case.
    pub recipients: Vec<String>,
    /// How many may hand over at the same time; others wait.
    pub connections: usize,
    /// How long the mail server may be silent.
    pub patience: Duration,
}

/// Where the mail server reaches us: nowhere that others do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LmtpPlace {
    /// A port of this machine alone.
    Port(SocketAddr),
    /// A socket in the file system; whoever may write to it may hand over.
    Socket(PathBuf),
}

impl fmt::Display for LmtpPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(address) => write!(f, "{address}"),
            Self::Socket(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl Lmtp {
    /// Says whether messages for an address are taken.
    fn takes(&self, address: &str) -> bool {
        let address = address.to_lowercase();
        let Some((_, domain)) = address.rsplit_once('@') else { return false };
        let is_it = |recipient: &String| match recipient.strip_prefix('@') {
            Some(whole) => whole == domain,
            None => *recipient == address,
        };
        // What comes back to the address that the settings named before is still ours.
        let is_at_ours = |recipient: &String| recipient.rsplit('@').next() == Some(domain);
        self.recipients.iter().any(is_it)
            || (is_for_bounces(&address) && self.recipients.iter().any(is_at_ours))
    }

    /// Also takes messages for these addresses.
    pub fn also_for<'m>(&mut self, mailboxes: impl IntoIterator<Item = &'m Mailbox>) {
        self.recipients.extend(mailboxes.into_iter().map(Mailbox::key));
    }
}

/// What messages are taken at.
#[derive(Debug)]
pub struct LmtpListener {
    lmtp: Arc<Lmtp>,
    listens: Listens,
}

#[derive(Debug)]
enum Listens {
    Port(TcpListener),
    Socket(UnixListener),
}

impl LmtpListener {
    /// Takes the place at which the mail server reaches us. A socket that another instance left behind is replaced.
    ///
    /// # Errors
    /// If somebody else has it, or it cannot be made.
    pub async fn bind(lmtp: Lmtp) -> io::Result<Self> {
        let listens = match &lmtp.at {
            LmtpPlace::Port(address) => Listens::Port(TcpListener::bind(address).await?),
            LmtpPlace::Socket(path) => {
                if tokio::net::UnixStream::connect(path).await.is_ok() {
                    return Err(io::ErrorKind::AddrInUse.into());
                }
                match std::fs::remove_file(path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
                let listener = UnixListener::bind(path)?;
                // Its directory says who reaches it: mail servers run as users of their own.
                std::fs::set_permissions(path, PermissionsExt::from_mode(0o666))?;
                Listens::Socket(listener)
            }
        };
        Ok(Self { lmtp: Arc::new(lmtp), listens })
    }

    /// Returns the port at which it listens, if it is one.
    pub fn port(&self) -> Option<u16> {
        match &self.listens {
            Listens::Port(listener) => listener.local_addr().ok().map(|address| address.port()),
            Listens::Socket(_) => None,
        }
    }
}

/// Something that can be talked over.
trait Line: AsyncRead + AsyncWrite + Send + Sync + Unpin {}

impl<L: AsyncRead + AsyncWrite + Send + Sync + Unpin> Line for L {}

/// Takes messages until told to stop; whoever is handing over then may finish.
pub(crate) async fn run(desk: Desk, listener: Arc<LmtpListener>, mut stop: Stop) {
    let seats = Arc::new(Semaphore::new(listener.lmtp.connections));
    let mut talks = tokio::task::JoinSet::new();
    while !stop.is_asked() {
        while talks.try_join_next().is_some() {}
        let Ok(seat) = Arc::clone(&seats).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = accept(&listener.listens) => accepted,
            () = stop.asked() => break,
        };
        match accepted {
            Ok(line) => {
                let talk = Talk::new(line, desk.clone(), Arc::clone(&listener.lmtp), stop.clone());
                talks.spawn(async move {
                    if let Err(error) = talk.run().await {
                        tracing::debug!(%error, "a mail server broke off");
                    }
                    drop(seat);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "no mail server can be let in");
                stop.pause(REST).await;
            }
        }
    }
    while talks.join_next().await.is_some() {}
}

async fn accept(listens: &Listens) -> io::Result<Box<dyn Line>> {
    Ok(match listens {
        Listens::Port(listener) => {
            let (line, _) = listener.accept().await?;
            // Answers are short, and each is waited for.
            line.set_nodelay(true)?;
            Box::new(line)
        }
        Listens::Socket(listener) => Box::new(listener.accept().await?.0),
    })
}
