//! Who gets a copy and whom a message reaches, several people and files in a row, and letters that come as a reply or a note
//! (CON-1, CON-2, CON-3, CON-4, PUR-1, BOD-2).

use letters::reading::{Envelope, Reading, read_message};
use rules::{Mailbox, Purpose};

use crate::reading_layouts::{paragraph, table};
use crate::reading_wordings::{headed, names, plain, word};

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox::new(name, address).expect("it is an address")
}

/// Reads a message from Ana Example, to the chairs of a group and with a copy to its list.
pub(crate) fn message(subject: &str, text: &str) -> Reading {
    let envelope = Envelope {
        subject: subject.to_owned(),
        from: Some(mailbox("Ana Example", "ana@example.org")),
        to: vec![mailbox("", "clocks-chairs@example.net")],
        cc: vec![mailbox("", "clocks@example.net")],
        text: text.to_owned(),
        ..Envelope::default()
    };
    read_message(&envelope, &[]).remove(0).0
}

#[test]
fn people_who_get_a_copy_are_written_with_their_offices() {
    let read = headed(
        "To:\tIETF NTP WG\nCc:\tBob Sample, Example Forum General Counsel\n\tCy Specimen, Chair, ETSI TC Bells (cy@example.net)\n\
         \tETSI Liaisons Coordinator\n\tSecretary, IEEE 802",
        "",
    );
    assert_eq!(
        read.cc,
        [
            "Bob Sample, Example Forum General Counsel",
            "Cy Specimen <cy@example.net>",
            "ETSI Liaisons Coordinator",
            "Secretary, IEEE 802"
        ]
    );
    let read = headed(
        "To:\tIETF NTP WG\nCc:\tArea Directors of the Routing Area, Area Directors of the Internet Area; S1, N4, T",
        "",
    );
    assert_eq!(
        read.cc,
        [
            "Area Directors of the Routing Area",
            "Area Directors of the Internet Area",
            "S1",
            "N4",
            "T"
        ]
    );
}

#[test]
fn whom_a_message_reaches_counts_for_a_letter_that_names_no_people() {
    let body = "From: Example Forum\nTo: IETF NTP WG\nSubject: On clocks\nPurpose: For information\n\nClocks differ.\n";
    let read = message("Liaison statement on clocks", body);
    assert_eq!(names(&read.to_contacts), ["clocks-chairs@example.net"]);
    assert_eq!(read.cc, ["clocks@example.net"]);
    let named = body.replace("WG\n", "WG\nTo Contact: bob@example.net\nCc: Example Union\n");
    let read = message("Liaison statement on clocks", &named);
    assert_eq!(names(&read.to_contacts), ["bob@example.net"]);
    assert_eq!(read.cc, ["Example Union"]);
    let read = message(
        "Liaison from the Example Forum: new clocks",
        "To the IETF NTP and TICTOC Working Groups,\n\nThe Forum has new clocks.\n\nThank you,\nAna Example\n",
    );
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!(read.from, ["Example Forum"]);
    assert_eq!(read.to, ["IETF NTP and TICTOC Working Groups"]);
    assert_eq!(names(&read.to_contacts), ["clocks-chairs@example.net"]);
    assert_eq!(read.cc, ["clocks@example.net"]);
}

#[test]
fn a_reply_that_a_body_sends_is_a_letter_and_one_of_a_person_is_none() {
    let text = "Dear Bob,\n\nThe EPU thanks the group for its question. Clocks may differ by a second.\n\n\
                Best regards,\nAna Example\nChair, Example Posts Union\n\n> What is the most by which clocks may differ?\n";
    let read = message("EPU Response to \"Question to the Example Posts Union\"", text);
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!(read.from, ["Example Posts Union"]);
    assert!(!message("Response to your question", text).is_statement);
}

#[test]
fn a_note_greets_a_body_by_its_name_and_talk_of_a_motion_greets_its_own() {
    let note = message(
        "Request for clarification: IAB statement on clocks",
        "IAB,\n\nThis liaison note, sent on behalf of ICANN, asks what a clock is.\n\nThank you,\n\nAna Example\nICANN liaison to the IETF\n",
    );
    assert!(note.is_statement, "{:?}", note.reasons);
    assert_eq!((note.from.join(";"), note.to.join(";")), ("ICANN".to_owned(), "IAB".to_owned()));
    let talk = message(
        "liaison response to the Example Forum on clocks",
        "Dear members,\n\nA liaison to the Example Forum was approved:\n\nMoved: Bob Sample\nSeconded: Cy Specimen\n\n\
         Best regards,\nAna Example\nIEEE 802.11 Working Group Chair\n",
    );
    assert!(!talk.is_statement, "{:?}", talk.reasons);
}

