//! What was noted of everybody's sign-ins, for those who look after them.

use askama::Template;
use rules::{AuditEvent, Directory};

use super::account::EventRow;
use super::samples;
use crate::pieces::Paging;
use crate::view::View;

/// One page of what was noted, newest first.
#[derive(Debug, Template)]
#[template(path = "desk/audit.html")]
pub(crate) struct AuditPage {
    view: View,
    rows: Vec<(String, EventRow)>,
    paging: Paging,
}

impl AuditPage {
    /// Returns the page of that number, of `total` events.
    pub(crate) fn new(
        view: View,
        events: &[AuditEvent],
        directory: &Directory,
        [page, per_page, total]: [i64; 3],
    ) -> Self {
        let rows = events.iter().map(|event| (whom(event, directory), EventRow::of(event)));
        let pages = (total + per_page - 1) / per_page;
        let at =
            |page: i64| (1..=pages).contains(&page).then(|| format!("/desk/audit?page={page}"));
        let here = if pages > 1 { format!("Page {page} of {pages}") } else { String::new() };
        let paging = Paging { before: at(page - 1), next: at(page + 1), here };
        Self { view, rows: rows.collect(), paging }
    }

    pub(crate) fn sample() -> Self {
        let view = View::signed_in_sample("/desk/audit");
        let (_, _, events) = samples::account();
        Self::new(view, &events, &Directory::default(), [1, 2, 3])
    }
}

/// Says whom an event is about.
fn whom(event: &AuditEvent, directory: &Directory) -> String {
    match event.person {
        Some(person) => directory
            .person(person)
            .map_or_else(|| format!("person {}", person.0), |person| person.name.clone()),
        None if event.address_digest.is_empty() => "somebody unknown".to_owned(),
        None => format!("an unknown address ({})", event.address_digest),
    }
}
