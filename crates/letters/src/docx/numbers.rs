//! The numbers and signs before the paragraphs of lists.

use std::collections::HashMap;

use crate::xml::{Element, Visitor};

/// How many levels a list has.
const LEVELS: usize = 9;
/// How many lists are kept.
const MOST: usize = 5_000;
/// The longest pattern of a number that is used, in characters.
const LONGEST: usize = 40;

/// The lists of a document, and how far each has counted; it reads `numbering.xml`.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    patterns: HashMap<String, [Level; LEVELS]>,
    lists: HashMap<String, List>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    open: Open,
}

/// Where the reading of the lists is.
#[derive(Debug, Default)]
struct Open {
    pattern: Option<String>,
    list: Option<String>,
    level: usize,
}

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// The style whose paragraphs stand on this level.
    style: String,
}

/// A use of a pattern.
#[derive(Debug, Clone, Default)]
struct List {
    pattern: String,
    /// Where levels begin to count anew when the list is first used.
    starts: [Option<u32>; LEVELS],
}

impl Numbers {
    /// Returns what stands before the next paragraph of a list, if it can be told.
    pub(super) fn next(&mut self, list: &str, level: Option<usize>, style: &str) -> Option<String> {
        let found = self.lists.get_mut(list)?;
        let levels = self.patterns.get(&found.pattern)?;
        let of_style = || levels.iter().position(|level| !style.is_empty() && level.style == style);
        let level = level.or_else(of_style).unwrap_or(0);
        let this = levels.get(level)?;
        let counts = self.counts.entry(found.pattern.clone()).or_default();
        if let Some(start) = found.starts.get_mut(level).and_then(Option::take) {
            counts[level] = start.checked_sub(1);
        }
        counts[level] = Some(counts[level].map_or(this.start, |count| count.saturating_add(1)));
        counts[level + 1..].fill(None);
        if this.format == "bullet" {
            return Some("- ".to_owned());
        }
        let mut text = this.text.clone();
        for (at, one) in levels.iter().enumerate().take(level + 1) {
            let sign = format!("%{}", at + 1);
            if text.contains(&sign) {
                let count = counts[at].unwrap_or(one.start);
                text = text.replace(&sign, &written(count, &one.format)?);
            }
        }
        let text = text.trim();
        (!text.is_empty()).then(|| format!("{text} "))
    }
}

/// Returns a number as a list writes it; nothing if that is not known.
fn written(count: u32, format: &str) -> Option<String> {
    let written = match format {
        "decimal" => count.to_string(),
        "decimalZero" => format!("{count:02}"),
        "lowerLetter" => letter(count)?,
        "upperLetter" => letter(count)?.to_uppercase(),
        "lowerRoman" => roman(count)?,
        "upperRoman" => roman(count)?.to_uppercase(),
        "none" => String::new(),
        _ => return None,
    };
    Some(written)
}

/// Returns a to z, then aa, bb and so on.
fn letter(count: u32) -> Option<String> {
    let at = count.checked_sub(1).filter(|at| *at < 260)?;
    let sign = char::from(b'a' + u8::try_from(at % 26).ok()?);
    Some(sign.to_string().repeat(at as usize / 26 + 1))
}

fn roman(count: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = Some(count).filter(|count| (1..4000).contains(count))?;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    Some(text)
}

impl Visitor for Numbers {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        let value = || element.attribute("val").unwrap_or_default();
        match name {
            "abstractNum" => self.open.pattern = element.attribute("abstractNumId"),
            "num" => self.open.list = element.attribute("numId"),
            "lvl" | "lvlOverride" => {
                let level = element.attribute("ilvl").and_then(|level| level.parse().ok());
                self.open.level = level.unwrap_or(LEVELS);
            }
            _ => {}
        }
        if let Some(id) = &self.open.list {
            let list = self.lists.entry(id.clone()).or_default();
            match name {
                "abstractNumId" => list.pattern = value(),
                "startOverride" => {
                    if let Some(start) = list.starts.get_mut(self.open.level) {
                        *start = value().parse().ok();
                    }
                }
                _ => {}
            }
        } else if let Some(id) = &self.open.pattern
            && let Some(level) =
                self.patterns.entry(id.clone()).or_default().get_mut(self.open.level)
        {
            match name {
                "start" => level.start = value().parse().unwrap_or(1),
                "numFmt" => level.format = value(),
                "lvlText" => level.text = value().chars().take(LONGEST).collect(),
                "pStyle" => level.style = value(),
                _ => {}
            }
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "abstractNum" => self.open.pattern = None,
            "num" => self.open.list = None,
            _ => {}
        }
    }

    fn text(&mut self, _text: &str) {}

    fn is_done(&self) -> bool {
        self.patterns.len() + self.lists.len() >= MOST
    }
}
