//! Names of people: which words are one, and where a name ends and a role begins.

use super::addresses;
use super::bodies;

/// Says whether words are the names of two people.
pub(super) fn is_couple(words: &str) -> bool {
    [" & ", " &", " and ", " und ", " et "].iter().any(|joint| {
        words.split_once(joint).is_some_and(|(one, other)| {
            (is_person(one) && (is_person(other) || has_initials_for_given(other)))
                || (is_person(other) && has_initials_for_given(one))
        })
    })
}

/// Says whether words may be somebody known by initials, as only who stands beside tells: "AB Example".
fn has_initials_for_given(words: &str) -> bool {
    let Some((initials, family)) = words.trim().split_once(' ') else { return false };
    (2..=3).contains(&initials.len())
        && initials.chars().all(|sign| sign.is_ascii_uppercase())
        && !bodies::is_known(initials)
        && is_single_name(family)
        && !bodies::is_group_word(family)
        && !is_of_an_organization(family)
}

/// Parts a name from the role or organization that follows it.
pub(super) fn name_and_rest(words: &str) -> (String, String) {
    let words = words.trim().trim_matches(['"', '“', '”', ',', ';', ' ', '\u{a0}']).trim();
    // A cover has author and employer in brackets: "[Ana Example] [Example Alliance]".
    if let Some((name, rest)) = words.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        && !name.contains(['[', ',', '@'])
    {
        return (
            without_title(name.trim()).to_owned(),
            rest.trim_matches([' ', '[', ']']).to_owned(),
        );
    }
    // "ISO/IEC JTC 1" is one name.
    let first = words.split('/').next().unwrap_or_default();
    let parts_at_slash = !bodies::is_known(first.rsplit(' ').next().unwrap_or_default());
    let cut = words
        .find(|sign| {
            matches!(sign, ',' | '(' | ';' | '\n' | '\t') || (sign == '/' && parts_at_slash)
        })
        .or_else(|| words.find(" - "))
        .or_else(|| words.find(" – "));
    // So does a wide gap, as between columns of a plain text.
    let gap = words.find("   ");
    let cut = cut.into_iter().chain(gap).min();
    let (name, rest) = match cut {
        Some(at) => (words.get(..at).unwrap_or_default(), words.get(at..).unwrap_or_default()),
        None => (words, ""),
    };
    let name = name.trim();
    let joined = ["and ", "care of ", "c/o "].iter().find_map(|joint| name.strip_prefix(joint));
    let name = without_title(joined.unwrap_or(name));
    let name = without_office(name);
    let name = name.strip_suffix(" and").or(name.strip_suffix(" &")).unwrap_or(name);
    // A role may follow without a comma: "Ana Example Chair, …".
    let (name, role) = match name.rsplit_once(' ') {
        Some((before, last))
            if bodies::is_role(last) && before.contains(' ') && !bodies::names_a_group(before) =>
        {
            (before, last)
        }
        _ => (name, ""),
    };
    let owned = if role.is_empty() { rest.to_owned() } else { format!("{role}{rest}") };
    let rest = owned.as_str();
    // "Doe, Jane": the rest is a given name.
    let rest = without_border(rest);
    if !name.contains(' ')
        && is_single_name(name)
        && rest.split_whitespace().count() <= 2
        && rest.split_whitespace().all(is_single_name)
        && !rest.is_empty()
        && cut.is_some_and(|at| words[at..].starts_with(','))
    {
        return (format!("{name}, {rest}"), String::new());
    }
    (name.to_owned(), rest.to_owned())
}

/// Returns what stands behind a name without the signs around it; a bracket that is opened within stays closed.
pub(super) fn without_border(rest: &str) -> &str {
    const BORDER: [char; 10] = [',', ';', ' ', '\t', '(', ')', '-', '–', '/', '\u{a0}'];
    let start = rest.trim_start_matches(BORDER);
    let bare = start.trim_end_matches(BORDER);
    let is_open = bare.matches('(').count() > bare.matches(')').count();
    if is_open && start[bare.len()..].starts_with(')') { &start[..=bare.len()] } else { bare }
}

