//! Which file of a copy an address is, and pages with their addresses rewritten.

use std::collections::{BTreeSet, HashSet};

use percent_encoding::{percent_decode_str, utf8_percent_encode};
use rules::Number;

use crate::asked::PLAIN;
use crate::assets;

/// The most bytes of the name of a file; some disks take no more than 255 with what stands before it.
const LONGEST: usize = 120;

/// The attributes that hold addresses; what anybody wrote stands in no other place with such quotes.
const ATTRIBUTES: [&str; 3] = [" href=\"", " src=\"", " action=\""];

/// What a copy holds.
#[derive(Debug)]
pub(crate) struct Addresses {
    base_url: String,
    numbers: HashSet<String>,
    /// Paths of organizations and groups.
    groups: BTreeSet<String>,
}

impl Addresses {
    pub(crate) fn new(base_url: &str, numbers: &[Number], groups: BTreeSet<String>) -> Self {
        let numbers = numbers.iter().map(ToString::to_string).collect();
        Self { base_url: base_url.to_owned(), numbers, groups }
    }

    /// Returns the file of the copy that an address is, if it is one.
    pub(super) fn file(&self, address: &str) -> Option<String> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        match path {
            "/" | "/statements" if query.is_empty() => return Some("index.html".to_owned()),
            "/organizations" | "/about" | "/policy" => return Some(format!("{}.html", &path[1..])),
            _ => {}
        }
        if self.groups.contains(path) && query.is_empty() {
            return grouped(path);
        }
        if assets::of_copies().iter().any(|(asset, _)| *asset == path) {
            return Some(path[1..].to_owned());
        }
        if let Some(year) = path.strip_prefix("/years/") {
            return Some(format!("years/{year}.html"));
        }
        let rest = path.strip_prefix("/statements/")?;
        let (first, below) = rest.split_once('/').unwrap_or((rest, ""));
        let (number, form) = first.split_once('.').unwrap_or((first, ""));
        if !self.numbers.contains(number) {
            return None;
        }
        match (form, below) {
            ("", "") => Some(format!("statements/{number}.html")),
            ("json" | "txt" | "eml" | "bib" | "ris" | "xml", "") => {
                Some(format!("statements/{first}"))
            }
            ("", "history") => Some(format!("statements/{number}/history.html")),
            ("", "letter.pdf") => {
                let position = query.strip_prefix("position=")?.parse().ok()?;
                Some(letter_pdf(Number(number.parse().ok()?), position))
            }
            ("", below) => {
                if let Some(version) = below.strip_prefix("versions/") {
                    let version: i64 = version.parse().ok()?;
                    return Some(format!("statements/{number}/versions/{version}.html"));
                }
                let (position, name) = below.strip_prefix("attachments/")?.split_once('/')?;
                let name = percent_decode_str(name).decode_utf8().ok()?;
                Some(attachment(Number(number.parse().ok()?), position.parse().ok()?, &name))
            }
            _ => None,
        }
    }

    /// Returns a page whose links lead to files of the copy, seen from its own; what is none leads to the service.
    pub(crate) fn rewritten(&self, html: &str, own: &str) -> String {
        let up = "../".repeat(own.matches('/').count());
        let mut written = String::with_capacity(html.len() + html.len() / 8);
        let mut rest = html;
        while let Some((at, attribute)) = next(rest) {
            let (before, value) = rest.split_at(at + attribute.len());
            written.push_str(before);
            let Some(end) = value.find('"') else { break };
            written.push_str(&self.link(&value[..end], &up));
            rest = &value[end..];
        }
        written.push_str(rest);
        written
    }

    fn link(&self, value: &str, up: &str) -> String {
        if !value.starts_with('/') || value.starts_with("//") {
            return value.to_owned();
        }
        let (address, place) = match value.split_once('#') {
            Some((address, place)) if !place.contains(';') => (address, Some(place)),
            _ => (value, None),
        };
        let place = place.map(|place| format!("#{place}")).unwrap_or_default();
        match self.file(&address.replace("&#38;", "&").replace("&amp;", "&")) {
            Some(file) => {
                let parts =
                    file.split('/').map(|part| utf8_percent_encode(part, PLAIN).to_string());
                format!("{up}{}{place}", parts.collect::<Vec<_>>().join("/"))
            }
            None => format!("{}{value}", self.base_url),
        }
    }
}

/// Returns where the next address of a page begins, and which attribute has it.
fn next(html: &str) -> Option<(usize, &'static str)> {
    let places =
        ATTRIBUTES.iter().filter_map(|attribute| Some((html.find(attribute)?, *attribute)));
    places.min_by_key(|(at, _)| *at)
}

/// Returns the file of an organization's or a group's page.
fn grouped(path: &str) -> Option<String> {
    let (kind, acronym) = path.trim_start_matches('/').split_once('/')?;
    let acronym = percent_decode_str(acronym).decode_utf8().ok()?;
    Some(format!("{kind}/{}.html", file_name(&acronym)))
}

/// Returns the file of an attachment.
pub(super) fn attachment(number: Number, position: i64, name: &str) -> String {
    format!("statements/{number}/attachments/{position}-{}", file_name(name))
}

/// Returns the file of an attachment's PDF.
pub(super) fn letter_pdf(number: Number, position: i64) -> String {
    format!("statements/{number}/letter-{position}.pdf")
}

/// Returns the address of a page of a year.
pub(super) fn year(year: i16, page: i64) -> String {
    if page > 1 { format!("/years/{year}-{page}") } else { format!("/years/{year}") }
}

/// Returns a name that every disk takes: what means something to one becomes a line, and the end, which says what it
/// is, stays.
pub(crate) fn file_name(name: &str) -> String {
    let safe = |c: char| if c.is_control() || "/\\:*?\"<>|%#".contains(c) { '_' } else { c };
    let name: String = name.chars().map(safe).collect();
    let name = name.trim_matches(['.', ' ']);
    if name.len() <= LONGEST {
        return if name.is_empty() { "file".to_owned() } else { name.to_owned() };
    }
    let end = name.rsplit_once('.').map(|(_, end)| end).filter(|end| end.len() <= 8);
    let end = end.map(|end| format!(".{end}")).unwrap_or_default();
    format!("{}{end}", &name[..name.floor_char_boundary(LONGEST - end.len())])
}
