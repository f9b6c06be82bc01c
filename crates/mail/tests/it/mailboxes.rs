//! Files of many messages (RFC 4155).

use std::io::Cursor;

use mail::{Filed, Mbox};

fn read(file: &[u8], limit: usize) -> Vec<Filed> {
    Mbox::new(Cursor::new(file.to_vec()), limit)
        .map(|message| message.expect("it can be read"))
        .collect()
}

fn words(filed: &Filed) -> &str {
    std::str::from_utf8(&filed.bytes).expect("words")
}

#[test]
fn a_message_begins_where_a_line_says_so_after_an_empty_one() {
    let file = "What stands before is no message.\n\nFrom lee@example.com Tue Sep  1 09:12:00 2015\nSubject: One\n\nHello,\nFrom lee@example.com Tue Sep  1 09:12:00 2015 on, all is new.\n\nFrom now on too.\n>From here\n>>From there\n> From elsewhere\n\nFrom bo@example.com Wed Sep 2 09:12:00 2015 +0200\nSubject: Two\n\n\n\nFrom MAILER-DAEMON Wed, 2 Sep 2015 10:00:00\nSubject: Three\n\nend";
    let found = read(file.as_bytes(), 10_000);
    assert_eq!(found.len(), 3);
    assert_eq!(
        words(&found[0]),
        "Subject: One\n\nHello,\nFrom lee@example.com Tue Sep  1 09:12:00 2015 on, all is new.\n\nFrom now on too.\nFrom here\n>From there\n> From elsewhere\n"
    );
    assert_eq!(
        (words(&found[1]), words(&found[2])),
        ("Subject: Two\n\n\n", "Subject: Three\n\nend")
    );
    let about: Vec<(&str, Option<String>, u64)> = found
        .iter()
        .map(|one| (one.envelope_from.as_str(), one.at.map(|at| at.to_string()), one.line))
        .collect();
    assert_eq!(
        about,
        [
            ("lee@example.com", Some("2015-09-01T09:12:00Z".to_owned()), 3),
            ("bo@example.com", Some("2015-09-02T09:12:00Z".to_owned()), 14),
            ("", None, 19)
        ]
    );
}

#[test]
fn line_ends_of_the_wire_stay() {
    let file = "From lee@example.com Tue Sep  1 09:12:00 2015\r\nSubject: One\r\n\r\nx\r\n\r\nFrom lee@example.com Tue Sep  1 09:12:00 2015\r\nSubject: Two\r\n\r\ny\r\n";
    let found = read(file.as_bytes(), 10_000);
    let all: Vec<&str> = found.iter().map(words).collect();
    assert_eq!(all, ["Subject: One\r\n\r\nx\r\n", "Subject: Two\r\n\r\ny\r\n"]);
}

/// Of what is larger than any message may be, no more is held than shows that it is.
#[test]
fn a_message_that_is_too_large_is_cut_and_counted() {
    let start = b"From lee@example.com Tue Sep  1 09:12:00 2015\n";
    let mut file = start.to_vec();
    file.extend(vec![b'x'; 3_000_000]);
    file.extend(b"\n\n");
    file.extend(start);
    file.extend(b"Subject: Two\n\ny\n");
    let found = read(&file, 1_000);
    assert_eq!((found.len(), found[0].bytes.len(), found[0].size), (2, 1_001, 3_000_002));
    assert_eq!(words(&found[1]), "Subject: Two\n\ny\n");
    assert_eq!(read(b"", 1_000), []);
}
