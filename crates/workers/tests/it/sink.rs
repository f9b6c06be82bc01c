//! A mail server for tests: it takes what it is sent, and refuses what a recipient's name says.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::OwnedWriteHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// A message as the server got it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    /// What stood after `MAIL FROM:`.
    pub(crate) from: String,
    /// What stood after `RCPT TO:`.
    pub(crate) to: String,
    /// The message, its dots no longer doubled.
    pub(crate) bytes: Vec<u8>,
}

/// The server; it ends when dropped.
pub(crate) struct Sink {
    pub(crate) address: SocketAddr,
    /// Told when somebody wants to send to `slow-…@`.
    pub(crate) asked: Arc<Notify>,
    /// Lets them go on.
    pub(crate) go_on: Arc<Notify>,
    taken: Arc<Mutex<Vec<Taken>>>,
    task: JoinHandle<()>,
}

impl Sink {
    pub(crate) async fn start() -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap()).await
    }

    /// Answers `later-…@` with 450 the first time, `refused-…@` with 550, `locked-…@` with 530, `silent-…@` never,
    /// and `slow-…@` when it is told to.
    pub(crate) async fn start_at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&taken);
        let (asked, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let signals = (Arc::clone(&asked), Arc::clone(&go_on));
        let task = tokio::spawn(async move {
            let asked_before = Arc::new(Mutex::new(Vec::new()));
            while let Ok((stream, _)) = listener.accept().await {
                let talk = Talk {
                    taken: Arc::clone(&shared),
                    asked_before: Arc::clone(&asked_before),
                    signals: signals.clone(),
                    from: String::new(),
                    to: String::new(),
                };
                tokio::spawn(talk.go(stream));
            }
        });
        Self { address, asked, go_on, taken, task }
    }

    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Talk {
    taken: Arc<Mutex<Vec<Taken>>>,
    asked_before: Arc<Mutex<Vec<String>>>,
    signals: (Arc<Notify>, Arc<Notify>),
    from: String,
    to: String,
}

impl Talk {
    async fn go(mut self, stream: TcpStream) {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read);
        say(&mut write, "220 mail.example.com").await;
        loop {
            let mut line = Vec::new();
            if lines.read_until(b'\n', &mut line).await.unwrap_or(0) == 0 {
                return;
            }
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            let answer = match line.get(..4).unwrap_or_default() {
                "EHLO" => "250-mail.example.com\r\n250-8BITMIME\r\n250 SMTPUTF8".to_owned(),
                "MAIL" => {
                    self.from = line;
                    "250 ok".to_owned()
                }
                "RCPT" if line.contains("silent-") => std::future::pending().await,
                "RCPT" if line.contains("slow-") => {
                    self.signals.0.notify_one();
                    self.signals.1.notified().await;
                    self.recipient(line)
                }
                "RCPT" => self.recipient(line),
                "DATA" => {
                    say(&mut write, "354 go on").await;
                    let bytes = data(&mut lines).await;
                    let mut taken = self.taken.lock().unwrap();
                    taken.push(Taken { from: self.from.clone(), to: self.to.clone(), bytes });
                    format!("250 2.0.0 queued as A{}", taken.len())
                }
                "QUIT" => {
                    say(&mut write, "221 bye").await;
                    return;
                }
                _ => "250 ok".to_owned(),
            };
            say(&mut write, &answer).await;
        }
    }

    fn recipient(&mut self, line: String) -> String {
        let mut before = self.asked_before.lock().unwrap();
        let answer = if line.contains("refused-") {
            "550 5.1.1 no such user"
        } else if line.contains("locked-") {
            "530 5.7.0 say who you are first"
        } else if line.contains("later-") && !before.contains(&line) {
            before.push(line.clone());
            "450 4.2.0 come again"
        } else {
            "250 ok"
        };
        self.to = line;
        answer.to_owned()
    }
}

async fn data(lines: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line).await.unwrap_or(0) == 0 || line == b".\r\n" {
            return bytes;
        }
        bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

async fn say(write: &mut OwnedWriteHalf, words: &str) {
    // A client that is gone shows when it is read from.
    let _ = write.write_all(format!("{words}\r\n").as_bytes()).await;
}
