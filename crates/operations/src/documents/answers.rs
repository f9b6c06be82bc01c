//! The datatracker's document answers: Internet-Drafts, and RFCs where it has them as documents.

use std::collections::HashMap;

use rules::{Directory, Group, GroupKind};
use serde_json::Value;
use store::DocumentEntry;

use super::name;
use crate::{Desk, ImportFault, Page};

/// What the datatracker calls no group.
const NO_GROUP: &str = "none";

/// Reads a page of answers; what is neither an Internet-Draft nor an RFC is left out.
pub(super) async fn read(
    desk: &Desk,
    text: &str,
    place: &str,
) -> Result<Vec<DocumentEntry>, ImportFault> {
    let page = Page::read(text.trim_start_matches('\u{feff}').as_bytes(), place, 0)?;
    let directory = desk.store.reader().directory().await?;
    let mut groups = Groups { desk, directory: &directory, known: HashMap::new() };
    let mut documents = Vec::new();
    for object in &page.objects {
        let Some(mut document) = document(&object.value) else { continue };
        let (group, is_research) = groups.acronym(&object.value).await?;
        if is_research && document.stream.is_empty() {
            document.stream = "IRTF".to_owned();
        }
        document.group = group;
        documents.push(document);
    }
    if documents.is_empty() && !page.objects.is_empty() {
        let what =
            "none of its documents is an Internet-Draft or an RFC: ask the API for type “draft”";
        return Err(ImportFault::input(place, what));
    }
    Ok(documents)
}

/// Returns a document, if it is a draft or an RFC.
fn document(value: &Value) -> Option<DocumentEntry> {
    let written = text(value, "name").to_ascii_lowercase();
    let is_draft = written.starts_with("draft-");
    let name = match last(value, "type") {
        "draft" | "" if is_draft => written,
        "rfc" | "" => name(written.strip_prefix("rfc")?, "RFC")?,
        _ => return None,
    };
    let became = ["rfc_number", "rfc"].iter().find_map(|field| number(value, field));
    let intended = if is_draft { status(last(value, "intended_std_level")) } else { "" };
    Some(DocumentEntry {
        name,
        title: text(value, "title").to_owned(),
        status: match is_draft {
            true => draft_status(value, became.is_some()).to_owned(),
            false => status(last(value, "std_level")).to_owned(),
        },
        stream: stream(last(value, "stream")),
        date: String::new(),
        obsoleted_by: became
            .filter(|_| is_draft)
            .map(|it| format!("RFC{it:04}"))
            .into_iter()
            .collect(),
        also: Vec::new(),
        group: String::new(),
        intended: intended.to_owned(),
    })
}

/// Says what became of a draft, in the manner of the index.
fn draft_status(value: &Value, is_rfc: bool) -> &'static str {
    let states =
        value.get("states").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let state =
        states.iter().filter_map(Value::as_str).map(last_part).chain([last(value, "state")]);
    // The datatracker counts the states of drafts from 1; other states have other numbers.
    let known = state.into_iter().find_map(|state| match state {
        "3" | "rfc" => Some("INTERNET-DRAFT, PUBLISHED AS RFC"),
        "2" | "expired" => Some("INTERNET-DRAFT, EXPIRED"),
        "4" | "repl" => Some("INTERNET-DRAFT, REPLACED"),
        "5" | "6" | "auth-rm" | "ietf-rm" => Some("INTERNET-DRAFT, WITHDRAWN"),
        _ => None,
    });
    match known {
        None if is_rfc => "INTERNET-DRAFT, PUBLISHED AS RFC",
        known => known.unwrap_or("INTERNET-DRAFT"),
    }
}

/// Returns the index's word for the datatracker's short name of a status.
fn status(slug: &str) -> &'static str {
    match slug {
        "std" => "INTERNET STANDARD",
        "ds" => "DRAFT STANDARD",
        "ps" => "PROPOSED STANDARD",
        "bcp" => "BEST CURRENT PRACTICE",
        "inf" => "INFORMATIONAL",
        "exp" => "EXPERIMENTAL",
        "hist" => "HISTORIC",
        "unkn" => "UNKNOWN",
        _ => "",
    }
}

fn stream(slug: &str) -> String {
    if slug == "ise" { "INDEPENDENT".to_owned() } else { slug.to_ascii_uppercase() }
}

/// The groups that documents come from, each looked for once.
struct Groups<'a> {
    desk: &'a Desk,
    directory: &'a Directory,
    known: HashMap<String, (String, bool)>,
}

impl Groups<'_> {
    /// Returns the acronym of the group that a document comes from, and whether it is a research group; empty if it is not
    /// known.
    async fn acronym(&mut self, value: &Value) -> Result<(String, bool), ImportFault> {
        let written = last(value, "group");
        if written.is_empty() || written == NO_GROUP {
            return Ok((written.to_owned(), false));
        }
        if let Some(known) = self.known.get(written) {
            return Ok(known.clone());
        }
        let group = match written.parse() {
            Ok(id) => {
                let found = self.desk.store.reader().group_by_datatracker_id(id).await?;
                found.and_then(|id| self.directory.group(id))
            }
            Err(_) => self.directory.by_acronym(written),
        };
        let acronym = group.map(of_group).unwrap_or_default();
        self.known.insert(written.to_owned(), acronym.clone());
        Ok(acronym)
    }
}

/// Returns the acronym of a group that makes documents, and whether it does research; an area only looks after those of
/// individuals.
fn of_group(group: &Group) -> (String, bool) {
    match group.kind {
        GroupKind::Wg | GroupKind::Rg => (group.acronym.clone(), group.kind == GroupKind::Rg),
        _ => (NO_GROUP.to_owned(), false),
    }
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn number(value: &Value, field: &str) -> Option<u32> {
    let value = value.get(field)?;
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    number.or_else(|| value.as_str().and_then(|text| text.trim_start_matches("rfc").parse().ok()))
}

/// Returns the last part of the address that a field holds.
fn last<'a>(value: &'a Value, field: &str) -> &'a str {
    last_part(text(value, field))
}

fn last_part(address: &str) -> &str {
    address.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}
