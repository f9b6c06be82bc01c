//! How others cite a statement: BibTeX, RIS, BibXML (RFC 7991 §2.40), and as search engines read it (schema.org).

use jiff::civil::Date;
use operations::Settings;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rules::{Attachment, AttachmentBody, Side, State, Statement};
use serde_json::{Value, json};

use crate::words;

/// What a citation says.
#[derive(Debug)]
pub(crate) struct Cited<'a> {
    statement: &'a Statement,
    /// What our organization is called in a sentence.
    organization: &'a str,
    settings: &'a Settings,
}

impl<'a> Cited<'a> {
    pub(crate) fn new(
        statement: &'a Statement,
        organization: &'a str,
        settings: &'a Settings,
    ) -> Self {
        Self { statement, organization, settings }
    }

    /// Returns the citation in the form that ends an address, with its media type; nothing if there is no such form.
    pub(crate) fn form(&self, form: &str) -> Option<(&'static str, String)> {
        match form {
            "bib" => Some(("application/x-bibtex; charset=utf-8", self.bibtex())),
            "ris" => Some(("application/x-research-info-systems; charset=utf-8", self.ris())),
            "xml" => Some(("application/xml; charset=utf-8", self.bibxml())),
            _ => None,
        }
    }

    /// Returns it for BibTeX; what a name means to BibTeX is kept from it by braces.
    fn bibtex(&self) -> String {
        let day = self.day();
        let lines = [
            ("author", format!("{{{}}}", tex(&self.author()))),
            ("title", format!("{{{}}}", tex(&self.statement.subject))),
            ("howpublished", tex(&format!("Liaison statement to {}", self.recipient()))),
            ("number", format!("{} {}", tex(self.organization), self.statement.number)),
            ("year", day.year().to_string()),
            ("month", day.month().to_string()),
            ("day", day.day().to_string()),
            ("url", self.url()),
            ("note", tex(&self.note())),
        ];
        let lines = lines.iter().filter(|(_, value)| !value.is_empty());
        let lines: Vec<String> =
            lines.map(|(key, value)| format!("  {key} = {{{value}}}")).collect();
        format!("@misc{{{},\n{}\n}}\n", self.key(), lines.join(",\n"))
    }

    /// Returns it for reference managers; each value is one line.
    fn ris(&self) -> String {
        let day = self.day();
        let number =
            format!("{} liaison statement No. {}", self.organization, self.statement.number);
        let date = format!("{:04}/{:02}/{:02}", day.year(), day.month(), day.day());
        let lines = [
            ("TY", "GEN".to_owned()),
            ("AU", self.author()),
            ("TI", self.statement.subject.clone()),
            ("PY", format!("{:04}", day.year())),
            ("DA", date),
            ("A2", self.recipient()),
            ("M1", number),
            ("N1", self.note()),
            ("UR", self.url()),
            ("ID", self.key()),
        ];
        let lines = lines.iter().filter(|(_, value)| !value.is_empty());
        let mut ris: String =
            lines.map(|(key, value)| format!("{key}  - {}\r\n", one_line(value))).collect();
        ris.push_str("ER  - \r\n");
        ris
    }

    /// Returns it as drafts and RFCs take it in.
    fn bibxml(&self) -> String {
        let day = self.day();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <reference anchor=\"{key}\" target=\"{url}\">\n  <front>\n    <title>{title}</title>\n    \
             <author>\n      <organization>{author}</organization>\n    </author>\n    \
             <date year=\"{year}\" month=\"{month}\" day=\"{date}\"/>\n  </front>\n  \
             <seriesInfo name=\"{organization} liaison statement\" value=\"{number}\"/>\n{note}</reference>\n",
            key = self.key(),
            url = xml(&self.url()),
            title = xml(&self.statement.subject),
            author = xml(&self.author()),
            year = day.year(),
            month = words::month(day),
            date = day.day(),
            organization = xml(self.organization),
            number = self.statement.number,
            note = match self.note() {
                note if note.is_empty() => note,
                note => format!("  <annotation>{}</annotation>\n", xml(&note)),
            },
        )
    }

    /// Returns it as a block of data for search engines; nothing in it ends the element that it stands in.
    pub(crate) fn json_ld(&self) -> String {
        let statement = self.statement;
        let files = statement.attachments.iter().filter(|it| it.hidden.is_none());
        let files: Vec<Value> = files.filter_map(|it| self.enclosed(it)).collect();
        let described = json!({
            "@context": "https://schema.org",
            "@type": "Message",
            "identifier": statement.number.to_string(),
            "url": self.url(),
            "name": statement.subject,
            "inLanguage": "en",
            "dateSent": statement.sent_on,
            "dateReceived": statement.received_on,
            "datePublished": statement.recorded_at,
            "sender": organizations(&statement.from),
            "recipient": organizations(&statement.to),
            "messageAttachment": files,
            "isPartOf": {
                "@type": "Dataset",
                "name": format!("{} liaison statements", self.organization),
                "url": format!("{}/statements", self.settings.base_url),
            },
        });
        let mut text = described.to_string();
        for (character, written) in [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026")] {
            text = text.replace(character, written);
        }
        text
    }

    fn enclosed(&self, attachment: &Attachment) -> Option<Value> {
        let (to, kind) = match &attachment.body {
            AttachmentBody::Link { url } => (url.clone(), None),
            AttachmentBody::File { media_type, sha256: Some(_), .. } => {
                let url = self.settings.attachment_url(self.statement.number, attachment);
                (url, Some(media_type))
            }
            AttachmentBody::File { .. } => return None,
        };
        Some(json!({
            "@type": "MediaObject",
            "name": attachment.title,
            "contentUrl": uri(&to),
            "encodingFormat": kind,
        }))
    }

    /// Returns what tells it apart in a list of references: `ietf-ls-1912`.
    fn key(&self) -> String {
        let organization: String =
            self.organization.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        format!("{organization}-ls-{}", self.statement.number)
    }

    fn author(&self) -> String {
        named(&self.statement.from)
    }

    fn recipient(&self) -> String {
        named(&self.statement.to)
    }

    fn day(&self) -> Date {
        self.statement.day()
    }

    fn url(&self) -> String {
        self.settings.statement_url(self.statement.number)
    }

    /// Says that it was taken back, if it was.
    fn note(&self) -> String {
        match self.statement.state {
            State::Withdrawn => "Withdrawn".to_owned(),
            _ => String::new(),
        }
    }
}

fn named(side: &Side) -> String {
    let words = side.words();
    if words.is_empty() { "not stated".to_owned() } else { words }
}

fn organizations(side: &Side) -> Vec<Value> {
    if side.groups.is_empty() {
        let named = side.as_written.iter();
        return named.map(|name| json!({"@type": "Organization", "name": name})).collect();
    }
    let groups = side.groups.iter();
    groups.map(|group| json!({"@type": "Organization", "name": group.name})).collect()
}

/// Returns an address without what no URI holds (RFC 3986): what somebody linked to is kept as they wrote it.
fn uri(address: &str) -> String {
    const NEVER: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'\\')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    utf8_percent_encode(address, NEVER).to_string()
}

/// Keeps what TeX means otherwise from meaning it.
fn tex(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '\\' => written.push_str("\\textbackslash{}"),
            '~' => written.push_str("\\textasciitilde{}"),
            '^' => written.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                written.push('\\');
                written.push(c);
            }
            _ => written.push(c),
        }
    }
    written
}

fn xml(text: &str) -> String {
    let text = one_line(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns text on one line, without what no XML can hold.
fn one_line(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'), " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
