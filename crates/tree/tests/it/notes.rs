//! Signed notes and checkpoints.

use proptest::prelude::*;
use tree::{BadNote, Checkpoint, Hash, Note, NoteKey, PublicKey};

fn key(secret: u8) -> NoteKey {
    NoteKey::new("liaison.example.org/log", &[secret; 32])
}

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: "liaison.example.org/log".to_owned(), size: 12, root: Hash::of(b"root") }
}

/// The note, the key and the signature that the documentation of Go's `sumdb/note` gives.
#[test]
fn a_note_of_another_program_is_read() {
    let key =
        PublicKey::parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
            .unwrap();
    let text = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    assert_eq!(Note::parse(text).unwrap().check(std::slice::from_ref(&key)).unwrap(), ["c74f20a3"]);
    let changed = text.replace("the answer", "an answer");
    let refused = Note::parse(&changed).unwrap().check(&[key]);
    assert!(matches!(refused, Err(BadNote::False(_))), "{refused:?}");
}

#[test]
fn a_checkpoint_is_signed_and_read_again() {
    let (old, new) = (key(1), key(2));
    let written = checkpoint().sign(&[&new, &old]);
    insta::assert_snapshot!(written);
    insta::assert_snapshot!(new.public());
    let kept = NoteKey::parse_secret(&new.secret()).unwrap();
    assert_eq!(kept.public(), new.public());
    assert!(NoteKey::parse_secret(&new.secret().replace("PRIVATE", "PUBLIC")).is_none());
    assert_eq!(PublicKey::parse(&new.public().to_string()), Some(new.public()));
    let (read, note) = Checkpoint::parse(&written).unwrap();
    assert_eq!(read, checkpoint());
    assert_eq!(note.check(&[old.public()]).unwrap(), [old.public().id_hex()]);
    assert_eq!(note.check(&[old.public(), new.public()]).unwrap().len(), 2);
    let other = NoteKey::new("other.example.com/log", &[1; 32]);
    insta::assert_snapshot!(note.check(&[other.public()]).unwrap_err());
    let forged = written.replacen("\n12\n", "\n13\n", 1);
    insta::assert_snapshot!(
        Checkpoint::parse(&forged).unwrap().1.check(&[old.public()]).unwrap_err()
    );
    assert!(format!("{old:?}").starts_with("NoteKey(liaison.example.org/log+"));
}

/// RFC 4648 §3.5: one hash has one way in which it is written, or two texts would pass for the same checkpoint.
#[test]
fn a_hash_that_is_written_in_two_pieces_is_refused() {
    let hash = Hash::of(b"root");
    assert_eq!(Hash::from_base64(&hash.to_string()), Some(hash));
    // 29 bytes and their filling, and three bytes more.
    assert_eq!(Hash::from_base64("SB/JTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HdI=2N7X"), None);
}

#[test]
fn what_is_no_checkpoint_is_refused() {
    let good = checkpoint().sign(&[&key(1)]);
    for (from, to) in [
        ("\n12\n", "\n012\n"),
        ("\n12\n", "\n-1\n"),
        ("\n12\n", "\n"),
        ("\n\n— ", "\n— "),
        ("— ", "- "),
        ("liaison.example.org/log\n", "liaison\u{7}\n"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert!(Checkpoint::parse(&bad).is_err(), "{bad}");
    }
    assert!(Checkpoint::parse(good.trim_end()).is_err());
    assert!(Note::parse(&"x".repeat(100_000)).is_err());
    for bad in [
        "",
        "a+b",
        "name+00000000+AQ==",
        "na me+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ] {
        assert_eq!(PublicKey::parse(bad), None, "{bad}");
    }
}

proptest! {
    // Each signs, which takes its time where nothing is optimized.
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn reading_a_note_fails_only_by_saying_so(text in ".{0,200}", cut in 0_usize..200) {
        let _ = Checkpoint::parse(&text);
        let good = checkpoint().sign(&[&key(1)]);
        let cut = good.floor_char_boundary(cut.min(good.len() - 1));
        prop_assert!(Checkpoint::parse(&good[..cut]).is_err());
    }
}
