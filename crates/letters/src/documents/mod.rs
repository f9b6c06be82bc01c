//! The RFCs, series and Internet-Drafts that a text refers to.

mod drafts;
mod numbered;
mod said;
mod signs;

use std::ops::Range;

use memchr::memchr_iter;
use rules::DocumentKind;

pub use self::said::Surroundings;
use self::signs::is_hyphen;

/// How many mentions are kept of one text; a short range names fifty documents.
const MOST: usize = 100_000;

/// A place where a text names a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What kind of document.
    pub kind: DocumentKind,
    /// Its name as people write it: `RFC 2119`, `BCP 14`, `draft-smith-clocks`.
    pub name: String,
    /// The revision of a draft, where one is named.
    pub revision: Option<String>,
    /// Where the words stand, in bytes. Of a range each document has the words of all.
    pub at: Range<usize>,
    /// The line that they begin on, counted from 1.
    pub line: usize,
}

/// A draft, and where it stands.
struct DraftMention {
    name: String,
    revision: Option<String>,
    start: usize,
    end: usize,
}

impl Mention {
    /// Returns the words that name the document.
    pub fn words<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.at.clone()).unwrap_or_default()
    }

    fn draft(text: &str, draft: DraftMention) -> Self {
        let DraftMention { name, revision, start, end } = draft;
        debug_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
        Self { kind: DocumentKind::Draft, name, revision, at: start..end, line: 0 }
    }
}

/// Returns where a text names RFCs, BCPs, STDs, FYIs and Internet-Drafts, in its order.
///
/// Names are known in any usual way of writing, in lists and ranges, in addresses, and broken over lines as mail does.
/// Takes time in proportion to the text.
pub fn documents(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at)
        && found.len() < MOST
    {
        let end = match byte | 0x20 {
            b'r' | b'b' | b's' | b'f' => numbered::read(text, at, &mut found),
            b'd' | b'i' => drafts::read(text, at, &mut found),
            b'h' => numbered_path(text, at, &mut found),
            _ => None,
        };
        at = match end {
            Some(end) => end.max(at + 1),
            None => after_word(bytes, at),
        };
    }
    count_lines(text, &mut found);
    found
}

/// Returns where the next word begins: nothing begins within one.
fn after_word(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let word = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    at + word.max(1)
}

/// Reads an RFC that an address names by its number alone: "tools.ietf.org/html/2119".
fn numbered_path(text: &str, at: usize, found: &mut Vec<Mention>) -> Option<usize> {
    let number = text.get(at..)?.strip_prefix("html/")?;
    let from = text.floor_char_boundary(at.saturating_sub(30));
    let hosts = ["tools.ietf.org/", "datatracker.ietf.org/doc/"];
    if !hosts.iter().any(|host| text.get(from..at).is_some_and(|ahead| ahead.ends_with(host))) {
        return None;
    }
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let value = number.get(..digits).filter(|_| (1..=5).contains(&digits))?.parse().ok()?;
    let beyond = number.get(digits..)?.chars().next();
    if value == 0 || beyond.is_some_and(|sign| sign.is_alphanumeric() || is_hyphen(sign)) {
        return None;
    }
    let start = at + "html/".len();
    found.push(mention(text, DocumentKind::Rfc, value, start, start + digits));
    Some(start + digits)
}

fn mention(text: &str, kind: DocumentKind, number: u32, start: usize, end: usize) -> Mention {
    debug_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
    let name = format!("{} {number}", kind.slug().to_ascii_uppercase());
    Mention { kind, name, revision: None, at: start..end, line: 0 }
}

/// Says of each mention on which line it begins; documents of a range begin where it does.
fn count_lines(text: &str, found: &mut [Mention]) {
    let mut ends = memchr_iter(b'\n', text.as_bytes()).peekable();
    let mut line = 1;
    let mut order: Vec<&mut Mention> = found.iter_mut().collect();
    order.sort_by_key(|mention| mention.at.start);
    for mention in order {
        while ends.next_if(|end| *end < mention.at.start).is_some() {
            line += 1;
        }
        mention.line = line;
    }
}
