//! What other installations write beside their statements is taken field by field, and believed no further than a letter;
//! their receipts are noted (REC-1, REC-6, IN-6).

use bytes::Bytes;
use data_encoding::HEXLOWER;
use operations::{
    Arrival, Failure, ItemForm, Recording, StatementForm, receipts_of, receive_message, take_item,
    withdraw_statement,
};
use rules::{EventKind, ItemState, Number, OriginStanding, State};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::bounces::sent;
use crate::reading_items::{message, open, proofs, record};
use crate::world::{World, keeping, later, worlds};

const TEXT: &str = "Dear colleagues,\n\n  how long may a boundary clock hold over?\n";
// On one line: mail has line ends of its own.
const FIGURES: &str = "hours,offset,1,40";

/// A statement as the installation of its sender writes it down.
fn statement() -> Value {
    json!({
        "number": 7, "direction": "outgoing", "state": "posted", "purpose": "action", "deadline": "2026-10-15",
        "deadlines": [{ "date": "2026-10-15", "kind": "stated", "set_by": "Lee Rapporteur", "set_on": "2026-08-31" }],
        "subject": "On holdover", "text": TEXT, "consensus": "leadership",
        "consensus_basis": [
            { "label": "Decided at", "url": "https://example.com/meetings/12" }, { "label": "Rests on", "document": "RFC 8446" },
            { "label": "Drawn in", "file": "figures.csv" },
        ],
        "from_groups": [{ "acronym": "sg1", "name": "ETU Study Group 1", "organization": "etu" }],
        "to_groups": [{ "acronym": "clocks", "name": "Time Synchronization", "organization": "ietf" }],
        "from_as_written": [], "to_as_written": ["Everybody with a clock"], "distributed_to": [], "travelled": "mailed by this tool",
        "approvals": [], "from_contacts": [{ "name": "Lee Rapporteur", "email": "lee@example.com" }],
        "from_liaison_contact": { "name": "", "email": "sg1-replies@example.com" },
        "to_contacts": [{ "name": "Clock Keepers", "email": "clocks@example.net" }],
        "to_liaison_contact": { "name": "Elsewhere", "email": "elsewhere@example.net" },
        "retired_contacts": {}, "identifiers": ["SG1-LS12"], "sent_on": null, "received_on": null, "recorded_at": null,
        "attachments": [
            { "kind": "file", "name": "figures.csv", "title": "Figures", "media_type": "text/csv", "size": 17,
              "sha256": HEXLOWER.encode(&Sha256::digest(FIGURES)), "url": "https://liaison.example.com/f", "renditions": [] },
            { "kind": "link", "name": null, "title": "The page", "url": "https://example.com/clocks", "renditions": [] },
        ],
        "documents": [], "handling": {}, "url": "https://liaison.example.com/statements/7",
        "links": [
            { "kind": "answers", "number": 3, "identifiers": ["tsync-7"], "url": "https://liaison.example.com/statements/3" },
            { "kind": "follows-up", "number": 2, "url": "https://liaison.example.com/statements/2" },
        ],
        "purpose_as_written": "", "subject_supplied": false, "approval_missing": false, "about_research": false,
        "settles": false, "deadline_asked": "2026-11-30", "version": 1, "versions": [],
    })
}

/// A message with it, whose words are those that the other installation writes.
fn mailed(statement: &Value, words: &str) -> Bytes {
    let head = "From: ETU Study Group 1 (SG1)\nTo: Time Synchronization (CLOCKS), Everybody with a clock\nPurpose: For Action\nDeadline: 2026-10-15\n";
    let files = [("figures.csv", FIGURES), ("statement.json", &statement.to_string())];
    message("On holdover", &format!("{head}\n{words}"), &files)
}

