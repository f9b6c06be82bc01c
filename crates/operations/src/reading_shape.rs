//! The JSON of a reading, as `liaison read` prints it.

use letters::reading::{Person, Reading};
use serde_json::{Map, Value, json};

/// Returns a reading in the shape of `liaison read`: people to ask as objects, other people as `Name <address>`.
///
/// What a letter does not state is empty or null.
pub fn reading_shape(reading: &Reading) -> Value {
    let mut shape = Map::new();
    let mut put = |name: &str, value: Value| shape.insert(name.to_owned(), value);
    put("file", json!(reading.file));
    put("format", json!(reading.format));
    put("is_statement", json!(reading.is_statement));
    put("subject", json!(reading.subject));
    put("from", json!(reading.from));
    put("to", json!(reading.to));
    put("cc", json!(reading.cc));
    put("from_groups", json!(reading.from_groups));
    put("to_groups", json!(reading.to_groups));
    put("purpose", json!(reading.purpose));
    put("purpose_as_written", json!(reading.purpose_as_written));
    put("addressees", json!(reading.addressees));
    put("deadline", json!(reading.deadline));
    put("deadline_as_written", json!(reading.deadline_as_written));
    put("date", json!(reading.date));
    put("contacts", json!(reading.contacts));
    put("to_contacts", json!(in_words(&reading.to_contacts)));
    put("technical_contacts", json!(in_words(&reading.technical_contacts)));
    put("send_reply_to", json!(in_words(&reading.send_reply_to)));
    put("identifiers", json!(reading.identifiers));
    put("in_response_to", json!(reading.in_response_to));
    put("attachments", json!(reading.attachments));
    put("text", json!(reading.text));
    put("left_out", json!(reading.left_out));
    put("evidence", json!(reading.evidence));
    put("reasons", json!(reading.reasons));
    put("warnings", json!(reading.warnings));
    if !reading.claims.is_empty() {
        put("claims", json!(reading.claims));
    }
    if let Some(sent) = &reading.sent {
        put("sent", json!(sent));
    }
    Value::Object(shape)
}

fn in_words(people: &[Person]) -> Vec<String> {
    people.iter().map(ToString::to_string).collect()
}
