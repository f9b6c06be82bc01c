//! Names of bodies as letters write them: which words name one, and where one name ends and the next begins.

use std::sync::LazyLock;

use regex::Regex;

use super::people;
use super::sheet::Sheet;
use crate::document::Span;

/// Words that stand in the names of groups and not in those of people.
const GROUP_WORDS: [&str; 53] = [
    "group",
    "groups",
    "wg",
    "wgs",
    "sg",
    "committee",
    "subcommittee",
    "forum",
    "alliance",
    "consortium",
    "association",
    "institute",
    "union",
    "board",
    "council",
    "partnership",
    "plenary",
    "area",
    "areas",
    "task",
    "project",
    "panel",
    "directorate",
    "party",
    "question",
    "questions",
    "secretariat",
    "office",
    "bureau",
    "team",
    "organization",
    "organisation",
    "society",
    "foundation",
    "initiative",
    "collaboration",
    "standards",
    "sector",
    "tsg",
    "isg",
    "tc",
    "jca",
    "authority",
    "coalition",
    "engineering",
    "directors",
    "list",
    "discussion",
    "plane",
    "control",
    "community",
    "federation",
    "liaisons",
];

/// Says whether words hold one that stands in names of groups, or an abbreviation.
pub(super) fn names_a_group(words: &str) -> bool {
    words_of(words).any(|word| is_group_word(word) || is_abbreviation(word))
}

fn words_of(words: &str) -> impl Iterator<Item = &str> {
    words
        .split([' ', '\u{a0}', '/', '\n'])
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()))
}

/// Says whether a word stands in names of groups and not in those of people.
pub(super) fn is_group_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    GROUP_WORDS.contains(&lower.as_str())
}

/// Says whether a word is an abbreviation of an organization: several capitals, digits among letters.
pub(super) fn is_abbreviation(word: &str) -> bool {
    let capitals = word.chars().filter(|sign| sign.is_uppercase()).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let lower = word.chars().filter(|sign| sign.is_lowercase()).count();
    let known = ["oneM2M", "CableLabs", "Unicode", "Ecma", "JavaScript"];
    known.contains(&word)
        || (capitals >= 2 && lower == 0 && word.chars().count() <= 9)
        || (capitals >= 1 && digits >= 1)
        || (capitals >= 2
            && word.contains('-')
            && word.chars().next().is_some_and(char::is_uppercase)
            && lower < capitals * 2
            && lower < 4)
}

/// Says whether a word is the short name of an organization that everybody in this trade knows.
pub(super) fn is_known(word: &str) -> bool {
    matches!(
        word.trim_matches(|sign: char| !sign.is_alphanumeric()),
        "IETF"
            | "IAB"
            | "IESG"
            | "IRTF"
            | "ITU"
            | "IEEE"
            | "ISO"
            | "IEC"
            | "ETSI"
            | "MPEG"
            | "JPEG"
            | "ATIS"
            | "OMA"
            | "GSMA"
            | "OASIS"
            | "MEF"
            | "OIF"
            | "BBF"
            | "IANA"
            | "ICANN"
            | "ISOC"
            | "CCSA"
            | "ARIB"
            | "ECMA"
            | "UNICODE"
            | "DVB"
            | "NIST"
            | "CEN"
            | "CENELEC"
            | "NGMN"
            | "TIA"
            | "TTA"
            | "TTC"
            | "SMPTE"
            | "DMTF"
            | "ONF"
            | "WG"
            | "TC"
            | "SG"
            | "WGS"
    )
}

