//! A statement as somebody typed it, and what it says.

mod days;

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{
    Basis, Consensus, Contact, Direction, Directory, Doer, GivenKind, GroupKind, GroupRef, Link,
    LinkKind, Mailbox, Number, Purpose, Refusal, Side, Statement, Travelled, Why,
    unlikely_deadline,
};
use serde::{Deserialize, Serialize};

use self::days::{believable, day, not_ahead, set_deadline};
use crate::basis::basis_typed;

/// A statement as it was typed, field by field, so that nothing typed is ever lost.
///
/// Lists of groups and numbers are separated by commas or spaces, other lists by line ends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatementForm {
    /// Acronyms of the groups that it is from.
    pub from_groups: String,
    /// The bodies that it is from, as the sender wrote them, one a line.
    pub from_as_written: String,
    /// Acronyms of the groups that it goes to.
    pub to_groups: String,
    /// The bodies that it goes to, as the sender wrote them, one a line.
    pub to_as_written: String,
    /// A purpose's name, or nothing.
    pub purpose: String,
    /// The purpose in the letter's own words.
    pub purpose_as_written: String,
    /// A day as `YYYY-MM-DD`, or nothing.
    pub deadline: String,
    /// Anything if the letter has a deadline so that is hardly what its sender meant, else nothing.
    pub deadline_sure: String,
    /// One line.
    pub subject: String,
    /// The words, exactly as entered.
    pub text: String,
    /// A consensus level's name, or nothing.
    pub consensus: String,
    /// What that rests on, one a line: what it is, a colon, and an RFC or draft, a file of the statement or an address.
    pub consensus_basis: String,
    /// Mailboxes, one a line.
    pub from_contacts: String,
    /// One mailbox (Send-Reply-To).
    pub from_liaison_contact: String,
    /// Mailboxes, one a line.
    pub to_contacts: String,
    /// One mailbox (Send-To).
    pub to_liaison_contact: String,
    /// Identifiers, one a line.
    pub identifiers: String,
    /// Numbers of the statements that it answers.
    pub in_response_to: String,
    /// Numbers of the statements that it follows up (RSP-6).
    pub follows_up: String,
    /// Numbers of the statements whose place it takes (OUT-5).
    pub revises: String,
    /// Numbers of the statements that it passes on.
    pub forwards: String,
    /// Numbers of the statements that it mentions.
    pub refers_to: String,
    /// `yes` or `no` for whether it settles what it answers (RSP-3), or nothing.
    pub settles: String,
    /// The later day that it asks for, as `YYYY-MM-DD`, or nothing (PUR-4).
    pub deadline_asked: String,
    /// A day as `YYYY-MM-DD`, or nothing.
    pub sent_on: String,
    /// A day as `YYYY-MM-DD`, or nothing.
    pub received_on: String,
    /// Acronyms of the groups that a received statement is given to in place of those that it names (IN-3).
    pub given_to: String,
    /// Anything if a received statement is about research (IN-4), else nothing.
    pub about_research: String,
    /// How a received statement came, where it did not come as a message; and how one of ours goes that is not to be mailed from
    /// here (REC-7).
    pub travelled: String,
}

impl StatementForm {
    /// Returns a statement as it would be typed.
    pub fn of(statement: &Statement) -> Self {
        let acronyms =
            |side: &Side| join(side.groups.iter().map(|group| group.acronym.clone()), ", ");
        let lines = |contacts: &[Contact]| join(contacts.iter().map(ToString::to_string), "\n");
        let mailbox = |mailbox: &Option<Mailbox>| {
            mailbox.as_ref().map(ToString::to_string).unwrap_or_default()
        };
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let linked = |kind| join(statement.linked(kind).iter().map(ToString::to_string), ", ");
        Self {
            from_groups: acronyms(&statement.from),
            from_as_written: statement.from.as_written.join("\n"),
            to_groups: acronyms(&statement.to),
            to_as_written: statement.to.as_written.join("\n"),
            purpose: statement.purpose.map(|purpose| purpose.slug().to_owned()).unwrap_or_default(),
            purpose_as_written: statement.purpose_as_written.clone(),
            deadline: day(statement.deadline().map(|deadline| deadline.date)),
            deadline_sure: String::new(),
            subject: statement.subject.clone(),
            text: statement.text.clone(),
            consensus: statement
                .consensus
                .map(|consensus| consensus.slug().to_owned())
                .unwrap_or_default(),
            consensus_basis: join(statement.consensus_basis.iter().map(Basis::line), "\n"),
            from_contacts: lines(&statement.from.contacts),
            from_liaison_contact: mailbox(&statement.from.liaison_contact),
            to_contacts: lines(&statement.to.contacts),
            to_liaison_contact: mailbox(&statement.to.liaison_contact),
            identifiers: statement.identifiers.join("\n"),
            in_response_to: linked(LinkKind::Answers),
            follows_up: linked(LinkKind::FollowsUp),
            revises: linked(LinkKind::Revises),
            forwards: linked(LinkKind::Forwards),
            refers_to: linked(LinkKind::RefersTo),
            settles: match statement.settles {
                Some(true) => "yes".to_owned(),
                Some(false) => "no".to_owned(),
                None => String::new(),
            },
            deadline_asked: day(statement.deadline_asked),
            sent_on: day(statement.sent_on),
            received_on: day(statement.received_on),
            given_to: if statement.is_given_to_others() {
                join(statement.holders().iter().map(|group| group.acronym.clone()), ", ")
            } else {
                String::new()
            },
            about_research: if statement.about_research { "yes".to_owned() } else { String::new() },
            travelled: match &statement.travelled {
                Travelled::Otherwise(how) => how.clone(),
                Travelled::Unknown | Travelled::Mailed => String::new(),
            },
        }
    }

