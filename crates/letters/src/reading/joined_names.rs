//! Names that stand in two parts with a comma between them: an organization, and the group within it.

use std::sync::LazyLock;

use regex::Regex;

use super::bodies;
use super::letter::Letter;
use crate::document::Span;

/// Joins an organization and the part of it that is named behind a comma: "Example Alliance, Roaming Project".
pub(super) fn whole(letter: &Letter<'_>, items: Vec<Span>) -> Vec<Span> {
    let mut whole: Vec<Span> = Vec::new();
    for item in items {
        let goes_on = whole.last().is_some_and(|last| {
            let gap = letter.sheet.document.text.get(last.end..item.start).unwrap_or_default();
            gap.contains(',')
                && gap.trim_matches([' ', '.', ',']).is_empty()
                && ((is_organization(letter.sheet.words(*last))
                    || is_our_own(letter.sheet.words(*last)))
                    && (is_part(letter.sheet.words(item)) || is_numbered(letter.sheet.words(item)))
                    || is_part_of_one(letter.sheet.words(*last), letter.sheet.words(item))
                    || is_subgroup(letter.sheet.words(item))
                    || is_numbered(letter.sheet.words(*last))
                        && is_what_it_does(letter.sheet.words(item)))
        });
        match whole.last_mut().filter(|_| goes_on) {
            Some(last) => last.end = item.end,
            None => whole.push(item),
        }
    }
    whole
}

/// Joins the two names by which one sender is called, the group and what it belongs to: "IEEE 802.1 Working Group, Clocks Task
/// Group", "Example Research Group, IRTF". Of several senders each has a name of the same kind.
pub(super) fn of_a_sender(letter: &Letter<'_>, items: Vec<Span>) -> Vec<Span> {
    let items = whole(letter, items);
    let [first, second] = items[..] else { return items };
    let gap = letter.sheet.document.text.get(first.end..second.start).unwrap_or_default();
    let (one, other) = (letter.sheet.words(first), letter.sheet.words(second));
    let is_comma = gap.trim() == ",";
    let is_alone = |words: &str| bodies::is_known(words) && !words.contains(' ');
    let names_another =
        other.split([' ', '/', '-']).any(|word| bodies::is_known(word) && word != "WP");
    let is_within = kind_of(other).is_some_and(|kind| kind_of(one) != Some(kind)) && !names_another;
    let is_of = kind_of(one).is_some() && is_alone(other);
    if is_comma && bodies::stands_alone(one) && (is_within || is_of) {
        return vec![Span::new(first.start, second.end)];
    }
    items
}

/// Returns which kind of group a name says that it is.
fn kind_of(words: &str) -> Option<usize> {
    const KINDS: [&[&str]; 10] = [
        &["working group", "wg", "work group", "workgroup"],
        &["task group", "tg"],
        &["study group", "sg"],
        &["research group", "rg"],
        &["task force", "tf"],
        &["committee", "subcommittee", "tc", "sc"],
        &["project", "programme", "team", "ad hoc"],
        &["working party", "wp"],
        &["technical working group", "twg"],
        &["directorate"],
    ];
    let lower = format!(" {} ", words.to_lowercase().replace(['(', ')', ','], " "));
    KINDS.iter().position(|names| names.iter().any(|name| lower.contains(&format!(" {name} "))))
}

/// Says whether words are a whole organization, and no group within one.
pub(super) fn is_organization(words: &str) -> bool {
    const ENDS: [&str; 14] = [
        "forum",
        "alliance",
        "group",
        "consortium",
        "association",
        "institute",
        "union",
        "foundation",
        "initiative",
        "e.v",
        "inc",
        "society",
        "organization",
        "partnership",
    ];
    let name = words.rsplit_once(" (").filter(|(_, initials)| {
        initials.strip_suffix(')').is_some_and(|initials| !initials.contains([' ', ')']))
    });
    if let Some((_, initials)) = name
        && bodies::is_organization(initials.trim_end_matches(')'))
    {
        return true;
    }
    let words = name.map_or(words, |(name, _)| name);
    let lower = words.trim_end_matches('.').to_lowercase();
    let is_group = ["working group", "study group", "task group", "work group", "research group"]
        .iter()
        .any(|group| lower.ends_with(group));
    !is_group && ENDS.iter().any(|end| lower.ends_with(end))
}

/// Says whether words are one of ours whose groups may stand behind a comma: "IETF, Clocks Working Group".
fn is_our_own(words: &str) -> bool {
    matches!(words, "IETF" | "IRTF")
}

/// Says whether words are a group without its organization, and those after them an organization alone: "Clocks Working Group, IETF".
fn is_part_of_one(words: &str, after: &str) -> bool {
    let names_one = |word: &str| bodies::is_known(word) && !bodies::is_group_word(word);
    // "Example Forum clocks project" names its organization.
    const WHOLE: [&str; 4] = ["Forum", "Alliance", "Consortium", "Association"];
    kind_of(words).is_some()
        && !words.split(' ').any(|word| WHOLE.contains(&word))
        && !words.contains(',')
        && !words.split([' ', '/', '-']).any(names_one)
        && bodies::is_organization(after.trim())
}

/// Says whether words are a group by its number alone: "WG 3".
fn is_numbered(words: &str) -> bool {
    static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:WG|SC|TC|TG|AG|SG|WP|SWG|Working Group|Task Group)\s?\d{1,3}$").ok()
    });
    NUMBERED.as_ref().is_some_and(|pattern| pattern.is_match(words.trim()))
}

/// Says whether words tell what a group does that is known by its number: "MPEG Systems".
fn is_what_it_does(words: &str) -> bool {
    let mut all = words.split_whitespace();
    let is_word = |word: &str| word.chars().any(char::is_lowercase) && !bodies::is_group_word(word);
    words.split_whitespace().count() > 1
        && !words.contains(|sign: char| sign.is_ascii_digit())
        && all.any(is_word)
}

/// Says whether words name a part of the group that stands before them: "Clocks subcommittee".
fn is_subgroup(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["subcommittee", "sub-committee", "subgroup", "sub-group"]
        .iter()
        .any(|end| lower.ends_with(end))
        && !words.contains(['/', ','])
        && !words.split(' ').any(bodies::is_known)
}

/// Says whether words name a part of an organization that is not named in them.
fn is_part(words: &str) -> bool {
    const ENDS: [&str; 13] = [
        "subcommittee",
        "sub-committee",
        "subgroup",
        "ad hoc",
        "project",
        "committee",
        "working group",
        "work group",
        "task force",
        "team",
        "programme",
        "secretariat",
        "task group",
    ];
    let lower = words.to_lowercase();
    let names_another = bodies::is_of_an_organization(words)
        || words.split([' ', '/', '-']).any(|word| bodies::is_known(word) && word.len() > 2);
    let is_about = ["working group on ", "working group for ", "task group on "];
    let is_part = ENDS.iter().any(|end| lower.ends_with(end))
        || is_about.iter().any(|about| lower.contains(about));
    is_part && !names_another
}
