//! The address of somebody's calendar, shown once.

use askama::Template;

use crate::view::View;

/// The address of somebody's calendar; it is never shown again.
#[derive(Debug, Template)]
#[template(path = "desk/calendar.html")]
pub(crate) struct CalendarPage {
    view: View,
    address: String,
}

impl CalendarPage {
    pub(crate) fn of(view: View, address: String) -> Self {
        Self { view, address }
    }

    pub(crate) fn sample() -> Self {
        let address = "https://liaison.example.org/desk/calendar/c2VjcmV0.ics".to_owned();
        Self::of(View::signed_in_sample("/desk/account/calendar"), address)
    }
}
