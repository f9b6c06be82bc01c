//! The meetings around which deadlines are looked at.

use super::{Policy, Wrong, wrong};
use crate::Meeting;

impl Policy {
    /// Returns the meetings, the earliest first.
    pub fn meetings(&self) -> Vec<&Meeting> {
        let mut meetings: Vec<&Meeting> = self.meetings.iter().collect();
        meetings.sort_by_key(|meeting| (meeting.from, meeting.until));
        meetings
    }
}

pub(super) fn check(meeting: &Meeting) -> Result<(), Wrong> {
    match meeting.fault() {
        Some(fault) => wrong(format!("that {fault}")).at(&["until"]),
        None => Ok(()),
    }
}