/// REC-6, REC-11, PUR-3, PUR-4, RSP-3, RSP-6: no field differs from what was sent, though the message does not say them all.
#[tokio::test]
async fn what_another_installation_wrote_down_fills_every_field() {
    for world in worlds("exchanging").await {
        let asked = record(&world, "tsync-7", "What we asked").await;
        let before =
            record(&world, "https://liaison.example.com/statements/2", "What was before").await;
        let opened = open(&world, mailed(&statement(), TEXT)).await;
        assert_eq!(opened.form.in_response_to, asked.to_string());
        assert_eq!(opened.form.follows_up, before.to_string());
        insta::assert_json_snapshot!("exchanged_form", opened.form);
        insta::assert_snapshot!("exchanged_proofs", proofs(&opened));
        assert_eq!(opened.letter().unwrap().reading.warnings, Vec::<String>::new());
        assert_eq!(opened.files(), [1], "the figures, and not the file for programs");
        let (id, cy) = (opened.item.id, world.actor("Cy").await);
        let number =
            take_item(&world.desk, &cy, id, &opened.form, &keeping(&opened.files()), later(9))
                .await
                .unwrap();
        let recorded = world.statement(number).await;
        assert_eq!((recorded.text.as_str(), recorded.settles), (TEXT, Some(false)));
        insta::assert_snapshot!(
            "exchanged_basis",
            operations::StatementForm::of(&recorded).consensus_basis
        );
        // It comes once more, in another mail: the form says that it is here.
        let again = open(&world, mailed(&statement(), &format!("{TEXT} "))).await;
        assert!(again.same.iter().all(|same| same.number == number) && !again.same.is_empty());
    }
}

/// Nobody gets further with a file than with a letter: not as one of our groups, not at our addresses, not with other words or
/// files than those that came.
#[tokio::test]
async fn what_is_not_to_be_believed_in_such_a_file_is_doubted() {
    for world in worlds("doubting").await {
        let mut forged = statement();
        let changes = [
            (
                "from_groups",
                json!([{ "acronym": "tsync", "name": "Time Synchronization", "organization": "ietf" }]),
            ),
            ("url", json!("https://liaison.example.org/statements/1")),
            ("deadline", json!("tomorrow")),
            ("consensus", json!(5)),
            ("settles", json!("yes")),
            ("subject", json!("On something else")),
            ("identifiers", json!(["SG1-LS12", 12, "two\nlines"])),
            ("from_contacts", json!({ "email": "lee@example.com" })),
            ("links", json!([{ "kind": "is better than", "number": 1 }])),
            ("secret", json!(true)),
            (
                "consensus_basis",
                json!([{ "label": "Minutes", "file": "minutes.pdf" }, { "label": "Nowhere" }, { "url": "ftp://example.com/" }]),
            ),
        ];
        for (field, value) in changes {
            forged[field] = value;
        }
        forged["attachments"][0]["sha256"] = json!("0".repeat(64));
        let opened = open(&world, mailed(&forged, "Dear colleagues,\n\nwe agree.\n")).await;
        insta::assert_json_snapshot!("doubted_form", opened.form);
        insta::assert_snapshot!("doubted_proofs", proofs(&opened));
        insta::assert_snapshot!(
            "doubted_warnings",
            opened.letter().unwrap().reading.warnings.join("\n")
        );
        assert_eq!(opened.files(), [1]);
        // Of what is no such file, the letter is read as any other.
        for (bytes, why) in [
            ("{", "it is no JSON (line 1, column 1)"),
            ("[]", "it holds no object"),
            ("{\"direction\": \"incoming\"}", "its “direction” is not “outgoing”"),
        ] {
            let mail = message("A liaison", TEXT, &[("statement.json", bytes)]);
            let opened = open(&world, mail).await;
            let warnings = &opened.letter().unwrap().reading.warnings;
            assert!(warnings.iter().any(|warning| warning.contains(why)), "{warnings:?}");
            assert!(opened.sent().is_none());
        }
    }
}

fn receipt(of: &str, address: &str) -> Bytes {
    let mail = format!(
        "From: Statements <statements@liaison.example.com>\nTo: statements@liaison.example.org\nSubject: On record\n\
         Message-ID: <{}@liaison.example.com>\nIn-Reply-To: <{of}>\nAuto-Submitted: auto-replied\n\
         X-Liaison-Receipt: {address}\n\nIt is on record.\n",
        address.rsplit('/').next().unwrap_or_default()
    );
    Bytes::from(mail.replace('\n', "\r\n"))
}

async fn receive(world: &World, bytes: Bytes) -> store::Item {
    let arrival = Arrival { bytes, ..Arrival::default() };
    let id = receive_message(&world.desk, &arrival, later(60)).await.unwrap();
    world.desk.store.reader().item(id).await.unwrap().unwrap()
}

