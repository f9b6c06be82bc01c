//! Taking one field after the other out of what the sender's installation wrote down; what does not fit is left out and said.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rules::{Basis, BasisAt, LinkKind};
use serde_json::{Map, Value};

use super::result::Person;
use super::sent::{SentBody, SentCorrection, SentDoubt, SentFile, SentLink};

/// The most that a list holds.
const MOST: usize = 200;
/// The longest line, in bytes.
const LINE: usize = 1_000;
/// The most fields that are named because nobody knows them.
const NAMED: usize = 5;

/// The fields of an object that are left to take.
pub(super) struct Fields<'m> {
    map: &'m Map<String, Value>,
    taken: BTreeSet<&'static str>,
    doubts: Vec<SentDoubt>,
}

impl<'m> Fields<'m> {
    pub(super) fn of(map: &'m Map<String, Value>) -> Self {
        Self { map, taken: BTreeSet::new(), doubts: Vec::new() }
    }

    /// Says which fields nobody took, besides those that are known; returns all doubts.
    pub(super) fn finish(mut self, not_read: &[&str]) -> Vec<SentDoubt> {
        let is_unknown = |name: &&String| {
            !self.taken.contains(name.as_str()) && !not_read.contains(&name.as_str())
        };
        let unknown: Vec<&String> = self.map.keys().filter(is_unknown).collect();
        if !unknown.is_empty() {
            let shown = unknown.iter().take(NAMED).filter_map(|name| one_line(name));
            let named: Vec<String> = shown
                .map(|name| format!("“{}”", name.chars().take(40).collect::<String>()))
                .collect();
            let more = if unknown.len() > named.len() { " and others" } else { "" };
            let why = format!(
                "The file for programs has fields that are not known here, and were not read: {}{more}.",
                named.join(", ")
            );
            self.doubts.push(SentDoubt { field: String::new(), why });
        }
        self.doubts
    }