    /// Puts what was typed into a statement, keeping why each contact is there where it was there before.
    ///
    /// Whether the statement is complete is not asked here: a draft need not be.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with every field that cannot be read; the statement is then unchanged.
    pub(crate) fn fill(
        &self,
        statement: &mut Statement,
        set_by: &str,
        today: Date,
        directory: &Directory,
        text_limit: usize,
    ) -> Result<(), Refusal> {
        let mut faults = Faults::default();
        let mut filled = statement.clone();
        filled.subject = faults.take("subject", one_line(&self.subject));
        filled.text = faults.take("text", text(&self.text, text_limit));
        filled.purpose = faults.take("purpose", purpose(&self.purpose, statement.purpose));
        filled.purpose_as_written =
            faults.take("purpose_as_written", one_line(&self.purpose_as_written));
        filled.consensus = faults.take("consensus", consensus(&self.consensus));
        let basis = basis_typed(&self.consensus_basis, &statement.attachments);
        filled.consensus_basis = faults.take("consensus_basis", basis);
        filled.from = self.side(&mut faults, &statement.from, FROM, directory);
        filled.to = self.side(&mut faults, &statement.to, TO, directory);
        filled.identifiers = faults.take("identifiers", lines(&self.identifiers));
        filled.sent_on = faults.take("sent_on", day(&self.sent_on));
        filled.received_on = faults.take("received_on", day(&self.received_on));
        if statement.direction == Direction::Incoming {
            filled.about_research = !self.about_research.trim().is_empty();
            let how = faults.take("travelled", one_line(&self.travelled));
            filled.travelled =
                if how.is_empty() { Travelled::Unknown } else { Travelled::Otherwise(how) };
            faults.take("given_to", our_groups_named(&self.given_to, directory));
            faults.take("sent_on", not_ahead(filled.sent_on, today));
            faults.take("received_on", not_ahead(filled.received_on, today));
        }
        let is_to_go = !statement.state.is_public() && statement.correction.is_none();
        if statement.direction == Direction::Outgoing && is_to_go {
            let how = faults.take("travelled", one_line(&self.travelled));
            filled.travelled =
                if how.is_empty() { Travelled::Mailed } else { Travelled::Otherwise(how) };
        }
        let deadline = faults.take("deadline", day(&self.deadline));
        let is_sure = !self.deadline_sure.trim().is_empty();
        faults.take("deadline", believable(deadline, &filled, is_sure, today));
        set_deadline(&mut filled, deadline, set_by, today);
        filled.links = self.links(&mut faults, statement);
        self.fill_answer(&mut faults, &mut filled);
        faults.none()?;
        *statement = filled;
        Ok(())
    }

    /// Returns what it is to others, kind by kind.
    fn links(&self, faults: &mut Faults, old: &Statement) -> Vec<Link> {
        let kinds = LinkKind::ALL.into_iter();
        let links = kinds.flat_map(|kind| {
            let (field, typed) = self.linked(kind);
            let numbers = faults.take(field, numbers(typed, old.number));
            numbers.into_iter().map(move |number| Link { kind, number }).collect::<Vec<_>>()
        });
        let links: Vec<Link> = links.collect();
        // The same links in another order are no change.
        let is_same =
            links.len() == old.links.len() && links.iter().all(|it| old.links.contains(it));
        if is_same { old.links.clone() } else { links }
    }

