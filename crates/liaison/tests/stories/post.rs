//! The mail that people get and send.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use mail_parser::{MessageParser, MimeHeaders};
use rules::Mailbox;

use crate::browser::PATIENCE;

/// Everybody's mailboxes, as the mail server fills them: one directory each.
pub(crate) struct Post {
    pub(crate) boxes: PathBuf,
    /// Whether those who send are killed: then a message may come twice, which is read once and counted elsewhere.
    pub(crate) is_killed: bool,
    /// Who asked for a link once more than the story has it.
    pub(crate) asked_again: Rc<RefCell<Vec<String>>>,
}

/// A message as it lies in a mailbox.
pub(crate) struct Mail(Vec<u8>);

impl Post {
    /// Returns mailboxes in a directory, of which nobody who sends is killed.
    pub(crate) fn of(boxes: PathBuf) -> Self {
        Self { boxes, is_killed: false, asked_again: Rc::default() }
    }

    /// Returns the messages to an address, in the order of their arrival.
    pub(crate) fn mails(&self, address: &str) -> Vec<Mail> {
        let mut mails = self.every_mail(address);
        if self.is_killed {
            let mut seen = BTreeSet::new();
            mails.retain(|mail| seen.insert(mail.message_id()));
        }
        mails
    }

    /// Returns the messages to an address with those that came once more.
    pub(crate) fn every_mail(&self, address: &str) -> Vec<Mail> {
        let Ok(entries) = std::fs::read_dir(self.boxes.join(address).join("new")) else {
            return Vec::new();
        };
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.iter().map(|file| Mail(std::fs::read(file).unwrap())).collect()
    }

    /// Returns everybody who got a message.
    pub(crate) fn addresses(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(&self.boxes) else { return Vec::new() };
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// Says whether a message comes to an address after so many others, within a time.
    pub(crate) fn comes(&self, address: &str, before: usize, within: Duration) -> bool {
        let begin = Instant::now();
        while begin.elapsed() < within {
            if self.mails(address).len() > before {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }

    /// Waits for the message to an address that comes after so many others.
    pub(crate) fn nth(&self, address: &str, before: usize) -> Mail {
        self.wait(address, "one more message", |mails| {
            (mails.len() > before).then(|| mails.remove(before))
        })
    }

    /// Waits for a message to an address with these words in its subject.
    pub(crate) fn mail_with(&self, address: &str, subject: &str) -> Mail {
        self.wait(address, subject, |mails| {
            let at = mails.iter().position(|mail| mail.subject().contains(subject))?;
            Some(mails.remove(at))
        })
    }

    fn wait(
        &self,
        address: &str,
        what: &str,
        find: impl Fn(&mut Vec<Mail>) -> Option<Mail>,
    ) -> Mail {
        let begin = Instant::now();
        loop {
            if let Some(found) = find(&mut self.mails(address)) {
                return found;
            }
            assert!(begin.elapsed() < PATIENCE, "no mail came to {address}: {what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Returns who got what, one message a line.
    pub(crate) fn all(&self) -> String {
        let mut lines = Vec::new();
        for address in self.addresses() {
            let mails = self.mails(&address);
            lines.extend(mails.iter().map(|mail| format!("{address}: {}", mail.subject())));
        }
        for address in self.asked_again.borrow().iter() {
            let link = format!("{address}: Your link to sign in");
            let more = lines.iter().position(|line| *line == link).unwrap();
            lines.remove(more);
        }
        lines.sort();
        lines.join("\n")
    }
}

impl Mail {
    fn parsed(&self) -> mail_parser::Message<'_> {
        MessageParser::default().parse(&self.0).unwrap()
    }

    fn subject(&self) -> String {
        self.parsed().subject().unwrap_or_default().to_owned()
    }

    /// Returns its Message-ID.
    pub(crate) fn message_id(&self) -> String {
        self.parsed().message_id().unwrap_or_default().to_owned()
    }

    /// Returns its text.
    pub(crate) fn text(&self) -> String {
        self.parsed().body_text(0).unwrap_or_default().replace("\r\n", "\n")
    }

    /// Returns its head as the service wrote it, its text, and the names of its files.
    pub(crate) fn words(&self) -> String {
        // What the mail server put before it, and what is made up anew for each message.
        let other = ["return-path", "received", "content-type"];
        let message = self.parsed();
        let mut words = String::new();
        for (name, value) in message.headers_raw() {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            match name.to_lowercase().as_str() {
                name if other.contains(&name) => {}
                "date" => words.push_str("Date: (when it was queued)\n"),
                "message-id" if !value.contains("<statement-") => {
                    let (kind, rest) = value.rsplit_once('-').unwrap();
                    let (_, domain) = rest.split_once('@').unwrap();
                    words.push_str(&format!("{name}: {kind}-(id)@{domain}\n"));
                }
                _ => words.push_str(&format!("{name}: {value}\n")),
            }
        }
        words.push_str(&format!("\n{}", self.text()));
        for file in message.attachments() {
            let name = file.attachment_name().unwrap_or_default();
            // Instants are as long as their last digits that are no zeros.
            let size = match name.ends_with(".json") {
                true => String::new(),
                false => format!(", {} bytes", file.contents().len()),
            };
            words.push_str(&format!("[{name}{size}]\n"));
        }
        words
    }

    /// Returns its files: name and bytes.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let message = self.parsed();
        let files = message.attachments().map(|file| {
            (file.attachment_name().unwrap_or_default().to_owned(), file.contents().to_vec())
        });
        files.collect()
    }
}

/// Returns a message as a delegate of another organization would send it, with its letter.
pub(crate) fn mail_as_sent(subject: &str, letter: &[u8]) -> Vec<u8> {
    let mailbox = |text: &str| Mailbox::parse(text).unwrap();
    let message = mail::Outgoing {
        unsubscribe: None,
        on_record: None,
        from: mailbox("Lee Example <lee@example.com>"),
        sender: None,
        to: vec![mailbox("liaison-inbox@example.org")],
        cc: Vec::new(),
        reply_to: Vec::new(),
        subject: subject.to_owned(),
        date: Timestamp::now(),
        message_id: "clocks-2@example.com".to_owned(),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        automatic: mail::Automatic::No,
        loop_mark: String::new(),
        text: "Dear colleagues,\n\nplease find our letter attached.\n\nLee\n".to_owned(),
        enclosures: vec![mail::Enclosure {
            name: "residence-time.docx".to_owned(),
            media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                .to_owned(),
            bytes: letter.to_vec(),
        }],
    };
    mail::compose(&message).unwrap()
}

/// Hands a message to the mail server.
pub(crate) fn send(port: u16, from: &str, to: &str, message: &[u8]) {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut lines = BufReader::new(stream);
    let mut talk = |words: &[u8], wanted: &str| {
        lines.get_mut().write_all(words).unwrap();
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        assert!(line.starts_with(wanted), "{line}");
    };
    talk(b"", "220 ");
    talk(b"HELO mail.example.com\r\n", "250 ");
    talk(format!("MAIL FROM:<{from}>\r\n").as_bytes(), "250 ");
    talk(format!("RCPT TO:<{to}>\r\n").as_bytes(), "250 ");
    talk(b"DATA\r\n", "354 ");
    let dotted = String::from_utf8(message.to_vec()).unwrap().replace("\r\n.", "\r\n..");
    talk(format!("{dotted}.\r\n").as_bytes(), "250 ");
    talk(b"QUIT\r\n", "221 ");
}
