//! Letters of organizations that no file describes: where they name bodies, people, numbers, days and what they want.

use letters::Document;
use letters::reading::{Envelope, Hints, Person, Reading, read_letter, read_message};
use rules::{Mailbox, Purpose};

use crate::reading_layouts::{paragraph, table, wrong_evidence};
use crate::support::{document, docx, laid_out};

pub(crate) fn plain(text: &str) -> Reading {
    read(&document(text.as_bytes(), "letter.txt"))
}

pub(crate) fn word(body: &[String]) -> Reading {
    read(&document(&docx(&body.concat(), &[]), "letter.docx"))
}

pub(crate) fn read(document: &Document) -> Reading {
    let reading = read_letter(document, &Hints::default());
    assert_eq!(wrong_evidence(&reading, document), Vec::<String>::new());
    reading
}

/// Reads a letter with a head of these lines.
pub(crate) fn headed(head: &str, text: &str) -> Reading {
    plain(&format!(
        "Liaison statement\n\nTitle:\tOn clocks\n{head}\n\nDear colleagues,\n\n{text}\n"
    ))
}

pub(crate) fn names(people: &[Person]) -> Vec<String> {
    people.iter().map(ToString::to_string).collect()
}

#[test]
fn sender_and_receiver_in_two_columns_have_their_people_each() {
    let rows: &[&[&str]] = &[
        &["Sender", "Receiver"],
        &["Example Forum¶Clocks Working Group", "IETF NTP WG"],
        &["Contact: Ana Example¶ana@example.org", "Chair: Bob Sample¶bob@example.net"],
    ];
    let read = word(&[
        paragraph("Liaison statement"),
        table(rows),
        paragraph("Subject: Clocks in cars"),
        paragraph(
            "The group asks for a review of its draft on clocks, which is attached to this letter.",
        ),
    ]);
    assert_eq!(read.from, ["Example Forum", "Clocks Working Group"]);
    assert_eq!(read.to, ["IETF NTP WG"]);
    assert_eq!(names(&read.contacts), ["Ana Example <ana@example.org>"]);
    assert_eq!(names(&read.to_contacts), ["Bob Sample <bob@example.net>"]);
}

#[test]
fn two_columns_of_a_page_are_read_like_those_of_a_table() {
    let page = "                      Liaison statement\n\n\
        From:                               To:\n\
        ISO/TC 22/SC 31/WG 6                IETF NTP WG\n\
        Contact: Ana Example                Chair: Bob Sample\n\
        E-mail: ana@example.org             E-mail: bob@example.net\n\n\
        Subject:   Clocks in cars\n\n\
        The group asks for a review of its draft on clocks, which is attached to this letter.\n";
    let read = read(&laid_out(page, &letters::Limits::default()));
    assert_eq!(
        (read.from, read.to),
        (vec!["ISO/TC 22/SC 31/WG 6".to_owned()], vec!["IETF NTP WG".to_owned()])
    );
    assert_eq!(names(&read.contacts), ["Ana Example <ana@example.org>"]);
    assert_eq!(names(&read.to_contacts), ["Bob Sample <bob@example.net>"]);
}

#[test]
fn a_label_that_a_page_breaks_over_lines_is_one_label() {
    let page = "Source:          ITU-T SG15\nTitle:           LS on clocks\n\
        For              IETF NTP WG\ninformation\nto:\nDeadline:        N/A\n\nLIAISON STATEMENT\n";
    let read = read(&laid_out(page, &letters::Limits::default()));
    assert_eq!(read.to, ["IETF NTP WG"]);
    assert_eq!(read.purpose_as_written, "For information");
}

