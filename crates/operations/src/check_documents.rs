//! Checking the documents that a text refers to: how each stands, and whether the text says what must be said (DOC-1 to
//! DOC-5).

use std::collections::{BTreeSet, HashMap};

use letters::{Mention, Surroundings, documents};
use rules::{DocumentFacts, DocumentKind, Maker, Policy, Ruling, Standing};
use serde::Serialize;
use store::{DocumentEntry, Reader};

use crate::Failure;
use crate::notices::capitalized;

/// What the store calls the group of a document that comes from none.
const NO_GROUP: &str = "none";

/// A document that a text refers to, and what is to be said of it; what is not known is null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedDocument {
    /// Its name: `RFC 2119`, `BCP 14`, `draft-smith-clocks`.
    pub name: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Its status, as the RFC Editor's index words it.
    pub status: Option<String>,
    /// The stream that it came through.
    pub stream: Option<String>,
    /// What must be said of it.
    pub standing: Standing,
    /// Whether the text says so; if nothing must be said, whether it says the status.
    pub said: bool,
    /// A sentence that says it, where something is to be said.
    pub wording: Option<String>,
    /// The latest revision of a draft that the text names.
    pub revision: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What took its place.
    pub obsoleted_by: Vec<String>,
    /// What else a reader should know, in a sentence.
    pub note: Option<String>,
    /// Where the text names it.
    #[serde(rename = "where")]
    pub places: Vec<MentionPlace>,
    /// The attachments that name it, by the names of their files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
}

impl CheckedDocument {
    /// Says whether something must, or can, be said of it that the text does not say.
    pub fn is_unsaid(&self) -> bool {
        !self.said && self.wording.is_some()
    }

    /// Says whether attachments alone name it.
    pub fn is_only_attached(&self) -> bool {
        self.places.is_empty()
    }

    /// Returns status and stream in words: "Experimental, IRTF stream".
    pub fn status_words(&self) -> String {
        let status = match self.status.as_deref() {
            None => "Its status is not known here".to_owned(),
            Some("UNKNOWN") => "It has no status".to_owned(),
            Some(status) => as_written(status),
        };
        match self.stream.as_deref() {
            None | Some("LEGACY") => status,
            Some(stream @ ("IETF" | "IAB" | "IRTF")) => format!("{status}, {stream} stream"),
            Some(stream) => format!("{status}, {} stream", capitalized(&stream.to_lowercase())),
        }
    }
}

/// Returns a status as people write it: "Proposed Standard".
fn as_written(status: &str) -> String {
    let words = status.to_lowercase();
    let words: Vec<String> = words
        .split(' ')
        .map(|word| match word {
            "as" | "expired" | "replaced" | "withdrawn" | "published" => word.to_owned(),
            "rfc" => "RFC".to_owned(),
            "internet-draft" => "Internet-Draft".to_owned(),
            "internet-draft," => "Internet-Draft,".to_owned(),
            word => capitalized(word),
        })
        .collect();
    words.join(" ")
}

/// A place where a text names a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MentionPlace {
    /// The line, counted from 1.
    pub line: usize,
    /// The words found.
    pub words: String,
}

/// Checks the documents that a text refers to against those that are known.
///
/// Costs a query, two where the text names a BCP, STD or FYI, and none where it names nothing.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn check_documents(
    reader: &Reader,
    policy: &Policy,
    text: &str,
) -> Result<Vec<CheckedDocument>, Failure> {
    Ok(check_texts(reader, policy, &[text]).await?.pop().unwrap_or_default())
}

/// Checks many texts at once, at the cost of one; what each refers to comes in their order.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn check_texts(
    reader: &Reader,
    policy: &Policy,
    texts: &[&str],
) -> Result<Vec<Vec<CheckedDocument>>, Failure> {
    let mentions: Vec<Vec<Mention>> = texts.iter().map(|text| documents(text)).collect();
    let named: BTreeSet<String> = mentions.iter().flatten().map(stored).collect();
    let known = Known::load(reader, named).await?;
    let texts = texts.iter().zip(&mentions);
    Ok(texts.map(|(text, mentions)| check(policy, text, mentions, &known)).collect())
}