/// Says whether words name a body on their own, and do not go on with the name before them.
pub(super) fn stands_alone(words: &str) -> bool {
    static STARTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:the\s+)?(?:ITU|3GPP|IETF|IAB|IESG|IRTF|IEEE|ISO|IEC|JTC|ETSI|W3C|SG|WP|SC|WG|TC|TSG|TG|FG|JCA|ISG|TSAG|RAN|SA|CT|GERAN|Q\.?\s?\d+\s?/|Questions?\s+\d+\s?/|Study Groups?\s|Working Part)").ok()
    });
    let words = words.trim();
    let first = words.split_whitespace().next().unwrap_or_default();
    let starts = words.chars().next().is_some_and(|sign| {
        sign.is_uppercase()
            || words.starts_with("oneM2M")
            || words.starts_with("3GPP")
            || words.starts_with("the ")
    });
    if !starts || is_role(words) || people::is_person(words) {
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
    const ROLES: [&str; 31] = [
        "chair",
        "chairs",
        "chairman",
        "chairperson",
        "chairwoman",
        "co-chair",
        "co-chairs",
        "cochair",
        "cochairs",
        "vice-chair",
        "vice-chairman",
        "rapporteur",
        "secretary",
        "editor",
        "convenor",
        "convener",
        "co-convenor",
        "liaison",
        "director",
        "president",
        "manager",
        "head",
        "counsellor",
        "coordinator",
        "co-ordinator",
        "officer",
        "representative",
        "advisor",
        "coo",
        "ceo",
        "cto",
    ];
    const BEFORE: [&str; 11] = [
        "vice",
        "associate",
        "acting",
        "senior",
        "technical",
        "principal",
        "managing",
        "executive",
        "area",
        "deputy",
        "former",
    ];
    let bare = |word: &str| word.trim_matches([':', ',', '(', ')']).to_lowercase();
    let mut all = words.split([' ', ',', '\n', '(']).filter(|word| !word.is_empty()).map(bare);
    let first = all.next().unwrap_or_default();
    let is_one = |word: &String| ROLES.contains(&word.as_str()) || word == "directors";
    is_one(&first) && first != "directors"
        || (BEFORE.contains(&first.as_str()) && all.next().as_ref().is_some_and(is_one))
}

/// Cuts a list of bodies and people at its borders, each as it is written; a person keeps role and address.
pub(super) fn items(sheet: &Sheet<'_>, span: Span) -> Vec<Span> {
    let mut items: Vec<Span> = Vec::new();
    for line in whole_lines(sheet, span) {
        for part in cut(sheet, line, &[';', '|', '；']) {
            let pieces = cut(sheet, part, &[',', '、', '，']);
            if pieces.len() > 1 && pieces.iter().all(|piece| is_acronym(sheet.words(*piece))) {
                items.extend(pieces);
                continue;
            }
            let pieces = glued(sheet, pieces);
            items.extend(pieces.into_iter().flat_map(|piece| at_conjunctions(sheet, piece)));
        }
    }
    items
        .into_iter()
        .map(|item| unbracketed(sheet, item))
        .filter(|item| !is_nothing(sheet.words(*item)))
        .collect()
}

/// Returns the lines of a cell; one that ends within a name goes on on the next.
fn whole_lines(sheet: &Sheet<'_>, span: Span) -> Vec<Span> {
    let mut lines: Vec<Span> = Vec::new();
    for line in sheet.lines_of(span) {
        let breaks_off = lines.last().is_some_and(|last| {
            let words = sheet.words(*last);
            let piece = words.rsplit([',', ';']).next().unwrap_or(words).trim();
            let is_short = !piece.is_empty()
                && piece.split_whitespace().count() < 3
                && words.contains([',', ';']);
            is_short
                && !stands_alone(piece)
                && !people::is_person(piece)
                && people::addresses_in(piece).is_empty()
                && !is_role(piece)
        });
        match lines.last_mut().filter(|_| breaks_off) {
            Some(last) => last.end = line.end,
            None => lines.push(line),
        }
    }
    lines
}

