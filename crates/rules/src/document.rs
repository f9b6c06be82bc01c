//! How the documents that a statement refers to stand, and what must be said of them (4053bis §4.3).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Policy;
use crate::policy::{Wrong, in_a_row, wrong};

/// Says what a document is by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentKind {
    /// An RFC.
    Rfc,
    /// A member of the Best Current Practices.
    Bcp,
    /// A member of the Internet Standards.
    Std,
    /// A member of the series For Your Information.
    Fyi,
    /// An Internet-Draft.
    Draft,
}

impl DocumentKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Rfc, Self::Bcp, Self::Std, Self::Fyi, Self::Draft];

    /// Returns the status that the members of a series have by belonging to it, as the index words it.
    pub fn status(self) -> Option<&'static str> {
        match self {
            Self::Bcp => Some("BEST CURRENT PRACTICE"),
            Self::Std => Some("INTERNET STANDARD"),
            Self::Fyi => Some("INFORMATIONAL"),
            Self::Rfc | Self::Draft => None,
        }
    }

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Rfc => "rfc",
            Self::Bcp => "bcp",
            Self::Std => "std",
            Self::Fyi => "fyi",
            Self::Draft => "draft",
        }
    }

    /// Returns what people call it.
    fn words(self) -> &'static str {
        match self {
            Self::Rfc => "RFC",
            Self::Bcp => "BCP",
            Self::Std => "STD",
            Self::Fyi => "FYI",
            Self::Draft => "Internet-Draft",
        }
    }
}

/// Returns a status of the index, which has them in capitals, as one writes it: "Proposed Standard".
fn title(status: &str) -> String {
    let words = status.split(' ').map(|word| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        format!("{}{}", first.to_uppercase(), rest.to_lowercase())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Returns a stream of the index as one writes it: the short ones are initials.
fn stream_words(stream: &str) -> String {
    if stream.len() > 4 { title(stream) } else { stream.to_owned() }
}

/// Says what must be said of a document where a statement refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It can be referred to without a word (DOC-2).
    Fine,
    /// What is known does not tell.
    Unknown,
    /// It is to be called work in progress (DOC-4).
    WorkInProgress,
    /// It is to be said that it does not represent our consensus (DOC-3).
    SaySo,
}

impl Standing {
    /// All standings, by how much must be said.
    pub const ALL: [Self; 4] = [Self::Fine, Self::Unknown, Self::WorkInProgress, Self::SaySo];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Unknown => "unknown",
            Self::WorkInProgress => "work-in-progress",
            Self::SaySo => "say-so",
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fine => "Nothing to add",
            Self::Unknown => "To be looked up",
            Self::WorkInProgress => "Work in progress",
            Self::SaySo => "Not our consensus",
        })
    }
}

/// Says who is behind a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Maker {
    /// A working group.
    Group,
    /// A research group.
    Research,
    /// A board or another body that is no group.
    Board,
    /// Whoever wrote it.
    Individual,
}

impl Maker {
    /// Returns who they are.
    pub fn words(self) -> &'static str {
        match self {
            Self::Group => "of a group",
            Self::Research => "of a research group",
            Self::Board => "of a board",
            Self::Individual => "of whoever wrote it",
        }
    }
}

/// What is known of a document; what is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFacts {
    /// Its name as people write it: `RFC 2119`.
    pub name: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Its status as the index words it, or that of the members of a series.
    pub status: String,
    /// The stream that it came through.
    pub stream: String,
    /// Who is behind it.
    pub maker: Option<Maker>,
    /// The status that a draft is meant for.
    pub intended: String,
}

/// How a document stands, and what to say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// How it stands.
    pub standing: Standing,
    /// A sentence that says so, where one is to be said.
    pub wording: Option<String>,
    /// Words by which a text says so already.
    pub said: Vec<String>,
}

/// What an organization's policy says of documents.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentPolicy {
    /// Who is behind a draft where only its name tells; the first that fits.
    #[serde(default)]
    drafts: Vec<DraftName>,
    /// Words by which a text says of any document that it is not our consensus.
    #[serde(default)]
    no_consensus: Vec<String>,
    /// Words by which a sentence speaks of all documents of some kinds.
    #[serde(default)]
    covering: Vec<Covering>,
    /// What decides; the first that fits.
    #[serde(default)]
    standings: Vec<StandingRule>,
    /// What stands above the list of documents that the tool puts at the end of a text (DOC-5).
    list_title: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftName {
    prefix: String,
    maker: Maker,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Covering {
    kinds: Vec<DocumentKind>,
    words: Vec<String>,
}

/// A standing, and the documents that have it: an empty list takes any.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct StandingRule {
    kinds: Vec<DocumentKind>,
    #[serde(default)]
    statuses: Vec<String>,
    #[serde(default)]
    streams: Vec<String>,
    #[serde(default)]
    makers: Vec<Maker>,
    #[serde(default)]
    intended: Vec<String>,
    standing: Standing,
    wording: Option<String>,
    #[serde(default)]
    said: Vec<String>,
}