/// Checks the documents that a text refers to where none are known: by their names alone.
pub fn check_documents_by_name(policy: &Policy, text: &str) -> Vec<CheckedDocument> {
    check(policy, text, &documents(text), &Known::default())
}

/// What is known of documents, by their names in the store.
#[derive(Debug, Default)]
struct Known(HashMap<String, DocumentEntry>);

impl Known {
    async fn load(reader: &Reader, named: BTreeSet<String>) -> Result<Self, Failure> {
        let mut known = Self::default();
        known.add(reader, named).await?;
        let series = known.0.values().filter(|document| kind_of(&document.name).status().is_some());
        let members: BTreeSet<String> = series.flat_map(|series| series.also.clone()).collect();
        let missing = members.into_iter().filter(|name| !known.0.contains_key(name)).collect();
        known.add(reader, missing).await?;
        Ok(known)
    }

    async fn add(&mut self, reader: &Reader, names: BTreeSet<String>) -> Result<(), Failure> {
        if !names.is_empty() {
            let names: Vec<String> = names.into_iter().collect();
            let found = reader.documents(&names).await?;
            self.0.extend(found.into_iter().map(|document| (document.name.clone(), document)));
        }
        Ok(())
    }

    fn get(&self, name: &str) -> Option<&DocumentEntry> {
        self.0.get(name)
    }

    /// Returns the members of a series of which something is known: those that were not replaced, if there are any.
    fn members(&self, series: &DocumentEntry) -> Vec<&DocumentEntry> {
        let members = series.also.iter().filter_map(|name| self.get(name));
        let members: Vec<&DocumentEntry> =
            members.filter(|member| !member.status.is_empty()).collect();
        let current = members.iter().copied().filter(|member| member.obsoleted_by.is_empty());
        let current: Vec<&DocumentEntry> = current.collect();
        if current.is_empty() { members } else { current }
    }
}

/// What was found out of a document.
struct Finding<'a> {
    facts: DocumentFacts,
    entry: Option<&'a DocumentEntry>,
    ruling: Ruling,
}

fn check(policy: &Policy, text: &str, mentions: &[Mention], known: &Known) -> Vec<CheckedDocument> {
    if mentions.is_empty() {
        return Vec::new();
    }
    let surroundings = Surroundings::of(text, mentions);
    let mut order: Vec<&str> = Vec::new();
    let mut places: HashMap<&str, Vec<&Mention>> = HashMap::new();
    for mention in mentions {
        let of = places.entry(&mention.name).or_default();
        if of.is_empty() {
            order.push(&mention.name);
        }
        of.push(mention);
    }
    let mut covered = Covered { policy, surroundings: &surroundings, known: HashMap::new() };
    let mut checked = Vec::with_capacity(order.len());
    for name in order {
        let mentions = places.remove(name).unwrap_or_default();
        let Some(first) = mentions.first() else { continue };
        let finding = found_out(policy, first, known);
        let said = surroundings.say(name, &finding.ruling.said)
            || covered.by(first.kind, &finding.ruling.said);
        checked.push(finding.checked(text, &mentions, said));
    }
    checked
}

/// Whether the text says something of all documents of a kind; each is looked for once.
struct Covered<'a> {
    policy: &'a Policy,
    surroundings: &'a Surroundings,
    known: HashMap<(DocumentKind, Vec<String>), bool>,
}

impl Covered<'_> {
    fn by(&mut self, kind: DocumentKind, said: &[String]) -> bool {
        let key = (kind, said.to_vec());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let covers = self.surroundings.say_of_all(&self.policy.covering(kind), said);
        self.known.insert(key, covers);
        covers
    }
}

fn found_out<'a>(policy: &Policy, mention: &Mention, known: &'a Known) -> Finding<'a> {
    let entry = known.get(&stored(mention));
    if mention.kind.status().is_none() {
        return finding(policy, mention, entry);
    }
    // Of the members that are in force, the one of which least is to be said decides: it is what the series stands for.
    let members = entry.map(|series| known.members(series)).unwrap_or_default();
    let mut findings: Vec<Finding<'_>> =
        members.iter().map(|member| finding(policy, mention, Some(member))).collect();
    findings.sort_by_key(|finding| finding.ruling.standing);
    let mut decides = match findings.into_iter().next() {
        Some(decides) => decides,
        None => finding(policy, mention, None),
    };
    // What replaced one member, and what one is called, is not said of the series.
    decides.entry = decides.entry.filter(|_| entry.is_some_and(|series| series.also.len() == 1));
    decides
}

