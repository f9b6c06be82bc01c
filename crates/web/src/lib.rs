//! Pages and feeds.
//!
//! Knows HTTP and decides nothing: what may be seen or done is asked of `rules` by way of `operations`, and what is
//! shown is read by a `store::Reader`, which cannot write.
//!
//! To add a page:
//!
//! 1. `pages/NAME.rs`: a struct with everything the page shows, already in words, and a `View` for what is
//!    around it; `#[derive(Template)] #[template(path = "NAME.html")]`; and a `sample()`, which `pages::samples` lists,
//!    so that a test renders it.
//! 2. `templates/NAME.html`: `{% extends "layout.html" %}` with the blocks `title`, `trail` (the way back) and `main`.
//!    What several pages show is a piece: a struct in `pieces`, written into a template as `{{ piece }}`.
//! 3. `handlers/NAME.rs`: reads with `site.desk.store.reader()`, changes with a verb of `operations`, and returns
//!    `Result<Page<NamePage>, Failed>`. A failure becomes a page by `?` alone.
//! 4. A line in `router`.
//!
//! A page for readers who are not signed in may be kept (see `cache`): it must depend on nothing but its address, the
//! record, the directory, the settings and the day.

mod api;
mod asked;
mod assets;
mod cache;
mod calendar;
mod card;
mod changes;
mod cite;
mod copy;
mod counting;
mod drawing;
mod failed;
mod feed;
mod frame;
mod handlers;
mod headers;
mod list_counts;
mod list_rows;
mod own_calendar;
mod page;
mod pages;
mod pieces;
mod router;
mod session;
mod site;
#[doc(hidden)]
pub mod testing;
mod view;
mod visitor;
mod words;

pub use api::openapi;
pub use copy::{CopyFault, CopyTo, copy};
pub use counting::{Metrics, begin_counting};
pub use pages::samples;
pub use router::router;
pub use session::{begin_cookie, end_cookie};
pub use site::Site;
