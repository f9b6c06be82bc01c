//! Words as runs of a .docx, in the direction in which they are read.

use super::tree::{Element, Node};

/// What stands in the properties of a run behind the mark for words from right to left (ECMA-376 part 1, 17.3.2).
const AFTER_RTL: [&str; 5] = ["w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish"];
/// What stands in the properties of a paragraph behind the same mark (17.3.1).
const AFTER_BIDI: [&str; 17] = [
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap",
    "w:outlineLvl",
    "w:divId",
    "w:cnfStyle",
    "w:rPr",
    "w:sectPr",
    "w:pPrChange",
];

/// Says whether a letter is read from right to left, if it is read in a direction of its own.
fn is_from_right(sign: char) -> Option<bool> {
    let from_right = matches!(sign,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    (sign.is_alphabetic() || from_right).then_some(from_right)
}

/// Says whether a line is read from right to left: its first letter decides.
pub(super) fn reads_from_right(line: &str) -> bool {
    line.chars().find_map(is_from_right).unwrap_or(false)
}

/// Returns words as runs that look so, one for each stretch of one direction.
pub(super) fn runs(words: &str, look: Option<&Element>) -> Vec<Node> {
    let mut all = Vec::new();
    let (mut start, mut direction) = (0, reads_from_right(words));
    for (at, sign) in words.char_indices() {
        if let Some(from_right) = is_from_right(sign)
            && from_right != direction
        {
            all.extend(run(&words[start..at], look, direction));
            (start, direction) = (at, from_right);
        }
    }
    all.extend(run(&words[start..], look, direction));
    all
}

fn run(words: &str, look: Option<&Element>, from_right: bool) -> Option<Node> {
    if words.is_empty() {
        return None;
    }
    let look = if from_right {
        let mut look = look.cloned().unwrap_or_else(|| Element::new("w:rPr", "", Vec::new()));
        put_before(&mut look, "w:rtl", &AFTER_RTL);
        Some(look)
    } else {
        look.cloned()
    };
    let mut children: Vec<Node> = look.into_iter().map(Node::Element).collect();
    for (number, stretch) in words.split('\t').enumerate() {
        if number > 0 {
            children.push(Element::new("w:tab", "", Vec::new()).into());
        }
        if !stretch.is_empty() {
            let text = vec![Node::Text(stretch.to_owned())];
            children.push(Element::new("w:t", " xml:space=\"preserve\"", text).into());
        }
    }
    Some(Element::new("w:r", "", children).into())
}

/// Marks the properties of a paragraph as those of one that is read from right to left.
pub(super) fn turned(properties: Option<Element>) -> Element {
    let mut properties = properties.unwrap_or_else(|| Element::new("w:pPr", "", Vec::new()));
    put_before(&mut properties, "w:bidi", &AFTER_BIDI);
    properties
}

/// Puts an element in its place: those that a schema has behind it stay behind it.
fn put_before(properties: &mut Element, name: &str, behind: &[&str]) {
    if properties.children.iter().any(|child| child.is(name)) {
        return;
    }
    let at = properties.children.iter().position(|child| behind.iter().any(|one| child.is(one)));
    let at = at.unwrap_or(properties.children.len());
    properties.children.insert(at, Element::new(name, "", Vec::new()).into());
}

/// Returns a content control around what a field says, by whose tag it is known again.
pub(super) fn control(mark: &str, content: Vec<Node>) -> Node {
    let tag = format!(" w:val=\"{}{mark}\"", crate::docx::CONTROLS);
    let properties = vec![Element::new("w:tag", &tag, Vec::new()).into()];
    let parts = vec![
        Element::new("w:sdtPr", "", properties).into(),
        Element::new("w:sdtContent", "", content).into(),
    ];
    Element::new("w:sdt", "", parts).into()
}
