//! Writing a statement: a new one, a reply, or a change.

use askama::Template;
use operations::StatementForm;
use rules::{Number, State, Statement};

use super::attached::AttachedRow;
use super::beside::UnsavedNote;
use super::faults::FaultList;
use super::fields::{Asked, Kind, Section};
use super::groups::GroupLists;
use super::preparing::Considered;
use super::readable::ReadableNote;
use super::told::ToldNote;
use crate::pieces::{Field, FieldKind};
use crate::view::View;

/// The form of a statement.
#[derive(Debug, Template)]
#[template(path = "desk/write.html")]
pub(crate) struct WritePage {
    pub(crate) view: View,
    pub(crate) title: String,
    /// What to know before typing.
    pub(crate) lead: String,
    /// Why nothing can be written here; then there is no form.
    pub(crate) refusal: String,
    /// The other forms that the person can use instead: name, address, whether it is this one.
    pub(crate) ways: Vec<(&'static str, &'static str, bool)>,
    pub(crate) kind: Kind,
    /// The statement that is changed; a new one has no number yet.
    pub(crate) number: Option<Number>,
    pub(crate) revision: i64,
    /// Whether a change makes approvals and reviews be asked for again.
    pub(crate) is_in_review: bool,
    /// Whether it corrects another.
    pub(crate) is_correction: bool,
    /// The fields whose change alone takes nothing back, in words; empty if there are none.
    pub(crate) free: String,
    pub(crate) faults: FaultList,
    pub(crate) kept: Vec<(&'static str, String)>,
    pub(crate) sections: Vec<Section>,
    pub(crate) lists: GroupLists,
    pub(crate) attached: Vec<AttachedRow>,
    /// Whether everybody can read what is attached.
    pub(crate) readable: Option<ReadableNote>,
    pub(crate) file: Field,
    pub(crate) url: Field,
    /// How it was sent, where it was sent without the tool.
    pub(crate) travelled: Field,
    /// The text that somebody else saved meanwhile, if it differs.
    pub(crate) their_text: Option<String>,
    /// Whether somebody else saved meanwhile.
    pub(crate) is_outdated: bool,
    /// What is written on the button that records what was received.
    pub(crate) submit: &'static str,
    /// In which role somebody drafts, where several let them.
    pub(crate) role: Option<Field>,
    /// The statement that is answered: number, subject, text.
    pub(crate) asked: Option<(Number, String, String)>,
    /// What to consider of what is saved.
    pub(crate) considered: Option<Considered>,
    /// The texts that it can begin with.
    pub(crate) starts: Vec<Start>,
    /// Where what is typed is kept.
    pub(crate) keep: String,
    /// What was typed before and not saved.
    pub(crate) unsaved: Option<UnsavedNote>,
}

/// A text that an answer can begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Start {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) settles: bool,
    pub(crate) is_here: bool,
}

impl WritePage {
    /// Returns the form with what was typed.
    pub(crate) fn new(view: View, asked: &Asked<'_>, lists: GroupLists) -> Self {
        let (title, lead) = match asked.kind {
            Kind::Draft => (
                "A statement to another organization",
                "A draft is seen by its editors alone. You can save it at any time, and see the exact mail before anything goes out.",
            ),
            Kind::Sent => (
                "A statement that was sent already",
                "For what went out without this tool: by a form of theirs, as a letter, in a mail. It goes on the record at once; approvals that were not given are shown as missing.",
            ),
            Kind::Received => (
                "A statement that we received",
                "For what reached you another way than through the inbox. A liaison manager or coordinator looks at it before it is posted.",
            ),
        };
        let faults = asked.faults;
        let file = Field::new("file", "File", FieldKind::Files).optional().faults(faults);
        let url = Field::new("url", "Link", FieldKind::Line).optional().faults(faults);
        let how = match asked.kind {
            Kind::Received => Field::new("travelled", "How it came", FieldKind::Line)
                .hint("If it did not come as a message: on paper, by a form, handed over at a meeting.")
                .value(&asked.form.travelled)
                .optional(),
            Kind::Draft => Field::new("travelled", "By other means", FieldKind::Line)
                .hint("Left empty, it is mailed from here. Else say how it goes, such as: uploaded to their portal, by post. Nothing is mailed to them then: with the last gate you are given a file, and note here how it went.")
                .value(&asked.form.travelled)
                .optional(),
            Kind::Sent => Field::new("travelled", "How it was sent", FieldKind::Line)
                .hint("Such as: a form on their site, a letter, a mail of one’s own."),
        };
        Self {
            view,
            title: title.to_owned(),
            lead: lead.to_owned(),
            refusal: String::new(),
            ways: Vec::new(),
            kind: asked.kind,
            number: None,
            revision: 0,
            is_in_review: false,
            is_correction: false,
            free: String::new(),
            faults: FaultList::here(faults),
            kept: asked.kept().into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
            sections: asked.sections(),
            lists,
            attached: Vec::new(),
            readable: None,
            file: file.hint(match asked.kind {
                Kind::Received => "What came, one or several. They are published with the statement.",
                Kind::Draft | Kind::Sent => "PDF, HTML or plain text can be read by everyone. It is mailed with the statement and published.",
            }),
            url: url.hint("Where a document is published, beginning with https://."),
            travelled: how.faults(faults),
            their_text: None,
            is_outdated: false,
            submit: "Send to review",
            role: None,
            asked: None,
            considered: None,
            starts: Vec::new(),
            keep: String::new(),
            unsaved: None,
        }
    }