/// Joins the pieces between commas that belong together.
fn glued(sheet: &Sheet<'_>, pieces: Vec<Span>) -> Vec<Span> {
    let mut glued: Vec<Span> = Vec::new();
    let first = pieces.first().copied();
    // A person, and the body that the person stands for.
    if let ([person, body], true) =
        (&pieces[..], first.is_some_and(|first| people::is_person(sheet.words(first))))
    {
        let (person_words, body_words) = (sheet.words(*person), sheet.words(*body));
        if people::addresses_in(person_words).is_empty() && stands_alone(body_words) {
            return vec![Span::new(person.start, body.end)];
        }
    }
    for piece in pieces {
        let words = sheet.words(piece);
        // A person, a body, an address: all of one.
        if let [.., person, _] = glued[..]
            && people::is_address(words)
            && people::is_person(sheet.words(person))
            && people::addresses_in(sheet.words(Span::new(person.start, piece.start))).is_empty()
        {
            glued.pop();
            if let Some(last) = glued.last_mut() {
                last.end = piece.end;
            }
            continue;
        }
        let goes_on = glued.last().is_some_and(|last| goes_on(sheet.words(*last), words));
        match glued.last_mut().filter(|_| goes_on) {
            Some(last) => last.end = piece.end,
            None => glued.push(piece),
        }
    }
    glued
}

/// Says whether words after a comma go on with what stands before it.
fn goes_on(before: &str, words: &str) -> bool {
    let first = before.split(',').next().unwrap_or(before);
    let after_person = people::is_person(first) || people::is_couple(first);
    let has_address = !people::addresses_in(before).is_empty();
    let only_address = people::is_address(words);
    if only_address {
        return !has_address;
    }
    if after_person && !has_address {
        let last = before.rsplit(',').next().unwrap_or(before).trim();
        let completes_role =
            (before.contains(',') && is_role(last) && last.split_whitespace().count() < 3)
                || ends_with_role(last);
        let brings_address = !people::addresses_in(words).is_empty() && !people::is_person(words);
        if is_role(words) || ends_with_role(words) || completes_role || brings_address {
            return true;
        }
    }
    if after_person && is_role(words) {
        return true;
    }
    !(stands_alone(words) || people::is_person(words)) || qualifies(before, words)
}

/// Says whether a line goes on with the person on the line above: with a role, or with an address.
pub(super) fn goes_on_below(before: &str, words: &str) -> bool {
    let has_address = !people::addresses_in(before).is_empty();
    let first = before.split([',', '\n']).next().unwrap_or(before);
    people::is_person(first)
        && !has_address
        && (is_role(words) || ends_with_role(words) || people::is_address(words))
}

/// Says whether words end with a role: "IEEE 802.11 Working Group Chair (ana@example.org)".
pub(super) fn ends_with_role(words: &str) -> bool {
    let bare = words.split(['(', '<']).next().unwrap_or(words).trim_end();
    let last = bare.split_whitespace().next_back().unwrap_or_default();
    let of_an_area = bare.to_lowercase().ends_with("area directors");
    bare.split_whitespace().count() > 1 && (is_role(last) || of_an_area)
}

/// Says whether words are one acronym, as the IETF's own tool writes its groups.
fn is_acronym(words: &str) -> bool {
    words.len() > 1
        && words.len() < 25
        && words
            .chars()
            .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-')
        && words.chars().any(char::is_alphabetic)
}

/// Returns an item without the brackets around it, and without the marks of notes after it.
fn unbracketed(sheet: &Sheet<'_>, item: Span) -> Span {
    let words = sheet.words(item);
    let within = words
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .filter(|rest| !rest.contains(['[', ']']));
    if within.is_some() {
        return sheet.trimmed(Span::new(item.start + 1, item.end - 1));
    }
    let bare = words.trim_end_matches(['¹', '²', '³', '*', '†', '‡', '.', ',']);
    let bare = ["(1)", "(2)", "[1]", "[2]"]
        .iter()
        .find_map(|mark| bare.strip_suffix(mark))
        .unwrap_or(bare);
    sheet.trimmed(Span::new(item.start, item.start + bare.len()))
}

