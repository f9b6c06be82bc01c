//! What stands beside an address on its line: the name before or behind it, and the role.

use super::addresses;
use super::bodies;
use super::label::before_colon;
use super::layouts::Layouts;
use super::person_names;

/// Returns where the name before an address begins, and the name; it is what follows the last sign that ends another.
pub(super) fn name_before(before: &str, start: usize) -> (usize, String) {
    let mut words = before.get(start..).unwrap_or_default();
    let mut at = start;
    // A label within the line, as in "Email:".
    while let Some((colon, value)) = before_colon(words) {
        let label =
            Layouts::get().label(&Layouts::get().general, words.get(..colon).unwrap_or_default());
        let is_mailto = words
            .get(..colon)
            .is_some_and(|label| label.trim_end().to_lowercase().ends_with("mailto"));
        if is_mailto && colon > 6 {
            break;
        }
        // "Example Chair: Ana Example" has her office before the name.
        let is_office = words
            .get(..colon)
            .is_some_and(|office| bodies::is_role(office) || bodies::ends_with_role(office));
        if label.is_none() && !is_mailto && !is_office {
            break;
        }
        at += value;
        words = words.get(value..).unwrap_or_default();
    }
    let lower = words.to_lowercase();
    let end = lower.find("mailto").unwrap_or(words.len());
    let cut = words.get(..end).unwrap_or(words);
    let lower_cut = cut.to_lowercase();
    let is_word = |at: usize, label: &str| {
        let letter = |sign: Option<char>| sign.is_some_and(char::is_alphabetic);
        let before = lower_cut.get(..at).and_then(|before| before.chars().next_back());
        let after = lower_cut.get(at + label.len()..).and_then(|after| after.chars().next());
        !letter(before) && !letter(after)
    };
    // "Stella" begins with no label.
    let email_label = ["e-mail", "email", "tel", "phone"]
        .iter()
        .flat_map(|label| lower_cut.match_indices(label).filter(|(at, label)| is_word(*at, label)))
        .map(|(at, _)| at)
        .min();
    let cut = email_label.and_then(|at| cut.get(..at)).unwrap_or(cut);
    // A country or a company is no name of a person.
    let is_lone = email_label.is_some() && !cut.trim().contains([' ', '@']);
    let cut = if is_lone { "" } else { cut };
    let trimmed = cut.trim_start_matches([
        ',', ';', ' ', ')', '>', ']', '.', '\u{a0}', '\t', '|', '•', '*', '/',
    ]);
    at += cut.len() - trimmed.len();
    let name = trimmed
        .trim_end_matches([',', ' ', '<', '(', '[', ':', '"', '\u{a0}', '\t', '-', '–', '|', '{']);
    (at, name.trim_matches(['"', '“', '”', ' ']).to_owned())
}

/// Returns where what follows an address begins, after the signs that close it.
pub(super) fn after_address(words: &str, end: usize) -> usize {
    let rest = words.get(end..).unwrap_or_default();
    let closing = rest.trim_start_matches(['>', ')', ']', ' ', '"', '\u{a0}', '}']);
    // "<ana@example.org> (chair), Bob Sample <…>" has the office of the first in brackets.
    let office = closing.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let rest_of_all = office
        .filter(|(office, _)| bodies::is_role(office) || bodies::ends_with_role(office))
        .map_or(closing, |(_, behind)| behind);
    end + (rest.len() - rest_of_all.len())
}

/// Returns the role that follows a person after a comma: up to the next person or the end.
pub(super) fn role_after(words: &str, from: usize) -> &str {
    let rest = words.get(from..).unwrap_or_default();
    let Some(after) = rest.strip_prefix(',') else { return "" };
    if !bodies::is_role(after.trim_start()) {
        return "";
    }
    // "ISO/IEC JTC" above "1/SC 99" is one name.
    let is_end = |(at, sign): (usize, char)| {
        let below = rest.get(at + 1..).unwrap_or_default();
        sign == ';' || (sign == '\n' && !below.starts_with(|sign: char| sign.is_ascii_digit()))
    };
    let end = rest.char_indices().find(|one| is_end(*one)).map_or(rest.len(), |(at, _)| at);
    let within = rest.get(..end).unwrap_or(rest);
    match addresses::addresses_in(within).first() {
        // The next person's name stands before the next address; the role ends at the comma before it.
        Some(next) => {
            let before = within.get(..next.start).unwrap_or_default();
            before.rfind(',').filter(|comma| *comma > 0).map_or("", |comma| &rest[..comma])
        }
        None => within,
    }
}

/// Returns the name that stands in brackets behind an address, and its length with them: "office@example.org (Ana Example)".
pub(super) fn name_in_brackets(words: &str, from: usize) -> Option<(String, usize)> {
    let rest = words.get(from..)?;
    let open = rest.trim_start_matches(['>', ' ']);
    let (name, _) = open.strip_prefix('(')?.split_once(')')?;
    let is_one = person_names::is_person(name) && !name.contains([',', ';', '@']);
    let length = rest.len() - open.len() + name.len() + 2;
    is_one.then(|| (person_names::without_title(name.trim()).to_owned(), length))
}

/// Returns where a person stands behind the last address of a line: "…, ana@example.org; Bob Sample, secretary".
pub(super) fn person_behind(words: &str, from: usize) -> Option<usize> {
    let rest = words.get(from..)?;
    let behind = rest.strip_prefix(';')?.trim_start();
    let (name, _) = person_names::name_and_rest(behind);
    let is_one = person_names::is_person(&name) && !behind.contains(';') && name.contains(' ');
    is_one.then_some(from + rest.len() - behind.len())
}

/// Says whether an address is that of several who lead a group: "Ana Example, co-chairs (clocks-chairs@example.org)".
pub(super) fn are_led(before: &str, address: &addresses::Address) -> bool {
    let lower = before.to_lowercase();
    // So is that of two who are named before it.
    let several = before
        .rsplit_once(',')
        .is_some_and(|(first, last)| [first, last].iter().all(|name| is_full_name(name)));
    (several && address.email.contains("-chairs@"))
        || address.email.contains("chairs@")
            && (lower.contains("chairs") || lower.contains("chairmen"))
}

/// Says whether words are the name of a person, and of no more than one.
fn is_full_name(words: &str) -> bool {
    let words = words.trim().trim_end_matches(['(', '<', ' ']);
    words.contains(' ') && !words.contains(',') && person_names::is_person(words)
}

/// Returns where somebody is named with a title behind what they are: "Rapporteur for Question 3: Ms Ana Example", "Secretariat of
/// the Example Forum - Ms. Ana Example".
pub(super) fn behind_office(words: &str) -> Option<usize> {
    let colon = before_colon(words)
        .filter(|(colon, _)| {
            let office = words.get(..*colon).unwrap_or_default();
            bodies::is_role(office) || office.ends_with(" Secretariat")
        })
        .map(|(_, value)| value);
    let dash = [" - ", " – "].iter().find_map(|dash| Some(words.find(dash)? + dash.len()));
    let dash = dash.filter(|at| {
        let before = words.get(..*at).unwrap_or_default().to_lowercase();
        before.contains("secretariat") || bodies::is_role(&before)
    });
    let at = colon.or(dash)?;
    let behind = words.get(at..)?;
    let is_named = colon.is_some()
        && person_names::is_person(
            behind.split([' ', '(']).take(2).collect::<Vec<_>>().join(" ").trim(),
        );
    (person_names::without_title(behind) != behind || is_named).then_some(at)
}
