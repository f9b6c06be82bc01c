//! The body of an .odt, and the headers and footers among its styles.

use crate::page::Page;
use crate::symbols::shown;
use crate::xml::{Element, Visitor};
use crate::{Document, Limits, Region};

use super::lists::Lists;
use super::styles::{Look, Styles};

/// How often a cell is repeated at most.
const MOST_REPEATED: usize = 30;

/// Reads the body, or the headers and footers among the styles.
pub(super) struct Body {
    page: Page,
    limits: Limits,
    /// The headers and footers that were read.
    headers: Document,
    footers: Document,
    styles: Styles,
    lists: Lists,
    /// Whether what stands here is text; among the styles only headers and footers are.
    is_open: bool,
    /// How deep the elements are that are left out.
    left_out: usize,
    /// How many paragraphs are open: a box within one holds others.
    paragraphs: usize,
    /// How the words look in the open paragraphs and stretches of words.
    looks: Vec<Look>,
    /// Whether the text so far ends with a space, which swallows the next.
    ends_with_space: bool,
    /// Whether each open anchor leads somewhere.
    links: Vec<bool>,
    /// How many of the cells that come are covered by the one before them.
    covered: usize,
    /// Whether there are tracked changes.
    pub(super) has_changes: bool,
}

/// Elements of which nothing is read: deleted words, comments of readers, what is to be written there, what a picture
/// shows.
const LEFT_OUT: [&str; 6] =
    ["tracked-changes", "annotation", "forms", "sequence-decls", "placeholder", "desc"];
/// Boxes beside the text.
const BOXES: [&str; 2] = ["text-box", "custom-shape"];

impl Body {
    /// Begins to read the styles.
    pub(super) fn of_styles(limits: &Limits) -> Self {
        Self {
            page: Page::after(&Document::default(), Region::Header, limits),
            limits: limits.clone(),
            headers: Document::default(),
            footers: Document::default(),
            styles: Styles::default(),
            lists: Lists::default(),
            is_open: false,
            left_out: 0,
            paragraphs: 0,
            looks: Vec::new(),
            ends_with_space: false,
            links: Vec::new(),
            covered: 0,
            has_changes: false,
        }
    }

    /// Begins to read the text after the styles; returns the headers and footers.
    pub(super) fn begin_text(&mut self, page: Page) -> (Document, Document) {
        self.end_margin(Region::Header);
        self.page = page;
        (self.left_out, self.paragraphs, self.is_open) = (0, 0, false);
        self.looks.clear();
        (std::mem::take(&mut self.headers), std::mem::take(&mut self.footers))
    }

    pub(super) fn finish(self) -> Document {
        self.page.finish()
    }

    fn begin_margin(&mut self, region: Region) {
        let read = if region == Region::Header { &self.headers } else { &self.footers };
        self.page = Page::after(read, region, &self.limits);
        self.is_open = true;
    }

    /// Keeps a header or footer that was read, each distinct text once.
    fn end_margin(&mut self, region: Region) {
        self.is_open = false;
        let empty = Page::after(&Document::default(), Region::Header, &self.limits);
        let part = std::mem::replace(&mut self.page, empty).finish();
        let read = if region == Region::Header { &mut self.headers } else { &mut self.footers };
        if !read.text.contains(&part.text) {
            read.add(part, &self.limits);
        }
    }

    fn sign(&mut self, sign: char) {
        if self.is_open {
            self.page.sign(sign);
            self.ends_with_space = false;
        }
    }

    fn begin_paragraph(&mut self, name: &str, element: &Element<'_>) {
        self.paragraphs += 1;
        self.ends_with_space = true;
        let style = element.attribute("style-name").unwrap_or_default();
        let look = self.styles.look(&style, Look::default());
        self.looks.push(look);
        if self.is_open && (name == "h" || look.is_heading) {
            self.page.mark_heading();
        }
        self.show_look();
    }

    fn show_look(&mut self) {
        let look = self.looks.last().copied().unwrap_or_default();
        self.page.set_strong(look.is_bold || look.is_underlined);
    }

    fn begin_link(&mut self, element: &Element<'_>) {
        let target = element.attribute("href").filter(|target| !target.starts_with('#'));
        self.links.push(target.is_some());
        if let Some(target) = target {
            self.page.begin_link(&target);
        }
    }