/// IN-6 from the other side: a receipt is noted with the statement, as what its sender says and for nobody but those who are
/// involved; of what we never sent, or by what looks odd, nothing is noted.
#[tokio::test]
async fn the_receipt_of_another_installation_is_noted_as_what_its_sender_says() {
    for world in worlds("receipts").await {
        let number = sent(&world).await;
        let id = format!("statement-{number}@liaison.example.org");
        let theirs = "https://liaison.example.com/statements/31";
        let item = receive(&world, receipt(&id, theirs)).await;
        assert_eq!(item.state, ItemState::SetAside);
        insta::assert_snapshot!("receipt_reason", item.reason);
        for (of, address) in [
            (id.as_str(), theirs),
            ("statement-99@liaison.example.org", "https://liaison.example.com/statements/32"),
            (id.as_str(), "https://liaison.example.org/statements/33"),
            (id.as_str(), "javascript:alert(34)"),
            (id.as_str(), "https://liaison.example.com/<b>/35"),
        ] {
            receive(&world, receipt(of, address)).await;
        }
        let noted = receipts_of(&world.desk.store.reader(), number).await.unwrap();
        let [noted] = &noted[..] else { panic!("{noted:?}") };
        assert_eq!((noted.item, noted.address.as_str()), (item.id, theirs));
        let origin = noted.origin.as_ref();
        assert!(origin.is_none_or(|origin| origin.standing != OriginStanding::Shown));
        let reader = world.desk.store.reader();
        let is_it = |event: &&rules::Event| event.kind == EventKind::ReceiptCame;
        for (private, count) in [(true, 1), (false, 0)] {
            let events = reader.history(number, private).await.unwrap();
            assert_eq!(events.iter().filter(is_it).count(), count, "it is not for everyone");
        }
        // Whoever guesses the Message-ID fills no page.
        for one in 100..140 {
            receive(&world, receipt(&id, &format!("https://liaison.example.com/statements/{one}")))
                .await;
        }
        assert_eq!(receipts_of(&world.desk.store.reader(), number).await.unwrap().len(), 20);
        assert_eq!(number, Number(1));
    }
}

/// The same statement as its sender corrects it.
fn correction() -> Value {
    let mut corrected = statement();
    corrected["version"] = json!(2);
    corrected["text"] = json!("Dear colleagues,\n\n  how long may a grandmaster hold over?\n");
    corrected["sent_on"] = json!("2026-08-31");
    corrected["corrects"] = json!({
        "number": 7, "version": 1, "why": "It is the grandmaster.",
        "url": "https://liaison.example.com/statements/7/versions/1",
    });
    corrected
}

fn mailed_correction(corrected: &Value) -> Bytes {
    mailed(corrected, corrected["text"].as_str().unwrap())
}

async fn take(
    world: &World,
    opened: &ItemForm,
    corrects: Option<Number>,
) -> Result<Number, Failure> {
    let keep_links = opened.links().into_iter().map(|(at, _)| at).collect();
    let recording = Recording { corrects, keep_links, ..keeping(&opened.files()) };
    let cy = world.actor("Cy").await;
    take_item(&world.desk, &cy, opened.item.id, &opened.form, &recording, later(20)).await
}

/// REC-2: what its sender corrects becomes a new version of what we have of it, by one act; both stay readable, and how it came and
/// who has it is as it was.
#[tokio::test]
async fn what_another_installation_corrects_is_a_new_version_of_what_is_here() {
    for world in worlds("corrected_by_others").await {
        let first = open(&world, mailed(&statement(), TEXT)).await;
        assert_eq!(first.corrects, None);
        let number = take(&world, &first, None).await.unwrap();
        let before = world.statement(number).await;
        let opened = open(&world, mailed_correction(&correction())).await;
        insta::assert_debug_snapshot!("others_correct", opened.corrects);
        assert_eq!(opened.letter().unwrap().reading.warnings, Vec::<String>::new());
        assert!(opened.same.iter().all(|one| opened.is_corrected(one)));
        assert_eq!(take(&world, &opened, Some(number)).await.unwrap(), number);
        let after = world.statement(number).await;
        assert_eq!((after.version, after.state), (2, State::Posted));
        assert!(after.text.contains("grandmaster") && before.text.contains("boundary clock"));
        assert_eq!(after.attachments, before.attachments, "the same files do not come twice");
        assert_eq!(
            (after.received_on, &after.message_id),
            (before.received_on, &before.message_id)
        );
        assert_eq!(after.holders(), before.holders());
        insta::assert_snapshot!("others_correct_history", world.history(number).await);
        let versions = world.desk.store.reader().versions(&[number]).await.unwrap();
        assert_eq!(versions.len(), 2);
        assert!(versions[0].content.contains("boundary clock"));
        let item = world.desk.store.reader().item(opened.item.id).await.unwrap().unwrap();
        assert_eq!((item.state, item.statement), (ItemState::Taken, Some(number)));
        // It comes again, in another mail: there is nothing left to correct.
        let again = correction();
        let again = mailed(&again, &format!("{}\nOnce more.\n", again["text"].as_str().unwrap()));
        let again = open(&world, again).await;
        assert_eq!(again.corrects.as_ref().unwrap().here[0].difference, "");
        let refused = take(&world, &again, Some(number)).await.unwrap_err();
        assert!(refused.to_string().contains("says all this already"), "{refused}");
        // Whoever thinks otherwise records it on its own.
        let own = take(&world, &again, None).await.unwrap();
        assert_ne!(own, number);
    }
}