#[test]
fn further_people_stand_beside_their_numbers_behind_roles_and_at_the_ends_of_lines() {
    let rows: &[&[&str]] = &[
        &["Title:", "On clocks"],
        &["Contact:", "Ana Example¶Rapporteur, Utopia", "Tel: +1 555 0100¶Email: ana@example.org"],
        &["", "Bob Sample¶Editor, Utopia", "Tel: +1 555 0101¶Email: bob@example.net"],
        &["To:", "IETF NTP WG"],
    ];
    let read = word(&[paragraph("LIAISON STATEMENT"), table(rows), paragraph("Clocks differ.")]);
    assert_eq!(
        names(&read.contacts),
        ["Ana Example <ana@example.org>", "Bob Sample <bob@example.net>"]
    );
    let read = headed(
        "To:\tIETF NTP WG\nContact:\tAna Example <ana@example.org> (WG chair), Bob Sample <bob@example.net> (WG vice-chair)",
        "",
    );
    assert_eq!(
        names(&read.contacts),
        ["Ana Example <ana@example.org>", "Bob Sample <bob@example.net>"]
    );
    let read = plain(
        "Liaison statement\n\nTitle: On clocks\nFrom: Example Forum\nTo: IETF NTP WG\n\
         Response Contact: Ana Example, ana@example.org; Bob\nSample, bob@example.net\n\nDear colleagues,\n\nClocks differ.\n",
    );
    assert_eq!(
        names(&read.send_reply_to),
        ["Ana Example <ana@example.org>", "Bob Sample <bob@example.net>"]
    );
    // The address of the chairs is nobody's own, and a group is addressed once.
    let read = headed(
        "To:\tIETF NTP Working Group\n\tAna Example and Bob Sample, co-chairs NTP WG (ntp-chairs@example.org)",
        "",
    );
    assert_eq!(read.to, ["IETF NTP Working Group"]);
    assert_eq!(names(&read.to_contacts), ["Ana Example", "Bob Sample", "ntp-chairs@example.org"]);
}

#[test]
fn all_sign_who_stand_below_each_other_above_what_an_installation_adds() {
    let text = "Liaison statement\n\nTo: IETF NTP WG\nFrom: Example Forum\nSubject: On clocks\n\nClocks differ.\n\nBest regards,\n\n\
                Ana Example\nForum CTO\nana@example.org\nBob Sample\nCo-chair, Clocks Committee\nbob@example.net\n\n--\n\
                The Forum is a society of makers of clocks.\n";
    assert_eq!(
        names(&plain(text).contacts),
        ["Ana Example <ana@example.org>", "Bob Sample <bob@example.net>"]
    );
}

#[test]
fn a_sentence_says_where_answers_go_and_who_gets_a_copy() {
    let read = headed(
        "To:\tIETF NTP WG",
        "Please send the response to the Standards Secretariat, Ms. Ana Example (ana@example.org), with a copy to Mr. Bob Sample, \
         Chair Clocks (bob@example.net).",
    );
    assert_eq!(
        names(&read.send_reply_to),
        ["Ana Example <ana@example.org>", "Bob Sample <bob@example.net>"]
    );
}

#[test]
fn a_list_of_attachments_goes_on_below_its_label_with_files_of_the_same_kind() {
    let listed = |list: &str| {
        let text = format!(
            "Liaison statement\n\nTo: IETF NTP WG\nFrom: Example Forum\nSubject: On clocks\n\nDear colleagues,\n\nClocks differ in many ways.\n\n{list}\n"
        );
        plain(&text).attachments
    };
    assert_eq!(listed("Attachments: one.xlsx\n    two.docx\n    ______"), ["one.xlsx", "two.docx"]);
    assert_eq!(
        listed("Enclosures: Annex 1 – Clocks\n  Annex 2 – Bells\nThe Forum is a society."),
        ["Annex 1 – Clocks", "Annex 2 – Bells"]
    );
    assert_eq!(
        listed("Encl.: clock table, draft 3 (available at\nhttps://example.org/clocks)"),
        ["clock table, draft 3"]
    );
}

