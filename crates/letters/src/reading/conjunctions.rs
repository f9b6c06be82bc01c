//! The word "and" in a list of bodies: between two names, or within one.

use super::addresses;
use super::bodies;
use super::items::{is_question, is_within_a_study_group};
use super::person_names;
use super::sheet::Sheet;
use crate::document::Span;

/// Cuts at the word "and" where whole names stand on both sides.
pub(super) fn at_conjunctions(sheet: &Sheet<'_>, span: Span) -> Vec<Span> {
    let mut rest = span;
    let mut parts = Vec::new();
    // "Example Open Information Clocks & Tooling (OICT)" is spelled out, and one.
    if bodies::has_initials(sheet.words(span)) {
        return vec![span];
    }
    while let Some((left, right)) = first_joint(sheet, rest) {
        parts.push(left);
        rest = right;
    }
    parts.push(rest);
    parts
}

/// Returns what stands on both sides of the first "and" between whole names.
fn first_joint(sheet: &Sheet<'_>, span: Span) -> Option<(Span, Span)> {
    let words = sheet.words(span);
    JOINTS.iter().flat_map(|joint| words.match_indices(joint)).find_map(|(at, joint)| {
        let end = at + joint.len();
        let parts = joins_names(words.get(..at)?, words.get(end..)?);
        let left = sheet.trimmed(Span::new(span.start, span.start + at));
        parts.then(|| (left, sheet.trimmed(Span::new(span.start + end, span.end))))
    })
}

/// Says whether an "and" between these words stands between whole names.
fn joins_names(left: &str, right: &str) -> bool {
    // "CCAMP and PCE WGs" share their last word.
    const SHARED: [&str; 9] = [
        "wgs",
        "groups",
        "areas",
        "parties",
        "questions",
        "committees",
        "tcs",
        "chairs",
        "directors",
    ];
    let is_within = left.matches('(').count() > left.matches(')').count();
    let last_right = right.trim_end_matches([')', '.']).rsplit(' ').next().unwrap_or_default();
    let last_right = last_right.to_lowercase();
    let shares = SHARED.iter().any(|plural| last_right.ends_with(plural));
    // In "the CCAMP WG and Sub-IP Area Directors" each has its own.
    let has_its_own = left
        .rsplit(' ')
        .next()
        .is_some_and(|last| matches!(last, "WG" | "Group" | "Area" | "Committee" | "Forum"));
    // "Working Parties 5A and 5B" share their first words.
    let shares = (shares && !has_its_own) || is_number_of_a_group(left, right);
    // "JCA-IoT and SC&C" is one group.
    let is_activity =
        left.contains("JCA") && is_one_abbreviation(right) && !bodies::is_known(right.trim());
    // "W3C Web and TV Interest Group" is one.
    let is_begun = left.starts_with("W3C ")
        && right.ends_with("Group")
        && !left.split(' ').any(bodies::is_group_word);
    // "ITU-T SG15 Q12 and Q14" are Questions of one group.
    let are_questions = is_within_a_study_group(left) && is_question(right);
    if shares || is_within || is_activity || are_questions || is_begun {
        return false;
    }
    // "…, Web and Internet Transport Area" is one area.
    let last = left.rsplit(", ").next().unwrap_or(left);
    let both = (is_whole(left) && is_whole(last) && begins_a_name(right) && is_whole(right))
        || (person_names::is_person(left)
            && person_names::is_person(right)
            && !addresses::addresses_in(right).is_empty());
    // "Study Groups 2, 3 and 5, and TSAG": a comma closes the first list.
    let is_closed = left.trim_end().ends_with(',')
        && is_whole(left.trim_end().trim_end_matches(','))
        && begins_a_name(right)
        && is_whole(right);
    both || is_closed
}

/// What stands between the last two of several; a page may break before it.
const JOINTS: [&str; 11] = [
    " and of the ",
    " and to the ",
    " and ",
    "\nand ",
    " and\n",
    " & ",
    "\n& ",
    " AND ",
    "\nAND ",
    " AND\n",
    " / ",
];

/// Says whether words only number a further group of several: "5B" behind "Working Parties 5A".
fn is_number_of_a_group(left: &str, right: &str) -> bool {
    const SEVERAL: [&str; 8] =
        ["parties", "groups", "committees", "questions", "wps", "sgs", "wgs", "scs"];
    let is_number = |word: &str| {
        let word = word.trim_matches([',', ' ', ')', '.']);
        word.len() < 6 && word.starts_with(|sign: char| sign.is_ascii_digit())
    };
    let names_several = left.to_lowercase().split_whitespace().any(|word| SEVERAL.contains(&word));
    names_several
        && right.split_whitespace().filter(|word| !word.eq_ignore_ascii_case("and")).all(is_number)
}

/// Says whether words are one abbreviation of letters alone: "SC&C".
fn is_one_abbreviation(words: &str) -> bool {
    let words = words.trim();
    !words.is_empty()
        && !words.starts_with("JCA")
        && words.chars().all(|sign| sign.is_ascii_uppercase() || sign == '&')
}

/// Says whether the first word of a name is enough to know it as one: "Presence and Availability Group" is one name.
pub(super) fn begins_a_name(words: &str) -> bool {
    let words = words.trim();
    let words = words.strip_prefix("the ").unwrap_or(words);
    let first = words.split([' ', '\u{a0}']).next().unwrap_or_default();
    bodies::is_abbreviation(first.trim_matches(|sign: char| !sign.is_alphanumeric()))
        || ["Internet", "Study Group", "Working Party", "Question", "Broadband Forum", "W3C"]
            .iter()
            .any(|start| words.starts_with(start))
        || words.ends_with(" Area Directors")
}

/// Says whether words are a name that needs nothing before or after it.
pub(super) fn is_whole(words: &str) -> bool {
    let words = words.trim();
    let last = words.split_whitespace().last().unwrap_or_default();
    bodies::stands_alone(words)
        && !last.eq_ignore_ascii_case("of")
        && last.chars().any(char::is_alphanumeric)
        && words.chars().filter(|sign| sign.is_alphanumeric()).count() > 1
}
