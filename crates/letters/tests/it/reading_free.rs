//! Mails and letters without labels: known by who writes for whom and asks whom, and what only looks like them.

use letters::reading::{Envelope, Reading, read_message};
use rules::Mailbox;

use crate::reading_wordings::plain;

fn message(subject: &str, text: &str) -> Reading {
    let envelope = Envelope {
        subject: subject.to_owned(),
        from: Mailbox::new("Ana Example", "ana@example.org").ok(),
        to: vec![Mailbox::new("Bob Sample", "bob@example.com").expect("an address")],
        text: text.to_owned(),
        ..Envelope::default()
    };
    read_message(&envelope, &[]).remove(0).0
}

const SIGNED: &str = "Kind regards,\nAna Example\nHead, Charts\nExample Chart Union\n";

#[test]
fn a_mail_is_a_letter_if_who_signs_for_a_body_asks_another() {
    let letter = |greeting: &str, text: &str| {
        message("Depth of lakes", &format!("{greeting}\n\n{text}\n\n{SIGNED}"))
    };
    for text in [
        "We would ask that the IETF CORE Working Group refer to the table.",
        "We have attached both tables and request that the IETF CORE Working Group use them.",
        "The Example Chart Union has a question to the IETF CORE Working Group: which table holds?",
    ] {
        let read = letter("Dear Bob,", text);
        assert!(read.is_statement, "{text}: {:?}", read.reasons);
        assert_eq!(read.from, ["Example Chart Union"], "{text}");
        assert_eq!(read.to, ["IETF CORE Working Group"], "{text}");
        assert!(!letter("Dear all,", text).is_statement, "to its own: {text}");
        assert!(!letter("", text).is_statement, "without a greeting: {text}");
    }
    for text in [
        "We were asked by the IETF CORE Working Group for the table.",
        "We invite the IETF CORE Working Group to attend our workshop.",
        "I would like to inform the Example Forum that I come on Tuesday.",
    ] {
        assert!(!letter("Dear Bob,", text).is_statement, "{text}");
    }
}

#[test]
fn an_answer_above_what_it_quotes_is_a_letter_and_remarks_between_the_lines_are_none() {
    let answer = "Dear Bob,\n\nwith respect to your liaison SG12-LS26 the CORE Working Group has the following answer for ITU-T Study Group 12:\nThe table holds.\n\nAna Example\nCORE WG co-chair\n";
    let quoted = "\n> Dear Ana,\n> which table holds?\n";
    for text in [answer.to_owned(), format!("{answer}{quoted}")] {
        let read = message("Re: Liaison on tables", &text);
        assert!(read.is_statement, "{:?}", read.reasons);
        assert_eq!(read.from, ["CORE Working Group"]);
        assert_eq!(read.to, ["ITU-T Study Group 12"]);
        assert_eq!(read.in_response_to, ["SG12-LS26"]);
    }
    let between = format!("> which table holds?\n\n{answer}");
    assert!(!message("Re: Liaison on tables", &between).is_statement);
    let later = "Dear Bob,\n\nthank you for your liaison. The CORE Working Group will discuss it.\n\nAna Example\nCORE WG co-chair\n";
    assert!(!message("Re: Liaison on tables", later).is_statement);
}

#[test]
fn both_sides_that_a_mail_labels_make_a_letter_unless_it_is_shown_for_remarks() {
    let letter = "To: IEEE 802.3 Working Group\n\nFrom: Example Cable Committee\n\nThe committee asks you to name the length of a link.\n\nAna Example\n";
    let passed_on = format!("Bob -\n\nplease pass the letter below on.\n\n{letter}");
    let read = message("Letter on links", &passed_on);
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!(read.from, ["Example Cable Committee"]);
    let shown = format!("Hi,\n\nhere is a draft, comments are welcome.\n\n{letter}");
    assert!(!message("Letter on links", &shown).is_statement);
}

#[test]
fn several_who_sign_beside_each_other_are_each_read_with_their_address() {
    let read = plain(
        "EXAMPLE HARBOUR FORUM\n\nThe Chair\nIETF CORE Working Group\n\nDear Sir or Madam,\n\nWe ask you to name the prefix of buoys.\n\nYours faithfully,\n\nAna Example                    Bob Sample\nChair                          Secretary\nana@example.org                bob@example.org\n",
    );
    let people: Vec<String> = read.contacts.iter().map(ToString::to_string).collect();
    assert_eq!(people, ["Ana Example <ana@example.org>", "Bob Sample <bob@example.org>"]);
}