impl Policy {
    /// Returns how a document stands (DOC-2, DOC-3, DOC-4); what the policy does not know is [`Standing::Unknown`].
    pub fn document(&self, facts: &DocumentFacts) -> Ruling {
        match self.documents.standings.iter().find(|rule| rule.fits(facts)) {
            Some(rule) => Ruling {
                standing: rule.standing,
                wording: rule.wording.as_ref().map(|words| words.replace("{name}", &facts.name)),
                said: self.documents.said(rule),
            },
            None => Ruling { standing: Standing::Unknown, wording: None, said: Vec::new() },
        }
    }

    /// Returns what stands above the list of documents at the end of a text (DOC-5).
    pub fn list_title(&self) -> &str {
        self.documents.list_title.as_deref().unwrap_or("Documents referred to:")
    }

    /// Returns who is behind a draft, as far as its name tells.
    pub fn draft_maker(&self, name: &str) -> Option<Maker> {
        let mut drafts = self.documents.drafts.iter();
        drafts.find(|draft| name.starts_with(&draft.prefix)).map(|draft| draft.maker)
    }

    /// Returns the words by which a sentence speaks of all documents of a kind.
    pub fn covering(&self, kind: DocumentKind) -> Vec<String> {
        let covering = self.documents.covering.iter().filter(|it| it.kinds.contains(&kind));
        covering.flat_map(|it| it.words.iter().cloned()).collect()
    }
}

impl StandingRule {
    fn in_words(&self) -> (String, String) {
        let list = |words: &[String]| in_a_row(words.iter().map(|word| title(word)), "or");
        let streams = in_a_row(self.streams.iter().map(|stream| stream_words(stream)), "or");
        let makers = self.makers.iter().map(|maker| maker.words().to_owned());
        let kinds = self.kinds.iter().map(|kind| kind.words().to_owned());
        let after = |before: &str, words: String, behind: &str| match words.is_empty() {
            true => words,
            false => format!("{before}{words}{behind}"),
        };
        let facts = [
            in_a_row(kinds, "or"),
            list(&self.statuses),
            after("from the ", streams, " stream"),
            after("meant to be ", list(&self.intended), ""),
            in_a_row(makers, "or"),
        ];
        let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        let said = match (&self.wording, self.standing) {
            (Some(wording), _) => format!("“{}”", wording.replace("{name}", "…")),
            (None, Standing::Unknown) => "Not known.".to_owned(),
            (None, _) => "Nothing needs to be said.".to_owned(),
        };
        (facts.join("; "), said)
    }

    fn fits(&self, facts: &DocumentFacts) -> bool {
        let takes = |list: &[String], fact: &str| {
            list.is_empty() || list.iter().any(|one| one.eq_ignore_ascii_case(fact))
        };
        self.kinds.contains(&facts.kind)
            && takes(&self.statuses, &facts.status)
            && takes(&self.streams, &facts.stream)
            && takes(&self.intended, &facts.intended)
            && (self.makers.is_empty()
                || facts.maker.is_some_and(|maker| self.makers.contains(&maker)))
    }

    fn check(&self) -> Result<(), Wrong> {
        let sense = |words: &str| wrong(words).at(&["standing"]);
        match &self.wording {
            Some(wording) if !wording.contains("{name}") => {
                let words = format!("of documents a wording without “{{name}}”: “{wording}”");
                sense(&words)
            }
            None if matches!(self.standing, Standing::SaySo | Standing::WorkInProgress) => sense(
                "of documents that something is to be said, and not what: give it a “wording”",
            ),
            _ if self.said.iter().any(|words| words.trim().is_empty()) => {
                sense("of documents that nothing says something: a text in “said” is empty")
            }
            _ => Ok(()),
        }
    }
}

impl DocumentPolicy {
    fn said(&self, rule: &StandingRule) -> Vec<String> {
        let mut said = rule.said.clone();
        if rule.standing == Standing::SaySo {
            said.extend(self.no_consensus.iter().cloned());
        }
        said
    }

    /// Tells which documents stand how, and what is said of them.
    pub(crate) fn in_words(&self) -> Vec<(String, String)> {
        self.standings.iter().map(StandingRule::in_words).collect()
    }

    pub(crate) fn check(&self) -> Result<(), Wrong> {
        let title = self.list_title.as_deref().unwrap_or("-");
        if title.trim().is_empty() || title.chars().any(char::is_control) {
            return wrong("of the list of documents a title that is not one line of words")
                .at(&["documents", "list_title"]);
        }
        let mut rules = self.standings.iter().enumerate();
        rules.try_for_each(|(at, rule)| {
            rule.check().map_err(|wrong| wrong.within_item("standings", at).within("documents"))
        })
    }
}
