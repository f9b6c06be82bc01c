//! Templates that a liaison manager made, and some that nobody should have made (BOD-4).

use std::io::Read as _;

use letters::reading::{Hints, read_letter};
use letters::writing::{BadTemplate, LetterFields, Template, built_in_names};
use letters::{Limits, NoConverter, document_of, kind_of};

use crate::support::archive;
use crate::writing::fields;

type Parts = Vec<(String, Vec<u8>)>;

/// Returns the parts of the plain letter.
fn parts() -> Parts {
    let docx = Template::built_in("plain").expect("it is built in").to_docx();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).expect("it is an archive");
    let mut parts = Parts::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).expect("it has the entry");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("the entry can be unpacked");
        parts.push((entry.name().expect("it has a name").to_string(), bytes));
    }
    parts
}

fn packed(parts: &Parts) -> Vec<u8> {
    archive(parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}

/// Returns the plain letter with something of a part replaced by something else.
fn changed(part: &str, old: &str, new: &str) -> Vec<u8> {
    let mut parts = parts();
    for (name, bytes) in parts.iter_mut().filter(|(name, _)| name == part) {
        let text = String::from_utf8(bytes.clone()).expect("it is text");
        assert!(text.contains(old), "{name} has {old}");
        *bytes = text.replacen(old, new, 1).into_bytes();
    }
    packed(&parts)
}

const DOCUMENT: &str = "word/document.xml";
const TEXT: &str = r#"<w:r><w:t xml:space="preserve">{{text}}</w:t></w:r>"#;

fn text_of(docx: &[u8]) -> String {
    document_of(docx, kind_of(docx, "letter.docx"), &NoConverter, &Limits::default()).text
}

/// Returns a document in whose text slot this stands before the slot.
fn with(words: &str) -> Vec<u8> {
    let paragraph = format!("<w:r><w:t>{words}</w:t></w:r></w:p><w:p>{TEXT}");
    changed(DOCUMENT, TEXT, &paragraph)
}

#[test]
fn every_form_that_is_built_in_is_a_template_that_can_be_read() {
    for form in built_in_names() {
        let docx = Template::built_in(form).expect("it is built in").to_docx();
        let template = Template::read(&docx).expect("it can be read");
        assert_eq!(template.to_docx(), docx, "{form}");
    }
    assert!(Template::built_in("itu-t ").is_none());
}

#[test]
fn a_slot_that_word_has_parted_is_still_one() {
    let parted = r#"<w:r><w:rPr><w:b/></w:rPr><w:t>Re </w:t></w:r><w:r><w:t>{</w:t></w:r><w:proofErr w:type="spellStart"/>
        <w:r><w:t>{sub</w:t></w:r><w:bookmarkStart w:id="0" w:name="x"/><w:r><w:rPr><w:i/></w:rPr><w:t>ject }</w:t></w:r>
        <w:proofErr w:type="spellEnd"/><w:r><w:t>}!</w:t></w:r></w:p><w:p>"#;
    let docx = changed(DOCUMENT, TEXT, &format!("{parted}{TEXT}"));
    let letter = Template::read(&docx).expect("it is a template").write(&fields());
    let letter = letter.expect("it can be filled");
    let text = text_of(&letter);
    assert!(text.contains("\nRe Time synchronization over deterministic networks!\n"), "{text}");
}

#[test]
fn a_template_need_not_have_every_field_and_says_what_the_letter_says() {
    let words = "{{if response}}An answer.</w:t></w:r></w:p><w:p><w:r><w:t>{{unless deadline}}No hurry.\
        </w:t></w:r></w:p><w:p><w:r><w:t>Ours: {{number|none}}, {{consensus|nothing}}, {{purpose.lower|open}}";
    let template = Template::read(&with(words)).expect("it is a template");
    let bare = LetterFields { deadline: None, consensus: String::new(), ..fields() };
    let text = text_of(&template.write(&bare).expect("it can be filled"));
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.contains(&"No hurry.") && !lines.contains(&"An answer."), "{text}");
    assert!(lines.contains(&"Ours: 2041, nothing, for action"), "{text}");
    assert!(!text.contains("Deadline"), "the row for it is left out: {text}");
    let nobody = LetterFields { contacts: Vec::new(), ..bare };
    let letter = template.write(&nobody).expect("it can be filled");
    let document = document_of(&letter, kind_of(&letter, ""), &NoConverter, &Limits::default());
    assert!(read_letter(&document, &Hints::default()).contacts.is_empty());
}

