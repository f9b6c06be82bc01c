//! The data of the demonstration, as its files hold them.

use rules::{ItemState, Policy};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Failure;

/// A made record: the organization whose it is, and everything in it.
pub(super) struct Made {
    /// The acronym that its policy names.
    organization: &'static str,
    /// Organizations, groups, people, roles and listed contacts.
    pub(super) directory: &'static str,
    /// The exchanges, each file a circle of subjects.
    statements: &'static [&'static str],
    drafts: &'static str,
    /// Who can sign in, by a button alone: one person for each role.
    pub(super) accounts: &'static [&'static str],
    /// What people did with the directory.
    pub(super) kept: Kept,
    /// The role address at which messages arrived.
    pub(super) arrived_at: &'static str,
    /// The messages in the inbox: days ago, from whom, and what was sent; `@DATE@` stands for the day.
    pub(super) messages: &'static [(i64, &'static str, &'static str)],
    /// What became of some: (index, state, reason, key of the statement made from it).
    pub(super) handled: &'static [(usize, ItemState, &'static str, Option<&'static str>)],
}

/// What people did with the directory.
pub(super) struct Kept {
    /// Who coordinates.
    pub(super) coordinator: &'static str,
    /// Who confirmed contacts.
    pub(super) manager: &'static str,
    /// The entry that was corrected: its acronym, the name that it was given, a private note.
    pub(super) corrected: (&'static str, &'static str, &'static str),
    /// What is left out of the directory by an import that is held; empty if none is.
    pub(super) without: &'static str,
}

static MADE: [Made; 2] = [
    Made {
        organization: "ietf",
        directory: include_str!("../../demo/directory.toml"),
        statements: &[
            include_str!("../../demo/timing.toml"),
            include_str!("../../demo/paths.toml"),
            include_str!("../../demo/sessions.toml"),
            include_str!("../../demo/trust.toml"),
            include_str!("../../demo/coordination.toml"),
            include_str!("../../demo/imported.toml"),
        ],
        drafts: include_str!("../../demo/drafts.toml"),
        accounts: &[
            "anna.lindgren@example.org",
            "bo.adeyemi@example.org",
            "cy.novak@example.org",
            "di.marchetti@example.org",
            "gil.petrov@example.org",
            "hal.brandt@example.org",
            "ines.calder@example.org",
            "noor.elias@example.org",
            "ravi.sandoval@example.org",
            "uma.okoye@example.org",
        ],
        kept: Kept {
            coordinator: "cy.novak@example.org",
            manager: "di.marchetti@example.org",
            corrected: (
                "baa",
                "Broadband Access Alliance (BAA)",
                "Their office changes in spring: ask again then.",
            ),
            without: "role = \"liaiman\"",
        },
        arrived_at: "statements@example.org",
        messages: &[
            (
                1,
                "liaison@lm902.example.net",
                include_str!("../../demo/inbox/letter-with-attachment.eml"),
            ),
            (
                2,
                "secretariat@gmpp.example.com",
                include_str!("../../demo/inbox/letter-as-mail.eml"),
            ),
            (2, "jo.amsel@example.org", include_str!("../../demo/inbox/discussion.eml")),
            (3, "", include_str!("../../demo/inbox/out-of-office.eml")),
            (4, "unknown@example.net", include_str!("../../demo/inbox/malformed.eml")),
            (6, "tsbsg15@etu.example.com", include_str!("../../demo/inbox/taken.eml")),
            (1, "imke.faber@owc.example.com", include_str!("../../demo/inbox/letter-plain.eml")),
            (1, "tsbsg15@etu.example.com", include_str!("../../demo/inbox/letter-as-table.eml")),
            (2, "best@offers.example.net", include_str!("../../demo/inbox/spam.eml")),
        ],
        handled: &[
            (3, ItemState::Closed, "An automatic reply, not a statement.", None),
            (5, ItemState::Taken, "", Some("residence-time-ask")),
        ],
    },
    Made {
        organization: "okc",
        directory: include_str!("../../demo/consortium/directory.toml"),
        statements: &[include_str!("../../demo/consortium/statements.toml")],
        drafts: include_str!("../../demo/consortium/drafts.toml"),
        accounts: &[
            "aino.keski@example.org",
            "beto.lagos@example.org",
            "carys.flint@example.org",
            "dov.amari@example.org",
            "esi.mensah@example.org",
        ],
        kept: Kept {
            coordinator: "carys.flint@example.org",
            manager: "dov.amari@example.org",
            corrected: ("cmf", "Ceramic Makers Federation (CMF)", "Nobody answers in August."),
            without: "",
        },
        arrived_at: "liaison@okc.example.org",
        messages: &[
            (
                1,
                "hanne.voll@tma.example.com",
                include_str!("../../demo/consortium/inbox/letter.eml"),
            ),
            (
                2,
                "greta.solis@example.org",
                include_str!("../../demo/consortium/inbox/discussion.eml"),
            ),
        ],
        handled: &[],
    },
];

impl Made {
    /// Returns the made record of the organization that a policy is of.
    pub(super) fn of(policy: &Policy) -> Result<&'static Self, Failure> {
        let found = MADE.iter().find(|made| made.organization == policy.organization);
        found.ok_or_else(|| wrong(format!("there are none for {}", policy.organization)))
    }

