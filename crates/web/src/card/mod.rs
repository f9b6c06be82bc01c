//! The picture that stands beside a link to a statement, or to the record, where links are shown with one (Open Graph).
//!
//! Drawn here, from what is public, with two faces of our own: nothing is fetched, and no program is started. The faces have Latin, Greek
//! and Cyrillic letters; words with other letters are left out rather than shown as boxes, or in the wrong order.

mod canvas;
mod text;

use operations::Settings;
use rules::{Side, State, Statement};
use text::{Face, fitted, shown, wrapped};

use crate::words;
use canvas::{Canvas, Colour};

const PAPER: Colour = [0xf7, 0xf7, 0xf4];
const INK: Colour = [0x1b, 0x1d, 0x1f];
const SOFT: Colour = [0x56, 0x5b, 0x60];
const HAIR: Colour = [0xd6, 0xd7, 0xd1];
const ACCENT: Colour = [0x0e, 0x4f, 0x58];

/// How wide it is, and how high: what those who show links ask for.
pub(crate) const SIZE: [u32; 2] = [1200, 630];
/// Where words begin and end.
const LEFT: f32 = 72.0;
const WIDTH: f32 = 1200.0 - 2.0 * LEFT;

/// What a picture says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Card {
    /// Whose record it is.
    organization: String,
    /// The largest words.
    title: String,
    /// The parties, a line each.
    parties: Vec<String>,
    /// Number, purpose and day.
    facts: String,
    /// Where it is.
    host: String,
}

impl Card {
    /// Returns the picture of a statement on the record.
    pub(crate) fn of(statement: &Statement, organization: &str, settings: &Settings) -> Self {
        let number = format!("Statement {}", statement.number);
        let is_withdrawn = statement.state == State::Withdrawn;
        let facts = [
            is_withdrawn.then(|| "Withdrawn".to_owned()),
            statement.purpose.map(|purpose| purpose.to_string()),
            Some(words::day(statement.day())),
        ];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        let facts = facts.join("  ·  ");
        let sides = [("From", &statement.from), ("To", &statement.to)];
        let parties =
            sides.iter().filter_map(|(way, side)| Some(format!("{way} {}", named(side)?)));
        let (title, facts) = match shown(&statement.subject, Face::Serif) {
            Some(title) => (title, format!("{number}  ·  {facts}")),
            None => (number, facts),
        };
        Self { title, facts, parties: parties.collect(), ..Self::blank(organization, settings) }
    }

    /// Returns the picture of the record.
    pub(crate) fn of_record(organization: &str, settings: &Settings) -> Self {
        let words = format!("What the {organization} and other organizations tell each other");
        let title = shown(&words, Face::Serif).unwrap_or_else(|| "Liaison statements".to_owned());
        let facts = "The public record of liaison statements".to_owned();
        Self { title, facts, ..Self::blank(organization, settings) }
    }

    fn blank(organization: &str, settings: &Settings) -> Self {
        let host = settings.base_url.split_once("://").map(|(_, rest)| rest).unwrap_or_default();
        let words = format!("{organization} liaison statements");
        Self {
            organization: shown(&words, Face::Sans).unwrap_or_default(),
            host: shown(host, Face::Sans).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Draws it, as a PNG.
    ///
    /// # Errors
    /// Why it cannot be written, in words.
    pub(crate) fn drawn(&self) -> Result<Vec<u8>, String> {
        let mut canvas = Canvas::new(SIZE, PAPER);
        let [width, _] = SIZE;
        canvas.fill([0, 0, width, 14], ACCENT);
        canvas.write(Face::Serif, 40.0, [LEFT, 92.0], "Liaison", INK);
        canvas.write_to(Face::Sans, 26.0, [LEFT + WIDTH, 92.0], &self.organization, SOFT);
        canvas.fill([72, 122, width - 144, 2], HAIR);
        let (size, lines) = wrapped(Face::Serif, &self.title, WIDTH);
        let mut at = 150.0;
        for line in &lines {
            at += size * 1.2;
            canvas.write(Face::Serif, size, [LEFT, at], line, INK);
        }
        let mut at = if self.parties.len() > 1 { 466.0 } else { 506.0 };
        for party in &self.parties {
            let line = fitted(Face::Sans, 28.0, party, WIDTH);
            canvas.write(Face::Sans, 28.0, [LEFT, at], &line, INK);
            at += 40.0;
        }
        canvas.fill([72, 536, width - 144, 2], HAIR);
        canvas.write_to(Face::Sans, 26.0, [LEFT + WIDTH, 584.0], &self.host, SOFT);
        let room = WIDTH - text::width(Face::Sans, 26.0, &self.host) - 40.0;
        let facts = fitted(Face::Sans, 26.0, &self.facts, room);
        canvas.write(Face::Sans, 26.0, [LEFT, 584.0], &facts, ACCENT);
        canvas.into_png()
    }
}

/// Returns a side in words that can be shown: the names, else the short names of its groups; nothing if neither can.
fn named(side: &Side) -> Option<String> {
    let acronyms: Vec<&str> = side.groups.iter().map(|group| group.acronym.as_str()).collect();
    let written = shown(&side.words(), Face::Sans).filter(|words| !words.is_empty());
    written.or_else(|| shown(&acronyms.join(", "), Face::Sans)).filter(|words| !words.is_empty())
}
