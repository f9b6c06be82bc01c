//! The RFC Editor's index, `rfc-index.xml`.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use store::DocumentEntry;

use super::name;
use crate::ImportFault;

/// An entry that is being read.
#[derive(Debug)]
struct Entry {
    document: DocumentEntry,
    /// The elements that are open within it, the outermost first.
    open: Vec<String>,
    words: String,
}

/// Reads the index: every RFC, and the members of every series.
pub(super) fn read(text: &str, place: &str) -> Result<Vec<DocumentEntry>, ImportFault> {
    let mut reader = Reader::from_str(text);
    let (mut documents, mut entry, mut is_index) = (Vec::new(), None::<Entry>, false);
    loop {
        let event = reader.read_event().map_err(|error| {
            fault(text, reader.error_position(), place, &format!("this is not XML ({error})"))
        })?;
        match event {
            Event::Start(start) => {
                let element = start.local_name().into_inner().to_owned();
                is_index |= element == "rfc-index";
                match &mut entry {
                    Some(entry) => entry.begin(element),
                    None if element.ends_with("-entry") => entry = Some(Entry::new()),
                    None => {}
                }
            }
            Event::Text(words) => {
                if let Some(entry) = &mut entry {
                    entry.words.push_str(&words.xml10_content());
                }
            }
            Event::GeneralRef(reference) => {
                if let Some(entry) = &mut entry {
                    entry.words.push_str(&character(&reference));
                }
            }
            Event::End(end) => {
                let at_its_end = end.local_name().into_inner().ends_with("-entry");
                if let Some(done) = entry.take_if(|_| at_its_end) {
                    if done.document.name.is_empty() {
                        let what = "an entry has no doc-id that is a name such as RFC9110";
                        return Err(fault(text, reader.buffer_position(), place, what));
                    }
                    documents.push(done.document);
                } else if let Some(entry) = &mut entry {
                    entry.end();
                }
            }
            Event::Eof if !is_index || entry.is_some() => {
                let what = "it ends before the index does: fetch it again";
                return Err(fault(text, reader.buffer_position(), place, what));
            }
            Event::Eof => return Ok(documents),
            _ => {}
        }
    }
}

impl Entry {
    fn new() -> Self {
        let document = DocumentEntry {
            name: String::new(),
            title: String::new(),
            status: String::new(),
            stream: String::new(),
            date: String::new(),
            obsoleted_by: Vec::new(),
            also: Vec::new(),
        };
        Self { document, open: Vec::new(), words: String::new() }
    }

    fn begin(&mut self, element: String) {
        self.open.push(element);
        self.words.clear();
    }

    fn end(&mut self) {
        let words = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.words.clear();
        let path: Vec<&str> = self.open.iter().map(String::as_str).collect();
        let document = &mut self.document;
        match path.as_slice() {
            ["doc-id"] => document.name = name(&words, "RFC").unwrap_or_default(),
            ["title"] => document.title = words,
            ["current-status"] => document.status = words,
            // Older entries name the stream of the present RFC Editor's terms in other cases.
            ["stream"] => document.stream = words.to_ascii_uppercase(),
            ["date", "month"] => document.date = words,
            ["date", "year"] => {
                document.date = format!("{} {words}", document.date).trim().to_owned()
            }
            ["obsoleted-by", "doc-id"] => document.obsoleted_by.extend(name(&words, "RFC")),
            ["is-also", "doc-id"] => document.also.extend(name(&words, "RFC")),
            _ => {}
        }
        self.open.pop();
    }
}

/// Returns what `&amp;`, `&#39;` and the like stand for.
fn character(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => character.to_string(),
        _ => resolve_predefined_entity(reference).unwrap_or_default().to_owned(),
    }
}

fn fault(text: &str, position: u64, place: &str, what: &str) -> ImportFault {
    let end = usize::try_from(position).unwrap_or(usize::MAX).min(text.len());
    let line = text.as_bytes().iter().take(end).filter(|byte| **byte == b'\n').count() + 1;
    ImportFault::input(&format!("{place}, line {line}"), what)
}
