//! The pages and feeds over the real router, with a real store.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod api_again;
mod api_changing;
mod api_looking_after;
mod api_parity;
mod api_reading;
mod api_world;
mod cards;
mod clients;
mod consortium;
mod desk_account;
mod desk_afterwards;
mod desk_answers;
mod desk_changing;
mod desk_directory;
mod desk_forms;
mod desk_forms_of_letters;
mod desk_items;
mod desk_letters;
mod desk_many;
mod desk_preparing;
mod desk_readable;
mod desk_refusals;
mod desk_reminders;
mod desk_sign_in;
mod desk_stories;
mod desk_webhooks;
mod desk_world;
mod feeds;
mod following;
mod hiding;
mod involved;
mod keeping;
mod made;
mod origins;
mod overviews;
mod pages;
mod parts;
mod permissions;
mod proving;
mod reading;
mod routes;
mod safety;
mod submitting;
mod support;
