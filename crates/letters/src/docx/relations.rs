//! What a part of an office document names (ECMA-376 part 2 §9.3).

use crate::archive::Archive;
use crate::xml::{Element, Visitor};

/// A part, or an address, that a part names.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of what it is for, such as `header` or `hyperlink`.
    pub(super) kind: String,
    /// The name of the part within the archive, or an address outside of it.
    pub(super) target: String,
    pub(super) is_outside: bool,
}

/// Returns what a part names in its relationships; the package itself is the empty name.
pub(super) fn related(archive: &mut Archive<'_>, part: &str) -> Vec<Relation> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let parent = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let mut found = Found::default();
    // Relationships that cannot be read leave the document without its headers, and its body is tried all the same.
    let _ = archive.walk(&format!("{parent}_rels/{file}.rels"), &mut found);
    for relation in found.0.iter_mut().filter(|relation| !relation.is_outside) {
        relation.target = match relation.target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{parent}{}", relation.target),
        };
    }
    found.0
}

/// How many relationships of a part are kept.
const MOST: usize = 20_000;

#[derive(Default)]
struct Found(Vec<Relation>);

impl Visitor for Found {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if name == "Relationship"
            && let (Some(kind), Some(target)) =
                (element.attribute("Type"), element.attribute("Target"))
        {
            self.0.push(Relation {
                id: element.attribute("Id").unwrap_or_default(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target,
                is_outside: element.attribute("TargetMode").is_some_and(|mode| mode == "External"),
            });
        }
    }

    fn close(&mut self, _name: &str) {}

    fn text(&mut self, _text: &str) {}

    fn is_done(&self) -> bool {
        self.0.len() >= MOST
    }
}
