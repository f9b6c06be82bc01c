//! The slots of a template: `{{subject}}`, `{{contact.name}}`, `{{if deadline}}`.

use super::fields::{LetterFields, day, line};
use crate::reading::Person;

/// A field of which a letter has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Single {
    Subject,
    Purpose,
    Deadline,
    Date,
    Consensus,
    Approval,
    Organization,
    Within,
    Number,
    Url,
    Correction,
}

/// A field of which a letter has any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Many {
    From,
    To,
    ToAction,
    ToComment,
    ToInformation,
    Cc,
    Identifiers,
    InResponseTo,
    Attachments,
}

/// People of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum People {
    Contact,
    ToContact,
    ReplyTo,
}

/// What is written of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Name,
    Email,
    Organization,
    /// Name and address: `Ana Example <ana@example.org>`.
    Mailbox,
}

/// In which way a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Usual,
    /// As within a sentence: "for action".
    Lower,
    /// ISO 8601: 2027-05-01.
    Iso,
}

/// What a slot is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Single(Single, Way),
    Many(Many),
    People(People, Part),
    Text,
}

/// What may be asked for by `{{if …}}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Single(Single),
    Many(Many),
    People(People),
    Purpose(rules::Purpose),
}

/// What stands between two pairs of braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot {
    /// A value, and what stands there where the letter has none.
    Value(Value, String),
    /// The row or paragraph is left out unless this is so, or is not.
    Condition { fact: Fact, wanted: bool },
}

/// The name of a slot, what it is, and how it is called in the properties of a control.
type Named<T> = (&'static str, T);

const SINGLES: [Named<Single>; 11] = [
    ("subject", Single::Subject),
    ("purpose", Single::Purpose),
    ("deadline", Single::Deadline),
    ("date", Single::Date),
    ("consensus", Single::Consensus),
    ("approval", Single::Approval),
    ("organization", Single::Organization),
    ("within", Single::Within),
    ("number", Single::Number),
    ("url", Single::Url),
    ("correction", Single::Correction),
];

const MANY: [Named<Many>; 9] = [
    ("from", Many::From),
    ("to", Many::To),
    ("to.action", Many::ToAction),
    ("to.comment", Many::ToComment),
    ("to.information", Many::ToInformation),
    ("cc", Many::Cc),
    ("identifiers", Many::Identifiers),
    ("in_response_to", Many::InResponseTo),
    ("attachments", Many::Attachments),
];

const PEOPLE: [Named<People>; 3] = [
    ("contact", People::Contact),
    ("to_contact", People::ToContact),
    ("reply_to", People::ReplyTo),
];

const PARTS: [Named<Part>; 3] =
    [("name", Part::Name), ("email", Part::Email), ("organization", Part::Organization)];

fn find<T: Copy>(all: &[Named<T>], name: &str) -> Option<T> {
    all.iter().find(|(known, _)| *known == name).map(|(_, what)| *what)
}

impl Slot {
    /// Returns the slot that is written so between the braces, if there is one.
    pub(super) fn parse(words: &str) -> Option<Self> {
        let words = words.trim();
        for (start, wanted) in [("if ", true), ("unless ", false)] {
            if let Some(name) = words.strip_prefix(start) {
                return Some(Self::Condition { fact: Fact::parse(name.trim())?, wanted });
            }
        }
        let (name, otherwise) = words.split_once('|').unwrap_or((words, ""));
        Some(Self::Value(Value::parse(name.trim())?, otherwise.to_owned()))
    }
}

impl Value {
    fn parse(name: &str) -> Option<Self> {
        if name == "text" {
            return Some(Self::Text);
        }
        if let Some(many) = find(&MANY, name) {
            return Some(Self::Many(many));
        }
        if let Some(single) = find(&SINGLES, name) {
            return Some(Self::Single(single, Way::Usual));
        }
        if let Some(people) = find(&PEOPLE, name) {
            return Some(Self::People(people, Part::Mailbox));
        }
        let (name, part) = name.split_once('.')?;
        if let Some(people) = find(&PEOPLE, name) {
            return Some(Self::People(people, find(&PARTS, part)?));
        }
        match (find(&SINGLES, name)?, part) {
            (Single::Purpose, "lower") => Some(Self::Single(Single::Purpose, Way::Lower)),
            (single @ (Single::Date | Single::Deadline), "iso") => {
                Some(Self::Single(single, Way::Iso))
            }
            _ => None,
        }
    }

    /// Returns how many paragraphs or rows it needs, where it needs any number of them.
    pub(super) fn count(self, fields: &LetterFields) -> Option<usize> {
        match self {
            Self::Many(many) => Some(many.of(fields).len()),
            Self::People(people, _) => Some(people.of(fields).len()),
            Self::Single(..) | Self::Text => None,
        }
    }

    /// Returns what is written there, in the row or paragraph of that number, each stretch with the mark by which a reader
    /// knows its field; what is no field of a statement has none.
    pub(super) fn stretches(
        self,
        fields: &LetterFields,
        at: usize,
    ) -> Vec<(String, Option<String>)> {
        match self {
            Self::People(people, Part::Mailbox) => {
                let part = |part| Self::People(people, part).stretches(fields, at);
                let (name, email) = (part(Part::Name), part(Part::Email));
                match (name.is_empty(), email.is_empty()) {
                    (false, false) => {
                        let sign = |words: &str| vec![(words.to_owned(), None)];
                        [name, sign(" <"), email, sign(">")].concat()
                    }
                    _ => [name, email].concat(),
                }
            }
            _ => {
                let words = self.words(fields, at);
                if words.is_empty() { Vec::new() } else { vec![(words, self.mark(at))] }
            }
        }
    }

    fn words(self, fields: &LetterFields, at: usize) -> String {
        line(&match self {
            Self::Single(single, way) => single.words(fields, way),
            Self::Many(many) => many.of(fields).get(at).cloned().unwrap_or_default(),
            Self::People(people, part) => {
                people.of(fields).get(at).map(|person| part.of(person)).unwrap_or_default()
            }
            Self::Text => String::new(),
        })
    }

    /// Returns the mark by which a reader knows the field.
    fn mark(self, at: usize) -> Option<String> {
        let at = at + 1;
        match self {
            Self::Single(single, _) => match single {
                Single::Subject | Single::Purpose | Single::Deadline | Single::Date => {
                    Some(name_of(&SINGLES, single).to_owned())
                }
                _ => None,
            },
            Self::Many(many) => {
                let name = name_of(&MANY, many).split('.').next().unwrap_or_default();
                Some(format!("{name}.{at}"))
            }
            Self::People(people, part) => {
                Some(format!("{}.{at}.{}", name_of(&PEOPLE, people), name_of(&PARTS, part)))
            }
            Self::Text => None,
        }
    }

    /// Returns the name of the field that it is a value of.
    pub(super) fn field(self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            _ => {
                let mark = self.mark(0).unwrap_or_default();
                mark.split('.').next().unwrap_or_default().to_owned()
            }
        }
    }
}

