//! Names of bodies as letters write them: which words name one, and where one name ends and the next begins.

use std::sync::LazyLock;

use regex::Regex;

use super::people;
use super::sheet::Sheet;
use crate::document::Span;

/// Words that stand in the names of groups and not in those of people.
const GROUP_WORDS: [&str; 47] = [
    "group", "groups", "wg", "wgs", "sg", "committee", "subcommittee", "forum", "alliance", "consortium", "association",
    "institute", "union", "board", "council", "partnership", "plenary", "area", "areas", "task", "project", "panel",
    "directorate", "party", "question", "questions", "secretariat", "office", "bureau", "team", "organization",
    "organisation", "society", "foundation", "initiative", "collaboration", "standards", "sector", "tsg", "isg", "tc",
    "jca", "authority", "coalition", "engineering", "directors", "international",
];

/// Says whether words hold one that stands in names of groups, or an abbreviation.
pub(super) fn names_a_group(words: &str) -> bool {
    words.split([' ', '\u{a0}', '/', '\n']).any(|word| {
        let word = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        let lower = word.to_lowercase();
        GROUP_WORDS.contains(&lower.as_str()) || is_abbreviation(word)
    })
}

/// Says whether a word is an abbreviation of an organization: several capitals, digits among letters.
fn is_abbreviation(word: &str) -> bool {
    let capitals = word.chars().filter(|sign| sign.is_uppercase()).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let lower = word.chars().filter(|sign| sign.is_lowercase()).count();
    let known = ["oneM2M", "CableLabs", "Unicode", "Ecma", "JavaScript"];
    known.contains(&word)
        || (capitals >= 2 && lower == 0 && word.chars().count() <= 9)
        || (capitals >= 1 && digits >= 1)
        || (capitals >= 2 && word.contains('-') && word.chars().next().is_some_and(char::is_uppercase) && lower < capitals * 2 && lower < 4)
}

/// Says whether words name a body on their own, and do not go on with the name before them.
pub(super) fn stands_alone(words: &str) -> bool {
    static STARTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:the\s+)?(?:ITU|3GPP|IETF|IAB|IESG|IRTF|IEEE|ISO|IEC|JTC|ETSI|W3C|SG|WP|SC|WG|TC|TSG|TG|FG|JCA|ISG|TSAG|RAN|SA|CT|GERAN|Q\.?\s?\d+\s?/|Questions?\s+\d+\s?/|Study Groups?\s|Working Part)").ok()
    });
    let words = words.trim();
    let first = words.split_whitespace().next().unwrap_or_default();
    let starts = words.chars().next().is_some_and(|sign| sign.is_uppercase() || words.starts_with("oneM2M") || words.starts_with("3GPP") || words.starts_with("the "));
    if !starts || is_role(words) {
        return false;
    }
    // "10/16" and "9" go on with a list of Questions.
    if first.chars().all(|sign| sign.is_ascii_digit() || sign == '/') {
        return false;
    }
    STARTS.as_ref().is_some_and(|pattern| pattern.is_match(words)) || names_a_group(words)
}

/// Says whether words are a role that somebody holds, and so go on with a person.
pub(super) fn is_role(words: &str) -> bool {
    const ROLES: [&str; 34] = [
        "chair", "chairs", "chairman", "chairperson", "chairwoman", "co-chair", "co-chairs", "cochair", "vice-chair",
        "vice", "rapporteur", "associate", "secretary", "editor", "convenor", "convener", "liaison", "director",
        "president", "manager", "head", "area", "acting", "counsellor", "coordinator", "co-ordinator", "officer",
        "representative", "member", "senior", "technical", "co-convenor", "principal", "advisor",
    ];
    let first = words.split([' ', ',', '\n', '(']).next().unwrap_or_default().trim_end_matches(':').to_lowercase();
    let is_area = first == "area" && !words.to_lowercase().starts_with("area director");
    ROLES.contains(&first.as_str()) && !is_area
}