/// Returns a name without the office before it: "Convenor Ana Example".
fn without_office(name: &str) -> &str {
    const OFFICES: [&str; 9] = [
        "Convenor",
        "Convener",
        "Chair",
        "Chairman",
        "Chairperson",
        "Rapporteur",
        "Secretary",
        "Co-chair",
        "President",
    ];
    let held = name.split_once(' ').filter(|(office, _)| OFFICES.contains(office));
    held.map(|(_, rest)| without_title(rest.trim_start()))
        .filter(|rest| {
            let words = rest.split_whitespace().count();
            (2..4).contains(&words)
                && rest.split_whitespace().all(is_single_name)
                && !bodies::stands_alone(rest)
        })
        .unwrap_or(name)
}

/// Returns a name with the given name first where a mail program put the family name first: "Doe, Jane".
pub(super) fn in_order(name: &str) -> String {
    let name = without_title(name.trim());
    let turned = name.split_once(", ").filter(|(family, given)| {
        let are_names = |words: &str, most: usize| {
            (1..=most).contains(&words.split_whitespace().count())
                && words.split_whitespace().all(is_single_name)
        };
        (are_names(family, 1) || is_shouted(family))
            && !family.contains(' ')
            && are_names(given, 2)
            && !bodies::is_role(given)
    });
    turned.map_or_else(|| name.to_owned(), |(family, given)| format!("{given} {family}"))
}

pub(super) fn is_single_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().skip(1).any(char::is_lowercase)
        && word.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '-' | '\'' | '.'))
}

/// Returns a name without a title before it.
pub(super) fn without_title(name: &str) -> &str {
    const TITLES: [&str; 26] = [
        "Mme. ",
        "Mme ",
        "Mlle ",
        "Herr ",
        "Herrn ",
        "Frau ",
        "Sr. ",
        "Sra. ",
        "Srta. ",
        "Eng. ",
        "Mr. ",
        "Mr ",
        "Ms. ",
        "Ms ",
        "Mrs. ",
        "Mrs ",
        "Dr. ",
        "Dr ",
        "Prof. Dr. ",
        "Prof. ",
        "Prof ",
        "Professor ",
        "Dr.-Ing. ",
        "Sir ",
        "Ing. ",
        "M. ",
    ];
    // "M. T. Example" begins with an initial.
    let is_initial = name.starts_with("M. ") && name.as_bytes().get(4) == Some(&b'.');
    let bare = TITLES.iter().find_map(|title| name.strip_prefix(title));
    let bare = match bare.filter(|_| !is_initial).map(str::trim_start) {
        // "Frau Dr. Example" has two.
        Some(bare) => without_title(bare),
        None => name,
    };
    // Mail programs of some put it behind.
    const BEHIND: [&str; 8] = [" Mr", " Mrs", " Ms", " Mr.", " Mrs.", " Ms.", " Dr", " Dr."];
    let before = BEHIND.iter().find_map(|title| bare.strip_suffix(title));
    before.filter(|before| before.contains(' ')).unwrap_or(bare)
}

