//! The file in which the sender's installation says, field by field, what the statement beside it says.
//!
//! It is nobody's word but its sender's. What is not of the type that it should be is left out, and said; what is not known
//! is said, too, because a later version may mean something by it.

use jiff::civil::Date;
use rules::{Basis, Consensus, LinkKind, Purpose};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::result::Person;
use super::sent_field::Fields;

/// The name under which it comes.
pub const STATEMENT_FILE: &str = "statement.json";

/// The most bytes that are read: more than the longest text that is recorded.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// What the record of its sender says of a statement, as far as another record has use for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// The file that it was read from.
    pub file: String,
    /// The digests of files that only repeat others: this one, and what was made of the attachments.
    pub repeats: Vec<String>,
    /// Its number there.
    pub number: Option<i64>,
    /// Its permanent address there.
    pub address: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Its text, exactly.
    pub text: Option<String>,
    /// What it is for.
    pub purpose: Option<Purpose>,
    /// What it is for in words of its own.
    pub purpose_as_written: Option<String>,
    /// The last day for an answer.
    pub deadline: Option<Date>,
    /// What stands behind it.
    pub consensus: Option<Consensus>,
    /// What it rests on there (OUT-6).
    #[serde(default)]
    pub consensus_basis: Vec<Basis>,
    /// Whether it settles what it answers.
    pub settles: Option<bool>,
    /// The later day that it asks for.
    pub deadline_asked: Option<Date>,
    /// The day on which it was sent.
    pub sent_on: Option<Date>,
    /// The bodies that it comes from.
    pub from: Vec<SentBody>,
    /// The bodies that it goes to.
    pub to: Vec<SentBody>,
    /// Whom to ask.
    pub from_contacts: Vec<Person>,
    /// Where answers go.
    pub reply_to: Option<Person>,
    /// Whom it is addressed to.
    pub to_contacts: Vec<Person>,
    /// Where it was sent.
    pub send_to: Option<Person>,
    /// Its identifiers.
    pub identifiers: Vec<String>,
    /// What it is to other statements.
    pub links: Vec<SentLink>,
    /// What it takes the place of, where it corrects what was sent before.
    pub corrects: Option<SentCorrection>,
    /// What came with it.
    pub files: Vec<SentFile>,
    /// Why a person should look.
    pub doubts: Vec<SentDoubt>,
}

/// A body as the sender's directory has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBody {
    /// Its short name there; empty where it is only written.
    pub acronym: String,
    /// Its name, or what was written.
    pub name: String,
    /// The short name of its organization there; empty where it is only written.
    pub organization: String,
}

/// Another statement, by every name that the sender has for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentLink {
    /// What this one is to it.
    pub kind: LinkKind,
    /// Its identifiers and its permanent address there.
    pub names: Vec<String>,
}

/// That a statement takes the place of what the same one said before, under the same number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentCorrection {
    /// The version that it corrects.
    pub version: Option<i64>,
    /// Why it was corrected; empty where that is not said.
    pub why: String,
}

/// A file or a link that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFile {
    /// The name of the file; of a link, its title or where it leads.
    pub name: String,
    /// What it is called; empty where that is its name.
    #[serde(default)]
    pub title: String,
    /// The digest of the file's bytes (SHA-256, hexadecimal).
    pub sha256: Option<String>,
    /// Where it is served; of a link, where it leads.
    pub url: Option<String>,
    /// Whether it is a link.
    pub is_link: bool,
}

/// Why a person should look at a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentDoubt {
    /// The field, as forms name it; empty if it is about all of it.
    pub field: String,
    /// Why, a sentence.
    pub why: String,
}

/// What the form of a statement has and another record has no use for: what is worked out, or is the sender's own affair.
const NOT_READ: [&str; 16] = [
    "deadlines",
    "distributed_to",
    "travelled",
    "approvals",
    "retired_contacts",
    "received_on",
    "recorded_at",
    "documents",
    "handling",
    "subject_supplied",
    "approval_missing",
    "about_research",
    "version",
    "versions",
    "direction",
    "state",
];

/// Reads what the sender's installation wrote down beside a statement.
///
/// # Errors
/// Why it is no such file, in words: it is too long, no JSON, or not of a statement that was sent.
pub fn read_sent(bytes: &[u8]) -> Result<Sent, String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!("it has more than {MOST_BYTES} bytes"));
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        format!("it is no JSON (line {}, column {})", error.line(), error.column())
    })?;
    let Value::Object(map) = value else { return Err("it holds no object".to_owned()) };
    for (name, wanted) in [("direction", "outgoing"), ("state", "posted")] {
        if map.get(name).and_then(Value::as_str) != Some(wanted) {
            return Err(format!(
                "its “{name}” is not “{wanted}”, so it is of no statement that was sent"
            ));
        }
    }
    Ok(read(&map))
}

fn read(map: &Map<String, Value>) -> Sent {
    let mut fields = Fields::of(map);
    let mut sent = Sent {
        file: STATEMENT_FILE.to_owned(),
        repeats: Vec::new(),
        number: fields.number("number"),
        address: fields.address("url", "identifiers"),
        subject: fields.line("subject"),
        text: fields.text("text"),
        purpose: fields.named("purpose", "a purpose", |name| {
            Purpose::from_slug(name).filter(|purpose| Purpose::OFFERED.contains(purpose))
        }),
        purpose_as_written: fields.line("purpose_as_written"),
        deadline: fields.day("deadline"),
        consensus: fields.named("consensus", "a level of consensus", Consensus::from_slug),
        consensus_basis: fields.bases("consensus_basis"),
        settles: fields.boolean("settles"),
        deadline_asked: fields.day("deadline_asked"),
        sent_on: fields.day("sent_on"),
        from: fields.bodies("from_groups", "from_as_written"),
        to: fields.bodies("to_groups", "to_as_written"),
        from_contacts: fields.people("from_contacts"),
        reply_to: fields.person("from_liaison_contact"),
        to_contacts: fields.people("to_contacts"),
        send_to: fields.person("to_liaison_contact"),
        identifiers: fields.lines("identifiers"),
        links: fields.links("links"),
        corrects: fields.correction("corrects"),
        files: Vec::new(),
        doubts: Vec::new(),
    };
    (sent.files, sent.repeats) = fields.files("attachments");
    sent.doubts = fields.finish(&NOT_READ);
    sent
}
