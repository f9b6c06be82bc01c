//! Stories of the verbs, on both databases.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod answering;
mod any_verbs;
mod backing_up;
mod before_it_goes;
mod bounces;
mod checks_documents;
mod commenting;
mod converting;
mod corrections;
mod delivering;
mod demo;
mod exports;
mod finding_origins;
mod gates;
mod giving;
mod handling;
mod imports;
mod imports_directory;
mod imports_documents;
mod keeps_directory;
mod openid;
mod parts;
mod preparing;
mod provider;
mod proving;
mod reading_items;
mod receiving;
mod recording;
mod refusing;
mod reminding;
mod researching;
mod resending;
mod sending;
mod sessions;
mod signing_in;
mod submitting;
mod tampering;
mod typing;
mod watching;
mod ways_in;
mod working_at_items;
mod world;
mod writing_letters;
mod year;
