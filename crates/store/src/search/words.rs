//! Splits text into words and folds them, the same for both databases.
//!
//! A word is a run of letters and digits, in lower case, without accents: `Zürich` gives `zurich`, `x.pdf` gives `x`
//! and `pdf`, `S2-2403861` gives `s2` and `2403861`. Scripts that put no spaces between words give one word a
//! character, so that a quoted phrase finds any part of a sentence. What comes out consists of letters, digits and
//! marks alone; folding it again changes nothing.

use std::ops::{ControlFlow, Range};

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The most bytes that one word has; a longer run of letters is cut into several words.
///
/// SHA-256 in hexadecimal just fits. PostgreSQL keeps at most 2,046 bytes a word and 1 MB in all words of a row.
pub(crate) const MAX_WORD_BYTES: usize = 64;

/// Calls `take` with each folded word and where it stands in `text` (bytes), until `take` breaks.
pub(crate) fn each_word(
    text: &str,
    mut take: impl FnMut(&str, Range<usize>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut splitter = Splitter::default();
    for (at, c) in text.char_indices() {
        let place = at..at + c.len_utf8();
        if c.is_ascii_alphanumeric() {
            splitter.letter(c.to_ascii_lowercase(), place, &mut take)?;
        } else if c.is_ascii() {
            splitter.finish(&mut take)?;
        } else if !is_invisible(c) {
            let mut folded = [const { None }; MAX_FOLDED];
            let mut count = 0;
            fold(c, |letter| {
                if let Some(slot) = folded.get_mut(count) {
                    *slot = Some(letter);
                    count += 1;
                }
            });
            for letter in folded.into_iter().flatten() {
                splitter.any(letter, place.clone(), &mut take)?;
            }
        }
    }
    splitter.finish(&mut take)
}

/// Returns the words of a text as search compares them: folded, without case and accents.
pub fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let _ = each_word(text, |word, _| {
        all.push(word.to_owned());
        ControlFlow::Continue(())
    });
    all
}

/// The word being read.
#[derive(Default)]
struct Splitter {
    word: String,
    place: Range<usize>,
    /// Whether the next letter begins a new word, because this one is a character of a script without spaces.
    complete: bool,
}

impl Splitter {
    fn any(
        &mut self,
        c: char,
        place: Range<usize>,
        take: &mut impl FnMut(&str, Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if is_unspaced(c) {
            self.finish(take)?;
            self.push(c, place);
            self.complete = true;
        } else if continues(c) {
            let complete = std::mem::take(&mut self.complete);
            self.letter(c, place, take)?;
            self.complete = complete;
        } else if c.is_alphanumeric() {
            self.letter(c, place, take)?;
        } else {
            self.finish(take)?;
        }
        ControlFlow::Continue(())
    }

    fn letter(
        &mut self,
        c: char,
        place: Range<usize>,
        take: &mut impl FnMut(&str, Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if self.complete || self.word.len() + c.len_utf8() > MAX_WORD_BYTES {
            self.finish(take)?;
        }
        self.push(c, place);
        ControlFlow::Continue(())
    }

    fn push(&mut self, c: char, place: Range<usize>) {
        if self.word.is_empty() {
            self.place.start = place.start;
        }
        self.place.end = place.end;
        self.word.push(c);
    }

    fn finish(
        &mut self,
        take: &mut impl FnMut(&str, Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.complete = false;
        if self.word.is_empty() {
            return ControlFlow::Continue(());
        }
        let flow = take(&self.word, self.place.clone());
        self.word.clear();
        flow
    }
}

/// The most characters that one folds to: Unicode's longest compatibility decomposition has 18.
const MAX_FOLDED: usize = 24;

/// Calls `put` with what a character folds to: decomposed (NFKD), in lower case, without accents.
fn fold(c: char, mut put: impl FnMut(char)) {
    decompose_compatible(c, |part| {
        for lower in part.to_lowercase() {
            match plain(lower) {
                Some(letters) => letters.chars().for_each(&mut put),
                None if is_accent(lower) => {}
                None => put(lower),
            }
        }
    });
}

/// Returns the plain letters for those that Unicode does not decompose, though people type them so.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' | 'ӕ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ȷ' => "j",
        'ĸ' => "k",
        'ŋ' => "n",
        'ς' => "σ",
        _ => return None,
    })
}

/// Says whether a mark is an accent, which folding drops; the vowel signs of Indic scripts are none.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0487}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
        // The points of Hebrew and the vowel marks of Arabic, which most texts leave out.
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}'
        | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}')
}

/// Says whether a character stands inside words without being seen: soft hyphens, joiners, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{200C}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{E0100}'..='\u{E01EF}')
}

/// Says whether a folded character belongs to the one before it: a mark, or the rest of a Korean syllable.
fn continues(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}') || is_combining_mark(c)
}