/// Words in the names of companies, offices and associations.
const OF_ORGANIZATIONS: [&str; 78] = [
    "academy",
    "administration",
    "agency",
    "assembly",
    "asociación",
    "bund",
    "center",
    "centre",
    "chamber",
    "club",
    "comité",
    "commission",
    "company",
    "conference",
    "confederation",
    "congress",
    "consultants",
    "cooperative",
    "corporation",
    "department",
    "division",
    "fédération",
    "föreningen",
    "förbundet",
    "gesellschaft",
    "groupe",
    "grupo",
    "guild",
    "institut",
    "international",
    "kommission",
    "laboratories",
    "laboratory",
    "league",
    "makers",
    "manufacturers",
    "ministry",
    "network",
    "networks",
    "operators",
    "platform",
    "producers",
    "program",
    "programme",
    "registry",
    "syndicat",
    "syndicate",
    "technical",
    "technologies",
    "telecommunications",
    "united",
    "university",
    "users",
    "vendors",
    "verband",
    "verein",
    "vereinigung",
    "systems",
    // What committees work on.
    "architecture",
    "coding",
    "data",
    "description",
    "document",
    "documents",
    "exchange",
    "information",
    "interconnection",
    "interfaces",
    "language",
    "languages",
    "management",
    "processing",
    "programming",
    "security",
    "service",
    "services",
    "standards",
    "technology",
];

/// Says whether a word stands in the names of companies, offices and associations, and not in those of people.
fn is_of_an_organization(word: &str) -> bool {
    OF_ORGANIZATIONS.contains(&word.to_lowercase().as_str())
}

