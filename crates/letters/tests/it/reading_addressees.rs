//! Whom a letter is addressed to, beside those who lead it, in lists that a cell breaks, and in messages (CON-1, CON-4, STM-1).

use rules::Purpose;

use crate::reading_layouts::{paragraph, table};
use crate::reading_offices::message;
use crate::reading_wordings::{headed, names, plain, word};

#[test]
fn a_body_is_addressed_with_those_who_lead_it_below_or_behind_a_colon() {
    let read = plain(
        "                Example Internetworking Forum\n                1 Example Road, Exampleville, CA 94538\n\n\
         July 12, 2013\n\nIETF, Example Area\nDirectors: Mr. Bob Sample (bob@example.net), Ms. Cy Specimen (cy@example.net)\n\n\
         IETF CLOCKS Working Group Chairs: Dee Muster (dee@example.net), Eve Example (eve@example.net)\n\n\
         Re: Clocks of stations\n\nDear Mr. Sample,\n\nThe Forum would like to request your comments.\n\n\
         Sincerely,\n\nAna Example\nEXIF TC Chair\n",
    );
    assert_eq!(read.to, ["IETF, Example Area", "IETF CLOCKS Working Group"]);
    assert_eq!(
        names(&read.to_contacts),
        [
            "Bob Sample <bob@example.net>",
            "Cy Specimen <cy@example.net>",
            "Dee Muster <dee@example.net>",
            "Eve Example <eve@example.net>"
        ]
    );
    for head in [
        "To:\tIETF NTP WG\n\tChairs: Ana Sample, Bob Specimen",
        "To:\tIETF NTP WG\n\tAttn. Chairs: Ana Sample, Bob Specimen",
        "To:\tIETF NTP WG\nAttn. Ana Sample and Bob Specimen, Co-chairs",
        "To:\tIETF NTP WG (Ana Sample, Bob Specimen)",
    ] {
        let read = headed(&format!("From:\tExample Forum\n{head}"), "Clocks differ.");
        assert_eq!(read.to, ["IETF NTP WG"], "{head}");
        assert_eq!(names(&read.to_contacts), ["Ana Sample", "Bob Specimen"], "{head}");
        assert!(read.contacts.is_empty(), "{head}: {:?}", read.contacts);
    }
}

#[test]
fn such_a_line_makes_a_letter_of_one_that_greets_nobody() {
    let text = |line: &str| {
        format!(
            "EXAMPLE INTERNETWORKING FORUM\n1 Example Road, Exampleville, CA 94538\n\nMay 6, 2012\n\n{line}\n\n\
             The Forum has completed a first draft of its requirements for clocks, which is attached.\n\n\
             Sincerely,\n\nAna Example\nEXIF, Technical Committee Chair\n"
        )
    };
    let read = plain(&text("IETF, Example Area Directors: Bob Sample (bob@example.net)"));
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!(read.to, ["IETF, Example Area"]);
    let read = plain(&text("IETF, Example AreaDirectors: Bob Sample (bob@example.net)"));
    assert_eq!(read.to, ["IETF, Example Area"]);
    let read = plain(&text("Directors: Bob Sample (bob@example.net)"));
    assert!(!read.is_statement, "{:?}", read.to);
}

#[test]
fn each_line_of_a_list_may_have_its_person_or_address_behind_a_dash() {
    let read = headed(
        "From:\tExample Forum\nTo:\tBroadband Forum – liaisons@example.net\n\tIEEE 802.3 – Ana Sample, ana@example.net",
        "Clocks differ.",
    );
    assert_eq!(read.to, ["Broadband Forum", "IEEE 802.3"]);
    assert_eq!(names(&read.to_contacts), ["liaisons@example.net", "Ana Sample <ana@example.net>"]);
    let read = headed(
        "From:\tExample Forum\nTo:\tAna Sample, IETF Chair, chair@ietf.org",
        "Clocks differ.",
    );
    assert_eq!(names(&read.to_contacts), ["Ana Sample <chair@ietf.org>"]);
}

#[test]
fn a_narrow_cell_breaks_offices_bodies_and_addresses() {
    let row = |label: &'static str, cell: &'static str| table(&[&[label, cell]]);
    let read = word(&[
        paragraph("IEEE 802.3 Ethernet Working Group"),
        paragraph("Liaison Communication"),
        row(
            "To:",
            "Ana Sample, Convenor, ISO/IEC JTC¶1/SC 25/WG 3, ana.sample@ex-¶ample.net¶Bob Specimen, Secretary, ISO/IEC JTC¶1/SC 25/WG 3",
        ),
        row(
            "CC:",
            "Cy Muster, Secretary, IEEE-¶SA Standards Board,¶cy@example.org¶Dee Example, Vice-chair, IEEE 802.3¶Ethernet Working Group, dee@example.org",
        ),
        row("From:", "Eve Sample, Chair, IEEE 802.3 Ethernet¶Working Group, eve@example.org"),
        row("Subject:", "Clocks of links"),
        paragraph("Dear Ms. Sample,"),
        paragraph("The group would like to thank you for your letter."),
    ]);
    assert_eq!(names(&read.to_contacts), ["Ana Sample <ana.sample@ex-ample.net>", "Bob Specimen"]);
    assert_eq!(read.cc, ["Cy Muster <cy@example.org>", "Dee Example <dee@example.org>"]);
    assert_eq!(names(&read.contacts), ["Eve Sample <eve@example.org>"]);
}

