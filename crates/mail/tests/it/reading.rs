//! What people and their programs write is read: one fixture each, and all that was read of it.

use insta::assert_snapshot;

use crate::support::{fixture, read, shown};

#[test]
fn a_plain_message_is_read_with_all_its_fields() {
    assert_snapshot!(shown(&read("plain.eml")));
}

#[test]
fn words_that_are_only_in_html_are_read_without_tags() {
    assert_snapshot!(shown(&read("html-only.eml")));
}

#[test]
fn plain_words_come_before_html_and_letters_are_attachments_but_pictures_in_the_html_are_not() {
    let message = read("alternative-and-files.eml");
    assert_snapshot!(shown(&message));
    let letter = message.parts.iter().find(|part| part.path == "3").expect("there is a third part");
    assert_eq!(letter.bytes, b"%PDF-1.7 stands for a letter in PDF");
}

#[test]
fn a_forwarded_message_is_a_part_and_so_are_its_own_parts() {
    let message = read("forwarded.eml");
    assert_snapshot!(shown(&message));
    let carried = message.parts.iter().find(|part| part.is_message).expect("there is a message");
    let inner =
        mail::read(&carried.bytes, &mail::Limits::default()).expect("it can be read by itself");
    assert_eq!(inner.subject, "Statement on time and frequency");
}

#[test]
fn the_parts_of_a_digest_are_messages_without_saying_so() {
    assert_snapshot!(shown(&read("digest.eml")));
}

#[test]
fn names_are_decoded_however_they_were_encoded() {
    assert_snapshot!(shown(&read("encoded-names.eml")));
}

#[test]
fn a_header_in_an_undeclared_character_set_is_still_read() {
    assert_snapshot!(shown(&read("eight-bit-header.eml")));
}

#[test]
fn a_message_that_was_cut_off_is_read_as_far_as_it_goes() {
    assert_snapshot!(shown(&read("cut-off.eml")));
}

#[test]
fn broken_encodings_are_read_as_far_as_they_go_and_said_to_be_broken() {
    let message = read("broken-encodings.eml");
    assert_snapshot!(shown(&message));
    assert_eq!(message.parts[1].bytes, b"%PDF-1.7 padded...");
    assert_eq!(message.parts[2].bytes, b"as it is");
}

#[test]
fn control_characters_and_folders_are_taken_out_of_fields_and_names() {
    assert_snapshot!(shown(&read("nul-and-controls.eml")));
}

#[test]
fn line_ends_of_every_kind_are_line_ends() {
    assert_snapshot!("bare_cr", shown(&read("bare-cr.eml")));
    assert_snapshot!("bare_lf_from_a_pipe", shown(&read("unix-lines.eml")));
}

#[test]
fn what_stands_before_the_header_does_not_hide_it() {
    let bytes = fixture("plain.eml");
    let with_mark = ["\u{feff}\r\n\r\n".as_bytes(), &bytes].concat();
    let message = mail::read(&with_mark, &mail::Limits::default()).expect("it is the same message");
    assert_eq!(message, read("plain.eml"));
}

#[test]
fn words_that_follow_the_header_at_once_are_not_lost() {
    assert_snapshot!(shown(&read("no-empty-line.eml")));
}

#[test]
fn a_container_without_parts_is_read_as_words() {
    assert_snapshot!(shown(&read("no-parts.eml")));
}

#[test]
fn a_bounce_is_automatic_and_is_no_loop_though_it_carries_our_own_message() {
    assert_snapshot!(shown(&read("bounce.eml")));
}

#[test]
fn a_bare_header_is_a_message_without_words() {
    let message =
        mail::read(b"From: ada@example.net", &mail::Limits::default()).expect("it has a sender");
    assert_eq!((message.text.as_str(), message.parts.len()), ("", 1));
}

#[test]
fn paragraphs_rows_and_lines_of_html_stay_apart() {
    let read = |html: &str| {
        let message = format!("From: a@example.net\nContent-Type: text/html\n\n{html}");
        mail::read(message.as_bytes(), &mail::Limits::default()).expect("it has a sender").text
    };
    assert_eq!(read("<p>one</p><p>two<br>lines</p>"), "one\n\ntwo\nlines\n");
    assert_eq!(read("<div>one</div><div><div>two</div></div>three"), "one\ntwo\nthree\n");
    assert_eq!(read("<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>"), "a b\nc\n");
    assert_eq!(
        read("<h1>title</h1>words &lt;a@example.net&gt; &#252;&nbsp;"),
        "title\nwords <a@example.net> ü\n"
    );
    assert_eq!(read("<pre"), "\n");
}

#[test]
fn the_day_of_a_message_is_that_of_its_senders_clock() {
    let days = [
        ("Mon, 4 Nov 2024 18:20:55 -0700", "2024-11-04"),
        ("Tue, 5 Nov 2024 08:20:55 +0900", "2024-11-05"),
        ("Tue, 5 Nov 2024 01:20:55 +0000", "2024-11-05"),
    ];
    for (written, day) in days {
        let bytes = format!("From: ana@example.org\r\nDate: {written}\r\n\r\nWords.\r\n");
        let message = mail::read(bytes.as_bytes(), &mail::Limits::default()).expect("it is whole");
        assert_eq!(message.day.map(|day| day.to_string()).as_deref(), Some(day), "{written}");
    }
}
