//! Documents are converted by the real programs, behind the real wall.

use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use letters::{ConvertError, Converter, Kind, Limits, kind_of, text_of};
use workers::{Bounds, Sandboxed};

/// Returns the converter, or `None` (said aloud) where its programs are not installed.
pub(crate) fn converter() -> Option<Sandboxed> {
    let converter = Sandboxed::look();
    let missing = converter.missing();
    if missing.is_empty() {
        return Some(converter);
    }
    assert!(std::env::var_os("LIAISON_TEST_REQUIRE").is_none(), "required: {missing:?}");
    println!("nothing was converted: {missing:?}");
    None
}

/// Returns a letter in RTF, which is easy to write down.
fn letter(words: &str) -> Vec<u8> {
    let table = "\\trowd\\cellx2000\\cellx6000\\intbl From:\\cell Study Group 7\\cell\\row\\pard";
    format!("{{\\rtf1\\ansi {words}\\par {table} End\\par}}").into_bytes()
}

#[test]
fn an_old_letter_is_read_with_its_table_and_made_into_a_pdf_that_is_read_again() {
    let Some(converter) = converter() else { return };
    let rtf = letter("Liaison statement on clocks");
    let kind = kind_of(&rtf, "letter.rtf");
    let text = text_of(&rtf, kind, &converter, &Limits::default());
    assert_eq!(text.warnings, Vec::<String>::new());
    assert_eq!(text.text, "Liaison statement on clocks\nFrom:\tStudy Group 7\nEnd\n");
    let pdf = converter.office_pdf(&rtf, kind).expect("a letter can be made into a PDF");
    assert_eq!(kind_of(&pdf, ""), Kind::Pdf);
    let text = text_of(&pdf, Kind::Pdf, &converter, &Limits::default());
    assert!(text.text.contains("Liaison statement on clocks"), "{text:?}");
    let docx = converter.office_docx(&rtf, kind).expect("a letter can be made into a docx");
    assert_eq!(kind_of(&docx, ""), Kind::Docx);
}

#[test]
fn letters_are_read_one_after_the_other_whichever_thread_asks() {
    let Some(converter) = converter() else { return };
    let pdfs = ["first", "second"].map(|words| {
        converter.office_pdf(&letter(words), Kind::Rtf).expect("a letter can be made into a PDF")
    });
    // A reader that waits for the next letter ends with the thread that started it.
    for _ in 0..3 {
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for (pdf, words) in pdfs.iter().zip(["first", "second"]) {
                    let text = converter.pdf_text(pdf).expect("it is a PDF");
                    assert!(text.contains(words), "{text}");
                }
            });
        });
    }
    let fault = converter.pdf_text(b"%PDF-1.7 broken").expect_err("it is no PDF");
    assert!(matches!(fault, ConvertError::Unreadable { program: "pdftotext", .. }), "{fault}");
    let text = converter.pdf_text(&pdfs[0]).expect("the next one is read all the same");
    assert!(text.contains("first"), "{text}");
}

#[test]
fn a_picture_from_elsewhere_is_not_fetched() {
    let Some(converter) = converter() else { return };
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port();
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            counted.fetch_add(1, Ordering::SeqCst);
            let _ = (&stream).write_all(
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            );
        }
    });
    let hostile = docx_with_picture(&format!("http://127.0.0.1:{port}/picture.png"));
    assert_eq!(kind_of(&hostile, ""), Kind::Docx);

    let pdf = converter
        .office_pdf(&hostile, Kind::Docx)
        .expect("the letter is converted without its picture");
    assert_eq!(kind_of(&pdf, ""), Kind::Pdf);
    assert_eq!(requests.load(Ordering::SeqCst), 0, "a request came through the wall");

    // Without the wall it is fetched: otherwise this would prove nothing.
    convert_openly(&hostile);
    assert_ne!(requests.load(Ordering::SeqCst), 0, "the letter asks for nothing");
}

/// Converts a letter without the wall.
fn convert_openly(letter: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let input = folder.path().join("in.docx");
    std::fs::write(&input, letter).expect("the folder can be written to");
    let profile =
        format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .args([folder.path(), &input])
        .output()
        .expect("it is installed");
    assert!(run.status.success());
}

