//! No text makes looking for the documents that it names panic or hang, and what is found stands in it.

use letters::{Surroundings, documents};

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mentions = documents(text);
    for mention in &mentions {
        assert!(!mention.words(text).is_empty(), "{mention:?}");
        let before = text.get(..mention.at.start).expect("a mention begins with a character");
        assert_eq!(mention.line, before.matches('\n').count() + 1);
    }
    let said = ["work in progress".to_owned(), "experimental".to_owned()];
    let surroundings = Surroundings::of(text, &mentions);
    for mention in mentions.iter().take(100) {
        surroundings.say(&mention.name, &said);
    }
    surroundings.say_of_all(&["all drafts".to_owned()], &said);
}
