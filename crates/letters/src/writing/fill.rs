//! Filling the parts of a template.

use super::bad_template::BadTemplate;
use super::fields::{LetterFields, line as one_line, lines};
use super::paragraph::Paragraph;
use super::runs::{control, reads_from_right, runs, turned};
use super::slots::{People, Single, Slot, Value};
use super::tree::{Element, Node};

const NOT_ALONE: &str = "give it a paragraph of its own";
const NOT_HERE: &str = "the words of a statement stand in the document itself, not at its edge";

/// Fills one part of a template.
pub(super) struct Filler<'f> {
    pub(super) fields: &'f LetterFields,
    pub(super) part: &'f str,
    /// Whether it is the document itself, in which fields are marked by their names.
    pub(super) is_document: bool,
    /// Whether the template has a place of its own for what is corrected.
    pub(super) says_correction: bool,
}

/// The row that is being filled, where rows are repeated for people.
type Row = Option<(People, usize)>;

impl Filler<'_> {
    /// Returns the part with its slots filled.
    pub(super) fn fill(&self, nodes: &[Node]) -> Result<Vec<Node>, BadTemplate> {
        self.within(nodes, None)
    }

    fn within(&self, nodes: &[Node], row: Row) -> Result<Vec<Node>, BadTemplate> {
        let mut filled = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::Element(one) if one.name == "w:p" => self.paragraph(one, row, &mut filled)?,
                Node::Element(one) if one.name == "w:tr" => self.row(one, row, &mut filled)?,
                Node::Element(one) => filled.extend(self.element(one, row)?.map(Node::Element)),
                other => filled.push(other.clone()),
            }
        }
        Ok(filled)
    }

    /// Fills what an element holds; a table without rows is none.
    fn element(&self, element: &Element, row: Row) -> Result<Option<Element>, BadTemplate> {
        let mut children = self.within(&element.children, row)?;
        if element.name == "w:tbl" && !children.iter().any(|child| child.is("w:tr")) {
            return Ok(None);
        }
        // A cell ends with a paragraph, or Word takes the document for broken.
        if element.name == "w:tc" && !children.last().is_some_and(|last| last.is("w:p")) {
            children.push(Element::new("w:p", "", Vec::new()).into());
        }
        Ok(Some(Element::new(&element.name, &element.attributes, children)))
    }

    /// Fills a row: once, once for each person that it is about, or not at all.
    fn row(&self, element: &Element, row: Row, to: &mut Vec<Node>) -> Result<(), BadTemplate> {
        let slots = self.slots_of_row(element)?;
        if slots.iter().any(|slot| self.leaves_out(slot)) {
            return Ok(());
        }
        let people = slots.iter().find_map(|slot| match slot {
            Slot::Value(Value::People(people, _), _) => Some(*people),
            _ => None,
        });
        let Some(people) = people else {
            to.extend(self.element(element, row)?.map(Node::Element));
            return Ok(());
        };
        for at in 0..people.of(self.fields).len().max(1) {
            to.extend(self.element(element, Some((people, at)))?.map(Node::Element));
        }
        Ok(())
    }

    /// Returns the slots of a row, without those of rows within it.
    fn slots_of_row(&self, element: &Element) -> Result<Vec<Slot>, BadTemplate> {
        let mut slots = Vec::new();
        for child in element.children.iter().filter_map(Node::element) {
            match child.name.as_str() {
                "w:p" => slots.extend(Paragraph::of(child, self.part)?.slots().cloned()),
                "w:tr" => {}
                _ => slots.extend(self.slots_of_row(child)?),
            }
        }
        Ok(slots)
    }

    fn leaves_out(&self, slot: &Slot) -> bool {
        match slot {
            Slot::Condition { fact, wanted } => fact.holds(self.fields) != *wanted,
            Slot::Value(..) => false,
        }
    }

    /// Fills a paragraph: once, once for each item of the list that it holds, or not at all.
    fn paragraph(
        &self,
        element: &Element,
        row: Row,
        to: &mut Vec<Node>,
    ) -> Result<(), BadTemplate> {
        let paragraph = Paragraph::of(element, self.part)?;
        if paragraph.slots().any(|slot| self.leaves_out(slot)) {
            return Ok(());
        }
        if paragraph.values().any(|value| value == Value::Text) {
            return self.text(&paragraph, to);
        }
        let counts = paragraph.values().filter(|value| !is_of_row(*value, row));
        let count = counts.filter_map(|value| value.count(self.fields)).max().unwrap_or(1);
        for at in 0..count.max(1) {
            let words = |value: Value| {
                let at = row.filter(|_| is_of_row(value, row)).map_or(at, |(_, at)| at);
                let mut stretches = value.stretches(self.fields, at);
                if !self.is_document {
                    stretches.iter_mut().for_each(|(_, mark)| *mark = None);
                }
                stretches
            };
            let within = |node: &Node| match node {
                Node::Element(element) => {
                    Ok(self.element(element, row)?.map_or_else(|| node.clone(), Node::Element))
                }
                other => Ok(other.clone()),
            };
            if !paragraph.is_left_empty(words) {
                to.push(paragraph.filled(words, within)?.into());
            }
        }
        Ok(())
    }

    /// Puts the text where its slot is: each line a paragraph, all of them in one control.
    fn text(&self, paragraph: &Paragraph, to: &mut Vec<Node>) -> Result<(), BadTemplate> {
        let look = paragraph.looks.iter().flatten().next();
        let line = |line: String| {
            let mut filled = paragraph.with(runs(&line, look));
            if reads_from_right(&line) {
                let properties = turned(paragraph.properties.clone());
                filled.children.retain(|child| !child.is("w:pPr"));
                filled.children.insert(0, properties.into());
            }
            Node::Element(filled)
        };
        // A letter that corrects another says so in every form, also in one whose maker did not think of that.
        if !self.says_correction && !self.fields.correction.is_empty() {
            to.push(line(one_line(&self.fields.correction)));
        }
        let all = lines(&self.fields.text).into_iter().map(line).collect();
        to.push(control("text", all));
        Ok(())
    }
}

