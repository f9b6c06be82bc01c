//! A paragraph of a template: its words sign by sign, because Word parts what was typed at once into several runs.

use super::bad_template::BadTemplate;
use super::runs::{control, runs};
use super::slots::{Slot, Value};
use super::tree::{Element, Node};

/// What stands in a paragraph, in its order.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// A sign of a run, by the number of the run.
    Sign(char, usize),
    /// Something else in a run: a tab, a picture.
    Within(Node, usize),
    /// Something between runs: a bookmark, a link.
    Beside(Node),
    /// A slot, with the number of the run in which it begins.
    Slot(Slot, usize),
}

/// A paragraph whose slots are known.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub(super) properties: Option<Element>,
    pub(super) pieces: Vec<Piece>,
    /// How each run looks.
    pub(super) looks: Vec<Option<Element>>,
    attributes: String,
}

const IN_A_LINK: &str = "it stands in a link, a field, a content control or a tracked change; type it again as plain text";
const NOT_CLOSED: &str = "it is not closed; write }} behind it, in the same paragraph";

impl Paragraph {
    /// Reads a paragraph of a part of a template.
    pub(super) fn of(element: &Element, part: &str) -> Result<Self, BadTemplate> {
        let mut paragraph = Self {
            properties: None,
            pieces: Vec::new(),
            looks: Vec::new(),
            attributes: element.attributes.clone(),
        };
        for child in &element.children {
            match child {
                Node::Element(one) if one.name == "w:pPr" => {
                    paragraph.properties = Some(one.clone());
                }
                Node::Element(one) if one.name == "w:r" => paragraph.run(one),
                // Marks of the spelling parted what belongs together.
                Node::Element(one) if one.name == "w:proofErr" => {}
                Node::Element(one) => {
                    if let Some((_, slot)) = one.text().split_once("{{") {
                        let slot = slot.split("}}").next().unwrap_or_default();
                        return Err(BadTemplate::misplaced(slot, part, IN_A_LINK));
                    }
                    paragraph.pieces.push(Piece::Beside(child.clone()));
                }
                Node::Text(_) | Node::Declaration(_) => {}
            }
        }
        paragraph.find_slots(part)?;
        Ok(paragraph)
    }

    fn run(&mut self, run: &Element) {
        let number = self.looks.len();
        self.looks.push(None);
        for child in &run.children {
            match child {
                Node::Element(one) if one.name == "w:rPr" => {
                    self.looks[number] = Some(one.clone());
                }
                Node::Element(one) if one.name == "w:t" => {
                    self.pieces.extend(one.text().chars().map(|sign| Piece::Sign(sign, number)));
                }
                Node::Element(one) if one.name == "w:lastRenderedPageBreak" => {}
                Node::Element(_) => self.pieces.push(Piece::Within(child.clone(), number)),
                Node::Text(_) | Node::Declaration(_) => {}
            }
        }
    }

    /// Puts a slot where signs are one.
    fn find_slots(&mut self, part: &str) -> Result<(), BadTemplate> {
        let mut found: Vec<Piece> = Vec::new();
        let mut pieces = std::mem::take(&mut self.pieces).into_iter().peekable();
        while let Some(piece) = pieces.next() {
            let Piece::Sign('{', run) = piece else {
                found.push(piece);
                continue;
            };
            if !matches!(pieces.peek(), Some(Piece::Sign('{', _))) {
                found.push(piece);
                continue;
            }
            pieces.next();
            let mut words = String::new();
            let mut beside: Vec<Piece> = Vec::new();
            while !words.ends_with("}}") {
                match pieces.next() {
                    Some(Piece::Sign(sign, _)) => words.push(sign),
                    Some(other @ Piece::Beside(_)) => beside.push(other),
                    Some(_) | None => return Err(BadTemplate::misplaced(&words, part, NOT_CLOSED)),
                }
            }
            let words = words.trim_end_matches('}');
            let slot = Slot::parse(words).ok_or_else(|| BadTemplate::unknown(words, part))?;
            found.push(Piece::Slot(slot, run));
            found.append(&mut beside);
        }
        self.pieces = found;
        Ok(())
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Slot(slot, _) => Some(slot),
            _ => None,
        })
    }

    /// Returns the values that it holds.
    pub(super) fn values(&self) -> impl Iterator<Item = Value> {
        self.slots().filter_map(|slot| match slot {
            Slot::Value(value, _) => Some(*value),
            Slot::Condition { .. } => None,
        })
    }

    /// Says whether it holds words or pictures beside slots.
    pub(super) fn has_words(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Sign(sign, _) => !sign.is_whitespace(),
            Piece::Within(..) => true,
            Piece::Beside(_) | Piece::Slot(..) => false,
        })
    }

    /// Says whether nothing would stand in it, though it has slots.
    pub(super) fn is_left_empty(
        &self,
        words: impl Fn(Value) -> Vec<(String, Option<String>)>,
    ) -> bool {
        let is_empty = |slot: &Slot| match slot {
            Slot::Value(value, otherwise) => otherwise.is_empty() && words(*value).is_empty(),
            Slot::Condition { .. } => true,
        };
        !self.has_words() && self.values().count() > 0 && self.slots().all(is_empty)
    }

    /// Returns it with each slot filled with the stretches that `words` has for it, marked with the names of fields.
    pub(super) fn filled(
        &self,
        words: impl Fn(Value) -> Vec<(String, Option<String>)>,
        within: impl Fn(&Node) -> Result<Node, BadTemplate>,
    ) -> Result<Element, BadTemplate> {
        let mut children: Vec<Node> = Vec::new();
        let mut signs = (String::new(), 0);
        let look = |run: usize| self.looks.get(run).and_then(Option::as_ref);
        let flush = |children: &mut Vec<Node>, signs: &mut (String, usize)| {
            let words = std::mem::take(&mut signs.0);
            children.extend(runs(&words, look(signs.1)));
        };
        for piece in &self.pieces {
            if let Piece::Sign(sign, run) = piece {
                if signs.1 != *run {
                    flush(&mut children, &mut signs);
                }
                signs.0.push(*sign);
                signs.1 = *run;
                continue;
            }
            flush(&mut children, &mut signs);
            match piece {
                Piece::Within(node, run) => {
                    let look = look(*run).cloned().map(Node::Element);
                    let both = look.into_iter().chain([within(node)?]).collect();
                    children.push(Element::new("w:r", "", both).into());
                }
                Piece::Beside(node) => children.push(node.clone()),
                Piece::Slot(Slot::Value(value, otherwise), run) => {
                    let stretches = words(*value);
                    if stretches.is_empty() {
                        children.extend(runs(otherwise, look(*run)));
                    }
                    for (words, mark) in stretches {
                        let runs = runs(&words, look(*run));
                        match mark {
                            Some(mark) => children.push(control(&mark, runs)),
                            None => children.extend(runs),
                        }
                    }
                }
                Piece::Slot(Slot::Condition { .. }, _) | Piece::Sign(..) => {}
            }
        }
        flush(&mut children, &mut signs);
        Ok(self.with(children))
    }

    /// Returns a paragraph that looks like it and holds this.
    pub(super) fn with(&self, children: Vec<Node>) -> Element {
        let properties = self.properties.clone().map(Node::Element);
        let children = properties.into_iter().chain(children).collect();
        Element::new("w:p", &self.attributes, children)
    }
}
