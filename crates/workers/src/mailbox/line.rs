//! The connection to a server of IMAP.

use std::fmt::Debug;
use std::io;
use std::sync::Arc;

use async_imap::Client;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::{Broken, Session, SharedMailbox};
use crate::Tls;

/// Bytes in both directions, readable by others or not.
pub(super) type Line = Box<dyn Both>;

/// Something that can be talked over.
pub(super) trait Both: AsyncRead + AsyncWrite + Send + Sync + Unpin + Debug {}

impl<L: AsyncRead + AsyncWrite + Send + Sync + Unpin + Debug> Both for L {}

/// Connects and signs in.
pub(super) async fn connect(mailbox: &SharedMailbox) -> Result<Session, Broken> {
    let tcp = TcpStream::connect((mailbox.host.as_str(), mailbox.port)).await?;
    let line: Line = match mailbox.tls {
        Tls::Implicit => Box::new(hidden(tcp, &mailbox.host).await?),
        Tls::StartTls => {
            let mut client = greeted(tcp).await?;
            client.run_command_and_check_ok("STARTTLS", None).await?;
            let line = hidden(client.into_inner(), &mailbox.host).await?;
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

/// Hides what is said from whoever is on the way; only a server is talked to whose certificate this machine trusts.
async fn hidden<L: Both>(line: L, host: &str) -> io::Result<tokio_rustls::client::TlsStream<L>> {
    let mut trusted = rustls::RootCertStore::empty();
    for certificate in rustls_native_certs::load_native_certs().certs {
        // One that cannot be read is one that nobody has a certificate from.
        let _ = trusted.add(certificate);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(trusted)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    TlsConnector::from(Arc::new(config)).connect(name, line).await
}
