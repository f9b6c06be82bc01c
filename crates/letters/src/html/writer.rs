//! Writes a document while tags and words of HTML come in.

use crate::page::Page;
use crate::{Document, Properties};

use super::tags::{attribute, resolved};

/// Says what an element does to the lines of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// It begins and ends a line.
    Block,
    /// It has an empty line before and after.
    Paragraph,
    /// Its content is no text, and is not marked up: it goes on until its end tag.
    Raw,
    /// Nothing.
    Inline,
}

impl Flow {
    fn of(name: &str) -> Self {
        match name {
            "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center"
            | "div" | "fieldset" | "figure" | "footer" | "form" | "header" | "hr" | "html"
            | "li" | "main" | "nav" | "ol" | "section" | "tbody" | "thead" | "ul" | "legend" => {
                Self::Block
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" => Self::Paragraph,
            "script" | "style" | "title" | "textarea" | "noscript" | "template" | "iframe"
            | "xmp" | "xml" => Self::Raw,
            _ => Self::Inline,
        }
    }
}

/// The longest name of an element that does anything, in bytes.
const LONGEST_NAME: usize = 12;
/// How many elements that may look like something are followed within each other.
const DEEPEST: usize = 256;

/// Writes a document while tags and words come in.
pub(super) struct Writer {
    page: Page,
    properties: Properties,
    /// Whether the line ends with a space already.
    ends_with_space: bool,
    preformatted: usize,
    /// The numbers of the ordered lists that are open; `None` for others.
    lists: Vec<Option<usize>>,
    /// What comes before the words of the item that begins.
    item: Option<String>,
    /// The open elements whose words stand out.
    strong: usize,
    /// Whether the words of each open `span` stand out.
    spans: Vec<bool>,
    /// Whether a link is open.
    has_link: bool,
    is_heading: bool,
    /// Whether the term of a list has a meaning already.
    has_meaning: bool,
}

impl Writer {
    pub(super) fn on(page: Page) -> Self {
        Self {
            page,
            properties: Properties::default(),
            ends_with_space: false,
            preformatted: 0,
            lists: Vec::new(),
            item: None,
            strong: 0,
            spans: Vec::new(),
            has_link: false,
            is_heading: false,
            has_meaning: false,
        }
    }

    pub(super) fn finish(self) -> Document {
        Document { properties: self.properties, ..self.page.finish() }
    }

    /// Says whether no more can be taken.
    pub(super) fn is_full(&self) -> bool {
        self.page.is_full()
    }

    /// Takes words with references in them.
    pub(super) fn text(&mut self, text: &str) {
        if text.contains('&') {
            self.words(&resolved(text));
        } else {
            self.words(text);
        }
    }

    /// Takes the inside of an element whose content is no text.
    pub(super) fn raw(&mut self, name: &str, content: &str) {
        if name.eq_ignore_ascii_case("title") && self.properties.title.is_empty() {
            let title = content.split("</").next().unwrap_or_default();
            let title = title.get(..title.floor_char_boundary(4_000)).unwrap_or_default();
            let words = resolved(title);
            let words: Vec<_> = words.split_whitespace().collect();
            self.properties.title = words.join(" ").replace('\0', "");
        }
    }

    fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.preformatted > 0 {
            self.show(words);
            self.ends_with_space = false;
            return;
        }
        let mut shown = String::with_capacity(words.len());
        let mut is_start = self.page.is_at_line_start();
        for sign in words.chars() {
            if !matches!(sign, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                shown.push(if sign == '\u{a0}' { ' ' } else { sign });
                (self.ends_with_space, is_start) = (false, false);
            } else if !self.ends_with_space && !is_start {
                shown.push(' ');
                self.ends_with_space = true;
            }
        }
        self.show(&shown);
    }

    fn show(&mut self, words: &str) {
        if words.trim().is_empty() {
            return self.page.words(words);
        }
        if let Some(item) = self.item.take() {
            self.page.put_before(item);
        }
        if self.is_heading {
            self.page.mark_heading();
        }
        self.page.set_strong(self.strong > 0 || self.spans.contains(&true));
        self.page.words(words);
    }

    fn new_line(&mut self) {
        if self.page.is_at_line_start() {
            self.page.start_paragraph();
        } else {
            self.page.end_paragraph();
        }
        self.ends_with_space = false;
    }

