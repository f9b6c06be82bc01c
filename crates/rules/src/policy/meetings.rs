//! The meetings around which deadlines are looked at.

use jiff::civil::Date;
use serde::Deserialize;

use super::{Policy, Wrong, wrong};

/// A meeting of ours.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// What it is called.
    pub name: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
}

impl Policy {
    /// Returns the meetings, the earliest first.
    pub fn meetings(&self) -> Vec<&Meeting> {
        let mut meetings: Vec<&Meeting> = self.meetings.iter().collect();
        meetings.sort_by_key(|meeting| (meeting.from, meeting.until));
        meetings
    }
}

impl Meeting {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        if self.until < self.from {
            let name = &self.name;
            return wrong(format!(
                "that {name} ends before it begins: exchange “from” and “until”"
            ))
            .at(&["until"]);
        }
        Ok(())
    }
}
