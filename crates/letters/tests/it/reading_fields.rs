//! One field at a time, in each of the ways in which people write it.

use letters::reading::{Addressee, Field, Hints, Reading, read_letter};
use rules::Purpose;

use crate::reading_wordings::plain;
use crate::support::document;

/// Reads a letter whose head has these further lines, and whose text is this.
fn letter(head: &str, text: &str) -> Reading {
    let letter = format!(
        "LIAISON STATEMENT\n\nSource:\tExample Forum\nTitle:\tOn clocks\n{head}\n\nDear colleagues,\n\n{text}\n\nKind regards,\n"
    );
    read_letter(&document(letter.as_bytes(), "letter.txt"), &Hints::default())
}

/// Reads a letter of 3GPP with this head and this text.
fn letter_of_3gpp(head: &str, text: &str) -> Reading {
    let letter = format!(
        "3GPP TSG RAN WG2 Meeting #128\tR2-2411111\nOrlando, USA, 18 - 22 November 2024\n\nTitle:\tLS on clocks\n{head}\n\
         Source:\tRAN2\nTo:\tRAN4\n\n1. Overall Description:\nRAN2 has discussed clocks.\n\n{text}\n"
    );
    read_letter(&document(letter.as_bytes(), "letter.txt"), &Hints::default())
}

fn date(written: &str) -> String {
    letter(&format!("Date:\t{written}"), "").date.map(|day| day.to_string()).unwrap_or_default()
}

