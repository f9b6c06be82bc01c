//! The pages and feeds over the real router, with a real store.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod pages;
mod safety;
mod support;
