//! The fields of a statement as a form asks for them.

mod received;
mod sent;

use std::fmt;

use askama::filters::HtmlSafe;
use operations::StatementForm;
use rules::{Consensus, Direction, Policy, Purpose};

use super::beside::BesideText;
use super::faults::label;
use super::groups::GroupsField;
use super::told::ToldNote;
use crate::pieces::{Choice, Field, FieldKind};

/// Which form it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A statement of ours that the tool will mail.
    Draft,
    /// A statement of ours that was sent without the tool.
    Sent,
    /// One that was received.
    Received,
}

impl Kind {
    /// Returns the name used in addresses.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::Draft => "outgoing",
            Self::Sent => "sent",
            Self::Received => "incoming",
        }
    }

    /// Returns the kind of that name; a new statement is a draft unless the address says otherwise.
    pub(crate) fn from_slug(slug: &str) -> Self {
        [Self::Sent, Self::Received]
            .into_iter()
            .find(|kind| kind.slug() == slug)
            .unwrap_or(Self::Draft)
    }

    /// Returns which way such a statement goes.
    pub(crate) fn direction(self) -> Direction {
        if self == Self::Received { Direction::Incoming } else { Direction::Outgoing }
    }
}

/// What the fields are made of.
#[derive(Debug, Clone)]
pub(crate) struct Asked<'a> {
    pub(crate) kind: Kind,
    pub(crate) policy: &'a Policy,
    /// What was typed.
    pub(crate) form: &'a StatementForm,
    /// What is wrong.
    pub(crate) faults: &'a [(&'static str, String)],
    /// What should be looked at.
    pub(crate) doubts: &'a [(&'static str, String)],
    /// Whether the deadline is hardly what the sender meant, so that somebody is to say that the letter has it so.
    pub(crate) doubts_deadline: bool,
    /// What somebody else saved meanwhile.
    pub(crate) theirs: Option<&'a StatementForm>,
    /// The groups that the person may draft for, if they are few: acronym and name.
    pub(crate) own_groups: Vec<(String, String)>,
    /// Who is told, and why: From-Contact, then To-Contact.
    pub(crate) told: [ToldNote; 2],
    /// What stands beside the text.
    pub(crate) beside: Option<BesideText>,
}

/// A part of the form under a heading.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) intro: &'static str,
    /// The field's name and the field.
    pub(crate) pieces: Vec<(&'static str, Piece)>,
}

/// A field of one sort or another.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    /// Any field.
    Field(Box<Field>),
    /// One that names groups.
    Groups(GroupsField),
    /// Who is told, and why.
    Told(ToldNote),
    /// What stands beside the text.
    Beside(BesideText),
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => field.fmt(f),
            Self::Groups(groups) => groups.fmt(f),
            Self::Told(told) => told.fmt(f),
            Self::Beside(beside) => beside.fmt(f),
        }
    }
}

impl HtmlSafe for Piece {}

