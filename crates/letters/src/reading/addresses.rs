//! Addresses in a text, however they are disguised.

use std::sync::LazyLock;

use regex::Regex;

/// An address in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) email: String,
    pub(super) is_restored: bool,
}

/// Returns the addresses of a text, those that were disguised included.
pub(super) fn addresses_in(text: &str) -> Vec<Address> {
    static PLAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)[a-z0-9._%+'&=/‑-]*[a-z0-9_%+]@[a-z0-9](?:(?:[a-z0-9‑-]|-\n)*[a-z0-9])?(?:\.[a-z0-9](?:(?:[a-z0-9‑-]|-\n)*[a-z0-9])?)+").ok()
    });
    static DISGUISED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?i)\b([a-z0-9_+-]+(?:(?:\.|\s\.\s|\s+dot\s+|\s*[\[({<]\s*(?:dot|\.)\s*[\])}>]\s*)[a-z0-9_+-]+)*)(?:\s+at\s+|\s*[\[({<]\s*(?:at|@|a)\s*[\])}>]\s*|\s*&#64;\s*|\s+@\s*|\s*@\s+|\s*_at_\s*|\s*\*at\*\s*)([a-z0-9-]+(?:(?:\s*\.\s?|\s+dot\s+|\s*[\[({<]\s*(?:dot|\.)\s*[\])}>]\s*|\s*_dot_\s*)[a-z0-9-]+)+)\b",
        )
        .ok()
    });
    let mut found = Vec::new();
    let plain = PLAIN.iter().flat_map(|pattern| pattern.find_iter(text));
    for one in plain {
        let email = one.as_str().trim_start_matches(['.', '\'', '/', '-', '‑', '=', '&']);
        let start = one.end() - email.len();
        // Word keeps a hyphen from being broken by another sign; a narrow cell breaks it.
        let email = email.replace('‑', "-").replace('\n', "");
        found.push(Address { start, end: one.end(), email, is_restored: false });
    }
    for captures in DISGUISED.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(whole), Some(local), Some(domain)) =
            (captures.get(0), captures.get(1), captures.get(2))
        else {
            continue;
        };
        if found.iter().any(|one| one.start < whole.end() && whole.start() < one.end) {
            continue;
        }
        let email = format!("{}@{}", restored(local.as_str()), restored(domain.as_str()));
        let last = email.rsplit('.').next().unwrap_or_default();
        if (2..=12).contains(&last.len()) && last.chars().all(|sign| sign.is_ascii_alphabetic()) {
            found.push(Address {
                start: whole.start(),
                end: whole.end(),
                email,
                is_restored: true,
            });
        }
    }
    found.sort_by_key(|one| one.start);
    found
}

/// Returns a part of an address with its dots as dots.
pub(super) fn restored(part: &str) -> String {
    let spaced: String = part
        .chars()
        .map(|sign| {
            if "[](){}<>_".contains(sign) && part.to_lowercase().contains("dot") {
                ' '
            } else {
                sign
            }
        })
        .collect();
    let words = spaced.replace('.', " . ");
    words
        .split_whitespace()
        .map(|word| if word.eq_ignore_ascii_case("dot") { "." } else { word })
        .collect()
}

/// Says whether an address has a part of a person's name before its `@`.
pub(super) fn has_name_of(address: &str, name: &str) -> bool {
    const SHORTEST: usize = 3;
    let local = address.split('@').next().unwrap_or_default().to_lowercase();
    let mut parts = name.split(|sign: char| !sign.is_alphabetic());
    parts.any(|part| part.chars().count() >= SHORTEST && local.contains(&part.to_lowercase()))
}

/// Says whether an address has somebody's last name in it, or the last part of one: "lexample@example.org" of Lea Example.
///
/// A first name alone may be anybody's: "danielle@example.org" is not that of Dan Example.
pub(super) fn has_last_name_of(address: &str, name: &str) -> bool {
    let last = name.rsplit(|sign: char| !sign.is_alphabetic()).find(|part| !part.is_empty());
    // "Example Lee-ann" has the family's name first, as a name of two syllables behind it shows.
    let (first, given) = name.split_once(' ').unwrap_or_default();
    let is_family_first = !given.contains(' ')
        && given.split_once('-').is_some_and(|(_, rest)| rest.starts_with(char::is_lowercase));
    name.contains(' ')
        && (last.is_some_and(|last| has_name_of(address, last))
            || (is_family_first && has_name_of(address, first)))
}

/// Says whether words are an address and nothing else.
pub(super) fn is_address(words: &str) -> bool {
    let found = addresses_in(words);
    let [address] = &found[..] else { return false };
    let rest = words.len() - (address.end - address.start);
    let around =
        words.to_lowercase().replace("mailto:", "").replace("email:", "").replace("e-mail:", "");
    rest <= 4 || around.len() <= address.end - address.start + 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_somebodys_by_the_last_name_and_not_by_the_first_alone() {
        for (address, name) in [
            ("lexample@example.org", "Lea Example"),
            ("seo.yeon@example.org", "Yoon Seo-yeon"),
            ("sy.yoon@example.org", "Yoon Seo-yeon"),
            ("example.lea@example.org", "Lea B. Example"),
        ] {
            assert!(has_last_name_of(address, name), "{address} {name}");
        }
        for (address, name) in [
            ("danielle@example.org", "Dan Example"),
            ("dan@example.org", "Dan Example"),
            ("example@example.org", "Example"),
            ("any@example.org", ""),
        ] {
            assert!(!has_last_name_of(address, name), "{address} {name}");
        }
    }

    #[test]
    fn addresses_are_found_however_they_are_disguised() {
        let table = [
            ("ana@example.org", "ana@example.org"),
            ("<mailto:ana.example@mail.example.org>", "ana.example@mail.example.org"),
            ("Ana dot Example at Example dot org", "Ana.Example@Example.org?"),
            ("ana (at) example.org", "ana@example.org?"),
            ("ana[at]example[dot]org", "ana@example.org?"),
            ("ana at example.org", "ana@example.org?"),
            ("ana @ example.org", "ana@example.org?"),
            ("ana . example @ Example . org", "ana.example@Example.org?"),
            ("meet us at the hotel", ""),
            ("(bob@example.net ), Carol (carol@example.com)", "bob@example.net carol@example.com"),
        ];
        for (text, expected) in table {
            let found = addresses_in(text).into_iter();
            let words = found.map(|one| one.email + if one.is_restored { "?" } else { "" });
            assert_eq!(words.collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }
}
