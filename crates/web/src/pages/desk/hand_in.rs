//! Handing in files that reached somebody another way.

use askama::Template;
use operations::HandIn;

use super::faults::FaultList;
use crate::pieces::{Field, FieldKind};
use crate::view::View;

/// The form by which files are put into the inbox.
#[derive(Debug, Template)]
#[template(path = "desk/hand_in.html")]
pub(crate) struct HandInPage {
    view: View,
    /// Whether the person may look at what is in the inbox.
    sees_inbox: bool,
    faults: FaultList,
    file: Field,
    sender: Field,
    subject: Field,
    note: Field,
}

impl HandInPage {
    /// Returns the form with what was typed.
    pub(crate) fn new(
        view: View,
        sees_inbox: bool,
        typed: &HandIn,
        faults: &[(&'static str, String)],
    ) -> Self {
        let field = |name, label, kind| Field::new(name, label, kind).faults(faults);
        let file = field("file", "Files", FieldKind::Files);
        let sender = field("sender", "Who had sent it", FieldKind::Line).optional();
        let subject = field("subject", "Subject", FieldKind::Line).optional();
        let note = field("note", "What is to be known of it", FieldKind::Lines(4)).optional();
        Self {
            view,
            sees_inbox,
            faults: FaultList::here(faults),
            file: file.hint("The letter with what belongs to it. A mail that you saved (.eml) is taken as if it had been sent here."),
            sender: sender.hint("A name with an address, as in a mail: Lee Example <lee@example.com>.").value(&typed.sender),
            subject: subject.hint("The name of the first file, if you leave it empty.").value(&typed.subject),
            note: note.hint("Such as: given to me at the meeting.").value(&typed.note),
        }
    }

    pub(crate) fn sample() -> Self {
        let typed = HandIn {
            sender: "Lee".to_owned(),
            note: "Given to me <at the meeting>.".to_owned(),
            ..HandIn::default()
        };
        let faults = [("file", "Choose at least one file.".to_owned())];
        Self::new(View::signed_in_sample("/desk/inbox/hand-in"), true, &typed, &faults)
    }
}
