//! Where a list goes on: a text that a program gives back as it got it.
//!
//! It is made from nothing secret, and checked against everything that it is good for: this installation, this list with
//! these filters, and its age.

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::Problem;
use crate::Site;

/// The way in which cursors are written; one of another way is refused as old.
const WRITTEN: &str = "c1";

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
        let at = now.as_second();
        let plain = format!("{WRITTEN}.{}.{at}.{place}", self.name);
        let sum = self.sum(site, &plain);
        BASE64URL_NOPAD.encode(format!("{plain}.{sum}").as_bytes())
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
        let refused = |fault: &str| Err(Problem::parameter(parameter, fault));
        let bytes = BASE64URL_NOPAD.decode(cursor.trim().as_bytes()).unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        let parts: Vec<&str> = text.split('.').collect();
        let [written, name, at, place, sum] = parts.as_slice() else {
            return refused("This is no cursor: give one back as you got it, or leave it out.");
        };
        let plain = format!("{written}.{name}.{at}.{place}");
        if *written != WRITTEN {
            return refused("This cursor was made by another version: begin the list anew.");
        }
        if *name != self.name || *sum != self.sum(site, &plain) {
            let fault = "This cursor is of another list, other filters or another installation: begin this list without one.";
            return refused(fault);
        }
        let age = at.parse().ok().and_then(|at| Timestamp::from_second(at).ok());
        let is_old = age.is_none_or(|at| now.duration_since(at) > GOOD_FOR);
        if is_old && !self.lasts {
            return refused("This cursor is more than a week old: begin the list anew.");
        }
        place.parse().map_err(|_| Problem::parameter(parameter, "This is no cursor."))
    }

    fn sum(&self, site: &Site, plain: &str) -> String {
        let whole = format!("{plain}\n{}\n{}", site.desk.settings.base_url, self.asked);
        let digest = Sha256::digest(whole.as_bytes());
        BASE64URL_NOPAD.encode(digest.get(..12).unwrap_or_default())
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
