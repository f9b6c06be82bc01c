//! Leaves, their parts, and proofs in files.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tree::{
    Checkpoint, FORM, Hash, Leaf, LeafKind, NoteKey, Opened, PROOF_FORM, ProofFile, ProvedEntry,
    Salt, Values, canonical, parts_of,
};

fn values() -> Values {
    let values = [("by", json!("Anna Chair")), ("words", json!("“Too late” – é\n\u{1}"))];
    values.map(|(name, value)| (name.to_owned(), value)).into()
}

fn leaf(salt: &Salt) -> Leaf {
    Leaf {
        at: "2026-09-01T12:00:00Z".to_owned(),
        entered: "2026-09-01T12:00:01Z".to_owned(),
        form: FORM,
        kind: LeafKind::Event,
        number: 12,
        parts: salt.digests(&values()),
        source: "4711".to_owned(),
        what: "withdrawn".to_owned(),
    }
}

#[test]
fn a_leaf_is_written_in_one_way_and_holds_nobodys_words() {
    let leaf = leaf(&Salt([7; 32]));
    let written = leaf.written();
    insta::assert_snapshot!(written);
    assert_eq!(Leaf::parse(&written), Some(leaf));
    for other in [
        written.replace("\"form\":1", "\"form\":2"),
        written.replace(",\"form", ", \"form"),
        String::new(),
    ] {
        assert_eq!(Leaf::parse(&other), None, "{other}");
    }
}

/// RFC 8785 §3.2: names sorted, control characters as it says.
#[test]
fn values_are_written_in_one_way() {
    let value = json!({ "b": [1, true, null], "a": "\u{8}\t\n\u{c}\r\u{1f}\"\\/é€", "\u{1F600}": 1, "\u{FB33}": 2 });
    // As escapes, since editors write the last name by other characters.
    let expected = concat!(
        r#"{"a":"\b\t\n\f\r\u001f\"\\/é€","b":[1,true,null],"#,
        "\"\u{1F600}\":1,\"\u{FB33}\":2}"
    );
    assert_eq!(canonical(&value), expected);
}

#[test]
fn a_part_that_changed_is_named() {
    let salt = Salt([7; 32]);
    let leaf = leaf(&salt);
    assert_eq!(leaf.differing(&salt, &values()), [""; 0]);
    let mut changed = values();
    changed.insert("words".to_owned(), json!("Too early"));
    changed.insert("role".to_owned(), json!("chair"));
    changed.remove("by");
    assert_eq!(leaf.differing(&salt, &changed), ["by", "words", "role"]);
    assert_eq!(leaf.differing(&Salt([8; 32]), &values()), ["by", "words"]);
}

#[test]
fn the_parts_of_a_statement_are_what_its_json_says_and_not_what_is_worked_out() {
    let shape = json!({
        "number": 12, "subject": "On clocks", "text": "Dear all", "purpose": null, "settles": false,
        "from_groups": [{ "acronym": "tsync", "name": "Time", "organization": "IETF" }], "to_groups": [],
        "distributed_to": ["Others", { "acronym": "paths", "name": "Paths", "organization": "IETF", "by": "Anna" }],
        "attachments": [
            { "kind": "file", "name": "a.pdf", "title": "A", "media_type": "application/pdf", "size": 3, "sha256": "ab", "url": "https://x/1", "renditions": [1] },
            { "kind": "file", "name": null, "title": "", "sha256": null, "hidden": "It named a person." },
            { "kind": "link", "name": null, "title": "B", "url": "https://example.com/b" },
        ],
        "handling": { "answered_by": [3] }, "url": "https://liaison.example.org/statements/12", "version": 1,
    });
    insta::assert_snapshot!(serde_json::to_string_pretty(&parts_of(&shape)).unwrap());
    assert_eq!(tree::files_of(&parts_of(&shape)), [("attachment 1".to_owned(), "ab".to_owned())]);
}

fn proof() -> (ProofFile, NoteKey) {
    let (salt, key) = (Salt([7; 32]), NoteKey::new("liaison.example.org/log", &[1; 32]));
    let written = leaf(&salt).written();
    let (own, beside) = (Hash::of_leaf(written.as_bytes()), Hash::of_leaf(b"another"));
    let root = tree::root(&[own, beside]);
    let checkpoint = Checkpoint { origin: "liaison.example.org/log".to_owned(), size: 2, root };
    let open = |(name, value): (String, Value)| {
        let salt = salt.of_part(&name).hex();
        (name, Opened { salt, value })
    };
    let parts: BTreeMap<String, Opened> = values().into_iter().map(open).collect();
    let proof = ProofFile {
        form: PROOF_FORM.to_owned(),
        statement: 12,
        checkpoint: checkpoint.sign(&[&key]),
        keys: vec![key.public().to_string()],
        entries: vec![ProvedEntry { index: 0, leaf: written, parts, path: vec![beside] }],
    };
    (proof, key)
}

#[test]
fn a_proof_is_checked_without_asking_anybody() {
    let (proof, key) = proof();
    let text = serde_json::to_string(&proof).unwrap();
    let read = ProofFile::parse(&text).unwrap();
    let shown = read.check(&[key.public()]).unwrap();
    assert_eq!((shown.leaves[0].0, shown.checkpoint.size), (0, 2));
    let hidden = text.replace("\"words\":{\"salt\"", "\"words beyond\":{\"salt\"");
    let cases = [
        ("a part that was changed", text.replace("Anna Chair", "Bo Director")),
        ("a part under another name", hidden),
        ("a leaf that was changed", text.replace("2026-09-01T12:00:00Z", "2019-09-01T12:00:00Z")),
        ("another place", text.replace("\"index\":0", "\"index\":1")),
        ("another statement", text.replace("\"statement\":12", "\"statement\":13")),
        ("another form", text.replace(PROOF_FORM, "liaison-proof/9")),
        ("no leaf", text.replace("\"entries\":[", "\"entries\":[],\"former\":[")),
        ("half of it", text[..text.len() / 2].to_owned()),
    ];
    let refused = cases.map(|(what, text)| {
        let refused = ProofFile::parse(&text).and_then(|proof| proof.check(&[key.public()]));
        format!("{what}: {}", refused.unwrap_err())
    });
    insta::assert_snapshot!(refused.join("\n"));
    let other = NoteKey::new("liaison.example.org/log", &[2; 32]);
    insta::assert_snapshot!(read.check(&[other.public()]).unwrap_err());
    assert!(read.check(&[]).is_ok(), "by its own keys");
}

proptest! {
    // Each signs and checks, which takes its time where nothing is optimized.
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn reading_a_proof_fails_only_by_saying_so(text in ".{0,200}", flip in any::<prop::sample::Index>(), to in any::<char>()) {
        let _ = ProofFile::parse(&text);
        let (proof, key) = proof();
        let text = serde_json::to_string(&proof).unwrap();
        let mut chars: Vec<char> = text.chars().collect();
        let at = flip.index(chars.len());
        prop_assume!(chars[at] != to);
        chars[at] = to;
        let changed: String = chars.into_iter().collect();
        // Whatever one character is changed to: refused, or what is proved is the same.
        if let Ok(read) = ProofFile::parse(&changed) && read.check(&[key.public()]).is_ok() {
            prop_assert_eq!(&read.entries[0].leaf, &proof.entries[0].leaf);
            for (name, opened) in &read.entries[0].parts {
                prop_assert_eq!(canonical(&opened.value), canonical(&proof.entries[0].parts[name].value));
            }
        }
    }
}
