//! Whether everybody can read the files that go with a statement, and what somebody may do about it.

use askama::Template;
use askama::filters::HtmlSafe;
use operations::{Making, ReadableForms};
use rules::Number;

use crate::view::View;

/// Whether everybody can read the files that go with a statement, and what somebody may do about it (BOD-3).
#[derive(Debug, Clone, Template)]
#[template(path = "desk/readable.html")]
pub(crate) struct ReadableNote {
    number: Number,
    lacking: Vec<LackingRow>,
    /// What was made of files that do not come with it any more: its place, its name, and that of what it was made of.
    outlived: Vec<(i64, String, String)>,
    /// Whether the person may change the statement.
    may_edit: bool,
    /// Whether it stands in the form of the statement, whose buttons save what was typed.
    in_form: bool,
}

/// A file that few can read.
#[derive(Debug, Clone)]
struct LackingRow {
    position: i64,
    name: String,
    can_be_made: bool,
    is_being_made: bool,
    /// Why no PDF of it could be made, and what to do; empty if nobody tried.
    fault: String,
}

impl ReadableNote {
    /// Returns the note for the page that shows the statement.
    pub(crate) fn new(number: Number, readable: ReadableForms, may_edit: bool) -> Self {
        let lacking = readable.lacking.into_iter().map(|it| LackingRow {
            position: it.file.position,
            name: it.file.name,
            can_be_made: it.file.can_be_made,
            is_being_made: it.making == Making::Now,
            fault: match it.making {
                Making::Failed(fault) => fault,
                Making::Unasked | Making::Now => String::new(),
            },
        });
        let outlived = readable.outlived.into_iter().map(|it| (it.position, it.name, it.made_of));
        let (lacking, outlived) = (lacking.collect(), outlived.collect());
        Self { number, lacking, outlived, may_edit, in_form: false }
    }

    /// Returns the note for the form of the statement.
    pub(crate) fn in_form(self) -> Self {
        Self { in_form: true, ..self }
    }

    /// Returns the names of the files that few can read, for whoever decides.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.lacking.iter().map(|row| row.name.as_str()).collect()
    }

    fn is_empty(&self) -> bool {
        self.lacking.is_empty() && self.outlived.is_empty()
    }

    fn title(&self) -> &'static str {
        if self.lacking.is_empty() {
            "Made of what is not there any more"
        } else {
            "Not everybody can read this"
        }
    }
}

/// What is shown while a PDF is being made.
#[derive(Debug, Template)]
#[template(path = "desk/making.html")]
pub(crate) struct MakingPage {
    view: View,
    number: Number,
    /// The files of which one is being made: their places and names.
    files: Vec<(i64, String)>,
}

impl MakingPage {
    /// Makes the page.
    pub(crate) fn new(view: View, number: Number, files: Vec<(i64, String)>) -> Self {
        Self { view, number, files }
    }

    fn names(&self) -> String {
        self.files.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" and ")
    }

    pub(crate) fn sample() -> Self {
        let view = View::signed_in_sample("/statements/77/readable");
        Self::new(view, Number(77), vec![(1, "figures <draft>.docx".to_owned())])
    }
}

impl HtmlSafe for ReadableNote {}