fn finding<'a>(
    policy: &Policy,
    mention: &Mention,
    entry: Option<&'a DocumentEntry>,
) -> Finding<'a> {
    let status = entry.map(|entry| entry.status.clone()).unwrap_or_default();
    let implied = match mention.kind {
        DocumentKind::Draft => Some("INTERNET-DRAFT"),
        kind => kind.status(),
    };
    let facts = DocumentFacts {
        name: mention.name.clone(),
        kind: mention.kind,
        status: if status.is_empty() { implied.unwrap_or_default().to_owned() } else { status },
        stream: entry.map(|entry| entry.stream.clone()).unwrap_or_default(),
        maker: maker(policy, mention, entry),
        intended: entry.map(|entry| entry.intended.clone()).unwrap_or_default(),
    };
    let ruling = policy.document(&facts);
    Finding { facts, entry, ruling }
}

/// Returns who is behind a document: as imported, else as the name of a draft tells.
fn maker(policy: &Policy, mention: &Mention, entry: Option<&DocumentEntry>) -> Option<Maker> {
    let by_name = policy.draft_maker(&mention.name);
    match entry.map(|entry| entry.group.as_str()).unwrap_or_default() {
        "" => by_name,
        // Boards and research groups have drafts of their own, which belong to no working group.
        _ if matches!(by_name, Some(Maker::Board | Maker::Research)) => by_name,
        NO_GROUP => Some(Maker::Individual),
        _ => Some(Maker::Group),
    }
}

impl Finding<'_> {
    fn checked(self, text: &str, mentions: &[&Mention], said: bool) -> CheckedDocument {
        let Self { facts, entry, ruling } = self;
        let some = |text: String| (!text.is_empty()).then_some(text);
        let obsoleted_by: Vec<String> = entry
            .map(|entry| entry.obsoleted_by.iter().map(|it| shown(it)).collect())
            .unwrap_or_default();
        let place = |mention: &&Mention| MentionPlace {
            line: mention.line,
            words: mention.words(text).to_owned(),
        };
        CheckedDocument {
            note: note(&facts, &obsoleted_by),
            name: facts.name,
            kind: facts.kind,
            status: some(facts.status),
            stream: some(facts.stream),
            standing: ruling.standing,
            said,
            wording: ruling.wording,
            revision: mentions.iter().filter_map(|mention| mention.revision.clone()).max(),
            title: entry.and_then(|entry| some(entry.title.clone())),
            obsoleted_by,
            places: mentions.iter().map(place).collect(),
            attachments: Vec::new(),
        }
    }
}

fn note(facts: &DocumentFacts, obsoleted_by: &[String]) -> Option<String> {
    let name = &facts.name;
    let newer = match obsoleted_by {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    };
    match facts.kind {
        _ if facts.status == "NOT ISSUED" => Some(format!("{name} was never issued.")),
        DocumentKind::Draft if !newer.is_empty() => {
            Some(format!("{name} was published as {newer}."))
        }
        _ if !newer.is_empty() => Some(format!("{name} was replaced by {newer}.")),
        _ => None,
    }
}

/// Returns the name by which the store knows a document: `RFC0791`.
fn stored(mention: &Mention) -> String {
    match mention.name.split_once(' ') {
        Some((series, number)) => format!("{series}{number:0>4}"),
        None => mention.name.clone(),
    }
}

/// Returns the name by which people know a document of the store: `RFC 791`.
fn shown(name: &str) -> String {
    let (series, number) = name.split_at(name.len().min(3));
    let is_numbered = series.bytes().all(|byte| byte.is_ascii_uppercase());
    match number.parse::<u32>() {
        Ok(number) if is_numbered => format!("{series} {number}"),
        _ => name.to_owned(),
    }
}

fn kind_of(name: &str) -> DocumentKind {
    let mut kinds = DocumentKind::ALL.into_iter();
    let series = name.get(..3).unwrap_or_default();
    kinds.find(|kind| kind.slug().eq_ignore_ascii_case(series)).unwrap_or(DocumentKind::Draft)
}
