//! Every way by which messages come, and that one that comes by several is one item (IN-2).

use std::io::Cursor;

use bytes::Bytes;
use jiff::Timestamp;
use operations::{
    Arrival, Failure, HandIn, MboxSummary, hand_in, import_mbox, item_form, receive_message,
};
use rules::{ItemState, Way};
use store::{Item, ItemWay};

use crate::world::{World, later, now, worlds};

/// The letter as a mail server pipes it, with the line ends of this machine.
const LETTER: &str = include_str!("../fixtures/letter-as-piped.eml");

/// What a list puts below what it passes on.
const FOOTER: &str = "--b\nContent-Type: text/plain; charset=\"us-ascii\"\nContent-Disposition: inline\n\n\
    _______________________________________________\nTsync mailing list -- tsync@example.org\n\
    To unsubscribe send an email to tsync-leave@example.org\n\n--b--\n";

fn on_the_wire(message: &str) -> Bytes {
    Bytes::from(message.replace('\n', "\r\n"))
}

/// Returns the letter as it comes by each way, which adds and changes what such ways do.
fn by_each_way() -> Vec<(Way, Bytes)> {
    let received =
        "Received: from mx.example.com by mail.example.org; Mon, 31 Aug 2026 07:00:01 +0000\n";
    let piped = format!(
        "From lee@example.com  Mon Aug 31 07:00:01 2026\nReturn-Path: <lee@example.com>\n{received}{LETTER}"
    );
    let boxed = format!(
        "Return-Path: <lee@example.com>\nDelivered-To: shared@example.org\n{received}{received}{LETTER}"
    );
    let listed = LETTER
        .replace(
            "Subject: Liaison",
            "List-Id: Clocks <tsync.example.org>\nSubject: [Tsync] Liaison",
        )
        .replace(
            "From: Lee Rapporteur <lee@example.com>",
            "From: Lee Rapporteur <lee=40example.com@dmarc.example.org>",
        )
        .replace("--b--\n", FOOTER);
    let encoded = LETTER.replace(
        "charset=utf-8\n\nHow long may a boundary clock hold over?\n",
        "charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nHow long may a boundary clock=20hold=\n over?  \n",
    );
    assert!(listed.contains("[Tsync]") && listed.contains("leave@") && encoded.contains("=20"));
    vec![
        (Way::Lmtp, on_the_wire(LETTER)),
        (Way::Pipe, Bytes::from(piped)),
        (Way::Imap, on_the_wire(&boxed)),
        (Way::Maildir, on_the_wire(&listed)),
        (Way::Mbox, on_the_wire(&encoded)),
    ]
}

async fn receive(world: &World, way: Way, bytes: Bytes) -> i64 {
    let arrival = Arrival { way, bytes, ..Arrival::default() };
    receive_message(&world.desk, &arrival, now()).await.unwrap()
}

async fn item(world: &World, id: i64) -> Item {
    world.desk.store.reader().item(id).await.unwrap().unwrap()
}

/// IN-2: once, with all ways noted, and the bytes of each kept.
#[tokio::test]
async fn the_same_statement_by_every_way_is_one_item() {
    for world in worlds("everyway").await {
        let mut ids = Vec::new();
        for (way, bytes) in by_each_way() {
            ids.push(receive(&world, way, bytes).await);
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "{ids:?}");
        assert_eq!(
            world.desk.store.reader().items_waiting().await.unwrap(),
            store::Count::Exactly(1)
        );
        let item = item(&world, ids[0]).await;
        for ((way, bytes), kept) in by_each_way().into_iter().zip(&item.ways) {
            assert_eq!(way, kept.way);
            let stored = world.desk.store.files().get(&kept.sha256).await.unwrap().unwrap();
            assert_eq!(stored, bytes, "{way:?}");
        }
        assert_eq!(item.ways.len(), by_each_way().len());
        assert_eq!(item.parts.len(), 1, "what the list put below it is no file of the letter");
    }
}

/// A mail server that lost our answer hands the same bytes over again: that is no other way.
#[tokio::test]
async fn what_is_handed_over_again_is_noted_once() {
    for world in worlds("again").await {
        for _ in 0..2 {
            for (way, bytes) in by_each_way() {
                receive(&world, way, bytes).await;
            }
        }
        let (items, _) = world.desk.store.reader().items(ItemState::Waiting, 1, 10).await.unwrap();
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].ways.len(), by_each_way().len());
    }
}

