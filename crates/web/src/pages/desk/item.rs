//! A received message beside the form that makes a statement of it.

use askama::Template;
use operations::StatementForm;
use rules::{ItemState, Number};
use store::{Item, ItemPart};

use super::faults::FaultList;
use super::fields::{Asked, Kind, Section};
use super::groups::GroupLists;
use super::inbox::{sender, subject};
use super::told::ToldNote;
use crate::pieces::{Field, FieldKind, Instant};
use crate::view::View;
use crate::words;

/// A received message beside the form that makes a statement of it.
#[derive(Debug, Template)]
#[template(path = "desk/item.html")]
pub(crate) struct ItemPage {
    view: View,
    id: i64,
    subject: String,
    head: Vec<(&'static str, String)>,
    received_at: Instant,
    size: String,
    text: String,
    files: Vec<FileRow>,
    state: ItemState,
    reason_given: String,
    statement: Option<Number>,
    has_form: bool,
    submit: &'static str,
    faults: FaultList,
    sections: Vec<Section>,
    lists: GroupLists,
    kept: Vec<(&'static str, String)>,
    reason: Field,
}

/// A file of the message.
#[derive(Debug, Clone)]
pub(crate) struct FileRow {
    position: i64,
    name: String,
    about: String,
    is_kept: bool,
}

impl FileRow {
    fn of(part: &ItemPart, keep: &[i64]) -> Self {
        Self {
            position: part.position,
            name: part.name.clone(),
            about: format!("{}, {}", words::kind(&part.media_type), words::size(part.size)),
            is_kept: keep.contains(&part.position),
        }
    }
}

impl ItemPage {
    /// Makes the page of a message, with the form as it was typed.
    pub(crate) fn new(
        view: View,
        item: &Item,
        asked: &Asked<'_>,
        lists: GroupLists,
        keep: &[i64],
        submit: &'static str,
    ) -> Self {
        let mut head = vec![("From", sender(item).to_owned())];
        if !item.envelope_to.is_empty() {
            head.push(("Arrived at", item.envelope_to.clone()));
        }
        let reason = Field::new("reason", "Reason", FieldKind::Lines(2));
        Self {
            view,
            id: item.id,
            subject: subject(item).to_owned(),
            head,
            received_at: Instant(item.received_at),
            size: words::size(item.size),
            text: item.text.clone(),
            files: item.parts.iter().map(|part| FileRow::of(part, keep)).collect(),
            state: item.state,
            reason_given: item.reason.clone(),
            statement: item.statement,
            has_form: true,
            submit,
            faults: FaultList::here(asked.faults),
            sections: asked.sections(),
            lists,
            kept: asked.kept().into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
            reason: reason
                .hint("Why it is no statement. It is kept, and can be opened again.")
                .faults(asked.faults),
        }
    }

    /// Returns the page of a message that waits for nobody.
    pub(crate) fn without_form(self) -> Self {
        Self { has_form: false, ..self }
    }

    fn close_wrong(&self) -> bool {
        !self.reason.fault.is_empty()
    }

    fn was_set_aside(&self) -> bool {
        self.state == ItemState::SetAside
    }

    fn was_closed(&self) -> bool {
        self.state == ItemState::Closed
    }

    pub(crate) fn sample() -> Self {
        let item = Item {
            id: 5,
            state: ItemState::Waiting,
            reason: String::new(),
            received_at: jiff::Timestamp::UNIX_EPOCH,
            envelope_from: "sam@example.com".to_owned(),
            envelope_to: "statements@example.org".to_owned(),
            from: "Sam Sender <sam@example.com>".to_owned(),
            subject: "LS on <clocks>".to_owned(),
            message_id: None,
            text: "To: IETF\n\nWhat do you think?\n".to_owned(),
            sha256: String::new(),
            size: 2_345,
            parts: vec![ItemPart {
                position: 1,
                name: "LS <12>.docx".to_owned(),
                media_type: "application/pdf".to_owned(),
                sha256: String::new(),
                size: 27_000,
            }],
            statement: None,
        };
        let form = StatementForm {
            subject: item.subject.clone(),
            text: item.text.clone(),
            ..StatementForm::default()
        };
        let faults = [(
            "to_groups",
            "Name the group that it was sent to, or write down what the letter says.".to_owned(),
        )];
        let asked = Asked {
            kind: Kind::Received,
            form: &form,
            faults: &faults,
            theirs: None,
            own_groups: Vec::new(),
            told: [ToldNote::default(), ToldNote::sample()],
        };
        let view = View::signed_in_sample("/desk/inbox/5");
        Self::new(view, &item, &asked, GroupLists::sample(), &[1], "Record and post")
    }
}
