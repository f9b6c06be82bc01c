//! A message as its readers see it.

use askama::Template;
use askama::filters::HtmlSafe;
use operations::{PreviewedMail, ReadMail};
use rules::{Mailbox, NoticeKind};

use crate::words;

/// A message as its readers see it: head, text, files.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "desk/shown.html")]
pub(crate) struct MailShown {
    /// What it is; empty where a heading says it already.
    title: &'static str,
    /// Name of the field and what stands in it.
    head: Vec<(&'static str, String)>,
    text: String,
    /// Name, and kind and size, of each file.
    enclosures: Vec<(String, String)>,
}

impl MailShown {
    /// Returns a message that posting would mail.
    pub(crate) fn of(mail: PreviewedMail) -> Self {
        let mut head = vec![("From", mail.from.to_string()), ("To", list(&mail.to))];
        if !mail.cc.is_empty() {
            head.push(("Cc", list(&mail.cc)));
        }
        rest(&mut head, &mail.reply_to, &mail.in_reply_to, mail.subject);
        Self { title: title(mail.kind), head, text: mail.text, enclosures: files(mail.enclosures) }
    }

    /// Returns a message that was written already.
    pub(crate) fn of_read(mail: ReadMail) -> Self {
        let from = mail.from.map(|from| from.to_string()).unwrap_or_default();
        let mut head = vec![("From", from), ("To", list(&mail.to))];
        rest(&mut head, &mail.reply_to, &mail.in_reply_to, mail.subject);
        head.extend(mail.message_id.map(|id| ("Message-ID", format!("<{id}>"))));
        Self { title: "", head, text: mail.text, enclosures: files(mail.enclosures) }
    }
}

fn rest(
    head: &mut Vec<(&'static str, String)>,
    reply_to: &[Mailbox],
    ids: &[String],
    subject: String,
) {
    if !reply_to.is_empty() {
        head.push(("Reply-To", list(reply_to)));
    }
    if !ids.is_empty() {
        let ids: Vec<String> = ids.iter().map(|id| format!("<{id}>")).collect();
        head.push(("In-Reply-To", ids.join(" ")));
    }
    head.push(("Subject", subject));
}

fn list(mailboxes: &[Mailbox]) -> String {
    mailboxes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn files(enclosures: Vec<(String, String, usize)>) -> Vec<(String, String)> {
    let file = |(name, media_type, size): (String, String, usize)| {
        let size = words::size(i64::try_from(size).unwrap_or(i64::MAX));
        (name, format!("{}, {size}", words::kind(&media_type)))
    };
    enclosures.into_iter().map(file).collect()
}

fn title(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::TheStatement => "The statement itself",
        NoticeKind::OurCopy => "Word to our own people",
        NoticeKind::Distribution => "The statement, to those whom it concerns",
        NoticeKind::Research => "The statement, to whoever is asked about research",
        NoticeKind::Receipt => "The receipt to the sender",
    }
}

impl HtmlSafe for MailShown {}
