//! Titles, names and lists that a page breaks, and names in parts (BOD-1, CON-1).

use letters::Limits;
use letters::reading::{Reading, numbers_of};

use crate::reading_layouts::{paragraph, table};
use crate::reading_wordings::{plain, read, word};
use crate::support::laid_out;

/// A letter as a page lays it out, with these lines in its head.
fn page(head: &str) -> Reading {
    let text = format!(
        "                     Example Forum\n\nLiaison Statement\n{head}\n\nDear colleagues,\n\n\
         The Forum has found that the clocks of its members differ by more than their data sheets say, and that\n\
         nobody had noticed. It has begun a project to compare them, which is to end before the next summer.\n\n\
         Kind regards,\nAna Example\n"
    );
    read(&laid_out(&text, &Limits::default()))
}

/// A letter with these lines in its head.
fn letter(head: &str) -> Reading {
    plain(&format!(
        "Liaison statement\n\n{head}\nTitle:\tOn clocks\n\nDear colleagues,\n\nClocks differ.\n"
    ))
}

#[test]
fn a_title_goes_on_where_a_page_has_no_room_for_it() {
    let read = page(
        "Title           : Liaison statement on the new work item \"Requirements for the\nremote setting of clocks in cars\"\n\
         From            : Example Forum\nTo              : IETF NTP WG\nDate            : 3 May 2024",
    );
    assert_eq!(
        read.subject.as_deref(),
        Some(
            "Liaison statement on the new work item \"Requirements for the remote setting of clocks in cars\""
        )
    );
    // What stands below with a label of its own, or is who writes, is no part of it.
    let read = page(
        "Title           : Clocks in cars\nFrom            : Example Forum\nTo              : IETF NTP WG\n\
         Date            : 3 May 2024",
    );
    assert_eq!(read.subject.as_deref(), Some("Clocks in cars"));
}

#[test]
fn an_organization_and_its_part_are_one_name_in_either_order() {
    let to = |names: &str| letter(&format!("From:\tExample Forum\nTo:\t{names}")).to;
    let whole = [
        "Internet Engineering Task Force (IETF), Clocks Working Group",
        "Clocks Working Group, IETF",
        "EXDEV Devices, Inc. - Clocks Task Group",
    ];
    for name in whole {
        assert_eq!(to(name), [name]);
    }
    assert_eq!(to("IETF NTP WG, IEEE 802.1"), ["IETF NTP WG", "IEEE 802.1"]);
    let copies = letter(
        "From:\tExample Forum\nTo:\tIETF NTP WG\nCc:\tExample Alliance (EXA), Bells Working Group; ETSI",
    );
    assert_eq!(copies.cc, ["Example Alliance (EXA), Bells Working Group", "ETSI"]);
}

#[test]
fn a_name_is_whole_with_its_brackets_and_a_group_behind_them_is_nobody() {
    let kind = letter("From:\tClock Drift Protocol (CDP) WG\nTo:\tIETF NTP WG");
    assert_eq!(
        (kind.from.join(" | "), kind.contacts.len()),
        ("Clock Drift Protocol (CDP) WG".to_owned(), 0)
    );
    let said = plain(
        "3 May 2024\n\nIETF NTP Working Group\n\nRE: Liaison on clocks\n\nDear colleagues,\n\n\
         On behalf of the Example Clocks Work Group (formerly Bells, EBWG) I am writing to tell you that clocks differ.\n\n\
         Kind regards,\nAna Example\n",
    );
    assert_eq!(said.from, ["Example Clocks Work Group"]);
}

#[test]
fn what_somebody_is_may_stand_in_brackets_on_a_line_below() {
    let rows: &[&[&str]] = &[
        &["Title", "On clocks"],
        &["From", "Example Forum"],
        &["To", "IETF NTP WG"],
        &["Cc", "ETSI; Ana Example¶(Example staff contact)"],
    ];
    let read = word(&[paragraph("Liaison statement"), table(rows), paragraph("Clocks differ.")]);
    // It is not somebody else.
    assert_eq!(read.cc, ["ETSI", "Ana Example (Example staff contact)"]);
}

#[test]
fn what_is_attached_may_be_broken_by_the_page_or_only_be_said_to_be_there() {
    let read = page(
        "Title           : Clocks in cars\nFrom            : Example Forum\nTo              : IETF NTP WG\n\
         Attachments     : Example-Clocks-Architecture-and-Programming-Model-\n                  0.9R1.pdf\n\
         Date            : 3 May 2024",
    );
    assert_eq!(read.attachments, ["Example-Clocks-Architecture-and-Programming-Model-0.9R1.pdf"]);
    let said = plain(
        "Liaison statement\n\nTitle:\tOn clocks\nFrom:\tExample Forum\nTo:\tIETF NTP WG\nAttachments:\tas mentioned\n\nDear colleagues,\n\nClocks differ.\n",
    );
    assert_eq!(said.attachments, [""; 0]);
}

#[test]
fn a_letter_may_say_at_its_end_when_it_was_issued() {
    let read = plain(
        "Liaison statement\n\nTitle:\tOn clocks\nFrom:\tExample Forum\nTo:\tIETF NTP WG\n\nDear colleagues,\n\nClocks differ.\n\n\
         Date of issue: 2024-05-03\n",
    );
    assert_eq!(read.date.map(|day| day.to_string()).as_deref(), Some("2024-05-03"));
}

#[test]
fn numbers_of_papers_tell_committee_year_and_revision() {
    for number in ["ERM(24)TG28_079r1", "ESI(24)076a07r2", "LI(24)P39021r1", "TSGR1#7(99)b57"] {
        assert_eq!(numbers_of(&format!("{number} on clocks")), [number]);
    }
}