fn docx_with_picture(address: &str) -> Vec<u8> {
    let document = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body><w:p><w:r><w:t>Words</w:t></w:r><w:r>
<w:drawing><wp:inline><wp:extent cx="990000" cy="990000"/><wp:docPr id="1" name="p"/><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>
<pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="rId9"/></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="990000" cy="990000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>"#;
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let files = [
        ("[Content_Types].xml", types.to_owned()),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{kinds}/officeDocument" Target="word/document.xml"/></Relationships>"#
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            format!(
                r#"<Relationships xmlns="{relations}"><Relationship Id="rId9" Type="{kinds}/image" Target="{address}" TargetMode="External"/></Relationships>"#
            ),
        ),
        ("word/document.xml", document.to_owned()),
    ];
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        writer
            .start_file(name, zip::write::SimpleFileOptions::default())
            .expect("a name can be added");
        writer.write_all(text.as_bytes()).expect("text can be added");
    }
    writer.finish().expect("an archive can be finished").into_inner()
}

#[test]
fn what_cannot_be_converted_is_said_in_a_sentence() {
    let Some(converter) = converter() else { return };
    let fault = converter.pdf_text(b"%PDF-1.7\nno more than this").expect_err("it is no PDF");
    assert!(matches!(fault, ConvertError::Unreadable { program: "pdftotext", .. }), "{fault}");
    let fault = converter
        .office_pdf(b"PK\x03\x04 no more than this", Kind::Docx)
        .expect_err("it is no letter");
    assert!(matches!(fault, ConvertError::Unreadable { program: "soffice", .. }), "{fault}");
}

#[test]
fn a_protected_pdf_asks_for_one_without_password() {
    let Some(converter) = converter() else { return };
    let fault = converter.pdf_text(&protected_pdf()).expect_err("its password is not known");
    assert_eq!(fault, ConvertError::Protected);
}

/// Returns a PDF whose encryption dictionary asks for a password that nobody has.
fn protected_pdf() -> Vec<u8> {
    let junk = "5a".repeat(32);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [] /Count 0 >>".to_owned(),
        format!("<< /Filter /Standard /V 1 /R 2 /O <{junk}> /U <{junk}> /P -44 >>"),
    ];
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let start = pdf.len();
    let id = "00".repeat(16);
    pdf.extend(
        format!("xref\n0 4\n{table}trailer\n<< /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<{id}> <{id}>] >>\nstartxref\n{start}\n%%EOF\n")
            .bytes(),
    );
    pdf
}

#[test]
fn a_program_that_takes_too_long_is_stopped() {
    if converter().is_none() {
        return;
    }
    let bounds = Bounds { time: Duration::from_millis(150), ..Bounds::default() };
    let hasty = Sandboxed::within(bounds);
    let start = Instant::now();
    let fault =
        hasty.office_pdf(&letter("words"), Kind::Rtf).expect_err("no office starts that fast");
    assert!(matches!(fault, ConvertError::TooSlow { program: "soffice", .. }), "{fault}");
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn what_would_be_too_large_is_not_kept() {
    let Some(converter) = converter() else { return };
    let pdf = converter
        .office_pdf(&letter(&"many words ".repeat(2_000)), Kind::Rtf)
        .expect("it is a letter");
    let narrow = Sandboxed::within(Bounds { output: 10_000, ..Bounds::default() });
    let fault = narrow.pdf_text(&pdf).expect_err("it has more words");
    assert_eq!(fault, ConvertError::TooLarge { program: "pdftotext", limit: 10_000 });
}

#[test]
fn many_letters_are_converted_side_by_side() {
    let Some(converter) = converter() else { return };
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..3)
            .map(|number| {
                let converter = &converter;
                scope.spawn(move || {
                    let words = format!("Letter {number}");
                    let text = text_of(&letter(&words), Kind::Rtf, converter, &Limits::default());
                    assert!(text.text.starts_with(&words), "{text:?}");
                })
            })
            .collect();
        for run in runs {
            run.join().expect("each letter is read");
        }
    });
}

#[test]
fn real_letters_are_read_where_they_are_at_hand() {
    let Some(converter) = converter() else { return };
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder =
        std::env::var_os("LIAISON_SHARED_DATA").map_or_else(default, Into::into).join("letters");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        assert!(
            std::env::var_os("LIAISON_TEST_REQUIRE").is_none(),
            "{} is required",
            folder.display()
        );
        println!("{} is absent: no real letter was read", folder.display());
        return;
    };
    for path in entries.map(|entry| entry.expect("the folder can be listed").path()) {
        if !["pdf", "doc"]
            .iter()
            .any(|extension| path.extension().is_some_and(|own| own == *extension))
        {
            continue;
        }
        let bytes = std::fs::read(&path).expect("the file can be read");
        let text = text_of(&bytes, kind_of(&bytes, ""), &converter, &Limits::default());
        assert!(text.text.len() > 500, "{}: {:?}", path.display(), text.warnings);
    }
}
