//! What is read only where the letter says it, and left empty where it could be something else.

use letters::reading::{Envelope, Person, Reading, read_message};
use rules::{Mailbox, Purpose};

use crate::reading_layouts::{paragraph, table};
use crate::reading_wordings::{plain, read, word};
use crate::support::laid_out;

fn names(people: &[Person]) -> Vec<String> {
    people.iter().map(ToString::to_string).collect()
}

fn message(subject: &str, text: &str) -> Reading {
    let envelope = Envelope {
        subject: subject.to_owned(),
        from: Mailbox::new("Ana Example", "ana@example.org").ok(),
        to: vec![Mailbox::new("", "chairs@example.com").expect("an address")],
        text: text.to_owned(),
        ..Envelope::default()
    };
    read_message(&envelope, &[]).remove(0).0
}

#[test]
fn three_words_with_capitals_are_a_body_where_the_letter_speaks_of_them_as_one() {
    let letter = |from: &str, text: &str| {
        plain(&format!(
            "Liaison letter\n\nFrom: {from}\nTo: IETF 6lo WG\nSubject: Clocks in stores\n\nDear all,\n\n{text}\n"
        ))
    };
    // By what is said of it, by a word in it, by its initials.
    for (from, text) in [
        ("Hazel Rowan Alder", "Hazel Rowan Alder has drafted a profile of clocks."),
        ("Hazel Rowan Alder", "On behalf of Hazel Rowan Alder I ask for your views on clocks."),
        ("Wicker Basket Makers", "Our draft is done."),
        ("Salt Pan Operators", "Our draft is done."),
        ("Little Red Herrings (LRH)", "Our draft is done."),
    ] {
        let read = letter(from, text);
        assert_eq!(read.from, [from], "{text}");
        assert_eq!(names(&read.contacts), Vec::<String>::new());
    }
    let read = letter("Hazel Rowan Alder", "I send you our draft on clocks.");
    assert_eq!(names(&read.contacts), ["Hazel Rowan Alder"]);
}

#[test]
fn a_day_or_a_language_beside_the_sender_is_none_and_its_meeting_is_not_its_name() {
    let read = plain(
        "LIAISON STATEMENT\n\nSOURCE: Example Study Group 4 (GENEVA, 8-26 MARCH 1999)\nTITLE: Clocks\nTO: IETF NTP WG\n\nThe \
         group has written about clocks, and sends what it has written.\n",
    );
    assert_eq!(read.from, ["Example Study Group 4"]);
    let rows: &[&[&str]] = &[
        &["Title", "Clocks"],
        &["Source", "Example WG 2, Convenor (Ana Example)"],
        &["To", "IETF NTP WG"],
        &["From", "14 November 2024¶English only"],
    ];
    assert_eq!(word(&[paragraph("Liaison statement"), table(rows)]).from, ["Example WG 2"]);
}

#[test]
fn labels_may_be_numbered_explained_or_name_the_kind_of_paper() {
    let read = plain(
        "LIAISON STATEMENT\n\n1. Date:               6 June 2018\n2. To (organization):  IETF CDNI WG\n3. To (person):        Bob \
         Sample\n4. From (committee):   Example WG 7\n5. Document number:    EX 1544r1\n6. Title:              Clocks\n7. LS \
         copied to:       ITU-T SG 13\n8. Response date:      31 August 2018\n9. Contact:            Ana Example, \
         ana@example.org\n\nThe group has written about clocks, and sends what it has written.\n",
    );
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!(
        (read.from, read.to),
        (vec!["Example WG 7".to_owned()], vec!["IETF CDNI WG".to_owned()])
    );
    assert_eq!(
        (names(&read.to_contacts), read.cc),
        (vec!["Bob Sample".to_owned()], vec!["ITU-T SG 13".to_owned()])
    );
    assert_eq!(read.identifiers, ["EX 1544r1"]);
    assert_eq!(read.deadline.map(|day| day.to_string()).as_deref(), Some("2018-08-31"));
}

#[test]
fn sections_of_a_text_are_no_fields_though_they_are_numbered() {
    let read = plain(
        "Title:\tLS on clocks\nSource:\tExample WG 7\nTo:\tIETF NTP WG\n\n1. Overall description:\nOur draft is done.\n\n2. \
         Summary:\nIt is about clocks.\n",
    );
    assert_eq!(read.subject.as_deref(), Some("LS on clocks"));
    assert_eq!(read.deadline, None);
}

