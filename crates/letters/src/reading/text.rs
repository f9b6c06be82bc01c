//! The text of a letter, without its head and without what programs and lists put below it.

use super::label::Label;
use super::letter::Letter;
use super::result::Reading;
use crate::document::Region;

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    let document = letter.sheet.document;
    let mut text = String::new();
    // A table may hold the text too.
    if letter.entries.head_end == letter.sheet.lines.len()
        && let Some(span) = letter
            .entries
            .all
            .iter()
            .find(|entry| entry.label == Label::Text)
            .and_then(|entry| entry.beside())
    {
        reading.text = format!("{}\n", letter.sheet.words(span));
        return;
    }
    let start = letter.text_start();
    let mut last = start;
    let lines = letter.sheet.lines.iter().filter(|line| line.span.start >= start);
    for line in lines {
        if matches!(line.region, Region::Header | Region::Footer) {
            last = last.max(line.span.end);
            continue;
        }
        let gap = document.text.get(last.min(line.span.start)..line.span.start).unwrap_or_default();
        if !text.is_empty() {
            text.push_str(if gap.matches('\n').count() > 1 { "\n\n" } else { "\n" });
        }
        text.push_str(letter.sheet.words(line.span));
        last = line.span.end;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    reading.text = text;
}
