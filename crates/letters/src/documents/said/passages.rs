//! A text cut into what belongs together: sentences, entries of lists, lines of tables.

use std::ops::Range;

use super::super::Mention;
use super::Passage;
use super::words::{Piece, Words};

/// What is longer than this is cut, so that nothing is looked at for long.
const LONGEST: usize = 2_000;
/// What a period ends that is no sentence.
const SHORT: [&str; 16] = [
    "e.g", "i.e", "cf", "vs", "no", "nos", "al", "sec", "fig", "ed", "eds", "resp", "approx",
    "incl", "ref", "refs",
];

/// Lines that belong together.
struct Block {
    at: Range<usize>,
    /// Whether it is an entry of a list, or a line of a table.
    is_entry: bool,
    lines: usize,
}

/// Cuts a text into passages, each with the documents that it names.
pub(super) fn passages(text: &str, mentions: &[Mention]) -> Vec<Passage> {
    let mut order: Vec<&Mention> = mentions.iter().collect();
    order.sort_by_key(|mention| (mention.at.start, mention.at.end));
    let mut left = order.as_slice();
    let mut passages: Vec<Passage> = Vec::new();
    // What leads to the entries that follow.
    let mut led_by = None;
    for block in blocks(text) {
        let ranges = if block.is_entry && block.at.len() <= LONGEST {
            vec![block.at.clone()]
        } else {
            sentences(text, &block.at, left)
        };
        let count = ranges.len();
        for (index, range) in ranges.into_iter().enumerate() {
            let here = left.partition_point(|mention| mention.at.start < range.end);
            let (inside, rest) = left.split_at(here);
            left = rest;
            let led_by = led_by.filter(|_| block.is_entry);
            let goes_on = index + 1 < count;
            passages.push(Passage { pieces: pieces(text, &range, inside), led_by, goes_on });
        }
        if !block.is_entry {
            let leads = leads(text, &block)
                && passages.last().is_some_and(|last| last.names().next().is_none());
            led_by = leads.then(|| passages.len().saturating_sub(1));
        }
    }
    passages
}

/// Says whether a paragraph leads to a list: it ends with a colon, or is a heading.
fn leads(text: &str, block: &Block) -> bool {
    let words = text.get(block.at.clone()).unwrap_or_default().trim_end();
    words.ends_with(':')
        || block.lines == 1 && words.len() < 80 && !words.ends_with(['.', ',', ';', '!', '?'])
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut at, mut is_open) = (0, false);
    for line in text.split_inclusive('\n') {
        let here = at..at + line.len();
        at = here.end;
        if line.trim().is_empty() {
            is_open = false;
            continue;
        }
        let is_entry = begins_entry(line);
        match blocks.last_mut() {
            Some(block) if is_open && !is_entry => {
                block.at.end = here.end;
                block.lines += 1;
            }
            _ => blocks.push(Block { at: here, is_entry, lines: 1 }),
        }
        is_open = true;
    }
    blocks
}

/// Says whether a line begins an entry of a list, of references, or is one of a table.
fn begins_entry(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['>', ' ']);
    if line.contains('\t') || line.contains(" | ") || line.starts_with('|') {
        return true;
    }
    let bullet = [
        "- ",
        "* ",
        "+ ",
        "o ",
        "\u{2022}",
        "\u{2013} ",
        "\u{2014} ",
        "\u{b7}",
        "\u{25aa}",
        "\u{25e6}",
    ];
    if bullet.iter().any(|bullet| line.starts_with(bullet)) {
        return true;
    }
    if let Some(label) = line.strip_prefix('[') {
        let end = label.bytes().take(60).position(|byte| byte == b']');
        return end.is_some_and(|end| end > 0);
    }
    let open = line.strip_prefix('(').unwrap_or(line);
    let number = open.bytes().take(4).take_while(u8::is_ascii_alphanumeric).count();
    let label = open.get(..number).unwrap_or_default();
    let is_label = label.bytes().all(|byte| byte.is_ascii_digit()) && number <= 2 || number == 1;
    let after = open.get(number..).unwrap_or_default();
    number > 0 && is_label && (after.starts_with(") ") || after.starts_with(". "))
}

/// Cuts a paragraph into sentences.
fn sentences(text: &str, block: &Range<usize>, mentions: &[&Mention]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = block.start;
    let mut mentions = mentions.iter().peekable();
    let words = text.get(block.clone()).unwrap_or_default();
    let bytes = words.as_bytes();
    for (index, byte) in bytes.iter().enumerate() {
        let at = block.start + index;
        while mentions.next_if(|mention| mention.at.end <= at).is_some() {}
        let is_named = mentions.peek().is_some_and(|mention| mention.at.contains(&at));
        let is_long = at - start > LONGEST && *byte == b' ';
        let is_end = matches!(byte, b'.' | b'?' | b'!')
            && bytes.get(index + 1).is_none_or(|next| next.is_ascii_whitespace())
            && !is_short(words.get(..index).unwrap_or_default());
        if !is_named && (is_end || is_long) {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    if text.get(start..block.end).is_some_and(|rest| !rest.trim().is_empty()) {
        found.push(start..block.end);
    }
    found
}

/// Says whether a period after these words only shortens the last of them.
fn is_short(words: &str) -> bool {
    let from = words.floor_char_boundary(words.len().saturating_sub(8));
    let last = words.get(from..).unwrap_or_default();
    let last = last.rsplit(|sign: char| sign.is_whitespace() || "([,".contains(sign)).next();
    last.is_some_and(|last| {
        let last = last.to_ascii_lowercase();
        SHORT.contains(&last.as_str())
            || last.len() == 1 && last.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

/// Returns words and documents in turn.
fn pieces(text: &str, range: &Range<usize>, mentions: &[&Mention]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = range.start;
    for mention in mentions {
        let start = mention.at.start.clamp(at.min(range.end), range.end);
        let overlaps = mention.at.start < at;
        let between = Words::of(text.get(at.min(start)..start).unwrap_or_default());
        match pieces.last_mut() {
            // Documents of one range, or the same one after an address.
            Some(Piece::Document(names)) if overlaps || between.is_empty() => {
                names.push(mention.name.clone());
            }
            _ => {
                pieces.push(Piece::Words(between));
                pieces.push(Piece::Document(vec![mention.name.clone()]));
            }
        }
        at = at.max(mention.at.end.min(range.end));
    }
    pieces.push(Piece::Words(Words::of(text.get(at..range.end).unwrap_or_default())));
    pieces
}
