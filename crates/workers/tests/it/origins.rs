//! Who signed a message is found out after it was stored, and a name server that says nothing holds up nothing (IN-2).

use std::fmt::Write as _;
use std::time::Instant;

use bytes::Bytes;
use letters::NoConverter;
use mail_auth::arc::ArcSealer;
use mail_auth::common::crypto::Ed25519Key;
use mail_auth::common::headers::HeaderWriter as _;
use mail_auth::dkim::DkimSigner;
use mail_auth::{ArcOutput, AuthenticatedMessage, AuthenticationResults, DkimOutput};
use operations::{Arrival, Client, Desk, item_origin, receive_message};
use workers::{Duties, Resolver, Workers};

use crate::desk::{desks, until};
use crate::messages;
use crate::names::Names;

/// The keys of the made domains: each a seed behind what says that it is one (RFC 8410 §7).
fn key(seed: u8) -> Ed25519Key {
    let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    der.extend([seed; 32]);
    Ed25519Key::from_pkcs8_maybe_unchecked_der(&der).unwrap()
}

fn published(seed: u8) -> String {
    let key = data_encoding::BASE64.encode(&key(seed).public_key());
    format!("v=DKIM1; k=ed25519; p={key}")
}

const ETU: u8 = 1;
const LISTS: u8 = 2;
const STRANGER: u8 = 3;

fn letter(from: &str) -> String {
    format!(
        "From: Lee <{from}>\r\nTo: statements@example.org\r\nSubject: On clocks\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\n\
         Message-ID: <1@example.com>\r\n\r\nWhat time is it?\r\n\r\n"
    )
}

fn signed(message: &str, domain: &str, seed: u8) -> String {
    let signer = DkimSigner::from_key(key(seed)).domain(domain).selector("s");
    let signature = signer.headers(["From", "To", "Subject", "Date"]).sign(message.as_bytes());
    format!("{}{message}", signature.unwrap().to_header())
}

/// Sends a message through a list that changes its subject, signs it anew and seals what it found before.
fn through_list(message: &str, seals: bool) -> String {
    let found = AuthenticatedMessage::parse(message.as_bytes()).unwrap();
    let signature = &found.dkim_headers[0].header;
    let passed = [DkimOutput::pass().with_signature(signature)];
    let results = AuthenticationResults::new("lists.example.net")
        .with_dkim_results(&passed, "sg1@etu.example");
    let changed = format!("List-ID: Clocks <clocks.lists.example.net>\r\n{message}")
        .replace("On clocks", "[clocks] On clocks");
    let changed = signed(&changed, "lists.example.net", LISTS);
    if !seals {
        return changed;
    }
    let parsed = AuthenticatedMessage::parse(changed.as_bytes()).unwrap();
    let sealer = ArcSealer::from_key(key(LISTS)).domain("lists.example.net").selector("s");
    let set = sealer.headers(["From", "Subject"]).seal(&parsed, &results, &ArcOutput::default());
    format!("{}{changed}", set.unwrap().to_header())
}

async fn receive(desk: &Desk, message: &str, client: &str, envelope_from: &str) -> i64 {
    let client = Client {
        address: client.to_owned(),
        name: String::new(),
        helo: "mail.etu.example".to_owned(),
    };
    let arrival = Arrival {
        client,
        envelope_from: envelope_from.to_owned(),
        bytes: Bytes::copy_from_slice(message.as_bytes()),
        ..Arrival::default()
    };
    receive_message(desk, &arrival, jiff::Timestamp::now()).await.unwrap()
}

fn start(desk: &Desk, names: &Names) -> Workers {
    let duties = Duties { resolver: Some(Resolver::At(names.address)), ..Duties::default() };
    Workers::start_with(desk, None, std::sync::Arc::new(NoConverter)).with_duties(desk, duties)
}

