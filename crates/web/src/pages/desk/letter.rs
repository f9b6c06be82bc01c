//! A letter as it reads, with marks where fields were read from; each mark leads to its field.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use askama::Template;
use askama::filters::HtmlSafe;
use operations::{LetterLine, LetterText, Proofs};

use super::faults::{label, place_of};

/// A letter as it reads, with marks where fields were read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "desk/letter.html")]
pub(crate) struct LetterShown {
    blocks: Vec<Block>,
    /// The id of the mark at the beginning of each place that something was read from.
    ids: HashMap<(usize, usize), String>,
}

/// What belongs together in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    /// Plain text, kept as it stands.
    Set(Vec<Piece>),
    /// A line, or a paragraph.
    Line(Vec<Piece>),
    Heading(Vec<Piece>),
    /// A line whose parts stand apart, as a label and what belongs to it.
    Parts(Vec<Vec<Piece>>),
    /// The rows of a table, each of them cells; and how many the longest row has.
    Table(Vec<Vec<Vec<Piece>>>, usize),
}

/// Words of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    words: String,
    mark: Option<Mark>,
}

/// What makes words a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    /// Empty unless something was read from here on.
    id: String,
    /// The fields that were read from it, in the order of the form.
    fields: Vec<&'static str>,
    is_doubted: bool,
}

/// A place that a field was read from.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    end: usize,
    field: &'static str,
    is_doubted: bool,
}

impl Mark {
    fn classes(&self) -> String {
        let all = self.fields.iter().map(|field| format!(" of-{}", field.replace('_', "-")));
        format!("seen{}{}", all.collect::<String>(), if self.is_doubted { " doubted" } else { "" })
    }

    fn field(&self) -> &'static str {
        self.fields.first().copied().unwrap_or_default()
    }

    /// Returns what the fields are called that were read from it.
    fn labels(&self) -> String {
        let mut labels: Vec<&str> = self.fields.iter().map(|field| label(field)).collect();
        labels.dedup();
        labels.join(", ")
    }
}

impl LetterShown {
    /// Shows a letter as it was read, with marks for all that fields were filled from.
    pub(crate) fn new(letter: &LetterText, is_plain: bool, proofs: &Proofs) -> Self {
        let mut showing =
            Showing { text: &letter.text, places: places(proofs), ids: HashMap::new() };
        let blocks = if is_plain {
            vec![Block::Set(showing.pieces(0, letter.text.trim_end().len()))]
        } else {
            showing.blocks(&letter.lines)
        };
        Self { blocks, ids: showing.ids }
    }

    /// Shows a text of which nothing was read.
    pub(crate) fn plain(text: &str) -> Self {
        let words = text.trim_end().to_owned();
        Self { blocks: vec![Block::Set(vec![Piece { words, mark: None }])], ids: HashMap::new() }
    }

    /// Returns the id of the mark at a place that something was read from.
    pub(crate) fn id_at(&self, at: Option<(usize, usize)>) -> &str {
        at.and_then(|at| self.ids.get(&at)).map(String::as_str).unwrap_or_default()
    }
}

fn places(proofs: &Proofs) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (field, proof) in proofs.all() {
        for evidence in &proof.evidence {
            let Some((start, end)) = evidence.at.filter(|(start, end)| start < end) else {
                continue;
            };
            places.push(Place { start, end, field, is_doubted: evidence.doubt.is_some() });
        }
    }
    places.sort_by_key(|place| (place.start, place_of(place.field)));
    places
}

/// A letter that is being shown.
struct Showing<'a> {
    text: &'a str,
    places: Vec<Place>,
    ids: HashMap<(usize, usize), String>,
}

impl Showing<'_> {
    fn blocks(&mut self, lines: &[LetterLine]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut table = 0;
        for line in lines {
            if line.table > 0 {
                let row = line.cells.iter().map(|(start, end)| self.pieces(*start, *end));
                let row: Vec<Vec<Piece>> = row.collect();
                let width = row.len();
                match blocks.last_mut() {
                    Some(Block::Table(rows, widest)) if table == line.table => {
                        rows.push(row);
                        *widest = width.max(*widest);
                    }
                    _ => blocks.push(Block::Table(vec![row], width)),
                }
            } else {
                blocks.push(self.line(line));
            }
            table = line.table;
        }
        blocks
    }

    fn line(&mut self, line: &LetterLine) -> Block {
        let words = self.text.get(line.start..line.end).unwrap_or_default();
        if line.is_heading && !words.contains('\t') {
            return Block::Heading(self.pieces(line.start, line.end));
        }
        let mut parts = Vec::new();
        let mut start = line.start;
        for part in words.split('\t') {
            if !part.trim().is_empty() {
                parts.push(self.pieces(start, start + part.len()));
            }
            start += part.len() + 1;
        }
        match parts.len() {
            0 | 1 => Block::Line(parts.pop().unwrap_or_default()),
            _ => Block::Parts(parts),
        }
    }

    /// Cuts words where marks begin and end.
    fn pieces(&mut self, start: usize, end: usize) -> Vec<Piece> {
        let here: Vec<Place> =
            self.places.iter().filter(|one| one.start < end && start < one.end).copied().collect();
        let mut borders: Vec<usize> = vec![start, end];
        borders.extend(here.iter().flat_map(|one| [one.start, one.end]));
        borders.retain(|at| (start..=end).contains(at) && self.text.is_char_boundary(*at));
        borders.sort_unstable();
        borders.dedup();
        let pairs = borders.iter().zip(borders.iter().skip(1));
        pairs.map(|(from, to)| self.piece(*from, *to, &here)).collect()
    }

    fn piece(&mut self, start: usize, end: usize, here: &[Place]) -> Piece {
        let words = self.text.get(start..end).unwrap_or_default().to_owned();
        let read: Vec<&Place> =
            here.iter().filter(|one| one.start <= start && end <= one.end).collect();
        if read.is_empty() || words.trim().is_empty() {
            return Piece { words, mark: None };
        }
        // One id serves all that was read from here on; what goes on over several cells has it at the first.
        let mut id = String::new();
        for one in &read {
            let known = self.ids.entry((one.start, one.end));
            if let Entry::Vacant(new) = known {
                id = format!("seen-{start}");
                new.insert(id.clone());
            }
        }
        let mut fields: Vec<&'static str> = read.iter().map(|one| one.field).collect();
        fields.sort_by_key(|field| place_of(field));
        fields.dedup();
        let is_doubted = read.iter().any(|one| one.is_doubted);
        Piece { words, mark: Some(Mark { id, fields, is_doubted }) }
    }
}

impl HtmlSafe for LetterShown {}
