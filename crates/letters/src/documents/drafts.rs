//! Internet-Drafts by name, as texts, mail and addresses write them.

use super::signs::{Signs, is_hyphen, is_name, is_unseen};
use super::{DraftMention, Mention};

/// A name is no longer than this, wherever it stands.
const LONGEST: usize = 150;
/// What other documents that are drafts of something have after "draft-": no author of an Internet-Draft.
const NO_AUTHORS: [&str; 52] = [
    "addendum",
    "agenda",
    "agreement",
    "amd",
    "amendment",
    "answer",
    "annex",
    "article",
    "charter",
    "comments",
    "contribution",
    "corrigendum",
    "cr",
    "decision",
    "document",
    "en",
    "es",
    "etsi",
    "final",
    "for",
    "initial",
    "international",
    "letter",
    "liaison",
    "ls",
    "meeting",
    "minutes",
    "new",
    "of",
    "outline",
    "proposal",
    "proposed",
    "rec",
    "recommendation",
    "reply",
    "report",
    "response",
    "resolution",
    "revised",
    "revision",
    "skeleton",
    "specification",
    "standard",
    "statement",
    "technical",
    "text",
    "to",
    "tr",
    "ts",
    "version",
    "wg",
    "work",
];
/// What stands for a number where a name is written without one.
const NO_REVISIONS: [&str; 3] = ["xx", "nn", "latest"];
/// Bodies that name drafts of their own: "draft-ietf-GROUP-SUBJECT".
const BODIES: [&str; 4] = ["ietf", "irtf", "iab", "iesg"];
/// How files end that no Internet-Draft is in.
const OTHER_FILES: [&str; 8] = [".doc", ".odt", ".rtf", ".zip", ".ppt", ".xls", ".eml", ".pptx"];

/// Reads the draft that begins at this place, and returns where to go on; `None` if none begins here.
pub(super) fn read(text: &str, at: usize, found: &mut Vec<Mention>) -> Option<usize> {
    let mut signs = Signs::new(text, at);
    let by_label = label(&mut signs);
    let begins = signs.eat_word("draft");
    let before = Signs::new(text, at).before();
    if !begins && !by_label
        || before.is_some_and(|sign| is_name(sign) || is_hyphen(sign) || "_@".contains(sign))
    {
        return None;
    }
    let mut pieces = vec!["draft".to_owned()];
    if !begins {
        pieces.push(Reading { is_soft: false }.word(&mut signs)?);
    }
    let hyphen = signs.peek().filter(|sign| is_hyphen(*sign) || *sign == '\u{ad}')?;
    match (Reading { is_soft: hyphen == '\u{ad}' }).rest(&mut signs, &mut pieces) {
        End::Whole => {}
        End::Open => return None,
        // Nor does a name begin within what is too long for one.
        End::TooLong => return Some(signs.at),
    }
    let (start, end) = (at, signs.at);
    let in_address = in_address(text, at);
    let (name, mut revision) = checked(pieces, &signs, by_label || in_address)?;
    if revision.is_none() && in_address {
        revision = revision_in_path(&signs);
    }
    found.push(Mention::draft(text, DraftMention { name, revision, start, end }));
    Some(end)
}

/// How a name ends.
enum End {
    Whole,
    /// It breaks off: "draft-smith-…".
    Open,
    TooLong,
}

/// Steps over the label of a reference: "I-D.".
fn label(signs: &mut Signs<'_>) -> bool {
    let start = *signs;
    let is_label = signs.eat_word("i")
        && signs.eat(is_hyphen)
        && signs.eat_word("d")
        && signs.eat(|sign| sign == '.');
    if !is_label {
        *signs = start;
    }
    is_label
}

/// How a name is read.
struct Reading {
    /// Whether soft hyphens, which are not seen, stand for real ones in it.
    is_soft: bool,
}

impl Reading {
    /// Reads the pieces of a name after a hyphen each.
    fn rest(&self, signs: &mut Signs<'_>, pieces: &mut Vec<String>) -> End {
        let start = signs.at;
        while signs.at - start < LONGEST {
            let before = *signs;
            if !self.hyphen(signs, pieces) {
                *signs = before;
                return End::Whole;
            }
            match self.word(signs) {
                Some(piece) => pieces.push(piece),
                None => {
                    // A hyphen at the end of a name is a dash, or stands for more that is not said.
                    let is_pattern = signs.peek().is_some_and(|sign| "*…[{<".contains(sign))
                        || signs.rest().starts_with("..");
                    *signs = before;
                    return if is_pattern { End::Open } else { End::Whole };
                }
            }
        }
        End::TooLong
    }

    /// Steps over a hyphen, with the end of a line after or before it.
    fn hyphen(&self, signs: &mut Signs<'_>, pieces: &[String]) -> bool {
        self.unseen(signs);
        if self.one_hyphen(signs) {
            self.unseen(signs);
            let mut after = *signs;
            let is_spaced = after.eat_space();
            if is_spaced && joins(signs, &after) {
                *signs = after;
            }
            return true;
        }
        // A line that begins with a hyphen: part of a name only where the name cannot be whole yet.
        let is_short = match pieces.get(1) {
            Some(body) if BODIES.contains(&body.as_str()) => pieces.len() < 4,
            _ => pieces.len() < 3,
        };
        if !is_short || signs.peek() != Some('\n') && signs.peek() != Some('\r') {
            return false;
        }
        signs.eat_space();
        self.one_hyphen(signs)
            && signs.peek().is_some_and(|sign| sign.is_ascii_alphanumeric())
            && !signs.word().eq_ignore_ascii_case("draft")
    }

