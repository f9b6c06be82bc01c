//! What is said to a mail server, one command after the other; knows no sockets.

use smtp_proto::{Error, MailFrom, Request};

/// The most recipients of one message (RFC 5321 §4.5.3.1.8 wants 100 at least).
pub(super) const MOST_RECIPIENTS: usize = 1_000;

/// Who handed a message to the mail server, as it told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Peer {
    pub(super) name: String,
    pub(super) address: String,
    pub(super) helo: String,
}

/// Where a conversation with a mail server stands; what it says comes in line by line.
#[derive(Debug, Default)]
pub(super) struct Session {
    greeted: bool,
    /// Who handed the message to the mail server, as it told (Postfix's XFORWARD).
    pub(super) client: Peer,
    sender: Option<String>,
    recipients: Vec<String>,
    most_bytes: usize,
}

/// What is to be done with a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Only an answer.
    Say(String),
    /// The message follows.
    Data,
    /// An answer, and the end.
    End(String),
}

impl Session {
    /// Begins a conversation in which messages of at most so many bytes are taken.
    pub(super) fn new(most_bytes: usize) -> Self {
        Self { most_bytes, ..Self::default() }
    }

    /// Returns the envelope of the message that follows, and begins the next.
    pub(super) fn take_envelope(&mut self) -> (String, Vec<String>) {
        (self.sender.take().unwrap_or_default(), std::mem::take(&mut self.recipients))
    }

    /// Answers a line, with its end, whatever is in it; `takes` says whether messages for an address are taken.
    pub(super) fn hear(&mut self, line: &[u8], takes: impl Fn(&str) -> bool) -> Next {
        let words = String::from_utf8_lossy(line);
        if let Some(next) = self.forwarded(words.trim_end()) {
            return next;
        }
        match Request::parse(&mut line.iter()) {
            Ok(request) => self.answer(request, takes),
            Err(Error::NeedsMoreData { .. }) => Self::answer_to(&Error::UnknownCommand),
            Err(error) => Self::answer_to(&error),
        }
    }

    fn answer(&mut self, request: Request<impl AsRef<str>>, takes: impl Fn(&str) -> bool) -> Next {
        match request {
            Request::Lhlo { host } => self.greet(host.as_ref()),
            // RFC 2033 §4.1: so that nobody takes us for a server of SMTP.
            Request::Ehlo { .. } | Request::Helo { .. } => say("500 5.5.1 This is LMTP: say LHLO"),
            _ if !self.greeted && !matches!(request, Request::Quit) => {
                say("503 5.5.1 Say LHLO first")
            }
            Request::Mail { from } => self.mail(from),
            Request::Rcpt { to } => self.recipient(to.address.as_ref(), takes),
            Request::Data if self.recipients.is_empty() => {
                say("503 5.5.1 There is no recipient yet")
            }
            Request::Data => Next::Data,
            Request::Rset => {
                (self.sender, self.recipients) = (None, Vec::new());
                say("250 2.0.0 Forgotten")
            }
            Request::Noop { .. } => say("250 2.0.0 Here"),
            Request::Vrfy { .. } => say("252 2.5.0 Send it and see"),
            Request::Quit => Next::End("221 2.0.0 Goodbye".to_owned()),
            _ => say("502 5.5.1 That is not known here"),
        }
    }

    /// Answers what cannot be read as a command.
    fn answer_to(error: &Error) -> Next {
        match error {
            Error::ResponseTooLong => Next::End("500 5.5.2 The line is too long".to_owned()),
            Error::UnknownCommand | Error::InvalidResponse { .. } => {
                say("500 5.5.1 That is not known here")
            }
            Error::InvalidSenderAddress => say("501 5.1.7 The sender is no address"),
            Error::InvalidRecipientAddress => say("501 5.1.3 The recipient is no address"),
            Error::UnsupportedParameter { param } => {
                Next::Say(format!("555 5.5.4 {} is not known here", shown(param)))
            }
            Error::InvalidParameter { param } => {
                Next::Say(format!("501 5.5.4 {} is wrong", shown(param)))
            }
            _ => say("501 5.5.2 That cannot be read"),
        }
    }

    fn greet(&mut self, host: &str) -> Next {
        self.greeted = true;
        self.client = Peer::default();
        (self.sender, self.recipients) = (None, Vec::new());
        let lines = [
            format!("Hello {}", shown(host)),
            "PIPELINING".to_owned(),
            format!("SIZE {}", self.most_bytes),
            "8BITMIME".to_owned(),
            "SMTPUTF8".to_owned(),
            "ENHANCEDSTATUSCODES".to_owned(),
            "XFORWARD NAME ADDR HELO".to_owned(),
        ];
        let last = lines.len() - 1;
        let answer = lines.iter().enumerate().map(|(at, line)| {
            if at == last { format!("250 {line}") } else { format!("250-{line}\r\n") }
        });
        Next::Say(answer.collect())
    }

    fn mail(&mut self, from: MailFrom<impl AsRef<str>>) -> Next {
        if self.sender.is_some() {
            return say("503 5.5.1 There is a sender already");
        }
        if from.size > self.most_bytes {
            return Next::Say(too_large(self.most_bytes));
        }
        self.sender = Some(from.address.as_ref().to_owned());
        say("250 2.1.0 Fine")
    }

    fn recipient(&mut self, address: &str, takes: impl Fn(&str) -> bool) -> Next {
        if self.sender.is_none() {
            return say("503 5.5.1 There is no sender yet");
        }
        if !takes(address) {
            return say("550 5.1.1 Nobody here has this address");
        }
        if self.recipients.len() >= MOST_RECIPIENTS {
            return say("452 4.5.3 These are too many recipients at once");
        }
        self.recipients.push(address.to_owned());
        say("250 2.1.5 Fine")
    }

    /// Reads `XFORWARD NAME=… ADDR=… HELO=…`, if a line is that, and answers it.
    ///
    /// <https://www.postfix.org/XFORWARD_README.html>
    fn forwarded(&mut self, line: &str) -> Option<Next> {
        let (command, attributes) = line.split_once(' ')?;
        if !command.eq_ignore_ascii_case("XFORWARD") {
            return None;
        }
        for attribute in attributes.split_ascii_whitespace() {
            let Some((name, value)) = attribute.split_once('=') else {
                return Some(say("501 5.5.4 An attribute is NAME=VALUE"));
            };
            let value = from_xtext(value);
            let value =
                if value.eq_ignore_ascii_case("[UNAVAILABLE]") { String::new() } else { value };
            match name.to_ascii_uppercase().as_str() {
                "NAME" => self.client.name = value,
                "ADDR" => self.client.address = value,
                "HELO" => self.client.helo = value,
                _ => {}
            }
        }
        Some(say("250 2.0.0 Noted"))
    }
}

pub(super) fn too_large(most: usize) -> String {
    format!("552 5.3.4 At most {most} bytes are taken: send the attachments as links")
}

fn say(words: &'static str) -> Next {
    Next::Say(words.to_owned())
}

/// Returns what somebody else said as it may be said in an answer.
fn shown(words: &str) -> String {
    words.chars().filter(char::is_ascii_graphic).take(60).collect()
}

/// Decodes xtext (RFC 3461 §4); control characters are left out.
fn from_xtext(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let coded = (byte == b'+').then(|| tail.get(..2)).flatten();
        let coded =
            coded.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        bytes.push(coded.unwrap_or(byte));
        rest = if coded.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).chars().filter(|c| !c.is_control()).take(255).collect()
}
