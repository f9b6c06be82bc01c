//! What a field was filled from, in one quiet line below it that opens to all of it.

use askama::Template;
use askama::filters::HtmlSafe;
use operations::{Evidence, Proof};
use store::Identified;

use super::letter::LetterShown;

/// The most characters of a quotation in the line.
const LONGEST: usize = 140;

/// What a field was filled from, in one quiet line below it that opens to all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "desk/proof.html")]
pub(crate) struct ProofNote {
    quotes: Vec<Quote>,
    notes: Vec<String>,
    /// What the words name: a statement's number and subject after the words.
    statements: Vec<Identified>,
}

/// Words that something was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Quote {
    words: String,
    /// Where they stand.
    place: String,
    /// What they are from, as words before them.
    from: &'static str,
    /// The id of the mark in the letter; empty if they do not stand there.
    mark: String,
}

impl ProofNote {
    /// Returns what a field was filled from, with links to the marks in the letter.
    pub(crate) fn new(proof: &Proof, letter: &LetterShown) -> Self {
        let quote = |evidence: &Evidence| Quote {
            words: evidence.text.trim().to_owned(),
            place: evidence.place.clone(),
            from: source(&evidence.place),
            mark: letter.id_at(evidence.at).to_owned(),
        };
        Self {
            quotes: proof.evidence.iter().map(quote).collect(),
            notes: proof.notes.clone(),
            statements: proof.statements.clone(),
        }
    }
}

impl Quote {
    /// Returns the words on one line, cut where they are long.
    fn short(&self) -> String {
        let words = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        match words.char_indices().nth(LONGEST) {
            Some((at, _)) => format!("{}…", words.get(..at).unwrap_or_default().trim_end()),
            None => words,
        }
    }
}

/// Says what something was read from, by where it stands.
fn source(place: &str) -> &'static str {
    if place.ends_with("of the message") {
        "From the message:"
    } else if place == operations::STATEMENT_FILE {
        "From the file for programs:"
    } else if place == "file name" {
        "From the file’s name:"
    } else {
        "From the letter:"
    }
}

impl HtmlSafe for ProofNote {}
