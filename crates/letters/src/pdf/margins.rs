//! What is repeated at the top and bottom of pages: running heads, page numbers, the number of the document.

use std::collections::{HashMap, HashSet};

use crate::Span;
use crate::layout::{Line, lines_of};

/// How many lines at the top or bottom may be repeated ones.
const MOST: usize = 4;
/// The longest line that is looked at, in bytes.
const LONGEST: usize = 200;
/// The most words that a repeated line has; more are running text that happens to be the same.
const MOST_WORDS: usize = 12;
/// How many lines of the first page are looked at for the number of the document.
const HEAD: usize = 200;

/// The lines that are repeated.
pub(super) struct Margins {
    pages: usize,
    tops: HashMap<String, usize>,
    bottoms: HashMap<String, usize>,
    /// What stands on the first page between wide gaps, and how often.
    first_page: HashMap<String, usize>,
}

impl Margins {
    pub(super) fn of(text: &str, pages: &[Span]) -> Self {
        let (mut tops, mut bottoms) = (HashMap::new(), HashMap::new());
        for page in pages {
            let page = text.get(page.start..page.end).unwrap_or_default();
            let filled = |line: &&str| !line.trim().is_empty();
            let top: HashSet<_> = page.lines().filter(filled).take(MOST).filter_map(form).collect();
            let below = page.lines().rev().filter(filled).take(MOST);
            let bottom: HashSet<_> = below.filter_map(form).collect();
            for form in top {
                *tops.entry(form).or_insert(0) += 1;
            }
            for form in bottom {
                *bottoms.entry(form).or_insert(0) += 1;
            }
        }
        let mut first_page = HashMap::new();
        if let Some(first) = pages.first() {
            for line in lines_of(text, *first).iter().take(HEAD) {
                for part in line.parts(text) {
                    *first_page.entry(part.to_owned()).or_insert(0) += 1;
                }
            }
        }
        Self { pages: pages.len(), tops, bottoms, first_page }
    }

    /// Returns how many lines at the top of a page, and how many at its bottom, are not its text.
    pub(super) fn on(&self, text: &str, lines: &[Line], number: u32) -> (usize, usize) {
        let is_one = |line: &&Line, counts| self.is_margin(line.text(text), counts, number);
        let top = lines.iter().take(MOST).take_while(|line| is_one(line, &self.tops)).count();
        let rest = lines.get(top..).unwrap_or_default();
        let below = rest.iter().rev().take(MOST);
        let bottom = below.take_while(|line| is_one(line, &self.bottoms)).count();
        (top, bottom)
    }

    fn is_margin(&self, line: &str, counts: &HashMap<String, usize>, number: u32) -> bool {
        let Some(form) = form(line) else { return false };
        let count = counts.get(&form).copied().unwrap_or(0);
        let is_repeated = count > 1 && count * 3 >= self.pages;
        let is_number = is_page_number(line, number, is_repeated);
        let has_digit = line.contains(|sign: char| sign.is_ascii_digit());
        let named = self.first_page.get(line).copied().unwrap_or(0);
        let is_document = has_digit && named > usize::from(number == 1);
        is_repeated || is_number || is_document
    }
}

/// Returns a line as it is on every page: without its numbers and wide gaps.
fn form(line: &str) -> Option<String> {
    let line = line.trim();
    if line.len() > LONGEST || line.split_whitespace().count() > MOST_WORDS {
        return None;
    }
    let mut form = String::with_capacity(line.len());
    for sign in line.chars() {
        let sign = if sign.is_ascii_digit() { '#' } else { sign };
        let is_doubled = matches!(sign, '#') && form.ends_with('#');
        if sign.is_whitespace() || is_doubled {
            continue;
        }
        form.push(sign);
    }
    Some(form)
}

/// Says whether a line is a page number: `- 2 -`, `Page 2 of 5`, `2/5`.
fn is_page_number(line: &str, page: u32, is_repeated: bool) -> bool {
    let parts = |sign: char| sign.is_whitespace() || "-–—−|/[]().".contains(sign);
    let mut numbers = Vec::new();
    for word in line.split(parts).filter(|word| !word.is_empty()) {
        match word.parse::<u32>() {
            Ok(number) if word.len() <= 4 => numbers.push(number),
            Ok(_) => return false,
            Err(_) if ["page", "of", "p"].iter().any(|one| word.eq_ignore_ascii_case(one)) => {}
            Err(_) => return false,
        }
    }
    matches!(numbers.as_slice(), [number] | [number, _] if *number == page || is_repeated)
}
