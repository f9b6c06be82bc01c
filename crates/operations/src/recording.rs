//! What is decided besides the form when a received message is recorded: its files, who may read them, its sender's entry.

use jiff::Timestamp;
use rules::{
    Actor, Directory, Entry, EntryField, EntryVerb, GroupKind, GroupState, HeldRole, Number,
    Policy, Refusal, may_keep,
};
use store::{Item, Transaction};

use crate::keeping::make_entry_in;
use crate::{Desk, Failure, ReadLetter, StatementForm};

/// What is decided besides the form when a received message is recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recording {
    /// The positions of the message's files that belong to the statement.
    pub keep: Vec<i64>,
    /// The links that belong to it, by where they stand among what the sender's installation names, counted from 1.
    pub keep_links: Vec<i64>,
    /// The files that its sender answered with which belong to it too: the answer, and the position in it.
    pub keep_of_answers: Vec<(i64, i64)>,
    /// Who may read a letter that is marked as not for everyone; nothing where nobody decided.
    pub shown: Option<Shown>,
    /// The statement on the record that it corrects, if it is recorded as a correction and not as a statement of its own.
    pub corrects: Option<Number>,
    /// Whether a sender that the directory does not know is entered there.
    pub sender: SenderEntry,
}

/// Says who may read a letter that is marked as not for everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Everyone: its sender agreed, or the marking is about something else.
    Everyone,
    /// Everyone what the form says, and nobody but those who record it its files.
    WithoutFiles,
}

impl Shown {
    /// All answers.
    pub const ALL: [Self; 2] = [Self::WithoutFiles, Self::Everyone];

    /// Returns how forms name it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::WithoutFiles => "without-files",
        }
    }

    /// Returns the answer of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shown| shown.slug() == slug)
    }
}

/// Says what becomes of a sender that the directory does not know; its name as written is enough (REC-3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SenderEntry {
    /// It stays as it is written.
    #[default]
    AsWritten,
    /// It gets an entry.
    New {
        /// The short name.
        acronym: String,
        /// The name in full.
        name: String,
    },
    /// It is another name of an entry that is there.
    OtherName {
        /// That entry's acronym.
        of: String,
    },
}

impl SenderEntry {
    /// Returns the entry that is offered for a name as a letter writes it: its last words in capitals within brackets as
    /// the short name, else the first letters of its words.
    pub fn offered(written: &str) -> Self {
        let name = written.split_whitespace().collect::<Vec<_>>().join(" ");
        let inner = name.rsplit_once('(').and_then(|(before, rest)| {
            let inner = rest.strip_suffix(')')?.trim();
            (!inner.is_empty() && !inner.contains(' ')).then(|| (before.trim(), inner))
        });
        let (full, short) = match inner {
            Some((before, inner)) if !before.is_empty() => (before.to_owned(), inner.to_owned()),
            _ if !name.contains(' ') => (name.clone(), name.clone()),
            _ => {
                let words = name.split([' ', '-']).filter_map(|word| word.chars().next());
                let first: String =
                    words.filter(|c| c.is_uppercase() || c.is_ascii_digit()).collect();
                (name, first)
            }
        };
        let lower = short.to_lowercase();
        let plain = lower.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
        let acronym = plain.collect::<String>().trim_matches('-').to_owned();
        Self::New { acronym, name: full }
    }

    /// Enters the sender in the directory where that is wanted, and puts it into the form; returns the role in
    /// which that was done.
    pub(crate) async fn enter(
        &self,
        desk: &Desk,
        tx: &mut Transaction,
        actor: &Actor,
        form: &mut StatementForm,
        now: Timestamp,
    ) -> Result<Option<HeldRole>, Failure> {
        let before = tx.directory().await?;
        let written = form.from_as_written.lines().next().unwrap_or_default().trim().to_owned();
        let (role, acronym) = match self {
            Self::AsWritten => return Ok(None),
            Self::New { acronym, name } => {
                let entry = new_entry(name, &written);
                let made = make_entry_in(desk, tx, actor, acronym, &entry, &before, now).await;
                (made.map_err(in_this_form)?, acronym.trim().to_lowercase())
            }
            Self::OtherName { of } => {
                let of = of.trim();
                (add_name(tx, desk, actor, of, &written, &before).await?, of.to_owned())
            }
        };
        let separator = if form.from_groups.trim().is_empty() { "" } else { ", " };
        form.from_groups = format!("{}{separator}{acronym}", form.from_groups.trim());
        Ok(Some(role))
    }
}

