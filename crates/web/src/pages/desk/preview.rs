//! What will be mailed and to whom, what it waits for, and what somebody may do about it.

use askama::Template;
use operations::{PreviewedMail, ReadableForms, Referred, TellingDraft};
use rules::{Event, Mailbox, Number, Statement};

use super::acts::{ActForms, Acts};
use super::attached::AttachedRow;
use super::faults::FaultList;
use super::gates::GateRow;
use super::preparing::Preparing;
use super::readable::ReadableNote;
use super::shown::MailShown;
use crate::pages::documents::DocumentRow;
use crate::pieces::{Instant, Parties, PurposeMark};
use crate::view::View;
use crate::words;

/// What will be mailed and to whom, what it waits for, and what somebody may do about it.
#[derive(Debug, Template)]
#[template(path = "desk/preview.html")]
pub(crate) struct PreviewPage {
    view: View,
    number: Number,
    revision: i64,
    state: String,
    subject: String,
    from: Parties,
    to: Parties,
    purpose: PurposeMark,
    /// Why what was tried was refused, if that is no matter of a field.
    /// What it corrects, and why.
    corrects: Option<(Number, String)>,
    notice: String,
    faults: FaultList,
    missing: FaultList,
    /// Why it cannot be mailed as it is; empty if it can.
    unsendable: String,
    attached: Vec<AttachedRow>,
    readable: ReadableNote,
    documents: Vec<DocumentRow>,
    /// The attachments of which it is not known to what they refer, with why.
    unread: Vec<(String, String)>,
    mails: Vec<MailShown>,
    gates: Vec<GateRow>,
    preparing: Preparing,
    /// When and where the group was told of it; empty where that does not matter.
    /// By which other means it goes; empty if it is mailed.
    goes_by: String,
    told_first: String,
    /// The lists to which the mail that tells the group of it would go.
    lists: String,
    acts: Acts,
    forms: ActForms,
    history: Vec<EventShown>,
    /// How large a file may be, in words.
    most: String,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub(crate) struct EventShown {
    pub(crate) at: Instant,
    pub(crate) what: String,
    pub(crate) by: String,
    pub(crate) words: String,
    pub(crate) difference: String,
    pub(crate) is_private: bool,
}

/// What the page shows of a statement.
#[derive(Debug)]
pub(crate) struct Shown<'a> {
    pub(crate) statement: &'a Statement,
    pub(crate) missing: &'a [(&'static str, String)],
    pub(crate) mails: Vec<PreviewedMail>,
    pub(crate) unsendable: String,
    pub(crate) history: Vec<Event>,
    pub(crate) gates: Vec<GateRow>,
    /// What makes it ready to go.
    pub(crate) preparing: Preparing,
    /// When and where the group was told of it; empty where that does not matter.
    pub(crate) told_first: String,
    /// The mail that would tell the group of it.
    pub(crate) telling: TellingDraft,
    /// What it refers to.
    pub(crate) referred: Referred,
    /// How everybody can read its files.
    pub(crate) readable: ReadableForms,
    /// How large a file may be, in words.
    pub(crate) most: String,
}