#[test]
fn a_heading_from_one_body_to_another_names_both() {
    let headings = [
        "Liaison statement from the Example Forum to the IETF NTP Working Group",
        "Liaison letter of the Example Forum to the IETF NTP Working Group on clocks",
        "LS from Example Forum to IETF NTP Working Group",
    ];
    for heading in headings {
        let read =
            plain(&format!("{heading}\n\n3 May 2024\n\nDear colleagues,\n\nClocks differ.\n"));
        assert_eq!(read.from, ["Example Forum"], "{heading}");
        assert_eq!(read.to, ["IETF NTP Working Group"], "{heading}");
        assert!(read.is_statement, "{heading}");
    }
    // A line that does not call itself a liaison says nothing of the letter.
    let other = plain("From the Example Forum to the IETF NTP Working Group\n\nClocks differ.\n");
    assert_eq!(other.from, Vec::<String>::new());
}

#[test]
fn a_body_that_is_greeted_is_addressed_and_a_person_is_not() {
    let to = |greeting: &str| {
        plain(&format!(
            "Example Forum\n\nSubject: Liaison on clocks\n\n{greeting}\n\nClocks differ.\n"
        ))
        .to
    };
    assert_eq!(to("Dear chairs of the IETF NTP Working Group,"), ["IETF NTP Working Group"]);
    assert_eq!(to("Dear NTP chairs,"), ["NTP"]);
    assert_eq!(to("Dear Ana Example,"), Vec::<String>::new());
    assert_eq!(to("Dear Ana and Bob,"), Vec::<String>::new());
    assert_eq!(to("Dear all,"), Vec::<String>::new());
}

#[test]
fn a_mail_is_a_letter_if_it_speaks_for_a_body_to_a_body() {
    let ana = Mailbox::new("Ana Example", "ana@example.org").ok();
    let read = |subject: &str, text: &str| {
        let envelope = Envelope {
            subject: subject.to_owned(),
            from: ana.clone(),
            text: text.to_owned(),
            ..Envelope::default()
        };
        read_message(&envelope, &[]).remove(0).0
    };
    let letter = "To the Internet Architecture Board:\n\nOn behalf of the Example Council I am writing to tell \
                  you of clocks.\n\nAna Example\nSecretary\n";
    let read_one = read("[liaison] Clocks", letter);
    assert!(read_one.is_statement, "{:?}", read_one.reasons);
    assert_eq!(read_one.from, ["Example Council"]);
    assert_eq!(read_one.to, ["Internet Architecture Board"]);
    assert_eq!(names(&read_one.contacts), ["Ana Example <ana@example.org>"]);
    let talk = "Dear all,\n\non behalf of the chairs I would like to announce the end of the last call.\n\nBest regards\nAna\n";
    assert!(!read("Statement to the working group", talk).is_statement);
}

#[test]
fn a_person_is_parted_from_employer_role_and_address() {
    let contacts = |head: &str| names(&headed(&format!("To:\tIETF NTP WG\n{head}"), "").contacts);
    // Two names and one address: the second is where the first works.
    assert_eq!(
        contacts("Contact:\tAna Example, Sample Mobile\nana@example.org"),
        ["Ana Example <ana@example.org>"]
    );
    assert_eq!(
        contacts("Contact:\tAna Example, Bob Sample\nana@example.org, bob@example.org"),
        ["Ana Example <ana@example.org>", "Bob Sample <bob@example.org>"]
    );
    assert_eq!(
        contacts("Contact:\tAna Example\nContact e-mail:\tana@example.org"),
        ["Ana Example <ana@example.org>"]
    );
    // The address of the chairs is nobody's own.
    assert_eq!(
        contacts("Contacts:\tAna Example, Bob Sample\nntp-chairs@example.org"),
        ["Ana Example", "Bob Sample", "ntp-chairs@example.org"]
    );
    let read = headed("To:\tExample Council, represented by Ana Example (ana@example.org)", "");
    assert_eq!(
        (read.to, names(&read.to_contacts)),
        (vec!["Example Council".to_owned()], vec!["Ana Example <ana@example.org>".to_owned()])
    );
    let read = headed("To:\tNTP (Ana Example <ana@example.org>, Bob Sample <bob@example.org>)", "");
    assert_eq!(read.to, ["NTP"]);
    assert_eq!(read.to_contacts.len(), 2);
}

