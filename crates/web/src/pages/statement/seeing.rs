//! What whoever sees to a received statement does with it: the next thing first, then every other way on.

mod fields;
mod next;

use askama::Template;
use askama::filters::HtmlSafe;
use operations::{InformalDraft, PuttingDraft};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rules::{Actor, Directory, Mailbox, Policy, State, Statement, Verb, may};

use self::fields::Fields;
use self::next::Next;
use crate::pages::desk::faults::FaultList;
use crate::pieces::Field;
use crate::words;

/// What whoever sees to a received statement does with it.
#[derive(Debug, Template)]
#[template(path = "desk/seeing.html")]
pub(crate) struct Seeing {
    number: i64,
    pub(super) faults: FaultList,
    pub(super) next: Next,
    /// The verb whose form is open, as the address of the page says (`?do=…`).
    open: String,
    groups: Vec<Ways>,
    /// Texts to begin an answer with: slug, name, and whether such an answer settles it.
    starts: Vec<(String, String, bool)>,
    starts_open: bool,
    informal: Informal,
}

/// Ways on that belong together.
#[derive(Debug)]
struct Ways {
    title: &'static str,
    /// Whether the texts to begin an answer with belong here.
    has_starts: bool,
    ways: Vec<Way>,
}

/// A way on: a form behind its name.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) verb: &'static str,
    pub(super) name: &'static str,
    pub(super) hint: String,
    pub(super) fields: Vec<Field>,
    pub(super) button: &'static str,
}

/// The mail by which somebody answers from their own mailbox.
#[derive(Debug)]
struct Informal {
    to: String,
    cc: String,
    subject: String,
    text: String,
    mailto: String,
}

/// What it is made from.
pub(crate) struct Seen<'a> {
    pub(crate) statement: &'a Statement,
    pub(crate) actor: &'a Actor,
    pub(crate) is_answered: bool,
    pub(crate) may_reply: bool,
    pub(crate) putting: PuttingDraft,
    pub(crate) informal: InformalDraft,
    /// Whom it is usually handed on to: address, name with why.
    pub(crate) people: Vec<(String, String)>,
    /// Answers that are not on the record yet and that the person may see.
    pub(crate) under_way: &'a [Statement],
    /// Whether whoever sees to it holds no role any more.
    pub(crate) has_left: bool,
    pub(crate) directory: &'a Directory,
    pub(crate) policy: &'a Policy,
    pub(crate) now: jiff::Timestamp,
    /// The verb whose form is open.
    pub(crate) open: &'a str,
    pub(crate) faults: &'a [(&'static str, String)],
    pub(crate) typed: &'a dyn Fn(&str) -> String,
}

impl Seeing {
    /// Returns it for whoever may see to the statement.
    pub(crate) fn of(seen: &Seen<'_>) -> Option<Self> {
        let Seen { statement, actor, policy, directory, .. } = *seen;
        let can = |verb| may(actor, verb, statement, directory, policy).is_ok();
        if actor.person.is_none() || !can(Verb::Handle) {
            return None;
        }
        let assignee = statement.handling.assignee.as_ref();
        let is_mine = assignee.is_some_and(|it| Some(it.person) == actor.person && it.accepted);
        let is_over = !statement.is_open(seen.is_answered);
        let outcome = statement.handling.outcome.as_ref();
        let is_settled = seen.is_answered || statement.handling.outcome.is_some();
        let fields = Fields::new(seen);
        let next = Next {
            number: statement.number.0,
            asked_line: asked_line(statement),
            may_reply: seen.may_reply && !is_settled,
            may_take: can(Verb::Assign) && !is_mine && !is_settled,
            under_way: seen.under_way.iter().map(under_way).collect(),
            has_kept_mail: outcome.is_some_and(|it| it.message.is_some()),
            ..Next::of(seen)
        };
        Some(Self {
            number: statement.number.0,
            faults: FaultList::here(seen.faults),
            open: seen.open.to_owned(),
            groups: groups(&fields, seen, is_settled, is_over),
            starts: policy
                .starting_texts()
                .iter()
                .map(|start| (start.slug.clone(), start.name.clone(), start.settles))
                .collect(),
            starts_open: next.is_reply && seen.may_reply,
            informal: Informal::of(&seen.informal),
            next,
        })
    }

    fn is_open(&self, way: &Way) -> bool {
        self.open == way.verb || Self::is_wrong(&way.fields)
    }

    fn is_wrong(fields: &[Field]) -> bool {
        fields.iter().any(|field| !field.fault.is_empty())
    }

    fn has_files(fields: &[Field]) -> bool {
        fields.iter().any(|field| field.kind == crate::pieces::FieldKind::Files)
    }
}

/// Returns the ways on, those that are likely first.
fn groups(fields: &Fields<'_>, seen: &Seen<'_>, is_settled: bool, is_over: bool) -> Vec<Ways> {
    let mut groups = Vec::new();
    if !is_settled {
        groups.push(Ways { title: "Ask the group", has_starts: false, ways: fields.for_group() });
        groups.push(Ways {
            title: "Answer, or say that there is none",
            has_starts: seen.may_reply,
            ways: fields.for_answering(),
        });
    }
    let mut others = if is_settled { Vec::new() } else { fields.for_people() };
    others.extend(fields.for_record(is_over));
    groups.push(Ways { title: "Besides", has_starts: false, ways: others });
    groups
}

/// Says who asks for what, and by when.
fn asked_line(statement: &Statement) -> String {
    let what = statement.purpose.map(|purpose| purpose.to_string()).unwrap_or_default();
    let due = statement.due().map(|due| format!(", by {}", words::day(due))).unwrap_or_default();
    let holders = statement.holders_in_words();
    let lead = statement.handling.lead.as_ref();
    let lead = lead.map(|lead| format!("; {} takes the lead", lead.name)).unwrap_or_default();
    let who = if holders.is_empty() { String::new() } else { format!(". {holders} has it{lead}") };
    let who =
        if statement.holders().len() > 1 { who.replacen(" has it", " have it", 1) } else { who };
    let assignee = statement.handling.assignee.as_ref().filter(|it| it.accepted);
    let with = assignee.map(|it| format!(". {} sees to it", it.name)).unwrap_or_default();
    format!("{}{due}{who}{with}.", if what.is_empty() { "No purpose stated" } else { &what })
}

fn under_way(other: &Statement) -> (i64, String) {
    let how = match other.state {
        State::Draft => "a draft".to_owned(),
        state => state.to_string(),
    };
    (other.number.0, how)
}

impl Informal {
    fn of(draft: &InformalDraft) -> Self {
        let listed = |all: &[Mailbox]| {
            all.iter().map(|it| it.address().to_owned()).collect::<Vec<_>>().join(", ")
        };
        let (to, cc) = (listed(&draft.to), listed(&draft.cc));
        let encoded = |words: &str| utf8_percent_encode(words, NON_ALPHANUMERIC).to_string();
        let address = |all: &str| encoded(all).replace("%40", "@").replace("%2C%20", ",");
        let mailto = format!(
            "mailto:{}?cc={}&subject={}&body={}",
            address(&to),
            address(&cc),
            encoded(&draft.subject),
            encoded(&draft.text.replace('\n', "\r\n"))
        );
        Self { to, cc, subject: draft.subject.clone(), text: draft.text.clone(), mailto }
    }
}

impl HtmlSafe for Seeing {}
