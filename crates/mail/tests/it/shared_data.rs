//! Real messages, where they are at hand; nothing of them is kept here.

use std::path::PathBuf;

fn shared_data() -> PathBuf {
    let default = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    std::env::var_os("LIAISON_SHARED_DATA").map_or_else(default, PathBuf::from)
}

#[test]
fn no_real_message_is_refused() {
    let folder = shared_data().join("mail");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        assert!(
            std::env::var_os("LIAISON_TEST_REQUIRE").is_none(),
            "{} is required",
            folder.display()
        );
        println!("{} is absent: no real message was read", folder.display());
        return;
    };
    let mut messages = 0;
    for entry in entries {
        let path = entry.expect("the folder can be listed").path();
        if path.extension().is_none_or(|extension| extension != "eml") {
            continue;
        }
        let bytes = std::fs::read(&path).expect("the file can be read");
        let message = mail::read(&bytes, &mail::Limits::default());
        let message = message.unwrap_or_else(|refusal| panic!("{}: {refusal}", path.display()));
        assert!(message.from.is_some() && message.received_count == 0, "{}", path.display());
        assert!(
            !message.subject.is_empty() && !message.text.trim().is_empty(),
            "{}",
            path.display()
        );
        assert!(message.parts.iter().all(|part| !part.is_damaged), "{}", path.display());
        messages += 1;
    }
    assert!(messages > 0, "{} holds no messages", folder.display());
}
