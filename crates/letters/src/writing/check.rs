//! What a template must not hold, and what it must.

use std::collections::HashSet;

use super::bad_template::BadTemplate;
use super::fill::{check_slots, has_slot};
use super::template::{DOCUMENT, broken_part, text_of};
use super::tree::{Element, Node, parse, write};

const SETTINGS: &str = "word/settings.xml";
const SETTINGS_RELATIONS: &str = "word/_rels/settings.xml.rels";
const TYPES: &str = "[Content_Types].xml";
/// What the settings have Word fetch.
const FETCHED: [&str; 3] = ["w:attachedTemplate", "w:saveThroughXslt", "w:mailMerge"];
/// Fields that have Word fetch or run something.
const RUNNING: [&str; 4] = ["DDE", "INCLUDE", "LINK ", "MACROBUTTON"];

/// Refuses what would run or fetch something, and takes out what every Word puts in.
pub(super) fn check(parts: &mut Vec<(String, Vec<u8>)>) -> Result<(), BadTemplate> {
    let mut names = HashSet::new();
    for (name, _) in parts.iter() {
        let lower = name.to_lowercase();
        if lower.contains("vbaproject") || lower.contains("vbadata") {
            return Err(BadTemplate::Macros);
        }
        if lower.contains("/activex/") || lower.contains("/embeddings/") {
            return Err(BadTemplate::Outside(name.clone()));
        }
        if name.starts_with('/') || name.contains("..") || name.contains('\\') {
            return Err(BadTemplate::Broken(format!("a part is named “{name}”")));
        }
        if !names.insert(lower) {
            return Err(BadTemplate::Broken(format!("two parts are named “{name}”")));
        }
    }
    for needed in [TYPES, DOCUMENT] {
        if !names.contains(&needed.to_lowercase()) {
            return Err(BadTemplate::Broken(format!("it has no {needed}")));
        }
    }
    parts.retain(|(name, _)| name != SETTINGS_RELATIONS);
    for (name, bytes) in parts {
        match name.as_str() {
            TYPES => *bytes = types(&text_of(name, bytes)?)?.into_bytes(),
            SETTINGS => *bytes = settings(name, &text_of(name, bytes)?)?.into_bytes(),
            _ if name.ends_with(".rels") => relations(name, &text_of(name, bytes)?)?,
            _ if name.starts_with("word/") && name.ends_with(".xml") => {
                let nodes =
                    parse(&text_of(name, bytes)?).map_err(|fault| broken_part(name, &fault))?;
                nodes.iter().filter_map(Node::element).try_for_each(fields)?;
                check_slots(&nodes, name, name == DOCUMENT)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Takes a template of Word (.dotx) for a document; one with macros is refused.
fn types(xml: &str) -> Result<String, BadTemplate> {
    if xml.to_lowercase().contains("macroenabled") {
        return Err(BadTemplate::Macros);
    }
    parse(xml).map_err(|fault| broken_part(TYPES, &fault))?;
    Ok(xml.replace("wordprocessingml.template.main+xml", "wordprocessingml.document.main+xml"))
}

fn settings(name: &str, xml: &str) -> Result<String, BadTemplate> {
    let mut nodes = parse(xml).map_err(|fault| broken_part(name, &fault))?;
    for node in &mut nodes {
        if let Node::Element(settings) = node {
            settings.children.retain(|child| !FETCHED.iter().any(|fetched| child.is(fetched)));
        }
    }
    Ok(write(&nodes))
}

/// Refuses relationships that lead elsewhere; links are followed only by who clicks on them.
fn relations(name: &str, xml: &str) -> Result<(), BadTemplate> {
    let nodes = parse(xml).map_err(|fault| broken_part(name, &fault))?;
    let all = nodes.iter().filter_map(Node::element).flat_map(|one| &one.children);
    for one in all.filter_map(Node::element) {
        let folded = one.attributes.to_lowercase();
        if folded.contains("external") && !folded.contains("/hyperlink\"") {
            return Err(BadTemplate::Outside(shown(&one.attributes)));
        }
    }
    Ok(())
}

/// Refuses fields that fetch or run something.
fn fields(element: &Element) -> Result<(), BadTemplate> {
    let code = match element.name.as_str() {
        "w:fldSimple" => element.attributes.clone(),
        // The code of a field may be parted into several runs, so the whole paragraph is looked at.
        "w:p" => codes(element),
        _ => String::new(),
    };
    let upper = code.to_uppercase();
    let words = upper.replace("HYPERLINK", "");
    if RUNNING.iter().any(|running| words.contains(running)) {
        return Err(BadTemplate::Outside(shown(&code)));
    }
    element.children.iter().filter_map(Node::element).try_for_each(fields)
}

fn codes(element: &Element) -> String {
    let mut code = String::new();
    for child in element.children.iter().filter_map(Node::element) {
        match child.name.as_str() {
            "w:instrText" => code.push_str(&child.text()),
            _ => code.push_str(&codes(child)),
        }
    }
    code
}

fn shown(words: &str) -> String {
    const LONGEST: usize = 120;
    words.trim().chars().take(LONGEST).collect()
}

/// Refuses a template that would not say what a letter must.
pub(super) fn has_needed_slots(document: &[u8]) -> Result<(), BadTemplate> {
    let nodes =
        parse(&text_of(DOCUMENT, document)?).map_err(|fault| broken_part(DOCUMENT, &fault))?;
    for needed in ["text", "subject", "from", "to"] {
        if !has_slot(&nodes, needed) {
            return Err(BadTemplate::Missing(needed));
        }
    }
    Ok(())
}
