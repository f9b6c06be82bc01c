//! Patterns that repeat letters of any script.

use regex::Regex;

/// What is a letter, a digit or "_" of any script, told by what is none: a twentieth of what the tables of Unicode take, each time
/// that a pattern repeats it.
const WORD: &str = r"[^\s!-,./:-@\[-^`{-~\u{80}-\u{bf}\u{2010}-\u{206f}-]";

/// What is a letter of any script.
const LETTER: &str = r"[^\s!-@\[-`{-~\u{80}-\u{bf}\u{2010}-\u{206f}]";

/// Makes a pattern that repeats `\w` or `\p{L}` some times, which otherwise takes longer to make than a letter takes to read.
pub(super) fn compiled(pattern: &str) -> Option<Regex> {
    Regex::new(&pattern.replace(r"\w", WORD).replace(r"\p{L}", LETTER)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_script_are_told_from_what_stands_between_them() {
        let words = compiled(r"^[\w'-]+$").expect("a pattern");
        let letters = compiled(r"^\p{L}{2,15}$").expect("a pattern");
        for word in ["liaison", "Präsidentin", "Łódź", "電気通信", "комиссия", "L'Étude"]
        {
            assert!(words.is_match(word), "{word}");
            assert_eq!(letters.is_match(word), !word.contains('\''), "{word}");
        }
        for other in
            ["a b", "a\u{a0}b", "a–b", "“a”", "a…", "a.b", "a/b", "a@b", "a«b»", "a\\b", "a^b"]
        {
            assert!(!words.is_match(other), "{other}");
            assert!(!letters.is_match(other), "{other}");
        }
        assert!(words.is_match("4_ab-c") && !letters.is_match("4_ab"));
    }
}
