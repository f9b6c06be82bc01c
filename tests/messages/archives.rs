//! Archives and documents that are larger, deeper or other than they say.

use std::io::Write as _;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Chance, Made, add, add_list, with_named_file};

pub(super) fn messages(all: &mut Vec<Made>) {
    bombs(all);
    documents(all);
    polyglots(all);
}

/// Returns an archive of these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).expect("a file can be begun");
        writer.write_all(bytes).expect("a file can be written");
    }
    writer.finish().expect("an archive can be finished").into_inner()
}

const TYPES: &[u8] = b"<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

/// Returns a Word document with this in its body.
fn word(body: &[u8]) -> Vec<u8> {
    let head = b"<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
    let xml = [head.as_slice(), body, b"</w:body></w:document>"].concat();
    archive(&[("[Content_Types].xml", TYPES), ("word/document.xml", &xml)])
}

fn bombs(all: &mut Vec<Made>) {
    // Megabytes of nothing, alone and many times over.
    add(all, "zip-of-nothing", 4, |number| {
        let nothing = vec![0; [1_000_000, 10_000_000, 60_000_000, 100_000_000][number]];
        with_named_file("letters.zip", &archive(&[("letter.txt", &nothing)]))
    });
    add(all, "zip-of-many", 3, |number| {
        let spaces = vec![b' '; 3_000_000];
        let names: Vec<String> =
            (0..[10, 40, 80][number]).map(|n| format!("letter{n}.txt")).collect();
        let files: Vec<(&str, &[u8])> =
            names.iter().map(|name| (name.as_str(), spaces.as_slice())).collect();
        with_named_file("letters.zip", &archive(&files))
    });
    add(all, "zip-within-zip", 4, |number| {
        let mut inner = archive(&[("letter.txt", b"To: tsync\n")]);
        for _ in 0..[1, 5, 20, 100][number] {
            inner = archive(&[("inner.zip", &inner)]);
        }
        with_named_file("letters.zip", &inner)
    });
    add(all, "zip-of-names", 8, |number| {
        let long = "n".repeat(60_000);
        let name = [
            "../../../etc/passwd",
            "/etc/passwd",
            "C:\\x.txt",
            "a\0b.txt",
            "letter.txt/",
            "",
            long.as_str(),
            "\u{202e}txt.exe",
        ][number];
        with_named_file("letters.zip", &archive(&[(name, b"To: tsync\n")]))
    });
    add(all, "zip-of-thousands", 2, |number| {
        let names: Vec<String> = (0..[2_000, 20_000][number]).map(|n| n.to_string()).collect();
        let files: Vec<(&str, &[u8])> =
            names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
        with_named_file("letters.zip", &archive(&files))
    });
    add(all, "zip-with-wounds", 20, |number| {
        let mut bytes =
            archive(&[("letter.txt", b"To: tsync\nTitle: On clocks\n"), ("b.txt", b"b")]);
        let mut chance = Chance(number as u64);
        if number < 5 {
            bytes.truncate(bytes.len() * number / 5);
        }
        // The directory stands at the end: sizes and places in it are what lies.
        for _ in 0..number {
            let at = bytes.len().saturating_sub(1 + chance.below(160));
            if let Some(byte) = bytes.get_mut(at) {
                *byte = chance.next().to_le_bytes()[0];
            }
        }
        with_named_file("letters.zip", &bytes)
    });
}

