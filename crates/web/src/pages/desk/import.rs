//! An import of the directory: how it differs, and what a coordinator decides.

use askama::Template;
use operations::SeenImport;
use rules::{Difference, Fate, FieldChange};
use store::ImportState;

use super::directory::{sample_import, state_words};
use crate::pieces::Instant;
use crate::view::View;
use crate::words;

/// The most lines of a part that a page shows.
const MOST: usize = 200;

/// An import with its difference.
#[derive(Debug, Template)]
#[template(path = "desk/import.html")]
pub(crate) struct ImportPage {
    view: View,
    id: i64,
    source: String,
    at: Instant,
    state: &'static str,
    is_held: bool,
    reasons: Vec<String>,
    /// Who decided, in words; empty if nobody did.
    decided: String,
    parts: Vec<Part>,
    /// Whether the directory changed since the person looked.
    pub(crate) is_outdated: bool,
}

/// A line, and what changes in it: field, what it was, what it is.
type Line = (String, Vec<(String, String, String)>);

/// What an import begins, ends or changes.
#[derive(Debug)]
struct Part {
    title: String,
    lines: Vec<Line>,
    more: usize,
}

impl ImportPage {
    pub(crate) fn of(view: View, seen: &SeenImport) -> Self {
        let import = &seen.import;
        let decided = import.decided.as_ref().map(|(by, at)| {
            format!("Decided by {}, {}, on {}.", by.name(), by.role(), words::instant(*at))
        });
        Self {
            view,
            id: import.id,
            source: import.source.clone(),
            at: Instant(import.at),
            state: state_words(import.state),
            is_held: import.state == ImportState::Held,
            reasons: seen.reasons.clone(),
            decided: decided.unwrap_or_default(),
            parts: parts(&seen.difference),
            is_outdated: false,
        }
    }

    fn is_nothing(&self) -> bool {
        self.parts.iter().all(|part| part.lines.is_empty())
    }

    pub(crate) fn sample() -> Self {
        let before = rules::Directory::default();
        let after = crate::pages::group::sample_directory();
        let today = jiff::civil::date(2022, 3, 10);
        let seen = SeenImport {
            import: sample_import(),
            difference: Difference::between(&before, &after, today),
            reasons: vec!["3 of 4 would no longer be <chair>".to_owned()],
        };
        Self::of(View::signed_in_sample("/directory/imports/5"), &seen)
    }
}

fn parts(difference: &Difference) -> Vec<Part> {
    let roles = |begins: bool| {
        let roles = difference.roles.iter().filter(move |role| role.begins == begins);
        roles
            .map(|role| (format!("{}, {} of {}", role.person, role.kind, role.acronym), Vec::new()))
    };
    let entries = |fate: Fate| {
        let entries = difference.entries.iter().filter(move |entry| entry.fate == fate);
        entries.map(move |entry| {
            let changes = entry.changes.iter().filter(|_| fate == Fate::Changed).map(change);
            (format!("{} ({})", entry.name, entry.acronym), changes.collect())
        })
    };
    let people = |fate: Fate| {
        let people = difference.people.iter().filter(move |person| person.fate == fate);
        people.map(move |person| {
            let (was, is) = (words::obscured(&person.was), words::obscured(&person.is));
            (person.name.clone(), vec![(String::new(), was, is)])
        })
    };
    let all = [
        Part::of("Roles that end", roles(false)),
        Part::of("Roles that begin", roles(true)),
        Part::of("Entries that change", entries(Fate::Changed)),
        Part::of("New entries", entries(Fate::New)),
        Part::of("People who change", people(Fate::Changed)),
        Part::of("New people", people(Fate::New)),
    ];
    all.into_iter().filter(|part| !part.lines.is_empty()).collect()
}

fn change(change: &FieldChange) -> (String, String, String) {
    let shown = |text: &str| words::obscured(&text.replace('\n', ", "));
    (change.field.words().to_owned(), shown(&change.was), shown(&change.is))
}

impl Part {
    fn of(title: &str, lines: impl Iterator<Item = Line>) -> Self {
        let mut lines: Vec<_> = lines.collect();
        let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let more = lines.len().saturating_sub(MOST);
        lines.truncate(MOST);
        Self { title: format!("{title}: {}", words::number(count)), lines, more }
    }
}