fn name_of<T: PartialEq>(all: &[Named<T>], what: T) -> &'static str {
    all.iter().find(|(_, one)| *one == what).map_or("", |(name, _)| name)
}

impl Single {
    fn words(self, fields: &LetterFields, way: Way) -> String {
        let date = |date: Option<jiff::civil::Date>| match (date, way) {
            (None, _) => String::new(),
            (Some(date), Way::Iso) => date.to_string(),
            (Some(date), _) => day(date),
        };
        match self {
            Self::Subject => fields.subject.clone(),
            Self::Purpose => {
                let words = fields.purpose.map(|purpose| purpose.to_string()).unwrap_or_default();
                if way == Way::Lower { words.to_lowercase() } else { words }
            }
            Self::Deadline => date(fields.deadline),
            Self::Date => date(fields.date),
            Self::Consensus => fields.consensus.clone(),
            Self::Approval => fields.approval.clone(),
            Self::Organization => fields.organization.clone(),
            // A body that speaks for itself stands there already.
            Self::Within if fields.from.contains(&fields.organization) => String::new(),
            Self::Within => fields.organization.clone(),
            Self::Number => fields.number.clone(),
            Self::Url => fields.url.clone(),
            Self::Correction => fields.correction.clone(),
        }
    }
}

impl Many {
    pub(super) fn of(self, fields: &LetterFields) -> &[String] {
        use rules::Purpose::{Action, Comment, Information, Response};
        let to_if = |wanted: &[Option<rules::Purpose>]| -> &[String] {
            if wanted.contains(&fields.purpose) { &fields.to } else { &[] }
        };
        match self {
            Self::From => &fields.from,
            Self::To => &fields.to,
            Self::ToAction => to_if(&[Some(Action)]),
            Self::ToComment => to_if(&[Some(Comment)]),
            // An answer asks for nothing any more.
            Self::ToInformation => to_if(&[Some(Information), Some(Response), None]),
            Self::Cc => &fields.cc,
            Self::Identifiers => &fields.identifiers,
            Self::InResponseTo => &fields.in_response_to,
            Self::Attachments => &fields.attachments,
        }
    }
}

impl People {
    pub(super) fn of(self, fields: &LetterFields) -> &[Person] {
        match self {
            Self::Contact => &fields.contacts,
            Self::ToContact => &fields.to_contacts,
            Self::ReplyTo => &fields.send_reply_to,
        }
    }
}

impl Part {
    fn of(self, person: &Person) -> String {
        match self {
            Self::Name => person.name.clone(),
            Self::Email => person.email.clone(),
            Self::Organization => person.organization.clone(),
            Self::Mailbox => person.to_string(),
        }
    }
}

impl Fact {
    fn parse(name: &str) -> Option<Self> {
        let single = find(&SINGLES, name).map(Self::Single);
        let many = || find(&MANY, name).map(Self::Many);
        let people = || find(&PEOPLE, name).map(Self::People);
        let purpose = || rules::Purpose::from_slug(name).map(Self::Purpose);
        single.or_else(many).or_else(people).or_else(purpose)
    }

    /// Says whether it is so.
    pub(super) fn holds(self, fields: &LetterFields) -> bool {
        match self {
            Self::Single(single) => !single.words(fields, Way::Usual).is_empty(),
            Self::Many(many) => !many.of(fields).is_empty(),
            Self::People(people) => !people.of(fields).is_empty(),
            Self::Purpose(purpose) => fields.purpose == Some(purpose),
        }
    }
}

/// Returns the names of all slots, as a list in a sentence.
pub(super) fn names() -> String {
    let singles = SINGLES.iter().map(|(name, _)| (*name).to_owned());
    let many = MANY.iter().map(|(name, _)| (*name).to_owned());
    let people = PEOPLE.iter().map(|(name, _)| format!("{name}.name"));
    let all = ["text".to_owned()].into_iter().chain(singles).chain(many).chain(people);
    all.collect::<Vec<_>>().join(", ")
}
