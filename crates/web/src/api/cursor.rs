//! Where a list goes on: cursors, and how many at a time.

use jiff::{SignedDuration, Timestamp};
use operations::{Cursor, NoCursor};

use super::Problem;
use crate::Site;

/// After this a list is to be begun anew.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Which list a cursor is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct List<'a> {
    /// Its name.
    pub(super) name: &'static str,
    /// What it was asked for, in one way of writing.
    pub(super) asked: &'a str,
    /// Whether its cursors are good for ever.
    pub(super) lasts: bool,
}

impl List<'_> {
    /// Returns the cursor of a place in the list.
    pub(super) fn cursor(&self, site: &Site, place: i64, now: Timestamp) -> String {
        let cursor = Cursor { list: self.name.to_owned(), at: now.as_second(), place };
        cursor.write(&site.desk.settings, self.asked)
    }

    /// Returns the place that a cursor names.
    ///
    /// # Errors
    /// A [`Problem`] that says what is wrong with it.
    pub(super) fn place(
        &self,
        site: &Site,
        parameter: &str,
        cursor: &str,
        now: Timestamp,
    ) -> Result<i64, Problem> {
        let read = Cursor::read(cursor, &site.desk.settings, self.name, self.asked);
        let cursor = read.map_err(|wrong| Problem::parameter(parameter, in_words(wrong)))?;
        let made = Timestamp::from_second(cursor.at).unwrap_or(Timestamp::MIN);
        if !self.lasts && now.duration_since(made) > GOOD_FOR {
            let fault = "This cursor is more than a week old: begin the list anew.";
            return Err(Problem::parameter(parameter, fault));
        }
        Ok(cursor.place)
    }
}

fn in_words(wrong: NoCursor) -> &'static str {
    match wrong {
        NoCursor::Unreadable => "This is no cursor: give one back as you got it, or leave it out.",
        NoCursor::OtherVersion => "This cursor was made by another version: begin the list anew.",
        NoCursor::Foreign => {
            "This cursor is of another list, other filters or another installation: begin this list without one."
        }
    }
}

/// Reads how many a program wants at a time.
///
/// # Errors
/// A [`Problem`] for what is no number, or more or less than is given.
pub(super) fn limit(typed: Option<&str>, usual: i64, most: i64) -> Result<i64, Problem> {
    let Some(typed) = typed else { return Ok(usual) };
    let limit = typed.parse().ok().filter(|limit| (1..=most).contains(limit));
    limit.ok_or_else(|| {
        let fault = format!("“{typed}” cannot be had at a time: ask for 1 to {most}.");
        Problem::parameter("limit", fault)
    })
}
