//! Filling the form of a received statement from what was read of its letter; nothing is filled without saying from what.

use jiff::civil::Date;
use letters::Names;
use letters::reading::{Addressee, Field, Person, Reading, SentBody};
use rules::{
    Contact, Directory, Group, GroupId, LinkKind, Mailbox, Policy, Purpose, Why, propose_incoming,
    propose_our_contacts, unlikely_deadline,
};
use store::Identified;

use crate::StatementForm;
use crate::answered::OnRecord;
use crate::proof::Proofs;

/// What stands in the evidence of a field that the message itself gave, and not the letter.
const IN_HEADER: &str = "field of the message";

/// Who mailed a message, where it wants answers, and where it arrived.
#[derive(Debug, Clone, Default)]
pub(crate) struct Addresses {
    pub(crate) sender: Option<Mailbox>,
    pub(crate) reply_to: Option<Mailbox>,
    pub(crate) arrived_at: Option<Mailbox>,
}

/// A form that is being filled.
pub(crate) struct Filling<'a> {
    pub(crate) reading: &'a Reading,
    /// The whole text of the letter.
    pub(crate) whole: &'a str,
    pub(crate) on_record: &'a OnRecord,
    pub(crate) addresses: &'a Addresses,
    pub(crate) directory: &'a Directory,
    /// The names by which its groups are written.
    pub(crate) names: &'a Names,
    pub(crate) policy: &'a Policy,
    /// Where our own record is served.
    pub(crate) base_url: &'a str,
    pub(crate) today: Date,
    pub(crate) form: StatementForm,
    pub(crate) proofs: Proofs,
}

impl<'a> Filling<'a> {
    /// Fills every field that the letter states (REC-6); what it does not state stays as it was proposed.
    pub(crate) fn fill(mut self) -> (StatementForm, Proofs) {
        let (theirs, ours) = self.parties();
        self.words();
        self.purpose();
        self.days();
        self.names();
        self.contacts(&theirs, &ours);
        if let Some(sent) = &self.reading.sent {
            self.as_sent(sent);
        }
        (self.form, self.proofs)
    }

    /// Fills From and To as written, and as groups where the directory knows them (REC-11); returns both sides' groups.
    ///
    /// Only groups of ours are put into To: they are told. Others stay as they are written.
    fn parties(&mut self) -> (Vec<GroupId>, Vec<GroupId>) {
        let reading = self.reading;
        self.form.from_as_written = lines(&reading.from);
        self.form.to_as_written = lines(&reading.to);
        self.proofs.add("from_as_written", reading, Field::From);
        self.proofs.add("to_as_written", reading, Field::To);
        if !reading.cc.is_empty() {
            self.proofs
                .note("to_as_written", format!("Copies went to: {}.", reading.cc.join("; ")));
        }
        // A short name of the sender's directory may be that of another body here: names are sought first.
        let named = |bodies: &[SentBody]| bodies.iter().map(|body| body.name.clone()).collect();
        let (from_names, to_names): (Vec<String>, Vec<String>) = match &reading.sent {
            Some(sent) => (named(&sent.from), named(&sent.to)),
            None => (reading.from.clone(), reading.to.clone()),
        };
        let from = self.groups("from_groups", &from_names, None);
        let from = if reading.sent.is_some() { self.never_ours(from) } else { from };
        // "Q14/15" is a part of whoever writes.
        let home = from.first().map(|group| group.id);
        let to = self.groups("to_groups", &to_names, home);
        let is_ours = |group: &&Group| self.policy.is_ours(group);
        let (to, others): (Vec<&Group>, Vec<&Group>) = to.into_iter().partition(is_ours);
        self.form.from_groups = acronyms(&from);
        self.form.to_groups = acronyms(&to);
        self.known("from_groups", &from);
        self.known("to_groups", &to);
        for other in others {
            let note = format!("{} is no group of ours: it stays as it is written.", other.name);
            self.proofs.note("to_groups", note);
        }
        if to.is_empty() && !reading.to.is_empty() {
            let doubt = "Choose our groups that it is for: nobody is told otherwise.";
            self.proofs.doubt("to_groups", doubt.to_owned());
        }
        let ids = |groups: &[&Group]| groups.iter().map(|group| group.id).collect();
        (ids(&from), ids(&to))
    }