/// Two servers may hand it over at the same instant.
#[tokio::test]
async fn all_ways_at_once_make_one_item() {
    for world in worlds("atonce").await {
        let ways: Vec<_> = by_each_way()
            .into_iter()
            .map(|(way, bytes)| {
                let desk = world.desk.clone();
                tokio::spawn(async move {
                    let arrival = Arrival { way, bytes, ..Arrival::default() };
                    receive_message(&desk, &arrival, now()).await.unwrap()
                })
            })
            .collect();
        let mut ids = Vec::new();
        for way in ways {
            ids.push(way.await.unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "{ids:?}");
        assert_eq!(item(&world, ids[0]).await.ways.len(), by_each_way().len());
    }
}

/// Whoever uses a Message-ID again for something else, by mistake or on purpose, does not hide what they say.
#[tokio::test]
async fn a_message_id_that_is_used_again_for_something_else_is_another_item() {
    let changed = [
        ("other words", LETTER.replace("How long", "For how many days")),
        ("another file", LETTER.replace("Please answer.", "Please answer by Friday.")),
        ("another name of the file", LETTER.replace("\"SG1-LS12.txt\"", "\"SG1-LS13.txt\"")),
        ("another author", LETTER.replace("lee@example.com>\nTo", "mallory@example.net>\nTo")),
        ("another date", LETTER.replace("31 Aug 2026", "30 Aug 2026")),
        ("another subject", LETTER.replace(" boundary clocks", " boundary clocks, urgent")),
        ("words below what a list passed on", {
            let listed = LETTER.replace("Subject:", "List-Id: <tsync.example.org>\nSubject:");
            let words = FOOTER.replace("Tsync mailing list --", "Answer by Friday, says");
            listed.replace("--b--\n", &words)
        }),
        (
            "one more file",
            LETTER.replace(
                "--b--\n",
                "--b\nContent-Type: application/pdf; name=\"x.pdf\"\n\nx\n--b--\n",
            ),
        ),
        (
            "HTML beside it",
            LETTER.replace(
                "--b--\n",
                "--b\nContent-Type: text/html\n\n<p>Answer by Friday</p>\n--b--\n",
            ),
        ),
    ];
    for world in worlds("usedagain").await {
        let first = receive(&world, Way::Lmtp, on_the_wire(LETTER)).await;
        let mut ids = vec![first];
        for (what, message) in &changed {
            assert_ne!(message, LETTER, "{what}");
            let id = receive(&world, Way::Lmtp, on_the_wire(message)).await;
            assert!(!ids.contains(&id), "{what}");
            ids.push(id);
        }
        assert_eq!(item(&world, first).await.ways.len(), 1);
    }
}

/// Without Message-ID and Date, the same words may be meant again on another day: only the same bytes are the same.
#[tokio::test]
async fn what_has_neither_message_id_nor_date_is_known_by_its_bytes() {
    const NOTE: &str = "From: lee@example.com\nSubject: Reminder\n\nPlease answer.\n";
    for world in worlds("bytes").await {
        let first = receive(&world, Way::Pipe, Bytes::from(NOTE)).await;
        assert_eq!(receive(&world, Way::Lmtp, Bytes::from(NOTE)).await, first);
        let other = format!("Received: from elsewhere\n{NOTE}");
        assert_ne!(receive(&world, Way::Pipe, Bytes::from(other)).await, first);
    }
}

/// Returns a message in which Anna forwards the letter as a file.
fn forwarded(words: &str) -> String {
    format!(
        "From: Anna Chair <anna@example.org>\nTo: liaison-coordination@example.org\nSubject: Fwd: Liaison on the holdover of boundary clocks\nDate: Tue, 1 Sep 2026 08:00:00 +0000\nMessage-ID: <fwd@example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"f\"\n\n--f\n\n{words}\n--f\nContent-Type: message/rfc822\n\n{LETTER}\n--f--\n"
    )
}

/// IN-2: what a chair got and passes on is the sender's letter; the chair is noted as whoever handed it in.
#[tokio::test]
async fn what_somebody_forwards_is_the_letter_within_and_they_handed_it_in() {
    for world in worlds("forwarded").await {
        let desk = &world.desk;
        let id =
            receive(&world, Way::Lmtp, on_the_wire(&forwarded("For the record, please."))).await;
        let found = item(&world, id).await;
        assert_eq!(
            (found.from.as_str(), found.message_id.as_deref()),
            ("Lee Rapporteur <lee@example.com>", Some("ls12@example.com"))
        );
        let anna = world.actor("Anna").await;
        let [ItemWay { way, handed_in, sha256, .. }] = found.ways.as_slice() else {
            panic!("{:?}", found.ways)
        };
        assert_eq!((*way, handed_in.by), (Way::Forwarded, anna.person));
        assert_eq!(handed_in.name, "Anna Chair <anna@example.org>");
        let outer = desk.store.files().get(sha256).await.unwrap().unwrap();
        assert_eq!(
            outer,
            on_the_wire(&forwarded("For the record, please.")),
            "Anna's words are kept"
        );
        let direct = receive(&world, Way::Pipe, Bytes::from(LETTER)).await;
        assert_eq!(direct, id, "it was sent to us too");
        let form = item_form(desk, &world.actor("Cy").await, id, 0, later(9)).await.unwrap().form;
        assert_eq!(form.from_contacts, "Lee Rapporteur <lee@example.com>");
    }
}

#[tokio::test]
async fn what_is_forwarded_in_words_keeps_its_sender_too() {
    const WORDS: &str = "From: Anna Chair <anna@example.org>\nTo: liaison-coordination@example.org\nSubject: Fwd: Liaison on clocks\nDate: Tue, 1 Sep 2026 08:00:00 +0000\nMessage-ID: <fwd2@example.org>\n\nSee below.\n\n---------- Forwarded message ----------\nFrom: Lee Rapporteur <lee@example.com>\nDate: Mon, 31 Aug 2026 at 09:00\nSubject: Liaison on clocks\nTo: <anna@example.org>\n\nHow long may a boundary clock hold over?\n";
    for world in worlds("inwords").await {
        let id = receive(&world, Way::Lmtp, on_the_wire(WORDS)).await;
        let found = item(&world, id).await;
        assert_eq!(
            (found.from.as_str(), found.subject.as_str(), found.ways[0].way),
            ("Lee Rapporteur <lee@example.com>", "Liaison on clocks", Way::Forwarded)
        );
        assert_eq!(found.ways[0].handed_in.name, "Anna Chair <anna@example.org>");
        let form =
            item_form(&world.desk, &world.actor("Cy").await, id, 0, later(9)).await.unwrap().form;
        assert_eq!(
            form.from_contacts, "Lee Rapporteur <lee@example.com>",
            "the receipt goes there"
        );
    }
}

/// A letter that encloses a message, and a bounce that returns one, forward nothing.
#[tokio::test]
async fn what_only_carries_a_message_is_a_letter_of_its_own() {
    let letter = forwarded("Our answer is: two days. We enclose what you asked.")
        .replace("Subject: Fwd: Liaison on", "Subject: On");
    let bounce = forwarded("It could not be delivered.")
        .replace("Date:", "Auto-Submitted: auto-replied\nDate:");
    for world in worlds("carries").await {
        for message in [&letter, &bounce] {
            let id = receive(&world, Way::Lmtp, on_the_wire(message)).await;
            let found = item(&world, id).await;
            assert_eq!(found.ways[0].way, Way::Lmtp);
            assert_eq!(found.from, "Anna Chair <anna@example.org>");
        }
    }
}

fn file(name: &str, bytes: &[u8]) -> (String, Bytes) {
    (name.to_owned(), Bytes::copy_from_slice(bytes))
}

/// IN-1, IN-2: a file that was given to somebody at a meeting.
#[tokio::test]
async fn files_that_somebody_hands_in_wait_in_the_inbox_with_their_name() {
    for world in worlds("handedin").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let handed = HandIn {
            sender: "Lee Rapporteur <lee@example.com>".to_owned(),
            subject: String::new(),
            note: "Given to me at the meeting.\n".to_owned(),
            files: vec![
                file("SG1-LS12.txt", b"LIAISON STATEMENT\n"),
                file("figures.txt", b"1 2 3\n"),
            ],
        };
        let ids = hand_in(desk, &anna, handed.clone(), now()).await.unwrap();
        let found = item(&world, ids[0]).await;
        let names: Vec<&str> = found.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!((ids.len(), names), (1, vec!["SG1-LS12.txt", "figures.txt"]));
        assert_eq!(
            (found.from.as_str(), found.subject.as_str(), found.text.as_str()),
            ("Lee Rapporteur <lee@example.com>", "SG1-LS12.txt", "Given to me at the meeting.\n")
        );
        assert_eq!((found.ways[0].way, found.ways[0].handed_in.by), (Way::Uploaded, anna.person));
        assert_eq!(hand_in(desk, &anna, handed, later(1)).await.unwrap(), ids, "clicked twice");

        let saved =
            HandIn { files: vec![file("saved.eml", LETTER.as_bytes())], ..HandIn::default() };
        let ids = hand_in(desk, &anna, saved, now()).await.unwrap();
        assert_eq!(item(&world, ids[0]).await.message_id.as_deref(), Some("ls12@example.com"));
        let direct = receive(&world, Way::Lmtp, on_the_wire(LETTER)).await;
        assert_eq!(ids, [direct], "a mail that was saved is the same as the one that was sent");
    }
}