    fn take(&mut self, name: &'static str) -> Option<&'m Value> {
        self.taken.insert(name);
        self.map.get(name).filter(|value| !value.is_null())
    }

    fn doubt(&mut self, field: &str, why: String) {
        self.doubts.push(SentDoubt { field: field.to_owned(), why });
    }

    /// Says that a field is not what it should be.
    fn unfit(&mut self, name: &'static str, what: &str) {
        self.doubt(
            form_field(name),
            format!("The file for programs has no {what} in “{name}”: it was not read."),
        );
    }

    /// Takes a field of one type.
    fn one<T>(
        &mut self,
        name: &'static str,
        what: &str,
        read: impl FnOnce(&'m Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.take(name)?;
        let read = read(value);
        if read.is_none() {
            self.unfit(name, what);
        }
        read
    }

    /// Takes a list, each entry of one type.
    fn list<T>(
        &mut self,
        name: &'static str,
        what: &str,
        read: impl Fn(&'m Value) -> Option<T>,
    ) -> Vec<T> {
        let list = self.one(name, "list", Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if list.len() > MOST {
            let why = format!(
                "The file for programs has more than {MOST} entries in “{name}”: the first were read."
            );
            self.doubt(form_field(name), why);
        }
        let list = list.get(..MOST).unwrap_or(list);
        let read: Vec<T> = list.iter().filter_map(read).collect();
        if read.len() < list.len() {
            self.doubt(
                form_field(name),
                format!("The file for programs has an entry in “{name}” that is no {what}: it was not read."),
            );
        }
        read
    }

    pub(super) fn number(&mut self, name: &'static str) -> Option<i64> {
        self.one(name, "number", |value| value.as_i64().filter(|number| *number > 0))
    }

    pub(super) fn boolean(&mut self, name: &'static str) -> Option<bool> {
        self.one(name, "yes or no", Value::as_bool)
    }

    /// Takes a line; an empty one says nothing.
    pub(super) fn line(&mut self, name: &'static str) -> Option<String> {
        self.one(name, "words on one line", |value| line_or_nothing(value.as_str()?))
            .filter(|line| !line.is_empty())
    }

    /// Takes a text as it is.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        let is_text = |text: &&str| !text.contains('\0');
        self.one(name, "text", |value| value.as_str().filter(is_text)).map(str::to_owned)
    }

    pub(super) fn day(&mut self, name: &'static str) -> Option<Date> {
        let is_usual = |day: &Date| (1900..=2200).contains(&day.year());
        self.one(name, "day", |value| value.as_str()?.parse().ok().filter(is_usual))
    }

    /// Takes one of several names.
    pub(super) fn named<T>(
        &mut self,
        name: &'static str,
        what: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.one(name, what.trim_start_matches("a "), |value| read(value.as_str()?))
    }

    /// Takes an address of the web; a doubt about it stands with another field.
    pub(super) fn address(&mut self, name: &'static str, at: &str) -> Option<String> {
        let value = self.take(name)?;
        let address = value.as_str().and_then(web_address);
        if address.is_none() {
            let why = format!(
                "The file for programs has no address of the web in “{name}”: it was not read."
            );
            self.doubt(at, why);
        }
        address
    }

    pub(super) fn lines(&mut self, name: &'static str) -> Vec<String> {
        self.list(name, "line of words", |value| one_line(value.as_str()?))
    }

    /// Takes the bodies of a side: as groups of the sender's directory, and as they are written.
    pub(super) fn bodies(&mut self, groups: &'static str, written: &'static str) -> Vec<SentBody> {
        let mut bodies = self.list(groups, "group", |value| {
            let part = |name: &str| value.get(name)?.as_str().and_then(one_line);
            Some(SentBody {
                acronym: part("acronym")?,
                name: part("name")?,
                organization: part("organization").unwrap_or_default(),
            })
        });
        let written = self.lines(written).into_iter();
        bodies.extend(written.map(|name| SentBody { name, ..SentBody::default() }));
        bodies
    }

    pub(super) fn people(&mut self, name: &'static str) -> Vec<Person> {
        self.list(name, "person", person)
    }

    pub(super) fn person(&mut self, name: &'static str) -> Option<Person> {
        self.one(name, "person", person)
    }

    /// Takes what consensus rests on: each what it is called, and a document, a file or an address.
    pub(super) fn bases(&mut self, name: &'static str) -> Vec<Basis> {
        self.list(name, "basis of consensus", |value| {
            let part = |name: &str| value.get(name).and_then(Value::as_str);
            let label = part("label").map_or(Some(String::new()), line_or_nothing)?;
            let document = || part("document").and_then(one_line).map(BasisAt::Document);
            let file = || part("file").and_then(one_line).map(BasisAt::File);
            let url = || part("url").and_then(web_address).map(BasisAt::Url);
            Some(Basis { label, at: document().or_else(file).or_else(url)? })
        })
    }

    /// Takes what it is to other statements; a link of a kind that is not known says nothing.
    pub(super) fn links(&mut self, name: &'static str) -> Vec<SentLink> {
        self.list(name, "link to a statement", |value| {
            let kind = LinkKind::from_slug(value.get("kind")?.as_str()?)?;
            let identifiers = value.get("identifiers").and_then(Value::as_array);
            let identifiers = identifiers.map(Vec::as_slice).unwrap_or_default().iter().take(MOST);
            let mut names: Vec<String> =
                identifiers.filter_map(|one| one_line(one.as_str()?)).collect();
            names.extend(value.get("url").and_then(Value::as_str).and_then(web_address));
            Some(SentLink { kind, names }).filter(|link| !link.names.is_empty())
        })
    }

    /// Takes that it corrects what was sent before; which statement that is, its own address says.
    pub(super) fn correction(&mut self, name: &'static str) -> Option<SentCorrection> {
        self.one(name, "correction", |value| {
            let map = value.as_object()?;
            let version = map.get("version").and_then(Value::as_i64).filter(|it| *it > 0);
            let why = map.get("why").and_then(Value::as_str).and_then(line_or_nothing);
            Some(SentCorrection { version, why: why.unwrap_or_default() })
        })
    }

    /// Takes the files and links, and the digests of what was made of the files.
    pub(super) fn files(&mut self, name: &'static str) -> (Vec<SentFile>, Vec<String>) {
        let mut repeats = Vec::new();
        if let Some(list) = self.map.get(name).and_then(Value::as_array) {
            let made = list.iter().take(MOST).filter_map(|one| one.get("renditions")?.as_array());
            let made = made.flat_map(|made| made.iter().take(MOST));
            repeats.extend(made.filter_map(|one| digest(one.get("sha256")?.as_str()?)));
        }
        // Of one that was hidden for cause, there is the cause alone.
        let files = self.list(name, "file and no link", |value| {
            if value.get("hidden").is_some_and(|hidden| !hidden.is_null()) {
                return Some(None);
            }
            let part = |name: &str| value.get(name).and_then(Value::as_str);
            let is_link = part("kind")? == "link";
            let title = part("title").and_then(one_line);
            let named = part("name").and_then(one_line);
            let url = part("url").and_then(web_address);
            let name = if is_link { title.clone().or_else(|| url.clone()) } else { named };
            if is_link && url.is_none() {
                return None;
            }
            let (title, sha256) = (title.unwrap_or_default(), part("sha256").and_then(digest));
            Some(Some(SentFile { name: name?, title, sha256, url, is_link }))
        });
        (files.into_iter().flatten().collect(), repeats)
    }
}

/// Returns the field of the form that shows what was read from a field of the file.
fn form_field(name: &'static str) -> &'static str {
    match name {
        "links" => "in_response_to",
        "number" | "attachments" | "corrects" => "",
        name => name,
    }
}

fn person(value: &Value) -> Option<Person> {
    let part = |name: &str| value.get(name).and_then(Value::as_str).map(line_or_nothing);
    let (name, email) = (
        part("name").unwrap_or(Some(String::new()))?,
        part("email").unwrap_or(Some(String::new()))?,
    );
    let is_one = !(name.is_empty() && email.is_empty());
    is_one.then(|| Person { name, email, organization: String::new() })
}

/// Returns a line that says something.
fn one_line(words: &str) -> Option<String> {
    line_or_nothing(words).filter(|line| !line.is_empty())
}

fn line_or_nothing(words: &str) -> Option<String> {
    let words = words.trim();
    let is_line = words.len() <= LINE && !words.chars().any(char::is_control);
    is_line.then(|| words.to_owned())
}

/// Returns an address of the web, such as one may follow, if these words are one.
pub fn web_address(words: &str) -> Option<String> {
    let rest = words.strip_prefix("https://").or_else(|| words.strip_prefix("http://"))?;
    let is_sign =
        |sign: char| sign.is_ascii_graphic() && !matches!(sign, '<' | '>' | '"' | '\\' | '`');
    let is_address = words.len() <= LINE
        && rest.starts_with(|sign: char| sign.is_ascii_alphanumeric() || sign == '[');
    (is_address && words.chars().all(is_sign)).then(|| words.to_owned())
}

fn digest(words: &str) -> Option<String> {
    let is_digit = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
    (words.len() == 64 && words.bytes().all(is_digit)).then(|| words.to_owned())
}
