//! Taking a written name apart into words, so that spellings that differ in case, hyphens, dots and blanks are the same.
//!
//! `ITU-T SG15, Q.14/15` is the words `itu` `t` `sg` `15` `q` `14` `15`. What stood before each is kept as one
//! character, its gap: blank for blanks, hyphens and dots, `~` where a letter meets a digit, else `/ : ( ) , ;`.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// Bytes of a name that are looked at.
pub(super) const LONGEST: usize = 4096;

/// The gap within what was written as one word.
pub(super) const GLUED: char = '~';

/// A run of letters, or of digits, in lower case.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: String,
    /// Where it stands in [`Folded::written`].
    pub(super) place: Range<usize>,
    /// What stands before it: the strongest of the separators.
    pub(super) gap: char,
}

/// A name in words.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The name, without odd forms of characters and without addresses.
    pub(super) written: String,
    pub(super) words: Vec<Word>,
    /// The addresses that stood in it.
    pub(super) addresses: Vec<String>,
}

impl Folded {
    /// Takes a name apart.
    pub(super) fn new(name: &str) -> Self {
        let mut end = name.len().min(LONGEST);
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        let mut written: String = name[..end].nfkc().map(plain).collect();
        let addresses = blank_addresses(&mut written);
        let words = words(&written);
        Self { written, words, addresses }
    }

    /// Returns the words in one line, each behind its gap, and where each begins in it.
    pub(super) fn line(&self) -> (String, Vec<usize>) {
        let mut line = String::new();
        let mut starts = Vec::with_capacity(self.words.len());
        for word in &self.words {
            line.push(word.gap);
            starts.push(line.len());
            line.push_str(&word.text);
        }
        (line, starts)
    }

    /// Returns what was written from one word to another.
    pub(super) fn raw(&self, words: Range<usize>) -> &str {
        if words.is_empty() {
            return "";
        }
        &self.written[self.words[words.start].place.start..self.words[words.end - 1].place.end]
    }

    /// Says whether the words are written as an acronym: a capital or digit in front, and no small letter.
    pub(super) fn is_capitals(&self, words: Range<usize>) -> bool {
        let raw = self.raw(words);
        raw.contains(char::is_uppercase) && !raw.contains(char::is_lowercase)
    }

    /// Returns the end of the word that `at` begins, with all that is glued to it.
    pub(super) fn whole(&self, at: usize) -> usize {
        let glued = self.words[at + 1..].iter().take_while(|word| word.gap == GLUED).count();
        at + 1 + glued
    }
}

/// Returns the words of a text that is known to be short: a name of the directory, a part of a form.
pub(super) fn words_of(text: &str) -> Vec<String> {
    Folded::new(text).words.into_iter().map(|word| word.text).collect()
}

fn plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' => '\'',
        '\n' | '\r' => ';',
        c if c.is_control() => ' ',
        c => c,
    }
}

/// Takes mail and web addresses out, leaving blanks, and returns those of mail.
fn blank_addresses(written: &mut String) -> Vec<String> {
    let mut found = Vec::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    let is_address = |c: char| c.is_alphanumeric() || "@._%+-=".contains(c);
    let is_web = |c: char| !c.is_whitespace() && !"<>()[],;\"".contains(c);
    let mut from = 0;
    while let Some(at) = written[from..].find(['@', ':']).map(|at| at + from) {
        from = at + 1;
        let is_mail = written[at..].starts_with('@');
        let belongs: &dyn Fn(char) -> bool = if is_mail { &is_address } else { &is_web };
        if !is_mail && !written[at..].starts_with("://") {
            continue;
        }
        let before = &written[places.last().map_or(0, |place| place.end)..at];
        let start = at - before.len() + before.trim_end_matches(belongs).len();
        let end = at + 1 + length(&written[at + 1..], belongs);
        if is_mail {
            found.push(written[start..end].trim_matches('.').to_lowercase());
        }
        from = from.max(end);
        places.push(start..end);
    }
    for place in places {
        let blanks = " ".repeat(place.len());
        written.replace_range(place, &blanks);
    }
    found
}

fn length(text: &str, belongs: &dyn Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn words(written: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut gap = ';';
    let mut chars = written.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let next = chars.peek().map(|(_, next)| *next);
        if matches!(c, '&' | '+') {
            // It ends where it begins, so that nothing is taken for its continuation.
            words.push(Word { text: "and".to_owned(), place: at..at, gap });
            gap = ' ';
        } else if c == '\'' && matches!(next, Some('s' | 'S')) && !words.is_empty() {
            chars.next(); // "the SG's"
        } else if !c.is_alphanumeric() && !is_decimal(words.last(), at, c, next) {
            gap = stronger(gap, c);
        } else if let Some(last) = words.last_mut().filter(|last| goes_on(last, at, c)) {
            last.text.extend(c.to_lowercase());
            last.place.end = end;
        } else {
            let glued = words.last().is_some_and(|last| last.place.end == at);
            let gap_here = if glued { GLUED } else { gap };
            words.push(Word { text: c.to_lowercase().collect(), place: at..end, gap: gap_here });
            gap = ' ';
        }
    }
    words
}

/// Says whether a dot is that of `802.11`.
fn is_decimal(last: Option<&Word>, at: usize, c: char, next: Option<char>) -> bool {
    let after_digit = last.is_some_and(|last| {
        last.place.end == at && last.text.ends_with(|c: char| c.is_ascii_digit())
    });
    c == '.' && after_digit && next.is_some_and(|next| next.is_ascii_digit())
}

/// Says whether a character goes on with a word, because both are letters or both are digits.
fn goes_on(last: &Word, at: usize, c: char) -> bool {
    let digits = |c: char| c.is_ascii_digit() || c == '.';
    last.place.end == at && last.text.ends_with(digits) == digits(c)
}

fn stronger(gap: char, c: char) -> char {
    const ORDER: &str = " /:)(,;";
    let c = match c {
        '|' | ';' => ';',
        '[' | '{' | '<' => '(',
        ']' | '}' | '>' => ')',
        c if ORDER.contains(c) => c,
        _ => ' ',
    };
    let rank = |c: char| ORDER.find(c).unwrap_or(0);
    if rank(c) > rank(gap) { c } else { gap }
}
