//! `liaison receive`: take a message from a mail server.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use operations::{Arrival, Client, Failure, receive_message};
use rules::{Policy, Way};

use crate::failed::Failed;
use crate::opening::{Where, open};

/// The message is wrong in itself: the mail server returns it to its sender (sysexits EX_DATAERR).
const REFUSED: u8 = 65;
/// Not now: the mail server keeps the message and tries again (sysexits EX_TEMPFAIL).
const NOT_NOW: u8 = 75;

const IN_POSTFIX: &str = "\
In Postfix, a line of master.cf, to which virtual_transport or transport_maps send the address:

  liaison unix - n n - 4 pipe flags=R user=liaison
    argv=/usr/local/bin/liaison receive --config /etc/liaison.toml
    --client-address=${client_address} --client-name=${client_hostname} --client-helo=${client_helo}
    -- ${sender} ${original_recipient}

What is given of the client is kept with the message, to judge later whether its server may send for its sender.";

/// Store one message from standard input, as a mail server's pipe calls it.
///
/// Ends with 0 only when the message is stored durably, byte for byte. Ends with 75 when it cannot be stored now, so that
/// the mail server keeps it and tries again; and with 65 when it is larger than the limit, so that the sender hears of
/// it. What cannot be read is stored too, and set aside with the reason.
#[derive(Debug, Args)]
#[command(after_long_help = IN_POSTFIX)]
pub(super) struct Receive {
    /// The envelope's sender.
    #[arg(long, value_name = "SENDER", conflicts_with = "envelope")]
    from: Option<OsString>,
    /// The envelope's recipient.
    #[arg(long, value_name = "RECIPIENT", conflicts_with = "envelope")]
    to: Option<OsString>,
    /// The address of whoever handed the message to the mail server.
    #[arg(long, value_name = "ADDRESS", default_value = "", hide_default_value = true)]
    client_address: OsString,
    /// The name that belongs to that address.
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    client_name: OsString,
    /// The name by which they greeted.
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    client_helo: OsString,
    /// The same two without names, after `--`, because strangers choose what they begin with.
    #[arg(num_args = 0..=2, value_names = ["SENDER", "RECIPIENT"], allow_hyphen_values = true)]
    envelope: Vec<OsString>,
    #[command(flatten)]
    place: Where,
}

/// Why a message was not stored.
enum NotStored {
    Refused(String),
    NotNow(String),
}

impl From<Failed> for NotStored {
    fn from(failed: Failed) -> Self {
        Self::NotNow(failed.to_string())
    }
}

/// Makes the mail server keep the message.
pub(super) fn not_now() -> ExitCode {
    ExitCode::from(NOT_NOW)
}

impl Receive {
    /// Stores the message; whatever else happens, a panic too, the mail server keeps it.
    pub(super) fn run(self) -> ExitCode {
        // What a panic says could quote the message, and mail servers log what their pipes say.
        std::panic::set_hook(Box::new(|_| {}));
        match catch_unwind(AssertUnwindSafe(|| self.store())) {
            Ok(Ok(())) => ExitCode::SUCCESS,
            Ok(Err(NotStored::Refused(why))) => {
                say(&why);
                ExitCode::from(REFUSED)
            }
            Ok(Err(NotStored::NotNow(why))) => {
                say(&format!("the message was not stored, so keep it: {why}"));
                not_now()
            }
            Err(_) => {
                say("the message was not stored, so keep it: storing it broke off");
                not_now()
            }
        }
    }

    fn store(&self) -> Result<(), NotStored> {
        let settings = self.place.settings()?;
        // The policy only says what is spam, and a mistake in its file should not hold up mail.
        let policy = settings.policy().or_else(|_| {
            Policy::built_in("ietf").map_err(|error| NotStored::NotNow(error.to_string()))
        })?;
        let bytes = message(settings.operations.message_limit)?;
        let (envelope_from, envelope_to) = self.envelope();
        let arrival = Arrival {
            way: Way::Pipe,
            envelope_from,
            envelope_to,
            client: self.client(),
            bytes: bytes.into(),
            ..Arrival::default()
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| NotStored::NotNow(error.to_string()))?;
        runtime.block_on(async {
            let desk = open(&settings, policy).await?;
            let stored = receive_message(&desk, &arrival, Timestamp::now()).await;
            desk.store.close().await;
            match stored {
                Ok(_) => Ok(()),
                Err(Failure::Unacceptable(why)) => Err(NotStored::Refused(why)),
                Err(failure) => Err(NotStored::NotNow(failure.to_string())),
            }
        })
    }

    fn client(&self) -> Client {
        // Postfix writes “unknown” where it does not know.
        let words = |text: &OsString| {
            Some(text.to_string_lossy().into_owned()).filter(|text| text != "unknown")
        };
        Client {
            address: words(&self.client_address).unwrap_or_default(),
            name: words(&self.client_name).unwrap_or_default(),
            helo: words(&self.client_helo).unwrap_or_default(),
        }
    }

    fn envelope(&self) -> (String, String) {
        let words = |text: Option<&OsString>| {
            text.map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
        };
        (
            words(self.from.as_ref().or(self.envelope.first())),
            words(self.to.as_ref().or(self.envelope.get(1))),
        )
    }
}

/// Tells the mail server's log; that nobody may listen changes nothing.
fn say(words: &str) {
    let _ = writeln!(io::stderr(), "liaison: {words}");
}

/// Reads the message. What is too long is read to its end too, because a mail server that cannot write all of it would
/// not look at how we end.
fn message(limit: usize) -> Result<Vec<u8>, NotStored> {
    let unread = |error| NotStored::NotNow(format!("it could not be read: {error}"));
    let mut stdin = io::stdin().lock();
    let mut bytes = Vec::new();
    let kept = u64::try_from(limit).unwrap_or(u64::MAX);
    stdin.by_ref().take(kept).read_to_end(&mut bytes).map_err(unread)?;
    match io::copy(&mut stdin, &mut io::sink()).map_err(unread)? {
        0 => Ok(bytes),
        beyond => Err(NotStored::Refused(format!(
            "The message has {} bytes, and at most {limit} are taken: send its attachments as links.",
            kept + beyond
        ))),
    }
}
