//! What came with a message of where it is from.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::fields::{Header, one_line};
use crate::read::in_lines;
use crate::{Limits, Results, results};

/// What the header says of where a message is from. Anybody can write any of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// The domains of the addresses in From, each once, in lower case.
    pub from_domains: Vec<String>,
    /// The address to which servers returned it, empty if it is none; nothing if no server noted one.
    pub return_path: Option<String>,
    /// When the sender says that it was written.
    pub date: Option<Timestamp>,
    /// The Message-ID, without its angle brackets.
    pub message_id: Option<String>,
    /// The List-ID of the mailing list that it came through (RFC 2919).
    pub list_id: Option<String>,
    /// The fields of a mailing list, such as List-Post, as they were written (RFC 2369, RFC 5064).
    pub list_fields: Vec<(&'static str, String)>,
    /// The number of Received fields.
    pub received: usize,
    /// The number of signatures and seals.
    pub signatures: usize,
    /// What servers say that they checked.
    pub results: Vec<Results>,
}

const LIST_FIELDS: [&str; 5] =
    ["List-Post", "List-Archive", "Archived-At", "List-Help", "List-Unsubscribe"];

/// The fields that each cost a hash of the whole message and a question to the network.
const SIGNATURES: [&str; 4] =
    ["DKIM-Signature", "ARC-Message-Signature", "ARC-Seal", "DKIM2-Signature"];

/// Reads what came with a message of where it is from, from any bytes; at most 2 MB of them are looked at.
pub fn trace_of(bytes: &[u8]) -> Trace {
    with_header(bytes, |header| {
        let mut from_domains: Vec<String> = Vec::new();
        for mailbox in header.mailboxes("From") {
            let domain = mailbox.address().rsplit('@').next().unwrap_or_default().to_lowercase();
            if !from_domains.contains(&domain) {
                from_domains.push(domain);
            }
        }
        let returned = header.values("Return-Path").into_iter().next();
        let list = |name: &'static str| {
            let value = header.text(name);
            (!value.is_empty()).then_some((name, value))
        };
        Trace {
            from_domains,
            return_path: returned.map(|path| path.trim_matches(['<', '>', ' ']).to_owned()),
            date: header.date(),
            message_id: header.ids("Message-ID").into_iter().next(),
            list_id: header.list_id(),
            list_fields: LIST_FIELDS.into_iter().filter_map(list).collect(),
            received: header.count("Received"),
            signatures: SIGNATURES.into_iter().map(|name| header.count(name)).sum(),
            results: results_in(header),
        }
    })
}

/// Returns the values of a field as they stand in the header, each on one line; at most 2 MB are looked at.
pub fn header_values(bytes: &[u8], name: &str) -> Vec<String> {
    with_header(bytes, |header| header.values(name))
}

/// Returns a message as it was signed: with CRLF at the end of each line, which pipes and mailboxes do not keep, and
/// without what they put before it.
pub fn as_signed(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut bytes = bytes;
    if bytes.starts_with(b"From ") {
        let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
        bytes = &bytes[end..];
    }
    let bare = |&at: &usize| at == 0 || bytes[at - 1] != b'\r';
    let count = memchr::memchr_iter(b'\n', bytes).filter(bare).count();
    if count == 0 {
        return Cow::Borrowed(bytes);
    }
    let mut signed = Vec::with_capacity(bytes.len() + count);
    let mut from = 0;
    for at in memchr::memchr_iter(b'\n', bytes).filter(bare) {
        signed.extend_from_slice(&bytes[from..at]);
        signed.extend_from_slice(b"\r\n");
        from = at + 1;
    }
    signed.extend_from_slice(&bytes[from..]);
    Cow::Owned(signed)
}

fn results_in(header: &Header<'_>) -> Vec<Results> {
    let mut received_above = 0;
    let mut found = Vec::new();
    for (name, value) in header.in_order() {
        if name.eq_ignore_ascii_case(b"Received") {
            received_above += 1;
        } else if name.eq_ignore_ascii_case(b"Authentication-Results")
            && found.len() < results::MOST
        {
            let value = one_line(&String::from_utf8_lossy(value));
            found.extend(results::read(&value, received_above));
        }
    }
    found
}

fn with_header<T>(bytes: &[u8], look: impl FnOnce(&Header<'_>) -> T) -> T {
    let most = Limits::default().header_bytes;
    let bytes = in_lines(&bytes[..bytes.len().min(most)]);
    look(&Header::cut(&bytes, most))
}
