//! A part of a .docx as a tree, so that rows and paragraphs can be filled, repeated and left out.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// How deep elements may stand within each other; Word itself takes no more than some dozens.
const DEEPEST: usize = 200;

/// A piece of XML.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Element(Element),
    /// Text with its references resolved.
    Text(String),
    /// The declaration at the top, as it is written.
    Declaration(String),
}

/// An element with all that it holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    /// The name with its prefix.
    pub(super) name: String,
    /// The attributes as they are written, with the space before each.
    pub(super) attributes: String,
    pub(super) children: Vec<Node>,
}

impl Element {
    pub(super) fn new(name: &str, attributes: &str, children: Vec<Node>) -> Self {
        Self { name: name.to_owned(), attributes: attributes.to_owned(), children }
    }

    /// Returns all text within.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.collect(&mut text);
        text
    }

    fn collect(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Element(element) => element.collect(text),
                Node::Text(words) => text.push_str(words),
                Node::Declaration(_) => {}
            }
        }
    }
}

impl Node {
    pub(super) fn element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            _ => None,
        }
    }

    /// Says whether it is an element of that name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.element().is_some_and(|element| element.name == name)
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

/// Reads a part of a document.
///
/// # Errors
/// What is wrong with it, as words.
pub(super) fn parse(xml: &str) -> Result<Vec<Node>, String> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = Vec::new();
    let mut top: Vec<Node> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|fault| fault.to_string())?;
        let node = match event {
            Event::Start(start) => {
                if open.len() >= DEEPEST {
                    return Err(format!("elements within {DEEPEST} others"));
                }
                open.push(element_of(&start));
                continue;
            }
            Event::Empty(start) => element_of(&start).into(),
            Event::End(_) => {
                open.pop().map(Node::Element).ok_or("an element ends that never began")?
            }
            Event::Text(text) => Node::Text(text.xml10_content().into_owned()),
            Event::CData(text) => Node::Text(text.xml10_content().into_owned()),
            Event::GeneralRef(reference) => Node::Text(match reference.resolve_char_ref() {
                Ok(Some(sign)) => sign.to_string(),
                _ => resolve_predefined_entity(&reference)
                    .ok_or_else(|| format!("nobody knows what &{};  means", &*reference))?
                    .to_owned(),
            }),
            Event::Decl(declaration) => Node::Declaration(format!("<?{}?>", &*declaration)),
            Event::DocType(_) => return Err("it declares a document type".to_owned()),
            Event::Comment(_) | Event::PI(_) => continue,
            Event::Eof => break,
        };
        push(open.last_mut().map_or(&mut top, |element| &mut element.children), node);
    }
    if open.is_empty() { Ok(top) } else { Err("it breaks off".to_owned()) }
}

/// Adds a node; text that references have parted becomes one.
fn push(children: &mut Vec<Node>, node: Node) {
    match (children.last_mut(), node) {
        (Some(Node::Text(before)), Node::Text(more)) => before.push_str(&more),
        (_, node) => children.push(node),
    }
}

fn element_of(start: &BytesStart<'_>) -> Element {
    Element::new(start.name().into_inner(), start.attributes_raw().trim_end(), Vec::new())
}

/// Writes a part of a document.
pub(super) fn write(nodes: &[Node]) -> String {
    let mut xml = String::new();
    nodes.iter().for_each(|node| write_node(node, &mut xml));
    xml
}

fn write_node(node: &Node, xml: &mut String) {
    match node {
        Node::Declaration(declaration) => xml.push_str(declaration),
        Node::Text(words) => escape(words, xml),
        Node::Element(Element { name, attributes, children }) => {
            xml.push('<');
            xml.push_str(name);
            xml.push_str(attributes);
            if children.is_empty() {
                xml.push_str("/>");
                return;
            }
            xml.push('>');
            children.iter().for_each(|child| write_node(child, xml));
            xml.push_str("</");
            xml.push_str(name);
            xml.push('>');
        }
    }
}

fn escape(words: &str, xml: &mut String) {
    for sign in words.chars() {
        match sign {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            // A reader would take it for a line end.
            '\r' => xml.push_str("&#13;"),
            sign => xml.push(sign),
        }
    }
}
