//! The fields of a statement that we send.

use rules::Consensus;

use super::{Asked, Kind, Piece, Section, field};
use crate::pages::desk::groups::split;
use crate::pieces::{Choice, FieldKind};

const BASIS: &str = "What was agreed and where, one a line, such as “Last call: https://…”, “RFC 8446” or the name of a file that you attached.";

impl Asked<'_> {
    pub(super) fn parties(&self) -> Section {
        let written = self
            .lines(
                "to_as_written",
                "Bodies that the directory does not know, one a line.",
                |form| &form.to_as_written,
            )
            .optional();
        Section {
            title: "From and to",
            intro: "",
            pieces: vec![
                ("from_groups", self.senders()),
                ("to_groups", self.groups("to_groups", "Acronyms, one a line; your browser proposes names. Write to the group that does the work, rather than to the whole organization.", "theirs", |form| &form.to_groups)),
                field(written),
            ],
        }
    }

    /// The groups that somebody may speak for as choices if they are few, else as lines.
    fn senders(&self) -> Piece {
        const HINT: &str = "The groups that speak. Each one’s authority approves.";
        if self.own_groups.is_empty() {
            return self.groups("from_groups", HINT, "ours", |form| &form.from_groups);
        }
        let choice = |(acronym, name): &(String, String)| Choice::new(acronym, name, acronym);
        let mut choices: Vec<Choice> = self.own_groups.iter().map(choice).collect();
        let typed: Vec<&str> = split(&self.form.from_groups).collect();
        for acronym in &typed {
            if !choices.iter().any(|choice| choice.value == **acronym) {
                choices.push(Choice::new(acronym, acronym, ""));
            }
        }
        let made =
            self.made("from_groups", FieldKind::Checks(choices), HINT, |form| &form.from_groups);
        Piece::Field(Box::new(made.value(&typed.join("\n"))))
    }

    pub(super) fn purpose(&self) -> Section {
        let deadline = self.made(
            "deadline",
            FieldKind::Day,
            "The last day on which an answer helps. Needed For Action; leave it empty otherwise.",
            |form| &form.deadline,
        );
        Section {
            title: "What it is for",
            intro: "",
            pieces: [self.purposes(false), field(deadline)]
                .into_iter()
                .chain(self.answers())
                .collect(),
        }
    }

    pub(super) fn words(&self) -> Section {
        let hint = |level| match level {
            Consensus::Organization => "Name the documents in the text: they say what was agreed.",
            Consensus::Groups => "The groups that it is from agreed on it in their usual way.",
            Consensus::Leadership => "Those who lead agreed on it.",
            Consensus::CollectedComments => {
                "What participants said. Nobody agreed on it as a whole."
            }
            Consensus::Process => "How and when work is done, nothing technical.",
            Consensus::NoneSought => "Nobody was asked. The statement says so.",
        };
        let words = |level| self.policy.consensus_words(level);
        let choice = |level: Consensus| Choice::new(level.slug(), &words(level), hint(level));
        let levels =
            FieldKind::Radios(self.policy.offered_consensus().into_iter().map(choice).collect());
        let mut pieces = vec![
            field(self.line("subject", "One line. It becomes the subject of the mail.", |form| &form.subject)),
            field(self.made("text", FieldKind::Text(20), "Plain text. It goes out and is kept exactly as you enter it; who it is from, to whom and by when is put above it.", |form| &form.text)),
            field(self.made("consensus", levels, "The statement will say so: others take a statement for our position unless it says otherwise.", |form| &form.consensus)),
            field(self.lines("consensus_basis", BASIS, |form| &form.consensus_basis).optional()),
            self.identifiers(),
        ];
        if let Some(beside) = &self.beside {
            pieces.insert(2, ("", Piece::Beside(beside.clone())));
        }
        if self.kind == Kind::Sent {
            pieces.push(field(self.made(
                "sent_on",
                FieldKind::Day,
                "The day on which it was sent.",
                |form| &form.sent_on,
            )));
        }
        Section { title: "What it says", intro: "", pieces }
    }
}