fn documents(all: &mut Vec<Made>) {
    add(all, "word", 10, |number| {
        let body = match number {
            0 => b"<w:p><w:r><w:t>&a;&b;&#0;&#xffffffff;</w:t></w:r></w:p>".to_vec(),
            1 => b"<w:p>".repeat(100_000),
            2 => b"<w:tbl><w:tr><w:tc>".repeat(20_000),
            3 => b"<w:p><w:r><w:t>To: tsync</w:t></w:r></w:p>".repeat(200_000),
            4 => [b"<w:p><w:r><w:t>".as_slice(), &vec![b' '; 40_000_000], b"</w:t></w:r></w:p>"].concat(),
            5 => b"<w:p><w:r><w:instrText>INCLUDETEXT \"http://127.0.0.1:1/x\"</w:instrText></w:r></w:p>".to_vec(),
            6 => b"<w:p w:x=\"".to_vec(),
            7 => b"</w:p></w:body></w:document><w:p/>".to_vec(),
            8 => b"<w:altChunk r:id=\"x\"/><w:object/><w:pict/>".repeat(1_000),
            _ => vec![0xff; 100_000],
        };
        with_named_file("letter.docx", &word(&body))
    });
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><x>&b;&c;</x>";
    let open = "application/vnd.oasis.opendocument.text";
    let list = vec![
        with_named_file("letter.docx", &archive(&[("[Content_Types].xml", TYPES), ("word/document.xml", laughs.as_bytes())])),
        with_named_file("letter.docx", &archive(&[("word/document.xml", b"")])),
        with_named_file("letter.docx", &archive(&[("[Content_Types].xml", TYPES), ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"), ("word/document.xml", b"<x/>")])),
        with_named_file("letter.odt", &archive(&[("mimetype", open.as_bytes()), ("content.xml", laughs.as_bytes())])),
        with_named_file("letter.odt", &archive(&[("mimetype", open.as_bytes()), ("content.xml", &b"<text:list><text:list-item>".repeat(50_000))])),
        with_named_file("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing else"),
        with_named_file("letter.doc", &[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &vec![0xff; 5_000]].concat()),
        with_named_file("letter.rtf", &b"{\\rtf1".repeat(20_000)),
        with_named_file("letter.rtf", b"{\\rtf1{\\object\\objupdate{\\*\\objdata 0105}}{\\field{\\*\\fldinst INCLUDEPICTURE \"http://127.0.0.1:1/x\"}}}"),
        with_named_file("letter.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj trailer<</Root 1 0 R>>"),
        with_named_file("letter.pdf", b"%PDF-"),
        with_named_file("letter.pdf", &[b"%PDF-1.7\n".as_slice(), &b"<<".repeat(100_000)].concat()),
        with_named_file("letter.txt", &b"Source: ".repeat(200_000)),
        with_named_file("letter.txt", &b"To: tsync\n".repeat(100_000)),
        with_named_file("letter.txt", "| ".repeat(300_000).as_bytes()),
        with_named_file("letter.html", &b"<table><tr><td>To:".repeat(50_000)),
    ];
    add_list(all, "documents", list);
}

/// One file that is of several types, and files that are not of the type that their name says.
fn polyglots(all: &mut Vec<Made>) {
    let zip = archive(&[("letter.txt", b"To: tsync\n")]);
    let pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\n".as_slice();
    let gif = b"GIF89a/*\x01\x00*/=1;<script>alert(1)</script>".as_slice();
    let files: [(&str, Vec<u8>); 16] = [
        ("letter.pdf", [pdf, &zip].concat()),
        ("letter.zip", [pdf, &zip].concat()),
        ("letter.gif", [gif, &zip].concat()),
        ("letter.html", [gif, b"<p>To: tsync</p>"].concat()),
        ("letter.pdf", b"MZ\x90\0This program cannot be run in DOS mode.".to_vec()),
        ("letter.docx", b"<html><script>alert(1)</script></html>".to_vec()),
        ("letter.docx", zip.clone()),
        ("letter.txt", zip.clone()),
        ("letter.exe", b"To: tsync\nTitle: On clocks\n".to_vec()),
        (
            "letter.txt",
            b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*".to_vec(),
        ),
        ("letter.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
        ("letter.eml", b"From: a@example.net\n\n%PDF-1.4\n".to_vec()),
        ("letter.png", [b"\x89PNG\r\n\x1a\n".as_slice(), &zip].concat()),
        ("letter", [b"\x1f\x8b\x08\0".as_slice(), &[0xff; 500]].concat()),
        ("letter.7z", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec()),
        ("letter.tar", vec![0; 10_240]),
    ];
    let made = files.iter().map(|(name, bytes)| with_named_file(name, bytes)).collect();
    add_list(all, "polyglots", made);
}
