//! Reads what a person types to search: words, `"quoted phrases"`, `-not`. Nothing that can be typed is an error.

use super::words::words;

/// What must occur in a statement and what must not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// Each must occur.
    pub(crate) wanted: Vec<Term>,
    /// None may occur.
    pub(crate) unwanted: Vec<Term>,
}

/// Folded words that stand one after the other; often just one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Term {
    /// At least one, at most [`MAX_PHRASE`].
    pub(crate) words: Vec<String>,
}

/// The most words of a phrase that count; what follows is not looked at.
pub(crate) const MAX_PHRASE: usize = 32;

/// The most terms that count; what follows is not looked at.
pub(crate) const MAX_TERMS: usize = 32;

/// The most characters that are read; nobody types more, though machines do.
const MAX_CHARACTERS: usize = 10_000;

impl Query {
    /// Reads what was typed.
    ///
    /// Words are folded as the index is; a word that folding splits (`S2-2403861`) is a phrase of its pieces. `-`
    /// right before a word or a phrase excludes it; a quote that is never closed is as if it were not there.
    pub(crate) fn parse(typed: &str) -> Self {
        let typed: Vec<char> = typed.chars().take(MAX_CHARACTERS).collect();
        let mut query = Self::default();
        let mut rest = typed.as_slice();
        while !rest.is_empty() && query.wanted.len() + query.unwanted.len() < MAX_TERMS {
            let start = rest.iter().position(|c| !separates(*c)).unwrap_or(rest.len());
            rest = &rest[start..];
            let minuses = rest.iter().position(|c| !is_minus(*c)).unwrap_or(rest.len());
            rest = &rest[minuses..];
            let (term, after) = next_piece(rest);
            rest = after;
            query.add(term, minuses > 0);
        }
        query
    }

    /// Says whether nothing is asked for, so that everything matches.
    pub(crate) fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.unwanted.is_empty()
    }

    fn add(&mut self, piece: &[char], not: bool) {
        let mut words = words(&piece.iter().collect::<String>());
        if words.is_empty() {
            return;
        }
        words.truncate(MAX_PHRASE);
        let term = Term { words };
        let terms = if not { &mut self.unwanted } else { &mut self.wanted };
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
}

/// Returns the next word or the inside of the next quotes, and what comes after.
fn next_piece(rest: &[char]) -> (&[char], &[char]) {
    if let Some((first, inside)) = rest.split_first()
        && is_quote(*first)
    {
        return match inside.iter().position(|c| is_quote(*c)) {
            Some(end) => (&inside[..end], &inside[end + 1..]),
            None => next_word(inside),
        };
    }
    next_word(rest)
}

fn next_word(rest: &[char]) -> (&[char], &[char]) {
    let end = rest.iter().position(|c| separates(*c) || is_quote(*c)).unwrap_or(rest.len());
    rest.split_at(end)
}

fn separates(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '－')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes a query so that one can read it: `a "b c" -d`.
    fn shown(typed: &str) -> String {
        let query = Query::parse(typed);
        let one = |sign: &str, term: &Term| match term.words.as_slice() {
            [word] => format!("{sign}{word}"),
            words => format!("{sign}\"{}\"", words.join(" ")),
        };
        let wanted = query.wanted.iter().map(|term| one("", term));
        let unwanted = query.unwanted.iter().map(|term| one("-", term));
        wanted.chain(unwanted).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_phrases_and_exclusions_are_told_apart() {
        assert_eq!(shown("Optical  TRANSPORT"), "optical transport");
        assert_eq!(
            shown(r#"clock "time sync" -draft -"for information""#),
            r#"clock "time sync" -draft -"for information""#
        );
        assert_eq!(shown("“Réseau de transport” −accès"), r#""reseau de transport" -acces"#);
        assert_eq!(shown(r#"a"b c"d"#), r#"a "b c" d"#);
    }

    #[test]
    fn a_word_that_folding_splits_is_a_phrase() {
        assert_eq!(shown("S2-2403861"), r#""s2 2403861""#);
        assert_eq!(shown("-x.pdf chair@example.org"), r#""chair example org" -"x pdf""#);
        assert_eq!(shown("研究組"), r#""研 究 組""#);
    }

    #[test]
    fn what_makes_no_sense_is_read_as_well_as_it_can_be() {
        assert_eq!(shown(""), "");
        assert_eq!(shown("- -- \"\" -\"\" \" \0 🙂 ( * : ^ &&"), "");
        assert_eq!(shown("\"never closed"), "never closed");
        assert_eq!(shown("a -\"never closed"), "a closed -never");
        assert_eq!(shown("- a"), "a");
        assert_eq!(shown("--a"), "-a");
        assert_eq!(
            shown("a AND b OR NOT c NEAR(d e) f* g:h"),
            r#"a and b or not c "near d" e f "g h""#
        );
        assert_eq!(shown("a\0b a a"), "a b");
    }

    #[test]
    fn ten_thousand_words_are_read_as_the_first_few() {
        let many: String = (0..10_000).map(|n| format!("w{n} ")).collect();
        assert_eq!(Query::parse(&many).wanted.len(), MAX_TERMS);
        let phrase = format!("\"{many}\"");
        // Cut before its closing quote, it is no phrase any more.
        assert_eq!(Query::parse(&phrase).wanted.len(), MAX_TERMS);
        let dashed = many.replace(' ', "-");
        assert_eq!(
            Query::parse(&dashed).wanted,
            [Term { words: (0..32).map(|n| format!("w{n}")).collect() }]
        );
        assert!(Query::parse(&"\" ".repeat(1_000_000)).is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_typed_gives_a_bounded_query(typed in any::<String>()) {
            let query = Query::parse(&typed);
            prop_assert!(query.wanted.len() + query.unwanted.len() <= MAX_TERMS);
            for term in query.wanted.iter().chain(&query.unwanted) {
                prop_assert!((1..=MAX_PHRASE).contains(&term.words.len()));
            }
        }

        #[test]
        fn a_query_written_out_is_read_as_the_same(typed in "[-\" a-eé.]{0,40}") {
            let written = shown(&typed);
            prop_assert_eq!(Query::parse(&written), Query::parse(&typed));
        }
    }
}
