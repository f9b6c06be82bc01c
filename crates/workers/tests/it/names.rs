//! A name server for tests: it answers what it was told, says of all else that it is not there, or says nothing at all.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

const TXT: u16 = 16;

/// The server; it ends when dropped.
pub(crate) struct Names {
    pub(crate) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Names {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Names {
    /// Starts one that knows these texts.
    pub(crate) async fn knowing(texts: &[(&str, &str)]) -> Self {
        let texts = texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let texts: Arc<HashMap<String, String>> = Arc::new(texts.collect());
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let task = tokio::spawn(async move {
            let mut question = [0; 2_000];
            while let Ok((length, from)) = socket.recv_from(&mut question).await {
                if let Some(answer) = answer(&question[..length], &texts) {
                    let _ = socket.send_to(&answer, from).await;
                }
            }
        });
        Self { address, task }
    }

    /// Starts one that hears everything and never says a word.
    pub(crate) async fn silent() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let task = tokio::spawn(async move {
            let mut question = [0; 2_000];
            while socket.recv_from(&mut question).await.is_ok() {}
        });
        Self { address, task }
    }
}

/// Answers a question (RFC 1035 §4.1).
fn answer(question: &[u8], texts: &HashMap<String, String>) -> Option<Vec<u8>> {
    let (mut at, mut labels) = (12, Vec::new());
    while let length @ 1.. = usize::from(*question.get(at)?) {
        labels.push(String::from_utf8_lossy(question.get(at + 1..at + 1 + length)?).to_lowercase());
        at += 1 + length;
    }
    let asked = question.get(12..at + 5)?;
    let kind = u16::from_be_bytes([*question.get(at + 1)?, *question.get(at + 2)?]);
    let text = texts.get(&labels.join(".")).filter(|_| kind == TXT);
    let mut answer = question.get(..2)?.to_vec();
    // An answer to a question that may be asked on; without a text, the name is not there.
    answer.extend([
        0x81,
        if text.is_some() { 0x80 } else { 0x83 },
        0,
        1,
        0,
        u8::from(text.is_some()),
    ]);
    answer.extend([0; 4]);
    answer.extend(asked);
    if let Some(text) = text {
        let strings: Vec<u8> = text
            .as_bytes()
            .chunks(255)
            .flat_map(|chunk| [&[u8::try_from(chunk.len()).unwrap_or(0)], chunk].concat())
            .collect();
        answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
        answer.extend(u16::try_from(strings.len()).ok()?.to_be_bytes());
        answer.extend(strings);
    }
    Some(answer)
}
