//! Word since 2007: an archive of XML (ECMA-376), read as a person would who sees all changes accepted.

use crate::archive::{Archive, Unpack};
use crate::page::{Page, tidy};
use crate::xml::{Element, Visitor, walk};
use crate::{Limits, Text};

/// Reads a .docx: its headers, its body, its notes, its footers.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Text {
    let mut text = Text::default();
    let mut archive = match Archive::open(bytes, limits) {
        Ok(archive) => archive,
        Err(fault) => return Text::unread(&fault),
    };
    if archive.has("word/vbaProject.bin") {
        text.warn("it holds macros, which were not run");
    }
    let main = target_of(&mut archive, "", "officeDocument")
        .unwrap_or_else(|| "word/document.xml".to_owned());
    let beside = |archive: &mut Archive<'_>, kind: &str| {
        let mut found = related(archive, &main);
        found.retain(|relation| relation.kind == kind);
        found.sort_by(|a, b| a.target.cmp(&b.target));
        found.dedup_by(|a, b| a.target == b.target);
        found
    };
    let mut shown: Vec<String> = Vec::new();
    for relation in beside(&mut archive, "header") {
        let header = part(&mut archive, &relation.target, &mut text);
        if !shown.contains(&header) {
            text.add(&header, limits);
            shown.push(header);
        }
    }
    if archive.has(&main) {
        let body = part(&mut archive, &main, &mut text);
        text.add(&body, limits);
    } else {
        text.warn("the archive holds no document: ask the sender for it again");
    }
    for kind in ["footnotes", "endnotes", "footer"] {
        for relation in beside(&mut archive, kind) {
            let words = part(&mut archive, &relation.target, &mut text);
            if !shown.contains(&words) {
                text.add(&words, limits);
                shown.push(words);
            }
        }
    }
    text
}

/// Reads one part of the document and returns its text.
fn part(archive: &mut Archive<'_>, name: &str, text: &mut Text) -> String {
    let xml = match archive.read_text(name) {
        Ok(Some(xml)) => xml,
        Ok(None) => return String::new(),
        Err(fault) => {
            text.warn(&fault.to_string());
            return String::new();
        }
    };
    let mut body = Body::default();
    if let Err(fault) = walk(&xml, &mut body) {
        text.warn(&format!("{name} is broken ({fault}): what stands after that was not read"));
    }
    if body.has_changes {
        text.warn("it has tracked changes, read as if all were accepted");
    }
    tidy(&body.page.finish())
}

/// A part that another part names.
struct Relation {
    kind: String,
    target: String,
}

/// Returns what a part names in its relationships (ECMA-376 part 2 §9.3); the package itself is the empty name.
fn related(archive: &mut Archive<'_>, part: &str) -> Vec<Relation> {
    #[derive(Default)]
    struct Found(Vec<Relation>);
    impl Visitor for Found {
        fn open(&mut self, name: &str, element: &Element<'_>) {
            let is_outside = element.attribute("TargetMode").is_some_and(|mode| mode == "External");
            if name == "Relationship"
                && !is_outside
                && let (Some(kind), Some(target)) =
                    (element.attribute("Type"), element.attribute("Target"))
            {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                self.0.push(Relation { kind, target });
            }
        }
        fn close(&mut self, _name: &str) {}
        fn text(&mut self, _text: &str) {}
    }
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let parent = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let xml: Result<_, Unpack> = archive.read_text(&format!("{parent}_rels/{file}.rels"));
    let mut found = Found::default();
    // Relationships that cannot be read leave the document without its headers, and its body is tried all the same.
    let _ = walk(&xml.ok().flatten().unwrap_or_default(), &mut found);
    for relation in &mut found.0 {
        relation.target = match relation.target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{parent}{}", relation.target),
        };
    }
    found.0
}

fn target_of(archive: &mut Archive<'_>, part: &str, kind: &str) -> Option<String> {
    related(archive, part)
        .into_iter()
        .find(|relation| relation.kind == kind)
        .map(|relation| relation.target)
}

/// Reads the body, a header, or the notes.
#[derive(Default)]
struct Body {
    page: Page,
    /// How deep the elements are that are left out.
    left_out: usize,
    in_text: bool,
    in_run: bool,
    is_hidden: bool,
    is_ticked: bool,
    has_changes: bool,
}

/// Elements of which nothing is read: deleted and moved-away words, what stands there for old programs only, the
/// pronunciation of a word.
const LEFT_OUT: [&str; 5] = ["del", "moveFrom", "Fallback", "rt", "instrText"];

impl Visitor for Body {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if self.left_out > 0 || LEFT_OUT.contains(&name) {
            self.has_changes |= self.left_out == 0 && matches!(name, "del" | "moveFrom");
            self.left_out += 1;
            return;
        }
        match name {
            "t" => self.in_text = true,
            "r" => (self.in_run, self.is_hidden) = (true, false),
            "vanish" if self.in_run => self.is_hidden = is_on(element),
            "ins" | "moveTo" => self.has_changes = true,
            "tr" => self.page.begin_row(),
            "tc" => self.page.begin_cell(),
            "txbxContent" => {
                self.page.begin_box();
                (self.in_run, self.is_hidden) = (false, false);
            }
            "footnote" | "endnote" => self.begin_note(element),
            "checkBox" => self.is_ticked = false,
            "default" | "checked" => self.is_ticked = is_on(element),
            _ if !self.is_hidden => self.sign(name, element),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "r" => (self.in_run, self.is_hidden) = (false, false),
            "p" => self.page.end_line(),
            "tr" => self.page.end_row(),
            "tc" => self.page.end_cell(),
            "txbxContent" => self.page.end_box(),
            "checkBox" => self.page.sign(if self.is_ticked { '☒' } else { '☐' }),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && !self.is_hidden && self.left_out == 0 {
            self.page.words(text);
        }
    }
}

impl Body {
    /// Reads the elements that stand for one character.
    fn sign(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "tab" | "ptab" if self.in_run => self.page.sign('\t'),
            "br" | "cr" => self.page.sign('\n'),
            "noBreakHyphen" => self.page.sign('\u{2011}'),
            "sym" => {
                let code = element.attribute("char").unwrap_or_default();
                let font = element.attribute("font").unwrap_or_default();
                self.page.sign(symbol(&font, &code));
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
    }
}

/// Says whether a property that may be on or off is on; standing there without a value it is.
fn is_on(element: &Element<'_>) -> bool {
    !matches!(element.attribute("val").as_deref(), Some("0" | "false" | "off"))
}

/// Returns the character that a symbol font shows in place of its private one; letters use these for boxes to tick.
fn symbol(font: &str, code: &str) -> char {
    let code = u32::from_str_radix(code, 16).unwrap_or_default();
    match (font, code & 0xff) {
        ("Wingdings", 0xfe | 0xfd | 0x78) => '☒',
        ("Wingdings", 0xa8 | 0x6f | 0x71 | 0x72) => '☐',
        ("Wingdings", 0xfc) => '✓',
        ("Wingdings", 0xe0) => '→',
        ("Wingdings 2", 0x52 | 0x54 | 0x51) => '☒',
        ("Wingdings 2", 0xa3) => '☐',
        ("Wingdings 2", 0x50) => '✓',
        ("Symbol" | "Wingdings", 0xb7 | 0xa7 | 0x6c) => '•',
        _ => char::from_u32(code)
            .filter(|sign| !('\u{e000}'..='\u{f8ff}').contains(sign))
            .unwrap_or('\u{fffd}'),
    }
}
