//! Letters in the layouts of the organizations, read whole: each field, and the words that it was read from.

use letters::Document;
use letters::reading::{Envelope, Hints, Reading, read_letter, read_message};
use rules::Mailbox;

use crate::support::{document, docx};

/// Reads a letter that came as plain text.
fn plain(text: &str) -> Reading {
    read(&document(text.as_bytes(), "letter.txt"))
}

fn read(document: &Document) -> Reading {
    let reading = read_letter(document, &Hints::default());
    assert_eq!(wrong_evidence(&reading, document), Vec::<String>::new());
    reading
}

/// Returns what is wrong with the evidence of a reading: fields without any, and words that do not stand where it says.
pub(crate) fn wrong_evidence(reading: &Reading, document: &Document) -> Vec<String> {
    let fields = letters::reading::Field::ALL.into_iter();
    let bare = fields.filter(|&field| {
        reading.is_filled(field) && reading.evidence_of(field).iter().all(|one| one.text.is_empty())
    });
    let bare = bare.map(|field| format!("{} has no evidence", field.name()));
    let all =
        reading.evidence.iter().flat_map(|(field, all)| all.iter().map(move |one| (field, one)));
    let elsewhere = all.filter_map(|(field, one)| {
        let (start, end) = one.at?;
        let there = document.text.get(start..end);
        (there != Some(one.text.as_str()))
            .then(|| format!("{field} says {:?} where {there:?} stands", one.text))
    });
    bare.chain(elsewhere).collect()
}

/// Returns the XML of a paragraph of Word; `⇥` is a tab and `↵` a soft break.
pub(crate) fn paragraph(text: &str) -> String {
    let marks = text.replace('⇥', "</w:t><w:tab/><w:t>").replace('↵', "</w:t><w:br/><w:t>");
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{marks}</w:t></w:r></w:p>")
}

