//! Where a list goes on, as a text that a program gives back as it got it.
//!
//! It is made from nothing secret, and can be checked against everything that it is good for.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use crate::Settings;

/// The way in which cursors are written.
const WRITTEN: &str = "c1";

/// The name of the feed of changes.
pub const CHANGES: &str = "changes";

/// What a cursor says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The name of its list.
    pub list: String,
    /// When it was made, in seconds since 1970; 0 for one that does not grow old.
    pub at: i64,
    /// Where the list goes on.
    pub place: i64,
}

/// Says what is wrong with a text that should be a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCursor {
    /// It is none.
    Unreadable,
    /// It was made by another version.
    OtherVersion,
    /// It is of another list, of other filters, or of another installation.
    Foreign,
}

impl Cursor {
    /// Writes it, for a list that was asked for something.
    pub fn write(&self, settings: &Settings, asked: &str) -> String {
        let plain = format!("{WRITTEN}.{}.{}.{}", self.list, self.at, self.place);
        let sum = sum(settings, asked, &plain);
        BASE64URL_NOPAD.encode(format!("{plain}.{sum}").as_bytes())
    }

    /// Reads one of a list that was asked for something.
    ///
    /// # Errors
    /// [`NoCursor`].
    pub fn read(
        text: &str,
        settings: &Settings,
        list: &str,
        asked: &str,
    ) -> Result<Self, NoCursor> {
        let bytes = BASE64URL_NOPAD.decode(text.trim().as_bytes()).unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        let parts: Vec<&str> = text.split('.').collect();
        let [written, name, at, place, said] = parts.as_slice() else {
            return Err(NoCursor::Unreadable);
        };
        if *written != WRITTEN {
            return Err(NoCursor::OtherVersion);
        }
        let plain = format!("{written}.{name}.{at}.{place}");
        if *name != list || *said != sum(settings, asked, &plain) {
            return Err(NoCursor::Foreign);
        }
        match (at.parse(), place.parse()) {
            (Ok(at), Ok(place)) => Ok(Self { list: list.to_owned(), at, place }),
            _ => Err(NoCursor::Unreadable),
        }
    }
}

/// Returns the cursor of a change, with which the feed goes on behind it.
pub fn change_cursor(settings: &Settings, id: i64) -> String {
    Cursor { list: CHANGES.to_owned(), at: 0, place: id }.write(settings, "")
}

fn sum(settings: &Settings, asked: &str, plain: &str) -> String {
    let digest = Sha256::digest(format!("{plain}\n{}\n{asked}", settings.base_url).as_bytes());
    BASE64URL_NOPAD.encode(digest.get(..12).unwrap_or_default())
}
