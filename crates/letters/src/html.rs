//! The words of HTML, without building a tree: that takes time which grows with the square of its depth.

use quick_xml::escape::resolve_html5_entity;

use crate::page::Page;
use crate::plain;
use crate::{Document, Limits, Region};

/// Elements that begin and end a line.
const BLOCKS: [&str; 27] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "section",
    "tbody",
    "thead",
    "ul",
    "legend",
];

/// Elements with an empty line before and after.
const PARAGRAPHS: [&str; 8] = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"];

/// Elements whose content is no text, and is not marked up: it goes on until their end tag.
const RAW: [&str; 8] =
    ["script", "style", "title", "textarea", "noscript", "template", "iframe", "xmp"];

/// Reads HTML in whatever character set.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Document {
    document_of(&decoded(bytes), limits)
}

/// Returns HTML as text; a character set that it names itself goes before a guess.
fn decoded(bytes: &[u8]) -> String {
    let start = String::from_utf8_lossy(bytes.get(..2_048).unwrap_or(bytes)).to_ascii_lowercase();
    let named =
        start.split_once("charset=").map(|(_, rest)| rest.trim_start_matches(['"', '\'', ' ']));
    let label = named.and_then(|rest| {
        rest.split(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c)).next()
    });
    match label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes())) {
        Some(encoding) if std::str::from_utf8(bytes).is_err() => {
            encoding.decode(bytes).0.into_owned()
        }
        _ => plain::decoded(bytes),
    }
}

fn document_of(html: &str, limits: &Limits) -> Document {
    let page = Page::after(&Document::default(), Region::Body, limits);
    let mut writer = Writer { page, ends_with_space: false, preformatted: 0, lists: Vec::new() };
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        writer.text(&rest[..start]);
        let tag = &rest[start..];
        rest = if let Some(comment) = tag.strip_prefix("<!--") {
            comment.split_once("-->").map_or("", |(_, rest)| rest)
        } else if tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
            let end = end_of_tag(tag);
            let after = writer.tag(&tag[1..end]);
            let rest = tag.get(end + 1..).unwrap_or_default();
            after.map_or(rest, |name| after_raw(rest, name))
        } else {
            writer.text("<");
            &tag[1..]
        };
    }
    writer.text(rest);
    writer.page.finish()
}

/// Returns where a tag ends; what stands in quotation marks does not end it.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return at,
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (None, _) => {}
        }
        after_equals = byte == b'=' || after_equals && byte.is_ascii_whitespace();
    }
    // A quotation mark that is never closed would swallow the rest of the document.
    tag.find('>').unwrap_or(tag.len())
}

/// Returns what stands after the end tag of an element whose content is no text.
fn after_raw<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some(start) = rest.find("</") {
        rest = &rest[start + 2..];
        if rest.get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return rest.split_once('>').map_or("", |(_, rest)| rest);
        }
    }
    ""
}

/// Writes the page while tags and words come in.
struct Writer {
    page: Page,
    /// Whether the line ends with a space already.
    ends_with_space: bool,
    preformatted: usize,
    /// The numbers of the ordered lists that are open; `None` for others.
    lists: Vec<Option<usize>>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(start) = rest.find('&') {
            self.words(&rest[..start]);
            let (sign, length) = reference(&rest[start..]);
            self.words(&sign);
            rest = &rest[start + length..];
        }
        self.words(rest);
    }

    fn words(&mut self, words: &str) {
        if self.preformatted > 0 {
            self.page.words(words);
            self.ends_with_space = false;
            return;
        }
        for sign in words.chars() {
            if !matches!(sign, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                self.page.sign(if sign == '\u{a0}' { ' ' } else { sign });
                self.ends_with_space = false;
            } else if !self.ends_with_space && !self.page.is_at_line_start() {
                self.page.sign(' ');
                self.ends_with_space = true;
            }
        }
    }

    fn new_line(&mut self) {
        if !self.page.is_at_line_start() {
            self.page.end_paragraph();
        }
        self.ends_with_space = false;
    }

    /// Takes the inside of a tag; returns its name if what follows is no text.
    fn tag<'t>(&mut self, tag: &'t str) -> Option<&'t str> {
        let (tag, is_end) = tag.strip_prefix('/').map_or((tag, false), |tag| (tag, true));
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let raw_name = &tag[..end];
        let name = raw_name.get(..12).unwrap_or(raw_name).to_ascii_lowercase();
        match name.as_str() {
            "br" => {
                self.page.break_line();
                self.ends_with_space = false;
            }
            "table" if is_end => {
                self.new_line();
                self.page.end_table();
            }
            "table" => {
                self.new_line();
                self.page.begin_table();
            }
            "tr" if is_end => self.page.end_row(),
            "tr" => {
                self.new_line();
                self.page.begin_row();
            }
            "td" | "th" if is_end => self.page.end_cell(),
            "td" | "th" => self.page.begin_cell(),
            "li" if !is_end => self.item(),
            "ul" | "ol" => self.list(name == "ol", is_end),
            name if PARAGRAPHS.contains(&name) => {
                self.new_line();
                self.page.end_paragraph();
                if name == "pre" {
                    self.preformatted = if is_end {
                        self.preformatted.saturating_sub(1)
                    } else {
                        self.preformatted + 1
                    };
                }
            }
            name if BLOCKS.contains(&name) => self.new_line(),
            name if !is_end && !tag.ends_with('/') && RAW.contains(&name) => return Some(raw_name),
            _ => {}
        }
        None
    }

    fn item(&mut self) {
        self.new_line();
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                self.page.words(&format!("{number}. "));
            }
            _ => self.page.words("- "),
        }
        self.ends_with_space = true;
    }

    fn list(&mut self, is_numbered: bool, is_end: bool) {
        self.new_line();
        if is_end {
            self.lists.pop();
        } else {
            self.lists.push(is_numbered.then_some(0));
        }
    }
}

/// Returns the character that a reference such as `&uuml;` stands for, and how long the reference is.
fn reference(text: &str) -> (String, usize) {
    const LONGEST: usize = 33;
    let name = &text[1..];
    let end = name
        .bytes()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    let (name, closes) = (&name[..end], name.as_bytes().get(end) == Some(&b';'));
    let number = name.strip_prefix('#').map(|number| match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16),
        None => number.parse(),
    });
    let sign = match number {
        Some(number) => {
            number.ok().and_then(char::from_u32).filter(|sign| *sign != '\0').map(String::from)
        }
        None => resolve_html5_entity(name).map(str::to_owned),
    };
    match sign {
        Some(sign) => (sign, 1 + end + usize::from(closes)),
        None => ("&".to_owned(), 1),
    }
}