#[test]
fn labels_may_stand_above_their_values_without_a_colon() {
    let lines = [
        "Liaison statement",
        "From",
        "Example Forum, Clocks Working Group",
        "To",
        "IETF NTP WG",
        "IETF TICTOC WG",
        "Title",
        "Clocks in fields",
        "Date of issue",
        "11 May 2023",
        "Reply by",
        "30 June 2023",
        "The working group has released a specification of clocks, which uses a model of the IETF.",
    ];
    let read = word(&lines.map(paragraph));
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!(read.from, ["Example Forum, Clocks Working Group"]);
    assert_eq!(read.to, ["IETF NTP WG", "IETF TICTOC WG"]);
    assert_eq!(read.subject.as_deref(), Some("Clocks in fields"));
    assert_eq!(read.deadline.map(|day| day.to_string()).as_deref(), Some("2023-06-30"));
}

#[test]
fn names_in_one_column_of_a_page_have_their_offices_in_the_next() {
    let page = "Source:        IEEE 802.3 Working Group\n\
                CC:            Ana Example       Secretary, IEEE-SA Standards Board\n\
                \x20              Bob Sample        Chair, IEEE 802 LMSC\n\
                Subject:       YANG of clocks\n\
                To:            IETF NETMOD WG\n\n\
                Dear Mr Sample,\n\nThe Task Force has finished its ballot.\n";
    let read = read(&laid_out(page, &letters::Limits::default()));
    assert_eq!(
        read.cc,
        ["Ana Example, Secretary, IEEE-SA Standards Board", "Bob Sample, Chair, IEEE 802 LMSC"]
    );
}

#[test]
fn groups_that_share_the_word_for_their_kind_are_one_addressee_over_two_lines() {
    let read = word(&[
        paragraph("Working Party 5A"),
        paragraph("LIAISON STATEMENT TO IETF (COPY TO WORKING PARTIES 5C AND 5D)"),
        paragraph("Clocks in trains"),
        paragraph(
            "Working Party 5A is writing a report on the clocks of trains, and thanks for all help.",
        ),
    ]);
    assert_eq!(
        (read.to, read.cc),
        (vec!["IETF".to_owned()], vec!["WORKING PARTIES 5C AND 5D".to_owned()])
    );
}

#[test]
fn who_is_named_in_the_text_or_signs_without_a_farewell_is_the_contact() {
    let head = "Liaison statement\n\nTo: IETF NTP WG\nFrom: Example Forum\nSubject: Clocks\n\n";
    let text = "Our draft on clocks is done. If there are questions, please contact Ana Example (ana@example.org) of our staff.\n\n\
                Sincerely,\n\nBob Sample\nChair, Example Forum\n";
    assert_eq!(names(&plain(&format!("{head}{text}")).contacts), ["Ana Example <ana@example.org>"]);
    let text = "Our draft on clocks is done, and may be read by everybody who likes them.\n\nAna Example and Bob Sample\nForum co-chairs\n";
    assert_eq!(names(&plain(&format!("{head}{text}")).contacts), ["Ana Example", "Bob Sample"]);
    let text = "Our draft on clocks is done, and may be read.\n\nYours faithfully\np.p. Ana Example\nChairwoman\n";
    assert_eq!(names(&plain(&format!("{head}{text}")).contacts), ["Ana Example"]);
}

#[test]
fn a_response_that_is_requested_is_something_to_do() {
    let rows: &[&[&str]] = &[
        &["Title", "Clocks"],
        &["To", "IETF CoRE"],
        &["Source", "Example WG 7"],
        &["Expected Response", "[ ] None  [x] Response requested by 30 May 2016"],
    ];
    let read = word(&[paragraph("Liaison Statement"), table(rows)]);
    assert_eq!(read.purpose, Some(Purpose::Action));
    assert_eq!(read.deadline.map(|day| day.to_string()).as_deref(), Some("2016-05-30"));
}

#[test]
fn thanks_for_information_do_not_inform() {
    let read = plain(
        "Liaison statement\n\nTo: IETF NTP WG\nFrom: Example Forum\nSubject: Clocks\n\nDear all,\n\nWe thank the group for the \
         information on its clocks.\n",
    );
    assert_eq!((read.purpose, read.purpose_as_written.as_str()), (None, ""));
}

