//! What holds for every letter, whatever stands in it.

use letters::reading::{Envelope, Hints, Reading, read_letter, read_message};
use proptest::prelude::*;

use crate::reading_layouts::wrong_evidence;
use crate::support::{document, laid_out};

/// Reads a letter that came as plain text, and checks that all its evidence stands where it says.
fn read(text: &str) -> Reading {
    let document = document(text.as_bytes(), "letter.txt");
    let reading = read_letter(
        &document,
        &Hints { file_name: "R2-2411111 letter.txt".to_owned(), ..Hints::default() },
    );
    assert_eq!(wrong_evidence(&reading, &document), Vec::<String>::new(), "{text}");
    reading
}

/// A line of a head: a label, and a value such as stands beside it.
fn block() -> impl Strategy<Value = String> {
    let label = prop::sample::select(vec![
        "Title",
        "Subject",
        "Source",
        "From",
        "To",
        "Cc",
        "For",
        "Purpose",
        "Deadline",
        "Date",
        "Contact",
        "Contact Person",
        "Name",
        "E-mail",
        "Tel",
        "Response to",
        "Reply to",
        "Send any reply to",
        "Attachments",
        "Document",
        "Ref.",
        "Re",
        "For action to",
        "For information to",
        "Approval",
        "Meeting, date",
        "Status",
        "Work Item",
        "Objet / Subject",
    ]);
    let value = prop_oneof![
        prop::sample::select(vec![
            "IETF TICTOC WG",
            "ITU-T SG 15, Q.10, 12, 14/15",
            "SA2, CT4 and RAN3",
            "IETF (DETNET, 6MAN)",
            "-",
            "N/A",
            "",
            "15 October 2026",
            "mid-May 2007",
            "4-15 October 2004",
            "02/10/2019",
            "ASAP",
            "Action",
            "For information",
            "Comment",
            "ITU-R WP 5A for action; others for information",
            "LS on clocks",
            "Reply LS on clocks to IETF TICTOC",
            "Olga Example, olga@example.org",
            "olga at example dot org",
            "Olga Example (chair), Paul Example",
            "R2-2506735 / R4-2511898",
            "COM 16 - LS 124 - E",
            "SG15-LS77",
            "\u{4f1a}\u{8b70}",
            "\u{645}\u{631}\u{62d}\u{628}\u{627}",
            "Ünïcode\u{a0}Forum",
            "*",
            ": :",
            "mailto:",
            "[to be approved]",
            "e\u{301}te\u{301}, 5 mars 2024",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,40}",
    ];
    let mark = prop::sample::select(vec![
        ":\t", ": ", ":", " : ", "\t", "\u{ff1a}", ":\u{a0}", ":\n", ":\n\t",
    ]);
    (label, mark, value).prop_map(|(label, mark, value)| format!("{label}{mark}{value}\n"))
}

/// A line of prose, or what stands between lines.
fn prose() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "\n",
        "LIAISON STATEMENT\n",
        "Dear colleagues,\n\n",
        "3GPP TSG RAN WG2 Meeting #128\tR2-2411111\n",
        "We kindly ask for your reply by 15 October 2026.\n",
        "1. Overall Description:\n",
        "2. Actions:\nTo RAN4:\n",
        "ACTION: RAN2 asks RAN4 to confirm.\n",
        "Kind regards,\nOlga Example\n",
        "-- \nOlga\n",
        "> quoted\n",
        "-----Original Message-----\n",
        "We thank you for your liaison statement COM 16 - LS 124 - E.\n",
        "For Information\n",
        "LIAISON STATEMENT TO THE IETF (COPY TO WP 5D)\n",
        "\u{c}\n",
    ])
    .prop_map(str::to_owned)
}

fn any_letter() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![3 => block(), 1 => prose()], 0..24)
        .prop_map(|parts| parts.concat())
}

/// The fields of a head, each once, in words that are no other field's.
const HEAD: [&str; 10] = [
    "Title:\tOn clocks that sleep",
    "Source:\tExample Forum",
    "To:\tIETF TICTOC WG, ITU-T SG 13",
    "Cc:\tIEEE 1588 WG",
    "For:\tAction",
    "Deadline:\t15 October 2026",
    "Date:\t4 March 2026",
    "Contact:\tOlga Example, olga@example.org",
    "In response to:\tSG15-LS77",
    "Attachments:\tfigures.pdf",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Design §6: every filled field has evidence, and the evidence stands in the letter where it says.
    #[test]
    fn every_filled_field_has_words_that_stand_where_it_says(text in any_letter()) {
        read(&text);
        let page = laid_out(&text, &letters::Limits::default());
        let reading = read_letter(&page, &Hints::default());
        prop_assert_eq!(wrong_evidence(&reading, &page), Vec::<String>::new());
    }

    #[test]
    fn a_message_of_any_text_has_evidence_that_stands_in_it(subject in "\\PC{0,30}", text in any_letter()) {
        let envelope = Envelope { subject, text, ..Envelope::default() };
        for (reading, document) in read_message(&envelope, &[]) {
            let document = document.expect("it has no other document");
            prop_assert_eq!(wrong_evidence(&reading, &document), Vec::<String>::new());
        }
    }

    #[test]
    fn no_text_makes_reading_fail(text in "(\\PC|[\\n\\t:,;@/()\\[\\]]){0,300}") {
        read(&text);
    }

    #[test]
    fn the_order_of_the_labels_does_not_matter(lines in Just(HEAD.to_vec()).prop_shuffle(), kept in 4_usize..=HEAD.len()) {
        let letter = |mut lines: Vec<&str>| {
            lines.truncate(kept);
            format!("LIAISON STATEMENT\n\n{}\n\nDear colleagues,\n\nhow late is it?\n", lines.join("\n"))
        };
        let mut sorted = lines[..kept].to_vec();
        sorted.sort_by_key(|line| HEAD.iter().position(|one| one == line));
        let plain = |reading: Reading| Reading { evidence: Default::default(), ..reading };
        prop_assert_eq!(plain(read(&letter(lines.clone()))), plain(read(&letter(sorted))));
    }
}
