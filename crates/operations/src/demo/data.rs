//! The data of the demonstration, as its files hold them.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Failure;

/// Organizations, groups, people, roles and listed contacts.
pub(super) const DIRECTORY: &str = include_str!("../../demo/directory.toml");

/// The exchanges, each file a circle of subjects.
const STATEMENTS: [&str; 6] = [
    include_str!("../../demo/timing.toml"),
    include_str!("../../demo/paths.toml"),
    include_str!("../../demo/sessions.toml"),
    include_str!("../../demo/trust.toml"),
    include_str!("../../demo/coordination.toml"),
    include_str!("../../demo/imported.toml"),
];

const DRAFTS: &str = include_str!("../../demo/drafts.toml");

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

/// Returns the statements on the record.
pub(super) fn statements() -> Result<Vec<Told>, Failure> {
    let mut all = Vec::new();
    for text in STATEMENTS {
        all.extend(read::<Statements>(text)?.statements);
    }
    Ok(all)
}

/// Returns the statements that are being written.
pub(super) fn drafts() -> Result<Vec<Told>, Failure> {
    Ok(read::<Statements>(DRAFTS)?.statements)
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