#[test]
fn the_letter_below_a_cover_has_a_subject_of_its_own() {
    let rows: &[&[&str]] = &[
        &["Title", "Cover of a letter on clocks"],
        &["Source", "Bob Sample", "E-mail: bob@example.net"],
        &["Date Submitted", "16 November 2021"],
    ];
    let lines = [
        "To: Carl Sample, chair, IETF 6lo WG",
        "From: Ana Example, Chair, IEEE 802.15 Working Group",
        "Subject: Length of clocks",
        "The IEEE 802.15 Working Group thanks the IETF 6lo Working Group for its question about clocks.",
        "Regards,",
        "Ana Example",
    ];
    let body: Vec<String> =
        [paragraph("IEEE P802.15"), table(rows)].into_iter().chain(lines.map(paragraph)).collect();
    let read = word(&body);
    assert_eq!(read.subject.as_deref(), Some("Length of clocks"));
    assert_eq!(names(&read.technical_contacts), Vec::<String>::new());
}

#[test]
fn the_senders_number_behind_a_subject_and_the_place_in_an_address_are_neither() {
    let read = plain(
        "Example Forum\n\nSan Example, CA 94583\n\nIETF NTP WG\n\nSubject: Clocks of houses (our reference: LIAISE-712)\n\nDear \
         chairs,\n\nThe draft on clocks in houses is done, and this liaison brings it.\n",
    );
    assert_eq!(read.subject.as_deref(), Some("Clocks of houses"));
    assert_eq!(read.to, ["IETF NTP WG"]);
    assert_eq!(names(&read.to_contacts), Vec::<String>::new());
}

#[test]
fn letters_in_french_and_german_say_when_and_from_whom() {
    let french = plain(
        "Union des Écluses et Barrages (UEB)\n4, quai des Mariniers\n\nÀ l’attention de : IETF NETMOD WG\nObjet : Horloges\nRéponse \
         souhaitée avant le : 31 mars 2022\n\nMesdames, Messieurs,\nNous vous prions de nous communiquer vos remarques.\n\n\
         Cordialement\nAna Example\n",
    );
    assert_eq!(french.from, ["Union des Écluses et Barrages (UEB)"]);
    assert_eq!(french.purpose, Some(Purpose::Action));
    assert_eq!(french.deadline.map(|day| day.to_string()).as_deref(), Some("2022-03-31"));
    let german = plain(
        "Bund der Uhrmacher in den Bergen e.V.\n\nAn: IETF NTP WG\nBetreff: Uhren\nAntwort erbeten bis: 31. Januar 2020\n\nSehr \
         geehrte Damen und Herren,\n\nwir bitten um Auskunft.\n\nMit freundlichen Grüßen\nAna Example\n",
    );
    assert_eq!(german.from, ["Bund der Uhrmacher in den Bergen e.V."]);
    assert_eq!(german.deadline.map(|day| day.to_string()).as_deref(), Some("2020-01-31"));
}

#[test]
fn a_mail_whose_subject_says_between_whom_it_is_needs_no_form() {
    let read = message(
        "Example Forum liaison statement to the NTP WG: clocks",
        "Bob and Carl,\n\nthe specification of clocks is out. No action is required of the group.\n\nAna\n",
    );
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!((read.from, read.to), (vec!["Example Forum".to_owned()], vec!["NTP WG".to_owned()]));
    assert_eq!(read.purpose, Some(Purpose::Information));
    let talk = message(
        "Draft Example Forum liaison statement to the NTP WG",
        "Bob, could you read this?\n",
    );
    assert!(!talk.is_statement);
}

#[test]
fn a_mail_that_calls_itself_a_liaison_says_from_whom() {
    let read = message(
        "[liaison] Review of clocks",
        "Dear NTP working group,\n\n(This is a liaison statement from the Example Clocks Working Group.)\n\nWe kindly request your \
         review.\n\nBest regards,\n\nAna Example\nForum Team\n",
    );
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!(read.from, ["Example Clocks Working Group"]);
}

#[test]
fn agendas_and_minutes_are_none_though_they_name_statements() {
    let minutes = plain(
        "NTP interim, 5 May 2021, minutes\nChairs: Ana Example, Bob Sample\nNote taker: Carl Sample\n\n1. Liaisons\n   To: IETF NTP \
         WG - the reply went out.\n   From: Example Forum - LS on clocks, deadline 2021-06-01.\n",
    );
    assert!(!minutes.is_statement, "{:?}", minutes.reasons);
    let rows: &[&[&str]] = &[
        &["AI", "Title", "Source / To"],
        &["4.1", "LS on clocks", "IETF / To: CT4"],
        &["4.2", "Reply LS on clocks", "SA2 / To: CT4, Cc: CT3"],
    ];
    let agenda = word(&[
        paragraph("Source: CT4 Chair"),
        paragraph("Title: Proposed allocation of documents to agenda items"),
        table(rows),
    ]);
    assert!(!agenda.is_statement, "{:?}", agenda.reasons);
}