    fn one_hyphen(&self, signs: &mut Signs<'_>) -> bool {
        signs.eat(|sign| is_hyphen(sign) || self.is_soft && sign == '\u{ad}')
    }

    /// Reads letters and digits, and leaves out what cannot be seen between them.
    fn word(&self, signs: &mut Signs<'_>) -> Option<String> {
        let mut piece = String::new();
        while piece.len() < LONGEST {
            let before = *signs;
            self.unseen(signs);
            match signs.peek() {
                Some(sign) if sign.is_ascii_alphanumeric() => {
                    piece.push(sign);
                    signs.bump();
                }
                _ => {
                    *signs = before;
                    break;
                }
            }
        }
        (!piece.is_empty()).then_some(piece)
    }

    fn unseen(&self, signs: &mut Signs<'_>) {
        while signs.eat(|sign| is_unseen(sign) && !(self.is_soft && sign == '\u{ad}')) {}
    }
}

/// Says whether a name goes on after a hyphen and the space that follows it: on the next line, or after one space that a
/// program left in place of a line's end, if what follows looks like more of a name.
fn joins(from: &Signs<'_>, to: &Signs<'_>) -> bool {
    let gap = from.text.get(from.at..to.at).unwrap_or_default();
    let next = to.rest();
    let word = next.bytes().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if word == 0 || next.get(..6).is_some_and(|next| next.eq_ignore_ascii_case("draft-")) {
        return false;
    }
    let beyond = next.get(word..).unwrap_or_default();
    let goes_on = beyond.starts_with(is_hyphen)
        && beyond.chars().nth(1).is_some_and(|sign| sign.is_ascii_alphanumeric());
    let is_revision = word == 2 && next.bytes().take(2).all(|byte| byte.is_ascii_digit());
    gap.contains('\n') || gap.chars().count() == 1 && (goes_on || is_revision)
}

/// Returns name and revision, if this is the name of an Internet-Draft.
fn checked(
    mut pieces: Vec<String>,
    after: &Signs<'_>,
    is_known: bool,
) -> Option<(String, Option<String>)> {
    let is_small = pieces.iter().skip(1).all(|piece| !piece.contains(char::is_uppercase));
    let is_capital = pieces.iter().skip(1).all(|piece| !piece.contains(char::is_lowercase));
    for piece in &mut pieces {
        piece.make_ascii_lowercase();
    }
    let rest = after.rest();
    let ending = |end: &&str| rest.get(..end.len()).is_some_and(|it| it.eq_ignore_ascii_case(end));
    if after.peek().is_some_and(|sign| is_name(sign) || "@_=".contains(sign))
        || OTHER_FILES.iter().any(ending)
        || is_mail_address(rest)
    {
        return None;
    }
    let last = pieces.last().cloned().unwrap_or_default();
    let is_revision =
        is_revision(&last) && !(last.len() == 3 && pieces.iter().any(|it| it == "802"));
    let revision = is_revision.then_some(last.clone());
    if is_revision || NO_REVISIONS.contains(&last.as_str()) {
        pieces.pop();
    }
    let body = pieces.get(1)?;
    let of_body = BODIES.contains(&body.as_str());
    let least = if of_body && !is_known { 4 } else { 3 };
    let looks_right = is_known || of_body || is_small || is_capital && revision.is_some();
    let is_other = !is_known && NO_AUTHORS.contains(&body.as_str());
    let starts_small = body.starts_with(|sign: char| sign.is_ascii_lowercase()) || is_known;
    (pieces.len() >= least && looks_right && starts_small && !is_other)
        .then(|| (pieces.join("-"), revision))
}

/// Says whether a piece is a revision: "03", or "13a" as authors call what they show between two.
fn is_revision(piece: &str) -> bool {
    let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
    let letters = piece.bytes().skip(digits).filter(u8::is_ascii_lowercase).count();
    digits == 2 && digits + letters == piece.len() && letters < 2
}

/// Says whether a name is the first half of an address of mail: "draft-smith-clocks.all@…".
fn is_mail_address(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix('.') else { return false };
    let letters = rest.bytes().take(20).take_while(u8::is_ascii_alphabetic).count();
    letters > 0 && rest.get(letters..).is_some_and(|rest| rest.starts_with('@'))
}

/// Says whether this place is within an address of a page that keeps Internet-Drafts.
fn in_address(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(120));
    let ahead = text.get(from..at).unwrap_or_default();
    let ahead = ahead.rsplit(char::is_whitespace).next().unwrap_or_default().to_ascii_lowercase();
    ahead.contains('/')
        && ["ietf.org", "rfc-editor.org", "iab.org", "irtf.org"]
            .iter()
            .any(|host| ahead.contains(host))
}

/// Returns the revision that follows a name in a path: "/doc/draft-smith-clocks/03/".
fn revision_in_path(after: &Signs<'_>) -> Option<String> {
    let path = after.rest().strip_prefix('/')?;
    let number = path.get(..2).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
    let beyond = path.chars().nth(2);
    (!beyond.is_some_and(char::is_alphanumeric)).then(|| number.to_owned())
}
