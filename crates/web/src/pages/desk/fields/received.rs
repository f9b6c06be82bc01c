//! The fields of a statement that we received.

use operations::StatementForm;
use rules::Consensus;

use super::{Asked, Piece, Section, field};
use crate::pieces::{Choice, FieldKind};

impl Asked<'_> {
    pub(super) fn received_parties(&self) -> Section {
        let written = |name, of: fn(&StatementForm) -> &String| {
            field(self.lines(name, "As the letter names them, one a line.", of).optional())
        };
        Section {
            title: "From and to",
            intro: "Write down what the letter says, and which groups of the directory that is.",
            pieces: vec![
                (
                    "from_groups",
                    self.groups(
                        "from_groups",
                        "Acronyms of the other organization’s groups, one a line.",
                        "theirs",
                        |form| &form.from_groups,
                    ),
                ),
                written("from_as_written", |form| &form.from_as_written),
                (
                    "to_groups",
                    self.groups(
                        "to_groups",
                        "Acronyms of our groups, one a line: they are told when it is posted.",
                        "ours",
                        |form| &form.to_groups,
                    ),
                ),
                written("to_as_written", |form| &form.to_as_written),
                (
                    "given_to",
                    self.groups(
                        "given_to",
                        "Only if it is for others than it names: these are told in their place, and what it says stays.",
                        "ours",
                        |form| &form.given_to,
                    ),
                ),
            ]
            .into_iter()
            .chain(self.research())
            .collect(),
        }
    }

    /// Whether it is about research, where the policy asks somebody about that (IN-4).
    fn research(&self) -> Option<(&'static str, Piece)> {
        let asked = self.policy.research_role_words()?;
        let hint = format!("The {asked} is told, and is asked before a reply goes out.");
        let choices = FieldKind::Checks(vec![Choice::new("yes", "It is about research", &hint)]);
        Some(field(self.made("about_research", choices, "", |form| &form.about_research)))
    }

    /// What its sender says stands behind it, where a file for programs does.
    fn consensus_said(&self) -> Option<(&'static str, Piece)> {
        let said = Consensus::from_slug(&self.form.consensus)?;
        let choices = vec![
            Choice::new(said.slug(), &self.policy.consensus_words(said), ""),
            Choice::new("", "Not stated", ""),
        ];
        Some(field(self.made("consensus", FieldKind::Radios(choices), "", |form| &form.consensus)))
    }

    /// What that rests on, where its sender says it.
    fn basis_said(&self) -> Option<(&'static str, Piece)> {
        let is_said = !self.form.consensus_basis.is_empty();
        is_said.then(|| {
            let hint =
                "As its sender says it, one a line. Leave out what should not stand in the record.";
            field(self.lines("consensus_basis", hint, |form| &form.consensus_basis).optional())
        })
    }

    /// Whether the letter has a deadline so that is hardly what its sender meant (PUR-2).
    fn deadline_sure(&self) -> Option<(&'static str, Piece)> {
        let hint = "Anything that nobody can have meant is better left out: what the letter says stays in its text.";
        let choices = vec![Choice::new("yes", "The letter has it so", hint)];
        let made = || {
            self.made("deadline_sure", FieldKind::Checks(choices), "", |form| &form.deadline_sure)
        };
        self.doubts_deadline.then(|| field(made().optional()))
    }

    pub(super) fn received_words(&self) -> Section {
        let deadline = self.made(
            "deadline",
            FieldKind::Day,
            "The day that the letter names, if it does.",
            |form| &form.deadline,
        );
        let received = self.made("received_on", FieldKind::Day, "", |form| &form.received_on);
        let sent =
            self.made("sent_on", FieldKind::Day, "The date on the letter.", |form| &form.sent_on);
        Section {
            title: "What it says",
            intro: "",
            pieces: [
                field(
                    self.line("subject", "As the letter has it, on one line.", |form| {
                        &form.subject
                    }),
                ),
                self.purposes(true),
                field(
                    self.line(
                        "purpose_as_written",
                        "The letter’s own words, if they are others.",
                        |form| &form.purpose_as_written,
                    )
                    .optional(),
                ),
                field(deadline.optional()),
            ]
            .into_iter()
            .chain(self.deadline_sure())
            .chain(self.answers())
            .chain(self.rare_links())
            .chain(self.consensus_said())
            .chain(self.basis_said())
            .chain([
                self.identifiers(),
                field(sent.optional()),
                field(received),
                field(self.made(
                    "text",
                    FieldKind::Text(16),
                    "Exactly as received. Leave out a covering mail if the letter is attached.",
                    |form| &form.text,
                )),
            ])
            .collect(),
        }
    }
}