#[test]
fn each_box_that_is_ticked_counts_and_a_section_that_asks_nothing_does_not() {
    let read = headed("To:\tIETF NTP WG\nFor:\t☐ decision ☒ information ☒ action", "");
    assert_eq!(
        (read.purpose, read.purpose_as_written.as_str()),
        (Some(Purpose::Action), "information, action")
    );
    let read = headed(
        "From:\tExample Forum\nTo:\tIETF NTP WG\nResponse to:\tS2-2401234",
        "1 Answer\n\nYes.\n\n2 Actions\n\nNone. Comments are welcome at any time.",
    );
    assert_eq!(read.purpose, Some(Purpose::Response), "{:?}", read.evidence.get("purpose"));
}

#[test]
fn a_title_in_capitals_names_all_to_whom_it_goes_on_the_lines_below() {
    let text = "RADIOCOMMUNICATION                           Document 4B/12-E\nSTUDY GROUPS                                 Document 8D/40-E\n\
                \x20                                            27 October 2026\n\n\
                Source:  Document 8A/TEMP/223(Rev.1)\n\n                            Working Party 8A\n\n\
                   LIAISON STATEMENT TO EXTERNAL ORGANIZATIONS AND ITU-T\n                     STUDY GROUPS 13 AND 19\n\
                                 (COPY TO WP 4B AND WP 8F)\n\n   On the clocks of terminals that are in response to\n   Question 3/8\n\n\
                Working Party 8A has clocks.\n";
    let read = plain(text);
    assert_eq!(read.to, ["EXTERNAL ORGANIZATIONS", "ITU-T STUDY GROUPS 13 AND 19"]);
    assert_eq!(read.cc, ["WP 4B", "WP 8F"]);
    assert_eq!(
        read.subject.as_deref(),
        Some("On the clocks of terminals that are in response to Question 3/8")
    );
    assert_eq!(read.identifiers, ["4B/12-E", "8D/40-E", "8A/TEMP/223(Rev.1)"]);
}

#[test]
fn a_number_beside_a_meeting_and_a_revision_behind_one_are_read() {
    let read = word(&[
        paragraph("EXAC WG2 #15 meeting⇥A-260146"),
        paragraph("Title:⇥LS on clocks"),
        paragraph("Source:⇥EXAC WG2"),
        paragraph("To:⇥3GPP SA2"),
        paragraph("Clocks differ."),
    ]);
    assert_eq!(read.identifiers, ["A-260146"]);
    let read = headed("To:\tIETF NTP WG\nDocument Number:\tEXG019_021 rev1", "");
    assert_eq!(read.identifiers, ["EXG019_021 rev1"]);
    // What we sent before is not what we answer.
    let read = headed(
        "To:\tIETF NTP WG",
        "Further to our previous liaisons (SG13-LS28 and SG13-LS29), clocks differ.",
    );
    assert_eq!(read.in_response_to, Vec::<String>::new());
}

#[test]
fn whoever_signs_may_name_another_to_ask() {
    let text = "Liaison statement\n\nTo: IETF NTP WG\nFrom: Example Forum\nSubject: On clocks\n\nDear colleagues,\n\n\
                Should you have questions, please contact the undersigned or Ms. Cy Specimen (cy@example.net).\n\n\
                Best regards,\n\nAna Example\nForum CTO\nana@example.org\n";
    assert_eq!(
        names(&plain(text).contacts),
        ["Ana Example <ana@example.org>", "Cy Specimen <cy@example.net>"]
    );
}

#[test]
fn a_line_that_ends_within_a_name_goes_on_on_the_next() {
    let rows: &[&[&str]] = &[
        &["Title:", "On clocks"],
        &["From:", "Example Forum"],
        &["To:", "IETF NTP WG; ISO/IEC JTC 1/SC¶27"],
        &[
            "Cc:",
            "Ana Example, Chair, Example Forum; Bob¶Sample, Chair, Example Board of Directors",
        ],
    ];
    let read = word(&[paragraph("LIAISON STATEMENT"), table(rows), paragraph("Clocks differ.")]);
    assert_eq!(read.to, ["IETF NTP WG", "ISO/IEC JTC 1/SC 27"]);
    assert_eq!(
        read.cc,
        ["Ana Example, Chair, Example Forum", "Bob Sample, Chair, Example Board of Directors"]
    );
}

#[test]
fn an_office_of_a_sender_is_whom_to_ask() {
    let read = headed("From:\tMEF Liaison <liaison@example.net>\nTo:\tIETF NTP WG", "");
    assert_eq!(read.from, ["MEF"]);
    assert_eq!(names(&read.contacts), ["MEF Liaison <liaison@example.net>"]);
}
