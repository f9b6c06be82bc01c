//! No text makes looking for the documents that it names panic or hang, and what is found stands in it.

#![no_main]

use letters::{Surroundings, documents};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
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
});
