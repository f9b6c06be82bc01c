//! Documents that look like letters from one body to another and are none, by whom they are for and what they want.

use super::label::{before_colon, folded};
use super::letter::Letter;
use super::result::Reading;

/// Says what a document is that stays among its own: a motion, an opinion, a circular to members.
pub(super) fn of_its_own(
    letter: &Letter<'_>,
    reading: &Reading,
    lower: &str,
) -> Option<&'static str> {
    if is_template(letter) {
        return Some("it says how such statements are written");
    }
    if puts_to_the_vote(letter) {
        return Some("it puts a motion to the vote");
    }
    if reading.from.is_empty() && tells_an_opinion(lower) {
        return Some("it tells what one person thinks");
    }
    if let Some(why) = by_subject(reading) {
        return Some(why);
    }
    is_to_its_own(reading).then_some("it goes to the members of who writes")
}

/// Says what the subject of a message or a page shows it to be: a ballot, or the notice of a system.
fn by_subject(reading: &Reading) -> Option<&'static str> {
    let subject = reading.subject.as_deref().unwrap_or_default().to_lowercase();
    let has_word =
        |word: &str| subject.split(|sign: char| !sign.is_alphanumeric()).any(|one| one == word);
    const UPLOADED: [&str; 6] = [
        "new document uploaded",
        "document uploaded",
        "has been uploaded",
        "new document available",
        "document notification",
        "new file uploaded",
    ];
    if UPLOADED.iter().any(|words| subject.starts_with(words)) {
        return Some("a system tells of a document");
    }
    let is_notice =
        ["notice of ", "announcement of "].iter().any(|start| subject.starts_with(start));
    if is_notice && has_word("meeting") {
        return Some("it gives notice of a meeting");
    }
    // "Liaison statement on the result of the ballot" is a letter.
    let is_letter = subject.contains("liaison statement") || subject.starts_with("ls ");
    (has_word("ballot") && has_word("day") && !is_letter).then_some("it puts something to a ballot")
}

/// Says whether a text begins as a form to be filled in: "Template for liaison statements".
fn is_template(letter: &Letter<'_>) -> bool {
    const MOST: usize = 4;
    const SHORT: usize = 80;
    let mut first = letter.sheet.lines.iter().take(MOST).map(|line| {
        let words = letter.sheet.words(line.span).trim();
        words.get(..words.floor_char_boundary(SHORT + 1)).unwrap_or_default().to_lowercase()
    });
    first.any(|words| {
        words.len() <= SHORT
            && (words.starts_with("template ") || words.ends_with(" template"))
            && ["liaison", "letter", "statement", "ls"].iter().any(|kind| words.contains(kind))
    })
}

/// Says whether a text names who moved something and who seconded it.
fn puts_to_the_vote(letter: &Letter<'_>) -> bool {
    const MOST: usize = 80;
    let begins = |starts: &[&str]| {
        letter.sheet.lines.iter().take(MOST).any(|line| {
            let words = letter.sheet.words(line.span);
            let label = before_colon(words).and_then(|(colon, _)| words.get(..colon));
            label.is_some_and(|label| starts.contains(&folded(label).as_str()))
        })
    };
    begins(&["moved", "moved by", "mover", "motion", "motion by"])
        && begins(&["second", "seconded", "seconded by", "seconder"])
}

/// Says whether a text, in lower case, tells the opinion of who writes, and of no body.
fn tells_an_opinion(lower: &str) -> bool {
    const WORDS: [&str; 9] = [
        "in my opinion",
        "in my view",
        "my personal view",
        "my personal opinion",
        "my own view",
        "i personally ",
        "as an individual",
        "only for myself",
        "for myself only",
    ];
    WORDS.iter().any(|words| lower.contains(words))
}

/// Says whether all who are addressed are members of an organization and not a body: "To: Administrations of Member States".
fn is_to_its_own(reading: &Reading) -> bool {
    const OWN: [&str; 10] = [
        "member states",
        "sector members",
        "administrations",
        "member bodies",
        "national bodies",
        "national committees",
        "p-members",
        "o-members",
        "all members",
        "members of the",
    ];
    let is_own = |one: &String| {
        let lower = one.to_lowercase();
        OWN.iter().any(|own| lower.contains(own))
    };
    !reading.to.is_empty() && reading.to.iter().all(is_own)
}
