//! The connection to a server of IMAP.

use std::fmt::Debug;
use std::io;

use async_imap::Client;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::{Broken, Session, SharedMailbox};
use crate::Tls;
use crate::trusted::not_believed;

/// Bytes in both directions, readable by others or not.
pub(super) type Line = Box<dyn Both>;

/// Something that can be talked over.
pub(super) trait Both: AsyncRead + AsyncWrite + Send + Sync + Unpin + Debug {}

impl<L: AsyncRead + AsyncWrite + Send + Sync + Unpin + Debug> Both for L {}

/// Connects and signs in.
pub(super) async fn connect(mailbox: &SharedMailbox) -> Result<Session, Broken> {
    let tcp = TcpStream::connect((mailbox.host.as_str(), mailbox.port)).await?;
    let line: Line = match mailbox.tls {
        Tls::Implicit => Box::new(hidden(tcp, mailbox).await?),
        Tls::StartTls => {
            let mut client = greeted(tcp).await?;
            client.run_command_and_check_ok("STARTTLS", None).await?;
            // What somebody on the way said before is lost with what the client had read (RFC 9051 §11.1).
            let line = hidden(client.into_inner(), mailbox).await?;
            // It greets only once.
            return sign_in(Client::new(Box::new(line) as Line), mailbox).await;
        }
        Tls::Off => Box::new(tcp),
    };
    sign_in(greeted(line).await?, mailbox).await
}

async fn greeted<L: Both>(line: L) -> Result<Client<L>, Broken> {
    let mut client = Client::new(line);
    match client.read_response().await? {
        Some(_) => Ok(client),
        None => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
    }
}

async fn sign_in(client: Client<Line>, mailbox: &SharedMailbox) -> Result<Session, Broken> {
    let login = &mailbox.login;
    client.login(&login.user, &login.password).await.map_err(|(error, _)| error.into())
}

/// Hides what is said from whoever is on the way; only a server is talked to whose certificate is trusted.
async fn hidden<L: Both>(
    line: L,
    mailbox: &SharedMailbox,
) -> Result<tokio_rustls::client::TlsStream<L>, Broken> {
    let host = &mailbox.host;
    let config = mailbox.trusted.config().map_err(io::Error::other)?;
    let name = ServerName::try_from(host.clone()).map_err(io::Error::other)?;
    let hidden = TlsConnector::from(config).connect(name, line).await;
    hidden.map_err(|error| match not_believed(&error) {
        Some(why) => Broken::Untrusted { host: host.clone(), why },
        None => error.into(),
    })
}
