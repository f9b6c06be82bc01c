//! How paragraphs and words of a style look, as far as it says what they are.

use std::collections::HashMap;

use crate::xml::{Element, Visitor};

/// How many styles may be based on each other.
const LONGEST_CHAIN: usize = 16;
/// How many styles are kept.
const MOST: usize = 5_000;

/// The styles of a document by their IDs; it reads `styles.xml`.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    open: Option<(String, Style)>,
}

/// What a style says; nothing where it leaves it to the style that it is based on.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    based_on: Option<String>,
    pub(super) is_heading: Option<bool>,
    pub(super) is_bold: Option<bool>,
    pub(super) is_underlined: Option<bool>,
    /// The list to which its paragraphs belong.
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
}

impl Styles {
    /// Returns what a style says together with those that it is based on.
    pub(super) fn of(&self, id: &str) -> Style {
        let Some(mut whole) = self.by_id.get(id).cloned() else {
            let id = id.to_ascii_lowercase();
            return Style { is_heading: Some(is_heading(&id)), ..Style::default() };
        };
        let mut next = whole.based_on.clone();
        for _ in 0..LONGEST_CHAIN {
            let Some(base) = next.and_then(|id| self.by_id.get(&id)) else { break };
            whole.is_heading = whole.is_heading.or(base.is_heading);
            whole.is_bold = whole.is_bold.or(base.is_bold);
            whole.is_underlined = whole.is_underlined.or(base.is_underlined);
            if whole.list.is_none() {
                whole.list.clone_from(&base.list);
                whole.level = whole.level.or(base.level);
            }
            next = base.based_on.clone();
        }
        whole
    }
}

/// Says whether a style of that name, in small letters, is one of headings.
fn is_heading(name: &str) -> bool {
    name.starts_with("heading") || matches!(name, "title" | "subtitle")
}

impl Visitor for Styles {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if name == "style" {
            let id = element.attribute("styleId").unwrap_or_default();
            self.open = Some((id, Style::default()));
            return;
        }
        let Some((_, style)) = &mut self.open else { return };
        let value = || element.attribute("val").unwrap_or_default();
        match name {
            "name" if is_heading(&value().to_ascii_lowercase()) => style.is_heading = Some(true),
            "basedOn" => style.based_on = Some(value()),
            "outlineLvl" => {
                style.is_heading = Some(value().parse().is_ok_and(|level: u8| level < 9))
            }
            "b" => style.is_bold = Some(element.is_on()),
            "u" => style.is_underlined = Some(element.is_on()),
            "numId" => style.list = Some(value()),
            "ilvl" => style.level = value().parse().ok(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if name == "style"
            && let Some((id, style)) = self.open.take()
        {
            self.by_id.insert(id, style);
        }
    }

    fn text(&mut self, _text: &str) {}

    fn is_done(&self) -> bool {
        self.by_id.len() >= MOST
    }
}