async fn is_looked_at(desk: &Desk, item: i64) -> bool {
    item_origin(&desk.store.reader(), item).await.unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_message_says_what_shows_where_it_is_from() {
    let (etu, lists) = (published(ETU), published(LISTS));
    let names = Names::knowing(&[
        ("s._domainkey.etu.example", &etu),
        ("s._domainkey.lists.example.net", &lists),
        ("_dmarc.etu.example", "v=DMARC1; p=reject"),
        ("etu.example", "v=spf1 ip4:192.0.2.1 -all"),
        ("mail.etu.example", "v=spf1 -all"),
    ])
    .await;
    let own = letter("sg1@etu.example");
    let by_etu = signed(&own, "etu.example", ETU);
    let cases = [
        ("signed", by_etu.clone(), "", ""),
        ("signed, with line ends of a pipe", by_etu.replace("\r\n", "\n"), "", ""),
        ("signed, and the text changed", by_etu.replace("What time", "Which time"), "", ""),
        ("signed with another's key", signed(&own, "etu.example", STRANGER), "", ""),
        (
            "signed by another domain",
            signed(&letter("x@elsewhere.example"), "etu.example", ETU),
            "",
            "",
        ),
        (
            "its key is not published",
            signed(&letter("x@elsewhere.example"), "elsewhere.example", STRANGER),
            "",
            "",
        ),
        ("from a server of its own", own.clone(), "192.0.2.1", "sg1@etu.example"),
        ("from another server", own.clone(), "198.51.100.9", "sg1@etu.example"),
        ("a client that is none", own.clone(), "unknown", "sg1@etu.example"),
        ("through a list", through_list(&by_etu, false), "", ""),
        ("through a list that seals", through_list(&by_etu, true), "", ""),
        ("nothing at all", letter("x@elsewhere.example"), "", ""),
        (
            "three hundred signatures",
            "DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; h=from; bh=AA; b=AA\r\n"
                .repeat(300)
                + &own,
            "",
            "",
        ),
    ];
    for (desk, _guard) in desks("origins").await {
        let mut items = Vec::new();
        for (at, (what, message, client, envelope)) in cases.iter().enumerate() {
            // Each is another message: only its envelope tells some of them apart.
            let message = format!("X-Case: {at}\r\n{message}");
            let message = message.replace("<1@example.com>", &format!("<{at}@example.com>"));
            items.push((what, receive(&desk, &message, client, envelope).await));
        }
        let workers = start(&desk, &names);
        let mut page = String::new();
        for (what, item) in items {
            until("it is known where it is from", async || is_looked_at(&desk, item).await).await;
            let origin = item_origin(&desk.store.reader(), item).await.unwrap().unwrap();
            writeln!(
                page,
                "{what}: {:?}, done: {}\n  {}",
                origin.standing, origin.is_done, origin.sentence
            )
            .unwrap();
            for (name, says) in origin.facts {
                writeln!(page, "    {name}: {says}").unwrap();
            }
        }
        workers.stop().await;
        insta::assert_snapshot!("origins", page);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_server_that_says_nothing_holds_up_nothing() {
    for (desk, _guard) in desks("silence").await {
        let names = Names::silent().await;
        let workers = start(&desk, &names);
        let begin = Instant::now();
        let message = signed(&letter("sg1@etu.example"), "etu.example", ETU);
        let item = receive(&desk, &message, "192.0.2.1", "sg1@etu.example").await;
        assert!(begin.elapsed().as_secs() < 2, "storing waited for {:?}", begin.elapsed());
        until("it is read meanwhile", async || {
            desk.store.reader().reading(item).await.unwrap().is_some_and(|reading| reading.is_done)
        })
        .await;
        assert!(!is_looked_at(&desk, item).await, "the name server is still waited for");
        until("it is given up for now", async || is_looked_at(&desk, item).await).await;
        let origin = item_origin(&desk.store.reader(), item).await.unwrap().unwrap();
        assert_eq!(
            origin.sentence,
            "Not verified: the names that would show it could not be looked up."
        );
        assert!(!origin.is_done, "it is asked again");
        workers.stop().await;
    }
}

/// §10: no header makes looking at it break or hang.
#[tokio::test(flavor = "multi_thread")]
async fn hostile_headers_are_looked_at_to_the_end() {
    let families = [
        "signatures",
        "wounds",
        "addresses",
        "odd-fields",
        "many-fields",
        "eight-bit",
        "line-ends",
        "encoded-words",
    ];
    let (desk, _guard) = desks("hostileorigins").await.into_iter().next().unwrap();
    let names = Names::knowing(&[]).await;
    let mut items = Vec::new();
    for made in messages::all().into_iter().filter(|made| families.contains(&made.family)) {
        let arrival = Arrival { bytes: Bytes::from(made.bytes()), ..Arrival::default() };
        let item = receive_message(&desk, &arrival, jiff::Timestamp::now()).await.unwrap();
        items.push((made.name(), item));
    }
    assert!(items.len() > 100, "{} are looked at", items.len());
    let workers = start(&desk, &names);
    for (name, item) in items {
        until(&name, async || is_looked_at(&desk, item).await).await;
    }
    workers.stop().await;
}