/// Refuses slots that cannot be filled, also those in what would be left out.
pub(super) fn check_slots(
    nodes: &[Node],
    part: &str,
    is_document: bool,
) -> Result<(), BadTemplate> {
    for element in nodes.iter().filter_map(Node::element) {
        if element.name == "w:p" {
            let paragraph = Paragraph::of(element, part)?;
            let has_text = paragraph.values().any(|value| value == Value::Text);
            if has_text && !is_document {
                return Err(BadTemplate::misplaced("text", part, NOT_HERE));
            }
            if has_text && (paragraph.has_words() || paragraph.values().count() > 1) {
                return Err(BadTemplate::misplaced("text", part, NOT_ALONE));
            }
        }
        check_slots(&element.children, part, is_document)?;
    }
    Ok(())
}

/// Says whether a value is of the person whom a row is about.
fn is_of_row(value: Value, row: Row) -> bool {
    matches!((value, row), (Value::People(people, _), Some((of_row, _))) if people == of_row)
}

/// Says whether a document has a slot for a field.
pub(super) fn has_slot(nodes: &[Node], field: &str) -> bool {
    has_value(nodes, &|value| value.field() == field)
}

/// Says whether a document has a slot for the words that say what it corrects.
pub(super) fn says_correction(nodes: &[Node]) -> bool {
    has_value(nodes, &|value| matches!(value, Value::Single(Single::Correction, _)))
}

fn has_value(nodes: &[Node], is_one: &impl Fn(Value) -> bool) -> bool {
    nodes.iter().filter_map(Node::element).any(|element| {
        let here = element.name == "w:p"
            && Paragraph::of(element, "").is_ok_and(|one| one.values().any(is_one));
        here || has_value(&element.children, is_one)
    })
}
