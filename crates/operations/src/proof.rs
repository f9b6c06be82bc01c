//! What each field of a form was filled from, so that whoever records a statement can check it.

use std::collections::BTreeMap;

use letters::reading::{Evidence, Field, Reading};
use store::Identified;

/// What one field of a form was filled from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// The words of the letter or its message.
    pub evidence: Vec<Evidence>,
    /// What became of them, a sentence each: what the directory knows or does not, what could not be kept.
    pub notes: Vec<String>,
    /// The statements on the record that they name.
    pub statements: Vec<Identified>,
    /// Why a person should look, a sentence each.
    pub doubts: Vec<String>,
}

/// What the fields of a form were filled from, by the field's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proofs(BTreeMap<&'static str, Proof>);

impl Proofs {
    /// Returns what a field was filled from, if it was filled from a letter.
    pub fn of(&self, field: &str) -> Option<&Proof> {
        self.0.get(field)
    }

    /// Returns all fields with what they were filled from.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &Proof)> {
        self.0.iter().map(|(field, proof)| (*field, proof))
    }

    /// Returns the evidence of the fields of a reading that a form has under the same name.
    pub fn of_reading(reading: &Reading) -> Self {
        let mut proofs = Self::default();
        for read in [Field::Subject, Field::Purpose, Field::Deadline, Field::Identifiers] {
            proofs.add(read.name(), reading, read);
        }
        proofs
    }

    /// Adds the evidence of a field of a reading, with its doubts.
    pub(crate) fn add(&mut self, field: &'static str, reading: &Reading, read: Field) {
        for evidence in reading.evidence_of(read) {
            self.add_one(field, evidence);
        }
    }

    pub(crate) fn add_one(&mut self, field: &'static str, evidence: &Evidence) {
        let proof = self.0.entry(field).or_default();
        if !proof.evidence.contains(evidence) {
            proof.evidence.push(evidence.clone());
        }
        if let Some(doubt) = &evidence.doubt {
            self.doubt(field, sentence(doubt));
        }
    }

    /// Says whether a person should look at a field.
    pub(crate) fn is_doubted(&self, field: &str) -> bool {
        self.0.get(field).is_some_and(|proof| !proof.doubts.is_empty())
    }

    /// Notes what became of what was read.
    pub(crate) fn note(&mut self, field: &'static str, note: String) {
        self.0.entry(field).or_default().notes.push(note);
    }

    /// Notes a statement on the record that was named.
    pub(crate) fn statement(&mut self, field: &'static str, statement: Identified) {
        self.0.entry(field).or_default().statements.push(statement);
    }

    /// Notes why a person should look.
    pub(crate) fn doubt(&mut self, field: &'static str, doubt: String) {
        let proof = self.0.entry(field).or_default();
        if !proof.doubts.contains(&doubt) {
            proof.doubts.push(doubt);
        }
    }
}

/// Returns words as a sentence of their own.
fn sentence(words: &str) -> String {
    let mut chars = words.trim().chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}