    /// Returns the groups that were written, each once; says of which names the directory knows none, and what may
    /// have been meant.
    fn groups(
        &mut self,
        field: &'static str,
        written: &[String],
        home: Option<GroupId>,
    ) -> Vec<&'a Group> {
        let directory = self.directory;
        let mut groups: Vec<&'a Group> = Vec::new();
        for (words, resolved) in written.iter().zip(self.names.resolve_all(written, home)) {
            let mut found: Vec<&'a Group> =
                resolved.groups.iter().filter_map(|id| directory.group(*id)).collect();
            if found.is_empty() {
                found.extend(exactly(words, directory));
            }
            if found.is_empty() {
                found.extend(self.in_its_organization(words));
            }
            if found.is_empty() {
                let note = format!("The directory knows no group by the name “{words}”.");
                self.proofs.note(field, note);
                for one in &resolved.suggestions {
                    let Some(group) = directory.group(one.group) else { continue };
                    let note = format!("Perhaps {} is meant, {}.", group.acronym, group.name);
                    self.proofs.note(field, note);
                }
            }
            for group in found {
                if !groups.iter().any(|other| other.id == group.id) {
                    groups.push(group);
                }
            }
        }
        groups
    }

    /// Says by which names the directory knows groups.
    fn known(&mut self, field: &'static str, groups: &[&Group]) {
        for group in groups {
            self.proofs.note(field, format!("{} is {}.", group.acronym, group.name));
        }
    }

    fn words(&mut self) {
        if let Some(subject) = &self.reading.subject {
            self.form.subject = one_line(subject);
            self.proofs.add("subject", self.reading, Field::Subject);
        }
        if !self.reading.text.trim().is_empty() {
            self.form.text.clone_from(&self.reading.text);
        } else if !self.reading.file.is_empty() && !self.whole.trim().is_empty() {
            self.whole.clone_into(&mut self.form.text);
            let doubt =
                "The head of the letter could not be told from its text: this is all of it.";
            self.proofs.doubt("text", doubt.to_owned());
        }
    }

    /// Fills the purpose, and its own words where they are others (PUR-5).
    fn purpose(&mut self) {
        let reading = self.reading;
        self.proofs.add("purpose", reading, Field::Purpose);
        self.proofs.add("purpose", reading, Field::Addressees);
        let offered = reading.purpose.filter(|purpose| Purpose::OFFERED.contains(purpose));
        if let Some(purpose) = offered {
            purpose.slug().clone_into(&mut self.form.purpose);
        }
        // Letters may want different things of each addressee; their words are kept.
        let first = reading.addressees.first().map(|one| &one.purpose);
        let words = if reading.addressees.iter().any(|one| Some(&one.purpose) != first) {
            by_addressee(&reading.addressees)
        } else {
            one_line(&reading.purpose_as_written)
        };
        let is_the_same = offered.is_some_and(|purpose| is_named(purpose, &words));
        if !words.is_empty() && !is_the_same {
            self.form.purpose_as_written = words;
            self.proofs.add("purpose_as_written", reading, Field::Purpose);
            self.proofs.add("purpose_as_written", reading, Field::Addressees);
        }
    }

    fn days(&mut self) {
        let reading = self.reading;
        self.proofs.add("deadline", reading, Field::Deadline);
        match reading.deadline {
            Some(day) => {
                self.form.deadline = day.to_string();
                if let Some(why) = unlikely_deadline(day, reading.date, self.today) {
                    self.proofs.doubt("deadline", format!("{why}."));
                }
            }
            None if reading.deadline_as_written.is_empty()
                || self.proofs.is_doubted("deadline") => {}
            None => {
                let doubt = "The letter’s words name no day: enter one, or leave it empty.";
                self.proofs.doubt("deadline", doubt.to_owned());
            }
        }
        if let Some(date) = reading.date {
            self.form.sent_on = date.to_string();
            self.proofs.add("sent_on", reading, Field::Date);
        }
    }

    /// Fills the letter's own numbers, and the statements that it answers, as far as they are on the record.
    fn names(&mut self) {
        self.form.identifiers = lines(&self.reading.identifiers);
        self.proofs.add("identifiers", self.reading, Field::Identifiers);
        self.proofs.add("in_response_to", self.reading, Field::InResponseTo);
        for kind in LinkKind::ALL {
            let numbers = self.statements(kind);
            *self.form.linked_mut(kind) = numbers;
        }
    }

    /// Returns the numbers of the statements that are meant, and says which words mean none, or several.
    fn statements(&mut self, kind: LinkKind) -> String {
        let (field, on_record) = (self.form.linked(kind).0, self.on_record);
        // The form has these for whoever reads from a program alone: what cannot be filled is said above it.
        let is_rare = !matches!(kind, LinkKind::Answers | LinkKind::FollowsUp);
        let mut numbers: Vec<String> = Vec::new();
        for (words, meant) in on_record.linked(kind) {
            for one in meant {
                let named = Identified { identifier: words.to_owned(), ..one.clone() };
                self.proofs.statement(field, named);
                if !numbers.contains(&one.number.to_string()) {
                    numbers.push(one.number.to_string());
                }
            }
            match meant.len() {
                0 => {
                    let note = format!("Nothing on the record is known as “{words}”.");
                    match is_rare {
                        true => self.proofs.doubt(field, note),
                        false => self.proofs.note(field, note),
                    }
                }
                1 => {}
                count => {
                    let doubt = format!(
                        "{count} statements are known as “{words}”: keep the one that is meant."
                    );
                    self.proofs.doubt(field, doubt);
                }
            }
        }
        numbers.join(", ")
    }

    /// Fills the contacts of both sides: what the letter states, and what is proposed otherwise (CON-2, CON-4, CON-7).
    fn contacts(&mut self, theirs: &[GroupId], ours: &[GroupId]) {
        let (reading, addresses) = (self.reading, self.addresses);
        let stated =
            self.mailboxes("from_liaison_contact", &reading.send_reply_to, Field::SendReplyTo);
        let reply_to = stated.first().or(addresses.reply_to.as_ref());
        let sender = addresses.sender.as_ref();
        let arrived_at = addresses.arrived_at.as_ref();
        let proposed =
            propose_incoming(ours, sender, reply_to, arrived_at, self.directory, self.policy);
        for other in stated.iter().skip(1) {
            let note = format!("It also names {other}; one address is kept here.");
            self.proofs.note("from_liaison_contact", note);
        }
        // Whose installation mailed it is no contact of the statement; its contacts are written down.
        let are_stated = reading.sent.is_some() && !reading.contacts.is_empty();
        let mut from = if are_stated { Vec::new() } else { proposed.from };
        let people = [
            (&reading.contacts, Field::Contacts),
            (&reading.technical_contacts, Field::TechnicalContacts),
        ];
        for (people, field) in people {
            for mailbox in self.mailboxes("from_contacts", people, field) {
                push(&mut from, Contact::new(&mailbox, Why::Entered));
            }
        }
        let mut to = Vec::new();
        if !ours.is_empty() {
            to = propose_our_contacts(ours, theirs, self.directory, self.policy);
        }
        for mailbox in self.mailboxes("to_contacts", &reading.to_contacts, Field::ToContacts) {
            push(&mut to, Contact::new(&mailbox, Why::Entered));
        }
        self.form.from_contacts = mailbox_lines(&from);
        self.form.to_contacts = mailbox_lines(&to);
        let liaison = proposed.from_liaison.map(|mailbox| mailbox.to_string());
        self.form.from_liaison_contact = liaison.unwrap_or_default();
    }

    /// Returns the addresses of people that the letter itself states, and adds from what they were read.
    ///
    /// Whom the message's header names is proposed by the rules, which know our own addresses.
    fn mailboxes(&mut self, field: &'static str, people: &[Person], read: Field) -> Vec<Mailbox> {
        let evidence = self.reading.evidence_of(read);
        if evidence.iter().all(|one| one.place.ends_with(IN_HEADER)) {
            return Vec::new();
        }
        self.proofs.add(field, self.reading, read);
        let mut mailboxes = Vec::new();
        for person in people {
            match Mailbox::new(&person.name, &person.email) {
                Ok(mailbox) => mailboxes.push(mailbox),
                Err(_) if person.email.is_empty() => {
                    let note = format!("{} is named without an address.", person.name);
                    self.proofs.note(field, note);
                }
                Err(_) => {
                    let doubt = format!("“{}” is no address that mail could go to.", person.email);
                    self.proofs.doubt(field, doubt);
                }
            }
        }
        mailboxes
    }
}

