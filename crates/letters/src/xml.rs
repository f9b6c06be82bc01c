//! Walking through the XML of an office document.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Is told what stands in an XML document, in its order; names come without their prefixes.
pub(crate) trait Visitor {
    /// An element begins.
    fn open(&mut self, name: &str, element: &Element<'_>);
    /// An element ends.
    fn close(&mut self, name: &str);
    /// There is text.
    fn text(&mut self, text: &str);
}

/// An element that begins.
pub(crate) struct Element<'e>(&'e BytesStart<'e>);

impl Element<'_> {
    /// Returns the value of an attribute by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let mut whole = attributes.with_checks(false).filter_map(Result::ok);
        let named = whole.find(|attribute| attribute.key.local_name().into_inner() == name);
        named.map(|attribute| attribute.value.into_owned())
    }
}

/// Walks through a document.
///
/// Entities that the document declares itself are left out: they are how a small document becomes a large one.
///
/// # Errors
/// What is wrong and where, as words, if it is broken; what stands before was visited.
pub(crate) fn walk(xml: &str, visitor: &mut impl Visitor) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().allow_dangling_amp = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                visitor.open(start.local_name().into_inner(), &Element(&start))
            }
            Ok(Event::End(end)) => visitor.close(end.local_name().into_inner()),
            Ok(Event::Empty(empty)) => {
                visitor.open(empty.local_name().into_inner(), &Element(&empty));
                visitor.close(empty.local_name().into_inner());
            }
            Ok(Event::Text(text)) => visitor.text(&text.xml10_content()),
            Ok(Event::CData(text)) => visitor.text(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                Ok(Some(sign)) => visitor.text(sign.encode_utf8(&mut [0; 4])),
                _ => visitor.text(resolve_predefined_entity(&reference).unwrap_or_default()),
            },
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(fault) => return Err(format!("{fault} at byte {}", reader.error_position())),
        }
    }
}