/// Says whether words where a name is expected have the family name first, in capitals: "TANG Weilin".
pub(super) fn is_shouted_first(words: &str) -> bool {
    let mut parts = without_title(words).split_whitespace();
    let (Some(family), Some(given), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    family.chars().all(char::is_uppercase)
        && (2..=10).contains(&family.chars().count())
        && !bodies::is_known(family)
        && is_single_name(given)
        && !bodies::is_group_word(given)
        && !is_of_an_organization(given)
        && !bodies::is_role(given)
}

/// Says whether a name has the family name first, in capitals, and a given name behind it that is no other word: "SEO Min-ho".
fn has_family_name_first(parts: &[&str]) -> bool {
    let [family, given] = parts else { return false };
    let is_given = |word: &str| {
        // Two syllables behind a hyphen, the second in small letters, are a name and nothing else.
        word.split_once('-').is_some_and(|(first, second)| {
            is_single_name(first) && !second.is_empty() && second.chars().all(char::is_lowercase)
        })
    };
    family.chars().all(char::is_uppercase)
        && (2..=10).contains(&family.chars().count())
        && !bodies::is_known(family)
        && is_given(given)
}

/// Says whether a word is an acronym of several things, and nobody: "LANs".
fn is_of_several(word: &str) -> bool {
    word.len() > 2 && word.strip_suffix('s').is_some_and(is_shouted)
}

/// Says whether a word begins with a particle that is written as one with the name: "deCourcy".
fn has_joined_particle(word: &str) -> bool {
    let rest = PARTICLES.iter().find_map(|particle| word.strip_prefix(particle));
    rest.is_some_and(is_single_name)
}

/// Says whether a word of several letters has no small one, and is no initial.
fn is_shouted(word: &str) -> bool {
    word.chars().filter(|sign| sign.is_alphabetic()).count() > 1
        && !word.contains('.')
        && word.chars().all(|sign| !sign.is_lowercase())
}

/// Says whether the capitals of a name are those of a person: "João ZANON" has the family name in them, and "JP Vasseur" is known by its
/// address; "OMA Presence" is no person.
fn is_plausible(parts: &[&str], has_address: bool) -> bool {
    match parts.iter().filter(|word| is_shouted(word)).count() {
        0 => true,
        1 => {
            let last = parts.last().copied().unwrap_or_default();
            let first = parts.first().copied().unwrap_or_default();
            let is_family = is_shouted(last) && last.chars().count() > 3 && !bodies::is_known(last);
            // "Ana Example OV" has its initials at the end.
            let are_behind = parts.len() == 3
                && last.chars().count() < 4
                && !bodies::is_known(last)
                && parts.iter().take(2).all(|part| is_single_name(part));
            let are_initials =
                is_shouted(first) && first.chars().count() < 4 && !bodies::is_known(first);
            is_family || are_behind || (are_initials && has_address) || has_family_name_first(parts)
        }
        _ => false,
    }
}

/// Says whether words are a person and the office held, with no comma between: "Ana Example Secretary".
pub(super) fn holds_office(words: &str) -> bool {
    const AREAS: [&str; 8] = [
        "internet",
        "routing",
        "security",
        "transport",
        "applications",
        "management",
        "operations",
        "infrastructure",
    ];
    let Some((name, office)) = words.rsplit_once(' ') else { return false };
    let name = name.strip_suffix(" Area").unwrap_or(name);
    let names_an_area = |word: &str| AREAS.contains(&word.to_lowercase().as_str());
    bodies::is_role(office)
        && name.contains(' ')
        && !name.contains([',', '(', '@', '\n'])
        && !name.split(' ').any(names_an_area)
        && is_person(name)
        && !bodies::is_role(name)
        && !bodies::ends_with_role(name)
}

/// Small words within names.
const PARTICLES: [&str; 22] = [
    "de", "van", "von", "der", "den", "di", "da", "la", "le", "bin", "al", "el", "dos", "du", "ap",
    "ben", "ter", "ten", "af", "av", "zu", "y",
];

/// Says whether these words look like the name of a person, with or without an address.
pub(super) fn is_person(words: &str) -> bool {
    const MOST_WORDS: usize = 8;
    if bodies::has_initials(words) {
        return false;
    }
    // "Clock Drift Protocol (CDP) WG" is no name, with a kind of group behind the brackets.
    if let Some((_, kind)) = words.trim().rsplit_once(") ")
        && kind.split(' ').all(|word| word == "WG" || bodies::is_group_word(word))
    {
        return false;
    }
    let address = addresses::addresses_in(words).into_iter().next();
    let has_address = address.is_some();
    // "Ana Example ana@example.org" has nothing between the two.
    let before = address.and_then(|address| words.get(..address.start)).unwrap_or(words);
    let before = if before.trim().is_empty() { words } else { before };
    let (name, _) = name_and_rest(before.split(['<', '(', '[']).next().unwrap_or(before));
    let bare = without_title(name.trim());
    let has_title = bare.len() < name.trim().len();
    // A sentence is no name, however long; its first words show it.
    let parts: Vec<&str> = bare.split_whitespace().take(MOST_WORDS + 1).collect();
    if bare.is_empty() {
        return has_address;
    }
    if parts.len() > MOST_WORDS {
        return false;
    }
    if bare.contains(|sign: char| sign.is_ascii_digit() || sign == '/')
        || parts.iter().copied().any(is_of_several)
        || parts.iter().any(|word| bodies::is_group_word(word) || is_of_an_organization(word))
    {
        return false;
    }
    let is_word = |word: &&str| {
        PARTICLES.contains(&word.to_lowercase().as_str())
            || has_joined_particle(word)
            || (word.chars().next().is_some_and(char::is_uppercase)
                && word
                    .chars()
                    .all(|sign| sign.is_alphabetic() || matches!(sign, '-' | '\'' | '.' | '’')))
    };
    let capitals = parts.iter().filter(|word| is_shouted(word)).count();
    let plausible = is_plausible(&parts, has_address);
    let has_lower = bare.chars().any(char::is_lowercase);
    let is_name =
        (2..=5).contains(&parts.len()) && parts.iter().all(is_word) && has_lower && plausible;
    // "ANA EXAMPLE <ana@example.org>" is known by its address.
    let is_shouted = (2..=3).contains(&parts.len())
        && capitals == parts.len()
        && parts.iter().all(is_word)
        && !parts.iter().any(|part| bodies::is_known(part))
        && addresses::addresses_in(words)
            .first()
            .is_some_and(|address| addresses::has_name_of(&address.email, bare));
    is_name
        || is_shouted
        || (has_title && !parts.is_empty() && plausible)
        || (has_address && parts.len() == 1 && is_single_name(bare))
}