    /// Returns the field in which the links of a kind are typed, and what was typed there.
    pub fn linked(&self, kind: LinkKind) -> (&'static str, &str) {
        match kind {
            LinkKind::Answers => ("in_response_to", &self.in_response_to),
            LinkKind::FollowsUp => ("follows_up", &self.follows_up),
            LinkKind::Revises => ("revises", &self.revises),
            LinkKind::Forwards => ("forwards", &self.forwards),
            LinkKind::RefersTo => ("refers_to", &self.refers_to),
        }
    }

    /// Returns the field in which the links of a kind are typed, to be filled.
    pub(crate) fn linked_mut(&mut self, kind: LinkKind) -> &mut String {
        match kind {
            LinkKind::Answers => &mut self.in_response_to,
            LinkKind::FollowsUp => &mut self.follows_up,
            LinkKind::Revises => &mut self.revises,
            LinkKind::Forwards => &mut self.forwards,
            LinkKind::RefersTo => &mut self.refers_to,
        }
    }

    /// What a reply is to what it answers: whether it settles it, and the later day that it asks for (RSP-3, PUR-4).
    fn fill_answer(&self, faults: &mut Faults, filled: &mut Statement) {
        let answers = !filled.answers().is_empty();
        let settles = faults.take("settles", settles(&self.settles));
        filled.settles = settles.filter(|_| answers);
        let asked = faults.take("deadline_asked", day(&self.deadline_asked));
        filled.deadline_asked = asked.filter(|_| answers);
        if filled.deadline_asked.is_some() && filled.settles != Some(false) {
            let fault = "What settles a request asks for no later day: say that more is to come.";
            faults.take::<()>("deadline_asked", Err(fault.to_owned()));
        }
    }

    /// Says whether the deadline that was typed is hardly what its sender meant, or was said to be so in the letter.
    pub fn doubts_deadline(&self, today: Date) -> bool {
        let [deadline, sent_on] = [&self.deadline, &self.sent_on].map(|typed| day(typed).ok());
        let deadline = deadline.flatten();
        let why = deadline.and_then(|date| unlikely_deadline(date, sent_on.flatten(), today));
        why.is_some() || !self.deadline_sure.trim().is_empty()
    }

    /// Gives a received statement to the groups that were typed, in place of those that have it (IN-3).
    ///
    /// # Errors
    /// [`Refusal::Fields`] for a group that is none of ours.
    pub(crate) fn hand(
        &self,
        statement: &mut Statement,
        directory: &Directory,
        by: &Doer,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if statement.direction == Direction::Incoming {
            let groups = our_groups_named(&self.given_to, directory)
                .map_err(|fault| Refusal::Fields(vec![("given_to", fault)]))?;
            statement.hand_to(&groups, GivenKind::Given, by, now);
        }
        Ok(())
    }

