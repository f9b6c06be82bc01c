//! Forms of letters that several organizations share: numbered rows, labels in two languages, people side by side.

use letters::reading::{Person, Reading};
use rules::Purpose;

use crate::reading_layouts::{paragraph, table};
use crate::reading_wordings::{plain, read, word};
use crate::support::document;

fn names(people: &[Person]) -> Vec<String> {
    people.iter().map(ToString::to_string).collect()
}

/// A letter whose text asks in these words.
fn asks(words: &str) -> Reading {
    plain(&format!(
        "Liaison statement\n\nTitle:\tOn clocks\nFrom:\tExample Forum\nTo:\tIETF NTP WG\nDate:\t3 May 2024\n\nDear colleagues,\n\n{words}\n"
    ))
}

#[test]
fn a_form_may_number_its_rows_in_a_column_of_their_own() {
    let rows: &[&[&str]] = &[
        &["1", "Title", "Clocks in cars"],
        &["2", "From (committee)", "Example Forum"],
        &["3", "To (committee / organization)", "IETF NTP WG"],
        &["4", "Purpose", "☐ For action¶☒ For information"],
        &["5", "Date", "2024-05-03"],
    ];
    let read = word(&[paragraph("Liaison statement"), table(rows), paragraph("Clocks differ.")]);
    assert!(read.is_statement, "{:?}", read.reasons);
    assert_eq!(
        (read.from, read.to),
        (vec!["Example Forum".to_owned()], vec!["IETF NTP WG".to_owned()])
    );
    assert_eq!(read.purpose, Some(Purpose::Information));
    // A first column of figures that stand before no label is one of values.
    let other: &[&[&str]] = &[&["1", "12 ms", "Clock A"], &["2", "14 ms", "Clock B"]];
    let read = word(&[paragraph("Liaison statement"), table(other), paragraph("Clocks differ.")]);
    assert_eq!((read.from.len(), read.to.len()), (0, 0));
}

#[test]
fn a_label_may_stand_in_two_scripts() {
    let read = plain(
        "联络函 Liaison Statement\n\n编号 No.：\tEX-LS-2024-026\n发自 From：\tExample Forum\n发往 To：\tIETF NTP WG\n\
         主题 Subject：\tClocks in cars\n截止日期 Deadline：\t2024年12月15日\n\nDear colleagues,\n\nClocks differ.\n",
    );
    assert_eq!(read.subject.as_deref(), Some("Clocks in cars"));
    assert_eq!(
        (read.from, read.to),
        (vec!["Example Forum".to_owned()], vec!["IETF NTP WG".to_owned()])
    );
    assert_eq!(read.deadline.map(|day| day.to_string()).as_deref(), Some("2024-12-15"));
    assert_eq!(read.identifiers, ["EX-LS-2024-026"]);
}

#[test]
fn who_signs_side_by_side_is_whom_to_ask_each_with_what_stands_below() {
    let signed: &[&[&str]] = &[
        &["Ana Example", "Bob Sample"],
        &["Chair, Example Forum", "Secretary, Example Forum"],
        &["ana@example.org", "bob@example.net"],
    ];
    let read = word(&[
        paragraph("Subject: Liaison on clocks"),
        paragraph("To: IETF NTP WG"),
        paragraph("Dear colleagues,"),
        paragraph(
            "Clocks differ, as the Forum found in the spring, and it would like to hear of yours.",
        ),
        paragraph("Kind regards,"),
        table(signed),
    ]);
    assert_eq!(
        names(&read.contacts),
        ["Ana Example <ana@example.org>", "Bob Sample <bob@example.net>"]
    );
    assert_eq!(read.from, ["Example Forum"]);
    let row = plain(
        "Subject: Liaison on clocks\nTo: IETF NTP WG\n\nDear colleagues,\n\nClocks differ, as we found in the spring.\n\n\
         Ana Example, Bob Sample, Cy Specimen\nchairs of the Example Forum\n",
    );
    assert_eq!(names(&row.contacts), ["Ana Example", "Bob Sample", "Cy Specimen"]);
}

#[test]
fn a_day_for_the_answer_is_read_from_more_ways_to_say_it() {
    let deadline = |words: &str| asks(words).deadline.map(|day| day.to_string());
    for words in [
        "The deadline is 1600 hours UTC, 12 July 2024.",
        "The Forum would like to learn by July 12th, 2024 whether this is so.",
        "We would like to be told by the closing plenary, i.e. 12 July 2024, whether this is so.",
        "The draft is at https://example.org/clocks and is open until 12 July 2024.",
        "Comments that are sent before the ballot closes on 12 July 2024 are welcome.",
        "An answer prior to the next meeting of the Forum, which begins July 12, 2024, would be appreciated.",
        "The draft ends on 12 July 2024. You are invited to comment by the above date.",
    ] {
        assert_eq!(deadline(words).as_deref(), Some("2024-07-12"), "{words}");
    }
    for words in
        ["The next meeting starts on 12 July 2024.", "The shop is open until 12 July 2024."]
    {
        assert_eq!(deadline(words), None, "{words}");
    }
}

