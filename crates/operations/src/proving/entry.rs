//! What becomes a leaf: an event, what the record says of a statement, a version of it, a key.

use jiff::Timestamp;
use rules::{Event, Statement};
use serde_json::Value;
use store::{StatementVersion, StoredLeaf};
use tree::{FORM, Hash, Leaf, LeafKind, PublicKey, Salt, Values, parts_of};

use crate::{Settings, shape_of};

/// Something that is, or is to be, a leaf.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) kind: LeafKind,
    pub(super) number: i64,
    pub(super) source: i64,
    pub(super) at: Timestamp,
    pub(super) what: String,
    pub(super) values: Values,
}

impl Entry {
    pub(super) fn of_event(event: &Event) -> Self {
        let values = [
            ("by", event.by.name()),
            ("role", event.by.role()),
            ("words", &event.words),
            ("difference", &event.difference),
        ];
        Self {
            kind: LeafKind::Event,
            number: event.number.0,
            source: event.id,
            at: event.at,
            what: event.kind.slug().to_owned(),
            values: texts(&values),
        }
    }

    pub(super) fn of_version(version: &StatementVersion) -> Self {
        let values = [
            ("by", version.by_name.as_str()),
            ("role", &version.by_role),
            ("why", &version.why),
            ("subject", &version.subject),
            ("content", &version.content),
            ("difference", &version.difference),
        ];
        Self {
            kind: LeafKind::Version,
            number: version.number.0,
            source: version.version,
            at: version.at,
            what: String::new(),
            values: texts(&values),
        }
    }

    /// Returns what the record says of a statement: what was taken from view too, so that it can be proved once it is shown again.
    pub(super) fn of_statement(statement: &Statement, settings: &Settings) -> Self {
        Self {
            kind: LeafKind::Statement,
            number: statement.number.0,
            source: statement.version,
            at: statement.recorded_at.unwrap_or(statement.created_at),
            what: statement.state.slug().to_owned(),
            values: all_values(statement, settings),
        }
    }

    pub(super) fn of_key(key: &PublicKey, now: Timestamp) -> Self {
        Self {
            kind: LeafKind::Key,
            number: 0,
            source: i64::from_str_radix(&key.id_hex(), 16).unwrap_or_default(),
            at: now,
            what: String::new(),
            values: texts(&[("key", &key.to_string())]),
        }
    }

    /// Makes the leaf at a place.
    pub(super) fn leaf(&self, idx: i64, salt: &Salt, entered: Timestamp) -> StoredLeaf {
        let leaf = Leaf {
            at: self.at.to_string(),
            entered: entered.to_string(),
            form: FORM,
            kind: self.kind,
            number: self.number,
            parts: salt.digests(&self.values),
            source: self.source_text(),
            what: self.what.clone(),
        };
        let written = leaf.written();
        StoredLeaf {
            idx,
            kind: self.kind.slug().to_owned(),
            number: self.number,
            source: self.source,
            salt: Hash(salt.0).hex(),
            hash: Hash::of_leaf(written.as_bytes()).hex(),
            leaf: written,
        }
    }

    /// Names what it is of: an event, a version, or a key by its id.
    fn source_text(&self) -> String {
        match self.kind {
            LeafKind::Key => format!("{:08x}", self.source),
            _ => self.source.to_string(),
        }
    }

    /// Returns what differs from a leaf that was made of it: `date`, `kind`, or the names of parts.
    pub(super) fn differing(&self, leaf: &Leaf, salt: &Salt) -> Vec<String> {
        let mut differing = Vec::new();
        if leaf.at != self.at.to_string() {
            differing.push("date".to_owned());
        }
        if leaf.what != self.what {
            differing.push("kind".to_owned());
        }
        differing.extend(leaf.differing(salt, &self.values));
        differing
    }
}

/// Returns the salt of a leaf as it is kept.
pub(super) fn salt_of(leaf: &StoredLeaf) -> Option<Salt> {
    Hash::from_hex(&leaf.salt).map(|salt| Salt(salt.0))
}

/// Returns the parts of a statement that everybody may read.
pub(super) fn public_values(statement: &Statement, settings: &Settings) -> Values {
    let shape = shape_of(statement, &[], &[], &[], settings);
    // A statement can always be written.
    parts_of(&serde_json::to_value(&shape).unwrap_or_default())
}

fn all_values(statement: &Statement, settings: &Settings) -> Values {
    let hidden = public_values(statement, settings).into_iter();
    let hidden = hidden.filter(|(name, _)| name.starts_with("hidden "));
    let mut shown = statement.clone();
    shown.attachments.iter_mut().for_each(|attachment| attachment.hidden = None);
    public_values(&shown, settings).into_iter().chain(hidden).collect()
}

fn texts(values: &[(&str, &str)]) -> Values {
    let filled = values.iter().filter(|(_, text)| !text.is_empty());
    filled.map(|(name, text)| ((*name).to_owned(), Value::from(*text))).collect()
}