#[test]
fn whoever_writes_in_an_office_stands_for_the_body_and_who_gets_a_copy_does_not() {
    let read =
        headed("To:\tIETF NTP WG\nCc:\tSecretary, IEEE 802\nArea Director, IETF Routing Area", "");
    assert_eq!(read.cc, ["Secretary, IEEE 802", "Area Director, IETF Routing Area"]);
    let read = headed("From:\tChairman, JCA-Clocks and SC&C\nTo:\tIETF NTP WG; CC: ITU-T SG15", "");
    assert_eq!(
        (read.from, read.to),
        (vec!["JCA-Clocks and SC&C".to_owned()], vec!["IETF NTP WG".to_owned()])
    );
    assert_eq!(read.cc, ["ITU-T SG15"]);
    // Somebody who gets a copy is kept with the office, and stands for nobody.
    let read = headed(
        "To:\tIETF NTP WG\nCc:\tAna Example, IETF liaison manager for the Example Forum",
        "",
    );
    assert_eq!(read.cc, ["Ana Example, IETF liaison manager for the Example Forum"]);
}

#[test]
fn a_number_that_no_pattern_knows_is_read_where_a_number_stands() {
    let at_top = |line: &str| {
        let head = format!(
            "{line}\nExample Forum\n\nTitle:\tLiaison on clocks\nTo:\tIETF NTP WG\n\nDear all,\n"
        );
        plain(&head).identifiers
    };
    assert_eq!(at_top("7GAA_A-260033"), ["7GAA_A-260033"]);
    assert_eq!(at_top("57/2801/LS"), ["57/2801/LS"]);
    assert_eq!(at_top("Doc. TG3-1123r2"), ["TG3-1123r2"]);
    assert_eq!(at_top("IMT-2030"), Vec::<String>::new());
    assert_eq!(at_top("www.example.org"), Vec::<String>::new());
    let in_field = |field: &str| headed(&format!("To:\tIETF NTP WG\n{field}"), "").identifiers;
    assert_eq!(in_field("Reference:\tdocument 26-019"), ["26-019"]);
    assert_eq!(in_field("Liaison:\tL00471_002"), ["L00471_002"]);
    assert_eq!(in_field("Document No.:\tUPX#4 Doc 107r1"), ["UPX#4 Doc 107r1"]);
}

#[test]
fn a_deadline_in_the_prose_is_read_in_many_wordings() {
    let deadline =
        |text: &str| headed("To:\tIETF NTP WG", text).deadline.map(|day| day.to_string());
    for text in [
        "Your reply should reach us by 30 April 2026.",
        "The group is requested to answer at the latest on April 30, 2026.",
        "An answer in time for the workshop (i.e. by 30 April 2026) would be best.",
        "A response before our spring meeting (April 30, 2026) would be of help.",
        "Comments are welcome until 30.4.2026.",
        "The ballot closes on 30 April 2026. We would like your comments before that date.",
        "Contributions should be submitted to the office below, by 30 April 2026.",
    ] {
        assert_eq!(deadline(text).as_deref(), Some("2026-04-30"), "{text}");
    }
    for text in [
        "The draft was sent to you by 30 April 2026.",
        "The next meeting is on 30 April 2026.",
        "We therefore ask the group not to approve the draft before 30 April 2026.",
    ] {
        assert_eq!(deadline(text), None, "{text}");
    }
}

#[test]
fn what_the_reader_asked_is_not_asked_of_the_reader() {
    let purpose = |text: &str| headed("To:\tIETF NTP WG", text).purpose;
    assert_eq!(
        purpose("We would be grateful if the group named an expert."),
        Some(Purpose::Action)
    );
    assert_eq!(
        purpose("We are glad to send the report for your information."),
        Some(Purpose::Information)
    );
    assert_eq!(purpose("The clock is for the purpose that your letter asks for."), None);
    assert_eq!(
        headed("To:\tIETF NTP WG\nAction:\tFor information", "").purpose,
        Some(Purpose::Information)
    );
    let ticked = headed("To:\tIETF NTP WG\nFor:\tX Information ☐ Action ☐ Decision", "");
    assert_eq!(ticked.purpose_as_written, "Information");
}

