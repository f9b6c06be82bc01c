//! OpenDocument text: an archive of XML (ISO/IEC 26300).

use crate::archive::Archive;
use crate::page::Page;
use crate::xml::{Element, Visitor, walk};
use crate::{Limits, Text};

/// Reads an .odt: its headers and footers, then its body.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Text {
    let mut text = Text::default();
    let mut archive = match Archive::open(bytes, limits) {
        Ok(archive) => archive,
        Err(fault) => return Text::unread(&fault),
    };
    let manifest = archive.read_text("META-INF/manifest.xml").ok().flatten().unwrap_or_default();
    if manifest.contains("encryption-data") {
        text.warn("it is protected by a password: ask the sender for a copy without");
        return text;
    }
    for (name, is_body) in [("styles.xml", false), ("content.xml", true)] {
        match archive.read_text(name) {
            Ok(Some(xml)) => {
                let mut body = Body { is_open: is_body, ..Body::default() };
                if let Err(fault) = walk(&xml, &mut body) {
                    text.warn(&format!(
                        "{name} is broken ({fault}): what stands after that was not read"
                    ));
                }
                if body.has_changes {
                    text.warn("it has tracked changes, read as if all were accepted");
                }
                text.add(&body.page.finish(), limits);
            }
            Ok(None) if is_body => {
                text.warn("the archive holds no document: ask the sender for it again")
            }
            Ok(None) => {}
            Err(fault) => text.warn(&fault.to_string()),
        }
    }
    text
}

/// Reads the body, or the headers and footers among the styles.
#[derive(Default)]
struct Body {
    page: Page,
    /// Whether what stands here is text; among the styles only headers and footers are.
    is_open: bool,
    /// How deep the elements are that are left out.
    left_out: usize,
    /// How many paragraphs are open: a box within one holds others.
    paragraphs: usize,
    /// Whether the text so far ends with a space, which swallows the next.
    ends_with_space: bool,
    has_changes: bool,
}

/// Elements of which nothing is read: deleted words, comments of readers.
const LEFT_OUT: [&str; 4] = ["tracked-changes", "annotation", "forms", "sequence-decls"];

impl Visitor for Body {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if self.left_out > 0 || LEFT_OUT.contains(&name) {
            self.has_changes |= self.left_out > 0 && name == "changed-region";
            self.left_out += 1;
            return;
        }
        match name {
            "header" | "footer" | "header-left" | "footer-left" | "header-first"
            | "footer-first" => {
                self.is_open = true;
            }
            "p" | "h" => {
                self.paragraphs += 1;
                self.ends_with_space = true;
            }
            "tab" => self.sign('\t'),
            "line-break" => self.sign('\n'),
            "s" => {
                let count =
                    element.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.page.words(&" ".repeat(usize::min(count, 200)));
                self.ends_with_space = false;
            }
            "note-citation" => self.sign('['),
            "text-box" | "note-body" => self.page.begin_box(),
            "table-row" => self.page.begin_row(),
            "table-cell" | "covered-table-cell" => self.page.begin_cell(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        match name {
            "header" | "footer" | "header-left" | "footer-left" | "header-first"
            | "footer-first" => {
                self.is_open = false;
            }
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                if self.is_open {
                    self.page.end_line();
                }
            }
            "note-citation" => self.sign(']'),
            "text-box" | "note-body" => self.page.end_box(),
            "table-row" => self.page.end_row(),
            "table-cell" | "covered-table-cell" => self.page.end_cell(),
            _ => {}
        }
    }

    /// Spaces in the XML are one space, however many there are (ISO/IEC 26300-1 §6.1.2).
    fn text(&mut self, text: &str) {
        if self.left_out > 0 || self.paragraphs == 0 || !self.is_open {
            return;
        }
        for sign in text.chars() {
            let is_space = matches!(sign, ' ' | '\t' | '\n' | '\r');
            if !is_space {
                self.page.sign(sign);
            } else if !self.ends_with_space {
                self.page.sign(' ');
            }
            self.ends_with_space = is_space;
        }
    }
}

impl Body {
    fn sign(&mut self, sign: char) {
        if self.is_open {
            self.page.sign(sign);
            self.ends_with_space = false;
        }
    }
}
