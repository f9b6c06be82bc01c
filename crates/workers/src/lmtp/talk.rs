//! One conversation with a mail server: lines in, answers out, messages stored in between.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use operations::{Arrival, Desk, Failure, receive_message};
use rules::Way;
use smtp_proto::request::receiver::{DataReceiver, DummyDataReceiver, MAX_LINE_LENGTH};
use store::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::session::{Next, Peer, Session, too_large};
use super::{Line, Lmtp};
use crate::counting;
use crate::stop::Stop;

/// How much is read at a time.
const PIECE: usize = 64 * 1024;
/// How many commands in a row may be wrong before the conversation ends.
const MOST_MISTAKES: usize = 20;
/// How long one whole message may take.
const WHOLE: Duration = Duration::from_mins(30);

/// A conversation.
pub(super) struct Talk {
    line: Box<dyn Line>,
    desk: Desk,
    lmtp: Arc<Lmtp>,
    stop: Stop,
    session: Session,
    /// What was read and not looked at yet.
    read: Vec<u8>,
    mistakes: usize,
}

impl Talk {
    pub(super) fn new(line: Box<dyn Line>, desk: Desk, lmtp: Arc<Lmtp>, stop: Stop) -> Self {
        let session = Session::new(desk.settings.message_limit);
        Self { line, desk, lmtp, stop, session, read: Vec::new(), mistakes: 0 }
    }

    /// Talks until one of the two ends it.
    pub(super) async fn run(mut self) -> io::Result<()> {
        let name = self.desk.settings.mail_domain().to_owned();
        self.say(&format!("220 {name} LMTP\r\n")).await?;
        let mut answers = String::new();
        loop {
            let Some(line) = self.take_line() else {
                // What came in one piece is answered in one piece (RFC 2920).
                self.say(&answers).await?;
                answers.clear();
                if self.read.len() > MAX_LINE_LENGTH {
                    return self.say("500 5.5.2 The line is too long\r\n").await;
                }
                if !self.more().await? {
                    return Ok(());
                }
                continue;
            };
            match self.answer(&line) {
                Next::Say(answer) => answers.push_str(&(answer + "\r\n")),
                Next::End(answer) => return self.say(&(answers + &answer + "\r\n")).await,
                Next::Data => {
                    answers.push_str("354 Go on, and end with a line that has only a dot\r\n");
                    self.say(&answers).await?;
                    answers = self.message().await?;
                }
            }
            if self.mistakes > MOST_MISTAKES {
                answers.push_str("421 4.7.0 Too much of this is wrong\r\n");
                return self.say(&answers).await;
            }
        }
    }

    /// Returns the next line with its end, if it is all there.
    fn take_line(&mut self) -> Option<Vec<u8>> {
        let end = self.read.iter().take(MAX_LINE_LENGTH).position(|byte| *byte == b'\n')?;
        let rest = self.read.split_off(end + 1);
        Some(std::mem::replace(&mut self.read, rest))
    }

    fn answer(&mut self, line: &[u8]) -> Next {
        let next = self.session.hear(line, |address| self.lmtp.takes(address));
        let is_mistake = matches!(&next, Next::Say(answer) if answer.starts_with("50"));
        self.mistakes = if is_mistake { self.mistakes + 1 } else { 0 };
        next
    }

    /// Takes the message that follows, stores it for each recipient, and returns the answers, one for each.
    async fn message(&mut self) -> io::Result<String> {
        let (sender, recipients) = self.session.take_envelope();
        let reading = tokio::time::timeout(WHOLE, self.read_message());
        let message = reading.await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        let Some(bytes) = message else {
            let answer = too_large(self.desk.settings.message_limit) + "\r\n";
            return Ok(answer.repeat(recipients.len()));
        };
        let Peer { name, address, helo } = self.session.client.clone();
        let client = Client { name, address, helo };
        let mut answers = String::new();
        for recipient in recipients {
            let arrival = Arrival {
                way: Way::Lmtp,
                envelope_from: sender.clone(),
                envelope_to: recipient,
                client: client.clone(),
                bytes: bytes.clone(),
                ..Arrival::default()
            };
            answers.push_str(&self.store(&arrival).await);
        }
        Ok(answers)
    }

    async fn store(&self, arrival: &Arrival) -> String {
        match receive_message(&self.desk, arrival, Timestamp::now()).await {
            Ok(id) => {
                counting::received(Way::Lmtp);
                format!("250 2.0.0 Stored as {id}\r\n")
            }
            Err(Failure::Unacceptable(_)) => too_large(self.desk.settings.message_limit) + "\r\n",
            Err(failure) => {
                tracing::warn!(%failure, "a message could not be stored; the mail server keeps it");
                "451 4.3.0 It cannot be stored now\r\n".to_owned()
            }
        }
    }

    /// Reads a message to its end; none if it is larger than allowed.
    ///
    /// It ends with a line of its own that is only a dot, between two CRLF and nothing else (RFC 5321 §4.1.1.4): whoever
    /// takes bare line ends for that lets strangers hide a second message in one.
    async fn read_message(&mut self) -> io::Result<Option<Bytes>> {
        let most = self.desk.settings.message_limit;
        let (mut data, mut bytes) = (DataReceiver::new(), Vec::new());
        // The line before the message ended so; a dot may be the first thing in it.
        data.ingest(&mut b"\r\n".iter(), &mut bytes);
        bytes.clear();
        loop {
            let mut rest = self.read.iter();
            let is_whole = data.ingest(&mut rest, &mut bytes);
            self.read = rest.as_slice().to_vec();
            // Of the mark of the end, a byte may be among those that were read.
            if bytes.len() > most.saturating_add(1) && !is_whole {
                let mut rest = DummyDataReceiver::new_data(&data);
                while !self.passed_over(&mut rest) {
                    self.must_have_more().await?;
                }
                return Ok(None);
            }
            if is_whole {
                return Ok((bytes.len() <= most).then(|| Bytes::from(bytes)));
            }
            self.must_have_more().await?;
        }
    }

    fn passed_over(&mut self, data: &mut DummyDataReceiver) -> bool {
        let mut rest = self.read.iter();
        let is_whole = data.ingest(&mut rest);
        self.read = rest.as_slice().to_vec();
        is_whole
    }

    /// Reads on; says whether anything came.
    async fn more(&mut self) -> io::Result<bool> {
        let mut piece = vec![0; PIECE];
        let reading = tokio::time::timeout(self.lmtp.patience, self.line.read(&mut piece));
        let count = tokio::select! {
            read = reading => match read {
                Ok(read) => read?,
                Err(_) => {
                    self.say("421 4.4.2 Nothing came for too long\r\n").await?;
                    0
                }
            },
            // Between messages, whoever is silent need not be waited for.
            () = self.stop.asked() => {
                self.say("421 4.3.2 The service stops\r\n").await?;
                0
            }
        };
        self.read.extend_from_slice(&piece[..count]);
        Ok(count > 0)
    }

    /// Reads on within a message, which is waited for even if the service stops.
    async fn must_have_more(&mut self) -> io::Result<()> {
        let mut piece = vec![0; PIECE];
        let reading = tokio::time::timeout(self.lmtp.patience, self.line.read(&mut piece));
        let count = reading.await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.read.extend_from_slice(&piece[..count]);
        Ok(())
    }

    async fn say(&mut self, words: &str) -> io::Result<()> {
        if words.is_empty() {
            return Ok(());
        }
        let saying = async {
            self.line.write_all(words.as_bytes()).await?;
            self.line.flush().await
        };
        let said = tokio::time::timeout(self.lmtp.patience, saying).await;
        said.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }
}
