//! Filling the form of a received statement from what the sender's installation wrote down beside it, as far as letters do
//! not say such things, or are not believed in them.

use letters::reading::{Evidence, Person, STATEMENT_FILE, Sent};
use rules::{BasisAt, Group, LinkKind, Mailbox, is_our_address};

use crate::filling::Filling;

/// The fields of the form that it may be doubted in.
const FIELDS: [&str; 21] = [
    "from_groups",
    "from_as_written",
    "to_groups",
    "to_as_written",
    "purpose",
    "purpose_as_written",
    "deadline",
    "subject",
    "text",
    "consensus",
    "consensus_basis",
    "from_contacts",
    "from_liaison_contact",
    "to_contacts",
    "to_liaison_contact",
    "identifiers",
    "in_response_to",
    "follows_up",
    "settles",
    "deadline_asked",
    "sent_on",
];

impl<'a> Filling<'a> {
    /// Leaves groups of ours out of those that it is from: nobody else speaks for them, whatever a file says.
    pub(crate) fn never_ours(&mut self, groups: Vec<&'a Group>) -> Vec<&'a Group> {
        let policy = self.policy;
        let (ours, theirs): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| policy.is_ours(group));
        for group in ours {
            let doubt = format!(
                "{} is a group of ours, and {STATEMENT_FILE} names it as the sender: ask who sent this.",
                group.name
            );
            self.proofs.doubt("from_groups", doubt);
        }
        theirs
    }

    /// Returns the group that has the short name of the sender's directory here too, in an organization of the same short
    /// name.
    pub(crate) fn in_its_organization(&self, name: &str) -> Option<&'a Group> {
        let sent = self.reading.sent.as_ref()?;
        let body = sent.from.iter().chain(&sent.to).find(|body| body.name == name)?;
        let group = self.directory.by_acronym(&body.acronym)?;
        let organization = self.directory.organization(group.id)?;
        organization.acronym.eq_ignore_ascii_case(&body.organization).then_some(group)
    }

    /// Fills what only a file for programs says, and doubts what it is doubted in.
    pub(crate) fn as_sent(&mut self, sent: &Sent) {
        if let Some(consensus) = sent.consensus {
            consensus.slug().clone_into(&mut self.form.consensus);
            self.read("consensus", consensus.slug());
        }
        self.rests_on(sent);
        if let Some(settles) = sent.settles {
            let words = if settles { "yes" } else { "no" };
            words.clone_into(&mut self.form.settles);
            self.read("settles", words);
        }
        if let Some(day) = sent.deadline_asked {
            self.form.deadline_asked = day.to_string();
            self.read("deadline_asked", &day.to_string());
        }
        let others = LinkKind::ALL.into_iter().filter(|kind| *kind != LinkKind::Answers);
        for kind in others {
            for (words, _) in self.on_record.linked(kind) {
                self.read(self.form.linked(kind).0, words);
            }
        }
        if let Some(send_to) = &sent.send_to {
            self.send_to(send_to);
        }
        self.own_addresses();
        for doubt in &sent.doubts {
            if let Some(field) = FIELDS.into_iter().find(|field| *field == doubt.field) {
                self.proofs.doubt(field, doubt.why.clone());
            }
        }
    }

    /// Takes what its sender says that consensus rests on; a file only if it came along.
    fn rests_on(&mut self, sent: &Sent) {
        let came = |name: &str| sent.files.iter().any(|file| !file.is_link && file.name == name);
        let (taken, left): (Vec<_>, Vec<_>) =
            sent.consensus_basis.iter().partition(|basis| match &basis.at {
                BasisAt::File(name) => came(name),
                BasisAt::Document(_) | BasisAt::Url(_) => true,
            });
        for basis in &taken {
            self.read("consensus_basis", &basis.line());
        }
        let lines: Vec<String> = taken.iter().map(|basis| basis.line()).collect();
        self.form.consensus_basis = lines.join("\n");
        for basis in left {
            let why = format!(
                "It names “{}”, which did not come along: it was left out.",
                basis.at.name()
            );
            self.proofs.doubt("consensus_basis", why);
        }
    }

    fn read(&mut self, field: &'static str, words: &str) {
        let (text, place) = (words.to_owned(), STATEMENT_FILE.to_owned());
        self.proofs.add_one(field, &Evidence { text, place, at: None, doubt: None });
    }

    /// Takes the address that it was sent to, if it is one of ours: our people are told there.
    fn send_to(&mut self, named: &Person) {
        self.read("to_liaison_contact", &named.to_string());
        let own = Mailbox::new(&named.name, &named.email).ok();
        let arrived_at = self.addresses.arrived_at.as_ref().map(Mailbox::key);
        let own = own.filter(|own| {
            arrived_at == Some(own.key()) || is_our_address(own, self.directory, self.policy)
        });
        match own {
            Some(own) => self.form.to_liaison_contact = own.to_string(),
            None => {
                let note = "It is no address that the policy or the directory has for us: it stays where it arrived.";
                self.proofs.note("to_liaison_contact", note.to_owned());
            }
        }
    }

    /// Takes permanent addresses of our own record out of its identifiers: others have theirs.
    fn own_addresses(&mut self) {
        let is_own = |line: &&str| line.starts_with(self.base_url);
        let all = self.form.identifiers.lines();
        let (own, others): (Vec<&str>, Vec<&str>) = all.partition(|line| is_own(line));
        if own.is_empty() {
            return;
        }
        let doubt = format!(
            "{STATEMENT_FILE} names {}, which is an address of our own record, as its own: it was left out.",
            own.join(", ")
        );
        let others = others.join("\n");
        self.form.identifiers = others;
        self.proofs.doubt("identifiers", doubt);
    }
}
