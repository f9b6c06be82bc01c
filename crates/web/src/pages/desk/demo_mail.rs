//! What a demonstration would have mailed.

use askama::Template;
use operations::ReadMail;
use rules::{Mailbox, Number};
use store::MailFate;

use super::mail::what;
use super::shown::MailShown;
use crate::pieces::{Instant, Paging};
use crate::view::View;

/// What a demonstration would have mailed, the newest first.
#[derive(Debug, Template)]
#[template(path = "desk/demo_mails.html")]
pub(crate) struct DemoMailsPage {
    view: View,
    mails: Vec<CapturedRow>,
    paging: Paging,
}

/// One message that a demonstration would have mailed.
#[derive(Debug, Template)]
#[template(path = "desk/demo_mail.html")]
pub(crate) struct DemoMailPage {
    view: View,
    row: CapturedRow,
    mail: MailShown,
    /// Whether everybody may read the statement that caused it.
    is_public: bool,
    /// Whose copy would hold a link of their own: the delivery and the address.
    links: Vec<(i64, String)>,
}

/// A message that was kept instead of sent.
#[derive(Debug, Clone)]
pub(crate) struct CapturedRow {
    id: i64,
    what: String,
    subject: String,
    to: String,
    queued_at: Instant,
    number: Option<Number>,
}

impl CapturedRow {
    fn of(fate: &MailFate) -> Self {
        Self {
            id: fate.mail.id,
            what: what(&fate.mail.kind).to_owned(),
            subject: fate.mail.subject.clone(),
            to: fate.mail.recipients.join(", "),
            queued_at: Instant(fate.mail.queued_at),
            number: fate.mail.number,
        }
    }

    fn sample() -> Self {
        Self {
            id: 9,
            what: what("statement").to_owned(),
            subject: "Question on <boundary> clocks".to_owned(),
            to: "etu@example.com".to_owned(),
            queued_at: Instant(jiff::Timestamp::UNIX_EPOCH),
            number: Some(Number(77)),
        }
    }
}

impl DemoMailsPage {
    /// Makes one page of the list.
    pub(crate) fn new(
        view: View,
        fates: &[MailFate],
        page: i64,
        total: i64,
        per_page: i64,
    ) -> Self {
        let last = (total + per_page - 1) / per_page;
        let address = |page: i64| format!("/demo/mail?page={page}");
        let paging = Paging {
            before: (page > 1).then(|| address(page - 1)),
            next: (page < last).then(|| address(page + 1)),
            here: if last > 1 { format!("Page {page} of {last}") } else { String::new() },
        };
        Self { view, mails: fates.iter().map(CapturedRow::of).collect(), paging }
    }

    pub(crate) fn sample() -> Self {
        let paging = Paging { before: None, next: None, here: String::new() };
        Self { view: View::sample("/demo/mail"), mails: vec![CapturedRow::sample()], paging }
    }
}

impl DemoMailPage {
    /// Makes the page of a message.
    pub(crate) fn new(
        view: View,
        fate: &MailFate,
        mail: ReadMail,
        is_public: bool,
        links: Vec<(i64, String)>,
    ) -> Self {
        let (row, mail) = (CapturedRow::of(fate), MailShown::of_read(mail));
        Self { view, row, mail, is_public, links }
    }

    pub(crate) fn sample() -> Self {
        let mailbox = |text| Mailbox::parse(text).ok();
        let mail = ReadMail {
            from: mailbox("Liaison <liaison@example.org>"),
            to: mailbox("etu@example.com").into_iter().collect(),
            reply_to: mailbox("etu-manager@example.org").into_iter().collect(),
            in_reply_to: vec!["12@example.com".to_owned()],
            message_id: Some("statement-77@example.org".to_owned()),
            subject: "Question on <boundary> clocks".to_owned(),
            text: "How long may a boundary clock\n  hold over?\n".to_owned(),
            enclosures: vec![("figures.pdf".to_owned(), "application/pdf".to_owned(), 27_000)],
        };
        let row = CapturedRow::sample();
        let view = View::sample("/demo/mail/9");
        let links = vec![(12, "bo@example.org".to_owned())];
        Self { view, row, mail: MailShown::of_read(mail), is_public: true, links }
    }
}