    fn side(
        &self,
        faults: &mut Faults,
        old: &Side,
        names: [&'static str; 4],
        directory: &Directory,
    ) -> Side {
        let [groups_name, written_name, contacts_name, liaison_name] = names;
        let (groups, written, contacts, liaison) = if names == FROM {
            (
                &self.from_groups,
                &self.from_as_written,
                &self.from_contacts,
                &self.from_liaison_contact,
            )
        } else {
            (&self.to_groups, &self.to_as_written, &self.to_contacts, &self.to_liaison_contact)
        };
        Side {
            groups: faults.take(groups_name, groups_named(groups, directory)),
            as_written: faults.take(written_name, lines(written)),
            contacts: faults.take(contacts_name, contacts_typed(contacts, &old.contacts)),
            liaison_contact: faults.take(liaison_name, mailbox(liaison)),
        }
    }
}

const FROM: [&str; 4] = ["from_groups", "from_as_written", "from_contacts", "from_liaison_contact"];
const TO: [&str; 4] = ["to_groups", "to_as_written", "to_contacts", "to_liaison_contact"];

#[derive(Default)]
struct Faults(Vec<(&'static str, String)>);

impl Faults {
    fn take<T: Default>(&mut self, field: &'static str, read: Result<T, String>) -> T {
        read.unwrap_or_else(|fault| {
            self.0.push((field, fault));
            T::default()
        })
    }

    fn none(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::Fields(self.0)) }
    }
}

pub(crate) fn one_line(typed: &str) -> Result<String, String> {
    let typed = typed.trim();
    if typed.chars().any(char::is_control) {
        return Err("This is one line: remove line ends and other control characters.".to_owned());
    }
    if typed.len() > 1000 {
        return Err("This is longer than 1,000 characters: shorten it.".to_owned());
    }
    Ok(typed.to_owned())
}

fn text(typed: &str, limit: usize) -> Result<String, String> {
    if typed.len() > limit {
        return Err(format!(
            "The text has {} bytes, and at most {limit} are taken: attach it as a file.",
            typed.len()
        ));
    }
    if typed.contains('\0') {
        return Err("The text holds a NUL character: remove it.".to_owned());
    }
    // Browsers send CRLF for what was typed as one line end.
    Ok(typed.replace("\r\n", "\n"))
}

fn purpose(typed: &str, old: Option<Purpose>) -> Result<Option<Purpose>, String> {
    match Purpose::from_slug(typed.trim()) {
        None if typed.trim().is_empty() => Ok(None),
        None => Err(format!("“{typed}” is no purpose: choose one of the three.")),
        Some(Purpose::Comment) if old != Some(Purpose::Comment) => {
            Err("“For Comment” is retired: choose For Action if comments are wanted by a date, else For Information.".to_owned())
        }
        purpose => Ok(purpose),
    }
}

fn consensus(typed: &str) -> Result<Option<Consensus>, String> {
    match Consensus::from_slug(typed.trim()) {
        None if !typed.trim().is_empty() => {
            Err(format!("“{typed}” is no level of consensus: choose one of the list."))
        }
        consensus => Ok(consensus),
    }
}

fn settles(typed: &str) -> Result<Option<bool>, String> {
    match typed.trim() {
        "" => Ok(None),
        "yes" => Ok(Some(true)),
        "no" => Ok(Some(false)),
        other => Err(format!("“{other}” says neither: choose one of the two.")),
    }
}

pub(crate) fn lines(typed: &str) -> Result<Vec<String>, String> {
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() > 200 {
        return Err("At most 200 lines are taken.".to_owned());
    }
    lines.into_iter().map(one_line).collect()
}

fn groups_named(typed: &str, directory: &Directory) -> Result<Vec<GroupRef>, String> {
    let mut groups: Vec<GroupRef> = Vec::new();
    for acronym in
        typed.split([',', ';', ' ', '\n', '\r', '\t']).filter(|acronym| !acronym.is_empty())
    {
        let group = directory.by_acronym(acronym).and_then(|group| directory.reference(group.id));
        let group = group.ok_or_else(|| {
            format!("The directory knows no group “{acronym}”: check the acronym, or write the name as the letter has it.")
        })?;
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    Ok(groups)
}

/// Returns groups of ours by their acronyms, each once.
pub(crate) fn our_groups_named(
    typed: &str,
    directory: &Directory,
) -> Result<Vec<GroupRef>, String> {
    let groups = groups_named(typed, directory)?;
    let is_foreign = |group: &&GroupRef| {
        directory.group(group.id).is_some_and(|group| group.kind == GroupKind::Sdo)
    };
    match groups.iter().find(is_foreign) {
        Some(group) => Err(format!(
            "“{}” belongs to another organization: name groups of ours.",
            group.acronym
        )),
        None => Ok(groups),
    }
}

fn contacts_typed(typed: &str, old: &[Contact]) -> Result<Vec<Contact>, String> {
    let mut contacts: Vec<Contact> = Vec::new();
    for mailbox in Mailbox::parse_list(typed).map_err(sentence)? {
        let key = mailbox.key();
        let same = |contact: &&Contact| contact.mailbox().is_some_and(|old| old.key() == key);
        let why = old.iter().find(same).map_or(Why::Entered, |contact| contact.why);
        if !contacts.iter().any(|contact| same(&contact)) {
            contacts.push(Contact::new(&mailbox, why));
        }
    }
    Ok(contacts)
}

fn mailbox(typed: &str) -> Result<Option<Mailbox>, String> {
    match typed.trim() {
        "" => Ok(None),
        typed => Mailbox::parse(typed).map(Some).map_err(sentence),
    }
}

pub(crate) fn numbers(typed: &str, own: Number) -> Result<Vec<Number>, String> {
    let mut numbers = Vec::new();
    for one in typed.split([',', ';', ' ', '\n', '\r', '\t']).filter(|one| !one.is_empty()) {
        let digits = one.rsplit('/').find(|part| !part.is_empty()).unwrap_or(one);
        let number = digits.trim_start_matches('#').parse().map(Number);
        let number = number.map_err(|_| format!("“{one}” is not a statement's number."))?;
        if number == own {
            return Err("A statement cannot be linked to itself.".to_owned());
        }
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    Ok(numbers)
}

/// Returns a fault as a sentence of its own.
pub(crate) fn sentence(fault: impl std::fmt::Display) -> String {
    let words = fault.to_string();
    let mut chars = words.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}

fn join(words: impl Iterator<Item = String>, between: &str) -> String {
    words.collect::<Vec<_>>().join(between)
}
