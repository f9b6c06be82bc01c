//! Which parts of a statement are proved: those of its JSON that say what the record says, and not what is worked out from it.

use serde_json::{Map, Value};

use crate::Values;

/// Taken as they are.
const PLAIN: [&str; 27] = [
    "direction",
    "purpose",
    "deadlines",
    "subject",
    "text",
    "consensus",
    "from_as_written",
    "to_as_written",
    "travelled",
    "approvals",
    "from_contacts",
    "from_liaison_contact",
    "to_contacts",
    "to_liaison_contact",
    "retired_contacts",
    "identifiers",
    "sent_on",
    "received_on",
    "recorded_at",
    "links",
    "purpose_as_written",
    "subject_supplied",
    "approval_missing",
    "about_research",
    "settles",
    "deadline_asked",
    "consensus_basis",
];

/// Of a group, its acronym alone: its name is the directory's, and may change there.
const GROUPS: [&str; 2] = ["from_groups", "to_groups"];

/// Of an attachment; not where it is served and what was made of it.
const OF_ATTACHMENT: [&str; 5] = ["kind", "name", "title", "media_type", "sha256"];

/// How many attachments have a part each; all others share one, so that a leaf stays short enough for a tile.
const MOST: usize = 200;

/// Returns the parts of a statement from its JSON, as `/statements/N.json` gives it; what is empty is no part.
///
/// Of an attachment that was taken from view there is the cause alone, as `hidden K`.
pub fn parts_of(shape: &Value) -> Values {
    let mut parts = Values::new();
    let mut keep = |name: String, value: Value| {
        if !is_empty(&value) {
            parts.insert(name, value);
        }
    };
    for name in PLAIN {
        keep(name.to_owned(), shape[name].clone());
    }
    for name in GROUPS {
        keep(
            name.to_owned(),
            list(&shape[name]).iter().map(|group| group["acronym"].clone()).collect(),
        );
    }
    let given = list(&shape["distributed_to"])
        .iter()
        .map(|given| without(given, &["name", "organization"]));
    keep("distributed_to".to_owned(), given.collect());
    let attachments = list(&shape["attachments"]);
    for (place, attachment) in (1..).zip(attachments.iter().take(MOST)) {
        match &attachment["hidden"] {
            Value::Null => keep(format!("attachment {place}"), proved(attachment)),
            why => keep(format!("hidden {place}"), why.clone()),
        }
    }
    let rest = attachments.iter().skip(MOST).filter(|one| one["hidden"].is_null());
    keep("attachments beyond".to_owned(), rest.map(proved).collect());
    parts
}

/// Returns the SHA-256 of the files that parts name, each with the name of its part.
pub fn files_of(parts: &Values) -> Vec<(String, String)> {
    let of = |(name, value): (&String, &Value)| -> Vec<(String, String)> {
        let files = match value {
            Value::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        let digests = files.iter().filter_map(|file| file["sha256"].as_str());
        digests.map(|sha256| (name.clone(), sha256.to_owned())).collect()
    };
    parts.iter().filter(|(name, _)| name.starts_with("attachment")).flat_map(of).collect()
}

fn proved(attachment: &Value) -> Value {
    let kept = OF_ATTACHMENT.iter().map(|name| ((*name).to_owned(), attachment[*name].clone()));
    let mut kept: Map<String, Value> = kept.filter(|(_, value)| !is_empty(value)).collect();
    if attachment["kind"] == "link" {
        kept.insert("url".to_owned(), attachment["url"].clone());
    }
    Value::Object(kept)
}

fn without(value: &Value, names: &[&str]) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| !names.contains(&name.as_str()));
            Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
        }
        other => other.clone(),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}