#[test]
fn what_stays_among_its_own_is_no_statement() {
    for (text, why) in [
        (
            "Example Metrology Union\n\nTo: Administrations of Member States\nSubject: Rivers\n\nDear Sir/Madam,\n\nThe Union asks the Working Party on Rivers for its views.\n\nAna Example\nDirector, Example Metrology Union\n",
            "goes to the members",
        ),
        (
            "Liaison statement to the Example Forum\n\nTo: Example Board\nMoved: Ana Example\nSecond: Bob Sample\n\nMotion to send the liaison statement.\n",
            "a motion",
        ),
        (
            "TO: Example Forum\nRE: The liaison statement on clocks\nDATE: 3 March 2010\n\nIn my opinion it needs no answer.\n",
            "one person thinks",
        ),
    ] {
        let read = plain(text);
        assert!(!read.is_statement, "{text}");
        assert!(read.reasons.join(" ").contains(why), "{:?}", read.reasons);
    }
}

#[test]
fn a_mail_is_a_letter_if_it_answers_or_greets_a_body_or_says_to_whom_it_is_addressed() {
    let letter = |text: &str| message("Depth of lakes", &format!("{text}\n\n{SIGNED}"));
    let answers = letter(
        "Dear Bob,\n\nThank you for the liaison of 3 May from the IETF CORE WG. Both tables hold.",
    );
    assert_eq!((answers.is_statement, answers.to), (true, vec!["IETF CORE WG".to_owned()]));
    let greets = letter(
        "Dear chairs of the IETF CORE WG and of the ITU-T SG 12,\n\nWe would appreciate comments on both tables by 3 June 2024.",
    );
    assert_eq!(greets.to, ["IETF CORE WG", "ITU-T SG 12"]);
    assert!(greets.is_statement, "{:?}", greets.reasons);
    let says = letter("Dear Sirs,\n\nThis letter is addressed to IEEE and ETSI. Both tables hold.");
    assert_eq!(says.to, ["IEEE", "ETSI"]);
    assert!(says.is_statement, "{:?}", says.reasons);
    // A working group of another organization greets one of ours; one of ours writes to ours every day.
    let of = |group: &str| {
        let text = "Dear chairs of the IETF CORE WG,\n\nboth tables hold, and we would like to ask for a review.";
        message("Tables", &format!("{text}\n\nMany thanks,\n\nAna Example\nChair, {group}\n"))
    };
    assert!(of("W3C Charts Working Group").is_statement);
    assert!(!of("IETF CHARTS WG").is_statement);
    // Who thanks for a letter from elsewhere among their own answers nobody.
    let talks =
        letter("Dear all,\n\nwe got the liaison from the IETF CORE WG and should answer it.");
    assert!(!talks.is_statement, "{:?}", talks.reasons);
}

#[test]
fn the_name_of_an_archive_of_a_list_is_no_sender() {
    let read = plain(
        "Example Forum Mailing List Archives\n\nSubject: TC liaison with the Example Board\n\nDear Clocks TC members:\n\n\
         The Example Board has written to all of its liaisons and asks each for a name.\n\nRegards\nAna\n",
    );
    assert_eq!(read.from, Vec::<String>::new());
    assert!(!read.is_statement, "{:?}", read.reasons);
}

#[test]
fn ballots_and_notices_of_systems_are_no_statements() {
    let page = |subject: &str| {
        plain(&format!(
            "From: clocks@example.org\nSent: Thursday, September 19, 2013 8:41 AM\nTo: Example WG notifications\nSubject: {subject}\n\n\
             A document has been added, a liaison statement to IEC TC 65.\n"
        ))
    };
    for subject in [
        "New document uploaded: 15-13-0571 Liaison response to IEC TC 65",
        "+++10 day ballot+++ Liaison communication to ITU-R WP 5A",
    ] {
        let read = page(subject);
        assert!(!read.is_statement, "{subject}: {:?}", read.reasons);
    }
}