#[test]
fn a_date_is_read_however_it_is_written() {
    let written = [
        ("2024-03-05", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("5th March, 2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("Mar. 5th 2024", "2024-03-05"),
        ("Tuesday, 5 March 2024", "2024-03-05"),
        ("05-Mar-2024", "2024-03-05"),
        ("5.3.2024", "2024-03-05"),
        ("31/03/2024", "2024-03-31"),
        ("02/10/2019", "2019-10-02"),
        ("2024/03/05", "2024-03-05"),
        ("5 mars 2024", "2024-03-05"),
        ("5. März 2024", "2024-03-05"),
        ("29 February 2024", "2024-02-29"),
        // Of several days the last: a letter is written when the meeting ends.
        ("4-15 March 2024", "2024-03-15"),
        ("29 February - 1 March 2024", "2024-03-01"),
    ];
    let read: Vec<(&str, String)> =
        written.iter().map(|(words, _)| (*words, date(words))).collect();
    let expected = written.map(|(words, day)| (words, day.to_owned()));
    assert_eq!(read, expected);
}

#[test]
fn what_is_no_day_is_no_date() {
    for words in [
        "March 2024",
        "mid-March 2024",
        "2024",
        "31 February 2024",
        "2024-13-01",
        "5 March",
        "tbd",
        "-",
    ] {
        assert_eq!(date(words), "", "{words}");
    }
}

#[test]
fn a_date_whose_day_could_be_its_month_is_doubted() {
    let doubts = |written: &str| {
        let reading = letter(&format!("Date:\t{written}"), "");
        reading
            .evidence_of(Field::Date)
            .iter()
            .filter_map(|one| one.doubt.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(doubts("02/10/2019"), ["Day and month could be the other way round."]);
    assert_eq!(doubts("31/03/2024"), [""; 0]);
    assert_eq!(doubts("2 October 2019"), [""; 0]);
}

#[test]
fn an_address_that_is_written_in_words_is_restored_and_says_so() {
    let written = [
        ("Wilma Example, wilma@example.org", "Wilma Example <wilma@example.org>", false),
        ("Wilma Example <wilma@example.org>", "Wilma Example <wilma@example.org>", false),
        ("Wilma Example (wilma@example.org)", "Wilma Example <wilma@example.org>", false),
        ("Wilma Example, mailto:wilma@example.org", "Wilma Example <wilma@example.org>", false),
        ("Wilma Example, wilma at example dot org", "Wilma Example <wilma@example.org>", true),
        ("Wilma Example, wilma.x (at) example.org", "Wilma Example <wilma.x@example.org>", true),
        ("Wilma Example, wilma [at] example [dot] org", "Wilma Example <wilma@example.org>", true),
        ("Wilma Example, wilma_AT_example.org", "Wilma Example <wilma@example.org>", true),
        ("wilma@example.org", "wilma@example.org", false),
        ("Ms Wilma Example", "Wilma Example", false),
    ];
    for (words, expected, is_restored) in written {
        let reading = letter(&format!("Contact:\t{words}"), "");
        let people: Vec<String> = reading.contacts.iter().map(ToString::to_string).collect();
        assert_eq!(people, [expected], "{words}");
        let says_so = reading.evidence_of(Field::Contacts).iter().any(|one| one.doubt.is_some());
        assert_eq!(says_so, is_restored, "{words}");
    }
}

#[test]
fn a_deadline_stands_in_a_field_or_in_the_text() {
    let deadline = |head: &str, text: &str| {
        let reading = letter(head, text);
        let doubted = reading.evidence_of(Field::Deadline).iter().any(|one| one.doubt.is_some());
        (
            reading.deadline.map(|day| day.to_string()).unwrap_or_default(),
            reading.deadline_as_written,
            doubted,
        )
    };
    let day = |day: &str, words: &str, doubted| (day.to_owned(), words.to_owned(), doubted);
    assert_eq!(deadline("Deadline:\t15 October 2026", ""), day("2026-10-15", "", false));
    assert_eq!(deadline("Please reply by:\t2026-10-15", ""), day("2026-10-15", "", false));
    assert_eq!(
        deadline("For:\tAction (deadline: 15 October 2026)", ""),
        day("2026-10-15", "", false)
    );
    assert_eq!(deadline("Deadline:\tASAP", ""), day("", "ASAP", true));
    assert_eq!(deadline("Deadline:\tmid-May 2007", ""), day("", "mid-May 2007", true));
    assert_eq!(deadline("Deadline:\t-", "Please reply by 15 October 2026."), day("", "", false));
    for asks in [
        "We would appreciate your reply by 15 October 2026.",
        "Please send comments no later than October 15, 2026.",
        "We kindly ask for your feedback before 15 October 2026.",
        "Your views, by the end of 15 October 2026, would be welcome: answer before Thursday, 15 October 2026.",
    ] {
        assert_eq!(deadline("", asks), day("2026-10-15", "", true), "{asks}");
    }
    for tells in [
        "We thank you for your reply of 15 October 2026.",
        "Your reply was received before 15 October 2026.",
        "Our next meeting is on 15 October 2026.",
        "Please reply before our next meeting, which is 12 to 16 October 2026.",
        "The Recommendation was approved by 15 October 2026.",
    ] {
        assert_eq!(deadline("", tells), day("", "", false), "{tells}");
    }
}

#[test]
fn a_purpose_is_one_of_three_and_comment_is_action_where_a_day_is_set() {
    let purpose = |head: &str| {
        let reading = letter(head, "It is noon.");
        (reading.purpose, reading.purpose_as_written)
    };
    let is = |purpose, words: &str| (Some(purpose), words.to_owned());
    assert_eq!(purpose("For:\tAction"), is(Purpose::Action, "Action"));
    assert_eq!(purpose("Purpose:\tFor information"), is(Purpose::Information, "For information"));
    assert_eq!(purpose("Purpose:\tIn response"), is(Purpose::Response, "In response"));
    assert_eq!(purpose("For:\tComment"), is(Purpose::Information, "Comment"));
    assert_eq!(
        purpose("For:\tComment\nDeadline:\t15 October 2026"),
        is(Purpose::Action, "Comment")
    );
    assert_eq!(purpose("To:\tIETF"), (None, String::new()));
}

#[test]
fn each_addressee_may_have_a_purpose_of_its_own() {
    let named = |pairs: &[(&str, &str)]| {
        let one = |(name, purpose): &(&str, &str)| Addressee {
            name: (*name).to_owned(),
            purpose: (*purpose).to_owned(),
        };
        pairs.iter().map(one).collect::<Vec<_>>()
    };
    let reading = letter(
        "For action to:\tIETF TICTOC WG\nFor comment to:\t-\nFor information to:\tITU-T SG 13, IEEE 1588",
        "",
    );
    let each = [
        ("IETF TICTOC WG", "action"),
        ("ITU-T SG 13", "information"),
        ("IEEE 1588", "information"),
    ];
    assert_eq!(reading.addressees, named(&each));
    assert_eq!(reading.to, ["IETF TICTOC WG", "ITU-T SG 13", "IEEE 1588"]);
    assert_eq!(reading.purpose, Some(Purpose::Action));
    // The strongest of those to the IETF counts.
    let reading = letter("For action to:\tITU-T SG 13\nFor information to:\tIETF TICTOC WG", "");
    assert_eq!(reading.purpose, Some(Purpose::Information));
    let reading =
        letter("To:\tIETF, ITU-T SG 3\nFor:\tITU-T SG 3 for action; others for information", "");
    assert_eq!(reading.addressees, named(&[("ITU-T SG 3", "action"), ("others", "information")]));
}

#[test]
fn of_3gpp_the_actions_say_what_a_letter_is_for() {
    let purpose = |head: &str, text: &str| letter_of_3gpp(head, text).purpose;
    let actions = "2. Actions:\nTo RAN4 group.\nACTION: RAN2 asks RAN4 to confirm.\n";
    assert_eq!(purpose("", actions), Some(Purpose::Action));
    assert_eq!(purpose("Response to:\tR4-2410101", actions), Some(Purpose::Action));
    let none = "2. Actions:\nNone.\n\n3. Date of Next TSG-RAN WG2 Meetings:\nRAN2#129\t17 - 21 February 2025\tAthens, Greece\n";
    assert_eq!(purpose("Response to:\tR4-2410101", none), Some(Purpose::Response));
    assert_eq!(purpose("", none), Some(Purpose::Information));
    let reading = letter_of_3gpp("Response to:\tR4-2410101", none);
    assert_eq!(reading.in_response_to, ["R4-2410101"]);
    assert_eq!((reading.deadline, reading.identifiers.join(" ").as_str()), (None, "R2-2411111"));
}

#[test]
fn a_list_of_bodies_is_split_where_one_ends_and_not_within_one() {
    let split = |written: &str| letter(&format!("To:\t{written}"), "").to;
    let lists: [(&str, &[&str]); 10] = [
        ("SA2, CT4; RAN3", &["SA2", "CT4", "RAN3"]),
        ("IETF TICTOC and NTP working groups", &["IETF TICTOC and NTP working groups"]),
        ("ITU-T SG 15, Q.10, 12, 14/15", &["ITU-T SG 15, Q.10, 12, 14/15"]),
        ("IETF (DETNET, 6MAN)", &["IETF (DETNET, 6MAN)"]),
        ("ITU-T SG 13 and IEEE 802.1", &["ITU-T SG 13", "IEEE 802.1"]),
        ("IETF Routing Area", &["IETF Routing Area"]),
        (
            "IETF MOPS Working Group, Web and Internet Transport Area (WIT)",
            &["IETF MOPS Working Group, Web and Internet Transport Area (WIT)"],
        ),
        ("IETF TSYNC WG (concluded)", &["IETF TSYNC WG (concluded)"]),
        ("-", &[]),
        ("N/A", &[]),
    ];
    let read: Vec<(&str, Vec<String>)> =
        lists.iter().map(|(written, _)| (*written, split(written))).collect();
    let expected: Vec<(&str, Vec<String>)> = lists
        .iter()
        .map(|(written, names)| (*written, names.iter().map(|&name| name.to_owned()).collect()))
        .collect();
    assert_eq!(read, expected);
}

#[test]
fn numbers_of_documents_are_known_by_their_patterns() {
    let numbers = |name: &str| letters::reading::numbers_of(name);
    assert_eq!(numbers("R2-2411111.docx"), ["R2-2411111"]);
    assert_eq!(numbers("S4aI240158_LS on clocks.zip"), ["S4aI240158"]);
    assert_eq!(numbers("SG15-LS77.docx"), ["SG15-LS77"]);
    assert_eq!(numbers("COM 16 - LS 124 - E.pdf"), ["COM 16 - LS 124 - E"]);
    assert_eq!(numbers("11-09-0718-01-000v-liaison.doc"), ["11-09-0718-01-000v"]);
    assert_eq!(numbers("TP-2025-0123.docx"), ["TP-2025-0123"]);
    for name in ["letter.docx", "2024-03-05 letter.pdf", "draft-ietf-clocks-03.txt", "RFC 2119.txt"]
    {
        assert_eq!(numbers(name), [""; 0], "{name}");
    }
}

#[test]
fn what_a_letter_answers_is_its_number_or_what_it_says_of_it() {
    let answers = |head: &str, text: &str| letter(head, text).in_response_to;
    assert_eq!(answers("In response to:\tSG15-LS77", ""), ["SG15-LS77"]);
    assert_eq!(answers("Response to:\tR2-2506735 / R4-2511898", ""), ["R2-2506735", "R4-2511898"]);
    assert_eq!(answers("Reply to:\tOlga Example, olga@example.org", ""), [""; 0]);
    assert_eq!(
        answers("", "We thank you for your liaison statement COM 16 - LS 124 - E."),
        ["COM 16 - LS 124 - E"]
    );
    let reading =
        letter("Send any reply to:\tISO/IEC JTC 1/SC 29 Secretariat, sc29@example.org", "");
    let people: Vec<String> = reading.send_reply_to.iter().map(ToString::to_string).collect();
    assert_eq!(people, ["ISO/IEC JTC 1/SC 29 Secretariat <sc29@example.org>"]);
    let reading = letter("Reply to:\tOlga Example, olga@example.org", "");
    let people: Vec<String> = reading.send_reply_to.iter().map(ToString::to_string).collect();
    assert_eq!(people, ["Olga Example <olga@example.org>"]);
}

/// A typed form leads the eye from a label to its value with dots.
#[test]
fn dots_lead_from_a_label_to_its_value() {
    let letter = "LIAISON STATEMENT\n\n\
        FROM ............. Example Kiln Federation\n\
        TO ............... IETF TSYNC WG\n\
        CONCERNS ......... Clocks in kilns\n\
        RETURN ADDRESS ..... desk@kiln.example.org\n\n\
        Dear colleagues,\n\nwe send this for your information.\n";
    let read = read_letter(&document(letter.as_bytes(), "letter.txt"), &Hints::default());
    assert_eq!(read.from, ["Example Kiln Federation"]);
    assert_eq!(read.to, ["IETF TSYNC WG"]);
    assert_eq!(read.subject.as_deref(), Some("Clocks in kilns"));
}

#[test]
fn numbers_days_and_files_are_read_as_less_usual_letters_have_them() {
    let read = plain(
        "EXAC                                                EXAC (20) 14\n\nTitle:\tReply LS on clocks\nSource:\tETSI EXAC\n\
         To:\tIETF NTP WG\nStatus:\tThis document was approved by the members of the committee and is sent for information.\n\
         Action:\tComment\n\nDear colleagues,\n\nEXAC thanks the group for the liaison response titled \"Clocks in cars\".\n\
         A reply prior to our next meeting (11-15 May 2015, Exampleville), i.e. until 30 April 2015, will be appreciated.\n\n\
         Kind regards,\nAna Example\n\nEncl. Model of clocks v0.9; clocks.xls\n",
    );
    assert_eq!(read.identifiers, ["EXAC (20) 14"]);
    assert_eq!(read.deadline.map(|day| day.to_string()).as_deref(), Some("2015-04-30"));
    assert_eq!(read.purpose_as_written, "Comment");
    assert_eq!(read.in_response_to, ["liaison response titled \"Clocks in cars\""]);
    assert_eq!(read.attachments, ["Model of clocks v0.9", "clocks.xls"]);
}
