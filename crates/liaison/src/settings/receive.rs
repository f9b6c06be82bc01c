//! The table `[receive]`: where messages are taken from, besides those that the mail server pipes to `liaison receive`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rules::Mailbox;
use serde::Deserialize;
use workers::{AfterStoring, Lmtp, LmtpPlace, Login, SharedMailbox, Tls, WatchedMaildir};

use super::{TlsWord, is_loopback, secret_in, trusted};

/// Where messages are taken from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Receive {
    pub(crate) lmtp: Option<Lmtp>,
    pub(crate) mailboxes: Vec<SharedMailbox>,
    pub(crate) maildirs: Vec<WatchedMaildir>,
}

/// The table as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ReceiveTable {
    lmtp: Option<LmtpTable>,
    mailbox: Vec<MailboxTable>,
    maildir: Vec<MaildirTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LmtpTable {
    listen: String,
    recipients: Vec<String>,
    #[serde(default = "usual_connections")]
    connections: usize,
    #[serde(default = "usual_seconds")]
    seconds: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MailboxTable {
    host: String,
    port: u16,
    tls: TlsWord,
    ca_file: Option<PathBuf>,
    user: String,
    password_file: PathBuf,
    #[serde(default = "usual_folder")]
    folder: String,
    #[serde(default)]
    address: String,
    #[serde(default = "usual_after")]
    after: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MaildirTable {
    path: PathBuf,
    #[serde(default)]
    address: String,
}

fn usual_connections() -> usize {
    8
}

fn usual_seconds() -> u64 {
    300
}

fn usual_folder() -> String {
    "INBOX".to_owned()
}

fn usual_after() -> String {
    "seen".to_owned()
}

impl ReceiveTable {
    /// Returns where messages are taken from; `own` is the address that the service writes from.
    pub(super) fn receive(self, own: &Mailbox, directory: &Path) -> Result<Receive, String> {
        let lmtp = self.lmtp.map(|table| table.lmtp(own, directory)).transpose()?;
        let mailboxes = self.mailbox.into_iter().map(|table| table.mailbox(directory));
        let maildirs = self.maildir.into_iter().map(|table| WatchedMaildir {
            path: directory.join(table.path),
            address: table.address,
        });
        Ok(Receive {
            lmtp,
            mailboxes: mailboxes.collect::<Result<_, _>>()?,
            maildirs: maildirs.collect(),
        })
    }
}

impl LmtpTable {
    fn lmtp(self, own: &Mailbox, directory: &Path) -> Result<Lmtp, String> {
        let at = match self.listen.strip_prefix("unix:") {
            Some(path) => LmtpPlace::Socket(directory.join(path)),
            None => LmtpPlace::Port(port(&self.listen)?),
        };
        if self.connections == 0 || self.connections > 100 {
            return Err(format!(
                "receive.lmtp.connections is {}: it may be from 1 to 100",
                self.connections
            ));
        }
        if self.seconds == 0 || self.seconds > 3600 {
            return Err(format!(
                "receive.lmtp.seconds is {}: it may be from 1 to 3600",
                self.seconds
            ));
        }
        for recipient in &self.recipients {
            let whole = recipient.strip_prefix('@').map(|domain| format!("any@{domain}"));
            if Mailbox::new("", whole.as_ref().unwrap_or(recipient)).is_err() {
                return Err(format!(
                    "receive.lmtp.recipients: “{recipient}” is neither an address nor “@” with a domain"
                ));
            }
        }
        let mut lmtp = Lmtp {
            at,
            recipients: self.recipients.iter().map(|recipient| recipient.to_lowercase()).collect(),
            connections: self.connections,
            patience: Duration::from_secs(self.seconds),
        };
        lmtp.also_for([own]);
        Ok(lmtp)
    }
}

/// Reads the port of this machine at which LMTP is spoken; nobody else may reach it, since it asks nobody who they are.
fn port(listen: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = listen.parse().map_err(|_| {
        format!("receive.lmtp.listen is “{listen}”: write it as 127.0.0.1:2424 or unix:/run/liaison/lmtp")
    })?;
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(format!(
        "receive.lmtp.listen is “{listen}”, where others could hand over what they like: use an address of this \
         machine alone, 127.0.0.1:2424, or a socket, unix:/run/liaison/lmtp"
    ))
}

impl MailboxTable {
    fn mailbox(self, directory: &Path) -> Result<SharedMailbox, String> {
        let tls = match self.tls {
            TlsWord::Off if !is_loopback(&self.host) => {
                return Err(format!(
                    "receive.mailbox.tls is “off” for {}, and the password would cross the network readable: set it \
                     to “starttls” or “implicit”",
                    self.host
                ));
            }
            TlsWord::Off => Tls::Off,
            TlsWord::StartTls => Tls::StartTls,
            TlsWord::Implicit => Tls::Implicit,
        };
        let after = match self.after.split_once(':') {
            None if self.after == "keep" => AfterStoring::Keep,
            None if self.after == "seen" => AfterStoring::Seen,
            Some(("move", folder)) if !folder.trim().is_empty() => {
                AfterStoring::Move(folder.trim().to_owned())
            }
            _ => {
                return Err(format!(
                    "receive.mailbox.after is “{}”: write keep, seen, or move:FOLDER",
                    self.after
                ));
            }
        };
        let trusted = trusted("receive.mailbox.ca_file", self.ca_file, directory)?;
        let path = directory.join(self.password_file);
        let password = secret_in("receive.mailbox.password_file", &path)?;
        Ok(SharedMailbox {
            host: self.host,
            port: self.port,
            tls,
            trusted,
            login: Login { user: self.user, password },
            folder: self.folder,
            address: self.address,
            after,
        })
    }
}
