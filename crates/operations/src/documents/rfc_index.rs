//! The RFC Editor's index, `rfc-index.xml`.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use store::DocumentEntry;

use super::name;
use crate::ImportFault;

/// What of the index is read.
#[derive(Debug, Default)]
struct Index {
    documents: Vec<DocumentEntry>,
    entry: Option<Entry>,
    is_whole: bool,
}

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
    let mut index = Index::default();
    loop {
        let event = reader.read_event().map_err(|error| {
            fault(text, reader.error_position(), place, &format!("this is not XML ({error})"))
        })?;
        let here = reader.buffer_position();
        match event {
            Event::Start(start) => index.begin(start.local_name().into_inner()),
            Event::Text(words) => index.say(&words.xml10_content()),
            Event::GeneralRef(reference) => index.say(&character(&reference)),
            Event::End(end) => index
                .end(end.local_name().into_inner())
                .map_err(|what| fault(text, here, place, what))?,
            Event::Eof if index.is_whole => return Ok(index.documents),
            Event::Eof => {
                let what = "it ends before the index does: fetch it again";
                return Err(fault(text, here, place, what));
            }
            _ => {}
        }
    }
}

impl Index {
    fn begin(&mut self, element: &str) {
        match &mut self.entry {
            Some(entry) => entry.begin(element.to_owned()),
            None if element.ends_with("-entry") => self.entry = Some(Entry::new()),
            None => {}
        }
    }

    fn say(&mut self, words: &str) {
        if let Some(entry) = &mut self.entry {
            entry.words.push_str(words);
        }
    }

    fn end(&mut self, element: &str) -> Result<(), &'static str> {
        self.is_whole |= element == "rfc-index";
        if let Some(done) = self.entry.take_if(|_| element.ends_with("-entry")) {
            if done.document.name.is_empty() {
                return Err("an entry has no doc-id that is a name such as RFC9110");
            }
            self.documents.push(done.document);
        } else if let Some(entry) = &mut self.entry {
            entry.end();
        }
        Ok(())
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
            group: String::new(),
            intended: String::new(),
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
            ["wg_acronym"] if words.eq_ignore_ascii_case("non working group") => {
                document.group = "none".to_owned();
            }
            ["wg_acronym"] => document.group = words.to_ascii_lowercase(),
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
