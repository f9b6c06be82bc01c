//! Objects as clients read them: their fields by name, other objects as addresses.

use jiff::Timestamp;
use percent_encoding::utf8_percent_encode;
use serde_json::{Map, Value, json};
use store::datatracker::{Cell, Field, Kind, Resource, resource};

use super::address;
use crate::asked::PLAIN;

/// Returns objects as JSON, their names in the order of the alphabet.
pub(super) fn shapes(of: &Resource, objects: &[Vec<Cell>]) -> Vec<Value> {
    objects.iter().map(|cells| shape(of, cells)).collect()
}

/// Returns what tells an object apart, as it stands in addresses.
pub(super) fn key_of(of: &Resource, shape: &Value) -> String {
    match shape.get(of.key) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// Returns the address of another page of a list: what was asked for, and then which page.
pub(super) fn other_page(
    of: &Resource,
    pairs: &[(String, String)],
    limit: i64,
    offset: i64,
) -> String {
    let asked = pairs.iter().filter(|(key, _)| key != "limit" && key != "offset");
    let mut parts: Vec<String> =
        asked.map(|(key, value)| format!("{}={}", encoded(key), encoded(value))).collect();
    parts.push(format!("limit={limit}"));
    parts.push(format!("offset={offset}"));
    format!("{}?{}", address(of), parts.join("&"))
}

fn shape(of: &Resource, cells: &[Cell]) -> Value {
    let mut fields: Vec<(&str, Value)> =
        of.fields.iter().zip(cells).map(|(field, cell)| (field.name, value(field, cell))).collect();
    let key = fields.iter().find(|(name, _)| *name == of.key);
    let key = key.map(|(_, key)| key.as_str().map_or_else(|| key.to_string(), str::to_owned));
    fields.push(("resource_uri", json!(format!("{}{}/", address(of), key.unwrap_or_default()))));
    fields.sort_by_key(|(name, _)| *name);
    let fields: Map<String, Value> =
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Value::Object(fields)
}

fn value(field: &Field, cell: &Cell) -> Value {
    match (field.kind, cell) {
        (Kind::Constant(json), _) => serde_json::from_str(json).unwrap_or(Value::Null),
        (Kind::One(target) | Kind::Many(target, _), cell) => named(target, cell),
        (Kind::Time, Cell::Integer(at)) => time(*at),
        (_, Cell::Integer(number)) => json!(number),
        (_, Cell::Text(text)) => json!(text),
        (_, Cell::Boolean(yes)) => json!(yes),
        (_, Cell::Null | Cell::List(_)) => Value::Null,
    }
}

/// Returns objects by their addresses.
fn named(target: &str, cell: &Cell) -> Value {
    let top = resource(target).map(address).unwrap_or_default();
    match cell {
        Cell::Integer(id) => json!(format!("{top}{id}/")),
        Cell::Text(name) => json!(format!("{top}{name}/")),
        Cell::List(all) => Value::Array(all.iter().map(|one| named(target, one)).collect()),
        Cell::Null | Cell::Boolean(_) => Value::Null,
    }
}

/// Returns a time to the second, as the datatracker writes it.
fn time(microseconds: i64) -> Value {
    let at = Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    json!(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}