/// Nobody corrects by a file what is not theirs: what is not here, what is ours, what was taken back, what somebody else sent.
#[tokio::test]
async fn what_is_not_theirs_is_not_corrected() {
    for world in worlds("not_corrected").await {
        let ours = sent(&world).await;
        let number = take(&world, &open(&world, mailed(&statement(), TEXT)).await, None).await;
        let number = number.unwrap();
        let mut elsewhere = correction();
        elsewhere["url"] = json!("https://liaison.example.com/statements/8");
        let opened = open(&world, mailed_correction(&elsewhere)).await;
        let corrects = opened.corrects.as_ref().unwrap();
        assert_eq!((corrects.here.len(), corrects.why.as_str()), (0, "It is the grandmaster."));
        for other in [number, ours, Number(99)] {
            let refused = take(&world, &opened, Some(other)).await.unwrap_err();
            assert!(refused.to_string().contains("does not correct statement"), "{refused}");
        }
        let mut of_ours = correction();
        of_ours["url"] = json!(format!("https://liaison.example.org/statements/{ours}"));
        let opened = open(&world, mailed_correction(&of_ours)).await;
        assert_eq!(opened.corrects.as_ref().unwrap().here, []);

        let mut by_others = correction();
        by_others["from_groups"] =
            json!([{ "acronym": "kio", "name": "Kilohertz Organization", "organization": "kio" }]);
        let opened = open(&world, mailed_correction(&by_others)).await;
        let doubts = &opened.proofs.of("from_groups").unwrap().doubts;
        assert!(doubts.iter().any(|it| it.contains("another organization")), "{doubts:?}");

        let cy = world.actor("Cy").await;
        withdraw_statement(&world.desk, &cy, number, "They took it back.", later(30))
            .await
            .unwrap();
        let opened = open(&world, mailed_correction(&correction())).await;
        assert_eq!(opened.corrects.as_ref().unwrap().here, [], "it was taken back");
    }
}

/// OUT-5, PUR-3: whatever way a statement is linked to others, they are found here by what their sender calls them.
#[tokio::test]
async fn every_way_in_which_statements_hang_together_is_proposed() {
    for world in worlds("linked_by_others").await {
        let kinds = ["answers", "follows-up", "revises", "forwards", "refers-to"];
        let mut linking = statement();
        linking["links"] = json!([]);
        for (at, kind) in kinds.into_iter().enumerate() {
            let address = format!("https://liaison.example.com/statements/{}", at + 20);
            record(&world, &address, kind).await;
            let link = json!({ "kind": kind, "number": at + 20, "url": address });
            linking["links"].as_array_mut().unwrap().push(link);
        }
        let unknown = json!({ "kind": "revises", "number": 1, "url": "https://liaison.example.com/statements/1" });
        linking["links"].as_array_mut().unwrap().push(unknown);
        let opened = open(&world, mailed(&linking, TEXT)).await;
        let form = &opened.form;
        let proposed = rules::LinkKind::ALL.map(|kind| form.linked(kind).1);
        assert_eq!(proposed, ["1", "2", "3", "4", "5"]);
        assert_eq!(opened.proofs.of("revises").unwrap().doubts.len(), 1, "one is not here");
        let number = take(&world, &opened, None).await.unwrap();
        let links = world.statement(number).await.links;
        let links: Vec<String> =
            links.iter().map(|it| format!("{} {}", it.kind, it.number)).collect();
        assert_eq!(links, ["answers 1", "follows up 2", "revises 3", "forwards 4", "refers to 5"]);
        // What nobody may see cannot be linked to by typing its number.
        let again = open(&world, mailed(&linking, &format!("{TEXT}\nOnce more.\n"))).await;
        let form = StatementForm { forwards: "77".to_owned(), ..again.form.clone() };
        let refused = take(&world, &ItemForm { form, ..again }, None).await.unwrap_err();
        assert_eq!(refused.to_string(), "forwards: There is no statement 77 on the record.");
    }
}
