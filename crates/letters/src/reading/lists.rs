//! Lists of bodies and of people, in which each stands once.

use super::addresses;
use super::bodies;
use super::letter::one_line;
use super::people;
use super::person_names::{is_person, name_and_rest};
use super::result::Person;

/// No letter goes to more, and what is longer is no list of people.
const MOST: usize = 300;

/// Adds a body to a list, each once.
pub(super) fn add(list: &mut Vec<String>, words: &str) {
    let words = one_line(words);
    let words = words.trim_matches([',', ';', ' ', '•']);
    // A legal form ends with a full stop of its own.
    let is_form =
        ["e.V.", "e. V.", "Inc.", "Ltd.", "S.A."].iter().any(|form| words.ends_with(form));
    let words = if is_form { words } else { words.trim_end_matches('.') };
    let words = without_note(words.strip_prefix("the ").unwrap_or(words));
    let words = [" for information", " FOR INFORMATION", " for info"]
        .iter()
        .find_map(|end| words.strip_suffix(end))
        .unwrap_or(words);
    if !words.is_empty()
        && list.len() < MOST
        && !list.iter().any(|one| one == words || are_same(one, words))
    {
        list.push(words.to_owned());
    }
}

/// Returns the name of a body without the mark of a note behind it, as a page has it: "Example Working Group1".
fn without_note(words: &str) -> &str {
    const KINDS: [&str; 5] = ["Group", "Committee", "Forum", "Alliance", "Board"];
    let bare = words.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == '*');
    let is_marked = words.len() <= bare.len() + 1 && KINDS.iter().any(|kind| bare.ends_with(kind));
    if is_marked { bare } else { words }
}

/// Says whether two names of bodies differ in spaces and hyphens alone, or in the sector whose groups have no other name: "ITU-T SG16".
fn are_same(one: &str, other: &str) -> bool {
    let key = |words: &str| -> String {
        let bare = words
            .strip_prefix("ITU-T ")
            .unwrap_or(words)
            .chars()
            .filter(|sign| sign.is_alphanumeric());
        bare.flat_map(char::to_lowercase).collect()
    };
    let is_short =
        |words: &str| words.len() < 20 && words.bytes().any(|byte| byte.is_ascii_digit());
    is_short(one) && is_short(other) && key(one) == key(other)
}

/// Returns a name whose signs a tool left as mail headers have them: "=?utf-8?q?Jos=C3=A9_Example?=" (RFC 2047 §4.2).
fn decoded(name: &str) -> String {
    let encoded = name.get(..10).filter(|start| start.eq_ignore_ascii_case("=?utf-8?q?"));
    let words = encoded.and_then(|_| name.get(10..)?.strip_suffix("?="));
    let Some(words) = words else { return name.to_owned() };
    let mut bytes = Vec::with_capacity(words.len());
    let mut rest = words.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'_' => b' ',
            b'=' => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                let digits = std::str::from_utf8(&digits).unwrap_or_default();
                u8::from_str_radix(digits, 16).unwrap_or(b'?')
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

/// Adds a person to a list, each once, and to whom is there already what is not known of them yet.
pub(super) fn add_person(list: &mut Vec<Person>, found: &people::Found) {
    let (name, rest) = name_and_rest(&found.name);
    let name = if rest.is_empty() { found.name.clone() } else { name };
    // "Ana Example, Chair" is called Ana Example.
    let name = match name.rsplit_once(", ") {
        Some((before, office)) if bodies::is_role(office) && is_person(before) => before.to_owned(),
        _ => name,
    };
    let person = Person {
        name: decoded(&one_line(&name)),
        email: found.email.clone(),
        organization: one_line(&found.organization),
    };
    let same = |one: &&mut Person| {
        (!person.email.is_empty() && one.email.eq_ignore_ascii_case(&person.email))
            || (!person.name.is_empty() && one.name.eq_ignore_ascii_case(&person.name))
    };
    // An address alone is that of who is named above without one.
    let is_named = |one: &Person| {
        person.name.is_empty()
            && one.email.is_empty()
            && addresses::has_name_of(&person.email, &one.name)
    };
    let has_room = list.len() < MOST;
    let is_known = list.iter_mut().any(|one| same(&one));
    let found = list.iter_mut().find(|one| if is_known { same(one) } else { is_named(one) });
    match found {
        Some(one) => {
            if one.email.is_empty() {
                one.email = person.email;
            }
            if one.name.is_empty() {
                one.name = person.name;
            }
            if one.organization.is_empty() {
                one.organization = person.organization;
            }
        }
        None if has_room => list.push(person),
        None => {}
    }
}
