//! Stories of the verbs, on both databases.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod checks_documents;
mod converting;
mod delivering;
mod demo;
mod exports;
mod finding_origins;
mod gates;
mod imports;
mod imports_directory;
mod imports_documents;
mod keeps_directory;
mod openid;
mod provider;
mod reading_items;
mod receiving;
mod recording;
mod refusing;
mod sending;
mod sessions;
mod signing_in;
mod submitting;
mod typing;
mod world;
