//! How paragraphs and words of a style look, as far as it says what they are.

use std::collections::HashMap;

use crate::xml::Element;

/// How many styles may be based on each other.
const LONGEST_CHAIN: usize = 16;
/// How many styles are kept.
const MOST: usize = 20_000;

/// The styles of a document by their names.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_name: HashMap<String, Style>,
    open: Option<String>,
}

/// What a style says; nothing where it leaves it to its parent.
#[derive(Debug, Clone, Default)]
struct Style {
    parent: Option<String>,
    is_heading: bool,
    is_bold: Option<bool>,
    is_underlined: Option<bool>,
}

/// How something looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) is_heading: bool,
    pub(super) is_bold: bool,
    pub(super) is_underlined: bool,
}

impl Styles {
    /// Returns how something of that style looks, on top of how it looks without.
    pub(super) fn look(&self, name: &str, under: Look) -> Look {
        let mut whole = Style::default();
        let mut next = Some(name);
        for _ in 0..LONGEST_CHAIN {
            let Some(name) = next else { break };
            // Headings are known by the names that every program gives them.
            whole.is_heading |= is_heading(name);
            let Some(style) = self.by_name.get(name) else { break };
            whole.is_heading |= style.is_heading;
            whole.is_bold = whole.is_bold.or(style.is_bold);
            whole.is_underlined = whole.is_underlined.or(style.is_underlined);
            next = style.parent.as_deref();
        }
        Look {
            is_heading: under.is_heading || whole.is_heading,
            is_bold: whole.is_bold.unwrap_or(under.is_bold),
            is_underlined: whole.is_underlined.unwrap_or(under.is_underlined),
        }
    }

    /// A style begins.
    pub(super) fn begin(&mut self, element: &Element<'_>) {
        let Some(name) = element.attribute("name") else { return };
        if self.by_name.len() < MOST {
            let outline = element.attribute("default-outline-level");
            let style = Style {
                parent: element.attribute("parent-style-name"),
                is_heading: outline.is_some_and(|level| !level.is_empty()),
                ..Style::default()
            };
            self.by_name.insert(name.clone(), style);
            self.open = Some(name);
        }
    }

    /// What it says of words comes.
    pub(super) fn words(&mut self, element: &Element<'_>) {
        let Some(style) = self.open.as_ref().and_then(|name| self.by_name.get_mut(name)) else {
            return;
        };
        if let Some(weight) = element.attribute("font-weight") {
            style.is_bold = Some(matches!(weight.as_str(), "bold" | "600" | "700" | "800" | "900"));
        }
        if let Some(line) = element.attribute("text-underline-style") {
            style.is_underlined = Some(line != "none");
        }
    }

    /// It ends.
    pub(super) fn end(&mut self) {
        self.open = None;
    }
}

fn is_heading(name: &str) -> bool {
    name.starts_with("Heading") || matches!(name, "Title" | "Subtitle")
}