#[tokio::test]
async fn what_cannot_be_handed_in_is_said_beside_its_field() {
    for world in worlds("notin").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let wrong =
            HandIn { sender: "Lee".to_owned(), subject: "a\u{7}b".to_owned(), ..HandIn::default() };
        let refused = hand_in(desk, &anna, wrong, now()).await.unwrap_err();
        insta::assert_snapshot!("not_handed_in", refused.to_string());
        let large = vec![0; desk.settings.message_limit];
        let large = HandIn { files: vec![file("large.bin", &large)], ..HandIn::default() };
        let refused = hand_in(desk, &anna, large, now()).await.unwrap_err();
        insta::assert_snapshot!("too_much_handed_in", refused.to_string());
        let nobody = rules::Actor::reader();
        let files = vec![file("x.txt", b"x")];
        let refused = hand_in(desk, &nobody, HandIn { files, ..HandIn::default() }, now()).await;
        assert!(matches!(refused, Err(Failure::Refused(_))));
        assert_eq!(desk.store.reader().items_waiting().await.unwrap(), store::Count::Exactly(0));
    }
}

/// Returns a file of so many messages, a day apart.
fn mbox(count: usize) -> Vec<u8> {
    let mut file = String::from("Whatever stands before the first message is none.\n\n");
    for number in 1..=count {
        let day = 1 + number % 28;
        file.push_str(&format!(
            "From lee@example.com Tue Sep {day:2} 09:12:00 2015\nFrom: Lee <lee@example.com>\nSubject: Old letter {number}\nDate: {day:02} Sep 2015 11:12:00 +0200\nMessage-ID: <old{number}@example.com>\n\nDear all,\n>From here on it is quoted.\n\nFrom now on, letters have numbers.\n\n"
        ));
    }
    file.into_bytes()
}