impl Asked<'_> {
    /// Returns the parts of the form, in the order in which people think of them.
    pub(crate) fn sections(&self) -> Vec<Section> {
        match self.kind {
            Kind::Received => vec![self.received_parties(), self.received_words(), self.told()],
            Kind::Draft | Kind::Sent => {
                vec![self.parties(), self.purpose(), self.words(), self.told()]
            }
        }
    }

    /// Returns the fields that this form does not show, so that what they hold is not lost.
    pub(crate) fn kept(&self) -> Vec<(&'static str, &str)> {
        let form = self.form;
        let kept: &[(&'static str, &str)] = match self.kind {
            // What is a level is shown, and what is none is kept until it is mended.
            Kind::Received if Consensus::from_slug(&form.consensus).is_some() => &[],
            Kind::Received => &[("consensus", &form.consensus)],
            Kind::Draft => &[
                ("revises", &form.revises),
                ("forwards", &form.forwards),
                ("refers_to", &form.refers_to),
                ("from_as_written", &form.from_as_written),
                ("purpose_as_written", &form.purpose_as_written),
                ("sent_on", &form.sent_on),
                ("received_on", &form.received_on),
            ],
            Kind::Sent => &[
                ("from_as_written", &form.from_as_written),
                ("revises", &form.revises),
                ("forwards", &form.forwards),
                ("refers_to", &form.refers_to),
            ],
        };
        kept.iter().copied().filter(|(_, value)| !value.is_empty()).collect()
    }

    fn purposes(&self, may_be_silent: bool) -> (&'static str, Piece) {
        let hint = |purpose| match purpose {
            Purpose::Information => "Tells something. No answer is expected.",
            Purpose::Action => "Asks for something to be done, by a day that it names.",
            Purpose::Response => "Answers a statement. No further answer is expected.",
            Purpose::Comment => "Retired. Kept because the record says so.",
        };
        let mut offered: Vec<Purpose> = Purpose::OFFERED.to_vec();
        if self.form.purpose == Purpose::Comment.slug() {
            offered.push(Purpose::Comment);
        }
        let choice =
            |purpose: Purpose| Choice::new(purpose.slug(), &purpose.to_string(), hint(purpose));
        let mut choices: Vec<Choice> = offered.into_iter().map(choice).collect();
        if may_be_silent {
            choices.push(Choice::new("", "Not stated", "The letter does not say what it is for."));
        }
        field(self.made("purpose", FieldKind::Radios(choices), "", |form| &form.purpose))
    }

    /// What it answers, and what it is to that (PUR-3, RSP-3, PUR-4).
    /// The latter only where it answers something, so that other forms stay short.
    fn answers(&self) -> Vec<(&'static str, Piece)> {
        let hint = "Numbers of the statements that it answers, such as 1702. Needed In Response.";
        let choices = vec![
            Choice::new("yes", "It settles what was asked", "Nothing more is waited for."),
            Choice::new(
                "no",
                "More is to come",
                "A preliminary answer, or a promise: what was asked stays open.",
            ),
        ];
        let settles = self.made("settles", FieldKind::Radios(choices), "", |form| &form.settles);
        let asked = match self.kind {
            Kind::Received => "Only if they ask for a later day than the one that we set.",
            Kind::Draft | Kind::Sent => {
                "Only if you ask for a later day than the one that they set. Theirs holds until they agree."
            }
        };
        let asked = self.made("deadline_asked", FieldKind::Day, asked, |form| &form.deadline_asked);
        let answered = self.line("in_response_to", hint, |form| &form.in_response_to).optional();
        let hint = "The number of an earlier statement that it goes on from, such as a status update; none if it is the first.";
        let followed = self.line("follows_up", hint, |form| &form.follows_up).optional();
        let form = self.form;
        let typed = [&form.in_response_to, &form.settles, &form.deadline_asked];
        if typed.iter().all(|typed| typed.trim().is_empty()) {
            return vec![field(answered), field(followed)];
        }
        vec![field(answered), field(settles.optional()), field(asked.optional()), field(followed)]
    }

    /// What it is to others besides, which only programs and the earlier record say: each where there is something to look at.
    fn rare_links(&self) -> Vec<(&'static str, Piece)> {
        type Of = fn(&StatementForm) -> &String;
        let asked: [(&'static str, &str, Of); 3] = [
            ("revises", "Numbers of the statements whose place it takes.", |form| &form.revises),
            ("forwards", "Numbers of the statements that it passes on.", |form| &form.forwards),
            ("refers_to", "Numbers of the statements that it mentions.", |form| &form.refers_to),
        ];
        let told = |name: &str| self.faults.iter().chain(self.doubts).any(|(of, _)| *of == name);
        let wanted = asked
            .into_iter()
            .filter(|(name, _, of)| !of(self.form).trim().is_empty() || told(name));
        wanted.map(|(name, hint, of)| field(self.line(name, hint, of).optional())).collect()
    }

    fn identifiers(&self) -> (&'static str, Piece) {
        let hint = "Names that it goes by elsewhere, such as S2-2403861 or SG15-LS83, one a line.";
        field(self.lines("identifiers", hint, |form| &form.identifiers).optional())
    }

    fn told(&self) -> Section {
        let mailboxes = "One a line: Name <name@example.org>, or the address alone.";
        let from_contacts =
            self.lines("from_contacts", mailboxes, |form| &form.from_contacts).optional();
        let to_contacts = self.lines("to_contacts", mailboxes, |form| &form.to_contacts).optional();
        let (intro, reply_hint, to_hint) = match self.kind {
            Kind::Received => (
                "The sender gets a receipt once it is posted; our groups get the statement.",
                "The address to which the letter wants answers. The receipt goes there, else to From-Contact.",
                "The address of ours at which it arrived.",
            ),
            Kind::Draft => (
                "What you leave empty is filled in from the directory when you save, and you can still change it.",
                "A role address. Answers to the mail go there.",
                "If there is one, the other organization is mailed at this address alone, and To-Contact is not.",
            ),
            Kind::Sent => (
                "Nothing is mailed to the other organization. Our own people are told that it is on the record.",
                "A role address to which answers go.",
                "The address that it was sent to, if there is one for all.",
            ),
        };
        let [from_told, to_told] = self.told.clone();
        let reply_to = self
            .line("from_liaison_contact", reply_hint, |form| &form.from_liaison_contact)
            .optional();
        let send_to =
            self.line("to_liaison_contact", to_hint, |form| &form.to_liaison_contact).optional();
        Section {
            title: "Who is told",
            intro,
            pieces: vec![
                field(from_contacts),
                ("", Piece::Told(from_told)),
                field(reply_to),
                field(to_contacts),
                ("", Piece::Told(to_told)),
                field(send_to),
            ],
        }
    }

    fn line(&self, name: &'static str, hint: &str, of: fn(&StatementForm) -> &String) -> Field {
        self.made(name, FieldKind::Line, hint, of)
    }

    fn lines(&self, name: &'static str, hint: &str, of: fn(&StatementForm) -> &String) -> Field {
        let typed = of(self.form).lines().count() + 1;
        let rows = u8::try_from(typed.clamp(3, 12)).unwrap_or(3);
        self.made(name, FieldKind::Lines(rows), hint, of)
    }

    fn groups(
        &self,
        name: &'static str,
        hint: &'static str,
        list: &'static str,
        of: fn(&StatementForm) -> &String,
    ) -> Piece {
        let hint = self.with_theirs(name, hint, of);
        let made = GroupsField::new(name, hint, list, of(self.form));
        let made = made.faults(self.faults).doubts(self.doubts);
        Piece::Groups(if self.kind == Kind::Received { made.optional() } else { made })
    }

    /// Returns a field with what was typed, and beside it what somebody else saved meanwhile.
    fn made(
        &self,
        name: &'static str,
        kind: FieldKind,
        hint: &str,
        of: fn(&StatementForm) -> &String,
    ) -> Field {
        let hint = self.with_theirs(name, hint, of);
        let made = Field::new(name, label(name), kind).hint(&hint).value(of(self.form));
        made.faults(self.faults).doubts(self.doubts)
    }

    /// Returns a hint that also says what somebody else saved meanwhile; a whole text stands above the form instead.
    fn with_theirs(&self, name: &str, hint: &str, of: fn(&StatementForm) -> &String) -> String {
        let theirs =
            self.theirs.map(of).filter(|theirs| name != "text" && *theirs != of(self.form));
        match theirs {
            Some(theirs) if theirs.is_empty() => {
                format!("{hint} Saved meanwhile: nothing.").trim().to_owned()
            }
            Some(theirs) => format!("{hint} Saved meanwhile: {theirs}").trim().to_owned(),
            None => hint.to_owned(),
        }
    }
}

fn field(field: Field) -> (&'static str, Piece) {
    (field.name, Piece::Field(Box::new(field)))
}