impl PreviewPage {
    /// Makes the page.
    pub(crate) fn new(
        view: View,
        shown: Shown<'_>,
        acts: Acts,
        mut forms: ActForms,
        notice: String,
        faults: &[(&'static str, String)],
    ) -> Self {
        let statement = shown.statement;
        let TellingDraft { to, subject, text } = shown.telling;
        for (field, draft) in
            [(&mut forms.telling_subject, subject), (&mut forms.telling_text, text)]
        {
            if field.value.is_empty() && field.fault.is_empty() {
                field.value = draft;
            }
        }
        let subject =
            if statement.subject.is_empty() { "(no subject yet)" } else { &statement.subject };
        Self {
            view,
            number: statement.number,
            revision: statement.revision,
            state: words::capitalized(statement.state.slug().replace('-', " ").as_str()),
            subject: subject.to_owned(),
            from: Parties::of(&statement.from),
            to: Parties::of(&statement.to),
            purpose: PurposeMark(statement.purpose),
            corrects: statement.correction.as_ref().map(|it| (it.of, it.why.clone())),
            notice,
            faults: FaultList::here(faults),
            missing: FaultList::on(
                &format!("/statements/{}/edit", statement.number),
                shown.missing,
            ),
            unsendable: shown.unsendable,
            attached: AttachedRow::of(statement),
            readable: ReadableNote::new(statement.number, shown.readable, shown.preparing.edits),
            documents: shown.referred.documents.iter().map(DocumentRow::of).collect(),
            unread: shown.referred.unread,
            mails: shown.mails.into_iter().map(MailShown::of).collect(),
            gates: shown.gates,
            preparing: shown.preparing,
            told_first: shown.told_first,
            lists: to.iter().map(Mailbox::address).collect::<Vec<_>>().join(" and "),
            acts,
            forms,
            goes_by: statement.goes_by_other_means().unwrap_or_default().to_owned(),
            history: shown.history.iter().rev().map(EventShown::of).collect(),
            most: shown.most,
        }
    }

    fn is_missing_something(&self) -> bool {
        !self.missing.is_empty() || !self.unsendable.is_empty()
    }

    /// Says whether the text leaves anything to be said of documents (DOC-5).
    fn to_be_said(&self) -> &'static str {
        if self.documents.iter().any(DocumentRow::is_wanting) {
            "Where the text does not say yet how a document stands, words are offered that can be taken into it."
        } else {
            "Nothing remains to be said of them in the text."
        }
    }

    /// Returns the words that the text lacks, for whoever decides; empty for others (DOC-3, DOC-4).
    fn unsaid(&self) -> Vec<&str> {
        let decides = self.decides();
        let wanting = self.documents.iter().filter(|document| decides && document.is_wanting());
        wanting.map(|document| document.wording.as_str()).collect()
    }

    /// Returns the names of the files that few can read, for whoever decides; empty for others (BOD-3).
    fn unreadable(&self) -> Vec<&str> {
        if self.decides() { self.readable.names() } else { Vec::new() }
    }

    fn decides(&self) -> bool {
        let acts = &self.acts;
        let asked = [acts.agree.is_empty(), acts.approve.is_empty(), acts.advise.is_empty()];
        asked.contains(&false) || acts.review
    }

    fn agrees_for(&self) -> String {
        self.acts.agree.iter().map(|(group, _)| group.as_str()).collect::<Vec<_>>().join(" and ")
    }

    fn agrees_as(&self) -> &str {
        self.acts.agree.first().map(|(_, role)| role.as_str()).unwrap_or_default()
    }

    fn advice_wrong(&self) -> bool {
        ActForms::is_wrong(&[&self.forms.advice])
    }

    fn approves_for(&self) -> String {
        self.acts.approve.iter().map(|(group, _)| group.as_str()).collect::<Vec<_>>().join(" and ")
    }

    fn approves_as(&self) -> &str {
        self.acts.approve.first().map(|(_, role)| role.as_str()).unwrap_or_default()
    }

    fn notes_wrong(&self) -> bool {
        ActForms::is_wrong(&[&self.forms.group, &self.forms.authority, &self.forms.comment])
    }

    fn back_wrong(&self) -> bool {
        ActForms::is_wrong(&[&self.forms.back_words])
    }

    fn telling_wrong(&self) -> bool {
        ActForms::is_wrong(&[&self.forms.telling_subject, &self.forms.telling_text])
    }

    fn told_wrong(&self) -> bool {
        ActForms::is_wrong(&[&self.forms.told_on, &self.forms.told_where])
    }

    fn drop_wrong(&self) -> bool {
        ActForms::is_wrong(&[&self.forms.reason])
    }

    fn record_wrong(&self) -> bool {
        ActForms::is_wrong(&[&self.forms.travelled, &self.forms.sent_on])
    }
}

impl EventShown {
    /// Returns an event.
    pub(crate) fn of(event: &Event) -> Self {
        let role = event.by.role();
        let comma = if role.is_empty() { "" } else { ", " };
        Self {
            at: Instant(event.at),
            what: event.kind.to_string(),
            by: format!("{}{comma}{role}", event.by.name()),
            words: event.words.clone(),
            difference: words::start_of_difference(&event.difference).into_owned(),
            is_private: !event.public,
        }
    }
}
