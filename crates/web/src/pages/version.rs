//! What the record said in one version, and what changed with it.

use askama::Template;
use rules::Statement;
use store::StatementVersion;

use super::history::Line;
use crate::pieces::Instant;
use crate::view::View;
use crate::words;

/// What the record said in one version, and what changed with it.
#[derive(Debug, Template)]
#[template(path = "version.html")]
pub(crate) struct VersionPage {
    view: View,
    number: i64,
    subject: String,
    shown: VersionRow,
    is_current: bool,
    others: Vec<VersionRow>,
    fields: Vec<(String, String)>,
    text: String,
    difference: Vec<Line>,
}

/// A version in a list.
#[derive(Debug, Clone)]
pub(crate) struct VersionRow {
    pub(crate) version: i64,
    pub(crate) at: Instant,
    /// Who began it, in which role; empty where nobody is known.
    pub(crate) by: String,
    /// Why it took the place of the one before it.
    pub(crate) why: String,
}

impl VersionRow {
    /// Returns a version.
    pub(crate) fn of(version: &StatementVersion) -> Self {
        let (name, role) = (&version.by_name, &version.by_role);
        let comma = if name.is_empty() || role.is_empty() { "" } else { ", " };
        Self {
            version: version.version,
            at: Instant(version.at),
            by: format!("{name}{comma}{role}"),
            why: words::obscured(&version.why),
        }
    }
}

impl VersionPage {
    /// Returns the page of a version, if there is that one.
    pub(crate) fn of(
        view: View,
        statement: &Statement,
        versions: &[StatementVersion],
        wanted: i64,
    ) -> Option<Self> {
        let version = versions.iter().find(|version| version.version == wanted)?;
        let (fields, text) = parted(&version.content);
        let others = versions.iter().filter(|other| other.version != wanted);
        Some(Self {
            view,
            number: statement.number.0,
            subject: version.subject.clone(),
            shown: VersionRow::of(version),
            is_current: wanted == statement.version,
            others: others.map(VersionRow::of).collect(),
            fields,
            text,
            difference: Line::all(&version.difference),
        })
    }

    pub(crate) fn sample() -> Self {
        let version = |version, why: &str, difference: &str| {
            StatementVersion {
            number: rules::Number(1912),
            version,
            at: jiff::Timestamp::UNIX_EPOCH,
            by_name: "Ana <Example>".to_owned(),
            by_role: "chair of tsync".to_owned(),
            why: why.to_owned(),
            subject: "On <clocks>".to_owned(),
            content: "Enclosed: figures.txt\nFrom: tsync\nTo-Contact: lee@example.com\nmax@example.com\nSubject: On <clocks>\n\nTwo <ms>.\n\nOr: three.\n".to_owned(),
            difference: difference.to_owned(),
        }
        };
        let versions = [
            version(1, "", ""),
            version(2, "It is two, says ana@example.org.", "-One <ms>.\n+Two <ms>.\n"),
        ];
        let statement = Statement { version: 2, ..super::samples::statement() };
        let view = View::sample("/statements/1912/versions/2");
        let page = Self::of(view, &statement, &versions, 2);
        page.unwrap_or_else(|| Self {
            view: View::sample("/statements/1912/versions/2"),
            number: 1912,
            subject: String::new(),
            shown: VersionRow::of(&versions[0]),
            is_current: false,
            others: Vec::new(),
            fields: Vec::new(),
            text: String::new(),
            difference: Vec::new(),
        })
    }
}

/// Parts what was written out into its fields and its words; addresses among the fields are no prey for programs.
fn parted(content: &str) -> (Vec<(String, String)>, String) {
    let (head, text) = content.split_once("\n\n").unwrap_or((content, ""));
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in head.lines() {
        // A field of several lines goes on without a name.
        match (line.split_once(": "), fields.last_mut()) {
            (Some((name, value)), _) if name.len() < 20 => {
                fields.push((name.to_owned(), words::obscured(value)));
            }
            (_, Some((_, value))) => value.push_str(&format!(", {}", words::obscured(line))),
            _ => fields.push(("What it said".to_owned(), words::obscured(line))),
        }
    }
    (fields, text.to_owned())
}
