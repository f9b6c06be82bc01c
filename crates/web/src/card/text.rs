//! Words in our two faces: whether they can be shown, how wide they are, and how they are broken into lines.

use std::sync::LazyLock;

use ab_glyph::{Font as _, FontRef, PxScale, ScaleFont as _};
use unicode_normalization::UnicodeNormalization as _;

/// The most characters that are looked at: more than fit.
const MOST: usize = 400;
/// The sizes that a title is tried in, each with the lines that there is room for.
const SIZES: [(f32, usize); 3] = [(68.0, 3), (56.0, 4), (46.0, 5)];
const MORE: char = '…';

/// One of our faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// For titles.
    Serif,
    /// For all else.
    Sans,
}

type Loaded = Option<FontRef<'static>>;

static SERIF: LazyLock<Loaded> =
    LazyLock::new(|| FontRef::try_from_slice(include_bytes!("../../assets/fonts/serif.ttf")).ok());
static SANS: LazyLock<Loaded> =
    LazyLock::new(|| FontRef::try_from_slice(include_bytes!("../../assets/fonts/sans.ttf")).ok());

impl Face {
    /// Returns the font.
    pub(super) fn font(self) -> Option<&'static FontRef<'static>> {
        match self {
            Self::Serif => SERIF.as_ref(),
            Self::Sans => SANS.as_ref(),
        }
    }
}

/// Returns words on one line as they can be shown; nothing if a letter is missing, or none is there.
pub(super) fn shown(words: &str, face: Face) -> Option<String> {
    let font = face.font()?;
    let composed: String = words.nfc().take(MOST).collect();
    let line = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    // What only says where words may be broken needs no letter.
    let line: String = line.chars().filter(|sign| !is_unseen(*sign)).collect();
    let is_there = |sign: char| sign == ' ' || font.glyph_id(sign).0 != 0;
    (!line.is_empty() && line.chars().all(is_there)).then_some(line)
}

fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Returns how wide words are.
pub(super) fn width(face: Face, size: f32, words: &str) -> f32 {
    let Some(font) = face.font() else { return 0.0 };
    let scaled = font.as_scaled(PxScale::from(size));
    words.chars().map(|sign| scaled.h_advance(scaled.glyph_id(sign))).sum()
}

/// Returns as much of a line as there is room for, and says if that is not all.
pub(super) fn fitted(face: Face, size: f32, words: &str, room: f32) -> String {
    if width(face, size, words) <= room {
        return words.to_owned();
    }
    let mut kept = String::new();
    for sign in words.chars() {
        kept.push(sign);
        if width(face, size, &kept) + width(face, size, "…") > room {
            kept.pop();
            break;
        }
    }
    let kept = kept.trim_end_matches([' ', ',', '-', '–']);
    format!("{kept}{MORE}")
}

/// Returns a title in lines, in the largest size in which all of it has room; of what has none, the beginning.
pub(super) fn wrapped(face: Face, words: &str, room: f32) -> (f32, Vec<String>) {
    let mut last = (0.0, Vec::new());
    for (size, most) in SIZES {
        let lines = lines(face, size, words, room);
        if lines.len() <= most {
            return (size, lines);
        }
        let (first, rest) = lines.split_at(most.saturating_sub(1));
        let mut kept = first.to_vec();
        kept.push(fitted(face, size, &rest.join(" "), room));
        last = (size, kept);
    }
    last
}

/// Breaks words into lines; a word that is too long for one is cut.
fn lines(face: Face, size: f32, words: &str, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ') {
        let word = fitted(face, size, word, room);
        match lines.last_mut() {
            Some(line) if width(face, size, &format!("{line} {word}")) <= room => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}