/// Says whether words tell of which area, or of what, the group before them is.
fn qualifies(before: &str, words: &str) -> bool {
    let lower = words.to_lowercase();
    let is_group = before.ends_with("Working Group") || before.ends_with(" WG");
    let names_area = lower.ends_with(" area") || lower.contains(" area (");
    let is_study_group = is_within_a_study_group(before);
    (is_group && names_area && !lower.contains("director"))
        || lower.ends_with("work area")
        || (is_study_group && is_question(words))
        || lower.starts_with("rapporteur")
}

/// Says whether words are a Study Group, or end with Questions of one: what follows may be a further Question of it.
fn is_within_a_study_group(before: &str) -> bool {
    static GROUP: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)(?:\bSG\s*-?\s*\d+|\bStudy Group\s+\d+)\b").ok());
    GROUP.as_ref().is_some_and(|pattern| pattern.is_match(before))
}

fn is_question(words: &str) -> bool {
    static QUESTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:and\s+)?(?:Q\.?\s?\d|Questions?\s+\d|Qs\.?\s?\d)").ok()
    });
    QUESTION.as_ref().is_some_and(|pattern| pattern.is_match(words))
}

/// Cuts at the word "and" where whole names stand on both sides.
fn at_conjunctions(sheet: &Sheet<'_>, span: Span) -> Vec<Span> {
    let words = sheet.words(span);
    for (at, joint) in words
        .match_indices(" and ")
        .chain(words.match_indices(" & "))
        .chain(words.match_indices(" AND "))
        .chain(words.match_indices(" / "))
    {
        let (left, right) = (
            words.get(..at).unwrap_or_default(),
            words.get(at + joint.len()..).unwrap_or_default(),
        );
        let depth = left.matches('(').count() > left.matches(')').count();
        // "CCAMP and PCE WGs" share their last word.
        let shares = [
            "wgs",
            "groups",
            "areas",
            "parties",
            "questions",
            "committees",
            "tcs",
            "chairs",
            "directors",
        ]
        .iter()
        .any(|plural| right.trim_end_matches([')', '.']).to_lowercase().ends_with(plural));
        let both = (is_whole(left) && begins_a_name(right) && is_whole(right))
            || (people::is_person(left)
                && people::is_person(right)
                && !people::addresses_in(right).is_empty());
        if both && !shares && !depth {
            let mut rest = vec![sheet.trimmed(Span::new(span.start, span.start + at))];
            rest.extend(at_conjunctions(
                sheet,
                sheet.trimmed(Span::new(span.start + at + joint.len(), span.end)),
            ));
            return rest;
        }
    }
    vec![span]
}

/// Says whether the first word of a name is enough to know it as one: "Presence and Availability Group" is one name.
fn begins_a_name(words: &str) -> bool {
    let words = words.trim();
    let words = words.strip_prefix("the ").unwrap_or(words);
    let first = words.split([' ', '\u{a0}']).next().unwrap_or_default();
    is_abbreviation(first.trim_matches(|sign: char| !sign.is_alphanumeric()))
        || ["Internet", "Study Group", "Working Party", "Question", "Broadband Forum", "W3C"]
            .iter()
            .any(|start| words.starts_with(start))
}

/// Says whether words are a name that needs nothing before or after it.
fn is_whole(words: &str) -> bool {
    let words = words.trim();
    let last = words.split_whitespace().last().unwrap_or_default();
    stands_alone(words)
        && !last.eq_ignore_ascii_case("of")
        && last.chars().any(char::is_alphanumeric)
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
    let folded: String =
        words.trim().trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
    matches!(
        folded.as_str(),
        "" | "none"
            | "n/a"
            | "na"
            | "n.a"
            | "nil"
            | "no"
            | "tbd"
            | "tba"
            | "not applicable"
            | "none stated"
            | "无"
            | "not specified"
            | "non"
            | "aucun"
            | "keine"
            | "no attachment"
            | "no attachments"
            | "not available"
            | "no document has been attached"
            | "no documents"
            | "if applicable"
            | "if any"
            | "see above"
            | "see below"
            | "as above"
    )
}
