//! Reading a letter: what it says of itself, each field with the words that it was read from.
//!
//! A document becomes a `sheet` of lines and cells; `entries` finds the labels on it; the forms of letters that the
//! files in `organizations/` describe claim it by what shows them (`layouts`); then each field is read by a file of
//! its own from what stands beside its labels, or from the text where there is no label. Nothing is filled without words
//! that say it, and what is read with doubt says why.

/// The version of the reader: raised by whoever changes what letters are read as, so that those that wait are read anew.
pub const VERSION: i64 = 13;

mod actions;
mod addressee;
mod addresses;
mod answered;
mod asked;
mod attachments;
mod bare;
mod beginning;
mod beside_address;
mod beside_body;
mod block;
mod bodies;
mod cells;
mod conjunctions;
mod controls;
mod copies;
mod dates;
mod day_in_text;
mod each;
mod entries;
mod farewells;
mod file_names;
mod finder;
mod forwarded;
mod from_subject;
mod full_name;
mod header;
mod identifiers;
mod items;
mod joined_names;
mod label;
mod layouts;
mod leaders;
mod letter;
mod letterhead;
mod linked;
mod lists;
mod mail_letter;
mod mail_subject;
mod marks;
mod message;
mod of_a_tool;
mod offices;
mod other_kinds;
mod own_numbers;
mod parties;
mod patterns;
mod people;
mod person_names;
mod persons;
mod postal;
mod purpose;
mod result;
mod rows;
mod sender;
mod sent;
mod sent_field;
mod sent_held;
mod sheet;
mod sides;
mod signature;
mod signers;
mod spoken;
mod spoken_of;
mod standing;
mod subject;
mod subject_marks;
mod text;
mod ticks;
mod titles;
mod value_lines;
mod when;
mod wrapped_lists;
mod wrapped_titles;

pub use file_names::numbers_of;
pub use forwarded::{Forwarded, forwarded_in};
pub use layouts::Claim;
pub use letter::{Hints, read_letter};
pub use message::{Enclosure, Envelope, read_message};
pub use result::{Addressee, Evidence, Field, Person, Reading};
pub use sent::{
    STATEMENT_FILE, Sent, SentBody, SentCorrection, SentDoubt, SentFile, SentLink, read_sent,
};
pub use sent_field::web_address;
pub use sent_held::fill_from;
pub use subject_marks::{bare_subject, is_forward};
