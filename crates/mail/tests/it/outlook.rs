//! What Outlook wraps for Outlook alone is unwrapped (MS-OXTNEF).

use mail::{Limits, Message, Refusal};

#[path = "../../../../tests/outlook.rs"]
mod made;

use made::{Enclosed, wrapping};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

fn file<'a>(name: &'a str, bytes: &'a [u8]) -> Enclosed<'a> {
    Enclosed { names: (name, "LETTER~1.DOC"), media_type: DOCX, bytes, is_wrapping: false }
}

/// Returns a message that has nothing but a wrapping.
fn message(wrapped: &[u8], words: &str) -> Vec<u8> {
    let mut bytes = format!(
        "From: lee@example.com\r\nSubject: On clocks\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n{words}\r\n\
         --b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: binary\r\n\r\n"
    )
    .into_bytes();
    bytes.extend(wrapped);
    bytes.extend(b"\r\n--b--\r\n");
    bytes
}

fn read(wrapped: &[u8], words: &str) -> Message {
    mail::read(&message(wrapped, words), &Limits::default()).expect("it is a message")
}

fn attached(message: &Message) -> Vec<(String, &str, usize)> {
    let attached = message.parts.iter().filter(|part| part.is_attachment);
    let shown =
        attached.map(|it| (it.name.clone().unwrap_or_default(), it.path.as_str(), it.bytes.len()));
    shown.collect()
}

#[test]
fn what_outlook_wrapped_is_read_as_parts() {
    let wrapped = wrapping(
        "Dear colleagues,\r\n\r\nplease find our “letter”.\r\n",
        &[file("Our letter – final.docx", b"PK letter"), file("../../etc/notes.docx", b"PK notes")],
    );
    let whole = read(&wrapped, "");
    assert_eq!(
        attached(&whole),
        [("Our letter – final.docx".to_owned(), "2.1", 9), ("notes.docx".to_owned(), "2.2", 8)]
    );
    assert_eq!(whole.text.trim(), "Dear colleagues,\n\nplease find our “letter”.");
    assert_eq!(whole.parts.last().map(|part| part.media_type.as_str()), Some(DOCX));
    assert_eq!(read(&wrapped, "Its own words.").text.trim(), "Its own words.");
}

#[test]
fn a_message_within_a_wrapping_keeps_its_words_and_files() {
    let inner = wrapping("The words within.", &[file("inner.docx", b"PK inner")]);
    let carried = Enclosed { is_wrapping: true, ..file("Re: clocks", &inner) };
    let read = read(&wrapping("", &[carried, file("outer.docx", b"PK outer")]), "");
    let names: Vec<String> = attached(&read).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["inner.docx", "Re: clocks.txt", "outer.docx"]);
}

/// What is cut off or broken is read as far as it goes, stays there as it came, and passes no limit.
#[test]
fn a_broken_wrapping_is_kept_with_what_could_be_read_of_it() {
    let wrapped = wrapping("Words.", &[file("letter.docx", &[b'x'; 300])]);
    let total = wrapped.len();
    for end in 4..total {
        let read = read(&wrapped[..end], "");
        let names = attached(&read);
        let is_kept = names.iter().any(|(name, ..)| name == "winmail.dat");
        let ends_between = ends_whole(&wrapped, end);
        assert_eq!(is_kept, !ends_between, "cut at {end} of {total}: {names:?}");
    }
    for at in 4..total {
        for byte in [0, 0x7f, 0xff] {
            let mut broken = wrapped.clone();
            broken[at] = byte;
            read(&broken, "");
        }
    }
    let many: Vec<Enclosed<'_>> = (0..50).map(|_| file("letter.docx", b"x")).collect();
    let bytes = message(&wrapping("", &many), "");
    let refused = mail::read(&bytes, &Limits { parts: 20, ..Limits::default() });
    assert!(matches!(refused, Err(Refusal::TooManyParts { .. })), "{refused:?}");
    let mut nested = wrapping("Innermost.", &[]);
    for _ in 0..30 {
        nested = wrapping("", &[Enclosed { is_wrapping: true, ..file("inner", &nested) }]);
    }
    let refused = mail::read(&message(&nested, ""), &Limits::default());
    assert!(matches!(refused, Err(Refusal::TooDeep { .. })), "{refused:?}");
}

/// Says whether a wrapping that ends there ends with an attribute, or has none.
fn ends_whole(wrapped: &[u8], end: usize) -> bool {
    let mut at = 6;
    while at < end {
        let length =
            wrapped[at + 5..at + 9].try_into().map(u32::from_le_bytes).expect("four bytes");
        at += 11 + usize::try_from(length).expect("it is short");
    }
    at == end || end == 4
}
