//! A statement, set as a letter, with its exchange beside it.

mod actions;
mod contacts;
pub(crate) mod enclosed;
pub(crate) mod exchange;
pub(crate) mod handled;
pub(crate) mod notes;
pub(crate) mod seeing;

use askama::Template;
use operations::{CheckedDocument, Settings};
use rules::{Directory, Event, Policy, Statement, Travelled};
use store::{ExchangeRow, StatementVersion};

use self::actions::Actions;
use self::contacts::Side;
use self::enclosed::Enclosed;
use self::exchange::Thread;
use self::handled::Handled;
use self::notes::Note;
use self::seeing::Seeing;
use crate::cite::Cited;
use crate::pages::documents::DocumentRow;
use crate::pages::version::VersionRow;
use crate::pages::watching::to_follow;
use crate::pieces::{BasisRow, Day, DeadlineNote, Instant, Met, OriginNote, PurposeMark};
use crate::view::View;
use crate::words;

/// A statement, set as a letter, with its exchange beside it; its foot says that it has no special standing (REC-4).
#[derive(Debug, Template)]
#[template(path = "statement.html")]
pub(crate) struct StatementPage {
    view: View,
    number: i64,
    subject: String,
    subject_is_ours: bool,
    /// The day that it bears, with what happened on it.
    dates: Vec<(&'static str, Day)>,
    recorded: Option<Instant>,
    from: Side,
    to: Side,
    /// Whom it was passed on to, each with how and since when.
    passed_on: Vec<notes::PassedOn>,
    about_research: bool,
    purpose: PurposeMark,
    purpose_as_written: String,
    deadline: Option<DeadlineNote>,
    /// What is done with it, if it was received.
    handled: Option<Handled>,
    /// What the person who looks does with it, if they see to it.
    seeing: Option<Seeing>,
    earlier_deadlines: Vec<String>,
    consensus: String,
    /// What that rests on.
    basis: Vec<BasisRow>,
    text: String,
    /// Whether the text is set in letters of one width, because its author lined things up.
    text_is_lined_up: bool,
    enclosed: Vec<Enclosed>,
    documents: Vec<DocumentRow>,
    notes: Vec<Note>,
    identifiers: Vec<String>,
    retired: Vec<(&'static str, Vec<String>)>,
    travelled: String,
    /// What shows where the received message is from.
    origin: Option<OriginNote>,
    approvals: Vec<String>,
    action_taken: &'static str,
    thread: Thread,
    actions: Actions,
    citation: String,
    /// The same for search engines, as a block of data.
    described: String,
    url: String,
    is_public: bool,
    has_contacts: bool,
    was_mailed: bool,
    /// What the record said so far, if it was corrected.
    versions: Vec<VersionRow>,
    summary: String,
}

/// What a statement's page is made from.
#[derive(Debug)]
pub(crate) struct Whole<'a> {
    pub(crate) statement: Statement,
    /// What its text refers to.
    pub(crate) documents: Vec<CheckedDocument>,
    pub(crate) exchange: Vec<ExchangeRow>,
    /// What shows where the received message is from, as far as this reader may know.
    pub(crate) origin: Option<OriginNote>,
    /// The events that explain its state, where it needs explaining.
    pub(crate) history: Vec<Event>,
    /// Whether the message is there as it was mailed.
    pub(crate) was_mailed: bool,
    /// What the record said so far, if it was corrected.
    pub(crate) versions: Vec<StatementVersion>,
    /// What the person who looks does with it, if they see to it.
    pub(crate) seeing: Option<Seeing>,
    /// Whether whoever sees to it holds no role any more.
    pub(crate) has_left: bool,
    pub(crate) directory: &'a Directory,
    pub(crate) policy: &'a Policy,
    pub(crate) settings: &'a Settings,
    pub(crate) today: jiff::civil::Date,
}

impl StatementPage {
    pub(crate) fn of(view: View, whole: Whole<'_>) -> Self {
        let Whole { statement, documents, exchange, origin, history, was_mailed, versions, .. } =
            whole;
        let Whole { directory, policy, settings, today, seeing, has_left, .. } = whole;
        let actions = Actions::of(&view.actor, &statement, directory, policy);
        let is_answered = exchange::is_settled(&exchange, statement.number);
        let met = Met::of_statement(&statement, is_answered);
        Self {
            number: statement.number.0,
            subject_is_ours: statement.subject_supplied,
            dates: dates(&statement),
            recorded: statement.recorded_at.map(Instant),
            from: Side::of(&statement.from),
            to: Side::of(&statement.to),
            passed_on: notes::passed_on(&statement),
            about_research: statement.about_research && policy.has_research(),
            purpose: PurposeMark(statement.purpose),
            purpose_as_written: statement.purpose_as_written.clone(),
            deadline: statement.due().map(|date| DeadlineNote::new(date, met, today)),
            handled: Handled::of(&statement, is_answered, has_left, policy),
            seeing,
            earlier_deadlines: notes::earlier_deadlines(&statement),
            consensus: statement
                .consensus
                .map(|level| policy.consensus_words(level))
                .unwrap_or_default(),
            basis: BasisRow::all(&statement, settings),
            text_is_lined_up: is_lined_up(&statement.text),
            enclosed: Enclosed::all(&statement, settings),
            documents: documents.iter().map(DocumentRow::of).collect(),
            notes: notes::notes(&statement, &history, directory, policy),
            retired: contacts::retired(&statement.retired_contacts),
            travelled: travelled(&statement),
            origin,
            approvals: notes::approvals(&statement, directory, policy),
            action_taken: match statement.action_taken {
                Some(true) => "Marked as taken in the imported record.",
                Some(false) => "Marked as still needed in the imported record.",
                None => "",
            },
            thread: Thread::of(exchange, statement.number, today),
            actions,
            citation: citation(&statement, &view.organization),
            described: Cited::new(&statement, &view.organization, settings).json_ld(),
            url: settings.statement_url(statement.number),
            is_public: statement.state.is_public(),
            has_contacts: [&statement.from, &statement.to]
                .iter()
                .any(|side| !side.contacts.is_empty() || side.liaison_contact.is_some())
                || !statement.retired_contacts.is_empty(),
            was_mailed,
            versions: versions.iter().map(VersionRow::of).collect(),
            summary: format!("From {} to {}", statement.from.words(), statement.to.words()),
            subject: statement.subject,
            text: statement.text,
            identifiers: statement.identifiers,
            view,
        }
    }

