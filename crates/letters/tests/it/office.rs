//! Word and OpenDocument letters come out as a person reads them.

use insta::assert_snapshot;
use letters::Text;

use crate::support::{archive, docx, odt, read, text, word};

fn shown(text: &Text) -> String {
    let warnings: String = text.warnings.iter().map(|warning| format!("! {warning}\n")).collect();
    format!("{warnings}{}", text.text)
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

#[test]
fn a_letter_is_read_with_its_header_table_breaks_box_notes_and_footer() {
    let body = [
        "<w:tbl><w:tr><w:tc>",
        &paragraph("From:"),
        "</w:tc><w:tc>",
        &paragraph("Study Group 7"),
        &paragraph("(Timing)"),
        "</w:tc></w:tr><w:tr><w:tc>",
        &paragraph("To:"),
        "</w:tc><w:tc>",
        &paragraph("Clocks WG"),
        "</w:tc></w:tr></w:tbl>",
        "<w:p><w:r><w:t>Deadline:</w:t><w:tab/><w:t>15 January 2027</w:t><w:br/><w:t>at noon</w:t></w:r></w:p>",
        &paragraph("R&amp;D asks &#8220;what&#x201d; &lt;now&gt;."),
        "<w:p/><w:p/><w:p/>",
        "<w:p><w:r><w:t>Beside the box</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>",
        "<wps:txbx><w:txbxContent>",
        &paragraph("Contact: Ada Okafor"),
        &paragraph("ada@example.net"),
        "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>",
        &paragraph("Contact: Ada Okafor"),
        "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        "<w:r><w:t xml:space=\"preserve\"> goes on</w:t><w:footnoteReference w:id=\"2\"/></w:r></w:p>",
    ]
    .concat();
    let notes = [
        "<w:footnote w:type=\"separator\" w:id=\"0\">",
        &paragraph("never shown"),
        "</w:footnote><w:footnote w:id=\"2\">",
        &paragraph(" See the profile."),
        "</w:footnote>",
    ]
    .concat();
    let letter = docx(
        &body,
        &[
            ("header", "header1.xml", &word("hdr", &paragraph("SG7-LS12"))),
            ("header", "header2.xml", &word("hdr", &paragraph("SG7-LS12"))),
            ("footnotes", "notes.xml", &word("footnotes", &notes)),
            ("footer", "footer1.xml", &word("ftr", &paragraph("Page 1 of 1"))),
            ("comments", "comments.xml", &word("comments", &paragraph("Do we really want this?"))),
        ],
    );
    assert_snapshot!(text(&letter, "letter.docx"));
}

#[test]
fn changes_are_read_as_accepted_and_hidden_words_are_not_read() {
    let body = [
        "<w:p><w:ins><w:r><w:t>New</w:t></w:r></w:ins><w:del><w:r><w:delText>Old</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t><w:tab/></w:r>",
        "<w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t> words</w:t></w:r>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
    ]
    .concat();
    assert_snapshot!(shown(&read(&docx(&body, &[]), "letter.docx")), @r"
    ! it has tracked changes, read as if all were accepted
    New words
    ");
}

#[test]
fn boxes_to_tick_are_read_whichever_way_they_were_made() {
    let form = |ticked: &str| {
        format!(
            "<w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val=\"0\"/>{ticked}</w:checkBox></w:ffData></w:fldChar></w:r>"
        )
    };
    let symbol =
        |font: &str, code: &str| format!("<w:r><w:sym w:font=\"{font}\" w:char=\"{code}\"/></w:r>");
    let body = format!(
        "<w:p>{}{}{}{}{}{}<w:r><w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr><w:t>\u{f0fe} \u{f06f}</w:t></w:r></w:p>",
        form("<w:checked/>"),
        form(""),
        symbol("Wingdings", "F0FE"),
        symbol("Wingdings", "F0A8"),
        symbol("Symbol", "F0B7"),
        symbol("Arial", "00E9"),
    );
    assert_eq!(text(&docx(&body, &[]), "form.docx"), "☒☐☒☐•é☒ ☐\n");
}

#[test]
fn an_open_document_is_read_with_its_header_table_box_and_notes() {
    let body = [
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Deleted</text:p></text:deletion>",
        "</text:changed-region></text:tracked-changes>",
        "<text:h>Liaison   statement\n on clocks</text:h>",
        "<table:table><table:table-row><table:table-cell><text:p>From:</text:p></table:table-cell>",
        "<table:table-cell><text:p>Study Group 7</text:p><text:p>(Timing)</text:p></table:table-cell></table:table-row>",
        "<table:table-row><table:table-cell><text:p>To:</text:p></table:table-cell>",
        "<table:table-cell><text:p>Clocks WG</text:p></table:table-cell></table:table-row></table:table>",
        "<text:p>Deadline:<text:tab/><text:span>15 January</text:span> 2027<text:line-break/>at<text:s text:c=\"3\"/>noon",
        "<office:annotation><text:p>Really?</text:p></office:annotation></text:p>",
        "<text:p>Beside<draw:frame><draw:text-box><text:p>In the box</text:p></draw:text-box></draw:frame> the box",
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See the profile.</text:p>",
        "</text:note-body></text:note>.</text:p>",
    ]
    .concat();
    let styles = "<style:header><text:p>SG7-LS12</text:p></style:header><style:footer><text:p>Page</text:p></style:footer>\
                  <text:p>a style, not a word</text:p>";
    assert_snapshot!(shown(&read(&odt(&body, styles), "letter.odt")));
}

#[test]
fn an_encrypted_document_says_so() {
    let manifest = b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    let odt = archive([
        ("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()),
        ("content.xml", b"\x01\x02\x03".as_slice()),
        ("META-INF/manifest.xml", manifest.as_slice()),
    ]);
    let container: Vec<u8> = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
        .into_iter()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for (name, bytes) in [("letter.odt", odt), ("letter.docx", container)] {
        let text = read(&bytes, name);
        assert_eq!(
            text.warnings,
            ["it is protected by a password: ask the sender for a copy without"],
            "{name}"
        );
        assert_eq!(text.text, "");
    }
}

#[test]
fn a_document_that_is_broken_is_read_as_far_as_it_goes() {
    let broken = docx(&format!("{}<w:p><w:r></w:p>", paragraph("Before the break")), &[]);
    let without = archive([
        ("[Content_Types].xml", b"<Types/>".as_slice()),
        ("word/other.xml", b"".as_slice()),
    ]);
    let mut cut = docx(&paragraph("Words"), &[]);
    cut.truncate(cut.len() - 30);
    let pages = [("broken", broken), ("without", without), ("cut off", cut)]
        .map(|(name, bytes)| format!("{name}:\n{}\n", shown(&read(&bytes, "letter.docx"))));
    assert_snapshot!(pages.concat());
}