/// Cuts a list of bodies and people at its borders, each as it is written.
pub(super) fn items(sheet: &Sheet<'_>, span: Span) -> Vec<Span> {
    let mut items: Vec<Span> = Vec::new();
    for line in sheet.lines_of(span) {
        for part in cut(sheet, line, &[';', '|']) {
            let mut pieces: Vec<Span> = Vec::new();
            for piece in cut(sheet, part, &[',', '、', '，']) {
                let goes_on = pieces.last().is_some_and(|last| {
                    let (before, words) = (sheet.words(*last), sheet.words(piece));
                    !is_item(words) || qualifies(before, words)
                });
                match pieces.last_mut().filter(|_| goes_on) {
                    Some(last) => last.end = piece.end,
                    None => pieces.push(piece),
                }
            }
            items.extend(pieces.into_iter().flat_map(|piece| at_conjunctions(sheet, piece)));
        }
    }
    items.retain(|item| !is_nothing(sheet.words(*item)));
    items
}

fn is_item(words: &str) -> bool {
    stands_alone(words) || people::is_person(words)
}

/// Says whether words tell of which area, or of what, the group before them is.
fn qualifies(before: &str, words: &str) -> bool {
    let lower = words.to_lowercase();
    let is_group = before.ends_with("Working Group") || before.ends_with(" WG");
    let names_area = lower.ends_with(" area") || lower.contains(" area (");
    is_group && names_area && !lower.contains("director")
}

/// Cuts at the word "and" where whole names stand on both sides.
fn at_conjunctions(sheet: &Sheet<'_>, span: Span) -> Vec<Span> {
    let words = sheet.words(span);
    for (at, joint) in words.match_indices(" and ").chain(words.match_indices(" & ")) {
        let (left, right) = (words.get(..at).unwrap_or_default(), words.get(at + joint.len()..).unwrap_or_default());
        let depth = left.matches('(').count() > left.matches(')').count();
        // "CCAMP and PCE WGs" share their last word.
        let shares = ["wgs", "groups", "areas", "parties", "questions", "committees", "tcs", "chairs", "directors"]
            .iter()
            .any(|plural| right.trim_end_matches([')', '.']).to_lowercase().ends_with(plural));
        let both = (is_whole(left) && is_whole(right)) || (people::is_person(left) && people::is_person(right));
        if both && !shares && !depth {
            let mut rest = vec![sheet.trimmed(Span::new(span.start, span.start + at))];
            rest.extend(at_conjunctions(sheet, sheet.trimmed(Span::new(span.start + at + joint.len(), span.end))));
            return rest;
        }
    }
    vec![span]
}

/// Says whether words are a name that needs nothing before or after it.
fn is_whole(words: &str) -> bool {
    let words = words.trim();
    let last = words.split_whitespace().last().unwrap_or_default();
    stands_alone(words) && !last.eq_ignore_ascii_case("of") && last.chars().any(char::is_alphanumeric)
        && words.chars().filter(|sign| sign.is_alphanumeric()).count() > 1
}

/// Cuts at signs outside of brackets.
fn cut(sheet: &Sheet<'_>, span: Span, signs: &[char]) -> Vec<Span> {
    let words = sheet.words(span);
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, sign) in words.char_indices() {
        match sign {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            sign if depth == 0 && signs.contains(&sign) => {
                parts.push(Span::new(span.start + start, span.start + at));
                start = at + sign.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(Span::new(span.start + start, span.end));
    parts.into_iter().map(|part| sheet.trimmed(part)).filter(|part| !part.is_empty()).collect()
}

/// Says whether a value says that there is none.
pub(super) fn is_nothing(words: &str) -> bool {
    let folded: String = words
        .trim()
        .trim_matches(|sign: char| !sign.is_alphanumeric())
        .to_lowercase();
    matches!(
        folded.as_str(),
        "" | "none" | "n/a" | "na" | "n.a" | "nil" | "no" | "tbd" | "tba" | "not applicable" | "none stated" | "无"
            | "not specified" | "non" | "aucun" | "keine" | "no attachment" | "no attachments" | "not available"
    )
}