/// REC-2: a letter that corrects another says so in every form: where its maker wants it, else right above its words, of which it is
/// no part.
#[test]
fn a_letter_that_corrects_another_says_so_in_every_form() {
    let correction = "This corrects liaison statement 12: a day was wrong.".to_owned();
    let fields = LetterFields { correction: correction.clone(), ..fields() };
    let placed = with("{{if correction}}Corrected. {{correction}}");
    let templates = built_in_names().filter_map(Template::built_in);
    for template in templates.chain([Template::read(&placed).expect("it is a template")]) {
        let letter = template.write(&fields).expect("it can be filled");
        assert_eq!(text_of(&letter).matches(&correction).count(), 1);
        let document = document_of(&letter, kind_of(&letter, ""), &NoConverter, &Limits::default());
        let read = read_letter(&document, &Hints::default());
        assert_eq!(read.text.trim_end(), fields.text.trim_end());
        let plain = LetterFields { correction: String::new(), ..fields.clone() };
        let letter = template.write(&plain).expect("it can be filled");
        assert!(!text_of(&letter).contains("orrect"), "nothing is said of it");
    }
}

#[test]
fn a_template_that_names_where_it_came_from_is_taken_without_that() {
    let mut parts = parts();
    let relations = br#"<Relationships><Relationship Id="t" Type="urn:attachedTemplate" Target="file:///C:/letter.dotm" TargetMode="External"/></Relationships>"#;
    parts.push(("word/_rels/settings.xml.rels".to_owned(), relations.to_vec()));
    for (name, bytes) in &mut parts {
        let text = String::from_utf8(bytes.clone()).expect("it is text");
        let text = match name.as_str() {
            "word/settings.xml" => {
                text.replace("<w:zoom", "<w:attachedTemplate r:id=\"t\"/><w:zoom")
            }
            "[Content_Types].xml" => text.replace("document.main+xml", "template.main+xml"),
            _ => continue,
        };
        *bytes = text.into_bytes();
    }
    let docx = Template::read(&packed(&parts)).expect("it is a template").to_docx();
    let text = String::from_utf8_lossy(&docx);
    assert!(!text.contains("settings.xml.rels"));
    assert_eq!(kind_of(&docx, "").media_type(), kind_of(&packed(&self::parts()), "").media_type());
}

#[test]
fn what_is_wrong_with_a_template_is_said_with_the_slot_and_what_to_do() {
    let external = r#"<Relationship Id="p" Type="urn:x/image" TargetMode="External" Target="http://192.0.2.1/pixel.png"/></Relationships>"#;
    let field = r#"<w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\cmd.exe</w:instrText></w:r></w:p><w:p>"#;
    let add = |name: &str, bytes: &[u8]| {
        let mut parts = parts();
        parts.push((name.to_owned(), bytes.to_vec()));
        packed(&parts)
    };
    let deep = format!("{}{}", "<w:p>".repeat(300), "</w:p>".repeat(300));
    let hostile: Vec<(&str, Vec<u8>)> = vec![
        ("no archive", b"{{text}}".to_vec()),
        ("no document", archive([("[Content_Types].xml", &b"<Types/>"[..])])),
        ("a bomb", add("word/media/image1.png", &vec![0; 20 * 1024 * 1024])),
        ("macros", add("word/vbaProject.bin", b"x")),
        (
            "macros by type",
            changed("[Content_Types].xml", "document.main+xml", "document.macroEnabled.main+xml"),
        ),
        ("an object", add("word/embeddings/oleObject1.bin", b"x")),
        ("a path", add("../../etc/passwd", b"x")),
        ("a linked picture", changed("word/_rels/document.xml.rels", "</Relationships>", external)),
        ("a field", changed(DOCUMENT, TEXT, &format!("{field}{TEXT}"))),
        (
            "entities",
            changed(DOCUMENT, "<w:document", "<!DOCTYPE x [<!ENTITY a \"b\">]><w:document"),
        ),
        ("cut off", changed(DOCUMENT, "</w:body>", "")),
        ("depth", changed(DOCUMENT, "<w:sectPr>", &format!("{deep}<w:sectPr>"))),
        ("an unknown slot", with("{{subjekt}}")),
        ("an unknown slot at the edge", changed("word/footer1.xml", "{{url}}", "{{uri}}")),
        (
            "an unknown slot in the properties",
            changed("docProps/core.xml", "{{subject}}", "{{title}}"),
        ),
        ("an unknown condition", with("{{if tuesday}}")),
        ("a slot that is open", with("{{subject")),
        (
            "a slot in a link",
            with(
                r#"</w:t></w:r><w:hyperlink><w:r><w:t>{{url}}</w:t></w:r></w:hyperlink><w:r><w:t>"#,
            ),
        ),
        ("words beside the text", changed(DOCUMENT, "{{text}}", "Text: {{text}}")),
        ("text at the edge", changed("word/footer1.xml", "{{url}}", "{{text}}")),
        ("no text", changed(DOCUMENT, "{{text}}", "")),
        ("no receiver", changed(DOCUMENT, "{{to}}", "")),
    ];
    let said: Vec<String> = hostile
        .iter()
        .map(|(what, bytes)| {
            let fault: BadTemplate = Template::read(bytes).expect_err(what);
            format!("{what}: {fault}\n")
        })
        .collect();
    insta::assert_snapshot!("bad_templates", said.concat());
}
