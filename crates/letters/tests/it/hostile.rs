//! Documents made to cost time or memory are left, soon, with a warning.

use std::time::{Duration, Instant};

use letters::reading::{Envelope, Hints, read_letter, read_message};
use letters::{Limits, NoConverter, Text, document_of, kind_of, text_of};
use proptest::prelude::*;

use crate::support::{archive, docx, laid_out, odt, read, word};

/// How long it may take where nothing is optimized and other tests run beside it.
const SOON: Duration = Duration::from_secs(20);

fn read_soon(bytes: &[u8], name: &str, limits: &Limits) -> Text {
    let start = Instant::now();
    let text = text_of(bytes, kind_of(bytes, name), &NoConverter, limits);
    let taken = start.elapsed();
    assert!(taken < SOON, "{} bytes took {taken:?}", bytes.len());
    text
}

#[test]
fn what_unpacks_to_far_more_than_it_is_is_not_unpacked() {
    let zeros = vec![0; 60_000_000];
    let bomb = archive([
        ("a.txt", b"words\n".as_slice()),
        ("b.txt", zeros.as_slice()),
        ("c.txt", b"more\n".as_slice()),
    ]);
    assert!(bomb.len() < 100_000);
    let text = read_soon(&bomb, "a.zip", &Limits::default());
    assert_eq!(text.text, "a.txt\n\nwords\n");
    assert_eq!(
        text.warnings,
        [
            "b.txt: “b.txt” unpacks to more than is read: ask the sender for the letter itself",
            "c.txt: “c.txt” unpacks to more than is read: ask the sender for the letter itself"
        ]
    );
    let body = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", " ".repeat(60_000_000));
    let text = read_soon(&docx(&body, &[]), "a.docx", &Limits::default());
    assert_eq!(
        text.warnings,
        ["“word/main.xml” unpacks to more than is read: ask the sender for the letter itself"]
    );
}

#[test]
fn many_entries_many_letters_and_much_text_are_not_all_read() {
    let limits = Limits { entries: 10, letters: 3, text_bytes: 30, ..Limits::default() };
    let names: Vec<String> = (0..20).map(|n| format!("{n}.txt")).collect();
    let files = |count: usize| {
        archive(names.iter().take(count).map(|name| (name.as_str(), b"some words\n".as_slice())))
    };
    let many = read_soon(&files(20), "a.zip", &limits);
    assert_eq!(
        many.warnings,
        [
            "the archive has 20 entries, and at most 10 are read: ask the sender for the letter itself"
        ]
    );
    let few = read_soon(&files(8), "a.zip", &limits);
    assert_eq!(few.text, "0.txt\n\nsome words\n\n1.txt\n\nsome");
    assert_eq!(
        few.warnings,
        [
            "its text has more than 30 bytes: what stands after that was not read",
            "more than 3 letters are in the archive: the others were not read"
        ]
    );
    let large = text_of(
        &[b'a'; 200],
        kind_of(b"a", "a.txt"),
        &NoConverter,
        &Limits { bytes: 100, ..limits },
    );
    assert_eq!(
        large.warnings,
        ["the document has 200 bytes and at most 100 are read: ask the sender for a smaller one"]
    );
}

#[test]
fn elements_within_each_other_without_end_are_read_in_time() {
    let nested = |open: &str, close: &str, count: usize| {
        format!(
            "{}<w:p><w:r><w:t>words</w:t></w:r></w:p>{}",
            open.repeat(count),
            close.repeat(count)
        )
    };
    for (open, close) in [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
        ("<w:del>", "</w:del>"),
        ("<w:p>", "</w:p>"),
    ] {
        read_soon(&docx(&nested(open, close, 100_000), &[]), "a.docx", &Limits::default());
    }
    let boxes = "<text:p><draw:text-box>".repeat(100_000);
    read_soon(&odt(&boxes, ""), "a.odt", &Limits::default());
    let spaces = "<text:s text:c=\"4000000000\"/>".repeat(10_000);
    let text =
        read_soon(&odt(&format!("<text:p>{spaces}x</text:p>"), ""), "a.odt", &Limits::default());
    assert!(text.text.len() < 3_000_000);
}

#[test]
fn no_more_lines_and_cells_are_kept_than_are_allowed() {
    let limits = Limits { pieces: 1_000, ..Limits::default() };
    let warning = "it has more than 1000 lines and cells: what stands after that was not read";
    let many = |open: &str, cell: &str, close: &str| {
        let body = format!("{open}{}{close}", cell.repeat(20_000));
        read_soon(&docx(&body, &[]), "a.docx", &limits)
    };
    let filled = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>";
    let cells = many("<w:tbl><w:tr>", filled, "</w:tr></w:tbl>");
    let rows = many("<w:tbl>", &format!("<w:tr>{filled}</w:tr>"), "</w:tbl>");
    let lines = read_soon(&b"x\n".repeat(20_000), "a.txt", &limits);
    let html = format!("<html>{}", "<table><tr><td>x".repeat(20_000));
    for text in [cells, rows, lines, read_soon(html.as_bytes(), "a.html", &limits)] {
        assert_eq!(text.warnings, [warning]);
        assert!(text.text.len() <= 2_000);
    }
    let empty = many("<w:tbl>", "<w:tr><w:tc><w:p/></w:tc></w:tr>", "</w:tbl>");
    assert_eq!(empty, Text::default());
    let page = laid_out(&"a    b    c\n".repeat(20_000), &limits);
    assert_eq!(page.warnings, [warning]);
}

