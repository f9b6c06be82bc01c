//! Word since 2007: an archive of XML (ECMA-376), read as a person would who sees all changes accepted.

mod body;
mod fields;
mod numbers;
mod relations;
mod styles;
mod tagged;

use crate::archive::Archive;
use crate::properties;
use crate::{Document, Limits, Region};

use body::Body;
use numbers::Numbers;
use relations::{Relation, related};
use styles::Styles;

pub(crate) use tagged::CONTROLS;

/// Reads a .docx: its headers, its body, its notes, its footers.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Document {
    match Archive::open(bytes, limits) {
        Ok(archive) => Reader::of(archive, limits).read(),
        Err(fault) => Document::unread(&fault),
    }
}

/// A .docx that is being read.
struct Reader<'b, 'l> {
    archive: Archive<'b>,
    limits: &'l Limits,
    document: Document,
    styles: Styles,
    numbers: Numbers,
    /// The texts of the headers, notes and footers that were read.
    shown: Vec<String>,
}

impl<'b, 'l> Reader<'b, 'l> {
    fn of(archive: Archive<'b>, limits: &'l Limits) -> Self {
        Self {
            archive,
            limits,
            document: Document::default(),
            styles: Styles::default(),
            numbers: Numbers::default(),
            shown: Vec::new(),
        }
    }

    fn read(mut self) -> Document {
        if self.archive.has("word/vbaProject.bin") {
            self.document.warn("it holds macros, which were not run");
        }
        let package = related(&mut self.archive, "");
        let named = |kind: &str| package.iter().find(|one| one.kind == kind && !one.is_outside);
        let main = named("officeDocument")
            .map_or_else(|| "word/document.xml".to_owned(), |one| one.target.clone());
        let core = named("core-properties")
            .map_or_else(|| "docProps/core.xml".to_owned(), |one| one.target.clone());
        let parts = related(&mut self.archive, &main);
        for part in parts.iter().filter(|part| !part.is_outside) {
            // Without these the words are all there, and only less is known of them.
            let _ = match part.kind.as_str() {
                "styles" => self.archive.walk(&part.target, &mut self.styles),
                "numbering" => self.archive.walk(&part.target, &mut self.numbers),
                _ => continue,
            };
        }
        self.beside(&parts, "header", Region::Header);
        if self.archive.has(&main) {
            let body = self.part(&main, parts.clone(), Region::Body);
            self.document.add(body, self.limits);
        } else {
            self.document.warn("the archive holds no document: ask the sender for it again");
        }
        self.beside(&parts, "footnotes", Region::Note);
        self.beside(&parts, "endnotes", Region::Note);
        self.beside(&parts, "footer", Region::Footer);
        self.document.properties = properties::read(&mut self.archive, &core);
        self.document
    }

    /// Reads the parts of a kind, each distinct text once.
    fn beside(&mut self, parts: &[Relation], kind: &str, region: Region) {
        let named = parts.iter().filter(|part| part.kind == kind && !part.is_outside);
        let mut names: Vec<_> = named.map(|part| part.target.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let relations = related(&mut self.archive, name);
            let part = self.part(name, relations, region);
            if !self.shown.contains(&part.text) {
                self.shown.push(part.text.clone());
                self.document.add(part, self.limits);
            }
        }
    }

    /// Reads one part of the document.
    fn part(&mut self, name: &str, relations: Vec<Relation>, region: Region) -> Document {
        let links = relations
            .into_iter()
            .filter(|one| one.kind == "hyperlink")
            .map(|one| (one.id, one.target))
            .collect();
        let page = crate::page::Page::after(&self.document, region, self.limits);
        let mut body = Body::new(page, &self.styles, &mut self.numbers, links);
        let result = self.archive.walk(name, &mut body);
        let has_changes = body.has_changes;
        let mut part = body.finish();
        if let Err(fault) = result {
            part.warn(&fault.to_string());
        }
        if has_changes {
            part.warn("it has tracked changes, read as if all were accepted");
        }
        for warning in &part.warnings {
            self.document.warn(warning);
        }
        part
    }
}