#[test]
fn who_passes_a_letter_on_does_not_write_it() {
    let letter = document(
        b"LIAISON STATEMENT\nSource:\tITU-T SG13\nTitle:\tLS on clocks\nTo:\tIETF NTP WG\nFor:\tInformation\n",
        "letter.txt",
    );
    let envelope = Envelope {
        subject: "Fwd: LS on clocks".to_owned(),
        from: Mailbox::new("Cleo Passing", "cleo@example.com").ok(),
        to: Mailbox::new("", "statements@example.com").ok().into_iter().collect(),
        text: "Please record this.\n\n---------- Forwarded message ---------\nFrom: Ana Example <ana@example.org>\n\
               Date: Tue, 4 Nov 2025 at 16:21\nSubject: LS on clocks\nTo: Cleo Passing <cleo@example.com>\n\nSee the file.\n"
            .to_owned(),
        ..Envelope::default()
    };
    let file = letters::reading::Enclosure {
        name: "ls.txt".to_owned(),
        format: "text".to_owned(),
        document: letter,
    };
    let (read, _) = read_message(&envelope, &[file]).remove(0);
    assert_eq!(names(&read.contacts), ["Ana Example <ana@example.org>"]);
    // Who passes it on adds nobody; the letter names no people, so those count whom the message within it reached.
    assert_eq!(read.to, ["IETF NTP WG"]);
    assert_eq!(names(&read.to_contacts), ["Cleo Passing <cleo@example.com>"]);
}

#[test]
fn what_only_invites_or_goes_to_everybody_is_no_statement() {
    let invitation = plain(
        "ITU-T Study Group 13\nTo: Sector Members\nSubject: Meeting of Study Group 13; Geneva, 7-18 July 2025\n\
         Dear Sir,\nIt is my pleasure to invite you to attend the next meeting.\nYours faithfully,\nAna Example\n",
    );
    assert!(!invitation.is_statement, "{:?}", invitation.reasons);
    let news = plain(
        "W3C weekly\n\nTo: subscribers\n\nSubject: news\n\nThe liaison with OGC was renewed.\n",
    );
    assert!(!news.is_statement, "{:?}", news.reasons);
}

#[test]
fn an_open_letter_and_a_first_sentence_say_who_writes_to_whom() {
    let open = plain(
        "3 November 1999\n\nAn Open Letter to the Example Forum\n\nThe plan is a good one.\n\nSincerely,\n\nAna Example\nChair, IAB.\n",
    );
    assert!(open.is_statement, "{:?}", open.reasons);
    assert_eq!(
        (open.from.join(";"), open.to.join(";")),
        ("IAB".to_owned(), "Example Forum".to_owned())
    );
    assert_eq!(open.subject.as_deref(), Some("An Open Letter to the Example Forum"));
    let bare =
        plain("The IAB thanks IEEE 802.1 for its letter.\nNothing speaks against the plan.\n");
    assert!(bare.is_statement, "{:?}", bare.reasons);
    assert_eq!(
        (bare.from.join(";"), bare.to.join(";")),
        ("IAB".to_owned(), "IEEE 802.1".to_owned())
    );
}

#[test]
fn a_file_of_ieee_802_has_the_number_that_its_pages_have() {
    let mut read = plain("November 2007\tdoc.: IEEE 802.11-07/2911r0\n\nLiaison to the IETF\n");
    read.add_number("11-07-2911-00-000u", "11-07-2911-00-000u-clocks.doc");
    assert_eq!(read.identifiers, ["IEEE 802.11-07/2911r0"]);
    read.add_number("11-07-3000-00-000u", "11-07-3000-00-000u-clocks.doc");
    assert_eq!(read.identifiers, ["IEEE 802.11-07/2911r0", "11-07-3000-00-000u"]);
}