    /// Offers the other forms that are of use to the person.
    pub(crate) fn offer(&mut self, kinds: &[Kind]) {
        let way = |kind: &Kind| {
            let (name, address) = match kind {
                Kind::Draft => ("To another organization", "/statements/new"),
                Kind::Received => ("We received one", "/statements/new?direction=incoming"),
                Kind::Sent => ("Already sent otherwise", "/statements/new?direction=sent"),
            };
            (name, address, *kind == self.kind)
        };
        self.ways = kinds.iter().map(way).collect();
    }

    /// Returns the form of a statement that there is already.
    pub(crate) fn of(self, statement: &Statement) -> Self {
        Self {
            title: match &statement.correction {
                Some(correction) => format!("Correct statement {}", correction.of),
                None => format!("Change statement {}", statement.number),
            },
            lead: match &statement.correction {
                Some(correction) => format!(
                    "The record of statement {} says what it said until the last gate of this correction opens. Corrected: {}",
                    correction.of, correction.why
                ),
                None => String::new(),
            },
            number: Some(statement.number),
            revision: statement.revision,
            is_in_review: statement.state == State::InReview,
            is_correction: statement.correction.is_some(),
            attached: AttachedRow::of(statement),
            ..self
        }
    }

    fn action(&self) -> String {
        match self.number {
            Some(number) => format!("/statements/{number}/edit"),
            None => format!("/statements/new?direction={}", self.kind.slug()),
        }
    }

    fn is_draft(&self) -> bool {
        self.kind == Kind::Draft
    }

    /// Says whether it is still to be sent, as a statement of its own.
    fn is_to_go(&self) -> bool {
        self.is_draft() && !self.is_correction
    }

    fn is_sent(&self) -> bool {
        self.kind == Kind::Sent
    }

    fn is_received(&self) -> bool {
        self.kind == Kind::Received
    }

    fn files_are_lost(&self) -> bool {
        !self.faults.is_empty() && self.number.is_none()
    }

    pub(crate) fn sample() -> Self {
        let form = StatementForm {
            from_groups: "tsync".to_owned(),
            to_groups: "etu-sg1".to_owned(),
            purpose: "action".to_owned(),
            subject: "Question on <boundary> clocks".to_owned(),
            text: "How long may a boundary clock\n  hold over?\n".to_owned(),
            from_contacts: "Time Synchronization Chairs <tsync-chairs@example.org>".to_owned(),
            to_contacts: "ana at example".to_owned(),
            ..StatementForm::default()
        };
        let faults = [
            ("deadline", "What is For Action says by when.".to_owned()),
            (
                "to_contacts",
                "“ana at example” is not an e-mail address: write it as name@example.org."
                    .to_owned(),
            ),
        ];
        let policy = crate::pages::samples::policy();
        let asked = Asked {
            kind: Kind::Draft,
            policy: &policy,
            form: &form,
            doubts: &[],
            faults: &faults,
            doubts_deadline: false,
            theirs: None,
            own_groups: vec![("tsync".to_owned(), "Time Synchronization".to_owned())],
            told: [ToldNote::sample(), ToldNote::default()],
            beside: None,
        };
        let view = View::signed_in_sample("/statements/77/edit");
        let attached = vec![AttachedRow::sample()];
        Self {
            number: Some(Number(77)),
            revision: 3,
            attached,
            ..Self::new(view, &asked, GroupLists::sample())
        }
    }
}
