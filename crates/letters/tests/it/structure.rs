//! Tables, headings, links, boxes and properties of a letter are known, whatever its format.

use insta::assert_snapshot;
use letters::letters_in;
use letters::{Limits, Properties};
use proptest::prelude::*;

use crate::support::{archive, document, docx, drawn, odt, word};

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn cell(content: &str) -> String {
    format!("<w:tc>{content}</w:tc>")
}

#[test]
fn word_tables_have_rows_and_cells_and_those_around_others_dissolve() {
    let inner = format!(
        "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
        cell(&paragraph("Source:")),
        cell(&paragraph("Study Group 7"))
    );
    let merged = "<w:tcPr><w:vMerge/></w:tcPr><w:p/>";
    let body = [
        "<w:tbl><w:tr>",
        &cell(&format!("{}{}", paragraph("Contact:"), paragraph("(chair)"))),
        &cell("<w:p><w:r><w:t>Ada Okafor</w:t><w:br/><w:t>Nigeria</w:t></w:r></w:p>"),
        &cell(&paragraph("E-mail: ada@example.net")),
        "</w:tr><w:tr>",
        &cell(merged),
        &cell(&paragraph("Bo Lind")),
        &cell("<w:p/>"),
        "</w:tr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        "<w:tbl><w:tr>",
        &cell(&format!("{}{inner}<w:p/>", paragraph("The letter"))),
        &cell(&paragraph("in the margin")),
        "</w:tr></w:tbl>",
        "<w:tbl><w:tr>",
        &cell(&format!("{}{}", paragraph("A framed letter"), paragraph("has lines."))),
        "</w:tr></w:tbl>",
    ]
    .concat();
    assert_snapshot!(drawn(&document(&docx(&body, &[]), "letter.docx")));
}

#[test]
fn word_headings_lists_links_controls_and_boxes_are_known() {
    let styles = "<w:styles><w:style w:styleId=\"U1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr>\
        <w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style><w:style w:styleId=\"Under\"><w:basedOn w:val=\"Loud\"/></w:style>\
        <w:style w:styleId=\"Loud\"><w:rPr><w:b/></w:rPr></w:style></w:styles>";
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
        <w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1)\"/></w:lvl></w:abstractNum>\
        <w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>\
        <w:lvlText w:val=\"%1.\"/><w:pStyle w:val=\"U1\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>";
    let item = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let styled = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        &styled("U1", "Description"),
        &styled("Under", "Loud by its style"),
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Cc: </w:t></w:r><w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t>all</w:t></w:r></w:p>",
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">To: </w:t></w:r><w:r><w:t>Clocks WG</w:t></w:r></w:p>",
        &item("first"),
        &item("second"),
        &styled("U1", "Actions"),
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"mailto:ada@example.net\" </w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>Ada</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>\
         <w:fldSimple w:instr=\"HYPERLINK &quot;https://example.org/a?b&amp;c&quot;\"><w:r><w:t xml:space=\"preserve\"> writes</w:t></w:r></w:fldSimple></w:p>",
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Controlled</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>\
         <w:r><w:t>one </w:t></w:r><w:r><w:t>line</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">joined </w:t></w:r></w:p>",
        &paragraph("again"),
    ]
    .map(|part| part.to_owned())
    .concat();
    let letter = docx(
        &body,
        &[
            ("styles", "styles.xml", styles),
            ("numbering", "numbering.xml", numbering),
            ("header", "header1.xml", &word("hdr", &paragraph("SG7-LS12"))),
            ("footer", "footer1.xml", &word("ftr", &paragraph("Page"))),
        ],
    );
    assert_snapshot!(drawn(&document(&letter, "letter.docx")));
}

#[test]
fn an_open_document_has_the_same_structure() {
    let body = [
        "<text:h text:outline-level=\"1\">Liaison statement</text:h>",
        "<text:p text:style-name=\"Heading_20_2\">On clocks</text:p>",
        "<table:table><table:table-row><table:table-cell table:number-columns-spanned=\"2\"><text:p>LIAISON STATEMENT</text:p></table:table-cell>",
        "<table:covered-table-cell/></table:table-row><table:table-row><table:table-cell><text:p>To:</text:p></table:table-cell>",
        "<table:table-cell><text:p>Clocks WG</text:p><text:p>Timing Forum</text:p></table:table-cell></table:table-row></table:table>",
        "<text:p>See <text:a xlink:href=\"mailto:ada@example.net\">Ada</text:a> for more.<draw:frame><draw:text-box><text:p>In the box</text:p>",
        "</draw:text-box><svg:desc>a picture</svg:desc></draw:frame></text:p>",
    ]
    .concat();
    let styles = "<style:header><text:p>SG7-LS12</text:p></style:header><style:header-first><text:p>SG7-LS12</text:p></style:header-first>\
        <style:footer><text:p>Page</text:p></style:footer>";
    assert_snapshot!(drawn(&document(&odt(&body, styles), "letter.odt")));
}

