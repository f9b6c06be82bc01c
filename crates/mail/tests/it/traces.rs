//! What the header of a message says of where it is from.

use std::borrow::Cow;
use std::fmt::Write as _;

use mail::{as_signed, header_values, trace_of};

/// RFC 8601: what is quoted, commented, folded and versioned is read, and nonsense is nothing.
#[test]
fn the_results_that_mail_servers_write_are_read_with_where_they_stand() {
    let values = [
        "mx.example.org; spf=pass smtp.mailfrom=a@etu.example",
        "MX.Example.org 1; dkim=pass (2048-bit key; secure) header.d=ETU.example header.i=@etu.example;\r\n\tdmarc=fail (p=reject dis=none) header.from=etu.example",
        "mx.example.org; dkim/1 = fail reason=\"bad \\\"signature\\\"; really\" header.d=etu.example",
        "mx.example.org; none",
        "\"mx.example.org\"; auth=pass smtp.auth=a",
        "(all (of (it)) mx.example.org; dkim=pass",
        "; dkim=pass",
        "mx.example.org;;;=;=pass;dkim=",
        "",
    ];
    let mut page = String::new();
    for value in values {
        let message =
            format!("Received: one\r\nAuthentication-Results: {value}\r\nReceived: two\r\n\r\n");
        let results = trace_of(message.as_bytes()).results;
        writeln!(page, "{}", value.replace("\r\n\t", " ")).expect("a string takes all");
        for results in results {
            writeln!(page, "  {} below {}", results.server, results.received_above)
                .expect("a string takes all");
            for found in results.found {
                writeln!(
                    page,
                    "    {}={} {:?} {:?}",
                    found.method, found.result, found.reason, found.properties
                )
                .expect("a string takes all");
            }
        }
    }
    insta::assert_snapshot!(page);
}

#[test]
fn a_header_tells_its_domains_its_list_and_its_way() {
    let message = "Return-Path: <bounces@lists.example.net>\r\nReceived: from a\r\nReceived: from b\r\n\
        DKIM-Signature: v=1\r\nARC-Seal: i=1\r\nFrom: Lee <lee@ETU.example>, Li <li@etu.example>, x@example.org\r\n\
        Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@etu.example>\r\n\
        List-ID: Clocks <clocks.lists.example.net>\r\nList-Post: <mailto:clocks@lists.example.net>\r\n\r\nWords.\r\n";
    insta::assert_debug_snapshot!(trace_of(message.as_bytes()));
    assert_eq!(trace_of(b"Return-Path: <>\r\n\r\n").return_path.as_deref(), Some(""));
    assert_eq!(trace_of(b"From: x\r\n\r\n").return_path, None);
    assert_eq!(trace_of(b"\xff\x00"), mail::Trace::default());
}

#[test]
fn all_values_of_a_field_are_found_whatever_the_case_of_its_name() {
    let message = b"X-Spam-Flag: NO\r\nx-spam-flag:  YES\r\n really\r\nFrom: a@example.net\r\n\r\nX-Spam-Flag: MAYBE\r\n";
    assert_eq!(header_values(message, "X-SPAM-FLAG"), ["NO", "YES really"]);
}

/// A pipe gives LF, a mailbox puts a line before: what was signed had neither (RFC 6376 §2.2).
#[test]
fn a_message_is_checked_as_it_was_signed() {
    let whole = b"From: a@example.net\r\n\r\nWords.\r\n";
    assert!(matches!(as_signed(whole), Cow::Borrowed(same) if same == whole), "nothing is copied");
    assert_eq!(as_signed(b"From: a@example.net\n\nWords.\n").as_ref(), whole);
    assert_eq!(
        as_signed(b"From a@example.net Tue\nFrom: a@example.net\r\n\nWords.\n").as_ref(),
        whole
    );
    assert_eq!(as_signed(b"\n").as_ref(), b"\r\n");
    assert_eq!(as_signed(b"").as_ref(), b"");
}