#[test]
fn a_day_among_the_lines_of_a_letterhead_belongs_to_nobody() {
    let read = plain(
        "IEEE 802.99 Clocks Working Group\nAna Example, Chair\nPh: +1 555 0100   eMail: ana@example.org\nJanuary 16, 2014\n\
         Bob Sample\nDepartment of Clocks, Example Institute\n\nDear Bob Sample,\n\nThank you for your letter.\n\n\
         Best regards,\nAna Example\nChair, IEEE 802.99 Clocks Working Group\n",
    );
    assert_eq!(read.date.map(|date| date.to_string()).as_deref(), Some("2014-01-16"));
    assert_eq!(names(&read.contacts), ["Ana Example <ana@example.org>"]);
    assert_eq!(names(&read.to_contacts), ["Bob Sample"]);
}

#[test]
fn a_field_of_the_purpose_may_name_the_only_addressee() {
    let read = plain(
        "ISO/IEC JTC 1/SC 2/WG 2\n\nDoc. Type: Liaison statement\nTitle: Liaison statement on clock faces\n\
         Source: Example Technical Committee\nDate: 2013-04-12\nAction: For consideration by JTC1/SC2/WG2\n\n\
         The Committee has accepted twelve faces of clocks.\n",
    );
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!(read.to, ["JTC1/SC2/WG2"]);
    assert_eq!(read.purpose, Some(Purpose::Action));
}

#[test]
fn a_message_says_in_its_subject_or_greeting_whom_it_is_to() {
    let read = message(
        "Statement of the Example Clocks Committee to the IETF NTP Working Group",
        "The Committee has compared the clocks of its members.\n\nWe ask the group to say how often a clock is to be set.\n\n\
         On behalf of the Example Clocks Committee,\n\nAna Example\n",
    );
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!(read.from, ["Example Clocks Committee"]);
    assert_eq!(read.to, ["IETF NTP Working Group"]);
    assert_eq!(names(&read.to_contacts), ["clocks-chairs@example.net"]);
    let told = "Dear NTP, TICTOC and DNSOP chairs,\n\nThe Example Forum is pleased to share its latest work on clocks.\n\n\
                This is sent for your information.\n\nAna Example\nExample Forum Chair\n";
    let read = message("Recently published work on clocks", told);
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!(read.from, ["Example Forum"]);
    assert_eq!(read.to, ["NTP", "TICTOC", "DNSOP"]);
    // Somebody who holds no office writes no letter.
    let read = message("Recent work on clocks", &told.replace("Example Forum Chair", "Clockmaker"));
    assert!(!read.is_statement, "{:?}", read.from);
    let read = message(
        "Response to liaison request from ITU-T Study Group 99 on clocks",
        "From: IETF NTP WG\nTo: Bob Sample <bob@example.net>\nTitle: Response to liaison request from ITU-T Study Group 99 on clocks\n\nDear Bob,\n\nClocks differ.\n\nAna Example\nChair, IETF NTP WG\n",
    );
    assert_eq!(read.to, ["ITU-T Study Group 99"]);
}

#[test]
fn an_answer_may_go_to_an_office_and_technical_questions_to_somebody_else() {
    let read = headed(
        "From:\tExample Forum\nTo:\tIETF NTP WG",
        "Please address your reply to the Example Project Office (office@example.org).\n\
         For technical questions please contact Dr. Bob Sample (bob@example.net).\n\nKind regards,\n\n\
         Ana Example\nChair, Example Forum\nana@example.org",
    );
    assert_eq!(names(&read.send_reply_to), ["Example Project Office <office@example.org>"]);
    assert_eq!(names(&read.technical_contacts), ["Bob Sample <bob@example.net>"]);
    assert_eq!(names(&read.contacts), ["Ana Example <ana@example.org>"]);
    let read = headed(
        "From:\tExample Forum\nTo:\tIETF NTP WG\nResponse to:\tAna Example (ana@example.org)",
        "Clocks differ.",
    );
    assert_eq!(names(&read.send_reply_to), ["Ana Example <ana@example.org>"]);
    assert!(read.in_response_to.is_empty(), "{:?}", read.in_response_to);
}