    /// Takes the inside of a tag; returns its name if what follows is no text.
    pub(super) fn tag<'t>(&mut self, tag: &'t str) -> Option<&'t str> {
        let (tag, is_end) = tag.strip_prefix('/').map_or((tag, false), |tag| (tag, true));
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let raw_name = &tag[..end];
        let mut small = [0; LONGEST_NAME];
        let length = end.min(LONGEST_NAME);
        if let (Some(small), Some(name)) = (small.get_mut(..length), tag.as_bytes().get(..length)) {
            small.copy_from_slice(name);
            small.make_ascii_lowercase();
        }
        let name = std::str::from_utf8(&small[..length]).unwrap_or_default();
        // Office programs have elements of their own, such as `o:p`.
        if tag.as_bytes().get(end) == Some(&b':') {
            return None;
        }
        match name {
            "br" => {
                self.page.break_line();
                self.ends_with_space = false;
            }
            "table" | "tr" | "td" | "th" => self.table(name, is_end),
            "dl" | "dt" | "dd" => self.definition(name, is_end),
            "li" if !is_end => self.begin_item(),
            "li" => self.new_line(),
            "ul" | "ol" => self.list(name == "ol", is_end),
            "a" => self.link(tag, is_end),
            "span" | "font" => self.span(tag, is_end),
            "b" | "strong" | "u" if is_end => self.strong = self.strong.saturating_sub(1),
            "b" | "strong" | "u" => self.strong = self.strong.saturating_add(1),
            _ => match Flow::of(name) {
                Flow::Paragraph => self.paragraph(name, is_end),
                Flow::Block => self.new_line(),
                Flow::Raw if !is_end && !tag.ends_with('/') => return Some(raw_name),
                Flow::Raw | Flow::Inline => {}
            },
        }
        None
    }

    fn paragraph(&mut self, name: &str, is_end: bool) {
        self.new_line();
        self.page.end_paragraph();
        self.is_heading = !is_end && name.starts_with('h');
        if name == "pre" {
            self.preformatted = if is_end {
                self.preformatted.saturating_sub(1)
            } else {
                self.preformatted.saturating_add(1)
            };
        }
    }

    fn table(&mut self, name: &str, is_end: bool) {
        match (name, is_end) {
            ("table", false) => {
                self.new_line();
                self.page.begin_table();
            }
            ("table", true) => self.page.end_table(),
            ("tr", false) => self.page.begin_row(),
            ("tr", true) => self.page.end_row(),
            (_, false) => self.page.begin_cell(),
            (_, true) => self.page.end_cell(),
        }
        // Cells are often closed without what was opened in them.
        self.spans.clear();
        self.strong = usize::from(name == "th" && !is_end);
        self.ends_with_space = false;
        self.item = None;
    }

    /// Takes a list of terms and what they mean as a table: the term in the first cell, all that it means in the second.
    fn definition(&mut self, name: &str, is_end: bool) {
        match (name, is_end) {
            ("dl", _) => {
                self.table("table", is_end);
                self.has_meaning = false;
            }
            ("dt", false) => {
                self.table("tr", false);
                self.table("td", false);
                self.has_meaning = false;
            }
            ("dd", false) if self.has_meaning => self.page.break_line(),
            ("dd", false) => {
                self.table("td", false);
                self.has_meaning = true;
            }
            _ => {}
        }
        self.ends_with_space = false;
    }

    fn link(&mut self, tag: &str, is_end: bool) {
        if std::mem::take(&mut self.has_link) {
            self.page.end_link();
        }
        let target = attribute(tag, "href").filter(|_| !is_end);
        if let Some(target) = target.filter(|target| !target.starts_with('#')) {
            self.page.begin_link(target.trim());
            self.has_link = true;
        }
    }

    fn span(&mut self, tag: &str, is_end: bool) {
        if is_end {
            self.spans.pop();
        } else if self.spans.len() < DEEPEST {
            let style = attribute(tag, "style").unwrap_or_default().to_ascii_lowercase();
            let value = |name: &str| {
                style
                    .split(';')
                    .find_map(|one| one.trim().strip_prefix(name)?.trim().strip_prefix(':'))
            };
            let is_bold = value("font-weight").is_some_and(|weight| {
                matches!(weight.trim(), "bold" | "bolder" | "600" | "700" | "800" | "900")
            });
            let line = value("text-decoration").is_some_and(|line| line.contains("underline"));
            self.spans.push(is_bold || line);
        }
    }

    fn begin_item(&mut self) {
        self.new_line();
        self.item = Some(match self.lists.last_mut() {
            Some(Some(number)) => {
                *number = number.saturating_add(1);
                format!("{number}. ")
            }
            _ => "- ".to_owned(),
        });
    }

    fn list(&mut self, is_numbered: bool, is_end: bool) {
        self.new_line();
        self.item = None;
        if is_end {
            self.lists.pop();
        } else if self.lists.len() < DEEPEST {
            self.lists.push(is_numbered.then_some(0));
        }
    }
}