    /// Returns the newest version, if the record was corrected.
    fn corrected(&self) -> Option<&VersionRow> {
        self.versions.last().filter(|version| version.version > 1)
    }

    /// Returns where its exchange can be followed by mail.
    fn follow(&self) -> String {
        to_follow(&rules::Watched::Exchange(rules::Number(self.number)))
    }

    /// Returns the other forms in which it can be read: the end of the address, the media type, and what it is.
    fn forms(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let all = [
            ("json", "application/json", "JSON"),
            ("txt", "text/plain", "Text"),
            ("eml", "message/rfc822", "As mailed"),
            ("bib", "application/x-bibtex", "BibTeX"),
            ("ris", "application/x-research-info-systems", "RIS"),
            ("xml", "application/xml", "BibXML"),
        ];
        all.into_iter().filter(|(end, ..)| self.was_mailed || *end != "eml").collect()
    }

    pub(crate) fn sample() -> Self {
        let statement = crate::pages::samples::statement();
        let (directory, settings) = (Directory::default(), crate::pages::samples::settings());
        let policy = crate::pages::samples::policy();
        let whole = Whole {
            documents: crate::pages::documents::sample(),
            exchange: crate::pages::samples::exchange(),
            origin: Some(OriginNote::sample()),
            history: Vec::new(),
            was_mailed: false,
            versions: Vec::new(),
            seeing: None,
            has_left: false,
            statement,
            directory: &directory,
            policy: &policy,
            settings: &settings,
            today: jiff::civil::date(2026, 3, 10),
        };
        Self::of(View::sample("/statements/1912"), whole)
    }
}

fn dates(statement: &Statement) -> Vec<(&'static str, Day)> {
    let sent = statement.sent_on.map(|day| ("Sent", Day(day)));
    let received = statement.received_on.map(|day| ("Received", Day(day)));
    sent.into_iter().chain(received).collect()
}

/// Says whether somebody lined words up with spaces, as in a table or a drawing.
pub(crate) fn is_lined_up(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim();
        line.contains('\t')
            || line.contains("   ")
            || line.starts_with("+--")
            || line.starts_with('|')
    })
}

fn travelled(statement: &Statement) -> String {
    match &statement.travelled {
        Travelled::Unknown => String::new(),
        Travelled::Mailed if statement.state.is_public() => "Mailed by this service".to_owned(),
        Travelled::Mailed => "This service mails it when it is posted".to_owned(),
        Travelled::Otherwise(how) => words::capitalized(how),
    }
}

fn citation(statement: &Statement, organization: &str) -> String {
    format!(
        "{organization} liaison statement No. {}, “{}”, {} to {}, {}",
        statement.number,
        statement.subject,
        statement.from.words(),
        statement.to.words(),
        words::day(statement.day())
    )
}
