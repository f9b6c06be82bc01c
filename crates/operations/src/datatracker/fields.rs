//! Reading the fields of an object, each fault with its place.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::Value;

use super::ImportFault;
use super::source::Object;

/// An object whose fields are asked for by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a Object);

impl<'a> Fields<'a> {
    /// Returns a text; null counts as empty.
    pub(super) fn text(self, field: &str) -> Result<&'a str, ImportFault> {
        match self.value(field)? {
            Value::String(text) => Ok(text),
            Value::Null => Ok(""),
            other => Err(self.fault(field, other, "a text")),
        }
    }

    /// Returns a text that has to be there.
    pub(super) fn some_text(self, field: &str) -> Result<&'a str, ImportFault> {
        match self.text(field)? {
            "" => Err(self.fault(field, &Value::Null, "a text that is not empty")),
            text => Ok(text),
        }
    }

    /// Returns a text that may be missing or null.
    pub(super) fn some(self, field: &str) -> Result<Option<&'a str>, ImportFault> {
        match self.0.value.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.fault(field, other, "a text or null")),
        }
    }

    /// Returns the last part of an address that may be missing.
    pub(super) fn some_reference(self, field: &str) -> Result<Option<&'a str>, ImportFault> {
        if self.0.value.get(field).is_some() { self.reference(field) } else { Ok(None) }
    }

    /// Returns a whole number; what is missing counts as 0.
    pub(super) fn count(self, field: &str) -> Result<i64, ImportFault> {
        match self.0.value.get(field) {
            None | Some(Value::Null) => Ok(0),
            Some(value) => value.as_i64().ok_or_else(|| self.fault(field, value, "a whole number")),
        }
    }

    /// Returns a whole number above 0.
    pub(super) fn id(self, field: &str) -> Result<i64, ImportFault> {
        let value = self.value(field)?;
        value
            .as_i64()
            .filter(|id| *id > 0)
            .ok_or_else(|| self.fault(field, value, "a whole number above 0"))
    }

    /// Returns whether something holds; what is missing does not.
    pub(super) fn flag(self, field: &str) -> Result<bool, ImportFault> {
        match self.0.value.get(field) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err(self.fault(field, other, "true or false")),
        }
    }

    /// Returns a day, if there is one.
    pub(super) fn day(self, field: &str) -> Result<Option<Date>, ImportFault> {
        match self.value(field)? {
            Value::Null => Ok(None),
            value => {
                let day = value.as_str().and_then(|text| text.parse().ok());
                day.map(Some).ok_or_else(|| self.fault(field, value, "a day such as 2026-09-01"))
            }
        }
    }

    /// Returns an instant; one that names no zone is taken as UTC.
    pub(super) fn time(self, field: &str) -> Result<Timestamp, ImportFault> {
        let value = self.value(field)?;
        value
            .as_str()
            .and_then(instant)
            .ok_or_else(|| self.fault(field, value, "an instant such as 2026-09-01T12:00:00Z"))
    }

    /// Returns the last part of the address of another object, if there is one: an id or a name.
    pub(super) fn reference(self, field: &str) -> Result<Option<&'a str>, ImportFault> {
        match self.value(field)? {
            Value::Null => Ok(None),
            value => value.as_str().and_then(last_part).map(Some).ok_or_else(|| {
                self.fault(field, value, "the address of an object such as /api/v1/group/group/1/")
            }),
        }
    }

    /// Returns the number at the end of the address of another object.
    pub(super) fn referred_id(self, field: &str) -> Result<i64, ImportFault> {
        let found = self.reference(field)?.and_then(|part| part.parse().ok());
        found.ok_or_else(|| {
            self.fault(field, &Value::Null, "the address of an object that ends in its id")
        })
    }

    /// Returns the last parts of a list of addresses; a missing list is empty.
    pub(super) fn references(self, field: &str) -> Result<Vec<&'a str>, ImportFault> {
        let list = match self.0.value.get(field) {
            None | Some(Value::Null) => return Ok(Vec::new()),
            Some(Value::Array(list)) => list,
            Some(other) => return Err(self.fault(field, other, "a list of addresses")),
        };
        let parts = list.iter().map(|value| {
            let part = value.as_str().and_then(last_part);
            part.ok_or_else(|| self.fault(field, value, "the address of an object"))
        });
        parts.collect()
    }

    fn value(self, field: &str) -> Result<&'a Value, ImportFault> {
        self.0.value.get(field).ok_or_else(|| {
            ImportFault::input(&self.0.place, format!("the field “{field}” is missing"))
        })
    }

    fn fault(self, field: &str, value: &Value, wanted: &str) -> ImportFault {
        let shown: String = value.to_string().chars().take(60).collect();
        let what = format!("the field “{field}” should be {wanted}, and is {shown}");
        ImportFault::input(&self.0.place, what)
    }
}

fn instant(text: &str) -> Option<Timestamp> {
    if let Ok(instant) = text.parse() {
        return Some(instant);
    }
    let without_zone: DateTime = text.parse().ok()?;
    TimeZone::UTC.to_timestamp(without_zone).ok()
}

fn last_part(address: &str) -> Option<&str> {
    address.trim_end_matches('/').rsplit('/').next().filter(|part| !part.is_empty())
}
