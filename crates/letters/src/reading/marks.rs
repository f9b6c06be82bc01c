//! Lines that begin or part a letter: greetings, headings of sections.

use super::bodies;
use super::label::folded;

/// Says whether a line greets the reader.
pub(super) fn is_greeting(words: &str) -> bool {
    const GREETINGS: [&str; 22] = [
        "dear ",
        "hello",
        "hi ",
        "hi,",
        "greetings",
        "ladies and gentlemen",
        "to whom it may concern",
        "good morning",
        "good afternoon",
        "sehr geehrte",
        "cher ",
        "chers ",
        "chère ",
        "chères ",
        "mesdames",
        "messieurs",
        "madame,",
        "monsieur,",
        "estimad",
        "liebe ",
        "esteemed ",
        "gentlemen",
    ];
    if names_title(words.trim()) || names_office(words.trim()) {
        return true;
    }
    let words = words.trim().to_lowercase();
    words.len() < 120 && GREETINGS.iter().any(|greeting| words.starts_with(greeting))
}

/// Says whether a line greets by an office, as letters in French do: "Madame la Présidente,", "Monsieur le Directeur,".
fn names_office(words: &str) -> bool {
    const STARTS: [&str; 6] = [
        "madame la ",
        "monsieur le ",
        "madame, monsieur",
        "madame le ",
        "messieurs les ",
        "mesdames les ",
    ];
    let lower = words.to_lowercase();
    words.len() < 80 && words.ends_with(',') && STARTS.iter().any(|start| lower.starts_with(start))
}

/// Says whether a line is a title, at most with one name, and a comma or a colon: "Mr. Example,", "Sirs:".
fn names_title(words: &str) -> bool {
    const TITLES: [&str; 8] = ["mr", "mrs", "ms", "dr", "prof", "professor", "messrs", "monsieur"];
    const ALONE: [&str; 6] = ["sir", "sirs", "madam", "colleagues", "madams", "sir or madam"];
    let Some(words) = words.strip_suffix([',', ':']) else { return false };
    let is_name = |name: &str| {
        !name.contains([' ', ','])
            && name.starts_with(char::is_uppercase)
            && name.chars().any(char::is_lowercase)
    };
    let titled = words.split_once(' ').is_some_and(|(title, name)| {
        TITLES.contains(&title.trim_end_matches('.').to_lowercase().as_str()) && is_name(name)
    });
    titled || ALONE.contains(&words.to_lowercase().as_str())
}

/// Says whether a line begins a text by thanking for something.
pub(super) fn thanks(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    ["thank you for ", "we thank ", "thanks for ", "many thanks for ", "we would like to thank "]
        .iter()
        .any(|start| words.starts_with(start))
}

/// Says whether a line greets by naming the reader: "To the Example Board:", "IAB,".
pub(super) fn names_reader(words: &str) -> bool {
    let words = words.trim();
    let alone = words.strip_suffix([',', ':']).is_some_and(bodies::is_organization);
    // A line with one group alone may stand above a head.
    let to_chairs = words.starts_with("To the chairs of ")
        && [" groups", " Groups", " WGs"].iter().any(|kind| words.ends_with(kind));
    let to_some = words.starts_with("To the ") && words.ends_with([':', ',']);
    alone || (words.len() < 120 && (to_chairs || to_some))
}

/// Says whether a line is the heading of the first section of a text.
pub(super) fn is_section(words: &str) -> bool {
    let words = words.trim();
    if words.len() > 60 {
        return false;
    }
    let numbered = words.trim_start_matches(|sign: char| {
        sign.is_ascii_digit() || matches!(sign, '.' | ')' | ' ' | '\t')
    });
    let has_number =
        numbered.len() < words.len() && words.starts_with(|sign: char| sign.is_ascii_digit());
    let folded = folded(numbered);
    const SECTIONS: [&str; 9] = [
        "overall description",
        "description",
        "introduction",
        "background",
        "discussion",
        "overview",
        "general",
        "summary",
        "context",
    ];
    let is_known = SECTIONS.iter().any(|section| folded == *section);
    is_known
        && (has_number
            || folded == "overall description"
            || numbered.trim_end_matches(':') == numbered.trim_end())
}

/// Says whether most words of a line are written small, as in a sentence and not in names.
pub(super) fn reads_like_a_sentence(words: &str) -> bool {
    let all = words.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic));
    let (small, total) = all.fold((0, 0), |(small, total), word| {
        (small + usize::from(word.starts_with(char::is_lowercase)), total + 1)
    });
    total > 7 && small * 2 > total && !words.contains([';', '@'])
}
