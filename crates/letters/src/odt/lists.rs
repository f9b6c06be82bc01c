//! The numbers and signs before the items of lists.

use std::collections::HashMap;

use crate::xml::Element;

/// How many levels a list has.
const LEVELS: usize = 10;
/// How many styles of lists are kept.
const MOST: usize = 5_000;
/// How many lists are followed within each other.
const DEEPEST: usize = 64;

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Lists {
    styles: HashMap<String, [Level; LEVELS]>,
    open_style: Option<String>,
    /// The lists that are open within each other: the style, and how far it has counted.
    open: Vec<(String, u32)>,
    /// How far the lists on the outmost level counted, for those that go on with it.
    counted: HashMap<String, u32>,
    /// Lists that were too deep.
    ignored: usize,
}

/// One level of a list: nothing is said if its form is not known.
#[derive(Debug, Clone, Default)]
struct Level {
    is_bullet: bool,
    format: String,
    prefix: String,
    suffix: String,
    start: u32,
}

impl Lists {
    /// A style of lists begins.
    pub(super) fn begin_style(&mut self, element: &Element<'_>) {
        self.open_style = element.attribute("name").filter(|_| self.styles.len() < MOST);
    }

    /// A level of it comes.
    pub(super) fn level(&mut self, is_bullet: bool, element: &Element<'_>) {
        let Some(name) = &self.open_style else { return };
        let number = element.attribute("level").and_then(|level| level.parse::<usize>().ok());
        let levels = self.styles.entry(name.clone()).or_default();
        let Some(level) = number.and_then(|at| levels.get_mut(at.checked_sub(1)?)) else { return };
        let short = |name: &str| {
            element.attribute(name).map(|text| text.chars().take(20).collect()).unwrap_or_default()
        };
        let start = element.attribute("start-value").and_then(|start| start.parse().ok());
        *level = Level {
            is_bullet,
            format: short("num-format"),
            prefix: short("num-prefix"),
            suffix: short("num-suffix"),
            start: start.unwrap_or(1),
        };
    }

    /// It ends.
    pub(super) fn end_style(&mut self) {
        self.open_style = None;
    }

    /// A list begins; one without a style has that of the list in which it stands.
    pub(super) fn begin(&mut self, element: &Element<'_>) {
        if self.open.len() >= DEEPEST {
            self.ignored += 1;
            return;
        }
        let outer = || self.open.last().map(|(style, _)| style.clone());
        let style = element.attribute("style-name").or_else(outer).unwrap_or_default();
        let goes_on = element.attribute("continue-numbering").is_some_and(|is| is == "true")
            || element.attribute("continue-list").is_some();
        let counted = self.counted.get(&style).filter(|_| goes_on && self.open.is_empty());
        let counted = counted.copied().unwrap_or(0);
        self.open.push((style, counted));
    }

    /// It ends.
    pub(super) fn end(&mut self) {
        if self.ignored > 0 {
            self.ignored -= 1;
        } else if let Some((style, counted)) = self.open.pop()
            && self.open.is_empty()
            && self.counted.len() < MOST
        {
            self.counted.insert(style, counted);
        }
    }

    /// An item begins; returns what stands before it, if it can be told.
    pub(super) fn item(&mut self) -> Option<String> {
        let depth = self.open.len().checked_sub(1).filter(|_| self.ignored == 0)?;
        let (style, counted) = self.open.last_mut()?;
        *counted = counted.saturating_add(1);
        let level = self.styles.get(style)?.get(depth)?;
        if level.is_bullet {
            return Some("- ".to_owned());
        }
        let count = counted.saturating_add(level.start.saturating_sub(1));
        let letter = |first: u8| {
            let at = u8::try_from(count.checked_sub(1)?).ok().filter(|at| *at < 26)?;
            Some(char::from(first + at).to_string())
        };
        let number = match level.format.as_str() {
            "1" => count.to_string(),
            "a" => letter(b'a')?,
            "A" => letter(b'A')?,
            _ => return None,
        };
        Some(format!("{}{number}{} ", level.prefix, level.suffix.trim_end()))
    }
}
