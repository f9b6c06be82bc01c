//! What is hard to send: a Word document that not everybody can read, a text of 1 MiB, words from right to left, and characters
//! that no mail may have.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::LETTER;
use crate::house::House;
use crate::outgoing::{ALL_GATES, Play, preview};

/// A file with the form of a Word document in which LibreOffice finds none.
const UNREADABLE: &[u8] = include_bytes!("unreadable.docx");

/// Longer than any page or click here takes on a busy machine, in a build for tests.
const LONGEST: Duration = Duration::from_secs(20);

#[test]
fn what_is_hard_to_send_goes_out_all_the_same_on_sqlite() {
    if let Some(house) = House::build_for_long_work("sqlite") {
        all(&house);
    }
}

#[test]
fn what_is_hard_to_send_goes_out_all_the_same_on_postgresql() {
    if let Some(house) = House::build_for_long_work("postgres") {
        all(&house);
    }
}

fn all(house: &House) {
    let play = Play::begin(house);
    a_word_document_goes_with_a_pdf_of_it(&play);
    a_text_of_a_mebibyte_goes_out_as_it_is(&play);
    house.ends();
}

/// BOD-3: one click makes a PDF beside it; what cannot be read says so; a changed document leaves no stale PDF unnoticed; whoever
/// approves sees what is there and what is not.
fn a_word_document_goes_with_a_pdf_of_it(play: &Play<'_>) {
    let number = play.drafts("anna", "tsync", "etu-sg1", "Clocks in a report");
    let (anna, bo) = (&play.people["anna"], &play.people["bo"]);
    let edit = format!("/statements/{number}/edit");
    let attach = |name: &str, bytes: &[u8]| {
        let form = anna.form(&edit, &edit).choose("file", name, bytes).fill("do", "save");
        anna.sends(&form);
    };
    attach("report.docx", LETTER);
    let wish = anna.form(&edit, &edit).fill("subject", "Clocks in a report of ours");
    let making = anna.sends(&wish.fill("do", "make-pdf-1"));
    assert_eq!(making, format!("/statements/{number}/readable"));
    let draft = anna.page_with(&preview(number), "made by this tool of report.docx</span>");
    assert!(draft.contains("Clocks in a report of ours"), "what was typed is saved: {draft}");
    assert!(!draft.contains("Not everybody can read this"), "{draft}");
    assert_eq!(anna.get(&making).status, 303, "it leads back");

    // Another document takes its place: the PDF is of the one before.
    let removal = anna.form(&edit, &edit).fill("position", "1");
    anna.sends(&removal.to(&format!("/statements/{number}/remove-attachment")));
    attach("report.docx", UNREADABLE);
    let draft = anna.page(&preview(number));
    assert!(draft.contains("was made of report.docx, which does not come with it any more"));
    play.does("anna", number, "submit");
    let asked = bo.page(&preview(number));
    assert!(asked.contains("Files that go out with nothing beside them"), "{asked}");
    let mail = play.post.mail_with("bo@example.org", "Please approve: Clocks in a report");
    assert!(mail.text().contains("nothing beside them that everybody can read"), "{}", mail.text());

    // None can be made of what cannot be read; it says so, and stops nobody.
    play.fills("anna", number, "readable", &[("do", "make"), ("position", "3")]);
    let failed = anna.page_with(&preview(number), "No PDF could be made of report.docx");
    assert!(
        failed.contains("LibreOffice cannot read it. Try again, or save it as a PDF"),
        "{failed}"
    );
    let removal = anna.form(&edit, &edit).fill("position", "3");
    anna.sends(&removal.to(&format!("/statements/{number}/remove-attachment")));
    attach("report.docx", LETTER);
    let mended = bo.page(&preview(number));
    assert!(!mended.contains("Not everybody can read this"), "it is the file of before: {mended}");
    play.opens(number, &ALL_GATES);
    let sent = play.post.mail_with("etu@example.com", "Clocks in a report of ours");
    let files = sent.files();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["report.pdf", "report.docx", "statement.json"]);
    assert_eq!(files[1].1, LETTER);
    assert!(
        words_in(&files[0].1).contains("residence time"),
        "the words of the report are in its PDF"
    );
    assert!(sent.text().contains("report.pdf (made of report.docx)"), "{}", sent.text());
    assert!(play.public(number).contains("made of report.docx"));
}

/// Returns the words of a PDF.
fn words_in(pdf: &[u8]) -> String {
    let place = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(place.path(), pdf).unwrap();
    let read = Command::new("pdftotext").arg(place.path()).arg("-").output().unwrap();
    String::from_utf8(read.stdout).unwrap()
}

/// BOD-1, OUT-9, OUT-11: every page and click is quick, the difference after an approval too, and the mail has each byte of it.
fn a_text_of_a_mebibyte_goes_out_as_it_is(play: &Play<'_>) {
    let number = play.drafts("anna", "tsync", "etu-sg1", "Placeholder");
    let edit = format!("/statements/{number}/edit");
    let anna = &play.people["anna"];
    let quick = |what: &str, begun: Instant| {
        assert!(begun.elapsed() < LONGEST, "{what} took {:?}", begun.elapsed());
    };
    let long = long_text("clocks");
    let begun = Instant::now();
    let form = anna.form(&edit, &edit).fill("text", &long).fill("do", "preview");
    // What no line of mail may have is refused in the subject; words from right to left are not.
    let wrong = form.clone().fill("subject", "Clocks\u{7}\u{0} of\r\nBcc: all@example.com 1 MiB");
    // Where a connection may break, no answer says nothing.
    let status = anna.send(&wrong).map_or(422, |answer| answer.status);
    assert_eq!(status, 422, "it is refused, and nothing typed is lost");
    anna.sends(&form.fill("subject", "שעונים و ساعات of 1 MiB"));
    quick("saving 1 MiB", begun);
    let begun = Instant::now();
    play.does("anna", number, "submit");
    quick("submitting 1 MiB", begun);
    play.does("bo", number, "approve");
    for (what, text) in
        [("one line", long.replacen("clocks", "watches", 1)), ("all", long_text("watches"))]
    {
        let begun = Instant::now();
        let form = anna.form(&edit, &edit).fill("text", &text).fill("do", "preview");
        anna.sends(&form);
        quick(&format!("changing {what} of 1 MiB"), begun);
        let begun = Instant::now();
        let changed = play.people["bo"].page(&preview(number));
        quick("reading the change", begun);
        assert!(changed.contains("What was changed"), "the difference is shown");
    }
    let begun = Instant::now();
    play.opens(number, &ALL_GATES);
    quick("approving and posting 1 MiB", begun);
    let sent = play.post.mail_with("etu@example.com", "שעונים و ساعات of 1 MiB");
    assert!(sent.text().contains(&long_text("watches")), "to the letter");
    assert!(play.public(number).contains("watches 1 of"));
}

/// Returns a text of almost 1 MiB in short lines, some from right to left.
fn long_text(word: &str) -> String {
    let mut text = String::from("Dear colleagues,\n\n");
    let mut line = 0;
    while text.len() < 1024 * 1024 - 100 {
        line += 1;
        match line % 100 {
            0 => text.push_str(&format!("   שלום {word} {line} مرحبا\n")),
            _ => text.push_str(&format!("{word} {line} of all\n")),
        }
    }
    text
}
