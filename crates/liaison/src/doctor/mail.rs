//! Mail both ways: nothing is sent.

use std::io;
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpStream, UnixStream};
use workers::{LmtpPlace, open_mailbox, say_hello};

use super::Finding;
use crate::settings::Settings;

/// How long something may take to answer.
const WITHIN: Duration = Duration::from_secs(5);

pub(super) async fn look(settings: &Settings) -> Vec<Finding> {
    let mut found = out(settings).await;
    found.extend(come_back(settings).await);
    found.extend(come_in(settings).await);
    found
}

/// The address to which others send.
fn inbox(settings: &Settings) -> String {
    let operations = &settings.operations;
    operations.inbox.as_ref().unwrap_or(&operations.mail_from).address().to_owned()
}

/// Says whether the mail server takes what comes back to the address that the settings name, with the mark of a delivery.
async fn come_back(settings: &Settings) -> Option<Finding> {
    const BACK: &str = "mail back";
    let (smtp, bounces) = (settings.smtp.as_ref()?, settings.operations.bounces.as_ref()?);
    let marked = bounces.address().replacen('@', "+0=0@", 1);
    match say_hello(smtp, &marked).await {
        // That it does not answer is said already.
        Err(_) => None,
        Ok(Ok(())) => Some(Finding::fine(BACK, format!("what comes back to {marked} is taken"))),
        Ok(Err(why)) => Some(Finding::warn(
            BACK,
            format!("what comes back to {marked} is not taken: {why}"),
            "let the server take addresses with a plus sign (Postfix: recipient_delimiter = +), or take mail.bounces out of the \
             settings",
        )),
    }
}

async fn out(settings: &Settings) -> Vec<Finding> {
    const OUT: &str = "mail out";
    const IN: &str = "mail in";
    let Some(smtp) = &settings.smtp else {
        let next = "name a mail server: [mail.server] of the settings";
        return vec![Finding::warn(OUT, "no mail server is set: messages are kept", next)];
    };
    let (place, inbox) = (format!("{}:{}", smtp.host, smtp.port), inbox(settings));
    match say_hello(smtp, &inbox).await {
        Err(why) => {
            let next =
                "start it, or mend [mail.server] of the settings; messages are kept meanwhile";
            vec![Finding::wrong(OUT, format!("{place} does not answer as it should: {why}"), next)]
        }
        Ok(takes) => vec![
            Finding::fine(OUT, format!("{place} says hello")),
            match takes {
                Ok(()) => Finding::fine(IN, format!("{place} takes mail for {inbox}")),
                Err(why) => Finding::warn(
                    IN,
                    format!("{place} takes no mail for {inbox}: {why}"),
                    "if it is the server that takes your mail, let it know the address",
                ),
            },
        ],
    }
}

async fn come_in(settings: &Settings) -> Vec<Finding> {
    const LMTP: &str = "lmtp";
    let receive = &settings.receive;
    let mut found = Vec::new();
    if let Some(lmtp) = &receive.lmtp {
        let to = inbox(settings);
        found.push(match lmtp_takes(&lmtp.at, &to).await {
            Ok(()) => Finding::fine(LMTP, format!("{} takes mail for {to}", lmtp.at)),
            Err(error) => Finding::wrong(
                LMTP,
                format!("{} does not take mail for {to}: {error}", lmtp.at),
                "start the service, or mend [receive.lmtp] of the settings",
            ),
        });
    }
    for mailbox in &receive.mailboxes {
        let place = format!("{}:{}", mailbox.host, mailbox.port);
        found.push(match open_mailbox(mailbox, WITHIN).await {
            Ok(()) => Finding::fine("mailbox", format!("{place} lets us in to {}", mailbox.folder)),
            Err(why) => Finding::wrong(
                "mailbox",
                format!("{place}: {why}"),
                "mend [[receive.mailbox]] of the settings, or the server",
            ),
        });
    }
    for maildir in &receive.maildirs {
        found.push(watched(&maildir.path));
    }
    if found.is_empty() {
        found.push(Finding::fine("pipe", "messages come by `liaison receive` alone; its mail server runs it as the user of the service"));
    }
    found
}

/// Goes as far as a mail server does before it hands over, and no further.
async fn lmtp_takes(at: &LmtpPlace, to: &str) -> io::Result<()> {
    match at {
        LmtpPlace::Port(address) => {
            within(async { talk(TcpStream::connect(address).await?, to).await }).await
        }
        LmtpPlace::Socket(path) => {
            within(async { talk(UnixStream::connect(path).await?, to).await }).await
        }
    }
}

async fn talk(line: impl AsyncRead + AsyncWrite + Unpin, to: &str) -> io::Result<()> {
    let mut line = BufReader::new(line);
    for say in
        ["", "LHLO doctor\r\n", "MAIL FROM:<>\r\n", &format!("RCPT TO:<{to}>\r\n"), "QUIT\r\n"]
    {
        line.get_mut().write_all(say.as_bytes()).await?;
        loop {
            let mut answer = String::new();
            line.read_line(&mut answer).await?;
            if !answer.starts_with('2') {
                return Err(io::Error::other(format!("it answered “{}”", answer.trim_end())));
            }
            // The last line of an answer has a space after its number.
            if answer.as_bytes().get(3) != Some(&b'-') {
                break;
            }
        }
    }
    Ok(())
}

async fn within<T>(asking: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    tokio::time::timeout(WITHIN, asking)
        .await
        .unwrap_or_else(|_| Err(io::Error::other("it does not answer")))
}

fn watched(path: &Path) -> Finding {
    let missing = ["new", "cur"].into_iter().find(|part| !path.join(part).is_dir());
    match missing {
        None => Finding::fine("maildir", format!("{} is watched", path.display())),
        Some(part) => Finding::wrong(
            "maildir",
            format!("{} has no directory “{part}”", path.display()),
            "let the mail server deliver there, or mend [[receive.maildir]] of the settings",
        ),
    }
}
