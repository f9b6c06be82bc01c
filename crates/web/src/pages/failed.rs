//! The page of what did not work.

use askama::Template;

use crate::failed::Wrong;
use crate::view::View;

/// The page of what did not work: what was wrong, the next step, and ways on.
#[derive(Debug, Template)]
#[template(path = "failed.html")]
pub(crate) struct FailedPage {
    view: View,
    status: u16,
    title: &'static str,
    sentences: Vec<String>,
    next_step: String,
}

impl FailedPage {
    pub(crate) fn of(view: View, wrong: &Wrong) -> Self {
        Self {
            view,
            status: wrong.status.as_u16(),
            title: wrong.title,
            sentences: wrong.sentences.clone(),
            next_step: wrong.next_step.clone(),
        }
    }

    pub(crate) fn sample() -> Self {
        Self {
            view: View::sample("/statements/77"),
            status: 404,
            title: "Nothing is here",
            sentences: vec![
                "There is no statement at this address that you could read.".to_owned(),
            ],
            next_step: "Search for it, or begin at the list of all statements.".to_owned(),
        }
    }
}