/// Returns the entry of another organization of which only the name is known.
fn new_entry(name: &str, written: &str) -> Entry {
    let mut entry = Entry::default();
    entry.set(EntryField::Name, name.trim().to_owned());
    entry.set(EntryField::Kind, GroupKind::Sdo.slug().to_owned());
    entry.set(EntryField::State, GroupState::Active.slug().to_owned());
    if written != name.trim() {
        entry.set(EntryField::Aliases, written.to_owned());
    }
    entry
}

/// Puts the faults of an entry beside the fields of the form of a received message.
fn in_this_form(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(Refusal::Fields(faults)) => {
            let at = |field: &'static str| match field {
                "name" => "sender_name",
                _ => "sender_acronym",
            };
            let faults = faults.into_iter().map(|(field, fault)| (at(field), fault)).collect();
            Failure::Refused(Refusal::Fields(faults))
        }
        failure => failure,
    }
}

/// Adds a name as statements write it to an entry's other names.
async fn add_name(
    tx: &mut Transaction,
    desk: &Desk,
    actor: &Actor,
    acronym: &str,
    written: &str,
    before: &Directory,
) -> Result<HeldRole, Failure> {
    let at = |fault: String| Failure::Refused(Refusal::Fields(vec![("sender_of", fault)]));
    let group = before.by_acronym(acronym).ok_or_else(|| {
        at(format!("The directory has no entry “{acronym}”: choose one, or make a new entry."))
    })?;
    let role = may_keep(actor, EntryVerb::Edit, Some(group.id), before, &desk.policy)?;
    if written.is_empty() {
        return Err(at("Enter the name as the letter writes it, above.".to_owned()));
    }
    if let Some(other) = before.by_alias(written).filter(|other| other.id != group.id) {
        return Err(at(format!("“{written}” is a name of “{}” already.", other.acronym)));
    }
    let mut aliases = before.aliases(group.id).to_vec();
    if before.by_alias(written).is_none() && group.name != written {
        aliases.push(rules::Alias { words: written.to_owned(), is_former: false });
    }
    tx.save_aliases(&[(group.id, aliases)]).await?;
    Ok(role)
}

/// Returns the markings that a message's letters and texts bear, which say that it is not for everyone.
pub(crate) fn markings_of<'p>(
    item: &Item,
    letters: &[ReadLetter],
    form: &StatementForm,
    directory: &Directory,
    policy: &'p Policy,
) -> Vec<&'p str> {
    let from =
        form.from_groups.split([',', ' ']).filter_map(|one| directory.by_acronym(one.trim()));
    let from: Vec<rules::GroupId> = from.map(|group| group.id).collect();
    let mut all: Vec<&str> = Vec::new();
    let texts = letters.iter().map(|letter| letter.text.text.as_str());
    for text in texts.chain([item.subject.as_str(), item.text.as_str(), form.text.as_str()]) {
        for marking in policy.markings_in(text, &from, directory) {
            if !all.contains(&marking) {
                all.push(marking);
            }
        }
    }
    all
}

/// Says who decided what of a letter that is marked, for the history; refuses where nobody decided, or where what is kept
/// from everyone would still be read in the text.
pub(crate) fn decided(
    markings: &[&str],
    shown: Option<Shown>,
    form: &StatementForm,
    directory: &Directory,
    policy: &Policy,
) -> Result<String, Refusal> {
    let Some(first) = markings.first() else { return Ok(String::new()) };
    let fault = |field, words: String| Err(Refusal::Fields(vec![(field, words)]));
    match shown {
        None => fault(
            "shown",
            format!(
                "The letter says “{first}”: decide what everyone may read before it is recorded."
            ),
        ),
        Some(Shown::Everyone) => {
            Ok(format!("It is marked “{first}”; it was decided that everyone may read it."))
        }
        Some(Shown::WithoutFiles) => match policy.markings_in(&form.text, &[], directory).first() {
            Some(left) => fault(
                "text",
                format!(
                    "This text is for everyone, and still says “{left}”: write what all may read."
                ),
            ),
            None => Ok(format!(
                "It is marked “{first}”; its files are kept, and not shown to everyone."
            )),
        },
    }
}