/// Returns the group whose acronym or name was written as it is.
fn exactly<'d>(words: &str, directory: &'d Directory) -> Option<&'d Group> {
    let words = words.trim();
    directory.by_acronym(words).or_else(|| {
        let all = directory.groups().into_iter();
        let mut all = all.filter(|group| group.name.eq_ignore_ascii_case(words));
        all.next().filter(|_| all.next().is_none())
    })
}

/// Says whether words only name a purpose: `For action`, `Actions`.
fn is_named(purpose: Purpose, words: &str) -> bool {
    let words = words.to_lowercase();
    let bare = words.trim_start_matches("for ").trim_end_matches(['s', '.', ':']);
    bare == purpose.slug() || words == purpose.to_string().to_lowercase()
}

/// Adds a contact unless its address is there already.
fn push(contacts: &mut Vec<Contact>, contact: Contact) {
    let key = |contact: &Contact| contact.mailbox().map(|mailbox| mailbox.key());
    if !contacts.iter().any(|other| key(other) == key(&contact)) {
        contacts.push(contact);
    }
}

fn mailbox_lines(contacts: &[Contact]) -> String {
    contacts.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn acronyms(groups: &[&Group]) -> String {
    groups.iter().map(|group| group.acronym.as_str()).collect::<Vec<_>>().join(", ")
}

fn by_addressee(addressees: &[Addressee]) -> String {
    let each = addressees.iter().map(|one| format!("{}: {}", one.name, one.purpose));
    one_line(&each.collect::<Vec<_>>().join("; "))
}

/// Writes down each on a line of its own.
fn lines(all: &[String]) -> String {
    all.iter().map(|one| one_line(one)).collect::<Vec<_>>().join("\n")
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
