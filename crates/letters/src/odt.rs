//! OpenDocument text: an archive of XML (ISO/IEC 26300).

mod body;
mod lists;
mod styles;

use crate::archive::Archive;
use crate::page::Page;
use crate::properties;
use crate::xml::{Element, Visitor};
use crate::{Document, Limits, Region};

use body::Body;

/// Reads an .odt: its headers, its body, its footers.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Document {
    let mut archive = match Archive::open(bytes, limits) {
        Ok(archive) => archive,
        Err(fault) => return Document::unread(&fault),
    };
    let mut manifest = Manifest::default();
    // A manifest that cannot be read says nothing of a password.
    let _ = archive.walk("META-INF/manifest.xml", &mut manifest);
    if manifest.is_encrypted {
        return Document::unread(
            &"it is protected by a password: ask the sender for a copy without",
        );
    }
    let mut document = Document::default();
    let mut body = Body::of_styles(limits);
    if let Err(fault) = archive.walk("styles.xml", &mut body) {
        document.warn(&fault.to_string());
    }
    let (headers, footers) = body.begin_text(Page::after(&document, Region::Body, limits));
    document.add(headers, limits);
    match archive.walk("content.xml", &mut body) {
        Ok(true) => {}
        Ok(false) => document.warn("the archive holds no document: ask the sender for it again"),
        Err(fault) => document.warn(&fault.to_string()),
    }
    if body.has_changes {
        document.warn("it has tracked changes, read as if all were accepted");
    }
    document.add(body.finish(), limits);
    document.add(footers, limits);
    document.properties = properties::read(&mut archive, "meta.xml");
    document
}

#[derive(Default)]
struct Manifest {
    is_encrypted: bool,
}

impl Visitor for Manifest {
    fn open(&mut self, name: &str, _element: &Element<'_>) {
        self.is_encrypted |= name == "encryption-data";
    }

    fn close(&mut self, _name: &str) {}

    fn text(&mut self, _text: &str) {}
}