/// Returns the XML of a table of Word: rows of cells, whose paragraphs are parted by `¶`.
pub(crate) fn table(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| {
        let paragraphs: String = text.split('¶').map(paragraph).collect();
        format!("<w:tc>{paragraphs}</w:tc>")
    };
    let row =
        |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

/// Reads a letter in Word, made of these tables and paragraphs.
fn word(parts: &[String]) -> Reading {
    read(&document(&docx(&parts.concat(), &[]), "letter.docx"))
}

#[test]
fn a_3gpp_group_asks_something_of_one_group_and_the_head_is_parted_by_tabs() {
    let lines = [
        "3GPP TSG-SA WG2 Meeting #171⇥S2-2507001",
        "Trondheim, Norway, 13th - 17th October 2025",
        "Title:⇥LS on steering of idle sensors",
        "Release:⇥Rel-20",
        "Work Item:⇥FS_IdleSensors",
        "Source:⇥SA2",
        "To:⇥IETF 6LO WG",
        "Cc:⇥CT4, RAN3",
        "Contact Person:",
        "Name:⇥Wilma Example",
        "E-mail Address:⇥wilma dot example at example dot org",
        "Send any reply LS to:⇥3GPP Liaisons Coordinator, mailto:3GPPLiaison@etsi.org",
        "Attachments:⇥S2-2506990",
        "1. Overall Description:",
        "SA2 studies sensors that sleep for days and wants to reach them through the shortest header there is.",
        "2. Actions:",
        "To 6LO group.",
        "ACTION: SA2 kindly asks 6LO which header compression it recommends.",
        "3. Date of Next TSG-SA WG2 Meetings:",
        "SA2#172⇥17 - 21 November 2025⇥Dallas, US",
    ];
    insta::assert_json_snapshot!(word(&lines.map(paragraph)));
}

#[test]
fn a_3gpp_group_answers_without_asking_anything() {
    insta::assert_json_snapshot!(plain(
        "3GPP TSG RAN WG3 #129\t\t\t\tR3-255555\nBengaluru, India, 25 - 29 August 2025\n\n\
         Title:\tReply LS on time stamps in user plane packets\nReply to:\tLS S2-2504444 on time stamps\n\
         Source:\tRAN3\nTo:\tSA2\nCc:\tIETF TICTOC\n\nContact Person:\tNiklas Example\n\
         E-mail:\tniklas@example.org\n\nAttachments:\tNone\n\n1. Overall Description\n\
         RAN3 thanks SA2 for the question. Time stamps can be carried as they are.\n\n\
         2. Actions\n\n3. Date of Next RAN3 Meetings\nRAN3#129-bis\t13 - 17 October 2025\tPrague\n"
    ));
}

#[test]
fn an_old_itu_t_letter_is_one_table_and_its_template_speaks_in_it() {
    let head: &[&[&str]] = &[
        &["Meeting, date:", "Geneva, 4-15 October 2004"],
        &["Study Group:", "13", "Working Party: 2"],
        &["Source:", "Rapporteur Q.10/13"],
        &["Title:", "Naming of layers in bridged networks"],
        &["LIAISON STATEMENT"],
        &["To:", "IETF L2VPN WG¶ITU-T SG 15"],
        &["Approval:", "Study Group 13 meeting, 15 October 2004"],
        &["For:", "Comment"],
        &["Deadline:", "28 February 2005"],
        &[
            "Contact:",
            "Ingrid Example¶Example Networks¶Norway",
            "Tel: +47 5550 1000¶Email: ingrid@example.org",
        ],
        &[
            "Please don't change the structure of this table, just insert the necessary information.",
        ],
    ];
    insta::assert_json_snapshot!(word(&[
        table(head),
        paragraph(
            "Question 10/13 has named the layers of bridged networks, and asks whether the names suit your drafts."
        ),
    ]));
}

#[test]
fn a_modern_itu_t_letter_has_a_purpose_for_each_addressee_and_several_contacts() {
    let head: &[&[&str]] = &[
        &[
            "INTERNATIONAL TELECOMMUNICATION UNION¶TELECOMMUNICATION STANDARDIZATION SECTOR",
            "SG15-LS77",
        ],
        &["STUDY PERIOD 2025-2028", "Original: English"],
        &["Question(s):", "13/15", "Geneva, 17-28 March 2025"],
        &["Ref.:", "TD88/3"],
        &["Source:", "ITU-T Study Group 15"],
        &["Title:", "LS/o on clocks in pluggable modules [to IETF TICTOC]"],
        &["LIAISON STATEMENT"],
        &["For action to:", "IETF TICTOC WG"],
        &["For comment to:", "-"],
        &["For information to:", "IEEE 1588 WG, ITU-T SG 13"],
        &["Approval:", "ITU-T Study Group 15 meeting (Geneva, 28 March 2025)"],
        &["Deadline:", "30 September 2025"],
        &[
            "Contact:",
            "Olga Example¶Example Telecom¶Poland",
            "Tel: +48 5550 100¶E-mail: olga@example.org",
        ],
        &[
            "Contact:",
            "Paul Example¶Example Clocks¶Canada",
            "Tel: +1 555 0100¶E-mail: paul@example.com",
        ],
        &["Keywords:", "clock; module"],
        &["Abstract:", "Asks how modules that are clocks are managed."],
    ];
    insta::assert_json_snapshot!(word(&[
        table(head),
        paragraph(
            "Question 13/15 studies modules that hold a clock of their own. Which model would you use to manage them?"
        ),
    ]));
}

#[test]
fn a_letter_of_itu_d_has_a_deadline_that_is_no_day() {
    insta::assert_json_snapshot!(plain(
        "QUESTIONS:\t12-3/1\nSOURCE:\tITU-D Study Group 1\nMEETING:\tGeneva, 11-14 September 2007\n\
         SUBJECT:\tReply to the liaison statement from ITU-T SG 3 (2 May 2007) concerning tariffs of rural links\n\
         TO:\tITU-T SG 3, ITU-R WP 5A\nAPPROVAL:\tAgreed at the meeting\n\
         FOR:\tITU-T SG 3 for action; others for information\nDEADLINE:\tReply by mid-May 2008\n\
         CONTACT:\tAmina Example, Rapporteur for Question 12-3/1, amina@example.org\n\n\
         The Rapporteur Group thanks Study Group 3 for its letter. It would be glad of tariffs from more countries.\n"
    ));
}

#[test]
fn a_letter_of_itu_r_is_addressed_by_its_title() {
    insta::assert_json_snapshot!(word(&[
        table(&[
            &["Radiocommunication Study Groups", "Document 5A/777-E¶12 November 2018¶English only"],
            &["Source: Document 5A/TEMP/301(Rev.1)", ""],
        ]),
        paragraph("Working Party 5A"),
        paragraph("LIAISON STATEMENT TO THE IETF (COPY TO WORKING PARTY 5D FOR INFORMATION)"),
        paragraph("Addressing of rail radio equipment"),
        paragraph(
            "Working Party 5A is preparing a Report on rail radio. It asks the IETF to comment on its chapter on addresses."
        ),
        paragraph("Status:⇥For action by 10 May 2019"),
        paragraph("Contact:⇥Pedro Example"),
        paragraph("E-mail:⇥pedro@example.org"),
    ]));
}

#[test]
fn an_ieee_802_letter_says_its_purpose_freely_and_names_people_with_their_offices() {
    insta::assert_json_snapshot!(plain(
        "To: Anita Example, Chair, IETF CAPWAP Working Group (anita@example.org)\n\
         From: Bruno Example, Chair, IEEE 802.11 Working Group (bruno@example.com)\n\
         Cc: Clara Example, IEEE 802 LMSC Chair (clara@example.net)\n\
         Title: Liaison from IEEE 802.11 on the naming of access points\n\
         Purpose: To request a review of section 4\nDate: 18 July 2009\n\nDear Anita,\n\n\
         IEEE 802.11 thanks you for the draft, and asks the working group to review section 4 by 1 October 2009.\n\n\
         Best regards,\nBruno Example\nChair, IEEE 802.11 Working Group\n"
    ));
}

#[test]
fn a_cover_of_sc_29_has_labels_without_colons() {
    let head: &[&[&str]] = &[
        &["ISO/IEC JTC 1/SC 29 N 19191"],
        &["DATE:", "2021-07-19"],
        &["DOC. TYPE", "Liaison statement"],
        &["TITLE", "Liaison statement to the IETF on carriage of point clouds"],
        &["SOURCE", "ISO/IEC JTC 1/SC 29/WG 3"],
        &["STATUS", "For comment [Requested action: reply by 2021-10-01]"],
        &["DISTRIBUTION", "P, O and L Members"],
        &["NO. OF PAGES", "2"],
    ];
    insta::assert_json_snapshot!(word(&[
        table(head),
        paragraph("Address reply to: ISO/IEC JTC 1/SC 29 Secretariat, secretariat@example.org"),
        paragraph(
            "WG 3 informs the IETF that it began work on the carriage of point clouds over RTP, and would welcome comments."
        ),
    ]));
}

#[test]
fn a_onem2m_letter_has_a_cover_table() {
    let head: &[&[&str]] = &[
        &["LIAISON STATEMENT"],
        &["To:", "IETF CoRE WG"],
        &["CC:", "IETF ACE WG"],
        &["From:", "oneM2M Technical Plenary"],
        &["Subject:", "LS on content formats of containers"],
        &["Document number:", "TP-2025-0123"],
        &["Date:", "2025-02-20"],
        &["For:", "Action"],
        &["Reply by:", "2025-06-01"],
        &["Contact:", "Rosa Example, rosa@example.org"],
    ];
    insta::assert_json_snapshot!(word(&[
        table(head),
        paragraph(
            "oneM2M would like to register content formats for containers, and asks CoRE how to go about it."
        ),
    ]));
}

#[test]
fn a_letter_of_our_own_holds_its_head_in_one_paragraph_and_has_no_label_for_its_subject() {
    let head = "Liaison Statement↵To: 3GPP SA WG6↵For Information↵Source: IETF MOPS Working Group, Web and Internet \
        Transport Area (WIT)↵IETF Contact person: Sam Example &lt;sam@example.org&gt;↵Date: 9 January 2026";
    insta::assert_json_snapshot!(word(&[
        paragraph(head),
        paragraph("Media operations over moving networks"),
        paragraph(
            "The MOPS working group has begun to describe how media are operated over moving networks. It thanks you for S6-255000."
        ),
        paragraph("Sincerely,↵Sam Example↵MOPS co-chair"),
    ]));
}

fn message(subject: &str, text: &str) -> Reading {
    let envelope = Envelope {
        subject: subject.to_owned(),
        from: Mailbox::parse("Tom Example <tom@example.org>").ok(),
        to: Mailbox::parse("statements@example.com").into_iter().collect(),
        date: "2024-03-05".parse().ok(),
        text: text.to_owned(),
        ..Envelope::default()
    };
    let (reading, document) = read_message(&envelope, &[]).remove(0);
    let document = document.expect("the letter is in the message itself");
    assert_eq!(wrong_evidence(&reading, &document), Vec::<String>::new());
    reading
}

#[test]
fn a_notification_of_the_datatracker_is_read_line_by_line() {
    insta::assert_json_snapshot!(message(
        "New Liaison Statement, \"Codecs for choirs\"",
        "Title: Codecs for choirs\nSubmission Date: 2024-03-04\n\
         URL of the IETF Web page: https://datatracker.ietf.org/liaison/9999/\nPlease reply by 2024-06-15\n\
         From: Tom Example <tom@example.org>\nTo: Uma Example <uma@example.com>\nCc: avtcore@ietf.org\n\
         Response Contact: tom@example.org\nTechnical Contact: Vera Example <vera@example.org>\n\
         Purpose: For action\n\nBody: The choir asks which codec suits a hundred voices.\nAttachments:\n\n    \
         Scores\n    https://example.org/scores.pdf\n"
    ));
}

#[test]
fn a_mail_without_a_head_is_a_letter_by_what_it_says() {
    insta::assert_json_snapshot!(message(
        "[BBF-LS] Liaison to the IETF BESS WG: pseudowires in the access",
        "Dear IETF BESS chairs,\n\nThe Broadband Forum's Access and Transport Architecture Work Area is revising a report on \
         pseudowires in access networks. We ask the BESS working group to send comments on our list of open points by \
         14 June 2024.\n\nYours sincerely,\n\nTom Example\nChair, Access and Transport Architecture Work Area\nBroadband Forum\n"
    ));
}

#[test]
fn what_only_looks_like_a_letter_says_why_it_is_none() {
    let letters = [
        "3GPP TSG-SA WG2 #171\tS2-2507002\n\nCHANGE REQUEST\n\nTitle:\tCorrection of idle sensors\nSource:\tExample\n",
        "Agenda of the IETF TICTOC session\n\n1. Note well\n2. LS from SG15\n3. Any other business\n",
        "Report of the liaison officer\nSource: Wilma Example\n\nThree liaison statements were received.\n",
    ];
    let reasons = letters.map(|letter| {
        let reading = plain(letter);
        assert!(!reading.is_statement, "{reading:#?}");
        reading.reasons
    });
    insta::assert_json_snapshot!(reasons);
}
