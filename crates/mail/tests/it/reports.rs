//! What mail servers report of messages that did not arrive (RFC 3464, REC-2).

use mail::{Limits, report_of};

use crate::support::{fixture, limits, read};

/// Servers of two kinds say which message it was, whom it did not reach, and why, each in its own form.
#[test]
fn a_report_names_the_message_and_whom_it_did_not_reach() {
    let postfix = report_of(&read("bounce-postfix.eml"), &limits());
    insta::assert_debug_snapshot!("postfix", postfix);
    let exchange = report_of(&read("bounce-exchange.eml"), &limits());
    insta::assert_debug_snapshot!("exchange", exchange);
}

/// That it is late, or arrived, is no failure; and who only writes of it, or forwards it, reports nothing of its own.
#[test]
fn a_report_of_a_delay_is_no_failure_and_other_messages_are_no_reports() {
    let text = String::from_utf8(fixture("bounce-postfix.eml")).expect("is text");
    let late = text.replace("Action: failed", "Action: delayed");
    let late = mail::read(late.as_bytes(), &limits()).expect("is read");
    let report = report_of(&late, &limits()).expect("is a report");
    assert_eq!(report.recipients.iter().map(|one| one.is_failed).collect::<Vec<_>>(), [false]);
    assert!(!report.recipients[0].is_permanent);
    // What was tried for too long is given up, and may arrive another time.
    let permanent = |text: String| {
        let read = mail::read(text.as_bytes(), &limits()).expect("is read");
        let report = report_of(&read, &limits()).expect("is a report");
        report.recipients.iter().all(|one| one.is_failed && one.is_permanent)
    };
    assert!(permanent(text.clone()));
    assert!(permanent(text.replace("Status: 5.1.1\r\n", "").replace("Status: 5.1.1\n", "")));
    assert!(!permanent(text.replace("Status: 5.1.1", "Status: 4.4.7")));
    for name in ["plain.eml", "forwarded.eml", "alternative-and-files.eml"] {
        assert_eq!(report_of(&read(name), &limits()), None, "{name}");
    }
}

/// A report whose fields are cut off, endless or none at all says nothing, and is read within the limits.
#[test]
fn a_report_that_is_no_report_names_nobody() {
    let with = |status: &str| {
        let message = format!(
            "From: a@example.net\r\nContent-Type: multipart/report; report-type=delivery-status; \
             boundary=r\r\n\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\n{status}\r\n--r--\r\n"
        );
        let message = mail::read(message.as_bytes(), &Limits::default()).expect("is read");
        report_of(&message, &Limits::default()).expect("is a report")
    };
    let many = "Final-Recipient: rfc822; a@example.net\r\nAction: failed\r\n\r\n".repeat(10_000);
    let none = ["", "no fields", "Action: failed", "Final-Recipient: rfc822;\r\n\r\nno fields"];
    for status in none {
        assert_eq!(with(status).recipients, [], "{status:?}");
        assert_eq!(with(status).message_id, None, "{status:?}");
    }
    assert_eq!(with(&many).recipients.len(), 200);
}
