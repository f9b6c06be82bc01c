//! The words of HTML, without building a tree: that takes time which grows with the square of its depth.

mod tags;
mod writer;

use std::borrow::Cow;

use crate::page::Page;
use crate::plain;
use crate::{Document, Limits, Region};

use writer::Writer;

/// Reads HTML in whatever character set.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Document {
    document_of(&decoded(bytes), limits)
}

/// Returns HTML as text; a character set that it names itself goes before a guess.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let start = String::from_utf8_lossy(bytes.get(..2_048).unwrap_or(bytes)).to_ascii_lowercase();
    let named =
        start.split_once("charset=").map(|(_, rest)| rest.trim_start_matches(['"', '\'', ' ']));
    let label = named.and_then(|rest| {
        rest.split(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c)).next()
    });
    match label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes())) {
        Some(encoding) if std::str::from_utf8(bytes).is_err() => encoding.decode(bytes).0,
        _ => plain::decoded(bytes),
    }
}

fn document_of(html: &str, limits: &Limits) -> Document {
    let page = Page::after(&Document::default(), Region::Body, limits);
    let mut writer = Writer::on(page);
    let (mut rest, mut from) = (html, 0);
    while let Some(start) = rest.get(from..).and_then(|text| text.find('<')).map(|at| from + at) {
        if writer.is_full() {
            break;
        }
        let tag = &rest[start..];
        let is_comment = tag.starts_with("<!--");
        if !is_comment
            && !tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
        {
            from = start + 1;
            continue;
        }
        writer.text(&rest[..start]);
        from = 0;
        rest = if is_comment {
            tag[4..].split_once("-->").map_or("", |(_, rest)| rest)
        } else {
            let end = end_of_tag(tag);
            let after = writer.tag(&tag[1..end]);
            let rest = tag.get(end + 1..).unwrap_or_default();
            after.map_or(rest, |name| {
                let end = after_raw(rest, name);
                writer.raw(name, &rest[..rest.len() - end.len()]);
                end
            })
        };
    }
    writer.text(rest);
    writer.finish()
}

/// Returns where a tag ends; what stands in quotation marks does not end it.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return at,
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (None, _) => {}
        }
        after_equals = byte == b'=' || after_equals && byte.is_ascii_whitespace();
    }
    // A quotation mark that is never closed would swallow the rest of the document.
    tag.find('>').unwrap_or(tag.len())
}

/// Returns what stands after the end tag of an element whose content is no text.
fn after_raw<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some(start) = rest.find("</") {
        rest = &rest[start + 2..];
        if rest.get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return rest.split_once('>').map_or("", |(_, rest)| rest);
        }
    }
    ""
}
