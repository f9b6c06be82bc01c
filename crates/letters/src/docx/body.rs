//! The body of a .docx, a header, or the notes.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::page::Page;
use crate::xml::{Element, Visitor};
use crate::{Document, Region};

use super::fields::{Fields, target_of};
use super::numbers::Numbers;
use super::styles::{Style, Styles};
use super::tagged::Tagged;
use crate::symbols::{SYMBOL_FONTS, in_font, symbol};

/// Reads the body, a header, or the notes.
pub(super) struct Body<'d> {
    page: Page,
    styles: &'d Styles,
    numbers: &'d mut Numbers,
    /// The addresses that the part names, by their IDs.
    links: HashMap<String, String>,
    /// Whether each open link has an address.
    open_links: Vec<bool>,
    fields: Fields,
    /// How deep the elements are that are left out.
    left_out: usize,
    /// Whether each open content control shows only what to write there.
    controls: Vec<bool>,
    /// What controls that are tagged as fields of a letter hold.
    tagged: Tagged,
    in_text: bool,
    in_code: bool,
    paragraph: Paragraph,
    run: Option<Run>,
    /// The runs in which the open boxes stand.
    outside: Vec<(Paragraph, Option<Run>)>,
    is_ticked: bool,
    /// Whether there are tracked changes.
    pub(super) has_changes: bool,
}

/// What is known of the paragraph being read.
#[derive(Debug, Clone, Default)]
struct Paragraph {
    in_properties: bool,
    style_id: String,
    style: Style,
    list: Option<String>,
    level: Option<usize>,
    /// Whether its end was deleted, so that it goes on in the next.
    goes_on: bool,
}

/// What is known of the run being read: words that look the same.
#[derive(Debug, Clone, Default)]
struct Run {
    is_hidden: bool,
    style: Style,
    is_bold: Option<bool>,
    is_underlined: Option<bool>,
    /// A font whose letters are symbols, if it has one.
    symbols: Option<&'static str>,
}

/// Elements of which nothing is read: deleted and moved-away words, what stands there for old programs only, the
/// pronunciation of a word, how something looked before it was changed.
const LEFT_OUT: [&str; 6] = ["del", "moveFrom", "Fallback", "rt", "rPrChange", "pPrChange"];
/// How many boxes are followed within each other.
const DEEPEST: usize = 64;

impl<'d> Body<'d> {
    pub(super) fn new(
        page: Page,
        styles: &'d Styles,
        numbers: &'d mut Numbers,
        links: HashMap<String, String>,
    ) -> Self {
        Self {
            page,
            styles,
            numbers,
            links,
            open_links: Vec::new(),
            fields: Fields::default(),
            left_out: 0,
            controls: Vec::new(),
            tagged: Tagged::default(),
            in_text: false,
            in_code: false,
            paragraph: Paragraph::default(),
            run: None,
            outside: Vec::new(),
            is_ticked: false,
            has_changes: false,
        }
    }

    pub(super) fn finish(self) -> Document {
        Document { controls: self.tagged.finish(), ..self.page.finish() }
    }

    fn leaves_out(&mut self, name: &str) -> bool {
        if self.left_out == 0 && !LEFT_OUT.contains(&name) {
            return false;
        }
        if self.left_out == 0 && matches!(name, "del" | "moveFrom") {
            self.has_changes = true;
            self.paragraph.goes_on |= self.paragraph.in_properties;
        }
        self.left_out += 1;
        true
    }