#[test]
fn a_tag_without_end_is_not_kept_in_memory() {
    // The words differ, so that they cannot be packed to next to nothing.
    let words: String = (0_u32..4_000_000).map(|n| format!("{n:x} ")).collect();
    let letter = docx(&format!("<w:p a=\"{words}\"/>"), &[]);
    assert_eq!(
        read_soon(&letter, "a.docx", &Limits::default()).warnings,
        ["“word/main.xml” unpacks to more than is read: ask the sender for the letter itself"]
    );
}

#[test]
fn entities_that_a_document_declares_itself_are_left_out() {
    let bomb = format!(
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>{}",
        word("hdr", "<w:p><w:r><w:t>words &b;&c;.</w:t></w:r></w:p>")
            .replace("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n", "")
    );
    let letter = docx("", &[("header", "header1.xml", &bomb)]);
    assert_eq!(
        read(&letter, "a.docx"),
        Text { text: "words .\n".to_owned(), warnings: Vec::new() }
    );
}

/// However long its fields are, and however often it passes something on, a letter neither ends the program nor keeps it.
#[test]
fn fields_without_end_and_letters_within_letters_are_read_in_time() {
    const MANY: usize = 20_000;
    let head = "Liaison statement\nFrom: ITU-T SG 15\nSubject: LS on clocks\n";
    let texts = [
        format!("{head}To: {}IAB\n\nDear all,\n", "IETF and ".repeat(MANY)),
        format!("{head}To: {}IAB\n\nDear all,\n", "IETF / ".repeat(MANY)),
        format!("{head}To: {}\n", "IETF, ".repeat(MANY)),
        format!("{head}To: IETF\nContact: {}Ana Example\n", "Chair, ".repeat(MANY)),
        format!("{head}To: IETF\nDeadline: {}\n", "1 May 2020 ".repeat(MANY)),
        format!("{head}{}", "Cc: Ana Example <ana@example.org>\n".repeat(MANY)),
        (0..MANY).map(|at| format!("To: ITU-T SG {at}\n")).collect(),
    ];
    for text in texts {
        let begun = Instant::now();
        let (kind, limits) = (kind_of(text.as_bytes(), "a.txt"), Limits::default());
        let document = document_of(text.as_bytes(), kind, &NoConverter, &limits);
        let reading = read_letter(&document, &Hints::default());
        assert!(reading.to.len() <= 300 && reading.cc.len() <= 300, "{}", reading.to.len());
        let beginning: String = text.chars().take(90).collect();
        assert!(begun.elapsed() < SOON, "{beginning:?} took {:?}", begun.elapsed());
    }
    let forwarded = "-----Original Message-----\nFrom: ana@example.org\nSent: 1 May 2020 10:11\nTo: bob@example.org\n\
                     Subject: Clocks\n\nSee below.\n";
    for text in [forwarded.repeat(8_000), "See below.\n---\nDear Ana,\n".repeat(MANY)] {
        let begun = Instant::now();
        let envelope =
            Envelope { subject: "Liaison from the IAB".to_owned(), text, ..Envelope::default() };
        assert_eq!(read_message(&envelope, &[]).len(), 1);
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    }
}

#[test]
fn long_html_and_text_are_read_in_time() {
    let long = 5_000_000;
    for filling in [
        "<div>", "<", "<!--", "&", "&#", "<a b=\"", "</", "<script>", "<td>", "<p>x", "<ul><li>",
        "<pre>\n",
    ] {
        let html = format!("<html>{}", filling.repeat(long / filling.len()));
        read_soon(html.as_bytes(), "a.html", &Limits::default());
    }
    read_soon(&vec![b'a'; 10 * long], "a.txt", &Limits::default());
    read_soon(&vec![0xe4; long], "a.txt", &Limits::default());
    for mark in [b"PK\x03\x04", b"PK\x05\x06", b"PK\x01\x02"] {
        let bytes = [b"PK\x03\x04".as_slice(), &mark.repeat(long / 4)].concat();
        read_soon(&bytes, "a.zip", &Limits::default());
    }
}

proptest! {
    #[test]
    fn no_bytes_make_reading_fail(
        start in prop_oneof![
            Just(&b""[..]), Just(&b"PK\x03\x04"[..]), Just(&b"%PDF-"[..]), Just(&b"{\\rtf"[..]), Just(&b"<html>"[..]),
            Just(&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..]), Just(&b"\xff\xfe"[..]), Just(&b"<?xml "[..]),
        ],
        rest in proptest::collection::vec(any::<u8>(), 0..600),
        name in "[a-z]{0,3}(\\.(docx|html|txt|eml|zip))?",
    ) {
        let _ = read(&[start, &rest].concat(), &name);
    }

    #[test]
    fn no_change_to_a_letter_makes_reading_fail(
        at in 0_usize..3_000,
        with in proptest::collection::vec(any::<u8>(), 0..8),
        is_odt in any::<bool>(),
    ) {
        let mut bytes = if is_odt {
            odt("<text:p>words<text:tab/></text:p>", "")
        } else {
            docx("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>words</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", &[])
        };
        let at = at % bytes.len();
        let end = (at + with.len()).min(bytes.len());
        bytes.splice(at..end, with);
        let _ = read(&bytes, "letter");
    }

    #[test]
    fn no_xml_makes_reading_fail(
        pieces in proptest::collection::vec(
            prop_oneof![
                "</?w:(p|r|t|tc|tr|tbl|txbxContent|del|ins|footnote|vanish|checkBox|br)/?>",
                "[a-z&;#<>\"= ]{0,6}",
            ],
            0..60,
        ),
    ) {
        let _ = read(&docx(&pieces.concat(), &[]), "letter.docx");
        let _ = read(&odt(&pieces.concat(), &pieces.concat()), "letter.odt");
        let _ = read(format!("<html>{}", pieces.concat()).as_bytes(), "letter.html");
    }
}
