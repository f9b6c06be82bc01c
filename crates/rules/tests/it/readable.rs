//! Which files everybody can read, and which only go with another beside them (BOD-3).

use rules::{
    Attachment, AttachmentBody, AttachmentSource, Direction, MadeOf, Policy, Refusal, Statement,
    complete, name_of_pdf, outlived, unreadable,
};

use crate::made::World;

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const SLIDES: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// A file whose digest is its name.
fn file(position: i64, name: &str, media_type: &str) -> Attachment {
    let body = AttachmentBody::File {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        sha256: Some(name.to_owned()),
        size: 1,
        legacy_name: None,
        renditions: Vec::new(),
    };
    let (title, source) = (name.to_owned(), AttachmentSource::Uploaded);
    Attachment {
        position,
        title,
        body,
        source,
        added_after_sending: false,
        hidden: None,
        made_of: None,
    }
}

/// A PDF that was made of a file of that name and digest.
fn made(position: i64, name: &str, of: &str, sha256: &str) -> Attachment {
    let made_of = Some(MadeOf { name: of.to_owned(), sha256: sha256.to_owned() });
    Attachment { made_of, ..file(position, name, "application/pdf") }
}

fn with(attachments: &[Attachment]) -> Statement {
    let world = World::new();
    let mut statement = world.outgoing(&["tsync"], &["kio"], "Finn");
    statement.attachments = attachments.to_vec();
    statement
}

fn lacking(attachments: &[Attachment]) -> Vec<(String, bool)> {
    let all = unreadable(&with(attachments));
    all.into_iter().map(|it| (it.name, it.can_be_made)).collect()
}

/// BOD-3: of every kind that office programs write; a PDF can be made of what a word processor wrote.
#[test]
fn what_office_programs_write_needs_another_file_beside_it() {
    let cases = [
        (WORD, Some(true)),
        ("application/msword", Some(true)),
        ("application/rtf", Some(true)),
        ("application/vnd.oasis.opendocument.text", Some(true)),
        (SLIDES, Some(false)),
        ("application/vnd.oasis.opendocument.spreadsheet", Some(false)),
        ("application/vnd.ms-excel", Some(false)),
        ("application/x-cfb", Some(false)),
        ("application/pdf", None),
        ("text/html", None),
        ("text/plain", None),
        ("image/png", None),
        ("application/zip", None),
    ];
    for (media_type, can_be_made) in cases {
        let expected: Vec<_> =
            can_be_made.map(|it| ("report".to_owned(), it)).into_iter().collect();
        assert_eq!(lacking(&[file(1, "report", media_type)]), expected, "{media_type}");
    }
    let unknown = "application/octet-stream";
    assert_eq!(lacking(&[file(1, "Table.XLS", unknown)]), [("Table.XLS".to_owned(), false)]);
    assert_eq!(lacking(&[file(1, "table.bin", unknown)]), []);
    let word = file(1, "report.docx", WORD);
    let letter = Attachment { source: AttachmentSource::Made, ..word.clone() };
    assert_eq!(lacking(&[letter]), [], "the letter says what the message says");
    let hidden = Attachment { hidden: Some("It named somebody.".to_owned()), ..word.clone() };
    assert_eq!(lacking(&[hidden]), [], "it goes to nobody");
    let link = AttachmentBody::Link { url: "https://example.org/report.docx".to_owned() };
    assert_eq!(lacking(&[Attachment { body: link, ..word.clone() }]), []);
    let received = Statement { direction: Direction::Incoming, ..with(&[word]) };
    assert_eq!(unreadable(&received), [], "what others send is theirs to answer for");
}

/// BOD-3: beside it is what was made of it, or what has its name; what was made of an earlier file says nothing of it.
#[test]
fn beside_it_is_what_was_made_of_it_or_has_its_name() {
    let word = file(1, "Report.docx", WORD);
    let alone = [("Report.docx".to_owned(), true)];
    for (other, is_beside) in [
        (file(2, "report.PDF", "application/pdf"), true),
        (file(2, "report.html", "text/html"), true),
        (file(2, "report.odt", "application/vnd.oasis.opendocument.text"), false),
        (file(2, "figures.pdf", "application/pdf"), false),
        (made(2, "report-2.pdf", "Report.docx", "Report.docx"), true),
        (made(2, "report.pdf", "Report.docx", "of an earlier one"), false),
    ] {
        let found = lacking(&[word.clone(), other.clone()]);
        assert_eq!(found.iter().any(|it| *it == alone[0]), !is_beside, "{other:?}");
    }
}

/// BOD-3: what is left of a file that was taken away or changed is named.
#[test]
fn what_was_made_of_a_file_that_is_gone_is_named() {
    let made = made(2, "report.pdf", "report.docx", "report.docx");
    let there = with(&[file(1, "report.docx", WORD), made.clone()]);
    assert_eq!(outlived(&there), []);
    let gone = outlived(&with(&[file(3, "changed.docx", WORD), made]));
    let gone: Vec<_> = gone.iter().map(|it| (it.position, &*it.name, &*it.made_of)).collect();
    assert_eq!(gone, [(2, "report.pdf", "report.docx")]);
}

#[test]
fn a_pdf_has_a_name_that_no_other_file_has() {
    let named = |names: &[&str], of: &str| {
        let files: Vec<_> = (1..).zip(names).map(|(at, name)| file(at, name, WORD)).collect();
        name_of_pdf(&with(&files), of)
    };
    assert_eq!(named(&["report.docx"], "report.docx"), "report.pdf");
    assert_eq!(named(&["a.docx", "A.PDF", "a-2.pdf"], "a.docx"), "a-3.pdf");
    assert_eq!(named(&[], "no ending"), "no ending.pdf");
    assert_eq!(named(&[], "draft.v2.docx"), "draft.v2.pdf");
}

/// BOD-3: a policy may refuse what the others point out.
#[test]
fn a_policy_may_refuse_what_few_can_read() {
    let lenient = Policy::built_in("ietf").unwrap();
    let text = include_str!("../../policies/ietf.toml");
    let strict = text.replace("readable_required = false", "readable_required = true");
    assert_ne!(text, strict);
    let strict = Policy::parse(&strict).unwrap();
    let faults = |policy: &Policy, files: &[Attachment]| match complete(&with(files), policy) {
        Err(Refusal::Fields(faults)) => faults,
        _ => Vec::new(),
    };
    let word = file(1, "report.docx", WORD);
    let of_file = |policy: &Policy, files: &[Attachment]| -> Vec<String> {
        let faults = faults(policy, files).into_iter();
        faults.filter(|(field, _)| *field == "file").map(|(_, fault)| fault).collect()
    };
    let said = "Few can read report.docx: have a PDF made of it, or attach one beside it.";
    assert_eq!(of_file(&strict, std::slice::from_ref(&word)), [said]);
    assert!(of_file(&lenient, std::slice::from_ref(&word)).is_empty());
    assert!(of_file(&strict, &[word, file(2, "report.pdf", "application/pdf")]).is_empty());
}
