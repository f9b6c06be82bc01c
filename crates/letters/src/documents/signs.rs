//! Going through a text sign by sign.

/// How many signs may stand between two pieces of one name, so that no text takes long.
const GAP: usize = 80;

/// A place in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Signs<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Returns the sign before this place.
    pub(super) fn before(&self) -> Option<char> {
        self.text.get(..self.at)?.chars().next_back()
    }

    pub(super) fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Steps over a sign if it is one of these.
    pub(super) fn eat(&mut self, is: impl Fn(char) -> bool) -> bool {
        let fits = self.peek().is_some_and(is);
        if fits {
            self.bump();
        }
        fits
    }

    /// Steps over a word in whatever case, if it stands here.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let fits =
            self.rest().get(..word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word));
        if fits {
            self.at += word.len();
        }
        fits
    }

    /// Steps over signs that cannot be seen.
    pub(super) fn eat_unseen(&mut self) {
        while self.eat(is_unseen) {}
    }

    /// Steps over the space between two pieces of a name: a few spaces, or the end of a line with what begins the next
    /// (indentation, the marks of a quotation in mail). Returns whether there was any.
    pub(super) fn eat_space(&mut self) -> bool {
        let start = *self;
        let (mut lines, mut signs, mut across) = (0, 0, 0);
        while let Some(sign) = self.peek() {
            match sign {
                '\n' => lines += 1,
                '>' | '|' if lines == 1 => {}
                _ if is_space(sign) => across += usize::from(lines == 0),
                _ if is_unseen(sign) => {}
                _ => break,
            }
            signs += 1;
            if lines > 1 || signs > GAP || across > 3 && lines == 0 {
                *self = start;
                return false;
            }
            self.bump();
        }
        self.at > start.at
    }

    /// Reads a number of up to five digits, and where it ends; there may be no digit after it.
    pub(super) fn eat_number(&mut self) -> Option<(u32, usize)> {
        let rest = self.rest();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).take(6).count();
        if digits == 0 || digits > 5 {
            return None;
        }
        let number = rest.get(..digits)?.parse().ok()?;
        self.at += digits;
        Some((number, digits))
    }

    /// Returns the letters that stand here, without moving.
    pub(super) fn word(&self) -> &'a str {
        let rest = self.rest();
        let end = rest.bytes().take(40).take_while(u8::is_ascii_alphabetic).count();
        rest.get(..end).unwrap_or_default()
    }
}

/// Says whether a sign is a space that is no end of a line.
pub(super) fn is_space(sign: char) -> bool {
    sign != '\n' && (sign.is_whitespace() || sign == '\u{feff}')
}

/// Says whether a sign is a hyphen, or what programs put in its place: a hyphen that does not break, an en dash, a minus.
pub(super) fn is_hyphen(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}')
}

/// Says whether a sign takes no place: a soft hyphen, a joiner.
pub(super) fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

/// Says whether a sign goes on with a name: a digit, or a letter of a script that has small and capital ones. Others
/// write names in the middle of their text without a space.
pub(super) fn is_name(sign: char) -> bool {
    sign.is_numeric() || sign.is_lowercase() || sign.is_uppercase()
}
