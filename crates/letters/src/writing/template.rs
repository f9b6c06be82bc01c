//! Templates: .docx files with slots, those that are built in and those that a liaison manager made.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::bad_template::BadTemplate;
use super::built_in;
use super::check::{check, has_needed_slots};
use super::fields::LetterFields;
use super::fill::{Filler, says_correction};
use super::properties;
use super::tree::{parse, write};
use crate::Limits;
use crate::archive::{Archive, Unpack};

/// The document itself, in every .docx that Word or LibreOffice writes.
pub(super) const DOCUMENT: &str = "word/document.xml";
const TYPES: &str = "[Content_Types].xml";
const CORE: &str = "docProps/core.xml";

/// A .docx with slots, into which a statement is written.
#[derive(Debug, Clone)]
pub struct Template {
    /// The parts by their names, the list of their types first.
    parts: Vec<(String, Vec<u8>)>,
}

impl Template {
    /// Reads a template.
    ///
    /// Where it names the template that it was itself made from, that is left out: Word would fetch it.
    ///
    /// # Errors
    /// [`BadTemplate`], which names the slot if it is one.
    pub fn read(bytes: &[u8]) -> Result<Self, BadTemplate> {
        let limits = Limits {
            bytes: 10 * 1024 * 1024,
            unpacked_bytes: 30 * 1024 * 1024,
            ratio: 200,
            entries: 500,
            ..Limits::default()
        };
        if bytes.len() > limits.bytes {
            return Err(BadTemplate::Broken(format!("it has more than {} bytes", limits.bytes)));
        }
        let mut archive = Archive::open(bytes, &limits).map_err(broken)?;
        let mut parts = Vec::with_capacity(archive.len());
        for at in 0..archive.len() {
            if let Some(name) = archive.file_name(at) {
                parts.push((name, archive.read_at(at).map_err(broken)?));
            }
        }
        Self::of(parts)
    }

    /// Returns the template that is built in under a name: see [`built_in_names`](super::built_in_names).
    pub fn built_in(name: &str) -> Option<Self> {
        // A test reads each of them.
        Self::of(built_in::parts(name)?).ok()
    }

    fn of(mut parts: Vec<(String, Vec<u8>)>) -> Result<Self, BadTemplate> {
        check(&mut parts)?;
        parts.sort_by(|(one, _), (other, _)| (one != TYPES, one).cmp(&(other != TYPES, other)));
        let template = Self { parts };
        has_needed_slots(template.part(DOCUMENT).unwrap_or_default())?;
        // The properties have slots too.
        template.filled(&LetterFields::default())?;
        Ok(template)
    }

    fn part(&self, name: &str) -> Option<&[u8]> {
        self.parts.iter().find(|(one, _)| one == name).map(|(_, bytes)| bytes.as_slice())
    }

    /// Returns the template itself as a .docx, for whoever makes another of it.
    pub fn to_docx(&self) -> Vec<u8> {
        packed(&self.parts)
    }

    /// Returns a letter as a .docx; the same fields give the same bytes.
    ///
    /// # Errors
    /// [`BadTemplate`]; a template that was read has no fault that this finds.
    pub fn write(&self, fields: &LetterFields) -> Result<Vec<u8>, BadTemplate> {
        Ok(packed(&self.filled(fields)?))
    }

    fn filled(&self, fields: &LetterFields) -> Result<Vec<(String, Vec<u8>)>, BadTemplate> {
        let fill = |(name, bytes): &(String, Vec<u8>)| {
            let is_document = name == DOCUMENT;
            let is_edge = |start: &str| name.starts_with(start) && name.ends_with(".xml");
            if name == CORE {
                return Ok((name.clone(), properties::fill(&text_of(name, bytes)?, name, fields)?));
            }
            if !is_document && !is_edge("word/header") && !is_edge("word/footer") {
                return Ok((name.clone(), bytes.clone()));
            }
            let xml = text_of(name, bytes)?;
            let nodes = parse(&xml).map_err(|fault| broken_part(name, &fault))?;
            let says_correction = says_correction(&nodes);
            let filler = Filler { fields, part: name, is_document, says_correction };
            Ok((name.clone(), write(&filler.fill(&nodes)?).into_bytes()))
        };
        self.parts.iter().map(fill).collect()
    }
}

/// Returns a part as text.
pub(super) fn text_of<'b>(
    name: &str,
    bytes: &'b [u8],
) -> Result<std::borrow::Cow<'b, str>, BadTemplate> {
    let text = std::str::from_utf8(bytes).map_err(|_| broken_part(name, "it is not in UTF-8"))?;
    Ok(text.into())
}

pub(super) fn broken_part(name: &str, fault: &str) -> BadTemplate {
    BadTemplate::Broken(format!("{name}: {fault}"))
}

fn broken(fault: Unpack) -> BadTemplate {
    BadTemplate::Broken(match fault {
        Unpack::Broken(fault) => fault,
        Unpack::Protected => "it is protected by a password".to_owned(),
        Unpack::TooMany { entries, .. } => format!("it has {entries} parts"),
        Unpack::TooLarge { entry } => format!("“{entry}” unpacks to more than is read"),
        Unpack::Xml { entry, fault } => format!("{entry}: {fault}"),
    })
}

/// Packs parts into an archive; nothing in it depends on when or where that is done.
fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // Writing to memory does not fail, and names that cannot be written were refused.
        if writer.start_file(name.as_str(), options).is_ok() {
            let _ = writer.write_all(bytes);
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}
