//! One mail server, and a connection to it that is kept while there is something to send.

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use lettre::Address;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Severity;

use crate::Trusted;
use crate::trusted::not_believed;

/// How long a server may take to say hello.
const HELLO_WITHIN: Duration = Duration::from_secs(10);

/// The mail server that takes everything we send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from being read.
    pub tls: Tls,
    /// Whose certificates are believed.
    pub trusted: Trusted,
    /// Who we are to it, if it asks.
    pub login: Option<Login>,
    /// The name by which we greet it.
    pub hello: String,
    /// How long one message may take from greeting to answer; less than the ten minutes for which it is claimed.
    pub patience: Duration,
}

/// How the connection is kept from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// It is not; for a server on this machine.
    Off,
    /// By `STARTTLS`, and not sent if the server does not offer it (RFC 3207).
    StartTls,
    /// From its first byte (RFC 8314).
    Implicit,
}

/// A user name and a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// The user name.
    pub user: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("user", &self.user).finish_non_exhaustive()
    }
}

/// What became of one attempt, in the server's words where it had any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It was taken.
    Taken(String),
    /// It was not taken now.
    NotNow(String),
    /// It will not be taken.
    Never(String),
}

/// The way to the server, with a connection while there is one.
pub(crate) struct Line {
    smtp: Smtp,
    connection: Option<AsyncSmtpConnection>,
}

impl Line {
    pub(crate) fn new(smtp: Smtp) -> Self {
        Self { smtp, connection: None }
    }

    /// Sends a message, byte for byte, to one recipient; an empty sender is the null one.
    pub(crate) async fn send(&mut self, from: &str, to: &str, message: &[u8]) -> Answer {
        let envelope = match envelope(from, to) {
            Ok(envelope) => envelope,
            Err(why) => return Answer::Never(why),
        };
        let patience = self.smtp.patience;
        match tokio::time::timeout(patience, self.try_once(&envelope, message)).await {
            Ok(answer) => answer,
            Err(_) => {
                self.connection = None;
                let seconds = patience.as_secs();
                Answer::NotNow(format!("the mail server did not answer within {seconds} seconds"))
            }
        }
    }

    /// Says good-bye, so that an idle connection does not run into the server's own limits.
    pub(crate) async fn hang_up(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            let good_bye = tokio::time::timeout(Duration::from_secs(2), connection.quit());
            // Whatever it answers, we are done.
            let _ = good_bye.await;
        }
    }

    async fn try_once(&mut self, envelope: &Envelope, message: &[u8]) -> Answer {
        let mut connection = match self.connected().await {
            Ok(connection) => connection,
            // Not reached, not let in, no password that fits: none of it is about this message.
            Err(error) => return Answer::NotNow(words(&error)),
        };
        // What ends the data begins with a line end, so that of the last line comes with it (RFC 5321 §4.1.1.4).
        let message = message.strip_suffix(b"\r\n").unwrap_or(message);
        match connection.send(envelope, message).await {
            Ok(response) => {
                self.connection = Some(connection);
                let lines: Vec<&str> = response.message().collect();
                Answer::Taken(format!("{} {}", response.code(), lines.join(" ")))
            }
            Err(error) if is_final(&error) => Answer::Never(words(&error)),
            Err(error) => Answer::NotNow(words(&error)),
        }
    }

    /// Takes the connection that is there if it still answers, else makes one.
    async fn connected(&mut self) -> Result<AsyncSmtpConnection, Error> {
        if let Some(mut connection) = self.connection.take()
            && connection.test_connected().await
        {
            return Ok(connection);
        }
        let Smtp { host, port, tls, trusted, login, hello, patience } = &self.smtp;
        let hello = ClientId::Domain(hello.clone());
        let secret = || trusted.parameters(host);
        let implicit = if *tls == Tls::Implicit { Some(secret()?) } else { None };
        let place = (host.as_str(), *port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(place, Some(*patience), &hello, implicit, None)
                .await?;
        if *tls == Tls::StartTls {
            connection.starttls(secret()?, &hello).await?;
        }
        if let Some(Login { user, password }) = login {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }
}

/// Says hello to the server, and asks whether it would take mail for an address; nothing is sent.
///
/// # Errors
/// What it answered, or why it could not be reached.
pub async fn say_hello(smtp: &Smtp, inbox: &str) -> Result<Result<(), String>, String> {
    let patience = smtp.patience.min(HELLO_WITHIN);
    let asking = async {
        let mut line = Line::new(Smtp { patience, ..smtp.clone() });
        let mut connection = line.connected().await.map_err(|error| words(&error))?;
        let takes = asks(&mut connection, inbox).await;
        line.connection = Some(connection);
        line.hang_up().await;
        Ok(takes)
    };
    let late = || format!("it did not answer within {} seconds", patience.as_secs());
    tokio::time::timeout(patience, asking).await.unwrap_or_else(|_| Err(late()))
}

async fn asks(connection: &mut AsyncSmtpConnection, inbox: &str) -> Result<(), String> {
    let to = inbox.parse::<Address>().map_err(|error| error.to_string())?;
    // From the null sender, as reports come.
    connection.command(Mail::new(None, Vec::new())).await.map_err(|error| words(&error))?;
    connection.command(Rcpt::new(to, Vec::new())).await.map_err(|error| words(&error))?;
    Ok(())
}

fn envelope(from: &str, to: &str) -> Result<Envelope, String> {
    let address = |text: &str| {
        text.parse::<Address>()
            .map_err(|error| format!("no mail can be sent with this address: {error}"))
    };
    let from = if from.is_empty() { None } else { Some(address(from)?) };
    Envelope::new(from, vec![address(to)?]).map_err(|error| error.to_string())
}

/// Says whether the message would be refused tomorrow too.
///
/// Answers 530 to 539 are about our password and encryption, which the operator can mend (RFC 4954 §6).
fn is_final(error: &Error) -> bool {
    match error.status() {
        Some(code) => {
            code.severity == Severity::PermanentNegativeCompletion
                && !(530..540).contains(&u16::from(code))
        }
        // The server lacks what the message needs: SMTPUTF8 or 8BITMIME.
        None => error.is_client(),
    }
}

/// Returns what the server answered, or else what went wrong.
fn words(error: &Error) -> String {
    if let Some(why) = not_believed(error) {
        return format!("the server's certificate is not believed: {why}");
    }
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    match error.status() {
        Some(code) => format!("{code} {cause}"),
        None if cause.is_empty() => error.to_string(),
        None => cause,
    }
}
