//! What a document says of itself beside its text: there a slot is words and nothing else.

use super::bad_template::BadTemplate;
use super::fields::LetterFields;
use super::slots::{Slot, Value};
use super::template::broken_part;
use super::tree::{Node, parse, write};

const ONLY_VALUES: &str = "only values can be filled in here";

/// Fills the properties of a document.
pub(super) fn fill(xml: &str, part: &str, fields: &LetterFields) -> Result<Vec<u8>, BadTemplate> {
    let mut nodes = parse(xml).map_err(|fault| broken_part(part, &fault))?;
    fill_nodes(&mut nodes, part, fields)?;
    Ok(write(&nodes).into_bytes())
}

fn fill_nodes(nodes: &mut [Node], part: &str, fields: &LetterFields) -> Result<(), BadTemplate> {
    for node in nodes {
        match node {
            Node::Element(element) => fill_nodes(&mut element.children, part, fields)?,
            Node::Text(words) if words.contains("{{") => *words = filled(words, part, fields)?,
            Node::Text(_) | Node::Declaration(_) => {}
        }
    }
    Ok(())
}

fn filled(words: &str, part: &str, fields: &LetterFields) -> Result<String, BadTemplate> {
    let mut rest = words;
    let mut filled = String::new();
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let (slot, after) = after.split_once("}}").unwrap_or((after, ""));
        match Slot::parse(slot).ok_or_else(|| BadTemplate::unknown(slot, part))? {
            Slot::Value(value, otherwise) if value != Value::Text => {
                let count = value.count(fields).unwrap_or(1);
                let words = |at| value.stretches(fields, at).into_iter().map(|(words, _)| words);
                let all: Vec<String> = (0..count).map(|at| words(at).collect()).collect();
                let all = all.join(", ");
                filled.push_str(if all.is_empty() { &otherwise } else { &all });
            }
            _ => return Err(BadTemplate::misplaced(slot, part, ONLY_VALUES)),
        }
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}