    /// Reads how things look.
    fn style(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "style" => self.styles.begin(element),
            "text-properties" => self.styles.words(element),
            "list-style" => self.lists.begin_style(element),
            "list-level-style-number" => self.lists.level(false, element),
            "list-level-style-bullet" => self.lists.level(true, element),
            "header" | "header-left" | "header-first" => self.begin_margin(Region::Header),
            "footer" | "footer-left" | "footer-first" => self.begin_margin(Region::Footer),
            "body" => self.is_open = true,
            _ => {}
        }
    }

    fn cells(&mut self, name: &str, element: &Element<'_>) {
        let count = |name: &str| {
            let count = element.attribute(name).and_then(|count| count.parse().ok());
            usize::min(count.unwrap_or(1), MOST_REPEATED)
        };
        let mut repeated = count("number-columns-repeated");
        if name == "covered-table-cell" {
            let hidden = self.covered.min(repeated);
            self.covered -= hidden;
            repeated -= hidden;
            if repeated == 0 {
                return;
            }
        } else {
            self.covered = count("number-columns-spanned").saturating_sub(1);
        }
        for _ in 0..repeated {
            self.page.begin_cell();
        }
    }
}

impl Visitor for Body {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        let is_picture_title = name == "title" && element.has_prefix("svg");
        if self.left_out > 0 || LEFT_OUT.contains(&name) || is_picture_title {
            self.has_changes |= self.left_out > 0 && name == "changed-region";
            self.left_out += 1;
            return;
        }
        if !self.is_open {
            self.style(name, element);
            return;
        }
        match name {
            "p" | "h" => self.begin_paragraph(name, element),
            "span" => {
                let under = self.looks.last().copied().unwrap_or_default();
                let style = element.attribute("style-name").unwrap_or_default();
                self.looks.push(self.styles.look(&style, under));
                self.show_look();
            }
            "a" => self.begin_link(element),
            "tab" => self.sign('\t'),
            "line-break" => {
                self.page.break_line();
                self.ends_with_space = true;
            }
            "s" => {
                let count = element.attribute("c").and_then(|count| count.parse().ok());
                self.page.words(&" ".repeat(usize::min(count.unwrap_or(1), 200)));
                self.ends_with_space = false;
            }
            "note-citation" => self.sign('['),
            "note-body" => self.page.begin_box(Region::Note),
            name if BOXES.contains(&name) => self.page.begin_box(Region::Box),
            "list" => self.lists.begin(element),
            "list-item" => {
                if let Some(number) = self.lists.item() {
                    self.page.put_before(number);
                }
            }
            "table" => self.page.begin_table(),
            "table-row" => {
                self.covered = 0;
                self.page.begin_row();
            }
            "table-cell" | "covered-table-cell" => self.cells(name, element),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        if !self.is_open {
            match name {
                "style" => self.styles.end(),
                "list-style" => self.lists.end_style(),
                _ => {}
            }
            return;
        }
        match name {
            "header" | "header-left" | "header-first" => self.end_margin(Region::Header),
            "footer" | "footer-left" | "footer-first" => self.end_margin(Region::Footer),
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.looks.pop();
                self.show_look();
                self.page.end_paragraph();
            }
            "span" => {
                self.looks.pop();
                self.show_look();
            }
            "a" if self.links.pop() == Some(true) => self.page.end_link(),
            "note-citation" => self.sign(']'),
            "note-body" => self.page.end_box(),
            name if BOXES.contains(&name) => self.page.end_box(),
            "list" => self.lists.end(),
            "table" => self.page.end_table(),
            "table-row" => self.page.end_row(),
            "table-cell" => self.page.end_cell(),
            _ => {}
        }
    }

    /// Spaces in the XML are one space, however many there are (ISO/IEC 26300-1 §6.1.2).
    fn text(&mut self, text: &str) {
        if self.left_out > 0 || self.paragraphs == 0 || !self.is_open {
            return;
        }
        let mut words = String::with_capacity(text.len());
        for sign in shown(text).chars() {
            let is_space = matches!(sign, ' ' | '\t' | '\n' | '\r');
            if !is_space {
                words.push(sign);
            } else if !self.ends_with_space {
                words.push(' ');
            }
            self.ends_with_space = is_space;
        }
        self.page.words(&words);
    }

    fn is_done(&self) -> bool {
        self.page.is_full()
    }
}