#[test]
fn html_as_office_programs_write_it_is_read_as_a_letter() {
    let letter = "<html xmlns:o=\"urn:o\"><head><title>LS on\n clocks &amp; rings</title><!--[if gte mso 9]><xml><o:x>no</o:x></xml><![endif]-->\
        </head><body><table><tr><td><table><tr><td><b>To:</b></td><td>Clocks WG<br>Timing Forum</td></tr>\
        <tr><td>Cc:<td></table><p class=MsoNormal><b>1. Description</b><o:p></o:p></p>\
        <p>Words of <span style='font-weight:bold'>the</span> letter,<br>wrapped.</p>\
        <p><u>Actions</u> <a href=\"mailto:ada@example.net?subject=a&amp;b\" title='x>y'>Ada</a></p><h2>Next</h2>\
        <ol><li><p>first</p></li><li>second</li></ol></td></tr></table></body></html>";
    let document = document(letter.as_bytes(), "letter.html");
    assert_eq!(document.properties.title, "LS on clocks & rings");
    assert_snapshot!(drawn(&document));
}

#[test]
fn what_a_document_says_of_itself_is_kept() {
    let core = "<cp:coreProperties><dc:title>doc.: 99-26/0718r1</dc:title><dc:subject>Clocks</dc:subject><dc:creator>Ada Okafor</dc:creator>\
        <cp:keywords>July 2026</cp:keywords><dc:description>Bo Lind, Clocks AB</dc:description>\
        <dcterms:created>2026-07-14T10:00:00Z</dcterms:created><dcterms:modified>2026-07-15T10:00:00Z</dcterms:modified></cp:coreProperties>";
    let body = word("document", "<w:body/>");
    let letter = archive([
        ("[Content_Types].xml", b"<Types/>".as_slice()),
        ("word/document.xml", body.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ]);
    let expected = Properties {
        title: "doc.: 99-26/0718r1".to_owned(),
        subject: "Clocks".to_owned(),
        author: "Ada Okafor".to_owned(),
        keywords: "July 2026".to_owned(),
        comments: "Bo Lind, Clocks AB".to_owned(),
        created: "2026-07-14T10:00:00Z".to_owned(),
        modified: "2026-07-15T10:00:00Z".to_owned(),
    };
    assert_eq!(document(&letter, "letter.docx").properties, expected);
}

#[test]
fn each_letter_of_an_archive_can_be_read_by_itself() {
    let letter = docx(&paragraph("The letter."), &[]);
    let bundle = archive([
        ("LS/letter.docx", letter.as_slice()),
        ("LS/logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice()),
        ("LS/annex.txt", b"words\n".as_slice()),
    ]);
    let (letters, warnings) = letters_in(&bundle, &Limits::default());
    let read: Vec<_> = letters
        .iter()
        .map(|one| (one.name.as_str(), document(&one.bytes, &one.name).text))
        .collect();
    assert_eq!(
        read,
        [("LS/letter.docx", "The letter.\n".to_owned()), ("LS/annex.txt", "words\n".to_owned())]
    );
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!(letters_in(b"PK\x03\x04", &Limits::default()).1.len(), 1);
}

fn marks(tags: &'static str) -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof![tags, "[a-zé \n\t]{0,6}"], 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn whatever_stands_in_a_document_its_words_stand_in_pieces(
        word in marks("</?w:(p|r|t|tc|tr|tbl|txbxContent|sdt|hyperlink|ins)>|<w:(br|tab|b|p)/>"),
        open in marks("</?(text:p|text:span|text:a|text:list|text:list-item|table:table|table:table-row|table:table-cell|draw:text-box|text:note-body)>|<text:tab/>"),
        html in marks("</?(p|b|td|tr|table|li|ul|ol|a href=x|h1|pre|div|span)>|<br>"),
    ) {
        document(&docx(&word.replace("<w:t>", "<w:r><w:t>"), &[]), "letter.docx");
        document(&odt(&open, &open), "letter.odt");
        document(format!("<html>{html}").as_bytes(), "letter.html");
    }
}
