//! What the sender's installation wrote down beside a statement: whatever stands in it is read within limits, or refused.

use letters::reading::{Envelope, Reading, Sent, fill_from, read_sent};
use proptest::prelude::*;

/// The names of fields, and some that nobody knows.
const NAMES: [&str; 26] = [
    "number",
    "purpose",
    "deadline",
    "subject",
    "text",
    "consensus",
    "from_groups",
    "to_groups",
    "from_as_written",
    "to_as_written",
    "from_contacts",
    "from_liaison_contact",
    "to_contacts",
    "to_liaison_contact",
    "identifiers",
    "sent_on",
    "attachments",
    "links",
    "url",
    "settles",
    "deadline_asked",
    "purpose_as_written",
    "kind",
    "name",
    "email",
    "surprise",
];

/// Any value in JSON, of those things that fields hold more often than others.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        prop::sample::select(vec![
            "null",
            "true",
            "0",
            "-1",
            "1e300",
            "12",
            "\"\"",
            "\"2026-10-15\"",
            "\"0000-00-00\"",
            "\"action\"",
            "\"groups\"",
            "\"answers\"",
            "\"link\"",
            "\"file\"",
            "\"https://liaison.example.com/statements/3\"",
            "\"https://\"",
            "\"\\u0000\"",
            "\"a\\nb\"",
            "\"\\u202e\"",
            "\"lee@example.com\"",
        ])
        .prop_map(str::to_owned),
        "[a-z ,;<>@]{0,40}".prop_map(|words| format!("\"{words}\"")),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let field = (prop::sample::select(NAMES.to_vec()), inner.clone());
        let fields = prop::collection::vec(field, 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(|all| format!("[{}]", all.join(","))),
            fields.prop_map(|fields| format!("{{{}}}", written(&fields))),
        ]
    })
}

fn written(fields: &[(&str, String)]) -> String {
    let all = fields.iter().map(|(name, value)| format!("\"{name}\":{value}"));
    all.collect::<Vec<_>>().join(",")
}

/// Fills a reading from it, and checks that all that is kept is what fields of forms hold.
fn holds(sent: &Sent) {
    let lines = sent.identifiers.iter().chain(&sent.subject).chain(&sent.address);
    for line in lines.chain(sent.links.iter().flat_map(|link| &link.names)) {
        assert!(
            !line.is_empty() && line.len() <= 1_000 && !line.chars().any(char::is_control),
            "{line:?}"
        );
    }
    assert!(sent.address.as_ref().is_none_or(|url| url.starts_with("http")));
    let text = "Some words.".to_owned();
    let reading =
        fill_from(Reading::default(), sent.clone(), &Envelope { text, ..Envelope::default() });
    for (field, evidence) in &reading.evidence {
        assert!(evidence.iter().all(|one| one.at.is_none()), "{field} is marked in no letter");
    }
}

proptest! {
    #[test]
    fn whatever_stands_in_the_file_is_read_or_refused(
        fields in prop::collection::vec((prop::sample::select(NAMES.to_vec()), value()), 0..12),
    ) {
        let file = format!("{{\"direction\":\"outgoing\",\"state\":\"posted\",{}}}", written(&fields));
        let file = file.replace(",}", "}");
        match read_sent(file.as_bytes()) {
            Ok(sent) => holds(&sent),
            Err(why) => prop_assert!(why.starts_with("it is no JSON"), "{why}: {file}"),
        }
    }

    #[test]
    fn whatever_the_bytes_nothing_breaks(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read_sent(&bytes).is_err());
    }
}

#[test]
fn what_is_too_long_or_too_deep_is_refused_with_the_reason() {
    let deep = format!("{{\"text\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read_sent(deep.as_bytes()).expect_err("it is refused").starts_with("it is no JSON"));
    let long = format!("{{\"text\":\"{}\"}}", "a".repeat(5_000_000));
    assert_eq!(
        read_sent(long.as_bytes()).expect_err("it is refused"),
        "it has more than 4194304 bytes"
    );
    let withdrawn = br#"{"direction":"outgoing","state":"withdrawn"}"#;
    let why = read_sent(withdrawn).expect_err("it is refused");
    assert_eq!(why, "its “state” is not “posted”, so it is of no statement that was sent");
    let many = vec!["\"LS1\""; 1_000].join(",");
    let many =
        format!("{{\"direction\":\"outgoing\",\"state\":\"posted\",\"identifiers\":[{many}]}}");
    let sent = read_sent(many.as_bytes()).expect("it is read");
    assert_eq!(sent.identifiers.len(), 200);
    assert_eq!(
        sent.doubts[0].why,
        "The file for programs has more than 200 entries in “identifiers”: the first were read."
    );
}