async fn import(world: &World, file: Vec<u8>) -> MboxSummary {
    import_mbox(&world.desk, Cursor::new(file), &|_| {}, now()).await.unwrap()
}

/// Years of messages, each as old as it says; repeated, nothing comes twice.
#[tokio::test]
async fn a_file_of_old_messages_comes_in_and_can_be_repeated() {
    for world in worlds("mbox").await {
        let summary = import(&world, mbox(1_203)).await;
        assert_eq!(summary, MboxSummary { new: 1_203, ..MboxSummary::default() });
        let reader = world.desk.store.reader();
        assert_eq!(reader.items_waiting().await.unwrap(), store::Count::MoreThan(1_000));
        let (items, has_more) = reader.items(ItemState::Waiting, 49, 25).await.unwrap();
        let oldest = items.last().unwrap();
        assert_eq!((items.len(), has_more, oldest.subject.as_str()), (3, false, "Old letter 28"));
        let day: Timestamp = "2015-09-01T09:12:00Z".parse().unwrap();
        assert_eq!((oldest.received_at, oldest.ways[0].at), (day, now()));
        assert_eq!(oldest.ways[0].envelope_from, "lee@example.com");
        let kept = world.desk.store.files().get(&oldest.sha256).await.unwrap().unwrap();
        assert!(
            kept.ends_with(b"\nFrom here on it is quoted.\n\nFrom now on, letters have numbers.\n")
        );

        let again = import(&world, mbox(1_205)).await;
        assert_eq!(again, MboxSummary { new: 2, unchanged: 1_203, ..MboxSummary::default() });
    }
}

/// What came by mail in the meantime is the same, and what is too large is told by its line.
#[tokio::test]
async fn a_file_of_old_messages_may_hold_what_came_already_and_what_is_too_large() {
    for mut world in worlds("mboxmixed").await {
        let settings = std::sync::Arc::make_mut(&mut world.desk.settings);
        settings.message_limit = 2_000;
        let id = receive(&world, Way::Pipe, Bytes::from(LETTER)).await;
        let large =
            format!("From: lee@example.com\nSubject: Large\n\n{}\n", "clocks ".repeat(1_000));
        let start = "From lee@example.com Tue Sep  1 09:12:00 2015\n";
        let file = format!("{start}{LETTER}\n{start}{large}\n{start}{LETTER}\n");
        let summary = import(&world, file.into_bytes()).await;
        assert_eq!((summary.new, summary.other_way, summary.unchanged), (0, 1, 1));
        insta::assert_snapshot!("mbox_refused", summary.refused.join("\n"));
        assert_eq!(item(&world, id).await.ways.len(), 2);
        assert_eq!(import(&world, b"no mailbox at all\n".to_vec()).await.seen(), 0);
    }
}