    /// Returns the statements on the record.
    pub(super) fn statements(&self) -> Result<Vec<Told>, Failure> {
        let mut all = Vec::new();
        for text in self.statements {
            all.extend(read::<Statements>(text)?.statements);
        }
        Ok(all)
    }

    /// Returns the statements that are being written.
    pub(super) fn drafts(&self) -> Result<Vec<Told>, Failure> {
        Ok(read::<Statements>(self.drafts)?.statements)
    }
}

/// The attached files, by name.
const FILES: [(&str, &[u8]); 8] = [
    ("holdover-figures.pdf", include_bytes!("../../demo/files/holdover-figures.pdf")),
    ("residence-time.docx", include_bytes!("../../demo/files/residence-time.docx")),
    ("lane-protection.doc", include_bytes!("../../demo/files/lane-protection.doc")),
    ("work-programme.html", include_bytes!("../../demo/files/work-programme.html")),
    ("caption-cues.txt", include_bytes!("../../demo/files/caption-cues.txt")),
    ("certificate-samples.zip", include_bytes!("../../demo/files/certificate-samples.zip")),
    ("relay-requirements.pdf", include_bytes!("../../demo/files/relay-requirements.pdf")),
    ("overlay-profile.docx", include_bytes!("../../demo/files/overlay-profile.docx")),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statements {
    statements: Vec<Told>,
}

/// A statement as a file of the demonstration tells it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    /// By which others name it.
    pub(super) key: String,
    /// How many days ago it was sent.
    #[serde(default)]
    pub(super) days: i64,
    /// Acronyms.
    pub(super) from: Vec<String>,
    /// Acronyms.
    #[serde(default)]
    pub(super) to: Vec<String>,
    /// The other side as it was written.
    pub(super) written: Option<String>,
    pub(super) purpose: Option<String>,
    /// How many days after sending an answer is wanted.
    pub(super) due: Option<i64>,
    pub(super) subject: String,
    #[serde(default)]
    pub(super) text: String,
    pub(super) consensus: Option<String>,
    /// Who wrote it on the other side, or the contacts by name of an imported one.
    #[serde(default)]
    pub(super) contacts: Vec<String>,
    #[serde(default)]
    pub(super) identifiers: Vec<String>,
    /// Kinds of link and keys.
    #[serde(default)]
    pub(super) links: Vec<(String, String)>,
    #[serde(default)]
    pub(super) attachments: Vec<ToldAttachment>,
    /// How it travelled, where not by this tool.
    pub(super) travelled: Option<String>,
    #[serde(default)]
    pub(super) approval_missing: bool,
    /// Why it was withdrawn.
    pub(super) withdrawn: Option<String>,
    /// The retired fields of an imported one: response, technical, action holder, CC.
    pub(super) imported: Option<[String; 4]>,
    pub(super) action_taken: Option<bool>,
    /// Of a draft: who drafts it, by address.
    pub(super) by: Option<String>,
    /// Of a draft: whether it was submitted.
    #[serde(default)]
    pub(super) submitted: bool,
}

/// A file with its words, or a link.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ToldAttachment {
    pub(super) file: Option<String>,
    pub(super) link: Option<String>,
    pub(super) title: String,
    #[serde(default)]
    pub(super) words: String,
}

/// Returns the bytes of an attached file.
pub(super) fn file(name: &str) -> Result<&'static [u8], Failure> {
    let found = FILES.iter().find(|(known, _)| *known == name);
    found.map(|(_, bytes)| *bytes).ok_or_else(|| wrong(format!("there is no file {name}")))
}

/// The failure of data that contradict themselves.
pub(super) fn wrong(what: impl std::fmt::Display) -> Failure {
    Failure::Unacceptable(format!("The data of the demonstration are wrong: {what}."))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    toml::from_str(text).map_err(wrong)
}