#[test]
fn days_are_written_with_names_of_months_between_hyphens_and_with_gaps() {
    for day in ["2024-May-03", "2024. 5. 3.", "2024.05.03", "3-May-2024"] {
        let read = plain(&format!(
            "Liaison statement\n\nTitle:\tOn clocks\nFrom:\tExample Forum\nTo:\tIETF NTP WG\nDate:\t{day}\n\nClocks differ.\n"
        ));
        assert_eq!(read.date.map(|day| day.to_string()).as_deref(), Some("2024-05-03"), "{day}");
    }
}

#[test]
fn a_subject_may_stand_below_the_greeting_or_apart_above_it() {
    let below = plain(
        "Example Forum\n\nTo: IETF NTP WG\nDate: 3 May 2024\n\nDear colleagues,\n\nRE: Liaison on the drift of clocks\n\nClocks differ.\n",
    );
    assert_eq!(below.subject.as_deref(), Some("Liaison on the drift of clocks"));
    let above = plain(
        "Example Forum\n\n3 May 2024\n\nIETF NTP Working Group\nAttn.: Ms Ana Example, chair\n\n\
         Statement of the Example Forum on the drift of clocks\n\nDear Ms Example,\n\nClocks differ.\n",
    );
    assert_eq!(
        above.subject.as_deref(),
        Some("Statement of the Example Forum on the drift of clocks")
    );
    assert_eq!(above.to, ["IETF NTP Working Group"]);
    // The last line of an address is none.
    let address = plain(
        "Example Forum\n\n3 May 2024\n\nAna Example\nChair of the IETF NTP Working Group\n\nDear Ana,\n\nClocks differ.\n",
    );
    assert_eq!(address.subject, None);
}

#[test]
fn copies_below_the_text_need_no_colon_where_all_are_bodies() {
    let cc =
        |line: &str| asks(&format!("Clocks differ.\n\nKind regards,\nAna Example\n\n{line}")).cc;
    assert_eq!(cc("cc IEEE 802, IESG"), ["IEEE 802", "IESG"]);
    assert_eq!(cc("c: IESG"), ["IESG"]);
    assert_eq!(cc("CC members of the group are welcome."), Vec::<String>::new());
}

#[test]
fn questions_and_replies_go_where_the_text_sends_them() {
    let read = asks(
        "Questions may be sent to clocks-office at example dot org.\n\nKind regards,\nAna Example\nChair, Example Forum",
    );
    assert_eq!(names(&read.contacts), ["clocks-office@example.org"]);
    let read = asks(
        "Comments are welcome and should be sent to Bob Sample, Forum manager, at bob@example.org.",
    );
    assert_eq!(names(&read.send_reply_to), ["Bob Sample <bob@example.org>"]);
    let read = asks(
        "We would like to have your view. Please send it to the chair, Ana Example, at ana@example.org.",
    );
    assert_eq!(names(&read.send_reply_to), ["Ana Example <ana@example.org>"]);
    let told = asks("Bob Sample sent the figures to Ana Example at ana@example.org.");
    assert_eq!(names(&told.send_reply_to), Vec::<String>::new());
}

#[test]
fn what_is_wanted_may_stand_before_the_names_of_addressees() {
    let rows: &[&[&str]] = &[
        &["Source:", "Example Forum"],
        &["Title:", "Clocks in cars"],
        &["To:", "Action: Example WG; Information: ITU-T SG 9, IETF NTP WG"],
    ];
    let read = word(&[paragraph("Liaison statement"), table(rows), paragraph("Clocks differ.")]);
    assert_eq!(read.to, ["Example WG", "ITU-T SG 9", "IETF NTP WG"]);
    let wanted: Vec<(&str, &str)> =
        read.addressees.iter().map(|one| (one.name.as_str(), one.purpose.as_str())).collect();
    assert_eq!(
        wanted,
        [("Example WG", "action"), ("ITU-T SG 9", "information"), ("IETF NTP WG", "information")]
    );
}

#[test]
fn the_address_behind_a_name_is_that_of_its_link() {
    let page = "<html><body><h1>Liaison statement</h1><table><tr><td>From:</td><td>Example Forum</td></tr>\
        <tr><td>To:</td><td>IETF NTP WG</td></tr><tr><td>Title:</td><td>Clocks in cars</td></tr>\
        <tr><td>Contact:</td><td><a href=\"mailto:ana@example.org?subject=Clocks\">Ana Example</a></td></tr></table>\
        <p>Clocks differ.</p></body></html>";
    let read = read(&document(page.as_bytes(), "letter.html"));
    assert_eq!(names(&read.contacts), ["Ana Example <ana@example.org>"]);
}

#[test]
fn an_address_with_somebodys_name_in_it_is_theirs_wherever_it_stands() {
    let secretariat = "Example TC 6 Secretariat: Ms Ana Example, Example Standards\nTelephone: +1 555 0100; E-mail:\nana.example@example.org";
    let letter = |addresses: &str| {
        plain(&format!(
            "Liaison statement\n\n{addresses}\n\nFrom: Example Forum\nTo: IETF NTP WG\nSubject: Clocks\n\nDear colleagues,\n\nClocks differ.\n\n\
             Kind regards,\nAna Example\nSecretary\n"
        ))
    };
    assert_eq!(names(&letter(secretariat).contacts), ["Ana Example <ana.example@example.org>"]);
    // Of two that could be hers neither is taken.
    let two = format!("{secretariat}\nArchive: example-list@example.net");
    assert_eq!(names(&letter(&two).contacts), ["Ana Example"]);
}
