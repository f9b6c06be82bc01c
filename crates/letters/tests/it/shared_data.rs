//! Real letters, where they are at hand; nothing of them is kept here.

use std::path::PathBuf;

use letters::{Kind, kind_of};

use crate::support::read;

fn shared_data() -> PathBuf {
    let default = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    std::env::var_os("LIAISON_SHARED_DATA").map_or_else(default, PathBuf::from)
}

#[test]
fn real_letters_are_known_by_their_content_and_word_is_read() {
    let folder = shared_data().join("letters");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        assert!(
            std::env::var_os("LIAISON_TEST_REQUIRE").is_none(),
            "{} is required",
            folder.display()
        );
        println!("{} is absent: no real letter was read", folder.display());
        return;
    };
    let mut letters = 0;
    for path in entries.map(|entry| entry.expect("the folder can be listed").path()) {
        let extension =
            path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let expected = match extension {
            "pdf" => Kind::Pdf,
            "doc" => Kind::Doc,
            "docx" => Kind::Docx,
            _ => continue,
        };
        let bytes = std::fs::read(&path).expect("the file can be read");
        assert_eq!(kind_of(&bytes, "letter"), expected, "{}", path.display());
        if expected == Kind::Docx {
            let text = read(&bytes, "letter");
            assert!(text.text.len() > 500, "{}: {:?}", path.display(), text.warnings);
            assert!(
                !text.warnings.iter().any(|warning| warning.contains("broken")),
                "{}",
                path.display()
            );
        }
        letters += 1;
    }
    assert!(letters > 0, "{} holds no letters", folder.display());
}
