//! Which earlier statements a letter answers or is linked to otherwise, and whether it is on the record itself already: by what it names.

use letters::reading::{Reading, numbers_of};
use rules::{LinkKind, Number};
use store::{Identified, Reader};

use crate::{Desk, Failure};

/// Where the present tool and this one show statements.
const PATHS: [&str; 2] = ["/statements/", "/liaison/"];

/// What was found on the record of what a letter names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OnRecord {
    /// What the letter says that it is linked to, each with the way and the statements that are meant; none if nothing is known
    /// by it. What it answers, every letter may say; all else only a file for programs.
    pub(crate) linked: Vec<(LinkKind, String, Vec<Identified>)>,
    /// Statements that carry a number of the letter itself: it may be on the record already.
    pub(crate) same: Vec<Identified>,
}

/// Looks for what a letter names, in a constant number of queries.
pub(crate) async fn on_record(
    desk: &Desk,
    reader: &Reader,
    reading: &Reading,
) -> Result<OnRecord, Failure> {
    let named = named(reading);
    let mut asked: Vec<String> = named.iter().flat_map(|(.., names)| names).cloned().collect();
    asked.extend(reading.identifiers.iter().cloned());
    asked.sort_unstable();
    asked.dedup();
    let found = reader.by_identifiers(&asked).await?;
    let words: Vec<String> = named.iter().map(|(_, words, _)| words.clone()).collect();
    let linked = by_address(desk, reader, &words).await?;
    let meant = |(kind, words, names): (LinkKind, String, Vec<String>)| {
        let mut meant: Vec<Identified> = Vec::new();
        let by_name = found.iter().filter(|one| names.contains(&one.identifier));
        for one in by_name.chain(linked.iter().filter(|one| words.contains(&one.identifier))) {
            if !meant.iter().any(|other| other.number == one.number) {
                meant.push(one.clone());
            }
        }
        (kind, words, meant)
    };
    let same = found.iter().filter(|one| reading.identifiers.contains(&one.identifier));
    let same = same.cloned().collect();
    Ok(OnRecord { same, linked: named.into_iter().map(meant).collect() })
}

impl OnRecord {
    /// Returns what the letter says that it is linked to in a way, each with the statements that are meant.
    pub(crate) fn linked(&self, kind: LinkKind) -> impl Iterator<Item = (&str, &[Identified])> {
        let linked = self.linked.iter().filter(move |(of, ..)| *of == kind);
        linked.map(|(_, words, meant)| (words.as_str(), meant.as_slice()))
    }
}

/// Returns what a letter says that it is linked to, each with the names by which that may be known here: those that its sender
/// has for it, or what may be one in the words of a letter.
fn named(reading: &Reading) -> Vec<(LinkKind, String, Vec<String>)> {
    match &reading.sent {
        Some(sent) => {
            let links = sent.links.iter();
            links.map(|link| (link.kind, link.names.join(", "), link.names.clone())).collect()
        }
        None => {
            let answered = reading.in_response_to.iter();
            answered.map(|one| (LinkKind::Answers, one.clone(), names_in(one))).collect()
        }
    }
}

/// Returns what may be an identifier in what a letter says of the statement that it answers.
pub(crate) fn names_in(words: &str) -> Vec<String> {
    let mut names = vec![words.trim().to_owned()];
    // Numbers are sought as in the names of files, which end in something.
    names.extend(numbers_of(&format!("{words}.x")));
    for part in words.split([',', ';', '/', ' ', '(', ')']).filter(|part| part.len() >= 4) {
        if part.chars().any(|sign| sign.is_ascii_digit()) {
            names.push(part.trim_end_matches('.').to_owned());
            names.extend(numbers_of(&format!("{part}.x")));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// Returns the public statements whose address on this record, or on the one that it goes on from, is named.
async fn by_address(
    desk: &Desk,
    reader: &Reader,
    words: &[String],
) -> Result<Vec<Identified>, Failure> {
    let bases = [desk.settings.base_url.as_str(), "https://datatracker.ietf.org"];
    let prefixes = bases.iter().flat_map(|base| PATHS.map(|path| format!("{base}{path}")));
    let prefixes: Vec<String> = prefixes.collect();
    let mut addresses: Vec<(Number, String)> = Vec::new();
    for (prefix, words) in
        prefixes.iter().flat_map(|prefix| words.iter().map(move |one| (prefix, one)))
    {
        for (at, _) in words.match_indices(prefix.as_str()) {
            let rest = words.get(at + prefix.len()..).unwrap_or_default();
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            if let Ok(number) = digits.parse() {
                addresses.push((Number(number), format!("{prefix}{digits}")));
            }
        }
    }
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<Number> = addresses.iter().map(|(number, _)| *number).collect();
    let statements = reader.statements(&numbers).await?;
    let public = statements.iter().filter(|statement| statement.state.is_public());
    let identified = public.flat_map(|statement| {
        let named = addresses.iter().filter(|(number, _)| *number == statement.number);
        named.map(|(number, address)| Identified {
            identifier: address.clone(),
            number: *number,
            subject: statement.subject.clone(),
        })
    });
    Ok(identified.collect())
}
