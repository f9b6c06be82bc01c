//! Names of bodies as letters write them: which words name one, and where one name ends and the next begins.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use super::{offices, person_names};

/// Words that stand in the names of groups and not in those of people.
const GROUP_WORDS: [&str; 55] = [
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
    "organizations",
    "organisation",
    "organisations",
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
    GROUP_WORDS.contains(&lower.as_str()) || is_joined(&lower)
}

/// Says whether a word is joined from others, as in German, the last of which is one for a group: "messkommission".
fn is_joined(lower: &str) -> bool {
    const ENDS: [&str; 6] =
        ["kommission", "ausschuss", "verband", "gesellschaft", "vereinigung", "arbeitsgruppe"];
    ENDS.iter().any(|end| lower.len() > end.len() && lower.ends_with(end))
}

/// Says whether a word is an abbreviation of an organization: several capitals, digits among letters.
pub(super) fn is_abbreviation(word: &str) -> bool {
    let word = word.trim_end_matches(['®', '™']);
    let capitals = word.chars().filter(|sign| sign.is_uppercase()).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let lower = word.chars().filter(|sign| sign.is_lowercase()).count();
    let known = ["oneM2M", "CableLabs", "Unicode", "Ecma", "JavaScript"];
    known.contains(&word)
        || is_camel_cased(word)
        || is_parted(word)
        || (capitals >= 2 && lower == 0 && word.chars().count() <= 9)
        || (capitals >= 1 && digits >= 1)
        || (capitals >= 2
            && word.contains('-')
            && word.chars().next().is_some_and(char::is_uppercase)
            && lower < capitals * 2
            && lower < 4)
}

/// Says whether a word is an acronym with what it is about behind a hyphen: "EXWG-Accountability".
fn is_parted(word: &str) -> bool {
    const SHORTEST: usize = 3;
    word.split_once('-').is_some_and(|(acronym, subject)| {
        acronym.len() >= SHORTEST
            && acronym.chars().all(|sign| sign.is_ascii_uppercase())
            && subject.len() > SHORTEST
            && subject.starts_with(char::is_uppercase)
            && subject.chars().skip(1).all(char::is_lowercase)
    })
}

/// Says whether a word is joined of capitalized ones, as forums and alliances call themselves: "GlobalPlatform".
fn is_camel_cased(word: &str) -> bool {
    const SHORTEST: usize = 4;
    let second = word.char_indices().skip(1).find(|(_, sign)| sign.is_uppercase());
    let is_name = |part: &str| {
        part.chars().skip(1).all(char::is_lowercase) && part.starts_with(char::is_uppercase)
    };
    // "FitzGerald" is a name of people, as is "McDonald".
    // "SIMalliance" begins with an abbreviation.
    let capitals = word.chars().take_while(|sign| sign.is_uppercase()).count();
    let rest = word.chars().skip(capitals);
    if capitals > 1 && rest.clone().count() > SHORTEST && rest.clone().all(char::is_lowercase) {
        return true;
    }
    second.is_some_and(|(at, _)| {
        let first = word.get(..at).unwrap_or_default();
        first.len() >= SHORTEST
            && first != "Fitz"
            && is_name(first)
            && word.chars().all(char::is_alphabetic)
    })
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

/// Says whether a word is the short name of an organization, and not of a kind of group.
pub(super) fn is_organization(word: &str) -> bool {
    is_known(word) && !matches!(word, "WG" | "TC" | "SG" | "WGS") && is_abbreviation(word)
}

/// Says whether a name begins with that of an organization everybody knows: "3GPP TSG SA".
pub(super) fn is_of_an_organization(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    is_organization(first) || matches!(first, "W3C" | "3GPP" | "oneM2M")
}

/// Says whether words name a body on their own, and do not go on with the name before them.
pub(super) fn stands_alone(words: &str) -> bool {
    static STARTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:the\s+)?(?:(?:ITU|3GPP|IETF|IAB|IESG|IRTF|IEEE|ISO|IEC|JTC|ETSI|W3C|802\.\d+|SGs?|WPs?|SCs?|WGs?|TCs?|TSG|TG|FG|JCA|ISG|TSAG|RAN|SA|CT|GERAN)(?:[^\p{L}]|$)|Q\.?\s?\d+\s?/|Questions?\s+\d+\s?/|Study Groups?\s|Working Part|Internet Corporation for\s)").ok()
    });
    static STANDARD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:ISO|IEC|ISO/IEC|EN|IEEE Std)\s+\d{4,}(?:[-:.]\d+)*$").ok()
    });
    let words = words.trim();
    // So is "IEC 99351-3" a standard.
    if STANDARD.as_ref().is_some_and(|standard| standard.is_match(words)) {
        return false;
    }
    // The last line of an address is a country.
    if matches!(words, "USA" | "U.S.A." | "UK" | "U.K." | "UAE" | "PRC") {
        return false;
    }
    let first = words.split_whitespace().next().unwrap_or_default();
    let starts = words.chars().next().is_some_and(|sign| {
        sign.is_uppercase()
            || words.starts_with("oneM2M")
            || words.starts_with("3GPP")
            || words.starts_with("802.")
            || words.starts_with("the ")
            // "example working group" has the acronym of a group in small letters.
            || ["working group", " wg"].iter().any(|end| words.to_lowercase().ends_with(end))
            || first.chars().filter(|sign| sign.is_uppercase()).count() > 1
            || (words.starts_with(char::is_lowercase)
                && first.contains(|sign: char| sign.is_ascii_digit())
                && first.contains(char::is_uppercase))
    });
    if has_initials(words) {
        return starts;
    }
    if !starts || is_role(words) || person_names::is_person(words) {
        return false;
    }
    // "10/16" and "9" go on with a list of Questions.
    if first.chars().all(|sign| sign.is_ascii_digit() || sign == '/') {
        return false;
    }
    STARTS.as_ref().is_some_and(|pattern| pattern.is_match(words)) || names_a_group(words)
}