/// Says whether a folded character is of a script that puts no spaces between words, or begins a Korean syllable.
fn is_unspaced(c: char) -> bool {
    if continues(c) || !c.is_alphanumeric() {
        return false;
    }
    matches!(c,
        // Thai, Lao, Burmese, Khmer.
        '\u{0E01}'..='\u{0E46}' | '\u{0E81}'..='\u{0EC6}' | '\u{1000}'..='\u{103F}' | '\u{1780}'..='\u{17B3}'
        // The first consonant of a Korean syllable.
        | '\u{1100}'..='\u{115F}' | '\u{A960}'..='\u{A97C}'
        // Chinese and Japanese.
        | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}'
        | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}'
        | '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{1B000}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> String {
        words(text).join(" ")
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_in_lower_case() {
        assert_eq!(
            split("Reply LS on x.pdf (S2-2403861), RFC 9110"),
            "reply ls on x pdf s2 2403861 rfc 9110"
        );
        assert_eq!(split("chair@example.org"), "chair example org");
        assert_eq!(split("don't_stop"), "don t stop");
        assert_eq!(split(" -- \0 \n … 🙂 "), "");
    }

    #[test]
    fn accents_case_and_letters_of_their_own_are_folded() {
        assert_eq!(split("Zürich ZU\u{0308}RICH zurich"), "zurich zurich zurich");
        assert_eq!(split("Straße STRASSE STRAẞE"), "strasse strasse strasse");
        assert_eq!(
            split("Øresund Łódź Đorđe İstanbul ısı Æsir œuvre þing"),
            "oresund lodz dorde istanbul isi aesir oeuvre thing"
        );
        assert_eq!(split("ΟΔΥΣΣΕΥΣ Ὀδυσσεύς"), "οδυσσευσ οδυσσευσ");
        assert_eq!(split("Москва МОСКВА й"), "москва москва и");
        assert_eq!(split("ﬁnal Ｆｕｌｌ m² №5 ½"), "final full m2 no5 1 2");
    }

    #[test]
    fn what_cannot_be_seen_does_not_part_a_word() {
        assert_eq!(
            split("dead\u{AD}line zero\u{200D}width \u{FEFF}mark"),
            "deadline zerowidth mark"
        );
        assert_eq!(split("zero\u{200B}space"), "zero space");
    }

    #[test]
    fn scripts_without_spaces_give_a_word_a_character() {
        assert_eq!(split("第15研究組"), "第 15 研 究 組");
        assert_eq!(split("ガス3GPP"), "カ\u{3099} ス 3gpp");
        assert_eq!(split("한국"), split("\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}"));
        assert_eq!(words("한국").len(), 2);
        assert_eq!(words("ไทย").len(), 3);
        assert_eq!(split("हिन्दी"), "हिन्दी");
    }

    #[test]
    fn a_long_run_is_cut_and_nothing_of_it_is_lost() {
        let long = "a".repeat(150);
        assert_eq!(words(&long).iter().map(String::len).collect::<Vec<_>>(), [64, 64, 22]);
        let hex = "0123456789abcdef".repeat(4);
        assert_eq!(words(&hex), [hex]);
    }

    #[test]
    fn a_place_is_where_the_word_stands_in_the_text() {
        let text = "On “Zürich”, 第二.";
        let mut places = Vec::new();
        let _ = each_word(text, |word, place| {
            places.push((word.to_owned(), text[place].to_owned()));
            ControlFlow::Continue(())
        });
        let seen: Vec<_> = places.iter().map(|(word, at)| (word.as_str(), at.as_str())).collect();
        assert_eq!(seen, [("on", "On"), ("zurich", "Zürich"), ("第", "第"), ("二", "二")]);
    }

    #[test]
    fn every_character_folds_to_what_folding_leaves_alone() {
        for c in '\0'..=char::MAX {
            let mut count = 0;
            fold(c, |_| count += 1);
            assert!(count <= MAX_FOLDED, "{c:?} folds to {count} characters");
            let once = words(&format!("a{c}b"));
            assert_eq!(words(&once.join(" ")), once, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in "\\PC{0,200}") {
            let once = words(&text);
            prop_assert_eq!(words(&once.join(" ")), once.clone());
            for word in once {
                prop_assert!(!word.is_empty() && word.len() <= MAX_WORD_BYTES);
                prop_assert!(word.chars().all(|c| c.is_alphanumeric() || is_combining_mark(c)));
            }
        }

        #[test]
        fn places_stand_in_order_within_the_text(text in any::<String>()) {
            let mut end = 0;
            let _ = each_word(&text, |_, place| {
                assert!(place.start <= place.end && place.end <= text.len());
                assert!(text.is_char_boundary(place.start) && text.is_char_boundary(place.end));
                assert!(place.end >= end, "{place:?} after {end}");
                end = place.end;
                ControlFlow::Continue(())
            });
        }
    }
}