    fn is_hidden(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.is_hidden)
    }

    /// Reads what a paragraph says of itself.
    fn of_paragraph(&mut self, name: &str, element: &Element<'_>) {
        let value = || element.attribute("val").unwrap_or_default();
        match name {
            "pStyle" => {
                self.paragraph.style_id = value();
                self.paragraph.style = self.styles.of(&self.paragraph.style_id);
            }
            "numId" => self.paragraph.list = Some(value()),
            "ilvl" => self.paragraph.level = value().parse().ok(),
            "outlineLvl" if value().parse().is_ok_and(|level: u8| level < 9) => {
                self.paragraph.style.is_heading = Some(true);
            }
            _ => {}
        }
    }

    /// Uses what a paragraph said of itself.
    fn end_properties(&mut self) {
        let paragraph = &mut self.paragraph;
        paragraph.in_properties = false;
        if paragraph.style.is_heading == Some(true) {
            self.page.mark_heading();
        }
        let level = paragraph.level.or(paragraph.style.level);
        let list = paragraph.list.take().or_else(|| paragraph.style.list.clone());
        if let Some(list) = list
            && let Some(number) = self.numbers.next(&list, level, &paragraph.style_id)
        {
            self.page.put_before(number);
        }
    }

    /// Reads what a run says of itself.
    fn of_run(&mut self, name: &str, element: &Element<'_>) -> bool {
        let Some(run) = &mut self.run else { return false };
        match name {
            "vanish" => run.is_hidden = element.is_on(),
            "b" => run.is_bold = Some(element.is_on()),
            "u" => run.is_underlined = Some(element.is_on()),
            "rFonts" => {
                let font = element.attribute("ascii").unwrap_or_default();
                run.symbols = SYMBOL_FONTS.into_iter().find(|one| *one == font);
            }
            "rStyle" => {
                run.style = self.styles.of(&element.attribute("val").unwrap_or_default());
            }
            _ => return false,
        }
        true
    }

    /// Says whether the words being read stand bold or underlined.
    fn is_strong(&self) -> bool {
        let Some(run) = &self.run else { return false };
        let whole = &self.paragraph.style;
        let bold = run.is_bold.or(run.style.is_bold).or(whole.is_bold);
        let underlined = run.is_underlined.or(run.style.is_underlined).or(whole.is_underlined);
        bold == Some(true) || underlined == Some(true)
    }

    /// Reads the elements that begin or end something, and words that stand for others.
    fn begin(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "t" => self.in_text = true,
            "instrText" => self.in_code = true,
            "r" => self.run = Some(Run::default()),
            "p" => {
                let goes_on = std::mem::take(&mut self.paragraph).goes_on;
                if !goes_on && !self.page.is_at_line_start() {
                    self.page.end_paragraph();
                }
            }
            "pPr" => self.paragraph.in_properties = true,
            "ins" | "moveTo" => self.has_changes = true,
            "tbl" => self.page.begin_table(),
            "tr" => self.page.begin_row(),
            "tc" => self.page.begin_cell(),
            "sdt" => {
                self.controls.push(false);
                self.tagged.open();
            }
            "tag" => self.tagged.tag(&element.attribute("val").unwrap_or_default()),
            "showingPlcHdr" => {
                if let Some(is_prompt) = self.controls.last_mut() {
                    *is_prompt = element.is_on();
                }
            }
            "sdtContent" if self.controls.last() == Some(&true) => self.left_out = 1,
            "txbxContent" => {
                self.page.begin_box(Region::Box);
                if self.outside.len() < DEEPEST {
                    let paragraph = std::mem::take(&mut self.paragraph);
                    self.outside.push((paragraph, self.run.take()));
                }
            }
            "hyperlink" => {
                let id = element.attribute("id").unwrap_or_default();
                let target = self.links.get(&id);
                self.open_links.push(target.is_some());
                if let Some(target) = target {
                    self.page.begin_link(target);
                }
            }
            "fldSimple" => {
                let target = target_of(&element.attribute("instr").unwrap_or_default());
                self.open_links.push(target.is_some());
                if let Some(target) = target {
                    self.page.begin_link(&target);
                }
            }
            "fldChar" => self.field(&element.attribute("fldCharType").unwrap_or_default()),
            "footnote" | "endnote" => self.begin_note(element),
            "checkBox" => self.is_ticked = false,
            "default" | "checked" => self.is_ticked = element.is_on(),
            _ if self.run.is_some() && !self.is_hidden() => self.sign(name, element),
            _ => {}
        }
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.begin(),
            "separate" => {
                if let Some(target) = self.fields.show() {
                    self.page.begin_link(&target);
                }
            }
            _ => {
                if self.fields.end() {
                    self.page.end_link();
                }
            }
        }
    }

    fn put(&mut self, sign: char) {
        self.tagged.words(sign.encode_utf8(&mut [0; 4]));
        self.page.sign(sign);
    }

    /// Reads the elements that stand for one character.
    fn sign(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "tab" | "ptab" => self.put('\t'),
            "br" | "cr" => {
                self.tagged.words("\n");
                self.page.break_line();
            }
            "noBreakHyphen" => self.put('\u{2011}'),
            "sym" => {
                let code = element.attribute("char").unwrap_or_default();
                let font = element.attribute("font").unwrap_or_default();
                self.put(symbol(&font, &code));
            }
            "footnoteReference" | "endnoteReference" => {
                let id = element.attribute("id").unwrap_or_default();
                self.page.words(&format!("[{id}]"));
            }
            _ => {}
        }
    }

    fn begin_note(&mut self, element: &Element<'_>) {
        // The lines that part notes from the page are kept as notes too.
        if element.attribute("type").is_some_and(|kind| kind != "normal") {
            self.left_out = 1;
            return;
        }
        let id = element.attribute("id").unwrap_or_default();
        self.page.words(&format!("[{id}]"));
        // Its first paragraph goes on after its number.
        self.paragraph.goes_on = true;
    }
}

impl Visitor for Body<'_> {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if self.leaves_out(name) {
            return;
        }
        if self.paragraph.in_properties {
            self.of_paragraph(name, element);
        } else if !self.of_run(name, element) {
            self.begin(name, element);
        }
    }

    fn close(&mut self, name: &str) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "instrText" => self.in_code = false,
            "r" => self.run = None,
            "p" if !self.paragraph.goes_on => {
                self.tagged.words("\n");
                self.page.end_paragraph();
            }
            "pPr" => self.end_properties(),
            "tbl" => self.page.end_table(),
            "tr" => self.page.end_row(),
            "tc" => self.page.end_cell(),
            "sdt" => {
                self.controls.pop();
                self.tagged.close();
            }
            "txbxContent" => {
                self.page.end_box();
                if let Some((paragraph, run)) = self.outside.pop() {
                    (self.paragraph, self.run) = (paragraph, run);
                }
            }
            "hyperlink" | "fldSimple" if self.open_links.pop() == Some(true) => {
                self.page.end_link();
            }
            "checkBox" => self.page.sign(if self.is_ticked { '☒' } else { '☐' }),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.left_out > 0 {
            return;
        }
        if self.in_code {
            self.fields.code(text);
        } else if self.in_text && !self.is_hidden() {
            self.page.set_strong(self.is_strong());
            let font = self.run.as_ref().and_then(|run| run.symbols);
            let text = &*font.map_or(Cow::Borrowed(text), |font| in_font(font, text));
            self.tagged.words(text);
            // Word shows line ends in the XML as spaces.
            if text.contains('\n') {
                self.page.words(&text.replace('\n', " "));
            } else {
                self.page.words(text);
            }
        }
    }

    fn is_done(&self) -> bool {
        self.page.is_full()
    }
}