/// Says whether words are a name with its own initials in brackets behind it: "Example Water Users (EWU)".
pub(super) fn has_initials(words: &str) -> bool {
    const SHORTEST: usize = 3;
    const LONGEST: usize = 9;
    let Some((name, initials)) =
        words.trim().strip_suffix(')').and_then(|all| all.split_once(" ("))
    else {
        return false;
    };
    // The initials of "Ana Example, Chair, Example Clocks Group (ECG)" are those of what is behind the office.
    if name
        .split_once(", ")
        .is_some_and(|(one, office)| is_role(office) && person_names::is_person(one))
    {
        return false;
    }
    // "É" begins a word that "E" stands for.
    let bare = |sign: char| sign.nfd().next().unwrap_or(sign).to_ascii_lowercase();
    let letters: Vec<char> = initials.chars().filter(|sign| sign.is_alphanumeric()).collect();
    let is_short = (SHORTEST..=LONGEST).contains(&letters.len())
        && letters.iter().all(|sign| !sign.is_lowercase())
        && !initials.contains(' ');
    let starts = name
        .split([' ', '\u{a0}', '-', '\'', '’', '/', '&'])
        .filter_map(|word| word.chars().next())
        .map(bare);
    let mut wanted = counted(&letters).into_iter().map(bare).peekable();
    starts.for_each(|start| {
        wanted.next_if_eq(&start);
    });
    is_short && wanted.peek().is_none()
}

/// Returns initials with those repeated that a number behind them counts: "M3A" stands for three words with an M, and one with an A.
fn counted(letters: &[char]) -> Vec<char> {
    let mut all: Vec<char> = Vec::new();
    for sign in letters {
        match (sign.to_digit(10), all.last().copied()) {
            (Some(count @ 2..=4), Some(last)) => all.extend((1..count).map(|_| last)),
            _ => all.push(*sign),
        }
    }
    all
}

/// Words for what somebody is.
const ROLES: [&str; 40] = [
    "vp",
    "svp",
    "evp",
    "lead",
    "secretary-general",
    "director-general",
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
    "co-rapporteur",
    "associate-rapporteur",
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
    "counsel",
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

/// Words that stand before them.
const BEFORE: [&str; 15] = [
    "team",
    "staff",
    "committee",
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
    "general",
];

/// Says whether words are a role that somebody holds, and so go on with a person.
pub(super) fn is_role(words: &str) -> bool {
    if offices::body_of(words).is_some() {
        return true;
    }
    let bare = |word: &str| word.trim_matches([':', ',', '(', ')']).to_lowercase();
    let mut all = words.split([' ', ',', '\n', '(']).filter(|word| !word.is_empty()).map(bare);
    let first = all.next().unwrap_or_default();
    let is_one = |word: &String| {
        ROLES.contains(&word.as_str()) || matches!(word.as_str(), "directors" | "contact")
    };
    is_one(&first) && !matches!(first.as_str(), "directors" | "contact")
        || (BEFORE.contains(&first.as_str()) && all.next().as_ref().is_some_and(is_one))
}

/// Says whether words end with a role: "IEEE 802.11 Working Group Chair (ana@example.org)".
pub(super) fn ends_with_role(words: &str) -> bool {
    let words = words.trim_end();
    // In "Example Clocks (EC) Working Group Chair" the office stands behind the brackets.
    let is_behind = words.rfind(')').is_some_and(|at| {
        words.get(at + 1..).is_some_and(|rest| !rest.is_empty() && !rest.contains(['(', '<', '@']))
    });
    let before = words.split(['(', '<']).next().unwrap_or(words).trim_end();
    let bare = if is_behind { words } else { before };
    let last = bare.split_whitespace().next_back().unwrap_or_default();
    let of_an_area = bare.to_lowercase().ends_with("area directors");
    bare.split_whitespace().count() > 1 && (is_role(last) || of_an_area || last == "AD")
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
            | "néant"
            | "neant"
            | "sans objet"
            | "ninguno"
            | "ninguna"
            | "no aplica"
            | "entfällt"
            | "no deadline"
            | "no response expected"
            | "no response required"
            | "no response needed"
            | "no response requested"
            | "no reply expected"
            | "no reply required"
            | "no reply needed"
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
