//! Numbers and letters in the names of files.

use super::identifiers::{key_of, numbers_in};
use super::result::{Evidence, Field, Reading};

/// Returns the document numbers in the name of a file, into which organizations put them.
pub fn numbers_of(file_name: &str) -> Vec<String> {
    let stem = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    // Underscores are no borders of words for most patterns, and belong to the number in some.
    let whole = numbers_in(stem).len() == 1
        && stem.contains('_')
        && numbers_in(stem)[0].1 > stem.find('_').unwrap_or_default();
    let spaced = if whole { stem.to_owned() } else { spaced(stem) };
    let lower = spaced.to_lowercase();
    // "Response to SG13-LS217" names what is answered, and "was 9654" what came before.
    let end = ["respon", "reply", "answer", " was ", "-was-"]
        .iter()
        .filter_map(|word| lower.find(word))
        .min();
    let numbers =
        numbers_in(&spaced).into_iter().filter(|(start, _)| end.is_none_or(|end| *start < end));
    numbers.filter_map(|(start, end)| Some(spaced.get(start..end)?.to_owned())).collect()
}

/// Returns the name of a file with its underscores as spaces, save those before the digits of a number.
fn spaced(stem: &str) -> String {
    let mut spaced = String::with_capacity(stem.len());
    let mut signs = stem.chars().peekable();
    let mut before = ' ';
    while let Some(sign) = signs.next() {
        let is_within = before.is_ascii_digit() && signs.peek().is_some_and(char::is_ascii_digit);
        spaced.push(if sign == '_' && !is_within { ' ' } else { sign });
        before = sign;
    }
    spaced
}

/// Returns how the pages of a document write the number that its file has in IEEE 802: group, year and number, as a key.
fn in_ieee_form(number: &str) -> Option<String> {
    let mut parts = number.split('-');
    let group = parts.next()?.parse::<u8>().ok()?;
    let (year, serial) = (parts.next()?, parts.next()?);
    let is_one = year.len() == 2
        && serial.len() == 4
        && [year, serial].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    is_one.then(|| key_of(&format!("802.{group}-{year}/{serial}")))
}

impl Reading {
    /// Adds a number from the name of a file or archive, unless the letter has it already, or answers it.
    pub fn add_number(&mut self, number: &str, file_name: &str) {
        let key = key_of(number);
        let is_answered = self.in_response_to.iter().any(|one| key_of(one) == key);
        // The name may have the number in another form: "T17-SG02-LS77" for SG2-LS77.
        let last = |key: &str| {
            let digits = key.get(key.rfind("ls")? + 2..)?;
            let end = digits.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(digits.len());
            digits.get(..end).filter(|digits| !digits.is_empty()).map(str::to_owned)
        };
        let is_same = last(&key).is_some_and(|last_one| {
            self.identifiers.iter().any(|one| last(&key_of(one)) == Some(last_one.clone()))
        });
        // "11-07-2911-00" is the file of what its pages call 802.11-07/2911r0.
        let is_same = is_same
            || in_ieee_form(number)
                .is_some_and(|form| self.identifiers.iter().any(|one| key_of(one).contains(&form)));
        // "ISO TC 204 N 4811" is what the paper calls "N 4811".
        let is_same = is_same
            || self
                .identifiers
                .iter()
                .any(|one| one.starts_with('N') && key.ends_with(&key_of(one)));
        if is_answered || is_same || self.identifiers.iter().any(|one| key_of(one).contains(&key)) {
            return;
        }
        self.identifiers.push(number.to_owned());
        let evidence = Evidence {
            text: file_name.to_owned(),
            place: "file name".to_owned(),
            at: None,
            doubt: None,
        };
        self.note(Field::Identifiers, evidence);
    }

    /// Adds a file that came beside the letter, unless the letter names it.
    pub fn add_file(&mut self, name: &str, place: &str) {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if self.attachments.iter().any(|known| {
            let is_same = key_of(known) == key_of(name) || key_of(known) == key_of(stem);
            const SHORTEST: usize = 12;
            let is_named =
                key_of(known).len() >= SHORTEST && key_of(stem).ends_with(&key_of(known));
            is_same || is_named || known.to_lowercase().contains(&name.to_lowercase())
        }) {
            return;
        }
        self.attachments.push(name.to_owned());
        let evidence =
            Evidence { text: name.to_owned(), place: place.to_owned(), at: None, doubt: None };
        self.note(Field::Attachments, evidence);
    }
}
